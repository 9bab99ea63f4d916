//! How a member of staff wants to be told what happens.

use super::stored::stored_words;

stored_words!(Notices);

/// When somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notices {
    /// At once, about what is theirs, what came back and what is urgent.
    AtOnce,
    /// One email in the morning.
    #[default]
    Daily,
    Off,
}

impl Notices {
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Off];

    /// The word stored in the table, and sent by the form.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Off => "off",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }

    /// What somebody chooses, and what it means.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::AtOnce => (
                "At once",
                "About what is assigned to you, what came back, and what is urgent. Nothing else.",
            ),
            Self::Daily => (
                "In the morning",
                "One email at 8 am with what is new and what waits. None on a day with nothing to say.",
            ),
            Self::Off => ("Never", "You look at the queue when you like."),
        }
    }

    /// Whether a colleague's deed on what they are reading is said to them: only who wants no email gets none.
    #[must_use]
    pub const fn hears_of_colleagues(self) -> bool {
        !matches!(self, Self::Off)
    }
}

#[cfg(test)]
mod tests {
    use super::Notices;
    use crate::Stored;

    #[test]
    fn each_reads_back_and_what_a_newer_version_wrote_is_left_alone() {
        for one in Notices::ALL {
            assert_eq!(Notices::from_slug(one.slug()), Some(one));
            assert_eq!(Stored::<Notices>::read(one.slug()), Stored::Known(one));
        }
        assert_eq!(Notices::default(), Notices::Daily);
        assert_eq!(Stored::<Notices>::read("weekly").known(), None);
    }
}
