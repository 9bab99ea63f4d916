import { box } from "../support/questions.ts";
import { begin, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";

// The browser shows a page that was sent from its memory, as it was drawn then. Saving it was taken for a
// second writer, though nobody else had written.
test("back to a page that was sent, and saving it again, is no conflict", async ({ page }) => {
  const draft = await begin(page);
  await page.goto(`/submit/${draft.reference}/results`);
  const question = "What changed?";
  await box(page, question).fill("calmer ".repeat(10));
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goBack();
  await box(page, question).fill("calmer ".repeat(60));
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);

  await page.goBack();
  await box(page, question).fill("calmer ".repeat(61));
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/lessons`);
  await page.goto(`/submit/${draft.reference}/results`);
  await expect(box(page, question)).toHaveValue("calmer ".repeat(61).trim());
});
