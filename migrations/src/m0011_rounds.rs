//! What a round of review needs beside its text: who began it and how, what was declared and agreed to for
//! which text, what was written to and fro, and what is planned.

use sea_orm_migration::sea_orm::{ConnectionTrait, Statement, TryGetable};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A submission that was sent and is not decided yet. Only one of these for each case.
const OPEN: &str = "('submitted','in_review','changes_requested','awaiting_yes','approved')";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        columns(manager).await?;
        for table in [declarations(), agreements(), letters(), planned_moves()] {
            manager.create_table(table).await?;
        }
        indexes(manager).await?;
        what_is_known_of_earlier_rounds(manager).await?;
        declarations_of_earlier_rounds(manager).await
    }
}

/// One column a statement: SQLite takes no more.
async fn columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let new = [
        // How often changes were asked for.
        ("submissions", big_integer("round").default(0).take()),
        // short or long
        ("submissions", string_len("way", 8).default("long").take()),
        // museum, moderator or intake
        (
            "submissions",
            string_len("begun_by", 16).default("museum").take(),
        ),
        // The public text that a new version starts from.
        ("submissions", big_integer_null("base_revision_id")),
        (
            "submissions",
            string_len("language", 8).default("en").take(),
        ),
        ("submissions", big_integer_null("address_confirmed_at")),
        ("submissions", big_integer_null("first_sent_at")),
        // The text that its author last was given to write on; what differs from it was not sent yet.
        ("working_copies", big_integer_null("opened_from")),
        // form, meaning or protection; of texts that a moderator changed.
        ("revisions", string_len_null("weight", 16)),
        // JSON: keys of the fields that a moderator wrote.
        ("revisions", text("by_us").default("[]").take()),
        ("revisions", string_len("language", 8).default("en").take()),
        // The text that an import wrote; while the public reads another one, a person changed it.
        ("cases", big_integer_null("imported_revision_id")),
        // JSON: type, size and place, from the newest published text.
        ("museums", text("facts").default("{}").take()),
        ("events", big_integer_null("letter_id")),
        ("events", big_integer_null("planned_move_id")),
    ];
    for (table, column) in new {
        manager
            .alter_table(Table::alter().table(table).add_column(column).to_owned())
            .await?;
    }
    Ok(())
}

/// What a museum declared, and the text that it was declared for.
fn declarations() -> TableCreateStatement {
    Table::create()
        .table("declarations")
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(big_integer("revision_id"))
        .col(string_len("key", 40))
        // The version of the words that were ticked.
        .col(string_len("wording", 16))
        .col(big_integer_null("account_id"))
        .col(big_integer("given_at"))
        .col(big_integer("created_at"))
        .foreign_key(&mut belongs_to(
            "declarations",
            "submission_id",
            "submissions",
        ))
        .foreign_key(&mut belongs_to("declarations", "revision_id", "revisions"))
        .to_owned()
}

/// A text that was shown to somebody for a yes, and the answer.
fn agreements() -> TableCreateStatement {
    Table::create()
        .table("agreements")
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(big_integer("revision_id"))
        // museum or colleague
        .col(string_len("side", 16))
        // JSON: at most two.
        .col(text("questions"))
        .col(big_integer_null("asked_by"))
        .col(big_integer("asked_at"))
        // yes, change, no or void; none while it is open.
        .col(string_len_null("answer", 16))
        .col(text("words").default("").take())
        .col(big_integer_null("account_id"))
        .col(big_integer_null("answered_at"))
        // How often it was reminded of.
        .col(integer("reminded").default(0).take())
        .col(big_integer("created_at"))
        .foreign_key(&mut belongs_to(
            "agreements",
            "submission_id",
            "submissions",
        ))
        .foreign_key(&mut belongs_to("agreements", "revision_id", "revisions"))
        .to_owned()
}

/// Everything that is written to a museum and by it about a case.
fn letters() -> TableCreateStatement {
    Table::create()
        .table("letters")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id"))
        .col(big_integer_null("submission_id"))
        .col(boolean("from_museum"))
        .col(text("subject"))
        // Without private links: those stand in the mail alone.
        .col(text("body"))
        // The mail that carries it.
        .col(big_integer_null("job_id"))
        .col(string_len_null("message_id_hash", 64).unique_key().take())
        .col(big_integer_null("account_id"))
        .col(big_integer_null("read_at"))
        .col(big_integer("created_at"))
        .foreign_key(&mut belongs_to("letters", "case_id", "cases"))
        .foreign_key(&mut belongs_to("letters", "submission_id", "submissions"))
        .to_owned()
}

