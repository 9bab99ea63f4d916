import { axe } from "./support/good-page.ts";
import { expect, test } from "./support/test.ts";
import { KB, weigh } from "./support/weight.ts";

test.use({ shelf: "reading" });

test("the search box suggests, by keyboard alone", async ({ page }) => {
  await page.goto("/case-studies");
  const box = page.getByRole("combobox", { name: "Search case studies" });
  await expect(box).toHaveAttribute("aria-expanded", "false");
  await box.pressSequentially("demen");
  const options = page.getByRole("option");
  await expect(options.first()).toContainText("People living with dementia");
  await expect(box).toHaveAttribute("aria-expanded", "true");
  await axe(page, "suggestions");

  await box.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await expect(box).toHaveAttribute("aria-activedescendant", "search-suggestions-0");
  await box.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(box).toHaveValue("demen");
  await expect(box).toBeFocused();

  await box.pressSequentially("tia");
  await expect(options.first()).toBeVisible();
  await box.press("ArrowDown");
  await box.press("Enter");
  await expect(page).toHaveURL("/case-studies?audience=people-living-with-dementia");
});

test("Enter without a choice searches, and a click follows a suggestion", async ({ page }) => {
  await page.goto("/case-studies");
  const box = page.getByRole("combobox", { name: "Search case studies" });
  await box.pressSequentially("dementia");
  await expect(page.getByRole("option").first()).toBeVisible();
  await box.press("Enter");
  await expect(page).toHaveURL("/case-studies?q=dementia");
  await box.fill("demen");
  await page.getByRole("option").filter({ hasText: "Dementia and memory" }).click();
  await expect(page).toHaveURL("/case-studies?theme=dementia-and-memory");
});

test("a suggestion takes the shortlist along", async ({ page }) => {
  await page.goto("/case-studies?sort=title&shortlist=azure-ireland&shortlist=multaka-oxford");
  await page.getByRole("combobox", { name: "Search case studies" }).pressSequentially("demen");
  await page.getByRole("option").filter({ hasText: "Dementia and memory" }).click();
  await expect(page).toHaveURL("/case-studies?theme=dementia-and-memory&shortlist=azure-ireland&shortlist=multaka-oxford");
});

test("with forced colours the chosen suggestion stands out", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/case-studies");
  const box = page.getByRole("combobox", { name: "Search case studies" });
  await box.pressSequentially("demen");
  await expect(page.getByRole("option").first()).toBeVisible();
  await box.press("ArrowDown");
  const outlines = () => page.getByRole("option").evaluateAll((lines) => lines.map((line) => getComputedStyle(line).outlineStyle));
  await expect.poll(async () => (await outlines())[0]).toBe("solid");
  expect((await outlines()).slice(1)).not.toContain("solid");
});

test("script and WASM of the list weigh at most 100 KB", async ({ page }) => {
  const { Script: script = 0, Wasm: wasm = 0 } = await weigh(page, () => page.goto("/case-studies"));
  expect(wasm, "the island came").toBeGreaterThan(KB);
  expect(script + wasm).toBeLessThanOrEqual(100 * KB);
});
