//! Case studies made up by the thousand, the same in every run: of realistic length, with tags as
//! unevenly used as real ones, about museums that do not exist.

use crate::dice::Dice;
use crate::photographs;
use crate::words::{
    ACTIONS, CHANGES, DID, LESSONS, NEEDS, OF_WHAT, PEOPLE, THINGS, TITLES, TOWN_BEGINS, TOWN_ENDS,
    TROUBLES, WHEN, WHERE, WITH,
};
use case_study::fields::field;
use case_study::import::{ImportedCase, Kept};
use case_study::{CaseStudyContent, PartialDate, Point, Vocabulary};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// Changes whenever what is generated does, so that a bank kept from an earlier run is not used.
pub const EDITION: u32 = 4;
const SEED: u64 = 0x00ca_5eb0_0c00;
/// The first case was published then: 1 January 2021, in milliseconds since 1970.
const FIRST_PUBLISHED: i64 = 1_609_459_200_000;
/// The last a little less than this later: five years.
const SPAN: i64 = 5 * 365 * 86_400_000;

/// What every case is made from: the complete case of the tests, so that a field that is required is
/// answered here too.
static COMPLETE: LazyLock<CaseStudyContent> = LazyLock::new(|| {
    let text = include_str!("../../server/tests/complete-case.json");
    let sections: BTreeMap<String, Vec<Answered>> =
        serde_json::from_str(text).expect("the complete case is JSON");
    let mut content = CaseStudyContent::default();
    for one in sections.into_values().flatten() {
        let field = field(&one.field).expect("a field of the table");
        field
            .put(&mut content, &one.answers)
            .expect("an answer of its kind");
    }
    content
});

#[derive(Deserialize)]
struct Answered {
    field: String,
    answers: Vec<String>,
}

/// Case number `number` of a bank of `of` cases. Its text depends on its number alone.
pub fn case(number: u64, of: u64) -> ImportedCase {
    let mut dice = Dice::of(SEED, number);
    let mut content = COMPLETE.clone();
    museum(&mut content, &mut dice, number);
    let town = content.town.clone();
    tags(&mut content, &mut dice);
    story(&mut content, &mut dice, &town);
    evidence(&mut content, &mut dice);
    content.pictures = photographs::of_case(number, of);
    if !content.pictures.is_empty() {
        // After a note the list shows no photograph.
        content.content_notes.clear();
    }
    let step = SPAN / i64::try_from(of.max(1)).unwrap_or(i64::MAX);
    let published_at = FIRST_PUBLISHED + step * i64::try_from(number).unwrap_or(0);
    ImportedCase {
        id: format!("generated-case-{number}"),
        content,
        kept: Some(Kept {
            compiled: dice.percent(20),
            sample: false,
            published_at,
        }),
    }
}

fn museum(content: &mut CaseStudyContent, dice: &mut Dice, number: u64) {
    // Eight cases a museum on average, some with far more.
    let museums = usize::try_from(number / 8 + 1).unwrap_or(usize::MAX);
    content.museum = format!("Generated museum {}", dice.below(museums) + 1);
    content.museum_type = term(dice, Vocabulary::MuseumType);
    content.museum_size = term(dice, Vocabulary::MuseumSize);
    content.governance = term(dice, Vocabulary::Governance);
    content.town = format!("{}{}", dice.one(TOWN_BEGINS), dice.one(TOWN_ENDS));
    let (lat, lon) = if dice.percent(60) {
        content.country = "GB".into();
        content.region = dice.often(Vocabulary::UkRegion.terms()).label.to_owned();
        (51.0 + 5.0 * dice.unit(), -4.0 + 4.5 * dice.unit())
    } else {
        content.country = dice.often(Vocabulary::Country.terms()).slug.to_owned();
        content.region = format!("{} region", dice.one(TOWN_BEGINS));
        (40.0 + 20.0 * dice.unit(), -5.0 + 25.0 * dice.unit())
    };
    let hundredths = |degrees: f64| (degrees * 100.0).round() / 100.0;
    content.position = Some(Point {
        lat: hundredths(lat),
        lon: hundredths(lon),
    });
    content.on_map = dice.percent(90);
}

fn tags(content: &mut CaseStudyContent, dice: &mut Dice) {
    content.strand = if dice.percent(85) {
        "community"
    } else {
        "workforce"
    }
    .into();
    let themes: Vec<&str> = case_study::vocabulary::themes_of(&content.strand)
        .iter()
        .map(|term| term.slug)
        .collect();
    let count = dice.between(1, 4);
    content.themes = owned(&dice.some(&themes, count));
    let mut some = |vocabulary: Vocabulary, low: usize, high: usize| {
        let slugs: Vec<&str> = vocabulary.terms().iter().map(|term| term.slug).collect();
        let count = dice.between(low, high);
        owned(&dice.some(&slugs, count))
    };
    content.audiences = some(Vocabulary::Audience, 1, 4);
    content.activities = some(Vocabulary::Activity, 1, 4);
    content.five_ways = some(Vocabulary::FiveWays, 0, 4);
    content.sdgs = some(Vocabulary::Sdg, 0, 3);
    content.partner_types = some(Vocabulary::PartnerType, 0, 3);
    content.funding_sources = some(Vocabulary::FundingSource, 0, 2);
    content.outcome_areas = some(Vocabulary::OutcomeArea, 0, 3);
    content.content_notes = some(Vocabulary::ContentNote, 0, 1);
    content.measures = some(Vocabulary::Measure, 0, 2);
    let year = u16::try_from(dice.between(2006, 2024)).unwrap_or(2024);
    let month = Some(u8::try_from(dice.between(1, 12)).unwrap_or(1));
    content.started = Some(PartialDate { year, month });
    content.still_running = dice.percent(25);
    if !content.still_running {
        let ended = year + u16::try_from(dice.below(4)).unwrap_or(0);
        content.ended = Some(PartialDate {
            year: ended,
            month: None,
        });
    }
}

