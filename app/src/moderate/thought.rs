//! `/moderate/thoughts/{id}`: one thought on the campaign, and what a moderator does about it.

use super::{inbox_item, review_context, thoughts as list};
use crate::ui::{
    BackLink, Button, ButtonLook, ErrorSummary, FieldFrame, FormError, IntoMarkup, Markup,
    PageHeading, Paragraphs, SummaryList, TextArea, describedby, when,
};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::tidy;
use case_study::stored::NEWER;
use case_study::thought::{ThoughtState, answer_fault};
use leptos::prelude::*;
use store::thoughts;
use store::thoughts::Shared;

const ANSWER: &str = "answer";

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Answer,
    Handle,
    Reopen,
}

impl Deed {
    const ALL: [Self; 3] = [Self::Answer, Self::Handle, Self::Reopen];

    const fn slug(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Handle => "handle",
            Self::Reopen => "reopen",
        }
    }

    fn read(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.slug() == slug)
    }

    /// Heading and sentence once it is done.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Answer => (
                "Answered",
                "Your answer is on its way, and this is off the list.",
            ),
            Self::Handle => ("Handled", "It is off the list."),
            Self::Reopen => ("Open again", "It is on the list again."),
        }
    }

    /// Whether what the address says was done is not long past.
    fn is_still_true(self, thought: &Shared) -> bool {
        match self {
            Self::Answer => thought.state == ThoughtState::Handled && thought.answered_at.is_some(),
            Self::Handle => thought.state == ThoughtState::Handled,
            Self::Reopen => thought.state == ThoughtState::Open,
        }
    }
}

/// Everything the page shows.
struct Shown {
    thought: Shared,
    done: Option<Deed>,
    /// Somebody was faster than this moderator.
    overtaken: bool,
    answer: String,
    errors: Vec<FormError>,
}

impl Shown {
    const fn of(thought: Shared) -> Self {
        Self {
            thought,
            done: None,
            overtaken: false,
            answer: String::new(),
            errors: Vec::new(),
        }
    }

    fn page(self, context: &PageContext) -> Response {
        let title = list::heading(&self.thought);
        let page = inbox_item::page(title, &self.errors, self.overtaken);
        page.render(context, move || view(self))
    }
}

async fn find(state: &AppState, id: &str) -> Result<Shared, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    thoughts::by_id(&state.db, id)
        .await?
        .ok_or(PageError::NotFound)
}

/// The thought.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; when there is no such thought.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    context
        .viewer
        .staff(&format!("{}/{id}", paths::MODERATE_THOUGHTS))?;
    let mut shown = Shown::of(find(&state, &id).await?);
    shown.done = inbox_item::done(query.as_deref())
        .and_then(|slug| Deed::read(&slug))
        .filter(|deed| deed.is_still_true(&shown.thought));
    Ok(shown.page(&context))
}

/// `POST /moderate/thoughts/{id}/{action}`: `answer`, `handle` or `reopen`.
///
/// # Errors
/// As the page; 404 for another action, and a bad request for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((id, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let here = format!("{}/{id}", paths::MODERATE_THOUGHTS);
    let actor = match inbox_item::actor(&context, &body, &here)? {
        Ok(actor) => actor,
        Err(response) => return Ok(response),
    };
    let thought = find(&state, &id).await?;
    let deed = Deed::read(&action).ok_or(PageError::NotFound)?;
    let sent = review_context::read(&body, |key| key == ANSWER && deed == Deed::Answer)?;
    let words = tidy(sent.answers.one(ANSWER));
    let done = match deed {
        Deed::Answer => {
            if let Some(fault) = answer_fault(&words) {
                let mut shown = Shown::of(thought);
                shown.answer = words;
                shown.errors = vec![FormError::new(ANSWER, fault)];
                return Ok(shown.page(&context));
            }
            let mail_context = state.settings.mail_context();
            thoughts::answer(
                &state.db,
                &mail_context,
                &actor,
                thought.id,
                sent.version,
                &words,
            )
            .await?
        }
        Deed::Handle => {
            let to = ThoughtState::Handled;
            thoughts::decide(&state.db, &actor, thought.id, sent.version, to).await?
        }
        Deed::Reopen => {
            let to = ThoughtState::Open;
            thoughts::decide(&state.db, &actor, thought.id, sent.version, to).await?
        }
    };
    if done {
        let next = format!(
            "{}?done={}",
            paths::moderate_thought(thought.id),
            deed.slug()
        );
        return Ok(Redirect::to(&next).into_response());
    }
    let mut shown = Shown::of(find(&state, &id).await?);
    shown.overtaken = true;
    shown.answer = words;
    Ok(shown.page(&context))
}

