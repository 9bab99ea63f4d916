import { expect, test } from "../support/test.ts";

test.use({ shelf: "reading" });

// The list stayed open when a suggestion was followed; a browser that keeps the page in memory
// showed it again after Back, over an empty box.
test("the list is closed before a suggestion is followed", async ({ page }) => {
  await page.goto("/case-studies");
  const search = page.getByRole("combobox", { name: "Search case studies" });
  await search.pressSequentially("demen");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.evaluate(() => {
    window.addEventListener("pagehide", () => {
      sessionStorage.setItem("open", String(document.querySelectorAll("[role=option]").length));
    });
  });
  await search.press("ArrowDown");
  await search.press("Enter");
  await expect(page).toHaveURL(/audience=people-living-with-dementia/);
  expect(await page.evaluate(() => sessionStorage.getItem("open"))).toBe("0");
});

test("leaving in any other way closes it too", async ({ page }) => {
  await page.goto("/case-studies");
  await page.getByRole("combobox", { name: "Search case studies" }).pressSequentially("demen");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  await expect(page.getByRole("option")).toHaveCount(0);
});
