//! `/submit/{draft}/pictures`: photographs and documents of a case study. One form, the same with and without script: whatever is
//! pressed saves all that was typed, takes the files that were chosen, and then does what the button says.

pub mod ending;
pub mod file;
mod form;
mod upload;

use self::form::{Row, View};
use self::upload::Sent;
use super::asked::Asked;
use super::autosave::BASE;
use super::draft_guard::Draft;
use super::save::ACTION;
use super::unsaved;
use super::unsaved::{Typed, Why};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::documents::{MOST_DOCUMENTS, of_typed};
use case_study::fields::field;
use case_study::pictures::{LONGEST_WORDS, is_name};
use case_study::{Answers, CaseStudyContent, Document, Field, Picture, Section};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use store::blobs;
use store::blobs::Blob;
use store::drafts;
use store::drafts::SaveOutcome;

const PICTURES: &str = "pictures";
const DOCUMENTS: &str = "documents";
pub(super) const ADD: &str = "add";
pub(super) const LATER: &str = "later";

/// The page that leads here, to which saving leads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CameFrom {
    List,
    Check,
    Request,
    /// The page of the short way.
    Short,
}

#[derive(Deserialize)]
pub struct Came {
    from: Option<String>,
}

impl CameFrom {
    fn of(came: &Came) -> Self {
        match came.from.as_deref() {
            Some("check") => Self::Check,
            Some("request") => Self::Request,
            Some("short") => Self::Short,
            _ => Self::List,
        }
    }

    /// The page itself, reached from there.
    fn here(self, reference: &str) -> String {
        match self {
            Self::List => paths::draft_section(reference, PICTURES),
            Self::Check => paths::draft_section_from_check(reference, PICTURES),
            Self::Request => paths::draft_section_from_request(reference, PICTURES),
            Self::Short => paths::draft_pictures_from_short(reference),
        }
    }

    fn back(self, reference: &str) -> String {
        match self {
            Self::List => paths::draft(reference),
            Self::Check => paths::draft_check(reference),
            Self::Request => paths::draft_changes(reference),
            Self::Short => paths::draft_short(reference),
        }
    }
}

fn the_field() -> Result<&'static Field, PageError> {
    field(PICTURES).ok_or(PageError::NotFound)
}

/// GET.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.is_open() {
        let content = draft.content(&state).await?;
        let reference = draft.reference().to_owned();
        return Ok(ending::page(&context, reference, content));
    }
    let copy = draft.working_copy(&state).await?;
    let asked = Asked::load(&state, &draft.submission, &copy).await?;
    let there = blobs::all_of_case(&state.db, draft.submission.case_id).await?;
    let from = CameFrom::of(&came);
    let pictures = copy.content.pictures.clone().into_iter();
    let view = View {
        reference: draft.reference().to_owned(),
        action: from.here(draft.reference()),
        back: from.back(draft.reference()),
        rows: pictures
            .filter(|picture| there.contains_key(&picture.blob))
            .map(Row::of)
            .collect(),
        documents: copy
            .content
            .documents
            .iter()
            .filter(|document| there.contains_key(&document.blob))
            .cloned()
            .collect(),
        base: drafts::fresh_base(&copy, Section::Pictures),
        is_open: asked.open.is_open(the_field()?),
        asked,
        errors: Vec::new(),
        overtaken: false,
    };
    Ok(form::page(&context, view))
}

