import { code, mails, trackingPath } from "../support/mail.ts";
import type { Bank } from "../support/bank.ts";
import { COMPLETE, freshTitle } from "../support/case-study.ts";
import { mailbox } from "../support/people.ts";
import { expect } from "./fixtures.ts";
import type { Person } from "./person.ts";

export const GO_ON = "button[name=action][value=continue]";
export const SAVED = /\d\d:\d\d/;
export const STATUS = ".save-status";

export interface Draft {
  reference: string;
  title: string;
  email: string;
}

/** Begins a case study, from the start page to the list of its pages. */
export async function begin(person: Person): Promise<Draft> {
  const draft = { title: freshTitle(), email: mailbox() };
  await person.open("/submit/new");
  await person.fill("#title", draft.title);
  await person.fill("#email", draft.email);
  await person.send("form[action^='/submit/new'] button");
  await person.arrives(/^\/submit\/WB-/);
  return { ...draft, reference: (await person.path()).split("/").at(-1) as string };
}

/** Opens a page of the form, awake where there is script. */
export async function openPage(person: Person, draft: Draft, section: string): Promise<void> {
  await person.open(`/submit/${draft.reference}/${section}`);
  await awake(person);
}

/** The line that says what is saved is empty, but it is there as soon as the script is. */
export async function awake(person: Person): Promise<void> {
  await person.find(GO_ON);
  await person.wakes("body:has(.draft-keeper [role=status])");
}

/** Answers the needed questions of a page. */
export async function answer(person: Person, draft: Draft, section: string): Promise<void> {
  const own: Record<string, string[]> = { title: [draft.title], contact_email: [draft.email] };
  // The rest of a long list waits behind a line.
  await person.run("document.querySelectorAll('main details').forEach((one) => (one.open = true))");
  for (const { field, as, answers } of COMPLETE[section] ?? []) {
    const given = own[field] ?? answers;
    switch (as) {
      case "text":
        await person.fill(`[name="${field}"]`, inOneLine(given[0] ?? ""));
        break;
      case "pick":
        await person.choose(`select[name="${field}"]`, given[0] ?? "");
        break;
      case "lines":
        for (const [at, words] of given.entries()) await (await person.all(`[name="${field}"]`))[at]?.sendKeys(words);
        break;
      case "one":
      case "several":
        for (const value of given) {
          const choice = `input[name="${field}"][value="${value}"]`;
          if (!(await person.ticked(choice))) await person.press(choice);
        }
    }
  }
}

/** Waits for a mail to this address of which something can be read, and reads it. */
export async function mailed<T>(bank: Bank, to: string, read: (mail: ReturnType<typeof mails>[number]) => T | undefined): Promise<T> {
  const found = () => mails(bank).filter((mail) => mail.to === to).map(read).findLast((one) => one !== undefined);
  await expect.poll(() => found() !== undefined, { message: `a mail to ${to}`, timeout: 20_000 }).toBe(true);
  return found() as T;
}

/** WebKit's driver types no line breaks. */
export function inOneLine(words: string): string {
  return words.replace(/\s+/g, " ");
}

export { code, trackingPath };
