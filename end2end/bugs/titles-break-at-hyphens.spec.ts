import { sampleCase } from "../support/sample.ts";
import { expect, test } from "../support/test.ts";

// At 54 px a title said "museum-" at the end of one line and "led" at the beginning of the next.
test.use({ shelf: "reading" });

test("a hyphenated word of a title stands on one line, and is copied as it was written", async ({ page }) => {
  const { id, title } = sampleCase("house-of-memories");
  expect(title).toContain("museum-led");
  for (const [address, heading] of [
    [`/case-studies/${id}`, "h1"],
    ["/case-studies?q=museum-led", `#card-${id} .card-title`],
    [`/compare?case=${id}&case=azure-ireland`, ".compare-title"],
    [`/case-studies/${id}/embed`, "h1"],
  ] as const) {
    await page.goto(address);
    const words = page.locator(heading).first();
    await expect(words).toHaveText(title);
    for (const width of [320, 360, 390, 480, 600, 768, 1024, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const lines = await words.evaluate((heading) => {
        const text = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
        const letters: { letter: string; top: number }[] = [];
        for (let node = text.nextNode(); node; node = text.nextNode()) {
          for (let at = 0; at < (node.textContent ?? "").length; at += 1) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            letters.push({ letter: node.textContent?.[at] as string, top: Math.round(range.getBoundingClientRect().top) });
          }
        }
        const whole = letters.map(({ letter }) => letter).join("");
        const from = whole.indexOf("museum-led");
        return new Set(letters.slice(from, from + "museum-led".length).map(({ top }) => top)).size;
      });
      expect.soft(lines, `${address} at ${width} px`).toBe(1);
    }
  }
});
