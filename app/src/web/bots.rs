//! What keeps programs out of the forms that anybody may post, without a puzzle for people.
//!
//! Each of these forms has two parts that nobody types. One is a box that people do not meet; programs
//! that fill in every box fill in this one. The other is the time at which the page was drawn, signed with
//! the secret of the installation: a form that comes back at once, after more than a day or without a time
//! of ours was not sent by somebody who read the page. Neither is proof, so nobody is turned away and no
//! word is lost: the page comes again as it was sent, asks to press the button once more, and that press is
//! taken.

use case_study::Answers;
use hmac::{Hmac, Mac};
use leptos::prelude::*;
use sha2::Sha256;
use std::sync::Arc;
use store::Clock;

/// The box that people do not meet.
pub const TRAP: &str = "website";
/// The signed time.
pub const OPENED: &str = "opened";

/// Id of the area around the button, where the link of the sentence lands.
pub const SEND: &str = "send";
/// The one sentence, whatever the reason.
pub const ONCE_MORE: &str =
    "Please press the button once more. It helps us to tell people from programs";

/// Faster than this nobody reads a question and answers it, not even with boxes that the browser fills in.
const FASTEST_MS: i64 = 2_000;
/// A page that was left open for longer was opened on another day.
const SLOWEST_MS: i64 = store::DAY_MS;
/// Bytes of the signature: nobody guesses sixteen.
const SIGNATURE: usize = 16;

/// What the forms of this installation are checked with. Clones are the same.
#[derive(Clone)]
pub struct Bots(Arc<Checks>);

struct Checks {
    key: [u8; 32],
    clock: Clock,
    checks_time: bool,
}

/// How much there is to do on a page before its button is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Something must be typed.
    Typing,
    /// The button is all there is, and may be pressed as soon as it is seen.
    Pressing,
}

/// The parts of a form that nobody types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    opened: String,
}

/// What was found of a form that was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub passed: bool,
    /// For the page, if it comes again for whatever reason.
    pub unseen: Unseen,
}

impl std::fmt::Debug for Bots {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Bots").finish_non_exhaustive()
    }
}

impl Bots {
    /// With the installation's secret and the clock of its database.
    #[must_use]
    pub fn new(secret: &[u8; 32], clock: Clock) -> Self {
        Self::with(secret, clock, true)
    }

    /// The same without looking at times, for tests on one's own machine: those are fast.
    #[must_use]
    pub fn without_times(secret: &[u8; 32], clock: Clock) -> Self {
        Self::with(secret, clock, false)
    }

    fn with(secret: &[u8; 32], clock: Clock, checks_time: bool) -> Self {
        // A key of its own, derived for this one purpose.
        let key = mac(secret, b"casebook times of forms 1").finalize();
        Self(Arc::new(Checks {
            key: key.into_bytes().into(),
            clock,
            checks_time,
        }))
    }

    /// For a page that is opened now.
    #[must_use]
    pub fn opened(&self) -> Unseen {
        self.at(self.0.clock.now_ms())
    }

    /// Judges a form that was posted.
    #[must_use]
    pub fn judge(&self, answers: &Answers, pace: Pace) -> Judged {
        let now = self.0.clock.now_ms();
        let age = self.time_in(answers.one(OPENED)).map(|at| now - at);
        let least = match pace {
            Pace::Typing => FASTEST_MS,
            Pace::Pressing => 0,
        };
        let in_time = age.is_some_and(|age| (least..=SLOWEST_MS).contains(&age));
        let trapped = answers.all(TRAP).iter().any(|filled| !filled.is_empty());
        Judged {
            passed: !trapped && (in_time || !self.0.checks_time),
            // Old enough for the next press, however soon that comes.
            unseen: self.at(now - FASTEST_MS),
        }
    }

    fn at(&self, ms: i64) -> Unseen {
        let time = format!("{ms:x}");
        let signature = mac(&self.0.key, time.as_bytes()).finalize().into_bytes();
        Unseen {
            opened: format!("{time}.{}", hex::encode(&signature[..SIGNATURE])),
        }
    }

    /// The time in the part of a form, if it is one of ours.
    fn time_in(&self, opened: &str) -> Option<i64> {
        let (time, signature) = opened.split_once('.')?;
        let signature = hex::decode(signature)
            .ok()
            .filter(|bytes| bytes.len() == SIGNATURE)?;
        mac(&self.0.key, time.as_bytes())
            .verify_truncated_left(&signature)
            .ok()?;
        i64::from_str_radix(time, 16).ok()
    }
}

/// Whether a part of a form is one of these.
#[must_use]
pub fn is_part(key: &str) -> bool {
    matches!(key, TRAP | OPENED)
}

