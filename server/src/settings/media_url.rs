//! Where photographs are kept.

use crate::error::Failure;
use media::{Media, Shelf};
use std::path::{Path, PathBuf};

const NAME: &str = "CASEBOOK_MEDIA_URL";

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaUrl(PathBuf);

impl MediaUrl {
    /// # Errors
    /// When it is of another kind.
    pub fn parse(text: Option<&str>, data_dir: &Path) -> Result<Self, Failure> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Self(data_dir.join("media")));
        };
        // Not read as a URL: file://var/media is a relative folder, not a host called var.
        match text.strip_prefix("file://") {
            Some(folder) if !folder.is_empty() => Ok(Self(PathBuf::from(folder))),
            _ => Err(Failure::setting(
                NAME,
                "name a folder after file://, such as file://var/media",
            )),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// When there can be no such folder.
    pub fn open(&self) -> Result<Media, Failure> {
        Ok(Media::new(Shelf::folder(&self.0)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_folder() {
        let parse = |text| MediaUrl::parse(text, Path::new("var")).map(|url| url.0);
        assert_eq!(parse(None).unwrap(), Path::new("var/media"));
        assert_eq!(parse(Some(" ")).unwrap(), Path::new("var/media"));
        assert_eq!(parse(Some("file://shelf/x")).unwrap(), Path::new("shelf/x"));
        assert_eq!(parse(Some("file:///srv/x")).unwrap(), Path::new("/srv/x"));
        for wrong in ["file://", "s3://bucket", "/srv/x", "http://x"] {
            let said = parse(Some(wrong)).unwrap_err().to_string();
            assert!(said.contains("CASEBOOK_MEDIA_URL"), "{said}");
        }
    }
}
