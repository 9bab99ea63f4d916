//! `/about`: why this site is there, where its case studies come from, who runs it and how to reach them.

use crate::browse::bank::aims::AIMS;
use crate::ui::{IntoMarkup, Markup, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use axum::response::Response;
use case_study::declarations::LICENCE;
use leptos::prelude::*;

/// `GET /about`
///
/// # Errors
/// None today; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let settings = context.settings.clone();
    let page = Page::new("About Casebook").at(Nav::About).description(
        "Why Casebook exists, where its case studies come from, who runs it and how to reach them.",
    );
    Ok(page.render(&context, move || view(&settings.run_by, &settings.contact)))
}

/// `run_by` and `contact` are what the people who run the site have said of themselves; either may be empty.
fn view(run_by: &str, contact: &str) -> impl IntoView + use<> {
    let aims = AIMS
        .iter()
        .map(|aim| view! { <li class="aim"><h3>{aim.title}</h3><p>{aim.meaning}</p></li> })
        .collect_view();
    view! {
        <PageHeading
            title="About Casebook"
            lede="Casebook collects what museums have tried for people\u{2019}s wellbeing: who it was for, what it took, what changed and what was hard."
        />
        <section class="section" aria-labelledby="aims">
            <div class="section-head"><h2 id="aims">"Why Casebook exists"</h2></div>
            <ol class="aims">{aims}</ol>
        </section>
        <div class="prose section">
            <h2>"Where the case studies come from"</h2>
            <p>
                "Any museum can share its own. A person reads each one before it is published, and asks the museum where "
                "something is missing. Others were compiled from public sources, such as reports. Each of those says so and names its sources."
            </p>
            <p>
                "Every case study has a label that says how its evidence was gathered: "
                <a href=paths::ABOUT_EVIDENCE>"what the labels mean"</a>". "
                <a href=paths::IMPACT>"The numbers so far"</a>" say how much there is."
            </p>

            <h2 id="who">"Who runs it"</h2>
            {who_runs_it(run_by)}
            {how_to_reach_them(contact)}

            <p>
                "Or "<a href=paths::SHARE_THOUGHTS>"share your thoughts"</a>
                " about museums and wellbeing. Moderators read them, and we never publish them."
            </p>

            <h2>"What you can do with it"</h2>
            <p>
                "Read it, copy it, change it and share it, if you say where it is from. The text is under "
                <a href=LICENCE.url rel="license">{LICENCE.short}</a>
                " unless a page says otherwise. You can also "
                <a href=paths::OPEN_DATA>"download all of it"</a>"."
            </p>
            <p>
                "If your museum has tried something, " <a href=paths::SUBMIT>"share a case study"</a>". You do not need an account."
            </p>
            <p>
                "What we store about you stands under "<a href=paths::PRIVACY>"Privacy"</a>", and how we make sure that everyone can "
                "use the site under "<a href=paths::ACCESSIBILITY>"Accessibility"</a>"."
            </p>
        </div>
    }
}

fn who_runs_it(run_by: &str) -> Markup {
    if run_by.is_empty() {
        return view! { <p>"The people who run this site have not said here who they are."</p> }
            .into_markup();
    }
    view! { <p>"Casebook is run by "<strong>{run_by.to_owned()}</strong>"."</p> }.into_markup()
}

fn how_to_reach_them(contact: &str) -> Markup {
    if contact.is_empty() {
        return view! { <p>"There is no email address to write to yet."</p> }.into_markup();
    }
    view! {
        <p>
            "Write to "<a href=format!("mailto:{contact}")>{contact.to_owned()}</a>
            " with questions, to correct something, or if you need a page in another format such as large print."
        </p>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::view;
    use crate::web::page::draw;

    fn drawn(run_by: &str, contact: &str) -> String {
        draw(|| view(run_by, contact)).replace("<!>", "")
    }

    #[test]
    fn who_runs_it_is_said_as_it_was_set_and_no_more() {
        let both = drawn("the <b>Tea</b> Museum", "tea@museum.example");
        assert!(
            both.contains("Casebook is run by <strong>the &lt;b&gt;Tea&lt;/b&gt; Museum</strong>."),
            "{both}"
        );
        assert!(
            both.contains("href=\"mailto:tea@museum.example\""),
            "{both}"
        );
        let neither = drawn("", "");
        for words in [
            "The people who run this site have not said here who they are.",
            "There is no email address to write to yet.",
        ] {
            assert!(neither.contains(words), "{words}: {neither}");
            assert!(!both.contains(words), "{words}: {both}");
        }
        assert!(
            !neither.contains("mailto:") && !neither.contains("run by"),
            "{neither}"
        );
    }
}
