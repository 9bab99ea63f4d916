//! What the page shows on which a case study is made of a museum's own words.

use super::edit_view::written_by_us;
use super::mend_target::Target;
use super::prepare::{LABEL, NOWHERE, PUT, STARTED, USE, box_of, is_free, takes_words};
use super::tags;
use crate::submit::field_control;
use crate::submit::field_control::FieldProps;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Choice, Details, ErrorSummary, FormError,
    Nav, PageHeading, Select,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::evidence::suggested_label;
use case_study::fields::field;
use case_study::mending::append;
use case_study::pieces::{Paragraph, dates_in};
use case_study::public::public_part;
use case_study::suggested_tags::written_text;
use case_study::{Answers, Field, FieldError, Kind};
use leptos::prelude::*;

/// Everything the page shows.
pub(super) struct PrepareForm {
    pub target: Target,
    pub paragraphs: Vec<Paragraph>,
    /// Needed to publish.
    pub needed: Vec<&'static Field>,
    pub more: Vec<&'static Field>,
    pub answers: Answers,
    pub version: i64,
    pub errors: Vec<FieldError>,
    /// Who was faster.
    pub faster: Option<String>,
    pub is_saved: bool,
}

const TITLE: &str = "Prepare it for publication";

/// The page with its status.
pub(super) fn page(context: &PageContext, form: PrepareForm, status: StatusCode) -> Response {
    let page = Page::new(TITLE).private().at(Nav::Moderate).with_islands();
    let page = if form.errors.is_empty() {
        page.status(status)
    } else {
        page.invalid()
    };
    page.render(context, move || view(form))
}

fn view(form: PrepareForm) -> impl IntoView {
    let home = form.target.home();
    let action = form.target.page("prepare");
    let errors = form
        .errors
        .iter()
        .cloned()
        .map(FormError::from)
        .collect::<Vec<_>>();
    let faster = form.faster.as_deref().map(faster_view);
    let saved = form.is_saved.then(|| {
        view! {
            <Banner kind=BannerKind::Success heading="Saved">
                <p>"The words you chose stand in their fields now."</p>
            </Banner>
        }
    });
    let needed = questions(&form.needed, &form);
    let more = questions(&form.more, &form);
    // What is wrong must be in sight.
    let open = form
        .errors
        .iter()
        .any(|error| form.more.iter().any(|field| field.key == error.field));
    view! {
        <BackLink href=home.clone() label="Back to the case study"/>
        <ErrorSummary errors=errors/>
        {faster}
        {saved}
        <PageHeading
            title=TITLE
            caption=form.target.caption.clone()
            lede="Put the museum\u{2019}s words where they belong, and add what is missing. The museum sees the page before anyone else does."
        />
        <form class="prepare beside" method="post" action=action novalidate>
            <input type="hidden" name="version" value=form.version/>
            // What Enter in a line presses: it moves nothing.
            <button type="submit" hidden=true>"Save"</button>
            <section class="beside-words" id="own-words" aria-labelledby="own-words-title" tabindex="0">
                <h2 id="own-words-title">"In the museum\u{2019}s own words"</h2>
                <ol class="pieces">{pieces(&form)}</ol>
                <div class="pieces-put">
                    <Button label="Put these in and save" name=PUT value="yes" look=ButtonLook::Secondary/>
                </div>
            </section>
            <div class="form edit-form">
                <h2>"Needed before it can be published"</h2>
                {needed}
                <Details summary="More, if the museum says so" open=open>
                    {more}
                </Details>
                <div class="actions">
                    <Button label="Save and go back"/>
                    <a href=home>"Cancel"</a>
                </div>
            </div>
        </form>
    }
}

fn faster_view(words: &str) -> impl IntoView + use<> {
    let words = words.to_owned();
    view! {
        <Banner kind=BannerKind::Warning heading="Someone else was faster">
            <p>{words}</p>
            <p>"Nothing you typed is lost: it stands below. Saving now puts it in the place of theirs, so look first at what they saved."</p>
        </Banner>
    }
}

