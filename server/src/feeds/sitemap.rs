//! The map of the site for search engines, and what they should leave alone.

use super::xml;
use app::browse::words::iso_day;
use std::io;

/// Pages that are always there. Their words change with the program, so they carry no date.
const PAGES: [&str; 11] = [
    "/",
    "/case-studies",
    "/themes",
    "/audiences",
    "/museums",
    "/impact",
    "/about-evidence",
    "/open-data",
    "/submit",
    "/accessibility",
    "/privacy",
];

/// What the protocol allows in one file; the newest come first.
const MOST: usize = 50_000 - PAGES.len();

/// All public pages; `cases` are slugs with their last change.
pub fn sitemap(cases: &[(String, i64)], public_url: &str) -> io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            for page in PAGES {
                xml.create_element("url").write_inner_content(|xml| {
                    xml::text(xml, "loc", &format!("{public_url}{page}"))
                })?;
            }
            for (slug, changed) in cases.iter().take(MOST) {
                xml.create_element("url").write_inner_content(|xml| {
                    xml::text(xml, "loc", &format!("{public_url}/case-studies/{slug}"))?;
                    xml::text(xml, "lastmod", &iso_day(*changed))
                })?;
            }
            Ok(())
        })?;
    xml::finish(document)
}

/// Everything may be read but drafts, private links, accounts and the moderators' side.
pub fn robots(public_url: &str) -> String {
    format!(
        "User-agent: *\n\
         Disallow: /account\n\
         Disallow: /moderate\n\
         Disallow: /submit/\n\
         Disallow: /track/\n\
         \n\
         Sitemap: {public_url}/sitemap.xml\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{PAGES, robots, sitemap};

    #[test]
    fn every_case_is_listed_with_its_last_change() {
        let xml = sitemap(
            &[("tea".into(), 0), ("cake".into(), 1_795_198_662_123)],
            "https://bank.example",
        )
        .unwrap();
        assert!(
            xml.contains("<loc>https://bank.example/case-studies/cake</loc>"),
            "{xml}"
        );
        assert!(xml.contains("<lastmod>2026-11-20</lastmod>"), "{xml}");
        assert_eq!(xml.matches("<url>").count(), PAGES.len() + 2, "{xml}");
    }

    #[test]
    fn robots_are_told_where_not_to_go() {
        let text = robots("https://bank.example");
        assert!(
            text.contains("Disallow: /track/\n")
                && text.ends_with("Sitemap: https://bank.example/sitemap.xml\n"),
            "{text}"
        );
    }
}
