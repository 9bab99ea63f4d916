//! Files on the page of the short way. Its form goes in parts only with the button beside them: sending a story alone never
//! waits for a place among uploads. What was typed is kept in a draft first, then each file is taken in as on the pages of
//! bringing, and the page comes back with all of it.

use super::form::{Press, Typed, given_back};
use super::of_draft;
use super::of_draft::Form;
use super::page::{carry_out, is_part};
use crate::submit::autosave::BASE;
use crate::submit::bring::{Coming, FILES, Items, NOT_IN_PARTS};
use crate::submit::draft_guard::Draft;
use crate::submit::unsaved;
use crate::submit::unsaved::Why;
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::signed_text::SignedText;
use case_study::{Answers, CaseStudyContent, WorkingCopy};
use std::net::IpAddr;
use store::short_way::NotWritten;
use store::{drafts, museums, short_way};

const NOT_CHOSEN: &str = "Choose one or more files, then press \u{201c}Add these files\u{201d}";
const NOT_ADDED: &str = "The files were not added, and nothing was sent. Choose them once more and press \u{201c}Add these files\u{201d}, or leave them out";
const LOST: &str = "The files were not kept. Correct what is wrong, then choose them once more";

/// What came of files with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    None,
    /// The button beside the box was pressed, and none was chosen.
    NotChosen,
    /// Some were chosen, and another button was pressed: only their names came.
    NotAdded,
    /// They are here.
    Came,
}

impl Files {
    /// Why nothing is done.
    pub fn fault(self) -> Option<FormError> {
        let words = match self {
            Self::None | Self::Came => return None,
            Self::NotChosen => NOT_CHOSEN,
            Self::NotAdded => NOT_ADDED,
        };
        Some(FormError::new(FILES, words))
    }

    /// What is said of them where the page is shown again for another reason.
    pub fn lost(self) -> Option<FormError> {
        (self == Self::Came).then(|| FormError::new(FILES, LOST))
    }

    const fn came(one: bool) -> Self {
        if one { Self::Came } else { Self::NotChosen }
    }
}

/// POST of a story that begins with this page: a draft begins with what was typed, and takes the files in.
///
/// # Errors
/// As the page; and for more files from one network than anybody sends.
pub(super) async fn post_new(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    request: Request,
) -> Result<Response, PageError> {
    let mut items = Items::of(request).ok_or(NOT_IN_PARTS)?;
    let begun = begin_with(state, network, context, &mut items).await;
    items.or_given_back(begun).await
}

async fn begin_with(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    items: &mut Items,
) -> Result<Response, PageError> {
    state.rate_limits.check_upload(network)?;
    let mut coming = Coming::default();
    let first = coming.next(items).await?;
    let answers = forms::gather(std::mem::take(&mut coming.pairs), is_part)?;
    let files = Files::came(first.is_some());
    let begun = match carry_out(state, network, context, &answers, Press::Keep, files).await? {
        Ok((begun, _)) => begun,
        Err(page) => return Ok(page),
    };
    let id = begun.submission_id;
    let mut next = first;
    while let Some(one) = next {
        if !coming.take_in(state, id, one).await? {
            let typed = unsaved::Typed::story(given_back(&Typed::read(&answers)?));
            let reference = begun.reference;
            return Ok(unsaved::page(context, typed, Why::Closed { reference }));
        }
        next = coming.next(items).await?;
    }
    with_files(state, context, id, &begun.reference, coming).await
}

/// POST of a draft: what was typed is kept in it, and it takes the files in.
///
/// # Errors
/// As the page; and for more files from one network than anybody sends.
pub(super) async fn post_draft(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    reference: &str,
    request: Request,
) -> Result<Response, PageError> {
    let mut items = Items::of(request).ok_or(NOT_IN_PARTS)?;
    let added = add(state, network, context, reference, &mut items).await;
    items.or_given_back(added).await
}

