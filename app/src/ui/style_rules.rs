//! What no style sheet may say, because an engine that few of us look at reads it otherwise. No
//! browser that the tests have would tell.

use std::fs;
use std::path::Path;

/// Every style sheet of our own, with its name, without comments.
fn sheets(folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder of the style sheets") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sheets(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "css") {
            let text = fs::read_to_string(&path).expect("a style sheet");
            into.push((path.display().to_string(), without_comments(&text)));
        }
    }
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once("*/").map_or("", |(_, rest)| rest)
    })
}

/// What the sheets say for these properties: the sheet and the value, declaration by declaration.
fn said(properties: &[&str]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    sheets(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style")),
        &mut all,
    );
    assert!(all.len() > 20, "style sheets: {}", all.len());
    all.iter()
        .flat_map(|(sheet, css)| css.split([';', '{', '}']).map(move |line| (sheet, line)))
        .filter_map(|(sheet, line)| {
            let (property, value) = line.split_once(':')?;
            properties
                .contains(&property.trim())
                .then(|| (sheet.clone(), value.trim().to_owned()))
        })
        .collect()
}

#[test]
fn an_underline_is_written_in_parts() {
    // WebKit takes the line alone, and drops the whole declaration if more stands beside it.
    let found = said(&["text-decoration"]);
    assert!(!found.is_empty());
    for (sheet, value) in found {
        assert!(
            value.split_whitespace().count() == 1,
            "{sheet}: text-decoration: {value}. Write text-decoration-line, -thickness, -style and -color."
        );
    }
}

#[test]
fn a_list_stays_a_list() {
    // WebKit takes its role away where there is no mark, so that VoiceOver does not tell of it.
    let found = said(&["list-style", "list-style-type"]);
    assert!(found.iter().any(|(_, value)| value == "\"\""));
    for (sheet, value) in found {
        assert!(
            value != "none",
            "{sheet}: list-style: none. An empty mark (\"\") looks the same."
        );
    }
}
