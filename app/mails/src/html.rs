//! A message that was written as a web page, as text: blocks on lines of their own, lists with marks, quoted parts
//! with `>` before each line, and nothing of scripts and styles.

use mail_parser::decoders::html::html_to_text;

/// Quoted deeper than this is quoted so deep.
const DEEPEST: usize = 20;
/// More than this of a page is not looked at.
const MOST: usize = 4 * 1024 * 1024;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];

/// The words of a page.
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut end = html.len().min(MOST);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = &html[..end];
    let mut lines: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut page = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let tag = &rest[..end];
        rest = &rest[end..];
        let closes = tag.starts_with("</");
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "style" | "script" | "head" | "title" if !closes => {
                rest = after_end_of(rest, &name);
            }
            "blockquote" => {
                take(&mut page, depth, &mut lines);
                depth = if closes {
                    depth.saturating_sub(1)
                } else {
                    (depth + 1).min(DEEPEST)
                };
            }
            "li" if !closes => page.push_str("<br>* "),
            "td" | "th" if closes => page.push(' '),
            "p" => page.push_str("<br><br>"),
            name if name.starts_with('h') && name.len() == 2 => page.push_str("<br><br>"),
            name if BLOCKS.contains(&name) => page.push_str("<br>"),
            "br" => page.push_str("<br>"),
            _ => {}
        }
    }
    page.push_str(rest);
    take(&mut page, depth, &mut lines);
    let mut text = String::with_capacity(page.len());
    let mut blank = true;
    for line in lines {
        let is_blank = line.trim_matches(['>', ' ']).is_empty();
        if is_blank && blank {
            continue;
        }
        blank = is_blank;
        text.push_str(&line);
        text.push('\n');
    }
    text.trim_end().to_owned()
}

/// What follows the end of an element, whose words are not for people.
fn after_end_of<'a>(rest: &'a str, name: &str) -> &'a str {
    let bytes = rest.as_bytes();
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at + 2;
        let is_it = bytes
            .get(start..start + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if is_it {
            return rest[start..]
                .find('>')
                .map_or("", |end| &rest[start + end + 1..]);
        }
        from = start;
    }
    ""
}

/// Makes lines of what was read up to here.
fn take(page: &mut String, depth: usize, lines: &mut Vec<String>) {
    let marks = "> ".repeat(depth);
    for line in html_to_text(page).lines() {
        let line = line
            .replace('\u{a0}', " ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        lines.push(format!("{marks}{line}").trim_end().to_owned());
    }
    lines.push(marks.trim_end().to_owned());
    page.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_on_lines_and_styles_say_nothing() {
        let page = "<html><head><style>p { margin: 0 }</style></head><body>\n<p>Dear&nbsp;all,</p>\
                    <p><b>Title:</b> Tea &amp; objects<br>\n<b>Museum:</b> Leeds</p><h3>Why</h3><p>People were\nlonely.</p>\
                    <ul><li>One</li><li>Two</li></ul><script>alert('x')</script><div>Ana</div></body></html>";
        assert_eq!(
            to_text(page),
            "Dear all,\n\nTitle: Tea & objects\nMuseum: Leeds\n\nWhy\n\nPeople were lonely.\n\n* One\n\n* Two\n\nAna"
        );
    }

    #[test]
    fn what_is_quoted_is_marked_line_by_line() {
        let page = "<div>Yes.</div><div>On Monday Ana wrote:</div><blockquote type=cite>Do you?<br>Ana\
                    <blockquote>Old</blockquote></blockquote><div>After</div>";
        let text = to_text(page);
        for line in ["Yes.", "> Do you?", "> Ana", "> > Old", "After"] {
            assert!(text.lines().any(|found| found == line), "{line}: {text}");
        }
    }

    #[test]
    fn broken_pages_end() {
        for page in [
            "<",
            "<p",
            "<style>",
            "<!--",
            "</",
            "&",
            "&#99999999;",
            "<blockquote>",
            "</blockquote>a",
            "<style></sty",
        ] {
            let _ = to_text(page);
        }
        assert_eq!(to_text("</blockquote>a"), "a");
        let deep = "<blockquote>".repeat(10_000) + "x";
        assert!(to_text(&deep).len() < 1_000_000);
    }
}
