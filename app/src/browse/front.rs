//! `/`: what this is, the two strands, the newest cases, the ways in, the campaign's aims.

use super::card::cards;
use super::list_query::{LIST_PATH, ListQuery};
use super::words;
use crate::case_study::Vocabulary;
use crate::db::cases::{self, Filters, PublicCase, TermCount};
use crate::error::PageError;
use crate::state::AppState;
use crate::ui::page::{Chrome, Page};
use crate::ui::{ButtonLook, HeadingLevel, LinkButton, Motif, MotifSeed, Nav, SearchBox};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// One large card and two rows of three.
const SHOWN: u64 = 7;
/// Themes named on the front page; the list has them all.
const THEMES_SHOWN: usize = 18;

/// What the campaign behind the bank wants, in our words: a title and what it means here.
const AIMS: [(&str, &str); 3] = [
    (
        "Show good practice",
        "So that any museum can see what others did, what it took and what came of it, and begin with confidence.",
    ),
    (
        "Look after the people who do the work",
        "Staff, volunteers and freelancers need advice, time and support of their own. Good work with communities \
         rests on a team that is well.",
    ),
    (
        "Help communities feel better",
        "Museums have objects, places and company. Used with care, and with partners, they help people feel well.",
    ),
];

struct Front {
    total: u64,
    strands: Vec<TermCount>,
    /// Those with cases, the most used first.
    themes: Vec<TermCount>,
    shown: Vec<PublicCase>,
}

impl Front {
    async fn load(state: &AppState) -> Result<Self, PageError> {
        let all = Filters::default();
        let mut themes = state.index.facet_counts(&all, "theme").await?;
        themes.retain(|theme| theme.count > 0);
        // Stable, so that equal ones keep the order of the vocabulary.
        themes.sort_by_key(|theme| std::cmp::Reverse(theme.count));
        let newest = state.index.find(&all, 1, 2 * SHOWN).await?;
        let mut shown = cases::featured(&state.db, SHOWN).await?;
        for case in newest.cases {
            if !shown.iter().any(|featured| featured.slug == case.slug) {
                shown.push(case);
            }
        }
        shown.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
        Ok(Self {
            total: newest.total,
            strands: state.index.facet_counts(&all, "strand").await?,
            themes,
            shown,
        })
    }
}

/// `GET /`
///
/// # Errors
/// When the database does not answer.
pub async fn get(State(state): State<AppState>, chrome: Chrome) -> Result<Response, PageError> {
    let front = Front::load(&state).await?;
    let page = Page::new("")
        .at(Nav::Home)
        .description("Case studies of what museums have tried for people's wellbeing: in their communities and among the people who work there.");
    Ok(page.render(&chrome, move || view(front)))
}

fn view(front: Front) -> impl IntoView {
    let Front {
        total,
        strands,
        themes,
        shown,
    } = front;
    let seed = MotifSeed {
        slug: "casebook".into(),
        themes: themes
            .iter()
            .take(5)
            .map(|theme| theme.slug.clone())
            .collect(),
        strand: "community".into(),
    };
    view! {
        <div class="home-opening">
            <div class="home-words">
                <h1>"What museums do for wellbeing, and what they learned"</h1>
                <p class="lede">
                    "Real work from museums large and small: who it was for, what it took, what changed and what was "
                    "hard. Take what helps you, then share yours."
                </p>
                <form method="get" action=LIST_PATH class="home-search">
                    <SearchBox/>
                </form>
                <p class="actions">
                    <LinkButton href=LIST_PATH label="Read the case studies"/>
                    <LinkButton href="/submit" label="Share yours" look=ButtonLook::Secondary/>
                </p>
            </div>
            <div class="home-picture"><Motif seed=seed/></div>
        </div>
        {meaning(strands)}
        {newest(total, &shown)}
        {ways_in(themes)}
        {aims()}
        {share()}
    }
}

/// The definition, and the two strands as equals beside each other.
fn meaning(strands: Vec<TermCount>) -> impl IntoView {
    let strands = strands
        .into_iter()
        .map(|strand| {
            let what = Vocabulary::Strand
                .term(&strand.slug)
                .map_or("", |term| term.definition);
            let href = ListQuery::only("strand", &strand.slug).href();
            view! {
                <li class="home-strand">
                    <h3><a href=href>{strand.label}</a></h3>
                    <p>{what}"."</p>
                    <p class="meta">{words::case_studies(strand.count)}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section home-meaning" aria-labelledby="meaning">
            <div class="home-definition">
                <h2 id="meaning">"Wellbeing"</h2>
                <p>
                    " is a state of being comfortable, healthy or happy. How life goes shapes it, and so does how work goes. "
                    "That is why this bank has two strands, and why they count the same."
                </p>
            </div>
            <ul class="home-strands">{strands}</ul>
        </section>
    }
}

fn newest(total: u64, shown: &[PublicCase]) -> impl IntoView + use<> {
    if shown.is_empty() {
        return view! {
            <section class="section" aria-labelledby="newest">
                <div class="section-head"><h2 id="newest">"Case studies"</h2></div>
                <p class="lede">"There are none yet. Yours could be the first."</p>
            </section>
        }
        .into_any();
    }
    let heading = if shown.iter().any(|case| case.featured) {
        "Featured and newest"
    } else {
        "Newest"
    };
    let all = if total == 1 {
        "The whole list".to_owned()
    } else {
        format!("All {}", words::case_studies(total))
    };
    view! {
        <section class="section" aria-labelledby="newest">
            <div class="section-head">
                <h2 id="newest">{heading}</h2>
                <a href=LIST_PATH>{all}</a>
            </div>
            <div class="home-cards">{cards(shown, HeadingLevel::H3)}</div>
        </section>
    }
    .into_any()
}

/// The themes as the index of a book has them.
fn ways_in(themes: Vec<TermCount>) -> Option<impl IntoView> {
    if themes.is_empty() {
        return None;
    }
    let more = themes.len() > THEMES_SHOWN;
    let entries = themes
        .into_iter()
        .take(THEMES_SHOWN)
        .map(|theme| {
            let href = ListQuery::only("theme", &theme.slug).href();
            view! {
                <li>
                    <a class="index-entry" href=href>
                        <span class="index-words">{theme.label}</span>" "
                        <span class="index-leader" aria-hidden="true"></span>
                        <span class="index-count">
                            {words::with_commas(theme.count)}
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
                {more.then(|| view! { <a href=LIST_PATH>"All themes, in the list"</a> })}
            </div>
            <ul class="index">{entries}</ul>
        </section>
    })
}

fn aims() -> impl IntoView {
    let aims = AIMS
        .into_iter()
        .map(|(title, text)| view! { <li class="home-aim"><h3>{title}</h3><p>{text}</p></li> })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="aims">
            <div class="section-head"><h2 id="aims">"What the campaign is for"</h2></div>
            <ol class="home-aims">{aims}</ol>
        </section>
    }
}

fn share() -> impl IntoView {
    view! {
        <section class="section home-share" aria-labelledby="share">
            <h2 id="share">"Has your museum tried something?"</h2>
            <p class="lede">
                "Tell others, the hard parts too. You can begin without an account, stop when you like and come back. "
                "A person reads every case study before it is published and writes back to you."
            </p>
            <p class="actions"><LinkButton href="/submit" label="Share your case study"/></p>
        </section>
    }
}
