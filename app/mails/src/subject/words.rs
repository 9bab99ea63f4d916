//! The words of a subject, and what stands between them.

pub(super) const PARTS_MATTERS: &str = ";";

/// One word of a subject, in small letters. A semicolon is a word of its own: it parts two matters.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    pub after: After,
}

/// What stands between a word and the next, the strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum After {
    /// A space, a hyphen, an underline.
    Gap,
    /// A dash between spaces.
    Dash,
    /// Any other sign.
    Sign,
    Quote,
    Comma,
    /// A colon or a bracket: what it is about, and what it is.
    Colon,
    /// "?" and "!" end a sentence, but not always a title.
    Call,
    Stop,
}

impl After {
    /// A title ends here, or what is said about it.
    pub fn breaks(self) -> bool {
        self == Self::Dash || self >= Self::Colon
    }

    pub fn ends(self) -> bool {
        self >= Self::Call
    }

    pub fn is_apart(self) -> bool {
        self > Self::Dash
    }
}

/// Words that end with a full stop because they are short.
const SHORT: [&str; 8] = ["st", "dr", "mr", "mrs", "ms", "prof", "no", "vs"];

/// The words of a subject. Hyphens, dashes and underlines part words; what cannot be seen does not.
pub(super) fn words(subject: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut text = String::new();
    let signs: Vec<char> = subject.chars().collect();
    let mut was_small = false;
    for (at, sign) in signs.iter().copied().enumerate() {
        match sign {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            '\u{2019}' | '\u{2018}' | '\'' => text.push('\''),
            // Wide forms, as Asian keyboards write them.
            '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                let plain = char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign);
                text.push(plain.to_ascii_lowercase());
            }
            sign if sign.is_alphanumeric() => {
                // "WellbeingCaseStudy"
                let next_is_small = signs.get(at + 1).is_some_and(|next| next.is_lowercase());
                if sign.is_uppercase() && was_small && next_is_small {
                    finish(&mut text, &mut words);
                }
                text.extend(sign.to_lowercase());
            }
            _ => {
                finish(&mut text, &mut words);
                let around = [at.checked_sub(1), Some(at + 1)]
                    .map(|at| at.and_then(|at| signs.get(at)).copied().unwrap_or(' '));
                if let Some(last) = words.last_mut() {
                    let is_short = sign == '.' && SHORT.contains(&last.text.as_str());
                    last.after = last.after.max(if is_short {
                        After::Sign
                    } else {
                        after(sign, around)
                    });
                }
                if sign == ';' {
                    words.push(Word {
                        text: PARTS_MATTERS.to_owned(),
                        after: After::Stop,
                    });
                }
            }
        }
        was_small = sign.is_lowercase();
    }
    finish(&mut text, &mut words);
    words
}

fn finish(text: &mut String, words: &mut Vec<Word>) {
    let word = std::mem::take(text);
    let bare = word.trim_matches('\'');
    if !bare.is_empty() {
        words.push(Word {
            text: bare.to_owned(),
            after: After::Gap,
        });
    }
}

/// How a sign parts words, by itself and by what stands before and after it.
fn after(sign: char, around: [char; 2]) -> After {
    let is_free = around.iter().any(|sign| sign.is_whitespace());
    match sign {
        '.' if around[1].is_whitespace() => After::Stop,
        '!' | '?' if !around[1].is_alphanumeric() => After::Call,
        ':' | '\u{ff1a}' | '|' | '(' | ')' | '[' | ']' => After::Colon,
        ',' => After::Comma,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => After::Quote,
        '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' if is_free => After::Dash,
        '-' if around.contains(&'-') => After::Dash,
        '\u{2014}' | '\u{2015}' => After::Dash,
        '-' | '_' | '\u{2010}'..='\u{2013}' | '\u{2212}' => After::Gap,
        sign if sign.is_whitespace() => After::Gap,
        _ => After::Sign,
    }
}
