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
    /// Anything a reader browses that has no link of its own.
    CaseStudies,
    /// The themes, and the page of each.
    Themes,
    /// A list as a map.
    Map,
    /// How museums know what changed, and what it adds up to.
    Evidence,
    /// Why there is this site, who runs it, and what holds for all of it.
    About,
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

impl Nav {
    /// Whether the page is read. Elsewhere people have a task, or something went wrong, and the page's own
    /// button is the one that stands out.
    const fn is_reading(self) -> bool {
        !matches!(
            self,
            Self::Submit | Self::Moderate | Self::Account | Self::None
        )
    }
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
    /// Filters stand before what is found: there is a way past them.
    pub has_results: bool,
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

/// Where the results of a list stand, for whoever skips its filters.
pub const RESULTS_ID: &str = "results";

/// The list of links, which narrow windows show when they are asked for it.
const MENU_ID: &str = "menu";

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
        has_results,
        viewer,
        asset_root,
        contact,
        head_extra,
    } = frame;
    let signed_in = viewer.is_some();
    let to_results = has_results.then(|| {
        view! { <a class="skip-link" href=format!("#{RESULTS_ID}")>"Skip to the results"</a> }
    });
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
                {to_results}
                {header(nav, viewer)}
                <main id="main" class="page" tabindex="-1">{body}</main>
                {footer(contact, address, signed_in)}
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

fn link(nav: Nav, at: Nav, href: &'static str, words: &'static str) -> impl IntoView + use<> {
    view! { <li><a href=href aria-current=(nav == at).then_some("page")>{words}</a></li> }
}

/// In a narrow window the links stand in a sheet that the button opens: a popover, which browsers open, close
/// with Escape and give the focus back from without a script. Where they know none, the links stand open.
fn header(nav: Nav, viewer: Option<ViewerBadge>) -> impl IntoView {
    let share = if nav.is_reading() {
        view! { <li class="nav-share"><a class="button" href=paths::SUBMIT>"Share a case study"</a></li> }
            .into_markup()
    } else {
        link(nav, Nav::Submit, paths::SUBMIT, "Share a case study").into_markup()
    };
    view! {
        <header class="site-header">
            {viewer.map(|viewer| account_bar(nav, viewer))}
            <div class="site-header-row">
                <a class="wordmark" href="/" aria-current=(nav == Nav::Home).then_some("page")>
                    <svg class="wordmark-mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
                        <path d="M2 4h6.5v19H2zM10.5 8h5v15h-5zM17.6 8.4l4.7-1.3 4.2 15-4.7 1.3zM1 24.5h26V26H1z"></path>
                    </svg>
                    {SITE_NAME}
                </a>
                <button class="menu-button" type="button" popovertarget=MENU_ID>"Menu"</button>
                <nav class="site-nav" id=MENU_ID popover="auto" aria-label="Main">
                    <button class="menu-button menu-close" type="button" popovertarget=MENU_ID popovertargetaction="hide">"Close"</button>
                    <ul>
                        {link(nav, Nav::CaseStudies, paths::CASE_STUDIES, "Case studies")}
                        {link(nav, Nav::Themes, paths::THEMES, "Themes")}
                        {link(nav, Nav::Map, paths::MAP, "Map")}
                        {link(nav, Nav::Evidence, paths::ABOUT_EVIDENCE, "Evidence")}
                        {link(nav, Nav::About, paths::ABOUT, "About")}
                        {share}
                    </ul>
                </nav>
            </div>
        </header>
    }
}

/// Who is signed in, with their ways on. Others find "Sign in" at the foot.
fn account_bar(nav: Nav, viewer: ViewerBadge) -> impl IntoView {
    let moderate = viewer
        .is_staff
        .then(|| link(nav, Nav::Moderate, paths::MODERATE, "Moderate"));
    view! {
        <nav class="account-bar" aria-label="Your account">
            <ul>
                {moderate}
                <li><a href=paths::ACCOUNT aria-current=(nav == Nav::Account).then_some("page")>{viewer.name}</a></li>
                <li>
                    <form method="post" action=paths::SIGN_OUT>
                        <button type="submit">"Sign out"</button>
                    </form>
                </li>
            </ul>
        </nav>
    }
}

