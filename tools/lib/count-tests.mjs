// count-tests.mjs CARGO-LOG [PLAYWRIGHT-JSON]: prints the sum of both as the closing line, and fails
// when any test failed or none ran at all: a run that tested nothing is no success.
import { existsSync, readFileSync } from "node:fs";

const [cargoLog, playwrightJson] = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };

if (existsSync(cargoLog)) {
  const line = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm;
  for (const [, passed, failed, ignored] of readFileSync(cargoLog, "utf8").matchAll(line)) {
    count.passed += Number(passed);
    count.failed += Number(failed);
    count.skipped += Number(ignored);
  }
}
if (playwrightJson && existsSync(playwrightJson)) {
  const { stats } = JSON.parse(readFileSync(playwrightJson, "utf8"));
  count.passed += stats.expected + stats.flaky;
  count.failed += stats.unexpected;
  count.skipped += stats.skipped;
  if (stats.flaky > 0) console.log(`${stats.flaky} browser tests passed only when tried again.`);
}

const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
if (count.passed + count.failed === 0) console.error("No test ran.");
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
