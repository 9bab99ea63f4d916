//! The map of the site for search engines, and what they should leave alone.
//!
//! A small bank's map is one file. A larger one's is a list of parts, each small enough to be kept whole in memory: the
//! pages of the site and the ways in, and the cases by ranges of their numbers, so that what is published changes the
//! last part and no other. The parts lie at the same address with a number behind it, because a map may only name what
//! lies below its own folder.

use super::xml;
use super::xml::Xml;

use case_study::dates::iso_day;
use std::collections::BTreeMap;
use std::io;

/// Addresses in a part. The protocol allows 50,000 and 50 MB (<https://www.sitemaps.org/protocol.html>); with the longest
/// slugs so many stay below the megabyte up to which an answer is kept.
pub const MOST: usize = 2_500;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A case as the map names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number in the database.
    pub id: i64,
    pub slug: String,
    /// When it last changed in public, in milliseconds since 1970.
    pub changed: i64,
}

/// Everything worth finding: pages by their paths, and cases. The words of pages change with the program, so they carry
/// no date.
pub struct Map<'a> {
    pub pages: Vec<&'a str>,
    pub cases: &'a [Case],
    pub public_url: &'a str,
}

impl Map<'_> {
    /// The file with this number, from 1: the whole map or the list of its parts, then the parts. `None` where there
    /// is no such part.
    pub fn file(&self, number: u64) -> io::Result<Option<String>> {
        let is_small = self.pages.len() + self.cases.len() <= MOST;
        match (number, is_small) {
            (1, true) => {
                let cases: Vec<&Case> = self.cases.iter().collect();
                self.urls(&self.pages, &cases).map(Some)
            }
            (1, false) => self.list().map(Some),
            (_, true) => Ok(None),
            (_, false) => self.part(number),
        }
    }

    fn part(&self, number: u64) -> io::Result<Option<String>> {
        let part = Part::of(number);
        let pages: &[&str] = match part {
            Part::Pages(at) => self.pages.chunks(MOST).nth(at).unwrap_or_default(),
            Part::Cases(_) => &[],
        };
        let cases: Vec<&Case> = self
            .cases
            .iter()
            .filter(|case| Part::Cases(range_of(case)) == part)
            .collect();
        if pages.is_empty() && cases.is_empty() {
            return Ok(None);
        }
        self.urls(pages, &cases).map(Some)
    }

    fn list(&self) -> io::Result<String> {
        let mut ranges: BTreeMap<usize, i64> = BTreeMap::new();
        for case in self.cases {
            let newest = ranges.entry(range_of(case)).or_default();
            *newest = case.changed.max(*newest);
        }
        let of_pages = (0..self.pages.len().div_ceil(MOST)).map(|at| (Part::Pages(at), None));
        let of_cases = ranges
            .into_iter()
            .map(|(at, newest)| (Part::Cases(at), Some(newest)));
        let mut document = xml::document()?;
        document
            .create_element("sitemapindex")
            .with_attribute(("xmlns", NAMESPACE))
            .write_inner_content(|xml| {
                for (part, changed) in of_pages.chain(of_cases) {
                    let address = format!(
                        "{}{}?page={}",
                        self.public_url,
                        paths::SITEMAP,
                        part.number()
                    );
                    entry(xml, "sitemap", &address, changed)?;
                }
                Ok(())
            })?;
        xml::finish(document)
    }

    fn urls(&self, pages: &[&str], cases: &[&Case]) -> io::Result<String> {
        let mut document = xml::document()?;
        document
            .create_element("urlset")
            .with_attribute(("xmlns", NAMESPACE))
            .write_inner_content(|xml| {
                for page in pages {
                    entry(xml, "url", &format!("{}{page}", self.public_url), None)?;
                }
                for case in cases {
                    let address = paths::case_study_url(self.public_url, &case.slug);
                    entry(xml, "url", &address, Some(case.changed))?;
                }
                Ok(())
            })?;
        xml::finish(document)
    }
}

fn entry(xml: &mut Xml, name: &str, address: &str, changed: Option<i64>) -> io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        xml::text(xml, "loc", address)?;
        match changed {
            Some(changed) => xml::text(xml, "lastmod", &iso_day(changed)),
            None => Ok(()),
        }
    })?;
    Ok(())
}

/// A part of a large map. Both kinds count from 0 and neither moves the numbers of the other: pages have odd numbers and
/// cases even ones, after the list itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Pages(usize),
    Cases(usize),
}

