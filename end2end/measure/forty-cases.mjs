/**
 * Forty cases in an afternoon: what their decisions cost an officer, on two trees.
 *
 *   node measure/forty-cases.mjs before=http://127.0.0.1:8001 after=http://127.0.0.1:8002
 *   node measure/forty-cases.mjs before=by-hand after=http://127.0.0.1:8002
 *
 * Each is a server with an account `first-moderator@casebook.example` (see support/people.ts) and without rate limits;
 * the database should be a new one, for "next" leads to whatever waits. One of the two alone is measured alone.
 */
import { chromium, request } from "@playwright/test";
import { existsSync } from "node:fs";
import { firstWordAt, Hand, NOTHING, plus } from "./counting.mjs";
import { ANSWERS_BACK, send, story } from "./museum.mjs";
import { BY_HAND, WALKS } from "./walks.mjs";

const OFFICER = {
  email: process.env.OFFICER_EMAIL ?? "first-moderator@casebook.example",
  password: process.env.OFFICER_PASSWORD ?? "A long phrase for the first moderator",
};
const DESK = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

const CLEAN = ["clean: approve, publish, next", 18, ["clean"]];
const TAGS = ["the same with a wrong theme", 8, ["tags"]];
const DECLINED = ["declined", 4, ["decline"]];
const returned = (times) => ["returned once, and its second round", times, ["ask", "again"]];
const inOwnWords = (times, step) => ["returned, one wish in one's own words", times, [step, "again"]];

/**
 * Forty: how many of each kind, and how often each step is taken in one. Of the ten that are returned four are too vague
 * and two claim without evidence: what is asked of them is asked of many, and its words are ready. Two advertise and in two a
 * child can be recognised: what has to go there is said in one's own words.
 */
const MIX = {
  before: [CLEAN, TAGS, returned(6), inOwnWords(4, "ask"), DECLINED],
  after: [CLEAN, TAGS, returned(6), inOwnWords(4, "askInOwnWords"), DECLINED],
};
/** The same where no second wish is ready. */
const OWN = {
  before: [CLEAN, TAGS, inOwnWords(10, "ask"), DECLINED],
  after: [CLEAN, TAGS, inOwnWords(10, "askInOwnWords"), DECLINED],
};
/** The same forty where five of the ten are returned for a typo alone: what staff can mend is not sent back. */
const MENDED = {
  before: [CLEAN, TAGS, returned(3), inOwnWords(2, "ask"), ["a typo", 5, ["askForTypo", "again"]], DECLINED],
  after: [CLEAN, TAGS, returned(3), inOwnWords(2, "askInOwnWords"), ["a typo", 5, ["typo"]], DECLINED],
};

const browser = await chromium.launch({
  executablePath: process.env.CASEBOOK_BROWSER ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync),
  args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-dev-shm-usage"] : [],
});
let made = 0;

async function submit(tree, baseURL) {
  const api = await request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } });
  try {
    return await send(api, tree, story(made++));
  } finally {
    await api.dispose();
  }
}

async function signedIn(baseURL) {
  const context = await browser.newContext({ baseURL, viewport: DESK });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto("/account/sign-in");
  await page.locator("main input[type=email]").fill(OFFICER.email);
  await page.locator("main input[type=password]").fill(OFFICER.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).first().waitFor();
  return page;
}

const href = (sent) => `/moderate/cases/${sent.reference}`;

/** Where a decision waits a while, it is carried out at once: that is no part of the count. */
async function carriedOut(page, sent) {
  await page.goto(href(sent));
  const now = page.getByRole("button", { name: /^Do it now/ });
  if (await now.count()) await Promise.all([page.waitForEvent("load"), now.first().click()]);
}

async function measure(tree, baseURL) {
  const walks = WALKS[tree];
  const page = await signedIn(baseURL);
  const hand = new Hand(page);
  // What "next" leads to while the others are decided.
  for (let spare = 0; spare < 2; spare += 1) await submit(tree, baseURL);
  const costs = {};
  const walk = async (name, sent) => {
    await hand.open(href(sent));
    await walks[name](hand);
    costs[name] = hand.cost();
    // A walk that did not get through would be cheap.
    const { pathname } = new URL(page.url());
    if (!/^\/moderate\/cases\/WB-/.test(pathname) || pathname === href(sent)) throw new Error(`${name} ends at ${page.url()}`);
  };
  for (const name of ["clean", "tags", "decline", "typo", "askForTypo", "askInProse", "askInOwnWords", "askByNotes"]) {
    if (walks[name]) await walk(name, await submit(tree, baseURL));
  }

  const returned = await submit(tree, baseURL);
  await walk("ask", returned);
  await carriedOut(page, returned);
  const museum = await (await browser.newContext({ baseURL, storageState: returned.cookies })).newPage();
  await ANSWERS_BACK[tree](museum, returned);
  await walk("again", returned);

  const pixels = {};
  const read = await submit(tree, baseURL);
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.goto(href(read));
    pixels[size.width] = await firstWordAt(page, read.need);
  }
  const more = tree === "after" ? await promises(page, hand, read, baseURL) : [];
  return { costs, pixels, more };
}

