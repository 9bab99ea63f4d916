import type { Page } from "@playwright/test";

/**
 * Barriers that tools overlook. Of 142 planted ones axe found 41 in the British government's audit
 * of tools; most of what it missed stood in forms: hints and errors that belong to nothing, labels
 * that cannot be seen, groups without a name.
 *
 * The function runs inside the page and works with scripts switched off too: it needs no timer.
 */
export function barriers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const all = <T extends Element = HTMLElement>(selector: string, from: ParentNode = document) => [
      ...from.querySelectorAll<T>(selector),
    ];
    const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    const name = (element: Element) => {
      const id = element.id ? `#${element.id}` : "";
      return `${element.tagName.toLowerCase()}${id} “${words(element).slice(0, 40)}”`;
    };
    const drawn = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    // What is hidden for the eye alone is one pixel large.
    const visible = (element: Element) => {
      const box = element.getBoundingClientRect();
      return drawn(element) && box.width > 2 && box.height > 2;
    };

    documentAround();
    headings();
    names();
    controls();
    errors();
    forms();
    tables();
    widths();
    return found;

    function documentAround() {
      if (document.documentElement.lang !== "en") found.push("the page does not say its language");
      if (!/^.{3,} – Casebook$|^Casebook$/.test(document.title)) found.push(`poor title: ${document.title}`);
      for (const [selector, many] of [["main", 1], ["h1", 1], ["noscript", 0]] as const) {
        const count = all(selector).length;
        if (count !== many) found.push(`${count} × ${selector}, not ${many}`);
      }
      const first = all("a[href], button, input")[0];
      if (first?.getAttribute("href") !== "#main") found.push("the first link does not skip to the main content");
      for (const element of all("[style]")) found.push(`inline style at ${name(element)}`);
    }

    function headings() {
      let last = 0;
      for (const heading of all("h1, h2, h3, h4, h5, h6")) {
        const level = Number(heading.tagName[1]);
        if (words(heading) === "") found.push(`empty ${heading.tagName}`);
        if (last > 0 && level > last + 1) found.push(`${name(heading)} comes after an h${last}`);
        last = level;
      }
    }

    function names() {
      const ids = all("[id]").map((element) => element.id);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
      if (twice.length > 0) found.push(`ids used twice: ${twice.join(", ")}`);
      for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "headers", "list"]) {
        for (const element of all(`[${attribute}]`)) {
          const missing = (element.getAttribute(attribute) ?? "").split(/\s+/).filter((id) => !document.getElementById(id));
          if (missing.length > 0) found.push(`${attribute} of ${name(element)} names what is not there: ${missing}`);
        }
      }
      for (const link of all<HTMLAnchorElement>("a[href^='#']")) {
        // A link inside a drawing has no `hash`.
        const id = decodeURIComponent(link.getAttribute("href")?.slice(1) ?? "");
        if (id !== "" && !document.getElementById(id)) found.push(`${name(link)} leads nowhere on the page`);
      }
      for (const element of all("a[href], button, summary")) {
        const said = words(element) || element.getAttribute("aria-label");
        if (!said) found.push(`${name(element)} has no words`);
      }
    }

    function controls() {
      type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
      const selector = "input:not([type=hidden], [type=submit], [type=button], [hidden]), select, textarea";
      const groups = new Map<string, Control[]>();
      for (const control of all<Control>(selector)) {
        // The choice of a row is named by what stands in the row, and its group by the table's caption.
        const table = control.type === "checkbox" && control.getAttribute("aria-label") ? control.closest("table") : null;
        if (table && words(table.querySelector("caption")) !== "") continue;
        const labels = [...(control.labels ?? [])];
        if (!labels.some((label) => words(label) !== "")) found.push(`${name(control)} has no label`);
        else if (drawn(control) && !labels.some(visible)) found.push(`the label of ${name(control)} cannot be seen`);
        if (control.getAttribute("placeholder")) found.push(`${name(control)} has a placeholder, which is no hint`);
        if (control.required) found.push(`${name(control)} is marked required, so the browser speaks instead of us`);
        if (control.type === "email" && !control.autocomplete) found.push(`${name(control)} has no autocomplete`);
        // What stands beside a control must also be heard with it.
        const field = control.closest(".field");
        const holder = control.closest("fieldset") ?? control;
        const described = `${control.getAttribute("aria-describedby")} ${holder.getAttribute("aria-describedby")}`;
        for (const note of field ? all(":scope > .field-hint, :scope > .field-error", field) : []) {
          const first = field?.querySelector(selector) === control;
          if (first && !described.split(/\s+/).includes(note.id)) found.push(`${name(note)} is not tied to ${name(control)}`);
        }
        if (control.type === "radio" || control.type === "checkbox") {
          const key = `${control.form ? all("form").indexOf(control.form) : ""} ${control.name}`;
          groups.set(key, [...(groups.get(key) ?? []), control]);
        }
      }
      for (const [key, group] of groups) {
        const fieldset = group[0]?.closest("fieldset");
        const named = fieldset && words(fieldset.querySelector("legend")) !== "";
        if (group.length > 1 && !named) found.push(`the choices of ${key} stand in no group with a name`);
      }
      for (const fieldset of all("fieldset")) {
        if (words(fieldset.querySelector(":scope > legend")) === "") found.push(`${name(fieldset)} has no legend`);
      }
    }

    function errors() {
      const summary = document.querySelector(".error-summary");
      const marked = all(".field-error").filter(drawn);
      if (document.title.startsWith("Error: ") !== Boolean(summary)) {
        found.push(`the title “${document.title}” ${summary ? "does not say" : "says"} that there is an error`);
      }
      if (!summary) {
        if (marked.length > 0) found.push("errors without a summary");
        return;
      }
      const begin = location.hash === "" ? summary : document.getElementById(location.hash.slice(1));
      if (document.activeElement !== begin) found.push(`${name(begin ?? summary)} does not have the focus`);
      const links = all<HTMLAnchorElement>("li a", summary);
      if (links.length === 0) found.push("the error summary says nothing");
      const said = marked.map((error) => words(error).replace(/^Error: ?/, ""));
      for (const link of links) {
        // On "check your answers" the control stands on another page.
        const target = link.pathname === location.pathname ? document.getElementById(link.hash.slice(1)) : link;
        if (!target?.matches("input, select, textarea, button, a[href], [tabindex]")) {
          found.push(`${name(link)} does not lead to a control`);
        }
        if (marked.length > 0 && !said.includes(words(link))) found.push(`“${words(link)}” is not said beside its field`);
      }
      for (const text of said) {
        if (!links.some((link) => words(link) === text)) found.push(`“${text}” is missing in the summary`);
      }
    }

    function forms() {
      for (const form of all<HTMLFormElement>("form[method=post]")) {
        const checked = all("input[type=email], input[type=url], input[type=number], input[type=date]", form);
        if (checked.length > 0 && !form.noValidate) found.push(`${name(form)} lets the browser judge the answers`);
        if (!form.querySelector("button, input[type=submit]")) found.push(`${name(form)} cannot be sent without a script`);
      }
      for (const link of all("[target]")) found.push(`${name(link)} opens another window`);
    }

    function tables() {
      for (const table of all("table")) {
        if (words(table.querySelector("caption")) === "") found.push("a table has no caption");
        for (const cell of all("th:not([scope])", table)) found.push(`${name(cell)} does not say what it is the head of`);
      }
    }

    function widths() {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return;
      const wide = all("body *").filter((element) => element.getBoundingClientRect().right > room + 1 && visible(element));
      found.push(`the page scrolls sideways at ${room} px; widest: ${wide.slice(-3).map(name).join(", ")}`);
    }
  });
}

