//! Words that several pages of this journey share.

use crate::ui::when;
use case_study::Role;
use store::history::HistoryEntry;

/// Who did something: the account's name, or what they are.
pub(super) fn who(event: &HistoryEntry) -> String {
    match (&event.by, event.role.known()) {
        (Some(name), _) => name.clone(),
        (None, Some(Role::Submitter)) => "The museum".to_owned(),
        (None, Some(Role::Admin)) => "The operator".to_owned(),
        (None, Some(Role::Anonymous)) => "A reader".to_owned(),
        (None, Some(Role::Program)) => "Casebook".to_owned(),
        (None, Some(Role::Moderator) | None) => "Someone".to_owned(),
    }
}

/// "at 2:05 pm" today, "on 3 March 2026 at 2:05 pm" before.
pub(super) fn at(then: i64, now: i64) -> String {
    let (day, clock) = (when::day(then), when::clock(then));
    if day == when::day(now) {
        format!("at {clock}")
    } else {
        format!("on {day} at {clock}")
    }
}

/// The title, or words that stand for it.
pub(super) fn titled(title: &str) -> String {
    if title.is_empty() {
        "Without a title".to_owned()
    } else {
        title.to_owned()
    }
}

/// "1 case study", "3 case studies".
pub(super) fn case_studies(count: u64) -> String {
    if count == 1 {
        "1 case study".to_owned()
    } else {
        format!("{count} case studies")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::DAY_MS;

    #[test]
    fn the_day_is_said_when_it_is_not_today() {
        const THEN: i64 = 1_772_546_709_000;
        assert_eq!(at(THEN, THEN + 1000), "at 2:05 pm");
        assert_eq!(at(THEN, THEN + DAY_MS), "on 3 March 2026 at 2:05 pm");
    }
}
