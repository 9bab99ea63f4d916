//! Files that cannot or must not be read: each has its sentence, and none does harm.

use super::file;
use documents::{Refused, read};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A document with some of its parts written anew, and some added.
fn remade(of: &str, change: impl Fn(&str, String) -> String, add: &[(&str, &[u8])]) -> Vec<u8> {
    let old = file(of);
    let mut old = ZipArchive::new(Cursor::new(old)).expect("an archive");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("bytes");
        new.start_file(&*name, options).expect("a part");
        match String::from_utf8(bytes) {
            Ok(text) => new.write_all(change(&name, text).as_bytes()),
            Err(bytes) => new.write_all(bytes.as_bytes()),
        }
        .expect("written");
    }
    for (name, bytes) in add {
        new.start_file(*name, options).expect("a part");
        new.write_all(bytes).expect("written");
    }
    new.finish().expect("an archive").into_inner()
}

const DOCUMENT: &str = "word/document.xml";

fn in_document(change: impl Fn(String) -> String) -> Vec<u8> {
    remade(
        "form.docx",
        |name, text| if name == DOCUMENT { change(text) } else { text },
        &[],
    )
}

#[test]
fn each_has_its_sentence() {
    let form = file("form.docx");
    let pdf = file("letter.pdf");
    let locked = |bytes: &[u8]| bytes.to_vec();
    for (what, bytes, expected) in [
        ("nothing", Vec::new(), Refused::Empty),
        (
            "a page that is a picture",
            file("scan.pdf"),
            Refused::NoText,
        ),
        (
            "a document without a word",
            file("empty.docx"),
            Refused::NoText,
        ),
        ("white space", b" \n\t\n".to_vec(), Refused::NoText),
        (
            "a text as long as ten books",
            b"We met every Tuesday. ".repeat(100_000),
            Refused::TooLong,
        ),
        (
            "a document that is cut off",
            form[..form.len() * 3 / 5].to_vec(),
            Refused::Damaged,
        ),
        (
            "a PDF that is cut off",
            pdf[..pdf.len() / 3].to_vec(),
            Refused::Damaged,
        ),
        (
            "a document with a password",
            locked(&file("password.docx")),
            Refused::Password,
        ),
        (
            "an archive of something else",
            archive(&[("a.txt", b"Tea")]),
            Refused::Unknown,
        ),
        (
            "a sheet",
            archive(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("xl/workbook.xml", b"<a/>"),
            ]),
            Refused::Unknown,
        ),
        (
            "a page",
            b"<!DOCTYPE html><p>Tea".to_vec(),
            Refused::Unknown,
        ),
        (
            "300 MB of spaces",
            in_document(|text| {
                text.replacen("</w:t>", &format!("{}</w:t>", " ".repeat(300_000_000)), 1)
            }),
            Refused::TooLargeUnpacked,
        ),
        (
            "entities",
            in_document(|text| {
                text.replacen("<w:document", "<!DOCTYPE w [<!ENTITY a \"tea\"><!ENTITY far SYSTEM \"http://museum.example/x\">]><w:document", 1)
            }),
            Refused::Damaged,
        ),
        ("names that lead out", leading_out(), Refused::Damaged),
        (
            "a program",
            remade(
                "form.docx",
                |_, text| text,
                &[("word/vbaProject.bin", b"no code")],
            ),
            Refused::Macros,
        ),
        (
            "a program under another name",
            remade(
                "form.docx",
                |name, text| {
                    if name == "[Content_Types].xml" {
                        text.replace("document.main", "document.macroEnabled.main")
                    } else {
                        text
                    }
                },
                &[],
            ),
            Refused::Macros,
        ),
        (
            "a text without its end",
            in_document(|text| text.chars().take(text.chars().count() / 2).collect()),
            Refused::Damaged,
        ),
        (
            "a text a thousand deep",
            in_document(|text| {
                text.replacen(
                    "<w:body>",
                    &format!("<w:body>{}", "<w:sdt>".repeat(1_000)),
                    1,
                )
            }),
            Refused::Damaged,
        ),
        (
            "an OpenDocument text with a password",
            remade(
                "notes.odt",
                |name, text| {
                    if name.starts_with("META-INF") {
                        text.replace(
                            "</manifest:manifest>",
                            "<manifest:encryption-data/></manifest:manifest>",
                        )
                    } else {
                        text
                    }
                },
                &[],
            ),
            Refused::Password,
        ),
    ] {
        assert_eq!(
            read(&bytes).map(|found| found.pieces),
            Err(expected),
            "{what}"
        );
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        new.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        new.write_all(bytes).expect("written");
    }
    new.finish().expect("an archive").into_inner()
}

/// Whatever of a file is broken, it is read or refused: nothing stops the program. The child process is there for what does.
#[test]
fn broken_bytes_are_read_or_refused() {
    for name in ["form.docx", "notes.odt", "medium.eml", "long.txt"] {
        let whole = file(name);
        let step = (whole.len() / 12).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x5A;
            let _ = read(&bytes);
            let _ = read(&whole[..at]);
        }
    }
}

/// With an entry that would be written beside the folder that somebody unpacks it in; no tool of ours writes such a name.
fn leading_out() -> Vec<u8> {
    let (honest, hostile) = (b"zz/zz/x", b"../../x");
    let mut bytes = remade("form.docx", |_, text| text, &[("zz/zz/x", b"outside")]);
    let places: Vec<usize> = bytes
        .windows(honest.len())
        .enumerate()
        .filter(|(_, name)| **name == honest[..])
        .map(|(at, _)| at)
        .collect();
    for at in places {
        bytes[at..at + hostile.len()].copy_from_slice(hostile);
    }
    bytes
}
