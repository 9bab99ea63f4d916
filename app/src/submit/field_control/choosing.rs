//! Questions answered from a vocabulary.

use super::{Question, framed};
use crate::ui::{Checkboxes, Choice, Details, GroupedSelect, Radios, Select};
use crate::ui::{IntoMarkup, Markup};
use case_study::vocabulary::{Term, european_countries, other_countries, themes_of};
use case_study::{Need, Vocabulary};
use leptos::prelude::*;

/// As many radios as can be taken in at a look; more become a drop-down list.
const MOST_RADIOS: usize = 12;
/// A list longer than this has its definitions folded away.
const SHORT_LIST: usize = 12;
/// A list longer than this stands in columns.
const ONE_COLUMN: usize = 6;

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
    let mut options = choices(&question, terms, true);
    if !matches!(question.field.need, Need::Required(_)) {
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

/// Choose several.
pub(super) fn many(question: Question, vocabulary: Vocabulary) -> Markup {
    let boxes = if vocabulary == Vocabulary::Theme {
        themes(&question)
    } else {
        list(&question, vocabulary.terms())
    };
    framed(&question, true, boxes).into_markup()
}

fn list(question: &Question, terms: &'static [Term]) -> Markup {
    let short = terms.len() <= SHORT_LIST;
    let boxes = boxes(
        question,
        question.id().to_owned(),
        choices(question, terms, short),
        terms.len() > ONE_COLUMN,
    );
    view! { {boxes} {(!short).then(|| meanings(terms))} }.into_markup()
}

/// Themes in the two groups of their strands.
fn themes(question: &Question) -> Markup {
    let mut before = 0;
    let groups = Vocabulary::Strand
        .terms()
        .iter()
        .map(|strand| {
            let terms = themes_of(strand.slug);
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
        .collect_view();
    view! { {groups} {meanings(Vocabulary::Theme.terms())} }.into_markup()
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

fn choices(question: &Question, terms: &[Term], hints: bool) -> Vec<Choice> {
    terms
        .iter()
        .map(|term| Choice {
            value: term.slug.to_owned(),
            label: term.label.to_owned(),
            // Content notes say the same as their labels, only longer.
            hint: (hints && question.field.key != "content_notes" && !term.definition.is_empty())
                .then(|| term.definition.to_owned()),
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
