//! Where the words that somebody looks for stand in a case.
//!
//! Pieces of plain text, marked or not; the page escapes them like any other text.

use super::synonyms::Name;
use super::tokenizer;
use case_study::FIELDS;
use case_study::fields::{Field, SearchField, field};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use store::cases::PublicCase;
use tantivy::tokenizer::{TextAnalyzer, TokenStream};

/// An excerpt of a story, in words.
const LENGTH: usize = 32;
/// Words before the first one that is marked.
const BEFORE: usize = 6;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// It is what somebody looks for.
    pub marked: bool,
}

/// A case with what somebody looks for marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpts {
    pub title: Vec<Piece>,
    pub summary: Vec<Piece>,
    /// A passage of the story that has more of the words than title and summary together.
    pub story: Option<Vec<Piece>>,
}

/// Finds names in texts.
pub(super) struct Marker<'a> {
    names: &'a HashSet<Name>,
    longest: usize,
    /// The stems that the names are made of.
    parts: HashSet<&'a str>,
    /// The first letter of each of them: a word that begins otherwise need not be stemmed.
    beginnings: HashSet<char>,
    /// The stems of the words met so far; nothing for a word that belongs to no name. The same words
    /// come again and again.
    met: HashMap<String, String>,
    plain: TextAnalyzer,
    stems: TextAnalyzer,
}

/// A name found in a text.
struct Mark<'a> {
    range: Range<usize>,
    /// The number of its first word in the text.
    word: usize,
    name: &'a Name,
}

impl<'a> Marker<'a> {
    pub fn new(names: &'a HashSet<Name>) -> Self {
        Self {
            names,
            longest: names.iter().map(Vec::len).max().unwrap_or(0),
            parts: names.iter().flatten().map(String::as_str).collect(),
            beginnings: names
                .iter()
                .flatten()
                .filter_map(|stem| stem.chars().next())
                .collect(),
            met: HashMap::new(),
            plain: tokenizer::plain(),
            stems: tokenizer::stems(),
        }
    }

    /// Every name in a text, and where each of its words begins.
    fn marks(&mut self, text: &str) -> (Vec<Mark<'a>>, Vec<usize>) {
        // The stem of each word that may belong to a name, and nothing for the others.
        let mut stems: Vec<String> = Vec::new();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut stream = self.plain.token_stream(text);
        while stream.advance() {
            let token = stream.token();
            // Stems keep the first letter of their words, and no more: "dying" becomes "die".
            let first = token.text.chars().next();
            let stem = if !first.is_some_and(|first| self.beginnings.contains(&first)) {
                String::new()
            } else if let Some(stem) = self.met.get(&token.text) {
                stem.clone()
            } else {
                let mut stem = String::new();
                self.stems
                    .token_stream(&token.text)
                    .process(&mut |token| stem.clone_from(&token.text));
                if !self.parts.contains(stem.as_str()) {
                    stem.clear();
                }
                self.met.insert(token.text.clone(), stem.clone());
                stem
            };
            stems.push(stem);
            ranges.push(token.offset_from..token.offset_to);
        }
        let mut marks = Vec::new();
        let mut at = 0;
        while at < stems.len() {
            let name = (1..=self.longest.min(stems.len() - at))
                .rev()
                .take_while(|_| !stems[at].is_empty())
                .find_map(|length| self.names.get(&stems[at..at + length]));
            match name {
                Some(name) => {
                    let last = at + name.len() - 1;
                    marks.push(Mark {
                        range: ranges[at].start..ranges[last].end,
                        word: at,
                        name,
                    });
                    at += name.len();
                }
                None => at += 1,
            }
        }
        (marks, ranges.into_iter().map(|range| range.start).collect())
    }
}

/// Of passages that answer equally well the first of these speaks: what was done, then why. Other texts of
/// the story follow in the order of the table of fields.
const FIRST: [&str; 8] = [
    "did",
    "need",
    "hard",
    "team_care",
    "quotation",
    "sustainability",
    "method",
    "lessons",
];

