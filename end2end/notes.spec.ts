import { goodPage } from "./support/good-page.ts";
import { mailTo } from "./support/mail.ts";
import { openCase, openLetter, takeOn } from "./support/moderating.ts";
import { askedByNotes, writeNote } from "./support/noting.ts";
import { PLAIN } from "./support/once.ts";
import { MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { box } from "./support/questions.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test("notes of a team become one letter, are answered on one page, and are settled", async ({ signedIn, visitor, bank }) => {
  const sent = await submitted(bank);
  const sam = await signedIn(MODERATOR);
  await takeOn(sam, sent);
  await writeNote(sam, "changed", "How many people said so?", "The museum, with the next request");
  await writeNote(sam, "did", "They phoned about the room.", "The team only");
  await goodPage(sam, "a case with notes");

  const ana = await signedIn(OTHER_MODERATOR);
  await openCase(ana, sent);
  await expect(ana.locator("#notes-did .kept-words")).toContainText(MODERATOR.name);
  await writeNote(ana, "did", "Which room did they meet in?", "The museum, with the next request");
  await expect(ana.locator(".panel-notes")).toHaveText("2 notes for the museum. Ask for changes");
  await ana.locator(".panel-notes").getByRole("link", { name: "Ask for changes" }).click();
  await goodPage(ana, "a request made of notes");
  await ana.getByRole("button", { name: "Show me the email first" }).click();
  await expect(ana.getByLabel("The letter")).toHaveValue(/1\. What you did: Which room did they meet in\?/);
  // Sam is reading it.
  await refused(ana, 409, () => ana.getByRole("button", { name: "Send this to the museum" }).click());
  await ana.getByRole("button", { name: "Do it all the same" }).click();
  await expect(ana.getByRole("alert")).toContainText("Changes asked for");

  const mail = await mailTo(bank, sent.email, "A question about your case study");
  expect(mail.body).toMatch(/1\. What you did: Which room[^]*2\. What changed: How many people said so\?/);
  expect(mail.body).not.toContain("They phoned about the room.");

  const museum = await visitor({ storageState: sent.storageState });
  await museum.goto(`/submit/${sent.reference}`);
  await goodPage(museum, "list of tasks, asked by notes");
  await museum.getByRole("link", { name: "Answer what we asked" }).click();
  await goodPage(museum, "what a museum is asked");
  await expect(box(museum, "Why did you do it?")).toHaveCount(0);
  const did = box(museum, "What you did");
  await did.fill(`${await did.inputValue()} We met in the net loft.`);
  await box(museum, "Your reply to 2").fill("Eight of the twelve.");
  await museum.getByRole("button", { name: "Save, then check and send" }).click();
  await expect(museum).toHaveURL(`/submit/${sent.reference}/check`);
  await museum.getByRole("button", { name: "Send your case study" }).click();
  await expect(museum).toHaveURL(`/submit/${sent.reference}/sent`);
  await mailTo(bank, sent.email, "We have your changes");

  await openCase(sam, sent);
  await goodPage(sam, "a case whose notes came back");
  const back = sam.getByRole("region", { name: "What we asked, and what came back" });
  await expect(back.getByRole("article")).toHaveCount(2);
  await expect(back.locator("ins")).toContainText(["We met in the net loft."]);
  await expect(back.getByText("Eight of the twelve.")).toBeVisible();
  await back.getByRole("button", { name: /^Settled/ }).first().click();
  await expect(sam.getByText("1 note is settled")).toBeVisible();
});

test("what was not changed is asked about once before it goes back", async ({ signedIn, visitor, bank }) => {
  const sam = await signedIn(MODERATOR);
  const sent = await askedByNotes(sam, bank);
  const museum = await visitor({ storageState: sent.storageState });
  await museum.goto(`/submit/${sent.reference}/story`);
  await goodPage(museum, "a page of the form with a note");
  await expect(museum.getByText("Which room did they meet in?")).toBeVisible();
  await museum.goto(`/submit/${sent.reference}/check`);
  await refused(museum, 422, () => museum.getByRole("button", { name: "Send your case study" }).click());
  await goodPage(museum, "nothing was changed");
  await museum.getByRole("button", { name: "Send it all the same" }).click();
  await expect(museum).toHaveURL(`/submit/${sent.reference}/sent`);
  await openCase(sam, sent);
  await expect(sam.getByRole("region", { name: "Sent again without a change" })).toBeVisible();
});

test("a note that cannot be kept comes back with its words", { tag: PLAIN }, async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const [sam, ana] = [await signedIn(MODERATOR), await signedIn(OTHER_MODERATOR)];
  await takeOn(sam, sent);
  await openCase(ana, sent);
  await openLetter(sam, "Ask for changes");
  await sam.getByText("Choose a reason", { exact: true }).click();
  await sam.getByLabel("Too short, or a step is missing").check();
  await box(sam, "What to change").fill("Please tell us a little more about the first visit.");
  await sam.getByRole("button", { name: "Send this to the museum" }).click();

  const part = ana.locator("#notes-did");
  await part.locator("summary").click();
  await part.getByLabel("Your note").fill("Which room did they meet in?");
  await refused(ana, 409, () => part.getByRole("button", { name: "Save the note" }).click());
  await goodPage(ana, "a note that came too late");
  await expect(ana.getByText("Which room did they meet in?")).toBeVisible();
  await ana.getByRole("button", { name: "Keep it as a note for the team" }).click();
  await expect(ana.locator("#notes-did .kept-words")).toContainText("For the team only");
});
