//! What kinds of answer there are, who must give them and who sees them.

use crate::content::MONTHS;
use crate::documents::{self, Document};
use crate::email::shown_email;
use crate::pictures::{Picture, of_strings};
use crate::vocabulary::Vocabulary;

/// The shape of an answer, with its limits. The most is a limit; the least is advice: a short honest
/// text can be sent and published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text; limits in characters.
    Line {
        min: u64,
        max: u64,
    },
    /// A passage; limits in words.
    Words {
        min: u64,
        max: u64,
    },
    /// Several short texts; limits in items and in characters of each.
    Lines {
        min: u64,
        max: u64,
        chars: u64,
    },
    /// One term of a vocabulary.
    One(Vocabulary),
    /// Several terms, at least and at most.
    Many(Vocabulary, u64, u64),
    /// A box to tick.
    Tick,
    /// A year, with its month where one is known; asked for in one line.
    Month,
    /// A number of people.
    Count,
    /// Degrees north and east.
    Place,
    WebAddress,
    Email,
    /// Titles and web addresses, at most so many pairs.
    Links {
        max: u64,
    },
    /// Photographs with their words; a page of their own asks for them.
    Pictures {
        max: u64,
    },
    /// Files with their titles, asked for on the page of the photographs.
    Documents {
        max: u64,
    },
}

/// Whether a submission can be sent, or published, without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Needed to send, with the sentence that says so when it is missing: nobody but the museum knows it.
    ToSend(&'static str),
    /// Needed to publish, with its sentence: whoever reads the rest with care can derive it.
    ToPublish(&'static str),
    /// Not needed, but the form says why readers would miss it.
    Prompted,
    Optional,
    /// Not asked of submitters: set by moderators or kept from an import.
    NotAsked,
}

impl Need {
    /// The sentence that says that it is missing, where it is needed at all.
    #[must_use]
    pub const fn missing(self) -> Option<&'static str> {
        match self {
            Self::ToSend(missing) | Self::ToPublish(missing) => Some(missing),
            Self::Prompted | Self::Optional | Self::NotAsked => None,
        }
    }

    /// Whether a case study is published with it or not at all.
    #[must_use]
    pub const fn is_needed(self) -> bool {
        self.missing().is_some()
    }
}

/// Who may read the answer once the case is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    Everyone,
    /// Moderators and the submitter; never on a public page or in an export for the public.
    Staff,
}

/// The part of the search index that holds the words of a field. It decides how much they count:
/// the weights stand in `app/index/src/schema.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchField {
    Title,
    Summary,
    /// Strands, themes, audiences and activities in words.
    Labels,
    Museum,
    /// Town, region, nation and country, under all their names.
    Place,
    /// The long texts.
    Story,
    /// What else is known: methods, partners, money, the other labels.
    Details,
}

impl SearchField {
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::Summary,
        Self::Labels,
        Self::Museum,
        Self::Place,
        Self::Story,
        Self::Details,
    ];
}

impl Kind {
    /// Form strings as lines for people.
    #[must_use]
    pub fn to_lines(self, answers: &[String]) -> Vec<String> {
        match self {
            Self::One(vocabulary) | Self::Many(vocabulary, ..) => answers
                .iter()
                .map(|slug| vocabulary.label_of(slug))
                .collect(),
            Self::Tick => answers.iter().map(|_| "Yes".to_owned()).collect(),
            Self::Month => match answers {
                // As forms before 2027 sent it: the number of the month, then the year.
                [month, year] => {
                    let name = month
                        .parse::<usize>()
                        .ok()
                        .and_then(|n| MONTHS.get(n.wrapping_sub(1)));
                    vec![name.map_or_else(|| year.clone(), |name| format!("{name} {year}"))]
                }
                _ => answers.to_vec(),
            },
            Self::Links { .. } => answers
                .chunks(2)
                .map(|pair| match pair {
                    [title, url] if title.is_empty() => url.clone(),
                    [title, url] => format!("{title}: {url}"),
                    _ => pair.concat(),
                })
                .collect(),
            Self::Words { .. } => answers
                .iter()
                .flat_map(|text| text.lines())
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned)
                .collect(),
            Self::Line { .. }
            | Self::Lines { .. }
            | Self::Count
            | Self::Place
            | Self::WebAddress => answers.to_vec(),
            Self::Email => answers.iter().map(|text| shown_email(text)).collect(),
            Self::Pictures { .. } => of_strings(answers).iter().map(Picture::in_words).collect(),
            Self::Documents { .. } => documents::of_strings(answers)
                .iter()
                .map(Document::in_words)
                .collect(),
        }
    }

    /// Whether the answers are files: they lie outside of the text, and a page of their own asks for them.
    #[must_use]
    pub const fn is_files(self) -> bool {
        matches!(self, Self::Pictures { .. } | Self::Documents { .. })
    }

    /// The limit and the advice, as the hint beside the question says them; empty when there are none.
    #[must_use]
    pub fn limit_in_words(self) -> String {
        match self {
            Self::Words { min: 0, max } => format!("Up to {max} words."),
            Self::Words { min, max } => format!("Aim for {min} words or more, up to {max}."),
            Self::Lines { min: 0, max, chars } => {
                format!("Up to {max}, each up to {chars} characters.")
            }
            Self::Lines { min, max, chars } => {
                format!("Aim for {min} or more, up to {max}, each up to {chars} characters.")
            }
            Self::Many(_, 0, max) if max < 20 => format!("Choose up to {max}."),
            // Where all that fit may be chosen there is nothing to count.
            Self::Many(list, min, max) if min > 0 && max + 1 < list.len() => {
                format!("Choose {min} to {max}.")
            }
            Self::Line { min, max } if min > 2 => format!("Up to {max} characters."),
            _ => String::new(),
        }
    }
}
