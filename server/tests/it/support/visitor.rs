//! A browser, as far as the server can tell.

use super::page::Page;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// A file as a browser sends it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    pub name: &'a str,
    pub kind: &'a str,
    pub bytes: &'a [u8],
}

/// Keeps cookies; sends what browsers send with forms. Clones share the cookies, as two tabs do.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    host: String,
    address: IpAddr,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    keeps_cookies: bool,
}

impl Visitor {
    pub(super) fn new(router: Router, host: &str) -> Self {
        Self {
            router,
            host: host.to_owned(),
            address: IpAddr::from([127, 0, 0, 1]),
            cookies: Arc::default(),
            keeps_cookies: true,
        }
    }

    /// A browser that is set to take no cookies.
    #[must_use]
    pub fn without_cookies(mut self) -> Self {
        self.keeps_cookies = false;
        self
    }

    /// The same visitor calling from another address.
    #[must_use]
    pub fn from(mut self, address: &str) -> Self {
        self.address = address.parse().expect("an IP address");
        self
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Page {
        self.raw(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    /// Sends a form to an address, as a browser does from a page of the same site.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.raw(request.expect("a request")).await
    }

    /// Sends the form found by `css` as it stands on the page, with these fields put in place of
    /// its own. A field that is not on the page is added: a button's name, or an attack.
    pub async fn submit(&self, page: &Page, css: &str, changed: &[(&str, &str)]) -> Page {
        let (action, fields) = Self::filled(page, css, changed);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.post(&action, &fields).await
    }

    /// What [`submit`](Self::submit) would send, and where to.
    pub fn filled(
        page: &Page,
        css: &str,
        changed: &[(&str, &str)],
    ) -> (String, Vec<(String, String)>) {
        let form = page.one(css);
        let action = form
            .attr("action")
            .unwrap_or_else(|| page.path().to_owned());
        let mut fields = page.fields(css);
        fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        let changed = changed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.extend(changed);
        (action, fields)
    }

    /// Sends a form with files, as a browser does.
    pub async fn post_parts(
        &self,
        path: &str,
        fields: &[(String, String)],
        files: &[File<'_>],
    ) -> Page {
        const BOUNDARY: &str = "----part";
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes(),
            );
            body.extend(content);
            body.extend(b"\r\n");
        };
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        for file in files {
            part(
                format!(
                    "name=\"files\"; filename=\"{}\"\r\nContent-Type: {}",
                    file.name, file.kind
                ),
                file.bytes,
            );
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let request = Request::post(path)
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.raw(request.expect("a request")).await
    }

    /// Calls a server function or anything else that takes JSON.
    pub async fn post_json(&self, path: &str, value: &serde_json::Value) -> Page {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(value.to_string()));
        self.raw(request.expect("a request")).await
    }

    /// Goes where a page redirects to.
    pub async fn follow(&self, page: &Page) -> Page {
        self.get(page.location()).await
    }

    /// Sends anything. Cookies, host and address are added, and nothing else: what a browser would
    /// say about where a request comes from is up to the caller.
    pub async fn raw(&self, mut request: Request) -> Page {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        let method = request.method().clone();
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(self.address, 40_000)));
        let headers = request.headers_mut();
        if !headers.contains_key(header::HOST) {
            headers.insert(
                header::HOST,
                HeaderValue::from_str(&self.host).expect("a host"),
            );
        }
        if let Some(cookies) = self.cookie_header() {
            headers.entry(header::COOKIE).or_insert(cookies);
        }
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router always answers");
        let (parts, body) = response.into_parts();
        if self.keeps_cookies {
            self.keep_cookies(&parts.headers);
        }
        let body = body.collect().await.expect("the body arrives").to_bytes();
        let page = Page::new(path, parts.status, parts.headers, body.to_vec());
        assert!(
            method == Method::HEAD || !page.status().is_server_error() || page.is_explained(),
            "an error without words: {page:?}"
        );
        page
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("cookies").get(name).cloned()
    }

    /// Sets a cookie, as somebody with another's would.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .expect("cookies")
            .insert(name.to_owned(), value.to_owned());
    }

    fn cookie_header(&self) -> Option<HeaderValue> {
        let cookies = self.cookies.lock().expect("cookies");
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty())
            .then(|| HeaderValue::from_str(&pairs.join("; ")).expect("a cookie header"))
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().expect("cookies");
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("a cookie is text");
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            let over = attributes
                .split(';')
                .any(|attribute| attribute.trim().eq_ignore_ascii_case("max-age=0"));
            if over || value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
