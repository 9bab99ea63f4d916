//! `/moderate/people`: who can sign in, and inviting somebody. For admins.

use crate::account::invitation::name_fault;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Choice, Column, DataTable, ErrorSummary, FieldFrame,
    FormError, InputWidth, IntoMarkup, Markup, Nav, PageHeading, Pagination, Radios, TextInput,
    describedby, when,
};
use crate::web::error::{PageError, human_duration};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::{email_fault, shown_email, tidy_email};
use case_study::text_input::one_line;
use case_study::{Role, Stored, policy};
use leptos::prelude::*;
use store::accounts::Account;
use store::invitations::{Invited, NewInvitation};
use store::people::{People, Person, Standing};
use store::{invitations, people};
use url::form_urlencoded;

const TITLE: &str = "People";
const LEDE: &str = "Who can sign in here, and what each has done.";
const EMAIL: &str = "email";
const NAME: &str = "name";
pub(super) const ROLE: &str = "role";
const INVITED: &str = "invited";

/// What stands in the form, and what was said about it.
#[derive(Default)]
struct Form {
    email: String,
    name: String,
    role: String,
    errors: Vec<FormError>,
    /// Who has this address already.
    known: Option<i64>,
}

/// The admin who is looking.
///
/// # Errors
/// Sends anonymous people to sign in and everybody else away.
pub(super) fn admin<'a>(context: &'a PageContext, path: &str) -> Result<&'a Account, PageError> {
    let account = context.viewer.staff(path)?;
    if policy::manages_people(&[account.role]) {
        Ok(account)
    } else {
        Err(PageError::Forbidden)
    }
}

/// The list.
///
/// # Errors
/// Sends everybody but admins away; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    admin(&context, paths::MODERATE_PEOPLE)?;
    let query = query.unwrap_or_default();
    let asked = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let invited = asked("done").as_deref() == Some(INVITED);
    let page = asked("page").and_then(|page| page.parse().ok());
    let page = page.filter(|page| *page > 0).unwrap_or(1);
    page_of(&state, &context, page, Form::default(), invited).await
}

/// Invites somebody.
///
/// # Errors
/// As the list; for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let me = admin(&context, paths::MODERATE_PEOPLE)?.id;
    let answers = forms::read(&body, |key| matches!(key, EMAIL | NAME | ROLE))?;
    let mut form = Form {
        email: tidy_email(answers.one(EMAIL)),
        name: one_line(answers.one(NAME)),
        role: answers.one(ROLE).to_owned(),
        ..Form::default()
    };
    let role = given_role(&form.role);
    form.errors = [
        email_fault(&form.email).map(|fault| FormError::new(EMAIL, fault)),
        name_fault(&form.name).map(|fault| FormError::new(NAME, fault)),
        role.is_none().then(no_role),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (Some(role), true) = (role, form.errors.is_empty()) else {
        return page_of(&state, &context, 1, form, false).await;
    };
    let new = NewInvitation {
        email: form.email.clone(),
        name: form.name.clone(),
        role,
    };
    let mail_context = state.settings.mail_context();
    match invitations::invite(&state.db, &mail_context, me, &new).await? {
        Invited::Sent(id) => {
            tracing::info!(account = me, invited = id, "somebody was invited");
            let to = format!("{}?done={INVITED}", paths::MODERATE_PEOPLE);
            return Ok(Redirect::to(&to).into_response());
        }
        Invited::Known { id, standing } => {
            let words = match standing {
                Standing::Enabled => "This address has an account already",
                Standing::Disabled => {
                    "This address has an account that was stopped. You can open it again"
                }
                Standing::Invited => {
                    "This address is invited already. You can send the invitation again"
                }
            };
            form.known = Some(id);
            form.errors = vec![FormError::new(EMAIL, words)];
        }
        Invited::TooOften(seconds) => {
            form.errors = vec![FormError::new(EMAIL, too_often(seconds))];
        }
        Invited::NotInvited | Invited::NotAllowed => return Err(PageError::Forbidden),
    }
    page_of(&state, &context, 1, form, false).await
}

pub(super) fn too_often(seconds: u64) -> String {
    format!(
        "This address was sent several invitations today. Try again in {}",
        human_duration(seconds)
    )
}

pub(super) fn no_role() -> FormError {
    FormError::new(ROLE, "Choose what they may do")
}

/// A role that somebody can be given.
pub(super) fn given_role(slug: &str) -> Option<Role> {
    let role = Role::from_slug(slug)?;
    matches!(role, Role::Admin | Role::Moderator | Role::Submitter).then_some(role)
}

pub(super) fn role_in_words(role: &Stored<Role>) -> &'static str {
    match role.known() {
        Some(Role::Admin) => "Administrator",
        Some(Role::Moderator) => "Moderator",
        Some(Role::Submitter) => "Museum",
        _ => "Not known to this version",
    }
}

