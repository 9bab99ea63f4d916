import type { Page } from "@playwright/test";

export const KB = 1000;

/** What a first visit costs: bytes of content as they travel, compressed, by kind of file. */
export async function weigh(page: Page, act: () => Promise<unknown>): Promise<Record<string, number>> {
  const network = await page.context().newCDPSession(page);
  const kinds = new Map<string, string>();
  const heads = new Map<string, number>();
  const bytes: Record<string, number> = {};
  network.on("Network.responseReceived", ({ requestId, type, response }) => {
    kinds.set(requestId, response.url.endsWith(".wasm") ? "Wasm" : type);
    heads.set(requestId, response.encodedDataLength);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "Other";
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength - (heads.get(requestId) ?? 0);
  });
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  await act();
  await page.waitForLoadState("networkidle");
  await network.detach();
  return bytes;
}
