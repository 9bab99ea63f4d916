//! What a list says about the words that somebody looked for: how many case studies have all of them,
//! which stand nowhere, what else may have been meant, and how searching works.

use crate::list_query::heading::quoted;
use crate::list_query::{Chosen, ListQuery};
use crate::ui;
use crate::ui::Details;
use index::{Listing, NoneYet, OtherWords, SuggestedValue, Understood};
use leptos::prelude::*;
use store::cases::Found;

/// "2 case studies with all of your words, 8 with some".
pub(super) fn counted(found: &Found, understood: &Understood) -> String {
    let (all, some) = (found.with_all, found.total.saturating_sub(found.with_all));
    match (found.total, all, some) {
        (0, ..) => "No case studies".to_owned(),
        // Of one word a case has all or nothing.
        (total, ..) if understood.counted < 2 => ui::case_studies(total),
        (_, 0, 1) => "No case study has all of your words, 1 has some".to_owned(),
        (_, 0, some) => format!(
            "No case study has all of your words, {} have some",
            ui::with_commas(some)
        ),
        (_, all, 0) => format!("{} with all of your words", ui::case_studies(all)),
        (_, all, some) => format!(
            "{} with all of your words, {} with some",
            ui::case_studies(all),
            ui::with_commas(some)
        ),
    }
}

/// The same where a count of its own stands above: on a map, which shows both alike.
pub(in crate::browse) fn shared_out(listing: &Listing) -> Option<String> {
    let found = &listing.found;
    let differ = listing.understood.counted > 1 && found.with_all < found.total;
    differ.then(|| match found.with_all {
        0 => "None has all of your words; each has some.".to_owned(),
        1 => "1 has all of your words; the others have some.".to_owned(),
        all => format!(
            "{} have all of your words; the others have some.",
            ui::with_commas(all)
        ),
    })
}

/// What stands above a list. `href` gives the address of the same page for another list.
pub(in crate::browse) fn understood(
    query: &ListQuery,
    listing: &Listing,
    href: &dyn Fn(&ListQuery) -> String,
) -> impl IntoView + use<> {
    let said = &listing.understood;
    let total = listing.found.total;
    let meant = said.meant.as_ref().map(|meant| {
        let address = href(&query.with_words(&meant.words));
        let words = quoted(&meant.words);
        view! {
            <p class="list-meant">
                "Did you mean "<a href=address>{words}</a>{format!("? {}", ui::case_studies(meant.count))}
            </p>
        }
    });
    // With one word alone and nothing found the page says so at length.
    let unknown = (!said.unknown.is_empty() && (total > 0 || said.counted > 1)).then(|| {
        let rest = if total > 0 {
            " These match the rest of your search."
        } else {
            ""
        };
        let words = one_or_other(&said.unknown);
        view! { <p class="list-understood">{format!("No case study mentions {words}.{rest}")}</p> }
    });
    let without = (!said.without.is_empty() && total > 0).then(|| {
        let words = one_or_other(&said.without);
        view! { <p class="meta list-understood">{format!("Case studies with {words} are left out.")}</p> }
    });
    let common = (said.only_common && total > 0).then(|| {
        view! {
            <p class="list-understood">
                "These words do not tell case studies apart, so the newest come first. Add who it was for, where, or what people did."
            </p>
        }
    });
    let none_yet = said
        .none_yet
        .iter()
        .map(|term| view! { <p class="list-understood">{nobody_yet(query, term, href)}</p> })
        .collect_view();
    view! { {meant}{unknown}{none_yet}{without}{common} }
}

/// "“tea”, “cake” or “jam”".
fn one_or_other(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
        None => String::new(),
    }
}

/// "Men: none yet. See also: Young people (2). Has your museum done this? Yours could be the first."
fn nobody_yet(
    query: &ListQuery,
    term: &NoneYet,
    href: &dyn Fn(&ListQuery) -> String,
) -> impl IntoView + use<> {
    let near = beside(query, &term.near, href);
    view! {
        <strong>{format!("{}: none yet.", term.label)}</strong>" "
        {near}
        {invitation()}
    }
}

/// The same for a value that was chosen as a filter.
pub(super) fn none_chosen(
    query: &ListQuery,
    chosen: &Chosen,
    near: &[SuggestedValue],
) -> impl IntoView + use<> {
    let near = beside(query, near, &ListQuery::href);
    view! {
        <p><strong>{format!("{}: none yet.", chosen.label)}</strong>" "{near}{invitation()}</p>
    }
}

