//! Boxes to tick, as forms on paper and in Word have them.

/// A box that is ticked, as we write it.
pub(crate) const TICKED: &str = "\u{2612}";
/// One that is not.
pub(crate) const EMPTY: &str = "\u{2610}";

const TICKED_SIGNS: [&str; 14] = [
    "\u{2612}",
    "\u{2611}",
    "\u{1f5f9}",
    "\u{2714}",
    "\u{2713}",
    "\u{1f5f5}",
    "[x]",
    "[X]",
    "(x)",
    "(X)",
    "[ x ]",
    "[ X ]",
    "( x )",
    "( X )",
];
const EMPTY_SIGNS: [&str; 7] = [
    "\u{2610}", "\u{25a1}", "\u{25fb}", "\u{2751}", "[ ]", "[]", "( )",
];

/// What is chosen of a line or a list with boxes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub ticked: Vec<String>,
    /// With the sign before it, as it was written.
    pub left: Vec<String>,
    /// What stands before the first box.
    pub before: String,
}

/// Whether a text is a tick and nothing else.
pub(crate) fn is_tick(text: &str) -> bool {
    let text = text.trim();
    TICKED_SIGNS.contains(&text) || matches!(text, "x" | "X")
}

/// Nothing where there is no box.
pub(crate) fn read(text: &str) -> Option<Chosen> {
    let mut found = Chosen {
        ticked: Vec::new(),
        left: Vec::new(),
        before: String::new(),
    };
    let mut at = 0;
    let mut signs: Vec<(usize, usize, bool)> = Vec::new();
    while at < text.len() {
        let rest = &text[at..];
        let sign = |all: &[&'static str]| {
            all.iter()
                .find(|sign| rest.starts_with(**sign))
                .map(|sign| sign.len())
        };
        if let Some(length) = sign(&TICKED_SIGNS) {
            signs.push((at, length, true));
            at += length;
        } else if let Some(length) = sign(&EMPTY_SIGNS) {
            signs.push((at, length, false));
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    // A tick alone may stand in a sentence; a form has its boxes at the beginnings of lines, or at their ends.
    let (first, ..) = *signs.first()?;
    let before = text[..first].trim_end_matches(' ');
    if !(before.is_empty() || before.ends_with(['\n', ':'])) {
        return boxes_behind(text, &signs);
    }
    text[..first].trim().clone_into(&mut found.before);
    for (number, (begin, length, is_ticked)) in signs.iter().enumerate() {
        let end = signs.get(number + 1).map_or(text.len(), |next| next.0);
        let words = text[begin + length..end].trim();
        if *is_ticked {
            found.ticked.push(words.to_owned());
        } else {
            found.left.push(text[*begin..end].trim().to_owned());
        }
    }
    found.ticked.retain(|words| !words.is_empty());
    Some(found)
}

/// Whether each box stands behind its words: "Yes ☒ No ☐".
fn behind(text: &str, signs: &[(usize, usize, bool)]) -> bool {
    signs
        .last()
        .is_some_and(|(begin, length, _)| text[begin + length..].trim().is_empty())
}

fn boxes_behind(text: &str, signs: &[(usize, usize, bool)]) -> Option<Chosen> {
    if !behind(text, signs) {
        return None;
    }
    let mut found = Chosen {
        ticked: Vec::new(),
        left: Vec::new(),
        before: String::new(),
    };
    let mut from = 0;
    for (begin, length, is_ticked) in signs {
        let words = text[from..*begin].trim();
        from = begin + length;
        if *is_ticked {
            found.ticked.push(words.to_owned());
        } else {
            found.left.push(format!("{words} {EMPTY}"));
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_what_is_ticked_is_chosen() {
        for (text, ticked, left) in [
            (
                "\u{2612} Community   \u{2610} Workforce",
                vec!["Community"],
                1,
            ),
            (
                "\u{2610} National museum\n\u{2612} Art museum or gallery\n\u{2610} Historic house",
                vec!["Art museum or gallery"],
                2,
            ),
            (
                "[x] Art making [ ] Walking [X] Play",
                vec!["Art making", "Play"],
                1,
            ),
            ("Yes \u{2612} No \u{2610}", vec!["Yes"], 1),
            ("Yes (X) No ( )", vec!["Yes"], 1),
            ("[ x ] Art making [ ] Walking", vec!["Art making"], 1),
            ("\u{2610} Yes \u{2610} No", vec![], 2),
        ] {
            let found = read(text).unwrap();
            assert_eq!(
                (found.ticked, found.left.len()),
                (ticked.into_iter().map(str::to_owned).collect(), left),
                "{text}"
            );
        }
        for text in [
            "Tea and cake",
            "It worked \u{2713} and we went on",
            "See [1]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
