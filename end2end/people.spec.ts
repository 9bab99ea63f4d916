import type { Page } from "@playwright/test";
import { createHmac } from "node:crypto";
import type { Bank } from "./support/bank.ts";
import { press } from "./support/forms.ts";
import { goodPage } from "./support/good-page.ts";
import { accountPath, mailTo } from "./support/mail.ts";
import { ADMIN, mailbox } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

const PASSWORD = "A long phrase for a new colleague";
const STEP = 30_000;

interface Colleague {
  page: Page;
  email: string;
}

/** Somebody whom an admin has just invited, signed in at a machine of their own, without a page drawn. */
async function colleague(admin: Page, page: Page, bank: Bank, name: string): Promise<Colleague> {
  const email = mailbox("colleague");
  await press(admin.request, "/moderate/people", "Send the invitation", { email: [email], name: [name] });
  const link = accountPath(await mailTo(bank, email, "You are invited"));
  await press(page.request, link, "Open my account", { password: [PASSWORD] });
  return { page, email };
}

async function givePassword(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/account/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toHaveCount(0);
}

/** What a phone shows (RFC 6238) for the key that the page gave, so many steps from now. */
function phone(key: string, steps: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const tag = createHmac("sha1", secret).update(counter).digest();
  const at = (tag.at(-1) ?? 0) & 0x0f;
  return ((tag.readUInt32BE(at) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}

test("an invited colleague chooses a password and is there until the account is stopped", async ({ signedIn, visitor, bank }) => {
  const admin = await signedIn(ADMIN);
  const page = await visitor();
  const email = mailbox("colleague");
  await admin.goto("/moderate/people");
  await admin.getByLabel("Their email address").fill(email);
  await admin.getByLabel("Their name").fill("Ana Invited");
  await admin.getByRole("button", { name: "Send the invitation" }).click();
  await expect(admin.getByRole("alert")).toContainText("The invitation is on its way");
  await page.goto(accountPath(await mailTo(bank, email, "You are invited")));
  await expect(page.getByLabel("Your name")).toHaveValue("Ana Invited");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Open my account" }).click();
  await expect(page).toHaveURL("/moderate");
  await admin.goto("/moderate/people");
  await goodPage(admin, "people");
  await admin.getByRole("link", { name: "Ana Invited" }).click();
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Ana Invited");
  await expect(admin.getByText("Ana Invited took up an invitation")).toBeVisible();
  await admin.getByLabel("Administrator", { exact: true }).check();
  await admin.getByRole("button", { name: "Save the role" }).click();
  await expect(admin.getByRole("alert")).toContainText("The role is changed");
  await goodPage(admin, "person, changed");
  await page.goto("/moderate");
  await expect(page).toHaveURL("/account/sign-in?next=%2Fmoderate");
  await admin.getByRole("button", { name: "Stop the account" }).click();
  await expect(admin.getByRole("alert")).toContainText("The account is stopped");
  await expect(admin.getByRole("button", { name: "Open the account again" })).toBeVisible();
});

test("the only administrator cannot be stopped", async ({ signedIn }) => {
  const admin = await signedIn(ADMIN);
  await admin.goto("/moderate/people");
  await admin.getByRole("main").getByRole("link", { name: ADMIN.name }).click();
  await refused(admin, 422, () => admin.getByRole("button", { name: "Stop the account" }).click());
  await expect(admin.locator(".error-summary")).toContainText("only administrator who can sign in");
  await goodPage(admin, "person, the last admin");
});

test("a forgotten password is replaced by a link that works once", async ({ signedIn, visitor, bank }) => {
  const admin = await signedIn(ADMIN);
  const { page, email } = await colleague(admin, await visitor(), bank, "Ben Forgetful");
  const lost = await visitor();
  await lost.goto("/account/sign-in");
  await lost.getByRole("link", { name: "Forgotten your password?" }).click();
  await lost.getByLabel("Your email address").fill(email);
  await lost.getByRole("button", { name: "Email me a link" }).click();
  await expect(lost.getByRole("region", { name: "Check your email" })).toBeVisible();
  const link = accountPath(await mailTo(bank, email, "Choose a new password"));
  await lost.goto(link);
  await refused(lost, 422, () => lost.getByRole("button", { name: "Save the password" }).click());
  await goodPage(lost, "new password, missing");
  await lost.getByLabel("New password").fill("Another long phrase of mine");
  await lost.getByRole("button", { name: "Save the password" }).click();
  await expect(lost.getByRole("alert")).toContainText("Your password is changed");
  await givePassword(lost, email, "Another long phrase of mine");
  await expect(lost).toHaveURL("/moderate");
  await page.goto("/account");
  await expect(page).toHaveURL("/account/sign-in?next=%2Faccount");
  await refused(lost, 404, () => lost.goto(link));
});

test("a code from a phone is set up, asked for, and replaced by a recovery code", async ({ signedIn, visitor, bank }) => {
  const admin = await signedIn(ADMIN);
  const { page, email } = await colleague(admin, await visitor(), bank, "Cem Careful");
  await page.goto("/account");
  await page.getByRole("link", { name: "Change whether a code is asked for" }).click();
  const key = (await page.getByRole("main").locator("code").textContent()) ?? "";
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByLabel("Code", { exact: true }).fill("12");
  await refused(page, 422, () => page.getByRole("button", { name: "Turn it on" }).click());
  await goodPage(page, "second factor, wrong code");
  await expect(page.getByRole("main").locator("code")).toHaveText(key);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByLabel("Code", { exact: true }).fill(phone(key, 0));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keep these recovery codes");
  const codes = await page.getByRole("listitem").locator("code").allTextContents();
  expect(codes).toHaveLength(10);
  await goodPage(page, "recovery codes");
  await page.getByRole("link", { name: "I have kept them" }).click();
  await signOut(page);

  await givePassword(page, email, PASSWORD);
  await expect(page).toHaveURL("/account/sign-in/code");
  await goodPage(page, "code");
  await refused(page, 422, async () => {
    await page.getByLabel("Code", { exact: true }).fill(codes[0]?.replace(/.$/, "") ?? "");
    await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  });
  await goodPage(page, "code, wrong");
  // The code that turned it on is used up: the next one counts already.
  await page.getByLabel("Code", { exact: true }).fill(phone(key, 1));
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/moderate");
  await signOut(page);

  await givePassword(page, email, PASSWORD);
  await page.getByLabel("Code", { exact: true }).fill(codes[0] ?? "");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/moderate");
  await page.goto("/account/second-factor");
  await expect(page.getByText("You have 9 recovery codes left.")).toBeVisible();
  await goodPage(page, "second factor, on");
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByLabel("Code", { exact: true }).fill(codes[1] ?? "");
  await page.getByRole("button", { name: "Turn it off" }).click();
  await expect(page.getByRole("alert")).toContainText("The code is turned off");
});

test("one sees where one is signed in and ends it there", async ({ signedIn, visitor, bank }) => {
  const admin = await signedIn(ADMIN);
  const { page, email } = await colleague(admin, await visitor(), bank, "Dina Elsewhere");
  const other = await visitor();
  await givePassword(other, email, PASSWORD);
  await expect(other).toHaveURL("/moderate");
  await page.goto("/account/sessions");
  await expect(page.getByText("This one")).toBeVisible();
  await goodPage(page, "sessions");
  await page.getByRole("button", { name: "Sign out there" }).click();
  await expect(page.getByRole("button", { name: "Sign out there" })).toHaveCount(0);
  await other.goto("/account");
  await expect(other).toHaveURL("/account/sign-in?next=%2Faccount");
  await page.goto("/account");
  await expect(page).toHaveURL("/account");
});
