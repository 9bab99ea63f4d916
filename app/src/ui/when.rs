//! Times for people. What is stored is UTC; nobody's own time zone is known on the server, so the
//! zone is said wherever a clock time is.

use time::OffsetDateTime;

fn at(ms: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// "3 March 2026".
#[must_use]
pub fn day(ms: i64) -> String {
    let at = at(ms);
    format!("{} {} {}", at.day(), at.month(), at.year())
}

/// "3 March 2026, 14:05 UTC".
#[must_use]
pub fn moment(ms: i64) -> String {
    let at = at(ms);
    format!("{}, {:02}:{:02} UTC", day(ms), at.hour(), at.minute())
}

/// "2026-03-03T14:05:00Z", for machines.
#[must_use]
pub fn iso(ms: i64) -> String {
    let at = at(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

#[cfg(test)]
mod tests {
    use super::{day, iso, moment};

    #[test]
    fn times_read_as_people_and_machines_write_them() {
        let ms = 1_772_546_700_123;
        assert_eq!(day(ms), "3 March 2026");
        assert_eq!(moment(ms), "3 March 2026, 14:05 UTC");
        assert_eq!(iso(ms), "2026-03-03T14:05:00Z");
        assert_eq!(day(0), "1 January 1970");
    }
}
