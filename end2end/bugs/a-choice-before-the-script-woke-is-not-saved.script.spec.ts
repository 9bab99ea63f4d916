import { box } from "../support/questions.ts";
import { saved, section } from "../support/saving.ts";
import { begin } from "../support/submitting.ts";
import { expect, test } from "../support/test.ts";

// Text that was typed before the script woke was noticed, a choice in a drop-down list was not.

test("a choice in a drop-down list before the script woke is saved", async ({ page }) => {
  const draft = await begin(page);
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route("**/*.wasm", async (route) => {
    await asleep;
    await route.fallback();
  });
  const path = `/submit/${draft.reference}/${section("museum").slug}`;
  await page.goto(path, { waitUntil: "commit" });
  await box(page, "Country").selectOption({ label: "Ireland" });
  wake();
  await saved(page);
  await page.reload();
  await expect(box(page, "Country").locator("option:checked")).toHaveText("Ireland");
});

test("drop-down lists that nobody touched are no reason to save", async ({ page }) => {
  const draft = await begin(page);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await page.goto(`/submit/${draft.reference}/museum`);
  await page.waitForLoadState("networkidle");
  expect(sent.filter((url) => url.endsWith(".wasm"))).not.toEqual([]);
  expect(sent.filter((url) => url.endsWith("save_draft"))).toEqual([]);
});
