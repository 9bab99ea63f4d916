import { goodPage } from "./support/good-page.ts";
import { CASES } from "./support/sample.ts";
import { expect, test } from "./support/test.ts";

// Nothing is published here, so numbers can be exact.
test.use({ shelf: "reading" });

test("the map works from the keyboard, down to a case", async ({ page }) => {
  await page.goto("/case-studies");
  await page.getByRole("link", { name: "On the map" }).click();
  await expect(page).toHaveURL("/case-studies?view=map");
  await goodPage(page, "map of Europe");
  const map = page.getByRole("group", { name: "Map of Europe" });
  const cluster = map.getByRole("link", { name: /zoom in$/ }).first();
  await cluster.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/area=/);
  await goodPage(page, "a closer look");
  await page.getByRole("link", { name: "UK and Ireland" }).click();
  const single = page.locator("svg a.mark-1").first();
  const href = (await single.getAttribute("href")) ?? "";
  await single.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href);
});

test("the map is searched and filtered like the list, and stays a map", async ({ page }) => {
  await page.goto("/case-studies?view=map&area=world");
  await page.getByLabel("Search case studies").fill("demetnia");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL("/case-studies?q=demetnia&view=map&area=world");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Case studies on the map: “demetnia”");
  await expect(page.locator(".list-meant")).toContainText("Did you mean “dementia”?");
  await goodPage(page, "map of a search");
  await page.getByRole("link", { name: "Remove Words: “demetnia”" }).click();
  await expect(page).toHaveURL("/case-studies?view=map&area=world");
});

test("marks are large enough for a thumb on the narrowest phone", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const area of ["europe", "world", "uk-and-ireland"]) {
    await page.goto(`/case-studies?view=map&area=${area}`);
    for (const box of await page.locator(".mark-thumb").all()) {
      const size = await box.boundingBox();
      expect(Math.min(size?.width ?? 0, size?.height ?? 0), area).toBeGreaterThanOrEqual(24);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, area).toBeLessThanOrEqual(0);
  }
});

test("every number of the impact page leads to its cases", async ({ page }) => {
  await page.goto("/impact");
  await goodPage(page, "impact");
  const theme = page.getByRole("table", { name: "Case studies by theme" }).getByRole("row").nth(1);
  const count = (await theme.getByRole("cell").textContent())?.trim();
  await theme.getByRole("link").click();
  await expect(page.getByRole("status")).toContainText(`${count} case stud`);
});

test("a case leads to its museum and its themes, and those lead on", async ({ page }) => {
  const first = CASES[0] as (typeof CASES)[number];
  await page.goto(`/case-studies/${first.id}`);
  await page.getByRole("link", { name: first.museum, exact: true }).click();
  await goodPage(page, "museum");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first.museum);
  await page.getByRole("region", { name: "What their work is about" }).getByRole("listitem").first().getByRole("link").click();
  await goodPage(page, "theme");
  await expect(page).toHaveURL(/\/themes\//);
});
