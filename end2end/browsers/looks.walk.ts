import { expect, test } from "./fixtures.ts";
import { Key } from "./person.ts";

const PAGES = ["/", "/case-studies", "/case-studies/house-of-memories", "/impact", "/themes", "/themes/carers", "/museums", "/about-evidence", "/compare?case=house-of-memories&case=azure-ireland", "/submit"];

test("links are told by more than their colour", async ({ person, seen }) => {
  const underlined: [string, string][] = [
    ["/", ".figure-words"],
    ["/", ".site-nav a[aria-current], .wordmark[aria-current]"],
    ["/impact", ".figure-words"],
    ["/impact", ".details > summary"],
    ["/submit", ".site-nav a[aria-current]"],
  ];
  let count = 0;
  for (const [page, css] of underlined) {
    await person.open(page);
    for (const element of await person.all(css)) {
      if ((await element.getDomAttribute("class"))?.includes("wordmark")) continue;
      expect(await element.getCssValue("text-decoration-line"), `${css} of ${page}`).toContain("underline");
      count += 1;
    }
  }
  seen(`${count} of them`);
});

test("lists are lists to screen readers", async ({ person, seen }) => {
  const lists: [string, string][] = [
    ["/", ".figures"],
    ["/", ".card-grid"],
    ["/", ".home-strands"],
    ["/", ".index"],
    ["/case-studies", ".card-grid"],
    ["/case-studies?view=map", "main ul"],
    ["/case-studies/house-of-memories", ".case-byline"],
    ["/case-studies/house-of-memories", "main ul, main ol"],
    ["/compare?case=house-of-memories&case=azure-ireland", "main ul"],
    ["/themes/carers", "main ul"],
    ["/submit", "main ol"],
  ];
  let count = 0;
  for (const [page, css] of lists) {
    await person.open(page);
    for (const element of await person.all(css)) {
      if (!(await element.isDisplayed())) continue;
      const which = `${css} of ${page}: ${(await element.getText()).slice(0, 40)}`;
      expect(await element.getAriaRole(), which).toBe("list");
      // Where there is no mark, WebKit tells VoiceOver of no list, and its driver does not say so.
      expect(await element.getCssValue("list-style-type"), which).not.toBe("none");
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(lists.length);
  seen(`${count} lists`);
});

test("the chosen suggestion can be seen in high contrast", async ({ another, engine, scripts, only }) => {
  only(engine.name === "Firefox", "WebKitGTK has no such setting");
  only(scripts, "there are no suggestions");
  const person = await another({ settings: { "browser.display.document_color_use": 2, "ui.useAccessibilityTheme": 1 } });
  await person.open("/case-studies");
  await person.wakes("#q[role=combobox]");
  expect(await person.run("return matchMedia('(forced-colors: active)').matches"), "high contrast is on").toBe(true);
  await person.type("#q", "demen");
  await person.find("[role=option]");
  await person.type("#q", Key.ARROW_DOWN);
  const outlines = () =>
    person.run<string[]>("return [...document.querySelectorAll('[role=option]')].map((line) => getComputedStyle(line).outlineStyle)");
  await expect.poll(async () => (await outlines())[0]).toBe("solid");
  expect((await outlines()).slice(1)).not.toContain("solid");
});

test("letters twice as large make no page wider than a phone", async ({ another, engine, seen }) => {
  const settings = { "browser.display.os-zoom-behavior": 2, "ui.textScaleFactor": 200 };
  const person = await another(engine.name === "Firefox" ? { settings } : {});
  const wide: string[] = [];
  await person.size(390, 844);
  for (const page of PAGES) {
    await person.open(page);
    if (engine.name !== "Firefox") await person.run("document.documentElement.style.fontSize = '200%'");
    const wider = await person.run<number>("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (wider > 0) wide.push(`${page} by ${wider} px`);
  }
  const letter = await person.run<string>("return getComputedStyle(document.body).fontSize");
  seen(`${await person.run("return innerWidth")} px wide, letters of ${letter}`);
  expect(wide).toEqual([]);
});
