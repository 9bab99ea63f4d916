import type { Page } from "@playwright/test";
import { CASES } from "../support/sample.ts";
import { expect, test } from "../support/test.ts";

// In the frames that we hand out ourselves, cards were cut off at the bottom: 28 of 28 at 360 and 480 px, and
// the line with the licence was out of sight.
test.use({ shelf: "reading" });

const FONTS = ["serif", "sans-serif", "monospace"];

/** What does not stand inside the frame, whichever font the reader's machine has. */
function cutOff(page: Page, whole: string[]): Promise<string[]> {
  return page.evaluate(
    ({ whole, fonts }) => {
      const wrong: string[] = [];
      for (const font of ["", ...fonts]) {
        const sheet = new CSSStyleSheet();
        if (font) sheet.replaceSync(`:root { --serif: ${font} !important; --sans: ${font} !important }`);
        document.adoptedStyleSheets = [sheet];
        const { scrollHeight, scrollWidth } = document.documentElement;
        const say = (what: string) => wrong.push(`${font || "own font"}: ${what}`);
        if (scrollHeight > innerHeight) say(`${scrollHeight} px high`);
        if (scrollWidth > innerWidth) say(`${scrollWidth} px wide`);
        for (const one of whole) {
          const box = document.querySelector(one)?.getBoundingClientRect();
          if (!box || box.top < 0 || box.bottom > innerHeight || box.height < 12) say(`${one} from ${box?.top} to ${box?.bottom}`);
        }
        // What does not fit goes on in a column out of sight.
        const title = document.querySelector("h1");
        if (title && title.scrollWidth > title.clientWidth + 1) say("the title is cut");
        const [museum, source] = [".embed-museum", ".embed-source"].map((one) => document.querySelector(one)?.getBoundingClientRect());
        if (museum && source && museum.bottom > source.top + 1) say("lines lie on each other");
      }
      document.adoptedStyleSheets = [];
      return wrong;
    },
    { whole, fonts: FONTS },
  );
}

test("every card stands inside the frames that oEmbed answers", async ({ page, bank }) => {
  test.slow();
  for (const { id } of CASES) {
    await page.goto(`/case-studies/${id}/embed`);
    for (const width of [300, 360, 480, 600]) {
      const address = `${bank.url}/case-studies/${id}`;
      const answer = await page.request.get(`/oembed?maxwidth=${width}&url=${encodeURIComponent(address)}`);
      const says = await answer.json();
      expect(says.width).toBe(width);
      await page.setViewportSize({ width: says.width, height: says.height });
      expect.soft(await cutOff(page, ["h1", ".embed-museum", ".embed-source"]), `${id}, ${width} px wide`).toEqual([]);
      // A smaller frame, which a page may ask for.
      await page.setViewportSize({ width, height: 200 });
      expect.soft(await cutOff(page, ["h1", ".embed-source"]), `${id}, ${width} by 200 px`).toEqual([]);
    }
  }
});

test("a title of a hundred signs stands inside too", async ({ page }) => {
  const title = "Tea, objects and a walk along the canal for carers, neighbours and friends of the old museum, weekly";
  expect(title).toHaveLength(100);
  await page.goto("/case-studies/house-of-memories/embed");
  for (const width of [300, 360, 480, 600]) {
    for (const height of [width < 480 ? 420 : 320, 200]) {
      await page.setViewportSize({ width, height });
      await page.evaluate((title) => document.querySelector("h1 a")?.replaceChildren(title), title);
      expect.soft(await cutOff(page, ["h1", ".embed-source"]), `${width} by ${height}`).toEqual([]);
    }
  }
});