fn story(content: &mut CaseStudyContent, dice: &mut Dice, town: &str) {
    let title = fill(dice.one(TITLES), dice, town);
    content.title = title.chars().take(100).collect();
    content.summary = text(dice, &[ACTIONS, CHANGES], 30, 55, town);
    content.need = text(dice, &[NEEDS], 60, 150, town);
    content.did = text(dice, &[ACTIONS], 100, 300, town);
    content.changed = text(dice, &[CHANGES], 70, 220, town);
    if dice.percent(60) {
        content.hard = text(dice, &[TROUBLES], 30, 110, town);
    }
    content.lessons.clear();
    for _ in 0..dice.between(2, 5) {
        content.lessons.push(fill(dice.one(LESSONS), dice, town));
    }
    if dice.percent(40) {
        content.quotation = text(dice, &[CHANGES], 15, 40, town);
        content.quotation_from = "participant".into();
    }
    if dice.percent(40) {
        content.team_care = text(dice, &[ACTIONS], 30, 90, town);
    }
    if dice.percent(40) {
        content.sustainability = text(dice, &[CHANGES], 30, 70, town);
    }
}

fn evidence(content: &mut CaseStudyContent, dice: &mut Dice) {
    content.design = term(dice, Vocabulary::EvaluationDesign);
    content.evidence_label = term(dice, Vocabulary::Evidence);
    if dice.percent(80) {
        // Most groups are small, a few programmes reach thousands.
        let people = 10_f64.powf(0.8 + 3.2 * dice.unit() * dice.unit());
        content.participants = Some(people as u32);
        content.participants_note = "people who came to at least one session".into();
    }
    content.cost_band = term(dice, Vocabulary::CostBand);
    content.reach = term(dice, Vocabulary::Reach);
    for _ in 0..dice.below(4) {
        let partner = format!(
            "{}{} partnership",
            dice.one(TOWN_BEGINS),
            dice.one(TOWN_ENDS)
        );
        content.partners.push(partner);
    }
    content.staff_time = "one day a week".into();
}

fn term(dice: &mut Dice, vocabulary: Vocabulary) -> String {
    dice.often(vocabulary.terms()).slug.to_owned()
}

fn owned(slugs: &[&str]) -> Vec<String> {
    slugs.iter().map(|slug| (*slug).to_owned()).collect()
}

/// Sentences of these kinds, in turn, until there are enough words.
fn text(dice: &mut Dice, kinds: &[&[&str]], fewest: usize, most: usize, town: &str) -> String {
    let wanted = dice.between(fewest, most);
    let mut text = String::new();
    let mut words = 0;
    for kind in kinds.iter().cycle() {
        let sentence = fill(dice.one(kind), dice, town);
        let count = sentence.split(' ').count();
        if words + count > most.max(count) {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence);
        words += count;
        if words >= wanted {
            break;
        }
    }
    text
}

/// A template with its gaps filled; a gap with a capital begins with one.
fn fill(template: &str, dice: &mut Dice, town: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((gap, after)) = after.split_once('}') else {
            break;
        };
        rest = after;
        let word = match gap.to_ascii_lowercase().as_str() {
            "people" => (*dice.often(PEOPLE)).to_owned(),
            "did" => (*dice.often(DID)).to_owned(),
            "of" => (*dice.often(OF_WHAT)).to_owned(),
            "things" => (*dice.often(THINGS)).to_owned(),
            "where" => (*dice.often(WHERE)).to_owned(),
            "when" => (*dice.often(WHEN)).to_owned(),
            "with" => (*dice.often(WITH)).to_owned(),
            "number" => dice.between(3, 30).to_string(),
            "more" => dice.between(30, 90).to_string(),
            _ => town.to_owned(),
        };
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if gap.starts_with(char::is_uppercase) => {
                let _ = write!(text, "{}{}", first.to_uppercase(), letters.as_str());
            }
            _ => text.push_str(&word),
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::case;
    use case_study::FIELDS;
    use case_study::fields::Kind;

    #[test]
    fn a_case_is_the_same_in_every_run_and_unlike_the_next() {
        assert_eq!(case(17, 1000), case(17, 1000));
        assert_eq!(case(17, 1000).content, case(17, 100_000).content);
        assert_ne!(case(17, 1000).content.did, case(18, 1000).content.did);
    }

    #[test]
    fn every_value_is_in_its_vocabulary_and_texts_are_as_long_as_real_ones() {
        let mut words = 0;
        for number in 0..300 {
            let content = case(number, 300).content;
            for field in FIELDS {
                if let Kind::One(vocabulary) | Kind::Many(vocabulary, ..) = field.kind {
                    for slug in field.answers(&content) {
                        assert!(vocabulary.term(&slug).is_some(), "{} {slug}", field.key);
                    }
                }
                if let Kind::Words { max, .. } = field.kind {
                    for text in field.answers(&content) {
                        let count = text.split_whitespace().count();
                        words += count;
                        assert!(count as u64 <= max, "{}: {count} of {max}", field.key);
                    }
                }
            }
            assert!(content.museum.starts_with("Generated museum "));
        }
        let each = words / 300;
        assert!((400..900).contains(&each), "{each} words a case");
    }
}
