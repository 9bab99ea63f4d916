import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * What was judged in this run and found right, by any worker: it need not be judged again. What was found wrong is
 * not kept, so that every test that meets it fails.
 */
const right = new Set<string>();

export function foundRight(kind: string, what: string): boolean {
  const name = keptAs(kind, what);
  if (!right.has(name) && !existsSync(file(name))) return false;
  right.add(name);
  return true;
}

export function keepRight(kind: string, what: string): void {
  const name = keptAs(kind, what);
  if (right.has(name)) return;
  right.add(name);
  writeFileSync(file(name), "");
}

/** The same page of another case: without what is different in each. What is wrong with one is wrong with the other. */
export function withoutNames(html: string): string {
  return html
    .replace(/\bWB-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, "WB")
    .replace(/[\w.+-]+@[\w.-]+\.example\b/g, "@")
    .replace(/, example \d+-\d+/g, "")
    .replace(/-example-\d+-\d+/g, "")
    .replace(/\b[0-9a-f]{16,}\b/g, "0")
    .replace(/\b\d{1,2}:\d\d(:\d\d(\.\d+)?Z?)?( [ap]m)?/g, "0:00")
    .replace(/<input[^>]*type="hidden"[^>]*>/g, (input) => input.replace(/ value="[^"]*"/, ""));
}

function keptAs(kind: string, what: string): string {
  return `${kind}-${createHash("sha256").update(what).digest("hex").slice(0, 32)}`;
}

let made = "";

function file(name: string): string {
  const shared = process.env.CASEBOOK_E2E_FOLDER;
  if (!shared) throw new Error("The global set-up did not run.");
  const folder = path.join(shared, "judged");
  if (made !== folder) mkdirSync((made = folder), { recursive: true });
  return path.join(folder, name);
}
