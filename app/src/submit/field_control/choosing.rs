//! Questions answered from a vocabulary.

use super::{Question, framed};
use crate::ui::{Checkboxes, Choice, Details, GroupedSelect, Radios, Select};
use crate::ui::{IntoMarkup, Markup};
use case_study::suggested_tags::suggested;
use case_study::vocabulary::{Term, european_countries, other_countries, themes_of};
use case_study::{Kind, Vocabulary};
use leptos::prelude::*;

/// As many radios as can be taken in at a look; more become a drop-down list.
const MOST_RADIOS: usize = 12;
/// A list of boxes that is longer has only the likeliest of them in front.
const MOST_IN_FRONT: usize = 5;
/// A list that is longer is folded at all.
const SHORT_LIST: usize = 8;
/// A list longer than this stands in columns.
const ONE_COLUMN: usize = 6;
/// Ways of evaluating that museums know; the others are behind a line.
const KNOWN_DESIGNS: [&str; 4] = [
    "monitoring-and-feedback",
    "survey",
    "qualitative",
    "not-evaluated",
];

/// Words in which the form asks, where the short name that readers see would not be known to everybody who
/// writes.
const ASKED_AS: [(Vocabulary, &str, &str); 12] = [
    (
        Vocabulary::EvaluationDesign,
        "monitoring-and-feedback",
        "We counted people or collected comments",
    ),
    (
        Vocabulary::EvaluationDesign,
        "survey",
        "We used a form or a survey",
    ),
    (
        Vocabulary::EvaluationDesign,
        "qualitative",
        "We interviewed people or watched what happened",
    ),
    (
        Vocabulary::EvaluationDesign,
        "not-evaluated",
        "We have only what we noticed",
    ),
    (
        Vocabulary::Measure,
        "wemwbs",
        "Warwick-Edinburgh Mental Wellbeing Scale (WEMWBS)",
    ),
    (
        Vocabulary::Measure,
        "swemwbs",
        "Short Warwick-Edinburgh Mental Wellbeing Scale (SWEMWBS)",
    ),
    (
        Vocabulary::Measure,
        "ons4",
        "The four ONS questions about wellbeing (ONS4)",
    ),
    (
        Vocabulary::Measure,
        "panas",
        "Positive and Negative Affect Schedule (PANAS)",
    ),
    (
        Vocabulary::Measure,
        "sroi",
        "Social return on investment (SROI)",
    ),
    (
        Vocabulary::Measure,
        "wellby",
        "Wellbeing-adjusted life years (WELLBY)",
    ),
    (
        Vocabulary::PartnerType,
        "gp-surgery-or-primary-care-network",
        "Family doctors (GP surgery or primary care network)",
    ),
    (
        Vocabulary::PartnerType,
        "integrated-care-board-or-public-health-team",
        "The NHS in your area (integrated care board or public health team)",
    ),
];

/// What the form calls a term.
fn asked_as(list: Vocabulary, term: &Term) -> &'static str {
    ASKED_AS
        .iter()
        .find(|(of, slug, _)| *of == list && *slug == term.slug)
        .map_or(term.label, |(_, _, words)| words)
}

/// Choose one.
pub(super) fn one(question: Question, vocabulary: Vocabulary) -> Markup {
    let terms = vocabulary.terms();
    if vocabulary == Vocabulary::Country {
        let groups = vec![
            ("Europe", choices(&question, european_countries(), false)),
            ("Elsewhere", choices(&question, other_countries(), false)),
        ];
        let select = view! {
            <GroupedSelect
                id=question.id()
                name=question.field.key
                groups=groups
                prompt="Choose a country"
                describedby=question.describedby()
                invalid=question.is_invalid()
            />
        };
        return framed(&question, false, select.into_markup()).into_markup();
    }
    if terms.len() > MOST_RADIOS {
        let select = view! {
            <Select
                id=question.id()
                name=question.field.key
                options=choices(&question, terms, false)
                prompt="Choose one"
                describedby=question.describedby()
                invalid=question.is_invalid()
            />
        };
        return framed(&question, false, select.into_markup()).into_markup();
    }
    if vocabulary == Vocabulary::EvaluationDesign {
        return framed(&question, true, designs(&question, terms)).into_markup();
    }
    let mut options = choices(&question, terms, true);
    if !question.field.need.is_needed() {
        // A radio cannot be unchosen; this one takes the answer back.
        options.push(Choice {
            label: "No answer".to_owned(),
            ..Choice::default()
        });
    }
    let radios = view! {
        <Radios
            id=question.id()
            name=question.field.key
            options=options
            describedby=question.describedby()
            invalid=question.is_invalid()
        />
    };
    framed(&question, true, radios.into_markup()).into_markup()
}

/// The ways that museums know, and the others behind a line.
fn designs(question: &Question, terms: &'static [Term]) -> Markup {
    let (front, more): (Vec<&Term>, Vec<&Term>) = terms
        .iter()
        .partition(|term| KNOWN_DESIGNS.contains(&term.slug));
    let is_open = more.iter().any(|term| question.has(term.slug));
    let after = question.control_id(front.len());
    let radios = |id: String, terms: Vec<&Term>, describedby: Option<String>| {
        view! {
            <Radios
                id=id
                name=question.field.key
                options=choices(question, terms, true)
                describedby=describedby
                invalid=question.is_invalid()
            />
        }
    };
    let first = radios(question.id().to_owned(), front, question.describedby());
    let others = radios(after, more, None).into_markup();
    view! {
        {first}
        <Details summary="Other ways" open=is_open>{others}</Details>
    }
    .into_markup()
}

