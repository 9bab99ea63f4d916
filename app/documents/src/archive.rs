//! The archives that office documents are: opened in memory, nothing written anywhere, within limits that no honest document
//! comes near.

use crate::Refused;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A document of a hundred pages has some hundred entries.
const MOST_ENTRIES: usize = 4_000;
/// The longest part of text, in bytes: a book of a thousand pages has less.
const MOST_XML: u64 = 24 * 1024 * 1024;
/// The largest picture.
const MOST_PICTURE: u64 = crate::MOST_BYTES as u64;
/// All entries together may say that they hold so much.
const MOST_IN_ALL: u64 = 200 * 1024 * 1024;

pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// For an archive that is cut off or says odd things about itself.
    pub fn open(file: &'a [u8]) -> Result<Self, Refused> {
        let mut zip = ZipArchive::new(Cursor::new(file)).map_err(|fault| of_zip(&fault))?;
        if zip.len() > MOST_ENTRIES {
            return Err(Refused::TooLargeUnpacked);
        }
        let mut names = Vec::with_capacity(zip.len());
        let mut in_all = 0_u64;
        let mut is_locked = false;
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).map_err(|fault| of_zip(&fault))?;
            let name = entry.name().map_err(|fault| of_zip(&fault))?.into_owned();
            is_locked |= entry.encrypted();
            in_all = in_all.saturating_add(entry.size());
            if leads_out(&name) {
                return Err(Refused::Damaged);
            }
            names.push(name);
        }
        if is_locked {
            return Err(Refused::Password);
        }
        if in_all > MOST_IN_ALL {
            return Err(Refused::TooLargeUnpacked);
        }
        Ok(Self { zip, names })
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|one| one == name)
    }

    pub fn has_below(&self, folder: &str) -> bool {
        self.names.iter().any(|one| one.starts_with(folder))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// A part that is text.
    ///
    /// # Errors
    /// When it is not there, too long, or no UTF-8.
    pub fn xml(&mut self, name: &str) -> Result<String, Refused> {
        let bytes = self.part(name, MOST_XML)?;
        String::from_utf8(bytes).map_err(|_| Refused::Damaged)
    }

    /// The same of a part that need not be there.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn xml_if_there(&mut self, name: &str) -> Result<Option<String>, Refused> {
        if self.has(name) {
            self.xml(name).map(Some)
        } else {
            Ok(None)
        }
    }

    /// # Errors
    /// When it is not there or too large.
    pub fn picture(&mut self, name: &str) -> Result<Vec<u8>, Refused> {
        self.part(name, MOST_PICTURE)
    }

    fn part(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Refused> {
        let entry = self.zip.by_name(name).map_err(|fault| of_zip(&fault))?;
        let said = entry.size();
        if said > most {
            return Err(Refused::TooLargeUnpacked);
        }
        // What an entry says of its size need not be true.
        let room = usize::try_from(said).unwrap_or(0).min(1024 * 1024);
        let mut bytes = Vec::with_capacity(room);
        entry
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Refused::Damaged)?;
        if bytes.len() as u64 > most {
            return Err(Refused::TooLargeUnpacked);
        }
        Ok(bytes)
    }
}

fn of_zip(fault: &ZipError) -> Refused {
    match fault {
        ZipError::InvalidPassword => Refused::Password,
        _ => Refused::Damaged,
    }
}

/// Whether a name leads out of the folder that somebody would unpack it in. No honest document has one.
fn leads_out(name: &str) -> bool {
    let begins_outside = name.starts_with(['/', '\\']) || name.get(1..2) == Some(":");
    begins_outside || name.contains('\0') || name.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::leads_out;

    #[test]
    fn a_name_stays_in_its_folder() {
        for name in [
            "word/document.xml",
            "Pictures/a..b.png",
            "[Content_Types].xml",
        ] {
            assert!(!leads_out(name), "{name}");
        }
        for name in [
            "../../x",
            "..\\..\\x",
            "/x",
            "\\x",
            "C:x",
            "word/media/../../../x",
            "a\0b",
        ] {
            assert!(leads_out(name), "{name}");
        }
    }
}
