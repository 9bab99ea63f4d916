//! `/compare/pack`: a shortlist as one document to print: cover, table, every case in full,
//! citations.

use super::page::{content_notes, references};
use super::rows::{Depth, groups};
use super::table::{columns, tables};
use super::{Comparison, MOST_COLUMNS, selection};
use crate::formats::citation;
use crate::list_query::compare_query::{CompareQuery, pack_href};
use crate::ui;

use crate::browse::case::chapter::Chapter;
use crate::browse::case::{facts, photographs, story};
use crate::ui::{
    BackLink, ContentNote, EvidenceLabel, HeadingLevel, IntoMarkup, Nav, SITE_NAME, unbroken,
};
use crate::web::case_documents;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::pictures::public_folder;
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::PublicContent;
use case_study::dates;
use case_study::declarations::LICENCE;
use case_study::text;
use leptos::prelude::*;
use store::cases::PublicCase;

/// `GET /compare/pack`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    context: PageContext,
) -> Result<Response, PageError> {
    let comparison = Comparison::load(&state, query.as_deref().unwrap_or_default()).await?;
    if comparison.query.chosen.is_empty() {
        let page = Page::new(selection::HOW)
            .at(Nav::CaseStudies)
            .description(super::DESCRIPTION)
            .unlisted();
        return Ok(page.render(&context, move || selection::how(&comparison)));
    }
    let page = Page::new(title(&comparison))
        .at(Nav::CaseStudies)
        .description("Case studies as one document to print, with a table and all citations.")
        .unlisted();
    let public_url = context.settings.public_url.clone();
    let now = state.db.now_ms();
    Ok(page.render(&context, move || view(&comparison, &public_url, now)))
}

/// "Print pack: 3 case studies".
fn title(comparison: &Comparison) -> String {
    format!(
        "Print pack: {}",
        ui::case_studies(comparison.query.chosen.len() as u64)
    )
}

fn view(comparison: &Comparison, public_url: &str, now: i64) -> impl IntoView + use<> {
    let cases = comparison.cases();
    let chapters = cases.iter().map(|case| chapter(case)).collect_view();
    view! {
        <BackLink href=CompareQuery::of(&comparison.query.chosen).href() label="Compare"/>
        <article class="pack">
            {cover(comparison, &cases, public_url, now)}
            {side_by_side(&cases)}
            {chapters}
            {citations(&cases, public_url)}
        </article>
    }
}

/// The id of a case's chapter.
fn chapter_id(slug: &str) -> String {
    format!("case-{slug}")
}

fn cover(
    comparison: &Comparison,
    cases: &[&PublicCase],
    public_url: &str,
    now: i64,
) -> impl IntoView + use<> {
    let chapters = cases
        .iter()
        .map(|case| {
            let content = &case.content;
            let place = text::short_place(content);
            view! {
                <li>
                    <a href=format!("#{}", chapter_id(&case.slug))>{unbroken(&content.title)}</a>
                    <span class="meta">{format!("{}{}{place}", content.museum, if place.is_empty() { "" } else { ", " })}</span>
                </li>
            }
        })
        .collect_view();
    let table =
        (cases.len() > 1).then(|| view! { <li><a href="#side-by-side">"Side by side"</a></li> });
    let again = format!("{public_url}{}", pack_href(&comparison.query.chosen, ""));
    let notices = super::page::notices(comparison);
    view! {
        <header class="pack-cover">
            <p class="caption">{format!("{SITE_NAME}: what museums have tried for people\u{2019}s wellbeing")}</p>
            <h1>{ui::case_studies(cases.len() as u64)}</h1>
            <p class="pack-made">"Put together on "<time datetime=dates::local_iso_day(now)>{dates::day(now)}</time></p>
            <div class="pack-help no-print">
                {notices}
                <p>"To print this or save it as a PDF, use Print in your browser\u{2019}s menu. Each case study starts on a new page."</p>
                <p>"References for all of them: "{references(&comparison.query.chosen)}"."</p>
            </div>
            <nav class="pack-contents" aria-labelledby="contents">
                <h2 id="contents">"Contents"</h2>
                <ol>
                    {table}
                    {chapters}
                    <li><a href="#citations">"Citations"</a></li>
                </ol>
            </nav>
            {content_notes(cases)}
            <p class="pack-again print-only">{format!("This pack, kept up to date: {again}")}</p>
        </header>
    }
}

