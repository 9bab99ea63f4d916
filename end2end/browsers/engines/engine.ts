import type { WebDriver } from "selenium-webdriver";
import type { Settings } from "./firefox.ts";

/** A browser that is running, with nothing in it from before. */
export interface Running {
  driver: WebDriver;
  name: string;
  version: string;
  /** The page at this address, printed on A4, as a PDF. */
  print: (address: string) => Promise<Buffer>;
  stop: () => Promise<void>;
}

export interface Engine {
  name: string;
  /** On paper it heeds where a page may end, and repeats the head of a table. */
  heedsBreaks: boolean;
  /** Starts one more. Only Firefox takes settings. */
  start: (settings?: Settings) => Promise<Running>;
}
