import { goodPage } from "./support/good-page.ts";
import { mails, mailTo } from "./support/mail.ts";
import { MODERATOR } from "./support/people.ts";
import { box } from "./support/questions.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// The two old inboxes: thoughts on the campaign, and emails that moderators read in.

test("a thought is shared without an account and answered by email", async ({ page, signedIn, bank }) => {
  const topic = `Quiet hours ${Date.now()}`;
  await page.goto("/about");
  await page.getByRole("main").getByRole("link", { name: "share your thoughts" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Share your thoughts");
  await goodPage(page, "share your thoughts");
  const send = page.getByRole("button", { name: "Send your thoughts" });
  await box(page, "Your email address").fill("nobody");
  await box(page, "Your thoughts").fill("They help my mother, who tires soon.");
  await refused(page, 422, () => send.click());
  await goodPage(page, "share your thoughts, with errors");
  await expect(page.locator(".error-summary li")).toHaveCount(2);
  await expect(box(page, "Your thoughts")).toHaveValue("They help my mother, who tires soon.");
  await box(page, "What is it about?").fill(topic);
  await box(page, "Your email address").fill("reader@reader.example");
  await send.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you for your thoughts");
  await goodPage(page, "a thought was shared");

  const moderator = await signedIn(MODERATOR);
  await moderator.goto("/moderate");
  await moderator.getByRole("link", { name: "Thoughts on the campaign" }).click();
  await goodPage(moderator, "thoughts on the campaign");
  await moderator.getByRole("link", { name: topic }).click();
  await goodPage(moderator, "a thought on the campaign");
  await expect(moderator.getByText("They help my mother, who tires soon.")).toBeVisible();
  const answer = moderator.getByRole("button", { name: "Email this answer" });
  await refused(moderator, 422, () => answer.click());
  await goodPage(moderator, "a thought, the answer missing");
  await box(moderator, "Your answer").fill("Thank you. We will try them in March.");
  await answer.click();
  await expect(moderator.getByRole("alert")).toContainText("Answered");
  await goodPage(moderator, "a thought that is answered");
  const mail = await mailTo(bank, "reader@reader.example", "About the thought you shared with us");
  expect(mail.body).toContain("We will try them in March.");
  expect(mail.body).toContain(topic);
});

test("the keyboard alone shares a thought, and the page fits a small phone", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/share-your-thoughts");
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(await wider()).toBe(false);
  await box(page, "What is it about?").focus();
  await page.keyboard.type("Benches");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Please put one in every room.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Send your thoughts" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you for your thoughts");
  expect(await wider()).toBe(false);
});

test("a moderator reads an email in, and its sender is asked to take it over", async ({ signedIn, bank }) => {
  const moderator = await signedIn(MODERATOR);
  const sender = `ana${Date.now()}@museum.example`;
  const title = `Tea and objects ${Date.now()}`;
  await moderator.goto("/moderate");
  await moderator.getByRole("link", { name: "Emails read in" }).click();
  await goodPage(moderator, "emails read in");
  const read = moderator.getByRole("button", { name: "Read it in" });
  await refused(moderator, 422, () => read.click());
  await goodPage(moderator, "emails read in, with an error");
  const text = `Subject: Wellbeing case study: ${title}\n\nWe met every Tuesday and drank tea with objects.`;
  await box(moderator, "Or paste it here").fill(text);
  await box(moderator, "Email address of the person who sent it").fill(sender);
  await read.click();
  await expect(moderator.getByRole("alert")).toContainText("A draft was made");
  await goodPage(moderator, "an email was read in");
  const row = moderator.getByRole("row").filter({ hasText: sender });
  await expect(row).toContainText("You can prepare it");
  await row.getByRole("link", { name: /^WB-/ }).click();
  await expect(moderator.getByText("Only the museum can send it")).toBeVisible();
  await goodPage(moderator, "a draft made of an email");
  const mail = await mailTo(bank, sender, /We made a draft/);
  expect(mail.body).toContain("ask for a code");
  expect(mails(bank).filter((one) => one.to === sender)).toHaveLength(1);

  await moderator.goto("/moderate/intake");
  await box(moderator, "Or paste it here").fill(text);
  await box(moderator, "Email address of the person who sent it").fill(sender);
  await read.click();
  await expect(moderator.getByText("This email was read before")).toBeVisible();
});
