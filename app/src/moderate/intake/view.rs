//! How the page looks.

use super::form::{FILE, SENDER, Sent, TEXT};
use super::{Asked, Done, SenderAsked, TITLE};
use crate::moderate::inbox_item::DELETED;
use crate::moderate::review_context;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Column, DataTable, ErrorSummary, FieldFrame, FormError,
    InputWidth, PageHeading, Pagination, TextArea, TextInput, describedby, when,
};
use crate::ui::{IntoMarkup, Markup};
use case_study::email::shown_email;
use case_study::intake::{Outcome, Why};
use case_study::stored::NEWER;
use leptos::prelude::*;
use store::mails_read_in::{KEPT_DAYS, ReadIn, ReadInPage, Target};

const LEDE: &str = "An email about a case study becomes a draft, and we ask the person who sent it to take it over. One about the campaign becomes a thought, and an answer to one of our emails a letter.";

/// Everything the page shows.
pub(super) struct View {
    pub asked: Asked,
    pub found: ReadInPage,
    /// In the order of [`Outcome::ALL`].
    pub counts: [u64; 4],
    pub done: Option<Done>,
    pub sent: Sent,
    pub errors: Vec<FormError>,
}

pub(super) fn view(view: View) -> impl IntoView {
    let View {
        asked,
        found,
        counts,
        done,
        sent,
        errors,
    } = view;
    let banner = done.map(said);
    let form = form(&sent, &errors);
    view! {
        <div class="queue intake">
            <BackLink href=paths::MODERATE label="Queue"/>
            {banner}
            <ErrorSummary errors=errors/>
            <PageHeading title=TITLE lede=LEDE/>
            <section class="section stack" aria-labelledby="read-one">
                <h2 id="read-one">"Start one from an email"</h2>
                {form}
            </section>
            <section class="section" aria-labelledby="came-in">
                <h2 id="came-in">"What came in"</h2>
                {tabs(asked, counts)}
                {list(asked, found)}
            </section>
        </div>
    }
}

fn said(done: Done) -> Markup {
    let (kind, heading, words) = match done {
        Done::Draft(asked) => (BannerKind::Success, "A draft was made", made(asked)),
        Done::Thought => (
            BannerKind::Success,
            "It is with the thoughts",
            "Its subject names the campaign.".to_owned(),
        ),
        Done::Answer => (
            BannerKind::Success,
            "It is a letter now",
            "It answers an email of ours, and stands with that case study.".to_owned(),
        ),
        Done::Before => (
            BannerKind::Warning,
            "This email was read before",
            "Nothing was added.".to_owned(),
        ),
        Done::LeftAlone(why) => (
            BannerKind::Warning,
            "It was left alone",
            format!("{}.", why.in_words()),
        ),
    };
    view! { <Banner kind=kind heading=heading><p>{words}</p></Banner> }.into_markup()
}

/// Whether the sender of a draft is asked, and what to do until they answer.
fn made(asked: SenderAsked) -> String {
    match asked {
        SenderAsked::Now => {
            "We emailed the person who sent it. Until they take it over, you can prepare it below. Only they can send it."
                .to_owned()
        }
        SenderAsked::At(ms) => format!(
            "On {} we email the person who sent it: one address gets only so many emails a day. Until they take it over, \
             you can prepare it below. Only they can send it.",
            when::day(ms)
        ),
        SenderAsked::Never => {
            "We have no address that we can email, so no one was asked. Prepare it below, and give it the address of the \
             museum: we email it then. Only the museum can send it."
                .to_owned()
        }
    }
}

fn form(sent: &Sent, errors: &[FormError]) -> impl IntoView + use<> {
    let error = |field: &str| FormError::of(errors, field);
    let (text, file, sender) = (error(TEXT), error(FILE), error(SENDER));
    let (no_text, no_file, no_sender) = (text.is_some(), file.is_some(), sender.is_some());
    let (typed, address) = (sent.text.clone(), shown_email(&sent.sender));
    view! {
        <form class="form" method="post" action=paths::MODERATE_INTAKE enctype="multipart/form-data" novalidate>
            <FieldFrame
                id=FILE
                label="The email as a file"
                hint="A file that ends in .eml: most email programs save one with \u{201c}Save as\u{201d}. Its photographs come along."
                error=file
                optional=true
            >
                <input
                    type="file"
                    id=FILE
                    name=FILE
                    accept=".eml,message/rfc822"
                    aria-describedby=describedby(FILE, true, no_file)
                    aria-invalid=no_file.then_some("true")
                />
            </FieldFrame>
            <FieldFrame
                id=TEXT
                label="Or paste it here"
                hint="With its subject and who sent it, if you can."
                error=text
                optional=true
            >
                <TextArea
                    id=TEXT
                    name=TEXT
                    value=typed
                    rows=8
                    describedby=describedby(TEXT, true, no_text)
                    invalid=no_text
                />
            </FieldFrame>
            <FieldFrame
                id=SENDER
                label="Email address of the person who sent it"
                hint="Only if the email does not say it, or another one is right."
                error=sender
                optional=true
            >
                <TextInput
                    id=SENDER
                    name=SENDER
                    autocomplete="off"
                    kind="email"
                    value=address
                    width=InputWidth::Medium
                    describedby=describedby(SENDER, true, no_sender)
                    invalid=no_sender
                />
            </FieldFrame>
            <div class="actions"><Button label="Read it in"/></div>
        </form>
    }
}

