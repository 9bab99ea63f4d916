import { COMPLETE } from "../support/case-study.ts";
import { Door } from "./door.ts";
import { expect, test } from "./fixtures.ts";
import { answer, awake, begin, code, GO_ON, inOneLine, mailed, openPage, SAVED, STATUS, trackingPath } from "./forms.ts";
import { Key } from "./person.ts";

const NEED = "textarea[name=need]";
const DID = "textarea[name=did]";
const WARNING = ".save-status-warning";
const WORDS = (COMPLETE.story ?? []).map((one) => inOneLine(one.answers[0] ?? ""));
const ERRORS = ".error-summary";

test("begin: an empty form, the focus on what is wrong, Back", async ({ person, seen }) => {
  await person.open("/submit");
  await person.press('main a[href="/submit/new"]');
  await person.arrives(/^\/submit\/new/);
  await person.send("form[action^='/submit/new'] button");
  await person.find(ERRORS);
  expect(await person.focused(ERRORS), "the focus").toBe(true);
  expect(await person.driver.getTitle()).toMatch(/^Error:/);
  await person.fill("#title", "Soup on Tuesdays");
  await person.send("form[action^='/submit/new'] button");
  await person.arrives(/^\/submit\/WB-/);
  const draft = await person.path();
  await person.back();
  await person.arrives(/^\/submit\/new/);
  expect(await person.value("#title")).toBe("Soup on Tuesdays");
  await person.send("form[action^='/submit/new'] button");
  await person.arrives(draft);
  seen("Back finds the same draft");
});

test("a page is saved while somebody types, and F5 shows it", async ({ person, scripts, only, seen }) => {
  only(scripts, "the button saves");
  const draft = await begin(person);
  await openPage(person, draft, "story");
  await person.type(NEED, "Our town has many people who live alone.");
  const saved = await person.says(STATUS, SAVED);
  await person.driver.navigate().refresh();
  expect(await person.value(NEED)).toBe("Our town has many people who live alone.");
  seen(saved);
});

