import { expect, type Locator, type Page } from "@playwright/test";
import type { Bank } from "./bank.ts";
import { freshTitle } from "./case-study.ts";
import { press } from "./forms.ts";
import { type Sent, submitted } from "./quick.ts";

export const TAKE_ON = "Take it on and start the review";

export async function openCase(page: Page, sent: { reference: string; title: string }): Promise<void> {
  await page.goto(`/moderate/cases/${sent.reference}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(sent.title);
}

export function decisions(page: Page): Locator {
  return page.getByRole("region", { name: "What you can do" });
}

/** Presses a button of the panel, and waits for what it says afterwards. */
export async function decide(page: Page, button: string, said: string): Promise<void> {
  await decisions(page).getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByRole("alert")).toContainText(said);
}

/** Takes a case on, and ends on its page. */
export async function takeOn(page: Page, sent: { reference: string; title: string }): Promise<void> {
  await page.goto(await press(page.request, `/moderate/cases/${sent.reference}`, TAKE_ON));
  await expect(page.getByRole("alert")).toContainText("It is yours");
}

/** Follows a link of the panel to the page of a decision that needs words. */
export async function openLetter(page: Page, link: string): Promise<void> {
  await decisions(page).getByRole("link", { name: link, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(link === "Set the tags" ? "Tags" : link);
}

export function status(page: Page): Locator {
  return page.locator(".review-status .status").first();
}

/** Opens the reasons of a letter, which are closed until they are wanted, and chooses one. */
export async function chooseReason(page: Page, reason: string): Promise<void> {
  await page.getByText("Choose a reason", { exact: true }).click();
  await page.getByRole("radio", { name: reason }).check();
}

/** A case that is open to everybody, whose museum takes questions; its address. */
export async function published(page: Page, bank: Bank): Promise<{ sent: Sent; address: string }> {
  const sent = await submitted(bank, freshTitle("A case to write about"), { contact_by_readers: ["yes"] });
  const path = `/moderate/cases/${sent.reference}`;
  await press(page.request, path, TAKE_ON);
  await page.goto(await press(page.request, path, "Approve and publish"));
  const address = await page.getByRole("alert").getByRole("link", { name: "See the public page" }).getAttribute("href");
  return { sent, address: address as string };
}

/** Switches the keys on, in the account of whoever is signed in; they may be on already. */
export async function keysOn(page: Page): Promise<void> {
  await page.goto("/account");
  const on = page.getByRole("button", { name: "Switch keys on" });
  if (await on.isVisible()) await on.click();
  await expect(page.getByRole("button", { name: "Switch keys off" })).toBeVisible();
}
