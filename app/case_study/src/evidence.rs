//! How a case knows what changed, in words: the label that stands, who looked into it, how, and how
//! many people were counted.

use super::content::PublicMembers;
use super::text::{lower_first, with_commas};
use super::vocabulary::{Term, Vocabulary};

/// Between the parts of a line.
const BETWEEN: &str = " \u{b7} ";

/// The evidence label of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceLabel<'a> {
    /// A slug of the vocabulary; an old case may have one that has left it.
    pub slug: &'a str,
    /// No person chose it: the program took it from how the case was evaluated.
    pub suggested: bool,
}

impl<'a> EvidenceLabel<'a> {
    /// The label that stands: the one a person chose, else the one the program suggests. Who compiled
    /// the case decides only whether it is suggested, never which one it is.
    #[must_use]
    pub fn of(content: &'a PublicMembers, compiled: bool) -> Self {
        if content.evidence_label.is_empty() {
            return Self {
                slug: suggested_label(content),
                suggested: true,
            };
        }
        Self {
            slug: &content.evidence_label,
            suggested: compiled && is_as_derived(content),
        }
    }

    /// Its entry in the vocabulary.
    #[must_use]
    pub fn term(self) -> Option<&'static Term> {
        Vocabulary::Evidence.term(self.slug)
    }

    /// "Evaluated", or "Evaluated (suggested)".
    #[must_use]
    pub fn in_words(self) -> String {
        let label = Vocabulary::Evidence.label_of(self.slug);
        if self.suggested {
            format!("{label} (suggested)")
        } else {
            label
        }
    }
}

/// The label that fits how a case was evaluated: what the team gathered itself is described or
/// monitored, every other design is evaluated. Who evaluated it, and whether other researchers checked
/// the report, no program can tell.
#[must_use]
pub fn suggested_label(content: &PublicMembers) -> &'static str {
    match content.design.as_str() {
        "" | "not-evaluated" => "described",
        "monitoring-and-feedback"
            if content.participants.is_some() || !content.measures_other.is_empty() =>
        {
            "monitored"
        }
        "monitoring-and-feedback" => "described",
        _ => "evaluated",
    }
}

/// Whether a compiled case has the label that the program would suggest, and nobody said why.
///
/// Earlier versions wrote the label they derived into the texts of compiled cases as if a person had
/// set it. Such a label cannot be told from one that a file gave but by this: whoever chooses a label
/// says why. So it counts as suggested.
#[must_use]
pub fn is_as_derived(content: &PublicMembers) -> bool {
    content.evidence_reason.is_empty() && content.evidence_label == suggested_label(content)
}

/// Who looked into what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluator {
    /// Researchers, in a report that other researchers checked.
    Published,
    /// Someone outside the museum.
    Independent,
    /// The museum and its partners.
    Own,
}

impl Evaluator {
    /// `None` where it is not known, or where nobody did.
    #[must_use]
    pub fn of(content: &PublicMembers, compiled: bool) -> Option<Self> {
        let label = EvidenceLabel::of(content, compiled);
        match (label.suggested, label.slug) {
            (false, "published-research") => Some(Self::Published),
            (false, "independently-evaluated") => Some(Self::Independent),
            _ if content.independently_evaluated => Some(Self::Independent),
            (false, "monitored" | "evaluated") => Some(Self::Own),
            // The form asks a museum whether someone outside evaluated the work. One that gathered
            // something and does not say so did it with its partners.
            (true, _) if !compiled && gathered_something(content) => Some(Self::Own),
            _ => None,
        }
    }

    /// "By the museum and partners".
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Published => "Published research",
            Self::Independent => "Independent",
            Self::Own => "By the museum and partners",
        }
    }
}

fn gathered_something(content: &PublicMembers) -> bool {
    !matches!(content.design.as_str(), "" | "not-evaluated")
}

/// What a number of people counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The only ones that are ever added up.
    TookPart,
    Trained,
    Surveyed,
    Visited,
    Planned,
    /// People of some kind: the case does not say which.
    NotSaid,
}

