import type { Page } from "@playwright/test";
import { box } from "../support/questions.ts";
import { DID, saved, section, stored } from "../support/saving.ts";
import { begin, openSection } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

// The page's own links asked "Leave site?" right after typing, and the last words were lost; a tab
// that was hidden or closed sent nothing.

const WORDS = "The last words before leaving.";

async function typing(page: Page): Promise<{ reference: string; path: string }> {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  await box(page, DID).fill(WORDS);
  return { reference: draft.reference, path: new URL(page.url()).pathname };
}

/** Fails if the browser asks whether to leave. */
function never(page: Page): void {
  page.on("dialog", (dialog) => {
    Watch.of(page).problems.push(`the browser asked: ${dialog.type()}`);
    void dialog.accept();
  });
}

for (const [name, url] of [["Back", "/submit/REF"], ["Case studies", "/case-studies"]] as const) {
  test(`the link “${name}” saves first and then goes, without a question`, async ({ page }) => {
    const { reference, path } = await typing(page);
    never(page);
    // The foot of the page leads to the case studies too.
    await page.getByRole("link", { name, exact: true }).first().click();
    await expect(page).toHaveURL(url.replace("REF", reference));
    await page.goto(path);
    await expect(box(page, DID)).toHaveValue(WORDS);
  });
}

test("a link that is opened in another tab leaves this one as it is", async ({ page }) => {
  const { reference, path } = await typing(page);
  const other = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Back", exact: true }).click({ modifiers: ["ControlOrMeta"] });
  await expect(await other).toHaveURL(`/submit/${reference}`);
  await expect(page).toHaveURL(path);
  await saved(page);
});

test("the skip link of the page is followed at once", async ({ page }) => {
  await typing(page);
  await page.keyboard.press("Control+Home");
  await page.getByRole("link", { name: "Skip to the main content" }).press("Enter");
  await expect(page).toHaveURL(/#main$/);
  await saved(page);
});

test("a tab that is hidden saves at once", async ({ page }) => {
  const { path } = await typing(page);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  // Sooner than by itself. To draw a page would take as long on a busy machine.
  const kept = async () => (await (await page.request.get(path)).text()).includes(WORDS);
  await expect.poll(kept, { intervals: [50], timeout: 1_200 }).toBe(true);
});

test("a tab that is closed sends its last words behind it", async ({ page }) => {
  const { path } = await typing(page);
  const other = await page.context().newPage();
  await page.close();
  await expect.poll(() => stored(other, path, (one) => box(one, DID))).toBe(WORDS);
});

test("a page that is loaded again at once shows its last words, and goes on saving", async ({ page }) => {
  await typing(page);
  // A save that is under way ends with the page; what it held is sent once more behind it.
  Watch.of(page).ignore(/save_draft net::ERR_ABORTED/);
  await page.reload();
  await expect(box(page, DID)).toHaveValue(WORDS);
  await box(page, DID).press("Control+End");
  await box(page, DID).pressSequentially(" And on.");
  await saved(page);
});

test("another form of the page, such as signing out, saves first", async ({ page }) => {
  const { path } = await typing(page);
  never(page);
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.method = "get";
    form.action = "/case-studies";
    form.append(document.createElement("button"));
    document.body.append(form);
    form.requestSubmit();
  });
  await expect(page).toHaveURL(/\/case-studies/);
  await page.goto(path);
  await expect(box(page, DID)).toHaveValue(WORDS);
});
