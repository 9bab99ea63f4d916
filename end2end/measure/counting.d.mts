import type { Locator, Page } from "@playwright/test";

export declare class Hand {
  constructor(page: Page);
  readonly page: Page;
  presses: number;
  loads: number;
  words: number;
  reset(): void;
  press(what: Locator): Promise<void>;
  follow(what: Locator): Promise<void>;
  choose(list: Locator, option: string): Promise<void>;
  give(box: Locator, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void>;
  type(box: Locator, words: string): Promise<void>;
}
