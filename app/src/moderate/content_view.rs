//! The submission as it will be read, section by section from the table of fields, with what only
//! staff see and how long each text is.

use super::edit_view::written_by_us;
use crate::ui::{IntoMarkup, Markup};
use crate::ui::{Paragraphs, SummaryList, SummaryRow, TagList};
use case_study::fields::fields_of;
use case_study::mending::may_be_changed;
use case_study::tags::is_tag;
use case_study::text::lower_first;
use case_study::validation::is_web_address;
use case_study::{CaseStudyContent, Field, Kind, Need, Section, SeenBy};
use leptos::prelude::*;
use std::collections::BTreeSet;
use word_count::count_words;

/// Where the answers are edited, and which of them staff wrote.
pub(super) struct Editing<'a> {
    /// Address of the page about the whole text; none where it cannot be edited now.
    pub home: Option<&'a str>,
    pub by_us: &'a BTreeSet<String>,
}

/// Every section that says something or should, after what its museum told in its own words.
pub(super) fn view(content: &CaseStudyContent, editing: &Editing<'_>) -> impl IntoView + use<> {
    let sections = sections(content, editing);
    view! { {own_words(content)} {sections} }
}

/// The story as it was told, in one piece: what the rest is made from.
fn own_words(content: &CaseStudyContent) -> Option<impl IntoView + use<>> {
    let text = content.own_words.clone();
    (!text.is_empty()).then(|| {
        let words = count_words(&text);
        view! {
            <section class="review-section" aria-labelledby="own-words">
                <h2 id="own-words">"In the museum\u{2019}s own words"</h2>
                <p class="never-published">"Never published as it stands"</p>
                <div class="prose review-text"><Paragraphs text=text/></div>
                <p class="meta">{format!("{words} words.")}</p>
            </section>
        }
    })
}

fn sections(content: &CaseStudyContent, editing: &Editing<'_>) -> impl IntoView + use<> {
    Section::ALL
        .iter()
        .filter_map(|section| {
            let rows: Vec<SummaryRow> = fields_of(*section)
                // It stands before all of these.
                .filter(|field| field.key != "own_words")
                .filter_map(|field| row(field, content, editing))
                .collect();
            (!rows.is_empty()).then(|| {
                let id = format!("section-{}", section.slug());
                view! {
                    <section class="review-section" aria-labelledby=id.clone()>
                        <h2 id=id.clone()>{section.heading()}</h2>
                        <SummaryList rows=rows word="Edit"/>
                    </section>
                }
            })
        })
        .collect_view()
}

/// One answer. What was neither given nor needed is left out.
fn row(field: &Field, content: &CaseStudyContent, editing: &Editing<'_>) -> Option<SummaryRow> {
    let answered = field.is_answered(content);
    if !answered && !field.need.is_needed() && field.need != Need::Prompted {
        return None;
    }
    let value = if answered {
        value(field, content)
    } else {
        not_given()
    };
    let staff_only = (field.seen_by == SeenBy::Staff)
        .then(|| view! { <p class="never-published">"Never published"</p> });
    let ours = editing.by_us.contains(field.key).then(written_by_us);
    let value = view! { {staff_only}{ours}{value} }.into_markup();
    let change = editing
        .home
        .filter(|_| may_be_changed(field))
        .map(|home| (edit_href(home, field), lower_first(field.heading)));
    Some(SummaryRow {
        key: field.heading.to_owned(),
        value,
        change,
        error: None,
    })
}

/// Where an answer is edited; tags stand together on a page of their own.
pub(super) fn edit_href(home: &str, field: &Field) -> String {
    if is_tag(field.key) {
        format!("{home}/tags#{}", field.key)
    } else {
        format!("{home}/edit/{}", field.key)
    }
}

fn not_given() -> Markup {
    view! { <p class="not-given">"Not given"</p> }.into_markup()
}

