import type { Page } from "@playwright/test";
import { LONG, longAnswers } from "../support/any-text.ts";
import { caseStudy } from "../support/case-study.ts";
import { mailTo, trackingPath } from "../support/mail.ts";
import { decide, takeOn } from "../support/moderating.ts";
import { MODERATOR, SUBMITTER } from "../support/people.ts";
import { type Sent, submitted, written } from "../support/quick.ts";
import { saveAndContinue, saveAndWait } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";
import { refused } from "../support/watch.ts";

// One web address or compound word made the whole page scroll sideways on a phone: in a summary the list
// was 621 px wide, in a title the front page.
test.use({ shelf: "any-text", anyText: true });

/** No page is wider than its window; what sticks out is named. */
async function fits(page: Page, what: string): Promise<void> {
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => {
      const room = window.innerWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1);
      const names = out.slice(-5).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
      return [`${document.documentElement.scrollWidth} px`, ...names];
    });
    expect.soft(wide, `${what} at ${width} px`).toEqual([]);
  }
}

async function all(page: Page, addresses: string[]): Promise<void> {
  for (const address of addresses) {
    await page.goto(address);
    await fits(page, address);
  }
}

const SECTIONS = caseStudy("", "").map(({ slug }) => slug);

const BOTH = Object.values(LONG).map((one) => `case=${one.slug}`).join("&");

test("what everybody reads fits, whatever stands in it", async ({ page }) => {
  await all(page, [
    "/",
    "/case-studies",
    "/case-studies?view=map",
    "/themes",
    "/museums",
    "/audiences",
    "/impact",
    "/impact/people-counted",
    `/compare?${BOTH}&case=house-of-memories&case=azure-ireland`,
    `/compare?${BOTH}&${["azure-ireland", "multaka-oxford", "house-of-memories"].map((one) => `case=${one}`).join("&")}`,
    `/compare/pack?${BOTH}`,
    "/open-data",
    "/submit",
  ]);
  // On paper.
  await page.emulateMedia({ media: "print" });
  await all(page, ["/case-studies", `/compare/pack?${BOTH}`, "/impact"]);
});

for (const [kind, { words, slug }] of Object.entries(LONG)) {
  const looked = encodeURIComponent(words);
  const title = words.slice(0, 100);

  test(`what everybody reads of a case fits, whatever ${kind} stands in it`, async ({ page }) => {
    await all(page, [
      `/case-studies?q=${looked}`,
      `/case-studies?region=${looked}&theme=carers`,
      `/case-studies?shortlist=${slug}&shortlist=house-of-memories`,
      `/case-studies/suggest?q=${looked}`,
      `/case-studies/${slug}`,
      `/case-studies/${slug}?shortlist=${slug}`,
      `/case-studies/${slug}/embed`,
      `/case-studies/${slug}/concern`,
      `/case-studies/${slug}/claim`,
      `/compare?case=${slug}&case=house-of-memories`,
    ]);
    // What the page of a case leads to: its museum, its themes, and what is folded away.
    await page.goto(`/case-studies/${slug}`);
    const museum = await page.locator(".case-museum a").getAttribute("href");
    const theme = await page.getByRole("main").locator("a[href^='/themes/']").first().getAttribute("href");
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => one.setAttribute("open", "")));
    await fits(page, "all of it, unfolded");
    await all(page, [museum, theme].filter((one) => one !== null));
    await refused(page, 404, () => page.goto(`/case-studies/${slug}${slug}`));
    await fits(page, "a page that there is not");
    // On paper.
    await page.emulateMedia({ media: "print" });
    await all(page, [`/case-studies/${slug}`]);
  });

  test(`what a museum reads fits, whatever ${kind} stands in it`, async ({ page, bank }) => {
    const draft = await written(bank, title, longAnswers(words));
    await sitDown(page, draft);
    const at = `/submit/${draft.reference}`;
    await all(page, [at, ...SECTIONS.map((section) => `${at}/${section}`), `${at}/check`, `${at}/withdraw`, "/submit"]);
    await page.goto(`${at}/results`);
    await page.getByLabel("What changed?").fill(words);
    await saveAndWait(page);
    await page.goto(`${at}/results?from=check`);
    await fits(page, "a section with errors");

    const sent = await submitted(bank, title, {}, longAnswers(words));
    await sitDown(page, sent);
    await all(page, [`/submit/${sent.reference}/sent`, `/submit/${sent.reference}`]);
    await all(page, [trackingPath(await mailTo(bank, sent.email, "We have your case study"))]);
  });

  test(`what an account reads fits, whatever ${kind} stands in it`, async ({ signedIn }) => {
    const page = await signedIn(SUBMITTER);
    await page.goto("/submit/new");
    await page.getByLabel("Title").fill(title);
    await saveAndContinue(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await fits(page, "a draft of an account");
    await all(page, ["/account"]);
  });

  test(`what a moderator reads fits, whatever ${kind} stands in it`, async ({ page, signedIn, bank }) => {
    const sent = await submitted(bank, title, {}, longAnswers(words));
    await page.goto(`/case-studies/${slug}/concern`);
    await page.getByLabel("What did you see?").fill(`${words} ${words}`);
    await page.getByRole("radio").first().check();
    await refused(page, 422, async () => {
      await page.locator("[name=email]").fill("nobody");
      await page.getByRole("button", { name: "Send the report" }).click();
    });
    await fits(page, "a concern with errors");
    await page.locator("[name=email]").fill("");
    await page.getByRole("button", { name: "Send the report" }).click();
    await expect(page).toHaveURL(`/case-studies/${slug}/concern/sent`);
    await fits(page, "a concern that was sent");

    const desk = await signedIn(MODERATOR);
    await takeOn(desk, { reference: sent.reference, title });
    const at = `/moderate/cases/${sent.reference}`;
    await all(desk, [
      "/moderate",
      at,
      `${at}/tags`,
      `${at}/changes`,
      `${at}/decline`,
      "/moderate/messages",
      "/moderate/mails",
    ]);
    await desk.goto("/moderate/messages");
    const message = desk.getByRole("main").locator("a[href^='/moderate/messages/']").first();
    await all(desk, [(await message.getAttribute("href")) as string]);
    await desk.goto(at);
    await decide(desk, "Approve and publish", "Published");
    await fits(desk, "a case that was published");
    await refused(desk, 409, () => desk.goto(`${at}/changes`));
    await fits(desk, "a decision that came too late");
    await all(desk, [`${at}/take-down`]);
  });
}

/** Goes on at the browser that a case study was written in. */
async function sitDown(page: Page, sent: Sent): Promise<void> {
  await page.context().addCookies(sent.storageState.cookies);
}
