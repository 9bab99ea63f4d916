import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Session, WebDriver } from "selenium-webdriver";
import type { Command } from "selenium-webdriver/lib/command.js";
import type { Engine } from "./engine.ts";
import { Marionette } from "./marionette.ts";

const PROGRAM = process.env.CASEBOOK_FIREFOX ?? "firefox-esr";

/** Settings of a profile, as `about:config` names them. */
export type Settings = Record<string, string | number | boolean>;

const OURS: Settings = { "marionette.port": 0, "toolkit.legacyUserProfileCustomizations.stylesheets": true };

/** Else no window is narrower than 500 px. */
const NARROW = ":root { min-width: 0 !important; min-height: 0 !important }\n";

/** Debian's Firefox, one program and one fresh profile a person. */
export function firefox(always: Settings = {}): Engine {
  return {
    name: "Firefox",
    heedsBreaks: true,
    async start(settings = {}) {
      const profile = mkdtempSync(path.join(tmpdir(), "casebook-firefox-"));
      const lines = Object.entries({ ...OURS, ...always, ...settings }).map(
        ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
      );
      writeFileSync(path.join(profile, "user.js"), lines.join(""));
      mkdirSync(path.join(profile, "chrome"));
      writeFileSync(path.join(profile, "chrome/userChrome.css"), NARROW);
      const program = spawn(PROGRAM, ["--headless", "--no-remote", "--marionette", "--profile", profile], {
        // What it would keep at home goes with the profile.
        env: { ...process.env, HOME: profile },
        stdio: "ignore",
      });
      let isRunning = true;
      const ended = new Promise<void>((resolve) => {
        const over = () => {
          isRunning = false;
          resolve();
        };
        program.once("exit", over);
        program.once("error", over);
      });
      const line = await Marionette.call(profile, () => isRunning);
      const opened = (await line.send("WebDriver:NewSession")) as { sessionId: string; capabilities: { browserVersion: string } };
      const session = new Session(opened.sessionId, opened.capabilities);
      const driver = new WebDriver(session, { execute: (command: Command) => line.execute(command) } as never);
      return {
        driver,
        name: "Firefox",
        version: opened.capabilities.browserVersion,
        async print(address) {
          await driver.get(address);
          // Of the client's own types, this command's are wrong.
          const print = driver.printPage.bind(driver) as unknown as (how: object) => Promise<string>;
          return Buffer.from(await print({ width: 21, height: 29.7 }), "base64");
        },
        async stop() {
          await line.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
          line.hangUp();
          const force = setTimeout(() => program.kill("SIGKILL"), 10_000);
          await ended;
          clearTimeout(force);
          rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
        },
      };
    },
  };
}
