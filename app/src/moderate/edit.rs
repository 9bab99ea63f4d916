//! `…/edit/{field}` and `…/edit`: changing the words of a text, one answer at a time or several, with the
//! original beneath.

use super::and_approve;
use super::carried_out;
use super::edit_view;
use super::edit_view::EditForm;
use super::flash::Flash;
use super::mend_target;
use super::mend_target::{Asked, Place, Saved, Target};
use super::queue_onwards::THEN;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::fields::{field, fields_of};
use case_study::mending::{WEIGHT, Whose, may_be_changed, with_partners};
use case_study::suggested_tags::written_text;
use case_study::tags::is_tag;
use case_study::{Answers, EditWeight, Field, FieldError, Section};

/// The name of a part in a query and in a form.
pub(super) const PART: &str = "part";
pub(super) const CANNOT: &str = "edit its text";

/// The parts in which several answers are edited: slug, words of the link, sections.
pub(super) const PARTS: [(&str, &str, &[Section]); 5] = {
    use Section as S;
    [
        (
            "story",
            "The story",
            &[S::Glance, S::Story, S::Results, S::Lessons, S::Care],
        ),
        ("museum", "The museum", &[S::Museum]),
        ("evidence", "People and evidence", &[S::People, S::Evidence]),
        (
            "resources",
            "Partners, money and links",
            &[S::Resources, S::Links],
        ),
        ("contact", "Contact", &[S::Contact]),
    ]
};

/// Which answers a page is about.
pub(super) enum Which {
    One(&'static Field),
    /// A part, by its place in [`PARTS`].
    Part(usize),
}

impl Which {
    /// The last parts of its address.
    pub fn page(&self) -> String {
        match self {
            Self::One(field) => format!("edit/{}", field.key),
            Self::Part(0) => "edit".to_owned(),
            Self::Part(at) => format!("edit?part={}", PARTS[*at].0),
        }
    }

    /// Their fields, in the order of the form.
    pub fn fields(&self) -> Vec<&'static Field> {
        match self {
            Self::One(field) => with_partners(field),
            Self::Part(at) => PARTS[*at]
                .2
                .iter()
                .flat_map(|section| fields_of(*section))
                // Tags have a page of their own, with what they mean.
                .filter(|field| may_be_changed(field) && !is_tag(field.key))
                .collect(),
        }
    }

    fn of_field(key: &str) -> Result<Self, PageError> {
        field(key)
            .filter(|field| may_be_changed(field))
            .map(Self::One)
            .ok_or(PageError::NotFound)
    }

    /// The address that its form is sent to. The part comes with the form: what is sent once more after
    /// signing in has no query.
    pub fn action(&self) -> String {
        match self {
            Self::One(_) => self.page(),
            Self::Part(_) => "edit".to_owned(),
        }
    }

    /// The part that a query or a form names.
    fn of_pairs(pairs: &[u8]) -> Self {
        let part = url::form_urlencoded::parse(pairs)
            .find(|(key, _)| key == PART)
            .and_then(|(_, part)| PARTS.iter().position(|(slug, ..)| *slug == part));
        Self::Part(part.unwrap_or_default())
    }
}

/// One answer of a submission.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get_one(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let which = Which::of_field(&key);
    let place = Place::Submission(reference);
    show(&state, &context, place, which, None).await
}

/// Saves it.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post_one(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, key)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let which = Which::of_field(&key);
    save(&state, &context, Place::Submission(reference), which, &body).await
}

/// Several answers of a submission.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get_several(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let which = Which::of_pairs(query.as_bytes());
    let after = carried_out::named(query.as_bytes());
    let place = Place::Submission(reference);
    show(&state, &context, place, Ok(which), after).await
}

/// Saves them.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post_several(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let which = Which::of_pairs(&body);
    save(
        &state,
        &context,
        Place::Submission(reference),
        Ok(which),
        &body,
    )
    .await
}

/// One answer of a compiled case.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get_one_in_bank(
    State(state): State<AppState>,
    context: PageContext,
    Path((slug, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let which = Which::of_field(&key);
    show(&state, &context, Place::Bank(slug), which, None).await
}

/// Saves it.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post_one_in_bank(
    State(state): State<AppState>,
    context: PageContext,
    Path((slug, key)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let which = Which::of_field(&key);
    save(&state, &context, Place::Bank(slug), which, &body).await
}

/// Several answers of a compiled case.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get_several_in_bank(
    State(state): State<AppState>,
    context: PageContext,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let which = Which::of_pairs(query.as_bytes());
    let after = carried_out::named(query.as_bytes());
    show(&state, &context, Place::Bank(slug), Ok(which), after).await
}

/// Saves them.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post_several_in_bank(
    State(state): State<AppState>,
    context: PageContext,
    Path(slug): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let which = Which::of_pairs(&body);
    save(&state, &context, Place::Bank(slug), Ok(which), &body).await
}

