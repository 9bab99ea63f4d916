import { caseStudy } from "./support/case-study.ts";
import { box } from "./support/questions.ts";
import { answer, begin, openSection, saveAndWait } from "./support/submitting.ts";
import { expect, test } from "./support/test.ts";

// Shading, shadows and gradients are taken away there; the chosen suggestion stands in search.script.spec.ts.
test("with forced colours the marks of the task list can be told apart", async ({ page }) => {
  const draft = await begin(page);
  const sections = caseStudy(draft.title, draft.email);
  const named = (slug: string) => sections.find((one) => one.slug === slug) as (typeof sections)[number];
  await openSection(page, draft, named("museum"));
  await answer(page, named("museum"));
  await saveAndWait(page);
  await openSection(page, draft, named("story"));
  await box(page, "Why did you do it?").fill("People were lonely.");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await expect(page).toHaveURL(`/submit/${draft.reference}`);
  await page.emulateMedia({ forcedColors: "active" });
  const marks = await Promise.all(
    [".task-done", ".task-in-progress", ".task-not-started"].map((status) =>
      page.locator(status).first().evaluate((one) => {
        const { backgroundColor, backgroundImage } = getComputedStyle(one, "::before");
        return `${backgroundColor} ${backgroundImage}`;
      }),
    ),
  );
  expect(new Set(marks).size, marks.join("\n")).toBe(3);
});
