//! `/oembed`: how other sites may show a case (oEmbed 1.0).

use crate::data::embed;
use crate::data::feeds::xml;
use crate::web::document::{case, document, failed, refuse};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use case_study::vocabulary::slugs::is_slug;
use serde_json::Value;
use std::collections::HashMap;
use url::form_urlencoded;

/// `GET /oembed?url=…&format=json|xml&maxwidth=…&maxheight=…`
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response, Response> {
    let query: HashMap<String, String> =
        form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let as_xml = match query.get("format").map(String::as_str) {
        None | Some("" | "json") => false,
        Some("xml") => true,
        Some(_) => {
            return Err(refuse(
                StatusCode::NOT_IMPLEMENTED,
                "format is json or xml.",
            ));
        }
    };
    let Some(url) = query.get("url") else {
        return Err(refuse(
            StatusCode::BAD_REQUEST,
            "url is the address of a case study on this site.",
        ));
    };
    let sizes = most(&query, "maxwidth").zip(most(&query, "maxheight"));
    let (width, height) = sizes.ok_or_else(|| {
        refuse(
            StatusCode::BAD_REQUEST,
            "maxwidth and maxheight are whole numbers of pixels, from 1.",
        )
    })?;
    let missing = || {
        refuse(
            StatusCode::NOT_FOUND,
            "There is no case study at this address.",
        )
    };
    let slug = slug_of(url, &state.settings.public_url).ok_or_else(missing)?;
    let case = case(&state.db, &slug).await?;
    let says = embed::oembed(&case, &state.settings.public_url, width, height);
    Ok(if as_xml {
        let text = as_elements(&says).map_err(|error| failed(&error))?;
        document("text/xml; charset=utf-8", text, &asked)
    } else {
        document("application/json", says.to_string(), &asked)
    })
}

/// A bound in pixels; no bound when it is not given, none at all when it is no such number.
fn most(query: &HashMap<String, String>, key: &str) -> Option<u32> {
    match query.get(key).map(String::as_str) {
        None | Some("") => Some(u32::MAX),
        Some(text) => text.parse().ok().filter(|pixels| *pixels > 0),
    }
}

/// The slug in the address of a case on this site, whatever stands after it.
fn slug_of(address: &str, public_url: &str) -> Option<String> {
    let (address, ours) = (
        url::Url::parse(address).ok()?,
        url::Url::parse(public_url).ok()?,
    );
    if address.origin() != ours.origin() {
        return None;
    }
    let below = format!("{}/case-studies/", ours.path().trim_end_matches('/'));
    let slug = address.path().strip_prefix(below.as_str())?;
    is_slug(slug).then(|| slug.to_owned())
}

fn as_elements(says: &Value) -> std::io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element("oembed")
        .write_inner_content(|xml| {
            for (name, value) in says.as_object().into_iter().flatten() {
                let words = match value {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                xml::text(xml, name, &words)?;
            }
            Ok(())
        })?;
    xml::finish(document)
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn only_addresses_of_cases_on_this_site_have_a_slug() {
        let ours = "https://bank.example";
        for address in [
            "https://bank.example/case-studies/tea",
            "https://bank.example:443/case-studies/tea?utm_source=x#story",
            "HTTPS://BANK.example/case-studies/tea",
        ] {
            assert_eq!(slug_of(address, ours).as_deref(), Some("tea"), "{address}");
        }
        for address in [
            "https://evil.example/case-studies/tea",
            "http://bank.example/case-studies/tea",
            "https://bank.example@evil.example/case-studies/tea",
            "https://bank.example/case-studies/tea/embed",
            "https://bank.example/case-studies/",
            "https://bank.example/account",
            "javascript:alert(1)",
            "tea",
            "",
        ] {
            assert_eq!(slug_of(address, ours), None, "{address}");
        }
    }
}