impl Part {
    fn of(number: u64) -> Self {
        let at = usize::try_from(number.saturating_sub(2) / 2).unwrap_or(usize::MAX);
        if number.is_multiple_of(2) {
            Self::Cases(at)
        } else {
            Self::Pages(at)
        }
    }

    const fn number(self) -> u64 {
        match self {
            Self::Cases(at) => 2 * at as u64 + 2,
            Self::Pages(at) => 2 * at as u64 + 3,
        }
    }
}

/// The part in which a case stands: by its number, so that it stays there.
fn range_of(case: &Case) -> usize {
    usize::try_from(case.id).unwrap_or_default() / MOST
}

/// Everything may be read but drafts, private links, accounts and the moderators' side.
pub fn robots(public_url: &str) -> String {
    format!(
        "User-agent: *\n\
         Disallow: /account\n\
         Disallow: /ask/\n\
         Disallow: /moderate\n\
         Disallow: /submit/\n\
         Disallow: /track/\n\
         \n\
         Sitemap: {public_url}/sitemap.xml\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{Case, MOST, Map, Part, robots};

    const PAGES: [&str; 3] = ["/", "/themes", "/themes/carers"];

    fn cases(count: i64) -> Vec<Case> {
        (1..=count)
            .map(|id| Case {
                id,
                slug: format!("case-{id}"),
                changed: 1_795_198_662_123,
            })
            .collect()
    }

    fn map<'a>(pages: &[&'a str], cases: &'a [Case]) -> Map<'a> {
        Map {
            pages: pages.to_vec(),
            cases,
            public_url: "https://bank.example",
        }
    }

    #[test]
    fn every_case_of_a_small_bank_is_listed_with_its_last_change() {
        let cases = cases(2);
        let map = map(&PAGES, &cases);
        let xml = map.file(1).unwrap().unwrap();
        for part in [
            "<loc>https://bank.example/case-studies/case-2</loc>",
            "<lastmod>2026-11-20</lastmod>",
            "<loc>https://bank.example/themes/carers</loc>",
        ] {
            assert!(xml.contains(part), "{part}: {xml}");
        }
        assert_eq!(xml.matches("<url>").count(), PAGES.len() + 2, "{xml}");
        assert_eq!(map.file(2).unwrap(), None);
    }

    #[test]
    fn a_large_bank_is_listed_in_parts_and_each_case_once() {
        let cases = cases(2 * MOST as i64 + 10);
        let map = map(&PAGES, &cases);
        let list = map.file(1).unwrap().unwrap();
        assert!(list.contains("<sitemapindex"), "{list}");
        let numbers: Vec<u64> = list
            .split("?page=")
            .skip(1)
            .filter_map(|rest| rest.split('<').next()?.parse().ok())
            .collect();
        assert_eq!(numbers, [3, 2, 4, 6]);
        let (mut pages, mut listed) = (0, 0);
        for number in numbers {
            let part = map.file(number).unwrap().unwrap();
            let here = part.matches("<url>").count();
            assert!(here <= MOST, "{number} has {here}");
            listed += part.matches("/case-studies/").count();
            pages += here - part.matches("/case-studies/").count();
        }
        assert_eq!((pages, listed), (PAGES.len(), cases.len()));
        for number in [5, 8, u64::MAX] {
            assert_eq!(map.file(number).unwrap(), None, "{number}");
        }
    }

    #[test]
    fn the_largest_part_is_kept() {
        // Up to here an answer is kept in memory.
        const KEPT: usize = 1_000_000;
        let slug = "x".repeat(case_study::vocabulary::slugs::LONGEST_SLUG);
        let cases: Vec<Case> = (1..=MOST as i64)
            .map(|id| Case {
                slug: slug.clone(),
                id,
                changed: 0,
            })
            .collect();
        let xml = map(&[], &cases).file(1).unwrap().unwrap();
        assert!(xml.len() < KEPT, "{}", xml.len());
    }

    #[test]
    fn a_part_is_found_by_its_number() {
        for at in [0, 1, 7] {
            for part in [Part::Pages(at), Part::Cases(at)] {
                assert!(part.number() > 1);
                assert_eq!(Part::of(part.number()), part);
            }
        }
    }

    #[test]
    fn robots_are_told_where_not_to_go() {
        let text = robots("https://bank.example");
        assert!(
            text.contains("Disallow: /track/\n")
                && text.contains("Disallow: /ask/\n")
                && text.ends_with("Sitemap: https://bank.example/sitemap.xml\n"),
            "{text}"
        );
    }
}
