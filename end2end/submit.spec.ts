import type { Locator } from "@playwright/test";
import { caseStudy, freshTitle, IF_YOU_LIKE, type Section, SUMMARY } from "./support/case-study.ts";
import { goodPage } from "./support/good-page.ts";
import { code, mailTo, subjects, trackingPath } from "./support/mail.ts";
import { PLAIN } from "./support/once.ts";
import { box, group } from "./support/questions.ts";
import { answer, begin, beginByHand, declare, openAll, openFromTasks, openSection, saveAndContinue, saveAndWait, send } from "./support/submitting.ts";
import { submitted, written } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

const summary = ".error-summary";

function section(slug: string, sections: Section[] = caseStudy(freshTitle(), "team@museum.example")): Section {
  return sections.find((one) => one.slug === slug) as Section;
}

test("a museum goes from the start page through every section to a reference", async ({ page, bank }) => {
  // As long as ten others.
  test.slow();
  await page.goto("/submit");
  await goodPage(page, "start");
  await expect(page.getByText("You do not need an account.")).toBeVisible();
  await page.getByRole("link", { name: "Write it all yourself" }).click();
  await goodPage(page, "working title");

  const draft = await beginByHand(page);
  await goodPage(page, "list of tasks, new");
  await expect(page.getByText("2 pages still need something before you can send it.")).toBeVisible();

  const every = caseStudy(draft.title, draft.email);
  for (const one of every.filter(({ slug }) => IF_YOU_LIKE.includes(slug))) {
    await openFromTasks(page, draft, one);
    await answer(page, one);
    await goodPage(page, `${one.slug}, filled in`);
    await saveAndWait(page);
  }
  const sections = every.filter(({ slug }) => !IF_YOU_LIKE.includes(slug));
  await openFromTasks(page, draft, sections[0] as Section);
  for (const [at, one] of sections.entries()) {
    await expect(page.getByText(`Part ${at + 1} of ${sections.length}`)).toBeVisible();
    await answer(page, one);
    await goodPage(page, `${one.slug}, filled in`);
    await saveAndContinue(page);
  }

  await expect(page).toHaveURL(`/submit/${draft.reference}/check`);
  await goodPage(page, "check your answers");
  const main = page.getByRole("main");
  for (const question of every.flatMap((one) => one.questions)) {
    for (const words of question.read) {
      const first = words.split("\n")[0] as string;
      await expect(main.getByText(first).first(), `the answer to “${question.asked}”`).toBeVisible();
    }
  }

  await page.getByRole("link", { name: "Change what was hard" }).click();
  await box(page, "What did not work, or was hard?").fill("The stairs, until we moved downstairs.");
  await saveAndContinue(page);
  await expect(page, "back to where the change began").toHaveURL(`/submit/${draft.reference}/check`);
  await expect(main.getByText("The stairs, until we moved downstairs.")).toBeVisible();

  await send(page, draft);
  await goodPage(page, "confirmation");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We have your case study");
  await expect(main.getByText(draft.reference, { exact: true })).toBeVisible();
  const mail = await mailTo(bank, draft.email, "We have your case study");
  // Nobody has shown that the address is theirs, so it is sent nothing that was typed.
  expect(mail.body).not.toContain(draft.title);
  expect(mail.body).toContain(`Your reference is ${draft.reference}.`);

  await page.reload();
  await expect(main.getByText(draft.reference, { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "See where it stands" }).click();
  await goodPage(page, "where it stands");
  await expect(main.getByText("Waiting for review").first()).toBeVisible();
});

test("errors keep what was typed, stand beside it and lead to it", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("glance"));
  const long = `${SUMMARY} ${SUMMARY}`;
  await box(page, "Title").fill("Tea");
  await box(page, "Summary").fill(long);
  await box(page, "When did it start?").fill("last year");
  await saveAndContinue(page);
  await expect(page.getByRole("heading", { level: 1 }), "it goes on").toHaveText("Say who it was for and what it was");
  await page.goto(`/submit/${draft.reference}/check`);
  await refused(page, 422, () => page.getByRole("button", { name: "Send your case study" }).click());
  await page.locator(summary).getByRole("link", { name: /^Summary has \d+ words/ }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}/glance?from=check#summary`);
  await goodPage(page, "sum up, with errors");
  await expect(page).toHaveTitle(/^Error: Sum up the project/);
  await expect(box(page, "Title")).toHaveValue("Tea");
  await expect(page.getByText("Other museums would like a little more here.")).toBeVisible();
  await expect(box(page, "Summary")).toHaveValue(long);
  await expect(page.locator(`${summary} li`)).toHaveCount(2);
  await page.locator(summary).getByRole("link", { name: /^Started: enter a month and a year/ }).click();
  await expect(box(page, "When did it start?")).toBeFocused();

  await answer(page, section("glance"));
  await saveAndContinue(page);
  await expect(page, "back to where it came from").toHaveURL(`/submit/${draft.reference}/check`);
});

