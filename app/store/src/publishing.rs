//! Making a case public: its revisions, its address, its museum and its tags. Taking it down stands in
//! [`case_transitions`](super::case_transitions); nothing else changes the state of a case.

use super::blobs::Holder;
use super::entity::{case, event, revision};
use super::free_slug::{Of, free_slug};
use super::history::Actor;
use super::submissions;
use super::submissions::Submission;
use super::{
    DAY_MS, DbErr, Transaction, bank, blobs, museums, place_of, sets, taking_over, write_content,
};
use case_study::manner::Manner;
use case_study::similar::title_key;
use case_study::times::STILL_TRUE_AFTER_DAYS;
use case_study::{
    CaseAction, CaseState, CaseStudyContent, EditWeight, EventKind, Origin, RevisionKind, Stored,
};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use std::collections::BTreeSet;

/// When a published case is asked about again.
pub(super) const REVIEW_AFTER_MS: i64 = STILL_TRUE_AFTER_DAYS * DAY_MS;

/// Publishes a submission's current text: cuts the revision, then makes it what the public reads.
/// `false` when its case cannot go live from where it stands: one that was taken down is only put back by whoever
/// says why.
pub(super) async fn publish(
    tx: &Transaction,
    submission: &Submission,
    actor: &Actor,
    manner: &Manner,
) -> Result<bool, DbErr> {
    let row = case_row(tx, submission.case_id).await?;
    if state_of(&row) == CaseState::TakenDown && !puts_back(tx, &row, manner).await? {
        return Ok(false);
    }
    // Whoever mends the public text at the same time cuts one too: not both of the same number.
    bank::hold_generation(tx).await?;
    // As it stands: a label that nobody chose stays a suggestion, and readers are told so.
    let content = submissions::current_content(tx, submission).await?;
    let content = taking_over::with_changes_of_the_public_text(tx, submission, content).await?;
    let revision_id = cut_revision(
        tx,
        submission,
        RevisionKind::AsPublished,
        &content,
        actor.account_id,
    )
    .await?;
    let live = go_live(tx, submission.case_id, revision_id, &content, None, actor).await?;
    if live {
        belongs_to_its_museum(tx, submission.case_id).await?;
    }
    Ok(live)
}

/// Whether what was asked for puts back what was taken down: said so, and, where that was said a while ago, of this
/// very take-down.
async fn puts_back(tx: &Transaction, row: &case::Model, manner: &Manner) -> Result<bool, DbErr> {
    Ok(match (&manner.put_back, manner.put_back_of) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(_), Some(of)) => last_take_down(tx, row.id).await? == of,
    })
}

/// The last entry in the history that says that a case was taken down; 0 where none does.
pub(super) async fn last_take_down(db: &impl ConnectionTrait, case_id: i64) -> Result<i64, DbErr> {
    let last: Option<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Action.eq(EventKind::CaseMove(CaseAction::TakeDown).slug()))
        .order_by_desc(event::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.unwrap_or_default())
}

