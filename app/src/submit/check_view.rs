//! Check your answers, as it is drawn.

use super::autosave::BASE;
use super::check::{CheckState, DECLARED, MARKS, UNCHANGED, View, is_among, left_to_say};
use super::read_back;
use super::read_back::Changing;
use super::version_of;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Checkboxes, Choice, ErrorSummary, FieldFrame, FormError,
    PageHeading, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use case_study::declarations::{Declaration, MISSING, Occasion, asked_at};
use case_study::fields::field;
use case_study::signed_text::{ChangedSince, SignedText};
use case_study::{FieldError, Section};
use leptos::prelude::*;

pub(super) const TITLE: &str = "Check your answers";

/// The whole page.
pub(super) fn draw(view: View) -> impl IntoView {
    let View {
        reference,
        copy,
        faults,
        standing,
        ticked,
        state,
        open,
        twin,
    } = view;
    let tried = matches!(state, CheckState::Tried);
    let text = SignedText::of(&copy.content);
    let to_say: Vec<&Declaration> = left_to_say(&standing).collect();
    let all_said = to_say.iter().all(|one| is_among(&ticked, one));
    let missing = (tried && !all_said).then(|| MISSING.to_owned());
    let can_be_sent = faults.is_empty();
    let more = (can_be_sent && !copy.left_to_publish().is_empty()).then(can_wait);
    let unfinished = (!tried && !faults.is_empty()).then(|| unfinished(&reference, &faults));
    let unchanged = matches!(state, CheckState::Unchanged);
    let send = if unchanged {
        "Send it all the same"
    } else {
        "Send your case study"
    };
    let changed = match state {
        CheckState::Changed(since) => Some(changed_since(&since)),
        CheckState::Opened | CheckState::Tried | CheckState::Unchanged => None,
    };
    let changing = Changing {
        reference: &reference,
        open: &open,
    };
    let shown = if tried { faults } else { copy.unreadable() };
    let declared = missing
        .iter()
        .map(|message| (DECLARED.to_owned(), message.clone()));
    let summary = faults_with_links(&reference, &shown)
        .into_iter()
        .chain(declared)
        .collect();
    // Browsers that bring ticks back when a page is loaded again would bring them to another text.
    view! {
        <BackLink href=paths::draft(&reference) label="All pages"/>
        <ErrorSummary errors=as_links(summary)/>
        {changed}
        {unchanged.then(|| nothing_changed(&reference))}
        {unfinished}
        <PageHeading title=TITLE caption=format!("Your reference is {reference}") lede="Read everything once more. You can change each answer."/>
        {twin.map(version_of::view)}
        {more}
        {read_back::sections(&copy, Some(&changing), &shown)}
        <form class="form submit-declare" method="post" action=paths::draft_check(&reference) autocomplete="off" novalidate>
            <input type="hidden" name=BASE value=text.fingerprint().to_owned()/>
            <input type="hidden" name=MARKS value=text.marks()/>
            {unchanged.then(|| view! { <input type="hidden" name=UNCHANGED value="yes"/> })}
            {said_before(&standing)}
            {(!to_say.is_empty()).then(|| declarations(&to_say, &ticked, missing))}
            <p>
                "Our "<a href=paths::PRIVACY>"privacy page"</a>" says what we keep, and the "
                <a href="https://creativecommons.org/licenses/by/4.0/">"licence"</a>
                " what others may do. Keep consent forms yourself; do not send them to us."
            </p>
            <div class="actions">
                <Button label=send/>
                <a href=paths::draft(&reference)>"Not yet: back to the list"</a>
            </div>
        </form>
    }
}

