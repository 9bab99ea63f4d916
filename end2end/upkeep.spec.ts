import { goodPage } from "./support/good-page.ts";
import { code, mailTo, trackingPath } from "./support/mail.ts";
import { published } from "./support/moderating.ts";
import { ADMIN, MODERATOR } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test("a museum says that its work is over, with the mailed link and a code", async ({ page, signedIn, bank }) => {
  const { sent } = await published(await signedIn(MODERATOR), bank);
  const link = trackingPath(await mailTo(bank, sent.email, "We have your case study"));
  await page.goto(`${link}/still-true`);
  await expect(page.getByRole("button", { name: "It is still true" }), "nobody asked").toHaveCount(0);
  await goodPage(page, "is your page still true");
  await page.getByRole("button", { name: "The work is over" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your email");
  await goodPage(page, "is your page still true, code");
  await page.getByLabel("Code").fill("000000");
  await refused(page, 422, () => page.getByRole("button", { name: "The work is over" }).click());
  await page.getByLabel("Code").fill(code(await mailTo(bank, sent.email, "Your code")));
  await page.getByRole("button", { name: "The work is over" }).click();
  await expect(page.getByText("says that it is no longer kept up to date").first()).toBeVisible();
  await page.getByRole("button", { name: "It is still true" }).click();
  await expect(page.getByText("Your page now says that you confirmed it.")).toBeVisible();
  await goodPage(page, "is your page still true, confirmed");
  await page.getByRole("link", { name: "See your published page" }).click();
  await expect(page.getByText("Last confirmed by the museum")).toBeVisible();
});

test("whoever asks sees what is held about their address, and has it erased", async ({ page, signedIn, bank }) => {
  const { sent } = await published(await signedIn(MODERATOR), bank);
  await page.goto("/privacy");
  await page.getByRole("link", { name: "See what we hold about your email address" }).click();
  await goodPage(page, "my data");
  await refused(page, 422, () => page.getByRole("button", { name: "Email me the link" }).click());
  await page.getByLabel("Your email address").fill(sent.email);
  await page.getByRole("button", { name: "Email me the link" }).click();
  await expect(page.getByText("whether we hold anything about it or not")).toBeVisible();
  const mail = await mailTo(bank, sent.email, "What we hold about your email address");
  await page.goto(mail.body.match(/\/my-data\/\S+/)?.[0] ?? "");
  await goodPage(page, "my data, what there is");
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the file" }).click();
  expect((await saved).suggestedFilename()).toBe("my-data.json");
  await page.getByRole("link", { name: "Erase it" }).click();
  await goodPage(page, "my data, asked once more");
  await page.getByRole("button", { name: "Erase it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Erased");
  await goodPage(page, "my data, erased");
});

test("moderators see what they look after, and admins write on the privacy page", async ({ signedIn }) => {
  const sam = await signedIn(MODERATOR);
  await sam.goto("/moderate");
  await sam.getByRole("link", { name: "Looking after what is published" }).click();
  await goodPage(sam, "upkeep");
  const admin = await signedIn(ADMIN);
  await admin.goto("/moderate/privacy");
  await goodPage(admin, "words of the privacy page");
  await admin.getByLabel("Who is responsible").fill("The Museums Association, 42 Example Street");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("alert")).toContainText("Saved");
  await admin.getByRole("link", { name: "See the privacy page" }).click();
  await expect(admin.getByText("The Museums Association, 42 Example Street")).toBeVisible();
  await goodPage(admin, "privacy");
});
