import { type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { tellScripts } from "./scripts.ts";
import { Watch } from "./watch.ts";

/** What a test may ask of a page that others had before it. Anything else takes a page of its own. */
const CAN_BE_SET = ["storageState", "viewport"];

/**
 * The windows of a worker. To open one takes as long as to load three pages, so a test takes one that another has
 * left: without cookies, with nothing open, as large as any. It has that one's history and its assets, as a browser
 * has that somebody uses.
 */
export class Pool {
  private readonly free: Page[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly baseURL: string,
  ) {}

  async take(scripts: boolean, options: BrowserContextOptions = {}): Promise<Page> {
    const set = Object.keys(options).every((option) => CAN_BE_SET.includes(option));
    const { storageState, viewport } = options;
    const page = set ? this.free.pop() : undefined;
    if (!page) return this.open(scripts, options);
    if (viewport) await page.setViewportSize(viewport);
    if (typeof storageState === "object") await page.context().addCookies(storageState.cookies);
    return page;
  }

  /** A window that nobody had before, and nobody has afterwards. */
  async open(scripts: boolean, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.baseURL, javaScriptEnabled: scripts, ...options });
    const page = await context.newPage();
    tellScripts(page, options.javaScriptEnabled ?? scripts);
    await Watch.on(page);
    return page;
  }

  /** A test that went well is done with a page that it took. */
  async leave(page: Page, options: BrowserContextOptions = {}): Promise<void> {
    const own = !Object.keys(options).every((option) => CAN_BE_SET.includes(option));
    if (own || page.isClosed()) return page.context().close();
    for (const other of page.context().pages()) if (other !== page) await other.close();
    // What a page sends when it is left belongs to whoever had it.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ media: null, colorScheme: "light", forcedColors: "none", reducedMotion: "no-preference" });
    Watch.of(page).forget();
    this.free.push(page);
  }
}
