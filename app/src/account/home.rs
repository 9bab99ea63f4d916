//! The account's own page: who I am here, and what I sent.

use super::museums::Typed;
use super::{drafts, keys, museums, notices};
use crate::ui::IntoMarkup;
use crate::ui::{
    Column, DataTable, ErrorSummary, LinkButton, Nav, PageHeading, StatusTag, SummaryList,
    SummaryRow,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::email::shown_email;
use case_study::policy::manages_people;
use case_study::{Role, Status};
use leptos::prelude::*;
use std::collections::HashMap;
use store::accounts::Account;
use store::submissions;
use store::submissions::{Publicly, Submission};

/// The page.
///
/// # Errors
/// Sends anonymous people to sign in.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    page(&state, context, Typed::default()).await
}

/// The page, with a museum that could not be kept.
pub(super) async fn page(
    state: &AppState,
    context: PageContext,
    typed: Typed,
) -> Result<Response, PageError> {
    let Some(account) = context.viewer.account.clone() else {
        return Err(PageError::SignIn {
            back_to: context.path,
        });
    };
    let own = submissions::of_account(&state.db, account.id).await?;
    let cases = submissions::publicly(&state.db, own.iter().map(|one| one.case_id)).await?;
    let keys = if account.role.is_staff() {
        Some(store::keys::are_on(&state.db, account.id).await?)
    } else {
        None
    };
    let undecided = !drafts::offered(state, &context.viewer).await?.is_empty();
    let told = notices::load(state, &account).await?;
    let own_museums = museums::of_mine(state, &account).await?;
    let mut page = Page::new("Your account").private().at(Nav::Account);
    if typed.error.is_some() {
        page = page.invalid();
    }
    Ok(page.render(&context, move || {
        let told = notices::view(told.as_ref());
        let errors: Vec<_> = typed.error.iter().cloned().collect();
        let action = paths::ACCOUNT_MUSEUMS.to_owned();
        let own_museums = own_museums.map(|own| museums::view(own, typed, action, museums::MINE));
        view! {
            <ErrorSummary errors=errors/>
            {view(&account, own, &cases, undecided, keys)}
            {told}
            {own_museums}
        }
    }))
}

const fn role_in_words(role: Role) -> &'static str {
    match role {
        Role::Admin => {
            "You are an administrator. You read what museums send, decide what is published, and look after this site."
        }
        Role::Moderator => {
            "You are a moderator. You read what museums send and decide what is published."
        }
        Role::Submitter | Role::Anonymous | Role::Program => {
            "You can send case studies and follow them here."
        }
    }
}

fn view(
    account: &Account,
    own: Vec<Submission>,
    cases: &HashMap<i64, Publicly>,
    undecided: bool,
    keys: Option<bool>,
) -> impl IntoView + use<> {
    let undecided = undecided.then(|| {
        view! {
            <p>
                "Case studies were started in this browser before you signed in. "
                <a href=paths::ACCOUNT_DRAFTS>"Are they yours?"</a>
            </p>
        }
    });
    let queue = account.role.is_staff().then(|| {
        let people = manages_people(&[account.role])
            .then(|| view! { <a href=paths::MODERATE_PEOPLE>"Look after people"</a><a href=paths::MODERATE_PRIVACY>"Words of the privacy page"</a> });
        view! {
            <div class="actions">
                <LinkButton href=paths::MODERATE label="Open the queue"/>
                {people}
            </div>
        }
    });
    let list = if own.is_empty() {
        nothing_sent().into_markup()
    } else {
        table(own, cases).into_markup()
    };
    view! {
        <PageHeading
            title=account.name.clone()
            caption="Your account"
            lede=role_in_words(account.role)
        />
        <p class="account-email">"You sign in as "<strong>{shown_email(&account.email)}</strong>"."</p>
        {queue}
        {undecided}
        <section class="section" aria-labelledby="own">
            <div class="section-head">
                <h2 id="own">"Your case studies"</h2>
                <a href=paths::SUBMIT>"Share another"</a>
            </div>
            {list}
        </section>
        {keys.map(keys::part)}
        {signing_in(account)}
    }
}