/// POST, as `multipart/form-data`.
///
/// # Errors
/// As GET; for a form that is not ours; and for more pictures from one network than anybody sends.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    Path(reference): Path<String>,
    Query(came): Query<Came>,
    request: Request,
) -> Result<Response, PageError> {
    // Who may write is asked before a file is opened; what was typed is read all the same, to be given back.
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => None,
        draft => Some(draft?),
    };
    let Some(parts) = upload::parts(request) else {
        return Err(match draft {
            None => PageError::NotFound,
            Some(_) => PageError::BadRequest(
                "This page sends its pictures in another way. Go back, load the page again and send it from there.",
            ),
        });
    };
    let Some(draft) = draft else {
        let sent = upload::read(&state, parts, None, &CaseStudyContent::default()).await?;
        return Ok(unsaved::page(&context, given_back(&sent), Why::NoDraft));
    };
    let (id, case_id) = (draft.submission.id, draft.submission.case_id);
    let stored = draft.working_copy(&state).await?;
    let asked = Asked::load(&state, &draft.submission, &stored).await?;
    let reference = draft.reference().to_owned();
    let may_write = draft.is_open() && asked.open.is_open(the_field()?);
    if may_write {
        state.rate_limits.check_upload(network)?;
    }
    let takes_files = may_write.then_some(id);
    let sent = upload::read(&state, parts, takes_files, &stored.content).await?;
    if !draft.is_open() || sent.closed {
        let why = Why::Closed { reference };
        return Ok(unsaved::page(&context, given_back(&sent), why));
    }
    if !may_write {
        let why = Why::NotAsked { reference };
        return Ok(unsaved::page(&context, given_back(&sent), why));
    }
    let from = CameFrom::of(&came);
    let there = blobs::all_of_case(&state.db, case_id).await?;
    let mut rows = typed_rows(&sent.typed, &there);
    let first_new = rows.len() + 1;
    let is_new =
        |picture: &&Picture, rows: &[Row]| rows.iter().all(|row| row.picture.blob != picture.blob);
    let mut refused = sent.refused.clone();
    for picture in &sent.added {
        if is_new(&picture, &rows) {
            rows.push(Row::of(picture.clone()));
        } else {
            refused.push("One of the pictures is there already.".to_owned());
        }
    }
    let mut documents = typed_documents(&sent.typed, &there);
    let first_new_document = documents.len() + 1;
    for document in &sent.documents {
        if documents.iter().all(|one| one.blob != document.blob) {
            documents.push(document.clone());
        } else {
            refused.push("One of the documents is there already.".to_owned());
        }
    }
    let added = if rows.len() >= first_new {
        Some(form::picture_id(first_new))
    } else if documents.len() >= first_new_document {
        Some(form::document_id(first_new_document))
    } else {
        None
    };
    let action = sent.typed.get(ACTION).map_or("", String::as_str);
    let moved = match action.strip_prefix(form::OF_DOCUMENT) {
        None => carry_out(&mut rows, action).map(form::picture_id),
        Some(action) => carry_out(&mut documents, action).map(form::document_id),
    };
    let base = sent.typed.get(BASE).map_or("", String::as_str);
    let mut errors = form::too_long(&rows, LONGEST_WORDS);
    errors.extend(form::titles_too_long(&documents));
    let again = |rows, documents, base: String, errors, overtaken| View {
        reference: reference.clone(),
        action: from.here(&reference),
        back: from.back(&reference),
        rows,
        documents,
        base,
        is_open: true,
        asked,
        errors,
        overtaken,
    };
    if !errors.is_empty() {
        // Nothing is saved, and the pictures that came along stand on the page.
        errors.extend(form::of_files(&refused));
        return Ok(form::page(
            &context,
            again(rows, documents, base.to_owned(), errors, false),
        ));
    }
    let mut answers = Answers::default();
    let pictures: Vec<Picture> = rows.iter().map(|row| row.picture.clone()).collect();
    answers.set(PICTURES, case_study::pictures::to_strings(&pictures));
    answers.set(DOCUMENTS, case_study::documents::to_strings(&documents));
    let saved = match drafts::save_section(&state.db, id, Section::Pictures, base, &answers).await?
    {
        SaveOutcome::Saved(saved) => saved,
        SaveOutcome::Overtaken { base, .. } => {
            let errors = form::of_files(&refused);
            let view = again(rows, documents, base, errors, true);
            return Ok(form::page(&context, view));
        }
        SaveOutcome::Closed => {
            let why = Why::Closed { reference };
            return Ok(unsaved::page(&context, given_back(&sent), why));
        }
        SaveOutcome::NotFound => return Err(PageError::NotFound),
    };
    if !refused.is_empty() {
        // What was typed is saved; only the files that are named were not taken.
        let content = &saved.copy.content;
        let rows = content.pictures.iter().cloned().map(Row::of).collect();
        let errors = form::of_files(&refused);
        let documents = content.documents.clone();
        let view = again(rows, documents, saved.base.clone(), errors, false);
        return Ok(form::page(&context, view));
    }
    let here = from.here(&reference);
    let next = match (action, moved, added) {
        (_, Some(place), _) => format!("{here}#{place}"),
        (LATER, None, _) => paths::draft(&reference),
        // Files that just arrived have no words yet.
        (_, None, Some(place)) => format!("{here}#{place}"),
        (ADD, None, None) => format!("{here}#{}", upload::FILES),
        (_, None, None) => from.back(&reference),
    };
    Ok(Redirect::to(&next).into_response())
}

