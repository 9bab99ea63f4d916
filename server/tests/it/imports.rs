//! Which room of the house imports which: a written matrix, and what the sources say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms that it imports. Each crate below the pages is one; so is each folder of
/// `app/src`, and in `browse` each folder of it. A room imports only what stands above it, so there
/// is no circle.
const MATRIX: &[(&str, &str)] = &[
    ("word_count", ""),
    ("paths", ""),
    ("mails", ""),
    ("media", ""),
    ("case_study", "paths word_count"),
    ("documents", "case_study mails"),
    ("store", "case_study"),
    ("index", "case_study store"),
    ("ui", "paths case_study"),
    ("list_query", "paths case_study store"),
    ("passwords", "store"),
    (
        "web",
        "paths media case_study documents store index ui passwords",
    ),
    ("formats", "paths case_study store ui list_query web"),
    ("browser_events", ""),
    ("desk_keys", "paths browser_events"),
    ("upload_progress", "browser_events"),
    (
        "browse/shortlist",
        "paths case_study store ui list_query web formats",
    ),
    (
        "browse/lists",
        "paths case_study store index ui list_query web browser_events browse/shortlist",
    ),
    (
        "browse/bank",
        "paths case_study store ui list_query web browse/lists",
    ),
    (
        "data",
        "paths case_study store index ui list_query web formats browse/bank",
    ),
    (
        "browse/case",
        "paths case_study store index ui list_query web formats browse/shortlist browse/lists browse/bank data",
    ),
    (
        "browse/compare",
        "paths case_study store ui list_query web formats browse/shortlist browse/lists browse/case",
    ),
    (
        "browse/reader_messages",
        "paths case_study store ui web browse/case",
    ),
    ("browse/thoughts", "paths case_study store ui web"),
    (
        "browse/about",
        "paths case_study store ui list_query web browse/bank",
    ),
    ("account", "paths case_study store ui passwords web"),
    // The page of a text that is not public is drawn by the room that draws it for readers.
    (
        "submit",
        "word_count paths media case_study documents store ui web browser_events browse/case upload_progress",
    ),
    (
        "moderate",
        "word_count paths mails media case_study documents store ui web browse/case account submit desk_keys",
    ),
    (
        "routes",
        "paths case_study web browse/lists browse/bank data browse/case browse/compare browse/reader_messages browse/thoughts browse/about account moderate submit",
    ),
];

const CRATES: [&str; 8] = [
    "word_count",
    "paths",
    "mails",
    "media",
    "case_study",
    "documents",
    "store",
    "index",
];

/// From a room to one that it imports.
type Arrow = (String, String);

#[test]
fn rooms_import_what_the_matrix_says_and_nothing_else() {
    let written: BTreeSet<Arrow> = MATRIX
        .iter()
        .flat_map(|(from, all)| {
            all.split_whitespace()
                .map(|to| ((*from).to_owned(), to.to_owned()))
        })
        .collect();
    let found: BTreeSet<Arrow> = between_crates()
        .into_iter()
        .chain(between_folders())
        .collect();
    let new: Vec<_> = found.difference(&written).collect();
    let gone: Vec<_> = written.difference(&found).collect();
    assert!(
        new.is_empty(),
        "imports that the matrix does not hold: {new:#?}"
    );
    assert!(
        gone.is_empty(),
        "the matrix holds what nobody imports: {gone:#?}"
    );
}

#[test]
fn rooms_import_only_what_stands_above_them() {
    for (place, (room, imports)) in MATRIX.iter().enumerate() {
        let above: Vec<&str> = MATRIX[..place].iter().map(|(room, _)| *room).collect();
        assert!(!above.contains(room), "{room} stands in the matrix twice");
        for to in imports.split_whitespace() {
            assert!(
                above.contains(&to),
                "{room} imports {to}, which does not stand above it"
            );
        }
    }
}

/// What the crates' own `Cargo.toml` say of each other.
fn between_crates() -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for name in CRATES {
        let manifest = app().join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("a manifest");
        let named = manifest
            .lines()
            .filter_map(|line| line.split(['.', ' ', '=']).next());
        let ours = named.filter(|word| CRATES.contains(word));
        arrows.extend(ours.map(|to| (name.to_owned(), to.to_owned())));
    }
    arrows
}

/// What the paths in `app/src` say: `crate::…`, `super::…`, and our crates by name.
fn between_folders() -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for file in sources(&app().join("src")) {
        let inside = file
            .strip_prefix(app().join("src"))
            .expect("a source")
            .with_extension("");
        let names: Vec<&str> = inside.iter().filter_map(|name| name.to_str()).collect();
        let module = match names.as_slice() {
            [before @ .., "mod" | "lib"] => before,
            all => all,
        };
        // What only declares rooms is none.
        let Some(from) = room_of(module) else {
            continue;
        };
        let source = fs::read_to_string(&file).expect("a source");
        let code = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            // A group of rooms cannot be read and stands in no matrix: each takes its own line.
            let groups = line.starts_with("use ");
            let paths = line.split(|letter: char| !is_of_path(letter));
            let rooms = paths.filter_map(|path| target(path, module, groups));
            arrows.extend(rooms.filter(|to| *to != from).map(|to| (from.clone(), to)));
        }
    }
    arrows
}

/// The room that a path leads to; with `groups`, a group of rooms too, as no room at all.
fn target(path: &str, module: &[&str], groups: bool) -> Option<String> {
    let mut names = path.split("::").peekable();
    let mut at = match names.next()? {
        "crate" => Vec::new(),
        "super" => module[..module.len().saturating_sub(1)].to_vec(),
        own if CRATES.contains(&own) && names.peek().is_some() => return Some(own.to_owned()),
        _ => return None,
    };
    while names.next_if_eq(&"super").is_some() {
        at.pop();
    }
    at.extend(names);
    let room = room_of(&at)?;
    if at.last() == Some(&"") && matches!(room.as_str(), "" | "browse/") {
        return groups.then_some(room);
    }
    let src = app().join("src");
    let is_room = src.join(&room).is_dir() || src.join(format!("{room}.rs")).is_file();
    is_room.then_some(room)
}

fn room_of(module: &[&str]) -> Option<String> {
    match module {
        ["browse", room, ..] => Some(format!("browse/{room}")),
        [] | ["browse"] => None,
        [room, ..] => Some((*room).to_owned()),
    }
}

fn is_of_path(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == ':'
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn app() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../app")
}
