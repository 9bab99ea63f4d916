//! An answer, whatever it is.

use crate::ui::{IntoMarkup, Markup, Paragraphs, TagList};
use case_study::text::lower_first;
use case_study::validation::is_web_address;
use case_study::{CaseStudyContent, Field, Kind};
use leptos::prelude::*;
use word_count::count_words;

pub(super) fn value(field: &Field, content: &CaseStudyContent) -> Markup {
    let answers = field.answers(content);
    match field.kind {
        Kind::Words { .. } => {
            let text = answers.into_iter().next().unwrap_or_default();
            let length = outside(count_words(&text), field.kind)
                .map(|words| view! { <p class="meta">{words}</p> });
            view! {
                <div class="prose review-text"><Paragraphs text=text/></div>
                {length}
            }
            .into_markup()
        }
        Kind::Many(..) => {
            let tags = field
                .to_lines(content)
                .into_iter()
                .map(|label| (label, None))
                .collect();
            view! { <TagList tags=tags/> }.into_markup()
        }
        // They stand below the story, each with its words.
        Kind::Pictures { .. } => {
            let words = match content.pictures.len() {
                1 => "One, shown below the story.".to_owned(),
                count => format!("{count}, shown below the story."),
            };
            view! { <p>{words}</p> }.into_markup()
        }
        // They stand there too, each to be opened.
        Kind::Documents { .. } => {
            let words = match content.documents.len() {
                1 => "One, to be opened below the story.".to_owned(),
                count => format!("{count}, to be opened below the story."),
            };
            view! { <p>{words}</p> }.into_markup()
        }
        Kind::Lines { .. } => {
            let items = answers
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect_view();
            view! { <ul class="review-list">{items}</ul> }.into_markup()
        }
        Kind::Links { .. } => {
            let items = content
                .links
                .iter()
                .map(|one| view! { <li>{link(&one.title, &one.url)}</li> })
                .collect_view();
            view! { <ul class="review-list">{items}</ul> }.into_markup()
        }
        Kind::WebAddress => answers
            .iter()
            .map(|url| link(url, url))
            .collect_view()
            .into_markup(),
        Kind::One(_)
        | Kind::Line { .. }
        | Kind::Tick
        | Kind::Month
        | Kind::Count
        | Kind::Place
        | Kind::Email => field
            .to_lines(content)
            .into_iter()
            .map(|line| view! { <p>{line}</p> })
            .collect_view()
            .into_markup(),
    }
}

/// A link to look at; an address that a browser would run stays text.
fn link(title: &str, url: &str) -> Markup {
    let title = if title.is_empty() { url } else { title }.to_owned();
    if is_web_address(url) {
        let shown = (title != url).then(|| view! { <span class="meta">{format!(" {url}")}</span> });
        view! { <a href=url.to_owned() rel="nofollow noopener noreferrer">{title}</a>{shown} }
            .into_markup()
    } else {
        format!("{title} {url}").into_markup()
    }
}

/// "43 words. The form says: aim for 60 words or more, up to 200." Nothing where that is kept: it would say
/// nothing under every text.
fn outside(words: usize, kind: Kind) -> Option<String> {
    let Kind::Words { min, max } = kind else {
        return None;
    };
    let counted = u64::try_from(words).unwrap_or(u64::MAX);
    (counted < min || counted > max).then(|| {
        let unit = if words == 1 { "word" } else { "words" };
        format!(
            "{words} {unit}. The form says: {}",
            lower_first(&kind.limit_in_words())
        )
    })
}

#[cfg(test)]
mod tests {
    use super::outside;
    use case_study::Kind;

    #[test]
    fn length_is_said_only_where_it_is_outside_of_the_limits() {
        const ADVISED: Kind = Kind::Words { min: 60, max: 200 };
        let said = |words| outside(words, ADVISED);
        assert_eq!([said(60), said(143), said(200)], [None, None, None]);
        assert_eq!(
            said(43).as_deref(),
            Some("43 words. The form says: aim for 60 words or more, up to 200.")
        );
        assert!(said(201).is_some());
        assert_eq!(
            outside(1, Kind::Words { min: 2, max: 60 }).as_deref(),
            Some("1 word. The form says: aim for 2 words or more, up to 60.")
        );
        assert_eq!(outside(0, Kind::Words { min: 0, max: 60 }), None);
    }
}
