//! Who may not decide: what the page of a submission says of it, what is asked of whoever decides alone, and `POST
//! …/second` and `…/sensitive`.

use super::colleague_reads;
use super::colleague_reads::{DESPITE, hidden};
use super::conflict;
use super::event_text::titled;
use super::flash::Flash;
use super::review_context;
use super::review_context::{ReviewContext, Sent};
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Checkboxes, Choice, ErrorSummary, FieldFrame,
    FormError, KeptAnswers, Nav, PageHeading, when,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::decision::{DecisionMessage, Does};
use case_study::publishable::Obstacle;
use case_study::{Answers, CaseAction, Decision, Move, Status};
use leptos::prelude::*;
use store::dead_letters;
use store::dead_letters::Undelivered;
use store::guards;
use store::guards::Standing;
use store::outcome::Outcome;
use store::transitions;

/// "I decide alone" was ticked.
const ALONE: &str = "alone";
/// Whether somebody could be harmed: yes or no.
const SENSITIVE: &str = "sensitive";
const NOT_TICKED: &str = "Tick \u{201c}I decide alone\u{201d}, or leave it";
const CANNOT_SECOND: &str = "give the second yes";
const CANNOT_MARK: &str = "say whether someone could be harmed";

/// What the part of the page shows.
pub(super) struct Guarded {
    standing: Standing,
    /// Mails about it that did not get through, or not yet.
    failing: Vec<Undelivered>,
}

/// Reads what is not known yet.
pub(super) async fn load(
    state: &AppState,
    review: &ReviewContext,
    standing: Standing,
) -> Result<Guarded, PageError> {
    Ok(Guarded {
        standing,
        failing: dead_letters::of_submission(&state.db, review.submission.id).await?,
    })
}

/// The part of the page; nothing where one person decides and every mail arrived.
pub(super) fn view(review: &ReviewContext, guarded: &Guarded) -> impl IntoView + use<> {
    let standing = &guarded.standing;
    let own = standing.own.map(|why| {
        let alone = standing.nobody_else_decides;
        let words = Obstacle::OwnMuseum { why, alone }.in_words();
        view! {
            <Banner kind=BannerKind::Warning heading="Your own museum">
                <p>{words}" You can read it."</p>
            </Banner>
        }
    });
    let failing = (!guarded.failing.is_empty()).then(|| {
        let lines = guarded.failing.iter().map(failure).collect_view();
        view! {
            <Banner kind=BannerKind::Warning heading="An email about it did not get through">
                {lines}
                <p><a href=paths::MODERATE_MAILS>"See all such emails"</a></p>
            </Banner>
        }
    });
    let two = is_open(review).then(|| two_people(review, standing));
    view! { {own}{failing}{two} }
}

fn failure(mail: &Undelivered) -> impl IntoView + use<> {
    let words = match mail.next_try {
        Some(at) => format!(
            "{}: {}. We try again on {}.",
            mail.subject,
            mail.cause,
            when::moment(at)
        ),
        None => format!("{}: {}. The person was not told.", mail.subject, mail.cause),
    };
    view! { <p>{words}</p> }
}

/// It stands where a second yes or a tick counts.
fn is_open(review: &ReviewContext) -> bool {
    matches!(
        review.submission.status.known(),
        Some(Status::Submitted | Status::InReview | Status::AwaitingYes | Status::Approved)
    )
}

fn two_people(review: &ReviewContext, standing: &Standing) -> Markup {
    let (label, value) = if standing.ticked {
        ("No one could be harmed after all", "no")
    } else {
        ("Someone could be harmed", "yes")
    };
    let tick = view! {
        <form method="post" action=format!("{}/sensitive", review.href())>
            <input type="hidden" name="version" value=review.submission.version/>
            <input type="hidden" name=SENSITIVE value=value/>
            <Button label=label look=ButtonLook::Quiet/>
        </form>
    };
    if standing.sensitive.is_empty() {
        return view! { <div class="guards">{tick}</div> }.into_markup();
    }
    let reasons = standing
        .sensitive
        .iter()
        .map(|reason| view! { <li>{reason.in_words()}</li> })
        .collect_view();
    let given = usize::from(!standing.seconds.is_empty())
        + usize::from(review.submission.status == Status::Approved);
    let said = if standing.seconds.is_empty() {
        " One person says yes to this text, another publishes it.".to_owned()
    } else {
        format!(
            " {} said yes to this text. Another person publishes it.",
            standing.seconds.join(" and ")
        )
    };
    let is_at = matches!(
        review.submission.status.known(),
        Some(Status::InReview | Status::AwaitingYes | Status::Approved)
    );
    let second = if standing.wrote_it {
        Some(view! { <p>{Obstacle::SecondByAuthor.in_words()}</p> }.into_markup())
    } else if standing.may_second && !is_at {
        Some(
            view! { <p>"One of you takes it on first. Then another can say yes to it here."</p> }
                .into_markup(),
        )
    } else {
        (standing.may_second && is_at).then(|| {
            view! {
                <form method="post" action=format!("{}/second", review.href())>
                    <input type="hidden" name="version" value=review.submission.version/>
                    <Button label="Say yes to this text" look=ButtonLook::Secondary/>
                </form>
            }
            .into_markup()
        })
    };
    view! {
        <section class="review-section guards" aria-labelledby="two-people">
            <h2 id="two-people">"Two people decide on this one"</h2>
            <p><strong class="guards-count">{format!("{given} of 2")}</strong>{said}</p>
            <ul>{reasons}</ul>
            {second}
            {tick}
        </section>
    }
    .into_markup()
}

