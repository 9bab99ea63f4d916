//! Boxes as they lie there, whatever is in them: for who copies them to another store.

use super::{Shelf, ShelfError};
use bytes::Bytes;
use futures::TryStreamExt;
use object_store::{Error, ObjectStoreExt, PutPayload};

/// Something in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptObject {
    /// Within its box.
    pub name: String,
    pub bytes: u64,
}

impl Shelf {
    /// What lies in a box, by name; nothing where there is no such box.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn objects_in(&self, name: &str) -> Result<Vec<KeptObject>, ShelfError> {
        let within = self.within.clone().join(name);
        let listed = self.store.list(Some(&within));
        let mut found: Vec<KeptObject> = listed
            .try_filter_map(|object| {
                let name = object
                    .location
                    .prefix_match(&within)
                    .and_then(|mut parts| parts.next().map(|part| part.as_ref().to_owned()));
                let bytes = object.size;
                std::future::ready(Ok(name.map(|name| KeptObject { name, bytes })))
            })
            .try_collect()
            .await
            // Taken away while it was looked at.
            .or_else(|error| match error {
                Error::NotFound { .. } => Ok(Vec::new()),
                error => Err(error),
            })?;
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// Something of a box; none where it is not there.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn read_object(&self, name: &str, object: &str) -> Result<Option<Bytes>, ShelfError> {
        self.read(self.within.clone().join(name).join(object)).await
    }

    /// Puts something into a box, in place of what has its name.
    ///
    /// # Errors
    /// When it could not be put there.
    pub async fn put_object(
        &self,
        name: &str,
        object: &str,
        bytes: Bytes,
    ) -> Result<(), ShelfError> {
        let at = self.within.clone().join(name).join(object);
        self.store.put(&at, PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }
}
