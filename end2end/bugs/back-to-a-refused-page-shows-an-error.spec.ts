import { begin, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { refused } from "../support/watch.ts";

// The answer to a form with errors was not kept by the browser, so Back to it showed the browser's
// own error page instead of what had been typed.
test("going back to a page that came with errors shows what was typed", async ({ page }) => {
  const { reference } = await begin(page);
  await page.goto(`/submit/${reference}/contact`);
  const long = "a".repeat(20_010);
  await page.getByLabel("Who should we write to?").fill(long);
  await refused(page, 422, () => saveAndContinue(page));
  await page.goto(`/submit/${reference}`);
  await refused(page, 422, () => page.goBack());
  await expect(page.getByLabel("Who should we write to?")).toHaveValue(long);
  await expect(page.getByRole("alert")).toBeVisible();
});
