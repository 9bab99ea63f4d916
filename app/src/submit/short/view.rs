//! How the page of the short way looks.

use super::beside::{add_files, long_way, of_draft};
use super::form::{COUNTRY, DECLARED, EMAIL, MUSEUM, TOWN, Typed, WORDS};
use crate::submit::first_page::START_KEY;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Checkboxes, Choice, CookieNeeded, ErrorSummary,
    FieldFrame, FormError, GroupedSelect, InputWidth, KeptWords, PageHeading, Paragraphs, SendArea,
    TextArea, TextInput, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::bots::{SEND, Unseen};
use case_study::declarations::{Occasion, asked_at};
use case_study::email::shown_email;
use case_study::short_way::MOST_WORDS;
use case_study::validation::STORY_WORDS;
use case_study::vocabulary::{Term, european_countries, other_countries};
use leptos::prelude::*;

pub(super) const TITLE: &str = "Tell us in your own words";
pub(super) const SEND_IT: &str = "Send it to us";
const LEDE: &str = "Paste an email, a report or your notes. We make a page of it and show it to you. Nothing goes online before you say yes.";
const QUESTION: &str = "What did you do, who was it for, and what came of it?";
const OFFERED: &str = "museums";

/// Everything the page shows.
pub(super) struct Page {
    pub typed: Typed,
    pub errors: Vec<FormError>,
    pub unseen: Unseen,
    /// Names of museums that are offered.
    pub museums: Vec<String>,
    /// Somebody signed in is reached through the account.
    pub ask_email: bool,
    pub of: Of,
}

/// What is sent.
pub(super) enum Of {
    /// A story that begins with this page.
    New {
        /// Random, so that a second press of the button finds what the first one sent.
        start_key: String,
        /// The browser did not send the cookie back that came with the form.
        cookie_missing: bool,
    },
    /// A draft.
    Draft {
        reference: String,
        /// Fingerprint of the text that the page is drawn from.
        base: String,
        /// How many words it tells the story in elsewhere.
        told: usize,
        /// How many photographs it has.
        pictures: usize,
        /// It was changed since the page was opened; the story that stands there now, where that is
        /// another one than was typed.
        changed: Option<String>,
    },
}

impl Of {
    const fn pictures(&self) -> usize {
        match self {
            Self::New { .. } => 0,
            Self::Draft { pictures, .. } => *pictures,
        }
    }
}

pub(super) fn draw(page: Page) -> impl IntoView {
    let Page {
        typed,
        errors,
        unseen,
        museums,
        ask_email,
        of,
    } = page;
    let adding = add_files(&errors, of.pictures());
    let (before, action, hidden, told, other) = match of {
        Of::New {
            start_key,
            cookie_missing,
        } => (
            view! {
                <BackLink href=paths::SUBMIT label="Share a case study"/>
                {cookie_missing.then(|| view! { <CookieNeeded to="show you what you sent" button=SEND_IT/> })}
            }
            .into_markup(),
            paths::SUBMIT_SHORT_FORM.to_owned(),
            (START_KEY, start_key),
            0,
            long_way().into_markup(),
        ),
        Of::Draft {
            reference,
            base,
            told,
            pictures,
            changed,
        } => (
            view! {
                <BackLink href=paths::draft(&reference) label="Your case study"/>
                {changed.map(was_changed)}
            }
            .into_markup(),
            paths::draft_short(&reference),
            ("base", base),
            told,
            of_draft(&reference, pictures).into_markup(),
        ),
    };
    let error = |field: &str| FormError::of(&errors, field);
    let boxes = view! {
        {words(&typed, error(WORDS), told)}
        {museum(&typed, error(MUSEUM), &museums)}
        {place(&typed, error(TOWN), error(COUNTRY))}
        {ask_email.then(|| email(&typed, error(EMAIL)))}
        {declared(&typed, error(DECLARED))}
        <SendArea id=SEND error=error(SEND)>
            <Button label=SEND_IT/>
        </SendArea>
    }
    .into_markup();
    let (name, value) = hidden;
    view! {
        {before}
        <ErrorSummary errors=errors.clone()/>
        <PageHeading title=TITLE lede=LEDE/>
        <form class="form" method="post" action=action novalidate>
            <input type="hidden" name=name value=value/>
            {unseen.view()}
            {boxes}
            {adding}
            {other}
        </form>
    }
}

