//! Words for the terms of our lists, as people write them in a form.

mod cost;

use case_study::Vocabulary;
use case_study::vocabulary::{Term, country_by_name, slugify};

/// What people write besides the label, as slugs.
#[rustfmt::skip]
const ALSO: &[(Vocabulary, &str, &[&str])] = &[
    (Vocabulary::Strand, "community", &["communities", "the-community", "the-public", "public", "visitors"]),
    (Vocabulary::Strand, "workforce", &["museum-staff", "staff", "museum-workforce", "the-workforce", "our-team", "museum-team",
        "staff-and-volunteers"]),
    (Vocabulary::Audience, "older-people", &["older-adults", "elderly-people", "the-elderly", "seniors", "older-visitors"]),
    (Vocabulary::Audience, "people-living-with-dementia", &["people-with-dementia", "dementia"]),
    (Vocabulary::Audience, "carers", &["unpaid-carers", "family-carers", "care-partners"]),
    (Vocabulary::Audience, "mental-health-service-users", &["people-using-mental-health-services",
        "people-with-mental-health-problems", "people-with-mental-health-conditions", "people-living-with-mental-ill-health",
        "people-with-mental-ill-health"]),
    (Vocabulary::Audience, "people-in-recovery", &["people-in-recovery-from-addictions", "people-recovering-from-addiction"]),
    (Vocabulary::Audience, "stroke-survivors", &["people-who-had-a-stroke", "people-who-have-had-a-stroke",
        "people-who-had-had-a-stroke"]),
    (Vocabulary::Audience, "people-experiencing-homelessness", &["homeless-people", "people-affected-by-homelessness",
        "rough-sleepers"]),
    (Vocabulary::Audience, "unemployed-people", &["people-out-of-work", "people-who-are-unemployed",
        "long-term-unemployed-people", "job-seekers"]),
    (Vocabulary::Audience, "refugees-and-asylum-seekers", &["refugees", "asylum-seekers", "people-seeking-asylum",
        "refugees-and-people-seeking-asylum"]),
    (Vocabulary::Audience, "parents-and-families", &["families", "parents"]),
    (Vocabulary::Audience, "young-people", &["teenagers", "young-adults"]),
    (Vocabulary::Audience, "disabled-people", &["people-with-disabilities"]),
    (Vocabulary::Audience, "blind-and-partially-sighted-people", &["blind-people", "partially-sighted-people",
        "people-with-sight-loss"]),
    (Vocabulary::Audience, "deaf-people", &["people-with-hearing-loss"]),
    (Vocabulary::Audience, "people-with-long-term-conditions", &["people-with-long-term-health-conditions",
        "people-living-with-long-term-conditions"]),
    (Vocabulary::Audience, "general-visitors", &["general-public", "the-general-public", "visitors", "the-public", "public",
        "everyone"]),
    (Vocabulary::Audience, "museum-staff", &["staff"]),
    (Vocabulary::Audience, "people-affected-by-cancer", &["people-with-cancer", "people-living-with-cancer"]),
    (Vocabulary::Audience, "neurodivergent-people", &["autistic-people", "neurodiverse-people"]),
    (Vocabulary::Activity, "art-making", &["arts", "art", "arts-and-crafts", "making-art"]),
    (Vocabulary::Activity, "object-handling", &["handling-objects", "handling-sessions"]),
    (Vocabulary::Activity, "volunteering-placement", &["volunteering", "volunteer-placements", "volunteer-placement",
        "volunteering-placements"]),
    (Vocabulary::Activity, "training-and-cpd", &["training-and-cpd"]),
    (Vocabulary::Activity, "music-and-singing", &["singing", "music"]),
    (Vocabulary::Activity, "movement-and-dance", &["dance", "movement"]),
    (Vocabulary::Activity, "gardening-and-outdoors", &["gardening"]),
    (Vocabulary::Activity, "guided-looking", &["guided-tours", "tours", "gallery-tours"]),
    (Vocabulary::Activity, "co-created-exhibition", &["exhibition", "co-curated-exhibition", "co-produced-exhibition"]),
    (Vocabulary::Activity, "peer-group-drop-in", &["peer-group", "drop-in", "drop-in-group"]),
    (Vocabulary::FiveWays, "be-active", &["active"]),
    (Vocabulary::FiveWays, "keep-learning", &["learn", "learning"]),
    (Vocabulary::FiveWays, "take-notice", &["notice"]),
    (Vocabulary::MuseumType, "art-museum-or-gallery", &["art-gallery", "art-museum", "gallery"]),
    (Vocabulary::MuseumType, "local-or-mixed-collection", &["local-history", "local-history-museum", "mixed-collection",
        "local-museum"]),
    (Vocabulary::MuseumType, "historic-house", &["house-museum", "historic-house-museum"]),
    (Vocabulary::MuseumType, "open-air-or-living-museum", &["open-air-museum", "living-museum"]),
    (Vocabulary::MuseumType, "natural-history-or-science", &["science-museum", "natural-history-museum", "science-centre"]),
    (Vocabulary::MuseumType, "multi-site-service", &["museum-service", "multi-site-museum-service"]),
    (Vocabulary::MuseumType, "industrial-transport-or-maritime", &["industrial-museum", "transport-museum", "maritime-museum"]),
    (Vocabulary::EvaluationDesign, "monitoring-and-feedback", &["feedback-only", "monitoring", "feedback-forms",
        "visitor-feedback"]),
    (Vocabulary::EvaluationDesign, "survey", &["surveys", "questionnaire", "questionnaires"]),
    (Vocabulary::EvaluationDesign, "qualitative", &["interviews", "observation", "interviews-and-observation",
        "qualitative-study"]),
    (Vocabulary::EvaluationDesign, "mixed-methods", &["mixed-method", "mixed-methods-study"]),
    (Vocabulary::EvaluationDesign, "participatory-evaluation", &["participatory", "participatory-evaluation", "peer-evaluation"]),
    (Vocabulary::EvaluationDesign, "longitudinal", &["longitudinal-study", "follow-up-study"]),
    (Vocabulary::EvaluationDesign, "controlled-trial", &["control-group", "randomised-controlled-trial", "rct"]),
    (Vocabulary::EvaluationDesign, "not-evaluated", &["not-evaluated", "not-yet-evaluated", "not-yet"]),
    (Vocabulary::Measure, "sroi", &["social-return-on-investment"]),
    (Vocabulary::Measure, "wemwbs", &["warwick-edinburgh-mental-wellbeing-scale", "warwick-edinburgh-mental-well-being-scale"]),
    (Vocabulary::Measure, "swemwbs", &["short-wemwbs", "short-warwick-edinburgh-mental-wellbeing-scale"]),
    (Vocabulary::Measure, "ucl-museum-wellbeing-measures", &["ucl-museum-wellbeing-measures-toolkit", "ucl-measures",
        "museum-wellbeing-measures"]),
    (Vocabulary::Measure, "generic-learning-outcomes", &["glos", "glo"]),
    (Vocabulary::Measure, "generic-social-outcomes", &["gsos", "gso"]),
    (Vocabulary::Measure, "ucla-loneliness-scale", &["ucla-3", "ucla-loneliness"]),
    (Vocabulary::Measure, "qualitative", &["interviews", "diaries", "observation", "observations"]),
];

