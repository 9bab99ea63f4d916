import { type ConfigData, type ConfigLoader, HtmlValidate, StaticConfigLoader } from "html-validate";
import { foundRight, keepRight, withoutNames } from "./judged.ts";

const RULES: ConfigData = {
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    // How a page is written is the renderer's business; what it means is ours.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "doctype-style": "off",
    // The summary of what went wrong stands above the heading, so that it is met first.
    "heading-level": ["error", { minInitialRank: "h2" }],
    // A box to type in that suggests (ARIA Authoring Practices: combobox) has no native element.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
    // A case study's title may be long, and it is the page's title.
    "long-title": "off",
    // The bank is served over TLS by its operator, and over plain http in these tests.
    "require-sri": "off",
  },
};

/** The rules are put together once, and not for every page. */
class Kept extends StaticConfigLoader {
  private kept?: ReturnType<ConfigLoader["getConfigFor"]>;

  override getConfigFor(handle: string): ReturnType<ConfigLoader["getConfigFor"]> {
    return (this.kept ??= super.getConfigFor(handle));
  }
}

const validator = new HtmlValidate(new Kept(RULES));

/** What is wrong with a page's HTML; the same page is judged once. */
export async function htmlFaults(html: string): Promise<string[]> {
  // What is said does not make it valid or not, only that something is.
  const same = withoutNames(html).replace(/>[^<&]*[^<&\s][^<&]*</g, ">x<");
  if (foundRight("html", same)) return [];
  const report = await validator.validateString(html);
  const faults = report.results
    .flatMap((result) => result.messages)
    .map((fault) => `${fault.ruleId} at ${fault.line}:${fault.column}: ${fault.message} (${fault.selector ?? ""})`);
  if (faults.length === 0) keepRight("html", same);
  return faults;
}
