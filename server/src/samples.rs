//! What comes with the program to be tried out: cases compiled from public sources, and submissions that stand where
//! moderators find them. Submissions are made by what every museum's and moderator's button calls, so that history,
//! letters, texts and declarations are those of real rounds. Their times lie back, as in a queue that is in use.

mod data;
mod making;

pub use data::{Sample, Stands, cases, submissions};

use crate::error::Failure;
use case_study::Action;
use case_study::import::ImportedCase;
use case_study::mail_templates::MailContext;
use making::Maker;
pub(crate) use making::submission_of;
use store::imports;
use store::imports::Imported;
use store::samples::{find, remove_half_made, times};
use store::{Db, DbErr};

/// What loading the samples did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub public: Imported,
    /// Submissions that were made now, and that were there before.
    pub made: usize,
    pub as_before: usize,
}

/// Adds every sample that is not there. One that an earlier run left half made is made again. `progress` hears how
/// many are done, of how many.
///
/// # Errors
/// When the database does not answer, or a rule of the form refuses a sample.
pub async fn load(
    db: &Db,
    mail_context: &MailContext,
    mut progress: impl FnMut(usize, usize),
) -> Result<Loaded, Failure> {
    let cases = cases()?;
    let submissions = submissions()?;
    let total = cases.len() + submissions.len();
    let public = imports::import_samples(db, &cases, |count| progress(count, total))
        .await
        .map_err(|error| match error {
            imports::ImportFailure::Db(error) => Failure::Database(error),
            other => refused("cases", &other.to_string()),
        })?;
    let mut loaded = Loaded {
        public,
        ..Loaded::default()
    };
    for (at, sample) in submissions.iter().enumerate() {
        if add(db, mail_context, sample, &cases).await? {
            loaded.made += 1;
        } else {
            loaded.as_before += 1;
        }
        progress(cases.len() + at + 1, total);
    }
    Ok(loaded)
}

/// Makes a sample unless it is there; whether it was made.
async fn add(
    db: &Db,
    mail_context: &MailContext,
    sample: &Sample,
    cases: &[ImportedCase],
) -> Result<bool, Failure> {
    if let Some(found) = find(db, &sample.key()).await? {
        if is_whole(db, sample, found.submission_id).await? {
            return Ok(false);
        }
        remove_half_made(db, found.case_id).await?;
    }
    let base = cases
        .iter()
        .find(|case| case.id == sample.of)
        .ok_or_else(|| refused(&sample.id, "there is no case that it is made of"))?;
    Maker::new(db, mail_context, sample, &base.content)
        .make()
        .await?;
    Ok(true)
}

/// Whether its last step was made once.
async fn is_whole(db: &Db, sample: &Sample, submission_id: i64) -> Result<bool, DbErr> {
    let (last, often) = match sample.stands {
        Stands::Complete | Stands::Short => (Action::Submit, 1),
        Stands::CameBack => (Action::Submit, 2),
        Stands::AwaitingYes => (Action::AskYes, 1),
    };
    Ok(times(db, submission_id, last).await? >= often)
}

fn refused(id: &str, problem: &str) -> Failure {
    Failure::Sample {
        id: id.to_owned(),
        problem: problem.to_owned(),
    }
}
