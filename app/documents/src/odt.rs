//! OpenDocument texts (`.odt`): what a person sees who opens them.

use crate::Refused;
use crate::archive::Archive;
use crate::block::{Block, Shape, Text};
use crate::building::Builder;
use crate::xml::{Node, Tag, walk};
use std::collections::{BTreeSet, HashMap};

/// A style builds on another; no honest chain is longer.
const LONGEST_CHAIN: usize = 12;

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
    let mut all = HashMap::new();
    for xml in styles.iter().chain([&content]) {
        read_styles(xml, &mut all)?;
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

#[derive(Default)]
struct Style {
    parent: String,
    is_bold: Option<bool>,
    is_hidden: bool,
}

fn read_styles(xml: &str, all: &mut HashMap<String, Style>) -> Result<(), Refused> {
    let mut open: Option<(String, Style)> = None;
    walk(xml, |node| match node {
        Node::Open(tag) if tag.name == "style" => {
            let style = Style {
                parent: tag.text("parent-style-name"),
                ..Style::default()
            };
            open = Some((tag.text("name"), style));
        }
        Node::Open(tag) if tag.name == "text-properties" => {
            if let Some((_, style)) = &mut open {
                style.is_bold = tag.get("font-weight").map(|weight| weight != "normal");
                style.is_hidden = tag.text("display") == "none";
            }
        }
        Node::Close("style") => all.extend(open.take()),
        _ => {}
    })
}

/// The styles of this name and those it builds on.
fn chain<'a>(
    all: &'a HashMap<String, Style>,
    name: &'a str,
) -> impl Iterator<Item = (&'a str, &'a Style)> {
    let first = all.get(name).map(|style| (name, style));
    std::iter::successors(first, |(_, style)| {
        all.get(&style.parent)
            .map(|parent| (style.parent.as_str(), parent))
    })
    .take(LONGEST_CHAIN)
}

fn is_bold(all: &HashMap<String, Style>, name: &str) -> Option<bool> {
    chain(all, name).find_map(|(name, style)| {
        let by_name = (name == "Strong_20_Emphasis").then_some(true);
        style.is_bold.or(by_name)
    })
}

fn shape_of(all: &HashMap<String, Style>, name: &str) -> Option<Shape> {
    chain(all, name)
        .map(|(name, _)| name)
        .chain([name])
        .find_map(|name| match name {
            "Title" => Some(Shape::Title),
            "Caption" | "Illustration" | "Figure" | "Table" | "Drawing" => Some(Shape::Caption),
            _ if name.starts_with("Contents") => Some(Shape::Aside),
            _ if name.starts_with("List_20_") => Some(Shape::Item),
            _ => None,
        })
}

struct Walker<'a> {
    styles: &'a HashMap<String, Style>,
    builder: Builder,
    /// The part that is read, and how deep within it we are.
    wanted: &'a str,
    within: usize,
    passed_over: usize,
    shapes: Vec<Shape>,
    bold: Vec<bool>,
    lists: usize,
    /// Foot notes stand within the words that they belong to, and are told at the end.
    notes: usize,
    picture: String,
    frames: usize,
    /// What stands between frames: the words that say what a picture shows.
    saying: bool,
    alternative: String,
    links: Vec<(usize, String)>,
}

fn body(xml: &str, styles: &HashMap<String, Style>, wanted: &str) -> Result<Text, Refused> {
    let mut walker = Walker {
        styles,
        builder: Builder::default(),
        wanted,
        within: 0,
        passed_over: 0,
        shapes: Vec::new(),
        bold: vec![false],
        lists: 0,
        notes: 0,
        picture: String::new(),
        frames: 0,
        saying: false,
        alternative: String::new(),
        links: Vec::new(),
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
            | "table-of-content" | "hidden-text" | "forms" => self.passed_over = 1,
            "note" => self.notes += 1,
            "p" | "h" => self.open_paragraph(tag),
            "span" => {
                let name = tag.text("style-name");
                if chain(self.styles, &name).any(|(_, style)| style.is_hidden) {
                    self.passed_over = 1;
                    return;
                }
                let around = self.bold.last().copied().unwrap_or_default();
                self.bold
                    .push(is_bold(self.styles, &name).unwrap_or(around));
            }
            "s" => {
                let count: usize = tag.text("c").parse().unwrap_or(1);
                self.write(&" ".repeat(count.min(100)));
            }
            "tab" => self.write("\t"),
            "line-break" => self.write("\n"),
            "list" => self.lists += 1,
            "a" => self.links.push((self.builder.length(), tag.text("href"))),
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
            match shape_of(self.styles, &style) {
                Some(shape) => shape,
                None if self.lists > 0 => Shape::Item,
                None => Shape::Paragraph,
            }
        };
        self.builder.open_paragraph();
        self.shapes.push(shape);
        self.bold
            .push(is_bold(self.styles, &style).unwrap_or_default());
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
                self.bold.pop();
                self.builder.close_paragraph(shape);
            }
            "span" => {
                self.bold.pop();
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "a" => {
                if let Some((from, address)) = self.links.pop() {
                    self.builder.link(from, &address);
                }
            }
            "table-row" => self.builder.close_row(),
            "table" => self.builder.close_table(),
            "title" | "desc" => self.saying = false,
            "frame" => {
                self.frames = self.frames.saturating_sub(1);
                let name = std::mem::take(&mut self.picture);
                // One outside of the document is not fetched.
                if !name.is_empty() && !name.contains("://") {
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
        let is_bold = self.bold.last().copied().unwrap_or_default();
        self.builder.write(words, is_bold);
    }
}