/// What came of the work is never cut: of "Everyone enjoyed it. On the scale nothing changed." an excerpt
/// would say the half.
const NEVER_CUT: [&str; 2] = ["main_result", "changed"];

/// The fields an excerpt is cut from: those of the story, and how it was evaluated.
fn passages() -> impl Iterator<Item = &'static Field> {
    let first = FIRST.iter().filter_map(|key| field(key));
    let others = FIELDS
        .iter()
        .filter(|field| field.search == Some(SearchField::Story))
        .filter(|field| !FIRST.contains(&field.key) && !NEVER_CUT.contains(&field.key));
    first.chain(others)
}

impl Excerpts {
    pub(super) fn of(case: &PublicCase, marker: &mut Marker<'_>) -> Self {
        let content = &case.content;
        let (in_title, _) = marker.marks(&content.title);
        let (in_summary, _) = marker.marks(&content.summary);
        let seen: HashSet<&Name> = in_title
            .iter()
            .chain(&in_summary)
            .map(|mark| mark.name)
            .collect();
        let mut best: Option<(usize, Vec<Piece>)> = None;
        for text in passages().flat_map(|field| field.answers(content)) {
            let (marks, starts) = marker.marks(&text);
            if let Some((new, first)) = densest(&marks, &seen)
                && best.as_ref().is_none_or(|(most, _)| new > *most)
            {
                best = Some((new, passage(&text, &marks, &starts, first)));
            }
        }
        Self {
            title: pieces(&content.title, 0..content.title.len(), &in_title),
            summary: pieces(&content.summary, 0..content.summary.len(), &in_summary),
            story: best.map(|(_, passage)| passage),
        }
    }
}

