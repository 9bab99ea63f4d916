import { axe, goodPage } from "./support/good-page.ts";
import { expect, test } from "./support/test.ts";

test.use({ shelf: "reading" });

const PARTS = ["Case studies", "Themes", "Map", "Evidence", "About", "Share a case study"];

test("on a phone the parts of the site stand in a menu, from the keyboard and without moving the page", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/themes");
  await goodPage(page, "a page with a closed menu");
  const open = page.getByRole("button", { name: "Menu" });
  const menu = page.getByRole("navigation", { name: "Main" });
  await expect(menu).toBeHidden();
  const heading = page.getByRole("heading", { level: 1 });
  const before = await heading.boundingBox();
  await open.focus();
  await page.keyboard.press("Enter");
  await expect(menu).toBeVisible();
  expect(await heading.boundingBox()).toEqual(before);
  await axe(page, "an open menu");
  await expect(menu.getByRole("link")).toHaveText(PARTS);
  await expect(menu.getByRole("link", { name: "Themes" })).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("Tab");
  await expect(menu.getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(menu.getByRole("link", { name: "Case studies" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(open).toBeFocused();
  await open.click();
  await menu.getByRole("button", { name: "Close" }).click();
  await expect(menu).toBeHidden();
  await open.click();
  await menu.getByRole("link", { name: "Evidence" }).click();
  await expect(page).toHaveURL("/about-evidence");
  await expect(menu).toBeHidden();
});

test("on a desk they stand in a row", async ({ page }) => {
  await page.goto("/");
  const menu = page.getByRole("navigation", { name: "Main" });
  await expect(menu.getByRole("link")).toHaveText(PARTS);
  for (const button of ["Menu", "Close"]) await expect(page.getByRole("button", { name: button })).toBeHidden();
  const tops = await menu.getByRole("listitem").evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().bottom)));
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(4);
  await menu.getByRole("link", { name: "Map" }).click();
  await expect(page).toHaveURL("/case-studies?view=map");
  await expect(menu.getByRole("link", { name: "Map" })).toHaveAttribute("aria-current", "page");
});

test("who reads a case on a phone meets six facts before the story", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/case-studies/house-of-memories");
  const top = async (selector: string) => (await page.locator(selector).boundingBox())?.y ?? Number.NaN;
  const tops = [await top(".in-short"), await top(".case-glance"), await top(".case-story"), await top(".case-others"), await top("#source")];
  expect(tops).toEqual(tops.toSorted((one, other) => one - other));
  expect(await page.locator(".case-picture").evaluate((picture) => picture.getBoundingClientRect().height)).toBe(160);
  await page.setViewportSize({ width: 1280, height: 900 });
  const [short, glance] = [await page.locator(".in-short").boundingBox(), await page.locator(".case-glance").boundingBox()];
  expect(glance?.x ?? 0, "beside it").toBeGreaterThan((short?.x ?? 0) + (short?.width ?? 0));
});
