import { readFileSync } from "node:fs";
import { SAMPLE } from "./binary.ts";

/** A case of the sample bank, as far as the tests look at it. */
export interface SampleCase {
  id: string;
  title: string;
  museum: string;
  summary: string;
  strand: "community" | "workforce";
  themes: string[];
  lessons: string[];
  source_url: string;
  more_sources: string[];
  evidence_label?: string;
}

export const CASES: SampleCase[] = JSON.parse(readFileSync(SAMPLE, "utf8"));

export function sampleCase(id: string): SampleCase {
  const found = CASES.find((one) => one.id === id);
  if (!found) throw new Error(`The sample bank has no case ${id}.`);
  return found;
}
