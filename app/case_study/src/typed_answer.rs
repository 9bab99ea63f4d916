//! Turning what a form sends (text, always text) into typed content and back.
//!
//! Every field travels as a list of strings under its key: one for a line of text, several for
//! boxes ticked, title then address for each link.

use super::content::{Link, PartialDate, Point};
use super::numbers::{read_count, read_position};
use super::text_input::{one_line, tidy, web_address};
use super::typed_dates::{read_date, read_month_and_year};
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
        self.iter().map(|date| date.to_text()).collect()
    }

    fn from_answers(answers: &[String]) -> Result<Self, &'static str> {
        match answers {
            [] => Ok(None),
            [text] => read_date(text),
            [month, year, ..] => read_month_and_year(month, year),
        }
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
                    .map(|text| whole_web_address(text))
                    .unwrap_or_default(),
            })
            .filter(|link| !(link.title.is_empty() && link.url.is_empty()))
            .collect())
    }
}

/// Endings of files, which are no ends of a host.
const FILES: [&str; 16] = [
    "pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png",
    "zip", "mp3", "mp4",
];

/// An address on the web as people write it: what begins like a host ("www.museum.example/report") gets the
/// `https://` that browsers hide. Everything else stays as it is, to be judged.
#[must_use]
pub fn whole_web_address(text: &str) -> String {
    let text = web_address(text);
    if begins_with_a_host(&text) {
        format!("https://{text}")
    } else {
        text
    }
}

fn begins_with_a_host(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let host = &text[..end];
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    let labels: Vec<&str> = host.split('.').collect();
    let Some(last) = labels.last() else {
        return false;
    };
    // A file without its folder is no page.
    let is_file = end == text.len() && FILES.contains(&last.to_lowercase().as_str());
    labels.len() > 1
        && labels.iter().all(|label| is_label(label))
        && last.chars().count() > 1
        && last.chars().all(char::is_alphabetic)
        && !is_file
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{Answer, whole_web_address};
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
        ] {
            let read = Option::<PartialDate>::from_answers(std::slice::from_ref(&year));
            assert_eq!(read.is_ok(), fine, "{year}");
            let read = Option::<PartialDate>::from_answers(&[String::new(), year.clone()]);
            assert_eq!(read.is_ok(), fine, "{year}");
        }
    }

    #[test]
    fn an_address_without_its_scheme_gets_it() {
        for (typed, read) in [
            ("www.museum.example", "https://www.museum.example"),
            (
                " museum.example/report.pdf ",
                "https://museum.example/report.pdf",
            ),
            ("museum.org.uk?page=2", "https://museum.org.uk?page=2"),
            ("m\u{fc}zeum.example", "https://m\u{fc}zeum.example"),
            ("https://museum.example/", "https://museum.example/"),
            ("http://museum.example/", "http://museum.example/"),
        ] {
            assert_eq!(whole_web_address(typed), read);
            assert!(crate::validation::is_web_address(read), "{read}");
        }
        for typed in [
            "",
            "ask us",
            "report.pdf",
            "museum",
            "ana@museum.example",
            "javascript:alert(1)",
            "mailto:ana@museum.example",
            "//museum.example",
            "ftp://museum.example",
            "3.5",
            "see www.museum.example",
            "..example",
        ] {
            assert_eq!(whole_web_address(typed), typed);
            assert!(!crate::validation::is_web_address(typed), "{typed}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(
            Option::<u32>::from_answers(&strings(&["1,200"])),
            Ok(Some(1200))
        );
        assert_eq!(Option::<u32>::from_answers(&strings(&[""])), Ok(None));
        assert_eq!(
            Option::<u32>::from_answers(&strings(&["about 40"])),
            Ok(Some(40))
        );
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
        assert_eq!(
            Option::<PartialDate>::from_answers(&strings(&["May 2019"])),
            read("5", "2019")
        );
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
