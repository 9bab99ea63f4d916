//! What just worked. The address carries a code, never words: `?done=published`.

use case_study::{CaseState, Status, Stored};

/// Something a moderator just did to a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flash {
    Assigned,
    GivenBack,
    Tagged,
    TagsKept,
    ChangesAsked,
    Approved,
    Published,
    Declined,
    Reopened,
    TakenDown,
    Restored,
}

impl Flash {
    const ALL: [Self; 11] = [
        Self::Assigned,
        Self::GivenBack,
        Self::Tagged,
        Self::TagsKept,
        Self::ChangesAsked,
        Self::Approved,
        Self::Published,
        Self::Declined,
        Self::Reopened,
        Self::TakenDown,
        Self::Restored,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::GivenBack => "given-back",
            Self::Tagged => "tagged",
            Self::TagsKept => "tags-kept",
            Self::ChangesAsked => "changes-asked",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Declined => "declined",
            Self::Reopened => "reopened",
            Self::TakenDown => "taken-down",
            Self::Restored => "restored",
        }
    }

    /// Heading and sentence.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Assigned => (
                "It is yours",
                "You are reading this one now. Others see your name beside it.",
            ),
            Self::GivenBack => ("Given back", "Anybody may take it on now."),
            Self::Tagged => ("Tags saved", "Each change stands in the history."),
            Self::TagsKept => ("Nothing to save", "The tags were like this already."),
            Self::ChangesAsked => (
                "Changes asked for",
                "Your message is on its way to the museum.",
            ),
            Self::Approved => ("Approved", "It waits here until somebody publishes it."),
            Self::Published => ("Published", "It is open to everyone now."),
            Self::Declined => ("Declined", "Your message is on its way to the museum."),
            Self::Reopened => (
                "In review again",
                "Nobody was told; the museum sees that it is being read.",
            ),
            Self::TakenDown => ("Taken down", "Readers no longer see it."),
            Self::Restored => ("Put back", "Readers see it again."),
        }
    }

    /// The decision is made: the next case study waits.
    pub const fn leads_on(self) -> bool {
        matches!(
            self,
            Self::GivenBack
                | Self::ChangesAsked
                | Self::Approved
                | Self::Published
                | Self::Declined
        )
    }

    /// Address of the submission's page, saying so.
    pub fn href(self, reference: &str) -> String {
        format!(
            "{}?done={}",
            super::review_context::href(reference),
            self.code()
        )
    }

    /// What the address says was done, unless the status or the case shows that it is long past.
    pub fn read(query: &str, status: &Stored<Status>, case: &Stored<CaseState>) -> Option<Self> {
        let (_, code) =
            url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "done")?;
        let done = Self::ALL.into_iter().find(|done| done.code() == code)?;
        let still = match done {
            Self::Assigned | Self::Reopened => *status == Status::InReview,
            Self::GivenBack | Self::Tagged | Self::TagsKept => true,
            Self::ChangesAsked => *status == Status::ChangesRequested,
            Self::Approved => *status == Status::Approved,
            Self::TakenDown => *case == CaseState::TakenDown,
            Self::Published | Self::Restored => *status == Status::Published && case.is_public(),
            Self::Declined => *status == Status::Declined,
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
        for done in Flash::ALL {
            let query = format!("done={}", done.code());
            assert!(
                Status::ALL.iter().any(|status| CaseState::ALL
                    .iter()
                    .any(|case| read(&query, *status, *case) == Some(done))),
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
        assert_eq!(read("done=taken-down", down), Some(Flash::TakenDown));
        assert_eq!(read("done=taken-down", live), None);
        assert_eq!(read("done=restored", live), Some(Flash::Restored));
        assert_eq!(read("done=restored", down), None);
        assert_eq!(read("done=published", down), None);
    }
}
