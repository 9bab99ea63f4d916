import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** Text of this page that can be seen, by its look. */
    texts: Map<string, Element[]>;
  }
}

/** Looks of text that stood out enough, in this process. */
const judged = new Set<string>();

/**
 * Whether text stands out from what is behind it takes axe most of its time, and the same look always gives the
 * same answer: a look is its colours, sizes and classes with those of all around it, in a window as wide as this.
 * So axe is shown those that it has not seen before, twice each.
 */
export async function poorContrast(page: Page): Promise<string[]> {
  const looks = await page.evaluate(() => {
    const known = new Map<Element, string>();
    const around = (element: Element | null): string => {
      if (!element) return "";
      const found = known.get(element);
      if (found !== undefined) return found;
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(element);
      const own = [element.tagName, element.getAttribute("class"), backgroundColor, backgroundImage, opacity, position];
      const look = `${own.join(" ")} < ${around(element.parentElement)}`;
      known.set(element, look);
      return look;
    };
    window.texts = new Map();
    for (const element of document.querySelectorAll("body, body *")) {
      const speaks = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
      const typed = element.matches("input, select, textarea");
      if ((!speaks && !typed) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
      const look = [innerWidth, color, fontSize, fontWeight, textShadow, around(element)].join(" ");
      window.texts.set(look, [...(window.texts.get(look) ?? []), element].slice(0, 2));
    }
    return [...window.texts.keys()];
  });
  const fresh = looks.filter((look) => !judged.has(look));
  if (fresh.length === 0) return [];
  const poor = await page.evaluate(async (fresh) => {
    const include = fresh.flatMap((look) => window.texts.get(look) ?? []);
    const result = await window.axe.run({ include }, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
    return result.violations.flatMap(({ nodes }) => nodes).map((node) => `${node.target.join(" ")}: ${node.failureSummary?.split("\n").slice(1).join(" ")}`);
  }, fresh);
  if (poor.length === 0) for (const look of fresh) judged.add(look);
  return poor;
}
