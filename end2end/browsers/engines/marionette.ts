import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { error } from "selenium-webdriver";
import type { Command } from "selenium-webdriver/lib/command.js";

/**
 * WebDriver's commands, as Firefox itself takes them: it speaks Marionette, and geckodriver, which Debian
 * does not have, does no more than this. Left is the client's name, right Firefox's; where one name of a
 * parameter differs, it stands behind.
 */
const COMMANDS: Record<string, string> = {
  get: "WebDriver:Navigate",
  getCurrentUrl: "WebDriver:GetCurrentURL",
  getTitle: "WebDriver:GetTitle",
  getPageSource: "WebDriver:GetPageSource",
  goBack: "WebDriver:Back",
  goForward: "WebDriver:Forward",
  refresh: "WebDriver:Refresh",
  executeScript: "WebDriver:ExecuteScript",
  executeAsyncScript: "WebDriver:ExecuteAsyncScript",
  setTimeout: "WebDriver:SetTimeouts",
  findElement: "WebDriver:FindElement",
  findElements: "WebDriver:FindElements",
  findChildElement: "WebDriver:FindElement",
  findChildElements: "WebDriver:FindElements",
  getActiveElement: "WebDriver:GetActiveElement",
  getElementText: "WebDriver:GetElementText",
  getElementProperty: "WebDriver:GetElementProperty",
  getElementAttribute: "WebDriver:GetElementAttribute",
  getDomAttribute: "WebDriver:GetElementAttribute",
  getElementValueOfCssProperty: "WebDriver:GetElementCSSValue",
  getElementRect: "WebDriver:GetElementRect",
  getAriaRole: "WebDriver:GetComputedRole",
  getAccessibleName: "WebDriver:GetComputedLabel",
  isElementDisplayed: "WebDriver:IsElementDisplayed",
  isElementSelected: "WebDriver:IsElementSelected",
  clickElement: "WebDriver:ElementClick",
  clearElement: "WebDriver:ElementClear",
  sendKeysToElement: "WebDriver:ElementSendKeys",
  actions: "WebDriver:PerformActions",
  clearActions: "WebDriver:ReleaseActions",
  deleteAllCookies: "WebDriver:DeleteAllCookies",
  getCookies: "WebDriver:GetCookies",
  getCurrentWindowHandle: "WebDriver:GetWindowHandle",
  getWindowHandles: "WebDriver:GetWindowHandles",
  switchToWindow: "WebDriver:SwitchToWindow",
  newWindow: "WebDriver:NewWindow",
  close: "WebDriver:CloseWindow",
  getWindowRect: "WebDriver:GetWindowRect",
  setWindowRect: "WebDriver:SetWindowRect",
  switchToFrame: "WebDriver:SwitchToFrame",
  switchToFrameParent: "WebDriver:SwitchToParentFrame",
  printPage: "WebDriver:Print",
  screenshot: "WebDriver:TakeScreenshot",
};

/** Of these the answer is the value itself; of all others it stands under `value`. */
const BARE = new Set(["findElements", "findChildElements", "getCookies", "getWindowHandles", "getElementRect", "getWindowRect", "setWindowRect", "newWindow", "close"]);

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (why: Error) => void;
}

/** A line to one Firefox: each message is its length in bytes, a colon, and JSON. */
export class Marionette {
  private rest = Buffer.alloc(0);
  private last = 0;
  private readonly waiting = new Map<number, Waiting>();

  private constructor(private readonly socket: Socket) {
    socket.on("data", (bytes) => this.read(bytes as Buffer));
    socket.on("close", () => this.end(new Error("Firefox closed the line.")));
    socket.on("error", (why) => this.end(why));
  }

  /** Calls a Firefox that writes the number of its port into its profile. */
  static async call(profile: string, isRunning: () => boolean): Promise<Marionette> {
    const file = path.join(profile, "MarionetteActivePort");
    for (const until = Date.now() + 60_000; Date.now() < until && isRunning(); ) {
      const port = Number(textOf(file));
      if (port > 0) {
        const socket = connect(port, "127.0.0.1");
        const greeted = await new Promise<boolean>((resolve) => {
          socket.once("error", () => resolve(false));
          socket.once("connect", () => resolve(true));
        });
        if (greeted) return new Marionette(socket);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("Firefox did not start.");
  }

  /** What `selenium-webdriver` asks of whatever carries its commands out. */
  async execute(command: Command): Promise<unknown> {
    const name = command.getName();
    const known = COMMANDS[name];
    if (!known) throw new Error(`Firefox is not told how to ${name}: add it to COMMANDS.`);
    const { sessionId: _, ...given } = command.getParameters() as Record<string, unknown>;
    return this.send(known, fitted(name, given)).then((answer) => (BARE.has(name) ? answer : valueOf(answer)));
  }

  send(name: string, parameters: object = {}): Promise<unknown> {
    this.last += 1;
    const id = this.last;
    const message = JSON.stringify([0, id, name, parameters]);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  }

  hangUp(): void {
    this.socket.destroy();
  }

  private read(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const colon = this.rest.indexOf(":");
      if (colon < 0) return;
      const end = colon + 1 + Number(this.rest.subarray(0, colon).toString());
      if (this.rest.length < end) return;
      const message: unknown = JSON.parse(this.rest.subarray(colon + 1, end).toString());
      this.rest = this.rest.subarray(end);
      // The first message is a greeting.
      if (Array.isArray(message)) this.answered(message);
    }
  }

  private answered([, id, fault, value]: unknown[]): void {
    const waiting = this.waiting.get(id as number);
    this.waiting.delete(id as number);
    if (fault) waiting?.reject(asError(fault));
    else waiting?.resolve(value);
  }

  private end(why: Error): void {
    for (const { reject } of this.waiting.values()) reject(why);
    this.waiting.clear();
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function valueOf(answer: unknown): unknown {
  return answer && typeof answer === "object" && "value" in answer ? answer.value : answer;
}

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** The parameters of a command under Firefox's names. */
function fitted(name: string, given: Record<string, unknown>): object {
  const id = given.id && typeof given.id === "object" ? (given.id as Record<string, unknown>)[ELEMENT] : given.id;
  const own = id === undefined ? given : { ...given, id };
  if (name.startsWith("findChild")) return { using: given.using, value: given.value, element: id };
  if (name === "switchToFrame") return given.id && typeof given.id === "object" ? { element: id } : { id: given.id };
  if (name === "screenshot") return { full: false, hash: false };
  if (name === "printPage") return given.options && typeof given.options === "object" ? given.options : given;
  return own;
}

/** The client knows errors by their class. */
function asError(fault: unknown): Error {
  const { error: code, message } = fault as { error: string; message: string };
  try {
    error.throwDecodedError({ error: code, message });
  } catch (known) {
    return known as Error;
  }
  return new Error(message);
}
