//! Times for machines, which are UTC, and years. What people read stands in [`local_time`](super::local_time).

pub use super::local_time::{clock, day, local_iso_day, moment, month};

use time::OffsetDateTime;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn utc(ms: i64) -> OffsetDateTime {
    // Only a damaged row holds a time that no calendar has.
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The year it is then, in UTC.
#[must_use]
pub fn year(ms: i64) -> u16 {
    u16::try_from(utc(ms).year()).unwrap_or(u16::MAX)
}

/// The year it is now, in UTC: what a typed year is measured by.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "a form answer is read without a database at hand, and ten years are no time that a test waits for"
)]
pub fn this_year() -> u16 {
    u16::try_from(OffsetDateTime::now_utc().year()).unwrap_or(u16::MAX)
}

/// The first year that a case may speak of.
const FIRST_YEAR: u16 = 1800;
/// Work that is planned further ahead is a typing error.
const YEARS_AHEAD: u16 = 10;

/// What is said of a year outside of [`years`].
pub const OUT_OF_RANGE: &str = "Enter a year from 1800 to ten years from now, such as 2019";

/// Every year that the work of a case may begin, run or end in.
#[must_use]
pub const fn years(this_year: u16) -> std::ops::RangeInclusive<u16> {
    FIRST_YEAR..=this_year.saturating_add(YEARS_AHEAD)
}

/// "2026-03-03", for machines: the day in UTC.
#[must_use]
pub fn iso_day(ms: i64) -> String {
    let at = utc(ms);
    let (month, day) = (u8::from(at.month()), at.day());
    format!("{:04}-{month:02}-{day:02}", at.year())
}

/// "2026-03-03T14:05:00Z", for machines (RFC 3339, whole seconds).
#[must_use]
pub fn rfc3339(ms: i64) -> String {
    let (hour, minute, second) = utc(ms).to_hms();
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", iso_day(ms))
}

/// How long it is since then: "6 days", "1 day", "5 hours", "less than an hour".
#[must_use]
pub fn since(ms: i64, now: i64) -> String {
    let counted = |count: i64, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    match now.saturating_sub(ms) {
        passed if passed < HOUR_MS => "less than an hour".to_owned(),
        passed if passed < DAY_MS => counted(passed / HOUR_MS, "hour"),
        passed => counted(passed / DAY_MS, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 3 March 2026, 14:05:09 UTC.
    const THEN: i64 = 1_772_546_709_000;

    #[test]
    fn machines_read_utc() {
        assert_eq!(iso_day(0), "1970-01-01");
        assert_eq!(rfc3339(THEN), "2026-03-03T14:05:09Z");
        assert_eq!(rfc3339(THEN + 999), "2026-03-03T14:05:09Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59Z");
        assert_eq!(rfc3339(i64::MAX), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn waiting_is_said_in_the_largest_whole_measure() {
        for (passed, words) in [
            (-5, "less than an hour"),
            (0, "less than an hour"),
            (HOUR_MS - 1, "less than an hour"),
            (HOUR_MS, "1 hour"),
            (2 * HOUR_MS, "2 hours"),
            (DAY_MS - 1, "23 hours"),
            (DAY_MS, "1 day"),
            (6 * DAY_MS + HOUR_MS, "6 days"),
            (400 * DAY_MS, "400 days"),
        ] {
            assert_eq!(since(THEN, THEN + passed), words);
        }
    }
}
