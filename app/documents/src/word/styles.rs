//! What the styles of a Word document mean: headings, titles, captions, lists.

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
}

#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// # Errors
    /// For what is no XML.
    pub fn read(xml: &str) -> Result<Self, Refused> {
        let mut all = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        walk(xml, |node| match node {
            Node::Open(tag) if tag.name == "style" => {
                open = Some((tag.text("styleId"), Style::default()));
            }
            Node::Open(tag) => {
                let Some((_, style)) = &mut open else {
                    return;
                };
                match tag.name {
                    "name" => style.name = tag.text("val").to_lowercase(),
                    "basedOn" => style.based_on = tag.text("val"),
                    "outlineLvl" => style.level = tag.text("val").parse().ok(),
                    "numPr" => style.is_list = true,
                    _ => {}
                }
            }
            Node::Close("style") => all.extend(open.take()),
            Node::Close(_) | Node::Text(_) => {}
        })?;
        Ok(Self(all))
    }

    /// What a paragraph of this style is.
    pub fn shape(&self, id: &str, own_level: Option<u8>, own_list: bool) -> Shape {
        let mut level = own_level;
        let mut is_list = own_list;
        let mut next = id;
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = self.0.get(next) else {
                break;
            };
            if let Some(shape) = of_name(&style.name) {
                return shape;
            }
            level = level.or(style.level);
            is_list = is_list || style.is_list || style.name.starts_with("list");
            next = &style.based_on;
        }
        // Without a style of that name the id says it.
        if let Some(shape) = of_name(&id.to_lowercase()).filter(|_| !self.0.contains_key(id)) {
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
