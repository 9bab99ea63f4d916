//! The list of words that people are not shown, as docs/WORDS.md has it. For tests: those beside this
//! file hold the domain's words to it, and `server/tests/it/words.rs` takes the same file for pages,
//! emails and commands.

/// The page that people read, and the only place where the list stands.
const PAGE: &str = include_str!("../../../docs/WORDS.md");
const HEADING: &str = "## Words that we do not use";

/// A line of the table.
struct Row {
    /// Words and phrases, in small letters.
    not: Vec<String>,
    /// What to write, for the message.
    but: String,
    /// Phrases in which they may stand.
    except: Vec<String>,
}

/// The whole list.
pub struct PlainWords(Vec<Row>);

impl PlainWords {
    /// As the page has it.
    pub fn read() -> Self {
        let (_, table) = PAGE.split_once(HEADING).expect("the page has the list");
        let rows: Vec<Row> = table
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| {
                let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
                let [not, but, except] = cells[..] else {
                    panic!("a line of the table has three cells: {line}");
                };
                Row {
                    not: quoted(not),
                    but: but.trim().to_owned(),
                    except: quoted(except),
                }
            })
            .collect();
        assert!(rows.len() > 20, "the list was read: {} lines", rows.len());
        Self(rows)
    }

    /// Each word of a text that is on the list, with what to write and where it stands.
    pub fn faults(&self, text: &str) -> Vec<String> {
        let text = as_compared(text);
        let mut faults = Vec::new();
        for row in &self.0 {
            let rest = row.except.iter().fold(text.clone(), |text, except| {
                text.replace(except, "\u{2026}")
            });
            for word in &row.not {
                if let Some(at) = whole_word(&rest, word) {
                    faults.push(format!(
                        "\u{201c}{word}\u{201d} (but: {}) in \u{201c}{}\u{201d}",
                        row.but,
                        around(&rest, at)
                    ));
                }
            }
        }
        faults
    }
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_lowercase)
        .collect()
}

/// In small letters, with single spaces and straight apostrophes, without what is no word: addresses,
/// paths and the names of flags.
fn as_compared(text: &str) -> String {
    text.to_lowercase()
        .replace('\u{2019}', "'")
        .split_whitespace()
        .filter(|word| !word.contains(['/', '@']) && !word.contains("--"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Where a word or phrase stands by itself. Names with an underscore are one word.
fn whole_word(text: &str, word: &str) -> Option<usize> {
    let part_of_a_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(part_of_a_word) && !after.is_some_and(part_of_a_word)
    })
}

/// A few words before and after a place.
fn around(text: &str, at: usize) -> String {
    const LETTERS: usize = 60;
    let before: String = text[..at].chars().rev().take(LETTERS).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[at..].chars().take(LETTERS).collect();
    format!("{before}{after}")
}
