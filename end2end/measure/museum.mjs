import { readFileSync } from "node:fs";

/** Texts of 28 real projects: each other words, as forty museums would write. Whose they are is not said. */
const STORIES = JSON.parse(readFileSync(new URL("../../server/sample/cases.json", import.meta.url), "utf8"));
const COMPLETE = JSON.parse(readFileSync(new URL("../../server/tests/complete-case.json", import.meta.url), "utf8"));

export const WRONG_WORD = "Tusedays";
export const RIGHT_WORD = "Tuesdays";

/** The n-th case: nobody in it is at risk, so nobody else has to say yes. */
export function story(n) {
  const told = STORIES[n % STORIES.length];
  return {
    title: `${told.title}, trial ${n + 1}`,
    email: `trial-${process.pid}-${n + 1}@museum-${n + 1}.example`,
    museum: `Example Museum ${n + 1} of ${told.town}`,
    town: `Exampleton ${n + 1}`,
    summary: told.summary,
    need: told.challenge,
    did: `We met on ${WRONG_WORD}. ${told.what_we_did}`,
    changed: told.outcomes,
    lessons: told.lessons,
  };
}

/** What the form of a tree wants, section by section. */
export const FORMS = {
  before: (told) => ({
    museum: { museum: [told.museum], museum_type: ["local-or-mixed-collection"], town: [told.town], region: ["North West England"], country: ["GB"] },
    glance: { title: [told.title], summary: [told.summary], started: ["3", "2023"] },
    people: { strand: ["community"], themes: ["loneliness-and-isolation"], audiences: ["older-people"], activities: ["object-handling"] },
    story: { need: [told.need], did: [told.did] },
    results: { changed: [told.changed] },
    lessons: { lessons: told.lessons },
    evidence: { design: ["survey"] },
    contact: { contact_role: ["Learning team"], contact_email: [told.email], content_notes: ["none"] },
  }),
  after: (told) => {
    const own = {
      ...Object.fromEntries(["museum", "town", "title", "summary", "need", "did", "changed"].map((key) => [key, [told[key]]])),
      lessons: told.lessons,
      contact_email: [told.email],
      themes: ["loneliness-and-isolation"],
      audiences: ["older-people"],
      design: ["survey"],
    };
    const sections = Object.entries(COMPLETE).map(([section, questions]) => [
      section,
      Object.fromEntries(questions.map(({ field, answers }) => [field, own[field] ?? answers])),
    ]);
    return Object.fromEntries(sections);
  },
};

const DECLARED = {
  before: ["authority", "true", "consent", "no_personal_details", "partners", "licence", "privacy"],
  after: ["send", "licence", "facts"],
};

/** Writes a case and sends it as a browser would, by form posts. */
export async function send(api, tree, told) {
  const key = await hidden(api, "/submit/new", "start_key");
  const begun = await post(api, "/submit/new", { title: [told.title], email: [told.email], start_key: [key] });
  const reference = /\/submit\/([^/?]+)$/.exec(begun)?.[1];
  if (!reference) throw new Error(`no draft was begun: ${begun}`);
  for (const [section, answers] of Object.entries(FORMS[tree](told))) {
    const path = `/submit/${reference}/${section}`;
    await post(api, path, { ...answers, base: [await hidden(api, path, "base")], action: ["continue"] });
  }
  const check = `/submit/${reference}/check`;
  const shown = tree === "after" ? { base: [await hidden(api, check, "base")], marks: [await hidden(api, check, "marks")] } : {};
  await post(api, check, { ...shown, declarations: DECLARED[tree] });
  return { ...told, reference, cookies: await api.storageState() };
}

async function hidden(api, path, name) {
  const html = await (await api.get(path)).text();
  const input = html.match(/<input[^>]*>/g)?.find((tag) => tag.includes(`name="${name}"`));
  return /value="([^"]*)"/.exec(input ?? "")?.[1] ?? "";
}

async function post(api, path, answers) {
  const form = new URLSearchParams(Object.entries(answers).flatMap(([key, values]) => values.map((value) => [key, value])));
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await api.post(path, { data: form.toString(), headers, maxRedirects: 0 });
  if (answer.status() !== 303) {
    const said = /class="error-summary[^]*?<\/div>/.exec(await answer.text())?.[0].replace(/<[^>]*>/g, " ") ?? "";
    throw new Error(`POST ${path}: ${answer.status()} ${said}`);
  }
  return answer.headers().location ?? "";
}

/** The museum changes an answer and sends it again, in its own browser; nothing of this is counted. */
export const ANSWERS_BACK = {
  async before(page, sent) {
    await page.goto(`/submit/${sent.reference}/results`);
    await lengthen(page.locator("textarea[name=changed]"));
    await page.getByRole("button", { name: "Save and continue" }).click();
    await page.waitForLoadState("load");
    await page.goto(`/submit/${sent.reference}/check`);
    for (const box of await page.locator("input[name=declarations]").all()) await box.check();
    await page.getByRole("button", { name: "Send your case study" }).click();
    await page.waitForURL(/\/sent$/);
  },
  async after(page, sent) {
    await page.goto(`/submit/${sent.reference}/changes`);
    await lengthen(page.locator("textarea[name=changed]"));
    await page.getByRole("button", { name: "Save, then check and send" }).click();
    await page.waitForURL(/\/check$/);
    await page.getByRole("button", { name: "Send your case study" }).click();
    await page.waitForURL(/\/sent$/);
  },
};

async function lengthen(box) {
  await box.fill(`${await box.inputValue()} All twelve were asked in March and again in February.`);
}
