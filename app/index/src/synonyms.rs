//! Words that mean the same: a plain list that an installation may edit.
//!
//! One group stands on a line. `seniors, elders, older people` finds each under every other name;
//! `north => north west, yorkshire` finds the names on the right for the words on the left, and
//! not the other way round. What follows a `#` is a note.

use super::tokenizer::{stems_of, words};
use sha2::Digest;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

const BUILT_IN: &str = include_str!("synonyms.txt");

/// A larger file was not written by hand, and every word of it is looked at in every search.
const LARGEST_FILE: u64 = 256 * 1024;
const LONGEST_NAME: usize = 6;
const MOST_NAMES: usize = 24;

/// Words, or several words in a row, as stems.
pub(super) type Name = Vec<String>;

/// The list, ready to be asked.
#[derive(Debug, Default)]
pub struct Synonyms {
    others: HashMap<Name, Vec<Name>>,
    /// The longest name, in words.
    longest: usize,
    single: BTreeSet<String>,
    /// The stem of every word in any name.
    stems: HashSet<String>,
    /// Of the text they were read from.
    digest: [u8; 32],
}

impl Synonyms {
    /// The operator's `synonyms.txt` of this folder if there is one, else the built-in list. A
    /// line that is wrong is left out, and all such lines are named in one warning.
    #[must_use]
    pub fn load(folder: &Path) -> Self {
        let path = folder.join("synonyms.txt");
        let text = match read(&path) {
            Ok(Some(text)) => {
                tracing::info!(path = %path.display(), "synonyms are read from this file");
                text
            }
            Ok(None) => BUILT_IN.to_owned(),
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "the file of synonyms cannot be read; the built-in list is used");
                BUILT_IN.to_owned()
            }
        };
        let (synonyms, problems) = Self::parse(&text);
        if !problems.is_empty() {
            tracing::warn!(problems = %problems.join("; "), "some lines of the synonyms are left out");
        }
        synonyms
    }

    /// Reads a list; what is wrong with it, by line.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut list = Self {
            digest: sha2::Sha256::digest(text).into(),
            ..Self::default()
        };
        let mut problems = Vec::new();
        for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if !line.is_empty()
                && let Err(problem) = list.add(line)
            {
                problems.push(format!("line {number}: {problem}"));
            }
        }
        (list, problems)
    }

    /// Tells this list from every other.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    fn add(&mut self, line: &str) -> Result<(), &'static str> {
        if let Some((left, right)) = line.split_once("=>") {
            let (from, to) = (names(left)?, names(right)?);
            for name in from {
                self.join(&name, &to);
            }
            return Ok(());
        }
        let group = names(line)?;
        if group.len() < 2 {
            return Err("a group needs two names, with a comma between them");
        }
        for name in &group {
            self.join(name, &group);
        }
        Ok(())
    }

    fn join(&mut self, (plain, name): &(Option<String>, Name), others: &[(Option<String>, Name)]) {
        self.longest = self.longest.max(name.len());
        self.single.extend(plain.clone());
        self.stems.extend(name.iter().cloned());
        self.single
            .extend(others.iter().filter_map(|(plain, _)| plain.clone()));
        self.stems
            .extend(others.iter().flat_map(|(_, name)| name.iter().cloned()));
        let known = self.others.entry(name.clone()).or_default();
        for (_, other) in others {
            if other != name && !known.contains(other) && known.len() < MOST_NAMES {
                known.push(other.clone());
            }
        }
    }

    /// The longest name that `stems` begin with: how many stems it has, and its other names.
    pub(super) fn at_start_of(&self, stems: &[String]) -> Option<(usize, &[Name])> {
        (1..=self.longest.min(stems.len()))
            .rev()
            .find_map(|length| {
                let others = self.others.get(&stems[..length])?;
                Some((length, others.as_slice()))
            })
    }

    /// The other names of a name of one word.
    pub(super) fn others_of(&self, name: &Name) -> &[Name] {
        self.others.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a word belongs to any name of the list.
    pub(super) fn has_word(&self, stem: &str) -> bool {
        self.stems.contains(stem)
    }

    /// Every name of one word, as it is written.
    pub(super) fn single_words(&self) -> impl Iterator<Item = &str> {
        self.single.iter().map(String::as_str)
    }
}

fn read(path: &Path) -> std::io::Result<Option<String>> {
    match std::fs::metadata(path) {
        Ok(found) if found.len() > LARGEST_FILE => Err(std::io::Error::other(
            "it is larger than 256 KB, more than a list written by hand",
        )),
        Ok(_) => std::fs::read_to_string(path).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The names between commas: as one plain word, if it is one, and as stems.
fn names(text: &str) -> Result<Vec<(Option<String>, Name)>, &'static str> {
    let names: Vec<(Option<String>, Name)> = text
        .split(',')
        .map(|name| {
            let plain = words(name);
            let one = (plain.len() == 1).then(|| plain[0].plain.clone());
            (one, stems_of(name))
        })
        .collect();
    if names.iter().any(|(_, name)| name.is_empty()) {
        return Err("a name is missing beside a comma or an arrow");
    }
    if names.iter().any(|(_, name)| name.len() > LONGEST_NAME) {
        return Err("a name has more than six words");
    }
    if names.len() > MOST_NAMES {
        return Err("a group has more than 24 names");
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Synonyms};
    use crate::tokenizer::stems_of;

    fn others(list: &Synonyms, text: &str) -> Vec<String> {
        list.at_start_of(&stems_of(text))
            .map(|(_, others)| others.iter().map(|name| name.join(" ")).collect())
            .unwrap_or_default()
    }

    #[test]
    fn groups_hold_both_ways_and_arrows_one_way() {
        let (list, problems) = Synonyms::parse(
            "# people\nolder people, Seniors,elders # said of people\n\nnorth => yorkshire, north west\n",
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(others(&list, "seniors"), ["older peopl", "elder"]);
        assert_eq!(others(&list, "Older People's tea"), ["senior", "elder"]);
        assert_eq!(others(&list, "north"), ["yorkshir", "north west"]);
        assert_eq!(others(&list, "yorkshire"), [""; 0]);
        assert_eq!(others(&list, "older"), [""; 0]);
        assert!(list.single_words().any(|word| word == "seniors"));
    }

    #[test]
    fn the_longest_name_wins() {
        let (list, _) = Synonyms::parse("social prescribing, referral\nsocial, sociable");
        let stems = stems_of("social prescribing for adults");
        assert_eq!(list.at_start_of(&stems).unwrap().0, 2);
        assert_eq!(list.at_start_of(&stems_of("social tea")).unwrap().0, 1);
    }

    #[test]
    fn wrong_lines_are_named_and_left_out() {
        let (list, problems) = Synonyms::parse(
            "alone\n, tea\ntea => \none two three four five six seven, x\ngood, fine",
        );
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems[0].starts_with("line 1: a group needs two names"));
        assert!(problems[3].starts_with("line 4"));
        assert_eq!(others(&list, "good"), ["fine"]);
    }

    #[test]
    fn the_built_in_list_is_right() {
        let (list, problems) = Synonyms::parse(BUILT_IN);
        assert_eq!(problems, [""; 0]);
        assert!(others(&list, "seniors").contains(&"older peopl".to_owned()));
        assert!(others(&list, "social prescribing").contains(&"museum on prescript".to_owned()));
    }
}
