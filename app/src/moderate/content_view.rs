//! A text on the page where it is reviewed, in the order in which readers will meet it: the story, the facts
//! beside it, then what nobody but staff sees. Where a field stands, and what readers will see of it, the
//! public page says.

mod beside;
mod for_us;
mod story;
mod value;

pub(super) use beside::beside;
pub(super) use for_us::for_us;
pub(super) use story::story;

use super::edit_view::written_by_us;
use crate::ui::{IntoMarkup, Markup};
use case_study::mending::may_be_changed;
use case_study::tags::is_tag;
use case_study::text::lower_first;
use case_study::{CaseStudyContent, Field, Need};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What else stands at an answer; nothing at most.
pub(super) type AtField<'a> = &'a dyn Fn(&'static Field) -> Option<Markup>;

/// Where the answers are edited, which of them staff wrote, and what else stands at them.
pub(super) struct Editing<'a> {
    /// Address of the page about the whole text; none where it cannot be edited now.
    pub home: Option<&'a str>,
    pub by_us: &'a BTreeSet<String>,
    /// Drawn below an answer: what was noted there, and the way to note something.
    pub at_field: Option<AtField<'a>>,
}

impl Editing<'_> {
    /// The way to the page where an answer is edited, as `word` and, hidden, what it is about.
    pub(super) fn link(&self, field: &Field, word: &'static str) -> Option<Markup> {
        let home = self.home.filter(|_| may_be_changed(field))?;
        let about = format!(" {}", lower_first(field.heading));
        Some(
            view! {
                <a class="change" href=edit_href(home, field)>{word}<span class="visually-hidden">{about}</span></a>
            }
            .into_markup(),
        )
    }

    /// The same by the name of the answer, where another link of the line says what to do.
    fn link_by_name(&self, field: &Field) -> Option<Markup> {
        let home = self.home.filter(|_| may_be_changed(field))?;
        let name = lower_first(field.heading);
        Some(
            view! {
                <a class="change" href=edit_href(home, field)><span class="visually-hidden">"Change "</span>{name}</a>
            }
            .into_markup(),
        )
    }

    /// The mark of an answer that staff wrote.
    pub(super) fn ours(&self, field: &Field) -> Option<Markup> {
        self.by_us.contains(field.key).then(written_by_us)
    }

    fn at(&self, field: &'static Field) -> Option<Markup> {
        self.at_field.and_then(|at| at(field))
    }
}

/// Where an answer is edited; tags stand together on a page of their own.
pub(super) fn edit_href(home: &str, field: &Field) -> String {
    if is_tag(field.key) {
        format!("{home}/tags#{}", field.key)
    } else {
        format!("{home}/edit/{}", field.key)
    }
}

/// What was neither given nor needed is left out.
fn is_shown(field: &Field, content: &CaseStudyContent) -> bool {
    field.is_answered(content) || field.need.is_needed() || field.need == Need::Prompted
}

