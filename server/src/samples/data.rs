//! The samples as the program brings them along: see `server/sample/README.md`.

use super::refused;
use crate::error::Failure;
use case_study::fields::field;
use case_study::import::{ImportedCase, read};
use case_study::{CaseStudyContent, FIELDS};
use serde::Deserialize;

const CASES: &str = include_str!("../../sample/cases.json");
const SUBMISSIONS: &str = include_str!("../../sample/submissions.json");

/// `.example` leads nowhere, by a promise (RFC 2606). The form refuses addresses of `.invalid`.
const DOMAIN: &str = "casebook-samples.example";

/// What each sample has from the case that it is made of.
const KEPT: [&str; 6] = [
    "museum",
    "museum_type",
    "town",
    "region",
    "country",
    "sources",
];

/// A submission to be tried out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub id: String,
    /// The case of the sample bank whose facts and sources it has.
    pub of: String,
    pub stands: Stands,
    /// How many days ago each of its steps was made.
    pub days_ago: Vec<i64>,
    /// Keys of more answers that are those of the case.
    keeps: Vec<String>,
    content: CaseStudyContent,
    /// What a moderator asked for.
    pub request: Option<Request>,
    /// The answers that came back.
    answer: Option<CaseStudyContent>,
    /// What moderators made of a story in one piece.
    prepared: Option<Prepared>,
    /// What its museum is asked with the page.
    pub ask: Option<Ask>,
}

/// Where a sample stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// Sent the long way.
    Complete,
    /// Sent in one piece.
    Short,
    /// Sent again after a request.
    CameBack,
    /// Shown to its museum, which has not answered.
    AwaitingYes,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub reason: String,
    pub field: String,
    pub message: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prepared {
    keeps: Vec<String>,
    content: CaseStudyContent,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    pub questions: Vec<String>,
    pub message: String,
}

impl Sample {
    /// What tells it from everything else that is begun.
    #[must_use]
    pub fn key(&self) -> String {
        format!("sample {}", self.id)
    }

    /// The text as it is sent first.
    #[must_use]
    pub fn content(&self, base: &CaseStudyContent) -> CaseStudyContent {
        let mut content = self.content.clone();
        take_over(
            &mut content,
            base,
            KEPT.into_iter()
                .chain(self.keeps.iter().map(String::as_str)),
        );
        content.contact_role = "Sample, not a museum".to_owned();
        content.contact_email = format!("{}@{DOMAIN}", self.id);
        content.message = format!(
            "This is a sample to try the site with. We wrote it from public pages; the museum did not write or \
             send it. The main page is {}",
            base.sources.first().map_or("", String::as_str)
        );
        content
    }

    /// The text that came back: the one that was sent first, with the answers.
    #[must_use]
    pub fn came_back(&self, sent: &CaseStudyContent) -> Option<CaseStudyContent> {
        let answer = self.answer.as_ref()?;
        let mut content = sent.clone();
        let answered = FIELDS.iter().filter(|field| field.is_answered(answer));
        take_over(&mut content, answer, answered.map(|field| field.key));
        Some(content)
    }

    /// What moderators made of it, without what its museum wrote.
    #[must_use]
    pub fn prepared(&self, base: &CaseStudyContent) -> Option<CaseStudyContent> {
        let prepared = self.prepared.as_ref()?;
        let mut content = prepared.content.clone();
        take_over(
            &mut content,
            base,
            prepared.keeps.iter().map(String::as_str),
        );
        Some(content)
    }
}

fn take_over<'a>(
    content: &mut CaseStudyContent,
    from: &CaseStudyContent,
    keys: impl Iterator<Item = &'a str>,
) {
    for field in keys.filter_map(field) {
        // It was read once already.
        let _ = field.put(content, &field.answers(from));
    }
}

/// The cases that are public.
///
/// # Errors
/// Never for the file that the tests have read.
pub fn cases() -> Result<Vec<ImportedCase>, Failure> {
    read(CASES).map_err(|error| refused("cases", &error.to_string()))
}

