//! The parts of the front page, from the numbers to the invitation at its foot.

use super::Numbers;
use crate::browse::lists::card::cards;
use crate::ui;
use case_study::Facet;

use crate::browse::bank::directories::Way;
use crate::browse::bank::impact::people_in_brief::{leans_on, people_figure};
use crate::browse::lists::map::MapQuery;
use crate::list_query::ListQuery;
use crate::ui::{Figure, Figures, HeadingLevel, IntoMarkup, LinkButton};
use case_study::Vocabulary;
use leptos::prelude::*;
use store::cases::{PublicCase, TermCount};

/// Themes named on the front page; the list has them all.
const THEMES_SHOWN: usize = 18;

/// What the campaign behind the bank wants, in our words: a title and what it means here.
const AIMS: [(&str, &str); 3] = [
    (
        "Show good practice",
        "So that any museum can see what others did, what it took and what changed, and start with confidence.",
    ),
    (
        "Look after the people who do the work",
        "Staff, volunteers and freelancers need advice, time and support of their own. Good work with communities \
         rests on a team that is well.",
    ),
    (
        "Help communities feel better",
        "Museums have collections, space and people's time. With the right partners, that can help people feel better.",
    ),
];

/// How much there is, each number leading on.
pub(super) fn in_numbers(numbers: &Numbers) -> Option<impl IntoView + use<>> {
    if numbers.cases == 0 {
        return None;
    }
    let figure = |href: String, count: u64, one: &'static str, many: &'static str| Figure {
        href,
        number: ui::with_commas(count),
        words: if count == 1 { one } else { many }.to_owned(),
    };
    let mut figures = vec![
        figure(
            paths::CASE_STUDIES.to_owned(),
            numbers.cases,
            "case study",
            "case studies",
        ),
        figure(
            paths::MUSEUMS.to_owned(),
            numbers.museums,
            "museum or group",
            "museums and groups",
        ),
        figure(
            format!("{}#countries", paths::IMPACT),
            numbers.countries,
            "country",
            "countries",
        ),
    ];
    figures.extend(people_figure(
        &numbers.people,
        &format!("{}#people", paths::IMPACT),
    ));
    Some(view! { <Figures figures=figures section=true/>{leans_on(&numbers.people)} })
}

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
            <div class="home-cards">{cards(shown, HeadingLevel::H3)}</div>
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

pub(super) fn aims() -> impl IntoView {
    let aims = AIMS
        .into_iter()
        .map(|(title, text)| view! { <li class="home-aim"><h3>{title}</h3><p>{text}</p></li> })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="aims">
            <div class="section-head"><h2 id="aims">"Why Casebook exists"</h2></div>
            <ol class="home-aims">{aims}</ol>
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
            <p class="actions"><LinkButton href=paths::SUBMIT label="Share your case study"/></p>
        </section>
    }
}
