//! What nobody sees who opens a document is not read; and what a part of it leads to, by its own list.

use documents::{Found, read};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        new.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        new.write_all(text.as_bytes()).expect("written");
    }
    new.finish().expect("an archive").into_inner()
}

/// A Word document with these paragraphs, styles and other parts.
fn word(body: &str, styles: &str, more: &[(&str, &str)]) -> Found {
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/styles.xml",
            format!("<w:styles xmlns:w=\"w\">{styles}</w:styles>"),
        ),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, (*text).to_owned())));
    read(&archive(&parts)).expect("a document")
}

/// An OpenDocument text with this text and these styles of its own.
fn open_document(body: &str, styles: &str) -> Found {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:table=\"b\" xmlns:xlink=\"x\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    read(&archive(&[
        (
            "mimetype",
            "application/vnd.oasis.opendocument.text".to_owned(),
        ),
        ("META-INF/manifest.xml", "<manifest/>".to_owned()),
        ("content.xml", content),
    ]))
    .expect("a text")
}

fn said(found: &Found) -> Vec<&str> {
    found
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect()
}

#[test]
fn hidden_words_of_a_word_document_are_not_read() {
    const STYLES: &str = "\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Note\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"OurNote\"><w:basedOn w:val=\"Note\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Shown\"><w:basedOn w:val=\"OurNote\"/><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Inside\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"OurInside\"><w:basedOn w:val=\"Inside\"/></w:style>";
    let paragraph = |style: &str, look: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>Seen. </w:t></w:r>\
             <w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    for (style, look, expected) in [
        ("Normal", "", "Seen. Board only."),
        ("Normal", "<w:vanish/>", "Seen."),
        ("Normal", "<w:vanish w:val=\"0\"/>", "Seen. Board only."),
        ("Normal", "<w:rStyle w:val=\"Inside\"/>", "Seen."),
        ("Normal", "<w:rStyle w:val=\"OurInside\"/>", "Seen."),
        (
            "Normal",
            "<w:rStyle w:val=\"Inside\"/><w:vanish w:val=\"0\"/>",
            "Seen. Board only.",
        ),
        // How it looked before somebody changed it.
        (
            "Normal",
            "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
            "Seen. Board only.",
        ),
        ("Note", "", ""),
        ("OurNote", "", ""),
        ("OurNote", "<w:vanish w:val=\"0\"/>", "Board only."),
        ("Shown", "", "Seen. Board only."),
    ] {
        let body = format!(
            "<w:p><w:r><w:t>Tea.</w:t></w:r></w:p>{}",
            paragraph(style, look, "Board only.")
        );
        let found = word(&body, STYLES, &[]);
        let mut all = vec!["Tea.", expected];
        all.retain(|text| !text.is_empty());
        assert_eq!(said(&found), all, "{style} {look}");
    }
}

#[test]
fn hidden_rows_and_links_of_a_word_document_are_not_read() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>{}{}</w:tr></w:tbl>\
         <w:p><w:r><w:t>Tea. </w:t></w:r><w:hyperlink r:id=\"r1\"><w:r><w:rPr><w:vanish/></w:rPr><w:t>inside</w:t></w:r>\
         </w:hyperlink></w:p>",
        cell("Town"),
        cell("Bath"),
        cell("Museum"),
        cell("Old name"),
    );
    let found = word(
        &body,
        "",
        &[(
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"https://museum.example/inside\" TargetMode=\"External\"/></Relationships>",
        )],
    );
    assert_eq!(said(&found), ["Bath", "Tea."]);
    assert_eq!(found.content.museum, "");
}

