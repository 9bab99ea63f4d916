//! The database: schema, soundness, clocks, whether it is a copy; and the secret that belongs to it.

use super::report::Report;
use crate::settings::ServeArguments;
use crate::{database, passwords};
use migrations::{Migrator, MigratorTrait};
use store::backup::applied_steps;
use store::{Db, DbErr, accounts, held, soundness};

/// Two clocks may differ by so much, in milliseconds.
const CLOCKS_DIFFER_MS: i64 = 5_000;

/// Looks at it; whether its schema is the one of this version, so that the rest may be asked.
pub(super) async fn look(report: &mut Report, db: &Db) -> bool {
    let current = match schema(report, db).await {
        Ok(current) => current,
        Err(error) => {
            unanswered(report, "schema", &error);
            return false;
        }
    };
    if let Err(error) = integrity(report, db, current).await {
        unanswered(report, "integrity", &error);
    }
    if current {
        if let Err(error) = clocks(report, db).await {
            unanswered(report, "clock", &error);
        }
        if let Err(error) = copy(report, db).await {
            unanswered(report, "copy", &error);
        }
    }
    current
}

fn unanswered(report: &mut Report, subject: &str, error: &DbErr) {
    report.found(
        subject,
        &format!(
            "the database did not answer: {error}. Check that it is up, and restore a backup if its files are damaged"
        ),
    );
}

async fn schema(report: &mut Report, db: &Db) -> Result<bool, DbErr> {
    let made = applied_steps(db.reader()).await?;
    if let Err(failure) = database::all_known(&made) {
        report.found("schema", &failure.to_string());
        return Ok(false);
    }
    let missing = Migrator::migrations().len() - made.len().min(Migrator::migrations().len());
    if missing > 0 {
        report.found(
            "schema",
            &format!(
                "{missing} of its steps are not made yet. Make them with: casebook migrate (casebook serve does it too)"
            ),
        );
        return Ok(false);
    }
    report.fine("schema", "it is the one that this version needs");
    Ok(true)
}

async fn integrity(report: &mut Report, db: &Db, current: bool) -> Result<(), DbErr> {
    let mut sound = true;
    for fault in soundness::faults(db).await? {
        sound = false;
        report.found(
            "integrity",
            &format!(
                "the database says: {fault}. Stop the server, keep a copy of what is there, and restore the last backup \
                 into a new bank"
            ),
        );
    }
    if current {
        for rows in soundness::dangling(db).await? {
            sound = false;
            report.found(
                "integrity",
                &format!(
                    "{} rows of {} name something in {} that is not there. Restore the last backup into a new bank, and \
                     compare",
                    rows.count, rows.table, rows.column
                ),
            );
        }
    }
    if sound {
        report.fine("integrity", "its files and its rows hold together");
    }
    Ok(())
}

async fn clocks(report: &mut Report, db: &Db) -> Result<(), DbErr> {
    let mut right = true;
    if let Some(ahead) = soundness::clock_ahead_ms(db).await?
        && ahead.abs() > CLOCKS_DIFFER_MS
    {
        right = false;
        report.found(
            "clock",
            &format!(
                "the clock of the database and the one of this machine differ by {} seconds. Let both follow a time \
                 server: timedatectl set-ntp true",
                ahead.abs() / 1000
            ),
        );
    }
    for rows in soundness::ahead(db).await? {
        right = false;
        report.found(
            "clock",
            &format!(
                "{} rows of {} say that they were written later than now, so this machine's clock is wrong now or was \
                 wrong then. Look with: timedatectl. If it is right now, these rows sort last until their time has come",
                rows.count, rows.table
            ),
        );
    }
    if right {
        report.fine("clock", "no time in the bank lies ahead of it");
    }
    Ok(())
}

async fn copy(report: &mut Report, db: &Db) -> Result<(), DbErr> {
    if held::since(db.reader()).await?.is_none() {
        report.fine("copy", "this bank is not held");
        return Ok(());
    }
    let waiting = held::waiting(db).await?;
    report.found(
        "copy",
        &format!(
            "this bank is a copy that was put back, and is held: {} emails wait and {} planned moves are due. When it \
             stands in for the bank that it was made from, let them go with: casebook doctor --release",
            waiting.emails, waiting.moves
        ),
    );
    Ok(())
}

/// Whether people's passwords can be checked.
pub(super) async fn look_at_secret(report: &mut Report, db: &Db, serve: &ServeArguments) {
    let path = serve.secret.path(&serve.store.data_dir);
    if !path.exists() {
        // None is made by looking.
        let people = accounts::password_hashes(db, 1).await;
        if serve.secret.secret_file.is_none() && people.is_ok_and(|people| people.is_empty()) {
            report.fine(
                "secret",
                "there is none yet; the first start on this machine makes one",
            );
        } else {
            report.found(
                "secret",
                &format!(
                    "there is none at {}. Put its file back from where you kept it, or name it with CASEBOOK_SECRET_FILE: \
                     without it no one can sign in",
                    path.display()
                ),
            );
        }
        return;
    }
    match passwords::for_a_new_one(db, &serve.secret, &serve.store.data_dir).await {
        Ok(_) => report.fine("secret", "it is the one of this bank's passwords"),
        Err(failure) => report.found("secret", &failure.to_string()),
    }
}
