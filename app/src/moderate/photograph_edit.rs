//! `/moderate/cases/{reference}/edit/pictures/{blob}`: the words beside a photograph, and how much of it is shown. What
//! its museum said of rights and consent stays the museum's.

use super::edit_view::{faster_view, weight_question, written_by_us};
use super::flash::Flash;
use super::mend_target;
use super::mend_target::{Place, Saved, Target};
use crate::ui::{
    BackLink, Button, Checkboxes, Choice, ErrorSummary, FieldFrame, FormError, InputWidth,
    IntoMarkup, Markup, Nav, PageHeading, Photo, TextInput, describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::pictures;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::fields::field;
use case_study::mending::WEIGHT;
use case_study::pictures::{Cropped, LONGEST_WORDS, PictureMend, to_strings};
use case_study::text::upper_first;
use case_study::{Answers, EditWeight, FieldError, Picture};
use leptos::prelude::*;
use media::Cut;
use store::blobs;
use store::blobs::Kept;
use store::mending::{PictureChange, Subject, set_picture};

const CANNOT: &str = "edit its photographs";
/// What may be cut off of a side, in hundredths.
const MOST_CUT: u32 = 80;
const SIDES: [(&str, &str); 4] = [
    ("left", "From the left, in %"),
    ("right", "From the right, in %"),
    ("top", "From the top, in %"),
    ("bottom", "From the bottom, in %"),
];

/// What the page shows.
struct View {
    target: Target,
    /// The photograph with the words as they were typed; without a name where it is not there any more.
    picture: Picture,
    version: i64,
    sides: [String; 4],
    weight: Option<EditWeight>,
    errors: Vec<FieldError>,
    /// Who was faster.
    faster: Option<String>,
}

/// GET.
///
/// # Errors
/// See [`mend_target::open`]; a photograph that is not there is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, blob)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let place = Place::Submission(reference);
    let target = match mend_target::open(&state, &context, place, CANNOT, None).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    let picture = found(&target, &blob).ok_or(PageError::NotFound)?;
    let view = View {
        version: target.version,
        target,
        picture,
        sides: Default::default(),
        weight: None,
        errors: Vec::new(),
        faster: None,
    };
    Ok(page(&context, view, StatusCode::OK))
}

