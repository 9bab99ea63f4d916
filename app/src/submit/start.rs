//! `/submit`: what it takes, before anything is asked.

use super::done_here;
use super::done_here::DoneHere;
use super::task_list::is_needed;
use crate::ui::{Banner, BannerKind, ButtonLook, LinkButton, Nav, PageHeading, StatusTag, when};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::{Section, Status};
use leptos::prelude::*;
use store::cases::{Filters, PublicCase};
use store::submissions;
use store::submissions::Submission;

const TITLE: &str = "Share what your museum tried";
const LEDE: &str = "Tell other museums what you did for people\u{2019}s wellbeing, how it went and what you learned. \
                    You do not need an account.";

/// GET `/submit`.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let yours = yours(&state, &context).await?;
    let done = DoneHere::load(&state, &context).await?;
    let left = query.as_deref() == paths::SUBMIT_DONE.split_once('?').map(|(_, query)| query);
    let example = state
        .index
        .find(&Filters::default(), 1, 1)
        .await?
        .cases
        .pop();
    let page = Page::new(TITLE).description(LEDE).at(Nav::Submit);
    let page = if yours.is_empty() && !left {
        page
    } else {
        page.private()
    };
    // Whoever starts again in between has drafts here.
    let left = left && yours.is_empty();
    let usual_wait = context.settings.usual_wait.clone();
    Ok(page.render(&context, move || {
        view(yours, example, done, left, &usual_wait)
    }))
}

/// What this browser began and what this account owns, newest first.
async fn yours(state: &AppState, context: &PageContext) -> Result<Vec<Submission>, PageError> {
    let mut yours = submissions::by_ids(&state.db, context.viewer.drafts()).await?;
    if let Some(account) = &context.viewer.account {
        yours.extend(submissions::of_account(&state.db, account.id).await?);
    }
    yours.sort_by_key(|submission| std::cmp::Reverse(submission.id));
    yours.dedup_by_key(|submission| submission.id);
    Ok(yours)
}

fn view(
    yours: Vec<Submission>,
    example: Option<PublicCase>,
    done: Option<DoneHere>,
    left: bool,
    usual_wait: &str,
) -> impl IntoView + use<> {
    let first_answer =
        format!("A moderator makes a page of it, {usual_wait}. They may ask you a question.");
    let again = !yours.is_empty();
    let left = left.then(|| {
        view! {
            <Banner kind=BannerKind::Success heading="You are done on this computer">
                <p>"This browser no longer opens your case studies. To carry on with one, use the link in our email."</p>
            </Banner>
        }
    });
    view! {
        {left}
        <PageHeading title=TITLE lede=LEDE/>
        <div class="columns">
            <div class="columns-main stack">
                {again.then(|| continue_with(yours))}
                {done.map(done_here::view)}
                <h2>"Fifteen minutes are enough"</h2>
                <div class="prose">
                    <p>
                        "Tell us in your own words what you did, who it was for and what came of it. An email or a report that you have already is fine. We make the page from it."
                    </p>
                    <p>"You need:"</p>
                    <ul>
                        <li>"your text, of 40 words or more"</li>
                        <li>"the name of your museum, and your email address"</li>
                        <li>"a yes from everyone who can be recognised in it. Keep their consent forms; do not send them to us"</li>
                    </ul>
                </div>
                <p>
                    <LinkButton href=paths::SUBMIT_SHORT label="Tell us in your own words"/>
                </p>
                <p>
                    "Is it written already, in a Word file, a form or an email? "
                    <a href=paths::SUBMIT_BRING>"Bring what you have"</a>
                    ", and we put it into the answers."
                </p>
                <h2>"What happens next"</h2>
                <div class="prose">
                    <ol>
                        <li>"You get a reference, and a copy by email."</li>
                        <li>{first_answer}</li>
                        <li>"We show you the page as readers will see it. You say yes, change something, or say no."</li>
                        <li>"After your yes we publish it and send you the link. Until then you can withdraw it at any time."</li>
                    </ol>
                </div>
                {long_way(again)}
            </div>
            <aside class="columns-side stack" aria-label="Before you start">
                {example.map(example_of)}
                <h2 class="submit-side-heading">"The licence, in plain words"</h2>
                <p>
                    "We publish your text under the "
                    <a href="https://creativecommons.org/licenses/by/4.0/">"Creative Commons Attribution 4.0"</a>
                    " licence. Anyone may copy, share and change the text, even to sell it, if they say that it came from you."
                </p>
                <p>"The text stays yours. But a licence that was given cannot be taken back."</p>
            </aside>
        </div>
    }
}

/// For whoever wants to choose every word.
fn long_way(again: bool) -> impl IntoView {
    let needed = Section::FORM.iter().filter(|section| is_needed(**section));
    view! {
        <section class="section stack measure" aria-labelledby="long-way">
            <h2 id="long-way">"Rather write it all yourself?"</h2>
            <p>
                {format!(
                    "Then you answer the questions one by one: {} short pages, {} of them needed. It takes about 45 minutes. Every page is saved as you type, so you can stop at any time.",
                    Section::FORM.len(),
                    needed.count(),
                )}
            </p>
            <p>
                <LinkButton
                    href=paths::SUBMIT_NEW
                    label=if again { "Write another one yourself" } else { "Write it all yourself" }
                    look=ButtonLook::Secondary
                />
            </p>
            <p>"Started one before? "<a href=paths::SUBMIT_LINK>"Send me the link again"</a></p>
        </section>
    }
}

fn example_of(case: PublicCase) -> impl IntoView {
    let (museum, title) = (case.content.museum.clone(), case.content.title.clone());
    let museum = (!museum.is_empty()).then(|| view! { <p class="meta">{museum}</p> });
    view! {
        <h2 class="submit-side-heading">"An example"</h2>
        <p class="submit-example">
            <a href=paths::case_study(&case.slug)>{title}</a>
        </p>
        {museum}
        <p><a href=paths::CASE_STUDIES>"Look at more case studies"</a></p>
    }
}

fn continue_with(yours: Vec<Submission>) -> impl IntoView {
    let items = yours
        .into_iter()
        .map(|submission| {
            let title = if submission.title.is_empty() { "Without a title".to_owned() } else { submission.title };
            let of_it = paths::draft(&submission.reference);
            let (href, verb) = if submission.status == Status::AwaitingYes {
                (paths::draft_page(&submission.reference), "Read your page and answer")
            } else if submission.status.is_open_to_its_author() {
                (of_it, "Continue")
            } else {
                (of_it, "See where it stands")
            };
            view! {
                <li class="submit-mine">
                    <p class="submit-mine-title">{title}</p>
                    <p class="meta">
                        <StatusTag slug=submission.status.slug() label=submission.status.label()/>
                        {format!(" {} \u{b7} last changed on {}", submission.reference, when::day(submission.updated_at))}
                    </p>
                    <p>
                        <a href=href>
                            {verb}
                            <span class="visually-hidden">{format!(": {}", submission.reference)}</span>
                        </a>
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="yours">
            <h2 id="yours">"Your case studies"</h2>
            <ul class="submit-mine-list">{items}</ul>
        </section>
    }
}
