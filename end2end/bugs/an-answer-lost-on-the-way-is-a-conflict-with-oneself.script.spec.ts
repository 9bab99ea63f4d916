import { box } from "../support/questions.ts";
import { DID, holdSaves, line, SAVE, saved, section, texts } from "../support/saving.ts";
import { begin, openSection } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

// A save that was stored although its answer never arrived had changed the base, and what was
// typed afterwards looked like somebody else's.

test("typing on after an answer that was lost is saved", async ({ page }) => {
  Watch.of(page).ignore(/save_draft/, /ERR_FAILED/);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  let lost = 0;
  await page.route(SAVE, async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort();
  });
  await box(page, DID).fill("Stored.");
  await expect(line(page)).toContainText("Not saved");
  await box(page, DID).fill("Stored, and typed on.");
  await saved(page);
  await page.reload();
  await expect(box(page, DID)).toHaveValue("Stored, and typed on.");
});

test("a slow save is not overtaken by the next one", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const sent = texts(page, "did");
  const { asked, release } = await holdSaves(page);
  await box(page, DID).fill("First.");
  await asked;
  await box(page, DID).fill("First. Second.");
  await box(page, DID).fill("First. Second. Third.");
  expect(sent).toEqual(["First."]);
  release();
  await saved(page);
  await expect.poll(() => sent).toEqual(["First.", "First. Second. Third."]);
  await saved(page);
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await openSection(page, draft, section("story"));
  await expect(box(page, DID)).toHaveValue("First. Second. Third.");
});

test("a press while a save hangs goes on after a few seconds, with every word", async ({ page }) => {
  Watch.of(page).ignore(/save_draft.*ERR_ABORTED/);
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  let first = true;
  let asked = () => {};
  const under = new Promise<void>((resolve) => (asked = resolve));
  await page.route(SAVE, (route) => {
    if (!first) return route.continue();
    first = false;
    asked();
    // Never answered.
    return undefined;
  });
  await box(page, DID).fill("Sent into nowhere.");
  await under;
  await box(page, DID).fill("Sent into nowhere. And on.");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await openSection(page, draft, section("story"));
  await expect(box(page, DID)).toHaveValue("Sent into nowhere. And on.");
});
