//! What the styles of an OpenDocument text mean.

use crate::Refused;
use crate::block::Shape;
use crate::xml::{Node, walk};
use std::collections::HashMap;

/// A style builds on another; no honest chain is longer.
const LONGEST_CHAIN: usize = 12;

#[derive(Default)]
struct Style {
    parent: String,
    is_bold: Option<bool>,
    is_hidden: Option<bool>,
}

#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Adds the styles of this part.
    ///
    /// # Errors
    /// For what is no XML.
    pub fn read(&mut self, xml: &str) -> Result<(), Refused> {
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
                    style.is_hidden = tag.get("display").map(|display| display == "none");
                }
            }
            Node::Close("style") => self.0.extend(open.take()),
            _ => {}
        })
    }

    /// The styles of this name and those it builds on.
    fn chain<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = self.0.get(name).map(|style| (name, style));
        std::iter::successors(first, |(_, style)| {
            self.0
                .get(&style.parent)
                .map(|parent| (style.parent.as_str(), parent))
        })
        .take(LONGEST_CHAIN)
    }

    pub fn is_bold(&self, name: &str) -> Option<bool> {
        self.chain(name).find_map(|(name, style)| {
            let by_name = (name == "Strong_20_Emphasis").then_some(true);
            style.is_bold.or(by_name)
        })
    }

    /// Whether nobody sees the words of this style.
    pub fn is_hidden(&self, name: &str) -> Option<bool> {
        self.chain(name).find_map(|(_, style)| style.is_hidden)
    }

    pub fn shape(&self, name: &str) -> Option<Shape> {
        self.chain(name)
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
}
