//! What may be missing in a case study, each with words that are ready to be sent to its museum. One form asks for what
//! is ticked (`ask` takes it); where its museum cannot be asked, the list is there to read.

mod points;
mod typed;

pub(super) use typed::Typed;

use super::decision_message::{NOTES, listed};
use super::decision_message_view::part_options;
use super::notes::{FIELD, WORDS};
use super::queue_onwards;
use crate::ui::{
    Button, ButtonLook, FieldFrame, FormError, IntoMarkup, Markup, Select, TextArea, describedby,
};
use case_study::field_notes::LONGEST_NOTE;
use leptos::prelude::*;
use points::{POINTS, Point, WORDS_OF};

/// What is ticked.
pub(super) const WISH: &str = "wish";
/// Where one's own words are about, and the words; the form sends them as [`FIELD`] and [`WORDS`].
const OWN_FIELD: &str = "ask-field";
const OWN_WORDS: &str = "ask-note";
/// Values of the buttons besides [`queue_onwards::NEXT`].
pub(super) const LETTER: &str = "letter";
pub(super) const KEEP: &str = "keep";

/// Whether the form has a part of this name.
pub(super) fn is_known(key: &str) -> bool {
    [WISH, FIELD, WORDS, NOTES, queue_onwards::THEN].contains(&key)
        || key
            .strip_prefix(WORDS_OF)
            .is_some_and(|slug| Point::of(slug).is_some())
}

/// That nothing is ticked, where something has to be.
pub(super) fn nothing() -> FormError {
    let words = "Tick what is missing, or write it in your own words";
    FormError::new(WISH, words.to_owned())
}

/// The form as it is drawn.
pub(super) struct Form {
    /// Address of the page about the submission.
    pub home: String,
    pub version: i64,
    /// Ids of the notes that go along, as they stood on the page.
    pub notes: Vec<i64>,
    /// Its museum can be asked now; else what is ticked is kept as notes.
    pub may_send: bool,
    pub typed: Typed,
    pub errors: Vec<FormError>,
}

/// The part of the page of a submission. `form`: none where nothing can be asked now.
pub(super) fn view(form: Option<Form>) -> impl IntoView {
    let inside = match form {
        Some(form) => {
            let tags = format!("{}/tags", form.home);
            view! {
                {self::form(form)}
                <p class="meta"><a href=tags>"Change the tags"</a>" if they do not fit."</p>
            }
            .into_markup()
        }
        None => {
            let items = POINTS.iter().map(|point| view! { <li>{point.fault}</li> });
            let items = items.collect_view();
            view! { <div class="checklist"><ul class="review-list">{items}</ul></div> }
                .into_markup()
        }
    };
    view! {
        <section class="review-section no-print" aria-labelledby="checklist">
            <h2 id="checklist">"What is missing?"</h2>
            {inside}
            <p class="meta">
                "Does it fit the eight quality principles of the Culture, Health and Wellbeing Alliance? Talk them over; do not tick them off."
            </p>
        </section>
    }
}

