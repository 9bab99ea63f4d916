import type { Locator, Page } from "@playwright/test";
import { freshTitle } from "./support/case-study.ts";
import { goodPage } from "./support/good-page.ts";
import { mailTo } from "./support/mail.ts";
import { chooseReason, decide, decisions, openCase, takeOn } from "./support/moderating.ts";
import { MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { type Sent, submitted } from "./support/quick.ts";
import { box } from "./support/questions.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// Other tests fill the same queue, so each looks for its own.
const row = (page: Page, sent: { title: string }): Locator => page.getByRole("row").filter({ hasText: sent.title });

async function search(page: Page, words: string): Promise<void> {
  await page.getByLabel("Search case studies").fill(words);
  await page.getByRole("button", { name: "Search", exact: true }).click();
}

async function askForChanges(page: Page, sent: Sent): Promise<void> {
  await takeOn(page, sent);
  await page.goto(`/moderate/cases/${sent.reference}/changes`);
  await chooseReason(page, "Claim is stronger than the evidence");
  await box(page, "What to change").fill("Please say how many people told you so, and when you asked them.");
  await page.getByRole("button", { name: "Send this to the museum" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
}

test("tabs, search and filters find one's own, and their address can be kept", async ({ signedIn, bank }) => {
  const [mine, waiting] = [await submitted(bank), await submitted(bank)];
  const page = await signedIn(MODERATOR);
  await takeOn(page, mine);
  await page.goto("/moderate");
  await goodPage(page, "queue");
  const tabs = page.getByRole("navigation", { name: "Parts of the queue" });
  await expect(tabs.getByRole("link", { name: /^Waiting \d/ })).toHaveAttribute("aria-current", "page");
  await tabs.getByRole("link", { name: /^Mine/ }).click();
  await expect(page).toHaveURL("/moderate?tab=mine");
  await expect(tabs.getByRole("link", { name: /^Mine/ })).toHaveAttribute("aria-current", "page");

  await search(page, `${waiting.reference.replaceAll("-", " ").toLowerCase()}`);
  await goodPage(page, "queue, searched");
  await expect(row(page, waiting)).toContainText("Waiting for review");
  await expect(row(page, waiting)).toContainText("No one yet");
  await expect(page.getByRole("row").filter({ has: page.locator(".row-title") })).toHaveCount(1);
  await search(page, mine.email);
  await expect(row(page, mine)).toContainText("In review");
  await expect(row(page, mine)).toContainText(MODERATOR.name);
  await expect(row(page, waiting)).toHaveCount(0);

  if (!(await page.getByLabel("Assigned to").isVisible())) await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Assigned to").selectOption("nobody");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/assigned=nobody/);
  await expect(page.getByText("Nothing here matches what you chose.")).toBeVisible();
  await goodPage(page, "queue without a match");
  await page.goBack();
  await expect(row(page, mine)).toHaveCount(1);
  // An address of before the tabs.
  await page.goto("/moderate?status=in_review&assigned=me");
  await expect(tabs.getByRole("link", { name: /^Waiting \d/ })).toHaveAttribute("aria-current", "page");
});

test("what comes next is named, can be skipped, and follows an approval in one press", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  await submitted(bank);
  const page = await signedIn(MODERATOR);
  await openCase(page, sent);
  const skip = decisions(page).getByText("Skip to the next:");
  await expect(skip).not.toContainText("WB-");
  const next = await skip.getByRole("link").getAttribute("href");
  await skip.getByRole("link").click();
  await expect(page).toHaveURL(next as string);
  await takeOn(page, sent);
  await decisions(page).getByRole("button", { name: "Approve, publish and read the next" }).click();
  await expect(page.getByRole("alert")).toContainText(`Published: ${sent.title}`);
  await expect(page).toHaveURL(/\/moderate\/cases\/WB-[^/]+\?done=published&of=WB-/);
  expect(page.url()).not.toContain(`/cases/${sent.reference}?`);
  await goodPage(page, "the next case, with what was decided before it");
  await page.getByRole("alert").getByRole("link", { name: "Go back to it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(sent.title);
});

test("several are given to a colleague, and what is with museums is reminded or called back", async ({ signedIn, bank }) => {
  const [first, second, asked] = [await submitted(bank), await submitted(bank), await submitted(bank, freshTitle("Asked"))];
  const page = await signedIn(MODERATOR);
  await askForChanges(page, asked);
  const assign = page.getByRole("button", { name: "Assign", exact: true });

  await page.goto("/moderate?q=museum.example");
  await refused(page, 422, () => assign.click());
  await expect(page.getByText("Tick at least one case study first")).toBeVisible();
  for (const sent of [first, second]) {
    await search(page, sent.email);
    await page.getByLabel(`Choose ${sent.title}`).check();
    await page.getByLabel("Assign those you tick to").selectOption({ label: OTHER_MODERATOR.name });
    await assign.click();
    await expect(page.getByRole("alert")).toContainText(`1 assigned to ${OTHER_MODERATOR.name}`);
    await expect(row(page, sent)).toContainText(OTHER_MODERATOR.name);
  }
  await goodPage(page, "queue, after several were assigned");

  await search(page, asked.email);
  await page.getByLabel(`Choose ${asked.title}`).check();
  const remind = page.getByRole("button", { name: "Remind the museum" });
  await remind.click();
  await expect(page.getByRole("alert")).toContainText("1 museum reminded");
  expect((await mailTo(bank, asked.email, "A reminder about your case study")).body).toContain(asked.title);
  await page.getByLabel(`Choose ${asked.title}`).check();
  await remind.click();
  await expect(page.getByRole("region", { name: "0 museums reminded; 1 not" })).toContainText("One reminder a week is enough.");
  await goodPage(page, "queue, after one could not be reminded");
  await row(page, asked).getByRole("button", { name: "Take it back into review" }).click();
  await expect(page.getByRole("alert")).toContainText("In review again");
});

test("one is given to a colleague from its page, who starts the review", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await openCase(page, sent);
  await decisions(page).getByText("Give it to a colleague").click();
  await page.getByLabel("Colleague").selectOption({ label: OTHER_MODERATOR.name });
  await page.getByRole("button", { name: "Give it to them" }).click();
  await expect(page.getByRole("alert")).toContainText("Given to your colleague");
  const hers = await signedIn(OTHER_MODERATOR);
  await openCase(hers, sent);
  await expect(decisions(hers)).toContainText("A colleague gave this one to you.");
  await goodPage(hers, "a case that a colleague gave to me");
  await decide(hers, "Start the review", "It is yours");
});
