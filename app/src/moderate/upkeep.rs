//! `/moderate/upkeep`: what staff look after that waits for no review: published case studies of which nobody has said
//! for two years that they are still true, links that lead nowhere, and drafts that we began and no museum took over.

use crate::ui::{
    BackLink, Button, ButtonLook, Column, DataTable, IntoMarkup, LinkButton, Markup, Nav,
    PageHeading, when,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::Decision;
use leptos::prelude::*;
use store::link_checks::{self, Failing};
use store::submissions::Submission;
use store::unsent;
use store::upkeep::{self, DueCase};

pub(super) const TITLE: &str = "Looking after what is published";
/// More than this is not worked through on one page; those below follow as the first are dealt with.
const MOST: u64 = 100;

/// The list.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    context.viewer.staff(paths::MODERATE_UPKEEP)?;
    let all = upkeep::count_due(&state.db).await?;
    let due = upkeep::due(&state.db, MOST).await?;
    let drafts = unsent::not_taken_over(&state.db, MOST).await?;
    let links = link_checks::failing(&state.db, MOST).await?;
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    Ok(page.render(&context, move || view(all, due, links, drafts)))
}

fn view(
    all: u64,
    due: Vec<DueCase>,
    links: Vec<Failing>,
    drafts: Vec<Submission>,
) -> impl IntoView {
    let links = (!links.is_empty()).then(|| failing(links));
    let drafts = (!drafts.is_empty()).then(|| ours(drafts));
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        <PageHeading
            title=TITLE
            lede="Two years after it was published or confirmed, we ask whether a case study is still true. Readers see it all the time."
        />
        <div class="stack">
            <section class="section" aria-labelledby="due">
                <div class="section-head"><h2 id="due">"Still true?"</h2></div>
                {still_true(all, due)}
            </section>
            {links}
            {drafts}
        </div>
    }
}

fn still_true(all: u64, due: Vec<DueCase>) -> Markup {
    if due.is_empty() {
        return view! { <p>"No case study waits for an answer."</p> }.into_markup();
    }
    let more = (all > MOST).then(|| {
        let words = format!("These are the first {MOST} of {all}.");
        view! { <p>{words}</p> }
    });
    let columns = ["Case study", "Museum", "Since", "Asked", "What to do"].map(Column::new);
    let rows = due.into_iter().map(row).collect();
    view! {
        <p class="measure">"If you know the answer, or find it out, say so here."</p>
        {more}
        <DataTable caption="Case studies that are due" caption_hidden=true columns=columns.to_vec() rows=rows/>
    }
    .into_markup()
}

fn row(case: DueCase) -> Vec<Markup> {
    let home = match &case.reference {
        Some(reference) => paths::moderate_case(reference),
        None => paths::moderate_bank(&case.slug),
    };
    let asked = if case.was_asked {
        "The museum, by email"
    } else if case.compiled {
        "No one: it was compiled from public sources"
    } else {
        "No one: there is no email address"
    };
    let buttons = [Decision::Confirm, Decision::Finish].map(|decision| {
        let words = decision.words();
        view! {
            <form method="post" action=format!("{home}/{}", words.slug)>
                <input type="hidden" name="version" value=case.version/>
                <Button label=words.button look=ButtonLook::Secondary about=case.title.clone()/>
            </form>
        }
    });
    vec![
        view! { <a href=home.clone()>{case.title.clone()}</a> }.into_markup(),
        case.museum.into_markup(),
        when::day(case.since).into_markup(),
        asked.into_markup(),
        view! { <div class="stack">{buttons.into_iter().collect_view()}</div> }.into_markup(),
    ]
}

/// Links that did not work three times in a row.
fn failing(links: Vec<Failing>) -> impl IntoView {
    let columns = ["Case study", "Link", "What is wrong", "Since"].map(Column::new);
    let rows = links
        .into_iter()
        .map(|link| {
            let home = match &link.reference {
                Some(reference) => paths::moderate_case(reference),
                None => paths::moderate_bank(&link.slug),
            };
            vec![
                view! { <a href=home>{link.title}</a> }.into_markup(),
                view! { <a href=link.url.clone() rel="noreferrer">{link.url.clone()}</a> }
                    .into_markup(),
                link.outcome.in_words().into_markup(),
                when::day(link.since).into_markup(),
            ]
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="links">
            <div class="section-head"><h2 id="links">"Links that do not work"</h2></div>
            <p class="measure">"We tried each of them on three days. Mend the link in the text, or take it out."</p>
            <DataTable caption="Links that do not work" caption_hidden=true columns=columns.to_vec() rows=rows/>
        </section>
    }
}

/// Drafts that nobody but us writes.
fn ours(drafts: Vec<Submission>) -> impl IntoView {
    let columns = ["Draft", "Museum", "Started", "What to do"].map(Column::new);
    let rows = drafts
        .into_iter()
        .map(|draft| {
            let title = if draft.title.is_empty() {
                draft.reference.clone()
            } else {
                draft.title
            };
            let href = paths::moderate_case_action(&draft.reference, "drop");
            vec![
                title.into_markup(),
                draft.museum.into_markup(),
                when::day(draft.created_at).into_markup(),
                view! { <LinkButton href=href label="Delete" look=ButtonLook::Secondary/> }
                    .into_markup(),
            ]
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="drafts">
            <div class="section-head"><h2 id="drafts">"Drafts that we started"</h2></div>
            <p class="measure">"No museum has taken these over yet. They are deleted automatically 90 days after the last word in them."</p>
            <DataTable caption="Drafts that we started" caption_hidden=true columns=columns.to_vec() rows=rows/>
        </section>
    }
}
