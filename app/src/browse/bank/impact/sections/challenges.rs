//! What was hard, in the words of the case studies.

use super::{linked, part};
use crate::browse::bank::impact::figure_detail;
use crate::browse::bank::impact::figures::Impact;
use crate::ui;
use crate::ui::IntoMarkup;
use leptos::prelude::*;
use store::cases::PublicCase;

pub fn hard(impact: &Impact, telling: &[PublicCase]) -> impl IntoView + use<> {
    let says = if impact.telling == 0 {
        let sources = (impact.compiled == impact.cases)
            .then_some("They come from published sources, which rarely do.");
        view! {
            <p><strong>{format!("None of the {} says it.", ui::case_studies(impact.cases))}</strong>{sources.map(|text| format!(" {text}"))}</p>
            <p>"It is what other museums learn most from, so we ask everyone who sends a case study in."</p>
        }
        .into_markup()
    } else {
        let link = linked(
            figure_detail::href("what-was-hard"),
            ui::case_studies(impact.telling),
        );
        let verb = if impact.telling == 1 {
            " says "
        } else {
            " say "
        };
        view! {
            <p>{link}{format!(" of {}", ui::with_commas(impact.cases))}{verb}"what did not work, or was hard."</p>
            <p>"It is what other museums learn most from, so we ask everyone. Someone who does not answer may still have struggled."</p>
        }
        .into_markup()
    };
    let quotes = telling
        .iter()
        .map(|case| {
            view! {
                <li>
                    <p class="hard-words">{first_words(&case.content.hard)}</p>
                    <p class="meta"><a href=paths::case_study(&case.slug)>{case.content.title.clone()}</a>", "{case.content.museum.clone()}</p>
                </li>
            }
        })
        .collect_view();
    let numbers = if telling.is_empty() {
        view! { <p class="hard-words"><a href=paths::SUBMIT>"Tell others what was hard for you"</a></p> }
            .into_markup()
    } else {
        view! { <ul class="hard-list">{quotes}</ul> }.into_markup()
    };
    part("hard", "What did not work", says, numbers)
}

/// The beginning of a passage, cut between words.
fn first_words(text: &str) -> String {
    const MOST: usize = 40;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= MOST {
        return words.join(" ");
    }
    let cut = words[..MOST].join(" ");
    format!(
        "{}\u{a0}\u{2026}",
        cut.trim_end_matches([',', ';', ':', '.'])
    )
}

#[cfg(test)]
mod tests {
    use super::first_words;

    #[test]
    fn long_words_are_cut_between_words() {
        let long = "word, ".repeat(50);
        let cut = first_words(&long);
        assert!(cut.ends_with("word\u{a0}\u{2026}"), "{cut}");
        assert_eq!(first_words("It  rained."), "It rained.");
    }
}
