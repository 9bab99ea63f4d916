//! The operator's copy: every row that says something about a case or the bank, table by table, as JSON.
//!
//! Left out on purpose: sessions, private links, questions on their way to a museum, the outbox, what is counted and what
//! an import that runs has staged, which are worth something only to this installation; second factors and every hash of a
//! password or a key; and the vocabularies, which the program has. Who was erased is there by a hash alone, so that a bank
//! made anew knows it too.

use super::entity::{
    account, agreement, blob, blob_use, case, case_term, declaration, erasure, event, field_note,
    intake_mail, letter, link_check, material, museum, planned_move, reader_message, revision,
    site_setting, submission, thought, working_copy,
};
use super::{Db, DbErr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

/// Rows read at once.
const BATCH: u64 = 500;

/// The tables of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Cases,
    Revisions,
    Submissions,
    WorkingCopies,
    Events,
    Blobs,
    BlobUses,
    Museums,
    Accounts,
    ReaderMessages,
    SiteSettings,
    Declarations,
    Agreements,
    Letters,
    PlannedMoves,
    FieldNotes,
    Thoughts,
    IntakeMails,
    Material,
    /// The sets that a case is in, or was in.
    CaseTerms,
    LinkChecks,
    Erasures,
}

/// Members that never leave.
const SECRET: [&str; 6] = [
    "message_id_hash",
    "password_hash",
    "start_key_hash",
    "key_hash",
    "email_key",
    "name_key",
];

/// Columns that hold JSON as text.
const NESTED: [&str; 11] = [
    "files",
    "content",
    "detail",
    "by_us",
    "facts",
    "questions",
    "payload",
    "pieces",
    "unread",
    "last_saves",
    "value",
];

impl Table {
    pub const ALL: [Self; 22] = [
        Self::Cases,
        Self::Revisions,
        Self::Submissions,
        Self::WorkingCopies,
        Self::Events,
        Self::Blobs,
        Self::BlobUses,
        Self::Museums,
        Self::Accounts,
        Self::ReaderMessages,
        Self::SiteSettings,
        Self::Declarations,
        Self::Agreements,
        Self::Letters,
        Self::PlannedMoves,
        Self::FieldNotes,
        Self::Thoughts,
        Self::IntakeMails,
        Self::Material,
        Self::CaseTerms,
        Self::LinkChecks,
        Self::Erasures,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Revisions => "revisions",
            Self::Submissions => "submissions",
            Self::WorkingCopies => "working_copies",
            Self::Events => "events",
            Self::Blobs => "blobs",
            Self::BlobUses => "blob_uses",
            Self::Museums => "museums",
            Self::Accounts => "accounts",
            Self::ReaderMessages => "reader_messages",
            Self::SiteSettings => "site_settings",
            Self::Declarations => "declarations",
            Self::Agreements => "agreements",
            Self::Letters => "letters",
            Self::PlannedMoves => "planned_moves",
            Self::FieldNotes => "field_notes",
            Self::Thoughts => "thoughts",
            Self::IntakeMails => "intake_mails",
            Self::Material => "material",
            Self::CaseTerms => "case_terms",
            Self::LinkChecks => "link_checks",
            Self::Erasures => "erasures",
        }
    }

    /// What tells its rows apart, in growing order; of the sets, what tells the cases apart.
    const fn key(self) -> &'static str {
        match self {
            Self::WorkingCopies => "submission_id",
            Self::CaseTerms => "case_id",
            _ => "id",
        }
    }
}

/// The next rows of a table after a key; empty at the end. The last row's key comes with them.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(db: &Db, table: Table, after: i64) -> Result<(Vec<Value>, i64), DbErr> {
    macro_rules! read {
        ($entity:ident, $key:ident) => {
            $entity::Entity::find()
                .filter($entity::Column::$key.gt(after))
                .order_by_asc($entity::Column::$key)
                .limit(BATCH)
                .into_json()
                .all(db.reader())
                .await?
        };
    }
    let mut rows = match table {
        Table::Cases => read!(case, Id),
        Table::Revisions => read!(revision, Id),
        Table::Submissions => read!(submission, Id),
        Table::WorkingCopies => read!(working_copy, SubmissionId),
        Table::Events => read!(event, Id),
        Table::Blobs => read!(blob, Id),
        Table::BlobUses => read!(blob_use, Id),
        Table::Museums => read!(museum, Id),
        Table::Accounts => read!(account, Id),
        Table::ReaderMessages => read!(reader_message, Id),
        Table::SiteSettings => read!(site_setting, Id),
        Table::Declarations => read!(declaration, Id),
        Table::Agreements => read!(agreement, Id),
        Table::Letters => read!(letter, Id),
        Table::PlannedMoves => read!(planned_move, Id),
        Table::FieldNotes => read!(field_note, Id),
        Table::Thoughts => read!(thought, Id),
        Table::IntakeMails => read!(intake_mail, Id),
        Table::Material => read!(material, Id),
        Table::CaseTerms => read!(case_term, CaseId),
        Table::LinkChecks => read!(link_check, Id),
        Table::Erasures => read!(erasure, Id),
    };
    if table == Table::CaseTerms && rows.len() as u64 == BATCH {
        // The last case may have more sets than are here: it comes whole with the next rows. None has hundreds.
        let cut = rows.last().and_then(|row| row.get(table.key())).cloned();
        rows.retain(|row| row.get(table.key()) != cut.as_ref());
    }
    let last = rows
        .last()
        .and_then(|row| row.get(table.key())?.as_i64())
        .unwrap_or(after);
    for row in &mut rows {
        if let Value::Object(members) = row {
            members.retain(|key, _| !SECRET.contains(&key.as_str()));
            for key in NESTED {
                unfold(members.get_mut(key));
            }
        }
    }
    Ok((rows, last))
}

/// Text that is JSON becomes that JSON.
fn unfold(member: Option<&mut Value>) {
    if let Some(value) = member
        && let Some(inner) = value
            .as_str()
            .and_then(|text| serde_json::from_str(text).ok())
    {
        *value = inner;
    }
}
