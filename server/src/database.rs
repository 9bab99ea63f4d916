//! Opening the database and bringing it up to date.

use crate::copy_before_steps;
use crate::error::Failure;
use crate::settings::{PublicUrl, StoreArguments};
use app::web::ids::Ids;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::HashSet;
use std::fs::File;
use store::site_settings::{self, FirstAddress};
use store::{Connecting, Db, DbErr, Transaction, bank, moderation_queue, similar};

/// Any number, as long as every instance asks for the same lock.
const LOCK: i64 = 0x6361_7365_626f_6f6b;

/// Opens the database of these settings and migrates it.
///
/// # Errors
/// When the folder cannot be written, the database does not answer or was written by a newer
/// version.
pub async fn open(store: &StoreArguments) -> Result<Db, Failure> {
    let (db, file) = made_and_opened(store).await?;
    if file.is_some() {
        copy_before_steps::keep(&db, &store.data_dir).await?;
    }
    migrate(&db).await?;
    drop(file);
    Ok(db)
}

/// The database of these settings, made when missing. On SQLite two programs that start at once are kept apart by a file,
/// while that is held. It stays behind empty: taking it away would let a third one lock another file of the same name.
async fn made_and_opened(store: &StoreArguments) -> Result<(Db, Option<File>), Failure> {
    // A wrong setting is said before anything is made.
    let _ = (store.url()?, store.connections()?);
    store.prepare()?;
    let file = match store.sqlite_path()? {
        Some(_) => Some(lock_file(store)?),
        None => None,
    };
    Ok((connected(store).await?, file))
}

async fn connected(store: &StoreArguments) -> Result<Db, Failure> {
    let how = Connecting {
        connections: store.connections()?,
        ..Connecting::default()
    };
    Ok(Db::connect_with(&store.url()?, how).await?)
}

/// Opens the database of these settings as it is: nothing is made and no step of the schema is taken.
///
/// # Errors
/// When there is none, or it does not answer.
pub async fn open_as_it_is(store: &StoreArguments) -> Result<Db, Failure> {
    // The driver would make one.
    if let Some(path) = store.sqlite_path()?
        && !path.is_file()
    {
        return Err(Failure::NoDatabase { path });
    }
    connected(store).await
}

/// Says no to steps of the schema that this program does not know.
///
/// # Errors
/// The first of them.
pub fn all_known(steps: &[String]) -> Result<(), Failure> {
    let known: HashSet<String> = names_of_steps();
    match steps.iter().find(|step| !known.contains(*step)) {
        Some(step) => Err(Failure::NewerSchema(step.clone())),
        None => Ok(()),
    }
}

/// What keeps other programs from changing the schema.
pub struct Turn {
    _file: Option<File>,
    lock: Option<Transaction>,
}

impl Turn {
    /// Lets others go on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end(self) -> Result<(), Failure> {
        if let Some(lock) = self.lock {
            lock.commit().await?;
        }
        Ok(())
    }
}

/// Opens the database of these settings, made when missing, without taking any step of the schema, and keeps every other
/// program from taking one.
///
/// # Errors
/// As [`open`].
pub async fn open_alone(store: &StoreArguments) -> Result<(Db, Turn), Failure> {
    let (db, file) = made_and_opened(store).await?;
    let lock = lock_schema(&db).await?;
    Ok((db, Turn { _file: file, lock }))
}

/// On PostgreSQL, a lock that lasts as long as the transaction.
async fn lock_schema(db: &Db) -> Result<Option<Transaction>, DbErr> {
    if !db.is_postgres() {
        return Ok(None);
    }
    let tx = db.begin().await?;
    let lock = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT pg_advisory_xact_lock($1)",
        [LOCK.into()],
    );
    tx.execute_raw(lock).await?;
    Ok(Some(tx))
}

fn names_of_steps() -> HashSet<String> {
    Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

fn lock_file(store: &StoreArguments) -> Result<File, Failure> {
    let path = store.data_dir.join("migrate.lock");
    let file =
        File::create(&path).map_err(|cause| Failure::file("write the file", &path, cause))?;
    file.lock()
        .map_err(|cause| Failure::file("lock the file", &path, cause))?;
    Ok(file)
}

/// Brings an open database up to date: the schema, then the vocabularies. Several instances may
/// call this at once; on PostgreSQL one goes first and the others find nothing left to do.
///
/// # Errors
/// When the database does not answer or was written by a newer version.
pub async fn migrate(db: &Db) -> Result<(), Failure> {
    let turn = lock_schema(db).await?;
    // Makes the table of steps, which a new database lacks.
    Migrator::install(db.writer()).await?;
    if let Some(step) = unknown_step(db).await? {
        return Err(Failure::NewerSchema(step));
    }
    Migrator::up(db.writer(), None).await?;
    bank::sync_vocabularies(db).await?;
    moderation_queue::fill_search_keys(db).await?;
    similar::fill_in_keys(db).await?;
    if let Some(turn) = turn {
        turn.commit().await?;
    }
    Ok(())
}

/// The ids of the bank that others keep. The first server that asks fixes what they begin with.
///
/// # Errors
/// When the database does not answer.
pub async fn ids(db: &Db, public_url: &PublicUrl) -> Result<Ids, Failure> {
    let now = FirstAddress {
        url: public_url.as_str().to_owned(),
        only_here: public_url.is_loopback(),
    };
    let first = site_settings::first_address(db, &now).await?;
    Ok(Ids::of(&first))
}

/// A step that the database has and this program does not know.
async fn unknown_step(db: &Db) -> Result<Option<String>, DbErr> {
    let known = names_of_steps();
    let applied = Migrator::get_migration_models(db.reader()).await?;
    Ok(applied
        .into_iter()
        .map(|step| step.version)
        .find(|version| !known.contains(version)))
}

/// Whether every step of this program is in the database, and no other.
///
/// # Errors
/// When the database does not answer.
pub async fn is_current(db: &Db) -> Result<bool, DbErr> {
    Ok(unknown_step(db).await?.is_none()
        && Migrator::get_pending_migrations_read_only(db.reader())
            .await?
            .is_empty())
}
