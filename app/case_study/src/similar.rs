//! How near two case studies are: the same museum, titles that are the same or much alike, texts that share whole
//! passages. People are told in words; no number is shown.

use super::content::CaseStudyContent;
use super::public::PublicContent;
use super::text_input::{name_key, sort_key};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Titles that share so much of their pairs of letters are alike. The nearest two of the sample bank, which are two
/// different case studies, share half.
const TITLES_ALIKE: f64 = 0.75;
/// Words that follow each other, which two texts have in common only where one was copied.
const PASSAGE: usize = 4;
/// A shorter text says too little to be compared.
const FEWEST_PASSAGES: usize = 20;
/// Of the passages of the shorter text, this part stands in the other, as hundredths.
const TEXTS_ALIKE: usize = 30;
/// Keys are indexed, and no museum or title that can be told from another is longer.
const LONGEST_KEY: usize = 200;
/// A shorter word of a title tells little.
const TELLING_WORD: usize = 4;
/// So many words of a title are looked for.
const TELLING_WORDS: usize = 3;

/// The same of a story.
const TELLING_WORD_OF_STORY: usize = 6;
const WORDS_OF_STORY: usize = 10;

/// Why a case study is like another, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    SameTitle,
    NearText,
    NearTitle,
    SameMuseum,
}

impl Reason {
    pub const ALL: [Self; 4] = [
        Self::SameTitle,
        Self::NearText,
        Self::NearTitle,
        Self::SameMuseum,
    ];

    /// The words people read.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SameTitle => "Word for word the same title",
            Self::NearText => "A text much like this",
            Self::NearTitle => "A title much like this",
            Self::SameMuseum => "The same museum",
        }
    }

    /// Whether two of them may be one case study. A museum has several.
    #[must_use]
    pub const fn may_be_the_same(self) -> bool {
        !matches!(self, Self::SameMuseum)
    }
}

/// What two spellings of one title have in common.
#[must_use]
pub fn title_key(title: &str) -> String {
    cut(sort_key(title))
}

/// What two spellings of one museum's name have in common.
#[must_use]
pub fn museum_key(name: &str) -> String {
    cut(name_key(name))
}

fn cut(key: String) -> String {
    match key.char_indices().nth(LONGEST_KEY) {
        Some((end, _)) => key[..end].to_owned(),
        None => key,
    }
}

/// What is known of a case study without its text: the keys of its title and of its museum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    pub title: String,
    pub museum: String,
}

impl Keys {
    #[must_use]
    pub fn of(title: &str, museum: &str) -> Self {
        Self {
            title: title_key(title),
            museum: museum_key(museum),
        }
    }

    /// Why the two are alike, as far as title and museum say so; the strongest first.
    #[must_use]
    pub fn reasons(&self, other: &Self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if !self.title.is_empty() {
            if self.title == other.title {
                reasons.push(Reason::SameTitle);
            } else if are_alike(&self.title, &other.title) {
                reasons.push(Reason::NearTitle);
            }
        }
        if !self.museum.is_empty() && self.museum == other.museum {
            reasons.push(Reason::SameMuseum);
        }
        reasons
    }

    /// The words of the title by which others like it are looked for: the longest, and of these the first.
    #[must_use]
    pub fn telling_words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = Vec::new();
        for word in self.title.split(' ') {
            if word.chars().count() >= TELLING_WORD && !words.contains(&word) {
                words.push(word);
            }
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.truncate(TELLING_WORDS);
        words
    }
}

fn are_alike(title: &str, other: &str) -> bool {
    !other.is_empty() && strsim::sorensen_dice(title, other) >= TITLES_ALIKE
}

/// The words of a story by which others that tell the same are looked for: the longest. Empty where there is none.
#[must_use]
pub fn words_of_story(content: &CaseStudyContent) -> String {
    let told = [
        &content.own_words,
        &content.need,
        &content.did,
        &content.changed,
    ]
    .map(|text| sort_key(text))
    .join(" ");
    let mut words: Vec<&str> = told
        .split(' ')
        .collect::<HashSet<_>>()
        .into_iter()
        .filter(|word| word.chars().count() >= TELLING_WORD_OF_STORY)
        .collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), *word));
    words.truncate(WORDS_OF_STORY);
    words.join(" ")
}

/// The story of a case study as the passages that it is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages(HashSet<u64>);

impl Passages {
    /// Those of everything that tells the story.
    #[must_use]
    pub fn of(content: &CaseStudyContent) -> Self {
        Self::of_texts([
            &content.own_words,
            &content.summary,
            &content.need,
            &content.did,
            &content.changed,
        ])
    }

    /// Those of what the public reads of it.
    #[must_use]
    pub fn of_public(content: &PublicContent) -> Self {
        Self::of_texts([
            &content.summary,
            &content.need,
            &content.did,
            &content.changed,
        ])
    }

    fn of_texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Self {
        let mut passages = HashSet::new();
        for text in texts {
            let folded = sort_key(text);
            let words: Vec<&str> = folded.split(' ').collect();
            for passage in words.windows(PASSAGE) {
                let mut hasher = DefaultHasher::new();
                passage.hash(&mut hasher);
                passages.insert(hasher.finish());
            }
        }
        Self(passages)
    }

    /// Whether much of the shorter of the two stands in the other.
    #[must_use]
    pub fn are_like(&self, other: &Self) -> bool {
        let (shorter, longer) = if self.0.len() <= other.0.len() {
            (&self.0, &other.0)
        } else {
            (&other.0, &self.0)
        };
        let shared = shorter.intersection(longer).count();
        shorter.len() >= FEWEST_PASSAGES && shared * 100 >= shorter.len() * TEXTS_ALIKE
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Passages, Reason, museum_key, title_key, words_of_story};
    use crate::CaseStudyContent;
    use crate::import;
    use crate::public::public_part;

