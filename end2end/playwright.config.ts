import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { browserArguments, browserPath } from "./support/browser.ts";
import { ONCE, PLAIN } from "./support/once.ts";

// Every journey with an island runs twice: as most people meet it, and with scripts switched off. What only a
// script does (saving while you type) stands in *.script.spec.ts and runs once, as do pages without an island.
export default defineConfig({
  testDir: ".",
  globalSetup: "./support/global-setup.ts",
  // A test that passes only when tried again is broken.
  retries: 0,
  // While one waits for a mail or a pause in typing, another has something to compute.
  workers: Math.min(availableParallelism() + 1, 6),
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 7_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: browserPath(), args: browserArguments() },
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    // Recording every page costs more than a quarter of the run. A failing test says what it
    // waited for; `npx playwright test --trace retain-on-failure` records it.
    trace: "off",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
  },
  projects: [
    { name: "script" },
    {
      name: "no-script",
      testIgnore: ["**/*.script.spec.ts", ...ONCE],
      grepInvert: new RegExp(PLAIN),
      use: { javaScriptEnabled: false },
    },
  ],
});
