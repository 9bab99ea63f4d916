//! How long things last, once: whoever plans, deletes or tells people of a time reads it here.

pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A mailed code works so long: ASVS 6.6.2 allows ten minutes.
pub const CODE_MINUTES: i64 = 10;
/// A mailed link that reads works so long: reviewing and changing a case takes months at times.
pub const LINK_DAYS: i64 = 365;
/// A mailed link to what is held about an address works so long.
pub const MY_DATA_LINK_DAYS: i64 = 1;

/// A draft that was never sent, and in which nobody wrote for so many days: its author is told that it will go.
pub const DRAFT_WARNED_AFTER_DAYS: i64 = 83;
/// The same, and it is deleted.
pub const DRAFT_KEPT_DAYS: i64 = 90;

/// For so many days nobody answered and no word was saved: the museum is reminded.
pub const REMIND_AFTER_DAYS: [i64; 2] = [14, 28];
/// For so many days nobody answered and no word was saved: it is put aside.
pub const LAPSE_AFTER_DAYS: i64 = 90;

/// A network or a browser from which nobody signed in for so long is a stranger's again. As long as the cookie that tells
/// the browser.
pub const KNOWN_PLACE_DAYS: i64 = 180;

/// What is public is asked about again after two years: facts and consents grow old.
pub const STILL_TRUE_AFTER_DAYS: i64 = 730;

/// When a draft that was never sent goes, after its last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsent {
    /// When it was begun, or somebody last saved a word in it.
    pub last_word: i64,
}

impl Unsent {
    /// From when its author is told.
    #[must_use]
    pub const fn warned_from(self) -> i64 {
        self.last_word + DRAFT_WARNED_AFTER_DAYS * DAY_MS
    }

    /// When it is deleted. Whoever was told has all the days to carry on that the mail promises, however late it went.
    #[must_use]
    pub const fn deleted_at(self, told_at: Option<i64>) -> i64 {
        let goes = self.last_word + DRAFT_KEPT_DAYS * DAY_MS;
        let left = (DRAFT_KEPT_DAYS - DRAFT_WARNED_AFTER_DAYS) * DAY_MS;
        match told_at {
            Some(told) if told + left > goes => told + left,
            _ => goes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, Unsent};

    #[test]
    fn who_was_told_late_has_a_week_all_the_same() {
        let unsent = Unsent { last_word: 1_000 };
        assert_eq!(unsent.warned_from(), 1_000 + 83 * DAY_MS);
        assert_eq!(unsent.deleted_at(None), 1_000 + 90 * DAY_MS);
        let on_time = unsent.warned_from();
        assert_eq!(unsent.deleted_at(Some(on_time)), 1_000 + 90 * DAY_MS);
        // The program stood still for a year.
        let late = 1_000 + 400 * DAY_MS;
        assert_eq!(unsent.deleted_at(Some(late)), late + 7 * DAY_MS);
    }
}
