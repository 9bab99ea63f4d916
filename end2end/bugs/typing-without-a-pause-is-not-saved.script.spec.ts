import { box } from "../support/questions.ts";
import { DID, line, ownClock, SAVED, section, stored, texts, words } from "../support/saving.ts";
import { begin, openSection } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

// Saving waited for a pause of a second and a half, and every key began that wait anew: whoever
// typed or dictated without one had nothing saved.

test("140 words typed without a pause, then the tab dies: at most the last five seconds are gone", async ({ page }) => {
  // What was under way when the tab died.
  Watch.of(page).ignore(/save_draft net::ERR_/);
  await ownClock(page);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const path = new URL(page.url()).pathname;
  const sent = texts(page, "did");
  await box(page, DID).focus();
  for (const word of words(140)) {
    await page.keyboard.insertText(`${word} `);
    await page.clock.runFor(140);
  }
  // 20 seconds: once every five, not once a word.
  expect(sent.length).toBeGreaterThanOrEqual(3);
  expect(sent.length).toBeLessThanOrEqual(5);
  const other = await page.context().newPage();
  await page.close();
  const found = (await stored(other, path, (one) => box(one, DID))).trim().split(" ");
  // 36 words are five seconds.
  expect(found.length).toBeGreaterThanOrEqual(140 - 36);
  expect(found).toEqual(words(found.length));
});

test("half a minute of dictation, a phrase a second, is stored before it ends", async ({ page }) => {
  await ownClock(page);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const path = new URL(page.url()).pathname;
  await box(page, DID).focus();
  for (let at = 1; at <= 30; at += 1) {
    await page.keyboard.insertText(`phrase ${at} was said. `);
    await page.clock.runFor(1_000);
  }
  await expect(line(page)).toHaveText(SAVED);
  expect(await stored(page, path, (one) => box(one, DID))).toContain("phrase 24 was said.");
  // What is left follows at the next pause.
  await page.clock.runFor(2_000);
  await expect
    .poll(() => stored(page, path, (one) => box(one, DID)))
    .toContain("phrase 30 was said.");
});
