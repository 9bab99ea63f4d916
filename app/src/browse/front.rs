//! `/`: what this is and how much there is, the newest cases, the theme of the week, the ways in,
//! the campaign's aims. It changes by itself with the bank and with the calendar.

use super::card::{self, cards};
use super::impact::IMPACT_PATH;
use super::list_query::{LIST_PATH, ListQuery};
use super::map::MapQuery;
use super::terms::every_term;
use super::ways_in::{MUSEUMS_PATH, Way};
use super::words;
use crate::case_study::Vocabulary;
use crate::case_study::vocabulary::Term;
use crate::db::cases::{PublicCase, TermCount};
use crate::db::catalogue::{self, Catalogue, Entry};
use crate::db::{DAY_MS, Db, now_ms};
use crate::error::PageError;
use crate::state::AppState;
use crate::ui::IntoMarkup;
use crate::ui::page::{Chrome, Page};
use crate::ui::{ButtonLook, HeadingLevel, LinkButton, Motif, MotifSeed, Nav, SearchBox};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// One large card and two rows of three.
const SHOWN: usize = 7;
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
    strands: Vec<TermCount>,
    /// Those with cases, the most used first.
    themes: Vec<TermCount>,
    shown: Vec<PublicCase>,
    numbers: Numbers,
    /// Published in this month.
    new_this_month: u64,
    month: &'static str,
    of_the_week: Option<OfTheWeek>,
}

/// What there is, in four numbers.
struct Numbers {
    cases: u64,
    museums: u64,
    countries: u64,
    people: u64,
}

/// The theme of this week, with its newest cases: address and title.
struct OfTheWeek {
    term: &'static Term,
    count: u64,
    newest: Vec<(String, String)>,
}

impl Front {
    async fn load(db: &Db, catalogue: &Catalogue, now: i64) -> Result<Self, PageError> {
        let all: Vec<&Entry> = catalogue.entries.iter().collect();
        let themes = catalogue.counts(&all, "theme");
        let mut shown: Vec<&Entry> = all.clone();
        // Stable, so that the newest stay first among the featured and among the others.
        shown.sort_by_key(|entry| !entry.featured);
        shown.truncate(SHOWN);
        let month = words::month(now);
        Ok(Self {
            // Both of them, whatever they have.
            strands: every_term(catalogue, &all, Vocabulary::Strand),
            of_the_week: of_the_week(catalogue, &themes, now),
            themes,
            shown: catalogue::in_full(db, &shown).await?,
            numbers: Numbers {
                cases: all.len() as u64,
                museums: catalogue.museums.len() as u64,
                countries: catalogue.counts(&all, "country").len() as u64,
                people: all
                    .iter()
                    .filter_map(|entry| entry.participants)
                    .map(u64::from)
                    .sum(),
            },
            new_this_month: all
                .iter()
                .filter(|entry| words::month(entry.published_at) == month)
                .count() as u64,
            month: month.1,
        })
    }
}

fn of_the_week(catalogue: &Catalogue, themes: &[TermCount], now: i64) -> Option<OfTheWeek> {
    /// Titles named beside the theme.
    const TITLES: usize = 3;
    let chosen = theme_of_the_week(themes, week(now))?;
    let newest = catalogue
        .entries
        .iter()
        .filter(|entry| catalogue.has(entry, "theme", &chosen.slug))
        .take(TITLES)
        .map(|entry| (card::href(&entry.slug), entry.title.clone()))
        .collect();
    Some(OfTheWeek {
        term: Vocabulary::Theme.term(&chosen.slug)?,
        count: chosen.count,
        newest,
    })
}

/// Weeks since the Monday before 1970, in UTC.
const fn week(ms: i64) -> i64 {
    (ms.div_euclid(DAY_MS) + 3).div_euclid(7)
}

/// Every theme with enough to read draws a number for the week, and the highest wins: all servers
/// agree, and a theme that gets its first case does not change this week's choice for the rest.
fn theme_of_the_week(themes: &[TermCount], week: i64) -> Option<&TermCount> {
    /// With fewer there is little to read on.
    const ENOUGH: u64 = 2;
    let enough: Vec<&TermCount> = themes.iter().filter(|one| one.count >= ENOUGH).collect();
    let candidates = if enough.is_empty() {
        themes.iter().collect()
    } else {
        enough
    };
    candidates
        .into_iter()
        .max_by_key(|theme| (drawn(&theme.slug, week), theme.slug.clone()))
}

