//! Writing XML through a library that escapes, minus the characters XML has no place for.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

pub type Xml = Writer<Vec<u8>>;

/// A new document, declared.
pub fn document() -> io::Result<Xml> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    Ok(xml)
}

/// The finished text.
pub fn finish(xml: Xml) -> io::Result<String> {
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

/// `<name>text</name>`
pub fn text(xml: &mut Xml, name: &str, words: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(&clean(words)))?;
    Ok(())
}

/// `<name key="value" …/>`
pub fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let cleaned: Vec<(&str, String)> = attributes
        .iter()
        .map(|(key, value)| (*key, clean(value)))
        .collect();
    xml.create_element(name)
        .with_attributes(cleaned.iter().map(|(key, value)| (*key, value.as_str())))
        .write_empty()?;
    Ok(())
}

/// XML 1.0 forbids most control characters even when escaped: one of them breaks the whole feed.
pub fn clean(words: &str) -> String {
    let allowed = |c: &char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
            && !matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}')
    };
    words.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_loses_what_xml_cannot_hold() {
        let mut xml = document().unwrap();
        text(
            &mut xml,
            "title",
            "<b>Tea & \u{0}talk\u{b}\u{fffe}</b> \u{1f375}",
        )
        .unwrap();
        empty(&mut xml, "link", &[("href", "/?a=1&b=\"<\"")]).unwrap();
        let written = finish(xml).unwrap();
        assert!(
            written.contains("<title>&lt;b&gt;Tea &amp; talk&lt;/b&gt; \u{1f375}</title>"),
            "{written}"
        );
        assert!(
            written.contains("/?a=1&amp;b=&quot;&lt;&quot;"),
            "{written}"
        );
    }
}
