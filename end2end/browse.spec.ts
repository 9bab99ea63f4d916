import { applyFilters } from "./support/filters.ts";
import { axe, validHtml, goodPage, usable } from "./support/good-page.ts";
import { PLAIN } from "./support/once.ts";
import { CASES, sampleCase } from "./support/sample.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// Nothing is published here, so numbers can be exact.
test.use({ shelf: "reading" });

const PER_PAGE = 12;
const titles = "article h2";

test("the front page says what this is and leads to the cases", async ({ page }) => {
  await page.goto("/");
  await goodPage(page, "front page");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Why Casebook exists" })).toBeVisible();
  await page.getByRole("link", { name: `All ${CASES.length} case studies` }).click();
  await expect(page).toHaveURL("/case-studies");
  await page.goBack();
  await page.getByRole("main").getByRole("link", { name: "Share a case study" }).click();
  await expect(page).toHaveURL("/submit");
});

test("the list holds every case, twelve a page, newest first", async ({ page }) => {
  await page.goto("/case-studies");
  await goodPage(page, "list");
  const pages = Math.ceil(CASES.length / PER_PAGE);
  await expect(page.getByRole("status")).toHaveText(`${CASES.length} case studies, page 1 of ${pages}`);
  const seen: string[] = [];
  for (let number = 1; number <= pages; number += 1) {
    if (number > 1) {
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Next" }).click();
      await expect(page).toHaveTitle(new RegExp(`page ${number} of ${pages}`));
    }
    seen.push(...(await page.locator(titles).allTextContents()));
  }
  await goodPage(page, "last page of the list");
  await expect(page.getByRole("link", { name: "Next" })).toHaveCount(0);
  expect(seen.toSorted()).toEqual(CASES.map((one) => one.title).toSorted());

  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Page 1", exact: true }).click();
  await expect(page).toHaveURL("/case-studies");
  await page.getByRole("navigation", { name: "Order of the list" }).getByRole("link", { name: "By title" }).click();
  const byTitle = await page.locator(titles).allTextContents();
  expect(byTitle).toEqual(byTitle.toSorted((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
});

test("filters narrow the list, and each can be taken off again", async ({ page }) => {
  await page.goto("/case-studies");
  const workforce = CASES.filter((one) => one.strand === "workforce");
  const both = workforce.filter((one) => one.themes.includes("culture-of-care"));
  expect(both.length).toBeGreaterThan(0);
  expect(both.length).toBeLessThan(workforce.length);

  await page.getByRole("group", { name: "Who it's for" }).getByLabel(/^Museum teams/).check();
  await applyFilters(page);
  await expect(page).toHaveURL(/[?&]strand=workforce/);
  await expect(page.getByRole("status")).toContainText(`${workforce.length} case studies`);

  const themes = page.getByRole("group", { name: "Theme" });
  const care = themes.getByLabel(/^Culture of care/);
  // Long lists fold their rest away.
  if (!(await care.isVisible())) await themes.getByText(/\d+ more/).click();
  await care.check();
  await applyFilters(page);
  await goodPage(page, "list with two filters");
  await expect(page.getByRole("status")).toContainText(`${both.length} case stud`);
  expect((await page.locator(titles).allTextContents()).toSorted()).toEqual(both.map((one) => one.title).toSorted());

  await page.getByRole("link", { name: "Remove Who it's for: Museum teams" }).click();
  const theme = CASES.filter((one) => one.themes.includes("culture-of-care"));
  await expect(page).not.toHaveURL(/strand=/);
  await expect(page.getByRole("status")).toContainText(`${theme.length} case stud`);
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL("/case-studies");
});

test("a list without cases says so and offers a way on", async ({ page }) => {
  await page.goto("/case-studies?strand=workforce&theme=dementia-and-memory");
  await goodPage(page, "empty list");
  await expect(page.getByRole("status")).toContainText("No case studies");
  await page.getByRole("link", { name: "Clear all filters" }).click();
  await expect(page).toHaveURL("/case-studies");
  await page.goto("/case-studies?page=99");
  await goodPage(page, "a page past the end");
  await expect(page.getByText("There is no page 99")).toBeVisible();
});

test("a sample case shows everything and says where it is from", { tag: PLAIN }, async ({ page }) => {
  const sample = sampleCase("house-of-memories");
  await page.goto("/case-studies?theme=dementia-and-memory&sort=title");
  await page.getByRole("link", { name: sample.title, exact: true }).click();
  await expect(page).toHaveURL(`/case-studies/${sample.id}`);
  await goodPage(page, "sample case");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(sample.title);
  await expect(page).toHaveTitle(new RegExp(sample.title.slice(0, 20)));
  const main = page.getByRole("main");
  for (const text of [sample.museum, sample.summary, ...sample.lessons]) {
    await expect(main.getByText(text, { exact: true }).first()).toBeVisible();
  }
  await expect(main.getByText("Compiled from public sources; not submitted by the museum.")).toBeVisible();
  for (const source of [sample.source_url, ...sample.more_sources]) await expect(main.locator(`a[href="${source}"]`)).toHaveCount(1);
  await page.getByRole("link", { name: "What the labels mean" }).click();
  await goodPage(page, "evidence labels");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Evidence");
  const count = CASES.filter((one) => one.evidence_label === "published-research").length;
  await page.locator("#published-research").getByRole("link").click();
  await expect(page.getByRole("status")).toContainText(`${count} case stud`);
});

test("what is not there is a 404 in the house style", { tag: PLAIN }, async ({ page }) => {
  for (const path of ["/case-studies/no-such-case", "/no/such/page", "/case-studies/%00"]) {
    await refused(page, 404, () => page.goto(path));
    await goodPage(page, `404 at ${path}`);
    await expect(page.getByRole("link", { name: "Go to the case studies" })).toBeVisible();
  }
});

test("the pages about the site and the way to sign in are one click away from everywhere", { tag: PLAIN }, async ({ page }) => {
  for (const name of ["About Casebook", "Accessibility", "Privacy", "Sign in"]) {
    await page.goto("/case-studies/house-of-memories");
    await page.getByRole("contentinfo").getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await goodPage(page, name);
  }
});

test("a printed case has its words and nothing to click", { tag: PLAIN }, async ({ page }) => {
  await page.goto("/case-studies/house-of-memories");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("How to cite")).toBeVisible();
  await expect(page.getByText("Compiled from public sources; not")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.locator(".back-link")).toBeHidden();
});

test("a reader with a dark screen gets enough contrast", { tag: PLAIN }, async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  for (const path of ["/", "/case-studies?theme=carers", "/case-studies/house-of-memories"]) {
    await page.goto(path);
    await usable(page, `${path} in the dark`);
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const lightness = Math.max(...(paper.match(/[\d.]+/g) ?? ["255"]).slice(0, 3).map(Number));
    expect(lightness, `paper of ${path} is ${paper}`).toBeLessThan(80);
  }
});

test("forced colours keep every control visible", { tag: PLAIN }, async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/case-studies?theme=carers");
  await axe(page, "list in forced colours");
  await usable(page, "list in forced colours");
});

