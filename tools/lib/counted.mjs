// counted.mjs NAME COMMAND…: runs a long command. All it says goes into .build/log/NAME.log; what is
// shown is how far it has come, in place on a terminal and every half minute elsewhere, and at the end
// what went wrong. Ends as the command did.
//
// The counter is cargo's own: told to draw its progress bar always, it says "120/430" itself, and
// nothing need be known of what it will compile. Tests are counted by the line that each prints.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, writeSync } from "node:fs";
import { constants } from "node:os";
import { dirname, resolve } from "node:path";

const [name, ...command] = process.argv.slice(2);
const log = `.build/log/${name}.log`;
const path = resolve(import.meta.dirname ?? dirname(process.argv[1]), "../..", log);
const [REDRAW, REMIND, TAIL] = [200, 30_000, 40];

const bar = /^\s*Building \[.*\] (\d+)\/(\d+)/;
const chatter = /^\s+(Adding|Blocking|Checking|Compiling|Dirty|Documenting|Downloaded|Downloading|Fetch|Finished|Fresh|Installing|Locking|Running|Updating)\s/;
// Of cargo's own lines, those that a person should see while it runs.
const notice = /^\s+Blocking waiting |^warning: .* generated \d+ warning/;
const title = /^ +(Running|Doc-tests) |^test .* FAILED$/;
const rustTests = /^running (\d+) tests?$/;
const rustTest = /^test .* \.\.\. (ok|FAILED|ignored)/;
const browserTests = /^Running (\d+) tests? using /;
// What the list reporter prints for a test that passed or was left out.
const browserTest = /^ +(✓|ok|-)\s+\d+ /;

mkdirSync(dirname(path), { recursive: true });
const file = openSync(path, "w");
const inPlace = process.stderr.isTTY === true;
const began = Date.now();
let progress = "";
let tail = [];
let tests = { passed: 0, of: 0 };
let [browser, failures, failed] = [false, false, false];

const progressLine = () => `    ${progress || "working"}, ${Math.round((Date.now() - began) / 1000)} s`;
const clear = () => inPlace && process.stderr.write("\r\x1b[K");
const show = (line) => {
  clear();
  console.log(line);
};

function read(line) {
  writeSync(file, `${line}\n`);
  if (!chatter.test(line)) tail = [...tail.slice(1 - TAIL), line];

  const starts = rustTests.exec(line) ?? browserTests.exec(line);
  if (starts) tests = { passed: 0, of: Number(starts[1]) };
  if (rustTest.test(line) || (browser && browserTest.test(line))) tests.passed += 1;
  if (tests.of > 0) progress = `${tests.passed} of ${tests.of} tests`;

  if (browserTests.test(line)) browser = true;
  else if (browser) {
    if (!browserTest.test(line)) show(line);
    return;
  }
  // libtest tells of its failures between this line and the sum.
  if (line === "failures:") [failures, failed] = [true, true];
  const sum = line.startsWith("test result: ");
  if (failures || sum || notice.test(line) || title.test(line)) show(line);
  if (sum) failures = false;
}

// A progress bar ends in a carriage return, a line in a newline.
let rest = "";
function count(text) {
  const [, done, of] = bar.exec(text) ?? [];
  if (of) progress = `compiled ${done} of ${of}`;
  return Boolean(of);
}
function take(text) {
  const parts = (rest + text).split(/(\r?\n|\r(?!$))/);
  rest = parts.pop();
  for (let i = 0; i < parts.length; i += 2) {
    const line = parts[i].replace(/\x1b\[K/g, "").trimEnd();
    if (!count(line) && (parts[i + 1] !== "\r" || !chatter.test(line))) read(line);
  }
  count(rest);
}

// COUNTER=off: for one of two at the same time.
const redraw =
  process.env.COUNTER !== "off" &&
  setInterval(
    () => process.stderr.write(inPlace ? `\r${progressLine()}\x1b[K` : `${progressLine()}\n`),
    inPlace ? REDRAW : REMIND,
  );

// One pipe for both, so that what belongs together stays together.
const child = spawn("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", ...command], {
  stdio: ["inherit", "pipe", "inherit"],
  env: { ...process.env, CARGO_TERM_PROGRESS_WHEN: "always", CARGO_TERM_PROGRESS_WIDTH: "100" },
});
child.stdout.setEncoding("utf8").on("data", take);
// The terminal sends an interrupt to the command too, which may have things to put away.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

child.on("close", (code, signal) => {
  clearInterval(redraw);
  if (rest !== "") take("\n");
  clear();
  process.exitCode = code ?? 128 + constants.signals[signal];
  if (process.exitCode === 0) return;
  // Failed tests have had their say.
  if (!failed && !browser && tail.length > 0) console.error(tail.join("\n"));
  console.error(`All it said is in ${log}`);
});