/** What holds of this tree alone. */
async function promises(page, hand, sent, baseURL) {
  const found = [];
  const says = (what, value, fine) => found.push(`${fine ? "yes" : "NO "}  ${what}: ${value}`);
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.goto(href(sent));
    for (const key of ["summary", "need"]) {
      const bar = page.locator(".review-bar");
      const foot = (await bar.isVisible()) ? (await bar.boundingBox()).y : size.height;
      const at = await firstWordAt(page, sent[key]);
      says(`the first word of the ${key} ends above the foot of the first screen, ${size.width} x ${size.height}`, `${at} of ${Math.round(foot)} px`, at !== null && at <= foot);
    }
  }
  await page.evaluate(() => document.querySelector("#did, #notes-did").scrollIntoView());
  const decide = page.locator(".review-bar a").first();
  const box = await decide.boundingBox();
  says("in the middle of the text, the way to the decision is on a phone's screen", box ? `at ${Math.round(box.y)} of ${PHONE.height} px` : "not there", box !== null && box.y + box.height <= PHONE.height);
  await decide.click();
  says("one press later so is the first button", "seen", await inView(page.locator("#decide button").first()));

  await page.setViewportSize(DESK);
  await hand.open(href(sent));
  await WALKS.after.correct(hand);
  const cost = hand.cost();
  says("a typo before publication, at most 4 presses", `${cost.presses} presses, ${cost.loads} loads, ${cost.words} word`, cost.presses <= 4);

  const live = await submit("after", baseURL);
  await page.goto(href(live));
  await page.getByRole("button", { name: "Approve and publish", exact: true }).click();
  await page.waitForLoadState("load");
  await carriedOut(page, live);
  await hand.open(href(live));
  await WALKS.after.correct(hand);
  const public_ = hand.cost();
  says("a typo after publication, at most 4 presses", `${public_.presses} presses, ${public_.loads} loads, ${public_.words} word`, public_.presses <= 4);
  return found;
}

async function inView(what) {
  const box = await what.boundingBox();
  const size = what.page().viewportSize();
  return box !== null && box.y >= 0 && box.y + box.height <= size.height;
}

function total(rows, costs) {
  return rows.reduce((sum, [, times, steps]) => plus(sum, one(steps, costs), times), NOTHING);
}

function one(steps, costs) {
  return steps.reduce((sum, step) => plus(sum, costs[step]), NOTHING);
}

const KINDS = ["presses", "loads", "words"];
const WIDE = 50;

/** One line: before, after and after as a part of before. */
function line(words, before, after) {
  const cell = (cost, kind) => (cost ? String(cost[kind]) : "-").padStart(6);
  const ratio = (kind) => (before?.[kind] && after ? (after[kind] / before[kind]).toFixed(2) : "-").padStart(6);
  console.log(words.padEnd(WIDE), ...KINDS.map((kind) => `${cell(before, kind)}${cell(after, kind)}${ratio(kind)} |`));
}

function report({ before, after }) {
  console.log("".padEnd(WIDE), ...KINDS.map((kind) => `${kind.padEnd(18)} |`));
  console.log("".padEnd(WIDE), ...KINDS.map(() => "before after ratio |"));
  for (const [at, [words, times, steps]] of MIX.before.entries()) {
    line(`${words} (each of ${times})`, before && one(steps, before.costs), after && one(MIX.after[at][2], after.costs));
  }
  line("a typo, and approved (each)", before && one(["askForTypo", "again"], before.costs), after && one(["typo"], after.costs));
  line("returned by two notes at the answers (each)", before && one(["ask", "again"], before.costs), after && one(["askByNotes", "again"], after.costs));
  line("returned, asked in one message (each)", before && one(["ask", "again"], before.costs), after && one(["askInProse", "again"], after.costs));
  for (const [words, mix] of [
    ["FORTY", MIX],
    ["FORTY: no second wish is ready", OWN],
    ["FORTY: of ten returns five are for a typo", MENDED],
  ]) {
    line(words, before && total(mix.before, before.costs), after && total(mix.after, after.costs));
  }
  for (const width of [DESK.width, PHONE.width]) {
    const [was, is] = [before?.pixels[width], after?.pixels[width]];
    const ratio = was && is ? (is / was).toFixed(2) : "-";
    console.log(`pixels to the first word of the story at ${width}`.padEnd(WIDE), String(was ?? "-").padStart(6), String(is ?? "-").padStart(6), ratio.padStart(6));
  }
  for (const words of after?.more ?? []) console.log(words);
}

const results = {};
for (const argument of process.argv.slice(2)) {
  if (argument === "before=by-hand") {
    results.before = BY_HAND;
    continue;
  }
  const [, tree, url] = /^(before|after)=(https?:\/\/.*)$/.exec(argument) ?? [];
  if (!tree) throw new Error(`"${argument}" is not understood: say before=http://…, before=by-hand or after=http://…`);
  results[tree] = await measure(tree, url.replace(/\/$/, ""));
}
await browser.close();
if (Object.keys(results).length === 0) throw new Error("Say before=http://… or after=http://…, or both.");
report(results);
