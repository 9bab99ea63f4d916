/**
 * Three emails as museums wrote them, prepared for publication: what it costs a moderator, and how far the museum's words are
 * from the field that is filled from them.
 *
 *   node measure/three-emails.mjs http://127.0.0.1:8002
 *
 * A server with an account `first-moderator@casebook.example` (see support/people.ts) and without rate limits. What is said of
 * a field: the gap between the words that it is filled from and the field, as the window shows both; and how far somebody has
 * to scroll before those words are in sight.
 */
import { chromium } from "@playwright/test";
import { existsSync } from "node:fs";
import { Hand } from "./counting.mjs";
import { PLANS, prepare, textOf, typing } from "./preparing.mjs";

const OFFICER = {
  email: process.env.OFFICER_EMAIL ?? "first-moderator@casebook.example",
  password: process.env.OFFICER_PASSWORD ?? "A long phrase for the first moderator",
};
const WINDOWS = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];
const baseURL = process.argv[2];
if (!baseURL) throw new Error("Which server? node measure/three-emails.mjs http://127.0.0.1:8002");

const browser = await chromium.launch({
  executablePath: process.env.CASEBOOK_BROWSER ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync),
  args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-dev-shm-usage"] : [],
});

for (const viewport of WINDOWS) {
  for (const mail of Object.keys(PLANS)) {
    const museum = await browser.newContext({ baseURL });
    const reference = await send(await museum.newPage(), mail);
    await museum.close();
    const context = await browser.newContext({ baseURL, viewport });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`/moderate/cases/${reference}`);
    await page.getByRole("button", { name: "Take it on and start the review" }).click();
    await page.waitForLoadState("load");
    const hand = new Hand(page);
    const fields = [];
    await prepare(hand, PLANS[mail], async (box, begins) => {
      await box.focus();
      fields.push({ field: await box.getAttribute("name"), ...(await box.evaluate(distance, begins)) });
    });
    const { words, again } = typing(PLANS[mail], textOf(mail));
    const sorted = (key) => fields.map((one) => one[key]).sort((one, other) => one - other);
    const middle = (list) => list[Math.floor(list.length / 2)];
    const [gaps, scrolls] = [sorted("gap"), sorted("scroll")];
    console.log(
      `${mail} at ${viewport.width}: ${hand.presses} presses, ${hand.loads} loads, ${words} words typed, ${again} of them again; ` +
        `${fields.length} fields: gap ${middle(gaps)} px in the middle, ${gaps.at(-1)} at most; ` +
        `${scrolls.filter((one) => one > 0).length} with the words out of sight, ${scrolls.at(-1)} px to scroll at most`,
    );
    if (process.env.EACH) console.table(fields);
    if (process.env.SCREENSHOTS) await picture(page, reference, mail, viewport);
    await context.close();
  }
}
await browser.close();

/** In the page: between the words and the field, as both stand in the window. */
function distance(field, begins) {
  const words = [...document.querySelectorAll(".pieces p")].find((one) => one.checkVisibility() && one.textContent.includes(begins));
  if (!words) return { gap: Number.NaN, scroll: Number.NaN };
  const panel = document.querySelector(".beside-words").getBoundingClientRect();
  const [from, to] = [words.getBoundingClientRect(), field.getBoundingClientRect()];
  // What shows of it: in the panel, in the window.
  const [top, bottom] = [Math.max(panel.top, 0), Math.min(panel.bottom, window.innerHeight)];
  const shown = { top: Math.min(Math.max(from.top, top), bottom), bottom: Math.max(Math.min(from.bottom, bottom), top) };
  const scroll = from.bottom <= top ? top - from.bottom + 24 : from.top >= bottom ? from.top - bottom + 24 : 0;
  const across = Math.max(0, to.left - from.right, from.left - to.right);
  const down = Math.max(0, to.top - shown.bottom, shown.top - to.bottom);
  return { gap: Math.round(Math.hypot(across, down)), scroll: Math.round(scroll) };
}

async function signIn(page) {
  await page.goto("/account/sign-in");
  await page.locator("main input[type=email]").fill(OFFICER.email);
  await page.locator("main input[type=password]").fill(OFFICER.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).first().waitFor({ state: "attached" });
}

/** Sends an email the short way; nothing of this is counted. */
async function send(page, mail) {
  await page.goto("/submit/short");
  await page.locator("[name=own_words]").fill(textOf(mail));
  await page.locator("[name=museum]").fill("Example North");
  await page.locator("[name=town]").fill("Trafford");
  await page.locator("[name=contact_email]").fill(`${mail}-${process.pid}-${Date.now()}@museum.example`);
  for (const tick of await page.locator("input[name=declarations]").all()) await tick.check();
  await page.getByRole("button", { name: "Send it to us" }).click();
  await page.locator(".confirmation").waitFor();
  return /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator(".confirmation").textContent())[0];
}

async function picture(page, reference, mail, { width }) {
  await page.goto(`/moderate/cases/${reference}/prepare`);
  await page.screenshot({ path: `${process.env.SCREENSHOTS}/${mail}-${width}.png` });
  await page.locator("[name=summary]").focus();
  await page.screenshot({ path: `${process.env.SCREENSHOTS}/${mail}-${width}-summary.png` });
}
