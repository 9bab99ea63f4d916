//! Which tags a text suggests: a long list is then asked with the few that matter in front. It counts words
//! and nothing else, so the same text always suggests the same, and a person always decides.

use super::content::CaseStudyContent;
use super::text_input::sort_key;
use super::vocabulary::{Term, Vocabulary};
use std::collections::BTreeSet;

/// Points of a label whose words all stand in the text.
const LABEL: usize = 6;
/// Points of each other word that people use for it.
const OTHER_WORD: usize = 4;
/// More of them say no more.
const MOST_OTHER_WORDS: usize = 3;
/// What its definition says besides decides between two, with at most so many points.
const MOST_OF_DEFINITION: usize = 2;
/// Fewer points are chance.
const ENOUGH: usize = 4;
/// Two endings of one word have so many letters in common.
const SAME_WORD: usize = 5;

/// Words that stand in every case study, and small ones.
const SAYS_NOTHING: &str = "a about after all also an and another any are around as at away be been before by can come \
    could each every few for free from gave go good group groups had has have health help helped helping her here him his home how \
    if in into is it its kind kinds less life live lived long made make making may many more most museum museums new no not of off \
    often on one or other others our out over own part parts people person place places plan planned project quiet regular room \
    she so some someone something staff such support take taken team than that the their them then there they things this those \
    time to together took two under up use used using very was way ways we well wellbeing went were what when where which while who whole with \
    without work worked working works world you your";

