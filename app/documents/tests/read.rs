//! Files as museums have them, read and held against what a careful person would fill: every answer that is announced by a label or a
//! heading is right, none is wrong, and nothing is lost.

mod hostile;
mod unseen;

use case_study::FIELDS;
use documents::{Found, Refused, read};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("a file of the tests")
}

fn expected() -> Map<String, Value> {
    serde_json::from_str(include_str!("expected.json")).expect("what is expected")
}

/// White space is one, and bullets, quotation marks and a last full stop do not count.
fn squashed(text: &str) -> String {
    let bare: String = text
        .chars()
        .map(|sign| match sign {
            '\u{2018}' | '\u{2019}' => '\'',
            '"' | '\u{201c}' | '\u{201d}' | '\u{2022}' => ' ',
            other => other,
        })
        .collect();
    let words = bare
        .split_whitespace()
        .filter(|word| !matches!(*word, "-" | "*"));
    words
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches('.')
        .to_owned()
}

fn normal(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(squashed(text)),
        Value::Array(all) => all.iter().map(normal).collect(),
        Value::Object(all) => Value::Object(
            all.iter()
                .map(|(key, value)| (key.clone(), normal(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The answers that were found, as JSON.
fn answers(found: &Found) -> Map<String, Value> {
    let Value::Object(mut all) = serde_json::to_value(&found.content).expect("JSON") else {
        panic!("a content is an object");
    };
    all.retain(|key, _| {
        FIELDS
            .iter()
            .any(|field| field.key == key && field.is_answered(&found.content))
    });
    all
}

fn everything(found: &Found) -> String {
    let pieces = found
        .pieces
        .iter()
        .map(|piece| format!("{} {}", piece.label, piece.text));
    squashed(&pieces.collect::<Vec<_>>().join("\n"))
}

#[test]
fn what_is_announced_is_right_and_nothing_is_wrong() {
    let mut faults = Vec::new();
    for (name, about) in expected() {
        let found = read(&file(&name)).unwrap_or_else(|why| panic!("{name}: {why}"));
        let fields = about["fields"].as_object().expect("fields");
        let got = answers(&found);
        if !found.kind.fills_fields() {
            assert!(got.is_empty(), "{name} fills nothing by itself");
            for key in texts(&about["announced"]) {
                let suggested = found.pieces.iter().any(|piece| {
                    piece.suggested.as_deref() == Some(&key)
                        || (key == "contact_email"
                            && piece.suggested.as_deref() == Some("contact_role"))
                });
                if !suggested {
                    faults.push(format!("{name}: no piece is suggested for {key}"));
                }
            }
        }
        for key in texts(&about["announced"])
            .into_iter()
            .filter(|_| found.kind.fills_fields())
        {
            if !got.contains_key(&key) {
                faults.push(format!("{name}: {key} is missing"));
            }
        }
        for (key, value) in &got {
            match fields.get(key) {
                None => faults.push(format!("{name}: {key} says {value}, and nothing was said")),
                Some(right) if normal(right) != normal(value) => {
                    faults.push(format!("{name}: {key} says\n  {value} for\n  {right}"))
                }
                Some(_) => {}
            }
        }
        for key in texts(&about["blank"]) {
            assert!(!got.contains_key(&key), "{name}: {key} was left empty");
        }
        let all = everything(&found);
        for words in texts(&about["kept"]) {
            if !all.contains(&squashed(&words)) {
                faults.push(format!("{name}: lost \u{201c}{words}\u{201d}"));
            }
        }
        let written = format!("{all} {}", Value::Object(got));
        for words in about.get("never").map(texts).unwrap_or_default() {
            if written.contains(&words) {
                faults.push(format!("{name}: \u{201c}{words}\u{201d} is there"));
            }
        }
        if Some(found.pictures.len() as u64) != about["pictures"].as_u64() {
            faults.push(format!("{name}: {} pictures", found.pictures.len()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn texts(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map(|all| {
            all.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default()
}

/// The words of a text in lower case, without what stands between them.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What a reader of the file sees, taken from its XML by another way than ours: the text between the tags, without the elements
/// named, whose text is not on the page.
fn shown(name: &str, part: &str, unseen: &[&str]) -> String {
    let bytes = file(name);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(part).expect("a part"), &mut xml)
        .expect("text");
    for element in unseen {
        while let Some(begins) = xml.find(&format!("<{element}")) {
            let close = format!("</{element}>");
            let ends = xml[begins..].find(&close).expect("an end") + begins + close.len();
            xml.replace_range(begins..ends, "");
        }
    }
    // A paragraph, a cell, a tab and a line end a word; a run of another look does not.
    for end in [
        "</w:p>",
        "</text:p>",
        "<text:tab/>",
        "<text:line-break/>",
        "<text:s/>",
    ] {
        xml = xml.replace(end, " ");
    }
    let mut text = String::new();
    let mut inside = false;
    for sign in xml.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    // Where a word may be divided is no part of it.
    text.replace('\u{ad}', "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

/// Every word of the text that a file was made from stands in a piece.
#[test]
fn no_word_of_a_text_is_lost() {
    let as_text = |name: &str| String::from_utf8(file(name)).expect("text");
    let sources = [
        ("long.txt", as_text("long.txt")),
        ("medium.txt", as_text("medium.txt")),
        ("short.txt", as_text("short.txt")),
        ("medium.eml", as_text("medium.txt")),
        (
            "form.docx",
            shown("form.docx", "word/document.xml", &["w:instrText"]),
        ),
        (
            "report.docx",
            shown("report.docx", "word/document.xml", &["w:delText"]),
        ),
        (
            "report.docx",
            shown("report.docx", "word/footnotes.xml", &["w:delText"]),
        ),
        ("notes.odt", shown("notes.odt", "content.xml", &[])),
    ];
    let mut faults = Vec::new();
    for (name, text) in sources {
        let found = read(&file(name)).expect("read");
        let there = words(&everything(&found));
        let lost: Vec<String> = words(&text).difference(&there).cloned().collect();
        if !lost.is_empty() {
            faults.push(format!("{name}: {lost:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_picture_of_a_report_comes_with_its_words_and_not_the_thumbnail() {
    let report = file("report.docx");
    let found = read(&report).expect("read");
    assert_eq!(
        found.pictures[0].alternative,
        "Three coloured shapes in a row: a red disc, a blue block and a yellow disc"
    );
    let picture = documents::picture(&report, 0).expect("a picture");
    assert!(picture.starts_with(&[0xFF, 0xD8, 0xFF]));
    assert_eq!(documents::picture(&report, 1), Err(Refused::Damaged));
}
