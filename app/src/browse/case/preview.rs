//! The page of a text that is not public, as readers will see it.
//!
//! The same parts draw it as draw their page, from what `public_part` lets out: what it shows is what will
//! leave. Only what would lead to nothing stays away: its address, how to cite and download it, the ways to
//! write about it, and others like it. What is still to be written says so where it will stand.

use super::chapter::Chapter;
use super::{body, head, story, themes};
use crate::ui::{Banner, IntoMarkup, Markup};
use case_study::public::public_part;
use case_study::vocabulary::slugify;
use case_study::{CaseState, CaseStudyContent, Field};
use leptos::prelude::*;
use store::cases::PublicCase;

/// The page of a museum's text under a banner that says what it is. `standing` says where it stands; may be
/// empty. `pictures` is the folder of addresses in which whoever reads it may see its photographs.
pub fn view(content: CaseStudyContent, pictures: &str, standing: &str) -> impl IntoView + use<> {
    let standing = (!standing.is_empty()).then(|| view! { <p>{standing.to_owned()}</p> });
    view! {
        <Banner heading="This is a preview">
            <p>"Readers cannot see this page. It shows the text as it stands now, the way they will read it."</p>
            {standing}
        </Banner>
        {page(content, pictures)}
    }
}

/// The page alone, for one that says above it what it is. Its title is the `<h1>`.
pub fn page(content: CaseStudyContent, pictures: &str) -> impl IntoView + use<> {
    let case = case(content);
    let story = story::story_with(&case.content, Chapter::PAGE, unwritten).into_markup();
    let end = view! { {themes(&case)} }.into_markup();
    view! {
        <article class="case">
            {head(&case, None)}
            {body(&case, pictures, story, ().into_markup(), end)}
        </article>
    }
}

/// The case that this text would be. Its motif is drawn from the address that its title makes.
#[must_use]
pub fn case(mut content: CaseStudyContent) -> PublicCase {
    let slug = slugify(&content.title);
    for (text, unwritten) in [
        (&mut content.title, "The title is not written yet"),
        (&mut content.museum, "The museum is not named yet"),
        (&mut content.summary, "The summary is not written yet."),
    ] {
        if text.trim().is_empty() {
            unwritten.clone_into(text);
        }
    }
    PublicCase {
        slug,
        state: CaseState::Live,
        compiled: false,
        sample: false,
        featured: false,
        published_at: 0,
        updated_at: 0,
        content: public_part(content),
    }
}

/// In the place of a part of the story that no case study is published without.
fn unwritten(field: &'static Field) -> Option<Markup> {
    field.need.is_needed().then(|| {
        view! {
            <h2>{field.heading}</h2>
            <p class="not-provided">"Not written yet"</p>
        }
        .into_markup()
    })
}

#[cfg(test)]
mod tests {
    use super::{page, view};
    use case_study::CaseStudyContent;
    use leptos::prelude::*;

    fn drawn(content: CaseStudyContent) -> String {
        page(content, "/submit/WB-1/pictures").to_html()
    }

    #[test]
    fn what_is_not_written_says_so_where_it_will_stand() {
        let html = drawn(CaseStudyContent::default());
        for words in [
            "The title is not written yet",
            "The museum is not named yet",
            "The summary is not written yet.",
            "<h2>What they did</h2><p class=\"not-provided\">Not written yet</p>",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(!html.contains("What was hard"), "{html}");
        let some = drawn(CaseStudyContent {
            did: "We had tea.".into(),
            ..Default::default()
        });
        assert!(some.contains("We had tea."), "{some}");
        assert!(!some.contains("What they did</h2><p class"), "{some}");
    }

    #[test]
    fn it_holds_what_readers_get_and_leads_to_nothing_that_is_not_there() {
        let html = drawn(CaseStudyContent {
            title: "Tea and objects".into(),
            contact_email: "ana@museum.example".into(),
            message: "For you alone".into(),
            design: "monitoring-and-feedback".into(),
            contact_by_readers: true,
            content_notes: vec!["bereavement-or-baby-loss".into()],
            ..Default::default()
        });
        for private in ["ana@museum.example", "For you alone"] {
            assert!(!html.contains(private), "{private}: {html}");
        }
        for nowhere in [
            "/case-studies/tea-and-objects",
            "How to cite",
            "Share",
            "Ask the museum",
            "Report a concern",
        ] {
            assert!(!html.contains(nowhere), "{nowhere}: {html}");
        }
        let note = html.find("case-note").expect("a content note");
        let picture = html.find("case-picture").expect("a picture");
        assert!(note < picture, "{html}");
        assert!(html.contains("suggested"), "{html}");
    }

    #[test]
    fn the_banner_says_what_it_is_and_where_it_stands() {
        let html = view(CaseStudyContent::default(), "", "A moderator reads it.").to_html();
        assert!(html.contains("This is a preview"), "{html}");
        assert!(html.contains("<p>A moderator reads it.</p>"), "{html}");
    }
}
