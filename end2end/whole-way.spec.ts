import { CHANGED, DID, LESSONS, MUSEUM, QUOTATION, SUMMARY } from "./support/case-study.ts";
import { goodPage } from "./support/good-page.ts";
import { mailTo } from "./support/mail.ts";
import { decide, openLetter, TAKE_ON } from "./support/moderating.ts";
import { MODERATOR, OTHER_MODERATOR } from "./support/people.ts";
import { group } from "./support/questions.ts";
import { CASES } from "./support/sample.ts";
import { beginByHand, fillAll, send } from "./support/submitting.ts";
import { expect, signIn, test } from "./support/test.ts";

// A bank of its own, so that the next case is the twenty-ninth.
test.use({ shelf: "whole way" });

test("the 29th case travels from an empty form to a public page", async ({ page, visitor, bank }) => {
  // As long as ten others.
  test.slow();
  const number = CASES.length + 1;
  const reader = await visitor();
  await reader.goto("/case-studies");
  await expect(reader.getByRole("status")).toContainText(`${CASES.length} case studies`);

  const draft = await beginByHand(page, "Soup and objects on Tuesdays for people who live alone");
  await fillAll(page, draft);
  await send(page, draft);

  const moderator = await visitor();
  await signIn(moderator, MODERATOR);
  await expect(moderator).toHaveURL("/moderate");
  await expect(moderator.getByText(/^1 case study waits\./)).toBeVisible();
  await moderator.getByRole("link", { name: draft.title, exact: true }).click();
  await expect(moderator.getByText(draft.email).first()).toBeVisible();
  await expect(moderator.getByText("This was our first project of this kind.")).toBeVisible();
  await decide(moderator, TAKE_ON, "It is yours");
  await openLetter(moderator, "Set the tags");
  await group(moderator, "Evidence").getByLabel("Monitored", { exact: true }).check();
  await moderator.getByRole("button", { name: "Save the tags" }).click();
  // It talks about a loss, so a colleague says yes to this text too.
  const colleague = await visitor();
  await signIn(colleague, OTHER_MODERATOR);
  await colleague.goto(new URL(moderator.url()).pathname);
  await colleague.getByRole("button", { name: "Say yes to this text" }).click();
  await expect(colleague.getByRole("alert")).toContainText("You said yes to this text");
  await moderator.reload();
  await decide(moderator, "Approve and publish", "Published");

  await reader.goto("/");
  await expect(reader.getByRole("link", { name: `All ${number} case studies` })).toBeVisible();
  await reader.goto("/case-studies");
  await expect(reader.getByRole("status")).toContainText(`${number} case studies`);
  await expect(reader.locator("article h2").first(), "the newest comes first").toHaveText(draft.title);
  await reader.getByRole("link", { name: draft.title, exact: true }).click();
  await goodPage(reader, "the 29th case");

  const main = reader.getByRole("main");
  const paragraphs = [SUMMARY, DID, CHANGED].flatMap((text) => text.split("\n\n"));
  for (const words of [...paragraphs, ...LESSONS, QUOTATION, MUSEUM, "Exampleton", "Monitored", "£1,000 to £4,999", "March 2023"]) {
    // The line for paper alone names the museum too.
    await expect(main.getByText(words).filter({ visible: true }).first(), words).toBeVisible();
  }
  await expect(main.getByRole("complementary", { name: "Content note" })).toContainText("death of a baby or of someone close");
  await expect(main.getByRole("link", { name: "The group's own display" })).toHaveAttribute("href", "https://museum.example/display");
  // What only moderators may read, and what only samples say.
  for (const words of [draft.email, "Learning team", "This was our first project of this kind.", "Compiled from public sources"]) {
    await expect(main.getByText(words), words).toHaveCount(0);
  }

  const slug = new URL(reader.url()).pathname.split("/").at(-1);
  const list = await (await reader.request.get("/api/v1/case-studies?per_page=50")).json();
  expect(list.total).toBe(number);
  expect(list.items.map((item: { slug: string }) => item.slug)).toContain(slug);
  const one = await (await reader.request.get(`/api/v1/case-studies/${slug}`)).text();
  expect(one).toContain(draft.title);
  expect(one).not.toContain(draft.email);
  const feed = await (await reader.request.get("/case-studies.atom")).text();
  expect(feed).toContain(draft.title);
  expect(await (await reader.request.get("/sitemap.xml")).text()).toContain(`/case-studies/${slug}</loc>`);

  const mail = await mailTo(bank, draft.email, "is published");
  expect(mail.body).toContain(`/case-studies/${slug}`);
});
