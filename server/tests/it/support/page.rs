//! An answer, and questions to ask it.

use axum::http::{HeaderMap, StatusCode, header};
use scraper::{ElementRef, Html, Selector};
use std::fmt;

/// What came back.
#[derive(Clone)]
pub struct Page {
    path: String,
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

/// One element of a page.
#[derive(Debug, Clone)]
pub struct Element {
    text: String,
    html: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// Its words, with single spaces.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its source, itself included.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    #[must_use]
    pub fn attr(&self, name: &str) -> Option<String> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    }
}

impl From<ElementRef<'_>> for Element {
    fn from(element: ElementRef<'_>) -> Self {
        let attributes = element
            .value()
            .attrs()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        Self {
            text: words(element),
            html: element.html(),
            attributes,
        }
    }
}

fn words(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css:?} is no selector: {error}"))
}

impl Page {
    pub(super) const fn new(
        path: String,
        status: StatusCode,
        headers: HeaderMap,
        bytes: Vec<u8>,
    ) -> Self {
        Self {
            path,
            status,
            headers,
            bytes,
        }
    }

    /// Checks the status and gives the page on; on failure the message shows the page.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self
    }

    /// What was asked for, with the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header as text, empty when missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where it redirects to.
    #[track_caller]
    #[must_use]
    pub fn location(&self) -> &str {
        let location = self.header(header::LOCATION.as_str());
        assert!(!location.is_empty(), "no Location: {self:?}");
        location
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The source.
    #[must_use]
    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// All words of the page, with single spaces, without scripts and styles.
    #[must_use]
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.body());
        html.select(&selector("body")).map(words).collect()
    }

    /// # Panics
    /// When the body is not JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("not JSON: {error}: {self:?}"))
    }

    /// Every element that matches, in the page's order.
    #[must_use]
    pub fn select(&self, css: &str) -> Vec<Element> {
        let html = Html::parse_document(&self.body());
        html.select(&selector(css)).map(Element::from).collect()
    }

    /// The first element that matches.
    ///
    /// # Panics
    /// When none does.
    #[track_caller]
    #[must_use]
    pub fn one(&self, css: &str) -> Element {
        self.select(css)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("nothing matches {css:?}: {self:?}"))
    }

    /// What the field of this name holds; for radios and boxes, what is chosen.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        self.fields("body")
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// Names and values of all fields inside an element, as a browser would send them; buttons
    /// are not pressed.
    #[must_use]
    pub fn fields(&self, css: &str) -> Vec<(String, String)> {
        let html = Html::parse_document(&self.body());
        let Some(form) = html.select(&selector(css)).next() else {
            return Vec::new();
        };
        form.select(&selector("input[name], textarea[name], select[name]"))
            .flat_map(field)
            .collect()
    }

    pub(super) fn is_explained(&self) -> bool {
        !self.bytes.is_empty()
    }
}

fn field(element: ElementRef<'_>) -> Vec<(String, String)> {
    let value = element.value();
    if value.attr("disabled").is_some() {
        return Vec::new();
    }
    let name = value.attr("name").unwrap_or_default().to_owned();
    let own = |fallback: &str| value.attr("value").unwrap_or(fallback).to_owned();
    let values = match (value.name(), value.attr("type").unwrap_or("text")) {
        ("textarea", _) => {
            let text: String = element.text().collect();
            vec![text]
        }
        ("select", _) => {
            let mut values: Vec<String> = element
                .select(&selector("option[selected]"))
                .map(option_value)
                .collect();
            if values.is_empty() && value.attr("multiple").is_none() {
                values.extend(element.select(&selector("option")).next().map(option_value));
            }
            values
        }
        (_, "checkbox" | "radio") => value
            .attr("checked")
            .map(|_| own("on"))
            .into_iter()
            .collect(),
        (_, "submit" | "button" | "image" | "reset" | "file") => Vec::new(),
        _ => vec![own("")],
    };
    values
        .into_iter()
        .map(|value| (name.clone(), value))
        .collect()
}

fn option_value(option: ElementRef<'_>) -> String {
    option
        .value()
        .attr("value")
        .map_or_else(|| words(option), str::to_owned)
}

impl fmt::Debug for Page {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} for {}", self.status, self.path)?;
        for (name, value) in &self.headers {
            writeln!(
                formatter,
                "  {name}: {}",
                String::from_utf8_lossy(value.as_bytes())
            )?;
        }
        let text = if self.header("content-type").starts_with("text/html") {
            self.text()
        } else {
            self.body()
        };
        write!(
            formatter,
            "{}",
            text.chars().take(4_000).collect::<String>()
        )
    }
}
