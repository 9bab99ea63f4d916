//! `/submit/{draft}/check`: reading the answers back, the declarations, sending.

use super::draft_guard::Draft;
use super::read_back;
use crate::ui::{
    BackLink, Banner, Button, Checkboxes, Choice, ErrorSummary, FieldFrame, FormError, Nav,
    PageHeading, describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::declarations::{DECLARATIONS, MISSING, WORDING_VERSION};
use case_study::fields::field;
use case_study::validation::check_submission;
use case_study::{CaseStudyContent, FieldError, Move, Section, Status, Stored};
use leptos::prelude::*;
use store::outcome::Outcome;
use store::submissions::Submission;
use store::transitions;

const TITLE: &str = "Check your answers";
/// Name of the boxes, and id of the first.
const DECLARED: &str = "declarations";

struct View {
    reference: String,
    content: CaseStudyContent,
    /// What is missing or wrong in the answers.
    faults: Vec<FieldError>,
    ticked: Vec<String>,
    /// Whether the person tried to send it.
    tried: bool,
}

/// GET `/submit/{draft}/check`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.is_open() {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let content = draft.content(&state).await?;
    let view = View {
        reference: draft.submission.reference,
        faults: check_submission(&content),
        content,
        ticked: Vec::new(),
        tried: false,
    };
    Ok(page(&context, view))
}

/// POST `/submit/{draft}/check`: sends it.
///
/// A second press, a form sent again after Back, and the slower of two tabs all find it sent, and
/// are told the same as the first.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let answers = forms::read(&body, |key| key == DECLARED)?;
    let ticked = answers.all(DECLARED).to_vec();
    if ticked.iter().any(|key| {
        !DECLARATIONS
            .iter()
            .any(|declaration| declaration.key == key)
    }) {
        return Err(PageError::BadRequest(
            "The form held a statement that we do not know. Load the page again and send it from there.",
        ));
    }
    if !draft.is_open() {
        return Ok(after_sending(&draft.submission.status, draft.reference()));
    }
    let declared = DECLARATIONS
        .iter()
        .all(|declaration| ticked.iter().any(|key| key == declaration.key));
    let mut judged = None;
    if declared {
        let submit = Move::Submit {
            declarations: Some(declaration_record(
                &context,
                &draft.submission,
                state.db.now_ms(),
            )),
        };
        // No version: whoever presses twice sends once.
        match transitions::apply(
            &state.db,
            &state.settings.mail_context(),
            &draft.actor,
            draft.submission.id,
            None,
            &[submit],
        )
        .await?
        {
            Outcome::Made(moved) => {
                return Ok(after_sending(&moved.status.into(), &moved.reference));
            }
            Outcome::NotAllowed | Outcome::Overtaken(_) => {
                let now = Draft::open(&state, &context.viewer, &reference).await?;
                return Ok(after_sending(&now.submission.status, now.reference()));
            }
            Outcome::NotFound => return Err(PageError::NotFound),
            // The page says what is missing.
            Outcome::Incomplete(errors) => judged = Some(errors),
        }
    }
    let content = draft.content(&state).await?;
    let view = View {
        reference: draft.submission.reference,
        faults: judged.unwrap_or_else(|| check_submission(&content)),
        content,
        ticked,
        tried: true,
    };
    Ok(page(&context, view))
}

/// The page after sending, for everybody who finds it sent.
fn after_sending(status: &Stored<Status>, reference: &str) -> Response {
    let to = if status.stands_as_sent() {
        paths::draft_sent(reference)
    } else {
        paths::draft(reference)
    };
    Redirect::to(&to).into_response()
}

/// Which words were agreed to, by whom and when.
fn declaration_record(context: &PageContext, submission: &Submission, now: i64) -> String {
    let account = context.viewer.account.as_ref().map(|account| account.id);
    let keys: Vec<&str> = DECLARATIONS
        .iter()
        .map(|declaration| declaration.key)
        .collect();
    serde_json::json!({
        "version": WORDING_VERSION,
        "at": now,
        "account": account,
        "email": submission.submitter_email,
        "keys": keys,
    })
    .to_string()
}

