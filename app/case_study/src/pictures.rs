//! Photographs of a case study: what is said of each, and what has to be said before readers see it.
//!
//! The pixels lie elsewhere, under the name that stands in `blob`; the words and the permission belong to the
//! text, so that a revision fixes them.

mod last_day;
mod mend;
#[cfg(test)]
mod tests;

pub use mend::{Cropped, PictureMend};

use super::local_time::{OnClock, installed};
use super::text_input::one_line;
use super::typed_answer::Answer;
use serde::{Deserialize, Serialize};

/// So many may stand in one case study.
pub const MOST_PICTURES: usize = 10;
/// The longest text beside a picture, in characters.
pub const LONGEST_WORDS: usize = 500;

/// A photograph, with its words and its permission.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    /// SHA-256 of its largest size, in hex.
    pub blob: String,
    /// Of its largest size, in pixels.
    pub width: u32,
    pub height: u32,
    /// What it shows, for whoever cannot see it.
    pub alternative: String,
    /// It shows nothing that the text does not say.
    pub decorative: bool,
    pub caption: String,
    /// Who took it.
    pub credit: String,
    /// A slug of [`LICENCES`].
    pub licence: String,
    /// Whether people can be recognised: `yes`, `no`, or not said yet. This and what follows is for staff.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub people: String,
    /// They agreed, for a child its parent or guardian.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub children: bool,
    /// The last day on which it may be shown, as `2027-12-31`; as it was typed where it cannot be read. Empty
    /// where there is no such day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub until: String,
}

/// Under what terms a picture is shown: slug, name, and what that means.
pub const LICENCES: [(&str, &str, &str); 4] = [
    (
        "cc-by-4.0",
        "CC BY 4.0",
        "Others may use it too, and say who took it.",
    ),
    (
        "cc-by-nc-4.0",
        "CC BY-NC 4.0",
        "Others may use it too, but not to make money.",
    ),
    (
        "public-domain",
        "Public domain",
        "No one has rights in it any more.",
    ),
    (
        "shown-here",
        "All rights reserved",
        "The people who have the rights let us show it here, and no one else.",
    ),
];

/// The name of a licence; its slug where this version does not know it.
#[must_use]
pub fn licence_name(slug: &str) -> &str {
    LICENCES
        .iter()
        .find(|(known, ..)| *known == slug)
        .map_or(slug, |(_, name, _)| name)
}

/// The strings in which a picture travels through forms and revisions, in this order: blob, width, height,
/// alternative, decorative, caption, credit, licence, people, agreed, children, until.
const PARTS: usize = 12;

impl Picture {
    fn to_strings(&self) -> [String; PARTS] {
        let tick = |ticked: bool| if ticked { "yes" } else { "" }.to_owned();
        [
            self.blob.clone(),
            self.width.to_string(),
            self.height.to_string(),
            self.alternative.clone(),
            tick(self.decorative),
            self.caption.clone(),
            self.credit.clone(),
            self.licence.clone(),
            self.people.clone(),
            tick(self.agreed),
            tick(self.children),
            self.until.clone(),
        ]
    }

    fn from_strings(strings: &[String]) -> Self {
        let text = |at: usize| {
            strings
                .get(at)
                .map(|text| one_line(text))
                .unwrap_or_default()
        };
        let ticked = |at: usize| text(at) == "yes";
        let number = |at: usize| text(at).parse().unwrap_or_default();
        Self {
            blob: text(0),
            width: number(1),
            height: number(2),
            alternative: text(3),
            decorative: ticked(4),
            caption: text(5),
            credit: text(6),
            licence: text(7),
            people: text(8),
            agreed: ticked(9),
            children: ticked(10),
            until: last_day::read(&text(11)),
        }
    }

    /// What everybody may know of it: nothing about consent.
    #[must_use]
    pub fn for_readers(self) -> Self {
        Self {
            people: String::new(),
            agreed: false,
            children: false,
            until: String::new(),
            ..self
        }
    }

    /// What stands in for it; nothing where it says nothing that the text does not.
    #[must_use]
    pub fn alt(&self) -> &str {
        if self.decorative {
            ""
        } else {
            &self.alternative
        }
    }

    /// "Photograph: Ana Quill. CC BY 4.0"
    #[must_use]
    pub fn credit_line(&self) -> String {
        let credit = (!self.credit.is_empty()).then(|| format!("Photograph: {}", self.credit));
        let licence = licence_name(&self.licence);
        let licence = (!licence.is_empty()).then(|| licence.to_owned());
        let parts: Vec<String> = credit.into_iter().chain(licence).collect();
        parts.join(". ")
    }

