//! What the line below the form says.

use super::{SaveStatus, Unread};

/// Why something could not be saved just now, as the end of a sentence. It is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hindrance {
    Offline,
    NoAnswer,
    Busy,
    OurFault,
}

impl Hindrance {
    const fn words(self) -> &'static str {
        match self {
            Self::Offline => "you seem to be offline",
            Self::NoAnswer => "we got no answer",
            Self::Busy => "we are busy just now",
            Self::OurFault => "something went wrong on our side",
        }
    }
}

pub(super) const OVERTAKEN: &str = "Someone changed this page elsewhere, so we stopped saving. Press \u{201c}Save and continue\u{201d} to see both.";
pub(super) const CLOSED: &str = "Not saved: this case study has been sent or withdrawn. Your words are still on this page; copy what you need.";
pub(super) const NOT_YOURS: &str = "Not saved: this browser may no longer change this draft. Your words are still on this page. Open the link in our newest email in another tab and enter the code, then come back here.";
pub(super) const NOT_OURS: &str = "Not saved: we could not read what this page sent. Copy your words, load the page again and paste them.";
pub(super) const TOO_MUCH: &str = "Not saved automatically: there is too much text on this page. Press \u{201c}Save and come back later\u{201d} to save it.";

/// A button or a link was pressed, and the page is saved first.
pub(super) fn saving() -> SaveStatus {
    told("Saving\u{2026}".to_owned())
}

pub(super) fn saved(hours: u32, minutes: u32, unread: &[Unread]) -> SaveStatus {
    let at = format!("Saved at {hours:02}:{minutes:02}");
    told(match unread {
        [] => format!("{at}."),
        [one] => format!("{at}, with 1 answer to correct. {}", sentence(&one.message)),
        [first, ..] => format!(
            "{at}, with {} answers to correct. {}",
            unread.len(),
            sentence(&first.message)
        ),
    })
}

pub(super) fn hindered(why: Hindrance) -> SaveStatus {
    let why = why.words();
    warning(&format!(
        "Not saved: {why}. Your words are still on this page, and we keep trying."
    ))
}

/// Everything is saved, but the next page cannot be had.
pub(super) fn cannot_go_on(why: Hindrance) -> SaveStatus {
    let why = why.words();
    warning(&format!(
        "Your words are saved, but we cannot go on: {why}. Try again in a moment."
    ))
}

pub(super) fn warning(words: &str) -> SaveStatus {
    SaveStatus {
        words: words.to_owned(),
        is_warning: true,
    }
}

fn told(words: String) -> SaveStatus {
    SaveStatus {
        words,
        is_warning: false,
    }
}

/// Messages of fields come without a full stop.
fn sentence(message: &str) -> String {
    format!("{}.", message.trim_end_matches('.'))
}

#[cfg(test)]
#[path = "../../../case_study/src/plain_words.rs"]
mod plain_words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_one_that_we_do_not_use() {
        use Hindrance::{Busy, NoAnswer, Offline, OurFault};
        let list = super::plain_words::PlainWords::read();
        let one = [unread("Enter a year")];
        let two = [unread("Enter a year"), unread("Enter a year")];
        let saved = [saved(9, 5, &[]), saved(9, 5, &one), saved(9, 5, &two)];
        let hindered = [Offline, NoAnswer, Busy, OurFault]
            .into_iter()
            .flat_map(|why| [hindered(why), cannot_go_on(why)]);
        let said = saved.into_iter().chain(hindered).chain([saving()]);
        let warnings = [OVERTAKEN, CLOSED, NOT_YOURS, NOT_OURS, TOO_MUCH];
        for words in said
            .map(|status| status.words)
            .chain(warnings.map(str::to_owned))
        {
            assert_eq!(list.faults(&words), Vec::<String>::new());
        }
    }

    fn unread(message: &str) -> Unread {
        Unread {
            field: "participants".to_owned(),
            message: message.to_owned(),
        }
    }

    #[test]
    fn saved_says_when_and_what_is_to_be_corrected() {
        assert_eq!(saved(9, 5, &[]).words, "Saved at 09:05.");
        let one = [unread("Enter a whole number")];
        assert_eq!(
            saved(15, 13, &one).words,
            "Saved at 15:13, with 1 answer to correct. Enter a whole number."
        );
        let two = [unread("Enter a whole number."), unread("Enter a year")];
        assert_eq!(
            saved(15, 13, &two).words,
            "Saved at 15:13, with 2 answers to correct. Enter a whole number."
        );
        assert!(!saved(15, 13, &two).is_warning);
    }

    #[test]
    fn what_is_not_saved_is_a_warning_and_says_where_the_words_are() {
        let offline = hindered(Hindrance::Offline);
        assert!(offline.is_warning);
        assert_eq!(
            offline.words,
            "Not saved: you seem to be offline. Your words are still on this page, and we keep trying."
        );
        let busy = cannot_go_on(Hindrance::Busy).words;
        assert!(
            busy.starts_with("Your words are saved, but we cannot go on: we are busy"),
            "{busy}"
        );
    }

    #[test]
    fn every_warning_is_a_sentence_and_says_what_is_the_matter() {
        for words in [OVERTAKEN, CLOSED, NOT_YOURS, NOT_OURS, TOO_MUCH] {
            assert!(
                words.starts_with("Not saved") || words.contains("stopped saving"),
                "{words}"
            );
            assert!(words.ends_with('.'), "{words}");
        }
        use Hindrance::{Busy, NoAnswer, Offline, OurFault};
        for why in [Offline, NoAnswer, Busy, OurFault] {
            assert!(hindered(why).words.contains(why.words()));
            assert!(cannot_go_on(why).is_warning);
        }
    }

    #[test]
    fn an_empty_line_is_not_drawn() {
        assert_eq!(SaveStatus::default().class(), "save-status");
        assert_eq!(saving().class(), "save-status save-status-said");
        assert!(warning(CLOSED).class().ends_with("save-status-warning"));
    }
}
