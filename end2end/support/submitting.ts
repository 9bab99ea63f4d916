import { expect, type Page } from "@playwright/test";
import { caseStudy, DECLARATIONS, freshTitle, IF_YOU_LIKE, type Section } from "./case-study.ts";
import { mailbox } from "./people.ts";
import { begin as beginWithoutPages } from "./quick.ts";

const REFERENCE = /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/;

export interface Begun {
  title: string;
  email: string;
  reference: string;
}

/** Begins a case study, and ends at its list of tasks. */
export async function begin(page: Page, title = freshTitle(), email = mailbox()): Promise<Begun> {
  const draft = await beginWithoutPages(page.request, title, email);
  await page.goto(`/submit/${draft.reference}`);
  return draft;
}

/** The same as a person does, from the start page. */
export async function beginByHand(page: Page, title = freshTitle(), email = mailbox()): Promise<Begun> {
  await page.goto("/submit");
  await page.getByRole("link", { name: /^Write (it all|another one) yourself$/ }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Save and continue" }).click();
  await expect(page).toHaveURL(new RegExp(`/submit/${REFERENCE.source}$`));
  return { title, email, reference: REFERENCE.exec(page.url())?.[0] as string };
}

export async function openSection(page: Page, draft: { reference: string }, section: Section): Promise<void> {
  await page.goto(`/submit/${draft.reference}/${section.slug}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(section.title);
}

/** The same from the list of tasks. */
export async function openFromTasks(page: Page, draft: { reference: string }, section: Section): Promise<void> {
  await page.goto(`/submit/${draft.reference}`);
  const link = page.getByRole("main").getByRole("link", { name: section.title, exact: true });
  if (!(await link.isVisible())) await page.getByText(/^More, if you like:/).click();
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(section.title);
}

/** Opens what waits behind a line: questions that nobody has to answer, and the rest of long lists. */
export async function openAll(page: Page): Promise<void> {
  const closed = page.locator("main details:not([open]) > summary").filter({ visible: true });
  while ((await closed.count()) > 0) await closed.first().click();
}

export async function answer(page: Page, section: Section): Promise<void> {
  await openAll(page);
  for (const question of section.questions) await question.give(page);
}

export async function saveAndContinue(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and continue" }).click();
}

/** The same, until the next page is there: the island saves first, so the press ends before the page goes. */
export async function saveAndWait(page: Page): Promise<void> {
  const shown = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await Promise.all([shown, saveAndContinue(page)]);
  await page.waitForLoadState("load");
}

/** Fills every page of the form, those on the way one after the other, and ends at "check your answers". */
export async function fillAll(page: Page, draft: Begun): Promise<Section[]> {
  const sections = caseStudy(draft.title, draft.email);
  const [more, way] = [true, false].map((one) => sections.filter(({ slug }) => IF_YOU_LIKE.includes(slug) === one)) as [Section[], Section[]];
  for (const section of more) {
    await openFromTasks(page, draft, section);
    await answer(page, section);
    await saveAndWait(page);
  }
  await openFromTasks(page, draft, way[0] as Section);
  for (const section of way) {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(section.title);
    await answer(page, section);
    await saveAndContinue(page);
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your answers");
  return sections;
}

export async function declare(page: Page): Promise<void> {
  for (const words of DECLARATIONS) await page.getByLabel(words, { exact: true }).check();
}

/** Declares and sends, and ends at the confirmation. */
export async function send(page: Page, draft: { reference: string }): Promise<void> {
  await declare(page);
  await page.getByRole("button", { name: "Send your case study" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}/sent`);
}
