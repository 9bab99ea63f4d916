//! What staff may change in a text, what kind of change it is, and what is wrong with one.

use super::answers::Answers;
use super::content::CaseStudyContent;
use super::fields::{FIELDS, Field, Kind, field};
use super::pieces::{answer_in, without_mark};
use super::revision::EditWeight;
use super::tags::is_tag;
use super::validation::{FieldError, check_import, check_to_publish, sorted};

/// Where a form says what kind of change it is, and what an error about it names.
pub const WEIGHT: &str = "weight";

/// Where mails go, what a museum sent in one piece, and its files with what it said of them.
const KEPT: [&str; 4] = ["contact_email", "own_words", "pictures", "documents"];

/// Staff place the towns that no list knows.
const PLACED_BY_US: &str = "position";

/// Whether staff may change the answer to a field. Where mails go is the museum's alone to say, and what
/// it wrote in its own words stays as it is, as do its files and what it said of them.
#[must_use]
pub fn may_be_changed(field: &Field) -> bool {
    let asked = field.is_asked() && !KEPT.contains(&field.key);
    asked || is_tag(field.key) || field.key == PLACED_BY_US
}

/// Every field that staff may change, in the order of the form.
pub fn changeable() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| may_be_changed(field))
}

/// A field with those that only make sense beside it, in the order of the form.
#[must_use]
pub fn with_partners(one: &Field) -> Vec<&'static Field> {
    const TOGETHER: [&[&str]; 4] = [
        &["started", "ended", "still_running"],
        &["quotation", "quotation_from", "quotation_permission"],
        &["participants", "participants_counted", "participants_note"],
        &["position", "on_map"],
    ];
    let alone = [one.key];
    let keys = TOGETHER
        .into_iter()
        .find(|keys| keys.contains(&one.key))
        .unwrap_or(&alone);
    changeable()
        .filter(|field| keys.contains(&field.key))
        .collect()
}

/// An answer that differs between two texts, as form strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: &'static str,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

impl Change {
    /// Whether a moderator wrote what now stands there. Whoever mends the spelling of words writes none; words beside
    /// a photograph, and what is left of it, are theirs whatever they call it.
    #[must_use]
    pub fn is_written_by_us(&self, weight: EditWeight) -> bool {
        weight != EditWeight::Form || self.before.is_empty() || self.field == "pictures"
    }
}

/// The answers to these fields that differ. The order of terms in a list does not matter.
#[must_use]
pub fn changes(
    before: &CaseStudyContent,
    after: &CaseStudyContent,
    fields: impl Iterator<Item = &'static Field>,
) -> Vec<Change> {
    fields
        .map(|field| (field, field.answers(before), field.answers(after)))
        .filter(|(field, before, after)| match field.kind {
            Kind::Many(..) => in_any_order(before) != in_any_order(after),
            _ => before != after,
        })
        .map(|(field, before, after)| Change {
            field: field.key,
            before,
            after,
        })
        .collect()
}

fn in_any_order(terms: &[String]) -> Vec<&String> {
    let mut terms: Vec<&String> = terms.iter().collect();
    terms.sort();
    terms
}

/// What could never be right in the answers to these fields, and what would take away something that is
/// needed to publish. A text that is short or not whole yet may be mended all the same.
#[must_use]
pub fn faults(
    before: &CaseStudyContent,
    after: &CaseStudyContent,
    fields: &[&'static Field],
) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = check_import(after)
        .into_iter()
        .filter(|error| field(&error.field).is_some_and(|field| field.is_answered(after)))
        .collect();
    let stood_before = check_to_publish(before);
    for error in check_to_publish(after) {
        let is_new = stood_before.iter().all(|old| old.field != error.field);
        if is_new && errors.iter().all(|found| found.field != error.field) {
            errors.push(error);
        }
    }
    errors.retain(|error| fields.iter().any(|field| field.key == error.field));
    sorted(errors)
}

/// Whose text is changed, and who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A museum's, while it is reviewed.
    InReview,
    /// A museum's, and it is what the public reads.
    Public,
    /// One that was compiled: what the public reads, and no museum to ask.
    Compiled,
}

/// The weight that counts: a change of tags alone is form, so no yes ends by it.
#[must_use]
pub fn weight_of(changes: &[Change], said: EditWeight) -> EditWeight {
    let only_tags = changes.iter().all(|change| is_tag(change.field));
    if said == EditWeight::Meaning && only_tags {
        EditWeight::Form
    } else {
        said
    }
}

