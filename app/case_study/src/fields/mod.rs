//! The table of fields. It drives the form, check your answers, the review screen, the public
//! page, the search index, the facets and the exports. Limits of a field stand here only.
//!
//! To add a text field: a member in `content.rs`, in a block for everyone or for staff, and a row in
//! `table.rs` that says the same; the compiler and the tests compare them.

#[cfg(test)]
pub(crate) mod complete_case;
mod kinds;
mod place;
mod sections;
mod table;

pub use kinds::{Kind, Need, SearchField, SeenBy};
pub use place::{FactGroup, Place};
pub use sections::Section;
pub use table::FIELDS;

use super::content::{CaseStudyContent, PartialDate, PublicMembers};
use super::email::{shown_email, tidy_email};
use super::facets::Facet;
use super::text_input::{one_line, tidy};
use super::typed_answer::{Answer, whole_web_address};

/// One thing a case study says: how it is asked, how it is shown, what is allowed.
pub struct Field {
    /// The name in the form, the JSON and the errors; also the HTML id of its first control.
    pub key: &'static str,
    pub section: Section,
    /// As asked in the form.
    pub question: &'static str,
    /// As a heading or term where the answer is shown.
    pub heading: &'static str,
    /// Help beside the question; may be empty.
    pub hint: &'static str,
    pub kind: Kind,
    pub need: Need,
    pub seen_by: SeenBy,
    /// `None` where only staff see it.
    pub(super) public: Option<PublicMember>,
    /// Where a search finds its words; `None` where it does not look.
    pub search: Option<SearchField>,
    /// A search for what it asks finds its answer: "what did not work", "what did it cost".
    pub found_by_question: bool,
    /// What it is called to the person who writes it, where the heading speaks of them to readers.
    called: Option<&'static str>,
    /// The facet that its answers are values of.
    pub facet: Option<Facet>,
    /// Where it stands on the page of a case, where its section does not say so.
    place: Option<Place>,
    get: fn(&CaseStudyContent) -> Vec<String>,
    set: fn(&mut CaseStudyContent, &[String]) -> Result<(), &'static str>,
}

/// What a row knows of a member that everyone may read.
pub(super) struct PublicMember {
    get: fn(&PublicMembers) -> Vec<String>,
    /// Moves the member out of the content into what the public gets.
    pub(super) publish: fn(&mut CaseStudyContent, &mut PublicMembers),
}

/// Content that a field's answer can be read from: all of it, or what everyone may read.
pub trait Answered {
    /// The answer as form strings; empty when not answered, or when it is not there to be read.
    fn answers_to(&self, field: &Field) -> Vec<String>;
}

impl Answered for CaseStudyContent {
    fn answers_to(&self, field: &Field) -> Vec<String> {
        (field.get)(self)
    }
}

impl Answered for PublicMembers {
    fn answers_to(&self, field: &Field) -> Vec<String> {
        field
            .public
            .as_ref()
            .map_or_else(Vec::new, |member| (member.get)(self))
    }
}

impl Field {
    const fn feeds(mut self, facet: Facet) -> Self {
        self.facet = Some(facet);
        self
    }

    const fn found_by_question(mut self) -> Self {
        self.found_by_question = true;
        self
    }

    const fn called(mut self, name: &'static str) -> Self {
        self.called = Some(name);
        self
    }

    const fn stands(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// What it is called to the person who writes it: "What you did" where readers see "What they did".
    #[must_use]
    pub fn name_for_author(&self) -> &'static str {
        self.called.unwrap_or(self.heading)
    }

