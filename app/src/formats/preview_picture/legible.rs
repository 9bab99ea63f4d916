//! A text as the font of the pictures can write it: what the font lacks in its plain form, or left out by
//! itself. One uncommon sign must not cost all the others.

use case_study::text_input::{one_line, plain, sort_key};

/// The text in letters that are there; `None` where no letter and no figure is left.
pub fn legible(text: &str, knows: impl Fn(char) -> bool) -> Option<String> {
    let mut line = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        if letter.is_whitespace() || knows(letter) {
            line.push(letter);
        } else if let Some(known) = forms(letter)
            .into_iter()
            .find(|form| !form.is_empty() && form.chars().all(&knows))
        {
            line.push_str(&known);
        }
    }
    // Around what was left out two gaps meet.
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().any(char::is_alphanumeric).then_some(line)
}

/// Other ways to write a sign, the nearest first.
fn forms(letter: char) -> [String; 3] {
    let sign = match letter {
        '\u{2010}' | '\u{2011}' => "-",
        '\u{2012}'
        | '\u{2190}'..='\u{2194}'
        | '\u{21d0}'..='\u{21d4}'
        | '\u{27f5}'..='\u{27f7}' => "\u{2013}",
        '\u{2015}' => "\u{2014}",
        '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{2039}'
        | '\u{203a}' => "'",
        '\u{201f}' | '\u{2033}' | '\u{2036}' => "\"",
        '\u{2044}' | '\u{2215}' => "/",
        '\u{2023}' | '\u{25a0}' | '\u{25aa}' | '\u{25cf}' => "\u{2022}",
        _ => "",
    };
    // ² as 2, ﬁ as fi, ™ as TM.
    let compatible = plain(letter.encode_utf8(&mut [0; 4]));
    // Without accents that the font does not put on this letter.
    let bare = if letter.is_alphabetic() {
        sort_key(letter.encode_utf8(&mut [0; 4]))
    } else {
        String::new()
    };
    let bare = if letter.is_uppercase() {
        bare.to_uppercase()
    } else {
        bare
    };
    [sign.to_owned(), compatible, bare]
}

#[cfg(test)]
mod tests {
    use super::super::lettering::Lettering;
    use super::legible;

    fn drawn(text: &str) -> Option<String> {
        let letters = Lettering::new().unwrap();
        legible(text, |letter| letters.knows(letter))
    }

    #[test]
    fn one_uncommon_sign_costs_no_other() {
        for (sign, shown) in [
            ("CO\u{2082}", " CO2"),
            ("25 m\u{b2}", " 25 m2"),
            ("museum\u{2011}led", " museum-led"),
            ("mu\u{ad}seum", " museum"),
            ("muse\u{200b}um", " museum"),
            ("cafe\u{301}", " caf\u{e9}"),
            ("of\u{fb01}ce", " office"),
            ("5\u{2032}", " 5'"),
            ("\u{2192} home", " \u{2013} home"),
            ("Tate\u{2122}", " TateTM"),
            ("\u{2015} again", " \u{2014} again"),
            ("\u{1f375}", ""),
            ("\u{1f469}\u{200d}\u{1f3a8} art", " art"),
            ("\u{1ebe} \u{1ebf}", " E e"),
            ("\u{6771}\u{4eac}", ""),
            ("\u{ff34}\u{ff45}\u{ff41}", " Tea"),
        ] {
            let title = format!("Tea and talk {sign}");
            let shown = format!("Tea and talk{shown}");
            assert_eq!(drawn(&title), Some(shown), "{title:?}");
        }
    }

    #[test]
    fn where_no_letter_is_left_nothing_is_drawn() {
        for text in [
            "\u{6771}\u{4eac}",
            "\u{3a4}\u{3c3}\u{3ac}\u{3b9}",
            "\u{427}\u{430}\u{439} \u{2013} \u{1f375}",
            "\u{2013}",
            "",
        ] {
            assert_eq!(drawn(text), None, "{text:?}");
        }
    }
}