/**
 * Controls that are too small to hit: less than 24 by 24 pixels (WCAG 2.5.8), where a label that
 * can be clicked counts with its box. Links are left to axe, which knows the criterion's exceptions
 * for sentences and for space around.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const small: string[] = [];
    const targets = document.querySelectorAll<HTMLElement>(
      "button, summary, select, textarea, input:not([type=hidden]), .button, .chip, .pagination a",
    );
    for (const target of targets) {
      if (!target.checkVisibility({ visibilityProperty: true })) continue;
      const parts = [target, ...((target as HTMLInputElement).labels ?? [])].map((part) => part.getBoundingClientRect());
      const width = Math.max(...parts.map((part) => part.width));
      const height = Math.max(...parts.map((part) => part.height));
      if (Math.min(width, height) < 23.5) {
        const words = target.textContent?.trim().slice(0, 40) || target.id;
        small.push(`${target.tagName.toLowerCase()} “${words}” is ${Math.round(width)} × ${Math.round(height)}`);
      }
    }
    return small;
  });
}

/**
 * Controls whose focus cannot be seen (WCAG 2.4.7), or lies under something else (2.4.11). One of
 * each kind is tried: they share their style.
 */
export function hiddenFocus(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hidden: string[] = [];
    const tried = new Set<string>();
    const before = document.activeElement;
    const scroll = window.scrollY;
    const stays = [...document.querySelectorAll("body *")].filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position));
    const drawn = (element: Element, pseudo?: string) => {
      const style = getComputedStyle(element, pseudo);
      const outline = style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
      return [outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationThickness, style.stroke, style.strokeWidth].join("|");
    };
    // A card draws the ring around the whole of itself with a pseudo-element of its link.
    const look = (element: Element) => [undefined, "::before", "::after"].map((pseudo) => drawn(element, pseudo)).join("|");
    const focusable = document.querySelectorAll<HTMLElement>(
      "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']",
    );
    for (const element of focusable) {
      const kind = `${element.tagName} ${element.className} ${element.getAttribute("type")} ${element.closest("header, nav, footer, main")?.tagName}`;
      if (tried.has(kind) || !element.checkVisibility({ visibilityProperty: true })) continue;
      tried.add(kind);
      // A ring may be drawn on the label or the card around it; in a drawing, on a shape in the link.
      const shapes = element instanceof SVGElement ? [...(element as SVGElement).children] : [];
      const around = [...shapes, element, element.nextElementSibling, element.parentElement, element.closest("article, li")];
      const parts = around.filter((part): part is Element => part !== null);
      const calm = parts.map(look);
      element.focus({ focusVisible: true } as FocusOptions);
      const changed = parts.some((part, at) => look(part) !== calm[at]);
      const words = element.textContent?.trim().slice(0, 40) || element.id;
      if (!changed) hidden.push(`focus on ${element.tagName.toLowerCase()} “${words}” cannot be seen`);
      const box = element.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth;
      if (!inside) hidden.push(`focus on ${element.tagName.toLowerCase()} “${words}” is off the screen`);
      const over = stays.filter((one) => !one.contains(element) && !element.contains(one) && one.checkVisibility()).map((one) => one.getBoundingClientRect());
      const isUnder = over.some(({ top, bottom, left, right }) => top <= box.top && bottom >= box.bottom && left <= box.left && right >= box.right);
      if (inside && isUnder) hidden.push(`focus on ${element.tagName.toLowerCase()} “${words}” lies under something that stays`);
      element.blur();
    }
    (before as HTMLElement | null)?.focus?.({ preventScroll: true });
    window.scrollTo({ top: scroll, behavior: "instant" });
    return hidden;
  });
}
