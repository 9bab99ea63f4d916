import { box } from "../support/questions.ts";
import { DID, line, saved, section } from "../support/saving.ts";
import { begin, openSection, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { refused, Watch } from "../support/watch.ts";

// The page said to copy the text and to look for a mail, and never tried again.

test("an ended session is said, the words stay, and saving goes on once the right is back", async ({ page }) => {
  Watch.of(page).ignore(/answer 404: POST .*save_draft/);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await box(page, DID).fill("Typed after the session had ended.");
  await expect(line(page)).toContainText("this browser may no longer change this draft");
  await expect(line(page)).toContainText("Open the link in our newest email in another tab");
  await expect(line(page)).toBeInViewport({ ratio: 1 });
  await expect(box(page, DID)).toHaveValue("Typed after the session had ended.");

  // As the code in another tab would.
  await page.context().addCookies(cookies);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await saved(page);
  await page.reload();
  await expect(box(page, DID)).toHaveValue("Typed after the session had ended.");
});

test("pressing the button in an ended session gives every word back", async ({ page }) => {
  Watch.of(page).ignore(/answer 404: POST .*save_draft/);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  await page.context().clearCookies();
  await box(page, DID).fill("Typed after the session had ended.");
  await refused(page, 404, () => saveAndContinue(page));
  await expect(page.getByText("Typed after the session had ended.")).toBeVisible();
});