fn not_given() -> Markup {
    view! { <p class="meta">"Not given"</p> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::Link;
    use case_study::mending::{changeable, with_partners};

    fn drawn(content: &CaseStudyContent, editing: &Editing<'_>) -> String {
        view! { {story(content, editing)}{beside(content, false, editing)}{for_us(content, editing)} }
            .to_html()
    }

    fn shown(content: &CaseStudyContent) -> String {
        let editing = Editing {
            home: None,
            by_us: &BTreeSet::new(),
            at_field: None,
        };
        drawn(content, &editing)
    }

    #[test]
    fn each_answer_leads_to_its_page_and_says_who_wrote_it() {
        let content = CaseStudyContent {
            summary: "Tea".into(),
            themes: vec!["carers".into()],
            contact_email: "team@museum.example".into(),
            ..Default::default()
        };
        let editing = Editing {
            home: Some("/moderate/cases/WB"),
            by_us: &BTreeSet::from(["summary".to_owned(), "region".to_owned()]),
            at_field: None,
        };
        let html = drawn(&content, &editing);
        for place in [
            "edit/summary",
            "tags#themes",
            "edit/region",
            // An answer that is missing can be given.
            "edit/did",
        ] {
            let href = format!("href=\"/moderate/cases/WB/{place}\"");
            assert_eq!(html.matches(&href).count(), 1, "{place}: {html}");
        }
        assert!(!html.contains("edit/contact_email"), "{html}");
        assert_eq!(html.matches("Written by us").count(), 2, "{html}");
        assert!(!shown(&content).contains("/edit/"));
    }

    #[test]
    fn every_field_stands_in_one_place_and_none_is_forgotten() {
        for field in changeable().filter(|field| field.key != "title") {
            let stands = [
                story::holds(field),
                beside::holds(field),
                for_us::holds(field),
            ];
            let times = stands.into_iter().filter(|holds| *holds).count();
            let with_another = with_partners(field)
                .iter()
                .any(|partner| partner.key != field.key)
                || is_tag(field.key);
            assert!(
                times == 1 || (times == 0 && with_another),
                "{}: {times}",
                field.key
            );
        }
    }

    #[test]
    fn what_stands_at_a_field_is_drawn_once_wherever_the_field_stands() {
        const NOTED: [&str; 5] = ["did", "own_words", "themes", "message", "region"];
        let content = CaseStudyContent {
            did: "We met.".into(),
            themes: vec!["carers".into()],
            message: "Hello".into(),
            own_words: "We met.".into(),
            ..Default::default()
        };
        let noted = |field: &'static Field| {
            NOTED
                .contains(&field.key)
                .then(|| format!("Noted at {}.", field.key).into_markup())
        };
        let editing = Editing {
            home: None,
            by_us: &BTreeSet::new(),
            at_field: Some(&noted),
        };
        let html = drawn(&content, &editing);
        for key in NOTED {
            let words = format!("Noted at {key}.");
            assert_eq!(html.matches(&words).count(), 1, "{key}: {html}");
        }
    }

    #[test]
    fn every_answer_is_shown_as_text_and_what_is_never_published_says_so_once() {
        let content = CaseStudyContent {
            title: "Tea".into(),
            need: "<img src=x onerror=alert(1)>\n\nPeople were lonely.".into(),
            contact_email: "team@museum.example".into(),
            message: "Hello".into(),
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
        assert_eq!(html.matches("ever published").count(), 1, "{html}");
        let (before, after) = html.split_once("Never published").expect("said once");
        assert!(!before.contains("team@museum.example"), "{before}");
        assert!(
            after.contains("team@museum.example") && after.contains("Hello"),
            "{after}"
        );
    }

    #[test]
    fn the_story_comes_first_in_the_order_of_the_public_page() {
        let content = CaseStudyContent {
            summary: "In short, tea.".into(),
            main_result: "They felt less alone.".into(),
            need: "People were lonely.".into(),
            did: "We met.".into(),
            changed: "They stayed.".into(),
            lessons: vec!["Ask first.".into()],
            quotation: "I came for the tea.".into(),
            museum: "Harbour Museum".into(),
            contact_role: "Learning team".into(),
            ..Default::default()
        };
        let html = shown(&content);
        let at = [
            "In short, tea.",
            "They felt less alone.",
            "People were lonely.",
            "We met.",
            "They stayed.",
            "Ask first.",
            "I came for the tea.",
            "Harbour Museum",
            "Learning team",
        ]
        .map(|words| {
            html.find(words)
                .unwrap_or_else(|| panic!("{words}: {html}"))
        });
        assert!(at.is_sorted(), "{at:?}: {html}");
    }

    #[test]
    fn the_museums_own_words_stand_once_first_where_no_story_is_made_of_them() {
        let own = CaseStudyContent {
            title: "Tea".into(),
            own_words: "We brought <tea>.\n\nThey stayed.".into(),
            ..Default::default()
        };
        let html = shown(&own);
        let (before, after) = html.split_once("own words</h2>").expect("a heading");
        assert!(!before.contains("Summary"), "{before}");
        assert!(after.contains("We brought &lt;tea&gt;."), "{after}");
        assert_eq!(html.matches("They stayed.").count(), 1, "{html}");
        let made = CaseStudyContent {
            did: "We brought tea.".into(),
            ..own
        };
        let html = shown(&made);
        assert!(
            html.find("We brought tea.") < html.find("own words</h2>"),
            "{html}"
        );
        assert!(!shown(&CaseStudyContent::default()).contains("own words"));
    }

    #[test]
    fn needed_answers_that_are_missing_are_shown_and_optional_ones_are_not() {
        let html = shown(&CaseStudyContent::default());
        assert!(
            html.contains("Lessons") && html.contains("Not given"),
            "{html}"
        );
        for optional in ["Quotation", "Sustainability", "Five ways", "Main result"] {
            assert!(!html.contains(optional), "{optional}: {html}");
        }
    }
}
