//! Words that several pages of this journey share.

use crate::ui::when;
use case_study::Role;
use store::history::PastEvent;

/// Who did something: the account's name, or what they are.
pub(super) fn who(event: &PastEvent) -> String {
    match (&event.by, event.role) {
        (Some(name), _) => name.clone(),
        (None, Role::Submitter) => "The museum".to_owned(),
        (None, Role::Admin) => "The operator".to_owned(),
        (None, Role::Anonymous) => "A reader".to_owned(),
        (None, _) => "Somebody".to_owned(),
    }
}

/// What was done, after the name: "Sam Field approved this".
pub(super) fn text_for_staff(action: &str) -> &'static str {
    match action {
        "begin" => "began the draft",
        "submit" => "sent this for review",
        "assign" => "took this on",
        "unassign" => "gave this back",
        "start_review" => "started the review",
        "request_changes" => "asked for changes",
        "approve" => "approved this",
        "publish" => "published this",
        "decline" => "declined this",
        "withdraw" => "withdrew this",
        "reopen" => "opened the review again",
        "tag" => "changed its tags",
        "take_down" => "took this down",
        "restore" => "put this back",
        "import" => "imported this",
        "receive" => "wrote this",
        "handle" => "marked this as handled",
        "reopen_message" => "opened this again",
        _ => "changed this",
    }
}

/// "at 14:05 UTC" today, "on 3 March 2026 at 14:05 UTC" before.
pub(super) fn at(then: i64, now: i64) -> String {
    let (day, clock) = (when::day(then), when::clock(then));
    if day == when::day(now) {
        format!("at {clock} UTC")
    } else {
        format!("on {day} at {clock} UTC")
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
    use case_study::{Action, CaseAction};
    use store::DAY_MS;

    #[test]
    fn every_move_has_its_words() {
        for slug in Action::ALL.iter().map(|action| action.slug()) {
            assert_ne!(
                text_for_staff(slug),
                text_for_staff("something new"),
                "{slug}"
            );
        }
        for action in [CaseAction::TakeDown, CaseAction::Restore] {
            assert_ne!(
                text_for_staff(action.slug()),
                text_for_staff("something new")
            );
        }
    }

    #[test]
    fn the_day_is_said_when_it_is_not_today() {
        const THEN: i64 = 1_772_546_709_000;
        assert_eq!(at(THEN, THEN + 1000), "at 14:05 UTC");
        assert_eq!(at(THEN, THEN + DAY_MS), "on 3 March 2026 at 14:05 UTC");
    }
}
