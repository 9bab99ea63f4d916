//! What comes with a form of bringing, file by file and text by text: read, and noted where it is not taken. Both pages of
//! bringing and the page of the short way take it in this way.

use super::taking::{Taken, take, take_photograph};
use super::upload::{Item, Items};
use super::view::{TOO_MANY, sentence};
use super::{FILES, PASTED, TEXT};
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::state::AppState;
use documents::{Found, Refused};
use media::Prepared;

/// What came so far.
#[derive(Default)]
pub(in crate::submit) struct Coming {
    /// Words of the other boxes, by their names.
    pub pairs: Vec<(String, String)>,
    /// The text that was pasted; empty once all of it is taken.
    pub text: String,
    /// What was not taken, and why.
    pub refused: Vec<FormError>,
    /// How many were taken.
    pub count: usize,
}

/// A file, or a text that was pasted, to be taken in.
pub(in crate::submit) struct Incoming {
    /// The box that it came in.
    pub field: &'static str,
    pub name: String,
    file: Result<Vec<u8>, Refused>,
}

/// What stands in it.
pub(in crate::submit) enum Read {
    /// A document or a text, and the file itself: the pictures inside are taken out of it one by one.
    Document(Box<Found>, Vec<u8>),
    /// A photograph, made small already.
    Photograph(Prepared),
}

impl Coming {
    /// The next one to take in.
    ///
    /// # Errors
    /// As [`Items::next`].
    pub async fn next(&mut self, items: &mut Items) -> Result<Option<Incoming>, PageError> {
        while let Some(item) = items.next().await? {
            let (field, name, file) = match item {
                Item::Text(words, file) => {
                    self.text = words;
                    if self.text.trim().is_empty() {
                        continue;
                    }
                    (TEXT, PASTED.to_owned(), file)
                }
                Item::Words(name, words) => {
                    self.pairs.push((name, words));
                    continue;
                }
                Item::File(name, file) => (FILES, name, file),
                Item::TooMany(name) => {
                    self.refuse(FILES, &name, TOO_MANY);
                    continue;
                }
            };
            return Ok(Some(Incoming { field, name, file }));
        }
        Ok(None)
    }

    /// Reads one and takes it into a draft. `false` where nothing can be added to the draft any more.
    ///
    /// # Errors
    /// When the database or the store of pictures does not answer.
    pub async fn take_in(
        &mut self,
        state: &AppState,
        submission_id: i64,
        one: Incoming,
    ) -> Result<bool, PageError> {
        let (field, name) = (one.field, one.name.clone());
        let taken = match one.read(state).await {
            Ok(Read::Document(found, file)) => {
                take(state, submission_id, name.clone(), *found, &file).await?
            }
            Ok(Read::Photograph(photograph)) => {
                take_photograph(state, submission_id, &photograph).await?
            }
            Err(why) => {
                self.refuse(field, &name, &why);
                return Ok(true);
            }
        };
        Ok(self.note(field, &name, taken))
    }

    /// Notes that one was not taken.
    pub fn refuse(&mut self, field: &'static str, name: &str, why: &str) {
        self.refused
            .push(FormError::new(field, sentence(name, why)));
    }

    /// Notes what became of one. `false` where nothing can be added any more.
    pub fn note(&mut self, field: &'static str, name: &str, taken: Taken) -> bool {
        match taken {
            Taken::All => {
                self.count += 1;
                if field == TEXT {
                    self.text.clear();
                }
            }
            Taken::Closed => return false,
            Taken::Refused(why) => self.refuse(field, name, why),
        }
        true
    }
}

impl Incoming {
    /// Reads it, in a process of its own.
    ///
    /// # Errors
    /// Why it cannot be read, in words for whoever brought it.
    pub async fn read(self, state: &AppState) -> Result<Read, String> {
        let file = self.file.map_err(|why| why.to_string())?;
        match state.reader.read(&file).await {
            Ok(found) => Ok(Read::Document(Box::new(found), file)),
            Err(Refused::Picture) => {
                let photograph = state.media.prepare(file).await;
                photograph
                    .map(Read::Photograph)
                    .map_err(|why| why.to_string())
            }
            Err(why) => Err(why.to_string()),
        }
    }
}
