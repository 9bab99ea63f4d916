//! Text as people typed it.

use leptos::prelude::*;

/// Plain text as paragraphs: a blank line begins a new one, a single line break stays.
#[component]
pub fn Paragraphs(#[prop(into)] text: String) -> impl IntoView {
    paragraphs(&text)
        .into_iter()
        .map(|lines| {
            let lines = lines
                .into_iter()
                .enumerate()
                .map(|(index, line)| ((index > 0).then(|| view! { <br/> }), line))
                .collect_view();
            view! { <p>{lines}</p> }
        })
        .collect_view()
}

fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
            continue;
        }
        match found.last_mut() {
            Some(last) if open => last.push(line.to_owned()),
            _ => found.push(vec![line.to_owned()]),
        }
        open = true;
    }
    found
}

/// Words somebody said, with who said them.
#[component]
pub fn Quotation(
    #[prop(into)] text: String,
    #[prop(optional, into)] source: super::MaybeText,
) -> impl IntoView {
    let source = source
        .into_inner()
        .map(|source| view! { <figcaption>{source}</figcaption> });
    view! {
        <figure class="quotation">
            <blockquote><Paragraphs text=text/></blockquote>
            {source}
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            paragraphs("One\r\ntwo\r\n\r\n\r\nthree\n"),
            [vec!["One".to_owned(), "two".into()], vec!["three".into()]]
        );
        assert!(paragraphs(" \n ").is_empty());
    }

    #[test]
    fn text_stays_text() {
        let html = view! { <Paragraphs text="<i>no</i>\nyes"/> }.to_html();
        assert!(
            html.contains("&lt;i&gt;no&lt;/i&gt;") && html.contains("<br>"),
            "{html}"
        );
    }
}