fn page(context: &PageContext, view: View) -> Response {
    let page = Page::new(TITLE).at(Nav::Submit).private();
    let page = if view.tried { page.invalid() } else { page };
    page.render(context, move || draw(view))
}

fn draw(view: View) -> impl IntoView {
    let View {
        reference,
        content,
        faults,
        ticked,
        tried,
    } = view;
    let all_ticked = DECLARATIONS
        .iter()
        .all(|declaration| ticked.iter().any(|key| key == declaration.key));
    let missing = (tried && !all_ticked).then(|| MISSING.to_owned());
    let summary = if tried {
        let declared = missing
            .iter()
            .map(|message| (DECLARED.to_owned(), message.clone()));
        faults_with_links(&reference, &faults)
            .into_iter()
            .chain(declared)
            .collect()
    } else {
        Vec::new()
    };
    let unfinished = (!tried && !faults.is_empty()).then(|| unfinished(&reference, &faults));
    let shown = if tried { faults.as_slice() } else { &[] };
    view! {
        <BackLink href=paths::draft(&reference) label="All pages"/>
        <ErrorSummary errors=as_links(summary)/>
        {unfinished}
        <PageHeading title=TITLE caption=format!("Your reference is {reference}") lede="Read everything once more. You can change each answer."/>
        {read_back::sections(&content, Some(&reference), shown)}
        <form class="form submit-declare" method="post" action=paths::draft_check(&reference) novalidate>
            {declarations(&ticked, missing)}
            <p>
                "Read the "<a href=paths::PRIVACY>"privacy page"</a>" and the "
                <a href="https://creativecommons.org/licenses/by/4.0/">"licence"</a>". Keep consent forms yourself; do not send them to us."
            </p>
            <div class="actions">
                <Button label="Send your case study"/>
                <a href=paths::draft(&reference)>"Not yet: back to the list"</a>
            </div>
        </form>
    }
}

/// Before anybody tried to send it: the pages where something is missing, and how much.
fn unfinished(reference: &str, faults: &[FieldError]) -> impl IntoView + use<> {
    let items = Section::FORM
        .iter()
        .filter_map(|section| {
            let count = faults
                .iter()
                .filter(|fault| field(&fault.field).is_some_and(|field| field.section == *section))
                .count();
            let words = match count {
                0 => return None,
                1 => "1 answer".to_owned(),
                _ => format!("{count} answers"),
            };
            let href = paths::draft_section_from_check(reference, section.slug());
            Some(view! { <li><a href=href>{section.title()}</a>{format!(": {words}")}</li> })
        })
        .collect_view();
    view! {
        <Banner heading="You cannot send it yet: some answers are missing or need mending">
            <ul>{items}</ul>
        </Banner>
    }
}

fn declarations(ticked: &[String], missing: Option<String>) -> impl IntoView + use<> {
    let options = DECLARATIONS
        .iter()
        .map(|declaration| Choice {
            value: declaration.key.to_owned(),
            label: declaration.words.to_owned(),
            hint: None,
            checked: ticked.iter().any(|key| key == declaration.key),
        })
        .collect::<Vec<_>>();
    let invalid = missing.is_some();
    view! {
        <FieldFrame id=DECLARED label="Before you send it" hint="Tick each statement." error=missing legend=true>
            <Checkboxes
                id=DECLARED
                name=DECLARED
                options=options
                describedby=describedby(DECLARED, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// Each fault with the page and the question where it is mended.
fn faults_with_links(reference: &str, faults: &[FieldError]) -> Vec<(String, String)> {
    faults
        .iter()
        .filter_map(|fault| {
            let section = field(&fault.field)?.section;
            Some((
                format!(
                    "{}#{}",
                    paths::draft_section_from_check(reference, section.slug()),
                    fault.field
                ),
                fault.message.clone(),
            ))
        })
        .collect()
}

fn as_links(links: Vec<(String, String)>) -> Vec<FormError> {
    links
        .into_iter()
        .map(|(href, message)| FormError::new(href, message))
        .collect()
}
