import type { Page } from "@playwright/test";
import { box } from "../support/questions.ts";
import { DID, line, SAVE, saved, section } from "../support/saving.ts";
import { begin, openSection, saveAndContinue } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

// The form was sent although the island knew that nobody would answer: the browser's own error
// page came, and Back led to the list of tasks.

const WORDS = "Written where there is no network.";
const BUTTONS = ["Save and continue", "Save and come back later"];

async function stays(page: Page, path: string): Promise<void> {
  await expect(page).toHaveURL(path);
  await expect(box(page, DID)).toHaveValue(WORDS);
  await expect(line(page)).toBeInViewport();
}

for (const button of BUTTONS) {
  test(`offline, “${button}” keeps the page and says so, and works once the network is back`, async ({ page }) => {
    Watch.of(page).ignore(/ERR_INTERNET_DISCONNECTED/);
    const draft = await begin(page);
    await openSection(page, draft, section("story"));
    const path = page.url();
    await page.context().setOffline(true);
    await box(page, DID).fill(WORDS);
    await page.getByRole("button", { name: button }).click();
    await expect(line(page)).toHaveText("Not saved: you seem to be offline. Your words are still on this page, and we keep trying.");
    await stays(page, path);

    await page.context().setOffline(false);
    await saved(page);
    await page.getByRole("button", { name: button }).click();
    await expect(page).toHaveURL(button === "Save and continue" ? `/submit/${draft.reference}/results` : `/submit/${draft.reference}`);
    await openSection(page, draft, section("story"));
    await expect(box(page, DID)).toHaveValue(WORDS);
  });
}

test("offline with nothing unsaved, the button keeps the page too", async ({ page }) => {
  Watch.of(page).ignore(/ERR_INTERNET_DISCONNECTED/);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const path = page.url();
  await box(page, DID).fill(WORDS);
  await saved(page);
  await page.context().setOffline(true);
  await saveAndContinue(page);
  await expect(line(page)).toHaveText("Your words are saved, but we cannot go on: you seem to be offline. Try again in a moment.");
  await stays(page, path);
});

const ANSWERS = [
  { what: "is busy", status: 503, words: "Not saved: we are busy just now." },
  { what: "limits how often one may save", status: 429, words: "Not saved: we are busy just now." },
  { what: "breaks", status: 500, words: "Not saved: something went wrong on our side." },
];

for (const { what, status, words } of ANSWERS) {
  test(`a server that ${what} keeps the page, and what was typed is saved by itself afterwards`, async ({ page }) => {
    Watch.of(page).ignore(new RegExp(`answer ${status}: POST .*save_draft`));
    const draft = await begin(page);
    await openSection(page, draft, section("story"));
    const path = page.url();
    await page.route(SAVE, (route) => route.fulfill({ status, headers: { "retry-after": "1" }, json: { error: "no" } }));
    await box(page, DID).fill(WORDS);
    await saveAndContinue(page);
    await expect(line(page)).toContainText(words);
    await stays(page, path);
    await page.unroute(SAVE);
    await expect(line(page)).toHaveText(/^Saved at/, { timeout: 15_000 });
  });
}

test("a hotel's sign-in page instead of our answer keeps the page", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const path = page.url();
  await page.route(SAVE, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Welcome to our network</h1>" }));
  await box(page, DID).fill(WORDS);
  await saveAndContinue(page);
  await expect(line(page)).toContainText("Not saved: we got no answer.");
  await stays(page, path);
  await page.unroute(SAVE);
  await saved(page);
});
