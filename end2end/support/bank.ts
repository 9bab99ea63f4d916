import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { binary, settings } from "./binary.ts";

export const CONTACT = "help@casebook.example";

/** A running server with a database of its own. */
export class Bank {
  readonly url: string;
  readonly mailFolder: string;
  /** Where mails about samples lie. */
  readonly sampleMailFolder: string;
  private readonly folder: string;
  private readonly server: ChildProcess;

  private constructor(url: string, folder: string, server: ChildProcess) {
    this.url = url;
    this.folder = folder;
    this.mailFolder = path.join(folder, "mail");
    this.sampleMailFolder = path.join(folder, "data", "mail");
    this.server = server;
  }

  /**
   * With `prepare`, the data folder gets something of its own before the server starts. Decisions are carried out at
   * once, unless `undoMinutes` says otherwise.
   */
  static async start(prepare?: (data: string) => void, undoMinutes = 0): Promise<Bank> {
    const shared = process.env.CASEBOOK_E2E_FOLDER;
    if (!shared) throw new Error("The global set-up did not run.");
    const folder = mkdtempSync(path.join(shared, "bank-"));
    cpSync(path.join(shared, "template"), path.join(folder, "data"), { recursive: true });
    prepare?.(path.join(folder, "data"));
    const listen = `127.0.0.1:${await freePort()}`;
    const log = openSync(path.join(folder, "log"), "a");
    const server = spawn(binary(), ["serve"], {
      env: settings({
        CASEBOOK_DATA_DIR: path.join(folder, "data"),
        CASEBOOK_LISTEN: listen,
        CASEBOOK_MAIL_URL: `file://${path.join(folder, "mail")}`,
        CASEBOOK_CONTACT: CONTACT,
        CASEBOOK_RATE_LIMITS: "off",
        CASEBOOK_LINK_CHECKS: "off",
        CASEBOOK_UNDO_MINUTES: String(undoMinutes),
      }),
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    const bank = new Bank(`http://${listen}`, folder, server);
    await bank.ready();
    return bank;
  }

  /** What the server has logged so far. */
  log(): string {
    return readFileSync(path.join(this.folder, "log"), "utf8");
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.server.once("exit", () => resolve()));
    if (this.server.exitCode === null && this.server.kill("SIGTERM")) {
      // The same child that we started, and only if it does not stop by itself.
      const force = setTimeout(() => this.server.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(force);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 20_000;
    while (Date.now() < until) {
      if (this.server.exitCode !== null) throw new Error(`The server stopped: ${this.log()}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The server did not become ready: ${this.log()}`);
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
