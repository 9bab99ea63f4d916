import { accessSync, constants } from "node:fs";

const KNOWN = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The Chromium of this machine. Playwright's own would be a download that closed machines lack. */
export function browserPath(): string {
  const named = process.env.CASEBOOK_BROWSER;
  const found = named ? (runs(named) ? named : undefined) : KNOWN.find(runs);
  if (found) return found;
  const problem = named ? `CASEBOOK_BROWSER names ${named}, which cannot be run` : "No Chromium was found";
  throw new Error(`${problem}. Install Chromium, or set CASEBOOK_BROWSER to its path.`);
}

/** Chromium's own sandbox refuses to start for root, which is who runs in most containers. */
export function browserArguments(): string[] {
  const root = process.getuid?.() === 0;
  // Without these two, text is drawn a pixel wider here than there and pictures differ.
  const steady = ["--font-render-hinting=none", "--disable-lcd-text"];
  return root ? ["--no-sandbox", "--disable-dev-shm-usage", ...steady] : steady;
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