/// The pictures as they were typed. One that is not there, or is named twice, is left out.
fn typed_rows(typed: &BTreeMap<String, String>, there: &HashMap<String, Blob>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for number in 1..=form::MOST_ROWS {
        let Some(name) = typed.get(&form::name("blob", number)) else {
            continue;
        };
        let Some(blob) = there.get(name).filter(|_| is_name(name)) else {
            continue;
        };
        if rows.iter().any(|row| row.picture.blob == *name) {
            continue;
        }
        rows.push(Row::typed(number, typed, blob));
    }
    rows
}

/// The documents with the titles that were typed. One that is not there, or is named twice, is left out.
fn typed_documents(
    typed: &BTreeMap<String, String>,
    there: &HashMap<String, Blob>,
) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for number in 1..=2 * MOST_DOCUMENTS {
        let Some(name) = typed.get(&form::name(form::DOCUMENT, number)) else {
            continue;
        };
        let Some(blob) = there.get(name).filter(|_| is_name(name)) else {
            continue;
        };
        if documents.iter().any(|one| one.blob == *name) {
            continue;
        }
        let title = typed.get(&form::name(form::TITLE, number));
        documents.push(of_typed(&Document {
            blob: blob.sha256.clone(),
            title: title.cloned().unwrap_or_default(),
            bytes: blob.bytes,
        }));
    }
    documents
}

/// Does what a button beside a file says; where that leads to.
fn carry_out<T>(rows: &mut Vec<T>, action: &str) -> Option<usize> {
    let (what, number) = action.split_once('-')?;
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    if at >= rows.len() {
        return None;
    }
    match what {
        "up" if at > 0 => {
            rows.swap(at, at - 1);
            Some(at)
        }
        "down" if at + 1 < rows.len() => {
            rows.swap(at, at + 1);
            Some(at + 2)
        }
        "remove" => {
            rows.remove(at);
            Some(at.max(1))
        }
        _ => Some(at + 1),
    }
}

/// What was typed, to be copied.
fn given_back(sent: &Sent) -> Typed {
    let words = sent
        .typed
        .iter()
        .filter(|(name, text)| form::is_text(name) && !text.trim().is_empty())
        .map(|(_, text)| text.clone());
    Typed::words("Photographs and documents", words.collect())
}

#[cfg(test)]
mod tests {
    use super::{Row, carry_out};
    use case_study::Picture;

    fn rows(names: &str) -> Vec<Row> {
        let picture = |name: char| Picture {
            blob: name.to_string(),
            ..Picture::default()
        };
        names.chars().map(|name| Row::of(picture(name))).collect()
    }

    fn order(rows: &[Row]) -> String {
        rows.iter().map(|row| row.picture.blob.as_str()).collect()
    }

    #[test]
    fn a_picture_moves_by_one_place_or_goes_and_nothing_else_happens() {
        for (action, order_after, place) in [
            ("up-2", "bac", Some(1)),
            ("up-1", "abc", Some(1)),
            ("down-1", "bac", Some(2)),
            ("down-3", "abc", Some(3)),
            ("remove-1", "bc", Some(1)),
            ("remove-3", "ab", Some(2)),
            ("remove-4", "abc", None),
            ("remove-0", "abc", None),
            ("remove-x", "abc", None),
            ("add", "abc", None),
            ("", "abc", None),
        ] {
            let mut some = rows("abc");
            assert_eq!(carry_out(&mut some, action), place, "{action}");
            assert_eq!(order(&some), order_after, "{action}");
        }
    }
}
