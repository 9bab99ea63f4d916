import { freshTitle } from "./support/case-study.ts";
import { goodPage } from "./support/good-page.ts";
import { chooseReason, decide, openCase, openLetter, status, takeOn } from "./support/moderating.ts";
import { MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { box, group } from "./support/questions.ts";
import { submitted } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test("a case that talks about a loss goes public when two people said yes to the same text", async ({ signedIn, bank }) => {
  const sent = await submitted(bank, freshTitle("A case about a loss"), {}, { content_notes: ["bereavement-or-baby-loss"] });
  const [sam, ana] = [await signedIn(MODERATOR), await signedIn(OTHER_MODERATOR)];
  await takeOn(sam, sent);
  await openCase(sam, sent);
  const two = sam.getByRole("region", { name: "Two people decide on this one" });
  await expect(two).toContainText("0 of 2");
  await expect(two).toContainText("It has a content note: Bereavement or baby loss.");
  await goodPage(sam, "a case for two people");
  await refused(sam, 422, () => sam.getByRole("button", { name: "Approve and publish" }).click());
  await expect(sam.getByRole("main")).toContainText("a second moderator has to say yes to this text");
  await goodPage(sam, "not without a second yes");

  await openCase(ana, sent);
  await ana.getByRole("button", { name: "Say yes to this text" }).click();
  await expect(ana.getByRole("alert")).toContainText("You said yes to this text");
  await expect(ana.getByRole("region", { name: "Two people decide on this one" })).toContainText("1 of 2");

  await openCase(sam, sent);
  await expect(two).toContainText(`${OTHER_MODERATOR.name} said yes to this text.`);
  await decide(sam, "Approve and publish", "Published");
});

test("a moderator says that someone could be harmed, and takes it back", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const [page, ana] = [await signedIn(MODERATOR), await signedIn(OTHER_MODERATOR)];
  await takeOn(page, sent);
  await page.getByRole("button", { name: "Someone could be harmed" }).click();
  await expect(page.getByRole("alert")).toContainText("Two people decide on this one now");
  await expect(page.getByRole("region", { name: "Two people decide on this one" })).toContainText("A moderator said that someone could be harmed.");
  await page.getByRole("button", { name: "No one could be harmed after all" }).click();
  await expect(page.getByRole("alert")).toContainText("Taken back");
  // The same person does not publish it on their word alone.
  await expect(page.getByRole("main")).toContainText("You took back that someone could be harmed by it. So another moderator approves and publishes it.");
  await openCase(ana, sent);
  await decide(ana, "Take it over", "It is yours");
  await decide(ana, "Approve and publish", "Published");
});

test("deciding on what a colleague is reading asks first and keeps every word", async ({ signedIn, bank }) => {
  const sent = await submitted(bank);
  const [sam, ana] = [await signedIn(MODERATOR), await signedIn(OTHER_MODERATOR)];
  await takeOn(sam, sent);
  await openCase(ana, sent);
  await openLetter(ana, "Decline");
  await chooseReason(ana, "Reads as advertising");
  await box(ana, "Your message").fill("Tell us the story of what one museum did, please.");
  await refused(ana, 409, () => ana.getByRole("button", { name: "Decline and send this" }).click());
  await expect(ana.getByRole("heading", { level: 1 })).toHaveText(`${MODERATOR.name} is reading this`);
  await goodPage(ana, "a colleague is reading it");
  await ana.getByRole("button", { name: "Do it all the same" }).click();
  await expect(ana.getByRole("alert")).toContainText("Declined");
  await expect(status(ana)).toContainText("Declined");
  await expect(ana.getByText("Tell us the story of what one museum did, please.").first()).toBeAttached();
});

test("each moderator chooses on the account page when we email them", async ({ signedIn }) => {
  const page = await signedIn(OTHER_MODERATOR);
  const told = group(page, "When do you want to hear from us?");
  const save = async (label: string) => {
    await page.goto("/account");
    await told.getByLabel(label, { exact: true }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL("/account#notices");
    await expect(told.getByLabel(label, { exact: true })).toBeChecked();
  };
  await save("Never");
  await goodPage(page, "a moderator's account");
  // As it was: other tests share this bank.
  await save("In the morning");
});
