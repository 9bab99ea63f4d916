import { readFileSync } from "node:fs";
import { wordsIn } from "./counting.mjs";

/** How a moderator makes a case study of each of the three emails: what goes where, what is chosen, what is new. */
export const PLANS = JSON.parse(readFileSync(new URL("../support/mails/prepared.json", import.meta.url), "utf8"));

export function textOf(mail) {
  return readFileSync(new URL(`../support/mails/${mail}.txt`, import.meta.url), "utf8");
}

/** So many words in a row that stand in the text are typed again, and not just the same words. */
const RUN = 4;

/** How many of these words were written before: a whole answer, or a run of words. */
export function typedAgain(words, text) {
  const plain = (one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const typed = plain(words);
  const whole = ` ${plain(text).join(" ")} `;
  const run = Math.min(RUN, typed.length);
  const again = new Set();
  for (let at = 0; at + run <= typed.length; at += 1) {
    if (whole.includes(` ${typed.slice(at, at + run).join(" ")} `)) for (let one = at; one < at + run; one += 1) again.add(one);
  }
  return again.size;
}

/**
 * From the open page of a case to the page on which its museum can be asked: pieces are put where they belong, the rest is
 * chosen or written. `look` is told of each field as it is filled, with the words that it is filled from.
 */
export async function prepare(hand, plan, look = async () => {}) {
  const { page } = hand;
  await hand.follow(page.getByRole("link", { name: "Prepare it for publication" }).first());
  for (const [begins, into] of plan.put) {
    const box = page.locator(`select[name="${await boxFor(page, begins)}"]`);
    await openAround(hand, box);
    await hand.choose(box, into);
    await look(box, begins);
  }
  await saves(hand, page.getByRole("button", { name: "Put these in and save" }));
  for (const [date, begins] of plan.use) {
    const button = page.getByRole("button", { name: `Put in ${date}`, exact: true });
    await look(button, begins);
    await saves(hand, button);
  }
  for (const [field, value, begins] of plan.choose) {
    const list = page.locator(`select[name="${field}"]`);
    if (await list.count()) {
      await hand.choose(list, value);
      await look(list, begins);
      continue;
    }
    const box = page.locator(`input[name="${field}"][value="${value}"]`);
    await openAround(hand, box);
    await hand.press(box);
    await look(box, begins);
  }
  for (const [field, words, begins] of plan.type) {
    const box = page.locator(`input[name="${field}"], textarea[name="${field}"]`).first();
    await openAround(hand, box);
    await hand.type(box, words);
    await look(box, begins);
  }
  await saves(hand, page.getByRole("button", { name: "Save and go back" }));
}

async function saves(hand, button) {
  await hand.follow(button);
  const wrong = hand.page.locator(".error-summary");
  if (await wrong.count()) throw new Error(`it was not saved: ${await wrong.textContent()}`);
}

/** The box that says where a paragraph or a sentence goes which begins with these words. */
function boxFor(page, begins) {
  return page.evaluate((begins) => {
    const piece = [...document.querySelectorAll(".pieces > .piece")].find((one) => one.querySelector(".piece-words")?.textContent.startsWith(begins));
    const sentence = [...document.querySelectorAll(".sentences > li")].find((one) => one.querySelector("p")?.textContent.startsWith(begins));
    const whole = piece?.querySelectorAll(".sentences > li").length ? sentence ?? piece : piece;
    const box = (whole ?? sentence)?.querySelector("select");
    if (!box) throw new Error(`no piece begins with ${begins}`);
    return box.name;
  }, begins);
}

/** What is behind a line is opened first. */
async function openAround(hand, box) {
  while (!(await box.isVisible())) {
    const closed = await box.evaluateHandle((one) => {
      const around = [];
      for (let up = one.closest("details"); up; up = up.parentElement.closest("details")) if (!up.open) around.push(up);
      return around.at(-1)?.querySelector("summary");
    });
    await hand.press(closed.asElement());
  }
}

/** What was typed for a plan, in all and again. */
export function typing(plan, text) {
  return {
    words: plan.type.reduce((sum, [, words]) => sum + wordsIn(words), 0),
    again: plan.type.reduce((sum, [, words]) => sum + typedAgain(words, text), 0),
  };
}
