//! `POST /moderate/bulk`: one thing done with several submissions of the queue, each on its own. What could not be
//! done is said one by one, with who was faster and when.

use super::assigning::{TO, choices};
use super::event_text::{at, titled};
use super::queue;
use super::queue::Asked;
use super::queue_row::{BULK, ROW};
use super::queue_view::Said;
use super::review_context;
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, Choice, FieldFrame, IntoMarkup, Markup, Select,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::response::Response;
use leptos::prelude::*;
use store::DbErr;
use store::history::Actor;
use store::moderation_queue::{Colleague, colleagues, hand_over};
use store::outcome::Outcome;
use store::reminding::{Reminded, remind_now};
use store::submissions;
use store::submissions::Submission;

/// What is done, and where the queue stood.
const DO: &str = "do";
const BACK: &str = "back";
const NOTHING_TICKED: &str =
    "Nothing was changed. Tick at least one case study first, then press the button again.";
const NOBODY_CHOSEN: &str = "Nothing was changed. Choose who to give them to, then press the button again. Your ticks are kept.";

/// What may be done with several.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    Assign(Colleague),
    Remind,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcomes {
    deed: Deed,
    made: usize,
    /// With whom they are already.
    already: usize,
    not: Vec<Not>,
}

/// One that it was not done with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Not {
    title: String,
    reference: String,
    why: String,
}

/// What became of one.
enum One {
    Made,
    Already,
    Not(String),
}

/// Does it.
///
/// # Errors
/// Sends everybody but staff away; when the form is not ours or the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let me = context.viewer.staff(paths::MODERATE)?.clone();
    let answers = forms::read(&body, |key| [ROW, DO, TO, BACK].contains(&key))?;
    let asked = Asked::read(answers.one(BACK));
    let ticked: Vec<String> = answers.all(ROW).to_vec();
    let refused = |why| Said::Refused {
        why,
        ticked: ticked.clone(),
    };
    if ticked.is_empty() {
        return queue::page(&state, &context, &me, asked, refused(NOTHING_TICKED)).await;
    }
    let deed = match answers.one(DO) {
        "remind" => Deed::Remind,
        "assign" => {
            let chosen = answers.one(TO);
            let mut all = colleagues(&state.db).await?.into_iter();
            match all.find(|one| one.id.to_string() == chosen) {
                Some(to) => Deed::Assign(to),
                None => {
                    let said = refused(NOBODY_CHOSEN);
                    return queue::page(&state, &context, &me, asked, said).await;
                }
            }
        }
        _ => return Err(forms::NotOurs.into()),
    };
    let actor = Actor {
        account_id: Some(me.id),
        roles: vec![me.role],
    };
    let mut outcomes = Outcomes {
        deed,
        made: 0,
        already: 0,
        not: Vec::new(),
    };
    for row in &ticked {
        let (reference, version) = row.split_once('.').ok_or(forms::NotOurs)?;
        let version: i64 = version.parse().map_err(|_| forms::NotOurs)?;
        let found = submissions::by_reference(state.db.reader(), reference)
            .await?
            .filter(|one| one.submitted_at.is_some());
        let Some(submission) = found else {
            outcomes.not.push(Not {
                title: "A case study".to_owned(),
                reference: String::new(),
                why: "It is not there any more.".to_owned(),
            });
            continue;
        };
        match one(
            &state,
            &actor,
            &me.name,
            &outcomes.deed,
            &submission,
            version,
        )
        .await?
        {
            One::Made => outcomes.made += 1,
            One::Already => outcomes.already += 1,
            One::Not(why) => outcomes.not.push(Not {
                title: titled(&submission.title),
                reference: submission.reference,
                why,
            }),
        }
    }
    queue::page(&state, &context, &me, asked, Said::Done(outcomes)).await
}

async fn one(
    state: &AppState,
    actor: &Actor,
    my_name: &str,
    deed: &Deed,
    submission: &Submission,
    version: i64,
) -> Result<One, DbErr> {
    let db = &state.db;
    match deed {
        Deed::Assign(to) => {
            let mail_context = state.settings.mail_context();
            let id = submission.id;
            let outcome = hand_over(db, &mail_context, actor, id, version, to).await?;
            Ok(match outcome {
                Outcome::Made(true) => One::Made,
                Outcome::Made(false) => One::Already,
                Outcome::Overtaken(faster) => {
                    let who = match &faster.by {
                        Some(name) if name == my_name => "You",
                        Some(name) => name.as_str(),
                        None => "The museum",
                    };
                    let (kind, when) = (faster.kind.text_for_staff(), at(faster.at, db.now_ms()));
                    One::Not(format!("{who} {kind} {when}."))
                }
                Outcome::NotFound => One::Not("It is not there any more.".to_owned()),
                _ => One::Not("There is nothing to read in it now.".to_owned()),
            })
        }
        Deed::Remind => {
            let mail_context = state.settings.mail_context();
            Ok(
                match remind_now(db, &mail_context, actor, submission.id).await? {
                    Reminded::Sent => One::Made,
                    Reminded::TooSoon(last) => One::Not(format!(
                        "Its museum was reminded {}. One reminder a week is enough.",
                        at(last, db.now_ms())
                    )),
                    Reminded::NotAsked => One::Not(
                        "It is not with its museum, so there is nothing to remind them of."
                            .to_owned(),
                    ),
                    Reminded::NoAddress => {
                        One::Not("No address was given, so no one can be told by email.".to_owned())
                    }
                    Reminded::NotFound => One::Not("It is not there any more.".to_owned()),
                    Reminded::NotAllowed => {
                        One::Not("Your account may not do it any more.".to_owned())
                    }
                },
            )
        }
    }
}

