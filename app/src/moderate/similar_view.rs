//! How what is like a submission looks, with the way to say that it is a new version of something.

use super::event_text::titled;
use super::review_context;
use super::review_context::ReviewContext;
use super::similar::Likes;
use crate::ui::{
    Button, ButtonLook, Details, FieldFrame, IntoMarkup, Markup, StatusTag, TextInput, describedby,
    unbroken,
};
use case_study::similar::Reason;
use leptos::prelude::*;
use store::similar::{PageSaid, Place, Similar};

/// One line above the text where it may be the same as another: what stands in the section, and the way to it.
pub(super) fn twin_line(likes: &Likes) -> Option<Markup> {
    let title = titled(likes.twin()?);
    Some(
        view! {
            <p>"This may be the same as: "<a href="#similar">{unbroken(&title)}</a></p>
        }
        .into_markup(),
    )
}

/// The section: at most five lines, each with its reasons.
pub(super) fn view(likes: &Likes, review: &ReviewContext) -> impl IntoView + use<> {
    let version_of = likes.version_of.as_ref().map(|slug| {
        let href = paths::case_study(slug);
        view! {
            <p>
                "This is a new version of a page that readers see. "
                <a href=href>"See that page"</a>
            </p>
        }
    });
    let said = likes.said.as_ref().map(|page| said(page, likes, review));
    let lines: Vec<Markup> = likes
        .similar
        .iter()
        .map(|one| line(one, likes, review))
        .collect();
    let list = if lines.is_empty() {
        view! { <p class="meta">"No other case study looks like it."</p> }.into_markup()
    } else {
        view! { <ul class="stack similar">{lines}</ul> }.into_markup()
    };
    let another = likes.may_join.then(|| another(review));
    view! {
        <section class="review-section" aria-labelledby="similar">
            <h2 id="similar">"Case studies like this one"</h2>
            {version_of}
            {said}
            {list}
            {another}
        </section>
    }
}

/// "The same museum. Word for word the same title."
pub(super) fn in_words(reasons: &[Reason]) -> String {
    reasons
        .iter()
        .map(|reason| format!("{}.", reason.words()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// One that is like it.
fn line(one: &Similar, likes: &Likes, review: &ReviewContext) -> Markup {
    let title = titled(&one.title);
    let (href, state) = match &one.place {
        Place::Public {
            slug,
            state,
            compiled,
        } => {
            let tag = view! { <StatusTag slug=state.slug().to_owned() label=state.label()/> };
            let compiled = compiled.then_some(" Compiled from public sources");
            (
                paths::case_study(slug),
                view! { {tag}{compiled} }.into_markup(),
            )
        }
        Place::Waiting { reference, status } => (
            review_context::href(reference),
            view! { <StatusTag slug=status.slug().to_owned() label=status.label()/> }.into_markup(),
        ),
    };
    let join = match &one.place {
        Place::Public { slug, .. } if likes.may_join => Some(button(slug, &title, review)),
        _ => None,
    };
    let words = in_words(&one.reasons);
    let museum = (!one.museum.is_empty()).then(|| format!(", {}", one.museum));
    view! {
        <li class="stack">
            <p><a href=href>{unbroken(&title)}</a>{museum}</p>
            <p class="meta">{words}" "{state}</p>
            {join}
        </li>
    }
    .into_markup()
}

fn said(page: &PageSaid, likes: &Likes, review: &ReviewContext) -> impl IntoView + use<> {
    let href = paths::case_study(&page.slug);
    let title = titled(&page.title);
    let listed = likes.similar.iter().any(|one| one.is_page(&page.slug));
    let join = (likes.may_join && !listed).then(|| button(&page.slug, &title, review));
    view! {
        <p>
            "Its museum says that this is a new version of "<a href=href>{unbroken(&title)}</a>"."
        </p>
        {join}
    }
}

fn button(slug: &str, title: &str, review: &ReviewContext) -> Markup {
    let label = format!("This is a new version of \u{201c}{title}\u{201d}");
    view! {
        <form method="post" action=paths::moderate_join(&review.submission.reference)>
            <input type="hidden" name="version" value=review.submission.version/>
            <input type="hidden" name="case" value=slug.to_owned()/>
            <Button label=label look=ButtonLook::Secondary/>
        </form>
    }
    .into_markup()
}

/// For a page that is not listed.
fn another(review: &ReviewContext) -> impl IntoView + use<> {
    let version = review.submission.version;
    let action = paths::moderate_join(&review.submission.reference);
    view! {
        <Details summary="It is a new version of another page">
            <form class="stack" method="post" action=action novalidate>
                <input type="hidden" name="version" value=version/>
                <FieldFrame
                    id="join-case"
                    label="Address of the page, or its reference"
                    hint="You see what will happen before anything does."
                >
                    <TextInput id="join-case" name="case" describedby=describedby("join-case", true, false) spellcheck=false/>
                </FieldFrame>
                <Button label="See what will happen" look=ButtonLook::Secondary/>
            </form>
        </Details>
    }
}
