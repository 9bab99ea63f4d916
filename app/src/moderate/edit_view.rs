//! What the pages show on which answers are edited.

use super::and_approve;
use super::carried_out;
use super::edit::{PART, PARTS, Which};
use super::mend_target::Target;
use super::text_diff::same_words;
use crate::submit::field_control;
use crate::submit::field_control::FieldProps;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Choice, Details, ErrorSummary, FieldFrame,
    FormError, Nav, PageHeading, Paragraphs, Radios, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::mending::{WEIGHT, Whose};
use case_study::working_copy::Unread;
use case_study::{Answers, CaseStudyContent, EditWeight, Field, FieldError, Kind, WorkingCopy};
use leptos::prelude::*;
use store::message_inbox::ReaderMessage;

/// Everything the page shows.
pub(super) struct EditForm {
    pub target: Target,
    pub which: Which,
    pub fields: Vec<&'static Field>,
    /// The address that it is sent to.
    pub action: String,
    pub answers: Answers,
    /// The version that was on the page.
    pub version: i64,
    pub weight: Option<EditWeight>,
    /// Saving it can approve it too.
    pub may_approve: bool,
    pub errors: Vec<FieldError>,
    /// Who was faster.
    pub faster: Option<String>,
    /// What was written about the work: it suggests terms.
    pub written: String,
    /// What a reader wrote, which this change carries out.
    pub after: Option<ReaderMessage>,
}

/// The page with its status.
pub(super) fn page(context: &PageContext, form: EditForm, status: StatusCode) -> Response {
    let page = Page::new(title(&form))
        .private()
        .at(Nav::Moderate)
        .with_islands();
    let page = if form.errors.is_empty() {
        page.status(status)
    } else {
        page.invalid()
    };
    page.render(context, move || view(form))
}

fn title(form: &EditForm) -> String {
    match &form.which {
        Which::One(field) => format!("Edit: {}", field.heading),
        Which::Part(at) => format!("Edit: {}", PARTS[*at].1.to_lowercase()),
    }
}

fn view(form: EditForm) -> impl IntoView {
    let target = &form.target;
    let home = target.home();
    let lede = target
        .is_read_at_once()
        .then(|| "This one is published: readers see what you save at once.".to_owned());
    let errors = form
        .errors
        .iter()
        .cloned()
        .map(FormError::from)
        .collect::<Vec<_>>();
    let faster = form.faster.as_deref().map(faster_view);
    let parts = matches!(form.which, Which::Part(_)).then(|| parts(&form));
    let part = match form.which {
        Which::Part(at) => Some(view! { <input type="hidden" name=PART value=PARTS[at].0/> }),
        Which::One(_) => None,
    };
    let questions = form
        .fields
        .iter()
        .map(|field| question(field, &form))
        .collect_view();
    let new_version = (target.whose == Whose::Public).then(|| new_version(&home, target.version));
    view! {
        <BackLink href=home.clone() label="Back to the case study"/>
        <ErrorSummary errors=errors/>
        {faster}
        <PageHeading title=title(&form) caption=target.caption.clone() lede=lede/>
        {form.after.as_ref().map(carried_out::view)}
        {parts}
        <div class=layout(target)>
            {material(target)}
            <form class="form edit-form" method="post" action=form.action.clone() novalidate>
                <input type="hidden" name="version" value=form.version/>
                {part}
                {form.after.as_ref().map(carried_out::hidden)}
                {questions}
                {weight_question(target.whose, form.weight, &form.errors)}
                <div class="actions">
                    <Button label="Save"/>
                    {and_approve::button(form.may_approve)}
                    <a href=home>"Cancel"</a>
                </div>
            </form>
        </div>
        {new_version}
    }
}

fn layout(target: &Target) -> &'static str {
    if target.content.own_words.is_empty() {
        "edit"
    } else {
        "edit beside"
    }
}

/// What the museum sent in one piece stands beside what is made from it.
fn material(target: &Target) -> Option<impl IntoView + use<>> {
    let words = target.content.own_words.clone();
    (!words.is_empty()).then(|| {
        view! {
            <section class="beside-words" aria-labelledby="own-words" tabindex="0">
                <h2 id="own-words">"In the museum\u{2019}s own words"</h2>
                <div class="prose"><Paragraphs text=words/></div>
            </section>
        }
    })
}

pub(super) fn faster_view(words: &str) -> impl IntoView + use<> {
    let words = words.to_owned();
    view! {
        <Banner kind=BannerKind::Warning heading="Someone else was faster">
            <p>{words}</p>
            <p>
                "Nothing you typed is lost. Where it differs from what is saved now, that stands below it. Change what you like, then save again."
            </p>
        </Banner>
    }
}

