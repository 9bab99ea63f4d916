//! What a subject is about, as a person who reads it would say: a wellbeing case study, the wellbeing campaign, or
//! neither. People write it in any case and order, with hyphens, slips and words around it.

use strsim::osa_distance;

/// What a message is about, by its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A case study of work on wellbeing.
    CaseStudy,
    /// The campaign for wellbeing.
    Campaign,
}

/// More words than these between the two that matter make them two matters.
const MOST_BETWEEN: usize = 6;
/// So many words before the first of them are asked for a "not".
const BEFORE: usize = 3;

/// What mail programs write before a subject that goes round, in small letters: answers, then forwards.
const ANSWERS: [&str; 14] = [
    "re", "aw", "sv", "vs", "antw", "antwort", "odp", "res", "r", "ynt", "atb", "vá", "rif", "ref",
];
const FORWARDS: [&str; 13] = [
    "fw",
    "fwd",
    "wg",
    "tr",
    "vl",
    "rv",
    "enc",
    "i",
    "doorst",
    "pd",
    "vb",
    "videresendt",
    "ymlaen",
];

/// "study" as it is slipped on.
const STUDY: [&str; 14] = [
    "study", "studies", "studys", "studie", "studdy", "sudy", "stdy", "stuy", "studt", "studyy",
    "stduy", "styudy", "stuidy", "studeis",
];
/// Words one letter away that are other words.
const OTHER_WORDS: [&str; 2] = ["champaign", "campaigner"];
/// Words that start something else when they stand after "and".
const DETERMINERS: [&str; 11] = [
    "a", "an", "the", "our", "your", "my", "this", "another", "some", "one", "new",
];
const JOINERS: [&str; 6] = ["and", "or", "but", "plus", "und", "et"];
const PARTS_MATTERS: &str = ";";
const NOTS: [&str; 9] = [
    "not",
    "no",
    "isn't",
    "isnt",
    "without",
    "never",
    "unrelated",
    "kein",
    "keine",
];

/// What a subject is about.
#[must_use]
pub fn topic(subject: &str) -> Option<Topic> {
    let words = words(subject);
    let wellbeing = places(&words, wellbeing_at);
    if near(&words, &wellbeing, &places(&words, case_study_at)) {
        return Some(Topic::CaseStudy);
    }
    near(&words, &wellbeing, &places(&words, campaign_at)).then_some(Topic::Campaign)
}

/// Whether the mail program of its sender wrote that it was sent on.
#[must_use]
pub fn is_forward(subject: &str) -> bool {
    prefixes(subject)
        .0
        .iter()
        .any(|prefix| FORWARDS.contains(&prefix.as_str()))
}

/// A subject without what mail programs and gateways write before it: `Re:`, `AW[2]:`, `[EXTERNAL]`.
#[must_use]
pub fn without_prefixes(subject: &str) -> &str {
    prefixes(subject).1
}

/// What a subject says beside naming what it is about: "Tea and objects" of "Re: Wellbeing case study: Tea and
/// objects". Where it says no more, or says it otherwise, all of it.
#[must_use]
pub fn beside_topic(subject: &str) -> &str {
    let subject = without_prefixes(subject);
    let parts = [": ", " - ", " \u{2013} ", " \u{2014} "]
        .into_iter()
        .filter_map(|sign| subject.split_once(sign))
        .min_by_key(|(head, _)| head.len());
    match parts {
        Some((head, rest)) if topic(head).is_some() && rest.chars().any(char::is_alphabetic) => {
            rest.trim()
        }
        _ => subject,
    }
}

fn prefixes(subject: &str) -> (Vec<String>, &str) {
    /// Longer words before a colon are a subject.
    const LONGEST: usize = 12;
    let mut found = Vec::new();
    let mut left = subject.trim();
    loop {
        if let Some((tag, rest)) = left
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            .filter(|(tag, rest)| is_gateway(tag) && !rest.trim().is_empty())
        {
            found.push(tag.to_lowercase());
            left = rest.trim_start_matches([' ', ':', '-']);
            continue;
        }
        let Some((prefix, rest)) = left.split_once([':', '\u{ff1a}']) else {
            break;
        };
        // "Re[2]", "RE (2)", "Fwd "
        let word = prefix
            .trim()
            .trim_end_matches(|sign: char| sign.is_ascii_digit() || "[]()^ ".contains(sign))
            .to_lowercase();
        let is_one = prefix.len() <= LONGEST
            && (ANSWERS.contains(&word.as_str()) || FORWARDS.contains(&word.as_str()));
        if !is_one {
            break;
        }
        found.push(word);
        left = rest.trim_start();
    }
    (found, left)
}

