import { goodPage } from "./support/good-page.ts";
import { askingPath, mails, mailTo } from "./support/mail.ts";
import { published } from "./support/moderating.ts";
import { mailbox, MODERATOR } from "./support/people.ts";
import { box, group } from "./support/questions.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// What readers write about a case. The way of a concern ends with the case taken down, so each test
// publishes one of its own.

test("a concern reaches the moderators, who take the case down and put it back", async ({ page, signedIn, bank }) => {
  const moderator = await signedIn(MODERATOR);
  const { sent, address } = await published(moderator, bank);
  await page.goto(address);
  await goodPage(page, "a case that can be written about");
  await page.getByRole("link", { name: "Report a concern" }).click();
  await goodPage(page, "report a concern");
  const send = page.getByRole("button", { name: "Send the report" });
  await box(page, "What did you see?").fill("Short");
  await refused(page, 422, () => send.click());
  await goodPage(page, "report a concern, with errors");
  await expect(page.locator(".error-summary li")).toHaveCount(2);
  await expect(box(page, "What did you see?")).toHaveValue("Short");
  await group(page, "What is wrong?").getByLabel("It could put someone at risk").check();
  await box(page, "What did you see?").fill("It says where the group meets, and when.");
  await send.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you for telling us");
  await goodPage(page, "a concern was sent");

  await moderator.goto("/moderate");
  await moderator.getByRole("link", { name: "Messages from readers" }).click();
  await goodPage(moderator, "messages from readers");
  const row = moderator.getByRole("row").filter({ hasText: sent.title });
  await expect(row).toContainText("Read this first");
  await row.getByRole("link", { name: "It could put someone at risk" }).click();
  await goodPage(moderator, "a message from a reader");
  await expect(moderator.getByText("It says where the group meets, and when.")).toBeVisible();

  await moderator.getByRole("button", { name: "Take the case study down" }).click();
  await expect(moderator.getByRole("alert")).toContainText("Taken down");
  await goodPage(moderator, "a message, its case taken down");
  await refused(page, 410, () => page.goto(address));
  const message = moderator.url();
  await moderator.getByRole("link", { name: "Put it back" }).click();
  await moderator.getByLabel("Why it is put back").fill("The museum agrees to it now, by phone.");
  await moderator.getByRole("button", { name: "Put it back" }).click();
  await expect(moderator.getByRole("alert")).toContainText("Put back");
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(sent.title);

  await moderator.goto(message);
  const handle = moderator.getByRole("button", { name: "Mark as handled" });
  await refused(moderator, 422, () => handle.click());
  await goodPage(moderator, "a message, the note missing");
  await box(moderator, "What did you do?").fill("The museum agreed to leave the place out.");
  await handle.click();
  await expect(moderator.getByRole("alert")).toContainText("Handled");
  await goodPage(moderator, "a message that is handled");
  await expect(moderator.getByRole("region", { name: "History" })).toContainText("The museum agreed to leave the place out.");
  await moderator.goto("/moderate/messages?state=handled");
  await goodPage(moderator, "handled messages");
  await expect(moderator.getByRole("row").filter({ hasText: sent.title })).toHaveCount(1);
});