/// The mark that a passage with the most new names begins at, and how many those are.
fn densest(marks: &[Mark<'_>], seen: &HashSet<&Name>) -> Option<(usize, usize)> {
    let news = (0..marks.len()).map(|first| {
        let new: HashSet<&Name> = marks[first..]
            .iter()
            .take_while(|mark| mark.word < marks[first].word + LENGTH - BEFORE)
            .map(|mark| mark.name)
            .filter(|name| !seen.contains(*name))
            .collect();
        (new.len(), first)
    });
    // The first of equally good ones.
    news.rev()
        .max_by_key(|(new, _)| *new)
        .filter(|(new, _)| *new > 0)
}

/// Some words around a mark, with dots where the text goes on.
fn passage(text: &str, marks: &[Mark<'_>], starts: &[usize], first: usize) -> Vec<Piece> {
    let from_word = marks[first].word.saturating_sub(BEFORE);
    let to_word = from_word + LENGTH;
    let from = if from_word == 0 { 0 } else { starts[from_word] };
    let (to, goes_on) = match starts.get(to_word) {
        Some(start) => (text[..*start].trim_end().len(), true),
        None => (text.len(), false),
    };
    let mut all = pieces(text, from..to, marks);
    if from > 0 {
        all.insert(0, plain("\u{2026} "));
    }
    if goes_on {
        all.push(plain(" \u{2026}"));
    }
    all
}

fn plain(text: &str) -> Piece {
    Piece {
        text: text.to_owned(),
        marked: false,
    }
}

/// A part of a text, cut at its marks.
fn pieces(text: &str, part: Range<usize>, marks: &[Mark<'_>]) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut at = part.start;
    let inside = |mark: &&Mark<'_>| mark.range.start >= part.start && mark.range.end <= part.end;
    for mark in marks.iter().filter(inside) {
        if at < mark.range.start {
            all.push(plain(&text[at..mark.range.start]));
        }
        // Where a script is cut into pairs of letters, each begins inside the one before.
        let new = &text[mark.range.start.max(at)..mark.range.end];
        match all.last_mut() {
            Some(last) if last.marked && mark.range.start < at => last.text.push_str(new),
            _ => all.push(Piece {
                text: new.to_owned(),
                marked: true,
            }),
        }
        at = mark.range.end;
    }
    if at < part.end {
        all.push(plain(&text[at..part.end]));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{Excerpts, Marker, Piece};
    use crate::tokenizer::stems_of;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent};
    use std::collections::HashSet;
    use store::cases::PublicCase;

    fn excerpts(names: &[&str], content: CaseStudyContent) -> Excerpts {
        let names: HashSet<Vec<String>> = names.iter().map(|name| stems_of(name)).collect();
        let case = PublicCase {
            slug: "tea".into(),
            state: CaseState::Live,
            compiled: false,
            sample: false,
            featured: false,
            published_at: 0,
            updated_at: 0,
            content: public_part(content),
        };
        Excerpts::of(&case, &mut Marker::new(&names))
    }

    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece.marked {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            })
            .collect()
    }

    #[test]
    fn words_are_marked_in_any_form_and_text_stays_as_it_is() {
        let found = excerpts(
            &["gardens", "older people"],
            CaseStudyContent {
                title: "<b>Gardening</b> & older people's tea".into(),
                summary: "Nothing older here.".into(),
                ..Default::default()
            },
        );
        assert_eq!(
            shown(&found.title),
            "<b>[Gardening]</b> & [older people's] tea"
        );
        assert_eq!(shown(&found.summary), "Nothing older here.");
        assert_eq!(found.story, None);
    }

    #[test]
    fn the_story_speaks_where_it_has_more_to_say() {
        let many = "word ".repeat(60);
        let found = excerpts(
            &["tea", "loneliness"],
            CaseStudyContent {
                title: "Tea".into(),
                did: format!("{many}tea again {many}"),
                need: format!("{many}Less loneliness over tea. {many}"),
                ..Default::default()
            },
        );
        let story = shown(&found.story.expect("a passage"));
        assert!(
            story.contains("Less [loneliness] over [tea]. word"),
            "{story}"
        );
        assert!(story.starts_with("\u{2026} word word"), "{story}");
        assert!(story.ends_with(" \u{2026}"), "{story}");
        assert!(story.split_whitespace().count() < 40, "{story}");
    }

    #[test]
    fn what_came_of_it_is_never_cut() {
        let found = excerpts(
            &["scale"],
            CaseStudyContent {
                title: "Tea".into(),
                main_result: "On the scale nothing changed.".into(),
                changed: "Everyone enjoyed it. On the scale nothing changed.".into(),
                ..Default::default()
            },
        );
        assert_eq!(found.story, None);
    }

    #[test]
    fn words_whose_second_letter_changes_are_marked() {
        let found = excerpts(
            &["death", "dying", "lying", "tying"],
            CaseStudyContent {
                title: "Talking about dying".into(),
                summary: "She died, lying there, tying a knot. A day, a toy.".into(),
                ..Default::default()
            },
        );
        assert_eq!(shown(&found.title), "Talking about [dying]");
        assert_eq!(
            shown(&found.summary),
            "She [died], [lying] there, [tying] a knot. A day, a toy."
        );
    }

    #[test]
    fn pairs_of_letters_that_overlap_are_one_mark() {
        let found = excerpts(
            &["博物馆", "homme"],
            CaseStudyContent {
                title: "在博物馆里 l\u{2019}homme".into(),
                ..Default::default()
            },
        );
        assert_eq!(shown(&found.title), "在[博物馆]里 l\u{2019}[homme]");
        let found = excerpts(
            &["博物", "物馆"],
            CaseStudyContent {
                title: "在博物馆里".into(),
                ..Default::default()
            },
        );
        assert_eq!(shown(&found.title), "在[博物馆]里");
    }

    #[test]
    fn odd_texts_are_cut_between_letters() {
        let found = excerpts(
            &["zürich"],
            CaseStudyContent {
                title: "\u{1f331}«Zürich’s»\u{301} ZU\u{308}RICH".into(),
                ..Default::default()
            },
        );
        assert_eq!(
            shown(&found.title),
            "\u{1f331}«[Zürich’s]»\u{301} [ZU\u{308}RICH]"
        );
    }
}