/// A move that is carried out when it is due. Exactly one subject.
fn planned_moves() -> TableCreateStatement {
    Table::create()
        .table("planned_moves")
        .col(big_pk_auto("id"))
        .col(big_integer_null("submission_id"))
        .col(big_integer_null("case_id"))
        .col(string_len("action", 32))
        // JSON: reason, letter, ticks.
        .col(text("payload"))
        // None for what the program plans by itself.
        .col(big_integer_null("seen_version"))
        .col(big_integer_null("account_id"))
        .col(big_integer("due_at"))
        // waiting, done, cancelled or stale
        .col(string_len("state", 16))
        .col(text("outcome").default("").take())
        .col(big_integer_null("ended_at"))
        .col(big_integer("created_at"))
        .foreign_key(&mut belongs_to(
            "planned_moves",
            "submission_id",
            "submissions",
        ))
        .foreign_key(&mut belongs_to("planned_moves", "case_id", "cases"))
        .to_owned()
}

fn belongs_to(
    table: &'static str,
    column: &'static str,
    other: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(other, "id")
        .to_owned()
}

async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Partial indexes, for which the builder has no word.
    let partial = [
        format!(
            "CREATE UNIQUE INDEX submissions_one_open ON submissions (case_id) WHERE status IN {OPEN}"
        ),
        "CREATE UNIQUE INDEX submissions_one_published ON submissions (case_id) WHERE status = 'published'"
            .to_owned(),
        "CREATE UNIQUE INDEX planned_moves_of_submission ON planned_moves (submission_id, action) \
         WHERE state = 'waiting' AND submission_id IS NOT NULL"
            .to_owned(),
        "CREATE UNIQUE INDEX planned_moves_of_case ON planned_moves (case_id, action) \
         WHERE state = 'waiting' AND case_id IS NOT NULL"
            .to_owned(),
    ];
    for statement in partial {
        manager
            .get_connection()
            .execute_unprepared(&statement)
            .await?;
    }
    for (name, table, columns) in [
        (
            "declarations_by_submission",
            "declarations",
            &["submission_id"][..],
        ),
        (
            "agreements_by_submission",
            "agreements",
            &["submission_id", "id"],
        ),
        ("letters_by_case", "letters", &["case_id", "id"]),
        ("planned_moves_due", "planned_moves", &["state", "due_at"]),
    ] {
        let mut index = Index::create().name(name).table(table).take();
        for column in columns {
            index.col(*column);
        }
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn what_is_known_of_earlier_rounds(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for statement in [
        "UPDATE submissions SET first_sent_at = (SELECT MIN(at) FROM events \
         WHERE events.submission_id = submissions.id AND events.action = 'submit')",
        "UPDATE submissions SET round = (SELECT COUNT(*) FROM events \
         WHERE events.submission_id = submissions.id AND events.action = 'request_changes')",
        // They were given what the moderators saw when they were asked for changes, and it did not change since.
        "UPDATE working_copies SET opened_from = (SELECT MAX(id) FROM revisions \
         WHERE revisions.submission_id = working_copies.submission_id) \
         WHERE submission_id IN (SELECT id FROM submissions WHERE status = 'changes_requested')",
        // Of a text that a moderator changed, only tags could be changed so far.
        "UPDATE revisions SET weight = 'form' WHERE kind = 'as_edited'",
        "UPDATE cases SET imported_revision_id = published_revision_id \
         WHERE published_revision_id IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM submissions WHERE submissions.case_id = cases.id)",
        "UPDATE revisions SET kind = 'as_imported' \
         WHERE id IN (SELECT imported_revision_id FROM cases WHERE imported_revision_id IS NOT NULL)",
    ] {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}

/// The record of a sending was JSON in its submission; each statement becomes a row on the newest text that
/// was sent. The column stays as it is for the program before this one.
async fn declarations_of_earlier_rounds(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let found = db
        .query_all_raw(Statement::from_string(
            db.get_database_backend(),
            "SELECT submissions.id, submissions.declarations, MAX(revisions.id) AS revision_id \
             FROM submissions JOIN revisions ON revisions.submission_id = submissions.id \
             WHERE submissions.declarations IS NOT NULL AND revisions.kind = 'as_submitted' \
             GROUP BY submissions.id, submissions.declarations",
        ))
        .await?;
    for row in found {
        let submission_id = i64::try_get(&row, "", "id")?;
        let revision_id = i64::try_get(&row, "", "revision_id")?;
        let json = String::try_get(&row, "", "declarations")?;
        // A record that cannot be read says nothing that could be kept.
        let Ok(record) = serde_json::from_str::<serde_json::Value>(&json) else {
            continue;
        };
        let at = record["at"].as_i64().unwrap_or_default();
        let wording = record["version"].as_str().unwrap_or_default();
        let keys = record["keys"].as_array().cloned().unwrap_or_default();
        for key in keys.iter().filter_map(|key| key.as_str()) {
            let insert = Query::insert()
                .into_table("declarations")
                .columns([
                    "submission_id",
                    "revision_id",
                    "key",
                    "wording",
                    "account_id",
                    "given_at",
                    "created_at",
                ])
                .values_panic([
                    submission_id.into(),
                    revision_id.into(),
                    key.into(),
                    wording.into(),
                    record["account"].as_i64().into(),
                    at.into(),
                    at.into(),
                ])
                .to_owned();
            db.execute(&insert).await?;
        }
    }
    Ok(())
}