test("reading sets no cookie and runs no script", async ({ page }) => {
  for (const path of ["/", "/case-studies?view=map", "/case-studies/house-of-memories", "/impact", "/compare?case=house-of-memories&case=azure-ireland", "/compare/pack?case=house-of-memories", "/privacy", "/accessibility"]) {
    const answer = await page.goto(path);
    expect(await answer?.headerValue("set-cookie"), path).toBeNull();
    expect(await answer?.headerValue("content-security-policy"), path).toContain("script-src 'none'");
    // Linked data is never run.
    await expect(page.locator("script:not([type='application/ld+json'])")).toHaveCount(0);
  }
  // The list suggests while people type, and sets no cookie either.
  await page.goto("/case-studies");
  expect(await page.context().cookies()).toEqual([]);
});

test("the whole list can be used with the keyboard alone, and its filters are skipped", async ({ page }) => {
  await page.goto("/case-studies");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the main content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.goto("/case-studies");
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the results" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#results")).toBeFocused();
  const first = page.locator(`${titles} a`).first();
  const title = await first.textContent();
  // The orders of the list stand between.
  for (let presses = 0; presses < 5; presses += 1) {
    await page.keyboard.press("Tab");
    if (await first.evaluate((link) => link === document.activeElement)) break;
  }
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title as string);
});

test("the card for other sites is valid and open to everybody", { tag: PLAIN }, async ({ page }) => {
  await page.goto("/case-studies/house-of-memories/embed");
  await validHtml(page, "card");
  await axe(page, "card");
});