/// Why these changes cannot be of this weight.
#[must_use]
pub fn weight_fault(weight: EditWeight, changes: &[Change], whose: Whose) -> Option<&'static str> {
    const NEW_VERSION: &str = "The museum\u{2019}s own text is public, so a change to what it says needs a new version, which the \
                               museum agrees to. Start a new version, or change only spelling and form here";
    const NEW_WORDS: &str = "There was no answer here before, so what you write is new: choose \u{201c}What it says\u{201d}";
    let fills_in = weight == EditWeight::Form
        && changes
            .iter()
            .any(|change| change.before.is_empty() && !is_tag(change.field));
    match whose {
        Whose::Compiled => None,
        Whose::Public => (fills_in || weight == EditWeight::Meaning).then_some(NEW_VERSION),
        Whose::InReview => fills_in.then_some(NEW_WORDS),
    }
}

impl EditWeight {
    /// The words of its radio.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Form => "Spelling or form",
            Self::Meaning => "What it says",
            Self::Protection => "It protects a person",
        }
    }

    /// What follows from it.
    #[must_use]
    pub const fn hint(self, whose: Whose) -> &'static str {
        match (self, whose) {
            (Self::Form, _) => "It says the same as before.",
            (Self::Meaning, Whose::InReview) => {
                "It says something new or something else. The museum has to agree before it is published."
            }
            (Self::Meaning, Whose::Public) => {
                "It says something new or something else. That needs a new version: start one below."
            }
            (Self::Meaning, Whose::Compiled) => {
                "It says something new or something else. No museum sent this text, so there is no one to ask."
            }
            (Self::Protection, Whose::Compiled) => {
                "For example, a name, an age or a place comes out."
            }
            (Self::Protection, _) => {
                "For example, a name, an age or a place comes out. We email the museum that something was changed \
                 to protect a person, without the words."
            }
        }
    }

    /// How the history says it.
    #[must_use]
    pub const fn in_history(self) -> &'static str {
        match self {
            Self::Form => "Spelling or form",
            Self::Meaning => "What it says",
            Self::Protection => "To protect a person",
        }
    }
}

