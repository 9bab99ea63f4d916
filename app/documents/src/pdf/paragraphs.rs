//! Lines into paragraphs, headings and lines of lists.

use super::layout::{in_order, middle};
use super::lines::{Glyph, Line, of_glyphs};
use crate::block::{Block, Shape, Text};
use crate::labels::{labelled, named};
use case_study::text_input::tidy;
use std::collections::{BTreeMap, BTreeSet};

/// So much of the height of a page is its margin, where its number and its head stand.
const MARGIN: f64 = 0.07;

/// All pages as one text.
pub(super) fn of_pages(pages: Vec<(f64, Vec<Glyph>)>) -> Text {
    let count = pages.len();
    let pages: Vec<(f64, Vec<Line>)> = pages
        .into_iter()
        .map(|(height, glyphs)| (height, of_glyphs(glyphs)))
        .collect();
    let size = body_size(&pages);
    let mut margins: BTreeMap<String, usize> = BTreeMap::new();
    for (height, lines) in &pages {
        let said: BTreeSet<String> = lines
            .iter()
            .filter(|line| is_margin(line, *height))
            .map(|line| without_digits(&line.text))
            .collect();
        for text in said {
            *margins.entry(text).or_default() += 1;
        }
    }
    let mut reading = Reading {
        size,
        words: pages
            .iter()
            .flat_map(|(_, lines)| words_of(lines))
            .collect(),
        ..Reading::default()
    };
    let mut seen = BTreeSet::new();
    let mut asides = Vec::new();
    for (height, lines) in pages {
        let repeats = |line: &Line| {
            let times = margins
                .get(&without_digits(&line.text))
                .copied()
                .unwrap_or(0);
            is_margin(line, height) && (times > 1 || (count == 1 && line.size < size * 1.02))
        };
        let (aside, lines): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| repeats(line));
        for line in aside {
            if seen.insert(line.text.clone()) {
                asides.push(Block::new(Shape::Aside, tidy(&line.text)));
            }
        }
        for group in in_order(lines) {
            reading.group(&group);
        }
    }
    reading.close();
    let mut blocks = reading.blocks;
    blocks.extend(asides);
    blocks.retain(|block| !block.text.is_empty());
    Text {
        blocks,
        pictures: Vec::new(),
    }
}

fn is_margin(line: &Line, height: f64) -> bool {
    height > 0.0 && (line.y < MARGIN * height || line.y > (1.0 - MARGIN) * height)
}

/// Pages differ in their numbers.
fn without_digits(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_ascii_digit()).collect()
}

/// The size that most letters have.
fn body_size(pages: &[(f64, Vec<Line>)]) -> f64 {
    let sizes = pages
        .iter()
        .flat_map(|(_, lines)| lines)
        .flat_map(|line| std::iter::repeat_n(line.size, line.text.len().min(120)));
    middle(sizes)
}

/// The words of a text, to know which are one word where a line ends within them.
fn words_of(lines: &[Line]) -> Vec<String> {
    lines
        .iter()
        .flat_map(|line| line.text.split(|sign: char| !sign.is_alphanumeric()))
        .map(str::to_lowercase)
        .collect()
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    size: f64,
    words: BTreeSet<String>,
    open: String,
    shape: Option<Shape>,
    /// The line before, in the group that is being read.
    before: Option<Line>,
}

impl Reading {
    fn group(&mut self, lines: &[Line]) {
        let right = lines.iter().map(|line| line.right).fold(f64::MIN, f64::max);
        let gap = usual_gap(lines);
        let mut first = true;
        for line in lines {
            // A column may go on with the sentence that the one before it broke off.
            let goes_on = if std::mem::take(&mut first) {
                self.breaks_off() && line.text.starts_with(char::is_lowercase)
            } else {
                self.goes_on(line, right, gap)
            };
            if goes_on {
                self.append(&line.text);
            } else {
                self.close();
                self.begin(line);
            }
            self.before = Some(line.clone());
        }
    }

