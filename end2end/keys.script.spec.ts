import type { Page } from "@playwright/test";
import { axe } from "./support/good-page.ts";
import { decisions, keysOn, openCase, takeOn } from "./support/moderating.ts";
import { OTHER_MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";
import { KB, weigh } from "./support/weight.ts";

// A bank of its own: keys are switched on for one of its moderators.
test.use({ shelf: "keys" });

const HELP = "#keys-help";
const awake = (page: Page) => page.locator("html[data-keys]").waitFor();

test("keys lead from title to title, and on from one case study to the next", async ({ signedIn, bank }) => {
  for (let more = 0; more < 2; more += 1) await submitted(bank);
  const page = await signedIn(OTHER_MODERATOR);
  await keysOn(page);
  await page.goto("/moderate");
  await awake(page);
  const titles = page.locator(".queue .row-title");
  const [first, second] = await titles.allTextContents();
  await page.keyboard.press("j");
  await expect(titles.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(titles.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(titles.nth(0)).toBeFocused();
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText(first as string);
  await awake(page);
  await page.keyboard.press("j");
  await expect(heading).toHaveText(second as string);
  await awake(page);
  await page.keyboard.press("k");
  await expect(heading).toHaveText(first as string);
});

test("approving asks once, letters in fields and keys of the browser are left alone", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(OTHER_MODERATOR);
  await keysOn(page);
  await takeOn(page, sent);
  await awake(page);
  const approve = decisions(page).getByRole("button", { name: "Approve and publish" });
  for (const combined of ["Control+a", "Alt+a", "Meta+a"]) await page.keyboard.press(combined);
  await expect(approve).not.toBeFocused();
  await page.keyboard.press("a");
  await expect(approve).toBeFocused();
  await expect(page.getByText("Press a again to approve.")).toBeVisible();
  // Another key, and it is asked anew.
  await page.keyboard.press("x");
  await page.keyboard.press("a");
  await expect(decisions(page)).toBeVisible();
  await expect(page.getByRole("alert")).not.toContainText("Published");

  await page.keyboard.press("?");
  await expect(page.locator(HELP)).toBeVisible();
  await axe(page, "the list of keys");
  // While it is open, keys mean nothing else.
  await page.keyboard.press("a");
  await page.keyboard.press("a");
  await page.keyboard.press("Escape");
  await expect(page.locator(HELP)).toBeHidden();

  await page.keyboard.press("e");
  await expect(page).toHaveURL(/\/edit$/);
  await openCase(page, sent);
  await awake(page);
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/changes$/);
  const words = page.locator("textarea").first();
  await words.fill("");
  await words.pressSequentially("jkaren?");
  await expect(words).toHaveValue("jkaren?");
  await openCase(page, sent);
  await awake(page);
  await page.keyboard.press("a");
  await page.keyboard.press("a");
  await expect(page.getByRole("alert")).toContainText("Published");
});

test("in a search box letters are letters", async ({ signedIn }) => {
  const page = await signedIn(OTHER_MODERATOR);
  await keysOn(page);
  await page.goto("/moderate");
  await awake(page);
  const search = page.getByLabel("Search case studies");
  await search.pressSequentially("jk?");
  await expect(search).toHaveValue("jk?");
  await expect(page.locator(HELP)).toBeHidden();
});

test("the script for keys weighs at most 100 KB", async ({ signedIn }) => {
  const page = await signedIn(OTHER_MODERATOR);
  await keysOn(page);
  const { Script: script = 0, Wasm: wasm = 0 } = await weigh(page, () => page.goto("/moderate"));
  expect(wasm, "the island came").toBeGreaterThan(KB);
  expect(script + wasm).toBeLessThanOrEqual(100 * KB);
});