async fn show(
    state: &AppState,
    context: &PageContext,
    place: Place,
    which: Result<Which, PageError>,
    after: Option<i64>,
) -> Result<Response, PageError> {
    let target = match mend_target::open(state, context, place, CANNOT, None).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    let which = which?;
    if let Which::One(field) = &which
        && is_tag(field.key)
    {
        return Ok(Redirect::to(&format!("{}#{}", target.page("tags"), field.key)).into_response());
    }
    let after = carried_out::load(state, after, &target).await?;
    let form = EditForm {
        after,
        ..form(state, context, target, which).await?
    };
    Ok(edit_view::page(context, form, StatusCode::OK))
}

async fn form(
    state: &AppState,
    context: &PageContext,
    target: Target,
    which: Which,
) -> Result<EditForm, PageError> {
    let fields = which.fields();
    Ok(EditForm {
        may_approve: and_approve::is_offered(state, context, &target.place, &fields).await?,
        answers: Answers::of(&target.content, fields.iter().copied()),
        version: target.version,
        action: target.page(&which.action()),
        fields,
        which,
        weight: None,
        errors: Vec::new(),
        faster: None,
        written: written_text(&target.content),
        after: None,
        target,
    })
}

async fn save(
    state: &AppState,
    context: &PageContext,
    place: Place,
    which: Result<Which, PageError>,
    body: &[u8],
) -> Result<Response, PageError> {
    if let Some(answer) = mend_target::signed_out(context, &place, body)? {
        return Ok(answer);
    }
    let which = which?;
    let fields = which.fields();
    let known = |key: &str| {
        [WEIGHT, PART, THEN, carried_out::AFTER, "version"].contains(&key)
            || fields.iter().any(|field| field.key == key)
    };
    let mut answers = forms::read(body, known)?;
    let typed = Some((&answers, fields.as_slice()));
    let target = match mend_target::open(state, context, place, CANNOT, typed).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    answers.take(PART);
    answers.take(carried_out::AFTER);
    let after = carried_out::load(state, carried_out::named(body), &target).await?;
    let approves = and_approve::is_asked(&answers, &target.place)?;
    answers.take(THEN);
    let version = answers
        .take("version")
        .and_then(|version| version.parse().ok())
        .ok_or(forms::NotOurs)?;
    let weight = answers
        .take(WEIGHT)
        .and_then(|weight| EditWeight::from_slug(&weight));
    let Some(said) = weight else {
        let mut form = form(state, context, target, which).await?;
        form.after = after;
        form.answers = answers;
        form.version = version;
        form.errors = vec![FieldError::new(WEIGHT, "Say what kind of change this is")];
        return Ok(edit_view::page(
            context,
            form,
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    };
    let asked = Asked {
        version,
        answers: &answers,
        fields: &fields,
        weight: said,
    };
    match mend_target::save(state, context, &target, CANNOT, asked).await? {
        Saved::Closed(answer) => Ok(answer),
        Saved::Changed(count) if approves => {
            and_approve::after_saving(state, context, &target.place, version, count).await
        }
        Saved::Changed(count) => {
            if let Some(message) = &after {
                return carried_out::after_saving(state, &target, message, count).await;
            }
            let done = if count == 0 {
                Flash::TextKept
            } else if said == EditWeight::Protection && target.whose != Whose::Compiled {
                Flash::Protected
            } else {
                Flash::Edited
            };
            Ok(Redirect::to(&done.at(&target.home())).into_response())
        }
        Saved::Wrong(errors) => {
            let mut form = form(state, context, target, which).await?;
            form.after = after;
            form.answers = answers;
            form.version = version;
            form.weight = weight;
            form.errors = errors;
            Ok(edit_view::page(
                context,
                form,
                StatusCode::UNPROCESSABLE_ENTITY,
            ))
        }
        Saved::Faster(words, now) => {
            let mut form = form(state, context, *now, which).await?;
            form.after = after;
            form.answers = answers;
            form.weight = weight;
            form.faster = Some(words);
            Ok(edit_view::page(context, form, StatusCode::CONFLICT))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::mending::changeable;
    use std::collections::BTreeSet;

    #[test]
    fn every_answer_but_tags_stands_in_one_part() {
        let mut seen = BTreeSet::new();
        for at in 0..PARTS.len() {
            for field in Which::Part(at).fields() {
                assert!(seen.insert(field.key), "{} stands in two", field.key);
            }
        }
        let words: BTreeSet<&str> = changeable()
            .map(|field| field.key)
            .filter(|key| !is_tag(key))
            .collect();
        assert_eq!(seen, words);
    }

    #[test]
    fn a_part_is_found_by_its_name_and_the_story_comes_first() {
        let page = |query: &[u8]| Which::of_pairs(query).page();
        assert_eq!(page(b""), "edit");
        assert_eq!(page(b"part=nonsense"), "edit");
        assert_eq!(page(b"part=museum"), "edit?part=museum");
    }
}