    /// Where it stands on the page of a case.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place.unwrap_or(Place::of_section(self.section))
    }

    /// The answer as form strings; empty when not answered.
    #[must_use]
    pub fn answers(&self, content: &impl Answered) -> Vec<String> {
        content.answers_to(self)
    }

    /// The date that answers it, where it asks for one.
    #[must_use]
    pub fn date(&self, content: &impl Answered) -> Option<PartialDate> {
        if self.kind != Kind::Month {
            return None;
        }
        // What was stored was read once already.
        Option::<PartialDate>::from_answers(&self.answers(content)).unwrap_or_default()
    }

    /// The same as its author knows it: an address with the domain in its own letters.
    #[must_use]
    pub fn shown_answers(&self, content: &impl Answered) -> Vec<String> {
        let answers = self.answers(content);
        match self.kind {
            Kind::Email => answers.iter().map(|text| shown_email(text)).collect(),
            _ => answers,
        }
    }

    /// Puts what was typed into the content, through the door of its kind. A browser sends one line
    /// where one is asked for; whoever writes the request by hand may not, so it is made one here.
    ///
    /// # Errors
    /// A sentence for the person, when the text cannot be read as this kind of answer.
    pub fn put(
        &self,
        content: &mut CaseStudyContent,
        answers: &[String],
    ) -> Result<(), &'static str> {
        let door: fn(&str) -> String = match self.kind {
            // Passages keep their lines, and links, pictures and documents are several texts of several kinds.
            Kind::Words { .. }
            | Kind::Links { .. }
            | Kind::Pictures { .. }
            | Kind::Documents { .. } => {
                return (self.set)(content, answers);
            }
            // Several lines pasted into one box are several answers.
            Kind::Lines { .. } => {
                let lines: Vec<String> = answers.iter().flat_map(|text| lines_of(text)).collect();
                return (self.set)(content, &lines);
            }
            Kind::Email => tidy_email,
            Kind::WebAddress => whole_web_address,
            _ => one_line,
        };
        let lines: Vec<String> = answers.iter().map(|text| door(text)).collect();
        (self.set)(content, &lines)
    }

    #[must_use]
    pub fn is_answered(&self, content: &impl Answered) -> bool {
        !self.answers(content).is_empty()
    }

    /// Whether the submission form asks for it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.need != Need::NotAsked
    }

    /// The answer as lines of text for people: labels instead of slugs, dates in words.
    #[must_use]
    pub fn to_lines(&self, content: &impl Answered) -> Vec<String> {
        self.kind.to_lines(&self.answers(content))
    }
}

/// The lines of a text, without the signs that a list has before them: "• Ask early", "2. Ask early".
#[must_use]
pub fn lines_of(text: &str) -> Vec<String> {
    let text = tidy(text);
    let lines: Vec<String> = text.lines().map(one_line).collect();
    // A number before a single line may belong to it.
    let is_list = lines.len() > 1;
    lines
        .into_iter()
        .map(|line| {
            if is_list {
                without_list_sign(&line).to_owned()
            } else {
                line
            }
        })
        .filter(|line| !line.is_empty())
        .collect()
}

fn without_list_sign(line: &str) -> &str {
    const BULLETS: [char; 8] = [
        '\u{2022}', '\u{b7}', '\u{25e6}', '\u{25aa}', '*', '-', '\u{2013}', '\u{2014}',
    ];
    let numbered = line
        .split_once(['.', ')'])
        .filter(|(number, rest)| {
            (1..=2).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && rest.starts_with(' ')
        })
        .map(|(_, rest)| rest);
    let bulleted = line
        .strip_prefix(BULLETS)
        .filter(|rest| rest.starts_with(' ') || rest.is_empty());
    numbered.or(bulleted).unwrap_or(line).trim_start()
}

/// The field with this key.
#[must_use]
pub fn field(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.key == key)
}

impl Section {
    /// The fields of this section that its author is asked, in form order.
    pub fn asked(self) -> impl Iterator<Item = &'static Field> {
        fields_of(self).filter(|field| field.is_asked())
    }
}

