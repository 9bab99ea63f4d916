//! The map of the site for search engines, and what they should leave alone.

use super::xml;

use case_study::dates::iso_day;
use std::io;

/// What the protocol allows in one file. The newest cases come first, and the oldest of a very large
/// bank are left out.
const MOST: usize = 50_000;

/// The pages that are worth finding: those of the site that are always there, `ways` in from the root
/// of the site, and `cases` by their slugs with their last change. The words of the first change with
/// the program, so they carry no date.
pub fn sitemap(
    always: &[&str],
    cases: &[(String, i64)],
    ways: &[String],
    public_url: &str,
) -> io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            let most = MOST.saturating_sub(always.len());
            let ways = ways.iter().map(String::as_str).take(most);
            let pages: Vec<&str> = always.iter().copied().chain(ways).collect();
            for page in &pages {
                xml.create_element("url").write_inner_content(|xml| {
                    xml::text(xml, "loc", &format!("{public_url}{page}"))
                })?;
            }
            for (slug, changed) in cases.iter().take(MOST.saturating_sub(pages.len())) {
                xml.create_element("url").write_inner_content(|xml| {
                    xml::text(xml, "loc", &paths::case_study_url(public_url, slug))?;
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
    use super::{robots, sitemap};

    const PAGES: [&str; 2] = ["/", "/themes"];

    #[test]
    fn every_case_is_listed_with_its_last_change() {
        let xml = sitemap(
            &PAGES,
            &[("tea".into(), 0), ("cake".into(), 1_795_198_662_123)],
            &["/themes/carers".into()],
            "https://bank.example",
        )
        .unwrap();
        assert!(
            xml.contains("<loc>https://bank.example/case-studies/cake</loc>"),
            "{xml}"
        );
        assert!(xml.contains("<lastmod>2026-11-20</lastmod>"), "{xml}");
        assert!(
            xml.contains("<loc>https://bank.example/themes/carers</loc>"),
            "{xml}"
        );
        assert_eq!(xml.matches("<url>").count(), PAGES.len() + 3, "{xml}");
    }

    #[test]
    fn a_large_bank_stays_within_what_the_protocol_allows() {
        let cases: Vec<(String, i64)> = (0..50_000).map(|n| (format!("case-{n}"), 0)).collect();
        let ways = vec!["/themes/carers".to_owned(); 3];
        let xml = sitemap(&PAGES, &cases, &ways, "https://bank.example").unwrap();
        assert_eq!(xml.matches("<url>").count(), 50_000);
        let last = 50_000 - PAGES.len() - 3 - 1;
        assert!(xml.contains(&format!("/case-{last}</loc>")) && !xml.contains("/case-49999</loc>"));
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
