import { freshTitle } from "./support/case-study.ts";
import { goodPage } from "./support/good-page.ts";
import { mailTo } from "./support/mail.ts";
import { decide, decisions, openCase, openLetter, status, TAKE_ON, takeOn } from "./support/moderating.ts";
import { PLAIN } from "./support/once.ts";
import { MODERATOR, OTHER_MODERATOR, SUBMITTER } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { box, group } from "./support/questions.ts";
import { saveAndContinue, saveAndWait } from "./support/submitting.ts";
import { expect, signIn, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

const MESSAGE = "Please say how many people told you so, and when you asked them.";

test("signing in, and what happens when it goes wrong", { tag: PLAIN }, async ({ page }) => {
  await page.goto("/moderate");
  await expect(page, "sent to sign in first").toHaveURL(/\/account\/sign-in/);
  await goodPage(page, "sign in");
  const press = () => page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await refused(page, 422, press);
  await goodPage(page, "sign in, empty");
  await expect(page.locator(".error-summary li")).toHaveCount(2);

  await page.getByLabel("Email address").fill(MODERATOR.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await refused(page, 422, press);
  await goodPage(page, "sign in, refused");
  await expect(page.getByLabel("Email address")).toHaveValue(MODERATOR.email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");

  await page.getByLabel("Password", { exact: true }).fill(MODERATOR.password);
  await press();
  await expect(page, "back to where the way began").toHaveURL("/moderate");
  const bar = page.getByRole("navigation", { name: "Your account" });
  await expect(bar.getByRole("link", { name: "Moderate" })).toHaveAttribute("aria-current", "page");
  await page.getByRole("banner").getByRole("link", { name: MODERATOR.name }).click();
  await goodPage(page, "account of a moderator");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await page.goto("/moderate");
  await expect(page).toHaveURL(/\/account\/sign-in/);
});

test("an account that is no moderator's sees its own and no queue", { tag: PLAIN }, async ({ page }) => {
  await signIn(page, SUBMITTER);
  await expect(page).toHaveURL("/account");
  await goodPage(page, "account of a museum, empty");
  await expect(page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Moderate" })).toHaveCount(0);
  await refused(page, 403, () => page.goto("/moderate"));
  await goodPage(page, "403");
});

test("changes are asked for, made, sent again, and the case is published", async ({ signedIn, visitor, bank }) => {
  // As long as ten others.
  test.slow();
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await openCase(page, sent);
  await goodPage(page, "a case that waits");
  await expect(decisions(page).getByRole("button", { name: "Approve and publish", exact: true })).toHaveClass(/secondary/);
  await decide(page, TAKE_ON, "It is yours");
  await goodPage(page, "a case in review");
  await expect(status(page)).toContainText("In review");

  await openLetter(page, "Ask for changes");
  await goodPage(page, "ask for changes");
  const send = page.getByRole("button", { name: "Send this to the museum" });
  await box(page, "What to change").fill("Too short");
  await refused(page, 422, () => send.click());
  await goodPage(page, "ask for changes, with errors");
  await expect(box(page, "What to change")).toHaveValue("Too short");
  await group(page, "Evidence").getByLabel("Claim is stronger than the evidence").check();
  await box(page, "Where to look").selectOption({ label: "What changed: What changed" });
  await box(page, "What to change").fill(MESSAGE);
  await page.getByRole("button", { name: "Show me the email first" }).click();
  await goodPage(page, "ask for changes, the mail");
  await expect(box(page, "The letter")).toHaveValue(new RegExp(MESSAGE.replaceAll(".", "\\.")));
  await expect(page.locator(".mail-body")).toContainText("Keep the link private.");
  await send.click();
  await expect(page.getByRole("alert")).toContainText("Changes asked for");
  await goodPage(page, "a case that is with the museum");

  const mail = await mailTo(bank, sent.email, "A question about your case study");
  expect(mail.body).toContain(MESSAGE);
  expect(mail.body).toContain("Please look at “What changed?”");

  const museum = await visitor({ storageState: sent.storageState });
  await museum.goto(`/submit/${sent.reference}`);
  await goodPage(museum, "list of tasks, changes asked for");
  const request = museum.getByRole("region", { name: "We asked for some changes" });
  await expect(request.getByText(MESSAGE)).toBeVisible();
  await museum.getByRole("link", { name: /^“What changed\?”, under/ }).click();
  const changed = box(museum, "What changed?");
  await changed.fill(`${await changed.inputValue()} All twelve were asked in March and again in February.`);
  await saveAndWait(museum);
  await expect(museum, "back to what was asked for").toHaveURL(`/submit/${sent.reference}`);
  await museum.getByRole("link", { name: "Check your answers and send" }).click();
  await goodPage(museum, "check, with what was said before");
  await museum.getByRole("button", { name: "Send your case study" }).click();
  await expect(museum).toHaveURL(`/submit/${sent.reference}/sent`);

  await openCase(page, sent);
  await goodPage(page, "a case that came back");
  const difference = page.getByRole("region", { name: "Changed since last time" });
  await expect(difference.locator("ins")).toContainText(["All twelve were asked in March"]);
  await expect(difference.locator("del")).toHaveCount(0);
  await decide(page, "Start the review", "It is yours");
  await decide(page, "Approve and publish", "Published");
  await goodPage(page, "a published case, for moderators");

  const published = await mailTo(bank, sent.email, "is published");
  const address = /(\/case-studies\/[a-z0-9-]+)/.exec(published.body)?.[1] as string;
  const reader = await visitor();
  await reader.goto(address);
  await goodPage(reader, "the public page");
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(sent.title);
  await expect(reader.locator("#story").getByText("All twelve were asked in March and again in February.")).toBeVisible();
  await expect(reader.getByText(sent.email)).toHaveCount(0);
  await reader.goto("/case-studies");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toBeVisible();

  await museum.goto(`/submit/${sent.reference}`);
  await goodPage(museum, "where a published case stands");
  await museum.getByRole("link", { name: "See your published page" }).click();
  await expect(museum).toHaveURL(address);
});

test("tags are set, each change is in the history, and the public page follows", { tag: PLAIN }, async ({ signedIn, visitor, bank }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await openLetter(page, "Set the tags");
  await goodPage(page, "tags");
  const themes = group(page, "Themes");
  await expect(themes.getByLabel("Loneliness and isolation", { exact: true })).toBeChecked();
  await expect(group(page, "Evidence").getByLabel("Not chosen yet"), "no one chose one").toBeChecked();
  await expect(group(page, "Evidence")).toContainText("Readers see: Evaluated (suggested).");
  await box(page, "Why this label").fill("The museum asked every person who came.");
  await themes.getByLabel("Carers", { exact: true }).check();
  await themes.getByLabel("Loneliness and isolation", { exact: true }).uncheck();
  await group(page, "Content note").getByLabel("None of these").uncheck();
  await group(page, "Content note").getByLabel("Serious illness or death").check();
  await page.getByRole("button", { name: "Save the tags" }).click();
  await expect(page.getByRole("alert")).toContainText("Tags saved");
  const history = page.getByRole("region", { name: "History" });
  await expect(history).toContainText("Themes: added Carers; removed Loneliness and isolation");
  await expect(history).toContainText("Content note: added Serious illness or death; removed None of these");

  await openLetter(page, "Set the tags");
  for (const label of ["Mental health", "Homelessness", "Creative health", "Social prescribing", "Healthy ageing"]) {
    await group(page, "Themes").getByLabel(label, { exact: true }).check();
  }
  await refused(page, 422, () => page.getByRole("button", { name: "Save the tags" }).click());
  await goodPage(page, "tags, too many");
  await expect(group(page, "Themes").getByLabel("Homelessness", { exact: true })).toBeChecked();
  await page.getByRole("link", { name: "Cancel" }).click();

  // What has a content note takes two people.
  const second = await signedIn(OTHER_MODERATOR);
  await openCase(second, sent);
  await second.getByRole("button", { name: "Say yes to this text" }).click();
  await openCase(page, sent);
  await decide(page, "Approve and publish", "Published");
  await page.getByRole("alert").getByRole("link", { name: "See the public page" }).click();
  const address = page.url();
  const reader = await visitor();
  await reader.goto(address);
  await goodPage(reader, "a public page with a content note");
  await expect(reader.getByRole("complementary", { name: "Content note" })).toContainText("serious illness");
  await reader.goto("/case-studies?theme=carers");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toBeVisible();
  await reader.goto("/case-studies?theme=loneliness-and-isolation");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toHaveCount(0);

  await openCase(page, sent);
  await openLetter(page, "Set the tags");
  await group(page, "Themes").getByLabel("Carers", { exact: true }).uncheck();
  await group(page, "Themes").getByLabel("Creative health", { exact: true }).check();
  await page.getByRole("button", { name: "Save the tags" }).click();
  await expect(page.getByRole("alert")).toContainText("Tags saved");
  await reader.goto("/case-studies?theme=creative-health");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toBeVisible();
  await reader.goto("/case-studies?theme=carers");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toHaveCount(0);
});

test("a case is declined kindly, and the review can be opened again", { tag: PLAIN }, async ({ signedIn, bank, visitor }) => {
  const sent = await submitted(bank);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await openLetter(page, "Decline");
  await goodPage(page, "decline");
  await refused(page, 422, () => page.getByRole("button", { name: "Decline and send this" }).click());
  await goodPage(page, "decline, with errors");
  await group(page, "Reason").getByLabel("Already in the bank").check();
  await box(page, "Your message").fill("We would love to add your new results to the page that is there.");
  await page.getByRole("button", { name: "Decline and send this" }).click();
  await expect(page.getByRole("alert")).toContainText("Declined");
  const mail = await mailTo(bank, sent.email, "About your case study");
  expect(mail.body).toContain("We would love to add your new results");
  expect(mail.body).toContain("The project already has a page in the bank");

  const museum = await visitor({ storageState: sent.storageState });
  await museum.goto(`/submit/${sent.reference}`);
  await goodPage(museum, "where a declined case stands");
  await expect(museum.getByText("We would love to add your new results")).toBeVisible();

  await decide(page, "Open the review again", "In review again");
  await expect(status(page)).toContainText("In review");
});

test("of two moderators one decides, and the other is told and loses no word", { tag: PLAIN }, async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const first = await signedIn(MODERATOR);
  await takeOn(first, sent);
  const second = await signedIn(OTHER_MODERATOR);
  await openCase(second, sent);
  await openLetter(second, "Decline");
  await group(second, "Reason").getByLabel("Reads as advertising").check();
  await box(second, "Your message").fill("Tell us the story of what one museum did, please.");

  await decide(first, "Approve and publish", "Published");
  await refused(second, 409, () => second.getByRole("button", { name: "Decline and send this" }).click());
  await goodPage(second, "too late to decline");
  await expect(second.getByRole("main")).toContainText(MODERATOR.name);
  await expect(second.getByText("Tell us the story of what one museum did, please.")).toBeVisible();
  await second.getByRole("link", { name: "Look at it as it stands now" }).click();
  await expect(status(second)).toContainText("Published");
});

test("of two moderators who take a case on at once, one has it", { tag: PLAIN }, async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const pages = [await signedIn(MODERATOR), await signedIn(OTHER_MODERATOR)];
  for (const page of pages) await openCase(page, sent);
  const [first, second] = pages as [(typeof pages)[0], (typeof pages)[0]];
  await decide(first, TAKE_ON, "It is yours");
  await refused(second, 409, () => decisions(second).getByRole("button", { name: TAKE_ON }).click());
  await goodPage(second, "too late to take it on");
  await expect(second.getByRole("main")).toContainText(`${MODERATOR.name} `);
  await openCase(second, sent);
  await expect(decisions(second)).toContainText(`${MODERATOR.name} is reading this one.`);
});

test("a published case can be taken down and put back", { tag: PLAIN }, async ({ signedIn, visitor, bank }) => {
  const sent = await submitted(bank, freshTitle("A case to take down"));
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  await decide(page, "Approve, publish later", "Approved");
  await goodPage(page, "an approved case");
  await decide(page, "Publish", "Published");
  await page.getByRole("alert").getByRole("link", { name: "See the public page" }).click();
  const address = new URL(page.url()).pathname;

  await openCase(page, sent);
  await openLetter(page, "Take it down");
  await goodPage(page, "take down");
  await box(page, "Why it is taken down").fill("The museum asked us to take it down for now.");
  await page.getByRole("button", { name: "Take it down" }).click();
  await expect(page.getByRole("alert")).toContainText("Taken down");
  await goodPage(page, "a case that was taken down");

  const reader = await visitor();
  await refused(reader, 410, () => reader.goto(address));
  await goodPage(reader, "410");
  await reader.goto("/case-studies");
  await expect(reader.getByRole("link", { name: sent.title, exact: true })).toHaveCount(0);
  await openLetter(page, "Put it back");
  await goodPage(page, "put back");
  await refused(page, 422, () => page.getByRole("button", { name: "Put it back" }).click());
  await goodPage(page, "put back, without a reason");
  await box(page, "Why it is put back").fill("The museum agrees to it now, by phone.");
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(page.getByRole("alert")).toContainText("Put back");
  await reader.goto(address);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(sent.title);
});

test("what was never sent is not the moderators' to see", { tag: PLAIN }, async ({ page, signedIn }) => {
  await page.goto("/submit/new");
  await page.getByLabel("Title").fill(freshTitle("Still writing"));
  await saveAndContinue(page);
  const reference = page.url().split("/").at(-1);
  const moderator = await signedIn(MODERATOR);
  await refused(moderator, 404, () => moderator.goto(`/moderate/cases/${reference}`));
});
