import { axe } from "./support/good-page.ts";
import { begin } from "./support/submitting.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// What only a script does: saying how much of the files has gone, and stopping. Everything else stands in
// pictures.spec.ts and bring.spec.ts.

test("files are sent with progress, can be stopped, and nothing typed is lost", async ({ page }) => {
  const draft = await begin(page);
  const path = `/submit/${draft.reference}/pictures`;
  let free = () => {};
  let held = new Promise<void>((resolve) => (free = resolve));
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue().catch(() => undefined);
  });
  await page.goto(path);
  const clip = { x: 0, y: 0, width: 300, height: 200 };
  const photograph = { name: "bowl.jpg", mimeType: "image/jpeg", buffer: await page.screenshot({ type: "jpeg", clip }) };
  const files = page.getByLabel("Choose photographs or documents");
  const add = page.getByRole("button", { name: "Add these files" });
  const said = page.locator("#upload-status").getByRole("status");
  const stop = page.getByRole("button", { name: "Stop sending" });
  await expect(stop).toBeHidden();
  await expect(page.locator("html")).toHaveAttribute("data-sends-files", "on");

  await files.setInputFiles([photograph]);
  await add.click();
  await expect(stop).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Sent" })).toBeVisible();
  await expect(said).toHaveText(/^Sen[dt]/);
  await axe(page, "photographs, being sent");
  await stop.click();
  await expect(said).toHaveText(/^Stopped, and nothing was saved\./);
  await expect(stop).toBeHidden();
  await expect(page.getByRole("group", { name: "Photograph 1" })).toHaveCount(0);

  // Held no longer, the same files go by the same button.
  free();
  held = Promise.resolve();
  await add.click();
  const one = page.getByRole("group", { name: "Photograph 1", exact: true });
  await expect(one).toBeVisible();
  await expect(page).toHaveURL(`${path}#picture-1`);

  // A file that is refused comes back with its sentence, the focus on it, and every word.
  await one.getByLabel("What does it show?").fill("Two hands hold a clay bowl");
  const svg = { name: "plan.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>") };
  await files.setInputFiles([svg]);
  await refused(page, 422, () => add.click());
  await expect(page.getByRole("alert")).toContainText("“plan.svg”: it is a drawing in SVG");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(one.getByLabel("What does it show?")).toHaveValue("Two hands hold a clay bowl");

  // Saving leads on, as it does without a script.
  await files.setInputFiles([{ ...photograph, name: "again.jpg", buffer: await page.screenshot({ type: "jpeg", clip: { ...clip, width: 200 } }) }]);
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
});

test("what a museum brings is sent with progress, can be stopped, and begins one draft", async ({ page }) => {
  const notes = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  let free = () => {};
  let held = new Promise<void>((resolve) => (free = resolve));
  await page.route(/\/bring(\?form)?$/, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue().catch(() => undefined);
  });
  await page.goto("/submit/bring");
  const files = page.getByLabel("Choose files");
  const read = page.getByRole("button", { name: "Read it" });
  const said = page.locator("#upload-status").getByRole("status");
  const stop = page.getByRole("button", { name: "Stop sending" });
  const title = page.getByRole("heading", { level: 1 });
  const brought = page.getByRole("main").getByRole("heading", { level: 2 });
  await expect(stop).toBeHidden();
  await expect(page.locator("html")).toHaveAttribute("data-sends-files", "on");

  await files.setInputFiles([notes("first.txt", "Title: Tea and objects for all\nMuseum: The Tea Museum\n")]);
  await read.click();
  await expect(stop).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Sent" })).toBeVisible();
  await axe(page, "bringing, being sent");
  await stop.click();
  await expect(said).toHaveText(/^Stopped, and nothing was saved\./);
  await expect(stop).toBeHidden();
  await expect(title).toHaveText("Bring what you have");

  // Held no longer, the same file goes by the same button.
  free();
  held = Promise.resolve();
  await read.click();
  await expect(title).toHaveText("What you brought");
  await expect(page).toHaveURL(/\/submit\/WB-[^/]+\/bring$/);
  const draft = page.url();
  await expect(brought).toHaveText(["first.txt"]);

  // The draft takes more, and a file that is refused comes back with its sentence and the focus on it.
  await page.getByText("Bring more", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-sends-files", "on");
  await files.setInputFiles([notes("second.txt", "A remark that has no place anywhere.\n"), notes("empty.txt", "")]);
  await refused(page, 422, () => read.click());
  await expect(page.getByRole("alert")).toContainText("“empty.txt”: it is empty");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(brought).toHaveText(["There is a problem", "first.txt", "second.txt"]);

  // Without a fault it is the page of the draft again, loaded anew.
  await files.setInputFiles([notes("third.txt", "Another remark without a place.\n")]);
  await read.click();
  await expect(brought).toHaveText(["first.txt", "second.txt", "third.txt"]);
  await expect(page).toHaveURL(draft);
});