    fn begin(&mut self, line: &Line) {
        let text = line.text.trim();
        let words = text.split_whitespace().count();
        let is_large = line.size > self.size * 1.06;
        let shape = if is_item(text) {
            Shape::Item
        } else if words <= 14 && is_large {
            let level = if line.size > self.size * 1.35 { 1 } else { 2 };
            Shape::Heading(level)
        } else if words <= 12 && named(text).is_some() {
            Shape::Heading(3)
        } else {
            Shape::Paragraph
        };
        self.shape = Some(shape);
        text.clone_into(&mut self.open);
    }

    fn goes_on(&self, line: &Line, right: f64, gap: f64) -> bool {
        let (Some(before), Some(shape)) = (&self.before, &self.shape) else {
            return false;
        };
        let text = line.text.trim();
        let step = before.y - line.y;
        if (line.size - before.size).abs() > 0.06 * before.size
            || step > gap * 1.25 + 0.5
            || is_item(text)
        {
            return false;
        }
        if matches!(shape, Shape::Heading(_)) {
            // A heading over two lines has one size of its own.
            return line.size > self.size * 1.06;
        }
        if labelled(text).is_some_and(|(label, ..)| label.len() < 40)
            || (named(text).is_some() && text.len() < 40)
        {
            return false;
        }
        // A line that ends early ends its paragraph.
        let room = right - before.right;
        let next = text.split_whitespace().next().unwrap_or_default();
        let next = next.chars().count();
        let fits = room > width(next, before.size) + before.size * 0.6;
        let ends = before
            .text
            .trim_end()
            .ends_with(['.', '!', '?', ':', '\u{201d}', ')']);
        !(fits && (ends || before.text.contains('\t')))
    }

    /// Whether what is open ends within a sentence.
    fn breaks_off(&self) -> bool {
        let is_text = matches!(self.shape, Some(Shape::Paragraph | Shape::Item));
        is_text
            && !self
                .open
                .trim_end()
                .ends_with(['.', '!', '?', ':', ';', '\u{201d}'])
    }

    fn append(&mut self, text: &str) {
        let text = text.trim();
        if let Some(stem) = self.open.strip_suffix('\u{ad}') {
            self.open = format!("{stem}{text}");
            return;
        }
        if self.open.ends_with('-') && text.starts_with(char::is_lowercase) {
            let stem = self.open.trim_end_matches('-');
            let first: String = stem
                .chars()
                .rev()
                .take_while(|sign| sign.is_alphanumeric())
                .collect();
            let first: String = first.chars().rev().collect();
            let second: String = text
                .chars()
                .take_while(|sign| sign.is_alphanumeric())
                .collect();
            // The text itself says whether it is one word.
            let is_one = self
                .words
                .contains(&format!("{first}{second}").to_lowercase());
            let length = if is_one { stem.len() } else { self.open.len() };
            self.open.truncate(length);
            self.open.push_str(text);
            return;
        }
        self.open.push(' ');
        self.open.push_str(text);
    }

    fn close(&mut self) {
        let text = tidy(&std::mem::take(&mut self.open));
        if let Some(shape) = self.shape.take()
            && !text.is_empty()
        {
            self.blocks.push(Block::new(shape, text));
        }
    }
}

/// About how wide so many letters are.
fn width(letters: usize, size: f64) -> f64 {
    let letters = u32::try_from(letters).unwrap_or(u32::MAX);
    f64::from(letters) * size * 0.5
}

/// From one line of a paragraph to the next.
fn usual_gap(lines: &[Line]) -> f64 {
    let steps: Vec<f64> = lines
        .windows(2)
        .map(|pair| pair[0].y - pair[1].y)
        .filter(|step| *step > 1.0)
        .collect();
    if steps.is_empty() {
        return 12.0;
    }
    // Gaps between paragraphs are wider, and fewer.
    let mut sorted = steps;
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 4).copied().unwrap_or(12.0)
}

fn is_item(text: &str) -> bool {
    let rest = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = text.len() - rest.len();
    let is_numbered =
        (1..=2).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "));
    is_numbered
        || text.starts_with([
            '\u{2022}', '\u{25cf}', '\u{25aa}', '\u{2023}', '\u{25e6}', '\u{b7}',
        ])
        || text.starts_with("- ")
        || text.starts_with("\u{2013} ")
}
