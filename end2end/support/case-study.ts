import { link, lines, month, one, pick, type Question, several, text, tick } from "./questions.ts";

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

export const MUSEUM = "Example Museum";
export const SUMMARY =
  "Every Tuesday for a year, twelve people who live alone met in the Example Museum to handle objects, talk and eat " +
  "together. Most came because a link worker told them about it. Eight of twelve said that they had made a friend.";

export const NEED =
  "Our town has many people who live alone. A survey by the council told us that one in four people over sixty-five " +
  "had spoken to nobody the day before. Link workers at two surgeries said they had few places to send people who " +
  "were lonely but not ill. They asked for something weekly, free and close to a bus stop.\n\n" +
  "The museum is quiet on Tuesdays, and we had a warm room, a kettle and a handling collection that few people used.";

export const DID =
  "Twelve people met each Tuesday from eleven until one. A link worker or a friend told them about it, and the first " +
  "visit was always a cup of tea with one member of staff, without any form. Each week we put six objects on the " +
  "table: a ration book, a darning mushroom, a tin of tacks, a school bell. People held them, guessed, remembered and " +
  "disagreed. Nobody had to speak.\n\n" +
  "A learning officer and one trained volunteer led each session, and the same two people were always there. After an " +
  "hour we ate soup together. In the spring the group chose twelve objects and wrote the labels for a small display " +
  "by the entrance, which stayed up for six months.";

export const CHANGED =
  "We saw people stay on after the end and go home together. Eight of the twelve told us that they had made a friend, " +
  "and five of them now meet outside the museum. Ten people came to more than half of the sessions.\n\n" +
  "We asked everybody the same four questions in the first and in the last month. Nine people felt better about their " +
  "life at the end than at the beginning, two felt the same and one felt worse after a loss in the family. Twelve is a " +
  "small number, so we do not say more than that.";

export const HARD =
  "We began with a sign-up form and nobody came. Two people found the stairs too much until we moved downstairs. When " +
  "the learning officer was ill, the group did not meet, because no one else had been trained.";

export const LESSONS = [
  "Ask link workers what they need before you plan anything.",
  "Allow a quiet hour first, with tea and without forms.",
  "Train two people for each session, so that illness does not close the door.",
];

export const QUOTATION = "I came for the soup and I stayed for the argument about the darning mushroom.";

/** A full set of answers. Two of them never have the same title, because lists are searched by it. */
export function caseStudy(title: string, email: string): Section[] {
  return [
    {
      slug: "museum",
      title: "Tell us about your museum",
      questions: [
        text("Museum or organisation", MUSEUM),
        pick("Type of museum", "Local history or mixed collection"),
        one("Size", "Volunteer-run"),
        one("Who runs it?", "Independent"),
        text("Town or city", "Exampleton"),
        text("Region or nation", "North West England"),
        pick("Country", "United Kingdom"),
        tick("Show the town on the map"),
        text("Map position", "53.41, -2.98"),
      ],
    },
    {
      slug: "glance",
      title: "Sum up the project",
      questions: [
        text("Title", title),
        text("Summary", SUMMARY),
        month("When did it start?", "March", "2023"),
        month("When did it end?", "February", "2024"),
      ],
    },
    {
      slug: "people",
      title: "Say who it was for and what it was",
      questions: [
        one("Who gained most?", "Community"),
        several("Themes", "Loneliness and isolation", "Healthy ageing", "Social prescribing"),
        several("Who took part?", "Older people"),
        several("What kind of activity was it?", "Object handling", "Reminiscence"),
        several("Which of the five ways to wellbeing did it use?", "Connect", "Take notice"),
        several("Which Sustainable Development Goals did it serve?", "Good health and well-being"),
      ],
    },
    {
      slug: "story",
      title: "Tell the story",
      questions: [text("Why: the need or challenge", NEED), text("What you did", DID)],
    },
    {
      slug: "results",
      title: "Say what changed",
      questions: [text("What changed?", CHANGED), text("What did not work, or was hard?", HARD)],
    },
    {
      slug: "lessons",
      title: "Share what you learned",
      questions: [
        lines("Lessons", ...LESSONS),
        text("A quotation", QUOTATION),
        text("Who said it?", "Participant"),
        tick("The person agreed that we may publish it"),
      ],
    },
    {
      slug: "care",
      title: "Describe care for people and planet",
      questions: [
        text(
          "How did you look after the staff and volunteers who did this work?",
          "The two leaders talked for half an hour after each session, and had an hour a month with a supervisor.",
        ),
        text(
          "How will it carry on, and what did you think of for the planet?",
          "The group now runs itself with one volunteer. Everybody comes on foot or by bus.",
        ),
      ],
    },
    {
      slug: "evidence",
      title: "Explain how you know",
      questions: [
        one("How do you know what changed?", "Survey"),
        text("Tell us a little more about how you gathered it", "Four questions on paper, answered by all twelve people."),
        several("Which measures did you use?", "ONS4"),
        text("How many people took part?", "12"),
        text("Who did you count?", "People who came to at least one session"),
        several("Which areas of wellbeing changed?", "Personal", "Social"),
        text("Link to a report", "https://museum.example/report"),
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
    {
      slug: "contact",
      title: "Give a contact and a content note",
      questions: [
        text("Who should we write to?", "Learning team"),
        text("E-mail address", email),
        tick("Readers may write to us through this site"),
        several("Does it talk about any of these?", "Bereavement or baby loss"),
        text("Message to the moderator", "This was our first project of this kind."),
      ],
    },
  ];
}

export const DECLARATIONS = [
  "I may submit this for the museum.",
  "The facts are right to the best of my knowledge.",
  "Everyone who could be recognised has agreed to be on a public website, and I can show it.",
  "There are no personal details of participants in it.",
  "The partners I name are happy to be named.",
  "I hold or have cleared the rights, and agree to publish the text under the Creative Commons Attribution 4.0 licence. Once given, that licence cannot be taken back.",
  "I have read the privacy page.",
];

let made = 0;

/** A title that no other test of this run uses. */
export function freshTitle(about = "Soup and objects on Tuesdays"): string {
  made += 1;
  return `${about}, example ${process.pid}-${made}`;
}
