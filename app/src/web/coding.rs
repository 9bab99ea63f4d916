//! What `Accept-Encoding` says: every one there is comes down to one of three codings.

use axum::http::{HeaderMap, header};

/// Marks a response whose content coding was chosen already, so that no layer chooses another.
#[derive(Debug, Clone, Copy)]
pub struct ChosenCoding;

/// How the bytes of an answer are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// As `Accept-Encoding` and `Content-Encoding` have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// The coding somebody likes best; of those they like equally the smallest. Without a word
    /// about it, or with words we do not know, the plain bytes.
    #[must_use]
    pub fn chosen(headers: &HeaderMap) -> Self {
        Accepted::read(headers).best([Self::Identity, Self::Gzip, Self::Brotli])
    }

    /// The same, but of those they like equally the quickest to make.
    #[must_use]
    pub fn quickest(headers: &HeaderMap) -> Self {
        Accepted::read(headers).best([Self::Identity, Self::Brotli, Self::Gzip])
    }
}

/// What `Accept-Encoding` says of the three: a weight in thousandths each, 0 for what is refused or
/// not named.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accepted {
    brotli: u32,
    gzip: u32,
    identity: u32,
}

impl Accepted {
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        let mut accepted = Self::default();
        for line in headers.get_all(header::ACCEPT_ENCODING) {
            for entry in line.to_str().unwrap_or_default().split(',') {
                let (name, parameter) = entry.split_once(';').unwrap_or((entry, ""));
                let name = name.trim();
                let Some(coding) = [Coding::Brotli, Coding::Gzip, Coding::Identity]
                    .into_iter()
                    .find(|coding| name.eq_ignore_ascii_case(coding.name()))
                else {
                    continue;
                };
                let known = accepted.of_mut(coding);
                *known = weight(parameter.trim()).max(*known);
            }
        }
        accepted
    }

    /// Whether this coding is named, and not to be refused.
    #[must_use]
    pub const fn takes(self, coding: Coding) -> bool {
        self.of(coding) > 0
    }

    const fn of(self, coding: Coding) -> u32 {
        match coding {
            Coding::Brotli => self.brotli,
            Coding::Gzip => self.gzip,
            Coding::Identity => self.identity,
        }
    }

    const fn of_mut(&mut self, coding: Coding) -> &mut u32 {
        match coding {
            Coding::Brotli => &mut self.brotli,
            Coding::Gzip => &mut self.gzip,
            Coding::Identity => &mut self.identity,
        }
    }

    /// The one with the highest weight; of equal ones the last of `ranks`.
    fn best(self, ranks: [Coding; 3]) -> Coding {
        ranks
            .into_iter()
            .filter(|coding| self.takes(*coding))
            // Of equal ones the last is kept.
            .max_by_key(|coding| self.of(*coding))
            .unwrap_or(Coding::Identity)
    }
}

/// A weight such as `q=0.5` in thousandths; 1 where there is none, 0 for what is no weight.
fn weight(parameter: &str) -> u32 {
    if parameter.is_empty() {
        return 1000;
    }
    let Some((name, value)) = parameter.split_once('=') else {
        return 0;
    };
    if !name.trim().eq_ignore_ascii_case("q") {
        return 0;
    }
    let value: f32 = value.trim().parse().unwrap_or(0.0);
    // From 0 to 1, so it fits; NaN becomes 0.
    (value.clamp(0.0, 1.0) * 1000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::Coding::{Brotli, Gzip, Identity};
    use super::{Accepted, Coding};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn every_header_comes_down_to_one_of_three() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, deflate", Gzip),
            ("GZIP", Gzip),
            ("br;q=0.5, gzip;q=0.9", Gzip),
            ("br;q=0.9, gzip;q=0.9", Brotli),
            ("br;q=0, gzip;q=0.000", Identity),
            ("identity, br;q=0.5", Identity),
            ("identity;q=0.1, gzip;q=0.5", Gzip),
            ("*", Identity),
            ("zstd", Identity),
            ("br;q=NaN", Identity),
            ("br;level=4", Identity),
            ("", Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(Coding::chosen(&headers), coding, "{accepted}");
        }
        assert_eq!(Coding::chosen(&HeaderMap::new()), Identity);
    }

    #[test]
    fn the_quickest_is_gzip_unless_somebody_likes_another_better() {
        for (accepted, coding) in [
            ("gzip, deflate, br", Gzip),
            ("br", Brotli),
            ("br, gzip;q=0.9", Brotli),
            ("identity", Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(Coding::quickest(&headers), coding, "{accepted}");
        }
    }

    #[test]
    fn a_coding_is_taken_where_it_is_named_with_a_weight() {
        for (accepted, coding, taken) in [
            ("gzip, deflate, br", Brotli, true),
            ("br;q=0.5", Brotli, true),
            ("gzip, br;q=0", Brotli, false),
            ("gzip, br;q=0.000", Brotli, false),
            ("brotli", Brotli, false),
            ("", Gzip, false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(Accepted::read(&headers).takes(coding), taken, "{accepted}");
        }
    }
}