/// Nothing was sent, because the text is another one than the one that was read.
fn changed_since(since: &ChangedSince) -> impl IntoView + use<> {
    let answers = since.fields.iter().map(|field| {
        let href = format!("#{}", field.section.slug());
        view! { <li><a href=href>{field.name_for_author()}</a></li> }.into_markup()
    });
    let statements = since.statements.then(|| {
        let href = format!("#{DECLARED}");
        view! { <li><a href=href>"The statements to tick"</a></li> }.into_markup()
    });
    let items: Vec<Markup> = answers.chain(statements).collect();
    let list = (!items.is_empty()).then(|| {
        view! {
            <p>"This is different now:"</p>
            <ul>{items}</ul>
        }
    });
    view! {
        <Banner kind=BannerKind::Warning heading="Your case study changed after you opened this page">
            <p>"You, or someone you work with, saved it in another window or on another device. So we did not send it."</p>
            {list}
            <p>"Read it once more below. Then tick the statements and send it."</p>
        </Banner>
    }
}

/// It would go back as it came. That is allowed, and asked about once.
fn nothing_changed(reference: &str) -> impl IntoView + use<> {
    let asked = paths::draft_changes(reference);
    view! {
        <Banner kind=BannerKind::Warning heading="Nothing was changed">
            <p>"You have not changed an answer or written a reply since we asked you, so we did not send it yet."</p>
            <p><a href=asked>"See what we asked"</a>". Or send it all the same: the button at the end of this page does that now."</p>
        </Banner>
    }
}

/// Before anybody tried to send it: the pages where something is missing, and how much.
fn unfinished(reference: &str, faults: &[FieldError]) -> impl IntoView + use<> {
    let items = Section::FORM
        .iter()
        .filter_map(|section| {
            let count = faults
                .iter()
                .filter(|fault| field(&fault.field).is_some_and(|field| field.section == *section))
                .count();
            let words = match count {
                0 => return None,
                1 => "1 answer".to_owned(),
                _ => format!("{count} answers"),
            };
            let href = paths::draft_section_from_check(reference, section.slug());
            Some(view! { <li><a href=href>{section.title()}</a>{format!(": {words}")}</li> })
        })
        .collect_view();
    view! {
        <Banner heading="You cannot send it yet. These pages need something:">
            <ul>{items}</ul>
        </Banner>
    }
}

/// It can be sent, and more would be good.
fn can_wait() -> impl IntoView {
    view! {
        <p class="submit-notice">
            "You can send it as it is. What readers need and is not filled in yet, we take from your text or ask you about."
        </p>
    }
}

/// What was said when it was sent before: asked once, it counts on.
fn said_before(standing: &[String]) -> Option<impl IntoView + use<>> {
    let items = asked_at(Occasion::LongWay)
        .filter(|one| is_among(standing, one))
        .map(|one| view! { <li>{one.words}</li> })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| {
        view! {
            <div class="submit-said">
                <h2>"You have already said"</h2>
                <ul>{items}</ul>
                <p>"It counts for this text too. You do not have to tick it again."</p>
            </div>
        }
    })
}

fn declarations(
    asked: &[&Declaration],
    ticked: &[String],
    missing: Option<String>,
) -> impl IntoView + use<> {
    let options = asked
        .iter()
        .map(|declaration| Choice {
            value: declaration.key.to_owned(),
            label: declaration.words.to_owned(),
            hint: None,
            checked: is_among(ticked, declaration),
        })
        .collect::<Vec<_>>();
    let invalid = missing.is_some();
    view! {
        <FieldFrame id=DECLARED label="Before you send it" hint="Tick each statement." error=missing legend=true>
            <Checkboxes
                id=DECLARED
                name=DECLARED
                options=options
                describedby=describedby(DECLARED, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// Each fault with the page and the question where it is mended.
fn faults_with_links(reference: &str, faults: &[FieldError]) -> Vec<(String, String)> {
    faults
        .iter()
        .filter_map(|fault| {
            let section = field(&fault.field)?.section;
            Some((
                format!(
                    "{}#{}",
                    paths::draft_section_from_check(reference, section.slug()),
                    fault.field
                ),
                fault.message.clone(),
            ))
        })
        .collect()
}

fn as_links(links: Vec<(String, String)>) -> Vec<FormError> {
    links
        .into_iter()
        .map(|(href, message)| FormError::new(href, message))
        .collect()
}
