import { expect, test } from "./support/test.ts";
import { KB, weigh } from "./support/weight.ts";

test.use({ shelf: "reading" });

for (const path of ["/", "/case-studies", "/case-studies?theme=carers", "/case-studies/house-of-memories", "/case-studies?view=map", "/case-studies?view=map&area=uk-and-ireland", "/themes/carers", "/impact", "/about-evidence", "/about", "/compare?case=house-of-memories&case=museums-on-prescription&case=azure-ireland&case=multaka-oxford", "/privacy"]) {
  test(`${path} weighs at most 60 KB, fonts at most 30 of them`, async ({ page }) => {
    const bytes = await weigh(page, () => page.goto(path));
    const { Document: html = 0, Stylesheet: style = 0, Font: fonts = 0 } = bytes;
    test.info().annotations.push({ type: "bytes", description: JSON.stringify(bytes) });
    expect(html, "the page itself came").toBeGreaterThan(KB);
    expect(style, "the style sheet came").toBeGreaterThan(KB);
    expect(fonts).toBeLessThanOrEqual(30 * KB);
    expect(html + style + fonts, JSON.stringify(bytes)).toBeLessThanOrEqual(60 * KB);
    // The list has an island, which search.script.spec.ts weighs.
    if (path.startsWith("/case-studies?") || path === "/case-studies") return;
    expect(Object.keys(bytes), "no script to read").not.toEqual(expect.arrayContaining(["Script"]));
    expect(Object.keys(bytes)).not.toEqual(expect.arrayContaining(["Wasm"]));
  });
}