/// What mail gateways put before subjects.
fn is_gateway(tag: &str) -> bool {
    let tag = tag.trim().trim_matches('*').to_lowercase();
    [
        "ext",
        "external",
        "extern",
        "spam",
        "spam?",
        "suspected spam",
        "ext.",
        "external email",
        "externe",
        "caution",
        "secure",
    ]
    .contains(&tag.as_str())
}

/// One word of a subject, in small letters. A semicolon is a word of its own: it parts two matters.
#[derive(Debug)]
struct Word {
    text: String,
    /// A sentence ends after it.
    ends: bool,
    /// Another sign than a space, a hyphen or a dash stands after it.
    is_apart: bool,
}

/// The words of a subject. Hyphens, dashes and underlines part words; what cannot be seen does not.
fn words(subject: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut text = String::new();
    let signs: Vec<char> = subject.chars().collect();
    let mut was_small = false;
    for (at, sign) in signs.iter().copied().enumerate() {
        match sign {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            '\u{2019}' | '\u{2018}' | '\'' => text.push('\''),
            // Wide forms, as Asian keyboards write them.
            '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                let plain = char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign);
                text.push(plain.to_ascii_lowercase());
            }
            sign if sign.is_alphanumeric() => {
                // "WellbeingCaseStudy"
                let next_is_small = signs.get(at + 1).is_some_and(|next| next.is_lowercase());
                if sign.is_uppercase() && was_small && next_is_small {
                    finish(&mut text, &mut words);
                }
                text.extend(sign.to_lowercase());
            }
            _ => {
                finish(&mut text, &mut words);
                let ends = matches!(sign, '.' | '!' | '?')
                    && signs.get(at + 1).is_none_or(|next| next.is_whitespace());
                let is_gap = sign.is_whitespace()
                    || matches!(sign, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}');
                if let Some(last) = words.last_mut() {
                    last.ends |= ends;
                    last.is_apart |= !is_gap;
                }
                if sign == ';' {
                    words.push(Word {
                        text: PARTS_MATTERS.to_owned(),
                        ends: false,
                        is_apart: true,
                    });
                }
            }
        }
        was_small = sign.is_lowercase();
    }
    finish(&mut text, &mut words);
    words
}

fn finish(text: &mut String, words: &mut Vec<Word>) {
    let word = std::mem::take(text);
    let bare = word.trim_matches('\'');
    if !bare.is_empty() {
        words.push(Word {
            text: bare.to_owned(),
            ends: false,
            is_apart: false,
        });
    }
}

/// Where in the words something stands: from, and up to but without.
type Place = (usize, usize);

fn places(words: &[Word], at: impl Fn(&[Word]) -> Option<usize>) -> Vec<Place> {
    (0..words.len())
        .filter_map(|start| at(&words[start..]).map(|length| (start, start + length)))
        .collect()
}

/// How many words say "wellbeing" at the start of these.
fn wellbeing_at(words: &[Word]) -> Option<usize> {
    let first = bare(words.first()?);
    if is_nearly(first, "wellbeing")
        || first.starts_with("wellbeingcasestud")
        || first.starts_with("wellbeingcampaign")
    {
        return Some(1);
    }
    let second = bare(words.get(1)?);
    let is_two = matches!(first, "well" | "wel")
        && !words[0].is_apart
        && (matches!(second, "being" | "beeing" | "beings" | "bieng"));
    is_two.then_some(2)
}

