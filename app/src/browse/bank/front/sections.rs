//! The parts of the front page, from what the word means to the invitation at its foot.

use crate::browse::bank::aims::in_a_sentence;
use crate::browse::bank::directories::Way;
use crate::browse::lists::card::cards_with_a_first;
use crate::browse::lists::map::MapQuery;
use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::{ButtonLook, HeadingLevel, IntoMarkup, LinkButton};
use case_study::{Facet, Vocabulary};
use leptos::prelude::*;
use store::cases::{PublicCase, TermCount};

/// Themes named on the front page; the list has them all.
const THEMES_SHOWN: usize = 18;

/// The definition, and the two strands as equals beside each other.
pub(super) fn meaning(strands: Vec<TermCount>) -> impl IntoView {
    let strands = strands
        .into_iter()
        .map(|strand| {
            let what = Vocabulary::Strand
                .term(&strand.slug)
                .map_or("", |term| term.definition);
            let href = ListQuery::only(Facet::Strand, &strand.slug).href();
            view! {
                <li class="home-strand">
                    <h3><a href=href>{strand.label}</a></h3>
                    <p>{what}"."</p>
                    <p class="meta">{ui::case_studies(strand.count)}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section home-meaning" aria-labelledby="meaning">
            <div class="home-definition">
                <h2 id="meaning">"Wellbeing"</h2>
                <p>
                    " is a state of being comfortable, healthy or happy. It depends on life and on work. So we collect both: "
                    "projects for communities, and ways of looking after museum teams."
                </p>
            </div>
            <ul class="home-strands">{strands}</ul>
        </section>
    }
}

pub(super) fn newest(heading: String, total: u64, shown: &[PublicCase]) -> impl IntoView + use<> {
    if shown.is_empty() {
        return view! {
            <section class="section" aria-labelledby="newest">
                <div class="section-head"><h2 id="newest">"Case studies"</h2></div>
                <p class="lede">"There are none yet. Yours could be the first."</p>
            </section>
        }
        .into_markup();
    }
    let all = if total == 1 {
        "The whole list".to_owned()
    } else {
        format!("All {}", ui::case_studies(total))
    };
    view! {
        <section class="section" aria-labelledby="newest">
            <div class="section-head">
                <h2 id="newest">{heading}</h2>
                <a href=paths::CASE_STUDIES>{all}</a>
            </div>
            <div class="home-cards">{cards_with_a_first(shown, HeadingLevel::H3)}</div>
        </section>
    }
    .into_markup()
}

/// The themes as the index of a book has them.
pub(super) fn ways_in(themes: Vec<TermCount>) -> Option<impl IntoView> {
    if themes.is_empty() {
        return None;
    }
    let more = themes.len() > THEMES_SHOWN;
    let entries = themes
        .into_iter()
        .take(THEMES_SHOWN)
        .map(|theme| {
            let href = Way::Theme.href(&theme.slug);
            view! {
                <li>
                    <a class="index-entry" href=href>
                        <span class="index-words">{theme.label}</span>" "
                        <span class="index-leader" aria-hidden="true"></span>
                        <span class="index-count">
                            {ui::with_commas(theme.count)}
                            <span class="visually-hidden">{if theme.count == 1 { " case study" } else { " case studies" }}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="section" aria-labelledby="themes">
            <div class="section-head">
                <h2 id="themes">"Look for work like yours"</h2>
                <a href=Way::Theme.path()>{if more { "All themes, and what they mean" } else { "What the themes mean" }}</a>
            </div>
            <ul class="index">{entries}</ul>
            <ul class="way-on">
                <li><a href=Way::Audience.path()>"By who took part"</a></li>
                <li><a href=paths::MUSEUMS>"By museum"</a></li>
                <li><a href=MapQuery::of(&ListQuery::default()).href()>"On the map"</a></li>
                <li><a href=paths::IMPACT>"The numbers so far"</a></li>
            </ul>
        </section>
    })
}

/// Why there is this bank; the page about it says more.
pub(super) fn aims() -> impl IntoView {
    view! {
        <section class="section home-aims" aria-labelledby="aims">
            <h2 id="aims">"Why Casebook exists"</h2>
            <p class="lede">{in_a_sentence()}</p>
            <p><a href=paths::ABOUT>"About Casebook, and who runs it"</a></p>
        </section>
    }
}

pub(super) fn share() -> impl IntoView {
    view! {
        <section class="section home-share" aria-labelledby="share">
            <h2 id="share">"Has your museum tried something?"</h2>
            <p class="lede">
                "Share what happened, including what was difficult. No account needed. Save and come back any time. "
                "A real person reads and answers."
            </p>
            <p class="actions"><LinkButton href=paths::SUBMIT label="Share a case study" look=ButtonLook::Secondary/></p>
        </section>
    }
}
