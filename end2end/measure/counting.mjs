/**
 * The hand of an officer, counted. A press is a click, a choice from a list, or the click into a box before words are
 * typed into it; a load is a page that the browser fetched (a jump on the same page is none); words are what has to
 * be typed: those that stand in a box already are not counted.
 */
export class Hand {
  constructor(page) {
    this.page = page;
    this.reset();
    // Redirects are part of the load that they lead to.
    page.on("request", (request) => {
      const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
      if (isPage && !request.redirectedFrom()) this.loads += 1;
    });
  }

  reset() {
    this.presses = 0;
    this.loads = 0;
    this.words = 0;
  }

  /** What it cost since the last time. */
  cost() {
    const { presses, loads, words } = this;
    this.reset();
    return { presses, loads, words };
  }

  async press(what) {
    this.presses += 1;
    await what.click();
  }

  /** A press that leads to another page. */
  async follow(what) {
    this.presses += 1;
    const shown = this.page.waitForEvent("load");
    await what.click();
    await shown;
  }

  async choose(list, option) {
    this.presses += 1;
    await list.selectOption(option);
  }

  /** Files are chosen together in the list that the browser opens: one press, as from any list. */
  async give(box, files) {
    this.presses += 1;
    await box.setInputFiles(files);
  }

  async type(box, words) {
    await this.press(box);
    this.words += wordsIn(words);
    await box.fill(words);
  }

  /** One word in the midst of a text that stands there. */
  async correct(box, wrong, right) {
    await this.press(box);
    this.words += 1;
    const text = await box.inputValue();
    if (!text.includes(wrong)) throw new Error(`the box does not say ${wrong}`);
    await box.fill(text.replace(wrong, right));
  }

  /** Not counted: how the officer got here is no part of the decision. */
  async open(path) {
    await this.page.goto(path);
    this.reset();
  }
}

export function wordsIn(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

export const NOTHING = { presses: 0, loads: 0, words: 0 };

export function plus(one, other, times = 1) {
  return {
    presses: one.presses + times * other.presses,
    loads: one.loads + times * other.loads,
    words: one.words + times * other.words,
  };
}

/** How far down the page a text begins, in pixels; the text is found by its first words. */
export function firstWordAt(page, text) {
  const begin = text.split(/\s+/).slice(0, 5).join(" ");
  return page.evaluate((begin) => {
    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.data.indexOf(begin);
      if (at < 0 || !node.parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.height > 0) return Math.round(box.bottom + window.scrollY);
    }
    return null;
  }, begin);
}
