//! A gentle hint that a case study looks like a page that is in the bank already, and
//! `POST /submit/{draft}/version-of`: its author says that it is a new version of it. Only public pages are looked
//! at. What is said changes nothing but what the moderators read.

use super::draft_guard::Draft;
use crate::ui::{Banner, Button, ButtonLook, IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{CaseStudyContent, Role};
use leptos::prelude::*;
use store::joining;
use store::similar;
use store::similar::{PageSaid, Place};
use store::submissions;
use store::submissions::Submission;

/// The page that a case study looks like, as its author is told.
pub(super) struct Twin {
    reference: String,
    slug: String,
    title: String,
    /// The author said that it is a new version of it.
    said: bool,
    /// The reference of what is published there, where this person may change it.
    own: Option<String>,
}

/// Looks for one. A new version of a public case is no news to its author.
pub(super) async fn load(
    state: &AppState,
    viewer: &Viewer,
    submission: &Submission,
    content: &CaseStudyContent,
) -> Result<Option<Twin>, PageError> {
    if submission.base_revision_id.is_some() {
        return Ok(None);
    }
    let twin = |slug, title, said, own| Twin {
        reference: submission.reference.clone(),
        slug,
        title,
        said,
        own,
    };
    if let Some(PageSaid { slug, title }) = similar::said(&state.db, submission.id).await? {
        return Ok(Some(twin(slug, title, true, None)));
    }
    let found = similar::public_page_like(&state.db, submission, content).await?;
    let Some((slug, title)) = found.and_then(|found| match found.place {
        Place::Public { slug, .. } => Some((slug, found.title)),
        Place::Waiting { .. } => None,
    }) else {
        return Ok(None);
    };
    let own = own_published(state, viewer, &slug).await?;
    Ok(Some(twin(slug, title, false, own)))
}

/// What is published at this slug, if this person may change it.
async fn own_published(
    state: &AppState,
    viewer: &Viewer,
    slug: &str,
) -> Result<Option<String>, PageError> {
    let target = joining::target(&state.db, slug).await?;
    let Some(reference) = target.and_then(|target| target.published) else {
        return Ok(None);
    };
    let published = submissions::by_reference(state.db.reader(), &reference).await?;
    let is_own = published.is_some_and(|one| {
        let towards = viewer.towards(one.id, one.account_id);
        towards.roles.contains(&Role::Submitter)
    });
    Ok(is_own.then_some(reference))
}

/// The hint.
pub(super) fn view(twin: Twin) -> impl IntoView {
    let Twin {
        reference,
        slug,
        title,
        said,
        own,
    } = twin;
    let page = view! { <a href=paths::case_study(&slug)>{title}</a> };
    let action = paths::draft_version_of(&reference);
    if said {
        return view! {
            <Banner heading="You said that this is a new version of a page">
                <p>"It is this page: "{page}". We see that when we read your case study. If we agree, yours takes its place when it is published."</p>
                <form method="post" action=action>
                    <input type="hidden" name="case" value=""/>
                    <Button label="No, it is a case study of its own" look=ButtonLook::Quiet/>
                </form>
            </Banner>
        }
        .into_markup();
    }
    let change = own.map(|published| -> Markup {
        view! {
            <form method="post" action=paths::draft_new_version(&published)>
                <p>"That page is yours. You can also change it there. Then you do not send this one."</p>
                <Button label="Change the published page" look=ButtonLook::Secondary/>
            </form>
        }
        .into_markup()
    });
    view! {
        <Banner heading="This looks like a page that is already in the bank">
            <p>"It is this page: "{page}". Is yours about the same work? Then tell us. If not, you do not have to do anything."</p>
            <form method="post" action=action>
                <input type="hidden" name="case" value=slug/>
                <Button label="This is a new version of it" look=ButtonLook::Secondary/>
            </form>
            {change}
        </Banner>
    }
    .into_markup()
}

/// Keeps what the author says, or that it is a case study of its own after all. Where it cannot be kept any more,
/// the page that follows shows how it stands.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |key| key == "case");
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let answers = form?;
    // A reader of the draft who is staff says nothing for its museum.
    if draft.actor.roles.contains(&Role::Submitter) {
        let slug = Some(answers.one("case")).filter(|slug| !slug.is_empty());
        similar::say(&state.db, &draft.submission, slug).await?;
    }
    let to = if draft.is_open() {
        paths::draft_check(draft.reference())
    } else if draft.submission.status.stands_as_sent() {
        paths::draft_sent(draft.reference())
    } else {
        paths::draft(draft.reference())
    };
    Ok(Redirect::to(&to).into_response())
}
