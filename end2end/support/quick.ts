import { expect, request, type APIRequestContext } from "@playwright/test";
import type { Bank } from "./bank.ts";
import { COMPLETE, freshTitle } from "./case-study.ts";
import { type Answers, post as posted } from "./forms.ts";
import { mailbox } from "./people.ts";
import type { Begun } from "./submitting.ts";

/** A case study, and the cookies of the browser it was written in. */
export interface Sent extends Begun {
  storageState: Awaited<ReturnType<APIRequestContext["storageState"]>>;
}

export type { Answers };

/** What is needed to send a case study and nothing else; `instead` has other answers, by field. */
function needed(title: string, email: string, instead: Answers): Record<string, Answers> {
  // One theme alone, and a label that is suggested: tests of moderating change both.
  const own: Answers = {
    title: [title],
    contact_email: [email],
    themes: ["loneliness-and-isolation"],
    audiences: ["older-people"],
    design: ["survey"],
    ...instead,
  };
  return Object.fromEntries(
    Object.entries(COMPLETE).map(([section, questions]) => [
      section,
      Object.fromEntries(questions.map(({ field, answers }) => [field, own[field] ?? answers])),
    ]),
  );
}

/** What a museum might write in one piece. The people in it are invented. */
export const OWN_WORDS = `Dear colleagues,

Title: Example tea and objects
Partners: Example Housing Trust; Example Library

Why
People in our harbour flats told us that they spoke to nobody for days. The flats have no common room.

What we did
We opened the net loft on Tuesdays. Twelve people came, and each chose an object to talk about. Volunteers made the tea and wrote the stories down.

What changed
Nine of twelve people said that they felt less alone.

With kind regards, the learning team`;

const DECLARED = ["send", "licence", "facts"];

/**
 * Sends a case study as a browser would, without drawing a page: for tests about what comes after.
 * The whole form is filled in by hand, as it were, in `submit.spec.ts`.
 */
export async function submitted(bank: Bank, title = freshTitle(), contact: Answers = {}, instead: Answers = {}): Promise<Sent> {
  return withoutPages(bank, async (museum) => {
    const written = await write(museum, title, contact, instead);
    const check = `/submit/${written.reference}/check`;
    const shown = { base: [await hidden(museum, check, "base")], marks: [await hidden(museum, check, "marks")] };
    const sent = await post(museum, check, { ...shown, declarations: DECLARED });
    expect(sent).toBe(`/submit/${written.reference}/sent`);
    return written;
  });
}

/** A story in a museum's own words, sent in one piece: everything else is left for others to fill in. */
export function submittedInOnePiece(bank: Bank, words: string, title = freshTitle()): Promise<Sent> {
  return withoutPages(bank, async (museum) => {
    const { email, reference } = await begin(museum, title);
    const sections: Record<string, Answers> = {
      museum: { museum: ["Example Harbour Museum"], town: ["Example Town"], country: ["GB"] },
      story: { own_words: [words] },
      contact: { contact_email: [email] },
    };
    for (const [section, answers] of Object.entries(sections)) {
      const path = `/submit/${reference}/${section}`;
      await post(museum, path, { ...answers, base: [await hidden(museum, path, "base")], action: ["continue"] });
    }
    const check = `/submit/${reference}/check`;
    const shown = { base: [await hidden(museum, check, "base")], marks: [await hidden(museum, check, "marks")] };
    expect(await post(museum, check, { ...shown, declarations: DECLARED })).toBe(`/submit/${reference}/sent`);
    return { title, email, reference };
  });
}

/** The same up to "check your answers": written, and not sent. */
export function written(bank: Bank, title = freshTitle(), instead: Answers = {}): Promise<Sent> {
  return withoutPages(bank, (museum) => write(museum, title, {}, instead));
}

/** The same after its first page: begun, and nothing answered but the title and the address. */
export function begun(bank: Bank, title = freshTitle()): Promise<Sent> {
  return withoutPages(bank, (museum) => begin(museum, title));
}

async function withoutPages(bank: Bank, act: (museum: APIRequestContext) => Promise<Begun>): Promise<Sent> {
  const museum = await request.newContext({ baseURL: bank.url });
  try {
    return { ...(await act(museum)), storageState: await museum.storageState() };
  } finally {
    await museum.dispose();
  }
}

async function write(museum: APIRequestContext, title: string, contact: Answers, instead: Answers): Promise<Begun> {
  const draft = await begin(museum, title);
  for (const [section, answers] of Object.entries(needed(title, draft.email, instead))) {
    const path = `/submit/${draft.reference}/${section}`;
    const more = section === "contact" ? contact : {};
    const base = await baseOf(museum, path, section, answers);
    await post(museum, path, { ...answers, ...more, base: [base], action: ["continue"] });
  }
  return draft;
}

/** Begins a case study in this browser, without drawing a page. */
export async function begin(museum: APIRequestContext, title: string, email = mailbox()): Promise<Begun> {
  const start = await hidden(museum, "/submit/new", "start_key");
  const begun = await post(museum, "/submit/new", { title: [title], email: [email], start_key: [start] });
  return { title, email, reference: /\/submit\/([^/?]+)$/.exec(begun)?.[1] as string };
}

/** What the base of a page is that nothing was answered on: the same in every draft, so it is asked once. */
const untouched = new Map<string, string>();

async function baseOf(museum: APIRequestContext, path: string, section: string, answers: Answers): Promise<string> {
  // These two are answered on the first page.
  if ("title" in answers || "contact_email" in answers) return hidden(museum, path, "base");
  const base = untouched.get(section) ?? (await hidden(museum, path, "base"));
  untouched.set(section, base);
  return base;
}

const origins = new WeakMap<APIRequestContext, string>();

/** Posts a form of this site, after one of its pages was asked for. */
function post(museum: APIRequestContext, path: string, answers: Answers): Promise<string> {
  return posted(museum, `${origins.get(museum)}${path}`, answers);
}

/** The value of a hidden part of a form. */
async function hidden(museum: APIRequestContext, path: string, name: string): Promise<string> {
  const shown = await museum.get(path);
  origins.set(museum, new URL(shown.url()).origin);
  const html = await shown.text();
  const input = html.match(/<input[^>]*>/g)?.find((tag) => tag.includes(`name="${name}"`));
  return /value="([^"]*)"/.exec(input ?? "")?.[1] ?? "";
}
