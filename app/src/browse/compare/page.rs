//! The page around the table: what can be done with it, and what to know before reading.

use super::rows::{Depth, Group, groups};
use super::table::{columns, tables};
use super::{Comparison, MOST_COLUMNS};
use crate::list_query::compare_query::pack_href;
use crate::list_query::shortlist::Shortlist;
use crate::ui;
use crate::ui::{BackLink, ContentNote, Details, HeadingLevel, LinkButton, PageHeading};
use case_study::text;
use leptos::prelude::*;
use store::cases::PublicCase;

/// "Compare 3 case studies".
pub fn title(comparison: &Comparison) -> String {
    format!(
        "Compare {}",
        ui::case_studies(comparison.query.chosen.len() as u64)
    )
}

pub fn view(comparison: &Comparison, public_url: &str) -> impl IntoView + use<> {
    let query = &comparison.query;
    let cases = comparison.cases();
    let all = groups(&cases, Depth::Whole);
    let same = all
        .iter()
        .flat_map(|group| &group.rows)
        .filter(|row| row.is_same())
        .count();
    let shown = if query.only_differences {
        differing(all)
    } else {
        all
    };
    let mut columns = columns(&cases);
    for (column, case) in columns.iter_mut().zip(&cases) {
        column.remove = Some(query.without(&case.slug).href());
    }
    let any_shared = shown
        .iter()
        .flat_map(|group| &group.rows)
        .any(|row| !row.is_same() && !row.shared().is_empty());
    let legend = any_shared.then(|| {
        view! { <p class="meta"><span class="shared">"Shared by two or more"</span></p> }
    });
    let tables = tables(&columns, &shown, HeadingLevel::H2, "part");
    view! {
        <BackLink href=query.list_href() label="Case studies"/>
        <PageHeading title=title(comparison) lede="People, time, cost, evidence and what was learned, side by side."/>
        {notices(comparison)}
        {tools(comparison, public_url)}
        {content_notes(&cases)}
        <div class="compare-bar no-print">
            {differences(comparison, same)}
            {legend}
        </div>
        {tables}
        {further(comparison)}
    }
}

/// Rows in which the cases differ.
fn differing(groups: Vec<Group>) -> Vec<Group> {
    groups
        .into_iter()
        .map(|group| Group {
            rows: group
                .rows
                .into_iter()
                .filter(|row| !row.is_same())
                .collect(),
            ..group
        })
        .filter(|group| !group.rows.is_empty())
        .collect()
}

/// What the link held that is not shown.
pub fn notices(comparison: &Comparison) -> impl IntoView + use<> {
    comparison
        .notices()
        .into_iter()
        .map(|words| view! { <p class="shortlist-gone">{words}</p> })
        .collect_view()
}

/// Print, references, link.
fn tools(comparison: &Comparison, public_url: &str) -> impl IntoView + use<> {
    let query = &comparison.query;
    let link = format!("{public_url}{}", query.href());
    let pack = pack_href(&query.chosen, "");
    view! {
        <div class="compare-tools no-print">
            <p class="actions">
                <LinkButton href=pack label="Open as a print pack"/>
            </p>
            <p>"One document with this table, each case study in full and all citations. References: "
                {references(&query.chosen)}"."
            </p>
            <Details summary="Copy the link to this page">
                <label class="field-label" for="compare-link">"Link to this comparison"</label>
                <p class="field-hint" id="compare-link-hint">"Anyone who opens it sees the same case studies. We keep nothing about you or them."</p>
                <input class="input" id="compare-link" type="text" readonly value=link aria-describedby="compare-link-hint"/>
            </Details>
        </div>
    }
}

/// Links to the references of all of them.
pub fn references(cases: &Shortlist) -> impl IntoView + use<> {
    let bibtex = pack_href(cases, ".bib");
    let ris = pack_href(cases, ".ris");
    view! {
        <a href=bibtex download="casebook.bib" rel="nofollow">"BibTeX"</a>", "
        <a href=ris download="casebook.ris" rel="nofollow">"RIS for Zotero, EndNote or Mendeley"</a>
    }
}

/// Whoever wants to be warned is warned before the table.
pub fn content_notes(cases: &[&PublicCase]) -> Option<impl IntoView + use<>> {
    let notes: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let note = text::content_note(&case.content)?;
            let about = note.strip_prefix("This case study").unwrap_or(&note);
            Some(format!("\u{201c}{}\u{201d}{about}", case.content.title))
        })
        .collect();
    if notes.is_empty() {
        return None;
    }
    let help = "You may prefer to read this another time.";
    Some(view! { <div class="compare-note"><ContentNote note=notes.join(" ") help=help/></div> })
}

/// The way between every row and those that differ.
fn differences(comparison: &Comparison, same: usize) -> impl IntoView + use<> {
    let query = &comparison.query;
    let all = "All rows";
    let differing = "Only what differs";
    let current = |on: bool| on.then_some("true");
    let hidden = (query.only_differences && same > 0).then(|| {
        let words = if same == 1 {
            "1 row that is the same is left out".to_owned()
        } else {
            format!("{same} rows that are the same are left out")
        };
        view! { <li class="meta">{words}</li> }
    });
    view! {
        <nav class="sorting" aria-label="Rows of the table">
            <ul>
                <li><a href=query.showing(false).href() rel="nofollow" aria-current=current(!query.only_differences)>{all}</a></li>
                <li><a href=query.showing(true).href() rel="nofollow" aria-current=current(query.only_differences)>{differing}</a></li>
                {hidden}
            </ul>
        </nav>
    }
}

/// Below the table: more to compare.
fn further(comparison: &Comparison) -> impl IntoView + use<> {
    let query = &comparison.query;
    let others = (query.shortlist.len() > query.chosen.len()).then(|| {
        let words = format!(
            "Choose others from your shortlist ({})",
            query.shortlist.len()
        );
        let href = query.whole().href();
        view! { <li><a href=href rel="nofollow">{words}</a></li> }
    });
    let more = query.has_room().then(|| {
        let words = if query.shortlist.len() < MOST_COLUMNS {
            "Add another case study from the list"
        } else {
            "Look for more case studies"
        };
        view! { <li><a href=query.list_href() rel="nofollow">{words}</a></li> }
    });
    view! { <ul class="way-on no-print">{others}{more}</ul> }
}
