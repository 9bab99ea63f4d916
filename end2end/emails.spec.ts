import type { Page } from "@playwright/test";
import { Hand } from "./measure/counting.mjs";
import { PLANS, prepare, textOf, typing, type Plan } from "./measure/preparing.mjs";
import type { Bank } from "./support/bank.ts";
import { goodPage } from "./support/good-page.ts";
import { code, mailTo, pagePath, trackingPath } from "./support/mail.ts";
import { decide, openCase, openLetter, status, TAKE_ON } from "./support/moderating.ts";
import { mailbox, MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { PREPARE, SEND, STORY } from "./support/short.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// Three emails as museums wrote them, from the front page to a public page: sent the short way, prepared by a moderator, shown,
// agreed and published. Each also has something of its own to look at on the way.
const MAILS = [
  { name: "short", museum: "The Example House of Art & Knowledge", town: "Canterbury", first: "our wellbeing project for your collection" },
  { name: "medium", museum: "Example Museum, University of Oxford", town: "Oxford", first: "Wellbeing case study: Multaka-Oxford – a “meeting point”" },
  { name: "long", museum: "Example North", town: "Trafford", first: "Wellbeing case study - Inspiring Futures (sorry, long)" },
];

const QUESTION = "What would you tell another museum?";

interface Sent {
  email: string;
  reference: string;
  title: string;
}

for (const mail of MAILS) {
  test(`the ${mail.name} email is sent, prepared, shown to its museum, agreed and public`, async ({ page, signedIn, visitor, bank, scripts }) => {
    const text = textOf(mail.name);
    const plan = PLANS[mail.name] as Plan;
    const sent = await send(page, bank, mail, text, scripts);

    const moderator = await signedIn(MODERATOR);
    await openCase(moderator, sent);
    await expect(moderator.getByRole("heading", { name: "In the museum’s own words" })).toBeVisible();
    if (mail.name === "short") await goodPage(moderator, "the review of an email");
    await decide(moderator, TAKE_ON, "It is yours");
    const hand = new Hand(moderator);
    await prepare(hand, plan);
    const { words, again } = typing(plan, text);
    console.log(`${mail.name} email, prepared: ${hand.presses} presses, ${hand.loads} loads, ${words} words typed, ${again} of them again`);
    expect(again, "words that were typed although they stand in the email").toBe(0);
    await expect(moderator.getByRole("alert")).toContainText("Saved");
    if (mail.name === "medium") {
      // All of it is ours, and the museum has not seen it.
      await expect(moderator.getByText("Written by us").first()).toBeVisible();
      await refused(moderator, 422, () => moderator.getByRole("button", { name: "Approve and publish" }).click());
      await expect(moderator.getByText("the museum has not seen that yet")).toBeVisible();
      await moderator.goto(`/moderate/cases/${sent.reference}`);
    }
    const title = (await moderator.getByRole("heading", { level: 1 }).textContent()) ?? "";
    await openLetter(moderator, "Show it to the museum");
    if (mail.name === "short") await moderator.getByLabel("A question for them").fill(QUESTION);
    await moderator.getByRole("button", { name: "Show it to the museum" }).click();
    await expect(moderator.getByRole("alert")).toContainText("Shown to the museum");
    if (mail.name === "medium") {
      // It is about people who fled, so a colleague says yes to the same text.
      const colleague = await signedIn(OTHER_MODERATOR);
      await openCase(colleague, { reference: sent.reference, title });
      await colleague.getByRole("button", { name: "Say yes to this text" }).click();
      await expect(colleague.getByRole("alert")).toContainText("You said yes to this text");
    }

    // The mailed link is opened elsewhere, so pressing asks for the mailed code.
    const museum = await visitor();
    await museum.goto(pagePath(await mailTo(bank, sent.email, "Your page is ready")));
    await expect(museum.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(museum.locator(".case-others .evidence")).toHaveText(/^Evidence: /);
    if (mail.name === "short") {
      await museum.getByLabel(QUESTION).fill("Gladly.");
      await refused(museum, 422, () => museum.getByRole("button", { name: "Yes, publish it" }).click());
      await museum.getByRole("alert").getByRole("link", { name: /^Tick both/ }).click();
    }
    for (const tick of await museum.getByRole("group", { name: "Tick both" }).getByRole("checkbox").all()) await tick.check();
    await museum.getByRole("button", { name: "Yes, publish it" }).click();
    await expect(museum.getByRole("heading", { level: 1 })).toHaveText("Check your email");
    await museum.getByLabel("Code", { exact: true }).fill(code(await mailTo(bank, sent.email, "Your code")));
    await museum.getByRole("button", { name: "Say yes and publish it" }).click();
    await expect(museum.getByRole("heading", { level: 1 })).toHaveText("Thank you: you said yes");
    if (mail.name === "short") await goodPage(museum, "after a yes");

    const told = await mailTo(bank, sent.email, "is published");
    const reader = await visitor();
    await reader.goto(/(\/case-studies\/[a-z0-9-]+)/.exec(told.body)?.[1] as string);
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(reader.getByText(sent.email)).toHaveCount(0);
    if (mail.name === "short") {
      await openCase(moderator, { reference: sent.reference, title });
      await expect(status(moderator)).toHaveText("Published");
      // The answer to the question is kept as a letter, for moderators alone.
      await expect(moderator.getByRole("region", { name: "Letters" }).getByText("Gladly.")).toBeVisible();
      await expect(reader.getByText("Gladly.")).toHaveCount(0);
    }
  });
}

/** From the front page to a reference. Every press is counted: a box that takes the focus is one too. */
async function send(page: Page, bank: Bank, mail: (typeof MAILS)[0], text: string, scripts: boolean): Promise<Sent> {
  const email = mailbox(mail.name);
  const hand = new Hand(page);
  const answers: [string, string][] = [[STORY, text], ["Your museum", mail.museum], ["Town or city", mail.town], ["Your email address", email]];
  const ticks = [SEND, PREPARE];
  await page.goto("/");
  await hand.press(page.getByRole("link", { name: "Share a case study" }).first());
  await hand.press(page.getByRole("main").getByRole("link", { name: "Tell us in your own words" }));
  for (const [label, words] of answers) await hand.type(page.getByLabel(label), words);
  for (const words of ticks) await hand.press(page.getByLabel(words));
  await hand.press(page.getByRole("button", { name: "Send it to us" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
  const reference = /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await page.locator(".confirmation").textContent()) ?? "")?.[0];
  expect(reference, "a reference").toBeDefined();
  const given = answers.length + ticks.length;
  console.log(`${mail.name} email, ${scripts ? "with" : "without"} script: ${hand.presses} presses, ${given} answers and ticks`);
  expect(hand.presses).toBeLessThanOrEqual(10);
  expect(given).toBeLessThanOrEqual(7);

  const copy = await mailTo(bank, email, `We have your case study (${reference})`);
  const lines = text.split("\n").map((line) => line.trimEnd()).filter(Boolean);
  for (const line of lines) expect(copy.body).toContain(`\n> ${line}\n`);
  expect(trackingPath(copy)).toMatch(/^\/track\//);
  return { email, reference: reference as string, title: mail.first };
}
