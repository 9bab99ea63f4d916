//! The file of all public cases, in pieces, so that a large bank never stands in memory whole.
//! [`case_study::exported`](case_study::import::bank_file) reads it again.

use super::case_json;
use super::json_schema::BANK_FILE;
use case_study::declarations::LICENCE;
use serde_json::{Value, json};
use store::cases::PublicCase;

/// What stands before the first case.
#[must_use]
pub fn beginning(public_url: &str) -> String {
    format!(
        "{{\"format\":{},\"site\":{},\"licence\":{},\"cases\":[\n",
        json!(BANK_FILE),
        json!(public_url),
        json!(LICENCE.url)
    )
}

/// A case, with the comma before it unless it is the first.
#[must_use]
pub fn entry(case: &PublicCase, public_url: &str, first: bool) -> String {
    let comma = if first { "" } else { ",\n" };
    format!(
        "{comma}{}",
        Value::Object(case_json::whole(case, public_url))
    )
}

/// What stands after the last case.
pub const END: &str = "\n]}\n";

#[cfg(test)]
mod tests {
    use super::{END, beginning, entry};
    use crate::formats::sample::{case, full};
    use case_study::{FIELDS, import};

    #[test]
    fn what_is_written_is_read_again() {
        let one = case(full());
        let mut two = case(full());
        two.slug = "another".into();
        two.compiled = true;
        let url = "https://bank.example";
        let file = [
            beginning(url),
            entry(&one, url, true),
            entry(&two, url, false),
            END.to_owned(),
        ]
        .concat();
        let read = import::read(&file).unwrap();
        assert_eq!(read.len(), 2);
        // The newest comes first in the file and is stored last.
        assert_eq!(read[1].id, "a-case");
        let content = &read[1].content;
        // A file of this kind holds words alone: pictures and documents stay behind.
        let in_the_file = FIELDS.iter().filter(|field| !field.kind.is_files());
        for field in in_the_file {
            let written = field.answers(&one.content);
            assert_eq!(field.answers(content), written, "{}", field.key);
        }
        let kept = read[1].kept.unwrap();
        assert!(!kept.compiled);
        // Files have whole seconds.
        assert_eq!(kept.published_at, 1_795_198_662_000);
        assert!(read[0].kept.unwrap().compiled);
    }

    #[test]
    fn an_empty_bank_is_a_file_too() {
        let file = format!("{}{END}", beginning("https://bank.example"));
        assert_eq!(import::read(&file).unwrap(), []);
    }
}
