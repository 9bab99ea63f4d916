//! OpenDocument texts (`.odt`): what a person sees who opens them.

mod styles;

use crate::Refused;
use crate::archive::Archive;
use crate::block::{Block, Shape, Text};
use crate::building::Builder;
use crate::xml::{Node, Tag, walk};
use std::collections::BTreeSet;
use styles::Styles;

/// # Errors
/// Why it cannot be read.
pub(crate) fn read(file: &[u8]) -> Result<Text, Refused> {
    let mut archive = Archive::open(file)?;
    // The list of a document with a password says so; its text is not XML then.
    let list = archive.xml("META-INF/manifest.xml")?;
    if list.contains("encryption-data") {
        return Err(Refused::Password);
    }
    if archive.has_below("Basic/") || archive.has_below("Scripts/") {
        return Err(Refused::Macros);
    }
    let styles = archive.xml_if_there("styles.xml")?;
    let content = archive.xml("content.xml")?;
    let mut all = Styles::default();
    for xml in styles.iter().chain([&content]) {
        all.read(xml)?;
    }
    let mut text = body(&content, &all, "body")?;
    let mut there = BTreeSet::new();
    if let Some(styles) = styles {
        for margin in body(&styles, &all, "master-styles")?.blocks {
            if there.insert(margin.text.clone()) {
                text.blocks.push(Block {
                    links: margin.links,
                    ..Block::new(Shape::Aside, margin.text)
                });
            }
        }
    }
    Ok(text)
}

/// The bytes of one of its pictures.
///
/// # Errors
/// When there is none with this number.
pub(crate) fn picture(file: &[u8], at: usize) -> Result<Vec<u8>, Refused> {
    let text = read(file)?;
    let picture = text.pictures.get(at).ok_or(Refused::Damaged)?;
    Archive::open(file)?.picture(&picture.name)
}

/// A section, a row, the head or the foot of a page that is there and not shown.
fn is_unseen(tag: &Tag<'_>) -> bool {
    match tag.name {
        "section" => match tag.text("display").as_str() {
            "none" => true,
            "condition" => tag.text("is-hidden") == "true",
            _ => false,
        },
        "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first" => {
            tag.text("display") == "false"
        }
        "table-row" => matches!(tag.text("visibility").as_str(), "collapse" | "filter"),
        "hidden-text" => tag.text("is-hidden") != "false",
        _ => false,
    }
}

/// How words look within a paragraph or a part of one.
#[derive(Clone, Copy, Default)]
struct Look {
    is_bold: bool,
    is_hidden: bool,
}

struct Walker<'a> {
    styles: &'a Styles,
    builder: Builder,
    /// The part that is read, and how deep within it we are.
    wanted: &'a str,
    within: usize,
    passed_over: usize,
    shapes: Vec<Shape>,
    looks: Vec<Look>,
    lists: usize,
    /// Foot notes stand within the words that they belong to, and are told at the end.
    notes: usize,
    picture: String,
    frames: usize,
    /// What stands between frames: the words that say what a picture shows.
    saying: bool,
    alternative: String,
}

fn body(xml: &str, styles: &Styles, wanted: &str) -> Result<Text, Refused> {
    let mut walker = Walker {
        styles,
        builder: Builder::default(),
        wanted,
        within: 0,
        passed_over: 0,
        shapes: Vec::new(),
        looks: Vec::new(),
        lists: 0,
        notes: 0,
        picture: String::new(),
        frames: 0,
        saying: false,
        alternative: String::new(),
    };
    walk(xml, |node| match node {
        Node::Open(tag) => walker.open(tag),
        Node::Close(name) => walker.close(name),
        Node::Text(text) => walker.text(text),
    })?;
    let mut text = walker.builder.finish();
    // What was set aside on the way stands at the end.
    let (asides, mut blocks): (Vec<Block>, Vec<Block>) = text
        .blocks
        .into_iter()
        .partition(|block| block.shape == Shape::Aside);
    blocks.extend(asides);
    text.blocks = blocks;
    Ok(text)
}

