//! "This is what the museum gets": the letter of a decision, to be read and edited whole before it goes. Subject,
//! greeting, link and reference are the program's and stand around it.

use super::decision_message::{LETTER, LETTER_OF, mark};
use crate::ui::{FieldFrame, Paragraphs, TextArea, describedby};
use case_study::mail_templates::Mail;
use leptos::prelude::*;

/// The part of a form. `mail` is what the program writes, `words` what stands in the box.
pub(super) fn part(mail: &Mail, words: String, error: Option<String>) -> impl IntoView + use<> {
    let (before, after) = mail
        .around()
        .map(|(before, after)| (before.to_owned(), after.trim().to_owned()))
        .unwrap_or_default();
    let invalid = error.is_some();
    let described = describedby(LETTER, true, invalid);
    view! {
        <section class="stack" aria-labelledby="letter-title">
            <h2 id="letter-title">"This is what the museum gets"</h2>
            <p class="mail-subject">{mail.subject.clone()}</p>
            <p>{before}</p>
            <input type="hidden" name=LETTER_OF value=mark(mail)/>
            <FieldFrame
                id=LETTER
                label="The letter"
                hint="Change any word of it. What stands above and below is added to it."
                error=error
            >
                <TextArea id=LETTER name=LETTER value=words rows=14 describedby=described invalid=invalid/>
            </FieldFrame>
            <div class="mail-body"><Paragraphs text=after/></div>
        </section>
    }
}
