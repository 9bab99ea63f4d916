//! What just worked. The address carries a code, never words: `?done=published`.

use case_study::decision::DoneWords;
use case_study::{CaseState, Decision, Status, Stored};

/// Something a moderator just did to a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flash {
    Decided(Decision),
    /// Decided, and carried out later.
    Planned,
    /// What was decided is called back.
    CalledOff,
    Tagged,
    TagsKept,
    Wrote,
    Seen,
    HandedOver,
    Edited,
    /// To protect a person, which its museum is told.
    Protected,
    TextKept,
    /// Saved, and not published as was wanted.
    SavedOnly,
    /// A case study was made of a museum's own words.
    Prepared,
    /// A second person said yes to the text.
    Seconded,
    /// Two people decide on it.
    Sensitive,
    NotSensitive,
    /// It is a version of a public case now.
    Joined,
}

impl Flash {
    fn all() -> impl Iterator<Item = Self> {
        let decided = Decision::ALL.into_iter().map(Self::Decided);
        decided.chain([
            Self::Planned,
            Self::CalledOff,
            Self::Tagged,
            Self::TagsKept,
            Self::Wrote,
            Self::Seen,
            Self::HandedOver,
            Self::Edited,
            Self::Protected,
            Self::TextKept,
            Self::SavedOnly,
            Self::Prepared,
            Self::Seconded,
            Self::Sensitive,
            Self::NotSensitive,
            Self::Joined,
        ])
    }

    /// The code, and what is said.
    pub const fn words(self) -> DoneWords {
        match self {
            Self::Decided(decision) => decision.words().done,
            Self::Planned => DoneWords {
                code: "planned",
                heading: "Decided",
                text: "Nothing is sent or published yet. Its page says when that happens; until then you can call it back there.",
            },
            Self::CalledOff => DoneWords {
                code: "called-off",
                heading: "Called back",
                text: "Nothing was sent or published.",
            },
            Self::Tagged => DoneWords {
                code: "tagged",
                heading: "Tags saved",
                text: "Each change stands in the history.",
            },
            Self::TagsKept => DoneWords {
                code: "tags-kept",
                heading: "Nothing to save",
                text: "The tags were like this already.",
            },
            Self::Wrote => DoneWords {
                code: "wrote",
                heading: "Your message is sent",
                text: "It stands below, with whether it arrived.",
            },
            Self::Seen => DoneWords {
                code: "seen",
                heading: "Marked as seen",
                text: "The queue no longer shows it as new.",
            },
            Self::HandedOver => DoneWords {
                code: "handed-over",
                heading: "Given to your colleague",
                text: "Their name stands beside it now.",
            },
            Self::Edited => DoneWords {
                code: "edited",
                heading: "Text saved",
                text: "Each change stands in the history.",
            },
            Self::Protected => DoneWords {
                code: "protected",
                heading: "Text saved",
                text: "Each change stands in the history. We email the museum that something was changed to protect a person.",
            },
            Self::TextKept => DoneWords {
                code: "text-kept",
                heading: "Nothing to save",
                text: "The text was like this already.",
            },
            Self::SavedOnly => DoneWords {
                code: "saved-only",
                heading: "Saved, but not published",
                text: "Something stands in the way, or a colleague did something since. See what you can do.",
            },
            Self::Prepared => DoneWords {
                code: "prepared",
                heading: "Saved",
                text: "The museum sees the page before anyone else does.",
            },
            Self::Seconded => DoneWords {
                code: "seconded",
                heading: "You said yes to this text",
                text: "Any change of the text ends your yes. Someone else publishes it.",
            },
            Self::Sensitive => DoneWords {
                code: "sensitive",
                heading: "Two people decide on this one now",
                text: "It cannot be published before a second moderator says yes to it.",
            },
            Self::NotSensitive => DoneWords {
                code: "not-sensitive",
                heading: "Taken back",
                text: "What the text itself says still counts.",
            },
            Self::Joined => DoneWords {
                code: "joined",
                heading: "It is a new version now",
                text: "Readers see the page as it is until you publish this one.",
            },
        }
    }

    /// The decision is made: the next case study waits.
    pub const fn leads_on(self) -> bool {
        match self {
            Self::Decided(decision) => decision.leads_on(),
            Self::Planned | Self::HandedOver => true,
            _ => false,
        }
    }

    /// Readers see what was done.
    pub const fn shows_public_page(self) -> bool {
        match self {
            Self::Decided(decision) => decision.makes_public(),
            Self::Tagged | Self::Edited | Self::Protected => true,
            Self::Planned
            | Self::CalledOff
            | Self::TagsKept
            | Self::TextKept
            | Self::SavedOnly
            | Self::Prepared
            | Self::Wrote
            | Self::Seen
            | Self::HandedOver
            | Self::Seconded
            | Self::Sensitive
            | Self::NotSensitive
            | Self::Joined => false,
        }
    }

    /// Address of the submission's page, saying so.
    pub fn href(self, reference: &str) -> String {
        self.at(&super::review_context::href(reference))
    }

    /// The same for the page about a text, wherever it stands.
    pub fn at(self, home: &str) -> String {
        format!("{home}?done={}", self.words().code)
    }

    /// Something waits to be carried out, or it is no more true.
    pub fn is_still_so(self, waits: bool) -> bool {
        match self {
            Self::Planned => waits,
            Self::CalledOff => !waits,
            _ => true,
        }
    }

    /// What the address says was done, unless the status or the case shows that it is long past.
    pub fn read(query: &str, status: &Stored<Status>, case: &Stored<CaseState>) -> Option<Self> {
        let (_, code) =
            url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "done")?;
        let done = Self::all().find(|done| done.words().code == code)?;
        let still = match done {
            Self::Decided(decision) => decision.still_stands(status, case),
            _ => true,
        };
        still.then_some(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, status: Status, case: CaseState) -> Option<Flash> {
        Flash::read(query, &status.into(), &case.into())
    }

    #[test]
    fn every_code_reads_back_and_other_text_says_nothing() {
        for done in Flash::all() {
            let code = done.words().code;
            let query = format!("done={code}");
            assert!(
                Status::ALL
                    .iter()
                    .any(|status| CaseState::ALL.iter().any(|case| {
                        let read = read(&query, *status, *case);
                        read.is_some_and(|read| read.words().code == code)
                    })),
                "{done:?}"
            );
        }
        let live = CaseState::Live;
        for query in ["done=You+won+a+prize", ""] {
            assert_eq!(read(query, Status::Published, live), None);
        }
        assert_eq!(read("done=published", Status::InReview, live), None);
    }

    #[test]
    fn what_was_undone_is_not_claimed_any_more() {
        let read = |query: &str, case| read(query, Status::Published, case);
        let (down, live) = (CaseState::TakenDown, CaseState::Live);
        let (took, put) = (Decision::TakeDown, Decision::Restore);
        assert_eq!(read("done=taken-down", down), Some(Flash::Decided(took)));
        assert_eq!(read("done=taken-down", live), None);
        assert_eq!(read("done=restored", live), Some(Flash::Decided(put)));
        assert_eq!(read("done=restored", down), None);
        assert_eq!(read("done=published", down), None);
    }
}