    /// When it may no longer be shown: the end of its last day where the installation is.
    #[must_use]
    pub fn until_ms(&self) -> Option<i64> {
        let (year, month, day) = last_day::iso(&self.until)?;
        match installed().moment_of((year, month, day), 23, 59) {
            OnClock::At(at) => Some(at + 60_000),
            OnClock::NoSuchDay | OnClock::Skipped => None,
        }
    }

    /// In a line, with whatever is known of its permission.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut parts = Vec::new();
        if self.decorative {
            parts.push("Decorative".to_owned());
        } else if self.alternative.is_empty() {
            parts.push("Not described".to_owned());
        } else {
            parts.push(self.alternative.clone());
        }
        if !self.caption.is_empty() {
            parts.push(format!("Caption: {}", self.caption));
        }
        let credit = self.credit_line();
        if !credit.is_empty() {
            parts.push(credit);
        }
        parts.extend(self.consent_in_words());
        parts
            .iter()
            .map(|part| part.trim_end_matches('.'))
            .collect::<Vec<_>>()
            .join(". ")
    }

    /// Whether people can be recognised in it, and what they agreed to; none where nothing was said.
    #[must_use]
    pub fn consent_in_words(&self) -> Option<String> {
        let people = match self.people.as_str() {
            "no" => "No one can be recognised",
            "yes" if self.agreed => "People can be recognised, and they agreed",
            "yes" => "People can be recognised, and nothing says that they agreed",
            _ if self.agreed => "The people in it agreed",
            _ => return None,
        };
        let children = if self.children {
            ". There are children in it"
        } else {
            ""
        };
        let until = match self.until.as_str() {
            "" => String::new(),
            day => format!(". To be shown until {day}"),
        };
        Some(format!("{people}{children}{until}"))
    }

    /// What is missing before readers may see it, each as it stands after "needs".
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !self.decorative && self.alternative.is_empty() {
            missing.push("words for people who cannot see it");
        }
        if self.credit.is_empty() {
            missing.push("a credit");
        }
        if !LICENCES.iter().any(|(slug, ..)| *slug == self.licence) {
            missing.push("a licence");
        }
        match self.people.as_str() {
            "no" => {}
            "yes" if self.agreed => {}
            "yes" => missing.push("the agreement of the people who can be recognised"),
            _ => missing.push("an answer to whether people can be recognised"),
        }
        if !self.until.is_empty() && self.until_ms().is_none() {
            missing.push("its last day written like 31 December 2027");
        }
        missing
    }
}

/// What stands in the way of showing these pictures, which of them and what each needs; none where all may be
/// shown.
#[must_use]
pub fn fault_of(pictures: &[Picture]) -> Option<String> {
    let mut said: Vec<String> = pictures
        .iter()
        .enumerate()
        .filter_map(|(at, picture)| {
            let missing = picture.missing().into_iter().map(str::to_owned);
            let missing = super::publishable::in_a_row(&missing.collect::<Vec<_>>());
            (!missing.is_empty()).then(|| format!("Picture {} needs {missing}", at + 1))
        })
        .collect();
    said.extend(too_many(pictures.len()));
    (!said.is_empty()).then(|| said.join(". "))
}

/// That there are more than fit.
#[must_use]
pub fn too_many(count: usize) -> Option<String> {
    (count > MOST_PICTURES)
        .then(|| format!("There are {count} pictures. Keep the best {MOST_PICTURES}"))
}

/// The strings in which pictures travel.
#[must_use]
pub fn to_strings(pictures: &[Picture]) -> Vec<String> {
    pictures.iter().flat_map(Picture::to_strings).collect()
}

/// What somebody typed beside a picture, tidied as every answer is.
#[must_use]
pub fn of_typed(typed: Picture) -> Picture {
    Picture::from_strings(&typed.to_strings())
}

/// Form strings as pictures.
#[must_use]
pub fn of_strings(strings: &[String]) -> Vec<Picture> {
    strings
        .chunks(PARTS)
        .map(Picture::from_strings)
        .filter(|picture| is_name(&picture.blob))
        .collect()
}

/// Whether it can be the name of a picture.
#[must_use]
pub fn is_name(blob: &str) -> bool {
    blob.len() == 64
        && blob
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Answer for Vec<Picture> {
    fn to_answers(&self) -> Vec<String> {
        to_strings(self)
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        Ok(of_strings(answers))
    }
}

/// A picture of which everybody may know everything.
#[cfg(test)]
fn sample() -> Picture {
    Picture {
        blob: "ab".repeat(32),
        width: 1600,
        height: 900,
        alternative: "Two hands hold a clay bowl".into(),
        credit: "Ana Quill".into(),
        licence: "cc-by-4.0".into(),
        ..Picture::default()
    }
}

/// Its strings.
#[cfg(test)]
pub(crate) fn sample_strings() -> Vec<String> {
    vec![sample()].to_answers()
}