/// Words that people use beside those of the lists, by slug of the term.
const OTHER_WORDS: &[(&str, &str)] = &[
    (
        "mental-health",
        "anxiety, anxious, depression, stress, low mood, mental ill health",
    ),
    (
        "loneliness-and-isolation",
        "alone, lonely, loneliness, isolated, live alone, friend, company",
    ),
    (
        "dementia-and-memory",
        "dementia, alzheimer, memory cafe, memory loss",
    ),
    (
        "healthy-ageing",
        "older people, older adults, later life, pensioners, retired, care home",
    ),
    ("carers", "carer, caring for"),
    (
        "bereavement-and-loss",
        "bereaved, bereavement, grief, grieving, baby loss, funeral",
    ),
    (
        "physical-health-and-rehabilitation",
        "stroke, pain, rehabilitation, hospital, physiotherapy, exercise",
    ),
    (
        "addiction-recovery",
        "addiction, alcohol, drugs, recovery group",
    ),
    ("homelessness", "homeless, rough sleepers, hostel"),
    (
        "social-prescribing",
        "link worker, prescribed, prescription, referred, gp",
    ),
    (
        "creative-health",
        "creative, creativity, painting, drawing, crafts, art",
    ),
    (
        "mindfulness-and-rest",
        "mindful, meditation, calm, slow looking",
    ),
    (
        "nature-and-green-wellbeing",
        "garden, nature, outdoors, allotment, wildlife, wild, trees, woodland",
    ),
    (
        "skills-and-volunteering",
        "volunteers, apprentices, employability",
    ),
    (
        "migration-and-belonging",
        "refugees, asylum, migrants, migration, belonging",
    ),
    (
        "access-and-inclusion",
        "accessible, barriers, wheelchair, inclusive, sensory",
    ),
    (
        "children-and-families",
        "children, families, parents, toddlers, school, pupils",
    ),
    ("health-inequalities", "inequality, deprived, disadvantaged"),
    (
        "climate-and-sustainability",
        "climate, sustainable, sustainability, environment, recycling",
    ),
    (
        "evaluation-and-value",
        "evaluation, measured, umbrella, wellbeing measures",
    ),
    (
        "youth-mental-health",
        "young people, teenagers, camhs, students",
    ),
    (
        "neurodiversity",
        "autism, autistic, adhd, neurodivergent, dyslexia",
    ),
    (
        "identity-and-heritage",
        "identity, heritage, ancestors, roots, culture",
    ),
    ("trauma-and-safety", "trauma, abuse, conflict, war"),
    (
        "poverty-and-cost-of-living",
        "poverty, warm space, warm spaces, food bank, cost of living",
    ),
    ("culture-of-care", "culture of care, staff wellbeing"),
    ("line-management", "line managers, managers"),
    ("workload-and-job-design", "workload, deadlines, overtime"),
    (
        "flexible-and-hybrid-working",
        "hybrid, flexible hours, homeworking",
    ),
    ("front-of-house", "front of house, gallery assistants"),
    (
        "emotional-labour-and-vicarious-trauma",
        "emotional labour, vicarious, distressing",
    ),
    (
        "peer-support-and-reflective-practice",
        "supervision, debrief, reflective, peer support",
    ),
    (
        "staff-training-and-confidence",
        "trained, confidence of staff",
    ),
    ("volunteer-wellbeing", "looking after volunteers"),
    (
        "older-people",
        "older adults, older visitors, elderly, pensioners, retired, care home, later life, over sixty, over 65",
    ),
    ("people-living-with-dementia", "dementia, alzheimer"),
    (
        "mental-health-service-users",
        "anxiety, depression, mental health, mental illness, psychiatric",
    ),
    (
        "people-with-long-term-conditions",
        "chronic, long-term condition, pain, diabetes, parkinson",
    ),
    ("hospital-patients", "patient, ward, hospital"),
    ("stroke-survivors", "stroke"),
    ("people-in-recovery", "addiction, alcohol, in recovery"),
    (
        "people-experiencing-homelessness",
        "homeless, rough sleepers, hostel",
    ),
    (
        "unemployed-people",
        "unemployed, out of work, jobseekers, job seekers",
    ),
    (
        "refugees-and-asylum-seekers",
        "refugee, asylum, displaced, forced to leave",
    ),
    ("bereaved-people", "bereaved, bereavement, grief, grieving"),
    (
        "parents-and-families",
        "parents, families, mothers, fathers",
    ),
    ("children", "child, pupils, primary school, schoolchildren"),
    (
        "young-people",
        "teenagers, youth, young adults, secondary school",
    ),
    ("disabled-people", "disabled, disability, wheelchair"),
    ("deaf-people", "deaf, bsl, sign language, hearing loss"),
    (
        "blind-and-partially-sighted-people",
        "blind, sight loss, visually impaired, partially sighted",
    ),
    (
        "people-with-learning-disabilities",
        "learning disability, learning difficulties",
    ),
    ("veterans", "veterans, armed forces, military"),
    ("general-visitors", "visitors, general public, anyone"),
    (
        "health-and-care-staff",
        "nurses, nhs staff, care workers, doctors",
    ),
    (
        "museum-staff",
        "museum staff, colleagues, our staff, employees",
    ),
    ("front-of-house-staff", "front of house, gallery assistants"),
    ("managers-and-leaders", "managers, leaders, directors"),
    ("freelancers", "freelance"),
    ("early-years", "babies, toddlers, nursery, under fives"),
    (
        "neurodivergent-people",
        "autism, autistic, adhd, neurodivergent",
    ),
    ("lgbtq-people", "lgbtq, lgbt, queer, gay, lesbian, trans"),
    ("people-in-prison", "prison, probation"),
    ("survivors-of-abuse", "abuse, domestic violence, survivors"),
    ("care-experienced-people", "care leavers, foster"),
    ("students", "university, college"),
    ("new-parents", "new mothers, postnatal, newborn"),
    (
        "people-affected-by-cancer",
        "cancer, oncology, chemotherapy",
    ),
    ("object-handling", "handling, held objects, objects, touch"),
    ("reminiscence", "reminiscence, memories, remembered"),
    ("guided-looking", "guided, looked at paintings, tour"),
    (
        "art-making",
        "painting, drawing, printing, sculpture, photography, clay, artist",
    ),
    (
        "craft-and-heritage-skills",
        "weaving, knitting, woodwork, textiles, sewing, crafts",
    ),
    ("creative-writing", "poems, poetry, writing, wrote poems"),
    ("music-and-singing", "music, singing, songs, choir"),
    (
        "movement-and-dance",
        "dance, dancing, yoga, tai chi, movement",
    ),
    (
        "mindfulness-and-slow-looking",
        "mindfulness, slow looking, meditation",
    ),
    (
        "gardening-and-outdoors",
        "garden, allotment, outdoors, planting, wild, nature",
    ),
    ("walking", "walk"),
    ("volunteering-placement", "volunteers, placement"),
    (
        "peer-group-drop-in",
        "drop-in, weekly, met each, met every, cafe",
    ),
    (
        "co-created-exhibition",
        "exhibition, display, co-created, co-curated, labels",
    ),
    ("community-event", "festival, open day, celebration, event"),
    ("social-prescription-referral", "link worker, referred"),
    (
        "museum-prescription",
        "museum prescription, prescribed, prescriptions",
    ),
    ("outreach-care-settings", "care home, day centre, outreach"),
    ("hospital-outreach", "ward, hospital, bedside"),
    ("loan-kits", "loan box, loan boxes, kits, boxes"),
    (
        "digital-resource",
        "app, website, online, film, podcast, zoom",
    ),
    ("access-improvements", "ramp, hearing loop, accessible"),
    (
        "consultation-and-co-design",
        "co-design, consulted, consultation",
    ),
    ("training-and-cpd", "training, workshop, courses"),
    ("staff-support-and-supervision", "supervision, debriefs"),
    ("research-and-evaluation", "research, study, trial"),
    (
        "drama-and-storytelling",
        "drama, theatre, acting, stories, storytelling",
    ),
    ("food-and-cooking", "soup, lunch, cooking, ate, meal, food"),
    ("play", "games, playing"),
    (
        "quiet-or-relaxed-opening",
        "quiet hour, relaxed opening, sensory",
    ),
    ("warm-space", "warm space, warm room"),
    ("buddying-and-befriending", "buddy, buddies, befriending"),
];

