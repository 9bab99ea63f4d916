import type { Locator, Page } from "@playwright/test";
import { barriers } from "./support/barriers.ts";
import { goodPage, usable } from "./support/good-page.ts";
import { PLAIN } from "./support/once.ts";
import { sampleCase } from "./support/sample.ts";
import { expect, test } from "./support/test.ts";

// Nothing is published here, so numbers can be exact.
test.use({ shelf: "reading" });

const FIRST = sampleCase("house-of-memories");
const SECOND = sampleCase("museums-on-prescription");
const TWO = `case=${FIRST.id}&case=${SECOND.id}`;
const FOUR = `${TWO}&case=azure-ireland&case=ma-supporting-team-wellbeing`;

/** Presses "Add to shortlist" on the card of a case. */
async function add(page: Page, title: string): Promise<void> {
  // Said with a gap before the colon: the title is there for screen readers only.
  await page.getByRole("link", { name: `Add to shortlist : ${title}` }).click();
  await expect(page.getByText("On your shortlist").first()).toBeVisible();
}

test("a reader sets two cases aside, compares them and opens the pack", async ({ page }) => {
  await page.goto("/case-studies?theme=dementia-and-memory&sort=title");
  await add(page, FIRST.title);
  // The page is drawn anew at the card that was pressed.
  await expect(page).toHaveURL(new RegExp(`#card-${FIRST.id}$`));
  await expect(page.locator(`#card-${FIRST.id}`)).toBeInViewport();
  const bar = page.getByRole("region", { name: "Your shortlist" });
  await expect(bar).toContainText("Your shortlist (1)");

  // It goes along through a search for somebody else.
  const search = page.getByRole("search");
  await search.getByRole("searchbox").or(search.getByRole("combobox")).fill("lonely older people");
  await search.getByRole("button", { name: "Search" }).click();
  await expect(bar).toContainText("Your shortlist (1)");
  await page.getByRole("link", { name: /Remove Theme/ }).click();
  await add(page, SECOND.title);
  await expect(bar).toContainText("Your shortlist (2)");
  await goodPage(page, "list with a shortlist");
  await bar.getByText("See it or copy its link").click();
  await expect(page.getByLabel("Link to this shortlist")).toHaveValue(new RegExp(`/compare\\?${TWO}$`));
  await usable(page, "shortlist opened");

  await bar.getByRole("link", { name: "Compare 2" }).click();
  await expect(page).toHaveURL(`/compare?${TWO}`);
  await goodPage(page, "two cases side by side");
  const [summaries, glance] = ["In short", "At a glance"].map((name) => page.getByRole("table", { name: `${name}, side by side` }));
  await expect(summaries?.getByRole("columnheader").filter({ hasText: FIRST.title }) as Locator).toBeVisible();
  await expect(glance?.getByRole("row", { name: /^How many/ }) as Locator).toContainText("10,000");
  await page.getByRole("link", { name: "Only what differs" }).click();
  await expect(page).toHaveURL(`/compare?${TWO}&show=differences`);

  await page.getByRole("link", { name: "Open as a print pack" }).click();
  await expect(page).toHaveURL(`/compare/pack?${TWO}`);
  await goodPage(page, "print pack");
  await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: SECOND.title }).click();
  await expect(page.getByRole("heading", { level: 2, name: SECOND.title })).toBeInViewport();
  expect(await page.context().cookies()).toEqual([]);
});

test("a case is set aside from its page, and the list comes back as it was", async ({ page }) => {
  await page.goto(`/case-studies?theme=carers&shortlist=${SECOND.id}`);
  await page.locator("article h2").getByRole("link", { name: FIRST.title }).click();
  await add(page, FIRST.title);
  await goodPage(page, "case with a shortlist");
  await page.locator(".back-link").click();
  await expect(page).toHaveURL(`/case-studies?theme=carers&shortlist=${SECOND.id}&shortlist=${FIRST.id}`);
  await page.getByRole("link", { name: "Clear the shortlist" }).click();
  await expect(page).toHaveURL("/case-studies?theme=carers");
});

test("more than four are asked about, and the rest is kept", { tag: PLAIN }, async ({ page }) => {
  await page.goto(`/compare?${FOUR}&case=multaka-oxford`);
  await goodPage(page, "which four");
  await page.getByRole("button", { name: "Compare these" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Compare 4 case studies");
  await goodPage(page, "four cases side by side");
  await page.getByRole("link", { name: "Choose others from your shortlist (5)" }).click();
  await page.getByLabel(FIRST.title).uncheck();
  await page.getByLabel(/Multaka/).check();
  await page.getByRole("button", { name: "Compare these" }).click();
  const heads = page.getByRole("columnheader").filter({ has: page.getByRole("link") });
  await expect(heads).toHaveCount(4);
  await page.getByRole("link", { name: /^Remove Multaka/ }).click();
  await expect(heads).toHaveCount(3);
});

test("on a phone every answer names its case and nothing scrolls sideways", { tag: PLAIN }, async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const query of [TWO, FOUR]) {
    await page.goto(`/compare?${query}`);
    expect(await barriers(page), query).toEqual([]);
    const cell = page.locator("td", { hasText: "10,000" }).first();
    await expect(cell.getByText("House of Memories", { exact: true })).toBeVisible();
  }
});

test("a printed pack begins each case on a page of its own", { tag: PLAIN }, async ({ page }) => {
  await page.goto(`/compare/pack?${TWO}`);
  await page.emulateMedia({ media: "print" });
  for (const chapter of await page.locator(".pack-chapter").all()) {
    expect(await chapter.evaluate((part) => getComputedStyle(part).breakBefore)).toBe("page");
  }
  await expect(page.getByText(/^This pack, kept up to date: http/)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.locator(".pack-help")).toBeHidden();
  await expect(page.locator(".pack-citations li")).toHaveCount(2);
});

test("comparing is possible with forced colours and in the dark", { tag: PLAIN }, async ({ page }) => {
  await page.goto(`/compare?${FOUR}`);
  await page.emulateMedia({ forcedColors: "active" });
  await usable(page, "comparison in forced colours");
  await page.emulateMedia({ forcedColors: "none", colorScheme: "dark" });
  await usable(page, "comparison in the dark");
});