impl Unseen {
    /// The parts, as they stand in a form. Nobody meets the box: it is neither drawn nor read out nor
    /// reached by keyboard.
    pub fn view(&self) -> impl IntoView + use<> {
        view! {
            <input type="hidden" name=OPENED value=self.opened.clone()/>
            <div hidden aria-hidden="true">
                <label for=TRAP>"Leave this empty"</label>
                <input id=TRAP name=TRAP type="text" autocomplete="off" tabindex="-1"/>
            </div>
        }
    }
}

fn mac(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    mac
}

#[cfg(test)]
mod tests {
    use super::{Bots, Judged, OPENED, Pace, TRAP, Unseen};
    use case_study::Answers;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    use store::{Clock, DAY_MS};

    /// Checks by a clock that the test sets.
    struct Scene {
        bots: Bots,
        time: Arc<AtomicI64>,
    }

    impl Scene {
        fn new() -> Self {
            let time = Arc::new(AtomicI64::new(1_800_000_000_000));
            let clock = time.clone();
            let clock = Clock::new(move || clock.load(Ordering::Relaxed));
            Self {
                bots: Bots::new(&[7; 32], clock),
                time,
            }
        }

        fn later(&self, ms: i64) -> &Self {
            self.time.fetch_add(ms, Ordering::Relaxed);
            self
        }

        fn post(&self, opened: &str, trap: &str, pace: Pace) -> Judged {
            let pairs = [(OPENED, opened), (TRAP, trap)]
                .map(|(key, value)| (key.to_owned(), value.to_owned()));
            let answers = Answers::from_pairs(pairs, super::is_part).unwrap();
            self.bots.judge(&answers, pace)
        }

        fn passes(&self, page: &Unseen, pace: Pace) -> bool {
            self.post(&page.opened, "", pace).passed
        }
    }

    #[test]
    fn a_form_passes_from_two_seconds_to_a_day_after_its_page() {
        let scene = Scene::new();
        let page = scene.bots.opened();
        assert!(!scene.passes(&page, Pace::Typing));
        assert!(scene.passes(&page, Pace::Pressing));
        assert!(!scene.later(1_999).passes(&page, Pace::Typing));
        assert!(scene.later(1).passes(&page, Pace::Typing));
        assert!(scene.later(DAY_MS - 2_000).passes(&page, Pace::Typing));
        assert!(!scene.later(1).passes(&page, Pace::Typing));
        assert!(!scene.passes(&page, Pace::Pressing));
    }

    #[test]
    fn a_time_of_somebody_else_or_none_does_not_pass_and_the_next_press_does() {
        let scene = Scene::new();
        let other = Bots::new(&[8; 32], Clock::new(|| 1_799_999_990_000)).opened();
        let page = scene.bots.opened();
        scene.later(10_000);
        let (time, signature) = page.opened.split_once('.').unwrap();
        for forged in [
            "",
            ".",
            "x",
            time,
            &format!("{time}."),
            &format!("{time}.{}", &signature[2..]),
            &format!("{time}.{signature}00"),
            &format!("{time}0.{signature}"),
            &format!("+{time}.{signature}"),
            &other.opened,
        ] {
            let judged = scene.post(forged, "", Pace::Typing);
            assert!(!judged.passed, "{forged}");
            assert!(scene.passes(&judged.unseen, Pace::Typing), "{forged}");
        }
        assert!(scene.passes(&page, Pace::Typing));
    }

    #[test]
    fn a_box_that_was_filled_in_does_not_pass_whatever_the_time() {
        let scene = Scene::new();
        let page = scene.bots.opened();
        let judged = scene.later(5_000).post(&page.opened, "x", Pace::Typing);
        assert!(!judged.passed);
        assert!(scene.passes(&judged.unseen, Pace::Typing));
        let fast = Bots::without_times(&[7; 32], Clock::system());
        let answers = |trap: &str| {
            let pairs = [(TRAP.to_owned(), trap.to_owned())];
            Answers::from_pairs(pairs, super::is_part).unwrap()
        };
        assert!(!fast.judge(&answers("x"), Pace::Typing).passed);
        assert!(fast.judge(&answers(""), Pace::Typing).passed);
    }

    #[test]
    fn nobody_meets_the_box() {
        let html = Scene::new().bots.opened().view();
        let html = leptos::prelude::RenderHtml::to_html(html);
        assert!(
            html.contains("hidden") && html.contains("aria-hidden=\"true\""),
            "{html}"
        );
        assert!(
            html.contains("tabindex=\"-1\"") && html.contains("autocomplete=\"off\""),
            "{html}"
        );
    }
}