/// The terms of a list that a text suggests, the likeliest first, at most so many.
#[must_use]
pub fn suggested(vocabulary: Vocabulary, text: &str, most: usize) -> Vec<&'static Term> {
    let text = Words::of(text);
    let mut scored: Vec<(usize, &'static Term)> = vocabulary
        .terms()
        .iter()
        .map(|term| (points(term, &text), term))
        .filter(|(points, _)| *points >= ENOUGH)
        .collect();
    // Of equal ones the first of the list stays first.
    scored.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    scored
        .into_iter()
        .take(most)
        .map(|(_, term)| term)
        .collect()
}

/// Everything that a museum wrote about its work in words of its own.
#[must_use]
pub fn written_text(content: &CaseStudyContent) -> String {
    let texts = [
        &content.title,
        &content.summary,
        &content.own_words,
        &content.need,
        &content.did,
        &content.main_result,
        &content.changed,
        &content.hard,
        &content.team_care,
        &content.method,
    ];
    let lists = [&content.lessons, &content.partners];
    texts
        .into_iter()
        .chain(lists.into_iter().flatten())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n")
}

fn points(term: &Term, text: &Words) -> usize {
    let label = telling(term.label);
    let found = label.iter().filter(|word| text.has(word)).count();
    let of_label = (LABEL * found).checked_div(label.len()).unwrap_or(0);
    let others = OTHER_WORDS
        .iter()
        .filter(|(slug, _)| *slug == term.slug)
        .flat_map(|(_, words)| words.split(','));
    let others = others.filter(|phrase| text.has_phrase(phrase)).count();
    let of_others = OTHER_WORD * others.min(MOST_OTHER_WORDS);
    let definition: BTreeSet<String> = telling(term.definition).into_iter().collect();
    let of_definition = definition
        .iter()
        .filter(|word| text.has(word))
        .count()
        .min(MOST_OF_DEFINITION);
    // A definition suggests nothing alone.
    let own = of_label + of_others;
    if own == 0 { 0 } else { own + of_definition }
}

/// The words of a text that say something.
fn telling(text: &str) -> Vec<String> {
    let key = sort_key(text);
    key.split(' ')
        .filter(|word| word.len() > 2 && !SAYS_NOTHING.split_whitespace().any(|one| one == *word))
        .map(str::to_owned)
        .collect()
}

/// The words of a text, folded and without their endings.
struct Words {
    in_order: Vec<String>,
    each_once: BTreeSet<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let key = sort_key(text);
        let stems = key.split(' ').map(|word| without_ending(word).to_owned());
        let in_order: Vec<String> = stems.collect();
        Self {
            each_once: in_order.iter().cloned().collect(),
            in_order,
        }
    }

    fn has(&self, word: &str) -> bool {
        let stem = without_ending(word);
        self.each_once.iter().any(|one| is_same_stem(one, stem))
    }

    fn has_phrase(&self, phrase: &str) -> bool {
        let key = sort_key(phrase);
        let stems: Vec<&str> = key.split(' ').map(without_ending).collect();
        if let [word] = stems[..] {
            return self.has(word);
        }
        self.in_order.windows(stems.len()).any(|words| {
            words
                .iter()
                .zip(&stems)
                .all(|(one, stem)| is_same_stem(one, stem))
        })
    }
}