/// The number of people that a case gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct People {
    pub number: u32,
    pub counted: Counted,
}

impl People {
    /// `None` where the case gives no number.
    #[must_use]
    pub fn of(content: &PublicMembers, compiled: bool) -> Option<Self> {
        let number = content.participants?;
        let counted = match content.participants_counted.as_str() {
            "took_part" => Counted::TookPart,
            "trained" => Counted::Trained,
            "surveyed" => Counted::Surveyed,
            "visited" => Counted::Visited,
            "planned" => Counted::Planned,
            // The form has always asked museums "How many people took part?". A file never did.
            "" if !compiled => Counted::TookPart,
            _ => Counted::NotSaid,
        };
        Some(Self { number, counted })
    }

    /// How many of them took part, where that is what was counted: only this may be added up.
    #[must_use]
    pub fn took_part(self) -> Option<u32> {
        (self.counted == Counted::TookPart).then_some(self.number)
    }

    /// "115 people", "10,000 trained", "658 survey answers".
    #[must_use]
    pub fn in_words(self) -> String {
        let kind = match (self.counted, self.number) {
            (Counted::TookPart, 1) => "person",
            (Counted::TookPart, _) => "people",
            (Counted::Trained, _) => "trained",
            (Counted::Surveyed, 1) => "survey answer",
            (Counted::Surveyed, _) => "survey answers",
            (Counted::Visited, 1) => "visitor",
            (Counted::Visited, _) => "visitors",
            (Counted::Planned, _) => "planned",
            (Counted::NotSaid, _) => "counted",
        };
        format!("{} {kind}", with_commas(self.number.into()))
    }
}

