import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Bank } from "./support/bank.ts";
import { labelled, QUESTION, shown } from "./support/asking.ts";
import { caseStudy, freshTitle } from "./support/case-study.ts";
import { barriers } from "./support/barriers.ts";
import { stillUsable, usable, validHtml } from "./support/good-page.ts";
import { accountPath, mailTo, trackingPath } from "./support/mail.ts";
import { decide, keysOn, openCase, published, takeOn } from "./support/moderating.ts";
import { askedByNotes, writeNote } from "./support/noting.ts";
import { WITH_ISLANDS } from "./support/once.ts";
import { type Account, ADMIN, mailbox, MODERATOR, OTHER_MODERATOR, SUBMITTER } from "./support/people.ts";
import { begun, OWN_WORDS, type Sent, submitted, submittedInOnePiece } from "./support/quick.ts";
import { box } from "./support/questions.ts";
import { begin, beginByHand, openAll, saveAndContinue, saveAndWait } from "./support/submitting.ts";
import { expect, signIn, signInOnce, test } from "./support/test.ts";
import { refused, Watch } from "./support/watch.ts";
import { covered, tooWide, ZOOMED } from "./support/zoomed.ts";

// Every state of every page, narrow, zoomed and wide, light and dark. With SCREENSHOTS=folder a picture of
// each is kept there. A new page gets a row here.
test.use({ shelf: "pages" });
test.describe.configure({ mode: "parallel" });

interface Stage {
  page: Page;
  bank: Bank;
}

interface State {
  name: string;
  go: (stage: Stage) => Promise<unknown>;
}

const at = (name: string, address: string): State => ({ name, go: ({ page }) => page.goto(address) });

const signedInAt = (name: string, account: Account, address: string): State => ({
  name,
  go: async ({ page, bank }) => {
    await signInOnce(page, bank, account);
    await page.goto(address);
  },
});

/** A shortlist that is one too many for a table. */
const FIVE = ["house-of-memories", "museums-on-prescription", "azure-ireland", "ma-supporting-team-wellbeing", "multaka-oxford"].map(
  (slug) => `case=${slug}`,
);

const READING: State[] = [
  at("front", "/"),
  at("list", "/case-studies"),
  at("list-second-page", "/case-studies?page=2"),
  at("list-filtered", "/case-studies?theme=carers&strand=community&sort=title"),
  at("list-searched", "/case-studies?q=older+people+lonely&strand=community"),
  at("list-mistyped", "/case-studies?q=demetnia"),
  at("list-all-and-some", "/case-studies?q=dementia+Wales"),
  at("list-none-yet", "/case-studies?q=isolated+older+men"),
  at("list-nearest", "/case-studies?q=dementia&country=FI&strand=community"),
  at("suggestions", "/case-studies/suggest?q=dem"),
  at("list-empty", "/case-studies?strand=workforce&theme=dementia-and-memory"),
  at("list-past-the-end", "/case-studies?page=99"),
  at("case-community", "/case-studies/house-of-memories"),
  at("case-workforce", "/case-studies/ma-supporting-team-wellbeing"),
  at("list-shortlist", "/case-studies?theme=carers&shortlist=house-of-memories&shortlist=azure-ireland"),
  at("list-shortlist-gone", "/case-studies?shortlist=no-such-case&shortlist=azure-ireland"),
  at("case-shortlist", "/case-studies/house-of-memories?shortlist=house-of-memories&shortlist=azure-ireland"),
  at("compare-how", "/compare"),
  at("compare-one", "/compare?case=azure-ireland"),
  at("compare-two", "/compare?case=azure-ireland&case=house-of-memories"),
  at("compare-four", `/compare?${FIVE.slice(0, 4).join("&")}`),
  at("compare-differences", `/compare?${FIVE.slice(0, 3).join("&")}&show=differences`),
  at("compare-which", `/compare?${FIVE.join("&")}`),
  at("compare-which-again", `/compare?case=azure-ireland&${FIVE.join("&").replaceAll("case=", "shortlist=")}`),
  at("compare-gone", "/compare?case=no-such-case&case=azure-ireland&case=house-of-memories"),
  at("compare-pack", `/compare/pack?${FIVE.slice(0, 3).join("&")}`),
  at("compare-pack-of-five", `/compare/pack?${FIVE.join("&")}`),
  at("map-shortlist", "/case-studies?view=map&shortlist=azure-ireland"),
  at("thoughts", "/share-your-thoughts"),
  {
    name: "thoughts-errors",
    go: async ({ page }) => {
      await page.goto("/share-your-thoughts");
      await refused(page, 422, () => page.getByRole("button", { name: "Send your thoughts" }).click());
    },
  },
  at("thoughts-sent", "/share-your-thoughts/sent"),
  at("concern", "/case-studies/house-of-memories/concern"),
  {
    name: "concern-errors",
    go: async ({ page }) => {
      await page.goto("/case-studies/house-of-memories/concern");
      await refused(page, 422, () => page.getByRole("button", { name: "Send the report" }).click());
    },
  },
  at("concern-sent", "/case-studies/house-of-memories/concern/sent"),
  at("claim", "/case-studies/house-of-memories/claim"),
  {
    name: "claim-errors",
    go: async ({ page }) => {
      await page.goto("/case-studies/house-of-memories/claim");
      await refused(page, 422, () => page.getByRole("button", { name: "Send it to us" }).click());
    },
  },
  at("claim-sent", "/case-studies/house-of-memories/claim/sent"),
  at("ask-sent", "/case-studies/house-of-memories/ask/sent"),
  at("ask-passed-on", "/case-studies/house-of-memories/ask/passed-on"),
  { name: "ask-link-used-up", go: ({ page }) => refused(page, 404, () => page.goto(`/ask/${"0".repeat(64)}`)) },
  at("map-europe", "/case-studies?view=map"),
  at("map-world", "/case-studies?view=map&area=world"),
  at("map-closer", "/case-studies?view=map&theme=mental-health&area=53.6,-1.9,150"),
  at("map-empty", "/case-studies?view=map&strand=workforce&theme=dementia-and-memory"),
  at("themes", "/themes"),
  at("theme", "/themes/carers"),
  at("theme-empty", "/themes/pay-and-security"),
  at("audiences", "/audiences"),
  at("audience", "/audiences/older-people"),
  at("museums", "/museums"),
  at("museum", "/museums/dulwich-picture-gallery"),
  at("impact", "/impact"),
  at("impact-people", "/impact/people-counted"),
  at("about-evidence", "/about-evidence"),
  at("open-data", "/open-data"),
  at("about", "/about"),
  at("accessibility", "/accessibility"),
  at("privacy", "/privacy"),
  at("my-data", "/my-data"),
  { name: "my-data-link-ended", go: ({ page }) => refused(page, 404, () => page.goto(`/my-data/${"0".repeat(64)}`)) },
  { name: "not-found", go: ({ page }) => refused(page, 404, () => page.goto("/no/such/page")) },
];

