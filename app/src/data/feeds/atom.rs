//! The feed of new case studies (RFC 4287), a page at a time (RFC 5005), with what has gone (RFC 6721).

use super::xml;
use super::xml::Xml;
use crate::list_query::ListQuery;
use crate::list_query::heading::in_short;
use crate::web::ids::Ids;

use crate::formats::citation::author;
use crate::ui::SITE_NAME;
use crate::web::pictures;
use case_study::Vocabulary;
use case_study::dates::{iso_day, rfc3339};
use case_study::declarations::LICENCE;
use std::io;
use store::cases::PublicCase;
use store::dated_ahead::told;
use store::departures::Departed;

/// When this bank's ids began to be given out: part of every id, so it never changes.
const IDS_SINCE: &str = "2026";

/// What a feed is of, and where it stands: addresses from the root of the site.
pub struct Subject {
    title: String,
    /// Its first page.
    feed: String,
    page: String,
}

impl Subject {
    /// The list as it was asked for.
    pub fn list(query: &ListQuery) -> Self {
        let title = match in_short(query) {
            None => format!("{SITE_NAME}: new case studies"),
            Some(choices) => xml::clean(&format!("{SITE_NAME}: {choices}")),
        };
        let first = query.at_page(1);
        Self {
            title,
            feed: first.href_under(paths::ATOM),
            page: first.href(),
        }
    }

    /// What a museum has in the bank.
    pub fn museum(slug: &str, name: &str) -> Self {
        Self {
            title: xml::clean(&format!("{SITE_NAME}: {name}")),
            feed: paths::museum_feed(slug),
            page: paths::museum(slug),
        }
    }

    /// A page of the feed.
    fn at_page(&self, page: u64) -> String {
        let join = if self.feed.contains('?') { '&' } else { '?' };
        match page {
            0 | 1 => self.feed.clone(),
            later => format!("{}{join}page={later}", self.feed),
        }
    }
}

/// A page of a feed.
pub struct FeedPage<'a> {
    pub subject: &'a Subject,
    /// The newest first.
    pub cases: &'a [PublicCase],
    /// What has gone from there, said on the first page: that is the one that is asked for again.
    pub gone: &'a [Departed],
    /// Counts from 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

/// What every feed of this bank needs to know.
pub struct Site<'a> {
    pub public_url: &'a str,
    pub ids: &'a Ids,
    /// What is dated later is told as of now.
    pub now: i64,
}

/// The page as a document.
pub fn feed(page: &FeedPage<'_>, site: &Site<'_>) -> io::Result<String> {
    let mut document = xml::document()?;
    let subject = page.subject;
    // A feed without entries changed when it began.
    let updated = page
        .cases
        .iter()
        .map(|case| case.updated_at)
        .chain(page.gone.iter().map(|gone| gone.at))
        .max()
        .unwrap_or_default();
    document
        .create_element("feed")
        .with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:at", "http://purl.org/atompub/tombstones/1.0"),
            ("xml:lang", "en"),
        ])
        .write_inner_content(|xml| {
            // Every page is of one feed.
            xml::text(xml, "id", &site.ids.tag(IDS_SINCE, &subject.feed))?;
            xml::text(xml, "title", &subject.title)?;
            xml::text(xml, "updated", &rfc3339(told(updated, site.now)))?;
            links(xml, page, site)?;
            xml::text(xml, "rights", &LICENCE.in_a_line())?;
            xml.create_element("author")
                .write_inner_content(|xml| xml::text(xml, "name", SITE_NAME))?;
            page.cases
                .iter()
                .try_for_each(|case| entry(xml, case, site))?;
            page.gone
                .iter()
                .try_for_each(|gone| tombstone(xml, gone, site))
        })?;
    xml::finish(document)
}

fn links(xml: &mut Xml, page: &FeedPage<'_>, site: &Site<'_>) -> io::Result<()> {
    let FeedPage {
        subject,
        number,
        of,
        ..
    } = *page;
    let mut all = vec![
        ("self", subject.at_page(number)),
        ("alternate", subject.page.clone()),
    ];
    if number > 1 || of > 1 {
        all.push(("first", subject.at_page(1)));
        all.push(("last", subject.at_page(of)));
    }
    if number > 1 {
        all.push(("previous", subject.at_page((number - 1).min(of))));
    }
    if number < of {
        all.push(("next", subject.at_page(number + 1)));
    }
    for (rel, path) in all {
        let kind = if rel == "alternate" {
            "text/html"
        } else {
            "application/atom+xml"
        };
        let href = format!("{}{path}", site.public_url);
        xml::empty(
            xml,
            "link",
            &[("rel", rel), ("type", kind), ("href", &href)],
        )?;
    }
    Ok(())
}

/// Of the day when the case first was public as it is stored, so that it never changes.
fn entry_id(slug: &str, published_at: i64, site: &Site<'_>) -> String {
    site.ids
        .tag(&iso_day(published_at), &paths::case_study(slug))
}

/// Says that an entry has gone.
fn tombstone(xml: &mut Xml, gone: &Departed, site: &Site<'_>) -> io::Result<()> {
    xml::empty(
        xml,
        "at:deleted-entry",
        &[
            ("ref", &entry_id(&gone.slug, gone.published_at, site)),
            ("when", &rfc3339(told(gone.at, site.now))),
        ],
    )
}

fn entry(xml: &mut Xml, case: &PublicCase, site: &Site<'_>) -> io::Result<()> {
    let content = &case.content;
    let path = paths::case_study(&case.slug);
    let mut by = author(case).to_owned();
    if case.compiled {
        by.push_str(&format!(", from public sources about {}", content.museum));
    }
    xml.create_element("entry").write_inner_content(|xml| {
        xml::text(xml, "id", &entry_id(&case.slug, case.published_at, site))?;
        xml::text(xml, "title", &content.title)?;
        let published = told(case.published_at, site.now);
        xml::text(xml, "published", &rfc3339(published))?;
        xml::text(xml, "updated", &rfc3339(told(case.updated_at, site.now)))?;
        xml::empty(
            xml,
            "link",
            &[
                ("rel", "alternate"),
                ("type", "text/html"),
                ("href", &format!("{}{path}", site.public_url)),
            ],
        )?;
        xml.create_element("author")
            .write_inner_content(|xml| xml::text(xml, "name", &by))?;
        for theme in &content.themes {
            xml::empty(
                xml,
                "category",
                &[
                    ("term", theme),
                    ("label", &Vocabulary::Theme.label_of(theme)),
                ],
            )?;
        }
        if let Some(picture) = pictures::in_front(content) {
            let address = pictures::url(site.public_url, &case.slug, picture, pictures::LARGEST);
            xml::empty(
                xml,
                "link",
                &[
                    ("rel", "enclosure"),
                    ("type", "image/jpeg"),
                    ("title", picture.alt()),
                    ("href", &address),
                ],
            )?;
        }
        xml::text(xml, "rights", &LICENCE.in_a_line())?;
        xml::text(xml, "summary", &content.summary)
    })?;
    Ok(())
}

#[cfg(test)]
mod tests;
