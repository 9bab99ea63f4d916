//! Turning what a form sends (text, always text) into typed content and back.
//!
//! Every field travels as a list of strings under its key: one for a line of text, several for
//! boxes ticked, month then year for a date, title then address for each link.

use super::content::{Link, PartialDate, Point};

/// A value that a form can ask for.
pub trait Answer: Sized {
    /// The strings a form control shows for this value; empty when not answered.
    fn to_answers(&self) -> Vec<String>;
    /// Reads what was typed. The error is the sentence shown beside the field.
    fn from_answers(answers: &[String]) -> Result<Self, &'static str>;
}

/// Line ends as `\n`, no NUL (PostgreSQL cannot store it) and no other control characters,
/// no white space around.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n' || *c == '\t')
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The same as one line: every stretch of white space becomes one space.
#[must_use]
pub fn one_line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn only(answers: &[String]) -> String {
    answers.first().map(|text| tidy(text)).unwrap_or_default()
}

impl Answer for String {
    fn to_answers(&self) -> Vec<String> {
        if self.is_empty() {
            Vec::new()
        } else {
            vec![self.clone()]
        }
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        Ok(only(answers))
    }
}

impl Answer for Vec<String> {
    fn to_answers(&self) -> Vec<String> {
        self.clone()
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        let mut list: Vec<String> = Vec::new();
        for answer in answers.iter().map(|text| tidy(text)) {
            if !answer.is_empty() && !list.contains(&answer) {
                list.push(answer);
            }
        }
        Ok(list)
    }
}

impl Answer for bool {
    fn to_answers(&self) -> Vec<String> {
        if *self {
            vec!["yes".to_owned()]
        } else {
            Vec::new()
        }
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        match only(answers).as_str() {
            "yes" => Ok(true),
            "" | "no" => Ok(false),
            _ => Err("Tick the box or leave it empty"),
        }
    }
}

impl Answer for Option<u32> {
    fn to_answers(&self) -> Vec<String> {
        self.iter().map(u32::to_string).collect()
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        // "1,200" and "1 200" are how people write it.
        let digits: String = only(answers)
            .chars()
            .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
            .collect();
        if digits.is_empty() {
            return Ok(None);
        }
        digits
            .parse()
            .map(Some)
            .map_err(|_| "Enter a whole number in figures, such as 120")
    }
}

impl Answer for Option<PartialDate> {
    fn to_answers(&self) -> Vec<String> {
        self.iter()
            .flat_map(|date| {
                [
                    date.month.map_or_else(String::new, |m| m.to_string()),
                    date.year.to_string(),
                ]
            })
            .collect()
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        let month = only(answers);
        let year = answers.get(1).map(|text| tidy(text)).unwrap_or_default();
        if month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let year: u16 = year
            .parse()
            .ok()
            .filter(|year| (1900..=2100).contains(year))
            .ok_or("Enter the year with four figures, such as 2019")?;
        let month = match month.as_str() {
            "" => None,
            text => Some(
                text.parse::<u8>()
                    .ok()
                    .filter(|month| (1..=12).contains(month))
                    .ok_or("Choose a month from the list")?,
            ),
        };
        Ok(Some(PartialDate { year, month }))
    }
}

impl Answer for Option<Point> {
    fn to_answers(&self) -> Vec<String> {
        self.iter()
            .map(|point| format!("{}, {}", point.lat, point.lon))
            .collect()
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        const SHAPE: &str = "Enter two numbers, such as 53.41, -2.98";
        let text = only(answers);
        if text.is_empty() {
            return Ok(None);
        }
        let (lat, lon) = text.split_once(',').ok_or(SHAPE)?;
        let degrees = |text: &str, most: f64| {
            text.trim()
                .parse::<f64>()
                .ok()
                .filter(|n| n.abs() <= most)
                .ok_or(SHAPE)
        };
        Ok(Some(Point {
            lat: degrees(lat, 90.0)?,
            lon: degrees(lon, 180.0)?,
        }))
    }
}

impl Answer for Vec<Link> {
    fn to_answers(&self) -> Vec<String> {
        self.iter()
            .flat_map(|link| [link.title.clone(), link.url.clone()])
            .collect()
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        Ok(answers
            .chunks(2)
            .map(|pair| Link {
                title: only(pair),
                url: pair.get(1).map(|text| tidy(text)).unwrap_or_default(),
            })
            .filter(|link| !(link.title.is_empty() && link.url.is_empty()))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;
    use crate::content::{Link, PartialDate, Point};

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn text_loses_control_characters_and_windows_line_ends() {
        let text = String::from_answers(&strings(&[" a\0b\r\nc\u{7} "])).unwrap();
        assert_eq!(text, "ab\nc");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(
            Option::<u32>::from_answers(&strings(&["1,200"])),
            Ok(Some(1200))
        );
        assert_eq!(Option::<u32>::from_answers(&strings(&[""])), Ok(None));
        assert!(Option::<u32>::from_answers(&strings(&["about 40"])).is_err());
        assert!(Option::<u32>::from_answers(&strings(&["-3"])).is_err());
    }

    #[test]
    fn dates_need_a_year_and_may_lack_a_month() {
        let read =
            |month: &str, year: &str| Option::<PartialDate>::from_answers(&strings(&[month, year]));
        assert_eq!(
            read("", "2019"),
            Ok(Some(PartialDate {
                year: 2019,
                month: None
            }))
        );
        assert_eq!(
            read("5", "2019"),
            Ok(Some(PartialDate {
                year: 2019,
                month: Some(5)
            }))
        );
        assert_eq!(read("", ""), Ok(None));
        assert!(read("5", "").is_err());
        assert!(read("13", "2019").is_err());
        assert!(read("5", "19").is_err());
    }

    #[test]
    fn places_are_two_numbers_on_the_globe() {
        let read = |text: &str| Option::<Point>::from_answers(&strings(&[text]));
        assert_eq!(
            read("53.41, -2.98"),
            Ok(Some(Point {
                lat: 53.41,
                lon: -2.98
            }))
        );
        assert!(read("91, 0").is_err());
        assert!(read("NaN, 0").is_err());
        assert!(read("Liverpool").is_err());
    }

    #[test]
    fn links_come_in_pairs_and_empty_pairs_are_dropped() {
        let links =
            Vec::<Link>::from_answers(&strings(&["Report", "https://a.example/", "", "", "Film"]))
                .unwrap();
        assert_eq!(links.len(), 2);
        assert_eq!(
            links[0].to_owned(),
            Link {
                title: "Report".into(),
                url: "https://a.example/".into()
            }
        );
        assert_eq!(links[1].url, "");
    }

    #[test]
    fn lists_drop_blanks_and_repeats() {
        assert_eq!(
            Vec::<String>::from_answers(&strings(&["a", "", "a", "b"])).unwrap(),
            ["a", "b"]
        );
    }
}
