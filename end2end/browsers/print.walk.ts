import { expect, test } from "./fixtures.ts";
import { letters, Paper } from "./paper.ts";
import type { Person } from "./person.ts";

/** With the reader's own serif: what Firefox prints in a variable font no program can read back. */
const PLAIN = { "gfx.downloadable_fonts.enabled": false };

/** Headings at the foot of a page whose text stands on the next one. */
async function headingsAlone(person: Person, paper: Paper): Promise<string[]> {
  const headings = await person.run<string[]>("return [...document.querySelectorAll('main :is(h2, h3, h4)')].map((one) => one.textContent)");
  const known = new Set(headings.map(letters));
  return paper.lastLines().slice(0, -1).filter((line) => known.has(letters(line)));
}

test("list: the first card on the first page, no card cut", async ({ another, engine, seen }) => {
  const person = await another({ settings: PLAIN });
  await person.open("/case-studies");
  const cards = await person.run<[string, string][]>(
    "return [...document.querySelectorAll('.card')].map((card) => ['.card-title', '.card-foot .evidence'].map((part) => card.querySelector(part).lastChild.textContent))",
  );
  const paper = await Paper.of(person, "list");
  expect(paper.saying(cards[0]?.[0] ?? "?"), "pages with the first card").toContain(1);
  for (const [title, evidence] of cards) {
    const pages = paper.saying(title);
    expect(pages.length, title).toBeGreaterThan(0);
    expect(paper.saying(evidence).some((page) => pages.includes(page)), `${title} in one piece`).toBe(true);
  }
  const alone = await headingsAlone(person, paper);
  if (engine.heedsBreaks) expect(alone, "headings alone at the foot of a page").toEqual([]);
  seen(`${cards.length} cards on ${paper.pages.length} pages${alone.length > 0 ? `, ${alone.length} headings alone` : ""}`);
});

test("case study: no heading alone, every word there", async ({ another, engine, seen }) => {
  const person = await another({ settings: PLAIN });
  await person.open("/case-studies/house-of-memories");
  const texts = await person.run<string[]>("return [...document.querySelectorAll('.case-story p')].map((one) => one.textContent)");
  const paper = await Paper.of(person, "case");
  const alone = await headingsAlone(person, paper);
  if (engine.heedsBreaks) expect(alone, "headings alone at the foot of a page").toEqual([]);
  const all = letters(paper.pages.join(" "));
  for (const text of texts) for (const end of [text.slice(0, 40), text.slice(-20)]) expect(all, end).toContain(letters(end));
  seen(`${paper.pages.length} pages${alone.length > 0 ? `, ${alone.length} headings alone` : ""}`);
});

test("pack: the table begins under its title", async ({ another, engine, seen }) => {
  const person = await another({ settings: PLAIN });
  await person.open("/compare/pack?case=house-of-memories&case=museums-on-prescription&case=azure-ireland");
  const title = await person.words("#side-by-side");
  const first = await person.words("table.compare tbody th");
  const paper = await Paper.of(person, "pack");
  const table = paper.saying(first);
  expect(paper.saying(title).some((page) => page > 1 && table.includes(page)), `“${title}” and “${first}” on one page`).toBe(true);
  const alone = await headingsAlone(person, paper);
  if (engine.heedsBreaks) expect(alone, "headings alone at the foot of a page").toEqual([]);
  seen(`${paper.pages.length} pages${alone.length > 0 ? `, ${alone.length} headings alone` : ""}`);
});

test("numbers of the bank: every table with its head", async ({ another, engine, seen }) => {
  const person = await another({ settings: PLAIN });
  await person.open("/impact");
  const last = await person.run<[string[], string][]>(
    "const shown = (cell) => { const copy = cell.cloneNode(true); copy.querySelectorAll('.visually-hidden').forEach((part) => part.remove()); return copy.textContent }; return [...document.querySelectorAll('table.tally')].map((table) => [[...table.querySelectorAll('thead th')].map((head) => head.textContent), shown([...table.querySelectorAll('tbody th')].at(-1))])",
  );
  const paper = await Paper.of(person, "numbers");
  for (const [heads, row] of last) {
    const pages = paper.saying(row);
    expect(pages.length, `${row} is printed`).toBeGreaterThan(0);
    if (engine.heedsBreaks) expect(pages.some((page) => hasHead(paper.pages[page - 1] ?? "", heads)), `“${row}” stands under “${heads}”`).toBe(true);
  }
  const alone = await headingsAlone(person, paper);
  if (engine.heedsBreaks) expect(alone, "headings alone at the foot of a page").toEqual([]);
  seen(`${last.length} tables on ${paper.pages.length} pages${alone.length > 0 ? `, ${alone.length} headings alone` : ""}`);
});

/** Whether a line of the page is the head of this table, or its last line where a column's head has two. */
function hasHead(page: string, [label = "", number = ""]: string[]): boolean {
  const last = number.split(" ").at(-1) ?? "";
  return page.split("\n").some((line) => line.trimStart().startsWith(label) && line.includes(last));
}