/// How many words say "case study".
fn case_study_at(words: &[Word]) -> Option<usize> {
    let first = bare(words.first()?);
    if first.starts_with("wellbeingcasestud") {
        return Some(1);
    }
    if let Some(rest) = first
        .strip_prefix("case")
        .or_else(|| first.strip_prefix("cases"))
        && STUDY.contains(&rest)
    {
        return Some(1);
    }
    let second = bare(words.get(1)?);
    let is_two = matches!(first, "case" | "cases" | "cas" | "csae" | "caes" | "casse")
        && !words[0].is_apart
        && STUDY.contains(&second);
    is_two.then_some(2)
}

fn campaign_at(words: &[Word]) -> Option<usize> {
    let first = bare(words.first()?);
    let is_one = ["campaign", "campaigns"]
        .iter()
        .any(|word| is_nearly(first, word));
    (first.starts_with("wellbeingcampaign") || (is_one && !OTHER_WORDS.contains(&first)))
        .then_some(1)
}

/// Without the ending that says whose.
fn bare(word: &Word) -> &str {
    word.text.strip_suffix("'s").unwrap_or(&word.text)
}

/// The word, or one slip of a finger away from it.
fn is_nearly(word: &str, wanted: &str) -> bool {
    word == wanted
        || (word.len().abs_diff(wanted.len()) <= 1
            && word.chars().next() == wanted.chars().next()
            && osa_distance(word, wanted) <= 1)
}

/// Whether one of the places of "wellbeing" and one of the others belong together.
fn near(words: &[Word], wellbeing: &[Place], others: &[Place]) -> bool {
    wellbeing.iter().any(|one| {
        others
            .iter()
            .any(|other| belong_together(words, *one, *other))
    })
}

