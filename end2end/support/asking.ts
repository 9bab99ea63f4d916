import { expect, type Page } from "@playwright/test";
import type { Bank } from "./bank.ts";
import { press } from "./forms.ts";
import { mailTo } from "./mail.ts";
import { openCase, openLetter, TAKE_ON } from "./moderating.ts";
import { type Sent, submitted } from "./quick.ts";

export const QUESTION = "May we name the hospital that you worked with?";

/** A moderator takes a case on and chooses its evidence label. */
export async function labelled(moderator: Page, bank: Bank): Promise<Sent> {
  const sent = await submitted(bank);
  const path = `/moderate/cases/${sent.reference}`;
  await press(moderator.request, path, TAKE_ON);
  await press(moderator.request, `${path}/tags`, "Save the tags", { evidence_label: ["monitored"] });
  return sent;
}

/** The same, and shows its museum the page with a question; the case, and the path of the mailed link. */
export async function shown(moderator: Page, bank: Bank): Promise<{ sent: Sent; link: string }> {
  const sent = await labelled(moderator, bank);
  await openCase(moderator, sent);
  await openLetter(moderator, "Show it to the museum");
  await moderator.getByLabel("A question for them").fill(QUESTION);
  await moderator.getByRole("button", { name: "Show it to the museum" }).click();
  await expect(moderator.getByRole("alert")).toContainText("Shown to the museum");
  const mail = await mailTo(bank, sent.email, "Your page is ready");
  const link = /https?:\/\/[^/\s]+(\/track\/[0-9a-f]+\/page)/.exec(mail.body)?.[1];
  expect(link, `a link to the page in: ${mail.body}`).toBeDefined();
  return { sent, link: link as string };
}
