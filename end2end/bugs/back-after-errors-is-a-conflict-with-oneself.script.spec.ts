import { CHANGED } from "../support/case-study.ts";
import { box } from "../support/questions.ts";
import { line, saved, section } from "../support/saving.ts";
import { begin, openSection, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { refused } from "../support/watch.ts";

// A page with an answer that cannot be sent is drawn from the text of its own save. After correcting it and
// going on, Back brought it again: typing there looked as if somebody else had written.

const QUESTION = "What changed?";
const OTHERS = "What did not work, or was hard?";

test("errors, mended at once, on, Back, typing: saved, and no conflict without another writer", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill("calmer ".repeat(300));
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goto(`/submit/${draft.reference}/results`);
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
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill("calmer ".repeat(300));
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goto(`/submit/${draft.reference}/results`);
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
  await openSection(page, draft, section("results"));
  await box(page, QUESTION).fill("calmer ".repeat(300));
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goto(`/submit/${draft.reference}/results`);
  await box(page, QUESTION).fill(CHANGED);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);

  const other = await page.context().newPage();
  await openSection(other, draft, section("results"));
  await box(other, OTHERS).fill("Written by a colleague.");
  await saved(other);
  await other.close();

  await page.goBack();
  await box(page, QUESTION).press("Control+End");
  await page.keyboard.type(" Typed after Back.");
  await expect(line(page)).toContainText("Someone changed this page elsewhere");
  await refused(page, 409, () => saveAndContinue(page));
  await expect(page.getByText("Written by a colleague.")).toBeVisible();
  await expect(box(page, QUESTION)).toHaveValue(`${CHANGED} Typed after Back.`);
});
