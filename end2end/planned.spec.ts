import { goodPage } from "./support/good-page.ts";
import { mailTo } from "./support/mail.ts";
import { chooseReason, decide, decisions, openCase, openLetter, status, takeOn } from "./support/moderating.ts";
import { MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { box } from "./support/questions.ts";
import { expect, signIn, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test.use({ shelf: "planned", undoMinutes: 10 });

const WORDS = "We would love to hear from you again when the results are there.";

test("an approval waits, is called back, and nothing went", async ({ signedIn, visitor, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await decide(page, "Approve and publish", "Nothing is sent or published yet");
  await goodPage(page, "a case that is decided");
  const panel = decisions(page);
  await expect(panel).toContainText(/It goes online at \d{1,2}:\d\d [ap]m|It goes online (on .+ )?at (midday|midnight)/);
  await expect(panel).toContainText(`Decided by ${MODERATOR.name}.`);
  await expect(panel.getByRole("button", { name: "Decline" })).toHaveCount(0);
  await expect(status(page)).toContainText("In review");

  await panel.getByRole("button", { name: /^Call it back/ }).click();
  await expect(page.getByRole("alert")).toContainText("Nothing was sent or published.");
  await goodPage(page, "a case whose decision was called back");
  await expect(panel.getByRole("button", { name: "Approve and publish", exact: true })).toBeVisible();
  const reader = await visitor();
  await reader.goto("/case-studies");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "History" })).toContainText("Called back a decision");
});

test("the letter is edited before it goes, and goes at once when asked to", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await openLetter(page, "Decline");
  await chooseReason(page, "Already in the bank");
  await box(page, "Your message").fill("Please look at the page that is there.");
  await page.getByRole("button", { name: "Show me the email first" }).click();
  await goodPage(page, "decline, the letter");
  const letter = box(page, "The letter");
  await letter.fill("");
  await refused(page, 422, () => page.getByRole("button", { name: "Decline and send this" }).click());
  await goodPage(page, "decline, an empty letter");
  await expect(box(page, "Your message")).toHaveValue("Please look at the page that is there.");
  await letter.fill(WORDS);
  await page.getByRole("button", { name: "Decline and send this" }).click();
  await expect(page.getByRole("alert")).toContainText("Decided");

  await decisions(page).getByRole("button", { name: /^Do it now/ }).click();
  await expect(page.getByRole("alert")).toContainText("Declined");
  const mail = await mailTo(bank, sent.email, "About your case study");
  expect(mail.body).toContain(WORDS);
  expect(mail.body).not.toContain("The project already has a page in the bank");
  expect(mail.body).toContain(sent.reference);
});

test("a day is chosen, and one that has passed is one sentence", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await decisions(page).getByRole("link", { name: /choose a day\s*: Approve and publish$/ }).click();
  await goodPage(page, "approve and publish, the letter and the day");
  const when = box(page, "On a day of your choice");
  await when.fill("3 March 2020, 9:30 am");
  const press = () => page.getByRole("button", { name: "Approve and publish" }).click();
  await refused(page, 422, press);
  await goodPage(page, "approve and publish, a day that has passed");
  await expect(when).toHaveValue("3 March 2020, 9:30 am");
  const next = new Date().getFullYear() + 1;
  await when.fill(`3 March ${next}, 9:30 am`);
  await press();
  await expect(decisions(page)).toContainText(`It goes online on 3 March ${next} at 9:30 am.`);
});

test("a colleague hears of a decision at once", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const first = await signedIn(MODERATOR);
  await takeOn(first, sent);
  const second = await signedIn(OTHER_MODERATOR);
  await openCase(second, sent);
  await decide(first, "Approve, publish later", "Decided");
  await refused(second, 409, () =>
    decisions(second).getByRole("button", { name: "Approve and publish", exact: true }).click(),
  );
  await goodPage(second, "too late: it is decided");
  await expect(second.getByRole("main")).toContainText(`${MODERATOR.name} decided what happens next`);
});

test("a compiled case stands on the front page, and leaves it again", async ({ page, visitor }) => {
  await signIn(page, MODERATOR);
  await page.goto("/moderate/bank/house-of-memories");
  await decide(page, "Put it on the front page", "On the front page");
  await goodPage(page, "a compiled case on the front page");
  const reader = await visitor();
  const featured = reader.getByRole("main").locator("a[href='/case-studies/house-of-memories']").first();
  await reader.goto("/");
  await expect(featured).toBeVisible();
  await decisions(page).getByRole("link", { name: "Choose a day for it" }).first().click();
  await goodPage(page, "a day for the front page");
  await page.getByRole("link", { name: "Cancel" }).click();
  await decide(page, "Take it off the front page", "Off the front page");
});