fn questions(fields: &[&'static Field], form: &PrepareForm) -> Markup {
    let written = written_text(&form.target.content);
    let props = FieldProps {
        answers: &form.answers,
        errors: &form.errors,
        stored: None,
        text: &written,
    };
    fields
        .iter()
        .map(|field| {
            let ours = form.target.by_us.contains(field.key).then(written_by_us);
            let control = if field.key == LABEL {
                let suggested = suggested_label(&public_part(form.target.content.clone()));
                let errors: Vec<_> = form.errors.iter().cloned().map(FormError::from).collect();
                tags::field_view(field, &form.answers, &errors, suggested)
            } else {
                field_control::draw(field, &props)
            };
            let dates = (field.key == STARTED && form.answers.one(STARTED).is_empty())
                .then(|| dates(&form.target.content.own_words));
            view! { <div class="edit-question">{ours}{control}{dates}</div> }
        })
        .collect_view()
        .into_markup()
}

/// The dates that the museum named, each to be put in by a press.
fn dates(own_words: &str) -> Vec<Markup> {
    let button = |date: String| {
        let label = format!("Put in {date}");
        view! { <Button label=label name=USE value=date look=ButtonLook::Quiet/> }.into_markup()
    };
    dates_in(own_words).into_iter().map(button).collect()
}

/// The paragraphs, each with the field that it goes into.
fn pieces(form: &PrepareForm) -> Vec<Markup> {
    let targets: Vec<&'static Field> = form
        .needed
        .iter()
        .chain(&form.more)
        .copied()
        .filter(|field| takes_words(field))
        .collect();
    form.paragraphs
        .iter()
        .enumerate()
        .map(|(at, paragraph)| piece(at, paragraph, &targets, form))
        .collect()
}

fn piece(
    at: usize,
    paragraph: &Paragraph,
    targets: &[&'static Field],
    form: &PrepareForm,
) -> Markup {
    let answers = &form.answers;
    let words = paragraph.text.clone();
    if paragraph.is_heading {
        return view! { <li class="piece piece-heading"><p>{words}</p></li> }.into_markup();
    }
    let number = at + 1;
    let stands_in: Vec<&str> = targets
        .iter()
        .filter(|field| {
            holds_of(answers.all(field.key), paragraph) || lists(field, answers, paragraph)
        })
        .map(|field| field.name_for_author())
        .collect();
    let own_words = &form.target.content.own_words;
    let suggested = paragraph.suggested.filter(|key| {
        stands_in.is_empty() && field(key).is_some_and(|field| is_free(field, answers, own_words))
    });
    let whole = answers.one(&box_of(at, None)).to_owned();
    let chosen = if whole.is_empty() {
        suggested.unwrap_or_default()
    } else {
        &whole
    };
    let placed = (!stands_in.is_empty()).then(|| {
        view! { <p class="piece-placed">{format!("Is in: {}", stands_in.join(", "))}</p> }
    });
    let into = select(
        &box_of(at, None),
        &format!("Put paragraph {number} into"),
        options(targets, chosen, None),
        "Leave it here",
    );
    let sentences = (paragraph.sentences.len() > 1).then(|| {
        let each = paragraph
            .sentences
            .iter()
            .enumerate()
            .map(|(index, sentence)| {
                let name = box_of(at, Some(index));
                let chosen = answers.one(&name).to_owned();
                let label = format!("Put sentence {} of paragraph {number} into", index + 1);
                view! {
                    <li>
                        <p>{sentence.clone()}</p>
                        {select(&name, &label, options(targets, &chosen, Some(NOWHERE)), "Where the paragraph goes")}
                    </li>
                }
            })
            .collect_view();
        view! {
            <Details summary="Sentence by sentence">
                <ol class="sentences">{each}</ol>
            </Details>
        }
    });
    // What is placed makes room for what is not.
    let boxes = view! { {into}{sentences} }.into_markup();
    let boxes = if placed.is_some() {
        view! { <Details summary=format!("Put paragraph {number} somewhere else too")>{boxes}</Details> }
            .into_markup()
    } else {
        boxes
    };
    view! {
        <li class="piece">
            <p class="piece-words">{words}</p>
            {placed}
            {boxes}
        </li>
    }
    .into_markup()
}

fn options(targets: &[&'static Field], chosen: &str, nowhere: Option<&str>) -> Vec<Choice> {
    let fields = targets
        .iter()
        .map(|field| (field.key, field.name_for_author()));
    let stays = nowhere.map(|value| (value, "Leave it here"));
    stays
        .into_iter()
        .chain(fields)
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: None,
            checked: value == chosen,
        })
        .collect()
}

fn select(name: &str, label: &str, options: Vec<Choice>, prompt: &'static str) -> Markup {
    let (id, label) = (name.to_owned(), label.to_owned());
    view! {
        <div class="piece-into">
            <label for=id.clone()>{label}</label>
            <Select id=id.clone() name=id options=options prompt=prompt/>
        </div>
    }
    .into_markup()
}

/// Whether an answer has a sentence of it, or a name of a list.
fn holds_of(answers: &[String], paragraph: &Paragraph) -> bool {
    let names = paragraph.text.split(';').skip(1).map(str::to_owned);
    let mut pieces = paragraph.sentences.iter().cloned().chain(names);
    pieces.any(|words| holds(answers, &words))
}

/// Whether a list has a line that comes of it.
fn lists(field: &Field, answers: &Answers, paragraph: &Paragraph) -> bool {
    let mut own = Answers::default();
    let goes = matches!(field.kind, Kind::Lines { .. })
        && append(&mut own, field, std::slice::from_ref(&paragraph.text));
    let stands = answers.all(field.key);
    goes && own.all(field.key).iter().any(|line| stands.contains(line))
}

/// Whether an answer has these words in it, however its lines are broken.
fn holds(answers: &[String], words: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = plain(words);
    answers.iter().any(|answer| plain(answer).contains(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_however_lines_are_broken() {
        let answers = ["We met.\r\n\r\nWe drank  tea.".to_owned()];
        assert!(holds(&answers, "We met. We drank tea."));
        assert!(!holds(&answers, "We drank coffee."));
    }

    #[test]
    fn names_with_commas_are_found_in_their_list() {
        let partners = field("partners").unwrap();
        let text = format!(
            "Ordsall Hall, {}, Manchester Jewish Museum.",
            "The Whitworth and others, ".repeat(5)
        );
        let paragraph = case_study::pieces::paragraphs(&text).remove(0);
        let mut answers = Answers::default();
        assert!(!lists(partners, &answers, &paragraph));
        assert!(append(
            &mut answers,
            partners,
            std::slice::from_ref(&paragraph.text)
        ));
        assert_eq!(
            answers.all("partners").last().map(String::as_str),
            Some("Manchester Jewish Museum")
        );
        assert!(lists(partners, &answers, &paragraph));
    }

    #[test]
    fn a_paragraph_is_placed_once_a_part_of_it_is() {
        let paragraph = |text: &str| case_study::pieces::paragraphs(text).remove(0);
        let answers = ["We met.".to_owned(), "Refugee Resource".to_owned()];
        assert!(holds_of(&answers, &paragraph("We met. We drank coffee.")));
        assert!(holds_of(
            &answers,
            &paragraph("Asylum Welcome; Refugee Resource")
        ));
        assert!(!holds_of(
            &answers,
            &paragraph("We drank coffee; we slept.")
        ));
    }
}
