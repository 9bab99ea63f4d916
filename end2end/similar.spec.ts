import { freshTitle } from "./support/case-study.ts";
import { goodPage } from "./support/good-page.ts";
import { decide, openCase, published, takeOn } from "./support/moderating.ts";
import { MODERATOR } from "./support/people.ts";
import { submitted, written } from "./support/quick.ts";
import { expect, test } from "./support/test.ts";
import { refused } from "./support/watch.ts";

// A compiled case becomes a museum's own here, so the bank is not shared with tests that read it.
test.use({ shelf: "similar" });

const COMPILED = "House of Memories: museum-led dementia awareness training";
const ADDRESS = "/case-studies/house-of-memories";
const NOT_ASKED = "Compiled from public sources; not submitted by the museum.";

test("a museum's own case study takes the place of the compiled one", async ({ signedIn, visitor, bank }) => {
  const sent = await submitted(bank, COMPILED);
  const page = await signedIn(MODERATOR);
  await takeOn(page, sent);
  const similar = page.getByRole("region", { name: "Case studies like this one" });
  await expect(similar).toContainText("Word for word the same title");
  await goodPage(page, "case, with a twin");
  await similar.getByRole("button", { name: /^This is a new version of/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Make it a new version");
  await goodPage(page, "new version, asked");
  await page.getByRole("button", { name: "Make it a new version of that page" }).click();
  await expect(page.getByRole("alert")).toContainText("It is a new version now");
  const reader = await visitor();
  await reader.goto(ADDRESS);
  await expect(reader.getByText(NOT_ASKED)).toBeVisible();
  await decide(page, "Approve and publish", "Published");
  await reader.goto(ADDRESS);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(COMPILED);
  await expect(reader.getByText(NOT_ASKED)).toHaveCount(0);
  await expect(reader.getByText("Example Museum").filter({ visible: true }).first()).toBeVisible();
});

test("an address that is no page is said, and one that is in the way too", async ({ signedIn, bank }) => {
  const page = await signedIn(MODERATOR);
  const { sent: first } = await published(page, bank);
  const [one, other] = [await submitted(bank), await submitted(bank)];
  const name = async (reference: string) => {
    await page.getByText("It is a new version of another page").click();
    await page.getByLabel("Address of the page, or its reference").fill(reference);
  };
  await openCase(page, one);
  await name("no such page");
  await refused(page, 422, () => page.getByRole("button", { name: "See what will happen" }).click());
  await expect(page.getByLabel("Address of the page, or its reference")).toHaveValue("no such page");
  await goodPage(page, "new version, no such page");
  await page.getByLabel("Address of the page, or its reference").fill(first.reference);
  await page.getByRole("button", { name: "See what will happen" }).click();
  await page.getByRole("button", { name: "Make it a new version of that page" }).click();
  await expect(page.getByRole("alert")).toContainText("It is a new version now");
  await openCase(page, other);
  await name(first.reference);
  await refused(page, 409, () => page.getByRole("button", { name: "See what will happen" }).click());
  await expect(page.getByText(one.reference)).toBeVisible();
  await goodPage(page, "new version, another in the way");
});

test("a museum is told of a public page like its own, and says that it is one", async ({ signedIn, visitor, bank }) => {
  const moderator = await signedIn(MODERATOR);
  const title = freshTitle();
  const first = await submitted(bank, title);
  await takeOn(moderator, first);
  await decide(moderator, "Approve and publish", "Published");
  const draft = await written(bank, title);
  const museum = await visitor({ storageState: draft.storageState });
  await museum.goto(`/submit/${draft.reference}/check`);
  const hint = museum.getByRole("region", { name: "This looks like a page that is already in the bank" });
  await expect(hint.getByRole("link", { name: title })).toBeVisible();
  await goodPage(museum, "check, like a public page");
  await hint.getByRole("button", { name: "This is a new version of it" }).click();
  const said = museum.getByRole("region", { name: "You said that this is a new version of a page" });
  await expect(said.getByRole("link", { name: title })).toBeVisible();
  await goodPage(museum, "check, said to be a new version");
  await said.getByRole("button", { name: "No, it is a case study of its own" }).click();
  await expect(hint).toBeVisible();
});
