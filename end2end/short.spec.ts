import { mailbox } from "./support/people.ts";
import { PREPARE, SEND, STORY } from "./support/short.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// The page of the short way; emails.spec.ts walks it from the front page to a public page.

test("a known museum needs no town, and is offered while one types", async ({ page }) => {
  await page.goto("/submit/short");
  const offered = page.locator("datalist#museums option");
  expect(await offered.count()).toBeGreaterThan(20);
  await page.getByLabel(STORY).fill("We brought objects and tea to people who cannot leave their rooms. ".repeat(4));
  await page.getByLabel("Your museum").fill((await offered.first().getAttribute("value")) as string);
  await page.getByLabel("Your email address").fill(mailbox());
  await page.getByLabel(SEND).check();
  await page.getByLabel(PREPARE).check();
  await page.getByRole("button", { name: "Send it to us" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
});

test("by keyboard alone: Enter in a box sends, and an error leads to its box with every word kept", async ({ page }) => {
  await page.goto("/submit/short");
  await page.getByLabel(STORY).fill("Tea & objects.\n\n<b>They</b> stayed.");
  await page.getByLabel("Your museum").focus();
  await page.keyboard.type("Example Museum");
  await refused(page, 422, () => page.keyboard.press("Enter"));
  await expect(page.locator("#error-summary")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /^You have written 4 words so far/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(STORY)).toBeFocused();
  await expect(page.getByLabel(STORY)).toHaveValue("Tea & objects.\n\n<b>They</b> stayed.");
  await expect(page.getByLabel("Your museum")).toHaveValue("Example Museum");
});

test("the two ways lead into each other without a word lost", async ({ page }) => {
  const words = "Soup and objects on Tuesdays. Twelve people who live alone came every week for a year, and nine felt less alone.";
  await page.goto("/submit/short");
  await page.getByLabel(STORY).fill(`${words}\n\n${words}`);
  await page.getByLabel("Your museum").fill("Example Museum");
  await page.getByRole("button", { name: "Save this and write it all yourself" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Soup and objects on Tuesdays");
  await page.getByRole("link", { name: "Send it as it is, in your own words" }).click();
  await expect(page.getByLabel(STORY)).toHaveValue(`${words}\n\n${words}`);
  await expect(page.getByLabel("Your museum")).toHaveValue("Example Museum");
  await page.getByLabel("Town or city").fill("Exampleton");
  await page.getByLabel("Your email address").fill(mailbox());
  await page.getByLabel(SEND).check();
  await page.getByLabel(PREPARE).check();
  await page.getByRole("button", { name: "Send it to us" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
  // Back to the page that was sent: where it stands, and no stale form.
  await page.goBack();
  await page.reload();
  await expect(page.getByRole("button", { name: "Send it to us" })).toHaveCount(0);
});
