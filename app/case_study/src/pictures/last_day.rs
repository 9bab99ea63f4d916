//! The last day on which a photograph may be shown, as people write it.

use crate::local_time::{OnClock, installed};
use crate::typed_dates::month_of_name;

/// A day as `2027-12-31`, where what was typed can be read as one; else as it was typed.
pub(super) fn read(typed: &str) -> String {
    if iso(typed).is_some() {
        return typed.to_owned();
    }
    let lower = typed.to_lowercase();
    let words: Vec<&str> = lower
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let read = match words[..] {
        [day, month, year] => {
            let day = day.trim_end_matches(|letter: char| letter.is_alphabetic());
            let written = month_of_name(month).and_then(|month| {
                Some(format!(
                    "{:04}-{month:02}-{:02}",
                    year.parse::<u16>().ok()?,
                    day.parse::<u8>().ok()?
                ))
            });
            written.filter(|day| iso(day).is_some())
        }
        _ => None,
    };
    read.unwrap_or_else(|| typed.to_owned())
}

pub(super) fn iso(text: &str) -> Option<(i16, i8, i8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    let day = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    matches!(installed().moment_of(day, 12, 0), OnClock::At(_)).then_some(day)
}
