//! The page of a museum's yes, as it is drawn: the page as readers will see it, with the four answers below it.

use super::code_step;
use super::status_page;
use super::yes::Door;
use super::yes_form::{BASE, DECLARED, Pressed, Typed, WORDS, reply_keys};
use super::yes_steps::{code, code_button, sure};
use crate::browse::case::preview;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Checkboxes, Choice, CookieNeeded,
    ErrorSummary, FieldFrame, FormError, TextArea, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::bots::{SEND, Unseen};
use crate::web::pictures;
use case_study::CaseStudyContent;
use case_study::declarations::{LICENCE, Occasion, asked_at};
use case_study::public::public_fields;
use leptos::prelude::*;
use store::agreements::{Agreement, sworn_at_sending};

/// Where the answers stand.
const ANSWER: &str = "answer";
const YES: &str = "Yes, publish it";
const CHANGE: &str = "Change something";
pub(super) const WRITE: &str = "Send us your words";
const NO: &str = "No, do not publish it";
const READ_TITLE: &str = "Your page is ready";
pub(super) const SURE_TITLE: &str = "Do not publish it?";

/// What the page shows.
pub(super) struct Shown {
    pub door: Door,
    pub reference: String,
    /// How it was sent: short or long.
    pub way: String,
    pub asked: Agreement,
    pub content: CaseStudyContent,
    pub typed: Typed,
    /// A press of a button asks for a code.
    pub needs_code: bool,
    /// What tells people from programs, where anybody with the link may press.
    pub unseen: Option<Unseen>,
    pub is_sample: bool,
}

/// Why the page is drawn.
pub(super) enum Step {
    Read,
    /// Something is missing in the answer.
    Faults(Vec<FormError>),
    /// The answer was to another text.
    Changed(Changed),
    /// A no is asked once more.
    Sure,
    Code {
        wrong: bool,
    },
    /// The browser keeps no cookies, so it could not hold what the code opens.
    NoCookie,
}

impl Step {
    /// The title of the page.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Read | Self::Faults(_) | Self::Changed(_) => READ_TITLE,
            Self::Sure => SURE_TITLE,
            Self::Code { .. } | Self::NoCookie => code_step::TITLE,
        }
    }
}

