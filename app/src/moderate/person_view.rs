//! What the page of an account shows.

use super::people::{ROLE, role_in_words, roles, seen_in_words, standing_in_words};
use super::person::{ACTIONS, Done};
use crate::account::museums;
use crate::account::museums::{Museums, Typed};
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, ErrorSummary, FieldFrame, FormError,
    IntoMarkup, Markup, PageHeading, Pagination, Radios, SendArea, SummaryList, SummaryRow,
    Timeline, TimelineEntry, when,
};
use case_study::email::shown_email;
use case_study::{Role, Stored};
use leptos::prelude::*;
use store::people::{Person, PersonEntries, PersonEntry, Standing};

const MUSEUMS: &str = "The museums that they work for. They do not decide about their case studies: a colleague does.";

/// What is shown.
pub(super) struct Shown {
    pub person: Person,
    pub is_me: bool,
    /// Which museums they work for, for a member of staff, and what was typed there.
    pub museums: Option<(Museums, Typed)>,
    pub entries: PersonEntries,
    /// Which page of what they did.
    pub number: u64,
    pub done: Option<Done>,
    pub errors: Vec<FormError>,
}

pub(super) fn view(shown: Shown) -> impl IntoView {
    let Shown {
        person,
        is_me,
        museums,
        entries,
        number,
        done,
        errors,
    } = shown;
    let done = done.map(|done| {
        let (heading, words) = done.words();
        view! { <Banner kind=BannerKind::Success heading=heading><p>{words}</p></Banner> }
    });
    let actions = actions(&person, is_me, &errors);
    let to = paths::moderate_person_action(person.id, "museums");
    let museums = museums.map(|(own, typed)| museums::view(own, typed, to, MUSEUMS));
    let history = history(&person, entries, number);
    let (name, facts) = (person.name.clone(), facts(&person));
    view! {
        <BackLink href=paths::MODERATE_PEOPLE label="People"/>
        <ErrorSummary errors=errors/>
        {done}
        <PageHeading title=name caption="People"/>
        <SummaryList rows=facts/>
        {actions}
        {museums}
        {history}
    }
}

fn facts(person: &Person) -> Vec<SummaryRow> {
    let row = |key: &str, value: String| SummaryRow {
        key: key.to_owned(),
        value: value.into_markup(),
        change: None,
        error: None,
    };
    let code = if person.has_second_factor {
        "Asked for, as well as the password"
    } else {
        "Not asked for"
    };
    vec![
        row("Email address", shown_email(&person.email)),
        row("Role", role_in_words(&person.role).to_owned()),
        row("Account", standing_in_words(person)),
        row("Last seen", seen_in_words(person)),
        row("Code", code.to_owned()),
        row("Decisions", person.decisions.to_string()),
    ]
}

/// One form with one button.
fn press(person: &Person, action: &str, label: &'static str, look: ButtonLook) -> Markup {
    view! {
        <form method="post" action=paths::moderate_person_action(person.id, action)>
            <Button label=label look=look/>
        </form>
    }
    .into_markup()
}

fn actions(person: &Person, is_me: bool, errors: &[FormError]) -> impl IntoView + use<> {
    let secondary = ButtonLook::Secondary;
    let buttons = match person.standing {
        Standing::Invited => vec![
            press(person, "invite", "Send the invitation again", secondary),
            press(
                person,
                "take-back",
                "Take the invitation back",
                ButtonLook::Danger,
            ),
        ],
        Standing::Disabled => vec![press(person, "enable", "Open the account again", secondary)],
        Standing::Enabled => {
            let mut buttons = vec![press(
                person,
                "sign-out",
                "Sign them out everywhere",
                secondary,
            )];
            if person.has_second_factor {
                buttons.push(press(person, "code-off", "Turn their code off", secondary));
            }
            buttons.push(press(
                person,
                "disable",
                "Stop the account",
                ButtonLook::Danger,
            ));
            buttons
        }
    };
    let me = is_me.then(|| {
        view! { <p class="measure">"This is you: what you change here signs you out."</p> }
    });
    let role_error = FormError::of(errors, ROLE);
    let role_invalid = role_error.is_some();
    let actions_error = FormError::of(errors, ACTIONS);
    let options = roles(person.role.slug());
    let to = paths::moderate_person_action(person.id, "role");
    view! {
        <section class="section" aria-labelledby="change">
            <h2 id="change">"Change this account"</h2>
            {me}
            <form class="form" method="post" action=to novalidate>
                <FieldFrame id=ROLE label="What may they do?" legend=true error=role_error>
                    <Radios id=ROLE name=ROLE options=options invalid=role_invalid/>
                </FieldFrame>
                <div class="actions"><Button label="Save the role"/></div>
            </form>
            <SendArea id=ACTIONS error=actions_error>
                {buttons.into_iter().collect_view()}
            </SendArea>
        </section>
    }
}

fn history(person: &Person, entries: PersonEntries, number: u64) -> impl IntoView + use<> {
    let (id, pages) = (person.id, entries.pages);
    let list = if entries.rows.is_empty() {
        view! { <p>"Nothing yet."</p> }.into_markup()
    } else {
        let name = &person.name;
        let entries = entries
            .rows
            .into_iter()
            .map(|one| entry(name, one))
            .collect();
        view! { <Timeline entries=entries/> }.into_markup()
    };
    view! {
        <section class="section" aria-labelledby="history">
            <h2 id="history">"What they did"</h2>
            {list}
            <Pagination
                page=number
                pages=pages
                href=move |page| format!("{}?page={page}", paths::moderate_person(id))
            />
        </section>
    }
}

fn entry(name: &str, one: PersonEntry) -> TimelineEntry {
    let what = format!("{name} {}", one.kind.text_for_staff());
    TimelineEntry {
        when: when::moment(one.at),
        when_iso: when::iso(one.at),
        who: None,
        what,
        detail: detail(one),
    }
}

/// To what or whom, and from what to what.
fn detail(one: PersonEntry) -> Option<Markup> {
    if let Some((reference, title)) = one.submission {
        let title = titled(title);
        return Some(
            view! { <p><a href=paths::moderate_case(&reference)>{title}</a>" "{reference}</p> }
                .into_markup(),
        );
    }
    if let Some((slug, title)) = one.case {
        let title = titled(title);
        return Some(match slug {
            Some(slug) => {
                view! { <p><a href=paths::case_study(&slug)>{title}</a></p> }.into_markup()
            }
            None => view! { <p>{title}</p> }.into_markup(),
        });
    }
    let (id, name) = one.account?;
    let roles = match (one.before.first(), one.after.first()) {
        (Some(before), Some(after)) => {
            format!(", from {} to {}", role(before), role(after))
        }
        (None, Some(after)) => format!(", as {}", role(after)),
        _ => String::new(),
    };
    Some(match name {
        Some(name) => {
            view! { <p><a href=paths::moderate_person(id)>{name}</a>{roles}</p> }.into_markup()
        }
        None => view! { <p>{format!("Someone who is no longer here{roles}")}</p> }.into_markup(),
    })
}

fn role(slug: &str) -> String {
    role_in_words(&Stored::<Role>::read(slug)).to_lowercase()
}

fn titled(title: String) -> String {
    if title.is_empty() {
        "Without a title".to_owned()
    } else {
        title
    }
}