fn view(shown: Shown) -> impl IntoView {
    let overtaken = shown
        .overtaken
        .then_some("So nothing was changed, and no email was sent.");
    let banner = inbox_item::banner(overtaken, shown.done.map(Deed::words));
    let kept = inbox_item::kept(shown.overtaken, &shown.answer);
    let thought = &shown.thought;
    let caption = format!("Shared on {}", when::moment(thought.created_at));
    let panel = panel(&shown);
    view! {
        <BackLink href=paths::MODERATE_THOUGHTS label=list::TITLE/>
        {banner}
        <ErrorSummary errors=shown.errors.clone()/>
        <PageHeading title=list::heading(thought) caption=caption/>
        {kept}
        <div class="columns review-columns">
            <div class="columns-main review">{summary(thought)}</div>
            <div class="columns-side review-side">{panel}</div>
        </div>
    }
}

fn summary(thought: &Shared) -> impl IntoView + use<> {
    let sender = inbox_item::sender("", &thought.email, &thought.state);
    let mut rows = vec![
        inbox_item::row("What they wrote", inbox_item::text(&thought.text)),
        inbox_item::row("From", sender),
    ];
    if let (Some(at), false) = (thought.answered_at, thought.answer.is_empty()) {
        let words = thought.answer.clone();
        rows.push(inbox_item::row(
            "Our answer",
            view! { <Paragraphs text=words/><p class="meta">"Emailed "<when::Day ms=at/></p> }
                .into_markup(),
        ));
    }
    view! { <SummaryList rows=rows/> }
}

fn panel(shown: &Shown) -> impl IntoView + use<> {
    let thought = &shown.thought;
    // What a newer version wrote is dealt with there.
    let what = match thought.state.known() {
        None => view! { <p>{NEWER}</p> }.into_markup(),
        Some(ThoughtState::Open) => {
            let answer = (!thought.email.is_empty()).then(|| answer_form(shown));
            let (label, look) = if thought.email.is_empty() {
                ("Mark as handled", ButtonLook::Primary)
            } else {
                ("Mark as handled without an answer", ButtonLook::Secondary)
            };
            let handle = button(thought, Deed::Handle, label, look);
            view! {
                {answer.map(|form| view! { <div class="panel-part">{form}</div> })}
                <div class="panel-part">{handle}</div>
            }
            .into_markup()
        }
        Some(ThoughtState::Handled) => {
            let reopen = button(
                thought,
                Deed::Reopen,
                "Open it again",
                ButtonLook::Secondary,
            );
            view! { <div class="panel-part">{reopen}</div> }.into_markup()
        }
    };
    view! {
        <section class="decision" aria-labelledby="decide-title">
            <h2 id="decide-title">"What you can do"</h2>
            {what}
        </section>
    }
}

fn answer_form(shown: &Shown) -> impl IntoView + use<> {
    let words = shown.answer.clone();
    let error = FormError::of(&shown.errors, ANSWER);
    let invalid = error.is_some();
    view! {
        <form method="post" action=action(&shown.thought, Deed::Answer) class="stack" novalidate>
            <input type="hidden" name="version" value=shown.thought.version/>
            <FieldFrame
                id=ANSWER
                label="Your answer"
                hint="We email it to them, with a thank you. Then this is off the list."
                error=error
            >
                <TextArea
                    id=ANSWER
                    name=ANSWER
                    value=words
                    rows=6
                    describedby=describedby(ANSWER, true, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            <Button label="Email this answer"/>
        </form>
    }
}

fn action(thought: &Shared, deed: Deed) -> String {
    paths::moderate_thought_action(thought.id, deed.slug())
}

fn button(thought: &Shared, deed: Deed, label: &'static str, look: ButtonLook) -> Markup {
    inbox_item::button(action(thought, deed), thought.version, label, look)
}

#[cfg(test)]
mod tests {
    use super::Deed;

    #[test]
    fn every_deed_reads_back() {
        for deed in Deed::ALL {
            assert_eq!(Deed::read(deed.slug()), Some(deed));
        }
        assert_eq!(Deed::read("delete"), None);
    }
}
