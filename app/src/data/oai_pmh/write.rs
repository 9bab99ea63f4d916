//! Answers of the protocol as XML.

use super::request::{Code, PREFIX, Refusal, Request};
use super::{Content, List, More, dublin_core, text_of};
use crate::data::feeds::xml;
use crate::data::feeds::xml::Xml;
use crate::ui::SITE_NAME;
use crate::web::ids::Ids;
use crate::web::state::Settings;
use case_study::Vocabulary;
use case_study::dates::rfc3339;
use case_study::vocabulary::slugs::is_slug;
use std::io;
use store::oai_records::Harvested;
use store::sets::SETS;

const DC_NAMESPACE: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";
const DC_SCHEMA: &str = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd";

/// What every answer says of this bank.
pub struct Repository {
    public_url: String,
    ids: Ids,
    admin: String,
}

impl Repository {
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let host = url::Url::parse(&settings.public_url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned());
        Self {
            admin: if settings.contact.is_empty() {
                // The protocol asks for an address, and this one every domain with mail has.
                format!("postmaster@{host}")
            } else {
                settings.contact.clone()
            },
            public_url: settings.public_url.clone(),
            ids: settings.ids.clone(),
        }
    }

    /// The slug in an identifier of ours.
    #[must_use]
    pub fn slug_of<'a>(&self, identifier: &'a str) -> Option<&'a str> {
        self.ids
            .slug_of_record(identifier)
            .filter(|slug| is_slug(slug))
    }
}

/// A whole answer, dated `now`: up to then nothing is missing.
pub fn document(
    repository: &Repository,
    request: &Request,
    content: Result<&Content, &Refusal>,
    now: i64,
) -> io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element("OAI-PMH")
        .with_attributes([
            ("xmlns", "http://www.openarchives.org/OAI/2.0/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
            ),
        ])
        .write_inner_content(|xml| {
            xml::text(xml, "responseDate", &rfc3339(now))?;
            let unclear = content.is_err_and(|refusal| {
                matches!(refusal.code, Code::BadVerb | Code::BadArgument)
            });
            echo(xml, repository, (!unclear).then_some(request))?;
            match content {
                Ok(content) => answer(xml, repository, request, content),
                Err(refusal) => error(xml, refusal),
            }
        })?;
    xml::finish(document)
}

/// The question again. A question that was not understood is not repeated.
fn echo(xml: &mut Xml, repository: &Repository, request: Option<&Request>) -> io::Result<()> {
    let arguments: Vec<(String, String)> = request
        .map(|request| {
            request
                .arguments
                .iter()
                .map(|(key, value)| (key.clone(), xml::clean(value)))
                .collect()
        })
        .unwrap_or_default();
    xml.create_element("request")
        .with_attributes(
            arguments
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str())),
        )
        .write_text_content(quick_xml::events::BytesText::new(&base_url(repository)))?;
    Ok(())
}

fn base_url(repository: &Repository) -> String {
    format!("{}/oai", repository.public_url)
}

fn error(xml: &mut Xml, refusal: &Refusal) -> io::Result<()> {
    xml.create_element("error")
        .with_attribute(("code", Code::name(refusal.code)))
        .write_text_content(quick_xml::events::BytesText::new(refusal.sentence))?;
    Ok(())
}

fn answer(
    xml: &mut Xml,
    repository: &Repository,
    request: &Request,
    content: &Content,
) -> io::Result<()> {
    let verb = request
        .arguments
        .get("verb")
        .map_or("Identify", String::as_str);
    xml.create_element(verb)
        .write_inner_content(|xml| match content {
            Content::Identify { earliest } => identify(xml, repository, *earliest),
            Content::Formats => formats(xml),
            Content::Sets => sets(xml),
            Content::Record(one) => record(xml, repository, one),
            Content::List(list) => records(xml, repository, list),
        })?;
    Ok(())
}

fn identify(xml: &mut Xml, repository: &Repository, earliest: i64) -> io::Result<()> {
    for (name, value) in [
        (
            "repositoryName",
            format!("{SITE_NAME}: case studies of museum work for wellbeing"),
        ),
        ("baseURL", base_url(repository)),
        ("protocolVersion", "2.0".to_owned()),
        ("adminEmail", repository.admin.clone()),
        ("earliestDatestamp", rfc3339(earliest)),
        // A case that was taken down keeps its row, and so its record.
        ("deletedRecord", "persistent".to_owned()),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ".to_owned()),
    ] {
        xml::text(xml, name, &value)?;
    }
    Ok(())
}

fn formats(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("metadataFormat")
        .write_inner_content(|xml| {
            xml::text(xml, "metadataPrefix", PREFIX)?;
            xml::text(xml, "schema", DC_SCHEMA)?;
            xml::text(xml, "metadataNamespace", DC_NAMESPACE)
        })?;
    Ok(())
}

fn sets(xml: &mut Xml) -> io::Result<()> {
    let mut set = |spec: &str, name: &str| -> io::Result<()> {
        xml.create_element("set").write_inner_content(|xml| {
            xml::text(xml, "setSpec", spec)?;
            xml::text(xml, "setName", name)
        })?;
        Ok(())
    };
    for facet in SETS {
        set(facet.slug(), facet.label())?;
        for term in facet
            .vocabulary()
            .map(Vocabulary::terms)
            .unwrap_or_default()
        {
            let name = format!("{}: {}", facet.label(), term.label);
            set(&format!("{facet}:{}", term.slug), &name)?;
        }
    }
    Ok(())
}

fn records(xml: &mut Xml, repository: &Repository, list: &List) -> io::Result<()> {
    for one in &list.records {
        if list.whole {
            record(xml, repository, one)?;
        } else {
            head(xml, repository, one)?;
        }
    }
    list.more
        .as_ref()
        .map_or(Ok(()), |more| resumption(xml, more))
}

fn resumption(xml: &mut Xml, more: &More) -> io::Result<()> {
    let (total, before) = (more.total.to_string(), more.before.to_string());
    let element = xml.create_element("resumptionToken").with_attributes([
        ("completeListSize", total.as_str()),
        ("cursor", before.as_str()),
    ]);
    match &more.token {
        Some(token) => element.write_text_content(quick_xml::events::BytesText::new(token))?,
        // An empty one ends the list.
        None => element.write_empty()?,
    };
    Ok(())
}

fn head(xml: &mut Xml, repository: &Repository, one: &Harvested) -> io::Result<()> {
    let mut element = xml.create_element("header");
    if text_of(one).is_none() {
        element = element.with_attribute(("status", "deleted"));
    }
    element.write_inner_content(|xml| {
        xml::text(xml, "identifier", &repository.ids.record(&one.slug))?;
        xml::text(xml, "datestamp", &rfc3339(one.changed_at))?;
        for (facet, slug) in &one.tags {
            xml::text(xml, "setSpec", &format!("{facet}:{slug}"))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn record(xml: &mut Xml, repository: &Repository, one: &Harvested) -> io::Result<()> {
    xml.create_element("record").write_inner_content(|xml| {
        head(xml, repository, one)?;
        let Some(case) = text_of(one) else {
            return Ok(());
        };
        xml.create_element("metadata").write_inner_content(|xml| {
            xml.create_element("oai_dc:dc")
                .with_attributes([
                    ("xmlns:oai_dc", DC_NAMESPACE),
                    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
                    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                    (
                        "xsi:schemaLocation",
                        "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
                    ),
                ])
                .write_inner_content(|xml| {
                    for (name, value) in dublin_core::elements(case, &repository.public_url) {
                        xml::text(xml, &format!("dc:{name}"), &value)?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}
