//! Giving the words of a document to fields, and keeping the rest: every word is in a piece, and a piece says which field it answers.

mod asides;
mod filling;
mod tables;

use crate::Kind;
use crate::block::{Block, Shape};
use crate::labels::{Targets, labelled, named};
use crate::values::{Part, email_in, is_role};
pub(crate) use asides::is_sign_off;
use asides::{is_about_the_message, is_caption, link_line};
use case_study::CaseStudyContent;
use case_study::material::Piece;
use filling::Filling;
use tables::Told;

/// A heading has no more words.
const LONGEST_HEADING: usize = 12;

pub(crate) struct Mapped {
    pub content: CaseStudyContent,
    pub pieces: Vec<Piece>,
}

/// An answer that is being read: what it is called, and its paragraphs so far.
struct Open {
    label: String,
    targets: Targets,
    level: u8,
    parts: Vec<Part>,
    links: Vec<String>,
    /// It began behind a label in its own line.
    is_line: bool,
}

struct Mapping {
    filling: Filling,
    open: Option<Open>,
    kind: Kind,
    /// Below the greeting at the end.
    signed: Vec<String>,
    title: Option<String>,
}

/// Maps blocks in reading order.
pub(crate) fn map(blocks: &[Block], kind: Kind) -> Mapped {
    let mut mapping = Mapping {
        filling: Filling::new(kind.fills_fields()),
        open: None,
        kind,
        signed: Vec::new(),
        title: None,
    };
    for told in tables::told(blocks) {
        match told {
            Told::Block(block) => mapping.take(&block),
            Told::Pair(pair) => mapping.filling.pair(&pair),
        }
    }
    mapping.close();
    mapping.sign();
    mapping.name();
    mapping.filling.finish()
}

impl Mapping {
    fn take(&mut self, block: &Block) {
        let text = block.text.trim();
        if text.is_empty() {
            self.filling.addresses(&block.links);
            return;
        }
        match &block.shape {
            Shape::Aside => {
                self.filling.aside(text);
                if let Some(sender) = text.strip_prefix("From:").and_then(email_in) {
                    self.filling.sender(&sender.0);
                }
            }
            Shape::Signature => {
                self.close();
                self.signed
                    .extend(text.lines().map(|line| line.trim().to_owned()));
            }
            Shape::Caption => self.filling.left(text),
            Shape::Title if self.title.is_none() && named(text).is_none() => {
                self.close();
                self.title = Some(text.to_owned());
            }
            Shape::Title | Shape::Heading(_) => {
                let level = match block.shape {
                    Shape::Heading(level) => level,
                    _ => 1,
                };
                self.heading(text, level);
            }
            Shape::Row { cells, .. } => self.row(cells, block),
            Shape::Item => {
                if let Some(open) = self.open.as_mut().filter(|open| takes_items(open)) {
                    open.parts.push(Part {
                        text: text.to_owned(),
                        is_item: true,
                    });
                    open.links.extend(block.links.iter().cloned());
                } else if !self.line(text, block) {
                    self.filling.left(text);
                }
            }
            Shape::Paragraph => self.paragraph(text, block),
        }
        if !matches!(
            block.shape,
            Shape::Row { .. } | Shape::Item | Shape::Paragraph
        ) {
            self.filling.addresses(&block.links);
        }
    }

    fn heading(&mut self, text: &str, level: u8) {
        if let Some(targets) = named(text) {
            self.begin(text, targets, level);
            return;
        }
        if let Some((label, targets, answer)) = labelled(text) {
            self.close();
            self.filling
                .answer(label, targets, &[Part::paragraph(answer)], &[]);
            return;
        }
        if let Some(open) = self
            .open
            .as_mut()
            .filter(|open| level > open.level && !open.parts.is_empty())
        {
            open.parts.push(Part::paragraph(text));
            return;
        }
        self.close();
        self.filling.aside(text);
    }

    fn paragraph(&mut self, text: &str, block: &Block) {
        if is_sign_off(text) {
            self.close();
            self.filling.aside(text);
            return;
        }
        if is_caption(text) {
            self.filling.left(text);
            return;
        }
        if self.line(text, block) {
            return;
        }
        let words = text.split_whitespace().count();
        if words <= LONGEST_HEADING
            && let Some(targets) = named(text)
        {
            self.begin(text, targets, 6);
            return;
        }
        let is_bold = block.bold == block.text.len();
        if is_bold && words <= LONGEST_HEADING && !text.contains('\n') {
            self.heading(text, 6);
            return;
        }
        if self.open.is_some() && self.is_letter() && is_about_the_message(text) {
            self.close();
        }
        match &mut self.open {
            Some(open) if !open.is_line || goes_on(open) => {
                open.parts.push(Part::paragraph(text));
                open.links.extend(block.links.iter().cloned());
            }
            _ => {
                self.close();
                self.left(text, block);
            }
        }
    }

