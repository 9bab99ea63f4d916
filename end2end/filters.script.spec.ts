import type { Page } from "@playwright/test";
import { axe, usable } from "./support/good-page.ts";
import { CASES } from "./support/sample.ts";
import { expect, test } from "./support/test.ts";
import { Watch } from "./support/watch.ts";

// What a tick does with scripts; without them browse.spec.ts presses "Apply filters".
test.use({ shelf: "reading" });

const ALL = `${CASES.length} case studies`;
const AWAKE = "form.applies-at-once";

function box(page: Page, name: string, value: string) {
  return page.locator(`input[name=${name}][value=${value}]`);
}

function cases(count: number): RegExp {
  return new RegExp(`^${count} case stud(y|ies)`);
}

const workforce = CASES.filter((one) => one.strand === "workforce");
const community = CASES.filter((one) => one.strand === "community");

/** Opens a list whose filters are awake, and marks its page: another one would not have the mark. */
async function open(page: Page, path = "/case-studies"): Promise<void> {
  await page.goto(path);
  await page.locator(AWAKE).waitFor();
  await page.evaluate(() => document.documentElement.setAttribute("data-first", ""));
}

async function expectSamePage(page: Page): Promise<void> {
  await expect(page.locator("html[data-first]"), "no page was loaded").toHaveCount(1);
}

