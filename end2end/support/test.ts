import { type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";
import { addAnyText } from "./any-text.ts";
import { Bank } from "./bank.ts";
import { run } from "./binary.ts";
import type { Account } from "./people.ts";
import { tellScripts } from "./scripts.ts";
import { Watch } from "./watch.ts";

interface Tools {
  /** Another person at another machine: a fresh browser without cookies. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** The same, signed in. */
  signedIn: (account: Account) => Promise<Page>;
  /** Scripts run in this project. */
  scripts: boolean;
  quietServer: void;
}

interface WorkerTools {
  /** Tests that share this name share a bank. `test.use({ shelf: "reading" })` takes another one. */
  shelf: string;
  /** The bank also holds a case whose every text is long words: see `any-text.ts`. */
  anyText: boolean;
  /** For so many minutes a decision can be called back; 0 carries it out at once. */
  undoMinutes: number;
  /** The bank also holds the samples to moderate. */
  samples: boolean;
  bank: Bank;
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;
const sessions = new Map<string, Cookies>();

export const test = base.extend<Tools, WorkerTools>({
  shelf: ["writing", { scope: "worker", option: true }],

  anyText: [false, { scope: "worker", option: true }],

  undoMinutes: [0, { scope: "worker", option: true }],
  samples: [false, { scope: "worker", option: true }],

  bank: [
    async ({ shelf: _, anyText, samples, undoMinutes }, use) => {
      const prepare = (data: string) => {
        if (anyText) addAnyText(data);
        if (samples) run(["sample"], data);
      };
      const bank = await Bank.start(prepare, undoMinutes);
      await use(bank);
      await bank.stop();
    },
    { scope: "worker", timeout: 40_000 },
  ],

  baseURL: async ({ bank }, use) => use(bank.url),

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),

  page: async ({ page, scripts }, use) => {
    const watch = await Watch.on(page);
    tellScripts(page, scripts);
    await use(page);
    watch.expectQuiet();
  },

  visitor: async ({ browser, baseURL, scripts }, use) => {
    const made: Page[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled: scripts, ...options });
      const page = await context.newPage();
      tellScripts(page, options?.javaScriptEnabled ?? scripts);
      await Watch.on(page);
      made.push(page);
      return page;
    });
    for (const page of made) {
      Watch.of(page).expectQuiet();
      await page.context().close();
    }
  },

  signedIn: async ({ visitor, bank }, use) => {
    await use(async (account) => {
      const page = await visitor();
      await signInOnce(page, bank, account);
      return page;
    });
  },

  /** A server that logged an error has failed, whatever the page looked like. */
  quietServer: [
    async ({ bank }, use, info) => {
      const before = bank.log().length;
      await use();
      const log = bank.log().slice(before);
      const errors = log.split("\n").filter((line) => /\bERROR\b|panicked/.test(line));
      if (info.status !== info.expectedStatus) await info.attach("server log", { body: log });
      expect(errors, "errors in the server's log").toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in as a person does, and ends on the page that follows. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await page.goto("/account/sign-in");
  await page.getByLabel("Email address").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
}

/** The same as somebody who has signed in before: by the form the first time, by those cookies later. */
export async function signInOnce(page: Page, bank: Bank, account: Account): Promise<void> {
  const key = `${bank.url} ${account.email}`;
  const known = sessions.get(key);
  if (known) return page.context().addCookies(known);
  await signIn(page, account);
  sessions.set(key, await page.context().cookies());
}

export { expect };