test("a museum claims its case", async ({ page, signedIn }) => {
  await page.goto("/case-studies/museums-on-prescription");
  await page.getByRole("link", { name: "This is our case study: take it over or correct it" }).click();
  await goodPage(page, "claim a case");
  await refused(page, 422, () => page.getByRole("button", { name: "Send it to us" }).click());
  await goodPage(page, "claim a case, with errors");
  await group(page, "What would you like?").getByLabel("We’d like to take this over").check();
  const email = mailbox("claim");
  await box(page, "Who are you?").fill("Learning team");
  await box(page, "Your email address").fill(email);
  await box(page, "What should change?").fill("It ended in 2019, and 46 people came back a year later.");
  await page.getByRole("button", { name: "Send it to us" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you, we have it");
  await goodPage(page, "a claim was sent");

  const moderator = await signedIn(MODERATOR);
  await moderator.goto("/moderate/messages");
  const row = moderator.getByRole("row").filter({ hasText: "A museum says that it is theirs" });
  await row.getByRole("link").last().click();
  await goodPage(moderator, "a claim");
  await expect(moderator.getByRole("link", { name: email })).toBeVisible();
});

test("a question is confirmed by mail and reaches the museum, whose address nobody sees", async ({ page, signedIn, bank }) => {
  const { sent, address } = await published(await signedIn(MODERATOR), bank);
  const me = mailbox("reader");
  await page.goto(address);
  await page.getByRole("link", { name: "Write to the museum" }).click();
  await goodPage(page, "ask the museum");
  const send = page.getByRole("button", { name: "Email me the link" });
  await refused(page, 422, () => send.click());
  await goodPage(page, "ask the museum, with errors");
  await box(page, "Your name").fill("Ana Reader");
  await box(page, "Your email address").fill(me);
  await box(page, "Your message").fill("How did you find the first twelve people?");
  await send.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your email");
  await goodPage(page, "check your email");

  await page.goto(askingPath(await mailTo(bank, me, "Send your message to the museum")));
  await goodPage(page, "confirm a question");
  await expect(page.getByText("How did you find the first twelve people?")).toBeVisible();
  await expect(page.getByText(sent.email)).toHaveCount(0);
  expect(mails(bank).filter((mail) => mail.to === sent.email && mail.subject.includes("A reader asks"))).toEqual([]);
  await page.getByRole("button", { name: "Send it to the museum" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your message is on its way");
  await goodPage(page, "a question was passed on");

  const mail = await mailTo(bank, sent.email, "A reader asks about your case study");
  expect(mail.replyTo).toBe(me);
  expect(mail.body).toContain("> How did you find the first twelve people?");
  await refused(page, 404, () => page.goto(askingPath(mails(bank).findLast((one) => one.to === me) as typeof mail)));
  await goodPage(page, "a link that is used up");
});

test("related cases say why they are there", async ({ page }) => {
  await page.goto("/case-studies/museums-on-prescription");
  const related = page.getByRole("region", { name: "Similar case studies" });
  await expect(related.getByRole("listitem").filter({ has: page.getByRole("article") })).toHaveCount(3);
  await expect(related.getByText("Also with older people").first()).toBeVisible();
  await related.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("");
  await expect(page).toHaveURL("/case-studies/dulwich-prescription-for-art");
});

test("a case on paper begins with its citation", async ({ page }) => {
  await page.goto("/case-studies/museums-on-prescription");
  await expect(page.locator(".paper-head")).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".paper-head")).toContainText("/case-studies/museums-on-prescription");
  await expect(page.getByRole("link", { name: "Report a concern" })).toBeHidden();
  await expect(page.getByRole("region", { name: "Similar case studies" })).toBeHidden();
});

test("a mistyped address is corrected with Back, and the link goes to the right one", async ({ page, signedIn, bank }) => {
  const { address } = await published(await signedIn(MODERATOR), bank);
  const me = mailbox("corrected");
  await page.goto(`${address}/ask`);
  await box(page, "Your name").fill("Ana Reader");
  await box(page, "Your email address").fill(`mistyped-${me}`);
  await box(page, "Your message").fill("How did you find the first twelve people?");
  await page.getByRole("button", { name: "Email me the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your email");
  await page.goBack();
  await expect(box(page, "Your message")).toHaveValue("How did you find the first twelve people?");
  await box(page, "Your email address").fill(me);
  await page.getByRole("button", { name: "Email me the link" }).click();
  await page.goto(askingPath(await mailTo(bank, me, "Send your message to the museum")));
  await expect(page.getByText("How did you find the first twelve people?")).toBeVisible();
});
