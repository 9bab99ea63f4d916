//! Times as harvesters write them: a day or a second, in UTC.

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time};

/// How exact a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Day,
    Second,
}

/// The first and the last millisecond that a time stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub first: i64,
    pub last: i64,
    pub grain: Grain,
}

/// Reads `2026-11-20` or `2026-11-20T18:17:42Z`, and nothing else.
#[must_use]
pub fn read(text: &str) -> Option<Span> {
    if text.len() == 10 {
        let day = Date::parse(text, format_description!("[year]-[month]-[day]")).ok()?;
        let first = ms(day.with_time(Time::MIDNIGHT).assume_utc());
        return Some(Span {
            first,
            last: first + 86_399_999,
            grain: Grain::Day,
        });
    }
    // RFC 3339 allows more than the protocol: other zones, parts of seconds, small letters.
    if text.len() != 20 || !text.ends_with('Z') || text.as_bytes().get(10) != Some(&b'T') {
        return None;
    }
    let first = ms(OffsetDateTime::parse(text, &Rfc3339).ok()?);
    Some(Span {
        first,
        last: first + 999,
        grain: Grain::Second,
    })
}

fn ms(at: OffsetDateTime) -> i64 {
    at.unix_timestamp() * 1000
}

#[cfg(test)]
mod tests {
    use super::{Grain, read};

    #[test]
    fn days_and_seconds_are_read() {
        let day = read("1970-01-02").unwrap();
        assert_eq!(
            (day.first, day.last, day.grain),
            (86_400_000, 172_799_999, Grain::Day)
        );
        let second = read("1970-01-01T00:00:01Z").unwrap();
        assert_eq!(
            (second.first, second.last, second.grain),
            (1000, 1999, Grain::Second)
        );
    }

    #[test]
    fn nothing_else_is() {
        for odd in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-1-1",
            "2026-11-20T18:17Z",
            "2026-11-20T18:17:42",
            "2026-11-20T18:17:42+01:00",
            "2026-11-20t18:17:42z",
            "2026-11-20 18:17:42Z",
            "2026-11-20T25:00:00Z",
            "yesterday00",
            "\u{661}\u{661}\u{661}\u{661}\u{661}",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