/// The fields of one section, in form order.
pub fn fields_of(section: Section) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.section == section)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{CaseStudyContent, FIELDS, Facet, Kind, Need, Section, SeenBy, fields_of};
    use std::collections::BTreeSet;

    /// An answer of this kind.
    pub(crate) fn sample(kind: Kind) -> Vec<String> {
        match kind {
            Kind::One(vocabulary) | Kind::Many(vocabulary, ..) => {
                vec![vocabulary.terms()[0].slug.to_owned()]
            }
            Kind::Tick => vec!["yes".into()],
            Kind::Month => vec!["May 2019".into()],
            Kind::Count => vec!["120".into()],
            Kind::Place => vec!["53.41, -2.98".into()],
            Kind::Links { .. } => vec!["Report".into(), "https://museum.example/report".into()],
            Kind::Pictures { .. } => crate::pictures::sample_strings(),
            Kind::Documents { .. } => crate::documents::sample_strings(),
            Kind::Email => vec!["wellbeing@museum.example".into()],
            Kind::WebAddress => vec!["https://museum.example/".into()],
            Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. } => {
                vec!["Some text".into()]
            }
        }
    }

    #[test]
    fn every_member_of_the_content_is_in_the_table_once() {
        let json = serde_json::to_value(CaseStudyContent::default()).unwrap();
        let members: BTreeSet<&str> = json
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let keys: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
        assert_eq!(keys.iter().copied().collect::<BTreeSet<_>>(), members);
        assert_eq!(keys.len(), members.len());
    }

    #[test]
    fn every_asked_field_stands_in_a_section_of_the_form_and_has_a_question() {
        for field in FIELDS {
            assert!(!field.heading.is_empty(), "{}", field.key);
            if field.is_asked() {
                assert!(Section::FORM.contains(&field.section), "{}", field.key);
                assert!(!field.question.is_empty(), "{}", field.key);
            }
        }
        for section in Section::FORM {
            assert!(
                fields_of(*section).any(super::Field::is_asked),
                "{section:?}"
            );
        }
    }

    #[test]
    fn needed_fields_say_what_to_do_when_missing() {
        for field in FIELDS {
            if let Some(missing) = field.need.missing() {
                assert!(missing.len() > 10, "{}", field.key);
            }
        }
    }

    #[test]
    fn only_what_nobody_else_knows_is_needed_to_send() {
        let needed: Vec<&str> = FIELDS
            .iter()
            .filter(|field| matches!(field.need, Need::ToSend(_)))
            .map(|field| field.key)
            .collect();
        assert_eq!(needed, ["museum", "title", "contact_email"]);
    }

    #[test]
    fn several_lines_in_one_box_are_several() {
        let field = super::field("lessons").unwrap();
        for (typed, lines) in [
            (
                vec!["Ask early", "Allow time"],
                vec!["Ask early", "Allow time"],
            ),
            (
                vec!["Ask early\r\nAllow time\n\n"],
                vec!["Ask early", "Allow time"],
            ),
            (
                vec!["\u{2022}\tAsk early\n\u{2022}\tAllow time", "Train two"],
                vec!["Ask early", "Allow time", "Train two"],
            ),
            (
                vec!["1. Ask early\n2) Allow time\n- Train two"],
                vec!["Ask early", "Allow time", "Train two"],
            ),
            (
                vec!["1.5 hours are enough\nAllow time"],
                vec!["1.5 hours are enough", "Allow time"],
            ),
            (
                vec!["2. World War objects move people"],
                vec!["2. World War objects move people"],
            ),
        ] {
            let typed: Vec<String> = typed.into_iter().map(str::to_owned).collect();
            let mut content = CaseStudyContent::default();
            field.put(&mut content, &typed).unwrap();
            assert_eq!(content.lessons, lines, "{typed:?}");
        }
    }

    #[test]
    fn what_only_staff_may_see_is_neither_searched_nor_a_value_of_a_facet() {
        for field in FIELDS.iter().filter(|one| one.seen_by == SeenBy::Staff) {
            assert_eq!((field.search, field.facet), (None, None), "{}", field.key);
        }
    }

    #[test]
    fn every_facet_is_fed_by_a_field_but_the_year() {
        for facet in Facet::ALL {
            let fed = FIELDS.iter().any(|field| field.facet == Some(*facet));
            assert_eq!(fed, *facet != Facet::Year, "{facet}");
        }
    }

    #[test]
    fn the_terms_of_a_facet_are_those_of_its_fields() {
        for field in FIELDS {
            let (Some(facet), Kind::One(listed) | Kind::Many(listed, ..)) =
                (field.facet, field.kind)
            else {
                continue;
            };
            assert_eq!(facet.vocabulary(), Some(listed), "{}", field.key);
        }
    }

    #[test]
    fn only_passages_keep_line_breaks() {
        for field in FIELDS {
            let typed = ["One\r\n\r\n  two\u{0}".to_owned(), "three\nfour".to_owned()];
            let mut content = CaseStudyContent::default();
            // What cannot be read as this kind of answer leaves nothing behind.
            let _ = field.put(&mut content, &typed);
            let stored = field.answers(&content).concat();
            match field.kind {
                Kind::Words { .. } => assert_eq!(stored, "One\n\n  two", "{}", field.key),
                _ => assert!(!stored.contains(['\n', '\0']), "{}: {stored:?}", field.key),
            }
        }
    }

    #[test]
    fn what_is_put_comes_back() {
        for field in FIELDS {
            let sample = sample(field.kind);
            let mut content = CaseStudyContent::default();
            assert!(!field.is_answered(&content), "{}", field.key);
            field.put(&mut content, &sample).unwrap();
            assert_eq!(field.answers(&content), sample, "{}", field.key);
        }
    }
}
