import { MODERATOR } from "../support/people.ts";
import { submitted } from "../support/quick.ts";
import { expect, test } from "./fixtures.ts";
import { mailed } from "./forms.ts";
import type { Person } from "./person.ts";

const IN = "main form[action='/account/sign-in'] button";
const ERRORS = ".error-summary";

async function signIn(person: Person): Promise<void> {
  await person.open("/account/sign-in");
  await person.fill("#email", MODERATOR.email);
  await person.fill("#password", MODERATOR.password);
  await person.send(IN);
  await person.arrives("/moderate");
}

test("sign in with a wrong and the right password", async ({ person }) => {
  await person.open("/account/sign-in");
  await person.fill("#email", MODERATOR.email);
  await person.fill("#password", "not this one");
  await person.send(IN);
  await person.find(ERRORS);
  expect(await person.value("#email")).toBe(MODERATOR.email);
  await signIn(person);
});

test("take it on, tags, an empty letter, a look at it, ask for changes", async ({ person, bank, seen }) => {
  const sent = await submitted(bank);
  const page = `/moderate/cases/${sent.reference}`;
  const action = (name: string) => `#decide form[action$='/${name}'] button`;
  await signIn(person);
  await person.send(`main a[href='${page}']`);
  await person.arrives(page);
  await person.send(action("assign"));
  await person.find(action("give-back"));
  const foot = await person.run<string>("return getComputedStyle(document.querySelector('#decide').parentElement).position + ' ' + getComputedStyle(document.querySelector('#decide')).position");
  await person.send(`#decide a[href$='/tags']`);
  await person.press("input[name=themes]:not(:checked)");
  await person.send("main form button[type=submit]:not([name])");
  await person.arrives(new RegExp(`^${page}`));
  await person.send(`#decide a[href$='/changes']`);
  const letter = "main form[action$='/changes'] button:not([name])";
  await person.send(letter);
  await person.find(ERRORS);
  await person.press("input[name=reason]");
  await person.fill("#message", "Please say how many people came.");
  await person.send("button[name=preview]");
  expect(await person.words("main")).toContain("Please say how many people came.");
  await person.send(letter);
  await person.arrives(new RegExp(`^${page}($|[?#])`));
  await mailed(bank, sent.email, (mail) => (mail.body.includes("Please say how many people came.") ? mail.subject : undefined));
  seen(`the museum is e-mailed; the panel is ${foot.includes("sticky") ? "sticky" : "in its place"}`);
});

test("publish, take down, put back, sign out, Back", async ({ person, another, bank, engine, seen }) => {
  const sent = await submitted(bank);
  const page = `/moderate/cases/${sent.reference}`;
  await signIn(person);
  await person.open(page);
  await person.send("#decide form[action$='/assign'] button");
  await person.send("#decide form[action$='/approve-and-publish'] button");
  const link = await person.find(".panel-public a");
  const address = String(await link.getDomAttribute("href"));
  const reader = await another();
  await reader.open(address);
  expect(await reader.words("h1")).toBe(sent.title);
  await person.send("#decide a[href$='/take-down']");
  await person.fill("#message", "The museum asked us to take it down for now.");
  await person.send("main form[action$='/take-down'] button:not([name])");
  await expect
    .poll(async () => {
      await reader.open(address);
      return reader.words("h1");
    })
    .not.toBe(sent.title);
  await person.send("#decide a[href$='/restore']");
  await person.fill("#message", "The museum agrees to it now, by phone.");
  await person.send("main form[action$='/restore'] button:not([name])");
  await expect
    .poll(async () => {
      await reader.open(address);
      return reader.words("h1");
    })
    .toBe(sent.title);
  await person.send("form[action='/account/sign-out'] button");
  // WebKit keeps even pages that nobody may keep, as long as they came without TLS.
  if (engine.name === "WebKit") return seen("Back shows something else over https only");
  await person.back();
  await person.find("#password");
  expect(await person.words("main")).not.toContain(sent.title);
});
