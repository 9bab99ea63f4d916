//! Times as people read them: in the zone of the installation. What is stored, and what programs read, is UTC.
//!
//! An installation has one zone, so the process has one: it is set once at the start, before anything is shown,
//! and never after. It is London's unless a setting says otherwise.

use super::content::MONTHS;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::sync::OnceLock;

const UNLESS_SET: &str = "Europe/London";

static INSTALLED: OnceLock<Zone> = OnceLock::new();

/// A time zone, with every change of its clocks that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name in the list of IANA, such as "Europe/London"; none where there is no such.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name.trim()).ok().map(Self)
    }

    fn at(&self, ms: i64) -> DateTime {
        // Only a damaged row holds a time that no calendar has.
        let then = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
        self.0.to_datetime(then)
    }

    /// "3 March 2026".
    #[must_use]
    pub fn day(&self, ms: i64) -> String {
        let at = self.at(ms);
        let (year, month) = month_of(at);
        format!("{} {month} {year}", at.day())
    }

    /// "2026-03-03": the same day, for machines that read along.
    #[must_use]
    pub fn iso_day(&self, ms: i64) -> String {
        let at = self.at(ms);
        format!("{:04}-{:02}-{:02}", at.year(), at.month(), at.day())
    }

    /// "2:05 pm". Nobody has to think which of two midnights "12:00 am" is.
    #[must_use]
    pub fn clock(&self, ms: i64) -> String {
        let at = self.at(ms);
        let (hour, half) = match at.hour() {
            0 if at.minute() == 0 => return "midnight".to_owned(),
            12 if at.minute() == 0 => return "midday".to_owned(),
            0 => (12, "am"),
            hour @ 1..=11 => (hour, "am"),
            12 => (12, "pm"),
            hour => (hour - 12, "pm"),
        };
        format!("{hour}:{:02} {half}", at.minute())
    }

    /// "3 March 2026, 2:05 pm".
    #[must_use]
    pub fn moment(&self, ms: i64) -> String {
        format!("{}, {}", self.day(ms), self.clock(ms))
    }

    /// When it is 8 am on the day of this time. Where the clocks skip that hour or have it twice, it is the first
    /// moment that reads so.
    #[must_use]
    pub fn morning(&self, ms: i64) -> i64 {
        let eight = self.at(ms).date().at(8, 0, 0, 0);
        self.0
            .to_timestamp(eight)
            .map_or(i64::MAX, |then| then.as_millisecond())
    }

    /// Year and name of the month.
    #[must_use]
    pub fn month(&self, ms: i64) -> (i32, &'static str) {
        month_of(self.at(ms))
    }

    /// The moment of this day and time here; of an hour that comes twice, the first. None where the clock skips it
    /// or no calendar has it.
    pub(super) fn moment_of(&self, day: (i16, i8, i8), hour: i8, minute: i8) -> OnClock {
        let (year, month, day) = day;
        let Ok(at) = DateTime::new(year, month, day, hour, minute, 0, 0) else {
            return OnClock::NoSuchDay;
        };
        let found = self.0.to_ambiguous_timestamp(at);
        if matches!(found.offset(), AmbiguousOffset::Gap { .. }) {
            return OnClock::Skipped;
        }
        found.earlier().map_or(OnClock::NoSuchDay, |then| {
            OnClock::At(then.as_millisecond())
        })
    }
}

/// What the clock of a zone says of a day and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnClock {
    At(i64),
    /// The clocks go forward over it.
    Skipped,
    /// Such as 31 February.
    NoSuchDay,
}

impl Default for Zone {
    fn default() -> Self {
        Self::named(UNLESS_SET).unwrap_or(Self(TimeZone::UTC))
    }
}

fn month_of(at: DateTime) -> (i32, &'static str) {
    let month = usize::try_from(at.month()).unwrap_or(1);
    (i32::from(at.year()), MONTHS[month - 1])
}

/// Makes this the zone of the installation, for good. `false` when another one was set, or shown, before.
#[must_use]
pub fn install(zone: Zone) -> bool {
    INSTALLED.get_or_init(|| zone.clone()) == &zone
}

pub(super) fn installed() -> &'static Zone {
    INSTALLED.get_or_init(Zone::default)
}

/// "3 March 2026".
#[must_use]
pub fn day(ms: i64) -> String {
    installed().day(ms)
}

/// "2026-03-03": [`day`] for machines that read along. Data says the day in UTC: [`super::dates::iso_day`].
#[must_use]
pub fn local_iso_day(ms: i64) -> String {
    installed().iso_day(ms)
}

/// "2:05 pm".
#[must_use]
pub fn clock(ms: i64) -> String {
    installed().clock(ms)
}

/// "3 March 2026, 2:05 pm".
#[must_use]
pub fn moment(ms: i64) -> String {
    installed().moment(ms)
}

/// When it is 8 am on the day of this time.
#[must_use]
pub fn morning(ms: i64) -> i64 {
    installed().morning(ms)
}

/// Year and name of the month.
#[must_use]
pub fn month(ms: i64) -> (i32, &'static str) {
    installed().month(ms)
}