test("dates, sizes and addresses are understood as people write them, and shown back", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("glance"));
  await box(page, "When did it start?").fill("2021-22");
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}/people?read=started.ended`);
  await goodPage(page, "people, with what was understood");
  await expect(page.getByText("When did it end? 2022")).toBeVisible();
  await openSection(page, draft, section("evidence"));
  await openAll(page);
  await box(page, "How many people took part?").fill("about 20 people");
  await box(page, "Link to a report").fill("www.museum.example");
  await saveAndContinue(page);
  await expect(page.getByText("How many people took part? 20")).toBeVisible();
  await expect(page.getByText("Link to a report https://www.museum.example")).toBeVisible();
});

test("the tags that the text suggests stand in front, the whole list behind a line", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  await box(page, "What you did").fill("People who live alone met each Tuesday, held objects and ate soup together.");
  await saveAndWait(page);
  await openSection(page, draft, section("people"));
  await goodPage(page, "people, with suggestions");
  const themes = group(page, "Themes");
  await expect(themes.getByRole("checkbox")).toHaveCount(5);
  await expect(themes.getByRole("checkbox").first()).toHaveAccessibleName("Loneliness and isolation");
  await themes.getByText(/^More to choose from/).click();
  await themes.getByLabel("Front of house", { exact: true }).check();
  await goodPage(page, "people, a list opened");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await openSection(page, draft, section("people"));
  await expect(group(page, "Themes").getByRole("checkbox").first()).toHaveAccessibleName("Front of house");
});

// The server sends the same pages either way.
test.describe("how long it is", { tag: PLAIN }, () => {
  test("the long way is half as long as it was", async ({ page }) => {
    test.info().annotations.push({ type: "before", description: "13 forms, 17 pages, 479 Tabs, 59 phone screens" });
    await page.setViewportSize({ width: 390, height: 844 });
    const seen = { pages: 0, presses: 0, screens: 0 };
    const look = async () => {
      seen.pages += 1;
      seen.screens += (await page.evaluate(() => document.documentElement.scrollHeight)) / 844;
    };
    const press = async (name: string) => {
      seen.presses += 1;
      await page.getByRole("button", { name }).click();
    };
    const fill = async (question: string, words: string) => {
      seen.presses += 1;
      await box(page, question).fill(words);
    };
    await page.goto("/submit/new");
    await look();
    await fill("Title", freshTitle());
    await fill("Your email address", "team@museum.example");
    await press("Save and continue");
    await expect(page).toHaveURL(/\/submit\/WB-/);
    await look();
    seen.presses += 1;
    await page.getByRole("link", { name: "Tell us about your museum" }).click();
    await look();
    await fill("Museum or organisation", "Example Museum");
    await press("Save and continue");
    await expect(page).toHaveURL(/\/story$/);
    await look();
    await fill("What you did", "We met each Tuesday and drank tea. ".repeat(6));
    await press("Save, then check and send");
    await expect(page).toHaveURL(/\/check$/);
    await look();
    for (const tick of await page.getByRole("checkbox").all()) {
      seen.presses += 1;
      await tick.check();
    }
    await press("Send your case study");
    await expect(page).toHaveURL(/\/sent$/);
    await look();
    console.log(`the long way: ${seen.pages} pages, ${seen.presses} presses, ${seen.screens.toFixed(1)} phone screens`);
    expect(seen.pages).toBeLessThanOrEqual(8);
    expect(seen.presses).toBeLessThanOrEqual(26);
    expect(seen.screens).toBeLessThanOrEqual(29);
  });

  test("by keyboard it takes less than half of the Tabs that it took", async ({ page }) => {
    test.info().annotations.push({ type: "before", description: "479 Tabs" });
    let tabs = 0;
    const tabTo = async (what: Locator) => {
      await expect(what).toBeVisible();
      const isThere = () => what.evaluate((one) => one === document.activeElement);
      // A page whose box cannot be reached has fewer stops than this.
      for (let most = 200; !(await isThere()); most -= 1) {
        expect(most, "it can be reached").toBeGreaterThan(0);
        await page.keyboard.press("Tab");
        tabs += 1;
      }
    };
    const fill = async (question: string, words: string) => {
      await tabTo(box(page, question));
      await page.keyboard.insertText(words);
    };
    const press = async (what: Locator) => {
      await tabTo(what);
      await page.keyboard.press("Enter");
    };
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await page.goto("/submit/new");
    await fill("Title", freshTitle());
    await fill("Your email address", "team@museum.example");
    await press(button("Save and continue"));
    await expect(page).toHaveURL(/\/submit\/WB-/);
    await press(page.getByRole("link", { name: "Tell us about your museum" }));
    await expect(page).toHaveURL(/\/museum$/);
    await fill("Museum or organisation", "Example Museum");
    await press(button("Save and continue"));
    await expect(page).toHaveURL(/\/story$/);
    await fill("What you did", "We met each Tuesday and drank tea. ".repeat(6));
    await press(button("Save, then check and send"));
    await expect(page).toHaveURL(/\/check$/);
    for (const tick of await page.getByRole("checkbox").all()) {
      await tabTo(tick);
      await page.keyboard.press("Space");
    }
    await press(button("Send your case study"));
    await expect(page).toHaveURL(/\/sent$/);
    console.log(`the long way by keyboard: ${tabs} Tabs, 479 before`);
    expect(tabs).toBeLessThanOrEqual(239);
  });

  test("the questions of each page are two screens of a phone at most", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const draft = await begin(page);
    for (const slug of ["museum", "people", "evidence", "contact", "resources"]) {
      await openSection(page, draft, section(slug));
      const height = await page.locator("form.section-form").evaluate((form) => form.getBoundingClientRect().height);
      test.info().annotations.push({ type: "height", description: `${slug}: ${height}` });
      expect.soft(height, slug).toBeLessThanOrEqual(2 * 844);
    }
  });
});

test("an unfinished page is saved all the same", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  await box(page, "Why did you do it?").fill("People were lonely.");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await goodPage(page, "list of tasks, begun");
  await expect(page.getByRole("listitem").filter({ hasText: "Tell the story" })).toContainText("In progress");
  await openSection(page, draft, section("story"));
  await expect(box(page, "Why did you do it?")).toHaveValue("People were lonely.");
});

test("what cannot be read yet is kept as it was typed, with what stands beside it", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("evidence"));
  await openAll(page);
  await box(page, "How many people took part?").fill("a roomful of people");
  await box(page, "Link to a report").fill("ask us");
  await box(page, "Tell us a little more about how you gathered it").fill("A form on the last day.");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await openSection(page, draft, section("evidence"));
  await goodPage(page, "evidence, with answers that cannot be read yet");
  await expect(box(page, "How many people took part?")).toHaveValue("a roomful of people");
  await expect(box(page, "Link to a report")).toHaveValue("ask us");
  await expect(box(page, "Tell us a little more about how you gathered it")).toHaveValue("A form on the last day.");
  await expect(page.locator(summary).getByRole("link")).toHaveCount(2);
  await page.goto(`/submit/${draft.reference}/check`);
  await goodPage(page, "check, with answers that cannot be read yet");
  await expect(page.getByText("a roomful of people")).toBeVisible();
});

test("what people type stays text", async ({ page }) => {
  const evil = `</textarea></title><script>document.title="owned"</script><img src=x onerror=alert(1)> & "tea"`;
  const draft = await begin(page, `${freshTitle()} </title><script>document.title="owned"</script>`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("</title><script>");
  await openSection(page, draft, section("story"));
  await box(page, "Why did you do it?").fill(evil);
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await openSection(page, draft, section("story"));
  await expect(box(page, "Why did you do it?")).toHaveValue(evil);
  await page.goto(`/submit/${draft.reference}/check`);
  await goodPage(page, "check, with markup as text");
  await expect(page.getByText(evil)).toBeVisible();
  await expect(page).toHaveTitle("Check your answers – Casebook");
});

test("a case study with gaps cannot be sent, and the page says what is missing", { tag: PLAIN }, async ({ page }) => {
  const draft = await begin(page);
  await page.goto(`/submit/${draft.reference}/check`);
  await goodPage(page, "check, empty");
  await refused(page, 422, () => page.getByRole("button", { name: "Send your case study" }).click());
  await goodPage(page, "check, refused");
  await expect(page).toHaveTitle(/^Error: Check your answers/);
  await page.locator(summary).getByRole("link", { name: /^Tick each statement/ }).click();
  await expect(page.getByLabel(/^I may send this for my museum/)).toBeFocused();
  await declare(page);
  await refused(page, 422, () => page.getByRole("button", { name: "Send your case study" }).click());
  await expect(page.getByLabel("The facts are right, as far as I know.")).toBeChecked();
  await page.locator(summary).getByRole("link", { name: /^Tell the story/ }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}/story?from=check#did`);
  await expect(page.getByText("Error: Tell the story in at least 40 words")).toBeVisible();
});

