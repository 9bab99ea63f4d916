//! Where pictures are kept: a folder. Nothing in it is served but by a row that says so.

use bytes::Bytes;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The store did not do what it was asked. Holds nothing that anybody typed.
#[derive(Debug, thiserror::Error)]
#[error("the store of pictures failed: {0}")]
pub struct ShelfError(#[from] io::Error);

/// A place for pictures, each in a box of its own, which is a folder.
#[derive(Debug, Clone)]
pub struct Shelf(Arc<PathBuf>);

/// What is still being written.
const PART: &str = "part";

impl Shelf {
    /// A folder, which is made when it is missing.
    ///
    /// # Errors
    /// When there can be no such folder.
    pub fn folder(folder: &Path) -> Result<Self, ShelfError> {
        fs::create_dir_all(folder)?;
        Ok(Self(Arc::new(folder.to_owned())))
    }

    /// Puts every size of a picture into a box. What is there is on the disk before it is said to be.
    ///
    /// # Errors
    /// When one of them could not be put there.
    pub async fn put(&self, name: &str, picture: &crate::Prepared) -> Result<(), ShelfError> {
        let (shelf, name, picture) = (self.clone(), name.to_owned(), picture.clone());
        beside(move || {
            let folder = shelf.at(&name);
            fs::create_dir_all(&folder)?;
            for size in &picture.sizes {
                let at = file(&folder, &picture.sha256, size.width);
                let part = at.with_extension(PART);
                let mut written = File::create(&part)?;
                written.write_all(&size.jpeg)?;
                written.sync_all()?;
                fs::rename(&part, &at)?;
            }
            // The names too.
            File::open(&folder)?.sync_all()?;
            File::open(shelf.0.as_path())?.sync_all()
        })
        .await
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
        let at = file(&self.at(name), sha256, width);
        beside(move || match fs::read(at) {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Takes a box away.
    ///
    /// # Errors
    /// When the store does not answer; what is left is removed another time.
    pub async fn remove(&self, name: &str) -> Result<(), ShelfError> {
        let folder = self.at(name);
        beside(move || match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }

    /// The boxes that nothing was put into for so long.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn untouched_for(&self, age: Duration) -> Result<Vec<String>, ShelfError> {
        let shelf = self.clone();
        beside(move || {
            let mut old = Vec::new();
            for entry in fs::read_dir(shelf.0.as_path())? {
                let entry = entry?;
                let changed = match entry.metadata() {
                    Ok(known) if known.is_dir() => known.modified()?,
                    // Not ours, or gone while we looked.
                    _ => continue,
                };
                if changed.elapsed().is_ok_and(|passed| passed >= age)
                    && let Ok(name) = entry.file_name().into_string()
                {
                    old.push(name);
                }
            }
            old.sort();
            Ok(old)
        })
        .await
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

fn file(folder: &Path, sha256: &str, width: u32) -> PathBuf {
    folder.join(format!("{sha256}-{width}.jpg"))
}

/// Disks are waited for beside the threads that answer.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, ShelfError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(error) => Err(io::Error::other(error).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;
    use crate::{Prepared, Size};
    use std::time::Duration;

    #[tokio::test]
    async fn a_box_holds_its_picture_until_it_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::folder(&folder.path().join("media")).unwrap();
        let size = |width, jpeg: &'static [u8]| Size {
            width,
            jpeg: jpeg.into(),
        };
        let picture = Prepared {
            sha256: "ab".repeat(32),
            width: 640,
            height: 480,
            sizes: vec![size(320, b"small"), size(640, b"large")],
        };
        shelf.put("one", &picture).await.unwrap();
        shelf.put("other", &picture).await.unwrap();
        let small = shelf.get("one", &picture.sha256, 320).await.unwrap();
        assert_eq!(small.as_deref(), Some(&b"small"[..]));
        assert_eq!(shelf.get("one", &picture.sha256, 321).await.unwrap(), None);
        let hour = Duration::from_secs(3600);
        assert_eq!(shelf.untouched_for(hour).await.unwrap(), [""; 0]);
        let all = shelf.untouched_for(Duration::ZERO).await.unwrap();
        assert_eq!(all, ["one", "other"]);
        shelf.remove("one").await.unwrap();
        shelf.remove("one").await.unwrap();
        assert_eq!(shelf.get("one", &picture.sha256, 320).await.unwrap(), None);
        let large = shelf.get("other", &picture.sha256, 640).await.unwrap();
        assert_eq!(large.as_deref(), Some(&b"large"[..]));
    }
}
