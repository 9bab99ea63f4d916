import type { Locator, Page } from "@playwright/test";
import { goodPage } from "./support/good-page.ts";
import { openCase, openLetter, takeOn } from "./support/moderating.ts";
import { mailbox, MODERATOR } from "./support/people.ts";
import { photograph } from "./support/photograph.ts";
import { box } from "./support/questions.ts";
import { submitted } from "./support/quick.ts";
import { begin } from "./support/submitting.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

async function describe(page: Page, number: number, shows: string, people: "Yes" | "No"): Promise<void> {
  const one = page.getByRole("group", { name: `Photograph ${number}`, exact: true });
  await one.getByLabel("What does it show?").fill(shows);
  await one.getByLabel("Who took it?").fill("Ana Quill");
  await one.getByLabel("May others use it?").selectOption({ label: "CC BY 4.0: Others may use it too, and say who took it." });
  await one.getByLabel(people, { exact: true }).check();
  if (people === "Yes") await one.getByLabel(/^Everyone who can be recognised agreed/).check();
}

/** A size of it is there and was drawn. Its natural width says less: that is counted in the width it is asked for. */
async function arrives(photo: Locator, width: number): Promise<void> {
  const shown = (image: HTMLImageElement) => image.complete && image.naturalWidth > 0 && image.currentSrc;
  await expect.poll(() => photo.evaluate(shown)).toMatch(new RegExp(`-${width}\\.jpg$`));
}

test("two photographs are added, described, moved and shown, and a refused one loses no word", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const draft = await begin(page);
  await page.goto(`/submit/${draft.reference}/pictures`);
  await goodPage(page, "photographs, none yet");
  const files = [await photograph(page, "bowl.jpg", 300, 200), await photograph(page, "table.jpg", 200, 300)];
  await page.getByLabel("Choose photographs").setInputFiles(files);
  await page.getByRole("button", { name: "Add these files" }).click();
  await expect(page.getByRole("group", { name: /^Photograph \d$/ })).toHaveCount(2);
  await goodPage(page, "photographs, added");

  await describe(page, 1, "Two hands hold a clay bowl", "No");
  await describe(page, 2, "Five people at a long table", "Yes");
  const svg = { name: "plan.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>") };
  await page.getByLabel("Choose photographs").setInputFiles([svg]);
  await refused(page, 422, () => page.getByRole("button", { name: "Add these files" }).click());
  await expect(page.getByRole("alert")).toContainText("“plan.svg”: it is a drawing in SVG");
  await goodPage(page, "photographs, one refused");
  await expect(page.getByLabel("What does it show?").first()).toHaveValue("Two hands hold a clay bowl");

  await page.getByRole("button", { name: /^Move down ?: photograph 1$/ }).press("Enter");
  await expect(page).toHaveURL(/#picture-2$/);
  await expect(page.getByLabel("What does it show?").first()).toHaveValue("Five people at a long table");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.goto(`/submit/${draft.reference}/preview`);
  const lead = page.getByRole("img", { name: "Five people at a long table" });
  await expect(lead).toBeVisible();
  await arrives(lead, 200);
  await expect(page.getByRole("img", { name: "Two hands hold a clay bowl" })).toBeVisible();
  await goodPage(page, "preview with photographs");
});

test("a document is added, titled and read by moderators, and one that could act is refused", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const draft = await begin(page);
  await page.goto(`/submit/${draft.reference}/pictures`);
  const pdf = (body: string) => Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog ${body} >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);
  const files = [
    { name: "tea_kit.pdf", mimeType: "application/pdf", buffer: pdf("") },
    { name: "active.pdf", mimeType: "application/pdf", buffer: pdf("/OpenAction << /S /JavaScript >>") },
  ];
  await page.getByLabel("Choose photographs or documents").setInputFiles(files);
  await refused(page, 422, () => page.getByRole("button", { name: "Add these files" }).click());
  await expect(page.getByRole("alert")).toContainText("“active.pdf”: it holds a program");
  const one = page.getByRole("group", { name: "Document 1", exact: true });
  await expect(one.getByLabel("Title")).toHaveValue("Tea kit");
  await goodPage(page, "documents, one refused");
  await one.getByLabel("Title").fill("Kit for teachers");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.goto(`/submit/${draft.reference}/preview`);
  const link = page.getByRole("link", { name: "Kit for teachers (PDF, 1 KB)" });
  await expect(link).toHaveAttribute("download", "Kit for teachers.pdf");
  const download = page.waitForEvent("download");
  await link.click();
  expect((await download).suggestedFilename()).toBe("Kit for teachers.pdf");
  await goodPage(page, "preview with a document");
});

