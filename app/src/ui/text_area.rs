//! A box for several lines of text.
//!
//! The only raw `<textarea>` of the project: tachys 0.2.19 writes a textarea's children into the
//! page as they are, so text with `</textarea>` in it would break out. Here it is escaped first.

use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// A box for several lines of text, with an optional word limit.
///
/// The limit is said in words below the box and is not enforced by the browser: people may write
/// more and then cut. An island may turn the sentence into a running count.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(default = 5)] rows: u16,
    #[prop(optional, into)] describedby: MaybeText,
    #[prop(optional)] invalid: bool,
    #[prop(optional_no_strip, into)] data_words_max: Option<u32>,
    /// FieldValue with the limit; 0 says nothing.
    #[prop(optional)]
    words_min: u32,
) -> impl IntoView {
    let count_id = data_words_max.map(|_| format!("{id}-count"));
    let described = join_ids(describedby.into_inner(), count_id.clone());
    let limit = data_words_max.map(|most| {
        view! {
            <p class="word-count" id=count_id data-count-for=id.clone()>
                {if words_min > 0 { format!("Aim for {words_min} words or more, up to {most}") } else { format!("Up to {most} words") }}
            </p>
        }
    });
    view! {
        <textarea
            class="input"
            id=id
            name=name
            rows=rows
            aria-describedby=described
            aria-invalid=invalid.then_some("true")
            data-words-min=(words_min > 0 && data_words_max.is_some()).then_some(words_min)
            data-words-max=data_words_max
        >
            {textarea_content(&value)}
        </textarea>
        {limit}
    }
}

/// The text as it must stand between the tags: escaped, and after one newline because the parser
/// swallows the first.
fn textarea_content(value: &str) -> String {
    let mut content = String::with_capacity(value.len() + 1);
    content.push('\n');
    for character in value.chars() {
        match character {
            '&' => content.push_str("&amp;"),
            '<' => content.push_str("&lt;"),
            '>' => content.push_str("&gt;"),
            other => content.push(other),
        }
    }
    content
}

fn join_ids(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first} {second}")),
        (first, second) => first.or(second),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(value: &str) -> String {
        view! { <TextArea id="story" name="story" value=value data_words_max=Some(60) describedby="story-hint"/> }
            .to_html()
    }

    #[test]
    fn text_cannot_leave_the_box() {
        let html = drawn("</textarea><script>alert(1)</script> & 'more'");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(html.contains("\n&lt;/textarea&gt;&lt;script&gt;"), "{html}");
        assert!(html.contains("&amp; 'more'"), "{html}");
    }

    #[test]
    fn first_line_break_survives_the_parser() {
        assert!(drawn("\nsecond line").contains(">\n\nsecond line</textarea>"));
        assert!(drawn("").contains(">\n</textarea>"));
    }

    #[test]
    fn hint_and_limit_describe_the_box() {
        let html = drawn("x");
        assert!(
            html.contains(r#"aria-describedby="story-hint story-count""#),
            "{html}"
        );
        assert!(html.contains(r#"id="story-count""#), "{html}");
        assert!(html.contains("Up to 60 words"), "{html}");
    }
}
