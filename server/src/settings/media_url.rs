//! Where photographs are kept.

use crate::error::Failure;
use media::{Media, Shelf, bucket};
use std::path::{Path, PathBuf};

const NAME: &str = "CASEBOOK_MEDIA_URL";

/// A folder, or a bucket of a store that speaks S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaUrl {
    Folder(PathBuf),
    /// Its name, and after a slash what every name in it begins with.
    Bucket(String),
}

impl MediaUrl {
    /// # Errors
    /// When it is of another kind.
    pub fn parse(text: Option<&str>, data_dir: &Path) -> Result<Self, Failure> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Self::Folder(data_dir.join("media")));
        };
        // Not read as a URL: file://var/media is a relative folder, not a host called var.
        let folder = text.strip_prefix("file://").filter(|it| !it.is_empty());
        let bucket = text.strip_prefix("s3://").filter(|it| !it.is_empty());
        match (folder, bucket) {
            (Some(folder), _) => Ok(Self::Folder(PathBuf::from(folder))),
            (_, Some(bucket)) => Ok(Self::Bucket(bucket.trim_end_matches('/').to_owned())),
            _ => Err(Failure::setting(
                NAME,
                "name a folder, such as file://var/media, or a bucket, such as s3://bucket/folder",
            )),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// When there can be no such folder or bucket.
    pub fn open(&self) -> Result<Media, Failure> {
        let shelf = match self {
            Self::Folder(folder) => Shelf::folder(folder)?,
            Self::Bucket(name) => {
                bucket(name).map_err(|error| Failure::setting(NAME, error.to_string()))?
            }
        };
        Ok(Media::new(shelf))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_folder_or_a_bucket() {
        let parse = |text| MediaUrl::parse(text, Path::new("var"));
        let folder = |path: &str| MediaUrl::Folder(PathBuf::from(path));
        let bucket = |name: &str| MediaUrl::Bucket(name.to_owned());
        assert_eq!(parse(None).unwrap(), folder("var/media"));
        assert_eq!(parse(Some(" ")).unwrap(), folder("var/media"));
        assert_eq!(parse(Some("file://shelf/x")).unwrap(), folder("shelf/x"));
        assert_eq!(parse(Some("file:///srv/x")).unwrap(), folder("/srv/x"));
        assert_eq!(parse(Some("s3://bucket")).unwrap(), bucket("bucket"));
        assert_eq!(
            parse(Some("s3://bucket/a/b/")).unwrap(),
            bucket("bucket/a/b")
        );
        for wrong in ["file://", "s3://", "/srv/x", "http://x"] {
            let said = parse(Some(wrong)).unwrap_err().to_string();
            assert!(said.contains("CASEBOOK_MEDIA_URL"), "{said}");
        }
    }
}
