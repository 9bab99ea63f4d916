// Every journey with an island runs twice, with scripts and with scripts switched off. A page without one has no
// script: its policy refuses any. A second run of its journeys would show the same once more.

/** Files whose journeys need no island. */
export const ONCE = [
  "bugs/any-text",
  "bugs/embedded-cards-are-cut-off",
  "bugs/titles-break-at-hyphens",
  "forced-colours",
  "guards",
  "menu",
  "pages",
  "people",
  "planned",
  "print",
  "queue",
  "review",
  "samples",
  "similar",
  "standing",
  "ways-in",
  "whole-way",
  "writing",
].map((name) => `**/${name}.spec.ts`);

/** The same for one test of a file: `test("…", { tag: PLAIN }, …)`. */
export const PLAIN = "@plain";

/**
 * Where islands are. `pages.spec.ts` fails where another page holds one: then its address comes here, and its
 * journeys run twice.
 */
export const WITH_ISLANDS = [
  /^\/case-studies$/,
  /^\/submit\/WB-[^/]+\/(museum|story|results|lessons|glance|people|evidence|contact|care|resources|links|pictures|changes|bring|short)$/,
  /^\/submit\/(bring|short)$/,
  /^\/moderate\/cases\/WB-[^/]+\/(edit(\/[a-z_]+)?|prepare)$/,
  // For those who switched the keys on.
  /^\/moderate$/,
];
