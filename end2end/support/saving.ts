import { expect, type Locator, type Page, type Request } from "@playwright/test";
import { caseStudy, type Section } from "./case-study.ts";

// What the island around the form of a section does, as tests see it.

export const SAVE = "**/api/fn/save_draft";
export const DID = "What you did";
export const SAVED = /^Saved at \d\d:\d\d\.$/;

/**
 * Lets a test say how time passes. The numbers of timers that the clock hands out are larger than those of
 * any browser, and too large for the island, which could not stop one: so each gets a small one.
 */
export async function ownClock(page: Page): Promise<void> {
  await page.clock.install();
  await page.addInitScript(() => {
    const numbers = new Map<number, number>();
    const [set, clear] = [window.setTimeout, window.clearTimeout];
    const small = (handler: TimerHandler, wait?: number, ...rest: unknown[]) => {
      const number = numbers.size + 1;
      numbers.set(number, set(handler, wait, ...rest));
      return number;
    };
    window.setTimeout = small as typeof window.setTimeout;
    window.clearTimeout = (number) => clear(numbers.get(Number(number)));
  });
}

export function section(slug: string): Section {
  return caseStudy("", "").find((one) => one.slug === slug) as Section;
}

/** The line that says what is saved. */
export function line(page: Page): Locator {
  return page.locator(".save-status");
}

export async function saved(page: Page): Promise<void> {
  await expect(line(page)).toHaveText(SAVED);
}

/** Every text that the island has sent for a field, in the order of sending. */
export function texts(page: Page, field: string): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (isSave(request)) sent.push(answer(request, field));
  });
  return sent;
}

export function isSave(request: Request): boolean {
  return request.url().endsWith("/api/fn/save_draft");
}

function answer(request: Request, field: string): string {
  const { answers } = request.postDataJSON() as { answers: [string, string][] };
  return answers.find(([key]) => key === field)?.[1] ?? "";
}

/** Holds every save back until they are let go; `asked` is the first of them. */
export async function holdSaves(page: Page): Promise<{ asked: Promise<void>; release: () => void }> {
  let asked = () => {};
  let release = () => {};
  const under = new Promise<void>((resolve) => (asked = resolve));
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(SAVE, async (route) => {
    asked();
    await held;
    await route.continue();
  });
  return { asked: under, release };
}

/** What another page of the same browser finds in the form. */
export async function stored(page: Page, path: string, question: (page: Page) => Locator): Promise<string> {
  const other = await page.context().newPage();
  try {
    await other.goto(path);
    return await question(other).inputValue();
  } finally {
    await other.close();
  }
}

export function words(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `word${at + 1}`);
}
