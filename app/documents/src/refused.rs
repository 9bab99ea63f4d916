//! Why a file is not read, in words that say what to do.

/// Why a file is not read. Nothing of it was kept. The words go on after the name of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it is empty. Choose the file again")]
    Empty,
    #[error("it is larger than 10 MB. Save it without its pictures, or copy its text into the box")]
    TooLarge,
    #[error(
        "there is no text in it. If it is a scan, type or paste the text instead; photographs have a page of their own"
    )]
    NoText,
    #[error(
        "it is damaged, or only part of it arrived. Open it, save it again and choose the new file"
    )]
    Damaged,
    #[error(
        "it holds far more than its size says. Save it again in the program it was written with, and choose the new file"
    )]
    TooLargeUnpacked,
    #[error(
        "it holds macros, which are programs. Save it as a plain .docx document and choose that"
    )]
    Macros,
    #[error("it has a password. Save a copy without one and choose that")]
    Password,
    #[error("it is in an old Word format. Open it, save it as .docx and choose that")]
    OldWord,
    #[error(
        "it is not a kind of file that we can read. Choose a Word file (.docx), .odt, .txt, .eml or a PDF with text, or paste the text"
    )]
    Unknown,
    #[error("it is a picture. Add it on the page of the photographs")]
    Picture,
    #[error(
        "it holds more text than a case study can have. Choose the part that is about the project, or paste it"
    )]
    TooLong,
    #[error(
        "it took too long to read. Save it without its pictures, or copy its text into the box"
    )]
    TooSlow,
    #[error(
        "it needs more memory than we give to one file. Save it without its pictures, or copy its text into the box"
    )]
    TooMuchMemory,
    #[error(
        "something in it stopped the program that reads files. Save it again in another format, or copy its text into the box"
    )]
    Crashed,
    #[error(
        "files cannot be read just now. Nothing is wrong with yours: try again later, or copy its text into the box"
    )]
    NotNow,
}

impl Refused {
    /// Every reason.
    pub const ALL: [Self; 15] = [
        Self::Empty,
        Self::TooLarge,
        Self::NoText,
        Self::Damaged,
        Self::TooLargeUnpacked,
        Self::Macros,
        Self::Password,
        Self::OldWord,
        Self::Unknown,
        Self::Picture,
        Self::TooLong,
        Self::TooSlow,
        Self::TooMuchMemory,
        Self::Crashed,
        Self::NotNow,
    ];

    /// Its name in what the child process writes.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Empty => "empty file",
            Self::TooLarge => "too large",
            Self::NoText => "no text",
            Self::Damaged => "damaged",
            Self::TooLargeUnpacked => "too large when unpacked",
            Self::Macros => "contains macros",
            Self::Password => "password",
            Self::OldWord => "old word",
            Self::Unknown => "unknown kind",
            Self::Picture => "picture",
            Self::TooLong => "too long",
            Self::TooSlow => "too slow",
            Self::TooMuchMemory => "too much memory",
            Self::Crashed => "crashed",
            Self::NotNow => "not now",
        }
    }

    /// The reason with this name.
    #[must_use]
    pub fn by_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }
}

#[cfg(test)]
mod tests {
    use super::Refused;
    use std::collections::BTreeSet;

    #[test]
    fn each_reason_has_its_own_name_and_its_own_sentence() {
        let slugs: BTreeSet<_> = Refused::ALL.map(Refused::slug).into_iter().collect();
        let words: BTreeSet<_> = Refused::ALL
            .map(|one| one.to_string())
            .into_iter()
            .collect();
        assert_eq!(
            (slugs.len(), words.len()),
            (Refused::ALL.len(), Refused::ALL.len())
        );
        for one in Refused::ALL {
            assert_eq!(Refused::by_slug(one.slug()), Some(one));
        }
    }
}
