//! `…/prepare`: a case study is made of what came the short way. The museum's words stand beside the fields;
//! a press puts whole paragraphs or single sentences of them at the end of an answer and saves, so that
//! nothing is typed twice. The museum is then shown the page: what is prepared is new to it.

use super::flash::Flash;
use super::mend_target;
use super::mend_target::{Asked, Place, Saved, Target};
use super::prepare_view;
use super::prepare_view::PrepareForm;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::fields::field;
use case_study::mending::{Whose, append, changeable};
use case_study::pieces::paragraphs;
use case_study::short_way::working_title;
use case_study::{Answers, EditWeight, Field, Kind};

const CANNOT: &str = "prepare it";
/// The button that puts the chosen pieces into their fields.
pub(super) const PUT: &str = "put";
/// The button that puts a date of the text into its field; its value is the date.
pub(super) const USE: &str = "use";
/// What that date answers.
pub(super) const STARTED: &str = "started";
/// What a sentence is put into where it stays behind while its paragraph goes.
pub(super) const NOWHERE: &str = "nowhere";
/// What the address says once it is saved.
const SAVED: &str = "saved=yes";

/// The box that says into which field a paragraph goes, or one of its sentences.
pub(super) fn box_of(paragraph: usize, sentence: Option<usize>) -> String {
    match sentence {
        None => format!("into-{}", paragraph + 1),
        Some(sentence) => format!("into-{}-{}", paragraph + 1, sentence + 1),
    }
}

/// The label that somebody chooses before the museum is asked.
pub(super) const LABEL: &str = "evidence_label";

/// The fields of the page: those that are needed to publish, in the order of the form, then the others.
pub(super) fn fields() -> (Vec<&'static Field>, Vec<&'static Field>) {
    let (mut needed, more): (Vec<_>, Vec<_>) = changeable()
        .filter(|field| field.is_asked())
        .partition(|field| field.need.is_needed());
    // Beside what it follows from.
    let after = needed.iter().position(|field| field.key == "design");
    if let (Some(at), Some(label)) = (after, field(LABEL)) {
        needed.insert(at + 1, label);
    }
    (needed, more)
}

/// Whether words can be put into it.
pub(super) const fn takes_words(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Words { .. }
            | Kind::Line { .. }
            | Kind::Lines { .. }
            | Kind::Month
            | Kind::Count
            | Kind::WebAddress
    )
}

/// Whether nothing stands in the place of what is put there: passages and lists grow, a line holds one answer. The
/// title that we took from the first line is no answer.
pub(super) fn is_free(field: &Field, answers: &Answers, own_words: &str) -> bool {
    let grows = matches!(field.kind, Kind::Words { .. } | Kind::Lines { .. });
    grows || answers.one(field.key).trim().is_empty() || is_working_title(field, answers, own_words)
}

fn is_working_title(field: &Field, answers: &Answers, own_words: &str) -> bool {
    field.key == "title" && answers.one(field.key) == working_title(own_words)
}

/// The page with the answers as they stand.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let place = Place::Submission(reference);
    let target = match mend_target::open(&state, &context, place, CANNOT, None).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    if !is_to_prepare(&target) {
        return Ok(Redirect::to(&target.page("edit")).into_response());
    }
    let mut form = form(target);
    form.is_saved = query.as_deref() == Some(SAVED);
    Ok(prepare_view::page(&context, form, StatusCode::OK))
}

/// Whether a text came in one piece and is not published yet.
pub(super) fn is_to_prepare(target: &Target) -> bool {
    target.whose == Whose::InReview && !target.content.own_words.is_empty()
}

/// Puts pieces where they belong, and saves.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let place = Place::Submission(reference);
    if let Some(answer) = mend_target::signed_out(&context, &place, &body)? {
        return Ok(answer);
    }
    let (needed, more) = fields();
    let fields: Vec<&'static Field> = needed.into_iter().chain(more).collect();
    let known = |key: &str| {
        matches!(key, "version" | PUT | USE)
            || key.starts_with("into-")
            || fields.iter().any(|field| field.key == key)
    };
    let mut answers = forms::read(&body, known)?;
    let version = answers
        .take("version")
        .and_then(|version| version.parse().ok())
        .ok_or(forms::NotOurs)?;
    let puts = answers.take(PUT).is_some();
    let date = answers.take(USE);
    let typed = Some((&answers, fields.as_slice()));
    let target = match mend_target::open(&state, &context, place, CANNOT, typed).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    if puts {
        put(&target.content.own_words, &mut answers);
    }
    if let Some(date) = &date {
        answers.set(STARTED, vec![date.clone()]);
    }
    let asked = Asked {
        version,
        answers: &answers,
        fields: &fields,
        weight: EditWeight::Meaning,
    };
    match mend_target::save(&state, &context, &target, CANNOT, asked).await? {
        Saved::Closed(answer) => Ok(answer),
        Saved::Changed(_) if puts || date.is_some() => {
            let at = if puts { "own-words" } else { STARTED };
            let again = format!("{}?{SAVED}#{at}", target.page("prepare"));
            Ok(Redirect::to(&again).into_response())
        }
        Saved::Changed(_) => Ok(Redirect::to(&Flash::Prepared.at(&target.home())).into_response()),
        Saved::Wrong(errors) => {
            let mut form = form(target);
            form.answers = answers;
            form.version = version;
            form.errors = errors;
            Ok(prepare_view::page(
                &context,
                form,
                StatusCode::UNPROCESSABLE_ENTITY,
            ))
        }
        Saved::Faster(words, now) => {
            let mut form = form(*now);
            form.answers = answers;
            form.faster = Some(words);
            Ok(prepare_view::page(&context, form, StatusCode::CONFLICT))
        }
    }
}

