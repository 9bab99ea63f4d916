import { expect, type Page } from "@playwright/test";
import axeCore, { type RunOnly, type RunOptions } from "axe-core";
import { barriers, hiddenFocus, smallTargets } from "./barriers.ts";
import { poorContrast } from "./contrast.ts";
import { htmlFaults } from "./html.ts";
import { runsScripts } from "./scripts.ts";
import { sentHtml } from "./watch.ts";

declare global {
  interface Window {
    axe: typeof axeCore;
  }
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTRAST = "color-contrast";
/** Rules about colour and size. */
const OF_THE_LOOK = [CONTRAST, "link-in-text-block", "scrollable-region-focusable", "target-size"];

/**
 * Fails unless the page, in the state it is in, is one that everybody can use: its HTML is valid,
 * axe finds nothing, and neither do our own checks. Call it in every state: empty, filled, refused.
 */
export async function goodPage(page: Page, state: string): Promise<void> {
  await validHtml(page, state);
  await usable(page, state);
}

export async function validHtml(page: Page, state: string): Promise<void> {
  expect.soft(await htmlFaults(await sentHtml(page)), `${state}: HTML`).toEqual([]);
}

/** The same without the HTML. */
export async function usable(page: Page, state: string): Promise<void> {
  await looksUsable(page, state);
  await axe(page, state);
}

/**
 * The same for a page that was usable, at another width and in another light: of axe only the rules
 * whose answer can differ there, which takes a fifth of the time.
 */
export async function stillUsable(page: Page, state: string): Promise<void> {
  await looksUsable(page, state);
  await axe(page, state, OF_THE_LOOK);
}

async function looksUsable(page: Page, state: string): Promise<void> {
  // Browsers give the focus away when they first draw a page, which may be after it has loaded.
  const summary = page.locator(".error-summary");
  if ((await summary.count()) > 0) {
    // A link to one answer leads to its control, also where the page has errors.
    const { hash } = new URL(page.url());
    if (hash) await expect.soft(page.locator(hash), `${state}: the control that the address names has the focus`).toBeFocused();
    else await expect.soft(summary, `${state}: the summary has the focus`).toBeFocused();
  }
  expect.soft(await barriers(page), `${state}: barriers`).toEqual([]);
  expect.soft(await smallTargets(page), `${state}: targets`).toEqual([]);
  expect.soft(await hiddenFocus(page), `${state}: focus`).toEqual([]);
}

/**
 * axe needs timers inside the page, which do not run with scripts off. The server sends the same
 * HTML either way and no page has a <noscript> (`barriers` fails on one), so what axe says in the
 * project `script` holds for both.
 */
export async function axe(page: Page, state: string, rules?: string[]): Promise<void> {
  if (!runsScripts(page)) return;
  // Half a megabyte: once for each document is enough.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeCore.source);
  const others = rules?.filter((rule) => rule !== CONTRAST);
  const runOnly: RunOnly = others ? { type: "rule", values: others } : { type: "tag", values: TAGS };
  const violations = await page.evaluate(async ([runOnly, contrast]) => {
    // Unless it is told, it also writes down everything that is right.
    const options: RunOptions = { runOnly, resultTypes: ["violations"] };
    if (runOnly.type === "tag") options.rules = { [contrast]: { enabled: false } };
    const result = await window.axe.run(document, options);
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 4).map((node) => `${node.target.join(" ")}: ${node.failureSummary?.split("\n").slice(1).join(" ")}`),
    }));
  }, [runOnly, CONTRAST] as const);
  expect.soft(violations, `${state}: axe`).toEqual([]);
  if (!rules || rules.includes(CONTRAST)) expect.soft(await poorContrast(page), `${state}: axe, contrast`).toEqual([]);
}