fn beside(
    query: &ListQuery,
    near: &[SuggestedValue],
    href: &dyn Fn(&ListQuery) -> String,
) -> Option<impl IntoView + use<>> {
    let last = near.len().checked_sub(1)?;
    let links = near
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let address = href(&only(query, value));
            let gap = if at == last { ". " } else { ", " };
            let count = format!(" ({}){gap}", ui::with_commas(value.count));
            view! { <a href=address>{value.label.clone()}</a>{count} }
        })
        .collect_view();
    Some(view! { "See also: "{links} })
}

/// Has your museum done this?
pub(super) fn invitation() -> impl IntoView {
    view! { "Has your museum done this? "<a href=paths::SUBMIT>"Yours could be the first"</a>"." }
}

/// The list of one value, with the reader's shortlist.
fn only(query: &ListQuery, value: &SuggestedValue) -> ListQuery {
    ListQuery::only(value.facet, &value.slug).with_shortlist(query.shortlist.clone())
}

/// Where words find nothing in the whole bank: each that finds something by itself, the nearest terms,
/// the themes that most case studies have.
pub(super) fn ways_on(
    query: &ListQuery,
    said: &Understood,
    themes: &[SuggestedValue],
) -> impl IntoView + use<> {
    let alone = said.alone.iter().map(|OtherWords { words, count }| {
        let href = query.with_words(words).href();
        (quoted(words), href, *count)
    });
    let value = |value: &SuggestedValue| {
        let href = only(query, value).href();
        (value.label.clone(), href, value.count)
    };
    let near = said.near.iter().map(value);
    // What is near is not said twice.
    let themes = themes
        .iter()
        .filter(|theme| !said.near.contains(theme))
        .map(value);
    view! {
        {links("Your words one by one", alone.collect())}
        {links("Nearest to your words", near.collect())}
        {links("Themes", themes.collect())}
    }
}

fn links(heading: &'static str, lines: Vec<(String, String, u64)>) -> Option<impl IntoView> {
    if lines.is_empty() {
        return None;
    }
    let lines = lines
        .into_iter()
        .map(|(words, href, count)| {
            view! { <li><a href=href>{words}</a>{format!(": {}", ui::case_studies(count))}</li> }
        })
        .collect_view();
    Some(view! { <h2>{heading}</h2><ul class="list-nearest">{lines}</ul> })
}

/// How searching works, below the results of a search.
pub(super) fn help() -> impl IntoView {
    view! {
        <div class="list-help no-print">
        <Details summary="How search works">
            <ul>
                <li>"Case studies with all of your words come first, then those with some. Words such as “how”, “the” and “museum” do not count."</li>
                <li>"A word also finds its other forms and words that mean the same: “seniors” finds “older people”."</li>
                <li>"Double quotes keep words together: \"memory box\"."</li>
                <li>"A minus leaves a word out: garden -dementia."</li>
                <li>"OR in capitals between two words finds either. You do not need AND: all of your words come first anyway."</li>
                <li>"“Newest first” and “By title” order the whole list, whether a case study has all of your words or some."</li>
                <li>"We search for exactly what you typed. If nothing has a word, we may ask whether you meant another."</li>
            </ul>
        </Details>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(total: u64, with_all: u64, counted: usize) -> String {
        let found = Found {
            total,
            with_all,
            ..Found::default()
        };
        let understood = Understood {
            counted,
            ..Understood::default()
        };
        super::counted(&found, &understood)
    }

    #[test]
    fn the_count_says_what_has_all_and_what_has_some() {
        for (total, with_all, counted, expected) in [
            (0, 0, 2, "No case studies"),
            (1, 1, 1, "1 case study"),
            (12, 12, 0, "12 case studies"),
            (
                10,
                2,
                2,
                "2 case studies with all of your words, 8 with some",
            ),
            (2, 1, 3, "1 case study with all of your words, 1 with some"),
            (3, 3, 2, "3 case studies with all of your words"),
            (1, 0, 2, "No case study has all of your words, 1 has some"),
            (
                1_200,
                0,
                2,
                "No case study has all of your words, 1,200 have some",
            ),
        ] {
            assert_eq!(words(total, with_all, counted), expected);
        }
    }

    #[test]
    fn words_are_joined_as_people_say_them() {
        let words = |words: &[&str]| {
            one_or_other(
                &words
                    .iter()
                    .map(|&word| word.to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(words(&["tea"]), "“tea”");
        assert_eq!(words(&["tea", "cake", "jam"]), "“tea”, “cake” or “jam”");
        assert_eq!(words(&[]), "");
    }
}
