//! How long a decision that makes something public can still be stopped.

use crate::error::Failure;

/// Whole minutes, from none to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoMinutes(u16);

impl UndoMinutes {
    const MOST: u16 = 24 * 60;

    /// Reads the setting.
    ///
    /// # Errors
    /// When it is no whole number, or more than a day.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        text.trim()
            .parse()
            .ok()
            .filter(|minutes| *minutes <= Self::MOST)
            .map(Self)
            .ok_or_else(|| {
                Failure::setting(
                    "CASEBOOK_UNDO_MINUTES",
                    "give whole minutes from 0 to 1440, such as 10; with 0 nothing waits",
                )
            })
    }

    /// The same in milliseconds.
    #[must_use]
    pub fn in_ms(self) -> i64 {
        i64::from(self.0) * 60 * 1000
    }
}

#[cfg(test)]
mod tests {
    use super::UndoMinutes;

    #[test]
    fn whole_minutes_up_to_a_day_are_read_and_nothing_else() {
        for (text, ms) in [("0", 0), (" 10 ", 600_000), ("1440", 86_400_000)] {
            assert_eq!(UndoMinutes::parse(text).unwrap().in_ms(), ms, "{text}");
        }
        for odd in ["", "ten", "-1", "1441", "10.5", "10m", "99999999999"] {
            let sentence = UndoMinutes::parse(odd).unwrap_err().to_string();
            assert!(sentence.starts_with("CASEBOOK_UNDO_MINUTES"), "{sentence}");
        }
    }
}
