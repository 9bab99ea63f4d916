import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { Hand } from "./measure/counting.mjs";
import { goodPage } from "./support/good-page.ts";
import { mailbox, MODERATOR } from "./support/people.ts";
import { photograph } from "./support/photograph.ts";
import { PREPARE, SEND, STORY } from "./support/short.ts";
import { begin } from "./support/submitting.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

const FILES = path.join(import.meta.dirname, "../app/documents/tests/files");

function file(name: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: "application/octet-stream", buffer: readFileSync(path.join(FILES, name)) };
}

async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
  }
}

test("a case study begins with a form in Word", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/submit");
  await page.getByRole("link", { name: "Bring what you have" }).click();
  await goodPage(page, "bringing, nothing yet");
  await look(page, "bring-start");
  await refused(page, 422, () => page.getByRole("button", { name: "Read it" }).click());
  await expect(page.getByRole("alert")).toContainText("Choose a file, or paste a text below");
  await goodPage(page, "bringing, nothing chosen");

  await page.setViewportSize({ width: 320, height: 700 });
  await page.getByLabel("Choose files").setInputFiles([file("form.docx")]);
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What you brought" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("£200,000");
  await goodPage(page, "bringing, a form was read");
  await look(page, "bring-form");
  await page.getByRole("link", { name: "Go on to the answers" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Pathways to Wellbeing");
});

test("a piece is placed by the keyboard, and a file that cannot be read says why", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const draft = await begin(page);
  await page.goto(`/submit/${draft.reference}/bring`);
  await page.getByLabel("Or paste a text").fill("We served tea.\n\nNobody was alone.");
  await page.getByLabel("Choose files").setInputFiles([file("password.docx")]);
  await refused(page, 422, () => page.getByRole("button", { name: "Read it" }).click());
  await expect(page.getByRole("alert")).toContainText("“password.docx”: it has a password");
  await goodPage(page, "bringing, one refused and one read");
  await look(page, "bring-refused");
  const choice = page.getByLabel("Where does this belong?").first();
  await choice.selectOption({ label: "What you did" });
  await choice.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Where does this belong?")).toHaveCount(1);
  await page.goto(`/submit/${draft.reference}/story`);
  await expect(page.getByLabel("What you did")).toHaveValue("We served tea.");
});

test("a PDF waits, and one press puts its pieces where they seem to belong", async ({ page }) => {
  const draft = await begin(page);
  await page.goto(`/submit/${draft.reference}/bring`);
  await page.getByLabel("Choose files").setInputFiles([file("letter.pdf")]);
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What you brought");
  await goodPage(page, "bringing, a PDF was read");
  await look(page, "bring-pdf");
  await page.getByRole("button", { name: /^Put all where they seem to belong/ }).click();
  await expect(page.getByRole("link", { name: "Summary" })).toBeVisible();
  await goodPage(page, "bringing, a PDF was placed");
});