/// Puts pieces of a text at the end of the answer to a field, as they would have been typed there.
/// `false` where its kind of answer holds no words.
pub fn append(answers: &mut Answers, field: &Field, paragraphs: &[String]) -> bool {
    let mut values: Vec<String> = answers
        .all(field.key)
        .iter()
        .filter(|value| !value.trim().is_empty())
        .cloned()
        .collect();
    match field.kind {
        Kind::Words { .. } => {
            values.extend(paragraphs.iter().cloned());
            values = vec![values.join("\n\n")];
        }
        Kind::Line { .. } => {
            values.extend(paragraphs.iter().cloned());
            values = vec![values.join(" ")];
        }
        Kind::Month | Kind::Count | Kind::WebAddress => {
            let found = paragraphs
                .iter()
                .map(|text| answer_in(field, text).unwrap_or_else(|| text.clone()));
            values.extend(found);
            values = vec![values.join(" ")];
        }
        Kind::Lines { chars, .. } => {
            // Names stand in one line, sentences each in their own.
            let names = matches!(field.key, "partners" | "measures_other");
            let split = |text: &String| -> Vec<String> {
                let is_list = !text.contains(';') && text.chars().count() as u64 > chars;
                let between = match (names, is_list) {
                    (false, _) => "\n",
                    (true, false) => ";",
                    (true, true) => ", ",
                };
                text.split(between).map(str::to_owned).collect()
            };
            let items: Vec<String> = paragraphs.iter().flat_map(split).collect();
            let items = items.iter().map(|item| without_mark(item.trim()).trim());
            let items = items.map(|item| {
                if names {
                    item.trim_end_matches('.')
                } else {
                    item
                }
            });
            let items = items.filter(|item| !item.is_empty());
            values.extend(items.map(str::to_owned));
        }
        _ => return false,
    }
    answers.set(field.key, values);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::complete_case::complete_case;

    fn keys(errors: &[FieldError]) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    fn one(key: &str) -> &'static Field {
        field(key).expect("a field")
    }

    #[test]
    fn the_address_and_what_was_sent_in_one_piece_stay_the_museums() {
        let may: Vec<&str> = changeable().map(|field| field.key).collect();
        for key in [
            "contact_email",
            "own_words",
            "sources",
            "uncertain",
            "confidence",
        ] {
            assert!(!may.contains(&key), "{key}");
        }
        for key in [
            "title",
            "museum",
            "did",
            "links",
            "contact_role",
            "evidence_label",
            "themes",
        ] {
            assert!(may.contains(&key), "{key}");
        }
    }

    #[test]
    fn answers_that_belong_together_stand_on_one_page() {
        let keys = |key: &str| -> Vec<&str> {
            with_partners(one(key))
                .iter()
                .map(|field| field.key)
                .collect()
        };
        assert_eq!(keys("did"), ["did"]);
        assert_eq!(keys("ended"), ["started", "ended", "still_running"]);
        assert_eq!(
            keys("quotation"),
            ["quotation", "quotation_from", "quotation_permission"]
        );
    }

    #[test]
    fn what_is_needed_cannot_be_taken_away_and_what_is_missing_may_stay_so() {
        let whole = complete_case();
        let mut emptied = whole.clone();
        emptied.summary.clear();
        assert_eq!(
            keys(&faults(&whole, &emptied, &[one("summary")])),
            ["summary"]
        );
        // Another field of the page is not at fault for it.
        assert_eq!(faults(&whole, &emptied, &[one("title")]), []);
        let titled = CaseStudyContent {
            title: "Tea and objects".into(),
            ..Default::default()
        };
        assert_eq!(
            faults(
                &CaseStudyContent::default(),
                &titled,
                &[one("title"), one("did")]
            ),
            []
        );
    }

    #[test]
    fn limits_hold_and_a_short_text_is_fine() {
        let before = CaseStudyContent::default();
        let mut after = before.clone();
        after.did = "word ".repeat(351).trim_end().to_owned();
        assert_eq!(keys(&faults(&before, &after, &[one("did")])), ["did"]);
        after.did = "We drank tea.".into();
        assert_eq!(faults(&before, &after, &[one("did")]), []);
    }

    #[test]
    fn a_date_that_comes_before_the_start_is_told() {
        let before = complete_case();
        let mut after = before.clone();
        one("still_running").put(&mut after, &[]).unwrap();
        one("ended").put(&mut after, &["1990".into()]).unwrap();
        assert_eq!(
            keys(&faults(&before, &after, &with_partners(one("started")))),
            ["ended"]
        );
    }

    #[test]
    fn only_what_differs_is_a_change_and_the_order_of_terms_does_not_count() {
        let before = CaseStudyContent {
            themes: vec!["carers".into(), "mental-health".into()],
            lessons: vec!["Ask.".into(), "Wait.".into()],
            ..Default::default()
        };
        let mut after = before.clone();
        after.themes.reverse();
        after.lessons.reverse();
        let found = changes(&before, &after, changeable());
        assert_eq!(
            found.iter().map(|change| change.field).collect::<Vec<_>>(),
            ["lessons"]
        );
    }

    #[test]
    fn the_weight_of_a_change_fits_whose_text_it_is() {
        use EditWeight::{Form, Meaning, Protection};
        let change = |field: &'static str, before: &[&str]| Change {
            field,
            before: before.iter().map(|text| (*text).to_owned()).collect(),
            after: vec!["After".into()],
        };
        let filled = [change("did", &[])];
        let mended = [change("did", &["Before"])];
        let tagged = [change("themes", &[])];
        // Form, meaning, protection of a text that is filled in, mended or tagged; written by hand.
        let refused = |weight, whose| {
            [&filled, &mended, &tagged]
                .map(|changes| weight_fault(weight, changes, whose).is_some())
        };
        assert_eq!(refused(Form, Whose::InReview), [true, false, false]);
        assert_eq!(refused(Meaning, Whose::InReview), [false, false, false]);
        assert_eq!(refused(Protection, Whose::InReview), [false, false, false]);
        assert_eq!(refused(Form, Whose::Public), [true, false, false]);
        assert_eq!(
            refused(Meaning, Whose::Public),
            [true, true, true],
            "but of tags it never is: see weight_of"
        );
        assert_eq!(refused(Protection, Whose::Public), [false, false, false]);
        for weight in EditWeight::ALL {
            assert_eq!(refused(weight, Whose::Compiled), [false, false, false]);
        }
        assert_eq!(weight_of(&tagged, Meaning), Form);
        assert_eq!(
            weight_of(&[tagged[0].clone(), mended[0].clone()], Meaning),
            Meaning
        );
        assert_eq!(weight_of(&tagged, Protection), Protection);
        assert!(filled[0].is_written_by_us(Form) && mended[0].is_written_by_us(Meaning));
        assert!(!mended[0].is_written_by_us(Form));
    }

    #[test]
    fn pieces_go_to_the_end_of_an_answer() {
        let mut answers = Answers::default();
        answers.set("did", vec!["We met.".into()]);
        let put = |answers: &mut Answers, key: &str, text: &str| {
            append(answers, one(key), &[text.to_owned()])
        };
        assert!(put(&mut answers, "did", "We drank tea."));
        assert_eq!(answers.all("did"), ["We met.\n\nWe drank tea."]);
        assert!(put(&mut answers, "title", "Tea"));
        assert!(put(&mut answers, "title", "and objects"));
        assert_eq!(answers.all("title"), ["Tea and objects"]);
        assert!(put(
            &mut answers,
            "partners",
            "Asylum Welcome; Refugee Resource"
        ));
        assert_eq!(
            answers.all("partners"),
            ["Asylum Welcome", "Refugee Resource"]
        );
        assert!(!put(&mut answers, "themes", "Carers"));
        assert!(!answers.holds("themes"));
    }
}
