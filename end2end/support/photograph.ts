import type { Page } from "@playwright/test";

/** A photograph free of rights: what the browser shows now, in one colour. */
export async function photograph(page: Page, name: string, width: number, height: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const clip = { x: 0, y: 0, width, height };
  return { name, mimeType: "image/jpeg", buffer: await page.screenshot({ type: "jpeg", clip }) };
}
