import { type Browser, type Page } from "@playwright/test";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type axeCore from "axe-core";
import { TO_JUDGE } from "./contrast.ts";

declare global {
  interface Window {
    axe: typeof axeCore;
  }
}

/** A state of a page, as it can be drawn once more somewhere else. */
export interface Looks {
  html: string;
  width: number;
  height: number;
  dark: boolean;
  forced: boolean;
}

/** Where axe is; a third of what the readable one weighs. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * A page of its own that holds axe and is shown what others look like, one after the other. To load axe into every
 * page that is looked at, and to let it run there for the first time, takes three times as long as what it then says.
 */
class Judge {
  private looks?: Looks;
  private sheetsRead = false;

  private constructor(
    readonly page: Page,
    readonly origin: string,
  ) {}

  static async at(browser: Browser, origin: string): Promise<Judge> {
    const context = await browser.newContext({ javaScriptEnabled: true, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${origin}/about`);
    await page.evaluate(AXE);
    // Of all text, only what was chosen: see `contrast.ts`.
    await page.evaluate((mark) => {
      const text = { id: "color-contrast", selector: `[${mark}]` };
      const link = { id: "link-in-text-block", selector: `a[href]:is([${mark}], :has([${mark}]))` };
      window.axe.configure({ rules: [text, link] });
    }, TO_JUDGE);
    return new Judge(page, origin);
  }

  /** Whether style sheets are to be read for rules about how a phone is held. Every page has the same: once is enough. */
  readsSheets(all: boolean): boolean {
    const reads = all && !this.sheetsRead;
    this.sheetsRead ||= reads;
    return reads;
  }

  /** Draws what a page looks like. */
  async show(looks: Looks): Promise<void> {
    const { page, looks: last } = this;
    if (last?.width !== looks.width || last.height !== looks.height) await page.setViewportSize(looks);
    if (last?.dark !== looks.dark || last.forced !== looks.forced) {
      await page.emulateMedia({ colorScheme: looks.dark ? "dark" : "light", forcedColors: looks.forced ? "active" : "none" });
    }
    if (last?.html !== looks.html) await page.evaluate(draw, looks.html);
    this.looks = looks;
  }
}

const judges = new WeakMap<Browser, Judge>();

/** The judge of this browser, who looks at what this page looks like. */
export async function judgeOf(page: Page): Promise<Judge> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser.");
  const { origin } = new URL(page.url());
  const known = judges.get(browser);
  if (known?.origin === origin) return known;
  await known?.page.context().close();
  const judge = await Judge.at(browser, origin);
  judges.set(browser, judge);
  return judge;
}

/** The state of a page: its elements, and what of them is not written in their attributes. */
export function looksOf(page: Page): Promise<Looks> {
  return page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    const [live, drawn] = [document.documentElement, copy].map((one) => [...one.querySelectorAll<HTMLElement>("*")]);
    live?.forEach((element, at) => {
      const twin = drawn?.[at];
      if (!twin) return;
      if (element instanceof HTMLInputElement) {
        if (element.type === "checkbox" || element.type === "radio") twin.toggleAttribute("checked", element.checked);
        else if (element.type !== "hidden" && element.type !== "file") twin.setAttribute("value", element.value);
      } else if (element instanceof HTMLTextAreaElement) {
        twin.textContent = element.value;
      } else if (element instanceof HTMLOptionElement) {
        twin.toggleAttribute("selected", element.selected);
      } else if (element.matches(":popover-open")) {
        twin.dataset.shown = "popover";
      } else if (element.matches("dialog:modal")) {
        twin.removeAttribute("open");
        twin.dataset.shown = "modal";
      }
    });
    for (const one of copy.querySelectorAll("script, link[rel=modulepreload], link[rel=preload]")) one.remove();
    return {
      html: copy.outerHTML,
      width: innerWidth,
      height: innerHeight,
      dark: matchMedia("(prefers-color-scheme: dark)").matches,
      forced: matchMedia("(forced-colors: active)").matches,
    };
  });
}

/** Runs inside the judge's page. */
async function draw(html: string): Promise<void> {
  const next = new DOMParser().parseFromString(html, "text/html");
  const root = document.documentElement;
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value);
  const sheets = (one: Document) => [...one.querySelectorAll("head link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join();
  if (sheets(document) === sheets(next)) {
    document.title = next.title;
  } else {
    const head = document.adoptNode(next.head);
    const links = [...head.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
    const loaded = links.map((link) => new Promise((done, fail) => ((link.onload = done), (link.onerror = fail))));
    document.head.replaceWith(head);
    await Promise.all(loaded);
  }
  document.body.replaceWith(document.adoptNode(next.body));
  for (const one of document.querySelectorAll<HTMLElement>("[data-shown]")) {
    if (one.dataset.shown === "popover") one.showPopover();
    else (one as HTMLDialogElement).showModal();
    delete one.dataset.shown;
  }
  window.scrollTo(0, 0);
  await document.fonts.ready;
}
