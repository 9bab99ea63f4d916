//! Documents of a case study: PDF files that readers may take along, each under a title. A file is published as it
//! was sent, so it comes without the questions that a photograph has.

use super::text_input::one_line;
use super::typed_answer::Answer;
use crate::pictures::is_name;
use serde::{Deserialize, Serialize};

/// So many may stand in one case study.
pub const MOST_DOCUMENTS: usize = 5;
/// The longest title of one, in characters.
pub const LONGEST_TITLE: usize = 150;

/// A file, with its title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// SHA-256 of the file, in hex.
    pub blob: String,
    pub title: String,
    /// Its size.
    pub bytes: u64,
}

/// The strings in which a document travels through forms and revisions, in this order: blob, title, bytes.
const PARTS: usize = 3;

impl Document {
    fn from_strings(strings: &[String]) -> Self {
        let text = |at: usize| {
            strings
                .get(at)
                .map(|text| one_line(text))
                .unwrap_or_default()
        };
        Self {
            blob: text(0),
            title: text(1),
            bytes: text(2).parse().unwrap_or_default(),
        }
    }

    /// What a link to it says before the kind and the size; never empty.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        if self.title.is_empty() {
            "Document without a title"
        } else {
            &self.title
        }
    }

    /// "PDF, 1.2 MB"
    #[must_use]
    pub fn kind_and_size(&self) -> String {
        format!("PDF, {}", size_in_words(self.bytes))
    }

    /// "Handling kit for teachers (PDF, 1.2 MB)"
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{} ({})", self.shown_title(), self.kind_and_size())
    }

    /// The name under which a reader keeps it: the title without what no file's name may hold.
    #[must_use]
    pub fn file_name(&self) -> String {
        let plain: String = self
            .shown_title()
            .chars()
            .map(|letter| match letter {
                '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => ' ',
                other => other,
            })
            .collect();
        let plain = one_line(&plain);
        let plain = plain.trim_matches(['.', ' ']);
        let plain = if plain.is_empty() { "document" } else { plain };
        format!("{plain}.pdf")
    }
}

/// A number of bytes as people say it: "1 KB" at least, one digit after the point from a megabyte on.
fn size_in_words(bytes: u64) -> String {
    const KILO: u64 = 1000;
    const MEGA: u64 = KILO * KILO;
    if bytes < MEGA {
        return format!("{} KB", bytes.div_ceil(KILO).max(1));
    }
    let tenths = (bytes * 10).div_ceil(MEGA);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        tenth => format!("{}.{tenth} MB", tenths / 10),
    }
}

/// A title made of the name of a file: "tea_kit-2.PDF" is "tea kit 2".
#[must_use]
pub fn title_of_file(name: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.eq_ignore_ascii_case("pdf") => stem,
        _ => name,
    };
    let words: String = stem
        .chars()
        .map(|letter| {
            if matches!(letter, '_' | '-') {
                ' '
            } else {
                letter
            }
        })
        .collect();
    super::text::upper_first(&one_line(&words))
        .chars()
        .take(LONGEST_TITLE)
        .collect()
}

/// What stands in the way of showing these documents, which of them and what each needs; none where all may be
/// shown.
#[must_use]
pub fn fault_of(documents: &[Document]) -> Option<String> {
    let mut said: Vec<String> = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.title.is_empty())
        .map(|(at, _)| format!("Document {} needs a title", at + 1))
        .collect();
    said.extend((documents.len() > MOST_DOCUMENTS).then(|| {
        format!(
            "There are {} documents. Keep the best {MOST_DOCUMENTS}",
            documents.len()
        )
    }));
    (!said.is_empty()).then(|| said.join(". "))
}

/// The strings in which documents travel.
#[must_use]
pub fn to_strings(documents: &[Document]) -> Vec<String> {
    documents
        .iter()
        .flat_map(|one| [one.blob.clone(), one.title.clone(), one.bytes.to_string()])
        .collect()
}

/// Form strings as documents.
#[must_use]
pub fn of_strings(strings: &[String]) -> Vec<Document> {
    strings
        .chunks(PARTS)
        .map(Document::from_strings)
        .filter(|document| is_name(&document.blob))
        .collect()
}

/// What somebody typed beside a document, tidied as every answer is.
#[must_use]
pub fn of_typed(typed: &Document) -> Document {
    Document::from_strings(&to_strings(std::slice::from_ref(typed)))
}

impl Answer for Vec<Document> {
    fn to_answers(&self) -> Vec<String> {
        to_strings(self)
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        Ok(of_strings(answers))
    }
}

/// The strings of one that everybody may have.
#[cfg(test)]
pub(crate) fn sample_strings() -> Vec<String> {
    vec!["cd".repeat(32), "Handling kit".into(), "1200000".into()]
}

#[cfg(test)]
mod tests {
    use super::{Document, fault_of, of_strings, size_in_words, title_of_file, to_strings};

    fn titled(title: &str) -> Document {
        Document {
            blob: "cd".repeat(32),
            title: title.to_owned(),
            bytes: 1_200_000,
        }
    }

    #[test]
    fn a_document_travels_through_a_form_and_back() {
        let some = vec![titled("Handling kit"), titled("")];
        assert_eq!(of_strings(&to_strings(&some)), some);
        let mut forged = to_strings(&some);
        forged[0] = "../../etc/passwd".to_owned();
        assert_eq!(of_strings(&forged), [titled("")]);
    }

    #[test]
    fn a_size_is_said_as_people_say_it() {
        for (bytes, words) in [
            (0, "1 KB"),
            (1, "1 KB"),
            (1001, "2 KB"),
            (999_000, "999 KB"),
            (1_000_000, "1 MB"),
            (1_200_000, "1.2 MB"),
            (1_200_001, "1.3 MB"),
            (10_485_760, "10.5 MB"),
        ] {
            assert_eq!(size_in_words(bytes), words, "{bytes}");
        }
    }

    #[test]
    fn a_file_gives_its_title_and_a_title_its_file() {
        assert_eq!(title_of_file("tea_kit-2.PDF"), "Tea kit 2");
        assert_eq!(title_of_file("report"), "Report");
        assert_eq!(title_of_file(".pdf"), "");
        assert_eq!(titled("Tea: what/how?").file_name(), "Tea what how.pdf");
        assert_eq!(titled("..").file_name(), "document.pdf");
        assert_eq!(titled("").file_name(), "Document without a title.pdf");
    }

    #[test]
    fn a_document_without_a_title_is_named_and_so_are_too_many() {
        assert_eq!(fault_of(&[titled("Kit")]), None);
        assert_eq!(
            fault_of(&[titled("Kit"), titled("")]).as_deref(),
            Some("Document 2 needs a title")
        );
        let six = vec![titled("Kit"); 6];
        assert_eq!(
            fault_of(&six).as_deref(),
            Some("There are 6 documents. Keep the best 5")
        );
    }
}
