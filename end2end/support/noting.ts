import { expect, type Page } from "@playwright/test";
import type { Bank } from "./bank.ts";
import { openCase, openLetter, takeOn } from "./moderating.ts";
import { type Sent, submitted } from "./quick.ts";

/** Writes a note at an answer of the case that is open. */
export async function writeNote(moderator: Page, field: string, words: string, reader: "The museum, with the next request" | "The team only"): Promise<void> {
  const part = moderator.locator(`#notes-${field}`);
  await part.locator("summary", { hasText: /^Note on/ }).click();
  await part.getByLabel("Your note").last().fill(words);
  await part.getByLabel(reader).last().check();
  await part.getByRole("button", { name: "Save the note" }).last().click();
  await expect(part.locator(".kept-words", { hasText: words })).toBeVisible();
}

/** A case that a moderator asks its museum about, by two notes. */
export async function askedByNotes(moderator: Page, bank: Bank): Promise<Sent> {
  const sent = await submitted(bank);
  await takeOn(moderator, sent);
  await writeNote(moderator, "did", "Which room did they meet in?", "The museum, with the next request");
  await writeNote(moderator, "changed", "How many people said so?", "The museum, with the next request");
  await openCase(moderator, sent);
  await openLetter(moderator, "Ask for changes");
  await moderator.getByRole("button", { name: "Send this to the museum" }).click();
  await expect(moderator.getByRole("alert")).toContainText("Changes asked for");
  return sent;
}
