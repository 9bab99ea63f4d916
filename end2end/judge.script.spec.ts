import { axeFaults } from "./support/good-page.ts";
import { judgeOf } from "./support/judge.ts";
import { expect, test } from "./support/test.ts";

// axe is shown a copy of a page, in a window of its own. Here it is shown what is wrong.
test.use({ shelf: "reading" });

test("what is wrong with a page is found on its copy, and a page that is right is looked at once", async ({ page }) => {
  const found = async () => (await axeFaults(page)).map(({ id }) => id);
  await page.goto("/about");
  expect(await found()).toEqual([]);

  await page.evaluate(() => {
    const [paragraph] = document.querySelectorAll<HTMLElement>("main p");
    if (paragraph) paragraph.style.color = "#ccc";
    document.querySelector("main")?.append(document.createElement("input"), document.createElement("img"));
  });
  const wrong = ["color-contrast", "image-alt", "label"];
  expect(await found()).toEqual(wrong);
  expect(await found(), "it is found again by the next test").toEqual(wrong);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await found(), "light grey stands out in the dark").toEqual(["image-alt", "label"]);

  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/submit/short");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByLabel("Your museum").fill("Example Museum");
  await page.getByRole("checkbox").first().evaluate((box) => ((box as HTMLInputElement).checked = true));
  expect(await found()).toEqual([]);
  const { page: copy } = await judgeOf(page);
  await expect(copy.getByRole("navigation", { name: "Main" }), "a menu that is open").toBeVisible();
  await expect(copy.getByLabel("Your museum"), "what is typed").toHaveValue("Example Museum");
  await expect(copy.getByRole("checkbox").first()).toBeChecked();
  expect(await copy.evaluate(() => [innerWidth, getComputedStyle(document.body).fontFamily])).toEqual(
    await page.evaluate(() => [innerWidth, getComputedStyle(document.body).fontFamily]),
  );
});