/// Whether a form of a decision may hold this besides its own.
pub(super) fn is_known(key: &str) -> bool {
    matches!(key, ALONE | DESPITE)
}

/// Whether it says "I decide alone".
pub(super) fn is_alone(answers: &Answers) -> bool {
    answers.all(ALONE).iter().any(|value| value == "yes")
}

/// What is asked before a decision is made, or why this person may not make it; none where they may go on. Every word
/// that was typed is kept.
pub(super) async fn before(
    state: &AppState,
    context: &PageContext,
    review: &ReviewContext,
    decision: Decision,
    sent: &Sent,
) -> Result<Option<Response>, PageError> {
    // Somebody was faster: that is said first.
    if sent.version != review.submission.version {
        return Ok(None);
    }
    let moves = match decision.does(&DecisionMessage::default()) {
        Does::Moves(moves) => moves,
        Does::MoveCase(CaseAction::Restore | CaseAction::Feature) => {
            let own = guards::closed_to(&state.db, review.me.id, &review.submission).await?;
            return Ok(own.map(|own| closed(context, review, &own, typed(sent))));
        }
        Does::MoveCase(_) | Does::Assign | Does::GiveBack => return Ok(None),
    };
    let db = state.db.reader();
    let standing = guards::standing(db, &review.submission, Some(review.me.id)).await?;
    let mut found: Vec<Obstacle> = Vec::new();
    for obstacle in moves
        .iter()
        .flat_map(|wanted| standing.obstacles(wanted.action()))
    {
        if !found.contains(&obstacle) {
            found.push(obstacle);
        }
    }
    if let Some(own) = found
        .iter()
        .find(|one| matches!(one, Obstacle::OwnMuseum { alone: false, .. }))
    {
        return Ok(Some(closed(context, review, own, typed(sent))));
    }
    found.retain(Obstacle::ends_with_tick);
    if !found.is_empty() && !is_alone(&sent.answers) {
        return Ok(Some(ask_alone(context, review, decision, sent, &found)));
    }
    colleague_reads::asks(state, context, review, decision, sent).await
}

fn typed(sent: &Sent) -> Vec<(String, Vec<String>)> {
    let words = sent.answers.one("message").to_owned();
    vec![("Your message".to_owned(), vec![words])]
}

/// The page for whoever may not change or decide about their own museum's: 409, and what was typed to be copied.
pub(super) fn closed(
    context: &PageContext,
    review: &ReviewContext,
    own: &Obstacle,
    typed: Vec<(String, Vec<String>)>,
) -> Response {
    closed_at(context, caption(review), review.href(), own, typed)
}

/// The same for any case study, whose page is `home`.
pub(super) fn closed_at(
    context: &PageContext,
    caption: String,
    home: String,
    own: &Obstacle,
    typed: Vec<(String, Vec<String>)>,
) -> Response {
    const TITLE: &str = "Your own museum";
    let words = own.in_words();
    let typed: Vec<(String, Vec<String>)> = typed
        .into_iter()
        .filter(|(_, lines)| lines.iter().any(|line| !line.is_empty()))
        .collect();
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::CONFLICT)
        .render(context, move || {
            view! {
                <BackLink href=home label="Back to the case study"/>
                <PageHeading title=TITLE caption=caption/>
                <div class="measure stack">
                    <p>{words}</p>
                    <p>"Nothing was changed, and no one was emailed. You can read it."</p>
                </div>
                <KeptAnswers parts=typed/>
            }
        })
}

