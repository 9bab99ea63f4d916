import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./support/binary.ts";
import { goodPage } from "./support/good-page.ts";
import { mails, mailTo, trackingPath } from "./support/mail.ts";
import { MODERATOR } from "./support/people.ts";
import { expect, test } from "./support/test.ts";

// Nobody else moderates here, so what waits is what a first day finds.
test.use({ shelf: "samples", samples: true });

interface Sample {
  id: string;
  content: { title: string };
}

const SAMPLES: Sample[] = JSON.parse(readFileSync(path.join(ROOT, "server/sample/submissions.json"), "utf8"));

function title(id: string): string {
  const found = SAMPLES.find((sample) => sample.id === id);
  if (!found) throw new Error(`There is no sample ${id}.`);
  return found.content.title;
}

test("a moderator's first day has something to moderate, marked as samples", async ({ signedIn }) => {
  const page = await signedIn(MODERATOR);
  for (const id of ["complete", "short", "came-back", "sensitive"]) {
    await page.goto("/moderate");
    const row = page.getByRole("row").filter({ hasText: title(id) });
    await expect(row.getByText("Sample", { exact: true })).toBeVisible();
    await row.getByRole("link", { name: title(id) }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title(id));
    await expect(page.getByRole("region", { name: "This is a sample" })).toBeVisible();
    if (id === "came-back") await goodPage(page, "a sample that came back");
  }
});

test("the mail in the folder leads to the page that a museum is asked about", async ({ page, bank }) => {
  const to = "awaiting-yes@casebook-samples.example";
  // The newest of its two mails: the other one says that it arrived.
  const mail = await mailTo(bank, to, /./, bank.sampleMailFolder);
  await page.goto(trackingPath(mail));
  await expect(page.getByRole("region", { name: "This is a sample" })).toBeVisible();
  await goodPage(page, "a sample, as its museum reads it");
  // None of them was sent.
  expect(mails(bank).filter((one) => one.to === to)).toEqual([]);
});
