import { goodPage } from "./support/good-page.ts";
import { openCase, published, takeOn } from "./support/moderating.ts";
import { MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test("a word is corrected on the page of its answer, also once it is published", async ({ signedIn, visitor, bank }) => {
  const page = await signedIn(MODERATOR);
  const { sent, address } = await published(page, bank);
  await openCase(page, sent);
  await page.getByRole("link", { name: "Edit summary" }).click();
  await expect(page.getByText("As the museum sent it")).toBeVisible();
  await page.getByLabel("Summary").fill("Tea, and what was said over it.");
  await refused(page, 422, () => page.getByRole("button", { name: "Save", exact: true }).click());
  await expect(page.getByLabel("Summary")).toHaveValue("Tea, and what was said over it.");
  await page.getByLabel("Spelling or form").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Text saved");
  await goodPage(page, "case, edited");
  const reader = await visitor();
  await reader.goto(address);
  await expect(reader.getByText("Tea, and what was said over it.")).toBeVisible();
  await expect(reader.getByRole("link", { name: "Edit this case study" })).toHaveCount(0);
  await page.goto(address);
  await page.getByRole("link", { name: "Edit this case study" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(sent.title);
});

test("of two who edit one answer the second is told and loses no word", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const [sam, ana] = [await signedIn(MODERATOR), await signedIn(OTHER_MODERATOR)];
  await takeOn(sam, sent);
  for (const page of [sam, ana]) {
    await page.goto(`/moderate/cases/${sent.reference}/edit/hard`);
    await page.getByLabel(/What did not work/).fill(page === sam ? "It rained." : "It was cold.");
    await page.getByLabel("What it says").check();
  }
  await sam.getByRole("button", { name: "Save", exact: true }).click();
  await expect(sam.getByRole("alert")).toContainText("Text saved");
  await refused(ana, 409, () => ana.getByRole("button", { name: "Save", exact: true }).click());
  await expect(ana.getByRole("region", { name: "Someone else was faster" })).toContainText(`${MODERATOR.name} edited its text`);
  await expect(ana.getByLabel(/What did not work/)).toHaveValue("It was cold.");
  await expect(ana.getByText("It rained.")).toBeVisible();
  await goodPage(ana, "edit, overtaken");
});
