import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./binary.ts";
import { COMPLETE } from "./case-study.ts";
import type { Answers } from "./quick.ts";

/** A web address of 130 signs, as people copy them. */
export const ADDRESS =
  "https://www.museum.example/wp-content/uploads/2026/11/Wellbeing_evaluation_report_final_v7_with_appendices.pdf?utm_source=newsletter1".slice(0, 130);
/** A word of 58 letters: the longest that the form takes has sixty. */
export const WORD = "Donaudampfschifffahrtskapitänsmützenmuseumsbesucherinnenbefragung".slice(0, 58);

/** What is tried, with the slug of the case whose every text is made of it. */
export const LONG = { address: { words: ADDRESS, slug: "any-address" }, word: { words: WORD, slug: "any-word" } };

/** The longest answers of the form that are counted in characters; all others are counted in words. */
const CHARACTERS: Record<string, number> = {
  title: 100,
  museum: 120,
  town: 80,
  region: 80,
  nation: 80,
  quotation_from: 80,
  participants_note: 160,
  measures_other: 120,
  partners: 120,
  funder: 200,
};

const cut = (field: string, words: string) => words.slice(0, CHARACTERS[field]);

interface Column {
  name: string;
  vocabulary?: string;
  constraints?: { enum?: string[] };
}

/** Adds a case for each kind of long word to a bank, every text of it, whatever the fields are. */
export function addAnyText(data: string): void {
  const folder = path.join(data, "..", "any-text");
  run(["export", folder], data);
  const bank = JSON.parse(readFileSync(path.join(folder, "cases.json"), "utf8"));
  const dictionary = JSON.parse(readFileSync(path.join(folder, "dictionary.json"), "utf8"));
  const columns: Column[] = dictionary.resources[0].schema.fields;
  const chosen = new Set(columns.filter((column) => column.vocabulary ?? column.constraints?.enum).map(({ name }) => name));
  const given = new Set(["slug", "url", "published_at", "updated_at", "state", "licence", "evidence"]);
  bank.cases = Object.values(LONG).map(({ words, slug }) => {
    const address = words.includes("://") ? words : `https://museum.example/${words}`;
    const filled = Object.entries(bank.cases[0]).map(([field, value]) => {
      if (given.has(field) || chosen.has(field)) return [field, value];
      if (field === "report_url") return [field, address];
      if (field === "sources") return [field, [address, address]];
      if (field === "links") return [field, [{ title: words, url: address }]];
      if (field === "participants") return [field, 1_234_567];
      if (typeof value === "string") return [field, cut(field, words)];
      if (Array.isArray(value)) return [field, [cut(field, words), cut(field, words)]];
      return [field, value];
    });
    return { ...Object.fromEntries(filled), slug, content_notes: ["bereavement-or-baby-loss"] };
  });
  const file = path.join(folder, "any-text.json");
  writeFileSync(file, JSON.stringify(bank));
  run(["import", file], data);
}

/** The same in the form: every question that is answered in words. */
export function longAnswers(words: string): Answers {
  const questions = Object.values(COMPLETE).flat();
  // An address and a date are understood, or the page asks again.
  const read = ["contact_email", "started"];
  const typed = questions.filter(({ as, field }) => (as === "text" || as === "lines") && !read.includes(field));
  return Object.fromEntries(
    typed.map(({ field, as, answers }) => {
      if (field in CHARACTERS) return [field, [cut(field, words)]];
      // A role is short, and lessons and passages have a length to reach.
      if (field === "contact_role") return [field, [words.slice(0, 80)]];
      return [field, answers.map((answer) => (as === "lines" ? `${words} ${answer}`.slice(0, 200) : `${words} ${answer}`))];
    }),
  );
}
