//! Draws the question of any field: from its row in `FIELDS` to a control of the design system.

mod choosing;
mod several;
#[cfg(test)]
mod tests;

use crate::ui::{Checkboxes, Choice, FieldFrame, InputWidth, TextArea, TextInput, describedby};
use crate::ui::{IntoMarkup, Markup};
use case_study::validation::advice;
use case_study::{Answers, CaseStudyContent, Field, FieldError, Kind, WorkingCopy};
use leptos::prelude::*;

/// What a question shows besides its words.
pub struct FieldProps<'a> {
    /// As typed, or as stored when nothing was typed yet.
    pub answers: &'a Answers,
    pub errors: &'a [FieldError],
    /// What somebody else stored meanwhile, where it differs from what was typed.
    pub stored: Option<&'a WorkingCopy>,
    /// What was written about the work so far: it suggests which tags stand in front.
    pub text: &'a str,
}

/// A question being drawn.
struct Question {
    field: &'static Field,
    values: Vec<String>,
    hint: String,
    error: Option<String>,
    text: String,
}

impl Question {
    fn id(&self) -> &'static str {
        self.field.key
    }

    /// The id of the control at this place; the first one is what errors link to.
    fn control_id(&self, at: usize) -> String {
        if at == 0 {
            self.field.key.to_owned()
        } else {
            format!("{}-{}", self.field.key, at + 1)
        }
    }

    fn value(&self, at: usize) -> String {
        self.values.get(at).cloned().unwrap_or_default()
    }

    fn describedby(&self) -> Option<String> {
        describedby(self.field.key, !self.hint.is_empty(), self.error.is_some())
    }

    fn is_invalid(&self) -> bool {
        self.error.is_some()
    }

    fn has(&self, slug: &str) -> bool {
        self.values.iter().any(|value| value == slug)
    }
}

/// The question, its control and whatever is wrong with the answer.
pub fn draw(field: &'static Field, props: &FieldProps<'_>) -> Markup {
    let question = Question {
        field,
        values: props.answers.all(field.key).to_vec(),
        hint: hint_of(field),
        error: FieldError::of(props.errors, field.key),
        text: props.text.to_owned(),
    };
    let advice = advice_on(field, props.answers)
        .filter(|_| question.error.is_none())
        .map(|advice| {
            view! { <p class="field-advice">{advice}"."</p> }
        });
    let stored = props.stored.map(|copy| {
        view! {
            <div class="stored-elsewhere">
                <p class="stored-elsewhere-title">"Saved by someone else:"</p>
                {super::read_back::written(field, copy)}
            </div>
        }
    });
    view! { <div class="question">{control(question)}{advice}{stored}</div> }.into_markup()
}

/// What other museums would like of an answer as it was saved.
fn advice_on(field: &Field, answers: &Answers) -> Option<String> {
    let mut content = CaseStudyContent::default();
    // Whether a town is known is asked with the tick that wants it on the map.
    let beside = match field.key {
        "on_map" => ["town", "region", "country"].as_slice(),
        _ => &[],
    };
    for one in beside
        .iter()
        .filter_map(|key| case_study::fields::field(key))
    {
        one.put(&mut content, answers.all(one.key)).ok()?;
    }
    field.put(&mut content, answers.all(field.key)).ok()?;
    advice(field, &content)
}