/// Choose several.
pub(super) fn many(question: Question, vocabulary: Vocabulary) -> Markup {
    let terms = vocabulary.terms();
    let body = if vocabulary == Vocabulary::ContentNote {
        or_none(&question, terms)
    } else if terms.len() <= SHORT_LIST {
        let options = choices(&question, terms, true);
        let columns = terms.len() > ONE_COLUMN;
        boxes(&question, question.id().to_owned(), options, columns).into_markup()
    } else {
        folded(&question, vocabulary)
    };
    framed(&question, true, body).into_markup()
}

/// "None of these" comes last, behind an "or", and all in one column, so that nobody reads it before the
/// others.
fn or_none(question: &Question, terms: &'static [Term]) -> Markup {
    const NONE: &str = "none";
    let (none, notes): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| term.slug == NONE);
    let after = question.control_id(notes.len());
    let notes = boxes(
        question,
        question.id().to_owned(),
        choices(question, notes, false),
        false,
    );
    let none = boxes(question, after, choices(question, none, false), false);
    view! {
        {notes}
        <p class="choices-or">"or"</p>
        {none}
    }
    .into_markup()
}

/// A long list: what is chosen, then what the text suggests, and all others behind a line, where a box finds
/// one by its name.
fn folded(question: &Question, vocabulary: Vocabulary) -> Markup {
    let terms = vocabulary.terms();
    let is_optional = !question.field.need.is_needed();
    let suggestions = suggested(vocabulary, &question.text, MOST_IN_FRONT);
    let has_suggestions = !suggestions.is_empty();
    let mut front: Vec<&'static Term> = terms
        .iter()
        .filter(|term| question.has(term.slug))
        .collect();
    // A question that matters is never only a line to open.
    let rest = terms.iter().filter(|_| !is_optional);
    for term in suggestions.into_iter().chain(rest) {
        if front.len() < MOST_IN_FRONT && front.iter().all(|one| one.slug != term.slug) {
            front.push(term);
        }
    }
    let is_more = |term: &&'static Term| front.iter().all(|one| one.slug != term.slug);
    let count = front.len();
    let first_is_folded = count == 0;
    let summary = if first_is_folded {
        format!("Choose from the list ({})", terms.len())
    } else {
        format!("More to choose from ({})", terms.len() - count)
    };
    let others = if vocabulary == Vocabulary::Theme {
        let mut before = count;
        Vocabulary::Strand
            .terms()
            .iter()
            .map(|strand| {
                let terms: Vec<&Term> = themes_of(strand.slug).iter().filter(is_more).collect();
                let first = question.control_id(before);
                before += terms.len();
                let boxes = boxes(question, first, choices(question, terms, false), true);
                view! {
                    <fieldset class="choice-group">
                        <legend class="choice-group-title">{strand.label}</legend>
                        {boxes}
                    </fieldset>
                }
            })
            .collect_view()
            .into_markup()
    } else {
        let more: Vec<&Term> = terms.iter().filter(is_more).collect();
        let options = choices(question, more, false);
        boxes(question, question.control_id(count), options, true).into_markup()
    };
    let meanings = meanings(terms);
    // What an error speaks of is there to see.
    let is_open = question.is_invalid() && first_is_folded;
    let suggested = (has_suggestions && !first_is_folded).then(|| {
        view! { <p class="choices-suggested">"From what you wrote:"</p> }
    });
    let chosen = (!first_is_folded).then(|| {
        let options = choices(question, front, false);
        boxes(question, question.id().to_owned(), options, false)
    });
    let label = format!(": {}", question.field.heading);
    let find = format!("{}-find", question.id());
    view! {
        {suggested}
        {chosen}
        <Details summary=summary open=is_open>
            <div class="list-filter">
                <p class="list-filter-find" hidden=true>
                    <label class="field-label" for=find.clone()>
                        "Find in this list"<span class="visually-hidden">{label}</span>
                    </label>
                    <input class="input input-medium" type="search" id=find autocomplete="off"/>
                </p>
                {others}
                <p class="list-filter-none" aria-live="polite"></p>
            </div>
            {meanings}
        </Details>
    }
    .into_markup()
}

fn boxes(
    question: &Question,
    id: String,
    options: Vec<Choice>,
    columns: bool,
) -> impl IntoView + use<> {
    let first = id == question.id();
    view! {
        <Checkboxes
            id=id
            name=question.field.key
            options=options
            describedby=question.describedby().filter(|_| first)
            invalid=question.is_invalid()
            columns=columns
        />
    }
}

fn choices<'a>(
    question: &Question,
    terms: impl IntoIterator<Item = &'a Term>,
    hints: bool,
) -> Vec<Choice> {
    let list = match question.field.kind {
        Kind::One(list) | Kind::Many(list, ..) => Some(list),
        _ => None,
    };
    terms
        .into_iter()
        .map(|term| Choice {
            value: term.slug.to_owned(),
            label: list
                .map_or(term.label, |list| asked_as(list, term))
                .to_owned(),
            hint: (hints && !term.definition.is_empty()).then(|| term.definition.to_owned()),
            checked: question.has(term.slug),
        })
        .collect()
}

/// What each word of a long list means, to open when it is wanted.
fn meanings(terms: &'static [Term]) -> impl IntoView {
    let terms = terms
        .iter()
        .filter(|term| !term.definition.is_empty())
        .map(|term| view! { <div><dt>{term.label}</dt><dd>{term.definition}</dd></div> })
        .collect_view();
    view! {
        <Details summary="What these words mean">
            <dl class="meanings">{terms}</dl>
        </Details>
    }
}

#[cfg(test)]
mod tests {
    use super::ASKED_AS;

    #[test]
    fn words_of_the_form_stand_for_terms_that_there_are() {
        for (list, slug, _) in ASKED_AS {
            assert!(list.term(slug).is_some(), "{slug}");
        }
    }
}
