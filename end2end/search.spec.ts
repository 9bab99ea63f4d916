import { applyFilters } from "./support/filters.ts";
import { goodPage } from "./support/good-page.ts";
import { CASES } from "./support/sample.ts";
import { expect, test } from "./support/test.ts";

// Searching works without scripts; what the search box suggests stands in search.script.spec.ts.
test.use({ shelf: "reading" });

test("a question finds its case, and the words are marked", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Search case studies").fill("older people at risk of being lonely");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL("/case-studies?q=older+people+at+risk+of+being+lonely");
  await goodPage(page, "results of a search");
  await expect(page.getByLabel("Search case studies")).toHaveValue("older people at risk of being lonely");
  await expect(page.locator(".card mark").first()).toBeVisible();
  const order = page.getByRole("navigation", { name: "Order of the list" });
  await expect(order.getByRole("link", { name: "Best match" })).toHaveAttribute("aria-current", "true");
});

test("words and filters narrow the list together", async ({ page }) => {
  await page.goto("/case-studies?q=dementia");
  await page.getByRole("group", { name: "Strand" }).getByLabel(/^Community/).check();
  await applyFilters(page);
  await expect(page).toHaveURL("/case-studies?q=dementia&strand=community");
  await page.getByLabel("Search case studies").fill("garden");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL("/case-studies?q=garden&strand=community");
});

test("a typing error is mended, and can be had back", async ({ page }) => {
  await page.goto("/case-studies?q=demetnia");
  await goodPage(page, "results for a mended word");
  await expect(page.getByText("Showing results for dementia.")).toBeVisible();
  await page.getByRole("link", { name: "Search instead for “demetnia”" }).click();
  await goodPage(page, "no results for a word as it was typed");
  await expect(page.getByText("No case study has these words.")).toBeVisible();
  await page.getByRole("link", { name: "See all case studies" }).click();
  await expect(page.getByRole("status")).toContainText(`${CASES.length} case studies`);
});

test("an empty list offers the nearest", async ({ page }) => {
  await page.goto("/case-studies?q=dementia&country=FI&strand=community");
  await goodPage(page, "an empty list with offers");
  await page.getByRole("link", { name: "Without country “Finland”" }).click();
  await expect(page).toHaveURL("/case-studies?q=dementia&strand=community");
  await expect(page.getByRole("status")).not.toContainText("No case studies");
});

test("suggestions have a page of their own", async ({ page }) => {
  await page.goto("/case-studies/suggest?q=demen");
  await goodPage(page, "suggestions");
  await page.getByRole("main").getByRole("link", { name: "Dementia and memory" }).click();
  await expect(page).toHaveURL("/case-studies?theme=dementia-and-memory");
});