/// The term that these words are: its label, its slug, or what people write instead.
pub(crate) fn term_of(list: Vocabulary, words: &str) -> Option<&'static Term> {
    if list == Vocabulary::Country {
        return country_of(words);
    }
    if list == Vocabulary::Sdg {
        return goal(words);
    }
    if list == Vocabulary::CostBand
        && let Some(term) = cost::band(words)
    {
        return Some(term);
    }
    let wanted = slugify(words);
    if wanted.is_empty() {
        return None;
    }
    let offered = || list.offered();
    offered()
        .find(|term| term.slug == wanted || slugify(term.label) == wanted)
        .or_else(|| {
            let (_, slug, _) = ALSO
                .iter()
                .find(|(of, _, names)| *of == list && names.contains(&wanted.as_str()))?;
            offered().find(|term| term.slug == *slug)
        })
}

/// A country as people write it in a form.
pub(crate) fn country_of(words: &str) -> Option<&'static Term> {
    let words = words.trim();
    let small = words.to_lowercase().replace('.', " ");
    let spaced: Vec<&str> = small.split_whitespace().collect();
    match spaced.join(" ").as_str() {
        "u k" | "gb" | "g b" | "the uk" | "the united kingdom" | "cymru" | "n ireland" => {
            country_by_name("uk")
        }
        "us" | "u s" | "u s a" | "the us" | "the usa" => country_by_name("usa"),
        _ => country_by_name(words.trim_end_matches('.')),
    }
}

