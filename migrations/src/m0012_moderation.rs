//! What a team of moderators needs: notes on fields, whose second yes a text has, what is known of accounts and
//! their doors, which cases are samples, and what a mail in the outbox is about.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        columns(manager).await?;
        for table in [field_notes(), address_links(), account_factors()] {
            manager.create_table(table).await?;
        }
        places_in_the_queue(manager).await?;
        indexes(manager).await
    }
}

/// One column a statement: SQLite takes no more.
async fn columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let new = [
        // The moderator who said that somebody could be harmed by it: a second person's yes is needed.
        ("submissions", big_integer_null("sensitive_by")),
        // Whether its museum may change every field of it, or only those that are asked about.
        (
            "submissions",
            boolean("all_fields_open").default(true).take(),
        ),
        // The versions from which and up to which nothing but tags was changed: a letter that was begun in between
        // is as good as ever.
        ("submissions", big_integer("tags_from").default(0).take()),
        ("submissions", big_integer("tags_until").default(0).take()),
        // Its museum sent it again, or answered.
        ("submissions", boolean("came_back").default(false).take()),
        // Since when it has its place in the queue: when it first came to the moderators.
        ("submissions", big_integer("queued_at").default(0).take()),
        // Title, museum, reference and address, folded; the program writes it.
        ("submissions", text("search_key").default("").take()),
        // What two spellings of its title and of its museum's name have in common; none until it is worked out.
        ("submissions", string_null("title_key")),
        ("submissions", string_null("museum_key")),
        // The public case that its museum says it is a new version of.
        ("submissions", big_integer_null("new_version_of")),
        ("cases", string_null("title_key")),
        // Made by this program to be tried out; no museum is told anything about it.
        ("cases", boolean("sample").default(false).take()),
        // When somebody last said that it is still true.
        ("cases", big_integer_null("confirmed_at")),
        // daily, at_once or off
        (
            "accounts",
            string_len("notices", 16).default("daily").take(),
        ),
        // JSON: ids of the museums that this person works for.
        ("accounts", text("museums").default("[]").take()),
        // Keys that move through the queue; off until switched on.
        ("accounts", boolean("keys").default(false).take()),
        // When the last morning's mail was written.
        ("accounts", big_integer_null("digest_at")),
        // Since when signing in asks for a code as well; null while it does not.
        ("accounts", big_integer_null("second_factor_at")),
        // When somebody last signed in with it.
        ("accounts", big_integer_null("seen_at")),
        // The browser's own name, shortened, and when it was last seen.
        ("sessions", string_len("agent", 200).default("").take()),
        ("sessions", big_integer_null("seen_at")),
        // The higher, the sooner.
        ("jobs", integer("priority").default(0).take()),
        // Never sent after this.
        ("jobs", big_integer_null("expires_at")),
        ("jobs", big_integer_null("submission_id")),
        // Two with the same key are one.
        ("jobs", string_len_null("unique_key", 120)),
        // A mail about a sample never leaves by SMTP.
        ("jobs", boolean("sample").default(false).take()),
    ];
    for (table, column) in new {
        manager
            .alter_table(Table::alter().table(table).add_column(column).to_owned())
            .await?;
    }
    Ok(())
}

/// What waits already keeps its place. `search_key` is filled by the program, which knows how letters are folded.
async fn places_in_the_queue(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for statement in [
        "UPDATE submissions SET queued_at = COALESCE(first_sent_at, submitted_at, 0)",
        "UPDATE submissions SET came_back = (submitted_at > first_sent_at) \
         WHERE first_sent_at IS NOT NULL AND submitted_at IS NOT NULL",
    ] {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}

/// What a moderator noted at a field, for the team alone or for the museum.
fn field_notes() -> TableCreateStatement {
    Table::create()
        .table("field_notes")
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        // The submission's round when it was written.
        .col(big_integer("round"))
        .col(string_len("field", 60))
        // Slug of a reason to return; may be empty.
        .col(string_len("reason", 60).default("").take())
        .col(text("words"))
        // team or museum
        .col(string_len("reach", 16))
        // draft, sent, answered or settled
        .col(string_len("state", 16))
        .col(big_integer_null("account_id"))
        .col(text("reply").default("").take())
        .col(big_integer_null("answered_at"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("field_notes", "submission_id")
                .to("submissions", "id"),
        )
        .to_owned()
}

/// A mailed link that belongs to an address, not to a submission.
fn address_links() -> TableCreateStatement {
    Table::create()
        .table("address_links")
        .col(big_pk_auto("id"))
        .col(string("email_key"))
        .col(big_integer_null("account_id"))
        // my_cases, my_data, invite or password
        .col(string_len("purpose", 16))
        .col(string_len("token_hash", 64).unique_key().take())
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .col(big_integer("created_at"))
        .to_owned()
}

/// What somebody has besides a password.
fn account_factors() -> TableCreateStatement {
    Table::create()
        .table("account_factors")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        // totp or recovery
        .col(string_len("kind", 16))
        // The secret of a generator, or the hash of a code that counts once.
        .col(string("secret"))
        .col(big_integer_null("used_at"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("account_factors", "account_id")
                .to("accounts", "id"),
        )
        .to_owned()
}

async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (name, table, columns) in [
        (
            "field_notes_by_submission",
            "field_notes",
            &["submission_id", "id"][..],
        ),
        ("address_links_by_email", "address_links", &["email_key"]),
        (
            "account_factors_by_account",
            "account_factors",
            &["account_id"],
        ),
        ("jobs_by_submission", "jobs", &["submission_id"]),
        ("sessions_by_account", "sessions", &["account_id"]),
        ("events_by_account", "events", &["account_id", "id"]),
        ("submissions_by_title", "submissions", &["title_key"]),
        ("submissions_by_museum", "submissions", &["museum_key"]),
        ("cases_by_title", "cases", &["title_key"]),
        ("cases_by_museum", "cases", &["museum_id"]),
        // Everything that the queue counts, orders and narrows by, so that it reads no texts for that.
        (
            "submissions_in_queue",
            "submissions",
            &[
                "status",
                "came_back",
                "assignee_id",
                "queued_at",
                "submitted_at",
                "updated_at",
                "decided_at",
                "strand",
            ],
        ),
        (
            "letters_from_museums",
            "letters",
            &["from_museum", "read_at", "submission_id"],
        ),
        (
            "planned_moves_by_action",
            "planned_moves",
            &["state", "action", "submission_id"],
        ),
    ] {
        let mut index = Index::create().name(name).table(table).take();
        for column in columns {
            index.col(*column);
        }
        manager.create_index(index).await?;
    }
    // A column cannot be added unique.
    let unique = Index::create()
        .name("jobs_unique_key")
        .table("jobs")
        .col("unique_key")
        .unique()
        .to_owned();
    manager.create_index(unique).await
}
