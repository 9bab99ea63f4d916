//! What it cost, as a sum of money.

use case_study::Vocabulary;
use case_study::vocabulary::Term;

/// The band that one sum of money lies in: "£12,000", "about £12k".
pub(super) fn band(words: &str) -> Option<&'static Term> {
    let small = words.to_lowercase();
    let at = small.find('\u{a3}')?;
    if small.matches('\u{a3}').count() != 1 {
        return None;
    }
    let rest = &small[at + '\u{a3}'.len_utf8()..];
    let said: String = rest
        .chars()
        .take_while(|sign| sign.is_ascii_digit() || matches!(sign, ',' | '.'))
        .collect();
    // So much a session or a head is no cost of the whole, and other words say something else.
    let after = rest[said.len()..].trim();
    let before = small[..at].trim();
    let is_whole = matches!(after, "" | "." | "k" | "in total" | "in all" | "total")
        && matches!(
            before,
            "" | "about"
                | "around"
                | "approximately"
                | "approx."
                | "approx"
                | "roughly"
                | "circa"
                | "c."
                | "c"
                | "~"
                | "total"
                | "total:"
        );
    let pounds = pounds(said.trim_end_matches('.'))?;
    let pounds = if after.starts_with('k') {
        pounds * 1000.0
    } else {
        pounds
    };
    let slug = match pounds {
        _ if !is_whole => return None,
        sum if sum <= 0.0 => return None,
        sum if sum < 1_000.0 => "under-1000",
        sum if sum < 5_000.0 => "1000-4999",
        sum if sum < 20_000.0 => "5000-19999",
        sum if sum < 50_000.0 => "20000-49999",
        sum if sum < 100_000.0 => "50000-99999",
        sum if sum < 250_000.0 => "100000-249999",
        _ => "250000-and-over",
    };
    Vocabulary::CostBand.term(slug)
}

/// "12,000", "1.2", "12000.00". "12.000" is twelve thousand to some and twelve to others, and "12,50" is neither here.
fn pounds(said: &str) -> Option<f64> {
    let (whole, pence) = said.split_once('.').unwrap_or((said, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?.len();
    let mut is_grouped = false;
    let are_thousands = groups.all(|group| {
        is_grouped = true;
        group.len() == 3
    });
    let is_number = are_thousands && first > 0 && (!is_grouped || first <= 3) && pence.len() <= 2;
    is_number
        .then(|| said.replace(',', "").parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use crate::terms::term_of;
    use case_study::Vocabulary;

    #[test]
    fn one_sum_is_a_band_and_several_are_not() {
        let band = |text: &str| term_of(Vocabulary::CostBand, text).map(|term| term.slug);
        assert_eq!(band("\u{a3}11,625"), Some("5000-19999"));
        assert_eq!(band("about \u{a3}2k"), Some("1000-4999"));
        assert_eq!(band("Under \u{a3}1,000"), Some("under-1000"));
        assert_eq!(band("\u{a3}20,000 to \u{a3}49,999"), Some("20000-49999"));
        for unclear in [
            "\u{a3}12.000",
            "\u{a3}12,50",
            "\u{a3}1,000,00",
            "\u{a3}1.2m",
        ] {
            assert_eq!(band(unclear), None, "{unclear}");
        }
        assert_eq!(band("\u{a3}5 a head"), None);
        assert_eq!(band("\u{a3}500 and \u{a3}900"), None);
    }
}
