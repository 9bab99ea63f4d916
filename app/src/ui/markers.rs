//! The marks a renderer leaves between nodes.

const MARKER: &str = "<!>";

/// Takes away, or makes valid, the `<!>` that Leptos writes where a view was empty or two texts
/// meet: it stands there for the browser's half to find its place, and is no valid HTML.
///
/// A page without islands needs none. With islands each becomes an empty comment, which browsers
/// read as the same node. People's text cannot be hit: its `<` is always escaped.
#[must_use]
pub fn tidy_markers(html: &str, has_islands: bool) -> String {
    let valid = if has_islands { "<!---->" } else { "" };
    let mut tidy = String::with_capacity(html.len() + html.len() / 16);
    let mut at = 0;
    // Faster than `str::replace` on text with a `<` in every line.
    for marker in memchr::memmem::find_iter(html.as_bytes(), MARKER) {
        tidy.push_str(&html[at..marker]);
        tidy.push_str(valid);
        at = marker + MARKER.len();
    }
    tidy.push_str(&html[at..]);
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::*;

    #[test]
    fn markers_go_and_text_stays() {
        let typed = "a <!> b";
        let html = view! { <p title=typed>{typed}{None::<String>}{typed}</p> }.to_html();
        assert!(
            html.contains("<!>"),
            "Leptos writes no markers any more: drop this file. {html}"
        );
        let tidy = tidy_markers(&html, false);
        assert!(!tidy.contains("<!"), "{tidy}");
        assert_eq!(tidy.matches("a &lt;!&gt; b").count(), 3, "{tidy}");
        assert_eq!(
            tidy_markers(&html, true).matches("<!---->").count(),
            html.matches("<!>").count()
        );
    }
}
