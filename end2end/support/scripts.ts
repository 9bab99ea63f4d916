import type { Page } from "@playwright/test";

const scripts = new WeakMap<object, boolean>();

/** Fixtures say so when they make the context. */
export function tellScripts(page: Page, run: boolean): void {
  scripts.set(page.context(), run);
}

export function runsScripts(page: Page): boolean {
  return scripts.get(page.context()) ?? true;
}