/// The submissions.
///
/// # Errors
/// Never for the file that the tests have read.
pub fn submissions() -> Result<Vec<Sample>, Failure> {
    serde_json::from_str(SUBMISSIONS).map_err(|error| refused("submissions", &error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{DOMAIN, KEPT, SUBMISSIONS, Sample, Stands, cases, submissions};
    use case_study::CaseStudyContent;
    use case_study::email::email_fault;
    use case_study::fields::field;
    use case_study::validation::{check_to_publish, check_to_send};
    use serde_json::Value;

    fn base(sample: &Sample) -> CaseStudyContent {
        let cases = cases().unwrap();
        let base = cases.into_iter().find(|case| case.id == sample.of);
        base.expect("the case that it is made of").content
    }

    #[test]
    fn there_is_one_of_each_that_matters() {
        let all = submissions().unwrap();
        let ids: Vec<&str> = all.iter().map(|sample| sample.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "complete",
                "short",
                "came-back",
                "awaiting-yes",
                "sensitive"
            ]
        );
        for sample in &all {
            let steps = match sample.stands {
                Stands::Complete | Stands::Short => 1,
                Stands::CameBack | Stands::AwaitingYes => 3,
            };
            assert_eq!(sample.days_ago.len(), steps, "{}", sample.id);
            assert!(sample.days_ago.is_sorted_by(|a, b| a > b), "{}", sample.id);
        }
    }

    #[test]
    fn every_member_is_a_field() {
        let all: Vec<Value> = serde_json::from_str(SUBMISSIONS).unwrap();
        for sample in &all {
            let texts = [
                &sample["content"],
                &sample["answer"],
                &sample["prepared"]["content"],
            ];
            let members = texts
                .iter()
                .filter_map(|text| text.as_object())
                .flat_map(|text| text.keys());
            let kept = [&sample["keeps"], &sample["prepared"]["keeps"]];
            let kept = kept
                .iter()
                .filter_map(|keys| keys.as_array())
                .flatten()
                .filter_map(Value::as_str);
            for key in members.map(String::as_str).chain(kept).chain(KEPT) {
                assert!(field(key).is_some(), "{}: {key}", sample["id"]);
            }
        }
    }

    #[test]
    fn each_can_be_sent_and_names_its_source_and_an_address_of_nobody() {
        for sample in submissions().unwrap() {
            let content = sample.content(&base(&sample));
            assert_eq!(check_to_send(&content), [], "{}", sample.id);
            assert!(!content.sources.is_empty(), "{}", sample.id);
            assert!(content.message.contains(&content.sources[0]));
            assert!(content.contact_email.ends_with(&format!("@{DOMAIN}")));
            assert!(email_fault(&content.contact_email).is_none());
            assert!(!content.contact_by_readers);
            // What moderators have to do themselves.
            assert_eq!(content.evidence_label, "");
        }
    }

    #[test]
    fn what_was_sent_the_long_way_can_be_published_and_what_a_museum_is_asked_too() {
        for sample in submissions().unwrap() {
            let base = base(&sample);
            let sent = sample.content(&base);
            match sample.stands {
                Stands::Complete => assert_eq!(check_to_publish(&sent), [], "{}", sample.id),
                Stands::Short => assert!(!check_to_publish(&sent).is_empty()),
                Stands::CameBack => {
                    let again = sample.came_back(&sent).unwrap();
                    assert_ne!(again.did, sent.did);
                    assert_eq!(check_to_publish(&again), []);
                    assert!(sample.request.is_some());
                }
                Stands::AwaitingYes => {
                    let made = sample.prepared(&base).unwrap();
                    assert!(!made.evidence_label.is_empty() && sample.ask.is_some());
                }
            }
        }
    }

    #[test]
    fn one_is_sensitive_and_it_alone() {
        for sample in submissions().unwrap() {
            let notes = sample.content(&base(&sample)).content_notes;
            let warns = notes.iter().any(|note| note != "none");
            assert_eq!(warns, sample.id == "sensitive", "{}", sample.id);
        }
    }
}