/// What readers see was sent by its museum. Of a compiled case that is how its museum takes it over: imports leave
/// it alone from now on, because it is another text than the one that they wrote.
async fn belongs_to_its_museum(tx: &Transaction, case_id: i64) -> Result<(), DbErr> {
    case::Entity::update_many()
        .col_expr(case::Column::Origin, Expr::value(Origin::Submitted.slug()))
        .filter(case::Column::Id.eq(case_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Adds an immutable text to a submission's case and returns its id. Which answers moderators wrote goes on
/// to be known, but for a text that its author sends: that is theirs.
pub(super) async fn cut_revision(
    tx: &Transaction,
    submission: &Submission,
    kind: RevisionKind,
    content: &CaseStudyContent,
    account_id: Option<i64>,
) -> Result<i64, DbErr> {
    let by_us = match kind {
        RevisionKind::AsSubmitted => BTreeSet::new(),
        _ => submissions::written_by_us(tx, submission.id).await?,
    };
    let new = NewRevision {
        case_id: submission.case_id,
        submission_id: Some(submission.id),
        kind,
        account_id,
        weight: None,
        by_us,
    };
    insert(tx, new, content).await
}

pub(super) async fn insert_revision(
    tx: &Transaction,
    case_id: i64,
    submission_id: Option<i64>,
    kind: RevisionKind,
    content: &CaseStudyContent,
    account_id: Option<i64>,
) -> Result<i64, DbErr> {
    let new = NewRevision {
        case_id,
        submission_id,
        kind,
        account_id,
        weight: None,
        by_us: BTreeSet::new(),
    };
    insert(tx, new, content).await
}

/// What is known of a text that is about to be cut.
pub(super) struct NewRevision {
    pub case_id: i64,
    pub submission_id: Option<i64>,
    pub kind: RevisionKind,
    pub account_id: Option<i64>,
    /// Of a text that a moderator changed.
    pub weight: Option<EditWeight>,
    /// Keys of the fields that moderators wrote.
    pub by_us: BTreeSet<String>,
}

pub(super) async fn insert(
    tx: &Transaction,
    new: NewRevision,
    content: &CaseStudyContent,
) -> Result<i64, DbErr> {
    let last: Option<i64> = revision::Entity::find()
        .select_only()
        .column(revision::Column::Number)
        .filter(revision::Column::CaseId.eq(new.case_id))
        .order_by_desc(revision::Column::Number)
        .into_tuple()
        .one(tx)
        .await?;
    let by_us =
        serde_json::to_string(&new.by_us).map_err(|error| DbErr::Custom(place_of(&error)))?;
    let inserted = revision::Entity::insert(revision::ActiveModel {
        case_id: Set(new.case_id),
        submission_id: Set(new.submission_id),
        // Two at once collide on the unique index and one is turned away whole.
        number: Set(last.unwrap_or(0) + 1),
        kind: Set(new.kind.slug().to_owned()),
        content: Set(write_content(content)?),
        account_id: Set(new.account_id),
        created_at: Set(tx.now_ms()),
        weight: Set(new.weight.map(|weight| weight.slug().to_owned())),
        by_us: Set(by_us),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    let holder = Holder::Revision(inserted.last_insert_id);
    blobs::note_uses(tx, new.case_id, holder, content).await?;
    Ok(inserted.last_insert_id)
}

/// Makes a revision the public text of its case: state, slug, museum, tags, dates, generation.
/// `slug` is given by an import; otherwise a first publication makes one from the title. `false` when
/// the case cannot go live from where it stands; the caller undoes what it wrote.
pub(super) async fn go_live(
    tx: &Transaction,
    case_id: i64,
    revision_id: i64,
    content: &CaseStudyContent,
    slug: Option<&str>,
    actor: &Actor,
) -> Result<bool, DbErr> {
    // First of all: publications queue up at the generation's row until the one before has
    // committed, so that two of the same title or museum see each other and take different slugs.
    let generation = bank::raise_generation(tx).await?;
    let row = case_row(tx, case_id).await?;
    let Some(to) = state_of(&row).after(CaseAction::GoLive, &actor.roles) else {
        return Ok(false);
    };
    let now = tx.now_ms();
    let slug = match (&row.slug, slug) {
        (Some(kept), _) => kept.clone(),
        (None, Some(given)) => given.to_owned(),
        (None, None) => free_slug(tx, Of::Case, &content.title).await?,
    };
    let museum_id = museums::of_text(tx, content).await?;
    case::Entity::update(case::ActiveModel {
        id: sea_orm::Unchanged(case_id),
        slug: Set(Some(slug)),
        state: Set(to.slug().to_owned()),
        museum_id: Set(Some(museum_id)),
        published_revision_id: Set(Some(revision_id)),
        title: Set(content.title.clone()),
        title_key: Set(Some(title_key(&content.title))),
        published_at: Set(Some(row.published_at.unwrap_or(now))),
        updated_at: Set(Some(now)),
        review_due_at: Set(Some(now + REVIEW_AFTER_MS)),
        version: Set(row.version + 1),
        changed_in: Set(generation),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    blobs::days_hold(tx, case_id, content).await?;
    sets::write(tx, case_id, content).await?;
    Ok(true)
}

/// Makes a mended revision the public text, without touching the state: a case that was taken down may
/// be mended before it is put back. Title, museum, sets and dates follow; its address stays.
pub(super) async fn show_mended(
    tx: &Transaction,
    case_id: i64,
    revision_id: i64,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    let generation = bank::raise_generation(tx).await?;
    let museum_id = museums::of_text(tx, content).await?;
    case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .col_expr(case::Column::PublishedRevisionId, Expr::value(revision_id))
        .col_expr(case::Column::Title, Expr::value(content.title.as_str()))
        .col_expr(
            case::Column::TitleKey,
            Expr::value(title_key(&content.title)),
        )
        .col_expr(case::Column::MuseumId, Expr::value(museum_id))
        .col_expr(case::Column::UpdatedAt, Expr::value(tx.now_ms()))
        .col_expr(
            case::Column::Version,
            Expr::col(case::Column::Version).add(1),
        )
        .filter(case::Column::Id.eq(case_id))
        .exec(tx)
        .await?;
    blobs::days_hold(tx, case_id, content).await?;
    sets::write(tx, case_id, content).await
}

/// The slug of a published case.
pub(super) async fn slug_of(tx: &impl ConnectionTrait, case_id: i64) -> Result<String, DbErr> {
    Ok(case_row(tx, case_id).await?.slug.unwrap_or_default())
}

pub(super) async fn case_row(
    tx: &impl ConnectionTrait,
    case_id: i64,
) -> Result<case::Model, DbErr> {
    case::Entity::find_by_id(case_id)
        .one(tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("case {case_id}")))
}

pub(super) fn state_of(row: &case::Model) -> Stored<CaseState> {
    Stored::read(&row.state)
}