/// The roles to choose from.
pub(super) fn roles(chosen: &str) -> Vec<Choice> {
    [
        (
            Role::Moderator,
            "Moderator",
            "Reads what museums send and decides.",
        ),
        (
            Role::Admin,
            "Administrator",
            "The same, and looks after people.",
        ),
        (
            Role::Submitter,
            "Museum",
            "Sends case studies and follows them.",
        ),
    ]
    .into_iter()
    .map(|(role, label, hint)| Choice {
        value: role.slug().to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked: role.slug() == chosen,
    })
    .collect()
}

pub(super) fn standing_in_words(person: &Person) -> String {
    match (person.standing, person.invited_until) {
        (Standing::Enabled, _) => "Can sign in".to_owned(),
        (Standing::Disabled, _) => "Cannot sign in".to_owned(),
        (Standing::Invited, Some(until)) => format!("Invited until {}", when::moment(until)),
        (Standing::Invited, None) => "The invitation ran out".to_owned(),
    }
}

pub(super) fn seen_in_words(person: &Person) -> String {
    person
        .seen_at
        .map_or_else(|| "Never".to_owned(), when::moment)
}

async fn page_of(
    state: &AppState,
    context: &PageContext,
    number: u64,
    form: Form,
    invited: bool,
) -> Result<Response, PageError> {
    let people = people::list(&state.db, number).await?;
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    let page = if form.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    Ok(page.render(context, move || view(people, number, form, invited)))
}

fn view(people: People, number: u64, form: Form, invited: bool) -> impl IntoView {
    let (total, pages) = (people.total, people.pages);
    let columns = [
        Column::new("Name"),
        Column::new("Role"),
        Column::new("Account"),
        Column::new("Last seen"),
        Column::new("Code"),
        Column {
            numeric: true,
            ..Column::new("Decisions")
        },
    ];
    let rows = people.rows.into_iter().map(row).collect();
    let caption = match total {
        1 => "1 person".to_owned(),
        _ => format!("{total} people"),
    };
    let invited = invited.then(|| {
        view! {
            <Banner kind=BannerKind::Success heading="The invitation is on its way">
                <p>"Its link works for seven days. Until it is used, no one can sign in with the account."</p>
            </Banner>
        }
    });
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        <ErrorSummary errors=form.errors.clone()/>
        {invited}
        <PageHeading title=TITLE lede=LEDE/>
        <DataTable caption=caption columns=columns.to_vec() rows=rows/>
        <Pagination
            page=number
            pages=pages
            href=|page| format!("{}?page={page}", paths::MODERATE_PEOPLE)
        />
        {invite(form)}
    }
}

fn row(person: Person) -> Vec<Markup> {
    let standing = standing_in_words(&person);
    let seen = seen_in_words(&person);
    let role = role_in_words(&person.role);
    let code = if person.has_second_factor {
        "Yes"
    } else {
        "No"
    };
    vec![
        view! {
            <a class="row-title" href=paths::moderate_person(person.id)>{person.name}</a>
            <span class="row-reference">{shown_email(&person.email)}</span>
        }
        .into_markup(),
        role.into_markup(),
        standing.into_markup(),
        seen.into_markup(),
        code.into_markup(),
        person.decisions.to_string().into_markup(),
    ]
}

fn invite(form: Form) -> impl IntoView {
    let Form {
        email,
        name,
        role,
        errors,
        known,
    } = form;
    let error = |field: &str| FormError::of(&errors, field);
    let (email_error, name_error, role_error) = (error(EMAIL), error(NAME), error(ROLE));
    let known = known.map(|id| {
        view! { <p><a href=paths::moderate_person(id)>"Open the page of this account"</a></p> }
    });
    let role = if role.is_empty() {
        Role::Moderator.slug().to_owned()
    } else {
        role
    };
    let email_described = describedby(EMAIL, true, email_error.is_some());
    let name_described = describedby(NAME, false, name_error.is_some());
    let (email_invalid, name_invalid) = (email_error.is_some(), name_error.is_some());
    let role_invalid = role_error.is_some();
    view! {
        <section class="section" aria-labelledby="invite">
            <div class="section-head"><h2 id="invite">"Invite someone"</h2></div>
            <form class="form" method="post" action=paths::MODERATE_PEOPLE novalidate>
                <FieldFrame
                    id=EMAIL
                    label="Their email address"
                    hint="We email them a link. It works for seven days."
                    error=email_error
                >
                    <TextInput
                        id=EMAIL
                        name=EMAIL
                        kind="email"
                        value=shown_email(&email)
                        autocomplete="off"
                        width=InputWidth::Medium
                        describedby=email_described
                        invalid=email_invalid
                    />
                </FieldFrame>
                {known}
                <FieldFrame id=NAME label="Their name" error=name_error>
                    <TextInput
                        id=NAME
                        name=NAME
                        value=name
                        autocomplete="off"
                        width=InputWidth::Medium
                        describedby=name_described
                        invalid=name_invalid
                    />
                </FieldFrame>
                <FieldFrame id=ROLE label="What may they do?" legend=true error=role_error>
                    <Radios id=ROLE name=ROLE options=roles(&role) invalid=role_invalid/>
                </FieldFrame>
                <div class="actions"><Button label="Send the invitation"/></div>
            </form>
        </section>
    }
}