/// Whether two stems are of one word: "refugee" and "refuge", not "art" and "artist".
fn is_same_stem(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let is_long = short.len() >= SAME_WORD && long.len() - short.len() <= 3;
    one == other || is_long && long.starts_with(short)
}

fn without_ending(word: &str) -> &str {
    ["ings", "ing", "ies", "es", "ed", "s"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() > 3))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUP: &str = "Twelve people who live alone met each Tuesday in the museum. A link worker told them about it. We put \
        six objects on the table, people held them and remembered. After an hour we ate soup together. Eight of the \
        twelve told us that they had made a friend.";

    fn slugs(vocabulary: Vocabulary, text: &str) -> Vec<&'static str> {
        let terms = suggested(vocabulary, text, 5);
        terms.into_iter().map(|term| term.slug).collect()
    }

    #[test]
    fn a_text_suggests_what_it_speaks_of() {
        let themes = slugs(Vocabulary::Theme, SOUP);
        assert_eq!(themes[0], "loneliness-and-isolation", "{themes:?}");
        assert!(themes.contains(&"social-prescribing"), "{themes:?}");
        let activities = slugs(Vocabulary::Activity, SOUP);
        for slug in ["object-handling", "food-and-cooking", "peer-group-drop-in"] {
            assert!(activities.contains(&slug), "{activities:?}");
        }
        let refugees = "Refugees and asylum seekers became volunteers, gave tours in Arabic and co-curated an exhibition of textiles.";
        assert_eq!(
            slugs(Vocabulary::Audience, refugees)[0],
            "refugees-and-asylum-seekers"
        );
        assert!(slugs(Vocabulary::Audience, refugees).contains(&"volunteers"));
        let themes = slugs(Vocabulary::Theme, refugees);
        for slug in ["migration-and-belonging", "skills-and-volunteering"] {
            assert!(themes[..3].contains(&slug), "{themes:?}");
        }
    }

    #[test]
    fn the_same_text_suggests_the_same_and_never_more_than_asked() {
        for vocabulary in [
            Vocabulary::Theme,
            Vocabulary::Audience,
            Vocabulary::Activity,
        ] {
            assert_eq!(slugs(vocabulary, SOUP), slugs(vocabulary, SOUP));
            let every: Vec<&str> = vocabulary.terms().iter().map(|term| term.label).collect();
            let all = suggested(vocabulary, &every.join(". "), 4);
            assert_eq!(all.len(), 4);
        }
    }

    #[test]
    fn a_text_that_says_nothing_suggests_nothing() {
        for text in [
            "",
            "We did something new with people in our museum and it was good.",
            "\u{8336}\u{9928}",
        ] {
            for vocabulary in Vocabulary::ALL {
                assert_eq!(slugs(*vocabulary, text), [""; 0], "{vocabulary:?}: {text}");
            }
        }
    }

    #[test]
    fn each_term_is_suggested_by_its_own_name() {
        for vocabulary in [
            Vocabulary::Theme,
            Vocabulary::Audience,
            Vocabulary::Activity,
        ] {
            for term in vocabulary.terms() {
                let found = suggested(vocabulary, term.label, vocabulary.terms().len());
                assert!(
                    telling(term.label).is_empty() || found.iter().any(|one| one.slug == term.slug),
                    "{}",
                    term.slug
                );
            }
        }
    }

    #[test]
    fn other_words_belong_to_terms_that_there_are() {
        for (slug, words) in OTHER_WORDS {
            let known = [
                Vocabulary::Theme,
                Vocabulary::Audience,
                Vocabulary::Activity,
            ]
            .iter()
            .any(|vocabulary| vocabulary.term(slug).is_some());
            assert!(known, "{slug}");
            assert!(
                words.split(',').all(|word| !sort_key(word).is_empty()),
                "{slug}"
            );
        }
    }

    fn is_same_word(one: &str, other: &str) -> bool {
        is_same_stem(without_ending(one), without_ending(other))
    }

    #[test]
    fn two_endings_are_one_word_and_two_words_are_not() {
        for (one, other) in [
            ("walks", "walking"),
            ("volunteer", "volunteering"),
            ("refugee", "refugees"),
        ] {
            assert!(is_same_word(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("art", "artist"),
            ("care", "career"),
            ("men", "mental"),
            ("play", "plaything"),
            ("war", "warm"),
        ] {
            assert!(!is_same_word(one, other), "{one} {other}");
        }
    }
}