/// The form alone; the page on which something has to be changed first shows it too.
pub(super) fn form(form: Form) -> Markup {
    let items = POINTS
        .iter()
        .enumerate()
        .map(|(at, point)| one(at, point, &form))
        .collect_view();
    let error = |key: &str| FormError::of(&form.errors, key);
    let none = error(WISH).map(|error| {
        view! { <p class="field-error" id="wish-error"><span class="visually-hidden">"Error: "</span>{error}</p> }
    });
    let described = none.is_some().then_some("wish-error");
    let along = match form.notes.len() {
        0 => None,
        1 => Some("Your note is sent with these.".to_owned()),
        count => Some(format!("Your {count} notes are sent with these.")),
    };
    let along = along.map(|words| view! { <p class="meta">{words}</p> });
    let own = own(&form, error(OWN_FIELD), error(OWN_WORDS));
    let buttons = if form.may_send {
        // What Enter presses sends nothing.
        view! {
            <Button label="Read the letter first" name=queue_onwards::THEN value=LETTER look=ButtonLook::Secondary/>
            <Button label="Ask for these, and read the next" name=queue_onwards::THEN value=queue_onwards::NEXT look=ButtonLook::Secondary/>
            <Button label="Keep them as notes" name=queue_onwards::THEN value=KEEP look=ButtonLook::Quiet/>
        }
        .into_markup()
    } else {
        view! { <Button label="Keep them as notes" name=queue_onwards::THEN value=KEEP look=ButtonLook::Secondary/> }
            .into_markup()
    };
    view! {
        <form class="form checklist" method="post" action=format!("{}/ask", form.home) novalidate>
            <input type="hidden" name="version" value=form.version/>
            <input type="hidden" name=NOTES value=listed(&form.notes)/>
            <fieldset aria-describedby=described>
                <legend class="meta">
                    "Tick what is so. The museum is asked in the words that appear; change them as you like."
                </legend>
                {none}
                <ul>{items}</ul>
            </fieldset>
            {own}
            {along}
            <div class="actions">{buttons}</div>
        </form>
    }
    .into_markup()
}

fn one(at: usize, point: &Point, form: &Form) -> Markup {
    let id = if at == 0 {
        WISH.to_owned()
    } else {
        format!("{WISH}-{}", point.slug)
    };
    let key = point.key();
    let error = FormError::of(&form.errors, &key);
    let described = describedby(&key, false, error.is_some());
    let invalid = error.is_some();
    let words = form.typed.words_of(point).to_owned();
    let box_id = key.clone();
    let label = format!("You ask, at \u{201c}{}\u{201d}", point.about());
    view! {
        <li>
            <div class="choice">
                <input type="checkbox" id=id.clone() name=WISH value=point.slug checked=form.typed.is_ticked(point)/>
                <label for=id>{point.fault}</label>
            </div>
            <div class="asked-words">
                <FieldFrame id=key label=label error=error>
                    <TextArea id=box_id.clone() name=box_id value=words rows=2 describedby=described invalid=invalid/>
                </FieldFrame>
            </div>
        </li>
    }
    .into_markup()
}

/// Something that the list does not have.
fn own(form: &Form, no_field: Option<String>, no_words: Option<String>) -> Markup {
    let field_described = describedby(OWN_FIELD, false, no_field.is_some());
    let field_invalid = no_field.is_some();
    let words_described = describedby(OWN_WORDS, true, no_words.is_some());
    let words_invalid = no_words.is_some();
    let options = part_options(&form.typed.own_field);
    let words = form.typed.own_words.clone();
    let hint = format!("Up to {LONGEST_NOTE} characters.");
    view! {
        <FieldFrame id=OWN_FIELD label="Something else, at" error=no_field optional=true>
            <Select
                id=OWN_FIELD
                name=FIELD
                options=options
                prompt="Choose a part of the form"
                describedby=field_described
                invalid=field_invalid
            />
        </FieldFrame>
        <FieldFrame id=OWN_WORDS label="In your own words" hint=hint error=no_words optional=true>
            <TextArea id=OWN_WORDS name=WORDS value=words rows=2 describedby=words_described invalid=words_invalid/>
        </FieldFrame>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_form_only_where_its_museum_can_be_asked() {
        let form = |may_send| Form {
            home: "/moderate/cases/WB".to_owned(),
            version: 3,
            notes: vec![7, 9],
            may_send,
            typed: Typed::default(),
            errors: Vec::new(),
        };
        let html = view(Some(form(true))).to_html();
        assert!(html.contains("action=\"/moderate/cases/WB/ask\""), "{html}");
        assert!(html.contains("name=\"notes\" value=\"7,9\""), "{html}");
        assert_eq!(html.matches("type=\"checkbox\"").count(), POINTS.len());
        assert_eq!(html.matches("<button").count(), 3);
        assert_eq!(
            view(Some(form(false))).to_html().matches("<button").count(),
            1
        );
        let html = view(None).to_html();
        assert!(
            !html.contains("<form") && html.contains(POINTS[0].fault),
            "{html}"
        );
    }
}
