import { goodPage } from "./support/good-page.ts";
import { mailTo } from "./support/mail.ts";
import { openCase, openLetter } from "./support/moderating.ts";
import { writeNote } from "./support/noting.ts";
import { MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test("what is missing is ticked, said in words of one's own, and asked in one press that leads on", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  await submitted(bank);
  const page = await signedIn(MODERATOR);
  await openCase(page, sent);
  const missing = page.getByRole("region", { name: "What is missing?" });
  const ready = missing.locator("#words_who");
  await expect(ready, "words stand there once they are wanted").toBeHidden();
  await missing.getByLabel("It is not clear who it was for, or why").check();
  await expect(ready).toHaveValue(/^Please say a little more about who this was for/);
  await expect(ready).toBeVisible();
  await missing.getByLabel("It does not say how many people were asked, or when").check();
  await goodPage(page, "case for review, what is missing");

  const asks = page.getByRole("button", { name: "Ask for these, and read the next" });
  await missing.getByLabel("In your own words").fill("Which room did you meet in?");
  await refused(page, 422, () => asks.click());
  await goodPage(page, "what is missing, with an error");
  await expect(page.getByLabel("In your own words")).toHaveValue("Which room did you meet in?");
  await expect(page.locator("#words_who")).toBeVisible();
  await page.getByLabel("Something else, at").selectOption("did");
  await asks.click();
  await expect(page.getByRole("alert")).toContainText(`Changes asked for: ${sent.title}`);
  await expect(page.getByRole("heading", { level: 1 }), "the next").not.toHaveText(sent.title);
  const mail = await mailTo(bank, sent.email, "A question about your case study");
  expect(mail.body).toMatch(/1\. Why you did it: Please say a little more[^]*2\. What you did: Which room[^]*3\. What changed: Please say how many/);
});

test("each decision leads on in one press: tags with a yes, notes from beside the text, a reason alone", async ({ signedIn, bank }) => {
  const [tagged, asked, declined] = [await submitted(bank), await submitted(bank), await submitted(bank)];
  await submitted(bank);
  const page = await signedIn(MODERATOR);
  await openCase(page, tagged);
  await page.getByRole("link", { name: "Change themes" }).click();
  await page.getByLabel("Healthy ageing", { exact: true }).check();
  await page.getByRole("button", { name: "Save, approve, publish and read the next" }).click();
  await expect(page.getByRole("alert")).toContainText(`Published: ${tagged.title}`);

  await openCase(page, asked);
  await writeNote(page, "did", "Which room did they meet in?", "The museum, with the next request");
  await goodPage(page, "a note that one press sends");
  await page.getByRole("button", { name: "Send the note, and read the next" }).click();
  await expect(page.getByRole("alert")).toContainText(`Changes asked for: ${asked.title}`);

  await openCase(page, declined);
  await openLetter(page, "Decline");
  await page.getByRole("radio", { name: "Already in the bank" }).check();
  await page.getByRole("button", { name: "Send, and read the next" }).click();
  await expect(page.getByRole("alert")).toContainText(`Declined: ${declined.title}`);
  expect((await mailTo(bank, declined.email, "About your case study")).body).toContain("The project already has a page in the bank");
});
