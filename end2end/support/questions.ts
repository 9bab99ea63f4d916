import { expect, type Locator, type Page } from "@playwright/test";

/** A question of the form with its answer: how a person gives it, and how it looks afterwards. */
export interface Question {
  asked: string;
  give: (page: Page) => Promise<void>;
  /** Still in the form, as it was given. */
  kept: (page: Page) => Promise<void>;
  /** What readers find of it. */
  read: string[];
}

/** The words of a question as they stand above its control. */
function asked(question: string): RegExp {
  const literal = question.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^\\s*${literal}( \\(optional\\))?\\s*$`);
}

export function box(page: Page, question: string): Locator {
  return page.getByLabel(asked(question));
}

export function group(page: Page, question: string): Locator {
  return page.getByRole("group", { name: asked(question) });
}

/** Words to type into one box. */
export function text(question: string, answer: string): Question {
  return {
    asked: question,
    give: (page) => box(page, question).fill(answer),
    kept: (page) => expect(box(page, question)).toHaveValue(answer),
    read: [answer],
  };
}

/** One of a few: radios. */
export function one(question: string, label: string, read = label): Question {
  const choice = (page: Page) => group(page, question).getByLabel(label, { exact: true });
  return {
    asked: question,
    give: (page) => choice(page).check(),
    kept: (page) => expect(choice(page)).toBeChecked(),
    read: [read],
  };
}

/** One of many: a drop-down list. */
export function pick(question: string, label: string): Question {
  return {
    asked: question,
    give: async (page) => void (await box(page, question).selectOption({ label })),
    kept: (page) => expect(box(page, question).locator("option:checked")).toHaveText(label),
    read: [label],
  };
}

/** Several of a list: boxes to tick. */
export function several(question: string, ...labels: string[]): Question {
  const choice = (page: Page, label: string) => group(page, question).getByLabel(label, { exact: true });
  return {
    asked: question,
    give: async (page) => {
      for (const label of labels) await choice(page, label).check();
    },
    kept: async (page) => {
      for (const label of labels) await expect(choice(page, label)).toBeChecked();
      await expect(group(page, question).locator("input:checked")).toHaveCount(labels.length);
    },
    read: labels,
  };
}

/** A box to tick that is its own question. */
export function tick(question: string): Question {
  return {
    asked: question,
    give: (page) => page.getByLabel(question, { exact: true }).check(),
    kept: (page) => expect(page.getByLabel(question, { exact: true })).toBeChecked(),
    read: [],
  };
}

/** Short texts, each in a box of its own. */
export function lines(question: string, ...answers: string[]): Question {
  const boxes = (page: Page) => group(page, question).getByRole("textbox");
  return {
    asked: question,
    give: async (page) => {
      for (const [at, answer] of answers.entries()) await boxes(page).nth(at).fill(answer);
    },
    kept: async (page) => {
      for (const [at, answer] of answers.entries()) await expect(boxes(page).nth(at)).toHaveValue(answer);
    },
    read: answers,
  };
}

export function link(number: number, title: string, url: string): Question {
  const boxes: [string, string][] = [
    [`Title of link ${number}`, title],
    [`Web address of link ${number}`, url],
  ];
  return {
    asked: "Documents and links",
    give: async (page) => {
      for (const [label, answer] of boxes) await page.getByLabel(label, { exact: true }).fill(answer);
    },
    kept: async (page) => {
      for (const [label, answer] of boxes) await expect(page.getByLabel(label, { exact: true })).toHaveValue(answer);
    },
    read: [title],
  };
}
