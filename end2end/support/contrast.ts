import type { Page } from "@playwright/test";
import { foundRight, keepRight } from "./judged.ts";

declare global {
  interface Window {
    /** Text of this page that can be seen, by its look. */
    texts: Map<string, Element[]>;
  }
}

/** What axe is to judge the contrast of bears this. */
export const TO_JUDGE = "data-to-judge";

/**
 * Whether text stands out from what is behind it takes axe most of its time, and the same look always gives the
 * same answer: a look is its colours, sizes and classes with those of all around it, in a window as wide as this.
 * So axe is shown those that were not seen before in this run, twice each. Returns them, for `standOut`.
 */
export async function unseenLooks(page: Page): Promise<string[]> {
  const looks = await page.evaluate((mark) => {
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
      element.removeAttribute(mark);
      const speaks = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
      const typed = element.matches("input, select, textarea");
      if ((!speaks && !typed) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
      const look = [innerWidth, color, fontSize, fontWeight, textShadow, around(element)].join(" ");
      window.texts.set(look, [...(window.texts.get(look) ?? []), element].slice(0, 2));
    }
    return [...window.texts.keys()];
  }, TO_JUDGE);
  const unseen = looks.filter((look) => !foundRight("look", look));
  await page.evaluate(
    ([unseen, mark]) => {
      for (const element of unseen.flatMap((look) => window.texts.get(look) ?? [])) element.setAttribute(mark, "");
    },
    [unseen, TO_JUDGE] as const,
  );
  return unseen;
}

/** Text of these looks stood out. */
export function standOut(looks: string[]): void {
  for (const look of looks) keepRight("look", look);
}
