//! Turning what a form sends (text, always text) into typed content and back.
//!
//! Every field travels as a list of strings under its key: one for a line of text, several for
//! boxes ticked, month then year for a date, title then address for each link.

use super::content::{Link, PartialDate, Point};
use super::dates;
use super::numbers::{read_count, read_position};
use super::text_input::{one_line, plain, tidy, web_address};
use std::collections::HashSet;

/// A value that a form can ask for.
pub trait Answer: Sized {
    /// The strings a form control shows for this value; empty when not answered.
    fn to_answers(&self) -> Vec<String>;
    /// Reads what was typed. The error is the sentence shown beside the field.
    fn from_answers(answers: &[String]) -> Result<Self, &'static str>;
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
        let mut seen = HashSet::new();
        let mut list: Vec<String> = answers.iter().map(|text| tidy(text)).collect();
        // A file may hold any number of them.
        list.retain(|answer| !answer.is_empty() && seen.insert(answer.clone()));
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
        answers.first().map_or(Ok(None), |text| read_count(text))
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
        let part = |at: usize| answers.get(at).map(|text| plain(text)).unwrap_or_default();
        let (month, year) = (part(0), part(1));
        if month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let year: u16 = Some(year)
            .filter(|year| year.len() == 4 && figures(year))
            .and_then(|year| year.parse().ok())
            .ok_or("Enter the year with four digits, such as 2019")?;
        if !dates::years(dates::this_year()).contains(&year) {
            return Err(dates::OUT_OF_RANGE);
        }
        let month = match month.as_str() {
            "" => None,
            text => Some(
                text.parse::<u8>()
                    .ok()
                    .filter(|month| figures(text) && (1..=12).contains(month))
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
        let position = answers
            .first()
            .map_or(Ok(None), |text| read_position(text))?;
        Ok(position.map(|(lat, lon)| Point { lat, lon }))
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
                title: pair.first().map(|text| one_line(text)).unwrap_or_default(),
                url: pair
                    .get(1)
                    .map(|text| web_address(text))
                    .unwrap_or_default(),
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
    fn years_lie_between_1800_and_ten_years_hence() {
        let this_year = crate::dates::this_year();
        for (year, fine) in [
            ("1799".to_owned(), false),
            ("1800".to_owned(), true),
            ((this_year + 10).to_string(), true),
            ((this_year + 11).to_string(), false),
            ("9999".to_owned(), false),
            ("+200".to_owned(), false),
            ("02019".to_owned(), false),
            ("\u{200b}2019 ".to_owned(), true),
        ] {
            let read = Option::<PartialDate>::from_answers(&[String::new(), year.clone()]);
            assert_eq!(read.is_ok(), fine, "{year}");
        }
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