/// The tables; a second and a third set of them where there are too many columns for one.
fn side_by_side(cases: &[&PublicCase]) -> Option<impl IntoView + use<>> {
    if cases.len() < 2 {
        return None;
    }
    let parts = cases.len().div_ceil(MOST_COLUMNS);
    let tables = cases
        .chunks(cases.len().div_ceil(parts))
        .enumerate()
        .map(|(at, some)| {
            let mut columns = columns(some);
            for (column, case) in columns.iter_mut().zip(some) {
                column.href = format!("#{}", chapter_id(&case.slug));
            }
            let id = format!("table-{}", at + 1);
            tables(&columns, &groups(some, Depth::Short), HeadingLevel::H3, &id)
        })
        .collect_view();
    Some(view! {
        <section class="pack-chapter pack-table" aria-labelledby="side-by-side">
            <h2 id="side-by-side">"Side by side"</h2>
            {tables}
        </section>
    })
}

/// A case in full, as its page has it.
fn chapter(case: &PublicCase) -> impl IntoView + use<> {
    let content = &case.content;
    let place = text::short_place(content);
    let evidence = case.evidence_in_words();
    let note = text::content_note(content).map(|note| view! { <ContentNote note=note/> });
    let chapter = Chapter::of(&case.slug);
    view! {
        <section class="pack-chapter" aria-labelledby=chapter_id(&case.slug)>
            <header class="pack-head">
                <p class="caption">{text::strands(content)}</p>
                <h2 id=chapter_id(&case.slug)>{unbroken(&content.title)}</h2>
                <ul class="case-byline">
                    <li class="case-museum">{content.museum.clone()}</li>
                    {(!place.is_empty()).then(|| view! { <li>{place}</li> })}
                    {content.dates_in_words().map(|dates| view! { <li>{dates}</li> })}
                    <li><EvidenceLabel words=evidence/></li>
                </ul>
            </header>
            {note}
            <p class="lede case-summary">{content.summary.clone()}</p>
            {photographs::to_print(case)}
            {in_short(content)}
            {story::story_in(content, chapter)}
            <div class="pack-facts">{facts::panel_in(case, chapter)}</div>
            {sources(case)}
        </section>
    }
}

/// The result in a sentence and what was learned, before the story. All that came of it stands in the story,
/// which follows.
fn in_short(content: &PublicContent) -> Option<impl IntoView + use<>> {
    let result = (!content.main_result.is_empty()).then(|| {
        let sentence = content.main_result.clone();
        view! { <div class="short-part"><h3>"Main result"</h3><p>{sentence}</p></div> }
    });
    let lessons = (!content.lessons.is_empty()).then(|| {
        let points = content
            .lessons
            .iter()
            .map(|point| view! { <li>{point.clone()}</li> })
            .collect_view();
        view! { <div class="short-part"><h3>"What they learned"</h3><ol>{points}</ol></div> }
    });
    (result.is_some() || lessons.is_some())
        .then(|| view! { <div class="in-short">{result}{lessons}</div> })
}

/// Documents and links the museum gave, and the public pages that a case was compiled from.
fn sources(case: &PublicCase) -> Option<impl IntoView + use<>> {
    let content = &case.content;
    if content.links.is_empty() && content.documents.is_empty() && !case.compiled {
        return None;
    }
    let links = story::link_list(content);
    let folder = public_folder(&case.slug);
    let documents = case_documents::list(&content.documents, &folder, |_, _| ().into_markup());
    let compiled = case.compiled.then(|| {
        let from = content
            .sources
            .iter()
            .map(|address| view! { <li><a href=address.clone()>{text::host(address)}</a></li> })
            .collect_view();
        view! {
            <p>"Compiled from public sources; not submitted by the museum."</p>
            <ul>{from}</ul>
        }
    });
    Some(view! {
        <div class="prose pack-sources">
            <h3>"Find out more"</h3>
            {documents}
            {links}
            {compiled}
        </div>
    })
}

fn citations(cases: &[&PublicCase], public_url: &str) -> impl IntoView + use<> {
    let lines = cases
        .iter()
        .map(|case| {
            let url = format!("{public_url}{}", paths::case_study(&case.slug));
            let changed = (dates::local_iso_day(case.updated_at)
                != dates::local_iso_day(case.published_at))
            .then(|| format!(" Last changed {}.", dates::day(case.updated_at)));
            view! { <li>{citation::citation(case, &url)}{changed}</li> }
        })
        .collect_view();
    view! {
        <section class="pack-chapter pack-citations" aria-labelledby="citations">
            <h2 id="citations">"Citations"</h2>
            <ol>{lines}</ol>
            <p class="meta">
                "You may share and adapt the texts under "
                <a href=LICENCE.url rel="license">{LICENCE.short}</a>
                " if you say where they are from."
            </p>
        </section>
    }
}
