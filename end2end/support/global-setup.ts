import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run, SAMPLE } from "./binary.ts";
import { ACCOUNTS } from "./people.ts";

/** Makes one bank with the sample cases and the accounts; every worker starts from a copy of it. */
export default function setUp(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "casebook-e2e-"));
  const template = path.join(folder, "template");
  run(["import", SAMPLE], template);
  for (const account of ACCOUNTS) {
    const words = ["user", "add", account.email, "--role", account.role, "--name", account.name, "--password-stdin"];
    run(words, template, `${account.password}\n`);
  }
  process.env.CASEBOOK_E2E_FOLDER = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
