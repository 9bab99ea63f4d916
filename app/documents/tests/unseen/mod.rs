//! What the parts of a document lead to, each by its own list.

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

fn said(found: &Found) -> Vec<&str> {
    found
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect()
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