fn parts(form: &EditForm) -> impl IntoView + use<> {
    let open = match form.which {
        Which::Part(at) => Some(at),
        Which::One(_) => None,
    };
    let home = form.target.home();
    let links = PARTS
        .iter()
        .enumerate()
        .map(|(at, (_, words, _))| {
            let href = format!("{home}/{}", Which::Part(at).page());
            let href = carried_out::with_message(href, form.after.as_ref());
            let current = (open == Some(at)).then_some("page");
            view! { <li><a href=href aria-current=current>{*words}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="edit-parts" aria-label="Parts of the text">
            <ul>{links}<li><a href=format!("{home}/tags")>"Tags"</a></li></ul>
        </nav>
    }
}

/// A question with its answer, what somebody else saved since, and the original.
fn question(field: &'static Field, form: &EditForm) -> Markup {
    let target = &form.target;
    let stored = form
        .faster
        .as_ref()
        .filter(|_| !is_typed(field, &form.answers, &target.content))
        .map(|_| WorkingCopy::new(target.content.clone(), Unread::default()));
    let control = field_control::draw(
        field,
        &FieldProps {
            answers: &form.answers,
            errors: &form.errors,
            stored: stored.as_ref(),
            text: &form.written,
        },
    );
    let ours = target.by_us.contains(field.key).then(written_by_us);
    view! { <div class="edit-question">{ours}{control}{original(field, target, &form.which)}</div> }
        .into_markup()
}

/// Whether what was typed is what is stored.
fn is_typed(field: &'static Field, typed: &Answers, stored: &CaseStudyContent) -> bool {
    let mut content = stored.clone();
    typed
        .put_into(&mut content, std::iter::once(field))
        .is_empty()
        && field.answers(&content) == field.answers(stored)
}

/// Says that a moderator wrote an answer.
pub(super) fn written_by_us() -> Markup {
    view! { <p class="written-by-us"><strong class="status status-good">"Written by us"</strong></p> }.into_markup()
}

/// The answer as it was sent or imported: open where one answer is edited, or where it reads differently now.
fn original(
    field: &'static Field,
    target: &Target,
    which: &Which,
) -> Option<impl IntoView + use<>> {
    let lines = field.to_lines(&target.original);
    let same = same_words(&lines, &field.to_lines(&target.content));
    if field.kind == Kind::Tick || (same && matches!(which, Which::Part(_))) {
        return None;
    }
    let words = if lines.is_empty() {
        view! { <p class="meta">"Not given"</p> }.into_markup()
    } else if let Kind::Words { .. } = field.kind {
        view! { <Paragraphs text=field.answers(&target.original).concat()/> }.into_markup()
    } else {
        let lines = lines.into_iter().map(|line| view! { <p>{line}</p> });
        lines.collect_view().into_markup()
    };
    let open = matches!(which, Which::One(_));
    Some(view! {
        <div class="edit-original">
            <Details summary=target.original_is() open=open>{words}</Details>
        </div>
    })
}

/// What kind of change it is.
pub(super) fn weight_question(
    whose: Whose,
    chosen: Option<EditWeight>,
    errors: &[FieldError],
) -> Markup {
    let error = FieldError::of(errors, WEIGHT);
    let invalid = error.is_some();
    let described = describedby(WEIGHT, false, invalid);
    let options = EditWeight::ALL
        .into_iter()
        .map(|weight| Choice {
            value: weight.slug().to_owned(),
            label: weight.label().to_owned(),
            hint: Some(weight.hint(whose).to_owned()),
            checked: chosen == Some(weight),
        })
        .collect();
    view! {
        <FieldFrame id=WEIGHT label="What kind of change is this?" error=error legend=true>
            <Radios id=WEIGHT name=WEIGHT options=options describedby=described invalid=invalid/>
        </FieldFrame>
    }
    .into_markup()
}

/// The way to a change of what a public text says.
fn new_version(home: &str, version: i64) -> impl IntoView + use<> {
    let action = format!("{home}/new-version");
    view! {
        <section class="section" aria-labelledby="new-version">
            <h2 id="new-version">"To change what it says"</h2>
            <p>"Start a new version. The text that readers see now stays until the museum has agreed to the new one."</p>
            <form method="post" action=action>
                <input type="hidden" name="version" value=version/>
                <Button label="Start a new version" look=ButtonLook::Secondary/>
            </form>
        </section>
    }
}
