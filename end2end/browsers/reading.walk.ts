import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CASES, sampleCase } from "../support/sample.ts";
import { expect, test } from "./fixtures.ts";
import { Key, type Person } from "./person.ts";

const STATUS = ".listing-results [role=status]";
const TICK = "input[name=strand][value=workforce]";

/** The list, awake where it has a script to wake. */
async function list(person: Person, path = "/case-studies"): Promise<void> {
  await person.open(path);
  await person.wakes("#q[role=combobox]");
  await person.wakes("form.applies-at-once");
}

test("front page, list, a search by Enter", async ({ person, seen }) => {
  await person.open("/");
  await person.press('main a[href="/case-studies"]');
  await person.arrives("/case-studies");
  await person.type("#q", "dementia", Key.ENTER);
  await person.arrives("/case-studies?q=dementia");
  await person.find(".card mark");
  seen(await person.words(STATUS));
});

test("suggestions: arrows round, Escape, Enter, mouse, Back", async ({ person, scripts, seen }) => {
  await list(person);
  await person.type("#q", "demen");
  if (!scripts) {
    await person.are(0, "[role=option]");
    return seen("the box alone");
  }
  const active = () => person.run<string | null>("return document.querySelector('#q').getAttribute('aria-activedescendant')");
  await person.find("[role=option]");
  const last = (await person.count("[role=option]")) - 1;
  for (const [key, line] of [[Key.ARROW_DOWN, 0], [Key.ARROW_UP, undefined], [Key.ARROW_UP, last], [Key.ARROW_DOWN, undefined]] as const) {
    await person.type("#q", key);
    await expect.poll(active).toBe(line === undefined ? null : `search-suggestions-${line}`);
  }
  await person.type("#q", Key.ESCAPE);
  await person.are(0, "[role=option]");
  expect(await person.value("#q")).toBe("demen");
  await person.type("#q", "tia");
  await person.find("[role=option]");
  await person.type("#q", Key.ARROW_DOWN, Key.ENTER);
  await person.arrives(/^\/case-studies\?audience=/);
  await person.back();
  await person.arrives("/case-studies");
  await person.are(0, "[role=option]");
  expect(await person.run("return document.querySelector('#q').getAttribute('aria-expanded')")).not.toBe("true");
  await person.fill("#q", "carers");
  await person.press("[role=option]");
  await person.arrives(/^\/case-studies/);
  seen("the list is closed after Back");
});

test("filters: open beside the list, a tick, the focus, Back, F5", async ({ person, scripts, seen }) => {
  await list(person);
  expect(await person.isSeen(".filter-panel > summary"), "the panel needs no button on a desk").toBe(false);
  const all = await person.words(STATUS);
  const top = () => person.run<number>("return document.querySelector(arguments[0]).getBoundingClientRect().top", TICK);
  await person.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", TICK);
  const before = await top();
  await (await person.find(TICK)).click();
  if (scripts) {
    await person.arrives("/case-studies?strand=workforce");
    await expect.poll(() => person.words(STATUS)).not.toBe(all);
    expect(await person.focused(TICK), "the box has the focus").toBe(true);
    // At the very top of the page there is nothing to scroll away.
    const free = (await person.run<number>("return scrollY")) > 0;
    if (free) expect(Math.abs((await top()) - before), "pixels that it moved").toBeLessThan(2);
    expect(await person.isSeen("#filters .actions button"), "nothing is left to press").toBe(false);
  } else {
    await person.driver.navigate().refresh();
    expect(await person.ticked(TICK), "a tick that was not applied is gone after F5").toBe(false);
    await person.press(TICK);
    await person.send("#filters .actions button");
    await person.arrives(/[?&]strand=workforce/);
  }
  const some = await person.words(STATUS);
  await person.back();
  await person.arrives("/case-studies");
  await person.says(STATUS, new RegExp(`^${all}$`));
  if (scripts) expect(await person.ticked(TICK)).toBe(false);
  await person.driver.navigate().forward();
  await person.arrives(/strand=workforce/);
  await person.says(STATUS, new RegExp(`^${some}$`));
  expect(await person.ticked(TICK)).toBe(true);
  await person.driver.navigate().refresh();
  await person.arrives(/strand=workforce/);
  expect(await person.ticked(TICK)).toBe(true);
  await person.send(".chip");
  await person.arrives("/case-studies");
  seen(`${all} → ${some}`);
});