/// Who, how and how many, in a line: "Independent · mixed methods · 115 people". Where a case says none
/// of them, its label.
#[must_use]
pub fn in_words(content: &PublicMembers, compiled: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(Evaluator::of(content, compiled).map(|evaluator| evaluator.in_words().to_owned()));
    if let Some(design) = Vocabulary::EvaluationDesign.term(&content.design) {
        parts.push(if parts.is_empty() {
            design.label.to_owned()
        } else {
            lower_first(design.label)
        });
    }
    parts.extend(People::of(content, compiled).map(People::in_words));
    if parts.is_empty() {
        return EvidenceLabel::of(content, compiled).in_words();
    }
    parts.join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn designed(design: &str) -> PublicMembers {
        PublicMembers {
            design: design.into(),
            ..Default::default()
        }
    }

    fn labelled(label: &str, reason: &str, design: &str) -> PublicMembers {
        PublicMembers {
            evidence_label: label.into(),
            evidence_reason: reason.into(),
            ..designed(design)
        }
    }

    #[test]
    fn feedback_alone_is_described_and_a_study_is_evaluated() {
        let mut content = designed("monitoring-and-feedback");
        assert_eq!(suggested_label(&content), "described");
        content.participants = Some(12);
        assert_eq!(suggested_label(&content), "monitored");
        content.design = "mixed-methods".into();
        assert_eq!(suggested_label(&content), "evaluated");
        content.design = "not-evaluated".into();
        assert_eq!(suggested_label(&content), "described");
    }

    #[test]
    fn a_label_that_nobody_chose_is_always_said_to_be_suggested() {
        for compiled in [true, false] {
            let content = designed("survey");
            let label = EvidenceLabel::of(&content, compiled);
            assert_eq!((label.slug, label.suggested), ("evaluated", true));
            assert_eq!(label.in_words(), "Evaluated (suggested)");
        }
        let chosen = labelled("published-research", "", "survey");
        for compiled in [true, false] {
            let label = EvidenceLabel::of(&chosen, compiled);
            assert_eq!(label.in_words(), "Published research");
        }
    }

    #[test]
    fn what_an_earlier_version_wrote_into_a_compiled_case_is_a_suggestion() {
        let derived = labelled("evaluated", "", "survey");
        assert!(EvidenceLabel::of(&derived, true).suggested);
        // A museum's own case was read by a moderator: what stands there cannot be told from a choice.
        assert!(!EvidenceLabel::of(&derived, false).suggested);
        let reasoned = labelled(
            "evaluated",
            "The report says how people were asked.",
            "survey",
        );
        assert!(!EvidenceLabel::of(&reasoned, true).suggested);
    }

    #[test]
    fn an_old_label_stays_as_it_is() {
        let content = labelled("gold", "", "");
        let label = EvidenceLabel::of(&content, true);
        assert_eq!((label.term(), label.in_words()), (None, "gold".to_owned()));
    }

    #[test]
    fn independent_is_said_only_where_somebody_said_it() {
        let of = |content: &PublicMembers, compiled| {
            Evaluator::of(content, compiled).map(Evaluator::in_words)
        };
        let why = "The report says so.";
        for (content, compiled, museum) in [
            (designed("survey"), None, Some("By the museum and partners")),
            (designed("not-evaluated"), None, None),
            (designed(""), None, None),
            (labelled("described", why, "survey"), None, None),
            (
                labelled("evaluated", why, "survey"),
                Some("By the museum and partners"),
                Some("By the museum and partners"),
            ),
            (
                labelled("independently-evaluated", why, "survey"),
                Some("Independent"),
                Some("Independent"),
            ),
            (
                labelled("published-research", why, "survey"),
                Some("Published research"),
                Some("Published research"),
            ),
            (
                PublicMembers {
                    independently_evaluated: true,
                    ..designed("survey")
                },
                Some("Independent"),
                Some("Independent"),
            ),
        ] {
            assert_eq!(of(&content, true), compiled, "{content:?}");
            assert_eq!(of(&content, false), museum, "{content:?}");
        }
    }

    fn counting(number: u32, kind: &str) -> PublicMembers {
        PublicMembers {
            participants: Some(number),
            participants_counted: kind.into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_number_says_what_it_counts() {
        for (number, kind, words) in [
            (115, "took_part", "115 people"),
            (1, "took_part", "1 person"),
            (10_000, "trained", "10,000 trained"),
            (658, "surveyed", "658 survey answers"),
            (1, "surveyed", "1 survey answer"),
            (6_500, "visited", "6,500 visitors"),
            (1, "visited", "1 visitor"),
            (100, "planned", "100 planned"),
            (3_850, "", "3,850 counted"),
            (7, "of-a-newer-version", "7 counted"),
        ] {
            let people = People::of(&counting(number, kind), true).unwrap();
            assert_eq!(people.in_words(), words);
        }
        assert_eq!(People::of(&PublicMembers::default(), true), None);
    }

    #[test]
    fn every_kind_of_the_vocabulary_is_known_and_only_those_who_took_part_are_added_up() {
        for term in Vocabulary::Counted.terms() {
            let people = People::of(&counting(12, term.slug), true).unwrap();
            assert_ne!(people.counted, Counted::NotSaid, "{}", term.slug);
            let adds = (term.slug == "took_part").then_some(12);
            assert_eq!(people.took_part(), adds, "{}", term.slug);
        }
        // The form asked museums how many took part; nobody knows what a file counted.
        let unsaid = counting(12, "");
        let took_part = |compiled| People::of(&unsaid, compiled).and_then(People::took_part);
        assert_eq!((took_part(false), took_part(true)), (Some(12), None));
    }

    #[test]
    fn evidence_is_a_line_of_words() {
        let content = PublicMembers {
            evidence_label: "independently-evaluated".into(),
            design: "mixed-methods".into(),
            ..counting(115, "took_part")
        };
        assert_eq!(
            in_words(&content, true),
            "Independent \u{b7} mixed methods \u{b7} 115 people"
        );
        assert_eq!(in_words(&designed("mixed-methods"), true), "Mixed methods");
        assert_eq!(in_words(&counting(9, "visited"), true), "9 visitors");
        assert_eq!(
            in_words(&PublicMembers::default(), true),
            "Described (suggested)"
        );
    }
}