/// The parts of a page that are others than those that were answered, by their headings.
pub(super) struct Changed(Vec<&'static str>);

impl Changed {
    /// Between the text that was shown and the one that stands now.
    pub fn between(before: Option<&CaseStudyContent>, now: &CaseStudyContent) -> Self {
        let Some(before) = before else {
            return Self(Vec::new());
        };
        let fields = public_fields().filter(|field| field.answers(before) != field.answers(now));
        Self(fields.map(|field| field.name_for_author()).collect())
    }
}

/// The page.
pub(super) fn draw(shown: Shown, step: Step) -> Markup {
    match step {
        Step::Read => read(shown, Vec::new(), None).into_markup(),
        Step::Faults(faults) => read(shown, faults, None).into_markup(),
        Step::Changed(changed) => read(shown, Vec::new(), Some(changed)).into_markup(),
        Step::Sure => sure(&shown).into_markup(),
        Step::Code { wrong } => code(&shown, wrong).into_markup(),
        Step::NoCookie => view! {
            <CookieNeeded to="know that the case study is yours" button=code_button(shown.typed.pressed)/>
            {code(&shown, false)}
        }
        .into_markup(),
    }
}

fn read(shown: Shown, faults: Vec<FormError>, changed: Option<Changed>) -> impl IntoView {
    let back = shown.door.status_href();
    let page = preview::page(shown.content.clone(), &pictures::folder_of(&back));
    let above = match changed {
        Some(changed) => Some(changed_since(&changed)),
        // An error summary stands alone.
        None => faults.is_empty().then(ready),
    };
    let answers = answers(&shown, &faults);
    // An error summary stands alone.
    let sample = (shown.is_sample && faults.is_empty()).then(status_page::sample);
    view! {
        <BackLink href=back label="Where it stands"/>
        <ErrorSummary errors=faults/>
        {sample}
        {above}
        {page}
        {answers}
    }
}

fn ready() -> Markup {
    view! {
        <Banner heading="Your page is ready: may we publish it?">
            <p>"This is your case study as readers will see it. Nothing is online yet."</p>
            <p>"Read it, then "<a href=format!("#{ANSWER}")>"give your answer"</a>" below it."</p>
        </Banner>
    }
    .into_markup()
}

fn changed_since(changed: &Changed) -> Markup {
    let list = (!changed.0.is_empty()).then(|| {
        let items = changed
            .0
            .iter()
            .map(|name| view! { <li>{*name}</li> })
            .collect_view();
        view! {
            <p>"This is different now:"</p>
            <ul>{items}</ul>
        }
    });
    view! {
        <Banner kind=BannerKind::Warning heading="Your page changed after you opened it">
            <p>"So we did not take your answer: it was about another text. What you wrote is still here."</p>
            {list}
            <p>"Read the page once more, then "<a href=format!("#{ANSWER}")>"give your answer"</a>"."</p>
        </Banner>
    }
    .into_markup()
}

pub(super) fn hidden(shown: &Shown) -> impl IntoView + use<> {
    let typed = &shown.typed;
    view! {
        {shown.unseen.as_ref().map(Unseen::view)}
        <input type="hidden" name="agreement" value=typed.agreement/>
        <input type="hidden" name=BASE value=typed.base.clone()/>
    }
}

fn answers(shown: &Shown, faults: &[FormError]) -> impl IntoView + use<> {
    let typed = &shown.typed;
    let code = shown.needs_code.then(|| {
        view! {
            <p>"When you press a button, we email a code to the address of this case study. You type it on the next page."</p>
        }
    });
    view! {
        <section class="section yes-answers" aria-labelledby=ANSWER>
            <h2 id=ANSWER tabindex="-1">"Your answer"</h2>
            <form class="form" method="post" action=shown.door.href() autocomplete="off" novalidate>
                {hidden(shown)}
                {once_more(faults)}
                {code}
                {questions(shown, faults)}
                {yes(shown, faults)}
                <div class="stack yes-answer">
                    <h3>"Change something"</h3>
                    <p>"All your answers open again, as they stand on this page. Send them when you are done, and we read them again."</p>
                    {press(Pressed::Change, CHANGE, ButtonLook::Secondary)}
                </div>
                {write(typed, faults)}
                <div class="stack yes-answer">
                    <h3>"No"</h3>
                    <p>"Then we do not publish it. We ask you once more before that."</p>
                    {press(Pressed::No, NO, ButtonLook::Secondary)}
                </div>
            </form>
        </section>
    }
}

/// The error that belongs to no box: it stands above all four buttons.
fn once_more(faults: &[FormError]) -> Option<impl IntoView + use<>> {
    let error = FormError::of(faults, SEND)?;
    Some(view! {
        <div id=SEND tabindex="-1">
            <p class="field-error">
                <span class="visually-hidden">"Error: "</span>
                {error}
            </p>
        </div>
    })
}

fn press(pressed: Pressed, label: &'static str, look: ButtonLook) -> impl IntoView {
    view! { <div class="actions"><Button label=label name="action" value=pressed.value() look=look/></div> }
}

fn questions(shown: &Shown, faults: &[FormError]) -> Option<impl IntoView + use<>> {
    let asked = &shown.asked.questions;
    if asked.is_empty() {
        return None;
    }
    let heading = if asked.len() == 1 {
        "We have a question"
    } else {
        "We have two questions"
    };
    let boxes = reply_keys()
        .zip(asked)
        .zip(&shown.typed.replies)
        .map(|((key, question), reply)| text_box(key, question, None, reply, faults))
        .collect_view();
    Some(view! {
        <div class="stack yes-answer">
            <h3>{heading}</h3>
            <p>"Your words go with any button below. They do not change the page."</p>
            {boxes}
        </div>
    })
}

pub(super) fn text_box(
    key: String,
    label: &str,
    hint: Option<&'static str>,
    value: &str,
    faults: &[FormError],
) -> impl IntoView + use<> {
    let error = FormError::of(faults, &key);
    let described = describedby(&key, hint.is_some(), error.is_some());
    let invalid = error.is_some();
    let (label, value) = (label.to_owned(), value.to_owned());
    view! {
        <FieldFrame id=key.clone() label=label hint=hint.map(str::to_owned) error=error optional=true>
            <TextArea id=key.clone() name=key value=value rows=3 describedby=described invalid=invalid/>
        </FieldFrame>
    }
}

fn yes(shown: &Shown, faults: &[FormError]) -> impl IntoView + use<> {
    let error = FormError::of(faults, DECLARED);
    let invalid = error.is_some();
    let options = asked_at(Occasion::Yes)
        .map(|statement| Choice {
            value: statement.key.to_owned(),
            label: statement.words.to_owned(),
            hint: None,
            checked: shown.typed.ticked.iter().any(|key| key == statement.key),
        })
        .collect::<Vec<_>>();
    let sworn = sworn_at_sending(&shown.way)
        .map(|statement| view! { <li>{statement.words}</li> })
        .collect_view();
    view! {
        <div class="stack yes-answer">
            <h3>"Yes"</h3>
            <FieldFrame id=DECLARED label="Tick both" error=error legend=true>
                <Checkboxes id=DECLARED name=DECLARED options=options describedby=describedby(DECLARED, false, invalid) invalid=invalid/>
            </FieldFrame>
            <p>"When you sent it, you told us this. With your yes you say it again, for this page:"</p>
            <ul>{sworn}</ul>
            <p><a href=LICENCE.url>"Read the licence"</a></p>
            {press(Pressed::Yes, YES, ButtonLook::Primary)}
        </div>
    }
}

fn write(typed: &Typed, faults: &[FormError]) -> impl IntoView + use<> {
    let hint =
        "What is not right yet? A few words are enough: we change it and show you the page again.";
    view! {
        <div class="stack yes-answer">
            <h3>"Not quite: write to us"</h3>
            {text_box(WORDS.to_owned(), "Your words", Some(hint), &typed.words, faults)}
            {press(Pressed::Write, WRITE, ButtonLook::Secondary)}
        </div>
    }
}