/// "3", "SDG 3", "Goal 3: Good health and well-being". A list of numbers is none.
fn goal(words: &str) -> Option<&'static Term> {
    let small = words.trim().to_lowercase();
    let bare = ["sdg", "goal", "no.", "number", "#"]
        .iter()
        .find_map(|sign| small.strip_prefix(sign))
        .unwrap_or(&small)
        .trim();
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = bare[digits.len()..].trim_start_matches([':', '.', '-', '\u{2013}', ' ']);
    let label = |text: &str| slugify(text).replace("well-being", "wellbeing");
    let is_called = |term: &Term| label(term.label) == label(rest);
    Vocabulary::Sdg
        .offered()
        .find(|term| match (digits.is_empty(), rest.is_empty()) {
            (true, _) => is_called(term),
            (false, true) => term.slug == digits,
            (false, false) => term.slug == digits && is_called(term),
        })
}

/// The terms that a list names, what was read of it, and what was not.
pub(crate) struct Terms {
    pub slugs: Vec<String>,
    pub read: Vec<String>,
    pub left: Vec<String>,
}

/// Reads a list of terms: lines, semicolons, commas, a last "and".
pub(crate) fn terms_of(list: Vocabulary, text: &str) -> Terms {
    let mut found = Terms {
        slugs: Vec::new(),
        read: Vec::new(),
        left: Vec::new(),
    };
    let lines = case_study::fields::lines_of(text);
    for line in &lines {
        if !take(list, line, &mut found) {
            for part in line
                .split([';', ',', '/', '|'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
            {
                let part = part
                    .strip_prefix("and ")
                    .unwrap_or(part)
                    .trim_end_matches('.');
                if !take(list, part, &mut found) && !take_halves(list, part, &mut found) {
                    found.left.push(part.to_owned());
                }
            }
        }
    }
    found
}

fn take(list: Vocabulary, words: &str, found: &mut Terms) -> bool {
    let Some(term) = term_of(list, words) else {
        return false;
    };
    if !found.slugs.iter().any(|slug| slug == term.slug) {
        found.slugs.push(term.slug.to_owned());
    }
    found.read.push(words.to_owned());
    true
}

/// "young people and museum staff" are two terms, "refugees and asylum seekers" are one.
fn take_halves(list: Vocabulary, words: &str, found: &mut Terms) -> bool {
    let is = |words: &str| term_of(list, words).is_some();
    for (at, _) in words.match_indices(" and ") {
        let (one, other) = (&words[..at], &words[at + " and ".len()..]);
        if is(one) && is(other) {
            return take(list, one, found) && take(list, other, found);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{ALSO, terms_of};
    use case_study::Vocabulary;

    #[test]
    fn terms_are_read_as_people_write_them() {
        for (list, text, slugs, left) in [
            (
                Vocabulary::Audience,
                "refugees and asylum seekers, volunteers",
                vec!["refugees-and-asylum-seekers", "volunteers"],
                0,
            ),
            (
                Vocabulary::Audience,
                "General visitors, children, young people and museum staff.",
                vec![
                    "general-visitors",
                    "children",
                    "young-people",
                    "museum-staff",
                ],
                0,
            ),
            (
                Vocabulary::Audience,
                "40 older people from the town",
                vec![],
                1,
            ),
            (
                Vocabulary::FiveWays,
                "Connect, Keep learning, Give, Take notice",
                vec!["connect", "keep-learning", "give", "take-notice"],
                0,
            ),
            (
                Vocabulary::Sdg,
                "3, SDG 10, Goal 11: Sustainable cities and communities",
                vec!["3", "10", "11"],
                0,
            ),
            (
                Vocabulary::Measure,
                "SROI; volunteer wellbeing survey",
                vec!["sroi"],
                1,
            ),
        ] {
            let found = terms_of(list, text);
            assert_eq!(
                (found.slugs, found.left.len()),
                (slugs.into_iter().map(str::to_owned).collect(), left),
                "{text}"
            );
        }
    }

    #[test]
    fn every_other_word_leads_to_a_term_that_is_there() {
        for (list, slug, _) in ALSO {
            assert!(list.term(slug).is_some(), "{list:?} {slug}");
        }
    }
}
