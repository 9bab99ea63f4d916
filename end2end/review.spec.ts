import type { Page } from "@playwright/test";
import { goodPage, stillUsable } from "./support/good-page.ts";
import { decide, decisions, openCase, TAKE_ON, takeOn } from "./support/moderating.ts";
import { MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";

const DESK = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };
/** As high as a line of the story. */
const LINE = 28;

/** Where the first line of an answer ends, in pixels from the top of the window. */
async function firstLineOf(page: Page, field: string): Promise<number> {
  const part = page.locator(".review-part").filter({ has: page.locator(`#${field}`) });
  const box = await part.locator("p").first().boundingBox();
  return (box?.y ?? Number.POSITIVE_INFINITY) + LINE;
}

/** What takes the focus wholly under the bar at the foot of the window (WCAG 2.4.11). */
function underTheBar(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const bar = document.querySelector(".review-bar") as HTMLElement;
    const found: string[] = [];
    const all = "main a[href], main button, main summary, main textarea, main input:not([type=hidden])";
    for (const element of document.querySelectorAll<HTMLElement>(all)) {
      if (bar.contains(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      element.focus();
      if (element.getBoundingClientRect().top >= bar.getBoundingClientRect().top) found.push(element.textContent?.trim() ?? "");
    }
    return found;
  });
}

test("the first word of the story stands on the first screen, on a desk and on a phone", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  for (const [size, foot] of [[DESK, 0], [PHONE, 64]] as const) {
    await page.setViewportSize(size);
    await openCase(page, sent);
    for (const field of ["summary", "need"]) {
      const line = await firstLineOf(page, field);
      expect.soft(line, `${field} at ${size.width} px`).toBeLessThanOrEqual(size.height - foot);
    }
    await goodPage(page, `case for review, ${size.width} px`);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await stillUsable(page, "case for review, phone, dark");
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, "nothing scrolls sideways").toBeLessThanOrEqual(320);
});

test("on a phone the decision is never more than two presses away, and hides nothing", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await page.setViewportSize(PHONE);
  await openCase(page, sent);
  const bar = page.getByRole("navigation", { name: "This case study" });
  await expect(bar).toBeInViewport({ ratio: 1 });
  await page.getByRole("heading", { name: "What changed", exact: true }).scrollIntoViewIfNeeded();
  await expect(bar, "also in the middle of the text").toBeInViewport({ ratio: 1 });
  expect(await underTheBar(page)).toEqual([]);
  await bar.getByRole("link", { name: "Decide" }).click();
  await expect(decisions(page).getByRole("button", { name: TAKE_ON })).toBeInViewport();
  await decide(page, TAKE_ON, "It is yours");
  await page.setViewportSize(DESK);
  await expect(bar, "on a desk the panel stands beside the text").toBeHidden();
  await page.getByRole("heading", { name: "What changed", exact: true }).evaluate((heading) => heading.scrollIntoView());
  await expect(decisions(page).getByRole("button", { name: "Approve and publish" })).toBeInViewport();
});

test("a fact is changed from where it stands, and the page as readers will see it is beside the title", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await page.getByRole("link", { name: "Change themes" }).click();
  await expect(page).toHaveURL(`/moderate/cases/${sent.reference}/tags#themes`);
  await openCase(page, sent);
  await page.getByRole("link", { name: "Change region" }).click();
  await expect(page).toHaveURL(`/moderate/cases/${sent.reference}/edit/region`);
  await openCase(page, sent);
  await page.getByRole("link", { name: "See the page as readers will see it" }).click();
  await expect(page).toHaveURL(`/moderate/cases/${sent.reference}/preview`);
  await expect(page.getByText("This is a preview")).toBeVisible();
});
