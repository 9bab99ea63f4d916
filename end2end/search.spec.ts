import { applyFilters } from "./support/filters.ts";
import { goodPage } from "./support/good-page.ts";
import { PLAIN } from "./support/once.ts";
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
  await page.getByRole("group", { name: "Who it's for" }).getByLabel(/^Communities/).check();
  await applyFilters(page);
  await expect(page).toHaveURL("/case-studies?q=dementia&strand=community");
  await page.getByLabel("Search case studies").fill("garden");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL("/case-studies?q=garden&strand=community");
});

test("a slip of the keys is asked about, and nothing is replaced", async ({ page }) => {
  await page.goto("/case-studies?q=demetnia");
  await goodPage(page, "no results for a word as it was typed");
  await expect(page.getByText("Nothing found for “demetnia”.")).toBeVisible();
  await expect(page.getByRole("status")).toContainText("No case studies");
  await page.getByRole("link", { name: "“dementia”" }).click();
  await expect(page).toHaveURL("/case-studies?q=dementia");
  await expect(page.getByRole("status")).not.toContainText("No case studies");
  await page.goto("/case-studies?q=demetnia");
  await page.getByRole("link", { name: "See all case studies" }).click();
  await expect(page.getByRole("status")).toContainText(`${CASES.length} case studies`);
});

test("case studies with all of the words stand above a line", async ({ page }) => {
  await page.goto("/case-studies?q=dementia+Wales");
  await goodPage(page, "results with all and with some of the words");
  await expect(page.getByRole("status")).toContainText("2 case studies with all of your words, 8 with some");
  await expect(page.getByRole("heading", { level: 2, name: "These have some of your words" })).toBeVisible();
  await page.getByText("How search works").click();
  await expect(page.getByText("A minus leaves a word out")).toBeVisible();
});

test("a group that no case study has says so and invites", async ({ page }) => {
  await page.goto("/case-studies?q=isolated+older+men");
  await goodPage(page, "results beside a term without a case study");
  await expect(page.getByText("No case study mentions “men”. These match the rest of your search.")).toBeVisible();
  await expect(page.getByText("Men: none yet.")).toBeVisible();
  await page.getByRole("link", { name: "Yours could be the first" }).click();
  await expect(page).toHaveURL("/submit");
});

test("an empty list offers the nearest", async ({ page }) => {
  await page.goto("/case-studies?q=dementia&country=FI&strand=community");
  await goodPage(page, "an empty list with offers");
  await page.getByRole("link", { name: "Without “Finland” (country)" }).click();
  await expect(page).toHaveURL("/case-studies?q=dementia&strand=community");
  await expect(page.getByRole("status")).not.toContainText("No case studies");
});

test("suggestions have a page of their own", { tag: PLAIN }, async ({ page }) => {
  await page.goto("/case-studies/suggest?q=demen");
  await goodPage(page, "suggestions");
  await page.getByRole("main").getByRole("link", { name: "Dementia and memory" }).click();
  await expect(page).toHaveURL("/case-studies?theme=dementia-and-memory");
});
