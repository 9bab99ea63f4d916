//! Changing one photograph of a text: its words, and how much of it is shown.

use super::{Mend, Subject, change};
use crate::history::Actor;
use crate::outcome::Outcome;
use crate::{Db, DbErr, submissions};
use case_study::fields::field;
use case_study::mail_templates::MailContext;
use case_study::pictures::PictureMend;
use case_study::{Answers, EditWeight};

/// A change of one photograph that a member of staff asks for.
#[derive(Clone, Copy)]
pub struct PictureChange<'a> {
    pub submission_id: i64,
    /// The version of the submission that the person was looking at.
    pub seen_version: i64,
    pub mend: &'a PictureMend,
    pub weight: EditWeight,
}

/// Changes the words beside a photograph, and how much of it is shown. What its museum said of consent is taken
/// from the text that they were looking at: nothing else is written, and only while that is the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn set_picture(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    wanted: PictureChange<'_>,
) -> Result<Outcome<usize>, DbErr> {
    let Some(submission) = submissions::by_id(db.reader(), wanted.submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    let mut content = submissions::current_content(db.reader(), &submission).await?;
    let (Some(pictures), true) = (
        field("pictures"),
        wanted.mend.put_into(&mut content.pictures),
    ) else {
        return Ok(Outcome::NotFound);
    };
    let fields = [pictures];
    let asked = Mend {
        subject: Subject::Submission(wanted.submission_id),
        seen_version: wanted.seen_version,
        answers: &Answers::of(&content, fields.into_iter()),
        fields: &fields,
        weight: wanted.weight,
    };
    change(db, mail_context, actor, asked).await
}
