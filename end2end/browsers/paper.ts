import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Person } from "./person.ts";

/** A page as a printer would get it. */
export class Paper {
  private constructor(readonly pages: string[]) {}

  /** Prints what somebody looks at, on A4. `BROWSERS_PAPER` names a folder that keeps it. */
  static async of(person: Person, page: string): Promise<Paper> {
    const name = `${page}-${person.browser}`;
    const pdf = await person.print();
    const folder = process.env.BROWSERS_PAPER ?? mkdtempSync(path.join(tmpdir(), "casebook-paper-"));
    try {
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, `${name}.pdf`);
      writeFileSync(file, pdf);
      return new Paper(read(file));
    } finally {
      if (!process.env.BROWSERS_PAPER) rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Numbers of the pages that say this, from 1. Where lines break makes no difference. */
  saying(words: string): number[] {
    const wanted = letters(words);
    return this.pages.flatMap((page, at) => (letters(page).includes(wanted) ? [at + 1] : []));
  }

  /** The last line of each page. */
  lastLines(): string[] {
    return this.pages.map((page) => page.trimEnd().split("\n").at(-1)?.trim() ?? "");
  }
}

/** Without what differs between paper and screen: gaps, hyphens at the ends of lines, joined letters. */
export function letters(words: string): string {
  return words.normalize("NFKC").replace(/[\s\u00ad-]+/g, "").toLowerCase();
}

function read(file: string): string[] {
  const done = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`pdftotext: ${done.stderr || done.error?.message}`);
  // Each page ends with a form feed.
  return done.stdout.split("\f").slice(0, -1);
}
