//! When there are too many cases for a table, or too few: what to do next.

use super::page::notices;
use super::{Comparison, MOST_COLUMNS};
use crate::browse::lists::card::cards;
use crate::list_query::compare_query::CASE;
use crate::list_query::shortlist;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Checkboxes, Choice, FieldFrame, HeadingLevel, LinkButton,
    PageHeading,
};
use leptos::prelude::*;

/// The page that asks which.
pub const TITLE: &str = "Choose what to compare";
/// The page that explains.
pub const HOW: &str = "Compare case studies";

/// Asks which two to four of a shortlist.
pub fn which(comparison: &Comparison) -> impl IntoView + use<> {
    let query = &comparison.query;
    let options = comparison
        .shortlisted
        .cases
        .iter()
        .map(|case| Choice {
            value: case.slug.clone(),
            label: case.content.title.clone(),
            hint: Some(case.content.museum.clone()),
            checked: is_ticked(comparison, &case.slug),
        })
        .collect::<Vec<_>>();
    let kept = query
        .shortlist
        .pairs(shortlist::KEY)
        .map(|(key, slug)| view! { <input type="hidden" name=key value=slug/> })
        .collect_view();
    let fault = fault(comparison).map(|words| {
        view! { <Banner kind=BannerKind::Warning heading="Choose again"><p>{words}</p></Banner> }
    });
    let label = format!("Which of your {} case studies?", query.shortlist.len());
    let pack = crate::list_query::compare_query::pack_href(&query.shortlist, "");
    view! {
        <BackLink href=query.list_href() label="Case studies"/>
        <PageHeading title=TITLE lede="Two to four fit side by side."/>
        {fault}
        {notices(comparison)}
        <form method="get" action=paths::COMPARE class="form">
            <FieldFrame id="case" label=label hint="Tick two, three or four." legend=true>
                <Checkboxes id="case" name=CASE options=options describedby="case-hint"/>
            </FieldFrame>
            {kept}
            <p class="actions"><Button label="Compare these"/></p>
        </form>
        <p class="section">
            "Or print all of them: "
            <a href=pack rel="nofollow">{format!("open the {} as one print pack", query.shortlist.len())}</a>
            ", with each case study in full and all citations."
        </p>
    }
}

/// At first the four that were added first are ticked; afterwards what was ticked.
fn is_ticked(comparison: &Comparison, slug: &str) -> bool {
    let chosen = &comparison.query.chosen;
    if comparison.query.asked {
        chosen.holds(slug)
    } else {
        chosen
            .slugs()
            .iter()
            .take(MOST_COLUMNS)
            .any(|one| one == slug)
    }
}

/// What is wrong with what was ticked.
fn fault(comparison: &Comparison) -> Option<String> {
    let chosen = comparison.query.chosen.len();
    if !comparison.query.asked {
        return None;
    }
    Some(if chosen < 2 {
        "You ticked one. Tick at least two to compare them.".to_owned()
    } else {
        format!("You ticked {chosen}. Four fit side by side, so untick some.")
    })
}

/// How comparing works, with the one case that was set aside, if there is one.
pub fn how(comparison: &Comparison) -> impl IntoView + use<> {
    let one = comparison.shortlisted.cases.first().map(|_| {
        view! {
            <section class="section" aria-labelledby="set-aside">
                <div class="section-head"><h2 id="set-aside">"On your shortlist"</h2></div>
                {cards(&comparison.shortlisted.cases, HeadingLevel::H3)}
            </section>
        }
    });
    let (lede, words) = if one.is_some() {
        (
            "You have one case study on your shortlist. Add another to see them side by side.",
            "Find another case study",
        )
    } else {
        (
            "See two to four case studies side by side: who took part, how long it ran, what it cost, how they know, what they learned.",
            "Find case studies to compare",
        )
    };
    let href = comparison.query.list_href();
    view! {
        <BackLink href=href.clone() label="Case studies"/>
        <PageHeading title=HOW lede=lede/>
        {notices(comparison)}
        <div class="measure prose">
            <ol>
                <li>"Look through the case studies, with filters or a search."</li>
                <li>"Press \u{201c}Add to shortlist\u{201d} on each one you want to keep. A shortlist holds twelve."</li>
                <li>"Press \u{201c}Compare\u{201d}. Then print them as one pack with citations, or copy the link and share it."</li>
            </ol>
            <p>"You do not need an account. Your shortlist is the link in your browser, and we keep nothing about you."</p>
        </div>
        <p class="actions section"><LinkButton href=href label=words/></p>
        {one}
    }
}
