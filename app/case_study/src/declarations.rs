//! What a museum declares when it sends a case or says yes to its page, word for word and with a version.

/// One sentence to tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// The name in the form and in the record.
    pub key: &'static str,
    pub words: &'static str,
    /// When it is asked.
    pub occasions: &'static [Occasion],
}

/// When a museum is asked to declare something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Sending a text that it wrote field by field: that very text is published.
    LongWay,
    /// Sending a story of which we make the case study.
    ShortWay,
    /// Saying yes to the page that we made.
    Yes,
}

/// A licence by its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licence {
    /// As people write it.
    pub short: &'static str,
    pub name: &'static str,
    /// The identifier of the SPDX list, by which programs know it.
    pub spdx: &'static str,
    pub url: &'static str,
}

impl Licence {
    /// "CC BY 4.0, https://…", for programs that show a text.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        format!("{}, {}", self.short, self.url)
    }
}

/// What submitters agree to, and so what everything public may be used under.
pub const LICENCE: Licence = Licence {
    short: "CC BY 4.0",
    name: "Creative Commons Attribution 4.0 International",
    spdx: "CC-BY-4.0",
    url: "https://creativecommons.org/licenses/by/4.0/",
};

/// Raised whenever a sentence changes, so that a record says which words a person agreed to.
pub const WORDING_VERSION: &str = "2027-01";

/// Only what must be sworn; what follows from it is said on the page instead. Consent forms are kept by
/// the museum, not uploaded: less held is less to lose.
pub const DECLARATIONS: &[Declaration] = &[
    Declaration {
        key: "send",
        words: "I may send this for my museum, and everyone who can be recognised has agreed.",
        occasions: &[Occasion::LongWay, Occasion::ShortWay],
    },
    Declaration {
        key: "prepare",
        words: "You may prepare it, and you show me the page before it goes online.",
        occasions: &[Occasion::ShortWay],
    },
    Declaration {
        key: "licence",
        words: "The words are ours to share: anyone may copy and change them if they say where they are from, under \
                the Creative Commons Attribution 4.0 licence, and we cannot take that back.",
        occasions: &[Occasion::LongWay, Occasion::Yes],
    },
    Declaration {
        key: "facts",
        words: "The facts are right, as far as I know.",
        occasions: &[Occasion::LongWay, Occasion::Yes],
    },
];

/// The seven statements of the wordings before "2027-01", which were all asked at sending.
const SEVEN: [&str; 7] = [
    "authority",
    "true",
    "consent",
    "no_personal_details",
    "partners",
    "licence",
    "privacy",
];

/// The statements that are asked then, in the order in which they are asked.
pub fn asked_at(occasion: Occasion) -> impl Iterator<Item = &'static Declaration> {
    DECLARATIONS
        .iter()
        .filter(move |declaration| declaration.occasions.contains(&occasion))
}

/// Whether each statement that is asked then is among these keys.
#[must_use]
pub fn covers<K: AsRef<str>>(keys: &[K], occasion: Occasion) -> bool {
    asked_at(occasion).all(|declaration| holds(keys, declaration.key))
}

/// Whether these keys are all that is declared about a text that goes public: its licence and its facts.
/// That it may be sent was said when it was. The seven statements of earlier wordings count as well.
#[must_use]
pub fn covers_publication<K: AsRef<str>>(keys: &[K]) -> bool {
    covers(keys, Occasion::Yes) || SEVEN.iter().all(|key| holds(keys, key))
}

fn holds<K: AsRef<str>>(keys: &[K], key: &str) -> bool {
    keys.iter().any(|one| one.as_ref() == key)
}

/// What the form brings when a case is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// Keys of the statements that were ticked.
    pub keys: Vec<String>,
    /// Fingerprint of the text they were ticked under: see [`signed_text`](crate::signed_text).
    pub fingerprint: String,
}

/// The sentence shown when one is not ticked.
pub const MISSING: &str =
    "Tick each statement to send your case study, or write to us if you cannot";

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(occasion: Occasion) -> Vec<&'static str> {
        asked_at(occasion)
            .map(|declaration| declaration.key)
            .collect()
    }

    #[test]
    fn the_licence_is_the_one_that_submitters_agree_to() {
        let asked = DECLARATIONS
            .iter()
            .find(|declaration| declaration.key == "licence")
            .unwrap();
        let name = LICENCE.name.trim_end_matches(" International");
        assert!(asked.words.contains(name), "{}", asked.words);
    }

    #[test]
    fn each_moment_asks_for_what_it_needs_and_no_more() {
        assert_eq!(keys(Occasion::LongWay), ["send", "licence", "facts"]);
        assert_eq!(keys(Occasion::ShortWay), ["send", "prepare"]);
        assert_eq!(keys(Occasion::Yes), ["licence", "facts"]);
    }

    #[test]
    fn each_statement_is_one_sentence() {
        for declaration in DECLARATIONS {
            let words = declaration.words.replace("4.0", "");
            assert_eq!(words.matches('.').count(), 1, "{words}");
            assert!(words.ends_with('.'), "{words}");
        }
    }

    #[test]
    fn what_covers_a_publication() {
        assert!(covers_publication(&["send", "licence", "facts"]));
        assert!(covers_publication(&["licence", "facts"]));
        assert!(covers_publication(&SEVEN));
        assert!(!covers_publication(&["send", "licence"]));
        assert!(!covers_publication(&["send", "prepare"]));
        assert!(!covers_publication(&SEVEN[1..]));
        assert!(!covers_publication::<&str>(&[]));
    }
}
