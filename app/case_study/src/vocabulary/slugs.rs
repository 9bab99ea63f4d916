//! Words into slugs, and the slugs that no case may have.

/// Words that are, or may become, pages beside the case studies (`/case-studies/suggest`). A case
/// of that name would never be seen.
const RESERVED: [&str; 16] = [
    "all",
    "archive",
    "ask",
    "compare",
    "concern",
    "embed",
    "feed",
    "map",
    "new",
    "print",
    "random",
    "search",
    "sent",
    "shortlist",
    "suggest",
    "submit",
];

/// Whether a case may not have this slug.
#[must_use]
pub fn is_reserved(slug: &str) -> bool {
    RESERVED.contains(&slug)
}

/// Makes a slug: lower-case ASCII letters and digits, words joined by hyphens, accents folded.
///
/// Apostrophes and the commas inside numbers leave no gap (`Carers' week` gives `carers-week`,
/// `£1,000` gives `1000`). Text in a script without Latin letters gives an empty slug: the caller
/// then needs another one.
#[must_use]
pub fn slugify(label: &str) -> String {
    let mut slug = String::with_capacity(label.len());
    let mut gap = false;
    let mut after_digit = false;
    let mut rest = label.chars().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = rest.next() {
        let thousands =
            letter == ',' && after_digit && rest.peek().is_some_and(char::is_ascii_digit);
        if thousands || leaves_no_gap(letter) {
            continue;
        }
        after_digit = letter.is_ascii_digit();
        if letter.is_ascii_alphanumeric() {
            push(&mut slug, &mut gap, letter.encode_utf8(&mut [0; 4]));
        } else if letter == '&' {
            gap = true;
            push(&mut slug, &mut gap, "and");
            gap = true;
        } else if let Some(folded) = fold(letter) {
            push(&mut slug, &mut gap, folded);
        } else {
            gap = true;
        }
    }
    slug
}

fn push(slug: &mut String, gap: &mut bool, letters: &str) {
    if *gap && !slug.is_empty() {
        slug.push('-');
    }
    *gap = false;
    slug.push_str(letters);
}

/// Apostrophes, and accents that follow their letter as a character of their own.
fn leaves_no_gap(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{300}'..='\u{36f}'
    )
}

/// The plain letters for a lower-case Latin letter of the European languages.
pub(crate) fn fold(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ə' | 'ẽ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// The longest slug that a page is found under, in bytes.
pub const LONGEST_SLUG: usize = 200;

/// A slug that leaves room for a number behind it (`-2`), cut between words where it can be.
#[must_use]
pub fn cut_slug(slug: &str) -> &str {
    const ROOM: usize = LONGEST_SLUG - 10;
    if slug.len() <= ROOM {
        return slug;
    }
    let cut = &slug[..ROOM];
    cut.rfind('-').map_or(cut, |hyphen| &cut[..hyphen])
}

/// Whether this could be the slug of a case.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_SLUG
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
