import { readFileSync } from "node:fs";
import { link, lines, one, pick, type Question, several, text, tick } from "./questions.ts";

/**
 * One whole case study. The museum, its people and its results are invented, and say so: every
 * name begins with "Example".
 */
export interface Section {
  slug: string;
  /** In the task list and at the top of the page. */
  title: string;
  questions: Question[];
}

/** A question of the complete case that all tests send: see `server/tests/complete-case.json`. */
interface Needed {
  field: string;
  asked: string;
  as: "text" | "one" | "pick" | "several" | "lines";
  /** As the form sends them. */
  answers: string[];
  /** As people read them, where that differs. */
  labels?: string[];
}

/** What is needed to send a case study and nothing else, by section. */
export const COMPLETE = JSON.parse(
  readFileSync(new URL("../../server/tests/complete-case.json", import.meta.url), "utf8"),
) as Record<string, Needed[]>;

function answers(field: string): string[] {
  const found = Object.values(COMPLETE).flat().find((one) => one.field === field);
  if (!found) throw new Error(`complete-case.json has no ${field}`);
  return found.answers;
}

function answer(field: string): string {
  return answers(field).join();
}

export const MUSEUM = answer("museum");
export const SUMMARY = answer("summary");
export const NEED = answer("need");
export const DID = answer("did");
export const CHANGED = answer("changed");

export const HARD =
  "We began with a sign-up form and nobody came. Two people found the stairs too much until we moved downstairs. When " +
  "the learning officer was ill, the group did not meet, because no one else had been trained.";

export const RESULT = "Nine of twelve people said that they felt less alone, and nobody's ONS4 answers got worse.";

export const LESSONS = answers("lessons");

export const QUOTATION = "I came for the soup and I stayed for the argument about the darning mushroom.";

/** A needed question as a person answers it. */
function question({ asked, as, answers, labels = answers }: Needed): Question {
  const [first = ""] = labels;
  switch (as) {
    case "text":
      return text(asked, first);
    case "one":
      return one(asked, first);
    case "pick":
      return pick(asked, first);
    case "several":
      return several(asked, ...labels);
    case "lines":
      return lines(asked, ...labels);
  }
}

/**
 * A full set of answers: what is needed, some of it answered more richly, and all that is optional.
 * Two of them never have the same title, because lists are searched by it.
 */
export function caseStudy(title: string, email: string): Section[] {
  return richly(title, email).map((section) => {
    const rich = new Set(section.questions.map((one) => one.asked));
    const needed = (COMPLETE[section.slug] ?? []).filter((one) => !rich.has(one.asked)).map(question);
    return { ...section, questions: [...needed, ...section.questions] };
  });
}

/** The pages that nobody has to answer: behind one line of the list of tasks, and not on the way. */
export const IF_YOU_LIKE = ["care", "resources", "links"];

function richly(title: string, email: string): Section[] {
  return [
    {
      slug: "museum",
      title: "Tell us about your museum",
      questions: [
        one("Size", "Volunteer-run"),
        one("Who runs it?", "Independent"),
        tick("Show the town on the map"),
      ],
    },
    {
      slug: "story",
      title: "Tell the story",
      questions: [],
    },
    {
      slug: "results",
      title: "Say what changed",
      questions: [text("What was the main result, in one sentence?", RESULT), text("What did not work, or was hard?", HARD)],
    },
    {
      slug: "lessons",
      title: "Share what you learned",
      questions: [
        text("A quotation", QUOTATION),
        text("Who said it?", "Participant"),
        tick("They said we can publish it"),
      ],
    },
    {
      slug: "glance",
      title: "Sum up the project",
      questions: [
        text("Title", title),
        text("When did it end?", "February 2024"),
      ],
    },
    {
      slug: "people",
      title: "Say who it was for and what it was",
      questions: [
        several("Themes", "Loneliness and isolation", "Healthy ageing", "Social prescribing"),
        several("Who took part?", "Older people"),
        several("What kind of activity was it?", "Object handling", "Reminiscence"),
        several("Which of the five ways to wellbeing did it use?", "Connect", "Take notice"),
        several("Which Sustainable Development Goals did it serve?", "Good health and well-being"),
      ],
    },
    {
      slug: "evidence",
      title: "Explain how you know",
      questions: [
        one("How do you know what changed?", "We used a form or a survey", "Survey"),
        text("Tell us a little more about how you gathered it", "Four questions on paper, answered by all twelve people."),
        { ...several("Which measures did you use?", "The four ONS questions about wellbeing (ONS4)"), read: ["ONS4"] },
        text("How many people took part?", "12"),
        one("What does your number count?", "Took part"),
        text("Who did you count?", "People who came to at least one session"),
        several("Which areas of wellbeing changed?", "Personal", "Social"),
        text("Link to a report", "https://museum.example/report"),
      ],
    },
    {
      slug: "contact",
      title: "Your contact details, and anything upsetting",
      questions: [
        text("Email address", email),
        tick("Let readers write to you"),
        several("Does it talk about any of these?", "Bereavement or baby loss"),
        text("Message to the moderator", "This was our first project of this kind."),
      ],
    },
    {
      slug: "care",
      title: "Looking after people and the planet",
      questions: [
        text(
          "How did you look after the staff and volunteers who did this work?",
          "The two leaders talked for half an hour after each session, and had an hour a month with a supervisor.",
        ),
        text(
          "Will it carry on? Did you do anything to help the environment?",
          "The group now runs itself with one volunteer. Everybody comes on foot or by bus.",
        ),
      ],
    },
    {
      slug: "resources",
      title: "List partners and money",
      questions: [
        several("What kinds of partner did you work with?", "Social prescribing link workers"),
        lines("Names of partners", "Example Road Surgery"),
        several("Where did the money come from?", "Own budget"),
        text("Name of the funder or fund", "Example Town Trust"),
        one("What did it cost?", "£1,000 to £4,999"),
        one("How far did it reach?", "Town or city"),
        text("How much staff and volunteer time did it take?", "One day a week for a year, for two people."),
      ],
    },
    {
      slug: "links",
      title: "Add links",
      questions: [link(1, "The group's own display", "https://museum.example/display")],
    },
  ];
}

export const DECLARATIONS = [
  "I may send this for my museum, and everyone who can be recognised has agreed.",
  "The words are ours to share: anyone may copy and change them if they say where they are from, under the Creative Commons Attribution 4.0 licence, and we cannot take that back.",
  "The facts are right, as far as I know.",
];

let made = 0;

/** A title that no other test of this run uses. */
export function freshTitle(about = "Soup and objects on Tuesdays"): string {
  made += 1;
  return `${about}, example ${process.pid}-${made}`;
}