    /// A line with its label in front, in bold or before a colon.
    fn line(&mut self, text: &str, block: &Block) -> bool {
        let bold = text
            .get(..block.bold)
            .map(str::trim)
            .filter(|bold| !bold.is_empty());
        let by_bold = bold.and_then(|bold| {
            let rest = text
                .get(block.bold..)?
                .trim_start_matches([':', '.', ' ', '-', '\u{2013}', '\n', '\t']);
            let targets = named(bold)?;
            (!rest.is_empty()).then_some((bold, targets, rest))
        });
        let Some((label, targets, answer)) = by_bold.or_else(|| labelled(text)) else {
            return false;
        };
        self.close();
        let parts: Vec<Part> = answer.split("\n\n").flat_map(tables::parts_of).collect();
        self.open = Some(Open {
            label: label.to_owned(),
            targets,
            level: 9,
            parts,
            links: block.links.clone(),
            is_line: true,
        });
        true
    }

    /// A row of a table without a label that we know.
    fn row(&mut self, cells: &[String], block: &Block) {
        let said: Vec<&str> = cells
            .iter()
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        match said.as_slice() {
            [label, text] if label.split_whitespace().count() <= LONGEST_HEADING => {
                self.filling.left_with(label, text)
            }
            _ => self.filling.left(&said.join(" | ")),
        }
        self.filling.addresses(&block.links);
    }

    fn left(&mut self, text: &str, block: &Block) {
        if let Some((label, address)) = link_line(text) {
            self.filling.link(label, &address);
        } else {
            self.filling.left(text);
        }
        self.filling.addresses(&block.links);
    }

    fn begin(&mut self, label: &str, targets: Targets, level: u8) {
        self.close();
        self.open = Some(Open {
            label: label.to_owned(),
            targets,
            level,
            parts: Vec::new(),
            links: Vec::new(),
            is_line: false,
        });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        if open.parts.is_empty() && open.links.is_empty() {
            self.filling.aside(&open.label);
        } else {
            self.filling
                .answer(&open.label, open.targets, &open.parts, &open.links);
        }
    }

    /// Whether the text may speak of itself: of what is attached, of what comes later.
    const fn is_letter(&self) -> bool {
        matches!(self.kind, Kind::Plain | Kind::Pdf)
    }

    /// What stands below the greeting at the end says who wrote, and where to.
    fn sign(&mut self) {
        let lines = std::mem::take(&mut self.signed);
        let whole = lines.join("\n");
        let email = email_in(&whole).map(|(email, _)| email);
        let role = lines
            .iter()
            .filter(|line| !line.is_empty())
            .take(2)
            .find(|line| is_role(line))
            .filter(|_| email.is_some() || lines.len() <= 8)
            .cloned();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            if Some(line) == role.as_ref() {
                self.filling.by_the_way("contact_role", line, line);
            } else if let Some(email) = email.as_ref().filter(|email| line.contains(email.as_str()))
            {
                self.filling.by_the_way("contact_email", email, line);
            } else {
                self.filling.left(line);
            }
        }
    }

    /// The title that a document has by its form, where no answer is one.
    fn name(&mut self) {
        if let Some(title) = self.title.take() {
            self.filling.title(&title);
        }
    }
}

/// A list below a label in a line belongs to it only where the label asks for one, or where a passage goes on.
fn takes_items(open: &Open) -> bool {
    !open.is_line || goes_on(open) || open.parts.iter().all(|part| part.is_item)
}

/// A passage that began behind its label goes on in the paragraphs after it.
fn goes_on(open: &Open) -> bool {
    open.targets.iter().any(|key| {
        case_study::fields::field(key)
            .is_some_and(|field| matches!(field.kind, case_study::Kind::Words { .. }))
    }) && open
        .targets
        .first()
        .is_none_or(|key| !matches!(*key, "title" | "audiences" | "independently_evaluated"))
}

#[cfg(test)]
mod tests;