/// What concerns the door and not the work.
fn signing_in(account: &Account) -> impl IntoView + use<> {
    let code = if account.second_factor_at.is_some() {
        "A code from your phone is asked for too."
    } else {
        "Only your password is asked for."
    };
    let row = |key: &str, words: &'static str, href: &str, hidden: &str| SummaryRow {
        key: key.to_owned(),
        value: words.into_markup(),
        change: Some((href.to_owned(), hidden.to_owned())),
        error: None,
    };
    let rows = vec![
        row(
            "Password",
            "Known only to you",
            paths::ACCOUNT_PASSWORD,
            "your password",
        ),
        row(
            "Code",
            code,
            paths::ACCOUNT_SECOND_FACTOR,
            "whether a code is asked for",
        ),
        row(
            "Devices",
            "Where you are signed in",
            paths::ACCOUNT_SESSIONS,
            "where you are signed in",
        ),
    ];
    view! {
        <section class="section" aria-labelledby="signing-in">
            <h2 id="signing-in">"Signing in"</h2>
            <SummaryList rows=rows/>
        </section>
    }
}

fn nothing_sent() -> impl IntoView {
    view! {
        <div class="measure stack">
            <p class="lede">"You have not started one with this account yet."</p>
            <p>
                "A case study that you started without signing in is not listed here. Open it with the link in our email."
            </p>
        </div>
    }
}

fn table(own: Vec<Submission>, cases: &HashMap<i64, Publicly>) -> impl IntoView + use<> {
    let columns = ["Case study", "Status", "What happens next"]
        .map(Column::new)
        .to_vec();
    let rows = own
        .into_iter()
        .map(|one| {
            let case = cases.get(&one.case_id).cloned().unwrap_or_default();
            let (tag, label) = one.status.tag(&case.state);
            let public = case
                .slug
                .as_ref()
                .filter(|_| one.status == Status::Published)
                .map(|slug| view! { " "<a href=paths::case_study(slug)>"See your published page"</a> });
            let asked = (one.status == Status::AwaitingYes).then(|| {
                view! {
                    " "
                    <a href=paths::draft_page(&one.reference)>
                        "Read your page and answer"
                        <span class="visually-hidden">{format!(": {}", one.reference)}</span>
                    </a>
                }
            });
            let title = if one.title.is_empty() {
                "Without a title yet".to_owned()
            } else {
                one.title
            };
            let href = paths::draft(&one.reference);
            vec![
                view! {
                    <a class="row-title" href=href>{title}</a>
                    <span class="row-reference">{one.reference}</span>
                }
                .into_markup(),
                view! { <StatusTag slug=tag label=label/> }.into_markup(),
                view! { {one.status.what_happens_next(&case.state)}{public}{asked} }.into_markup(),
            ]
        })
        .collect();
    view! { <DataTable caption="Your case studies" caption_hidden=true columns=columns rows=rows/> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::{CaseState, Stored};

    #[test]
    fn a_case_that_was_taken_down_is_neither_linked_nor_called_published() {
        let own = Submission {
            id: 1,
            reference: "WB-2345-6789".into(),
            case_id: 7,
            account_id: Some(1),
            status: Status::Published.into(),
            version: 1,
            assignee_id: None,
            submitter_email: String::new(),
            address_confirmed: false,
            title: "Tea".into(),
            begun_by_us: false,
            museum: String::new(),
            created_at: 0,
            updated_at: 0,
            submitted_at: Some(0),
            first_sent_at: Some(0),
            came_back: false,
            queued_at: 0,
            round: 0,
            way: "long".into(),
            base_revision_id: None,
            only_tags: (0, 0),
            all_fields_open: true,
        };
        let drawn = |state, slug: Option<&str>| {
            let public = Publicly {
                state: Stored::Known(state),
                slug: slug.map(str::to_owned),
            };
            let cases = HashMap::from([(7, public)]);
            table(vec![own.clone()], &cases).to_html()
        };
        let live = drawn(CaseState::Live, Some("tea"));
        assert!(live.contains("/case-studies/tea") && live.contains("It is published."));
        let down = drawn(CaseState::TakenDown, None);
        assert!(
            down.contains("Taken down") && down.contains("We took it down"),
            "{down}"
        );
        assert!(
            !down.contains("ublished") && !down.contains("/case-studies/"),
            "{down}"
        );
    }
}
