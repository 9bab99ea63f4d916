import type { Page } from "@playwright/test";
import { CHANGED } from "../support/case-study.ts";
import { box } from "../support/questions.ts";
import { line, saved, section } from "../support/saving.ts";
import { type Begun, begin, openSection, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { refused, Watch } from "../support/watch.ts";

// The page that came back with errors was drawn from the text of its own save. After mending it and
// going on, Back brought it again: typing there looked as if somebody else had written.

const QUESTION = "What changed?";
const OTHERS = "What did not work, or was hard?";
/** More than can be kept: the answer is this page once more, and the browser keeps it. */
const TOO_LONG = "a".repeat(20_010);

test("errors, mended at once, on, Back, typing: saved, and no conflict without another writer", async ({ page }) => {
  const draft = await begin(page);
  // Back may or may not count as a new answer.
  Watch.of(page).ignore(/answer 422/);
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill(TOO_LONG);
  await refused(page, 422, () => saveAndContinue(page));
  await box(page, QUESTION).fill(CHANGED);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goBack();
  await expect(box(page, QUESTION)).toHaveValue(CHANGED);
  await box(page, QUESTION).press("Control+End");
  await page.keyboard.type(" And they brought friends.");
  await expect(line(page)).toHaveText(/^Saved at/);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await openSection(page, draft, section("results"));
  await expect(box(page, QUESTION)).toHaveValue(`${CHANGED} And they brought friends.`);
});

test("the same with a pause before going on", async ({ page }) => {
  const draft = await begin(page);
  // Back may or may not count as a new answer.
  Watch.of(page).ignore(/answer 422/);
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill(TOO_LONG);
  await refused(page, 422, () => saveAndContinue(page));
  await box(page, QUESTION).fill(CHANGED);
  await saved(page);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goBack();
  await box(page, QUESTION).press("Control+End");
  await page.keyboard.type(" So did their friends.");
  await saved(page);
});

test("a real second writer still gets both texts after Back", async ({ page }) => {
  const draft = await begin(page);
  // Back may or may not count as a new answer.
  Watch.of(page).ignore(/answer 422/);
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill(TOO_LONG);
  await refused(page, 422, () => saveAndContinue(page));
  await box(page, QUESTION).fill(CHANGED);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);

  await colleagueWrites(page, draft);

  await page.goBack();
  await box(page, QUESTION).press("Control+End");
  await page.keyboard.type(" Typed after Back.");
  await expect(line(page)).toContainText("Someone changed this page elsewhere");
  await refused(page, 409, () => saveAndContinue(page));
  await expect(page.getByText("Written by a colleague.")).toBeVisible();
  await expect(box(page, QUESTION)).toHaveValue(`${CHANGED} Typed after Back.`);
});

test("a page without errors comes anew on Back, with the words of a second writer, and keeps both", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill(CHANGED);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);

  await colleagueWrites(page, draft);

  await page.goBack();
  await expect(box(page, OTHERS)).toHaveValue("Written by a colleague.");
  await box(page, QUESTION).press("Control+End");
  await page.keyboard.type(" Typed after Back.");
  await saved(page);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await openSection(page, draft, section("results"));
  await expect(box(page, QUESTION)).toHaveValue(`${CHANGED} Typed after Back.`);
  await expect(box(page, OTHERS)).toHaveValue("Written by a colleague.");
});

/** Saves an answer on the same page in a second window. */
async function colleagueWrites(page: Page, draft: Begun): Promise<void> {
  const other = await page.context().newPage();
  await openSection(other, draft, section("results"));
  await box(other, OTHERS).fill("Written by a colleague.");
  await saved(other);
  await other.close();
}
