//! XML as office programs write it: read once from front to back, nothing expanded, nothing fetched.

use crate::Refused;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// No honest document nests deeper.
const DEEPEST: usize = 400;

/// What stands in the text, one after the other. Names come without their prefix.
pub(crate) enum Node<'a> {
    Open(&'a Tag<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// A tag with its attributes.
pub(crate) struct Tag<'a> {
    pub name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Tag<'_> {
    /// The attribute of this name, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
            .map(std::borrow::Cow::into_owned)
    }

    /// The same, or nothing.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default()
    }

    /// Whether a switch is on: there, and not said to be off.
    pub fn is_on(&self, name: &str) -> bool {
        !matches!(
            self.get(name).as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// Tells of every tag and text.
///
/// # Errors
/// For what is no XML, ends too early, nests too deep, or declares entities of its own.
pub(crate) fn walk(xml: &str, mut on: impl FnMut(Node<'_>)) -> Result<(), Refused> {
    let mut reader = quick_xml::Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Refused::Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Refused::Damaged);
                }
                let name = start.local_name();
                on(Node::Open(&Tag {
                    name: name.into_inner(),
                    start: &start,
                }));
            }
            Event::Empty(start) => {
                let name = start.local_name().into_inner();
                on(Node::Open(&Tag {
                    name,
                    start: &start,
                }));
                on(Node::Close(name));
            }
            Event::End(end) => {
                depth = depth.checked_sub(1).ok_or(Refused::Damaged)?;
                on(Node::Close(end.local_name().into_inner()));
            }
            Event::Text(text) => on(Node::Text(&text.xml10_content())),
            Event::CData(text) => on(Node::Text(&text.xml10_content())),
            Event::GeneralRef(entity) => {
                let letter = entity.resolve_char_ref().map_err(|_| Refused::Damaged)?;
                if let Some(letter) = letter {
                    on(Node::Text(letter.encode_utf8(&mut [0; 4])));
                } else {
                    let name = entity.xml10_content();
                    on(Node::Text(
                        resolve_predefined_entity(&name).ok_or(Refused::Damaged)?,
                    ));
                }
            }
            // Office programs declare none; whoever does wants something to be expanded or fetched.
            Event::DocType(_) => return Err(Refused::Damaged),
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(Refused::Damaged),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, walk};
    use crate::Refused;

    fn text(xml: &str) -> Result<String, Refused> {
        let mut found = String::new();
        walk(xml, |node| {
            if let Node::Text(text) = node {
                found.push_str(text);
            }
        })?;
        Ok(found)
    }

    #[test]
    fn letters_are_read_and_nothing_is_expanded() {
        assert_eq!(
            text("<a>Tea &amp; <b>cake&#8217;s</b></a>"),
            Ok("Tea & cake\u{2019}s".into())
        );
        for hostile in [
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "<a>&x;</a>",
            "<a><b></a>",
            "<a>",
            "<a></b>",
        ] {
            assert_eq!(text(hostile), Err(Refused::Damaged), "{hostile}");
        }
        let deep = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
        assert_eq!(text(&deep), Err(Refused::Damaged));
    }
}