/// The hint of the table with the limit, unless the control says the limit itself.
fn hint_of(field: &Field) -> String {
    let limit = match field.kind {
        Kind::Words { .. } => String::new(),
        // A title is counted by nobody.
        Kind::Line { .. } => String::new(),
        kind => kind.limit_in_words(),
    };
    [field.hint, &limit]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn control(question: Question) -> Markup {
    match question.field.kind {
        Kind::Line { .. }
        | Kind::Month
        | Kind::Count
        | Kind::Place
        | Kind::WebAddress
        | Kind::Email => line(question).into_markup(),
        Kind::Words { min, max } => passage(question, min, max).into_markup(),
        Kind::Tick => tick(question).into_markup(),
        Kind::Lines { max, .. } => several::lines(question, max).into_markup(),
        Kind::Links { max } => several::links(question, max).into_markup(),
        // They have a page of their own beside this one.
        Kind::Pictures { .. } | Kind::Documents { .. } => view! {
            <p id=question.id()><a href="pictures?from=request">"See and change your photographs and documents"</a></p>
        }
        .into_markup(),
        Kind::One(vocabulary) => choosing::one(question, vocabulary),
        Kind::Many(vocabulary, ..) => choosing::many(question, vocabulary),
    }
}

/// The frame around a question: label or legend, hint, error.
fn framed(question: &Question, legend: bool, children: Markup) -> impl IntoView + use<> {
    let optional = !question.field.need.is_needed();
    view! {
        <FieldFrame
            id=question.id()
            label=question.field.question
            hint=question.hint.clone()
            error=question.error.clone()
            optional=optional
            legend=legend
        >
            {children}
        </FieldFrame>
    }
}

fn line(question: Question) -> impl IntoView {
    let field = question.field;
    let (kind, width, autocomplete) = match field.kind {
        // "September 2021", "about 20 people": a keyboard of digits alone could not write them.
        Kind::Month | Kind::Count | Kind::Place => ("text", InputWidth::Medium, Some("off")),
        Kind::WebAddress => ("url", InputWidth::Full, None),
        Kind::Email => ("email", InputWidth::Medium, Some("email")),
        Kind::Line { max, .. } => (
            "text",
            if max <= 80 {
                InputWidth::Medium
            } else {
                InputWidth::Full
            },
            autocomplete_of(field.key),
        ),
        _ => ("text", InputWidth::Full, None),
    };
    let input = view! {
        <TextInput
            id=question.id()
            name=field.key
            kind=kind
            value=question.values.join(" ")
            width=width
            autocomplete=autocomplete
            describedby=question.describedby()
            invalid=question.is_invalid()
            spellcheck=!matches!(field.kind, Kind::Place | Kind::Month | Kind::Count)
        />
    };
    framed(&question, false, input.into_markup())
}

/// What a browser may fill in: the answers that are about the person or their organisation.
fn autocomplete_of(key: &str) -> Option<&'static str> {
    match key {
        "museum" => Some("organization"),
        "contact_role" => Some("organization-title"),
        _ => None,
    }
}

fn passage(question: Question, min: u64, max: u64) -> impl IntoView {
    let count = |words: u64| u32::try_from(words).unwrap_or(u32::MAX);
    let rows = if max > 100 { 8 } else { 4 };
    let area = view! {
        <TextArea
            id=question.id()
            name=question.field.key
            value=question.value(0)
            rows=rows
            describedby=question.describedby()
            invalid=question.is_invalid()
            data_words_max=Some(count(max))
            words_min=count(min)
        />
    };
    framed(&question, false, area.into_markup())
}

/// One box with its question beside it; a legend would say the same twice.
fn tick(question: Question) -> impl IntoView {
    let error = question.error.clone().map(|error| {
        view! {
            <p class="field-error" id=format!("{}-error", question.id())>
                <span class="visually-hidden">"Error: "</span>
                {error}
            </p>
        }
    });
    let choice = Choice {
        value: "yes".to_owned(),
        label: question.field.question.to_owned(),
        hint: Some(question.hint.clone()).filter(|hint| !hint.is_empty()),
        checked: question.has("yes"),
    };
    let describedby = question
        .error
        .as_ref()
        .map(|_| format!("{}-error", question.id()));
    view! {
        <div class=if question.is_invalid() { "field field-invalid" } else { "field" }>
            {error}
            <Checkboxes
                id=question.id()
                name=question.field.key
                options=vec![choice]
                describedby=describedby
                invalid=question.is_invalid()
            />
        </div>
    }
}
