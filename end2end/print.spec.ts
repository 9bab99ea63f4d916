import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

test.use({ shelf: "reading" });

const PAGES = [
  "/",
  "/case-studies",
  "/case-studies?q=dementia",
  "/case-studies?view=map",
  "/case-studies/house-of-memories",
  "/compare?case=house-of-memories&case=azure-ireland",
  "/compare/pack?case=house-of-memories&case=museums-on-prescription&case=azure-ireland",
  "/impact",
  "/themes",
  "/themes/carers",
  "/museums",
  "/about-evidence",
  "/about",
];

/** A page as it is laid out for paper of A4. */
async function onPaper(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.setViewportSize({ width: 658, height: 970 });
  await page.emulateMedia({ media: "print" });
}

// Firefox cuts these anywhere, or starts a new page before them. `make browsers` prints there; this
// finds the cause with every change.
for (const path of PAGES) {
  test(`${path} on paper: whatever is long may be cut between its lines`, async ({ page }) => {
    await onPaper(page, path);
    const stiff = await page.evaluate(() => {
      const whole = (element: Element): boolean => {
        for (let one: Element | null = element; one; one = one.parentElement) {
          if (getComputedStyle(one).breakInside === "avoid") return true;
        }
        return false;
      };
      const third = 970 / 3;
      return [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().height > third && !whole(element))
        .filter((element) => {
          const { display, overflowX, overflowY } = getComputedStyle(element);
          return /grid|flex/.test(display) || [overflowX, overflowY].some((overflow) => overflow !== "visible");
        })
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    });
    expect(stiff).toEqual([]);
  });
}

test("a printed list has whole cards, and no heading stands alone", async ({ page }) => {
  await onPaper(page, "/case-studies");
  const style = (selector: string, pseudo?: string) =>
    page.locator(selector).first().evaluate((element, of) => {
      const { display, breakInside, breakAfter } = getComputedStyle(element, of);
      return { display, breakInside, breakAfter };
    }, pseudo);
  expect(await style(".card-grid > li")).toMatchObject({ breakInside: "avoid" });
  expect(await style("h2")).toMatchObject({ breakInside: "avoid", breakAfter: "avoid" });
  // What holds a heading to the next lines takes no room.
  const rooms = await page.locator("h2").evaluateAll((headings) =>
    headings.map((heading) => {
      const { blockSize, marginBlockEnd } = getComputedStyle(heading, "::after");
      return Math.abs(Number.parseFloat(blockSize) + Number.parseFloat(marginBlockEnd));
    }),
  );
  expect(Math.max(...rooms)).toBeLessThan(0.1);
  expect(await style("h2", "::after")).toMatchObject({ display: "block" });
});
