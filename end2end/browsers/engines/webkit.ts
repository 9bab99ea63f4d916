import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Builder } from "selenium-webdriver";
import { freePort } from "../../support/bank.ts";
import type { Engine } from "./engine.ts";

const DRIVER = "WebKitWebDriver";

/** The small browser that comes with WebKitGTK; Debian puts it where only programs look. */
function miniBrowser(): string {
  const found = readdirSync("/usr/lib").map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`).find(existsSync);
  if (!found) throw new Error("WebKitGTK's MiniBrowser was not found: install the package webkit2gtk-driver.");
  return found;
}

/** A screen that nobody sees: this WebKit draws on one or not at all. */
async function screen(): Promise<{ name: string; process: ChildProcess }> {
  const process = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const name = await new Promise<string>((resolve, reject) => {
    process.stdout?.once("data", (number) => resolve(`:${String(number).trim()}`));
    process.once("exit", () => reject(new Error("Xvfb did not start.")));
    process.once("error", reject);
  });
  return { name, process };
}

/** WebKitGTK, which Safari shares its engine with; each person has a screen and a driver. */
export function webkit(): Engine {
  return {
    name: "WebKit",
    heedsBreaks: false,
    async start() {
      const binary = miniBrowser();
      const { name: screenName, process: display } = await screen();
      const port = await freePort();
      const program = spawn(DRIVER, [`--port=${port}`], {
        env: { ...process.env, DISPLAY: screenName, GDK_BACKEND: "x11" },
        stdio: "ignore",
      });
      const end = () => {
        program.kill();
        display.kill();
      };
      try {
        await answering(`http://127.0.0.1:${port}/status`);
        const driver = await new Builder()
          .usingServer(`http://127.0.0.1:${port}`)
          .withCapabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args: ["--automation"] } })
          .build();
        const version = String((await driver.getCapabilities()).get("browserVersion"));
        return {
          driver,
          name: "WebKit",
          version,
          print: (address) => printed(address, screenName),
          async stop() {
            await driver.quit().catch(() => {});
            end();
          },
        };
      } catch (problem) {
        end();
        throw problem;
      }
    },
  };
}

/** Prints with a program of our own: the driver cannot. */
async function printed(address: string, display: string): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), "casebook-paper-"));
  try {
    const file = path.join(folder, "page.pdf");
    const program = [path.join(import.meta.dirname, "print.py"), address, file];
    // Debian's own Python, which knows Debian's WebKit.
    const done = spawnSync("/usr/bin/python3", program, {
      env: { ...process.env, DISPLAY: display, GDK_BACKEND: "x11" },
      encoding: "utf8",
      timeout: 90_000,
    });
    if (done.status !== 0) throw new Error(`print.py: ${done.stderr || done.error?.message}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answering(address: string): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    if (await fetch(address).then((answer) => answer.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${DRIVER} did not start.`);
}
