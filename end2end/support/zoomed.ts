import type { Page } from "@playwright/test";

/** A desk's window at 400 %: as wide as a narrow phone, and lower than it is wide (WCAG 1.4.10). */
export const ZOOMED = { width: 320, height: 256 };

/**
 * How many pixels a page is wider than its window with letters twice as large, as some browsers draw them (WCAG 1.4.4), and
 * what sticks out.
 */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200% }");
    document.adoptedStyleSheets = [sheet];
    const { scrollWidth, clientWidth } = document.documentElement;
    const out = scrollWidth <= clientWidth ? [] : [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    const names = out.slice(-3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
    document.adoptedStyleSheets = [];
    return scrollWidth <= clientWidth ? [] : [`${scrollWidth - clientWidth} px`, ...names];
  });
}

/** What stays in sight while a page is scrolled, where it leaves less than half of the window to read, at the top, in the middle and at the end. */
export function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const stays = [...document.querySelectorAll<HTMLElement>("body *")].filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position));
    if (stays.length === 0) return [];
    const before = window.scrollY;
    const found: string[] = [];
    const end = document.documentElement.scrollHeight - window.innerHeight;
    for (const at of [0, end / 2, end]) {
      window.scrollTo({ top: at, behavior: "instant" });
      const rows = new Set<number>();
      const names = new Set<string>();
      for (const one of stays) {
        if (!one.checkVisibility({ visibilityProperty: true })) continue;
        const box = one.getBoundingClientRect();
        const parent = (one.parentElement as HTMLElement).getBoundingClientRect();
        const isStuck = getComputedStyle(one).position === "fixed" || stuck(one, box, parent);
        if (!isStuck || box.width < window.innerWidth / 4) continue;
        for (let row = Math.max(0, Math.ceil(box.top)); row < Math.min(window.innerHeight, box.bottom); row += 1) rows.add(row);
        names.add(`${one.tagName.toLowerCase()}.${one.className}`);
      }
      if (rows.size > window.innerHeight / 2) found.push(`${rows.size} of ${window.innerHeight} px are covered by ${[...names].join(", ")}`);
    }
    window.scrollTo({ top: before, behavior: "instant" });
    return found;

    /** Whether it stands elsewhere than it would without being sticky. */
    function stuck(one: HTMLElement, box: DOMRect, parent: DOMRect): boolean {
      const style = one.getAttribute("style");
      const offset = box.top - parent.top;
      one.style.position = "relative";
      one.style.inset = "auto";
      const free = one.getBoundingClientRect().top - (one.parentElement as HTMLElement).getBoundingClientRect().top;
      // Asked for first: what was set alone is no attribute yet that could be removed.
      if (style === null && one.hasAttribute("style")) one.removeAttribute("style");
      return Math.abs(free - offset) > 1;
    }
  });
}
