import { beginByHand, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";

// A browser forgets the page it keeps of an address as soon as a form is posted to that address.
// Back then fetched a fresh form with a fresh key, and sending it began a second draft.
test("going back and sending the first form again finds the same draft", async ({ page }) => {
  const draft = await beginByHand(page);
  await page.goBack();
  await page.getByLabel("Title").fill(draft.title);
  await page.getByLabel("Your email address").fill(draft.email);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
});
