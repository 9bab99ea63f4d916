//! What a museum was asked, as it is drawn: each note above its answer.

use super::asked;
use super::asked::Asked;
use super::autosave::{Autosave, BASE};
use super::changes::{CHECK, LATER};
use super::field_control;
use super::field_control::FieldProps;
use super::save::{ACTION, REQUEST};
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, ErrorSummary, FieldFrame, FormError,
    IntoMarkup, Markup, PageHeading, Paragraphs, TextArea, describedby,
};
use case_study::field_notes::{LONGEST_REPLY, reply_key, with_partners};
use case_study::fields::field;
use case_study::suggested_tags::written_text;
use case_study::text_input::tidy;
use case_study::{Answers, Field, FieldError, Kind, WorkingCopy};
use leptos::prelude::*;
use store::field_notes::Note;

pub(super) const TITLE: &str = "What we asked you to change";

/// What stands above the notes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    Nothing,
    /// Saved, but for the end of what is longer than can be kept.
    SavedInPart,
    /// The end of the form did not arrive.
    TooLarge,
    /// Somebody else saved it since the page was opened.
    Overtaken,
}

/// Everything the page shows.
pub(super) struct View {
    pub reference: String,
    /// What moderators wrote beside the notes.
    pub message: String,
    pub asked: Asked,
    /// What is saved.
    pub copy: WorkingCopy,
    /// What the boxes hold, the replies among it.
    pub answers: Answers,
    pub base: String,
    pub errors: Vec<FieldError>,
    pub notice: Notice,
}

/// Notes about the same answers, by their places in the list, with the fields that stand under them.
fn together(notes: &[Note]) -> Vec<(Vec<usize>, Vec<&'static Field>)> {
    let mut groups: Vec<(Vec<usize>, Vec<&'static Field>)> = Vec::new();
    for (at, note) in notes.iter().enumerate() {
        let fields = with_partners(&note.field);
        let keys = |fields: &[&'static Field]| -> Vec<&str> {
            fields.iter().map(|field| field.key).collect()
        };
        let same = groups
            .iter_mut()
            .find(|(_, others)| !fields.is_empty() && keys(others) == keys(&fields));
        match same {
            Some((places, _)) => places.push(at),
            None => groups.push((vec![at], fields)),
        }
    }
    groups
}

pub(super) fn draw(view: View) -> impl IntoView {
    let View {
        reference,
        message,
        asked,
        copy,
        answers,
        base,
        errors,
        notice,
    } = view;
    let text = written_text(&copy.content);
    let overtaken = notice == Notice::Overtaken;
    let differs = |field: &'static Field| {
        let typed: Vec<String> = answers.all(field.key).iter().map(|one| tidy(one)).collect();
        copy.answers_to(field) != typed
    };
    let question = |field: &&'static Field| {
        let props = FieldProps {
            answers: &answers,
            errors: &errors,
            stored: Some(&copy).filter(|_| overtaken && differs(field)),
            text: &text,
        };
        field_control::draw(field, &props)
    };
    let parts = together(&asked.notes)
        .into_iter()
        .map(|(places, fields)| {
            let notes: Vec<Markup> = places
                .iter()
                .map(|at| heading(*at, &asked, &copy))
                .collect();
            // One page holds photographs and documents; one link leads there.
            let photographs = fields
                .iter()
                .any(|field| matches!(field.kind, Kind::Pictures { .. }));
            let led_there = |field: &&&'static Field| {
                photographs && matches!(field.kind, Kind::Documents { .. })
            };
            let questions = fields
                .iter()
                .filter(|field| !led_there(field))
                .map(question)
                .collect_view();
            let replies: Vec<Markup> = places
                .iter()
                .map(|at| reply(*at, &asked.notes[*at], &answers, &errors, overtaken))
                .collect();
            let id = format!("note-{}", places[0] + 1);
            view! {
                <section class="section stack" aria-labelledby=id>
                    {notes}
                    <div class="form">{questions}{replies}</div>
                </section>
            }
            .into_markup()
        })
        .collect::<Vec<_>>();
    let done = asked
        .progress(&copy)
        .map_or_else(String::new, |progress| format!("{}. ", progress.in_words()));
    let lede = format!("{done}Change the answer, write a reply, or do both. Then send it again.");
    let message = (!message.is_empty())
        .then(|| view! { <div class="measure stack"><Paragraphs text=message/></div> });
    let others = asked.open.is_all().then(|| {
        view! { <p class="measure">"You can change your other answers too: "<a href=paths::draft(&reference)>"see all pages"</a>"."</p> }
    });
    let summary = errors
        .iter()
        .cloned()
        .map(FormError::from)
        .collect::<Vec<_>>();
    view! {
        <BackLink href=paths::draft(&reference) label="All pages"/>
        <ErrorSummary errors=summary/>
        <PageHeading title=TITLE caption=format!("Your reference is {reference}") lede=lede/>
        {notice_in_words(notice)}
        {message}
        {others}
        <Autosave reference=reference.clone() section=REQUEST.to_owned()>
            <form class="form section-form" method="post" action=paths::draft_changes(&reference) novalidate>
                <input type="hidden" name=BASE value=base/>
                {parts}
                <div class="actions">
                    <Button label="Save, then check and send" name=ACTION value=CHECK/>
                    <Button label="Save and come back later" name=ACTION value=LATER look=ButtonLook::Secondary/>
                </div>
            </form>
        </Autosave>
    }
}