fn value(field: &Field, content: &CaseStudyContent) -> Markup {
    let answers = field.answers(content);
    match field.kind {
        Kind::Words { .. } => {
            let text = answers.into_iter().next().unwrap_or_default();
            let length = length(count_words(&text), field.kind);
            view! {
                <div class="prose review-text"><Paragraphs text=text/></div>
                <p class="meta">{length}</p>
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
        | Kind::Email => {
            let lines = field
                .to_lines(content)
                .into_iter()
                .map(|line| view! { <p>{line}</p> })
                .collect_view();
            lines.into_markup()
        }
    }
}

/// A link to look at; an address that a browser would run stays text.
fn link(title: &str, url: &str) -> Markup {
    let title = if title.is_empty() { url } else { title }.to_owned();
    if is_web_address(url) {
        let shown = (title != url)
            .then(|| view! { <span class="review-address">{format!(" {url}")}</span> });
        view! { <a href=url.to_owned() rel="nofollow noopener noreferrer">{title}</a>{shown} }
            .into_markup()
    } else {
        format!("{title} {url}").into_markup()
    }
}

/// "143 words. The form says: aim for 60 words or more, up to 200."
fn length(words: usize, kind: Kind) -> String {
    let unit = if words == 1 { "word" } else { "words" };
    format!(
        "{words} {unit}. The form says: {}",
        lower_first(&kind.limit_in_words())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::Link;

    fn shown(content: &CaseStudyContent) -> String {
        let editing = Editing {
            home: None,
            by_us: &BTreeSet::new(),
        };
        view(content, &editing).to_html()
    }

    #[test]
    fn each_answer_leads_to_its_page_and_says_who_wrote_it() {
        let content = CaseStudyContent {
            title: "Tea".into(),
            themes: vec!["carers".into()],
            contact_email: "team@museum.example".into(),
            ..Default::default()
        };
        let editing = Editing {
            home: Some("/moderate/cases/WB"),
            by_us: &BTreeSet::from(["title".to_owned()]),
        };
        let html = view(&content, &editing).to_html();
        assert!(
            html.contains("href=\"/moderate/cases/WB/edit/title\""),
            "{html}"
        );
        assert!(
            html.contains("href=\"/moderate/cases/WB/tags#themes\""),
            "{html}"
        );
        // An answer that is missing can be given.
        assert!(
            html.contains("href=\"/moderate/cases/WB/edit/did\""),
            "{html}"
        );
        assert!(!html.contains("edit/contact_email"), "{html}");
        assert_eq!(html.matches("Written by us").count(), 1, "{html}");
        assert!(!shown(&content).contains("/edit/"));
    }

    #[test]
    fn every_answer_is_shown_as_text_and_staff_fields_say_so() {
        let content = CaseStudyContent {
            title: "Tea".into(),
            need: "<img src=x onerror=alert(1)>\n\nPeople were lonely.".into(),
            contact_email: "team@museum.example".into(),
            themes: vec!["carers".into()],
            links: vec![Link {
                title: "Run".into(),
                url: "javascript:alert(1)".into(),
            }],
            ..Default::default()
        };
        let html = shown(&content);
        assert!(html.contains("&lt;img src=x"), "{html}");
        assert!(html.contains("Carers"), "{html}");
        assert!(!html.contains("href=\"javascript"), "{html}");
        let (_, after) = html
            .split_once("Contact email")
            .expect("the address is shown to staff");
        assert!(
            after.find("Never published") < after.find("team@museum.example"),
            "{after}"
        );
    }

    #[test]
    fn the_museums_own_words_stand_first_and_once() {
        let content = CaseStudyContent {
            title: "Tea".into(),
            own_words: "We brought <tea>.\n\nThey stayed.".into(),
            ..Default::default()
        };
        let html = shown(&content);
        let (_, after) = html.split_once("own words</h2>").expect("a heading");
        assert!(
            html.find("own words</h2>") < html.find("section-museum"),
            "{html}"
        );
        assert!(after.contains("We brought &lt;tea&gt;."), "{after}");
        assert_eq!(html.matches("They stayed.").count(), 1, "{html}");
        assert!(!shown(&CaseStudyContent::default()).contains("own words"));
    }

    #[test]
    fn needed_answers_that_are_missing_are_shown_and_optional_ones_are_not() {
        let html = shown(&CaseStudyContent::default());
        assert!(
            html.contains("Lessons") && html.contains("Not given"),
            "{html}"
        );
        assert!(!html.contains("Quotation from"), "{html}");
    }

    #[test]
    fn length_is_said_beside_the_limit() {
        assert_eq!(
            length(143, Kind::Words { min: 60, max: 200 }),
            "143 words. The form says: aim for 60 words or more, up to 200."
        );
        assert_eq!(
            length(1, Kind::Words { min: 0, max: 60 }),
            "1 word. The form says: up to 60 words."
        );
    }
}