fn belong_together(words: &[Word], wellbeing: Place, other: Place) -> bool {
    let (first, last) = if wellbeing.0 <= other.0 {
        (wellbeing, other)
    } else {
        (other, wellbeing)
    };
    // "in case study leave affects your wellbeing"
    let by_chance = other.0 > 0
        && words[other.0 - 1].text == "in"
        && words[other.0].text == "case"
        && words
            .get(other.1)
            .is_some_and(|next| next.text == "leave" || next.text == "is");
    let between = first.1.min(last.0)..last.0;
    let gap = &words[between];
    let before = &words[first.0.saturating_sub(BEFORE)..first.0];
    let starts_anew = gap.iter().any(|word| word.text == PARTS_MATTERS)
        || gap.windows(2).any(|two| {
            JOINERS.contains(&two[0].text.as_str()) && DETERMINERS.contains(&two[1].text.as_str())
        });
    let is_denied = before
        .iter()
        .filter(|word| !word.ends)
        .chain(gap)
        .any(|word| NOTS.contains(&word.text.as_str()))
        // "No. 3: wellbeing case study" numbers them.
        && !before.iter().any(|word| word.text == "no" && word.ends);
    let parted = words[first.1.saturating_sub(1)].ends || gap.iter().any(|word| word.ends);
    let too_far = gap.len() > if parted { 2 } else { MOST_BETWEEN };
    !(by_chance || starts_anew || is_denied || too_far)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_studies_as_people_announce_them() {
        for subject in [
            "wellbeing case study",
            "Wellbeing case study",
            "WELLBEING CASE STUDY",
            "Wellbeing Case Studies",
            "Re: Wellbeing case study",
            "RE: FW: Re[2]: Wellbeing case study",
            "AW: WG: Wellbeing case study",
            "SV: VS: wellbeing case study",
            "TR: RV: Wellbeing case study",
            "[EXTERNAL] Re: Wellbeing case study",
            "Well-being case study",
            "well being case study",
            "Well\u{2010}being case\u{2011}study",
            "Well\u{2013}being case \u{2014} study",
            "wellbeing case-study",
            "wellbeing_case_study",
            "wellbeing casestudy",
            "WellbeingCaseStudy",
            "#wellbeingcasestudy",
            "Well\u{ad}being case study",
            "Wellbeing\u{a0}case\u{a0}study",
            "Ｗｅｌｌｂｅｉｎｇ case study",
            "Our wellbeing case study from Leeds",
            "Submission of a wellbeing case study (Leeds City Museum)",
            "Wellbeing case study: Multaka-Oxford \u{2013} a \u{201c}meeting point\u{201d}",
            "FW: Wellbeing case study - Inspiring Futures (sorry, long)",
            "Case study: wellbeing on a stroke ward",
            "Case study - our wellbeing project",
            "A case study about health and wellbeing in museums",
            "Case studies for the wellbeing bank",
            "case study on staff well-being",
            "Wellbeing at the museum: a case study from Leeds",
            "Wellbeing museum case study",
            "Health & wellbeing case study",
            "Wellbeing and health case study",
            "Museum wellbeing project \u{2013} case study",
            "Wellbeing case study!!!",
            "\"Wellbeing case study\"",
            "Wellbeing case study, part 2",
            "Question about our wellbeing case study",
            "No. 3: wellbeing case study",
            "welbeing case study",
            "Wellbeeing case study",
            "wellbieng case study",
            "Wellbeing case studie",
            "wellbeing case stduy",
            "Wellbeing campaign: case study from Leeds",
            "Museum's wellbeing case study",
            "Case Study \u{2014} Wellbeing",
        ] {
            assert_eq!(topic(subject), Some(Topic::CaseStudy), "{subject}");
        }
    }

    #[test]
    fn the_campaign_as_people_name_it() {
        for subject in [
            "wellbeing campaign",
            "Wellbeing Campaign",
            "Re: Fwd: well-being campaign",
            "Thoughts on the wellbeing campaign",
            "The campaign for wellbeing",
            "Campaign: wellbeing in museums",
            "Your Well being campaign - a thought",
            "Wellbeing campain",
            "wellbeing campaing",
            "Wellbeing campaigns",
            "health and wellbeing campaign",
        ] {
            assert_eq!(topic(subject), Some(Topic::Campaign), "{subject}");
        }
    }

    #[test]
    fn near_misses_are_neither() {
        for subject in [
            "",
            "Re:",
            "Hello",
            "Case study",
            "wellbeing",
            "Wellbeing study",
            "Wellbeing case",
            "Wellbeing week at our office",
            "our wellbeing project for your collection",
            "Wellness case study",
            "Being well: a case study",
            "Well, being there: case study",
            "Suitcase study for wellbeing",
            "Showcase studies of wellbeing",
            "A case for studying wellbeing",
            "In case study leave affects your wellbeing",
            "Staff wellbeing survey and a case study on parking",
            "This is not a wellbeing case study",
            "No wellbeing case study from us this year",
            "Case study of a new roof. Also: photographs of the day, and news of wellbeing",
            "Invoice 231 for the case study printing; wellbeing room booked",
            "Campaign",
            "Fundraising campaign for the new roof and the wellbeing room",
            "Champaign wellbeing",
            "Wellbeing champagne",
            "Election campaigner for wellbeing",
            "Fallstudie Wohlbefinden",
            "Wellington case study",
            "Casework study on wellbeing",
            "Wellbeing case studio",
        ] {
            assert_eq!(topic(subject), None, "{subject}");
        }
    }

    #[test]
    fn what_else_a_subject_says_is_found() {
        for (subject, beside) in [
            (
                "FW: Wellbeing case study - Inspiring Futures (sorry, long)",
                "Inspiring Futures (sorry, long)",
            ),
            (
                "Wellbeing case study: Multaka-Oxford \u{2013} a place",
                "Multaka-Oxford \u{2013} a place",
            ),
            (
                "Case study: wellbeing on a stroke ward",
                "Case study: wellbeing on a stroke ward",
            ),
            ("Re: Wellbeing case study", "Wellbeing case study"),
            ("Wellbeing case study: ", "Wellbeing case study:"),
        ] {
            assert_eq!(beside_topic(subject), beside, "{subject}");
        }
    }

    #[test]
    fn prefixes_go_and_a_subject_of_one_word_stays() {
        for (subject, bare, forward) in [
            ("Re: AW[2]: Fwd: Tea", "Tea", true),
            ("RE (3): Tea", "Tea", false),
            ("WG: [EXT] Tea: objects", "Tea: objects", true),
            ("Tea: objects", "Tea: objects", false),
            ("[Leeds] Tea", "[Leeds] Tea", false),
            ("Re:", "", false),
        ] {
            assert_eq!(
                (without_prefixes(subject), is_forward(subject)),
                (bare, forward),
                "{subject}"
            );
        }
    }
}