#[test]
fn hidden_words_of_an_open_document_are_not_read() {
    const STYLES: &str = "\
        <style:style style:name=\"Note\" style:family=\"paragraph\"><style:text-properties text:display=\"none\"/></style:style>\
        <style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Note\"/>\
        <style:style style:name=\"P2\" style:family=\"paragraph\" style:parent-style-name=\"P1\">\
        <style:text-properties text:display=\"true\"/></style:style>\
        <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>";
    for (text, expected) in [
        ("<text:p>Board.</text:p>", "Board."),
        ("<text:p text:style-name=\"Note\">Board.</text:p>", ""),
        ("<text:p text:style-name=\"P1\">Board.</text:p>", ""),
        ("<text:p text:style-name=\"P2\">Board.</text:p>", "Board."),
        (
            "<text:h text:outline-level=\"1\" text:style-name=\"P1\">Board.</text:h>",
            "",
        ),
        (
            "<text:p>Seen. <text:span text:style-name=\"T1\">Board.</text:span></text:p>",
            "Seen.",
        ),
        (
            "<text:p>Seen. <text:a xlink:href=\"https://museum.example/x\"><text:span text:style-name=\"T1\">Board.</text:span></text:a></text:p>",
            "Seen.",
        ),
        (
            "<text:section text:display=\"none\"><text:p>Board.</text:p></text:section>",
            "",
        ),
        (
            "<text:section text:display=\"condition\" text:is-hidden=\"true\"><text:p>Board.</text:p></text:section>",
            "",
        ),
        (
            "<text:section text:name=\"One\"><text:p>Board.</text:p></text:section>",
            "Board.",
        ),
        (
            "<text:p>Seen <text:hidden-text text:is-hidden=\"true\">Board</text:hidden-text>.</text:p>",
            "Seen .",
        ),
        (
            "<text:p>Seen <text:hidden-text text:is-hidden=\"false\">Board</text:hidden-text>.</text:p>",
            "Seen Board.",
        ),
        (
            "<text:p>Board <text:hidden-paragraph text:is-hidden=\"true\"/>only.</text:p>",
            "",
        ),
        (
            "<table:table><table:table-row table:visibility=\"collapse\"><table:table-cell><text:p>Museum</text:p></table:table-cell>\
             <table:table-cell><text:p>Board</text:p></table:table-cell></table:table-row></table:table>",
            "",
        ),
    ] {
        let found = open_document(&format!("<text:p>Tea.</text:p>{text}"), STYLES);
        let mut all = vec!["Tea.", expected];
        all.retain(|text| !text.is_empty());
        assert_eq!(said(&found), all, "{text}");
    }
}

/// Every part numbers its links for itself.
#[test]
fn links_of_notes_and_margins_lead_where_their_own_part_says() {
    fn linked(root: &str, within: &str) -> String {
        format!(
            "<w:{root} xmlns:w=\"w\" xmlns:r=\"r\"><w:{within}><w:p><w:hyperlink r:id=\"r1\"><w:r><w:t>{root}</w:t></w:r></w:hyperlink>\
             </w:p></w:{within}></w:{root}>"
        )
    }
    fn list(page: &str) -> String {
        format!(
            "<Relationships><Relationship Id=\"r1\" Target=\"https://museum.example/{page}\" TargetMode=\"External\"/></Relationships>"
        )
    }
    let found = word(
        "<w:p><w:hyperlink r:id=\"r1\"><w:r><w:t>text</w:t></w:r></w:hyperlink></w:p>",
        "",
        &[
            ("word/_rels/document.xml.rels", &list("text")),
            ("word/footnotes.xml", &linked("footnotes", "footnote")),
            ("word/_rels/footnotes.xml.rels", &list("note")),
            ("word/endnotes.xml", &linked("endnotes", "endnote")),
            ("word/footer1.xml", &linked("ftr", "sdt")),
            ("word/_rels/footer1.xml.rels", &list("foot")),
        ],
    );
    assert_eq!(
        said(&found),
        [
            "text",
            "https://museum.example/text",
            "footnotes",
            "https://museum.example/note",
            "endnotes",
            "ftr",
            "https://museum.example/foot",
        ]
    );
}