impl Outcomes {
    /// "3 assigned to Ana; 1 not".
    fn in_words(&self) -> String {
        let (made, not) = (self.made, self.not.len());
        let mut parts = Vec::new();
        match &self.deed {
            Deed::Assign(to) => {
                if made > 0 || self.already == 0 {
                    parts.push(format!("{made} assigned to {}", to.name));
                }
                match self.already {
                    0 => {}
                    1 => parts.push(format!("1 was with {} already", to.name)),
                    many => parts.push(format!("{many} were with {} already", to.name)),
                }
            }
            Deed::Remind if made == 1 => parts.push("1 museum reminded".to_owned()),
            Deed::Remind => parts.push(format!("{made} museums reminded")),
        }
        if not > 0 {
            parts.push(format!("{not} not"));
        }
        parts.join("; ")
    }
}

/// What was done, and what was not.
pub(super) fn banner(outcomes: &Outcomes) -> impl IntoView + use<> {
    let kind = if outcomes.not.is_empty() {
        BannerKind::Success
    } else {
        BannerKind::Warning
    };
    let not = outcomes
        .not
        .iter()
        .map(|one| {
            let title = if one.reference.is_empty() {
                one.title.clone().into_markup()
            } else {
                let href = review_context::href(&one.reference);
                view! { <a href=href>{one.title.clone()}</a> }.into_markup()
            };
            view! { <li>{title}": "{one.why.clone()}</li> }
        })
        .collect_view();
    let list = if outcomes.not.is_empty() {
        let said = match &outcomes.deed {
            Deed::Assign(_) => "They see their name beside what is theirs.",
            Deed::Remind => "Each gets an email now. It counts as a reminder.",
        };
        view! { <p>{said}</p> }.into_markup()
    } else {
        view! { <ul>{not}</ul> }.into_markup()
    };
    view! { <Banner kind=kind heading=outcomes.in_words()>{list}</Banner> }
}

/// What is done with those that are ticked. The boxes stand in the table.
pub(super) fn form(
    back: String,
    colleagues: &[Colleague],
    me: i64,
    reminds: bool,
) -> impl IntoView + use<> {
    // Most often they are given to others; to oneself all the same.
    let mut to: Vec<Choice> = vec![Choice {
        label: "Choose who".to_owned(),
        ..Choice::default()
    }];
    to.extend(choices(colleagues, &[Some(me)]));
    to.push(Choice {
        value: me.to_string(),
        label: "Me".to_owned(),
        ..Choice::default()
    });
    let remind: Option<Markup> = reminds.then(|| {
        view! { <Button name=DO value="remind" label="Remind the museum" look=ButtonLook::Secondary/> }
            .into_markup()
    });
    view! {
        <form class="queue-bulk" id=BULK method="post" action=paths::MODERATE_BULK>
            <input type="hidden" name=BACK value=back/>
            <FieldFrame id="bulk-to" label="Assign those you tick to">
                <Select id="bulk-to" name=TO options=to/>
            </FieldFrame>
            <div class="actions">
                <Button name=DO value="assign" label="Assign" look=ButtonLook::Secondary/>
                {remind}
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(deed: Deed, made: usize, already: usize, not: usize) -> String {
        let one = Not {
            title: "Tea".into(),
            reference: "WB-2345-6789".into(),
            why: "Sam took this on at 2:02 pm.".into(),
        };
        Outcomes {
            deed,
            made,
            already,
            not: vec![one; not],
        }
        .in_words()
    }

    #[test]
    fn it_says_what_was_done_and_what_was_not() {
        let to_ana = || {
            Deed::Assign(Colleague {
                id: 3,
                name: "Ana".into(),
            })
        };
        assert_eq!(outcomes(to_ana(), 3, 0, 1), "3 assigned to Ana; 1 not");
        assert_eq!(outcomes(to_ana(), 0, 0, 2), "0 assigned to Ana; 2 not");
        assert_eq!(outcomes(to_ana(), 0, 1, 0), "1 was with Ana already");
        assert_eq!(
            outcomes(to_ana(), 1, 2, 0),
            "1 assigned to Ana; 2 were with Ana already"
        );
        assert_eq!(outcomes(Deed::Remind, 1, 0, 0), "1 museum reminded");
        assert_eq!(outcomes(Deed::Remind, 2, 0, 1), "2 museums reminded; 1 not");
    }
}