// The words of the photographs can be given before it is sent; else moderators ask for them before it is published.
for (const [described, presses] of [[false, 9], [true, 19]] as const) {
  const which = described ? "two photographs with their words" : "two photographs";
  test(`${which} and a Word file are sent the short way, and every press is counted`, async ({ page, signedIn, scripts }) => {
    const email = mailbox("files");
    const hand = new Hand(page);
    const title = page.getByRole("heading", { level: 1 });
    await page.goto("/");
    const files = [await photograph(page, "bowl.jpg", 300, 200), await photograph(page, "table.jpg", 200, 300), file("form.docx")];
    await hand.press(page.getByRole("link", { name: "Share a case study" }).first());
    await hand.press(page.getByRole("link", { name: "Bring what you have" }));
    await hand.type(page.getByLabel("Your email address"), email);
    await hand.give(page.getByLabel("Choose files"), files);
    await hand.press(page.getByRole("button", { name: "Read it" }));
    await expect(title).toHaveText("What you brought");
    await expect(page.getByRole("main")).toContainText("There are 2 photographs.");
    if (described) {
      await hand.press(page.getByRole("link", { name: "Say what they show and who agreed" }));
      for (const [at, shows] of ["Two hands hold a clay bowl", "A long table with cups"].entries()) {
        const one = page.getByRole("group", { name: `Photograph ${at + 1}`, exact: true });
        await hand.type(one.getByLabel("What does it show?"), shows);
        await hand.type(one.getByLabel("Who took it?"), "Ana Quill");
        await hand.choose(one.getByLabel("May others use it?"), "CC BY 4.0: Others may use it too, and say who took it.");
        await hand.press(one.getByLabel("No", { exact: true }));
      }
      await hand.press(page.getByRole("button", { name: "Save and continue" }));
    }
    await hand.press(page.getByRole("link", { name: "Send it as it is, in your own words" }));
    for (const words of [SEND, PREPARE]) await hand.press(page.getByLabel(words));
    await hand.press(page.getByRole("button", { name: "Send it to us" }));
    await expect(title).toHaveText("We have your case study");
    const reference = /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.url())?.[0] as string;
    console.log(`${which} and a Word file, ${scripts ? "with" : "without"} script: ${hand.presses} presses`);
    expect(hand.presses).toBe(presses);

    const desk = await signedIn(MODERATOR);
    await desk.goto(`/moderate/cases/${reference}`);
    await expect(desk.locator(".case-photos img")).toHaveCount(2);
    await expect(desk.getByRole("heading", { name: "What came along" })).toBeVisible();
    await expect(desk.getByRole("main")).toContainText("£200,000");
  });
}

test("two photographs and a Word file are added to the page of the short way, and every press is counted", async ({ page, signedIn, scripts }) => {
  const email = mailbox("short-files");
  const hand = new Hand(page);
  const title = page.getByRole("heading", { level: 1 });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/submit");
  const files = [await photograph(page, "bowl.jpg", 300, 200), await photograph(page, "table.jpg", 200, 300), file("form.docx")];
  const words = "Four routes into the museums, for people whom a doctor or a charity sent. ";
  await page.goto("/submit/short");
  await hand.type(page.getByLabel(STORY), words);
  await hand.type(page.getByLabel("Your email address"), email);

  // A file that cannot be read comes back with its sentence, and costs no word.
  await page.getByLabel("Choose files").setInputFiles([file("password.docx")]);
  await refused(page, 422, () => page.getByRole("button", { name: "Add these files" }).click());
  await expect(page.getByRole("alert")).toContainText("“password.docx”: it has a password");
  await expect(page.getByLabel(STORY)).toHaveValue(words.trim());
  await goodPage(page, "the short way, a file was refused");
  await look(page, "short-file-refused");

  await hand.give(page.getByLabel("Choose files"), files);
  await hand.press(page.getByRole("button", { name: "Add these files" }));
  await expect(page.getByRole("main")).toContainText("2 photographs are here.");
  await expect(page.getByLabel(STORY)).toHaveValue(words.trim());
  await expect(page.getByLabel("Your museum")).not.toHaveValue("");
  await goodPage(page, "the short way, files were added");
  await look(page, "short-files");
  for (const tick of [SEND, PREPARE]) await hand.press(page.getByLabel(tick));
  await hand.press(page.getByRole("button", { name: "Send it to us" }));
  await expect(title).toHaveText("We have your case study");
  const reference = /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.url())?.[0] as string;
  console.log(`files on the page of the short way, ${scripts ? "with" : "without"} script: ${hand.presses} presses`);
  expect(hand.presses).toBeLessThanOrEqual(7);

  const desk = await signedIn(MODERATOR);
  await desk.goto(`/moderate/cases/${reference}`);
  await expect(desk.locator(".case-photos img")).toHaveCount(2);
  await expect(desk.getByRole("main")).toContainText("£200,000");
});

test("files that were chosen and not added are not left out unsaid", async ({ page }) => {
  await page.goto("/submit/short");
  await page.getByLabel(STORY).fill("Tea and objects on Tuesdays.");
  await page.getByLabel("Choose files").setInputFiles([await photograph(page, "bowl.jpg", 300, 200)]);
  await refused(page, 422, () => page.getByRole("button", { name: "Send it to us" }).click());
  await expect(page.getByRole("alert")).toContainText("The files were not added, and nothing was sent.");
  await expect(page.getByLabel(STORY)).toHaveValue("Tea and objects on Tuesdays.");
});