test("the short way takes photographs along to the moderators", async ({ page, signedIn }) => {
  await page.goto("/submit/short");
  const story = "We met every Tuesday with tea and objects from the store, for people who live alone. ".repeat(4);
  await page.getByLabel("What did you do, who was it for, and what came of it?").fill(story);
  await page.getByLabel("Your museum").fill("The Example House");
  await page.getByLabel("Town or city").fill("Leeds");
  await page.getByLabel("Your email address").fill(mailbox("photographs"));
  await page.getByLabel("Choose files").setInputFiles([await photograph(page, "bowl.jpg", 300, 200)]);
  await page.getByRole("button", { name: "Add these files" }).click();
  await expect(page.getByRole("main")).toContainText("One photograph is here.");
  await goodPage(page, "the short way, one photograph added");
  await page.getByRole("link", { name: "Say what the photographs show and who agreed" }).click();
  await describe(page, 1, "Two hands hold a clay bowl", "No");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await expect(page.getByLabel("What did you do, who was it for, and what came of it?")).toHaveValue(story.trim());
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Send it to us" }).click();
  await expect(page).toHaveURL(/\/sent$/);
  const reference = /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.url())?.[0] as string;

  const desk = await signedIn(MODERATOR);
  await desk.goto(`/moderate/cases/${reference}`);
  const photographs = desk.getByRole("region", { name: "Photographs" });
  await expect(photographs.getByRole("img", { name: "Two hands hold a clay bowl" })).toBeVisible();
  await expect(photographs).toContainText("No one can be recognised");
  await goodPage(desk, "review with a photograph");

  await photographs.getByRole("link", { name: "Edit its words or cut photograph 1" }).click();
  await goodPage(desk, "a photograph to edit");
  await desk.getByLabel("Caption (optional)").fill("The first morning");
  await desk.getByLabel("From the left, in %").fill("half");
  await desk.getByLabel(/^Spelling or form/).check();
  await refused(desk, 422, () => desk.getByRole("button", { name: "Save" }).click());
  await expect(desk.getByRole("alert")).toContainText("Write a number from 0 to 80");
  await goodPage(desk, "a photograph to edit, refused");
  await desk.getByLabel("From the left, in %").fill("10");
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(photographs).toContainText("The first morning");
  const part = photographs.getByRole("img", { name: "Two hands hold a clay bowl" });
  await part.scrollIntoViewIfNeeded();
  await arrives(part, 270);
});

test("a museum that is asked for changes adds photographs, takes one away, and sends the rest with its words", async ({ signedIn, visitor, bank }) => {
  const sent = await submitted(bank);
  const sam = await signedIn(MODERATOR);
  await takeOn(sam, sent);
  await openLetter(sam, "Ask for changes");
  await sam.getByText("Choose a reason", { exact: true }).click();
  await sam.getByLabel("Too short, or a step is missing").check();
  await box(sam, "What to change").fill("Please add a photograph of the cups.");
  await sam.getByRole("button", { name: "Send this to the museum" }).click();
  await expect(sam.getByRole("alert")).toContainText("Changes asked for");

  const museum = await visitor({ storageState: sent.storageState });
  await museum.goto(`/submit/${sent.reference}/pictures`);
  const files = [await photograph(museum, "cups.jpg", 300, 200), await photograph(museum, "room.jpg", 200, 300)];
  await museum.getByLabel("Choose photographs").setInputFiles(files);
  await museum.getByRole("button", { name: "Add these files" }).click();
  await expect(museum.getByRole("group", { name: /^Photograph \d$/ })).toHaveCount(2);
  await describe(museum, 1, "A shelf of cups", "No");
  await museum.getByRole("button", { name: /^Remove ?: photograph 2$/ }).click();
  await expect(museum.getByRole("group", { name: /^Photograph \d$/ })).toHaveCount(1);
  await goodPage(museum, "photographs, added while asked for changes");
  await museum.getByRole("button", { name: "Save and continue" }).click();
  await museum.goto(`/submit/${sent.reference}/check`);
  await museum.getByRole("button", { name: "Send your case study" }).click();
  await expect(museum).toHaveURL(`/submit/${sent.reference}/sent`);

  await openCase(sam, sent);
  const photographs = sam.getByRole("region", { name: "Photographs" });
  await expect(photographs.getByRole("img")).toHaveCount(1);
  await expect(photographs.getByRole("img", { name: "A shelf of cups" })).toBeVisible();
});
