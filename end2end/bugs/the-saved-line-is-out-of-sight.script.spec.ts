import type { Page } from "@playwright/test";
import { axe } from "../support/good-page.ts";
import { box } from "../support/questions.ts";
import { line, SAVE, saved, section } from "../support/saving.ts";
import { begin, openAll, openSection } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

// "Saved" and "Not saved" stood at the very end of the form, outside the window in eight of nine
// measurements, up to 7,000 pixels below.

const WINDOWS = [
  { width: 390, height: 844 },
  { width: 390, height: 460 },
  { width: 1280, height: 900 },
  { width: 320, height: 256 },
];

for (const viewport of WINDOWS) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`saved and not saved are in sight at the top of the longest page, ${size}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const draft = await begin(page);
    await openSection(page, draft, section("people"));
    const first = page.getByRole("checkbox").first();
    await first.check();
    await saved(page);
    await expect(line(page)).toBeInViewport({ ratio: 1 });
    await axe(page, `people, saved, ${size}`);

    Watch.of(page).ignore(/save_draft/, /ERR_FAILED/);
    await page.route(SAVE, (route) => route.abort());
    await first.uncheck();
    await expect(line(page)).toContainText("Not saved");
    await expect(line(page)).toBeInViewport({ ratio: 1 });
    await axe(page, `people, not saved, ${size}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    await page.unroute(SAVE);
    await expect(line(page)).toHaveText(/^Saved at/, { timeout: 15_000 });
  });
}

test("the line never lies over what has the focus, at 320 pixels and by keyboard", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  const draft = await begin(page);
  await openSection(page, draft, section("resources"));
  // Its long lists wait behind a line.
  await openAll(page);
  await page.getByRole("checkbox").first().check();
  await saved(page);
  for (const key of ["Tab", "Shift+Tab"]) {
    const covered: string[] = [];
    for (let at = 0; at < 100; at += 1) {
      await page.keyboard.press(key);
      const under = await underTheLine(page);
      if (under) covered.push(under);
    }
    expect(covered).toEqual([]);
  }
});

test("a field at the foot of the window is moved clear of the line when it appears", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 600 });
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  // As somebody scrolls and then clicks into a box: its foot at the foot of the window.
  await box(page, "What you did").evaluate((field) => field.scrollIntoView({ block: "end" }));
  await page.evaluate(() => window.scrollBy({ top: -60, behavior: "instant" }));
  await box(page, "What you did").evaluate((field) => (field as HTMLElement).focus({ preventScroll: true }));
  await page.keyboard.insertText("Tea.");
  await saved(page);
  await expect.poll(() => underTheLine(page)).toBe("");
});

test("a line of several rows lies over no answer that it speaks of", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const draft = await begin(page);
  await openSection(page, draft, section("evidence"));
  await box(page, "How many people took part?").fill("a roomful of people");
  await expect(line(page)).toContainText("1 answer to correct");
  await expect.poll(() => underTheLine(page)).toBe("");
});

test("with forced colours the line has an edge of its own, and nothing moves", async ({ visitor }) => {
  const page = await visitor({ forcedColors: "active", reducedMotion: "reduce" });
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  await box(page, "What you did").fill("Tea.");
  await saved(page);
  const style = await line(page).evaluate((one) => {
    const { borderTopStyle, borderTopWidth, position, transitionDuration, animationName } = getComputedStyle(one);
    return { borderTopStyle, borderTopWidth, position, transitionDuration, animationName };
  });
  expect(style).toEqual({
    borderTopStyle: "solid",
    borderTopWidth: "1px",
    position: "sticky",
    transitionDuration: "0s",
    animationName: "none",
  });
});

/** The words of what has the focus, if the line hides the whole of it. */
function underTheLine(page: Page): Promise<string> {
  return page.evaluate(() => {
    const field = document.activeElement;
    const over = document.querySelector(".save-status")?.getBoundingClientRect();
    if (!field || !over || field === document.body) return "";
    const box = field.getBoundingClientRect();
    const hidden = box.bottom > over.top + 1 && box.top < over.bottom && box.height < over.top;
    return hidden ? `${field.id || field.textContent} at ${box.top} to ${box.bottom}, line at ${over.top}` : "";
  });
}