impl Walker<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        if self.within == 0 {
            if tag.name == self.wanted {
                self.within = 1;
            }
            return;
        }
        self.within += 1;
        if self.passed_over > 0 {
            self.passed_over += 1;
            return;
        }
        match tag.name {
            // What was taken out, remarks in the margin, marks of notes, and boxes that still ask.
            "tracked-changes" | "annotation" | "note-citation" | "placeholder"
            | "table-of-content" | "forms" => self.passed_over = 1,
            _ if is_unseen(tag) => self.passed_over = 1,
            "hidden-paragraph" if tag.text("is-hidden") == "true" => self.builder.hide_paragraph(),
            "note" => self.notes += 1,
            "p" | "h" => self.open_paragraph(tag),
            "span" => {
                let name = tag.text("style-name");
                let around = self.look();
                self.looks.push(Look {
                    is_bold: self.styles.is_bold(&name).unwrap_or(around.is_bold),
                    is_hidden: self.styles.is_hidden(&name).unwrap_or(around.is_hidden),
                });
            }
            "s" => {
                let count: usize = tag.text("c").parse().unwrap_or(1);
                self.write(&" ".repeat(count.min(100)));
            }
            "tab" => self.write("\t"),
            "line-break" => self.write("\n"),
            "list" => self.lists += 1,
            "a" => self.builder.open_link(tag.text("href")),
            "table" => self.builder.open_table(),
            "table-cell" => self.builder.open_cell(),
            "frame" => {
                self.frames += 1;
                self.alternative.clear();
            }
            "image" => self.picture = tag.text("href").trim_start_matches("./").to_owned(),
            "title" | "desc" if self.frames > 0 => self.saying = true,
            _ => {}
        }
    }

    fn open_paragraph(&mut self, tag: &Tag<'_>) {
        let style = tag.text("style-name");
        let shape = if self.notes > 0 {
            Shape::Aside
        } else if tag.name == "h" {
            Shape::Heading(tag.text("outline-level").parse().unwrap_or(1))
        } else {
            match self.styles.shape(&style) {
                Some(shape) => shape,
                None if self.lists > 0 => Shape::Item,
                None => Shape::Paragraph,
            }
        };
        self.builder.open_paragraph();
        self.shapes.push(shape);
        // A note within hidden words is hidden with them.
        let around = self.look();
        self.looks.push(Look {
            is_bold: self.styles.is_bold(&style).unwrap_or_default(),
            is_hidden: around.is_hidden || self.styles.is_hidden(&style).unwrap_or_default(),
        });
    }

    fn close(&mut self, name: &str) {
        if self.within == 0 {
            return;
        }
        self.within -= 1;
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return;
        }
        match name {
            "note" => self.notes = self.notes.saturating_sub(1),
            "p" | "h" => {
                let shape = self.shapes.pop().unwrap_or(Shape::Paragraph);
                self.looks.pop();
                self.builder.close_paragraph(shape);
            }
            "span" => {
                self.looks.pop();
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "a" => self.builder.close_link(),
            "table-row" => self.builder.close_row(),
            "table" => self.builder.close_table(),
            "title" | "desc" => self.saying = false,
            "frame" => {
                self.frames = self.frames.saturating_sub(1);
                let name = std::mem::take(&mut self.picture);
                // One outside of the document is not fetched.
                if !name.is_empty() && !name.contains("://") && !self.look().is_hidden {
                    self.builder.picture(name, &self.alternative);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.within == 0 || self.passed_over > 0 {
            return;
        }
        if self.saying {
            if !self.alternative.is_empty() {
                self.alternative.push(' ');
            }
            self.alternative.push_str(text);
            return;
        }
        // Line breaks and gaps of the file are one space to whoever reads.
        let mut words = String::with_capacity(text.len());
        for letter in text.chars() {
            let is_gap = matches!(letter, '\n' | '\r' | '\t' | ' ');
            if !(is_gap && words.ends_with(' ')) {
                words.push(if is_gap { ' ' } else { letter });
            }
        }
        self.write(&words);
    }

    fn write(&mut self, words: &str) {
        let look = self.look();
        if look.is_hidden {
            self.builder.pass_over();
        } else {
            self.builder.write(words, look.is_bold);
        }
    }

    fn look(&self) -> Look {
        self.looks.last().copied().unwrap_or_default()
    }
}
