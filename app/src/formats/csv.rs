//! Cases as a table: UTF-8 with a mark that spreadsheets look for, lines as in RFC 4180.
//!
//! **Formulas.** A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage
//! return. Text that begins so, after any spaces, gets an apostrophe in front and stays text. Reading
//! back: take one apostrophe off a cell that begins with apostrophes (and spaces) before one of these
//! characters; every other cell stands as it was. Numbers of ours are not text and stay bare.
//!
//! **Several values** stand in one cell with ` | ` between them; a `|` or `\` inside a value has a `\`
//! before it.
//!
//! Lines are written by hand: why, says `docs/decisions/0010`.

use super::case_json;
use super::dictionary::{Column, Part, columns};
use case_study::PartialDate;
use serde_json::Value;
use store::cases::PublicCase;

/// The byte order mark, by which spreadsheets know UTF-8.
pub const BOM: &str = "\u{feff}";

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    /// Somebody's words.
    Text(String),
    /// A number or a word of ours, which no spreadsheet runs.
    Bare(String),
}

/// The first line: the names of the columns, with the mark before it.
#[must_use]
pub fn header() -> String {
    let names = columns().into_iter().map(|column| Cell::Bare(column.name));
    format!("{BOM}{}", line(names))
}

/// The line of a case.
#[must_use]
pub fn row(case: &PublicCase, public_url: &str) -> String {
    let record = case_json::whole(case, public_url);
    line(columns().iter().map(|column| cell(column, case, &record)))
}

fn cell(column: &Column, case: &PublicCase, record: &serde_json::Map<String, Value>) -> Cell {
    let content = &case.content;
    let Some(field) = column.field else {
        return match record.get(&column.name) {
            Some(Value::String(text)) => Cell::Text(text.clone()),
            Some(other) => Cell::Bare(other.to_string()),
            None => Cell::Bare(String::new()),
        };
    };
    match column.part {
        Part::Text => Cell::Text(field.answers(content).concat()),
        Part::Several => Cell::Text(several(&field.answers(content))),
        Part::Labels | Part::Words => Cell::Text(several(&field.to_lines(content))),
        Part::Truth => Cell::Bare(field.is_answered(content).to_string()),
        Part::Month => Cell::Bare(field.date(content).map_or_else(String::new, year_and_month)),
        Part::Number => Cell::Bare(field.answers(content).concat()),
        Part::Latitude => degrees(content.position.map(|point| point.lat)),
        Part::Longitude => degrees(content.position.map(|point| point.lon)),
        Part::LinkTitles => Cell::Text(several(&every_other(&field.answers(content), 0))),
        Part::LinkAddresses => Cell::Text(several(&every_other(&field.answers(content), 1))),
    }
}

fn degrees(number: Option<f64>) -> Cell {
    Cell::Bare(number.map(|number| number.to_string()).unwrap_or_default())
}

fn every_other(list: &[String], first: usize) -> Vec<String> {
    list.iter().skip(first).step_by(2).cloned().collect()
}

fn several(values: &[String]) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|value| value.replace('\\', "\\\\").replace('|', "\\|"))
        .collect();
    values.join(" | ")
}

fn year_and_month(date: PartialDate) -> String {
    match date.month {
        Some(month) => format!("{}-{month:02}", date.year),
        None => date.year.to_string(),
    }
}

fn line(cells: impl Iterator<Item = Cell>) -> String {
    let cells: Vec<String> = cells
        .map(|cell| match cell {
            Cell::Bare(word) => quoted(&word),
            Cell::Text(text) => quoted(&harmless(&text)),
        })
        .collect();
    format!("{}\r\n", cells.join(","))
}

/// Quotes where RFC 4180 asks for them, and where another separator could be guessed.
fn quoted(text: &str) -> String {
    let plain = !text.contains(['"', ',', '\r', '\n', ';', '\t', '\'']) && text.trim() == text;
    if plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

/// Whether a spreadsheet would run this, or an apostrophe before it would be taken for ours. The
/// wide forms are what an East Asian keyboard types; some spreadsheets run those too.
fn looks_like_a_formula(text: &str) -> bool {
    let after = text.trim_start_matches('\'');
    if after.starts_with(['\t', '\r']) {
        return true;
    }
    after.trim_start().starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}

fn harmless(text: &str) -> String {
    if looks_like_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What a cell said before it was made harmless.
#[must_use]
pub fn as_typed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if looks_like_a_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::{as_typed, harmless, header, quoted, row, several};
    use crate::formats::dictionary::columns;
    use crate::formats::sample::{case, full};

    #[test]
    fn nothing_is_run_and_everything_comes_back() {
        for typed in [
            "=1+1",
            "+44 20",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\u{a0}=1",
            "'=1",
            "''-x",
            "\u{ff1d}1",
            "'Tis tea",
            "tea = milk",
            "",
            "'",
            "- first\n- second",
            "\n=1",
        ] {
            let cell = harmless(typed);
            assert!(
                !cell
                    .trim_start()
                    .starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']),
                "{cell:?}"
            );
            assert_eq!(as_typed(&cell), typed);
        }
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("'Tis tea"), "'Tis tea");
    }

    #[test]
    fn quotes_stand_where_a_reader_needs_them() {
        assert_eq!(quoted("tea"), "tea");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("a\r\nb"), "\"a\r\nb\"");
        assert_eq!(quoted(" a"), "\" a\"");
    }

    #[test]
    fn several_values_can_be_parted_again() {
        assert_eq!(several(&["a|b".into(), "c\\".into()]), "a\\|b | c\\\\");
    }

    /// Commas outside of quotes part cells.
    fn cells(line: &str) -> usize {
        let mut inside = false;
        let commas = line.chars().filter(|c| {
            inside ^= *c == '"';
            *c == ',' && !inside
        });
        commas.count() + 1
    }

    #[test]
    fn a_row_has_a_cell_for_every_column() {
        let header = header();
        assert!(
            header.starts_with("\u{feff}slug,") && header.ends_with("\r\n"),
            "{header}"
        );
        assert_eq!(cells(&header), columns().len());
        let row = row(&case(full()), "https://bank.example");
        assert_eq!(cells(&row), columns().len(), "{row}");
        assert!(row.contains(",53.41,-2.98,"), "{row}");
        assert!(row.contains(",2019-05,"), "{row}");
        assert!(!row.contains("canary"), "{row}");
    }
}
