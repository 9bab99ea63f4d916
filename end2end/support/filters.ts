import type { Page } from "@playwright/test";
import { runsScripts } from "./scripts.ts";

/** What a ticked box needs to show in the list: with scripts nothing, without them a press. */
export async function applyFilters(page: Page): Promise<void> {
  if (!runsScripts(page)) await page.getByRole("button", { name: "Apply filters" }).click();
}