#[cfg(test)]
mod tests {
    use super::{Zone, day, install, moment};

    // 3 March 2026, 14:05:09 UTC.
    const THEN: i64 = 1_772_546_709_000;
    const HOUR: i64 = 60 * 60 * 1000;

    fn zone(name: &str) -> Zone {
        Zone::named(name).expect(name)
    }

    #[test]
    fn times_read_as_people_write_them() {
        let london = zone("Europe/London");
        assert_eq!(london.day(THEN), "3 March 2026");
        assert_eq!(london.iso_day(THEN), "2026-03-03");
        assert_eq!(london.clock(THEN), "2:05 pm");
        assert_eq!(london.moment(THEN), "3 March 2026, 2:05 pm");
        assert_eq!(london.month(THEN), (2026, "March"));
        assert_eq!(zone("Asia/Kolkata").moment(THEN), "3 March 2026, 7:35 pm");
        assert_eq!(
            zone("Pacific/Auckland").moment(THEN),
            "4 March 2026, 3:05 am"
        );
        assert_eq!(
            zone("America/New_York").moment(THEN),
            "3 March 2026, 9:05 am"
        );
        assert_eq!(zone("UTC").day(i64::MAX), "1 January 1970");
        assert_eq!(zone("UTC").day(i64::MIN), "1 January 1970");
    }

    #[test]
    fn noon_and_midnight_have_names_and_the_hours_beside_them_have_not() {
        let utc = zone("UTC");
        let midnight = THEN - THEN.rem_euclid(24 * HOUR);
        for (minutes, words) in [
            (0, "midnight"),
            (1, "12:01 am"),
            (60, "1:00 am"),
            (11 * 60 + 59, "11:59 am"),
            (12 * 60, "midday"),
            (12 * 60 + 1, "12:01 pm"),
            (13 * 60, "1:00 pm"),
            (24 * 60 - 1, "11:59 pm"),
        ] {
            assert_eq!(utc.clock(midnight + minutes * 60_000), words);
        }
    }

    #[test]
    fn clocks_change_twice_a_year_and_with_them_the_day() {
        let london = zone("Europe/London");
        // 30 June 2026, 23:30 UTC is July in London, and 31 December 23:30 is still December.
        let (summer, winter) = (1_782_862_200_000, 1_798_759_800_000);
        assert_eq!(london.moment(summer), "1 July 2026, 12:30 am");
        assert_eq!(london.month(summer), (2026, "July"));
        assert_eq!(london.iso_day(summer), "2026-07-01");
        assert_eq!(london.moment(winter), "31 December 2026, 11:30 pm");
        // The clocks went forward on 29 March 2026 at 01:00 UTC: one minute after 12:59 am it was 2 am.
        let forward = 1_774_746_000_000;
        assert_eq!(london.clock(forward - 60_000), "12:59 am");
        assert_eq!(london.clock(forward), "2:00 am");
        // And back on 25 October: 1:30 am came twice.
        let back = 1_792_890_000_000;
        assert_eq!(london.clock(back - 30 * 60_000), "1:30 am");
        assert_eq!(london.clock(back + 30 * 60_000), "1:30 am");
    }

    #[test]
    fn eight_in_the_morning_is_eight_whatever_the_clocks_do() {
        let london = zone("Europe/London");
        // Noon UTC of the day before, the day of, and the day after each change of the clocks in 2026.
        let forward = 1_774_742_400_000 + 12 * HOUR;
        let back = 1_792_886_400_000 + 12 * HOUR;
        for noon in [forward, back] {
            for day in [-1, 0, 1] {
                let at = noon + day * 24 * HOUR;
                let morning = london.morning(at);
                assert_eq!(london.clock(morning), "8:00 am");
                assert_eq!(london.day(morning), london.day(at));
                // Of any moment of that day.
                assert_eq!(london.morning(morning - 7 * HOUR), morning);
                assert_eq!(london.morning(morning + 15 * HOUR), morning);
            }
        }
        assert_eq!(
            london.morning(forward) - london.morning(forward - 24 * HOUR),
            23 * HOUR
        );
        assert_eq!(
            london.morning(back) - london.morning(back - 24 * HOUR),
            25 * HOUR
        );
        assert_eq!(
            zone("Asia/Kolkata").clock(zone("Asia/Kolkata").morning(THEN)),
            "8:00 am"
        );
    }

    #[test]
    fn what_is_no_zone_is_none() {
        for odd in [
            "",
            "London",
            "Europe/Lundin",
            "GMT+25",
            "../etc/passwd",
            "12:30",
        ] {
            assert_eq!(Zone::named(odd), None, "{odd}");
        }
        assert_eq!(Zone::named(" europe/london "), Some(zone("Europe/London")));
    }

    #[test]
    fn the_installation_has_the_zone_it_had_first() {
        assert_eq!(moment(THEN), "3 March 2026, 2:05 pm");
        assert!(install(Zone::default()));
        assert!(!install(zone("Pacific/Auckland")));
        assert_eq!(day(THEN), "3 March 2026");
    }
}
