//! `/moderate/people/{id}`: one account, what its holder did, and what an admin can do about it.

use super::people::{ROLE, admin, given_role, no_role, too_often};
use super::person_view::{Shown, view};
use crate::account::museums;
use crate::account::museums::Typed;
use crate::ui::{FormError, Nav};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use store::invitations::Invited;
use store::people::{Changed, PersonChange};
use store::{invitations, people};
use url::form_urlencoded;

/// Id of the buttons, for what is said about them.
pub(super) const ACTIONS: &str = "account-actions";
const LAST_ADMIN: &str =
    "This is the only administrator who can sign in. Make someone else an administrator first";

/// What just worked. The address carries the code, never words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Role,
    Disabled,
    Enabled,
    SignedOut,
    CodeOff,
    Invited,
    Museums,
    /// It was like this already.
    Nothing,
}

impl Done {
    const ALL: [Self; 8] = [
        Self::Role,
        Self::Disabled,
        Self::Enabled,
        Self::SignedOut,
        Self::CodeOff,
        Self::Invited,
        Self::Museums,
        Self::Nothing,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::SignedOut => "signed-out",
            Self::CodeOff => "code-off",
            Self::Invited => "invited",
            Self::Museums => "museums",
            Self::Nothing => "nothing",
        }
    }

    /// Heading and sentence.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Role => (
                "The role is changed",
                "They were signed out everywhere and sign in again as what they are now.",
            ),
            Self::Disabled => (
                "The account is stopped",
                "They were signed out everywhere. What they did stays in the history.",
            ),
            Self::Enabled => ("The account is open again", "They can sign in as before."),
            Self::SignedOut => ("They are signed out everywhere", "They can sign in again."),
            Self::CodeOff => (
                "The code is turned off",
                "They sign in with their password alone until they set the code up again. We email them.",
            ),
            Self::Invited => (
                "The invitation is on its way",
                "Its link works for seven days. The earlier one no longer works.",
            ),
            Self::Museums => (
                "Their museums are changed",
                "They do not decide about the case studies of the museums that are named.",
            ),
            Self::Nothing => ("Nothing to change", "It was like this already."),
        }
    }

    fn read(query: &str) -> Option<Self> {
        let (_, code) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "done")?;
        Self::ALL.into_iter().find(|done| done.code() == code)
    }
}

/// The page.
///
/// # Errors
/// Sends everybody but admins away; 404 where there is nobody; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    admin(&context, &context.path)?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let query = query.unwrap_or_default();
    let number = form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == "page")
        .and_then(|(_, value)| value.parse().ok())
        .filter(|page| *page > 0)
        .unwrap_or(1);
    page(&state, &context, id, number, Done::read(&query), None).await
}

/// What the buttons do.
enum Press {
    Change(PersonChange, Done),
    InviteAgain,
    TakeInviteBack,
}