/// The tick, and every typed word with it.
fn ask_alone(
    context: &PageContext,
    review: &ReviewContext,
    decision: Decision,
    sent: &Sent,
    found: &[Obstacle],
) -> Response {
    const TITLE: &str = "You decide alone";
    let caption = caption(review);
    let words = decision.words();
    let home = review.href();
    let action = format!("{home}/{}", words.slug);
    // The button of this very page was pressed without the tick.
    let errors: Vec<FormError> = if sent.answers.holds(ALONE) {
        vec![FormError::new(ALONE, NOT_TICKED)]
    } else {
        Vec::new()
    };
    let error = FormError::of(&errors, ALONE);
    let invalid = error.is_some();
    let reasons = found
        .iter()
        .map(|one| view! { <p>{one.in_words()}</p> })
        .collect_view();
    let kept = hidden(sent, &[ALONE]);
    let options = vec![Choice {
        value: "yes".to_owned(),
        label: "I decide alone".to_owned(),
        hint: Some("The history keeps this.".to_owned()),
        checked: false,
    }];
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .render(context, move || {
            view! {
                <BackLink href=home.clone() label="Back to the case study"/>
                <ErrorSummary errors=errors/>
                <PageHeading title=TITLE caption=caption/>
                <form class="form alone" method="post" action=action novalidate>
                    {kept}
                    // Sent with the tick or without it.
                    <input type="hidden" name=ALONE value=""/>
                    {reasons}
                    <FieldFrame id=ALONE label="No one else can do this" error=error legend=true>
                        <Checkboxes id=ALONE name=ALONE options=options invalid=invalid/>
                    </FieldFrame>
                    <div class="actions">
                        <Button label=words.button look=ButtonLook::Secondary/>
                        <a href=home>"Leave it"</a>
                    </div>
                </form>
            }
        })
}

fn caption(review: &ReviewContext) -> String {
    format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    )
}

/// `POST …/second`: a yes to the text that stands now.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn second(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let sent = review_context::read(&body, |_| false)?;
    let mail_context = state.settings.mail_context();
    let made = transitions::apply(
        &state.db,
        &mail_context,
        &review.actor,
        review.submission.id,
        Some(sent.version),
        &[Move::Second],
    )
    .await?
    .map(drop);
    answer(
        &state,
        &context,
        review,
        made,
        Flash::Seconded,
        CANNOT_SECOND,
    )
    .await
}

/// `POST …/sensitive`: somebody could be harmed, or not after all.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn sensitive(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let sent = review_context::read(&body, |key| key == SENSITIVE)?;
    let is_sensitive = sent.answers.one(SENSITIVE) == "yes";
    let (db, id) = (&state.db, review.submission.id);
    let made = guards::mark_sensitive(db, &review.actor, id, sent.version, is_sensitive).await?;
    let done = if is_sensitive {
        Flash::Sensitive
    } else {
        Flash::NotSensitive
    };
    answer(&state, &context, review, made, done, CANNOT_MARK).await
}

async fn answer(
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    made: Outcome<()>,
    done: Flash,
    cannot: &'static str,
) -> Result<Response, PageError> {
    let faster = match made {
        Outcome::Made(()) => {
            return Ok(Redirect::to(&done.href(&review.submission.reference)).into_response());
        }
        Outcome::NotFound => return Err(PageError::NotFound),
        Outcome::NotPublishable(obstacles) => {
            let why = obstacles
                .into_iter()
                .next()
                .unwrap_or(Obstacle::SecondByAuthor);
            return Ok(refused(context, &review, &why, cannot));
        }
        Outcome::Overtaken(faster) => Some(faster),
        Outcome::NotAllowed | Outcome::Incomplete(_) | Outcome::OtherText => None,
    };
    conflict::page(state, context, review, faster, cannot, None).await
}

/// 422, and nothing was changed.
fn refused(
    context: &PageContext,
    review: &ReviewContext,
    why: &Obstacle,
    cannot: &'static str,
) -> Response {
    const TITLE: &str = "Someone else has to do this";
    let caption = caption(review);
    let (home, words) = (review.href(), why.in_words());
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .render(context, move || {
            view! {
                <BackLink href=home label="Back to the case study"/>
                <PageHeading title=TITLE caption=caption/>
                <div class="measure stack">
                    <p>{words}</p>
                    <p>{format!("So you cannot {cannot}. Nothing was changed, and no one was emailed.")}</p>
                </div>
            }
        })
}
