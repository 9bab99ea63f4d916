import { RIGHT_WORD, WRONG_WORD } from "./museum.mjs";

/**
 * How an officer makes each kind of decision, from the open page of the case to the open page of the next, with as
 * few presses as the tree allows. Words that both trees need are the same in both.
 */
const WISH = "Please say how many people told you so, and when you asked them.";
const DECLINED = "We would love to add your new results to the page that is there.";

const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });
const link = (page, name) => page.getByRole("link", { name, exact: typeof name === "string" });

async function tags(hand, open) {
  const { page } = hand;
  await hand.follow(open);
  const themes = page.getByRole("group", { name: /^\s*Themes/ });
  await hand.press(themes.getByLabel("Loneliness and isolation", { exact: true }));
  await hand.press(themes.getByLabel("Healthy ageing", { exact: true }));
  await hand.follow(button(page, "Save the tags"));
}

const TAKE_ON = "Take it on and start the review";
const nextBefore = (page) => page.getByRole("alert").getByRole("link", { name: /^WB-/ });
const nextAfter = (page) => page.getByRole("alert").locator("a[data-key=j]");
const APPROVE_ON = "Approve, publish and read the next";

const before = {
  async clean(hand) {
    await hand.follow(button(hand.page, TAKE_ON));
    await hand.follow(button(hand.page, "Approve and publish"));
    await hand.follow(nextBefore(hand.page));
  },
  async tags(hand) {
    await hand.follow(button(hand.page, TAKE_ON));
    await tags(hand, link(hand.page, "Set the tags"));
    await hand.follow(button(hand.page, "Approve and publish"));
    await hand.follow(nextBefore(hand.page));
  },
  // Two wishes: the sentence under the reason says the first at its field, the second is prose.
  async ask(hand) {
    await hand.follow(button(hand.page, TAKE_ON));
    await hand.follow(link(hand.page, "Ask for changes"));
    await hand.press(hand.page.locator("input[name=reason][value=too-short]"));
    await hand.choose(hand.page.locator("select[name=field]"), "need");
    await hand.type(hand.page.locator("textarea[name=message]"), `Under What changed: ${WISH}`);
    await hand.follow(button(hand.page, "Send this to the museum"));
    await hand.follow(nextBefore(hand.page));
  },
  async again(hand) {
    await hand.follow(button(hand.page, "Start the review"));
    await hand.follow(button(hand.page, "Approve and publish"));
    await hand.follow(nextBefore(hand.page));
  },
  async decline(hand) {
    await hand.follow(link(hand.page, "Decline"));
    await hand.press(hand.page.locator("input[name=reason][value=duplicate]"));
    await hand.type(hand.page.locator("textarea[name=message]"), DECLINED);
    await hand.follow(button(hand.page, "Decline and send this"));
    await hand.follow(nextBefore(hand.page));
  },
  // Nobody but the museum can change a word: it is asked to, and what comes back is read again.
  async askForTypo(hand) {
    await hand.follow(button(hand.page, TAKE_ON));
    await hand.follow(link(hand.page, "Ask for changes"));
    await hand.press(hand.page.locator("input[name=reason]").first());
    await hand.choose(hand.page.locator("select[name=field]"), "did");
    await hand.type(hand.page.locator("textarea[name=message]"), `Please write ${RIGHT_WORD} for ${WRONG_WORD} at the start.`);
    await hand.follow(button(hand.page, "Send this to the museum"));
    await hand.follow(nextBefore(hand.page));
  },
};

async function correct(hand) {
  const { page } = hand;
  await hand.follow(page.locator("a[href$='/edit/did']").first());
  await hand.correct(page.locator("textarea[name=did]"), WRONG_WORD, RIGHT_WORD);
  await hand.press(page.getByLabel("Spelling or form"));
  await hand.follow(button(page, "Save"));
}

const after = {
  async clean(hand) {
    await hand.follow(button(hand.page, APPROVE_ON));
  },
  async tags(hand) {
    await tags(hand, link(hand.page, "Change themes"));
    await hand.follow(button(hand.page, APPROVE_ON));
  },
  // The two wishes as they had to be written before, where an officer likes that better.
  async askInProse(hand) {
    const { page } = hand;
    await hand.follow(link(page, "Ask for changes"));
    const reason = page.locator("input[name=reason][value=too-short]");
    if (!(await reason.isVisible())) await hand.press(page.getByText("Choose a reason", { exact: true }));
    await hand.press(reason);
    await hand.choose(page.locator("select[name=field]"), "need");
    await hand.type(page.locator("textarea[name=message]"), `Under What changed: ${WISH}`);
    await hand.follow(button(page, "Send this to the museum"));
    await hand.follow(nextAfter(page));
  },
  // The same two wishes as notes: the first is ready in the checklist, the second is written at its answer.
  async ask(hand) {
    const { page } = hand;
    const point = page.locator(".checklist li").first();
    await hand.press(page.getByText("What to look for while reading"));
    await hand.press(point.locator(".unmet > summary"));
    await hand.follow(point.getByRole("button"));
    const note = page.locator("#notes-changed");
    await hand.press(note.locator("summary", { hasText: /^Note on/ }));
    await hand.type(note.locator("textarea[name=note]").last(), WISH);
    await hand.follow(note.getByRole("button", { name: "Save the note" }).last());
    await hand.follow(page.getByRole("region", { name: "What you can do" }).getByRole("link", { name: "Ask for changes" }).first());
    await hand.follow(button(page, "Send this to the museum"));
    await hand.follow(nextAfter(page));
  },
  async again(hand) {
    await hand.follow(button(hand.page, APPROVE_ON));
  },
  async decline(hand) {
    const { page } = hand;
    await hand.follow(link(page, "Decline"));
    const reason = page.locator("input[name=reason][value=duplicate]");
    if (!(await reason.isVisible())) await hand.press(page.getByText("Choose a reason", { exact: true }));
    await hand.press(reason);
    await hand.type(page.locator("textarea[name=message]"), DECLINED);
    await hand.follow(button(page, "Decline and send this"));
    await hand.follow(nextAfter(page));
  },
  async typo(hand) {
    await correct(hand);
    await hand.follow(button(hand.page, APPROVE_ON));
  },
  correct,
};

export const WALKS = { before, after };