/// A number drawn from a theme and a week (FNV-1a, its bits mixed once more).
fn drawn(slug: &str, week: i64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in week.to_le_bytes().into_iter().chain(slug.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// `GET /`
///
/// # Errors
/// When the database does not answer.
pub async fn get(State(state): State<AppState>, chrome: Chrome) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let front = Front::load(&state.db, &catalogue, now_ms()).await?;
    let page = Page::new("")
        .at(Nav::Home)
        .description("Case studies of what museums have tried for people's wellbeing: in their communities and among the people who work there.");
    Ok(page.render(&chrome, move || view(front)))
}

fn view(front: Front) -> impl IntoView {
    let Front {
        strands,
        themes,
        shown,
        numbers,
        new_this_month,
        month,
        of_the_week,
    } = front;
    let heading = if shown.iter().any(|case| case.featured) {
        "Featured and newest".to_owned()
    } else if new_this_month > 0 {
        format!("New in {month}")
    } else {
        "Newest".to_owned()
    };
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
        {in_numbers(&numbers)}
        {meaning(strands)}
        {newest(heading, numbers.cases, &shown)}
        {of_the_week.map(week_view)}
        {ways_in(themes)}
        {aims()}
        {share()}
    }
}

/// How much there is, each number leading on.
fn in_numbers(numbers: &Numbers) -> Option<impl IntoView + use<>> {
    if numbers.cases == 0 {
        return None;
    }
    let of = |count: u64, one: &'static str, many: &'static str| {
        if count == 1 { one } else { many }
    };
    let people = (numbers.people > 0).then(|| {
        (
            format!("{IMPACT_PATH}#people"),
            numbers.people,
            of(
                numbers.people,
                "person who took part",
                "people who took part",
            ),
        )
    });
    let figures = [
        (LIST_PATH.to_owned(), numbers.cases, of(numbers.cases, "case study", "case studies")),
        (MUSEUMS_PATH.to_owned(), numbers.museums, of(numbers.museums, "museum or group", "museums and groups")),
        (format!("{IMPACT_PATH}#countries"), numbers.countries, of(numbers.countries, "country", "countries")),
    ]
    .into_iter()
    .chain(people)
    .map(|(href, count, words)| view! { <li><a href=href><span class="figure-number">{words::with_commas(count)}</span>" "<span class="figure-words">{words}</span></a></li> })
    .collect_view();
    Some(view! { <ul class="figures section">{figures}</ul> })
}

/// A theme to begin with, another one each week.
fn week_view(week: OfTheWeek) -> impl IntoView {
    let titles = week
        .newest
        .into_iter()
        .map(|(href, title)| view! { <li><a href=href>{title}</a></li> })
        .collect_view();
    view! {
        <section class="section home-week" aria-labelledby="week">
            <div>
                <p class="caption">"Theme of the week"</p>
                <h2 id="week"><a href=Way::Theme.href(week.term.slug)>{week.term.label}</a></h2>
                <p class="lede">{week.term.definition}"."</p>
                <p class="meta">{words::case_studies(week.count)}</p>
            </div>
            <ul class="home-week-titles">{titles}</ul>
        </section>
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

fn newest(heading: String, total: u64, shown: &[PublicCase]) -> impl IntoView + use<> {
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
    .into_markup()
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
            let href = Way::Theme.href(&theme.slug);
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
                <a href=Way::Theme.path()>{if more { "All themes, and what they mean" } else { "What the themes mean" }}</a>
            </div>
            <ul class="index">{entries}</ul>
            <ul class="way-on">
                <li><a href=Way::Audience.path()>"By who took part"</a></li>
                <li><a href=MUSEUMS_PATH>"By museum"</a></li>
                <li><a href=MapQuery::of(&ListQuery::default()).href()>"On the map"</a></li>
                <li><a href=IMPACT_PATH>"What it all adds up to"</a></li>
            </ul>
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

#[cfg(test)]
mod tests {
    use super::{theme_of_the_week, week};
    use crate::db::DAY_MS;
    use crate::db::cases::TermCount;
    use std::collections::BTreeSet;

    fn theme(slug: &str, count: u64) -> TermCount {
        TermCount {
            slug: slug.into(),
            label: slug.into(),
            count,
        }
    }

    #[test]
    fn weeks_begin_on_mondays() {
        // 16 November 2026 is a Monday.
        let monday = 1_794_787_200_000;
        assert_eq!(week(monday), week(monday + 7 * DAY_MS - 1));
        assert_eq!(week(monday) - 1, week(monday - 1));
        assert_eq!(week(-DAY_MS * 3), 0);
    }

    #[test]
    fn every_theme_with_enough_to_read_has_its_week_and_a_new_one_seldom_changes_it() {
        let few: Vec<TermCount> = ["a", "b", "c", "d", "e", "f", "g", "h"]
            .map(|slug| theme(slug, 2))
            .to_vec();
        let more: Vec<TermCount> = few.iter().cloned().chain([theme("i", 2)]).collect();
        let chosen =
            |themes: &[TermCount], week| theme_of_the_week(themes, week).unwrap().slug.clone();
        let seen: BTreeSet<String> = (0..100).map(|week| chosen(&few, week)).collect();
        assert_eq!(seen.len(), 8);
        let changed = (0..900)
            .filter(|week| chosen(&few, *week) != chosen(&more, *week))
            .count();
        assert!((50..170).contains(&changed), "{changed}");
        let lonely = [theme("a", 1), theme("b", 7)];
        assert!((0..50).all(|week| chosen(&lonely, week) == "b"));
        assert!(theme_of_the_week(&[], 1).is_none());
    }
}
