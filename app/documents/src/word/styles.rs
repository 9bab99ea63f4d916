//! What the styles of a Word document mean: headings, titles, captions, lists, and words that nobody sees.

use crate::Refused;
use crate::block::Shape;
use crate::xml::{Node, walk};
use std::collections::HashMap;

/// A style builds on another, which builds on another; no honest chain is longer.
const LONGEST_CHAIN: usize = 12;

#[derive(Default)]
struct Style {
    /// In small letters.
    name: String,
    based_on: String,
    level: Option<u8>,
    is_list: bool,
    /// Whether its words are hidden, where it says so.
    is_hidden: Option<bool>,
}

#[derive(Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    /// The style of a paragraph that names none.
    usual: String,
}

impl Styles {
    /// # Errors
    /// For what is no XML.
    pub fn read(xml: &str) -> Result<Self, Refused> {
        let mut found = Self::default();
        let mut open: Option<(String, Style)> = None;
        // A style of tables says how its corners differ: that is not how it is.
        let mut in_corner = false;
        walk(xml, |node| match node {
            Node::Open(tag) if tag.name == "style" => {
                let id = tag.text("styleId");
                if tag.text("type") == "paragraph" && tag.text("default") == "1" {
                    found.usual.clone_from(&id);
                }
                open = Some((id, Style::default()));
            }
            Node::Open(tag) if tag.name == "tblStylePr" => in_corner = true,
            Node::Open(tag) => {
                let Some((_, style)) = &mut open else {
                    return;
                };
                match tag.name {
                    "name" => style.name = tag.text("val").to_lowercase(),
                    "basedOn" => style.based_on = tag.text("val"),
                    "outlineLvl" => style.level = tag.text("val").parse().ok(),
                    "numPr" => style.is_list = true,
                    "vanish" if !in_corner => style.is_hidden = Some(tag.is_on("val")),
                    _ => {}
                }
            }
            Node::Close("style") => found.all.extend(open.take()),
            Node::Close("tblStylePr") => in_corner = false,
            Node::Close(_) | Node::Text(_) => {}
        })?;
        Ok(found)
    }

    /// The style of this id and those it builds on.
    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        std::iter::successors(self.all.get(id), |style| self.all.get(&style.based_on))
            .take(LONGEST_CHAIN)
    }

    /// Whether words are hidden by the styles of their paragraph and of their own. One that hides within one that hides shows:
    /// so Word has it.
    pub fn hide(&self, paragraph: &str, words: &str) -> bool {
        let is_hidden = |id: &str| self.chain(id).find_map(|style| style.is_hidden);
        let paragraph = if paragraph.is_empty() {
            &self.usual
        } else {
            paragraph
        };
        is_hidden(paragraph).unwrap_or_default() != is_hidden(words).unwrap_or_default()
    }

    /// What a paragraph of this style is.
    pub fn shape(&self, id: &str, own_level: Option<u8>, own_list: bool) -> Shape {
        let mut level = own_level;
        let mut is_list = own_list;
        for style in self.chain(id) {
            if let Some(shape) = of_name(&style.name) {
                return shape;
            }
            level = level.or(style.level);
            is_list = is_list || style.is_list || style.name.starts_with("list");
        }
        // Without a style of that name the id says it.
        if let Some(shape) = of_name(&id.to_lowercase()).filter(|_| !self.all.contains_key(id)) {
            return shape;
        }
        match level {
            Some(level @ 0..=8) => Shape::Heading(level + 1),
            _ if is_list => Shape::Item,
            _ => Shape::Paragraph,
        }
    }
}

fn of_name(name: &str) -> Option<Shape> {
    if let Some(level) = name.strip_prefix("heading") {
        let level = level.trim().parse().unwrap_or(9);
        return Some(Shape::Heading(level));
    }
    match name {
        "title" => Some(Shape::Title),
        "caption" => Some(Shape::Caption),
        _ if name.starts_with("toc ") || name == "toc heading" => Some(Shape::Aside),
        _ => None,
    }
}
