//! Above the story, for whoever skims: what came of it, what was hard, what was learned.
//!
//! What came of it is never cut by a program: a null result in the third sentence may not vanish. There is
//! a sentence that a person wrote, or the whole passage.

use super::places::answered_in;
use crate::ui::{IntoMarkup, Markup, Paragraphs};
use case_study::PublicContent;
use case_study::fields::Place;
use leptos::prelude::*;

/// An excerpt ends with the sentence that passes this many characters, or is cut soon after.
const ENOUGH: usize = 110;
const LONGEST: usize = 260;

/// The block; nothing where there is nothing to say.
pub fn in_short(content: &PublicContent) -> Option<impl IntoView + use<>> {
    let result = result(content);
    let hard = hard(content);
    let lessons = answered_in(Place::Lessons, content)
        .map(|field| {
            let points = field
                .to_lines(content)
                .into_iter()
                .map(|point| view! { <li>{point}</li> })
                .collect_view();
            view! {
                <div class="short-part">
                    <h3 id="lessons">"What they learned"</h3>
                    <ol>{points}</ol>
                </div>
            }
        })
        .collect::<Vec<_>>();
    if result.is_none() && hard.is_none() && lessons.is_empty() {
        return None;
    }
    Some(view! {
        <section class="in-short" aria-labelledby="in-short">
            <h2 id="in-short">"In short"</h2>
            {result}
            {lessons}
            {hard}
        </section>
    })
}

/// What came of it, with the way to all of it.
fn result(content: &PublicContent) -> Option<Markup> {
    if content.main_result.is_empty() {
        let whole = content.changed.clone();
        return (!whole.is_empty()).then(|| {
            view! { <div class="short-part"><h3>"What changed"</h3><Paragraphs text=whole/></div> }
                .into_markup()
        });
    }
    let more = (!content.changed.is_empty()).then(|| {
        view! { " "<a class="no-print" href="#changed">"Read the full results"</a> }
    });
    let sentence = content.main_result.clone();
    Some(
        view! { <div class="short-part"><h3>"Main result"</h3><p>{sentence}{more}</p></div> }
            .into_markup(),
    )
}

fn hard(content: &PublicContent) -> Option<Markup> {
    if content.hard.is_empty() {
        return None;
    }
    let short = excerpt(&content.hard);
    // The whole of a short text needs no way to the rest.
    let more = (short.chars().count() < content.hard.chars().count()).then(|| {
        view! {
            " "
            <a class="no-print" href="#hard">
                "Read more"<span class="visually-hidden">": What was hard"</span>
            </a>
        }
    });
    Some(
        view! { <div class="short-part"><h3>"What was hard"</h3><p>{short}{more}</p></div> }
            .into_markup(),
    )
}

/// The beginning of a text: whole sentences until enough is said, from its first paragraph.
fn excerpt(text: &str) -> String {
    let paragraph = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let mut end = 0;
    let mut last_word = 0;
    let mut letters = paragraph.char_indices().zip(1_usize..).peekable();
    while let Some(((at, letter), count)) = letters.next() {
        let after = at + letter.len_utf8();
        let next = letters.peek().map(|((_, next), _)| *next);
        let ends_word = next.is_none_or(char::is_whitespace);
        if ends_word {
            last_word = after;
        }
        // A point ends a sentence where a capital or nothing follows: not in "approx. 40".
        if matches!(letter, '.' | '!' | '?') && ends_word && begins_anew(&paragraph[after..]) {
            end = after;
            if count >= ENOUGH {
                break;
            }
        }
        if count >= LONGEST {
            break;
        }
    }
    if end > 0 {
        return paragraph[..end].to_owned();
    }
    if last_word == paragraph.len() {
        return paragraph.to_owned();
    }
    // One endless sentence is cut after a word.
    let cut = if last_word == 0 {
        paragraph.chars().take(LONGEST).collect()
    } else {
        paragraph[..last_word].to_owned()
    };
    format!("{cut}\u{2026}")
}

fn begins_anew(rest: &str) -> bool {
    rest.trim_start()
        .chars()
        .next()
        .is_none_or(|first| first.is_uppercase() || !first.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::CaseStudyContent;
    use case_study::public::public_part;

    #[test]
    fn an_excerpt_ends_with_a_sentence() {
        assert_eq!(excerpt(""), "");
        assert_eq!(excerpt("Twelve came back."), "Twelve came back.");
        assert_eq!(excerpt("\n\nOne.\n\nTwo."), "One.");
        let first = format!("{}.", "word ".repeat(24).trim());
        assert_eq!(excerpt(&format!("{first} Then more. And more.")), first);
        // Two short sentences say enough together.
        assert_eq!(
            excerpt(&format!("Eight of twelve. {first} Then more.")),
            format!("Eight of twelve. {first}")
        );
        assert_eq!(
            excerpt("We met approx. 40 people, e.g. carers."),
            "We met approx. 40 people, e.g. carers."
        );
    }

    #[test]
    fn a_sentence_without_an_end_is_cut_after_a_word() {
        let cut = excerpt(&"wörter ".repeat(200));
        assert!(cut.ends_with("wörter\u{2026}"), "{cut}");
        assert!(cut.chars().count() <= LONGEST + 1, "{cut}");
        let one_word = excerpt(&"é".repeat(500));
        assert_eq!(one_word.chars().count(), LONGEST + 1);
    }

    #[test]
    fn what_is_not_said_is_not_there() {
        assert!(in_short(&public_part(CaseStudyContent::default())).is_none());
        let html = in_short(&public_part(CaseStudyContent {
            hard: "Nobody came. Then we moved it to the afternoon.".into(),
            ..Default::default()
        }))
        .unwrap()
        .to_html();
        assert!(
            html.contains("What was hard") && !html.contains("What changed"),
            "{html}"
        );
        assert!(!html.contains("Read more"), "{html}");
    }

    #[test]
    fn results_are_a_persons_sentence_or_whole() {
        let long = format!(
            "{} On the scale nothing changed.",
            "Everyone enjoyed it. ".repeat(30)
        );
        let drawn = |main_result: &str| {
            let content = CaseStudyContent {
                main_result: main_result.into(),
                changed: format!("{long}\n\nA year later it was the same."),
                ..Default::default()
            };
            in_short(&public_part(content)).unwrap().to_html()
        };
        let whole = drawn("");
        for words in [
            "On the scale nothing changed.",
            "A year later it was the same.",
        ] {
            assert!(whole.contains(words), "{words}: {whole}");
        }
        assert!(!whole.contains("Read "), "{whole}");
        let sentence = drawn("Nothing changed on the scale.");
        assert!(
            sentence.contains("Nothing changed on the scale."),
            "{sentence}"
        );
        assert!(!sentence.contains("Everyone enjoyed it."), "{sentence}");
        assert!(sentence.contains("href=\"#changed\""), "{sentence}");
    }
}