fn tabs(asked: Asked, counts: [u64; 4]) -> impl IntoView + use<> {
    let links = Outcome::ALL
        .into_iter()
        .zip(counts)
        .map(|(outcome, count)| {
            let href = Asked::first_page(outcome).href(paths::MODERATE_INTAKE);
            let current = (asked.part == outcome).then_some("page");
            view! { <li><a href=href aria-current=current>{outcome.label()}" "<span class="meta">{count}</span></a></li> }
        })
        .collect_view();
    view! { <nav aria-label="What emails became"><ul class="queue-tabs">{links}</ul></nav> }
}

fn list(asked: Asked, found: ReadInPage) -> Markup {
    let (total, pages) = (found.total, found.pages);
    if found.rows.is_empty() {
        return view! { <div class="queue-empty"><p class="lede">"Nothing here yet."</p></div> }
            .into_markup();
    }
    let last = match asked.part {
        Outcome::LeftAlone => "Why",
        Outcome::Draft | Outcome::Thought | Outcome::Answer => "What it is now",
    };
    let columns = ["Subject", "From", "Read in", last];
    let rows = found.rows.into_iter().map(cells).collect();
    let caption = format!(
        "{}, {}",
        count_in_words(total),
        asked.part.label().to_lowercase()
    );
    let href = move |page| Asked { page, ..asked }.href(paths::MODERATE_INTAKE);
    let kept = format!("Subjects and addresses are deleted after {KEPT_DAYS} days.");
    view! {
        <DataTable caption=caption columns=columns.map(Column::new).to_vec() rows=rows/>
        <Pagination page=asked.page pages=pages href=href/>
        <p class="meta">{kept}</p>
    }
    .into_markup()
}

/// "1 email", "3 emails".
fn count_in_words(count: u64) -> String {
    match count {
        1 => "1 email".to_owned(),
        _ => format!("{count} emails"),
    }
}

fn cells(row: ReadIn) -> Vec<Markup> {
    let subject = match (row.subject.is_empty(), row.sender.is_empty()) {
        (true, true) => DELETED.to_owned(),
        (true, false) => "No subject".to_owned(),
        (false, _) => row.subject,
    };
    let files = (!row.files.is_empty()).then(|| {
        let names = format!("With {}", row.files.join(", "));
        view! { <span class="row-reference">{names}</span> }
    });
    let now = match row.target {
        Target::Nothing => {
            let why = row
                .why
                .map(|why| why.known().map_or(NEWER, Why::in_words))
                .unwrap_or_default();
            why.into_markup()
        }
        Target::Thought(id) => {
            view! { <a href=paths::moderate_thought(id)>"Read the thought"</a> }.into_markup()
        }
        Target::Submission(submission) => {
            let reference = submission.reference.clone();
            let (href, words) = if submission.is_ours_to_write() {
                (
                    Some(paths::draft(&reference)),
                    "Waits for its museum. You can prepare it",
                )
            } else if submission.reached_the_moderators() {
                (Some(review_context::href(&reference)), "The museum sent it")
            } else {
                (None, "The museum has taken it over")
            };
            let drop = submission.is_ours_to_write().then(|| {
                let href = paths::moderate_case_action(&reference, "drop");
                view! { " "<a href=href>"Delete it"</a> }
            });
            match href {
                Some(href) => {
                    view! { <a href=href>{reference}</a>" "<span class="meta">{words}</span>{drop} }
                        .into_markup()
                }
                None => view! { {reference}" "<span class="meta">{words}</span> }.into_markup(),
            }
        }
    };
    vec![
        view! { <span class="row-title">{subject}</span>{files} }.into_markup(),
        shown_email(&row.sender).into_markup(),
        view! { <when::Day ms=row.at/> }.into_markup(),
        now,
    ]
}
