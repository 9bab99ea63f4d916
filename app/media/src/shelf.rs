//! Where pictures are kept: a folder, or a bucket of a store that speaks S3. Nothing in it is served but by a row that
//! says so.

mod s3;
mod whole_boxes;

pub use s3::{BucketError, bucket};
pub use whole_boxes::KeptObject;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The store did not do what it was asked. Holds nothing that anybody typed.
#[derive(Debug, thiserror::Error)]
#[error("the store of pictures failed: {0}")]
pub struct ShelfError(#[from] Error);

/// A place for pictures, each in a box of its own: all of its objects begin with the name of the box.
#[derive(Debug, Clone)]
pub struct Shelf {
    store: Arc<dyn ObjectStore>,
    /// What every name begins with, where others keep things in the same bucket.
    within: Path,
}

impl Shelf {
    /// A folder, which is made when it is missing.
    ///
    /// # Errors
    /// When there can be no such folder.
    pub fn folder(folder: &std::path::Path) -> Result<Self, ShelfError> {
        let failed = |source: io::Error| Error::Generic {
            store: "folder",
            source: source.into(),
        };
        fs::create_dir_all(folder).map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(folder)?
            // What is there is on the disk before it is said to be.
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(Self::of(Arc::new(store), Path::default()))
    }

    fn of(store: Arc<dyn ObjectStore>, within: Path) -> Self {
        Self { store, within }
    }

    /// Puts every size of a picture into a box.
    ///
    /// # Errors
    /// When one of them could not be put there.
    pub async fn put(&self, name: &str, picture: &crate::Prepared) -> Result<(), ShelfError> {
        for size in &picture.sizes {
            let at = self.object(name, &picture.sha256, size.width);
            self.store
                .put(&at, PutPayload::from_bytes(size.jpeg.clone()))
                .await?;
        }
        Ok(())
    }

    /// Puts a document into a box.
    ///
    /// # Errors
    /// When it could not be put there.
    pub async fn put_document(
        &self,
        name: &str,
        document: &crate::PreparedDocument,
    ) -> Result<(), ShelfError> {
        let at = self.document(name, &document.sha256);
        let file = PutPayload::from_bytes(document.file.clone());
        self.store.put(&at, file).await?;
        Ok(())
    }

    /// A document; none where it is not there.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get_document(
        &self,
        name: &str,
        sha256: &str,
    ) -> Result<Option<Bytes>, ShelfError> {
        self.read(self.document(name, sha256)).await
    }

    /// One size of a picture; none where it is not there.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get(
        &self,
        name: &str,
        sha256: &str,
        width: u32,
    ) -> Result<Option<Bytes>, ShelfError> {
        self.read(self.object(name, sha256, width)).await
    }

    async fn read(&self, at: Path) -> Result<Option<Bytes>, ShelfError> {
        match self.store.get(&at).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a box away.
    ///
    /// # Errors
    /// When the store does not answer; what is left is removed another time.
    pub async fn remove(&self, name: &str) -> Result<(), ShelfError> {
        let found = self.store.list(Some(&self.within.clone().join(name)));
        let objects = found.map_ok(|object| object.location).boxed();
        let mut removed = self.store.delete_stream(objects);
        while let Some(result) = removed.next().await {
            match result {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The boxes that nothing was put into for so long.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn untouched_for(&self, age: Duration) -> Result<Vec<String>, ShelfError> {
        let within = Some(&self.within).filter(|path| !path.is_root());
        let mut found = self.store.list(within);
        let mut newest: BTreeMap<String, SystemTime> = BTreeMap::new();
        while let Some(object) = found.next().await {
            let object = match object {
                // Gone while we looked.
                Err(Error::NotFound { .. }) => continue,
                object => object?,
            };
            // What lies beside the boxes is not ours.
            let Some(name) = self.name_of_box(&object.location) else {
                continue;
            };
            let changed = SystemTime::from(object.last_modified);
            let known = newest.entry(name).or_insert(changed);
            *known = changed.max(*known);
        }
        let old = newest
            .into_iter()
            .filter(|(_, at)| at.elapsed().is_ok_and(|passed| passed >= age));
        Ok(old.map(|(name, _)| name).collect())
    }

    fn name_of_box(&self, object: &Path) -> Option<String> {
        let mut parts = object.prefix_match(&self.within)?;
        let name = parts.next()?;
        parts.next()?;
        Some(name.as_ref().to_owned())
    }

    fn object(&self, name: &str, sha256: &str, width: u32) -> Path {
        self.within
            .clone()
            .join(name)
            .join(format!("{sha256}-{width}.jpg"))
    }

    fn document(&self, name: &str, sha256: &str) -> Path {
        self.within.clone().join(name).join(format!("{sha256}.pdf"))
    }
}

#[cfg(test)]
mod tests;
