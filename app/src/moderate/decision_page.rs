//! A decision looked at before it is made: the letter it sends, the day it is for, and, of what was taken down, why
//! it comes back and what readers will see. `GET /moderate/cases/{reference}/{action}`, and the same for a compiled
//! case; pressing the button in the panel does without.

use super::comparison;
use super::decision_message;
use super::decision_message::{LETTER, LETTER_OF, Lettered};
use super::decision_message_view::look;
use super::event_text::titled;
use super::letter_view;
use super::review_context::{ReviewContext, texts};
use super::text_diff::{Difference, between};
use crate::ui::{
    BackLink, Banner, BannerKind, Button, Checkboxes, Choice, ErrorSummary, FieldFrame, FormError,
    IntoMarkup, Markup, Nav, PageHeading, TextArea, TextInput, describedby,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::http::StatusCode;
use axum::response::Response;
use case_study::answers::tidy;
use case_study::decision::{DecisionMessage, Does, MessageWords};
use case_study::mail_templates::Mail;
use case_study::typed_moment::read_moment;
use case_study::{Answers, CaseAction, CaseState, Decision, EventKind, Move, RevisionKind, Stored};
use leptos::prelude::*;
use store::history;
use store::submissions;
use store::transitions::stands_by_a_letter;

const WHEN: &str = "when";
const PUT_BACK: &str = "put_back";
const WHY: &str = "message";
/// Shortest and longest reason to put something back with another text, in characters.
const REASON: (usize, usize) = (3, 2000);

/// Whether a decision is made on a page of this kind: it has no form of its own.
pub(super) fn has_one(decision: Decision) -> bool {
    decision.words().message.is_none() || decision == Decision::Restore
}

/// Whether the form of a decision has a part of this name.
pub(super) fn is_known(decision: Decision, key: &str) -> bool {
    match key {
        LETTER | LETTER_OF => matches!(decision.does(&DecisionMessage::default()), Does::Moves(_)),
        WHEN => decision.takes_a_date(),
        PUT_BACK => goes_live(decision),
        WHY => goes_live(decision) || matches!(decision, Decision::Restore | Decision::TakeDown),
        _ => false,
    }
}

/// Whether somebody typed more than a press of a button.
pub(super) fn holds_words(body: &[u8]) -> bool {
    url::form_urlencoded::parse(body)
        .any(|(key, value)| [LETTER, WHEN, WHY].contains(&key.as_ref()) && !value.is_empty())
}

fn goes_live(decision: Decision) -> bool {
    matches!(decision.does(&DecisionMessage::default()), Does::Moves(moves) if moves.contains(&Move::Publish))
}

/// Everything the page shows.
pub(super) struct DecisionPage {
    pub decision: Decision,
    pub caption: String,
    /// Address of the page about the whole case study.
    pub home: String,
    pub version: i64,
    /// What the program writes to the museum.
    mail: Option<Mail>,
    /// Nobody can be written to.
    nobody: bool,
    /// It was taken down: whoever publishes it puts it back.
    is_down: bool,
    /// What changed since readers saw it, where it is put back.
    changed: Option<Vec<Difference>>,
    letter: Option<String>,
    when: String,
    ticked: bool,
    why: String,
    errors: Vec<FormError>,
    overtaken: bool,
}

/// What a form of this page asks for.
pub(super) struct Asked {
    pub written: DecisionMessage,
    pub due_at: Option<i64>,
}

impl DecisionPage {
    /// For a case that was compiled: nobody sent it.
    pub fn of_compiled(decision: Decision, caption: String, home: String, version: i64) -> Self {
        Self {
            decision,
            caption,
            home,
            version,
            mail: None,
            nobody: decision == Decision::TakeDown,
            is_down: false,
            changed: None,
            letter: None,
            when: String::new(),
            ticked: false,
            why: String::new(),
            errors: Vec::new(),
            overtaken: false,
        }
    }

    /// For a submission as it stands.
    pub async fn of_submission(
        state: &AppState,
        review: &ReviewContext,
        decision: Decision,
    ) -> Result<Self, PageError> {
        let submission = &review.submission;
        let caption = format!("{}: {}", submission.reference, titled(&submission.title));
        let version = submission.version;
        let bare = Self::of_compiled(decision, caption, review.href(), version);
        let context = state.settings.mail_context();
        let written = DecisionMessage::default();
        let mail = decision_message::mail(decision, &written, &context, review, &[]);
        // Opening the review again is told to whoever had a letter about it.
        let mail = match mail {
            Some(_)
                if decision == Decision::Reopen
                    && !stands_by_a_letter(state.db.reader(), submission).await? =>
            {
                None
            }
            mail => mail,
        };
        let is_down = goes_live(decision) && {
            let public = submissions::public_side(&state.db, submission.case_id).await?;
            public.state == CaseState::TakenDown
        };
        let changed = if is_down || decision == Decision::Restore {
            Some(changed_since_taken_down(state, review).await?)
        } else {
            None
        };
        Ok(Self {
            nobody: mail.is_some() && submission.submitter_email.is_empty(),
            letter: mail
                .as_ref()
                .filter(|_| !submission.submitter_email.is_empty())
                .map(|mail| mail.said.clone()),
            mail,
            is_down,
            changed,
            ..bare
        })
    }

    /// Takes what was typed. What is wrong with it is kept beside it.
    pub fn read(&mut self, answers: &Answers, version: i64, now: i64) -> Asked {
        self.version = version;
        let mut written = DecisionMessage::default();
        let Lettered { edited, fault } = decision_message::lettered(answers, self.mail.as_ref());
        if let Some(edited) = &edited {
            self.letter = Some(edited.body.clone());
        }
        written.manner.letter = edited;
        self.errors.extend(fault);
        answers.one(WHEN).clone_into(&mut self.when);
        let due_at = match read_moment(&self.when, now) {
            Ok(due_at) => due_at,
            Err(sentence) => {
                self.errors.push(FormError::new(WHEN, sentence));
                None
            }
        };
        self.why = tidy(answers.one(WHY));
        self.ticked = answers.one(PUT_BACK) == "yes";
        if self.decision.words().message.is_some() {
            written.message.clone_from(&self.why);
            self.errors
                .extend(decision_message::faults(self.decision, &written));
        } else if self.is_down {
            if !self.ticked {
                self.errors.push(FormError::new(
                    PUT_BACK,
                    "Tick that you put it back, or leave it taken down".to_owned(),
                ));
            }
            self.errors.extend(reason_fault(&self.why));
            written.manner.put_back = self.ticked.then(|| self.why.clone());
        }
        Asked { written, due_at }
    }

    pub fn is_fine(&self) -> bool {
        self.errors.is_empty()
    }

    /// It stands elsewhere than it did: nothing was done, and every word is still there.
    pub fn respond_overtaken(
        mut self,
        context: &PageContext,
        state: &Stored<CaseState>,
    ) -> Response {
        let words = format!(
            "It changed since this page was loaded, so you cannot {} from here. It is now: {}. Look at it again",
            self.decision.words().cannot,
            state.label()
        );
        self.errors = vec![FormError::new(&self.home, words)];
        self.overtaken = true;
        self.respond(context)
    }

    pub fn respond(self, context: &PageContext) -> Response {
        let page = Page::new(self.decision.words().button)
            .private()
            .at(Nav::Moderate);
        let page = if self.overtaken {
            page.invalid().status(StatusCode::CONFLICT)
        } else if self.errors.is_empty() {
            page
        } else {
            page.invalid()
        };
        page.render(context, move || view(self))
    }
}

fn reason_fault(why: &str) -> Option<FormError> {
    let words = match why.chars().count() {
        length if length < REASON.0 => {
            "Say in a sentence why it is put back, for the other moderators".to_owned()
        }
        length if length > REASON.1 => format!(
            "The sentence has {length} characters. Shorten it to {} or fewer",
            REASON.1
        ),
        _ => return None,
    };
    Some(FormError::new(WHY, words))
}

/// What the text says now that it did not say when readers last saw it.
async fn changed_since_taken_down(
    state: &AppState,
    review: &ReviewContext,
) -> Result<Vec<Difference>, PageError> {
    let taken_down = EventKind::CaseMove(CaseAction::TakeDown);
    let down_at = history::history_of_case(&state.db, review.submission.case_id)
        .await?
        .iter()
        .rev()
        .find(|event| event.kind == taken_down)
        .map(|event| event.at);
    let mut shown = texts(&state.db, &review.submission).await?;
    let Some(now) = shown.pop() else {
        return Ok(Vec::new());
    };
    let public = match submissions::published_of_case(&state.db, review.submission.case_id).await? {
        Some(public) => submissions::revisions(&state.db, public.id).await?,
        None => Vec::new(),
    };
    let before = public.into_iter().rev().find(|text| {
        text.kind == RevisionKind::AsPublished && down_at.is_none_or(|at| text.created_at <= at)
    });
    Ok(before.map_or_else(Vec::new, |before| between(&before.content, &now.content)))
}

fn view(drawn: DecisionPage) -> impl IntoView {
    let words = drawn.decision.words();
    let error = |key: &str| FormError::of(&drawn.errors, key);
    let letter = match (&drawn.mail, &drawn.letter) {
        (Some(mail), Some(letter)) => Some(letter_view::part(mail, letter.clone(), error(LETTER))),
        _ => None,
    };
    let nobody = drawn.nobody.then(|| {
        view! {
            <Banner kind=BannerKind::Warning>
                <p>"There is no email address of a museum, so no one is emailed."</p>
            </Banner>
        }
    });
    let when = drawn
        .decision
        .takes_a_date()
        .then(|| when_view(&drawn, error(WHEN)));
    let put_back = drawn.is_down.then(|| {
        view! {
            {put_back_view(drawn.ticked, error(PUT_BACK))}
            {why_view("Why it is put back", "It stands in the history.", &drawn.why, error(WHY))}
        }
    });
    let message = words.message.map(|message| {
        let MessageWords { label, hint, .. } = message;
        let hint = if drawn.nobody {
            "It stands in the history."
        } else {
            hint
        };
        why_view(label, hint, &drawn.why, error(WHY))
    });
    let lede = words
        .message
        .map(|message| message.lede)
        .filter(|_| !drawn.nobody);
    let changed = drawn.changed.as_deref().map(changed_view);
    let action = format!("{}/{}", drawn.home, words.slug);
    let home = drawn.home.clone();
    view! {
        <BackLink href=drawn.home.clone() label="Back to the case study"/>
        <ErrorSummary errors=drawn.errors.clone()/>
        <PageHeading title=words.button caption=drawn.caption.clone() lede=lede/>
        {nobody}
        {changed}
        <form class="form letter" method="post" action=action novalidate>
            <input type="hidden" name="version" value=drawn.version/>
            {message}
            {put_back}
            {letter}
            {when}
            <div class="actions">
                <Button label=words.button look=look(words.weight)/>
                <a href=home>"Cancel"</a>
            </div>
        </form>
    }
}

fn when_view(drawn: &DecisionPage, error: Option<String>) -> impl IntoView + use<> {
    let invalid = error.is_some();
    let value = drawn.when.clone();
    view! {
        <FieldFrame
            id=WHEN
            label="On a day of your choice"
            hint="A day and a time to come, such as 3 March 2027, 9:30 am. Leave it empty to decide now."
            error=error
            optional=true
        >
            <TextInput
                id=WHEN
                name=WHEN
                value=value
                describedby=describedby(WHEN, true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

fn put_back_view(ticked: bool, error: Option<String>) -> impl IntoView {
    let invalid = error.is_some();
    let options = vec![Choice {
        value: "yes".to_owned(),
        label: "Put it back with this text".to_owned(),
        hint: None,
        checked: ticked,
    }];
    view! {
        <FieldFrame
            id=PUT_BACK
            label="Readers do not see it now"
            hint="The page was taken down. Publishing this text puts it back."
            error=error
            legend=true
        >
            <Checkboxes
                id=PUT_BACK
                name=PUT_BACK
                options=options
                invalid=invalid
            />
        </FieldFrame>
    }
}

fn why_view(
    label: &'static str,
    hint: &'static str,
    why: &str,
    error: Option<String>,
) -> impl IntoView + use<> {
    let invalid = error.is_some();
    let described = describedby(WHY, true, invalid);
    let value = why.to_owned();
    view! {
        <FieldFrame id=WHY label=label hint=hint error=error>
            <TextArea id=WHY name=WHY value=value rows=3 describedby=described invalid=invalid/>
        </FieldFrame>
    }
}

/// What readers will see that they did not see before.
fn changed_view(changed: &[Difference]) -> Markup {
    if changed.is_empty() {
        return view! { <p>"Readers will see the same text as before it was taken down."</p> }
            .into_markup();
    }
    let differences = changed
        .iter()
        .map(|one| comparison::difference(one, false))
        .collect_view();
    view! {
        <section class="section" aria-labelledby="changed-since">
            <div class="section-head"><h2 id="changed-since">"Changed since readers saw it"</h2></div>
            {differences}
        </section>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::{has_one, is_known, reason_fault};
    use case_study::Decision;

    #[test]
    fn each_form_has_its_own_parts() {
        for (decision, keys) in [
            (
                Decision::ApproveAndPublish,
                "letter letter_of when put_back message",
            ),
            (Decision::Approve, "letter letter_of"),
            (Decision::CallBack, "letter letter_of"),
            (Decision::Restore, "message"),
            (Decision::Finish, "when"),
            (Decision::Confirm, ""),
            (Decision::Assign, ""),
        ] {
            let known: Vec<&str> = [
                "letter",
                "letter_of",
                "when",
                "put_back",
                "message",
                "reason",
            ]
            .into_iter()
            .filter(|key| is_known(decision, key))
            .collect();
            assert_eq!(known.join(" "), keys, "{decision:?}");
            assert!(has_one(decision));
        }
        assert!(!has_one(Decision::Decline));
    }

    #[test]
    fn a_reason_to_put_it_back_is_a_sentence() {
        for (length, fine) in [
            (0, false),
            (2, false),
            (3, true),
            (2000, true),
            (2001, false),
        ] {
            assert_eq!(
                reason_fault(&"\u{e9}".repeat(length)).is_none(),
                fine,
                "{length}"
            );
        }
    }
}