test("filters on a narrow screen stay open, with their button", async ({ person, scripts, seen }) => {
  await person.size(390, 844);
  await list(person);
  await person.press(".filter-panel > summary");
  await person.press(TICK);
  if (scripts) {
    await person.arrives("/case-studies?strand=workforce");
    expect(await person.isSeen(TICK), "the panel is still open").toBe(true);
  }
  await person.send("#filters .actions button");
  await person.arrives(/[?&]strand=workforce/);
  expect(await person.isSeen(TICK), "the panel is closed, the results are at hand").toBe(false);
  seen(`${await person.run("return innerWidth")} px wide`);
});

test("map: a mark by Enter and by mouse", async ({ person }) => {
  await person.open("/case-studies?view=map&area=world");
  const mark = await person.find("svg a");
  await person.run("arguments[0].focus()", mark);
  await person.driver.actions().sendKeys(Key.ENTER).perform();
  await person.arrives(/area=|^\/case-studies\/./);
  await person.open("/case-studies?view=map&area=world");
  await person.pressAt("svg a .mark-disc");
  await person.arrives(/area=(?!world)|^\/case-studies\/[^?]/);
});

test("shortlist, side by side, pack", async ({ person, seen }) => {
  await list(person, "/case-studies?theme=dementia-and-memory");
  for (let count = 1; count <= 2; count += 1) {
    await person.send(".shortlist-add");
    await person.are(count, ".shortlist-on");
  }
  await person.send('.shortlist a[href^="/compare?"]');
  await person.arrives(/^\/compare\?case=/);
  await person.find("table.compare");
  await person.send('a[href^="/compare/pack"]');
  await person.find("article.pack");
  seen(await person.words("h1"));
});

test("a case study, and every other page for readers", async ({ person, seen }) => {
  const pages = ["/case-studies/house-of-memories", "/impact", "/themes", "/themes/carers", "/museums", "/about-evidence", "/accessibility", "/privacy", "/open-data", "/no/such/page"];
  for (const page of pages) {
    await person.open(page);
    expect(await person.words("h1"), page).not.toBe("");
    const wider = await person.run<number>("return document.documentElement.scrollWidth - innerWidth");
    expect(wider, `${page} is wider than its window`).toBeLessThanOrEqual(0);
  }
  seen(`${pages.length} pages`);
});

test("a card in a frame of another site, and no other page", async ({ person, bank, seen }) => {
  const code = async (id: string) => {
    const about = encodeURIComponent(`${bank.url}/case-studies/${id}`);
    const answer = await fetch(`${bank.url}/oembed?url=${about}&format=json`);
    return ((await answer.json()) as { html: string }).html.replace(' loading="lazy"', "");
  };
  const frames = await Promise.all(CASES.map((one) => code(one.id)));
  const whole = `<iframe src="${bank.url}/case-studies"></iframe>`;
  const other = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    answer.end(`<!DOCTYPE html><title>Another site</title>${frames.join("\n")}${whole}`);
  });
  await new Promise<void>((resolve) => other.listen(0, "localhost", resolve));
  try {
    await person.driver.get(`http://localhost:${(other.address() as AddressInfo).port}/`);
    const shown = await person.all("iframe");
    let low = 0;
    for (const [at, frame] of shown.entries()) {
      await person.driver.switchTo().frame(frame);
      if (at < CASES.length) {
        await expect.poll(() => person.count(".embed h1")).toBe(1);
        low += await person.run<number>("return document.documentElement.scrollHeight > innerHeight ? 1 : 0");
      } else {
        expect(await person.count("#main"), "a whole page is refused").toBe(0);
      }
      await person.driver.switchTo().defaultContent();
    }
    seen(`${CASES.length - low} of ${CASES.length} cards fit the frame`);
    expect(low, "cards that do not fit").toBe(0);
  } finally {
    other.closeAllConnections();
    other.close();
  }
});

test("Back from a case study to the list, where it was", async ({ person, seen }) => {
  await list(person, "/case-studies?sort=title");
  const title = sampleCase("house-of-memories").title;
  const card = "return Math.round(document.querySelector('#card-house-of-memories').getBoundingClientRect().top)";
  await person.run("document.querySelector('#card-house-of-memories').scrollIntoView({ block: 'center' })");
  const before = await person.run<number>(card);
  await person.send("#card-house-of-memories .card-link");
  await person.says("h1", new RegExp(title.slice(0, 15)));
  await person.back();
  await person.arrives("/case-studies?sort=title");
  await expect.poll(async () => Math.abs((await person.run<number>(card)) - before), { message: "pixels that the card moved" }).toBeLessThan(100);
  seen(`the card stands ${await person.run<number>(card)} px down, it stood ${before}`);
});