const SECTIONS = caseStudy("", "");

/** What is wrong with a page of the form; with the first two, that nothing was answered. */
const FAULTS: Record<string, (page: Page) => Promise<void>> = {
  museum: async () => {},
  story: async () => {},
  lessons: (page) => box(page, "A quotation").fill("I came for the soup."),
  glance: (page) => box(page, "When did it start?").fill("last year"),
  evidence: (page) => box(page, "How many people took part?").fill("a roomful of people"),
  contact: (page) => box(page, "Email address").fill("nobody"),
  links: (page) => page.getByLabel("Web address of link 1").fill("ask us"),
};

const SUBMITTING: State[] = [
  at("submit-start", "/submit"),
  at("submit-short", "/submit/short"),
  {
    name: "submit-short-errors",
    go: async ({ page }) => {
      await page.goto("/submit/short");
      await page.getByLabel("What did you do").fill("Tea and objects.");
      await refused(page, 422, () => page.getByRole("button", { name: "Send it to us" }).click());
    },
  },
  {
    name: "submit-short-sent",
    go: async ({ page }) => {
      await inOwnWords(page);
      await page.getByRole("button", { name: "Send it to us" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
    },
  },
  {
    name: "submit-short-of-a-draft",
    go: async ({ page }) => {
      await inOwnWords(page);
      await page.getByRole("button", { name: "Save this and write it all yourself" }).click();
      await page.getByRole("link", { name: "Send it as it is, in your own words" }).click();
      await expect(page).toHaveURL(/\/short$/);
    },
  },
  {
    name: "submit-short-changed",
    go: async ({ page }) => {
      await inOwnWords(page);
      await page.getByRole("button", { name: "Save this and write it all yourself" }).click();
      await page.getByRole("link", { name: "Send it as it is, in your own words" }).click();
      await expect(page).toHaveURL(/\/short$/);
      const other = await page.context().newPage();
      await other.goto(page.url().replace(/\/short$/, "/story"));
      await box(other, "Why did you do it?").fill("People had nowhere to go on Tuesdays.");
      await saveAndContinue(other);
      await expect(other).not.toHaveURL(/\/story$/);
      await other.close();
      await page.getByLabel("What did you do").fill(SOUP.replace("soup", "tea"));
      await refused(page, 409, () => page.getByRole("button", { name: "Send it to us" }).click());
    },
  },
  at("submit-new", "/submit/new"),
  at("submit-link", "/submit/link"),
  at("submit-link-asked", "/submit/link?asked=yes"),
  {
    name: "submit-new-errors",
    go: async ({ page }) => {
      await page.goto("/submit/new");
      await page.getByLabel("Your email address").fill("nobody");
      await refused(page, 422, () => saveAndContinue(page));
    },
  },
  { name: "submit-tasks", go: ({ page }) => begin(page) },
  {
    name: "submit-no-cookies",
    go: async ({ page }) => {
      await page.goto("/submit/new");
      await page.getByLabel("Title").fill("Tea and objects");
      await page.context().clearCookies();
      await refused(page, 422, () => saveAndContinue(page));
      await expect(page.getByText("This site needs a cookie to know that the draft is yours.")).toBeVisible();
      await expect(page.getByLabel("Title")).toHaveValue("Tea and objects");
    },
  },
  {
    name: "submit-started-already",
    go: async ({ page }) => {
      await beginByHand(page);
      // Who comes next at this browser, and finds the first page by Back.
      await page.context().clearCookies();
      await page.goBack();
      await page.getByLabel("Title").fill("Tea and objects");
      await refused(page, 409, () => saveAndContinue(page));
    },
  },
  {
    name: "submit-done-here",
    go: async ({ page }) => {
      await begin(page);
      await page.getByRole("button", { name: "Done on this computer" }).click();
      await expect(page.getByText("You are done on this computer")).toBeVisible();
    },
  },
  {
    name: "submit-start-again",
    go: async ({ page, bank }) => {
      await started(page, bank);
      await page.goto("/submit");
    },
  },
  ...SECTIONS.map((section) => ({
    name: `submit-${section.slug}`,
    go: async ({ page, bank }: Stage) => {
      const { reference } = await started(page, bank);
      await page.goto(`/submit/${reference}/${section.slug}`);
    },
  })),
  ...Object.entries(FAULTS).map(([slug, answer]) => ({
    name: `submit-${slug}-errors`,
    go: async ({ page, bank }: Stage) => {
      const { reference } = await started(page, bank, "a draft with faults");
      await page.goto(`/submit/${reference}/${slug}`);
      await openAll(page);
      await answer(page);
      await saveAndWait(page);
      await page.goto(`/submit/${reference}/${slug}?from=check`);
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  })),
  {
    name: "submit-check-empty",
    go: async ({ page, bank }) => {
      const { reference } = await started(page, bank);
      await page.goto(`/submit/${reference}/check`);
    },
  },
  {
    name: "submit-check-refused",
    go: async ({ page, bank }) => {
      const { reference } = await started(page, bank);
      await page.goto(`/submit/${reference}/check`);
      await refused(page, 422, () => page.getByRole("button", { name: "Send your case study" }).click());
    },
  },
  {
    name: "submit-sent",
    go: async ({ page, bank }) => {
      const sent = await as(page, bank);
      await page.goto(`/submit/${sent.reference}/sent`);
    },
  },
  {
    name: "submit-standing",
    go: async ({ page, bank }) => {
      const sent = await as(page, bank);
      await page.goto(`/submit/${sent.reference}`);
    },
  },
  { name: "submit-published", go: atPublished },
  {
    name: "submit-new-version",
    go: async (stage) => {
      await atPublished(stage);
      await stage.page.getByRole("button", { name: "Change your published case study" }).click();
      await expect(stage.page.getByRole("link", { name: "Check your answers and send" })).toBeVisible();
    },
  },
  {
    name: "submit-letter-errors",
    go: async ({ page, bank }) => {
      const sent = await as(page, bank);
      await page.goto(`/submit/${sent.reference}/letter`);
      await refused(page, 422, () => page.getByRole("button", { name: "Send it to us" }).click());
    },
  },
  {
    name: "submit-colleagues",
    go: async ({ page, bank }) => {
      const sent = await as(page, bank);
      await page.goto(`/submit/${sent.reference}/colleagues`);
      await page.getByRole("button", { name: "Make a link" }).click();
    },
  },
  {
    name: "submit-preview",
    go: async ({ page, bank }) => {
      const sent = await as(page, bank);
      await page.goto(`/submit/${sent.reference}/preview`);
    },
  },
  {
    name: "submit-preview-new",
    go: async ({ page }) => {
      const { reference } = await begin(page);
      await page.goto(`/submit/${reference}/preview`);
    },
  },
  {
    name: "read-only-link",
    go: async ({ page, bank }) => {
      const sent = await as(page, bank);
      await page.goto(`/submit/${sent.reference}/colleagues`);
      await page.getByRole("button", { name: "Make a link" }).click();
      await page.getByRole("alert").getByRole("link").click();
    },
  },
  { name: "read-only-link-ended", go: ({ page }) => refused(page, 404, () => page.goto(`/read/${"0".repeat(64)}`)) },
  {
    name: "submit-not-saved",
    go: async ({ page, bank }) => {
      const { reference } = await started(page, bank, "a draft that is left");
      await page.goto(`/submit/${reference}/story`);
      await box(page, "What you did").fill("We carried boxes of objects from ward to ward.");
      await page.context().clearCookies();
      // Saving is tried before the form is sent.
      Watch.of(page).ignore(/answer 404: POST .*save_draft/);
      await refused(page, 404, () => saveAndContinue(page));
    },
  },
  {
    name: "submit-changes",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      const sent = await askedByNotes(page, bank);
      await page.context().clearCookies();
      await page.context().addCookies(sent.storageState.cookies);
      await page.goto(`/submit/${sent.reference}/changes`);
    },
  },
  {
    name: "submit-withdraw",
    go: async ({ page, bank }) => {
      const { reference } = await started(page, bank);
      await page.goto(`/submit/${reference}/withdraw`);
    },
  },
  {
    name: "track",
    go: async ({ page, bank }) => {
      const sent = await waiting(bank);
      await page.goto(trackingPath(await mailTo(bank, sent.email, "We have your case study")));
    },
  },
  { name: "yes", go: async (stage) => stage.page.goto((await asking(stage)).link) },
  {
    name: "yes-errors",
    go: async (stage) => {
      await stage.page.goto((await asking(stage)).link);
      await refused(stage.page, 422, () => stage.page.getByRole("button", { name: "Send us your words" }).click());
    },
  },
  {
    name: "yes-no",
    go: async (stage) => {
      const { link } = await meanwhile(stage, (moderator) => shown(moderator, stage.bank));
      await stage.page.goto(link);
      await stage.page.getByRole("button", { name: "No, do not publish it" }).click();
    },
  },
  {
    name: "yes-code",
    go: async (stage) => {
      await stage.page.goto((await asking(stage)).link);
      await stage.page.getByRole("button", { name: "Change something" }).click();
    },
  },
  { name: "track-broken", go: ({ page }) => refused(page, 404, () => page.goto(`/track/${"0".repeat(64)}`)) },
];

/** What a museum might write on the page of the short way. */
const SOUP =
  "Soup and objects on Tuesdays. Every Tuesday for a year, twelve people who live alone came to the museum for soup and an " +
  "hour with objects from the store. Volunteers chose the objects with them. Nine of the twelve said that they felt less " +
  "alone, and four now come to help.";

/** Fills in the page of the short way. */
async function inOwnWords(page: Page): Promise<void> {
  await page.goto("/submit/short");
  await page.getByLabel("What did you do").fill(SOUP);
  await page.getByLabel("Your museum").fill("Example Museum of Soup");
  await page.getByLabel("Town or city").fill("Exampleton");
  await page.getByLabel("Your email address").fill(mailbox());
  for (const box of await page.getByRole("checkbox").all()) await box.check();
}

const made = new Map<string, Promise<unknown>>();

/**
 * What several states are looked at on, and none of them changes, is made once for each bank. A state that changes
 * what the next would see makes its own.
 */
function once<T>(bank: Bank, what: string, make: () => Promise<T>): Promise<T> {
  const key = `${bank.url} ${what}`;
  const known = (made.get(key) as Promise<T> | undefined) ?? make();
  made.set(key, known);
  return known;
}

/** Sits down at the browser that a case study was begun in. */
async function started(page: Page, bank: Bank, what = "draft"): Promise<Sent> {
  const draft = await once(bank, what, () => begun(bank));
  await page.context().addCookies(draft.storageState.cookies);
  return draft;
}

/** A case study that waits for review. */
function waiting(bank: Bank): Promise<Sent> {
  return once(bank, "sent", () => submitted(bank));
}

/** Sits down at the browser that a case study was sent from. */
async function as(page: Page, bank: Bank): Promise<Sent> {
  const sent = await waiting(bank);
  await page.context().addCookies(sent.storageState.cookies);
  return sent;
}

/** What a moderator does meanwhile, at another machine. */
async function meanwhile<T>({ page, bank }: Stage, act: (moderator: Page) => Promise<T>): Promise<T> {
  const context = await page.context().browser()?.newContext({ baseURL: bank.url });
  const moderator = await context?.newPage();
  if (!context || !moderator) throw new Error("there is no second browser");
  await signInOnce(moderator, bank, MODERATOR);
  const done = await act(moderator);
  await context.close();
  return done;
}

/** A case whose museum is asked about its page, with the mailed link to that. */
function asking(stage: Stage): ReturnType<typeof shown> {
  return once(stage.bank, "shown", () => meanwhile(stage, (moderator) => shown(moderator, stage.bank)));
}

/** A case that everybody can read. */
function openToAll(stage: Stage): ReturnType<typeof published> {
  return once(stage.bank, "published", () => meanwhile(stage, (moderator) => published(moderator, stage.bank)));
}

/** A museum at the page about its published case study. */
async function atPublished(stage: Stage): Promise<void> {
  const { sent } = await openToAll(stage);
  await stage.page.context().addCookies(sent.storageState.cookies);
  await stage.page.goto(`/submit/${sent.reference}`);
}

/** A moderator with a case in review. */
async function reviewing({ page, bank }: Stage): Promise<Sent> {
  const sent = await submitted(bank);
  await signInOnce(page, bank, MODERATOR);
  await takeOn(page, sent);
  return sent;
}

/** The same, with one that nothing else happens to. */
async function reading(stage: Stage): Promise<Sent> {
  const sent = await once(stage.bank, "in review", () => reviewing(stage));
  await signInOnce(stage.page, stage.bank, MODERATOR);
  return sent;
}

/** A reader reports a concern, and a moderator signs in. */
async function aboutACase({ page, bank }: Stage): Promise<void> {
  await once(bank, "concern", async () => {
    await page.goto("/case-studies/house-of-memories/concern");
    await page.getByLabel("Someone can be recognised").check();
    await page.getByLabel("What did you see?").fill("The third paragraph says more about one person than it should.");
    await page.getByRole("button", { name: "Send the report" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you for telling us");
  });
  await signInOnce(page, bank, MODERATOR);
}

const onDesk = (name: string, last: string): State => ({
  name,
  go: async (stage) => {
    const sent = await reading(stage);
    await stage.page.goto(`/moderate/cases/${sent.reference}/${last}`);
  },
});

const MODERATING: State[] = [
  at("sign-in", "/account/sign-in"),
  {
    name: "sign-in-errors",
    go: async ({ page }) => {
      await page.goto("/account/sign-in");
      await refused(page, 422, () => page.getByRole("main").getByRole("button", { name: "Sign in" }).click());
    },
  },
  {
    name: "sign-in-no-cookies",
    go: async ({ page }) => {
      await page.goto("/account/sign-in");
      await page.getByLabel("Email address").fill(SUBMITTER.email);
      await page.getByLabel("Password", { exact: true }).fill(SUBMITTER.password);
      await page.context().clearCookies();
      await refused(page, 422, () => page.getByRole("main").getByRole("button", { name: "Sign in" }).click());
      await expect(page.getByLabel("Email address")).toHaveValue(SUBMITTER.email);
    },
  },
  {
    name: "account-drafts",
    go: async ({ page }) => {
      await begin(page);
      await signIn(page, SUBMITTER);
      await expect(page).toHaveURL("/account/drafts");
    },
  },
  { name: "account", go: ({ page }) => signIn(page, SUBMITTER) },
  at("sign-in-password-changed", "/account/sign-in?password=changed"),
  at("forgotten", "/account/forgotten"),
  at("forgotten-asked", "/account/forgotten?asked=yes"),
  {
    name: "forgotten-errors",
    go: async ({ page }) => {
      await page.goto("/account/forgotten");
      await refused(page, 422, () => page.getByRole("button", { name: "Email me a link" }).click());
    },
  },
  { name: "link-ended", go: ({ page }) => refused(page, 404, () => page.goto(`/account/new-password/${"0".repeat(64)}`)) },
  {
    name: "new-password",
    go: async ({ page, bank }) => {
      await page.goto("/account/forgotten");
      await page.getByLabel("Your email address").fill(ADMIN.email);
      await page.getByRole("button", { name: "Email me a link" }).click();
      await page.goto(accountPath(await mailTo(bank, ADMIN.email, "Choose a new password")));
    },
  },
  signedInAt("account-password", SUBMITTER, "/account/password"),
  {
    name: "account-password-errors",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, SUBMITTER);
      await page.goto("/account/password");
      await refused(page, 422, () => page.getByRole("button", { name: "Change it" }).click());
    },
  },
  signedInAt("upkeep", MODERATOR, "/moderate/upkeep"),
  signedInAt("privacy-words", ADMIN, "/moderate/privacy"),
  signedInAt("account-sessions", SUBMITTER, "/account/sessions"),
  signedInAt("second-factor", SUBMITTER, "/account/second-factor"),
  signedInAt("people", ADMIN, "/moderate/people"),
  signedInAt("people-invited", ADMIN, "/moderate/people?done=invited"),
  {
    name: "people-errors",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, ADMIN);
      await page.goto("/moderate/people");
      await refused(page, 422, () => page.getByRole("button", { name: "Send the invitation" }).click());
    },
  },
  {
    name: "person",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, ADMIN);
      await page.goto("/moderate/people");
      await page.getByRole("link", { name: MODERATOR.name }).click();
    },
  },
  {
    name: "person-last-admin",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, ADMIN);
      await page.goto("/moderate/people");
      await page.getByRole("main").getByRole("link", { name: ADMIN.name }).click();
      await refused(page, 422, () => page.getByRole("button", { name: "Stop the account" }).click());
    },
  },
  {
    name: "invitation",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, ADMIN);
      const email = mailbox("colleague");
      await page.goto("/moderate/people");
      await page.getByLabel("Their email address").fill(email);
      await page.getByLabel("Their name").fill("New Colleague");
      await page.getByRole("button", { name: "Send the invitation" }).click();
      await page.goto(accountPath(await mailTo(bank, email, "You are invited")));
    },
  },
  {
    name: "forbidden",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, SUBMITTER);
      await refused(page, 403, () => page.goto("/moderate"));
    },
  },
  {
    name: "queue",
    go: async (stage) => {
      await reading(stage);
      await stage.page.goto("/moderate");
    },
  },
  {
    name: "queue-with-museums",
    go: async (stage) => {
      await asking(stage);
      await signInOnce(stage.page, stage.bank, MODERATOR);
      await stage.page.goto("/moderate?tab=awaiting-yes");
    },
  },
  {
    name: "queue-searched",
    go: async (stage) => {
      await reading(stage);
      await stage.page.goto("/moderate?q=museum&assigned=me");
    },
  },
  {
    name: "queue-several-refused",
    go: async (stage) => {
      await reading(stage);
      await stage.page.goto("/moderate?tab=mine");
      await refused(stage.page, 422, () => stage.page.getByRole("button", { name: "Assign", exact: true }).click());
    },
  },
  {
    name: "queue-with-keys",
    go: async ({ page, bank }) => {
      await waiting(bank);
      await signInOnce(page, bank, OTHER_MODERATOR);
      await keysOn(page);
      await page.goto("/moderate");
    },
  },
  {
    name: "queue-empty",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate?status=withdrawn&strand=workforce");
    },
  },
  {
    name: "case-waiting",
    go: async ({ page, bank }) => {
      const sent = await waiting(bank);
      await signInOnce(page, bank, MODERATOR);
      await openCase(page, sent);
    },
  },
  {
    name: "case-like-another",
    go: async ({ page, bank }) => {
      const sent = await submitted(bank, "Azure: a national network of dementia-inclusive gallery tours");
      await signInOnce(page, bank, MODERATOR);
      await openCase(page, sent);
    },
  },
  {
    name: "case-join",
    go: async ({ page, bank }) => {
      const sent = await waiting(bank);
      await signInOnce(page, bank, MODERATOR);
      await openCase(page, sent);
      await page.getByText("It is a new version of another page").click();
      await page.getByLabel("Address of the page, or its reference").fill("azure-ireland");
      await page.getByRole("button", { name: "See what will happen" }).click();
    },
  },
  {
    name: "case-join-no-such-page",
    go: async ({ page, bank }) => {
      const sent = await waiting(bank);
      await signInOnce(page, bank, MODERATOR);
      await openCase(page, sent);
      await page.getByText("It is a new version of another page").click();
      await refused(page, 422, () => page.getByRole("button", { name: "See what will happen" }).click());
    },
  },
  { name: "case-in-review", go: reviewing },
  {
    name: "case-for-two-people",
    go: async ({ page, bank }) => {
      const sent = await submitted(bank, freshTitle("A case for two"), {}, { content_notes: ["bereavement-or-baby-loss"] });
      await signInOnce(page, bank, MODERATOR);
      await openCase(page, sent);
    },
  },
  onDesk("case-tags", "tags"),
  onDesk("case-ask-yes-not-ready", "ask-yes"),
  {
    name: "case-ask-yes",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      const sent = await labelled(page, bank);
      await page.goto(`/moderate/cases/${sent.reference}/ask-yes`);
      await page.getByLabel("A question for them").fill(QUESTION);
      await page.getByRole("button", { name: "Show me the email first" }).click();
    },
  },
  {
    name: "case-awaiting-yes",
    go: async (stage) => {
      const { sent } = await asking(stage);
      await signInOnce(stage.page, stage.bank, MODERATOR);
      await openCase(stage.page, sent);
    },
  },
  onDesk("case-edit", "edit"),
  onDesk("case-edit-museum", "edit?part=museum"),
  onDesk("case-edit-one", "edit/did"),
  {
    name: "case-edit-errors",
    go: async (stage) => {
      const sent = await reading(stage);
      await stage.page.goto(`/moderate/cases/${sent.reference}/edit/did`);
      await refused(stage.page, 422, () => stage.page.getByRole("button", { name: "Save", exact: true }).click());
    },
  },
  {
    name: "case-prepare",
    go: async ({ page, bank }) => {
      const sent = await submittedInOnePiece(bank, OWN_WORDS);
      await signInOnce(page, bank, MODERATOR);
      await takeOn(page, sent);
      await page.goto(`/moderate/cases/${sent.reference}/prepare`);
    },
  },
  {
    name: "case-not-publishable",
    go: async ({ page, bank }) => {
      const sent = await submittedInOnePiece(bank, OWN_WORDS);
      await signInOnce(page, bank, MODERATOR);
      await takeOn(page, sent);
      await refused(page, 422, () => page.getByRole("button", { name: "Approve and publish" }).click());
    },
  },
  {
    name: "bank-case",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/bank/house-of-memories");
    },
  },
  {
    name: "case-notes",
    go: async (stage) => {
      const sent = await reviewing(stage);
      await openCase(stage.page, sent);
      await writeNote(stage.page, "did", "Which room did they meet in?", "The museum, with the next request");
    },
  },
  {
    name: "case-note-errors",
    go: async (stage) => {
      const sent = await reading(stage);
      await openCase(stage.page, sent);
      const part = stage.page.locator("#notes-did");
      await part.locator("summary").click();
      await refused(stage.page, 422, () => part.getByRole("button", { name: "Save the note" }).click());
    },
  },
  {
    name: "case-changes-by-notes",
    go: async (stage) => {
      const sent = await reviewing(stage);
      await openCase(stage.page, sent);
      await writeNote(stage.page, "did", "Which room did they meet in?", "The museum, with the next request");
      await stage.page.goto(`/moderate/cases/${sent.reference}/changes`);
    },
  },
  onDesk("case-changes", "changes"),
  {
    name: "case-changes-errors",
    go: async (stage) => {
      const sent = await reading(stage);
      await stage.page.goto(`/moderate/cases/${sent.reference}/changes`);
      await refused(stage.page, 422, () => stage.page.getByRole("button", { name: "Send this to the museum" }).click());
    },
  },
  {
    name: "case-missing-errors",
    go: async (stage) => {
      const sent = await reviewing(stage);
      await openCase(stage.page, sent);
      await stage.page.getByLabel("It is not clear who it was for, or why").check();
      await stage.page.getByLabel("In your own words").fill("Which room did they meet in?");
      await refused(stage.page, 422, () => stage.page.getByRole("button", { name: "Ask for these, and read the next" }).click());
    },
  },
  onDesk("case-decline", "decline"),
  onDesk("case-approve-letter", "approve-and-publish"),
  {
    name: "bank-feature",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/bank/house-of-memories/feature");
    },
  },
  {
    name: "bank-take-down",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/bank/house-of-memories/take-down");
    },
  },
  onDesk("case-preview", "preview"),
  onDesk("case-letter", "letter"),
  {
    name: "case-letter-after-signing-out",
    go: async (stage) => {
      const sent = await reviewing(stage);
      const { page } = stage;
      await page.goto(`/moderate/cases/${sent.reference}/changes`);
      await page.getByLabel("What to change").fill("Please say how many people came, and how you counted.");
      await page.context().clearCookies();
      await refused(page, 403, () => page.getByRole("button", { name: "Send this to the museum" }).click());
    },
  },
  {
    name: "case-letter-after-signing-in-again",
    go: async (stage) => {
      const sent = await reviewing(stage);
      const { page } = stage;
      await page.goto(`/moderate/cases/${sent.reference}/changes`);
      await page.getByLabel("What to change").fill("Please say how many people came, and how you counted.");
      await page.context().clearCookies();
      await refused(page, 403, () => page.getByRole("button", { name: "Send this to the museum" }).click());
      await page.getByLabel("Email address").fill(MODERATOR.email);
      await page.getByLabel("Password", { exact: true }).fill(MODERATOR.password);
      await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("button", { name: "Send it now" })).toBeVisible();
    },
  },
  {
    name: "ask",
    go: async (stage) => {
      const { page } = stage;
      const { address } = await openToAll(stage);
      await page.goto(`${address}/ask`);
    },
  },
  {
    name: "ask-errors",
    go: async (stage) => {
      const { page } = stage;
      const { address } = await openToAll(stage);
      await page.goto(`${address}/ask`);
      await refused(page, 422, () => page.getByRole("button", { name: "Email me the link" }).click());
    },
  },
  {
    name: "messages",
    go: async (stage) => {
      await aboutACase(stage);
      await stage.page.goto("/moderate/messages");
    },
  },
  {
    name: "thoughts-list",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/thoughts");
    },
  },
  {
    name: "intake",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/intake");
    },
  },
  {
    name: "messages-handled-none",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/messages?state=handled&page=9");
    },
  },
  {
    name: "message",
    go: async (stage) => {
      await aboutACase(stage);
      await stage.page.goto("/moderate/messages");
      await stage.page.getByRole("row").getByRole("link").first().click();
    },
  },
  {
    name: "mails",
    go: async ({ page, bank }) => {
      await signInOnce(page, bank, MODERATOR);
      await page.goto("/moderate/mails");
    },
  },
  {
    name: "case-published",
    go: async (stage) => {
      await reviewing(stage);
      await decide(stage.page, "Approve and publish", "Published");
    },
  },
  {
    name: "case-conflict",
    go: async (stage) => {
      const sent = await reviewing(stage);
      await decide(stage.page, "Approve and publish", "Published");
      await refused(stage.page, 409, () => stage.page.goto(`/moderate/cases/${sent.reference}/changes`));
    },
  },
];

