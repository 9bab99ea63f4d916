import { expect, type Page } from "@playwright/test";
import type { RunOnly, RunOptions } from "axe-core";
import { barriers, hiddenFocus, smallTargets } from "./barriers.ts";
import { standOut, unseenLooks } from "./contrast.ts";
import { htmlFaults } from "./html.ts";
import { judgeOf, looksOf } from "./judge.ts";
import { foundRight, keepRight, withoutNames } from "./judged.ts";
import { runsScripts } from "./scripts.ts";
import { sentHtml } from "./watch.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Rules about the look of one text. */
const OF_TEXT = ["color-contrast", "link-in-text-block"];
/** Rules about colour and size. */
const OF_THE_LOOK = [...OF_TEXT, "scrollable-region-focusable", "target-size"];

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
 * axe needs timers, which do not run in a page whose scripts are off. The server sends the same HTML either way and
 * no page has a <noscript> (`barriers` fails on one), so what axe says in the project `script` holds for both.
 */
export async function axe(page: Page, state: string, rules?: string[]): Promise<void> {
  if (runsScripts(page)) expect.soft(await axeFaults(page, rules), `${state}: axe`).toEqual([]);
}

interface Fault {
  id: string;
  help: string;
  nodes: string[];
}

/** What axe finds. A state that was found right is not judged again, whichever test comes to it. */
export async function axeFaults(page: Page, rules?: string[]): Promise<Fault[]> {
  const looks = await looksOf(page);
  const { width, dark, forced } = looks;
  const same = [withoutNames(looks.html), width, dark, forced, ...(rules ?? [])].join("\n");
  if (foundRight("axe", same)) return [];
  const judge = await judgeOf(page);
  await judge.show(looks);
  const looked = await unseenLooks(judge.page);
  const runOnly: RunOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  const faults = await judge.page.evaluate(async ([runOnly, preload]) => {
    // Unless it is told, it also writes down everything that is right.
    const options: RunOptions = { runOnly, resultTypes: ["violations"], preload };
    const result = await window.axe.run(document, options);
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 4).map((node) => `${node.target.join(" ")}: ${node.failureSummary?.split("\n").slice(1).join(" ")}`),
    }));
  }, [runOnly, judge.readsSheets(!rules)] as const);
  if (faults.length === 0) {
    keepRight("axe", same);
    if (!rules || OF_TEXT.every((rule) => rules.includes(rule))) standOut(looked);
  }
  return faults;
}
