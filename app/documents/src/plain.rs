//! Plain texts, and the text of messages: paragraphs, headings as people set them without a word processor, lists, what was quoted,
//! and what stands below the greeting at the end.

mod lines;
mod message;

use crate::block::{Block, Shape, Text};
use crate::labels::{labelled, named};
use crate::{MOST_READ, Refused};
use case_study::short_way::greets;
use case_study::text_input::tidy;
use lines::{is_item, is_numbered, is_rule, looks_like_a_heading, mark_of_heading, without_stars};
use message::{Message, Role};

/// A line so long was broken by a program where the paragraph goes on.
const BROKEN_AT: usize = 55;
/// No program breaks lines that are longer: each is a paragraph.
const WIDEST: usize = 90;

/// # Errors
/// For a text that is longer than may be written.
pub(crate) fn read(file: &[u8]) -> Result<Text, Refused> {
    let text = mails::decoded(file);
    if text.len() > MOST_READ {
        return Err(Refused::TooLong);
    }
    Ok(blocks(&text))
}

/// A text as blocks.
pub(crate) fn blocks(text: &str) -> Text {
    let text = tidy(text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let message = Message::of(&lines);
    let mut reading = Reading::default();
    let mut at = 0;
    while at < lines.len() {
        let role = message.role(at);
        if role == Role::Text {
            let end = (at..lines.len())
                .find(|at| message.role(*at) != Role::Text)
                .unwrap_or(lines.len());
            reading.text(&lines[at..end]);
            at = end;
            continue;
        }
        let end = (at..lines.len())
            .find(|at| message.role(*at) != role)
            .unwrap_or(lines.len());
        let block = lines[at..end].join("\n");
        let shape = if role == Role::Signature {
            Shape::Signature
        } else {
            Shape::Aside
        };
        if role == Role::Head {
            // Each line of the head says something of its own.
            reading.blocks.extend(
                lines[at..end]
                    .iter()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| Block::new(Shape::Aside, line.trim())),
            );
        } else if !block.trim().is_empty() {
            reading.blocks.push(Block::new(shape, block.trim()));
        }
        at = end;
    }
    Text {
        blocks: reading.blocks,
        pictures: Vec::new(),
    }
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    /// The paragraph that is being read, and how long its last line was.
    open: String,
    last: usize,
    in_numbers: bool,
}

impl Reading {
    fn text(&mut self, lines: &[&str]) {
        let mut after_gap = true;
        for (at, line) in lines.iter().enumerate() {
            let next = lines.get(at + 1).copied().unwrap_or_default();
            let bare = line.trim();
            if bare.is_empty() {
                self.close();
                after_gap = true;
                continue;
            }
            self.line(bare, next.trim(), after_gap);
            after_gap = false;
        }
        self.close();
    }

    fn line(&mut self, line: &str, next: &str, after_gap: bool) {
        if is_rule(line) {
            self.close();
            return;
        }
        if let Some((level, words)) = mark_of_heading(line) {
            self.single(Shape::Heading(level), words);
            return;
        }
        if is_rule(next)
            && next.len() >= 3
            && line.split_whitespace().count() <= 12
            && labelled(line).is_none()
        {
            self.single(Shape::Heading(2), line);
            return;
        }
        let stars = without_stars(line);
        let bare = stars.unwrap_or(line);
        if after_gap && greets(bare) {
            self.single(Shape::Aside, bare);
            return;
        }
        if named(bare).is_some() && bare.split_whitespace().count() <= 12 {
            self.single(Shape::Heading(if is_numbered(bare) { 2 } else { 3 }), bare);
            return;
        }
        if is_item(bare) {
            self.item(bare, next, after_gap);
            return;
        }
        if labelled(bare).is_some() {
            self.close();
            self.open = bare.to_owned();
            self.last = bare.chars().count();
            if self.last < BROKEN_AT || self.last > WIDEST || starts_anew(next) {
                self.close();
            }
            return;
        }
        if stars.is_some() || (after_gap && looks_like_a_heading(bare, next)) {
            self.single(Shape::Heading(3), bare);
            return;
        }
        self.in_numbers = false;
        if self.last > WIDEST {
            self.close();
        }
        if self.open.is_empty() {
            self.open = bare.to_owned();
        } else {
            self.open
                .push(if self.last >= BROKEN_AT { ' ' } else { '\n' });
            self.open.push_str(bare);
        }
        self.last = bare.chars().count();
    }

    /// A line of a list, or a heading with its number.
    fn item(&mut self, line: &str, next: &str, after_gap: bool) {
        let is_heading = is_numbered(line)
            && after_gap
            && !self.in_numbers
            && !is_numbered(next)
            && !next.is_empty()
            && line.split_whitespace().count() <= 9
            && !line.ends_with(['.', ';', ',']);
        if is_heading {
            self.single(Shape::Heading(2), line);
            return;
        }
        self.close();
        self.in_numbers = is_numbered(line);
        // A long line of a list goes on in the next.
        self.blocks.push(Block::new(Shape::Item, line));
    }

    fn single(&mut self, shape: Shape, text: &str) {
        self.close();
        self.in_numbers = false;
        self.blocks.push(Block::new(shape, text));
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.open);
        if !text.is_empty() {
            self.blocks.push(Block::new(Shape::Paragraph, text));
        }
    }
}

/// Whether a line begins something of its own.
fn starts_anew(line: &str) -> bool {
    line.is_empty()
        || is_item(line)
        || named(line).is_some()
        || labelled(line).is_some()
        || is_rule(line)
}

#[cfg(test)]
mod tests;