const folder = process.env.SCREENSHOTS;

for (const state of [...READING, ...SUBMITTING, ...MODERATING]) {
  test(state.name, async ({ page, bank }) => {
    await state.go({ page, bank });
    await validHtml(page, state.name);
    await islands(page, state.name);
    await page.setViewportSize(ZOOMED);
    await usable(page, `${state.name} at 320 px, as at 400 %`);
    expect.soft(await covered(page), `${state.name} at 400 %`).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
    await stillUsable(page, `${state.name} at 1280 px, dark`);
    expect.soft(await tooWide(page), `${state.name} at 1280 px, letters twice as large`).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 390, height: 844 });
    expect.soft(await barriers(page), `${state.name} at 390 px`).toEqual([]);
    await spacedOut(page, state.name);
    expect.soft(await tooWide(page), `${state.name} at 390 px, letters twice as large`).toEqual([]);
    if (folder) await pictures(page, folder, state.name);
  });
}

/** Islands are where they are said to be, so that their journeys run with scripts and without. */
async function islands(page: Page, name: string): Promise<void> {
  const { pathname } = new URL(page.url());
  const island = (await page.locator("leptos-island").count()) > 0;
  const said = WITH_ISLANDS.some((address) => address.test(pathname));
  expect.soft(island && !said, `${name}: an island at ${pathname} that support/once.ts does not name`).toBe(false);
}

/** WCAG 1.4.12: with more space between letters, words and lines nothing is cut off. */
async function spacedOut(page: Page, name: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
    const clipped = [...document.querySelectorAll<HTMLElement>("main *, header *, footer *")].filter((element) => {
      const style = getComputedStyle(element);
      const hides = [style.overflowX, style.overflowY].some((overflow) => overflow === "hidden" || overflow === "clip");
      const seen = element.checkVisibility({ visibilityProperty: true }) && element.clientHeight > 2 && element.innerText?.trim();
      return hides && seen && element.scrollHeight > element.clientHeight + 2;
    });
    const words = clipped.map((element) => `${element.tagName} “${element.innerText.trim().slice(0, 30)}” is cut off`);
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) words.push("the page scrolls sideways");
    document.adoptedStyleSheets = [];
    return words;
  });
  expect.soft(cut, `${name}, with more space between letters`).toEqual([]);
}

async function pictures(page: Page, into: string, name: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  for (const [width, scheme] of [[390, "light"], [1280, "light"], [1280, "dark"]] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: path.join(into, `${name}-${width}-${scheme}.png`), fullPage: true });
  }
}