async fn add(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    reference: &str,
    items: &mut Items,
) -> Result<Response, PageError> {
    let mut coming = Coming::default();
    let first = coming.next(items).await?;
    let answers: Answers = forms::gather(std::mem::take(&mut coming.pairs), |key| {
        is_part(key) || key == BASE
    })?;
    let typed = Typed::read(&answers)?;
    // Who may write is asked before a file is opened.
    let draft = match of_draft::writable(state, context, reference, &typed).await? {
        Ok(draft) => draft,
        Err(page) => return Ok(page),
    };
    state.rate_limits.check_upload(network)?;
    let id = draft.submission.id;
    let copy = draft.working_copy(state).await?;
    let known = museums::known(&state.db, &typed.museum_name()).await?;
    let (content, mut errors) = typed.judge(Press::Keep, known, None, copy.content.clone());
    let files = Files::came(first.is_some());
    // Also for whoever has chosen nothing: nothing is written over a text that was not seen here.
    if SignedText::of(&copy.content).fingerprint() != answers.one(BASE) {
        return changed(state, context, reference, &copy, typed).await;
    }
    errors.extend(files.fault());
    if !errors.is_empty() {
        errors.extend(files.lost());
        let form = Form::again(context, typed, errors);
        return of_draft::page(state, context, draft.reference(), &copy, form).await;
    }
    if let Err(response) = keep(state, context, &draft, &answers, typed, &content).await? {
        return Ok(response);
    }
    let mut next = first;
    while let Some(one) = next {
        if !coming.take_in(state, id, one).await? {
            // What was typed is saved, and stands where it was sent.
            return Ok(of_draft::after_sending(&draft));
        }
        next = coming.next(items).await?;
    }
    with_files(state, context, id, draft.reference(), coming).await
}

/// Keeps what was typed in a draft; or the page that says why not.
async fn keep(
    state: &AppState,
    context: &PageContext,
    draft: &Draft,
    answers: &Answers,
    typed: Typed,
    content: &CaseStudyContent,
) -> Result<Result<(), Response>, PageError> {
    let id = draft.submission.id;
    let kept = short_way::keep_draft(&state.db, id, answers.one(BASE), content).await?;
    let reference = draft.reference();
    match kept {
        Ok(()) => {
            let mail_context = state.settings.mail_context();
            if let Err(error) = drafts::mail_link_back(&state.db, &mail_context, id).await {
                // What was typed is saved, and the worker tries again.
                tracing::warn!(%error, "a link to a draft was not mailed");
            }
            Ok(Ok(()))
        }
        Err(NotWritten::NotFound) => Err(PageError::NotFound),
        Err(NotWritten::Closed) => {
            let typed = unsaved::Typed::story(given_back(&typed));
            let reference = reference.to_owned();
            let why = Why::Closed { reference };
            Ok(Err(unsaved::page(context, typed, why)))
        }
        Err(NotWritten::Changed(copy)) => {
            let page = changed(state, context, reference, &copy, typed).await?;
            Ok(Err(page))
        }
    }
}

/// The page of a draft that was changed since it was opened, with both texts.
async fn changed(
    state: &AppState,
    context: &PageContext,
    reference: &str,
    copy: &WorkingCopy,
    typed: Typed,
) -> Result<Response, PageError> {
    let mut form = Form::again(context, typed, Vec::new());
    form.has_changed(copy);
    form.errors.extend(Files::Came.lost());
    of_draft::page(state, context, reference, copy, form).await
}

/// The page of the draft with all that was taken; what was not is named on it.
async fn with_files(
    state: &AppState,
    context: &PageContext,
    submission_id: i64,
    reference: &str,
    coming: Coming,
) -> Result<Response, PageError> {
    if coming.refused.is_empty() {
        return Ok(Redirect::to(&paths::draft_short(reference)).into_response());
    }
    let copy = drafts::working_copy(&state.db, submission_id).await?;
    let form = Form::again(context, Typed::of(&copy.content), coming.refused);
    of_draft::page(state, context, reference, &copy, form).await
}

#[cfg(test)]
mod tests {
    use super::Files;

    #[test]
    fn files_are_never_left_out_unsaid() {
        assert!(Files::None.fault().is_none() && Files::None.lost().is_none());
        assert!(Files::NotChosen.fault().is_some() && Files::NotAdded.fault().is_some());
        assert!(Files::Came.fault().is_none() && Files::Came.lost().is_some());
    }
}
