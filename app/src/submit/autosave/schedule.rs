//! When to save: at a pause, but never later than a few seconds after the first change.
//!
//! A timer that begins anew with every key never ends for somebody who types or dictates without a
//! pause. Times are milliseconds of the browser's clock, which may be set back or forth.

use std::time::Duration;

/// People pause this long when a thought is finished.
const PAUSE: f64 = 1_500.0;
/// No change waits longer than this before it is sent.
const LONGEST_WAIT: f64 = 5_000.0;
/// The first wait after a failure; it doubles each time.
const FIRST_RETRY: f64 = 2_000.0;
const LONGEST_RETRY: f64 = 30_000.0;
/// A server that asks for more patience than this is asked again all the same.
const LONGEST_PATIENCE: f64 = 60_000.0;

/// What is waiting, and how saving went lately.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    /// When the oldest change was made that is in no request yet.
    waiting_since: Option<f64>,
    /// The server asked to be left alone until then.
    not_before: f64,
    failures: u32,
}

impl Schedule {
    /// Something changed.
    pub fn changed(&mut self, now: f64) {
        self.waiting_since.get_or_insert(now);
    }

    /// How long to wait before what has changed is sent, if nothing else changes.
    pub fn wait(&self, now: f64) -> Duration {
        let left = self.waiting_since.unwrap_or(now) + LONGEST_WAIT - now;
        let asked = (self.not_before - now).min(LONGEST_PATIENCE);
        millis(PAUSE.min(left).max(asked))
    }

    /// Everything that was changed is in a request.
    pub fn sent(&mut self) {
        self.waiting_since = None;
    }

    /// The server answered.
    pub fn answered(&mut self) {
        self.failures = 0;
        self.not_before = 0.0;
    }

    /// The server did not answer, or asked to be left alone for some seconds: how long to wait.
    pub fn failed(&mut self, now: f64, asked_seconds: Option<u32>) -> Duration {
        let wait = (FIRST_RETRY * f64::from(1_u32 << self.failures.min(4))).min(LONGEST_RETRY);
        self.failures += 1;
        let asked = (f64::from(asked_seconds.unwrap_or_default()) * 1_000.0).min(LONGEST_PATIENCE);
        self.not_before = now + asked;
        millis(wait.max(asked))
    }
}

/// Below nothing is nothing.
fn millis(wait: f64) -> Duration {
    Duration::from_millis(wait as u64)
}

#[cfg(test)]
mod tests {
    use super::Schedule;
    use std::time::Duration;

    const fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn one_change_is_sent_after_a_pause() {
        let mut schedule = Schedule::default();
        schedule.changed(1_000.0);
        assert_eq!(schedule.wait(1_000.0), ms(1_500));
    }

    #[test]
    fn typing_on_puts_it_off_for_five_seconds_at_most() {
        let mut schedule = Schedule::default();
        for at in [0.0, 1_400.0, 2_800.0, 3_400.0] {
            schedule.changed(at);
            assert_eq!(schedule.wait(at), ms(1_500), "at {at}");
        }
        schedule.changed(4_200.0);
        assert_eq!(schedule.wait(4_200.0), ms(800));
        schedule.changed(4_990.0);
        assert_eq!(schedule.wait(4_990.0), ms(10));
        schedule.changed(5_600.0);
        assert_eq!(schedule.wait(5_600.0), Duration::ZERO);
    }

    #[test]
    fn the_five_seconds_begin_anew_with_the_first_change_after_a_request() {
        let mut schedule = Schedule::default();
        schedule.changed(0.0);
        schedule.sent();
        schedule.changed(4_900.0);
        assert_eq!(schedule.wait(4_900.0), ms(1_500));
        schedule.changed(9_000.0);
        assert_eq!(schedule.wait(9_000.0), ms(900));
    }

    #[test]
    fn failures_are_tried_again_ever_later_and_a_change_sooner() {
        let mut schedule = Schedule::default();
        let waits: Vec<_> = (0..6).map(|_| schedule.failed(0.0, None)).collect();
        assert_eq!(waits, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000].map(ms));
        schedule.changed(100.0);
        assert_eq!(schedule.wait(100.0), ms(1_500));
        schedule.answered();
        assert_eq!(schedule.failed(200.0, None), ms(2_000));
    }

    #[test]
    fn a_server_that_asks_for_patience_gets_it_up_to_a_minute() {
        let mut schedule = Schedule::default();
        assert_eq!(schedule.failed(1_000.0, Some(20)), ms(20_000));
        schedule.changed(2_000.0);
        assert_eq!(schedule.wait(2_000.0), ms(19_000));
        assert_eq!(schedule.failed(3_000.0, Some(7_200)), ms(60_000));
        assert_eq!(schedule.wait(3_000.0), ms(60_000));
    }

    #[test]
    fn a_clock_that_is_set_anew_neither_stops_saving_nor_hurries_it_twice() {
        let mut schedule = Schedule::default();
        schedule.changed(10_000_000.0);
        assert_eq!(schedule.wait(20_000_000.0), Duration::ZERO);
        assert_eq!(schedule.wait(0.0), ms(1_500));
        let _ = schedule.failed(10_000_000.0, Some(30));
        assert_eq!(schedule.wait(0.0), ms(60_000));
    }
}
