//! What may be missing in a case study: what is so then, and the words in which its museum is asked.

use case_study::fields::field;

/// How the names of the boxes with the words start.
pub(super) const WORDS_OF: &str = "words_";

/// Something that may be missing.
pub(in crate::moderate) struct Point {
    pub slug: &'static str,
    /// What is so, if it is.
    pub fault: &'static str,
    /// The answer at which its museum is asked.
    pub field: &'static str,
    pub words: &'static str,
}

const fn point(
    slug: &'static str,
    fault: &'static str,
    field: &'static str,
    words: &'static str,
) -> Point {
    Point {
        slug,
        fault,
        field,
        words,
    }
}

/// In the order in which they are read.
pub(super) const POINTS: [Point; 15] = [
    point(
        "who",
        "It is not clear who it was for, or why",
        "need",
        "Please say a little more about who this was for, and why you did it.",
    ),
    point(
        "how",
        "Another museum could not try it from this",
        "did",
        "Another museum may want to try this. Please add how people joined, who led each session, how often and how long.",
    ),
    point(
        "museum",
        "The museum\u{2019}s part is not clear: its collection, its place, its people",
        "did",
        "Please say what part your museum played: its collection, its place or its people.",
    ),
    point(
        "claim",
        "A claim is stronger than the method behind it",
        "changed",
        "You say here that something changed. Please tell us how you know, or change it to what people told you.",
    ),
    point(
        "asked",
        "It does not say how many people were asked, or when",
        "changed",
        "Please say how many people you asked, when, and how many of them said so.",
    ),
    point(
        "numbers",
        "The numbers do not make sense, or count visits as people",
        "participants",
        "Please check the numbers here, and say whether you counted people or visits.",
    ),
    point(
        "hard",
        "It does not say what was hard or did not work",
        "hard",
        "What was hard, or did not work? Other museums find this the most useful part.",
    ),
    point(
        "lessons",
        "There are fewer than two lessons that someone could use",
        "lessons",
        "Please share at least two lessons that another museum could use.",
    ),
    point(
        "partners",
        "Partners are not credited, or a sponsor or another interest is not named",
        "partners",
        "Please name your partners, if they are happy with that, and anyone who sponsored the work.",
    ),
    point(
        "therapy",
        "It is called therapy, and no qualified therapist led it",
        "did",
        "Please say who led this. If no qualified therapist did, please choose another word than therapy.",
    ),
    point(
        "plain",
        "It is hard to read, has short forms that are not explained, or words that do not respect people",
        "did",
        "Please write short forms out in full, and use everyday words that respect people.",
    ),
    point(
        "person",
        "Someone in it could be recognised, and it is not clear that they agreed",
        "did",
        "Someone could be recognised here. Please tell us that they agreed to be on a public website, or take out what shows who they are.",
    ),
    point(
        "care",
        "Nothing is said of the wellbeing of staff and volunteers",
        "team_care",
        "How did you look after the staff and volunteers who did this work?",
    ),
    point(
        "links",
        "A link does not work, or its page does not open for everyone",
        "links",
        "Please check these links: each should lead to a page that everyone can open.",
    ),
    point(
        "advert",
        "It reads as advertising, or someone else\u{2019}s words are used and no one says who agreed",
        "did",
        "Please tell us what you did, who it helped and what you learned, without advertising. If someone else wrote these words, please tell us who agreed that we may use them.",
    ),
];

impl Point {
    pub fn of(slug: &str) -> Option<&'static Self> {
        POINTS.iter().find(|point| point.slug == slug)
    }

    /// Name and id of the box with its words.
    pub fn key(&self) -> String {
        format!("{WORDS_OF}{}", self.slug)
    }

    /// What its museum calls the answer.
    pub fn about(&self) -> &'static str {
        field(self.field).map_or("", |field| field.name_for_author())
    }
}

#[cfg(test)]
mod tests {
    use super::POINTS;
    use case_study::field_notes::{fault, may_be_asked_about};
    use std::collections::BTreeSet;

    #[test]
    fn each_point_asks_at_a_question_of_the_form_in_whole_sentences() {
        let slugs: BTreeSet<&str> = POINTS.iter().map(|point| point.slug).collect();
        assert_eq!(slugs.len(), POINTS.len());
        for point in &POINTS {
            assert!(may_be_asked_about(point.field), "{}", point.field);
            assert!(point.words.ends_with(['.', '?']), "{}", point.words);
            assert!(fault(point.words, "").is_none(), "{}", point.words);
            assert!(!point.about().is_empty(), "{}", point.field);
        }
    }
}
