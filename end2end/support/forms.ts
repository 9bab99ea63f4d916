import { type APIRequestContext, expect } from "@playwright/test";

export type Answers = Record<string, string[]>;

/**
 * Presses a button of a page that nobody draws: what its form holds is sent as a browser would, with these answers
 * instead. For the way to what a test is about; returns where it leads.
 */
export async function press(who: APIRequestContext, path: string, button: string, instead: Answers = {}): Promise<string> {
  const shown = await who.get(path);
  const html = await shown.text();
  const form = html.match(/<form\b[^]*?<\/form>/g)?.find((one) => named(one, button));
  expect(form, `a form at ${path} (${shown.status()}) with the button “${button}”`).toBeDefined();
  const [open = ""] = /<form\b[^>]*>/.exec(form ?? "") ?? [];
  const pressed = named(form ?? "", button) ?? "";
  const to = attribute(pressed, "formaction") ?? attribute(open, "action") ?? path;
  const name = attribute(pressed, "name");
  const own: Answers = name ? { [name]: [attribute(pressed, "value") ?? ""] } : {};
  return post(who, new URL(to, shown.url()).href, { ...held(form ?? ""), ...own, ...instead });
}

/** Posts a form, and returns where it leads. */
export async function post(who: APIRequestContext, url: string, answers: Answers): Promise<string> {
  const form = new URLSearchParams(Object.entries(answers).flatMap(([key, values]) => values.map((value) => [key, value])));
  const answer = await who.post(url, {
    data: form.toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(url).origin },
    maxRedirects: 0,
  });
  expect(answer.status(), `POST ${url}: ${answer.status() < 400 ? "" : await answer.text()}`).toBe(303);
  return answer.headers().location ?? "";
}

/** The button of a form that says this. */
function named(form: string, button: string): string | undefined {
  return form.match(/<button\b[^]*?<\/button>/g)?.find((one) => words(one) === button);
}

/** What a form sends that nobody touches. */
function held(form: string): Answers {
  const answers: Answers = {};
  const add = (control: string, value: string) => {
    const name = attribute(control, "name");
    if (name !== undefined) (answers[name] ??= []).push(value);
  };
  for (const [control, inside] of form.matchAll(/<input\b[^>]*>|<textarea\b[^>]*>([^]*?)<\/textarea>|<select\b[^]*?<\/select>/g)) {
    if (control.startsWith("<textarea")) {
      add(control, text(inside ?? "").replace(/^\n/, ""));
    } else if (control.startsWith("<select")) {
      const options = control.match(/<option\b[^>]*>/g) ?? [];
      const chosen = options.find((option) => / selected\b/.test(option)) ?? options[0];
      if (chosen) add(control, attribute(chosen, "value") ?? "");
    } else {
      const chosen = /^(checkbox|radio)$/.test(attribute(control, "type") ?? "");
      if (!chosen || / checked\b/.test(control)) add(control, attribute(control, "value") ?? (chosen ? "on" : ""));
    }
  }
  return answers;
}

function attribute(element: string, name: string): string | undefined {
  const [tag = ""] = /^<[^>]*>/.exec(element) ?? [];
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : text(value);
}

function words(element: string): string {
  return text(element.replace(/<[^>]*>/g, "")).replace(/\s+/g, " ").trim();
}

function text(html: string): string {
  const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'", "#x2F": "/" };
  return html.replace(/&([#\w]+);/g, (whole, sign: string) => signs[sign] ?? whole);
}
