import { type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";
import type { Bank } from "./bank.ts";
import { Banks } from "./banks.ts";
import { press } from "./forms.ts";
import type { Account } from "./people.ts";
import { Pool } from "./pool.ts";
import { Watch } from "./watch.ts";

interface Tools {
  /** Tests that share this name share a bank. `test.use({ shelf: "reading" })` takes another one. */
  shelf: string;
  /** The bank also holds a case whose every text is long words: see `any-text.ts`. */
  anyText: boolean;
  /** For so many minutes a decision can be called back; 0 carries it out at once. */
  undoMinutes: number;
  /** The bank also holds the samples to moderate. */
  samples: boolean;
  bank: Bank;
  pool: Pool;
  /** Another person at another machine: a browser without cookies. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** The same, signed in. */
  signedIn: (account: Account) => Promise<Page>;
  /** Scripts run in this project. */
  scripts: boolean;
  quietServer: void;
}

interface WorkerTools {
  banks: Banks;
  /** By the address of the bank. */
  pools: Map<string, Pool>;
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;
const sessions = new Map<string, Cookies>();

export const test = base.extend<Tools, WorkerTools>({
  shelf: ["writing", { option: true }],
  anyText: [false, { option: true }],
  undoMinutes: [0, { option: true }],
  samples: [false, { option: true }],

  banks: [
    async ({}, use) => {
      const banks = new Banks();
      await use(banks);
      await banks.stop();
    },
    { scope: "worker" },
  ],

  bank: async ({ banks, shelf, anyText, samples, undoMinutes }, use) => use(await banks.on({ shelf, anyText, samples, undoMinutes })),

  baseURL: async ({ bank }, use) => use(bank.url),

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),

  pools: [async ({}, use) => use(new Map()), { scope: "worker" }],

  pool: async ({ pools, browser, bank }, use) => {
    const pool = pools.get(bank.url) ?? new Pool(browser, bank.url);
    pools.set(bank.url, pool);
    await use(pool);
  },

  page: async ({ pool, scripts }, use, info) => {
    // What tests of islands do to a page cannot all be undone: clocks, scripts of their own, a network that is off.
    const own = /\.script\.spec\.ts$|[/\\]bugs[/\\]/.test(info.file);
    const page = own ? await pool.open(scripts) : await pool.take(scripts);
    await use(page);
    Watch.of(page).expectQuiet();
    if (own || info.status !== info.expectedStatus) await page.context().close();
    else await pool.leave(page);
  },

  visitor: async ({ pool, scripts }, use, info) => {
    const taken: [Page, BrowserContextOptions | undefined][] = [];
    await use(async (options) => {
      const page = await pool.take(scripts, options);
      taken.push([page, options]);
      return page;
    });
    for (const [page, options] of taken) {
      Watch.of(page).expectQuiet();
      if (info.status !== info.expectedStatus) await page.context().close();
      else await pool.leave(page, options);
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

/** The same as somebody who has signed in before: no page is drawn, and the cookies are those of the first time. */
export async function signInOnce(page: Page, bank: Bank, account: Account): Promise<void> {
  const key = `${bank.url} ${account.email}`;
  const known = sessions.get(key);
  if (known) return page.context().addCookies(known);
  await press(page.request, "/account/sign-in", "Sign in", { email: [account.email], password: [account.password] });
  sessions.set(key, await page.context().cookies());
}

export { expect };
