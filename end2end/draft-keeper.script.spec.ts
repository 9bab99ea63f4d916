import { caseStudy, type Section } from "./support/case-study.ts";
import { axe } from "./support/good-page.ts";
import { box, group } from "./support/questions.ts";
import { begin, openSection, saveAndContinue } from "./support/submitting.ts";
import { expect, test } from "./support/test.ts";
import { refused, Watch } from "./support/watch.ts";
import { KB, weigh } from "./support/weight.ts";

// What only a script does; everything else stands in submit.spec.ts.

const STORY = caseStudy("", "").find((one) => one.slug === "story") as Section;
const DID = "What you did";
const status = ".save-status";

test("what is typed is saved without a click", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, STORY);
  // In one go: of several saves the last would be under way when the page is left.
  await box(page, DID).focus();
  await page.keyboard.insertText("We met each Tuesday.");
  await expect(page.getByRole("status")).toHaveText(/^Saved at \d\d:\d\d\.$/);
  await axe(page, "story, saved by itself");
  await page.reload();
  await expect(box(page, DID)).toHaveValue("We met each Tuesday.");

  await box(page, DID).press("Control+End");
  await page.keyboard.insertText(" With tea.");
  await expect(page.getByRole("status")).toHaveText(/^Saved at/);
  // Never as if somebody else had written.
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/results`);
  await openSection(page, draft, STORY);
  await expect(box(page, DID)).toHaveValue("We met each Tuesday. With tea.");
});

test("what was typed before the script woke is saved too", async ({ page }) => {
  const draft = await begin(page);
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route("**/*.wasm", async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto(`/submit/${draft.reference}/${STORY.slug}`, { waitUntil: "commit" });
  await box(page, DID).fill("Typed at once.");
  wake();
  await expect(page.getByRole("status")).toHaveText(/^Saved at \d\d:\d\d\.$/);
});

test("pressing the button while a save is under way is no conflict", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, STORY);
  let free = () => {};
  const held = new Promise<void>((resolve) => (free = resolve));
  let asked = () => {};
  const under = new Promise<void>((resolve) => (asked = resolve));
  await page.route("**/api/fn/save_draft", async (route) => {
    asked();
    await held;
    await route.continue();
  });
  await box(page, DID).fill("Slow network.");
  await under;
  const later = page.getByRole("button", { name: "Save and come back later" }).click();
  free();
  await later;
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await page.unroute("**/api/fn/save_draft");
  await openSection(page, draft, STORY);
  await expect(box(page, DID)).toHaveValue("Slow network.");
});

test("offline is said, and made up for when the network is back", async ({ page }) => {
  Watch.of(page).ignore(/ERR_INTERNET_DISCONNECTED/);
  const draft = await begin(page);
  await openSection(page, draft, STORY);
  await page.context().setOffline(true);
  await box(page, DID).fill("Written on a train.");
  await expect(page.getByRole("status")).toContainText("Not saved: you seem to be offline");
  await page.context().setOffline(false);
  await expect(page.getByRole("status")).toHaveText(/^Saved at/);
  await page.reload();
  await expect(box(page, DID)).toHaveValue("Written on a train.");
});

test("another window's text is not overwritten by itself", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, STORY);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await box(other, DID).fill("From the other window.");
  await expect(other.getByRole("status")).toHaveText(/^Saved at/);
  await box(page, DID).fill("From this window.");
  await expect(page.getByRole("status")).toContainText("Someone changed this page elsewhere");
  await refused(page, 409, () => saveAndContinue(page));
  await expect(page.getByText("From the other window.")).toBeVisible();
  await expect(box(page, DID)).toHaveValue("From this window.");
});

test("words that Back puts into the page again do not replace what somebody else saved since", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, STORY);
  await box(page, DID).fill("Typed first, and left.");
  await expect(page.getByRole("status")).toHaveText(/^Saved at/);
  await page.goto(`/submit/${draft.reference}`);
  const other = await page.context().newPage();
  await openSection(other, draft, STORY);
  await box(other, DID).fill("From the other window.");
  await expect(other.getByRole("status")).toHaveText(/^Saved at/);
  await page.goBack();
  // The browser shows either text; whichever it is, nothing is written over the newer one.
  await expect(page.locator("body:has(.draft-keeper [role=status])")).toBeVisible();
  if ((await box(page, DID).inputValue()) !== "From the other window.") {
    await expect(page.getByRole("status")).toContainText("Someone changed this page elsewhere");
  }
  await other.reload();
  await expect(box(other, DID)).toHaveValue("From the other window.");
  // Alone again: what was typed last is there after Back, and can be changed without a conflict.
  await openSection(other, draft, STORY);
  await box(other, DID).fill("From the other window, longer.");
  await expect(other.getByRole("status")).toHaveText(/^Saved at/);
  await other.goto(`/submit/${draft.reference}`);
  await other.goBack();
  await box(other, DID).fill("From the other window, longer still.");
  await expect(other.getByRole("status")).toHaveText(/^Saved at/);
});

test("counters say how many words are left", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, caseStudy("", "").find((one) => one.slug === "glance") as Section);
  const counter = page.locator("#summary-count");
  await expect(counter).toHaveText("Up to 60 words");
  await box(page, "Summary").fill("tea ".repeat(58));
  await expect(counter).toHaveText("You have 2 words left");
  await box(page, "Summary").fill("tea ".repeat(63));
  await expect(counter).toHaveText("You have 3 words too many");
  await axe(page, "counter over the limit");
  await expect(page.getByRole("status")).toHaveText(/^Saved at/);
});

test("several lines pasted into a list are spread over its boxes", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const draft = await begin(page);
  await openSection(page, draft, caseStudy("", "").find((one) => one.slug === "lessons") as Section);
  await expect(page.locator("body:has(.draft-keeper [role=status])")).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText("Ask early\nAllow time\n\nTrain two\nEat soup"));
  const boxes = group(page, "Lessons").getByRole("textbox");
  await boxes.first().focus();
  await page.keyboard.press("Control+V");
  await expect(boxes.first()).toHaveValue("Ask early");
  await expect(boxes.nth(1)).toHaveValue("Allow time");
  await expect(boxes.nth(2)).toHaveValue("Train two\nEat soup");
  await expect(page.getByRole("status")).toHaveText(/^Saved at/);
  await page.reload();
  await expect(boxes.nth(2)).toHaveValue("Train two");
  await expect(boxes.nth(3)).toHaveValue("Eat soup");
});

test("a box finds a tag in a long list by its name", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, caseStudy("", "").find((one) => one.slug === "people") as Section);
  const themes = group(page, "Themes");
  await themes.getByText(/^More to choose from/).click();
  await themes.getByRole("searchbox").fill("front house");
  await expect(themes.locator("details").getByRole("checkbox")).toHaveCount(1);
  await themes.getByLabel("Front of house", { exact: true }).check();
  await themes.getByRole("searchbox").fill("qwerty");
  await expect(themes.locator("details").getByRole("checkbox")).toHaveCount(1);
  await axe(page, "people, looking for a tag");
  await themes.getByRole("searchbox").fill("");
  expect(await themes.locator("details").getByRole("checkbox").count()).toBeGreaterThan(20);
});

test("a page that changed is not left without a question", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, STORY);
  await page.route("**/api/fn/save_draft", (route) => route.abort());
  Watch.of(page).ignore(/save_draft/, /ERR_FAILED/);
  await box(page, DID).pressSequentially("Not saved yet");
  await expect(page.locator(status)).toContainText("Not saved");
  const asked = page.waitForEvent("dialog");
  const leaving = page.getByRole("link", { name: "Back", exact: true }).click({ noWaitAfter: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await leaving;
  await expect(box(page, DID)).toHaveValue("Not saved yet");
  // So that closing the page at the end of the test asks nothing.
  await page.unroute("**/api/fn/save_draft");
  await expect(page.locator(status)).toContainText("Saved at", { timeout: 15_000 });
});

test("islands add at most 100 KB to a page", async ({ page }) => {
  const draft = await begin(page);
  const bytes = await weigh(page, () => openSection(page, draft, STORY));
  const { Script: script = 0, Wasm: wasm = 0 } = bytes;
  test.info().annotations.push({ type: "bytes", description: JSON.stringify(bytes) });
  expect(wasm, "the island came").toBeGreaterThan(KB);
  expect(script + wasm, JSON.stringify(bytes)).toBeLessThanOrEqual(100 * KB);
});
