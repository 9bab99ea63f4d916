import { expect, type Page, type Request, type Response } from "@playwright/test";
import { runsScripts } from "./scripts.ts";

/** The page that a browser shows now, as the server sent it. */
interface Document {
  status: number;
  url: string;
  html: Promise<string | undefined>;
}

const watches = new WeakMap<Page, Watch>();

/** Listens to everything a page complains about; a test whose page complained has failed. */
export class Watch {
  readonly problems: string[] = [];
  /** Refusals that the test asked for, to be met once each. */
  private readonly awaited: number[] = [];
  private ignored: RegExp[] = [];
  /** What was asked for since it began: what an earlier test left behind may end now. */
  private asked = new WeakSet<Request>();
  document?: Document;

  private constructor(private readonly page: Page) {}

  static async on(page: Page): Promise<Watch> {
    const watch = new Watch(page);
    watches.set(page, watch);
    // Chromium writes each violation to the console as well; this adds which rule and what.
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`Content security policy: ${event.effectiveDirective} refused ${event.blockedURI || "inline"}`);
      });
    });
    page.on("console", (message) => {
      if (["error", "warning", "assert"].includes(message.type())) watch.complain(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => watch.complain(`error in the page: ${error.message}`));
    page.on("crash", () => watch.complain("the page crashed"));
    page.on("request", (request) => watch.asked.add(request));
    page.on("requestfailed", (request) => watch.failed(request));
    page.on("response", (response) => watch.answered(response));
    return watch;
  }

  static of(page: Page): Watch {
    const watch = watches.get(page);
    if (!watch) throw new Error("This page is not watched; take it from the fixtures.");
    return watch;
  }

  /** The next page may be refused with this status. */
  expectRefusal(status: number): void {
    this.awaited.push(status);
  }

  /** What a test provokes on purpose, such as being offline. */
  ignore(...what: RegExp[]): void {
    this.ignored.push(...what);
  }

  expectQuiet(): void {
    expect(this.problems, `complaints of ${this.page.url()}`).toEqual([]);
    expect(this.awaited, "refusals that were awaited and did not come").toEqual([]);
  }

  /** Begins anew, with the next page. */
  forget(): void {
    this.problems.length = 0;
    this.awaited.length = 0;
    this.ignored = [];
    this.asked = new WeakSet();
    this.document = undefined;
  }

  private complain(problem: string): void {
    // Every answer is judged by its status below; Chromium's line about it says nothing more.
    if (problem.startsWith("console: Failed to load resource: the server responded")) return;
    // With scripts off nothing uses the preloaded half of an island, and Chromium may remark on it.
    if (!runsScripts(this.page) && /casebook_bg\.wasm was preloaded .* but not used/.test(problem)) return;
    if (!this.ignored.some((ignored) => ignored.test(problem))) this.problems.push(problem);
  }

  private failed(request: Request): void {
    if (!this.asked.has(request)) return;
    const why = request.failure()?.errorText ?? "";
    // Leaving a page, or a download taking its place, ends what was still loading.
    // With scripts off Chromium refuses to load any, and says so as if it were a policy.
    if (!runsScripts(this.page) && why === "csp" && request.url().endsWith(".js")) return;
    const asset = request.method() === "GET" && request.url().includes("/assets/");
    // Pressing Search leaves the page while its box may still wait for suggestions.
    const suggestions = request.url().endsWith("/api/fn/suggest");
    // A list that is asked for while an earlier one is still on its way gives that one up.
    const list = request.resourceType() === "fetch" && new URL(request.url()).pathname === "/case-studies";
    // Files on their way can be stopped.
    const files = isSentByScript(request);
    const left = why === "net::ERR_ABORTED" && (request.isNavigationRequest() || asset || suggestions || list || files);
    if (!left) this.complain(`request failed: ${request.method()} ${request.url()} ${why}`);
  }

  private answered(response: Response): void {
    const status = response.status();
    const request = response.request();
    if (!this.asked.has(request)) return;
    const page = request.isNavigationRequest() || isSentByScript(request);
    if (page && (status < 300 || status >= 400)) {
      this.document = { status, url: response.url(), html: response.text().catch(() => undefined) };
    }
    if (status < 400) return;
    const at = page ? this.awaited.indexOf(status) : -1;
    if (at >= 0) this.awaited.splice(at, 1);
    else this.complain(`answer ${status}: ${request.method()} ${response.url()}`);
  }
}

/** Does something that is refused with a page of this status, and waits for that page. */
export async function refused(page: Page, status: number, act: () => Promise<unknown>): Promise<void> {
  Watch.of(page).expectRefusal(status);
  const isPage = (request: Request) => request.isNavigationRequest() || isSentByScript(request);
  const answer = page.waitForResponse((response) => isPage(response.request()) && !redirects(response));
  // The island saves first, so a press may end before the page begins to go.
  const gone = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame()).catch(() => undefined);
  await Promise.all([answer, act()]);
  const response = await answer;
  expect(response.status(), `status of ${page.url()}`).toBe(status);
  if (isSentByScript(response.request())) {
    // It takes the place of the page that sent it.
    await expect(page.locator(".error-summary")).toBeFocused();
  } else {
    await gone;
    await page.waitForLoadState("load");
  }
}

/** A form with files that a script sends to where the form leads (`app/src/upload_progress`). */
function isSentByScript(request: Request): boolean {
  return request.resourceType() === "xhr" && request.method() === "POST";
}

function redirects(response: Response): boolean {
  return response.status() >= 300 && response.status() < 400;
}

/** The page's HTML as the server sent it, before any script. */
export async function sentHtml(page: Page): Promise<string> {
  const html = await Watch.of(page).document?.html;
  if (html === undefined) throw new Error(`The HTML of ${page.url()} could not be read.`);
  return html;
}
