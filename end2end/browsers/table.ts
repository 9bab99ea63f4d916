import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { writeFileSync } from "node:fs";

/** Prints what was seen: a line for each step, a column for each browser. `BROWSERS_TABLE` names a file for it too. */
export default class Table implements Reporter {
  private readonly columns = new Set<string>();
  private readonly lines = new Map<string, Map<string, string>>();
  private readonly versions = new Map<string, string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, column = "", file = "", ...titles] = test.titlePath();
    const line = `${file.replace(".walk.ts", "")}: ${titles.join(", ")}`;
    this.columns.add(column);
    const version = said(result, "version")[0];
    if (version) this.versions.set(column, version);
    const cells = this.lines.get(line) ?? new Map<string, string>();
    this.lines.set(line, cells.set(column, cell(result)));
  }

  onEnd(_: FullResult): void {
    const columns = [...this.columns];
    const heads = columns.map((column) => `${column} ${this.versions.get(column) ?? ""}`.trim());
    const rows = [...this.lines].map(([line, cells]) => [line, ...columns.map((column) => cells.get(column) ?? "not run")]);
    const table = [["step", ...heads], heads.concat("").map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
    console.log(`\n${table}\n`);
    const file = process.env.BROWSERS_TABLE;
    if (file) writeFileSync(file, `${table}\n`);
  }
}

function cell(result: TestResult): string {
  if (result.status === "skipped") return tidy(`– (${result.annotations.find(({ type }) => type === "skip")?.description ?? "not run"})`);
  const seen = said(result, "seen").join("; ");
  if (result.status === "passed") return tidy(seen ? `ok: ${seen}` : "ok");
  const problem = result.error?.message ?? result.status;
  return tidy(`FAILED: ${problem.replace(/\u001b\[\d+m/g, "").split("\n").filter(Boolean).slice(0, 4).join(" ")}`);
}

function said(result: TestResult, type: string): string[] {
  return result.annotations.filter((one) => one.type === type).map((one) => one.description ?? "");
}

/** Fit for a cell. */
function tidy(words: string): string {
  return words.replace(/\s+/g, " ").replaceAll("|", "/").trim();
}
