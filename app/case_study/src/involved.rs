//! What somebody has to do with a case study, though it is not of their own museum, so that nobody publishes it on their
//! word alone: another person decides, or says yes too.

/// One such thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Involved {
    /// They took back a colleague's tick, or their own, that someone could be harmed.
    TookTickBack,
    /// What made it need two people was in the text, and they took it out.
    TookItOut,
}

impl Involved {
    pub const ALL: [Self; 2] = [Self::TookTickBack, Self::TookItOut];

    /// What it is, as they read it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::TookTickBack => "You took back that someone could be harmed by it",
            Self::TookItOut => "You took out of it what made it need two people",
        }
    }
}
