//! A message together with those that it encloses, however deep: for whoever wants all that came.

use crate::{Attachment, Mail};

impl Mail {
    /// This message and all that are enclosed in it, each before what it encloses itself.
    #[must_use]
    pub fn messages(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut left = vec![self];
        while let Some(mail) = left.pop() {
            found.push(mail);
            left.extend(mail.enclosed.iter().rev());
        }
        found
    }

    /// All files that came, with this message and with those that are enclosed in it.
    #[must_use]
    pub fn files(&self) -> Vec<&Attachment> {
        let all = self.messages().into_iter();
        all.flat_map(|mail| &mail.attachments).collect()
    }

    /// The names of all that could not be read, of this message and of those that are enclosed in it.
    #[must_use]
    pub fn not_read(&self) -> Vec<&str> {
        let all = self.messages().into_iter();
        all.flat_map(|mail| &mail.damaged)
            .map(String::as_str)
            .collect()
    }
}

impl Attachment {
    /// Whether it is a plain text, which [`decoded`](crate::decoded) reads.
    #[must_use]
    pub fn is_plain_text(&self) -> bool {
        self.media_type == "text/plain"
            || [".txt", ".text", ".md"]
                .iter()
                .any(|ending| ends_with(&self.name, ending))
    }

    /// A card, a calendar or the seal of a message: what programs send along, with no words for anybody.
    #[must_use]
    pub fn is_for_programs(&self) -> bool {
        const TYPES: [&str; 7] = [
            "text/vcard",
            "text/x-vcard",
            "text/directory",
            "text/calendar",
            "application/ics",
            "application/pgp-signature",
            "application/pgp-keys",
        ];
        TYPES.contains(&self.media_type.as_str())
            || [".vcf", ".ics", ".asc", ".p7s"]
                .iter()
                .any(|ending| ends_with(&self.name, ending))
    }
}

/// Whether a name ends so, in any case.
pub(crate) fn ends_with(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_found_however_deep_it_lies() {
        let mail = |name: &str, enclosed: Vec<Mail>| Mail {
            subject: name.into(),
            attachments: vec![Attachment {
                name: format!("{name}.TXT"),
                media_type: "application/octet-stream".into(),
                bytes: b"Tea".to_vec(),
                inline: false,
            }],
            damaged: vec![format!("{name}.bin")],
            enclosed,
            ..Mail::default()
        };
        let all = mail(
            "a",
            vec![mail("b", vec![mail("c", vec![])]), mail("d", vec![])],
        );
        let names: Vec<_> = all.messages().iter().map(|one| &one.subject).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
        let files: Vec<_> = all.files().iter().map(|one| &one.name).collect();
        assert_eq!(files, ["a.TXT", "b.TXT", "c.TXT", "d.TXT"]);
        assert!(all.files().iter().all(|one| one.is_plain_text()));
        assert_eq!(all.not_read(), ["a.bin", "b.bin", "c.bin", "d.bin"]);
    }
}
