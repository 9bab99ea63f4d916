//! `/moderate/intake`: a moderator pastes or uploads one email and makes of it what it is about; and what came in of
//! the old inbox, with what was left alone and why.

mod along;
mod form;
mod known_again;
pub mod taking_in;
mod view;

use self::form::Sent;
use self::taking_in::{Inbox, take_in_from};
use self::view::View;
use super::part_asked::PartAsked;
use crate::ui::{FormError, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::intake::{Outcome, Why};
use mails::MailError;
use store::history::Actor;
use store::intake::{Asked as SenderAsked, Taken};
use store::mails_read_in;
use tokio::sync::Semaphore;
use url::form_urlencoded;

pub(super) const TITLE: &str = "Emails read in";
/// One email is taken apart at a time: a large one is in memory more than once meanwhile.
static TURN: Semaphore = Semaphore::const_new(1);
/// No time that a link of ours names is later: the end of the year 9999.
const LAST_MS: i64 = 253_402_300_799_999;

/// What the address asks for.
pub(super) type Asked = PartAsked<Outcome>;

/// What the last press of the button did, as the address says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Draft(SenderAsked),
    Thought,
    Answer,
    Before,
    LeftAlone(Why),
}

/// Before the time at which the sender of a draft is asked.
const LATER: &str = "draft-later-";

impl Done {
    fn slug(self) -> String {
        match self {
            Self::Draft(SenderAsked::Now) => "draft".to_owned(),
            Self::Draft(SenderAsked::At(ms)) => format!("{LATER}{ms}"),
            Self::Draft(SenderAsked::Never) => "draft-not-asked".to_owned(),
            Self::Thought => "thought".to_owned(),
            Self::Answer => "answer".to_owned(),
            Self::Before => "before".to_owned(),
            Self::LeftAlone(why) => format!("left-{}", why.slug()),
        }
    }

    fn read(query: &str) -> Option<Self> {
        let (_, slug) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "done")?;
        Some(match slug.as_ref() {
            "draft" => Self::Draft(SenderAsked::Now),
            "draft-not-asked" => Self::Draft(SenderAsked::Never),
            "thought" => Self::Thought,
            "answer" => Self::Answer,
            "before" => Self::Before,
            later if later.starts_with(LATER) => {
                let at = later.strip_prefix(LATER)?.parse::<i64>().ok();
                Self::Draft(SenderAsked::At(at.filter(|ms| (0..=LAST_MS).contains(ms))?))
            }
            other => Self::LeftAlone(Why::from_slug(other.strip_prefix("left-")?)?),
        })
    }

    /// The list where it stands, with what is said above it.
    fn href(self, outcome: Outcome) -> String {
        let list = Asked::first_page(outcome).href(paths::MODERATE_INTAKE);
        let sign = if list.contains('?') { '&' } else { '?' };
        format!("{list}{sign}done={}", self.slug())
    }
}

/// The form and the list.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let asked = Asked::read(&query);
    context.viewer.staff(&asked.href(paths::MODERATE_INTAKE))?;
    let mut view = load(&state, asked).await?;
    view.done = Done::read(&query);
    Ok(page(&context, view))
}

async fn load(state: &AppState, asked: Asked) -> Result<View, PageError> {
    Ok(View {
        asked,
        found: mails_read_in::list(&state.db, asked.part, asked.page).await?,
        counts: mails_read_in::counts(&state.db).await?,
        done: None,
        sent: Sent::default(),
        errors: Vec::new(),
    })
}

fn page(context: &PageContext, view: View) -> Response {
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    let page = if view.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    page.render(context, move || view::view(view))
}

/// Reads one email in, pasted or as a file.
///
/// # Errors
/// As the page; for a form that is not ours, and when store or database do not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    request: Request,
) -> Result<Response, PageError> {
    let me = context.viewer.staff(paths::MODERATE_INTAKE)?;
    let actor = Actor {
        account_id: Some(me.id),
        roles: vec![me.role],
    };
    state.rate_limits.check_upload(network)?;
    let sent = form::read(request).await?;
    let turn = TURN
        .acquire()
        .await
        .map_err(|error| PageError::Internal(error.into()))?;
    // A large file takes a moment: off the threads that answer.
    let (sent, mail) = tokio::task::spawn_blocking(move || {
        let mut sent = sent;
        let mail = sent.take_mail();
        (sent, mail)
    })
    .await
    .map_err(|error| PageError::Internal(error.into()))?;
    let mail = match mail {
        Ok(mail) => mail,
        Err((field, words)) => return refused(&state, &context, sent, field, words).await,
    };
    if let Some(error) = sent.address_fault(&mail) {
        return refused(&state, &context, sent, form::SENDER, error).await;
    }
    let mail_context = state.settings.mail_context();
    let inbox = Inbox {
        db: &state.db,
        media: &state.media,
        reader: &state.reader,
        mail_context: &mail_context,
        sent_from: &state.settings.mail_from,
    };
    let taken = take_in_from(inbox, &actor, &mail, &sent.sender)
        .await
        .map_err(|error| PageError::Internal(error.into()))?;
    drop(turn);
    let next = match taken {
        Taken::Draft(made) => Done::Draft(made.asked).href(Outcome::Draft),
        Taken::Thought(_) => Done::Thought.href(Outcome::Thought),
        Taken::Answer(_) => Done::Answer.href(Outcome::Answer),
        Taken::LeftAlone(why) => Done::LeftAlone(why).href(Outcome::LeftAlone),
        Taken::Before(outcome) => Done::Before.href(outcome.known().unwrap_or(Outcome::LeftAlone)),
        Taken::NotAllowed => return Err(PageError::Forbidden),
    };
    Ok(Redirect::to(&next).into_response())
}

async fn refused(
    state: &AppState,
    context: &PageContext,
    sent: Sent,
    field: &'static str,
    words: String,
) -> Result<Response, PageError> {
    let mut view = load(state, Asked::first_page(Outcome::Draft)).await?;
    view.sent = sent;
    view.errors = vec![FormError::new(field, words)];
    Ok(page(context, view))
}

/// Why a file or a text is no email, for whoever sent it.
fn in_words(error: &MailError) -> String {
    match error {
        MailError::Empty => "This is empty. Paste the email, or choose its file".to_owned(),
        MailError::NoHead | MailError::NoSender => {
            "This file is no email. In your email program, save the email as a file that ends in .eml, or paste its text"
                .to_owned()
        }
        MailError::TooLarge => "This email is too large. Paste its text instead".to_owned(),
        MailError::TooManyParts | MailError::NoParts | MailError::Damaged => {
            "This email is damaged and cannot be read. Paste its text instead".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Done, Outcome, SenderAsked, Why};

    #[test]
    fn what_was_done_reads_back() {
        let drafts = [
            SenderAsked::Now,
            SenderAsked::At(1_700_000_000_000),
            SenderAsked::Never,
        ]
        .map(Done::Draft);
        let others = [Done::Thought, Done::Answer, Done::Before];
        let left = Why::ALL.map(Done::LeftAlone);
        for done in drafts.into_iter().chain(others).chain(left) {
            for outcome in Outcome::ALL {
                let href = done.href(outcome);
                let query = href.split_once('?').unwrap().1;
                assert_eq!(Done::read(query), Some(done));
                assert_eq!(Asked::read(query).part, outcome);
            }
        }
        for other in [
            "left-x",
            "draft-later-",
            "draft-later--1",
            "draft-later-253402300800000",
        ] {
            assert_eq!(Done::read(&format!("done={other}")), None, "{other}");
        }
    }
}