fn form(target: Target) -> PrepareForm {
    let (needed, more) = fields();
    PrepareForm {
        answers: Answers::of(&target.content, needed.iter().chain(&more).copied()),
        version: target.version,
        paragraphs: paragraphs(&target.content.own_words),
        needed,
        more,
        errors: Vec::new(),
        faster: None,
        is_saved: false,
        target,
    }
}

/// Puts every piece at the end of the answer that was chosen for it, in the order of the text. Sentences of
/// one paragraph that go to one field stay one paragraph. A title takes the place of the one that we took from the
/// first line.
fn put(own_words: &str, answers: &mut Answers) {
    let text = paragraphs(own_words);
    for (at, paragraph) in text.iter().enumerate() {
        let whole = answers.one(&box_of(at, None)).to_owned();
        let mut runs: Vec<(&str, Vec<&str>)> = Vec::new();
        for (index, sentence) in paragraph.sentences.iter().enumerate() {
            let own = answers.one(&box_of(at, Some(index)));
            let into = if own.is_empty() { whole.as_str() } else { own };
            match runs.iter_mut().find(|(key, _)| *key == into) {
                Some((_, run)) => run.push(sentence),
                None => runs.push((into, vec![sentence.as_str()])),
            }
        }
        let goes: Vec<_> = runs
            .into_iter()
            .filter_map(|(key, run)| Some((field(key)?, run.join(" "))))
            .filter(|(field, _)| takes_words(field))
            .collect();
        for (field, words) in goes {
            if is_working_title(field, answers, own_words) {
                answers.set(field.key, Vec::new());
            }
            append(answers, field, &[words]);
        }
    }
    for (at, paragraph) in text.iter().enumerate() {
        answers.take(&box_of(at, None));
        for index in 0..paragraph.sentences.len() {
            answers.take(&box_of(at, Some(index)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Answers::from_pairs(pairs, |_| true).expect("answers")
    }

    #[test]
    fn paragraphs_and_sentences_go_where_they_are_put() {
        let text = "We met weekly. It helped. Dr. Field came.\nThank you.";
        let mut sent = answers(&[
            ("did", "Before."),
            ("into-1", "did"),
            ("into-1-2", "changed"),
            ("into-1-3", NOWHERE),
            ("into-2", ""),
        ]);
        put(text, &mut sent);
        assert_eq!(sent.all("did"), ["Before.\n\nWe met weekly."]);
        assert_eq!(sent.all("changed"), ["It helped."]);
        assert!(!sent.holds("into-1") && !sent.holds("into-1-2"));
    }

    #[test]
    fn a_paragraph_stays_whole_and_other_kinds_of_answer_take_none() {
        let text = "One. Two.\n\nThree.";
        let mut sent = answers(&[("into-1", "did"), ("into-2", "themes")]);
        put(text, &mut sent);
        assert_eq!(sent.all("did"), ["One. Two."]);
        assert!(!sent.holds("themes"));
    }

    #[test]
    fn a_title_takes_the_place_of_the_first_line_and_of_no_other() {
        let text = "Subject: Our project\n\nTitle: Tea and objects\nStarted: 2013";
        for (before, after) in [
            ("Our project", "Tea and objects"),
            ("Ours", "Ours Tea and objects"),
        ] {
            let mut sent = answers(&[
                ("title", before),
                ("into-2", "title"),
                ("into-3", "started"),
            ]);
            put(text, &mut sent);
            assert_eq!(sent.all("title"), [after]);
            assert_eq!(sent.all("started"), ["2013"]);
        }
    }

    #[test]
    fn what_is_needed_comes_first_and_every_field_once() {
        let (needed, more) = fields();
        assert!(needed.iter().any(|field| field.key == "summary"));
        assert!(needed.iter().any(|field| field.key == "themes"));
        assert!(
            needed
                .iter()
                .chain(&more)
                .all(|field| field.key != "contact_email")
        );
        assert_eq!(
            needed.len() + more.len(),
            changeable().filter(|field| field.is_asked()).count() + 1,
            "with the label"
        );
    }
}
