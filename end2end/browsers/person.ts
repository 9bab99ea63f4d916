import { expect } from "@playwright/test";
import { By, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import type { Engine, Running } from "./engines/engine.ts";
import type { Settings } from "./engines/firefox.ts";

const PATIENCE = 15_000;

/** Somebody with a browser of their own. Things on a page are named by selectors, which outlive wordings. */
export class Person {
  private constructor(
    private readonly running: Running,
    readonly home: string,
    private readonly scripts: boolean,
  ) {}

  static async with(engine: Engine, home: string, scripts: boolean, settings?: Settings): Promise<Person> {
    const person = new Person(await engine.start(settings), home, scripts);
    await person.size(1280, 900);
    return person;
  }

  get driver(): WebDriver {
    return this.running.driver;
  }

  get browser(): string {
    return this.running.name;
  }

  get version(): string {
    return this.running.version;
  }

  leave(): Promise<void> {
    return this.running.stop();
  }

  /** A window of this size; some browsers have a narrowest one. */
  async size(width: number, height: number): Promise<void> {
    await this.driver.manage().window().setRect({ x: 0, y: 0, width, height });
  }

  async open(path: string): Promise<void> {
    await this.driver.get(path.startsWith("http") ? path : `${this.home}${path}`);
  }

  /** The page on paper, as a PDF. */
  async print(): Promise<Buffer> {
    return this.running.print(await this.driver.getCurrentUrl());
  }

  async back(): Promise<void> {
    await this.driver.navigate().back();
  }

  /** Path, query and fragment of the page. */
  async path(): Promise<string> {
    const { pathname, search, hash } = new URL(await this.driver.getCurrentUrl());
    return `${pathname}${search}${hash}`;
  }

  /** Waits until the page is this one. */
  async arrives(at: RegExp | string): Promise<void> {
    const there = expect.poll(() => this.path().catch((problem) => `${problem}`), { timeout: PATIENCE });
    await (typeof at === "string" ? there.toBe(at) : there.toMatch(at));
    // The page itself, not only its address.
    await this.find("main, body.bare");
  }

  /** Waits until something is there and can be seen. */
  find(css: string): Promise<WebElement> {
    const found = this.driver.wait(() => this.firstSeen(css), PATIENCE, `nothing to see of ${css}`, 100);
    return Promise.resolve(found) as Promise<WebElement>;
  }

  /** The drivers' own word for it takes what a style sheet shows of a closed `details` for hidden. */
  private async firstSeen(css: string): Promise<WebElement | undefined> {
    const script =
      "return [...document.querySelectorAll(arguments[0])].find((one) => one.getClientRects().length > 0 && one.checkVisibility({ visibilityProperty: true }))";
    const found = await this.run<WebElement | null>(script, css).catch(() => null);
    return found ?? undefined;
  }

  all(css: string): Promise<WebElement[]> {
    return this.driver.findElements(By.css(css)).catch(() => []);
  }

  async count(css: string): Promise<number> {
    return (await this.all(css)).length;
  }

  /** Waits until there are so many. */
  async are(count: number, css: string): Promise<void> {
    await expect.poll(() => this.count(css), { message: css, timeout: PATIENCE }).toBe(count);
  }

  async isSeen(css: string): Promise<boolean> {
    return (await this.firstSeen(css)) !== undefined;
  }

  /** The words of the first of them, with single gaps. */
  async words(css: string): Promise<string> {
    const [element] = await this.all(css);
    return ((await element?.getText().catch(() => "")) ?? "").replace(/\s+/g, " ").trim();
  }

  /** Waits until it says this. */
  async says(css: string, words: RegExp): Promise<string> {
    await expect.poll(() => this.words(css), { message: css, timeout: PATIENCE }).toMatch(words);
    return this.words(css);
  }

  async press(css: string): Promise<void> {
    const element = await this.find(css);
    await this.run("arguments[0].scrollIntoView({ block: 'center' })", element);
    await element.click();
  }

  /** Presses what sends a form, and waits for the page that follows. */
  async send(css: string): Promise<void> {
    const page = () => this.run<string>("return `${document.readyState} ${performance.timeOrigin}`").catch(() => "none");
    const before = (await page()).split(" ").at(-1) as string;
    await this.press(css);
    await expect.poll(page, { message: `after ${css}`, timeout: PATIENCE }).toMatch(new RegExp(`^complete (?!${before}$)`));
  }

  async type(css: string, ...keys: string[]): Promise<void> {
    await (await this.find(css)).sendKeys(...keys);
  }

  /** Puts these words in place of those that are there. */
  async fill(css: string, words: string): Promise<void> {
    const box = await this.find(css);
    await box.clear();
    await box.sendKeys(words);
  }

  /** Chooses from a drop-down list; its lines are nowhere on the page before it is open. */
  async choose(css: string, value: string): Promise<void> {
    const line = await (await this.find(css)).findElement(By.css(`option[value="${value}"]`));
    await line.click();
  }

  /** Presses the middle of something that is drawn, whatever lies there. */
  async pressAt(css: string): Promise<void> {
    const drawn = await this.find(css);
    const { x, y } = await this.run<{ x: number; y: number }>(
      "arguments[0].scrollIntoView({ block: 'center' }); const box = arguments[0].getBoundingClientRect(); return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }",
      drawn,
    );
    await this.driver.actions().move({ x, y }).press().release().perform();
  }

  async value(css: string): Promise<string> {
    return String(await this.run<string>("return arguments[0].value", await this.find(css)));
  }

  /** Whether a box is ticked. */
  async ticked(css: string): Promise<boolean> {
    const [box] = await this.all(css);
    return (await box?.isSelected()) ?? false;
  }

  /** Whether what has the focus is one of these. */
  focused(css: string): Promise<boolean> {
    return this.run("return document.activeElement.matches(arguments[0])", css);
  }

  /** A script of the driver's own; it runs where the page's do not. */
  run<T>(script: string, ...parameters: unknown[]): Promise<T> {
    return this.driver.executeScript<T>(script, ...parameters);
  }

  /** Waits until the page's own script has woken, where there is any. */
  async wakes(css: string): Promise<void> {
    if (this.scripts) await this.find(css);
  }
}

export { Key };
