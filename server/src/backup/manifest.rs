//! What a backup says about itself.

use serde::{Deserialize, Serialize};

/// The first word of the manifest and of the comment.
pub const FORMAT: &str = "casebook-backup";
/// Raised when a program of today could not read what a later one writes.
pub const VERSION: u32 = 1;

pub(super) const MANIFEST: &str = "manifest.json";
/// So many hexadecimal digits at the end of the file.
pub(super) const DIGITS: usize = 64;

/// What stands in the manifest. Members that a later version adds are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    /// The program that wrote it.
    pub casebook: String,
    /// Milliseconds since 1970, UTC.
    pub made_at: i64,
    /// The database that it was made from.
    pub made_from: String,
    /// The steps of the schema, the oldest first.
    pub steps: Vec<String>,
    pub tables: Vec<TableEntry>,
    /// Objects of the store of pictures.
    pub pictures: u64,
    pub picture_bytes: u64,
    /// Boxes that rows name and that were missing in the store, or not whole.
    pub missing_pictures: Vec<String>,
    /// What is not in it, in words.
    pub left_out: Vec<String>,
}

/// A table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    pub name: String,
    /// In the order in which the values of each row stand.
    pub columns: Vec<String>,
    pub rows: u64,
    /// Of its lines.
    pub sha256: String,
    /// Of a table with numbered rows: the number that the last one was given.
    pub last_id: Option<i64>,
}

impl Manifest {
    pub(super) fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

pub(super) fn table_part(table: &str) -> String {
    format!("tables/{table}.ndjson")
}

pub(super) fn picture_part(kept_in: &str, object: &str) -> String {
    format!("media/{kept_in}/{object}")
}

/// The box and the object that a part of the archive holds; none for any other part, and for names that no store of ours
/// ever had.
pub(super) fn picture_of(part: &str) -> Option<(&str, &str)> {
    let (kept_in, object) = part.strip_prefix("media/")?.split_once('/')?;
    let plain = |name: &str| {
        !name.starts_with('.')
            && !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    (plain(kept_in) && plain(object)).then_some((kept_in, object))
}

/// The comment at the end of a file, with these digits.
pub(super) fn comment(digits: &str) -> String {
    format!("{FORMAT} {VERSION} sha256:{digits}")
}

/// The version of the format and the digits, of a comment.
pub(super) fn read_comment(comment: &str) -> Option<(u32, &str)> {
    let (version, digits) = comment
        .strip_prefix(FORMAT)?
        .strip_prefix(' ')?
        .split_once(" sha256:")?;
    let whole = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((version.parse().ok()?, digits)).filter(|_| whole)
}

#[cfg(test)]
mod tests {
    use super::{comment, picture_of, picture_part, read_comment};

    #[test]
    fn a_picture_is_told_by_its_name_and_leads_nowhere_else() {
        let part = picture_part("ab12", "cd-320.jpg");
        assert_eq!(picture_of(&part), Some(("ab12", "cd-320.jpg")));
        for part in [
            "manifest.json",
            "tables/cases.ndjson",
            "media/x",
            "media//x",
            "media/../x",
            "media/x/../../y",
            "media/x/.y",
            "media/x/a b",
        ] {
            assert_eq!(picture_of(part), None, "{part}");
        }
    }

    #[test]
    fn the_comment_says_the_format_and_the_digits() {
        let digits = "ab".repeat(32);
        assert_eq!(read_comment(&comment(&digits)), Some((1, digits.as_str())));
        let later = comment(&digits).replace(" 1 ", " 2 ");
        assert_eq!(read_comment(&later), Some((2, digits.as_str())));
        for wrong in ["", "casebook-backup", "casebook-backup 1 sha256:abc"] {
            assert_eq!(read_comment(wrong), None, "{wrong}");
        }
    }
}