    fn reasons(title: &str, other: &str) -> Vec<Reason> {
        Keys::of(title, "").reasons(&Keys::of(other, ""))
    }

    fn told(did: &str) -> Passages {
        Passages::of(&CaseStudyContent {
            did: did.to_owned(),
            ..Default::default()
        })
    }

    const STORY: &str = "Twelve people met each Tuesday from eleven until one. A link worker or a friend told them \
        about it, and the first visit was always a cup of tea with one member of staff, without any form. Each week we \
        put six objects on the table.";

    #[test]
    fn no_two_of_the_sample_bank_are_taken_for_one() {
        let bank =
            import::read(include_str!("../../../server/sample/cases.json")).expect("the bank");
        let known: Vec<(Keys, Passages)> = bank
            .iter()
            .map(|case| {
                let content = &case.content;
                let keys = Keys::of(&content.title, &content.museum);
                (keys, Passages::of(content))
            })
            .collect();
        for (at, (keys, passages)) in known.iter().enumerate() {
            for (other, others) in &known[at + 1..] {
                let found = keys.reasons(other);
                assert!(
                    !found.iter().any(|reason| reason.may_be_the_same()),
                    "{keys:?} {other:?}"
                );
                assert!(!passages.are_like(others), "{keys:?} {other:?}");
            }
            assert_eq!(keys.reasons(keys), [Reason::SameTitle, Reason::SameMuseum]);
        }
    }

    #[test]
    fn a_title_is_the_same_however_it_is_spelled() {
        for other in [
            "TEA AND  OBJECTS",
            "\u{201c}Tea and objects\u{201d}",
            "Tea and objécts!",
        ] {
            assert_eq!(
                reasons("Tea and objects", other),
                [Reason::SameTitle],
                "{other}"
            );
        }
    }

    #[test]
    fn titles_are_alike_when_little_differs() {
        for (title, other) in [
            (
                "House of Memories: museum-led dementia awareness training",
                "House of Memories: museum led dementia training",
            ),
            (
                "The Paper Apothecary: happiness prescriptions in a museum",
                "Paper Apothecary: hapiness prescriptions in the museum",
            ),
            (
                "Tea and objects on Tuesdays",
                "Tea and objects on Thursdays",
            ),
        ] {
            assert_eq!(
                reasons(title, other),
                [Reason::NearTitle],
                "{title} {other}"
            );
        }
        for (title, other) in [
            (
                "Museum prescriptions in Brussels",
                "Museum prescriptions in Montreal: doctors refer patients",
            ),
            ("Tea and objects", "Songs and soup"),
            ("Tea and objects", ""),
            ("", ""),
        ] {
            assert_eq!(reasons(title, other), [], "{title} {other}");
        }
    }

    #[test]
    fn a_museum_is_the_same_however_it_is_spelled_and_none_is_nobodys() {
        let museum = |name| Keys::of("", name);
        assert_eq!(
            museum("St. Mary\u{2019}s  Museum").reasons(&museum("st. mary's museum")),
            [Reason::SameMuseum]
        );
        assert_eq!(museum("").reasons(&museum("")), []);
    }

    #[test]
    fn others_are_looked_for_by_the_longest_words() {
        let keys = Keys::of(
            "The tea of the museum, the objects and the museum garden",
            "",
        );
        assert_eq!(keys.telling_words(), ["objects", "museum", "garden"]);
        assert_eq!(Keys::of("Tea or so", "").telling_words(), [""; 0]);
    }

    #[test]
    fn a_story_is_looked_for_by_its_longest_words() {
        let content = CaseStudyContent {
            need: "Loneliness, mostly.".into(),
            did: "We met. People remembered; we remembered.".into(),
            ..Default::default()
        };
        assert_eq!(
            words_of_story(&content),
            "loneliness remembered mostly people"
        );
        assert_eq!(words_of_story(&CaseStudyContent::default()), "");
    }

    #[test]
    fn keys_have_an_end() {
        let long = "é".repeat(5_000);
        assert_eq!(title_key(&long).chars().count(), 200);
        assert_eq!(museum_key(&long).chars().count(), 200);
    }

    #[test]
    fn a_text_that_was_copied_in_part_is_like_the_other() {
        let more = format!(
            "{STORY} People held them, guessed, remembered and disagreed. No one had to speak."
        );
        assert!(told(STORY).are_like(&told(&more)));
        assert!(told(&more.to_uppercase()).are_like(&told(STORY)));
        // Another text of the same length, and one that is too short to say.
        let other = "We opened the garden on Fridays. Veterans who had never grown anything planted beans along the \
            wall, and a nurse from the surgery came every second week to talk with whoever wanted to, over soup.";
        assert!(!told(STORY).are_like(&told(other)));
        assert!(!told("Twelve people met each Tuesday.").are_like(&told(STORY)));
        assert!(!told("").are_like(&told("")));
    }

    #[test]
    fn what_the_public_reads_is_compared_with_what_a_museum_sent_in_its_own_words() {
        let public = CaseStudyContent {
            did: STORY.to_owned(),
            ..Default::default()
        };
        let sent = CaseStudyContent {
            own_words: STORY.to_owned(),
            ..Default::default()
        };
        let public = Passages::of_public(&public_part(public));
        assert!(public.are_like(&Passages::of(&sent)));
        // Its own words are no part of the page.
        assert_eq!(Passages::of_public(&public_part(sent)), Passages::default());
    }

    #[test]
    fn every_reason_has_words_of_its_own() {
        for (at, reason) in Reason::ALL.iter().enumerate() {
            assert!(
                Reason::ALL[at + 1..]
                    .iter()
                    .all(|other| other.words() != reason.words())
            );
        }
    }
}
