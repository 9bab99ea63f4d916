import { expect } from "@playwright/test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Bank } from "./bank.ts";

export interface Mail {
  to: string;
  subject: string;
  body: string;
  /** Where an answer goes; empty unless it is said. */
  replyTo: string;
}

/** Every mail that has been sent so far, oldest first; what is said about samples lies in another folder. */
export function mails(bank: Bank, folder = bank.mailFolder): Mail[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".eml"));
  return files.sort().map((name) => read(path.join(folder, name)));
}

/** Waits for the mail to this address with this subject, and returns the newest. */
export async function mailTo(bank: Bank, to: string, subject: string | RegExp, folder = bank.mailFolder): Promise<Mail> {
  let found: Mail | undefined;
  await expect(() => {
    found = mails(bank, folder).findLast((mail) => mail.to === to && fits(mail.subject, subject));
    expect(found, `a mail to ${to} about ${subject}; there are: ${JSON.stringify(subjects(bank, to))}`).toBeDefined();
  }).toPass({ timeout: 15_000, intervals: [100, 200, 400] });
  return found as Mail;
}

/** The private link of a mail, as a path. */
export function trackingPath(mail: Mail): string {
  const link = /https?:\/\/[^/\s]+(\/track\/[A-Za-z0-9_-]+)/.exec(mail.body)?.[1];
  expect(link, `a private link in: ${mail.body}`).toBeDefined();
  return link as string;
}

/** The link of a mail to the page that its museum is asked about, as a path. */
export function pagePath(mail: Mail): string {
  const link = /https?:\/\/[^/\s]+(\/track\/[0-9a-f]+\/page)/.exec(mail.body)?.[1];
  expect(link, `a link to the page in: ${mail.body}`).toBeDefined();
  return link as string;
}

/** The link of a mail that sends a question to a museum, as a path. */
export function askingPath(mail: Mail): string {
  const link = /https?:\/\/[^/\s]+(\/ask\/[0-9a-f]+)/.exec(mail.body)?.[1];
  expect(link, `a link in: ${mail.body}`).toBeDefined();
  return link as string;
}

/** The link of a mail about an account, as a path: an invitation, or the way to a new password. */
export function accountPath(mail: Mail): string {
  const link = /https?:\/\/[^/\s]+(\/account\/(?:invitation|new-password)\/[0-9a-f]+)/.exec(mail.body)?.[1];
  expect(link, `a link in: ${mail.body}`).toBeDefined();
  return link as string;
}

/** The one-time code of a mail. */
export function code(mail: Mail): string {
  const digits = /Your code is (\d{6})\./.exec(mail.body)?.[1];
  expect(digits, `a code in: ${mail.body}`).toBeDefined();
  return digits as string;
}

export function subjects(bank: Bank, to: string): string[] {
  return mails(bank).filter((mail) => mail.to === to).map((mail) => mail.subject);
}

function fits(subject: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? subject.includes(wanted) : wanted.test(subject);
}

function read(file: string): Mail {
  const text = readFileSync(file, "utf8");
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end).replace(/\r\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  const body = decodeBody(text.slice(end + 4), header("Content-Transfer-Encoding").toLowerCase());
  return {
    to: header("To").replace(/^.*<|>$/g, ""),
    subject: decodeWords(header("Subject")),
    replyTo: header("Reply-To"),
    body: body.replaceAll("\r\n", "\n"),
  };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding === "quoted-printable") return unquote(body.replace(/=\r?\n/g, ""));
  return body;
}

/** RFC 2047: `=?utf-8?b?…?=`; the space between two of them is not part of the text. */
function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, words: string) =>
    kind.toLowerCase() === "b" ? Buffer.from(words, "base64").toString("utf8") : unquote(words.replaceAll("_", " ")),
  );
}

function unquote(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hex = text[at] === "=" ? text.slice(at + 1, at + 3) : "";
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else {
      bytes.push(...Buffer.from(text[at] ?? ""));
    }
  }
  return Buffer.from(bytes).toString("utf8");
}
