import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const HERE = import.meta.dirname;
export const ROOT = path.resolve(HERE, "../..");
export const SAMPLE = path.join(ROOT, "server/sample/cases.json");

/** The server under test. */
export function binary(): string {
  const file = process.env.CASEBOOK_BIN ?? path.join(ROOT, "target/debug/casebook");
  if (!existsSync(file)) {
    throw new Error(`${file} does not exist. Build it with "cargo build -p server", or set CASEBOOK_BIN.`);
  }
  return file;
}

/** Our own settings only: what a developer has exported for their own bank is left out. */
export function settings(own: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("CASEBOOK_"));
  return { ...Object.fromEntries(inherited), ...own };
}

/** Runs one command of the binary to its end; its sentence is the error when it fails. */
export function run(command: string[], dataDir: string, input = ""): void {
  const done = spawnSync(binary(), command, {
    env: settings({ CASEBOOK_DATA_DIR: dataDir }),
    input,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (done.status !== 0) {
    throw new Error(`casebook ${command.join(" ")}: ${done.stderr || done.error?.message || `exit ${done.status}`}`);
  }
}
