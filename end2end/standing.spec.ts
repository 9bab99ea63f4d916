import { goodPage } from "./support/good-page.ts";
import { mailTo, trackingPath } from "./support/mail.ts";
import { openCase } from "./support/moderating.ts";
import { MODERATOR } from "./support/people.ts";
import { submitted } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";

// Where a case study stands, what was written about it, and who else may read it.

test("a museum writes, a moderator answers, and a director reads along", async ({ signedIn, bank, visitor }) => {
  const sent = await submitted(bank);
  const desk = await visitor({ storageState: sent.storageState });
  await desk.goto(`/submit/${sent.reference}`);
  await goodPage(desk, "where it stands");
  await desk.getByRole("link", { name: "Write to us about it" }).click();
  await desk.getByLabel("Your message").fill("Any news?");
  await desk.getByRole("button", { name: "Send it to us" }).click();
  await expect(desk.getByText("You wrote to us.")).toBeVisible();

  const page = await signedIn(MODERATOR);
  await openCase(page, sent);
  await goodPage(page, "a case with a new letter");
  const letters = page.getByRole("region", { name: "Letters" });
  await expect(letters.getByText("Any news?")).toBeVisible();
  await letters.getByRole("button", { name: "Seen" }).click();
  await expect(page.getByText("New letter")).toHaveCount(0);
  await letters.getByRole("link", { name: "Write to the museum" }).click();
  await page.getByLabel("Your message").fill("We read it on Monday.");
  await page.getByRole("button", { name: "Send this to the museum" }).click();
  await expect(letters.getByText("We read it on Monday.")).toBeVisible();

  const track = trackingPath(await mailTo(bank, sent.email, "A message about your case study"));
  const phone = await visitor();
  await phone.goto(track);
  await goodPage(phone, "where it stands, from a link");
  await expect(phone.getByText("We read it on Monday.")).toBeVisible();
  await phone.getByRole("link", { name: "See your page as readers will see it" }).click();
  await goodPage(phone, "preview");
  await expect(phone.getByText("Readers cannot see this page.")).toBeVisible();

  await desk.goto(`/submit/${sent.reference}`);
  await desk.getByRole("link", { name: "Make a link for a colleague or director" }).click();
  await goodPage(desk, "links for colleagues");
  await desk.getByRole("button", { name: "Make a link" }).click();
  const link = await desk.getByRole("alert").getByRole("link").getAttribute("href");
  await phone.goto(link as string);
  await goodPage(phone, "read by a director");
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText(sent.title);
  await expect(phone.getByRole("main").getByRole("button")).toHaveCount(0);
});