fn words(typed: &Typed, error: Option<String>, told: usize) -> impl IntoView + use<> {
    let (text, invalid) = (typed.own_words.clone(), error.is_some());
    let told_enough = told >= STORY_WORDS;
    let hint = if told == 0 {
        format!(
            "{STORY_WORDS} words are enough, {} at most. If a line starts with \u{201c}Subject:\u{201d}, that becomes the title.",
            crate::ui::with_commas(MOST_WORDS as u64)
        )
    } else {
        format!(
            "We also send the {told} words that you have written under the other questions. Add what you like."
        )
    };
    view! {
        <FieldFrame id=WORDS label=QUESTION hint=hint error=error optional=told_enough>
            <TextArea
                id=WORDS
                name=WORDS
                value=text
                rows=12
                describedby=describedby(WORDS, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

fn museum(typed: &Typed, error: Option<String>, offered: &[String]) -> impl IntoView + use<> {
    let (name, invalid) = (typed.museum.clone(), error.is_some());
    let options = offered
        .iter()
        .map(|name| view! { <option value=name.clone()></option> })
        .collect_view();
    view! {
        <FieldFrame
            id=MUSEUM
            label="Your museum"
            hint="Choose it from the list that opens as you type, or write its name."
            error=error
        >
            <TextInput
                id=MUSEUM
                name=MUSEUM
                value=name
                autocomplete="organization"
                describedby=describedby(MUSEUM, true, invalid)
                invalid=invalid
                list=OFFERED
            />
            <datalist id=OFFERED>{options}</datalist>
        </FieldFrame>
    }
}

/// Asked of a museum that is not in the list.
fn place(typed: &Typed, town: Option<String>, country: Option<String>) -> impl IntoView + use<> {
    let (no_town, no_country) = (town.is_some(), country.is_some());
    let choices = |terms: &'static [Term]| {
        terms
            .iter()
            .map(|term| Choice {
                value: term.slug.to_owned(),
                label: term.label.to_owned(),
                hint: None,
                checked: term.slug == typed.country,
            })
            .collect::<Vec<_>>()
    };
    let groups = vec![
        ("Europe", choices(european_countries())),
        ("Elsewhere", choices(other_countries())),
    ];
    let typed_town = typed.town.clone();
    view! {
        <fieldset class="submit-place">
            <legend class="field-label">"Only if your museum is not in the list"</legend>
            <FieldFrame id=TOWN label="Town or city" error=town>
                <TextInput
                    id=TOWN
                    name=TOWN
                    value=typed_town
                    autocomplete="address-level2"
                    width=InputWidth::Medium
                    describedby=describedby(TOWN, false, no_town)
                    invalid=no_town
                />
            </FieldFrame>
            <FieldFrame id=COUNTRY label="Country" error=country>
                <GroupedSelect
                    id=COUNTRY
                    name=COUNTRY
                    groups=groups
                    prompt="Choose a country"
                    autocomplete="country"
                    describedby=describedby(COUNTRY, false, no_country)
                    invalid=no_country
                />
            </FieldFrame>
        </fieldset>
    }
}

fn email(typed: &Typed, error: Option<String>) -> impl IntoView + use<> {
    let (address, invalid) = (shown_email(&typed.email), error.is_some());
    view! {
        <FieldFrame
            id=EMAIL
            label="Your email address"
            hint="We send you a copy, and later the page to look at. We never publish the address."
            error=error
        >
            <TextInput
                id=EMAIL
                name=EMAIL
                kind="email"
                value=address
                autocomplete="email"
                width=InputWidth::Medium
                describedby=describedby(EMAIL, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

fn declared(typed: &Typed, error: Option<String>) -> Markup {
    let invalid = error.is_some();
    let options = asked_at(Occasion::ShortWay)
        .map(|one| Choice {
            value: one.key.to_owned(),
            label: one.words.to_owned(),
            hint: None,
            checked: typed.ticked.iter().any(|key| key == one.key),
        })
        .collect();
    view! {
        <FieldFrame id=DECLARED label="Tick both before you send it" error=error legend=true>
            <Checkboxes id=DECLARED name=DECLARED options=options invalid=invalid/>
        </FieldFrame>
        <p class="meta measure">
            "What we keep of you and for how long stands on "<a href=paths::PRIVACY>"the privacy page"</a>"."
        </p>
    }
    .into_markup()
}

/// What the page says when the draft is another text by now. Every word of both stands on it.
fn was_changed(stored: String) -> impl IntoView {
    let stored = (!stored.is_empty()).then(|| {
        view! {
            <p>"This is what is saved now. The box below still has your text; sending puts it in place of this one:"</p>
            <KeptWords><Paragraphs text=stored/></KeptWords>
        }
    });
    view! {
        <Banner kind=BannerKind::Warning heading="This changed after you opened the page">
            <p>"The case study was changed in another window. Nothing was sent yet. Check it once more, tick both sentences and send it."</p>
            {stored}
        </Banner>
    }
}
