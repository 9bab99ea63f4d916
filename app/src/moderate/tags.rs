//! `…/tags` of a submission or a compiled case: strand, themes, evidence label and the other tags readers
//! filter by.

use super::and_approve;
use super::flash::Flash;
use super::mend_target;
use super::mend_target::{Asked, Place, Saved, Target};
use super::queue_onwards::THEN;
use super::review_context;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Checkboxes, Choice, ErrorSummary, FieldFrame, FormError,
    Nav, PageHeading, Radios, TextArea, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::evidence::suggested_label;
use case_study::public::public_part;
use case_study::tags::{changes, is_tag, tag_fields};
use case_study::vocabulary::Term;
use case_study::{Answers, CaseStudyContent, EditWeight, Field, Kind, Need, Vocabulary};
use leptos::prelude::*;

const CANNOT: &str = "change its tags";

/// The form with the tags of a submission as they stand.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    show(&state, &context, Place::Submission(reference)).await
}

/// Saves them; each one that changed is an event.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    save(&state, &context, Place::Submission(reference), &body).await
}

/// The same for a compiled case.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get_in_bank(
    State(state): State<AppState>,
    context: PageContext,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    show(&state, &context, Place::Bank(slug)).await
}

/// Saves them.
///
/// # Errors
/// See [`mend_target::open`]; also when the form is not ours.
pub async fn post_in_bank(
    State(state): State<AppState>,
    context: PageContext,
    Path(slug): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    save(&state, &context, Place::Bank(slug), &body).await
}

async fn show(
    state: &AppState,
    context: &PageContext,
    place: Place,
) -> Result<Response, PageError> {
    match mend_target::open(state, context, place, CANNOT, None).await? {
        Ok(target) => {
            let form = Form::of(state, context, &target).await?;
            Ok(draw(context, form, StatusCode::OK))
        }
        Err(answer) => Ok(answer),
    }
}

async fn save(
    state: &AppState,
    context: &PageContext,
    place: Place,
    body: &[u8],
) -> Result<Response, PageError> {
    if let Some(answer) = mend_target::signed_out(context, &place, body)? {
        return Ok(answer);
    }
    let fields: Vec<&'static Field> = tag_fields().collect();
    let target = match mend_target::open(state, context, place, CANNOT, None).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    let mut sent = review_context::read(body, |key| is_tag(key) || key == THEN)?;
    let approves = and_approve::is_asked(&sent.answers, &target.place)?;
    sent.answers.take(THEN);
    let asked = Asked {
        version: sent.version,
        answers: &sent.answers,
        fields: &fields,
        weight: EditWeight::Form,
    };
    let done = match mend_target::save(state, context, &target, CANNOT, asked).await? {
        Saved::Changed(count) if approves => {
            let (place, seen) = (&target.place, sent.version);
            return and_approve::after_saving(state, context, place, seen, count).await;
        }
        Saved::Changed(0) => Flash::TagsKept,
        Saved::Changed(_) => Flash::Tagged,
        Saved::Wrong(errors) => {
            let mut form = Form::of(state, context, &target).await?;
            form.answers = sent.answers;
            form.version = sent.version;
            form.errors = errors.into_iter().map(FormError::from).collect();
            return Ok(draw(context, form, StatusCode::UNPROCESSABLE_ENTITY));
        }
        Saved::Faster(words, now) => {
            let mut mine = now.content.clone();
            // Sent through the same checks when they press the button again.
            let _unreadable = sent.answers.put_into(&mut mine, tag_fields());
            let mut form = Form::of(state, context, &now).await?;
            form.clash = Some((words, would_change(&now.content, &mine)));
            form.answers = sent.answers;
            return Ok(draw(context, form, StatusCode::CONFLICT));
        }
        Saved::Closed(answer) => return Ok(answer),
    };
    Ok(Redirect::to(&done.at(&target.home())).into_response())
}

/// "Themes: Carers now, Carers and Mental health with your choice."
fn would_change(stored: &CaseStudyContent, mine: &CaseStudyContent) -> Vec<String> {
    changes(stored, mine)
        .into_iter()
        .filter_map(|change| {
            let field = case_study::fields::field(change.field)?;
            let words = |slugs: &[String]| match field.kind.to_lines(slugs) {
                labels if labels.is_empty() => "nothing".to_owned(),
                labels => labels.join(", "),
            };
            Some(format!(
                "{}: {} now; yours is {}",
                field.heading,
                words(&change.before),
                words(&change.after)
            ))
        })
        .collect()
}

