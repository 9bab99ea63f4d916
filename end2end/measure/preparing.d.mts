import type { Locator } from "@playwright/test";
import type { Hand } from "./counting.mjs";

export interface Plan {
  use: [date: string, begins: string][];
  put: [begins: string, into: string][];
  choose: [field: string, value: string, begins: string][];
  type: [field: string, words: string, begins: string][];
}
export declare const PLANS: Record<string, Plan>;
export declare function textOf(mail: string): string;
export declare function typedAgain(words: string, text: string): number;
export declare function typing(plan: Plan, text: string): { words: number; again: number };
export declare function prepare(hand: Hand, plan: Plan, look?: (box: Locator, begins: string) => Promise<void>): Promise<void>;