/// `POST /moderate/people/{id}/{action}`.
///
/// # Errors
/// As the page; 404 for another action.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((id, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let me = admin(&context, paths::MODERATE_PEOPLE)?.id;
    let id: i64 = id.parse().map_err(|_| PageError::NotFound)?;
    let answers = forms::read(&body, |key| key == ROLE || museums::is_known(key))?;
    if action == "museums" {
        return match museums::keep(&state, me, id, &answers).await? {
            Ok(()) => Ok(back(id, Done::Museums)),
            Err(typed) => shown(&state, &context, (id, 1), None, None, typed).await,
        };
    }
    let press = match action.as_str() {
        "role" => match given_role(answers.one(ROLE)) {
            Some(role) => Press::Change(PersonChange::Role(role), Done::Role),
            None => return page(&state, &context, id, 1, None, Some(no_role())).await,
        },
        "disable" => Press::Change(PersonChange::Disable, Done::Disabled),
        "enable" => Press::Change(PersonChange::Enable, Done::Enabled),
        "sign-out" => Press::Change(PersonChange::EndSessions, Done::SignedOut),
        "code-off" => Press::Change(PersonChange::RemoveSecondFactor, Done::CodeOff),
        "invite" => Press::InviteAgain,
        "take-back" => Press::TakeInviteBack,
        _ => return Err(PageError::NotFound),
    };
    let mail_context = state.settings.mail_context();
    let done = match press {
        Press::Change(change, done) => {
            match people::change(&state.db, &mail_context, me, id, change).await? {
                Changed::Done => done,
                Changed::Already => Done::Nothing,
                Changed::NotAllowed => return Err(PageError::Forbidden),
                Changed::Gone => return Err(PageError::NotFound),
                Changed::LastAdmin => {
                    let field = if done == Done::Role { ROLE } else { ACTIONS };
                    let error = FormError::new(field, LAST_ADMIN);
                    return page(&state, &context, id, 1, None, Some(error)).await;
                }
            }
        }
        Press::InviteAgain => {
            match invitations::send_again(&state.db, &mail_context, me, id).await? {
                Invited::Sent(_) => Done::Invited,
                Invited::TooOften(seconds) => {
                    let error = FormError::new(ACTIONS, too_often(seconds));
                    return page(&state, &context, id, 1, None, Some(error)).await;
                }
                Invited::NotAllowed => return Err(PageError::Forbidden),
                // Taken up in this moment, or taken back.
                Invited::NotInvited | Invited::Known { .. } => Done::Nothing,
            }
        }
        Press::TakeInviteBack => {
            if invitations::take_back(&state.db, me, id).await? {
                tracing::info!(account = me, invited = id, "an invitation was taken back");
                return Ok(Redirect::to(paths::MODERATE_PEOPLE).into_response());
            }
            Done::Nothing
        }
    };
    tracing::info!(
        account = me,
        about = id,
        action,
        "something was done about an account"
    );
    Ok(back(id, done))
}

fn back(id: i64, done: Done) -> Response {
    let to = format!("{}?done={}", paths::moderate_person(id), done.code());
    Redirect::to(&to).into_response()
}

async fn page(
    state: &AppState,
    context: &PageContext,
    id: i64,
    number: u64,
    done: Option<Done>,
    error: Option<FormError>,
) -> Result<Response, PageError> {
    shown(state, context, (id, number), done, error, Typed::default()).await
}

/// The page of an account and of what it did, with what could not be kept.
async fn shown(
    state: &AppState,
    context: &PageContext,
    (id, number): (i64, u64),
    done: Option<Done>,
    error: Option<FormError>,
    typed: Typed,
) -> Result<Response, PageError> {
    let error = error.or_else(|| typed.error.clone());
    let person = people::person(&state.db, id).await?;
    let person = person.ok_or(PageError::NotFound)?;
    let entries = people::entries(&state.db, id, number).await?;
    let is_staff = person.role.known().is_some_and(|role| role.is_staff());
    let museums = if is_staff {
        Some(museums::load(state, id).await?)
    } else {
        None
    };
    let page = Page::new(person.name.clone()).private().at(Nav::Moderate);
    let page = if error.is_some() {
        page.invalid()
    } else {
        page
    };
    let shown = Shown {
        is_me: context
            .viewer
            .account
            .as_ref()
            .is_some_and(|account| account.id == id),
        person,
        museums: museums.map(|own| (own, typed)),
        entries,
        number,
        done,
        errors: error.into_iter().collect(),
    };
    Ok(page.render(context, move || view(shown)))
}

#[cfg(test)]
mod tests {
    use super::Done;

    #[test]
    fn every_code_reads_back_and_other_text_says_nothing() {
        for done in Done::ALL {
            assert_eq!(Done::read(&format!("done={}", done.code())), Some(done));
        }
        for query in ["", "done=", "done=You+won+a+prize", "page=2"] {
            assert_eq!(Done::read(query), None, "{query}");
        }
    }
}