struct Form {
    /// Address of the page about the whole text.
    home: String,
    caption: String,
    version: i64,
    is_read_at_once: bool,
    /// Saving them can approve it too.
    may_approve: bool,
    answers: Answers,
    /// The evidence label that readers see as suggested until somebody chooses one.
    suggested: &'static str,
    errors: Vec<FormError>,
    /// Who was faster, and what saving would change now.
    clash: Option<(String, Vec<String>)>,
}

impl Form {
    async fn of(
        state: &AppState,
        context: &PageContext,
        target: &Target,
    ) -> Result<Self, PageError> {
        let fields: Vec<&'static Field> = tag_fields().collect();
        Ok(Self {
            may_approve: and_approve::is_offered(state, context, &target.place, &fields).await?,
            home: target.home(),
            caption: target.caption.clone(),
            version: target.version,
            is_read_at_once: target.is_read_at_once(),
            answers: Answers::of(&target.content, tag_fields()),
            suggested: suggested_label(&public_part(target.content.clone())),
            errors: Vec::new(),
            clash: None,
        })
    }
}

fn draw(context: &PageContext, form: Form, status: StatusCode) -> Response {
    let page = Page::new("Tags").private().at(Nav::Moderate);
    let page = if form.errors.is_empty() {
        page.status(status)
    } else {
        page.invalid()
    };
    page.render(context, move || view(form))
}

fn view(form: Form) -> impl IntoView {
    let caption = form.caption.clone();
    let back = form.home.clone();
    let action = format!("{back}/tags");
    let lede = if form.is_read_at_once {
        "This one is published: readers see what you save at once."
    } else {
        "Readers find and filter case studies by these."
    };
    let clash = form
        .clash
        .as_ref()
        .map(|(happened, changes)| clash_view(happened, changes));
    let fields = tag_fields()
        .map(|field| field_view(field, &form.answers, &form.errors, form.suggested))
        .collect_view();
    view! {
        <BackLink href=back.clone() label="Back to the case study"/>
        <ErrorSummary errors=form.errors.clone()/>
        {clash}
        <PageHeading title="Tags" caption=caption lede=lede/>
        <form class="form tags-form" method="post" action=action novalidate>
            <input type="hidden" name="version" value=form.version/>
            {fields}
            <div class="actions">
                <Button label="Save the tags"/>
                {and_approve::button(form.may_approve)}
                <a href=back>"Cancel"</a>
            </div>
        </form>
    }
}

fn clash_view(happened: &str, changes: &[String]) -> impl IntoView + use<> {
    let list = if changes.is_empty() {
        view! { <p>"The tags are as you chose them already."</p> }.into_markup()
    } else {
        let items = changes
            .iter()
            .map(|change| view! { <li>{change.clone()}</li> })
            .collect_view();
        view! {
            <p>"Nothing you chose is lost. Saving it now would change:"</p>
            <ul class="clash-list">{items}</ul>
        }
        .into_markup()
    };
    let happened = happened.to_owned();
    view! {
        <Banner kind=BannerKind::Warning heading="Someone else was faster">
            <p>{happened}</p>
            {list}
        </Banner>
    }
}

/// The control of one tag. `suggested`: the evidence label that readers see until somebody chooses one.
pub(super) fn field_view(
    field: &'static Field,
    answers: &Answers,
    errors: &[FormError],
    suggested: &str,
) -> Markup {
    let chosen = answers.all(field.key);
    let error = FormError::of(errors, field.key);
    let hint = hint(field, suggested);
    let described = describedby(field.key, !hint.is_empty(), error.is_some());
    let invalid = error.is_some();
    let (terms, many) = match field.kind {
        Kind::One(vocabulary) => (vocabulary.terms(), false),
        Kind::Many(vocabulary, ..) => (vocabulary.terms(), true),
        Kind::Words { max, .. } => {
            let most = u32::try_from(max).unwrap_or(u32::MAX);
            let value = answers.one(field.key).to_owned();
            return view! {
                <FieldFrame id=field.key label=field.heading hint=hint error=error optional=true>
                    <TextArea
                        id=field.key
                        name=field.key
                        value=value
                        rows=3
                        describedby=described
                        invalid=invalid
                        data_words_max=Some(most)
                    />
                </FieldFrame>
            }
            .into_markup();
        }
        // Every other tag is chosen from a list; the tests below look at each.
        _ => return ().into_markup(),
    };
    let options = options(field, terms, chosen, suggested);
    let control = if many {
        let columns = terms.len() > 6;
        view! { <Checkboxes id=field.key name=field.key options=options describedby=described invalid=invalid columns=columns/> }
            .into_markup()
    } else {
        view! { <Radios id=field.key name=field.key options=options describedby=described invalid=invalid/> }.into_markup()
    };
    view! {
        <FieldFrame id=field.key label=field.heading hint=hint error=error legend=true>
            {control}
        </FieldFrame>
    }
    .into_markup()
}

