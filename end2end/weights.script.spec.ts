import { expect, test } from "./support/test.ts";
import { KB, weigh } from "./support/weight.ts";

test.use({ shelf: "reading" });

const PAGES = [
  "/",
  "/case-studies",
  "/case-studies?theme=carers",
  "/case-studies/house-of-memories",
  "/case-studies?view=map",
  "/case-studies?view=map&area=uk-and-ireland",
  "/themes/carers",
  "/impact",
  "/about-evidence",
  "/about",
  "/compare?case=house-of-memories&case=museums-on-prescription&case=azure-ireland&case=multaka-oxford",
  "/privacy",
];

test("a page to read weighs at most 60 KB, fonts at most 30 of them", async ({ page }) => {
  for (const path of PAGES) {
    const bytes = await weigh(page, () => page.goto(path));
    const { Document: html = 0, Stylesheet: style = 0, Font: fonts = 0 } = bytes;
    test.info().annotations.push({ type: "bytes", description: `${path}: ${JSON.stringify(bytes)}` });
    expect.soft(html, `${path}: the page itself came`).toBeGreaterThan(KB);
    expect.soft(style, `${path}: the style sheet came`).toBeGreaterThan(KB);
    expect.soft(fonts, path).toBeLessThanOrEqual(30 * KB);
    expect.soft(html + style + fonts, `${path}: ${JSON.stringify(bytes)}`).toBeLessThanOrEqual(60 * KB);
    // The list has an island, which search.script.spec.ts weighs.
    if (path.startsWith("/case-studies?") || path === "/case-studies") continue;
    expect.soft(Object.keys(bytes), `${path}: no script to read`).not.toEqual(expect.arrayContaining(["Script"]));
    expect.soft(Object.keys(bytes), path).not.toEqual(expect.arrayContaining(["Wasm"]));
  }
});