test("someone who types without a pause is saved too", async ({ another, bank, scripts, only, seen }) => {
  only(scripts, "the button saves");
  const door = await Door.before(bank.url);
  try {
    const person = await another({ home: door.url });
    await openPage(person, await begin(person), "story");
    const box = await person.find(NEED);
    const began = Date.now();
    while (Date.now() - began < 8_000) {
      await box.sendKeys("a ");
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(door.saves).toBeGreaterThan(0);
    seen(`saved ${door.saves} times in 8 s`);
  } finally {
    await door.close();
  }
});

test("errors: the title, the focus, a link that lands on its box", async ({ person }) => {
  const draft = await begin(person);
  await person.open(`/submit/${draft.reference}/story?from=check`);
  await person.find(ERRORS);
  expect(await person.driver.getTitle()).toMatch(/^Error:/);
  expect(await person.focused(ERRORS), "the focus").toBe(true);
  await person.press(`${ERRORS} a`);
  await expect.poll(() => person.focused("textarea")).toBe(true);
  const top = await person.run<number>("return document.activeElement.getBoundingClientRect().top");
  expect(top, "clear of the edge").toBeGreaterThan(0);
});

test("errors, put right, on at once, Back, more words: no conflict with oneself", async ({ person, scripts, seen }) => {
  const draft = await begin(person);
  await openPage(person, draft, "story");
  await person.type(NEED, "Too short.");
  await person.send(GO_ON);
  await person.arrives(/\/results$/);
  await openPage(person, draft, "story");
  const [need = "", did = ""] = WORDS;
  await person.fill(NEED, need);
  await person.fill(DID, did);
  await person.send(GO_ON);
  await person.arrives(/\/results$/);
  await person.back();
  await person.arrives(/\/story$/);
  await awake(person);
  await person.type(DID, " And soup.");
  if (scripts) {
    await person.says(STATUS, SAVED);
    expect(await person.count(WARNING), await person.words(STATUS)).toBe(0);
  }
  await person.send(GO_ON);
  await person.arrives(/\/results$/);
  seen(scripts ? "saved and on" : "on");
});

test("another tab saves: the first says so and stops", async ({ person, scripts, seen }) => {
  const draft = await begin(person);
  await openPage(person, draft, "story");
  const first = await person.driver.getWindowHandle();
  await person.driver.switchTo().newWindow("tab");
  await openPage(person, draft, "story");
  await person.type(NEED, "In the other tab.");
  await person.send("button[name=action]:not([value=continue])");
  await person.driver.close();
  await person.driver.switchTo().window(first);
  await person.type(NEED, "In this tab.");
  if (scripts) seen(await person.says(WARNING, /./));
  await person.send(GO_ON);
  await person.find(".banner");
  expect(await person.value(NEED)).toBe("In this tab.");
  expect(await person.words("main")).toContain("In the other tab.");
  if (!scripts) seen("both texts are shown");
});

test("on while a save hangs", async ({ another, bank, scripts, only, seen }) => {
  only(scripts, "nothing is saved while typing");
  const door = await Door.before(bank.url);
  try {
    const person = await another({ home: door.url });
    const draft = await begin(person);
    await openPage(person, draft, "story");
    door.way = { kind: "slow", ms: 60_000 };
    const [need = "", did = ""] = WORDS;
    await person.fill(NEED, need);
    await person.fill(DID, did);
    await expect.poll(() => door.saves).toBeGreaterThan(0);
    door.way = { kind: "open" };
    const pressed = Date.now();
    await person.send(GO_ON);
    await person.arrives(/\/results$/);
    const waited = Date.now() - pressed;
    expect(waited, "milliseconds until the next page").toBeLessThan(20_000);
    await openPage(person, draft, "story");
    expect(await person.value(DID)).toBe(did);
    seen(`after ${(waited / 1000).toFixed(1)} s, stored`);
  } finally {
    await door.close();
  }
});

test("a network that is cut, a proxy that fails, and both well again", async ({ another, bank, scripts, only, seen }) => {
  only(scripts, "nothing is saved while typing");
  const door = await Door.before(bank.url);
  try {
    const person = await another({ home: door.url });
    await openPage(person, await begin(person), "story");
    door.way = { kind: "cut" };
    await person.type(NEED, "A warm room. ");
    const cut = await person.says(WARNING, /./);
    door.way = { kind: "broken" };
    await person.type(NEED, "A kettle. ");
    await expect.poll(() => person.words(WARNING), { timeout: 40_000 }).not.toBe(cut);
    const broken = await person.words(WARNING);
    door.way = { kind: "open" };
    await person.type(NEED, "A handling collection. ");
    await expect.poll(() => person.words(STATUS), { timeout: 40_000 }).toMatch(SAVED);
    seen([cut, broken, await person.words(STATUS)].join(" / "));
  } finally {
    await door.close();
  }
});

test("WebAssembly refused: search and form work as without script", async ({ another, bank, scripts, only }) => {
  only(scripts, "there is none");
  const door = await Door.before(bank.url);
  door.way = { kind: "no wasm" };
  try {
    const person = await another({ home: door.url });
    await person.open("/case-studies");
    await person.type("#q", "dementia", Key.ENTER);
    await person.arrives("/case-studies?q=dementia");
    await person.press("input[name=strand]");
    await person.send("#filters .actions button");
    await person.arrives(/strand=/);
    const draft = await begin(person);
    await person.open(`/submit/${draft.reference}/story`);
    await person.type(NEED, "A warm room.");
    await person.send("button[name=action]:not([value=continue])");
    await person.arrives(`/submit/${draft.reference}`);
  } finally {
    await door.close();
  }
});

test("the cookie goes in mid-page: the words come back", async ({ person }) => {
  await openPage(person, await begin(person), "story");
  await person.driver.manage().deleteAllCookies();
  await person.type(NEED, "A warm room, a kettle and a handling collection.");
  await person.send(GO_ON);
  expect(await person.words("main")).toContain("A warm room, a kettle and a handling collection.");
});

test("the whole form, check, send without the statements, send, Back", async ({ person, bank, seen }) => {
  const draft = await begin(person);
  for (const section of Object.keys(COMPLETE)) {
    await openPage(person, draft, section);
    await answer(person, draft, section);
    await person.send(GO_ON);
    expect(await person.count(ERRORS), `errors on ${section}: ${await person.words(ERRORS)}`).toBe(0);
  }
  const check = `/submit/${draft.reference}/check`;
  const press = "form.submit-declare button";
  await person.open(check);
  await person.send(press);
  await person.find(ERRORS);
  await person.press(`${ERRORS} a`);
  await expect.poll(() => person.focused("input[type=checkbox]")).toBe(true);
  for (const box of await person.all("input[name=declarations]")) {
    await person.run("arguments[0].scrollIntoView({ block: 'center' })", box);
    await box.click();
  }
  await person.send(press);
  await person.arrives(`/submit/${draft.reference}/sent`);
  await mailed(bank, draft.email, (mail) => (mail.body.includes(draft.reference) ? mail.subject : undefined));
  await person.back();
  await person.find("main");
  const again = await person.isSeen(press);
  if (again) {
    await person.send(press);
    await person.arrives(`/submit/${draft.reference}/sent`);
  }
  expect(await person.words("main")).toContain(draft.reference);
  seen(again ? "sent again it is the same one" : "nothing is left to send");
});

test("the e-mailed link on another device, its code, one more change", async ({ person, another, bank }) => {
  const draft = await begin(person);
  await openPage(person, draft, "story");
  await person.type(NEED, "A warm room.");
  await person.send("button[name=action]:not([value=continue])");
  const link = await mailed(bank, draft.email, (mail) => (/\/track\//.test(mail.body) ? trackingPath(mail) : undefined));
  const phone = await another();
  await phone.open(link);
  await phone.says("h1", new RegExp(draft.title));
  await phone.send("form[action$='/code'] button");
  const digits = await mailed(bank, draft.email, (mail) => (/\b\d{6}\b/.test(mail.body) && /code/i.test(mail.subject) ? code(mail) : undefined));
  await phone.fill("#code", digits);
  await phone.send("form[action$='/unlock'] button");
  await phone.arrives(`/submit/${draft.reference}`);
  await openPage(phone, draft, "story");
  expect(await phone.value(NEED)).toBe("A warm room.");
  await phone.type(NEED, " And a kettle.");
  await phone.send("button[name=action]:not([value=continue])");
  await phone.arrives(`/submit/${draft.reference}`);
});
