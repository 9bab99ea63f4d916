//! Museums, cases, submissions, their texts and their tags.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            museums(),
            cases(),
            case_terms(),
            submissions(),
            working_copies(),
            revisions(),
            images(),
            terms(),
        ] {
            manager.create_table(table).await?;
        }
        manager.create_table(access_links()).await?;
        manager.create_table(counters()).await?;
        for (name, table, columns) in [
            ("cases_newest", "cases", &["state", "published_at"][..]),
            (
                "case_terms_by_term",
                "case_terms",
                &["vocabulary", "slug", "case_id"],
            ),
            (
                "submissions_queue",
                "submissions",
                &["status", "submitted_at"],
            ),
            ("submissions_by_case", "submissions", &["case_id"]),
            ("submissions_by_account", "submissions", &["account_id"]),
            ("revisions_by_submission", "revisions", &["submission_id"]),
        ] {
            let mut index = Index::create().name(name).table(table).take();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn museums() -> TableCreateStatement {
    Table::create()
        .table("museums")
        .col(big_pk_auto("id"))
        .col(string("slug").unique_key().take())
        .col(string("name"))
        .col(string("name_key").unique_key().take())
        .col(big_integer("created_at"))
        .to_owned()
}

/// What the public may read. A case exists from its first draft on; it has a slug, a museum and
/// a published revision once it goes live.
fn cases() -> TableCreateStatement {
    Table::create()
        .table("cases")
        .col(big_pk_auto("id"))
        .col(string_null("slug").unique_key().take())
        .col(string_len("state", 16))
        // submitted or compiled
        .col(string_len("origin", 16))
        .col(big_integer_null("museum_id"))
        // No foreign key: revisions point here already, and the two are written in one transaction.
        .col(big_integer_null("published_revision_id"))
        .col(string("title"))
        .col(boolean("featured"))
        // First published, and last changed in public.
        .col(big_integer_null("published_at"))
        .col(big_integer_null("updated_at"))
        .col(big_integer_null("review_due_at"))
        .col(big_integer("version"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("cases", "museum_id")
                .to("museums", "id"),
        )
        .to_owned()
}

/// The tags of published revisions: what lists filter by and facets count.
fn case_terms() -> TableCreateStatement {
    Table::create()
        .table("case_terms")
        .col(big_integer("case_id"))
        .col(string_len("vocabulary", 32))
        .col(string("slug"))
        .primary_key(Index::create().col("case_id").col("vocabulary").col("slug"))
        .foreign_key(
            ForeignKey::create()
                .from("case_terms", "case_id")
                .to("cases", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn submissions() -> TableCreateStatement {
    Table::create()
        .table("submissions")
        .col(big_pk_auto("id"))
        .col(string_len("reference", 12).unique_key().take())
        .col(big_integer("case_id"))
        .col(big_integer_null("account_id"))
        .col(string_len("status", 20))
        .col(big_integer("version"))
        .col(big_integer_null("assignee_id"))
        // Where mails go; empty while nobody gave an address.
        .col(string("submitter_email"))
        // Hash of the key in the first page's form: pressing twice begins one draft.
        .col(string_len("start_key_hash", 64).unique_key().take())
        // Copies of the content's title and museum for the queue; the content stays the truth.
        .col(string("title"))
        .col(string("museum"))
        .col(string("strand"))
        // Declarations with wording version, person and time, as JSON; set when sent.
        .col(text_null("declarations"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .col(big_integer_null("submitted_at"))
        .col(big_integer_null("decided_at"))
        .foreign_key(
            ForeignKey::create()
                .from("submissions", "case_id")
                .to("cases", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("submissions", "account_id")
                .to("accounts", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("submissions", "assignee_id")
                .to("accounts", "id"),
        )
        .to_owned()
}

/// The one copy that saving and autosave overwrite, under a version check.
fn working_copies() -> TableCreateStatement {
    Table::create()
        .table("working_copies")
        .col(big_integer("submission_id").primary_key().take())
        .col(text("content"))
        .col(big_integer("version"))
        .col(big_integer("saved_at"))
        .foreign_key(
            ForeignKey::create()
                .from("working_copies", "submission_id")
                .to("submissions", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// Immutable texts, cut as submitted, as edited by a moderator and as published. An imported case
/// has revisions without a submission.
fn revisions() -> TableCreateStatement {
    Table::create()
        .table("revisions")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id"))
        .col(big_integer_null("submission_id"))
        // Counts from 1 within the case.
        .col(big_integer("number"))
        .col(string_len("kind", 16))
        .col(text("content"))
        .col(big_integer_null("account_id"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("revisions", "case_id")
                .to("cases", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("revisions", "submission_id")
                .to("submissions", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("revisions", "account_id")
                .to("accounts", "id"),
        )
        .index(
            Index::create()
                .name("revisions_number")
                .col("case_id")
                .col("number")
                .unique(),
        )
        .to_owned()
}

/// Pictures of a submission; the bytes lie in the media store under `storage_key`.
fn images() -> TableCreateStatement {
    Table::create()
        .table("images")
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(string("storage_key").unique_key().take())
        .col(integer("position"))
        .col(text("alternative_text"))
        .col(text("credit"))
        .col(string("licence"))
        .col(boolean("people_recognisable"))
        .col(boolean("consent_given"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("images", "submission_id")
                .to("submissions", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// Controlled vocabularies: slug, label, definition. Written from the program's own lists at start.
fn terms() -> TableCreateStatement {
    Table::create()
        .table("vocabulary_terms")
        .col(big_pk_auto("id"))
        .col(string_len("vocabulary", 32))
        .col(string("slug"))
        .col(string("label"))
        .col(text("definition"))
        .col(integer("position"))
        .index(
            Index::create()
                .name("vocabulary_terms_slug")
                .col("vocabulary")
                .col("slug")
                .unique(),
        )
        .to_owned()
}

/// Private links in mails: 32 random bytes, stored hashed. `follow` reads; `unlock` is the
/// one-time code that opens writing on another device.
fn access_links() -> TableCreateStatement {
    Table::create()
        .table("access_links")
        .col(big_pk_auto("id"))
        .col(string_len("token_hash", 64).unique_key().take())
        .col(big_integer("submission_id"))
        .col(string_len("purpose", 16))
        // Wrong guesses so far, for codes.
        .col(integer("attempts"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(
            ForeignKey::create()
                .from("access_links", "submission_id")
                .to("submissions", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// Bank-wide numbers, such as the generation that every publish raises.
fn counters() -> TableCreateStatement {
    Table::create()
        .table("counters")
        .col(string_len("name", 32).primary_key().take())
        .col(big_integer("value"))
        .to_owned()
}
