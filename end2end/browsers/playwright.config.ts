import { defineConfig } from "@playwright/test";
import { ENGINES } from "./fixtures.ts";

// Only Playwright's runner is used here: the browsers are driven by WebDriver.
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.walk.ts",
  globalSetup: "../support/global-setup.ts",
  outputDir: "../test-results/browsers",
  retries: 0,
  // Two browsers at once would only slow each other down.
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./table.ts"]],
  projects: Object.keys(ENGINES).map((name) => ({ name })),
});