/// The note at this place of the list, under the name of its field.
fn heading(at: usize, asked: &Asked, copy: &WorkingCopy) -> Markup {
    let note = &asked.notes[at];
    let number = at + 1;
    let name = field(&note.field).map_or("About your case study", Field::name_for_author);
    let done = asked
        .is_done(note, copy)
        .then(|| view! { <p class="task-status task-done">"Done"</p> });
    view! {
        <h2 id=format!("note-{number}")>{format!("{number}. {name}")}</h2>
        {asked::words(note)}
        {done}
    }
    .into_markup()
}

fn reply(
    at: usize,
    note: &Note,
    answers: &Answers,
    errors: &[FieldError],
    overtaken: bool,
) -> Markup {
    let key = reply_key(note.id);
    let typed = answers.one(&key).to_owned();
    let error = FieldError::of(errors, &key);
    let described = describedby(&key, true, error.is_some());
    let invalid = error.is_some();
    let other = (overtaken && tidy(&typed) != note.reply && !note.reply.is_empty()).then(|| {
        view! {
            <div class="stored-elsewhere">
                <p class="stored-elsewhere-title">"Saved by someone else:"</p>
                <Paragraphs text=note.reply.clone()/>
            </div>
        }
    });
    view! {
        <FieldFrame
            id=key.clone()
            label=format!("Your reply to {}", at + 1)
            hint=format!("If you want to say something about it. Up to {LONGEST_REPLY} characters.")
            error=error
            optional=true
        >
            <TextArea id=key.clone() name=key.clone() value=typed rows=3 describedby=described invalid=invalid/>
        </FieldFrame>
        {other}
    }
    .into_markup()
}

fn notice_in_words(notice: Notice) -> Option<Markup> {
    let told = |words: &'static str| view! { <p class="submit-notice">{words}</p> }.into_markup();
    Some(match notice {
        Notice::Nothing => return None,
        Notice::SavedInPart => told(
            "We saved what you wrote, but not all of it fits. What is left out is still in its box below: the list above says where. Shorten it and save again, or copy it before you leave this page.",
        ),
        Notice::TooLarge => told(
            "This page was larger than the 2 MB that we can take at once, so its end did not reach us. We saved what did, as far as it fits. Check each box, shorten what is too long, and save again.",
        ),
        Notice::Overtaken => view! {
            <Banner kind=BannerKind::Warning heading="This page was also saved somewhere else">
                <p>"You, or someone you work with, saved it in another window or on another device. Below is what you typed here, and beside it what is saved now where the two differ."</p>
                <p>"Take what you need from both, then save again. Nothing was replaced."</p>
            </Banner>
        }
        .into_markup(),
    })
}

#[cfg(test)]
mod tests {
    use super::together;
    use store::field_notes::Note;

    fn note(id: i64, field: &str) -> Note {
        Note {
            id,
            round: 1,
            field: field.to_owned(),
            reason: String::new(),
            words: "Please look.".to_owned(),
            reach: case_study::field_notes::NoteReach::Museum.into(),
            state: case_study::field_notes::NoteState::Sent.into(),
            by: None,
            reply: String::new(),
            answered_at: None,
            created_at: 0,
        }
    }

    #[test]
    fn each_answer_stands_once_under_everything_that_was_asked_about_it() {
        let notes = [
            note(1, "did"),
            note(2, "quotation"),
            note(3, "quotation_from"),
            note(4, "a_field_of_yesterday"),
            note(5, "did"),
        ];
        let shown: Vec<(Vec<usize>, Vec<&str>)> = together(&notes)
            .into_iter()
            .map(|(at, fields)| (at, fields.iter().map(|field| field.key).collect()))
            .collect();
        assert_eq!(
            shown,
            [
                (vec![0, 4], vec!["did"]),
                (
                    vec![1, 2],
                    vec!["quotation", "quotation_from", "quotation_permission"]
                ),
                (vec![3], vec![]),
            ]
        );
    }
}
