import type { Locator, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { goodPage } from "./support/good-page.ts";
import { mailTo, trackingPath } from "./support/mail.ts";
import { openCase } from "./support/moderating.ts";
import { mailbox, MODERATOR } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

/** Somebody with an email ready to paste, whose every press is counted: a box that takes the focus is one too. */
class Sender {
  presses = 0;
  answers = 0;

  constructor(readonly page: Page) {}

  async press(what: Locator): Promise<void> {
    this.presses += 1;
    await what.click();
  }

  async answer(label: string, words: string): Promise<void> {
    const box = this.page.getByLabel(label);
    await this.press(box);
    this.answers += 1;
    await box.fill(words);
  }

  async tick(words: string): Promise<void> {
    this.answers += 1;
    await this.press(this.page.getByLabel(words));
  }
}

const SEND = "I may send this for my museum, and everyone who can be recognised has agreed.";
const PREPARE = "You may prepare it, and you show me the page before it goes online.";
const STORY = "What did you do, who was it for, and what came of it?";

/** Emails as museums write them, and what of each becomes the title. */
const MAILS = [
  { name: "short", museum: "The Example House of Art & Knowledge", town: "Canterbury", title: "our wellbeing project for your collection" },
  { name: "medium", museum: "Example Museum, University of Oxford", town: "Oxford", title: "Wellbeing case study: Multaka-Oxford – a “meeting point”" },
  { name: "long", museum: "Example North", town: "Trafford", title: "Wellbeing case study - Inspiring Futures (sorry, long)" },
];

for (const mail of MAILS) {
  test(`the ${mail.name} email is with the moderators after at most 10 presses and 7 answers and ticks`, async ({ page, signedIn, bank, scripts }) => {
    const text = readFileSync(new URL(`support/mails/${mail.name}.txt`, import.meta.url), "utf8");
    const email = mailbox(mail.name);
    const sender = new Sender(page);
    await page.goto("/");
    await sender.press(page.getByRole("link", { name: "Share a case study" }).first());
    await sender.press(page.getByRole("main").getByRole("link", { name: "Tell us in your own words" }));
    await sender.answer(STORY, text);
    await sender.answer("Your museum", mail.museum);
    await sender.answer("Town or city", mail.town);
    await sender.answer("Your email address", email);
    await sender.tick(SEND);
    await sender.tick(PREPARE);
    await sender.press(page.getByRole("button", { name: "Send it to us" }));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
    const reference = /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await page.locator(".confirmation").textContent()) ?? "")?.[0];
    expect(reference, "a reference").toBeDefined();
    console.log(`${mail.name} email, ${scripts ? "with" : "without"} script: ${sender.presses} presses, ${sender.answers} answers and ticks`);
    expect(sender.presses).toBeLessThanOrEqual(10);
    expect(sender.answers).toBeLessThanOrEqual(7);

    const copy = await mailTo(bank, email, `We have your case study (${reference})`);
    const lines = text.split("\n").map((line) => line.trimEnd()).filter(Boolean);
    for (const line of lines) expect(copy.body).toContain(`\n> ${line}\n`);
    expect(trackingPath(copy)).toMatch(/^\/track\//);

    const moderator = await signedIn(MODERATOR);
    await openCase(moderator, { title: mail.title, reference: reference as string });
    await expect(moderator.getByRole("heading", { name: "In the museum’s own words" })).toBeVisible();
    await goodPage(moderator, `the review of the ${mail.name} email`);
  });
}

test("a known museum needs no town, and is offered while one types", async ({ page }) => {
  await page.goto("/submit/short");
  const offered = page.locator("datalist#museums option");
  expect(await offered.count()).toBeGreaterThan(20);
  await page.getByLabel(STORY).fill("We brought objects and tea to people who cannot leave their rooms. ".repeat(4));
  await page.getByLabel("Your museum").fill((await offered.first().getAttribute("value")) as string);
  await page.getByLabel("Your email address").fill(mailbox());
  await page.getByLabel(SEND).check();
  await page.getByLabel(PREPARE).check();
  await page.getByRole("button", { name: "Send it to us" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
});

test("by keyboard alone: Enter in a box sends, and an error leads to its box with every word kept", async ({ page }) => {
  await page.goto("/submit/short");
  await page.getByLabel(STORY).fill("Tea & objects.\n\n<b>They</b> stayed.");
  await page.getByLabel("Your museum").focus();
  await page.keyboard.type("Example Museum");
  await refused(page, 422, () => page.keyboard.press("Enter"));
  await expect(page.locator("#error-summary")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /^You have written 4 words so far/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(STORY)).toBeFocused();
  await expect(page.getByLabel(STORY)).toHaveValue("Tea & objects.\n\n<b>They</b> stayed.");
  await expect(page.getByLabel("Your museum")).toHaveValue("Example Museum");
});

test("the two ways lead into each other without a word lost", async ({ page }) => {
  const words = "Soup and objects on Tuesdays. Twelve people who live alone came every week for a year, and nine felt less alone.";
  await page.goto("/submit/short");
  await page.getByLabel(STORY).fill(`${words}\n\n${words}`);
  await page.getByLabel("Your museum").fill("Example Museum");
  await page.getByRole("button", { name: "Save this and write it all yourself" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Soup and objects on Tuesdays");
  await page.getByRole("link", { name: "Send it as it is, in your own words" }).click();
  await expect(page.getByLabel(STORY)).toHaveValue(`${words}\n\n${words}`);
  await expect(page.getByLabel("Your museum")).toHaveValue("Example Museum");
  await page.getByLabel("Town or city").fill("Exampleton");
  await page.getByLabel("Your email address").fill(mailbox());
  await page.getByLabel(SEND).check();
  await page.getByLabel(PREPARE).check();
  await page.getByRole("button", { name: "Send it to us" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
  // Back to the page that was sent: where it stands, and no stale form.
  await page.goBack();
  await page.reload();
  await expect(page.getByRole("button", { name: "Send it to us" })).toHaveCount(0);
});