fn footer(contact: String, address: Option<String>, signed_in: bool) -> impl IntoView {
    let mail = (!contact.is_empty()).then(|| {
        view! {
            <p>
                "Questions, or another format such as large print? Write to "
                <a href=format!("mailto:{contact}")>{contact.clone()}</a>"."
            </p>
        }
    });
    let account = if signed_in {
        (paths::ACCOUNT, "Your account")
    } else {
        (paths::SIGN_IN, "Sign in")
    };
    view! {
        <footer class="site-footer">
            <div class="site-footer-row">
                <div class="site-footer-about">
                    <p class="site-footer-name">{SITE_NAME}</p>
                    <p>"What museums have tried for wellbeing: what it took and what happened."</p>
                    {mail}
                    {address.map(|address| view! { <p class="print-only">{format!("This page: {address}")}</p> })}
                    <p>
                        "Text "
                        <a href=LICENCE.url rel="license">{LICENCE.short}</a>
                        " unless a page says otherwise."
                    </p>
                </div>
                <nav class="site-footer-nav" aria-label="All parts of this site">
                    {ways(&[
                        (paths::CASE_STUDIES, "Case studies"),
                        (paths::THEMES, "Themes"),
                        (paths::AUDIENCES, "Who took part"),
                        (paths::MUSEUMS, "Museums"),
                        (paths::MAP, "Map"),
                    ])}
                    {ways(&[
                        (paths::ABOUT, "About Casebook"),
                        (paths::ABOUT_EVIDENCE, "Evidence"),
                        (paths::IMPACT, "The numbers so far"),
                        (paths::ACCESSIBILITY, "Accessibility"),
                        (paths::PRIVACY, "Privacy"),
                    ])}
                    {ways(&[
                        (paths::SUBMIT, "Share a case study"),
                        (paths::SHARE_THOUGHTS, "Share your thoughts"),
                        (paths::OPEN_DATA, "Open data and API"),
                        (paths::ATOM, "Updates by RSS"),
                        account,
                    ])}
                </nav>
            </div>
        </footer>
    }
}

/// A column of the foot.
fn ways(links: &[(&'static str, &'static str)]) -> impl IntoView + use<> {
    let links = links
        .iter()
        .map(|(href, words)| view! { <li><a href=*href>{*words}</a></li> })
        .collect_view();
    view! { <ul>{links}</ul> }
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
        // At the foot, and nowhere else.
        let (header, foot) = visitor.split_once("</header>").expect("a header");
        assert!(!header.contains("Sign in") && foot.contains("Sign in"));
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
        assert!(!submitter.contains("/account/sign-in"), "{submitter}");
    }

    #[test]
    fn sharing_is_the_one_button_that_stands_out_and_only_where_people_read() {
        let loud = |nav: Nav| {
            let html = drawn(Frame {
                nav,
                ..Frame::default()
            });
            assert!(html.contains(">Share a case study</a>"), "{html}");
            html.matches(r#"class="button""#).count()
        };
        for nav in [Nav::Home, Nav::CaseStudies, Nav::Map, Nav::About] {
            assert_eq!(loud(nav), 1, "{nav:?}");
        }
        for nav in [Nav::Submit, Nav::Moderate, Nav::Account, Nav::None] {
            assert_eq!(loud(nav), 0, "{nav:?}");
        }
    }

    #[test]
    fn each_part_of_the_site_is_one_link_of_the_header() {
        let html = drawn(Frame {
            nav: Nav::Evidence,
            ..Frame::default()
        });
        let (_, after) = html.split_once("class=\"site-nav\"").expect("a menu");
        let (menu, _) = after.split_once("</nav>").expect("its end");
        let mut last = 0;
        for words in [
            "Case studies",
            "Themes",
            "Map",
            "Evidence",
            "About",
            "Share a case study",
        ] {
            let at = menu.find(&format!(">{words}<")).expect(words);
            assert!(at > last, "{words}: {menu}");
            last = at;
        }
        assert_eq!(menu.matches("aria-current=\"page\"").count(), 1, "{menu}");
        assert!(menu.contains("aria-current=\"page\">Evidence<"), "{menu}");
    }

    #[test]
    fn only_a_list_has_a_way_past_its_filters() {
        let skips = |has_results| {
            let frame = Frame {
                has_results,
                ..Frame::default()
            };
            let html = drawn(frame);
            let to_main = html.find("href=\"#main\"").expect("the first way");
            html.find("href=\"#results\"")
                .inspect(|at| assert!(*at > to_main))
                .is_some()
        };
        assert!(skips(true) && !skips(false));
    }
}
