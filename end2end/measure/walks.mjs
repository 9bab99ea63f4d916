import { RIGHT_WORD, WRONG_WORD } from "./museum.mjs";

/**
 * How an officer makes each kind of decision, from the open page of the case to the open page of the next, with as
 * few presses as the tree allows. Words that both trees need are the same in both.
 */
const WISH = "Please say how many people told you so, and when you asked them.";
const DECLINED = "We would love to add your new results to the page that is there.";

const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });
const link = (page, name) => page.getByRole("link", { name, exact: typeof name === "string" });

async function tags(hand, open, save) {
  const { page } = hand;
  await hand.follow(open);
  const themes = page.getByRole("group", { name: /^\s*Themes/ });
  await hand.press(themes.getByLabel("Loneliness and isolation", { exact: true }));
  await hand.press(themes.getByLabel("Healthy ageing", { exact: true }));
  await hand.follow(button(page, save));
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
    await tags(hand, link(hand.page, "Set the tags"), "Save the tags");
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

async function correct(hand, save = "Save") {
  const { page } = hand;
  await hand.follow(page.locator("a[href$='/edit/did']").first());
  await hand.correct(page.locator("textarea[name=did]"), WRONG_WORD, RIGHT_WORD);
  await hand.press(page.getByLabel("Spelling or form"));
  await hand.follow(button(page, save));
}

const missing = (page) => page.getByRole("region", { name: "What is missing?" });
const ASK_ON = "Ask for these, and read the next";

const after = {
  async clean(hand) {
    await hand.follow(button(hand.page, APPROVE_ON));
  },
  async tags(hand) {
    await tags(hand, link(hand.page, "Change themes"), "Save, approve, publish and read the next");
  },
  // Two wishes whose words are ready, as most are: the second says what WISH says.
  async ask(hand) {
    const { page } = hand;
    await hand.press(missing(page).getByLabel("It is not clear who it was for, or why"));
    await hand.press(missing(page).getByLabel("It does not say how many people were asked, or when"));
    await hand.follow(button(page, ASK_ON));
  },
  // The second in the officer's own words.
  async askInOwnWords(hand) {
    const { page } = hand;
    await hand.press(missing(page).getByLabel("It is not clear who it was for, or why"));
    await hand.choose(missing(page).getByLabel("Something else, at"), "changed");
    await hand.type(missing(page).getByLabel("In your own words"), WISH);
    await hand.follow(button(page, ASK_ON));
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
  // Both wishes noted where they stand while reading, then sent from beside the text.
  async askByNotes(hand) {
    const { page } = hand;
    for (const field of ["need", "changed"]) {
      const note = page.locator(`#notes-${field}`);
      await hand.press(note.locator("summary", { hasText: /^Note on/ }));
      await hand.type(note.locator("textarea[name=note]").last(), WISH);
      await hand.follow(note.getByRole("button", { name: "Save the note" }).last());
    }
    await hand.follow(button(page, "Send the notes, and read the next"));
  },
  async again(hand) {
    await hand.follow(button(hand.page, APPROVE_ON));
  },
  // The sentence under the reason says what DECLINED says.
  async decline(hand) {
    const { page } = hand;
    await hand.follow(link(page, "Decline"));
    await hand.press(page.locator("input[name=reason][value=duplicate]"));
    await hand.follow(button(page, "Send, and read the next"));
  },
  async typo(hand) {
    await correct(hand, "Save, approve, publish and read the next");
  },
  correct,
};

export const WALKS = { before, after };

/**
 * What was counted by hand on 8f184a7, where no server of it runs: a click into a box was no press then. Of words
 * only those that the walks of both trees need.
 */
export const BY_HAND = {
  costs: {
    clean: { presses: 3, loads: 3, words: 0 },
    tags: { presses: 7, loads: 5, words: 0 },
    ask: { presses: 7, loads: 4, words: 16 },
    again: { presses: 3, loads: 3, words: 0 },
    decline: { presses: 4, loads: 3, words: 14 },
    askForTypo: { presses: 7, loads: 4, words: 8 },
  },
  pixels: { 1280: 2340, 390: 3230 },
};