test("a tick shows at once, and the box keeps the focus and its place", async ({ page }) => {
  await open(page);
  const status = page.getByRole("status");
  const line = await status.elementHandle();
  const carers = box(page, "theme", "carers");
  await carers.evaluate((one) => one.scrollIntoView({ block: "center" }));
  const before = await carers.boundingBox();
  await carers.focus();
  await page.keyboard.press("Space");
  const some = CASES.filter((one) => one.themes.includes("carers"));
  await expect(page).toHaveURL("/case-studies?theme=carers");
  await expect(status).toHaveText(cases(some.length));
  expect(await status.evaluate((now, then) => now === then, line), "the line that is read aloud is still that line").toBe(true);
  await expect(carers).toBeFocused();
  await expect(carers).toBeChecked();
  expect(Math.abs(((await carers.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/carers/i);
  await expect(page).toHaveTitle(/carers/i);
  expect((await page.locator("article h2").allTextContents()).toSorted()).toEqual(some.map((one) => one.title).toSorted());
  await expect(page.getByRole("link", { name: /^Remove .*: Carers/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply filters" })).toBeHidden();
  await expectSamePage(page);
  await axe(page, "list with a filter that was ticked");
  await usable(page, "list with a filter that was ticked");

  await page.keyboard.press("Space");
  await expect(page).toHaveURL("/case-studies");
  await expect(status).toHaveText(new RegExp(`^${ALL}`));
  await expect(carers).toBeFocused();
});

test("a box that was folded away moves up, and takes the focus along", async ({ page }) => {
  await open(page);
  const theme = page.getByRole("group", { name: "Theme" });
  await theme.getByText(/\d+ more/).click();
  const care = box(page, "theme", "culture-of-care");
  await care.evaluate((one) => one.scrollIntoView({ block: "center" }));
  const before = await care.boundingBox();
  // Not check(): by the time that it looks, another box may stand where this one was.
  await care.click();
  await expect(page).toHaveURL("/case-studies?theme=culture-of-care");
  await expect(theme.locator(".filter-more input[value=culture-of-care]")).toHaveCount(0);
  await expect(care).toBeFocused();
  await expect(care).toBeChecked();
  expect(Math.abs(((await care.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  await expect(theme.locator(".filter-more"), "the fold is as it was left").toHaveAttribute("open", "");
});

test("Back and Forward go through the lists that were shown", async ({ page }) => {
  await open(page);
  const status = page.getByRole("status");
  await box(page, "strand", "workforce").check();
  await expect(status).toHaveText(cases(workforce.length));
  await box(page, "strand", "community").check();
  await expect(page).toHaveURL("/case-studies?strand=community&strand=workforce");
  await expect(status).toHaveText(new RegExp(`^${ALL}`));
  await page.goBack();
  await expect(page).toHaveURL("/case-studies?strand=workforce");
  await expect(status).toHaveText(cases(workforce.length));
  await expect(box(page, "strand", "community")).not.toBeChecked();
  await page.goBack();
  await expect(page).toHaveURL("/case-studies");
  await expect(status).toHaveText(new RegExp(`^${ALL}`));
  await expect(box(page, "strand", "workforce")).not.toBeChecked();
  await page.goForward();
  await expect(status).toHaveText(cases(workforce.length));
  await expect(box(page, "strand", "workforce")).toBeChecked();
  await expectSamePage(page);

  // From a case study too, and from a page that was loaded anew.
  await page.locator("article h2 a").first().click();
  await expect(page).toHaveURL(/^[^?]*\/case-studies\/[^?]+$/);
  await page.goBack();
  await expect(page).toHaveURL("/case-studies?strand=workforce");
  await expect(status).toHaveText(cases(workforce.length));
  await page.reload();
  await page.locator(AWAKE).waitFor();
  await expect(status).toHaveText(cases(workforce.length));
  await page.goBack();
  await expect(page).toHaveURL("/case-studies");
  await expect(status).toHaveText(new RegExp(`^${ALL}`));
});

test("of two ticks in a hurry both count, and make one step for Back", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    for (const value of ["workforce", "community"]) document.querySelector<HTMLElement>(`input[value=${value}]`)?.click();
  });
  await expect(page).toHaveURL("/case-studies?strand=community&strand=workforce");
  await page.goBack();
  await expect(page).toHaveURL("/case-studies");
});

test("words that were searched for stay, and those in the box count", async ({ page }) => {
  await open(page, "/case-studies?q=dementia&sort=title&shortlist=azure-ireland");
  await box(page, "strand", "community").check();
  await expect(page).toHaveURL("/case-studies?q=dementia&strand=community&sort=title&shortlist=azure-ireland");
  const search = page.getByRole("combobox", { name: "Search case studies" });
  await search.fill("garden");
  await box(page, "strand", "community").uncheck();
  await expect(page).toHaveURL("/case-studies?q=garden&sort=title&shortlist=azure-ireland");
  await expect(search).toHaveValue("garden");
  await page.goBack();
  await expect(search).toHaveValue("dementia");
});

test("a box that was ticked before the script woke counts", async ({ page }) => {
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  await page.route("**/*.wasm", async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto("/case-studies");
  await box(page, "strand", "workforce").check();
  wake();
  await expect(page).toHaveURL("/case-studies?strand=workforce");
  await expect(page.getByRole("status")).toHaveText(cases(workforce.length));
});

test("without an answer the list says so, and the button is there again", async ({ page }) => {
  await open(page);
  Watch.of(page).ignore(/request failed: GET .*strand=/, /Failed to load resource/);
  await page.route("**/case-studies?*", (route) => (route.request().isNavigationRequest() ? route.continue() : route.abort("failed")));
  await box(page, "strand", "community").check();
  await expect(page.getByRole("status")).toContainText("We could not update the list");
  await expect(page).toHaveURL("/case-studies");
  await expect(box(page, "strand", "community")).toBeChecked();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page).toHaveURL(/[?&]strand=community/);
  await expect(page.getByRole("status")).toHaveText(cases(community.length));
});

test("on a phone the panel stays open, and its button leads to the results", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.locator(".filter-panel > summary").click();
  await box(page, "strand", "workforce").check();
  await expect(page).toHaveURL("/case-studies?strand=workforce");
  await expect(page.locator(".filter-panel > summary")).toContainText("1 chosen");
  await expect(box(page, "strand", "workforce")).toBeFocused();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page.locator("html[data-first]")).toHaveCount(0);
  await expect(page.getByRole("status")).toBeInViewport();
});