test("a second click, or sending from an old window, gives the same reference", { tag: PLAIN }, async ({ page, bank }) => {
  const draft = await written(bank);
  await page.context().addCookies(draft.storageState.cookies);
  await page.goto(`/submit/${draft.reference}/check`);
  const old = await page.context().newPage();
  await old.goto(page.url());
  await declare(page);
  await page.getByRole("button", { name: "Send your case study" }).dblclick();
  await expect(page).toHaveURL(`/submit/${draft.reference}/sent`);

  await declare(old);
  await old.getByRole("button", { name: "Send your case study" }).click();
  await expect(old).toHaveURL(`/submit/${draft.reference}/sent`);
  await expect(old.getByRole("main").getByText(draft.reference, { exact: true })).toBeVisible();

  await page.goBack();
  await expect(page.getByText(`Your reference is ${draft.reference}`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Send your case study" })).toHaveCount(0);
  await mailTo(bank, draft.email, "We have your case study");
  expect(subjects(bank, draft.email).filter((one) => one.startsWith("We have"))).toHaveLength(1);
});

test("what another window saved meanwhile is not sent unread", async ({ page, bank }) => {
  const draft = await written(bank);
  await page.context().addCookies(draft.storageState.cookies);
  await page.goto(`/submit/${draft.reference}/check`);
  await declare(page);
  const other = await page.context().newPage();
  await openSection(other, draft, section("care"));
  const question = "How did you look after the staff and volunteers who did this work?";
  await box(other, question).fill("We met every Friday.");
  await saveAndContinue(other);
  await expect(other).not.toHaveURL(/\/care$/);
  await other.close();

  await refused(page, 409, () => page.getByRole("button", { name: "Send your case study" }).click());
  await goodPage(page, "check, changed elsewhere");
  await expect(page.getByText("Your case study changed after you opened this page")).toBeVisible();
  await expect(page.getByLabel(/^I may send this for my museum/)).not.toBeChecked();
  await page.getByRole("link", { name: "Looking after the team", exact: true }).click();
  await expect(page.getByText("We met every Friday.")).toBeInViewport();
  await send(page, draft);
});

test("the mailed link reads, and a one-time code opens writing on another device", async ({ page, bank, visitor }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  await box(page, "What you did").fill("We met each Tuesday.");
  await page.getByRole("button", { name: "Save and come back later" }).click();

  const link = trackingPath(await mailTo(bank, draft.email, "Your case study draft"));
  const phone = await visitor({ viewport: { width: 390, height: 844 } });
  await phone.goto(link);
  await goodPage(phone, "following, without a code");
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText(draft.title);
  await refused(phone, 404, () => phone.goto(`/submit/${draft.reference}`));

  await phone.goto(link);
  await phone.getByRole("button", { name: "Email me a code" }).click();
  await expect(phone.getByText("Check your email")).toBeVisible();
  await goodPage(phone, "following, code asked for");
  const digits = code(await mailTo(bank, draft.email, "Your code"));
  const wrong = digits === "000000" ? "000001" : "000000";
  await phone.getByLabel("Code").fill(wrong);
  await refused(phone, 422, () => phone.getByRole("button", { name: "Open it here" }).click());
  await goodPage(phone, "following, wrong code");
  await expect(phone.getByLabel("Code")).toHaveValue(wrong);
  await phone.getByLabel("Code").fill(digits);
  await phone.getByRole("button", { name: "Open it here" }).click();
  await expect(phone).toHaveURL(`/submit/${draft.reference}`);
  await openSection(phone, draft, section("story"));
  await expect(box(phone, "What you did")).toHaveValue("We met each Tuesday.");

  const thief = await visitor();
  await thief.goto(link);
  await thief.getByLabel("Code").fill(digits);
  await refused(thief, 422, () => thief.getByRole("button", { name: "Open it here" }).click());
});

test("somebody else's draft is not found, whatever they know of it", { tag: PLAIN }, async ({ page, bank, visitor }) => {
  const draft = await begin(page);
  const sent = await submitted(bank);
  const other = await visitor();
  for (const { reference } of [draft, sent, { reference: "WB-2345-6789" }]) {
    for (const path of ["", "/story", "/check", "/sent", "/withdraw"]) {
      await refused(other, 404, () => other.goto(`/submit/${reference}${path}`));
      await expect(other.getByRole("main")).not.toContainText(draft.title);
    }
  }
  await goodPage(other, "somebody else's draft");
  await refused(other, 404, () => other.goto(`/track/${"0".repeat(64)}`));
  await goodPage(other, "a link that does not work");
});

test("of far too much text what fits is kept, with a sentence, and all of it stays in its box", async ({ page }) => {
  const draft = await begin(page);
  await openSection(page, draft, section("story"));
  const question = "Why did you do it?";
  await box(page, question).fill("lonely ".repeat(4_000));
  await refused(page, 422, () => saveAndContinue(page));
  await goodPage(page, "story, far too long");
  await expect(page.locator(summary)).toContainText("one answer can have 20000 characters");
  expect((await box(page, question).inputValue()).length).toBeGreaterThan(27_000);
  await openSection(page, draft, section("story"));
  expect((await box(page, question).inputValue()).length).toBeGreaterThan(19_990);

  await page.goto("/submit/new");
  await page.getByLabel("Title").fill("lonely ".repeat(50_000));
  await refused(page, 413, () => saveAndContinue(page));
  await goodPage(page, "413");
  await expect(page.getByRole("heading", { name: "What you typed" })).toBeVisible();
});

test("two windows: the second is shown both texts before it replaces the first", async ({ page }) => {
  const draft = await begin(page);
  const story = section("story");
  await openSection(page, draft, story);
  const url = page.url();
  const other = await page.context().newPage();
  await other.goto(url);
  await box(other, "What you did").fill("Saved in the other window.");
  await other.getByRole("button", { name: "Save and come back later" }).click();
  await expect(other).toHaveURL(`/submit/${draft.reference}`);

  await box(page, "What you did").fill("Typed in this window.");
  await refused(page, 409, () => page.getByRole("button", { name: "Save and come back later" }).click());
  await goodPage(page, "story, overtaken");
  await expect(page.getByText("This page was also saved somewhere else")).toBeVisible();
  await expect(page.getByText("Saved in the other window.")).toBeVisible();
  await expect(box(page, "What you did")).toHaveValue("Typed in this window.");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await openSection(page, draft, story);
  await expect(box(page, "What you did")).toHaveValue("Typed in this window.");
});

test("a museum can take its case study back", { tag: PLAIN }, async ({ page, bank }) => {
  const draft = await begin(page);
  await page.getByRole("link", { name: "Withdraw this case study" }).click();
  await goodPage(page, "withdraw");
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await goodPage(page, "withdrawn");
  await expect(page.getByText("Withdrawn", { exact: true })).toBeVisible();
  await mailTo(bank, draft.email, "You withdrew your case study");
});

test("a mistyped address on the first page is corrected with Back", { tag: PLAIN }, async ({ page, bank }) => {
  const draft = await beginByHand(page);
  await page.goBack();
  const right = `right-${draft.email}`;
  await page.getByLabel("Title").fill("Tea, corrected");
  await page.getByLabel("Your email address").fill(right);
  await saveAndContinue(page);
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tea, corrected");
  const mistyped = trackingPath(await mailTo(bank, draft.email, "Your case study draft"));
  await page.goto(trackingPath(await mailTo(bank, right, "Your case study draft")));
  await expect(page.getByText(draft.reference).first()).toBeVisible();
  await refused(page, 404, () => page.goto(mistyped));
});
