import { QUESTION, shown } from "./support/asking.ts";
import { goodPage } from "./support/good-page.ts";
import { code, mailTo } from "./support/mail.ts";
import { openCase, status } from "./support/moderating.ts";
import { MODERATOR } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

test("a museum reads its page with the mailed link, answers a question and says yes", async ({ page, signedIn, bank }) => {
  const moderator = await signedIn(MODERATOR);
  const { sent, link } = await shown(moderator, bank);

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(sent.title);
  await expect(page.locator(".case-others .evidence")).toHaveText("Evidence: Monitored");
  await page.getByLabel(QUESTION).fill("Gladly.");
  await refused(page, 422, () => page.getByRole("button", { name: "Yes, publish it" }).click());
  await goodPage(page, "a yes without its statements");
  await page.getByRole("alert").getByRole("link", { name: /^Tick both/ }).click();
  for (const tick of await page.getByRole("group", { name: "Tick both" }).getByRole("checkbox").all()) await tick.check();
  await page.getByRole("button", { name: "Yes, publish it" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your email");
  await goodPage(page, "the code of an answer");
  await page.getByLabel("Code", { exact: true }).fill(code(await mailTo(bank, sent.email, "Your code")));
  await page.getByRole("button", { name: "Say yes and publish it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you: you said yes");
  await goodPage(page, "after a yes");

  await openCase(moderator, sent);
  // Nothing waits in this bank: the worker may have published it already.
  await expect(status(moderator)).toHaveText(/^(Approved|Published)$/);
  // The history says it too.
  await expect(moderator.getByRole("region", { name: "Letters" }).getByText("Gladly.")).toBeVisible();
});
