import { expect, test as base } from "@playwright/test";
import { Bank } from "../support/bank.ts";
import type { Engine } from "./engines/engine.ts";
import { firefox, type Settings } from "./engines/firefox.ts";
import { webkit } from "./engines/webkit.ts";
import { Person } from "./person.ts";

/** The browsers that are walked through; the columns of the table. */
export const ENGINES: Record<string, () => Engine> = {
  Firefox: () => firefox(),
  "Firefox, no script": () => firefox({ "javascript.enabled": false }),
  WebKit: () => webkit(),
};

interface Tools {
  /** Somebody who has just come to the site. */
  person: Person;
  /** One more, with a browser of their own; `home` where the site is reached at another address. */
  another: (own?: { settings?: Settings; home?: string }) => Promise<Person>;
  /** Says what was seen, for the table. */
  seen: (words: string) => void;
  /** Leaves a step out, with the reason. */
  only: (condition: boolean, why: string) => void;
  engine: Engine;
  /** The pages' scripts run. */
  scripts: boolean;
  quiet: void;
}

export const test = base.extend<Tools, { bank: Bank }>({
  bank: [
    async ({}, use) => {
      const bank = await Bank.start();
      await use(bank);
      await bank.stop();
    },
    { scope: "worker", timeout: 40_000 },
  ],

  engine: async ({}, use, info) => {
    const engine = ENGINES[info.project.name];
    if (!engine) throw new Error(`There is no browser ${info.project.name}.`);
    await use(engine());
  },

  scripts: async ({}, use, info) => use(!info.project.name.includes("no script")),

  another: async ({ engine, bank, scripts }, use, info) => {
    const people: Person[] = [];
    await use(async ({ settings, home } = {}) => {
      const person = await Person.with(engine, home ?? bank.url, scripts, settings);
      info.annotations.push({ type: "version", description: person.version });
      people.push(person);
      return person;
    });
    for (const person of people) await person.leave();
  },

  person: async ({ another }, use) => use(await another()),

  seen: async ({}, use, info) => {
    await use((words) => void info.annotations.push({ type: "seen", description: words }));
  },

  only: async ({}, use, info) => {
    await use((condition, why) => info.skip(!condition, why));
  },

  /** A server that logged an error has failed, whatever the page looked like. */
  quiet: [
    async ({ bank }, use) => {
      const before = bank.log().length;
      await use();
      const errors = bank.log().slice(before).split("\n").filter((line) => /\bERROR\b|panicked/.test(line));
      expect(errors, "errors in the server's log").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
