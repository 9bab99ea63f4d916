//! What a line is by its signs.

/// A line that is drawn: under a heading, between parts.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3
        && line.chars().all(|sign| {
            matches!(
                sign,
                '-' | '=' | '~' | '_' | '*' | '\u{2013}' | '\u{2014}' | '\u{2500}' | '#'
            )
        })
}

/// "## Why".
pub(super) fn mark_of_heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let level = u8::try_from(level)
        .ok()
        .filter(|level| (1..=6).contains(level))?;
    words
        .starts_with(' ')
        .then(|| (level, words.trim().trim_end_matches('#').trim()))
}

/// A whole line in stars or lines: "**Why**", "__Why__", "*Why*".
pub(super) fn without_stars(line: &str) -> Option<&str> {
    ["**", "__", "*", "_"].iter().find_map(|sign| {
        let inner = line.strip_prefix(sign)?.strip_suffix(sign)?;
        let is_one = !inner.is_empty() && !inner.contains(sign) && !inner.starts_with(' ');
        (is_one && inner.split_whitespace().count() <= 12).then_some(inner)
    })
}

/// A line of a list.
pub(super) fn is_item(line: &str) -> bool {
    const MARKS: [&str; 9] = [
        "- ",
        "* ",
        "\u{2022}",
        "\u{2013} ",
        "\u{b7} ",
        "o ",
        "\u{25cf}",
        "\u{25aa}",
        "+ ",
    ];
    MARKS.iter().any(|mark| line.starts_with(mark)) || is_numbered(line)
}

/// "1. ", "2) ".
pub(super) fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = line.len() - rest.len();
    (1..=2).contains(&digits)
        && (rest.starts_with(". ") || rest.starts_with(") ") || rest.starts_with(".\t"))
}

/// A short line above a long one, or one in capitals: what a heading looks like that nobody knows by name.
pub(super) fn looks_like_a_heading(line: &str, next: &str) -> bool {
    const LONGEST: usize = 9;
    const LONG: usize = 50;
    let words = line.split_whitespace().count();
    if words > LONGEST || line.ends_with(['.', ',', ';', '!', ':']) || line.contains('@') {
        return false;
    }
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).count();
    let are_capitals = letters >= 4 && !line.chars().any(char::is_lowercase);
    let stands_above = line.starts_with(char::is_uppercase)
        && next.chars().count() >= LONG
        && line.chars().count() < LONG;
    are_capitals || stands_above
}

#[cfg(test)]
mod tests {
    use super::{is_numbered, is_rule, looks_like_a_heading, mark_of_heading, without_stars};

    #[test]
    fn lines_say_what_they_are() {
        assert!(is_rule("-----") && is_rule("====") && !is_rule("--") && !is_rule("- a"));
        assert_eq!(mark_of_heading("## Why"), Some((2, "Why")));
        assert_eq!(mark_of_heading("#why"), None);
        assert_eq!(without_stars("**Why**"), Some("Why"));
        assert_eq!(without_stars("**Why:** because"), None);
        assert!(is_numbered("1. Why") && !is_numbered("1.5 hours") && !is_numbered("2013. Then"));
        assert!(looks_like_a_heading(
            "For the web page",
            &"word ".repeat(12)
        ));
        assert!(!looks_like_a_heading("Iwm North", "tel: 01632"));
        assert!(!looks_like_a_heading("Hello,", &"word ".repeat(12)));
    }
}
