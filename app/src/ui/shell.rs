//! The document around every page: head, header, footer.

use crate::ui::{IntoMarkup, Markup};
use case_study::declarations::LICENCE;
use leptos::attr::custom::CustomAttribute;
use leptos::prelude::*;

/// Which link of the header is the current one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nav {
    /// The front page.
    Home,
    /// Anything a reader browses.
    CaseStudies,
    /// Sending a case study.
    Submit,
    /// The moderators' side.
    Moderate,
    /// Signing in and the account.
    Account,
    /// None of them.
    #[default]
    None,
}

/// Who is signed in, as far as the header shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewerBadge {
    /// Name of the account.
    pub name: String,
    /// Moderators and admins see the way to the queue.
    pub is_staff: bool,
}

/// What the document needs to know about the page inside it.
#[derive(Default)]
pub struct Frame {
    /// Title without the site's name.
    pub title: String,
    /// For search engines and link previews.
    pub description: Option<String>,
    /// The page's one address, absolute.
    pub canonical: Option<String>,
    /// Other pages in relation to this one: `rel` and address.
    pub links: Vec<(&'static str, String)>,
    /// The same as other kinds of document: type and address.
    pub alternates: Vec<(&'static str, String)>,
    /// What previews read.
    pub properties: Vec<(&'static str, String)>,
    /// Linked data, free of `<`.
    pub data_block: Option<String>,
    /// Keep out of search engines.
    pub noindex: bool,
    /// Current link of the header.
    pub nav: Nav,
    /// Who is signed in.
    pub viewer: Option<ViewerBadge>,
    /// Where style, fonts and icon are, without a slash at the end.
    pub asset_root: String,
    /// The operator's mail address.
    pub contact: String,
    /// Scripts, on pages that have any.
    pub head_extra: Option<Markup>,
}

/// The name of the site.
pub const SITE_NAME: &str = "Casebook";

/// The one font file, preloaded because titles are set in it.
const FONT: &str = "fonts/newsreader.woff2";

/// Draws the whole document around `body`.
pub fn shell(frame: Frame, body: impl IntoView) -> impl IntoView {
    let address = frame.canonical.clone();
    let Frame {
        title,
        description,
        canonical,
        links,
        alternates,
        properties,
        data_block,
        noindex,
        nav,
        viewer,
        asset_root,
        contact,
        head_extra,
    } = frame;
    // One string: two text nodes in a title would be parted by a comment that readers see.
    let full_title = if title.is_empty() {
        SITE_NAME.to_owned()
    } else {
        format!("{title} – {SITE_NAME}")
    };
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <title>{full_title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#fbf8f1" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#171512" media="(prefers-color-scheme: dark)"/>
                {description.map(|text| view! { <meta name="description" content=text/> })}
                {noindex.then(|| view! { <meta name="robots" content="noindex"/> })}
                {canonical.map(|href| view! { <link rel="canonical" href=href/> })}
                {links.into_iter().map(|(rel, href)| view! { <link rel=rel href=href/> }).collect_view()}
                {alternates.into_iter().map(|(kind, href)| view! { <link rel="alternate" type=kind href=href/> }).collect_view()}
                {properties.into_iter().map(property).collect_view()}
                {data_block.map(|json| view! { <script type="application/ld+json">{json}</script> })}
                <link rel="preload" href=format!("{asset_root}/{FONT}") r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=format!("{asset_root}/casebook.css")/>
                <link rel="icon" href=format!("{asset_root}/favicon.svg") type="image/svg+xml"/>
                <link rel="alternate" type="application/atom+xml" title="Newest case studies" href=paths::ATOM/>
                {head_extra}
            </head>
            <body>
                <a class="skip-link" href="#main">"Skip to the main content"</a>
                {header(nav, viewer)}
                <main id="main" class="page" tabindex="-1">{body}</main>
                {footer(contact, address)}
            </body>
        </html>
    }
}

/// `<meta property="…">`, which is RDFa's and not an attribute that the view macro knows.
fn property((name, content): (&'static str, String)) -> impl IntoView {
    leptos::html::meta()
        .attr("property", name)
        .attr("content", content)
}

/// The document around a card in somebody else's frame: style and nothing else.
pub fn bare_shell(title: &str, asset_root: &str, body: Markup) -> impl IntoView + use<> {
    let full_title = format!("{title} – {SITE_NAME}");
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <title>{full_title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <link rel="stylesheet" href=format!("{asset_root}/casebook.css")/>
            </head>
            <body class="bare">{body}</body>
        </html>
    }
}

fn header(nav: Nav, viewer: Option<ViewerBadge>) -> impl IntoView {
    let link = |at: Nav, href: &'static str, words: &'static str| {
        view! { <li><a href=href aria-current=(nav == at).then_some("page")>{words}</a></li> }
    };
    let moderate = viewer
        .as_ref()
        .is_some_and(|viewer| viewer.is_staff)
        .then(|| link(Nav::Moderate, paths::MODERATE, "Moderate"));
    let account = match viewer {
        None => link(Nav::Account, paths::SIGN_IN, "Sign in").into_markup(),
        Some(viewer) => view! {
            <li><a href=paths::ACCOUNT aria-current=(nav == Nav::Account).then_some("page")>{viewer.name}</a></li>
            <li>
                <form method="post" action=paths::SIGN_OUT>
                    <button class="site-sign-out" type="submit">"Sign out"</button>
                </form>
            </li>
        }
        .into_markup(),
    };
    view! {
        <header class="site-header">
            <div class="site-header-row">
                <a class="wordmark" href="/" aria-current=(nav == Nav::Home).then_some("page")>
                    <svg class="wordmark-mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
                        <path d="M2 4h6.5v19H2zM10.5 8h5v15h-5zM17.6 8.4l4.7-1.3 4.2 15-4.7 1.3zM1 24.5h26V26H1z"></path>
                    </svg>
                    {SITE_NAME}
                </a>
                <nav class="site-nav" aria-label="Main">
                    <ul>
                        {link(Nav::CaseStudies, paths::CASE_STUDIES, "Case studies")}
                        {link(Nav::Submit, paths::SUBMIT, "Share a case study")}
                        {moderate}
                        {account}
                    </ul>
                </nav>
            </div>
        </header>
    }
}

fn footer(contact: String, address: Option<String>) -> impl IntoView {
    let mail = (!contact.is_empty()).then(|| {
        view! {
            <p>
                "Questions, or another format such as large print? Write to "
                <a href=format!("mailto:{contact}")>{contact.clone()}</a>"."
            </p>
        }
    });
    view! {
        <footer class="site-footer">
            <div class="site-footer-row">
                <div class="site-footer-about">
                    <p class="site-footer-name">{SITE_NAME}</p>
                    <p>"What museums have tried for wellbeing: what it took and what happened."</p>
                    {mail}
                </div>
                <nav aria-label="About this site">
                    <ul>
                        <li><a href=paths::THEMES>"Themes"</a></li>
                        <li><a href=paths::MUSEUMS>"Museums"</a></li>
                        <li><a href=paths::MAP>"Map"</a></li>
                        <li><a href=paths::IMPACT>"The numbers so far"</a></li>
                        <li><a href=paths::ACCESSIBILITY>"Accessibility"</a></li>
                        <li><a href=paths::PRIVACY>"Privacy"</a></li>
                        <li><a href=paths::ATOM>"Updates by RSS"</a></li>
                        <li><a href=paths::OPEN_DATA>"Open data and API"</a></li>
                    </ul>
                </nav>
                {address.map(|address| view! { <p class="print-only">{format!("This page: {address}")}</p> })}
                <p class="site-footer-licence">
                    "Text "
                    <a href=LICENCE.url rel="license">{LICENCE.short}</a>
                    " unless a page says otherwise."
                </p>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(frame: Frame) -> String {
        shell(frame, view! { <h1>"Hello"</h1> }).to_html()
    }

    #[test]
    fn title_and_names_are_text() {
        let html = drawn(Frame {
            title: "</title><script>alert(1)</script>".into(),
            description: Some("\"><script>".into()),
            viewer: Some(ViewerBadge {
                name: "<b>Ana</b>".into(),
                is_staff: true,
            }),
            ..Frame::default()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;b&gt;Ana&lt;/b&gt;"), "{html}");
        assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
    }

    #[test]
    fn the_title_is_one_text() {
        let html = drawn(Frame {
            title: "Privacy".into(),
            ..Frame::default()
        });
        assert!(html.contains("<title>Privacy – Casebook</title>"), "{html}");
    }

    #[test]
    fn only_staff_see_the_queue() {
        let visitor = drawn(Frame::default());
        assert!(
            visitor.contains("/account/sign-in") && !visitor.contains("/moderate"),
            "{visitor}"
        );
        let submitter = drawn(Frame {
            viewer: Some(ViewerBadge {
                name: "Ana".into(),
                is_staff: false,
            }),
            ..Frame::default()
        });
        assert!(
            !submitter.contains("/moderate") && submitter.contains("/account/sign-out"),
            "{submitter}"
        );
    }
}