fn options(
    field: &Field,
    terms: &'static [Term],
    chosen: &[String],
    suggested: &str,
) -> Vec<Choice> {
    // A radio cannot be unchosen; the last one says that nothing is chosen.
    let none = match field.key {
        "second_strand" => Some(("Neither", None)),
        "evidence_label" => {
            let label = Vocabulary::Evidence.label_of(suggested);
            Some((
                "Not chosen yet",
                Some(format!("Readers see: {label} (suggested).")),
            ))
        }
        _ => None,
    };
    let none = none.map(|(label, hint)| Choice {
        value: String::new(),
        label: label.to_owned(),
        hint,
        checked: chosen.iter().all(String::is_empty),
    });
    // Long lists stay lists; the meaning of a few is worth the room.
    let explained = matches!(field.key, "strand" | "evidence_label");
    terms
        .iter()
        .map(|term| Choice {
            value: term.slug.to_owned(),
            label: term.label.to_owned(),
            hint: explained.then(|| term.definition.to_owned()),
            checked: chosen.iter().any(|slug| slug == term.slug),
        })
        .chain(none)
        .collect()
}

fn hint(field: &Field, suggested: &str) -> String {
    match field.key {
        "evidence_label" => {
            let suggested = Vocabulary::Evidence.label_of(suggested);
            return format!(
                "How it is known what changed. What they told us suggests: {suggested}. Until someone chooses, readers \
                 are told that it is only suggested."
            );
        }
        "evidence_reason" => {
            return "Readers see it under the label, such as: the report is by a university."
                .to_owned();
        }
        _ => {}
    }
    let limit = field.kind.limit_in_words();
    if field.need == Need::Optional && limit.is_empty() {
        "You may leave this empty.".to_owned()
    } else {
        limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_chosen_from_a_list_or_said_in_words() {
        for field in tag_fields() {
            assert!(
                matches!(
                    field.kind,
                    Kind::One(_) | Kind::Many(..) | Kind::Words { .. }
                ),
                "{}",
                field.key
            );
        }
    }

    #[test]
    fn a_label_may_stay_a_suggestion() {
        let field = case_study::fields::field("evidence_label").unwrap();
        let terms = Vocabulary::Evidence.terms();
        let choices = options(field, terms, &[], "evaluated");
        let checked: Vec<&str> = choices
            .iter()
            .filter(|choice| choice.checked)
            .map(|choice| choice.label.as_str())
            .collect();
        assert_eq!(checked, ["Not chosen yet"]);
        let hint = choices.last().and_then(|choice| choice.hint.clone());
        assert_eq!(hint.as_deref(), Some("Readers see: Evaluated (suggested)."));
        let chosen = options(field, terms, &["monitored".to_owned()], "evaluated");
        assert_eq!(chosen.iter().filter(|choice| choice.checked).count(), 1);
    }

    #[test]
    fn a_second_strand_can_be_taken_away() {
        let field = case_study::fields::field("second_strand").unwrap();
        let Kind::One(vocabulary) = field.kind else {
            panic!("one of a list")
        };
        let none = options(field, vocabulary.terms(), &[], "").pop().unwrap();
        assert!(none.checked && none.value.is_empty());
        let chosen = options(field, vocabulary.terms(), &["workforce".to_owned()], "");
        assert_eq!(chosen.iter().filter(|choice| choice.checked).count(), 1);
    }

    #[test]
    fn what_saving_would_change_is_said_in_words() {
        let stored = CaseStudyContent {
            themes: vec!["carers".into()],
            ..Default::default()
        };
        let mine = CaseStudyContent {
            themes: vec!["mental-health".into()],
            ..Default::default()
        };
        assert_eq!(
            would_change(&stored, &mine),
            ["Themes: Carers now; yours is Mental health"]
        );
        assert!(would_change(&stored, &stored).is_empty());
    }
}