/// POST.
///
/// # Errors
/// As GET; also when the form is not ours, and when database or store do not answer.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, blob)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let place = Place::Submission(reference);
    if let Some(answer) = mend_target::signed_out(&context, &place, &body)? {
        return Ok(answer);
    }
    let known = |key: &str| {
        [
            "version",
            WEIGHT,
            "alternative",
            "decorative",
            "caption",
            "credit",
        ]
        .contains(&key)
            || SIDES.iter().any(|(side, _)| *side == key)
    };
    let typed = forms::read(&body, known)?;
    let mend = PictureMend {
        blob: blob.clone(),
        alternative: typed.one("alternative").to_owned(),
        decorative: typed.one("decorative") == "yes",
        caption: typed.one("caption").to_owned(),
        credit: typed.one("credit").to_owned(),
        cropped: None,
    };
    let fields = [field("pictures").ok_or(PageError::NotFound)?];
    let words = mend.of(&Picture {
        blob: blob.clone(),
        ..Picture::default()
    });
    let mut kept = Answers::default();
    kept.set("pictures", to_strings(std::slice::from_ref(&words)));
    let given_back = (&kept, &fields[..]);
    let target = match mend_target::open(&state, &context, place, CANNOT, Some(given_back)).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    let version = typed.one("version").parse().map_err(|_| forms::NotOurs)?;
    let sides = SIDES.map(|(side, _)| typed.one(side).to_owned());
    let stored = found(&target, &blob);
    let weight = EditWeight::from_slug(typed.one(WEIGHT));
    let view =
        |target: Target, version: i64, errors: Vec<FieldError>, faster: Option<String>| View {
            target,
            picture: stored.as_ref().map_or_else(
                || Picture {
                    blob: String::new(),
                    ..words.clone()
                },
                |picture| mend.of(picture),
            ),
            version,
            sides: sides.clone(),
            weight,
            errors,
            faster,
        };
    let (cut, errors) = judged(&mend, &sides, weight);
    if stored.is_none() {
        let gone = "This photograph is not in the text any more, so nothing was saved. What you typed stands below.";
        let view = view(target, version, Vec::new(), Some(gone.to_owned()));
        return Ok(page(&context, view, StatusCode::CONFLICT));
    }
    let (Some(weight), true) = (weight, errors.is_empty()) else {
        let view = view(target, version, errors, None);
        return Ok(page(&context, view, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let Subject::Submission(submission_id) = target.subject else {
        return Err(PageError::NotFound);
    };
    let cropped = match part(&state, submission_id, &target, &blob, cut).await? {
        Ok(cropped) => cropped,
        Err(why) => {
            let errors = vec![FieldError::new(SIDES[0].0, upper_first(&why.to_string()))];
            let view = view(target, version, errors, None);
            return Ok(page(&context, view, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let wanted = PictureMend {
        cropped,
        ..mend.clone()
    };
    let asked = PictureChange {
        submission_id,
        seen_version: version,
        mend: &wanted,
        weight,
    };
    let mail_context = state.settings.mail_context();
    let outcome = set_picture(&state.db, &mail_context, &target.actor, asked).await?;
    match mend_target::what_became(&state, &context, &target, CANNOT, outcome, given_back).await? {
        Saved::Closed(answer) => Ok(answer),
        Saved::Changed(count) => {
            let done = match (count, weight) {
                (0, _) => Flash::TextKept,
                (_, EditWeight::Protection) => Flash::Protected,
                _ => Flash::Edited,
            };
            Ok(Redirect::to(&done.at(&target.home())).into_response())
        }
        Saved::Wrong(errors) => {
            let view = view(target, version, errors, None);
            Ok(page(&context, view, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Saved::Faster(words, now) => {
            let version = now.version;
            let view = view(*now, version, Vec::new(), Some(words));
            Ok(page(&context, view, StatusCode::CONFLICT))
        }
    }
}

fn found(target: &Target, blob: &str) -> Option<Picture> {
    let mut pictures = target.content.pictures.iter();
    pictures.find(|picture| picture.blob == blob).cloned()
}

/// How much is cut off, and what is wrong with what was typed.
fn judged(
    mend: &PictureMend,
    sides: &[String; 4],
    weight: Option<EditWeight>,
) -> (Cut, Vec<FieldError>) {
    let mut errors = Vec::new();
    for (name, words) in [
        ("alternative", &mend.alternative),
        ("caption", &mend.caption),
        ("credit", &mend.credit),
    ] {
        let length = words.chars().count();
        if length > LONGEST_WORDS {
            let words = format!(
                "This has {length} characters. Shorten it to {LONGEST_WORDS} or fewer, then save again"
            );
            errors.push(FieldError::new(name, words));
        }
    }
    let mut cut = [0; 4];
    for (at, (name, _)) in SIDES.iter().enumerate() {
        match hundredths(&sides[at]) {
            Some(number) => cut[at] = number,
            None => errors.push(FieldError::new(
                *name,
                format!("Write a number from 0 to {MOST_CUT}, such as 10"),
            )),
        }
    }
    if weight.is_none() {
        errors.push(FieldError::new(WEIGHT, "Say what kind of change this is"));
    }
    let [left, right, top, bottom] = cut;
    let cut = Cut {
        left,
        right,
        top,
        bottom,
    };
    (cut, errors)
}

/// "10", "10 %" or nothing.
fn hundredths(typed: &str) -> Option<u32> {
    let number = typed.trim().trim_end_matches('%').trim_end();
    if number.is_empty() {
        return Some(0);
    }
    number.parse().ok().filter(|part| *part <= MOST_CUT)
}

/// The part of a photograph that is shown from now on, in the store and with a row; none where nothing is cut off.
async fn part(
    state: &AppState,
    submission_id: i64,
    target: &Target,
    blob: &str,
    cut: Cut,
) -> Result<Result<Option<Cropped>, media::Refused>, PageError> {
    if cut.is_nothing() {
        return Ok(Ok(None));
    }
    let whole = blobs::of_case(&state.db, target.case_id, blob).await?;
    let whole = whole.ok_or(PageError::NotFound)?;
    let jpeg = pictures::largest(state, &whole).await?;
    let prepared = match state.media.cut(jpeg, cut).await {
        Ok(prepared) => prepared,
        Err(why) => return Ok(Err(why)),
    };
    let new = pictures::put(state, &prepared).await?;
    let kept = blobs::keep_part(&state.db, submission_id, blob, &new).await?;
    if kept != Kept::New {
        pictures::take_back(state, &new).await;
    }
    if kept == Kept::Closed {
        return Err(PageError::NotFound);
    }
    Ok(Ok(Some(Cropped {
        blob: new.sha256,
        width: prepared.width,
        height: prepared.height,
    })))
}

fn page(context: &PageContext, view: View, status: StatusCode) -> Response {
    let page = Page::new("Edit: photograph").private().at(Nav::Moderate);
    let page = if view.errors.is_empty() {
        page.status(status)
    } else {
        page.invalid()
    };
    page.render(context, move || draw(view))
}

fn draw(view: View) -> impl IntoView {
    let target = &view.target;
    let home = target.home();
    let is_there = !view.picture.blob.is_empty();
    let lede = (target.is_read_at_once() && is_there)
        .then(|| "This one is published: readers see what you save at once.".to_owned());
    let errors: Vec<FormError> = view.errors.iter().cloned().map(FormError::from).collect();
    let photo = is_there.then(|| {
        let photo = pictures::photograph(&pictures::folder_of(&home), &view.picture);
        view! {
            <figure class="photo-figure measure">
                <Photo photo=photo sizes="(width < 40rem) 90vw, 36rem"/>
                <figcaption>{view.picture.consent_in_words()}</figcaption>
            </figure>
        }
    });
    let ours = target.by_us.contains("pictures").then(written_by_us);
    let action = format!("{home}/edit/pictures/{}", view.picture.blob);
    let save = is_there.then(|| view! { <Button label="Save"/> });
    view! {
        <BackLink href=home.clone() label="Back to the case study"/>
        <ErrorSummary errors=errors.clone()/>
        {view.faster.as_deref().map(faster_view)}
        <PageHeading title="Edit: photograph" caption=target.caption.clone() lede=lede/>
        {ours}
        {photo}
        <form class="form edit-form" method="post" action=action novalidate>
            <input type="hidden" name="version" value=view.version/>
            {words(&view.picture, &errors)}
            {cutting(&view.sides, &errors)}
            {weight_question(target.whose, view.weight, &view.errors)}
            <div class="actions">
                {save}
                <a href=home>"Cancel"</a>
            </div>
        </form>
    }
}

fn line(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &str,
    errors: &[FormError],
    width: InputWidth,
) -> Markup {
    let error = FormError::of(errors, name);
    let invalid = error.is_some();
    let described = describedby(name, !hint.is_empty(), invalid);
    let value = value.to_owned();
    view! {
        <FieldFrame id=name label=label hint=hint error=error>
            <TextInput id=name name=name value=value width=width describedby=described invalid=invalid/>
        </FieldFrame>
    }
    .into_markup()
}

fn words(picture: &Picture, errors: &[FormError]) -> impl IntoView + use<> {
    let decorative = vec![Choice {
        value: "yes".to_owned(),
        label: "It is decorative: it shows nothing that the text does not say".to_owned(),
        hint: None,
        checked: picture.decorative,
    }];
    let text = |name, label, hint, value: &str| {
        line(name, label, hint, value, errors, InputWidth::default())
    };
    view! {
        {text("alternative", "What does it show?", "For people who cannot see it, in one sentence.", &picture.alternative)}
        <Checkboxes id="decorative" name="decorative" options=decorative/>
        {text("caption", "Caption (optional)", "Everyone reads it below the photograph.", &picture.caption)}
        {text("credit", "Who took it?", "", &picture.credit)}
    }
}

fn cutting(sides: &[String; 4], errors: &[FormError]) -> impl IntoView + use<> {
    let boxes = SIDES
        .iter()
        .zip(sides)
        .map(|((name, label), typed)| line(name, label, "", typed, errors, InputWidth::Short))
        .collect_view();
    view! {
        <fieldset class="submit-picture">
            <legend class="field-label">"Cut something off (optional)"</legend>
            <p class="field-hint">"So much of its width or height goes. What the museum sent stays with its own text."</p>
            {boxes}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::{hundredths, judged};
    use case_study::EditWeight;
    use case_study::pictures::PictureMend;
    use media::Cut;

    #[test]
    fn a_side_is_a_number_of_hundredths_or_nothing() {
        for (typed, read) in [
            ("", Some(0)),
            (" 10 % ", Some(10)),
            ("80", Some(80)),
            ("81", None),
            ("-1", None),
            ("a third", None),
        ] {
            assert_eq!(hundredths(typed), read, "{typed}");
        }
    }

    #[test]
    fn whatever_is_wrong_is_said_at_its_box() {
        let mend = PictureMend {
            caption: "x".repeat(501),
            ..PictureMend::default()
        };
        let sides = ["10", "", "half", ""].map(str::to_owned);
        let (_, errors) = judged(&mend, &sides, None);
        let at: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(at, ["caption", "top", "weight"]);
        let sides = ["10", "", "5%", ""].map(str::to_owned);
        let form = Some(EditWeight::Form);
        let (cut, errors) = judged(&PictureMend::default(), &sides, form);
        let wanted = Cut {
            left: 10,
            top: 5,
            ..Cut::default()
        };
        assert_eq!((cut, errors), (wanted, Vec::new()));
    }
}
