//! What a harvester asks, read strictly: the protocol has an error for every slip.

use super::dates;
use super::dates::Span;
use super::token::Token;
use case_study::Facet;
use std::collections::BTreeMap;
use store::oai_records::{Selection, set_of_records};
use url::form_urlencoded;

/// The one format there is.
pub const PREFIX: &str = "oai_dc";

/// The error codes that can occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    BadVerb,
    BadArgument,
    BadResumptionToken,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
}

impl Code {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadVerb => "badVerb",
            Self::BadArgument => "badArgument",
            Self::BadResumptionToken => "badResumptionToken",
            Self::CannotDisseminateFormat => "cannotDisseminateFormat",
            Self::IdDoesNotExist => "idDoesNotExist",
            Self::NoRecordsMatch => "noRecordsMatch",
        }
    }
}

/// An error of the protocol, with a sentence for whoever runs the harvester.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: Code,
    pub sentence: &'static str,
}

impl Refusal {
    pub const fn new(code: Code, sentence: &'static str) -> Self {
        Self { code, sentence }
    }
}

const fn bad(sentence: &'static str) -> Refusal {
    Refusal::new(Code::BadArgument, sentence)
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    Identify,
    ListMetadataFormats {
        identifier: Option<String>,
    },
    ListSets,
    GetRecord {
        identifier: String,
    },
    /// `ListRecords`, or `ListIdentifiers` when only headers are wanted.
    List {
        token: Token,
        whole: bool,
    },
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The answer repeats them, unless they are what is wrong.
    pub arguments: BTreeMap<String, String>,
    /// What is wanted, or the protocol's error for the first thing wrong.
    pub verb: Result<Verb, Refusal>,
}

/// Reads the arguments of a query or a form.
#[must_use]
pub fn read(text: &[u8]) -> Request {
    let mut arguments = BTreeMap::new();
    let verb = verb_of(text, &mut arguments);
    Request { arguments, verb }
}

fn verb_of(text: &[u8], arguments: &mut BTreeMap<String, String>) -> Result<Verb, Refusal> {
    let mut verbs = 0;
    let mut repeated = false;
    for (key, value) in form_urlencoded::parse(text).into_owned() {
        verbs += usize::from(key == "verb");
        repeated |= arguments.insert(key, value).is_some();
    }
    let verb = arguments.get("verb").cloned().unwrap_or_default();
    if verbs != 1 {
        return Err(Refusal::new(Code::BadVerb, "Give one verb."));
    }
    let allowed: &[&str] = match verb.as_str() {
        "Identify" => &[],
        "ListMetadataFormats" => &["identifier"],
        "ListSets" => &["resumptionToken"],
        "GetRecord" => &["identifier", "metadataPrefix"],
        "ListIdentifiers" | "ListRecords" => {
            &["from", "until", "set", "metadataPrefix", "resumptionToken"]
        }
        _ => {
            return Err(Refusal::new(
                Code::BadVerb,
                "The verb is none of the six of the protocol.",
            ));
        }
    };
    if repeated {
        return Err(bad("An argument stands there twice."));
    }
    if arguments
        .keys()
        .any(|key| key != "verb" && !allowed.contains(&key.as_str()))
    {
        return Err(bad("This verb does not take one of the arguments."));
    }
    Ok(match verb.as_str() {
        "Identify" => Verb::Identify,
        "ListMetadataFormats" => Verb::ListMetadataFormats {
            identifier: arguments
                .get("identifier")
                .map(|identifier| identifier_of(identifier))
                .transpose()?,
        },
        // All sets come in one answer, so no token for them was ever given.
        "ListSets" if arguments.contains_key("resumptionToken") => {
            return Err(Refusal::new(
                Code::BadResumptionToken,
                "No such token was given out.",
            ));
        }
        "ListSets" => Verb::ListSets,
        "GetRecord" => {
            let identifier = arguments
                .get("identifier")
                .ok_or(bad("GetRecord takes an identifier."))?;
            let identifier = identifier_of(identifier)?;
            prefix(arguments)?;
            Verb::GetRecord { identifier }
        }
        verb => Verb::List {
            token: list(arguments)?,
            whole: verb == "ListRecords",
        },
    })
}

fn identifier_of(text: &str) -> Result<String, Refusal> {
    let uri = !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if uri {
        Ok(text.to_owned())
    } else {
        Err(bad("The identifier is no URI."))
    }
}

/// What the protocol calls unreserved: all that prefixes and sets are made of.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte))
}

fn prefix(arguments: &BTreeMap<String, String>) -> Result<(), Refusal> {
    match arguments.get("metadataPrefix").map(String::as_str) {
        Some(PREFIX) => Ok(()),
        Some(other) if is_plain(other) => Err(Refusal::new(
            Code::CannotDisseminateFormat,
            "The one metadataPrefix here is oai_dc.",
        )),
        Some(_) => Err(bad("The metadataPrefix has characters that none has.")),
        None => Err(bad("Give a metadataPrefix, such as oai_dc.")),
    }
}

fn list(arguments: &BTreeMap<String, String>) -> Result<Token, Refusal> {
    if let Some(token) = arguments.get("resumptionToken") {
        if arguments.len() > 2 {
            return Err(bad("A resumptionToken stands alone."));
        }
        return Token::read(token).ok_or(Refusal::new(
            Code::BadResumptionToken,
            "This is no token that was given out here. Start the list again.",
        ));
    }
    prefix(arguments)?;
    let time = |key: &str| -> Result<Option<Span>, Refusal> {
        arguments
            .get(key)
            .map(|text| {
                dates::read(text).ok_or(bad(
                    "from and until are written 2026-11-20 or 2026-11-20T18:17:42Z.",
                ))
            })
            .transpose()
    };
    let (from, until) = (time("from")?, time("until")?);
    if let (Some(from), Some(until)) = (from, until) {
        if from.grain != until.grain {
            return Err(bad("from and until are both days or both seconds."));
        }
        if from.first > until.last {
            return Err(bad("from is later than until."));
        }
    }
    Ok(Token {
        selection: Selection {
            from: from.map(|span| span.first),
            until: until.map(|span| span.last),
            set: arguments.get("set").map(|set| set_of(set)).transpose()?,
            after: None,
        },
        ..Token::default()
    })
}

/// `theme:carers`, or `theme` for everything that has a theme. A set that there is not has no
/// records, which is another error than one that cannot be.
fn set_of(text: &str) -> Result<(Facet, Option<String>), Refusal> {
    let parts: Vec<&str> = text.split(':').collect();
    if !parts.iter().all(|part| is_plain(part)) {
        return Err(bad("The set has characters that none has."));
    }
    let found = match parts.as_slice() {
        [facet] => set_of_records(facet).map(|facet| (facet, None)),
        [facet, slug] => set_of_records(facet).map(|facet| (facet, Some((*slug).to_owned()))),
        _ => None,
    };
    found.ok_or(Refusal::new(
        Code::NoRecordsMatch,
        "There is no such set; ListSets names them.",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Code, Verb, read};
    use case_study::Facet;

    fn code(query: &str) -> Option<Code> {
        read(query.as_bytes())
            .verb
            .err()
            .map(|refusal| refusal.code)
    }

    #[test]
    fn every_slip_has_its_error() {
        use Code::{
            BadArgument, BadResumptionToken, BadVerb, CannotDisseminateFormat, NoRecordsMatch,
        };
        for (query, expected) in [
            ("", BadVerb),
            ("verb=", BadVerb),
            ("verb=identify", BadVerb),
            ("verb=Identify&verb=Identify", BadVerb),
            ("verb=Identify&verb=ListSets", BadVerb),
            ("verb=Identify&x=1", BadArgument),
            ("verb=Identify&=", BadArgument),
            ("verb=GetRecord", BadArgument),
            ("verb=GetRecord&identifier=a", BadArgument),
            ("verb=GetRecord&metadataPrefix=oai_dc", BadArgument),
            (
                "verb=GetRecord&identifier=a&identifier=a&metadataPrefix=oai_dc",
                BadArgument,
            ),
            (
                "verb=GetRecord&identifier=a%20b&metadataPrefix=oai_dc",
                BadArgument,
            ),
            (
                "verb=GetRecord&identifier=a&metadataPrefix=marc21",
                CannotDisseminateFormat,
            ),
            ("verb=ListMetadataFormats&identifier=", BadArgument),
            ("verb=ListSets&resumptionToken=x", BadResumptionToken),
            ("verb=ListSets&set=x", BadArgument),
            ("verb=ListRecords", BadArgument),
            ("verb=ListRecords&metadataPrefix=", BadArgument),
            ("verb=ListRecords&metadataPrefix=x", CannotDisseminateFormat),
            ("verb=ListRecords&metadataPrefix=%3Cx%3E", BadArgument),
            ("verb=ListRecords&resumptionToken=x", BadResumptionToken),
            (
                "verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc",
                BadArgument,
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026",
                BadArgument,
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-21&until=2026-11-20",
                BadArgument,
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-20&until=2026-11-20T00:00:00Z",
                BadArgument,
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&set=colour",
                NoRecordsMatch,
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&set=theme:a:b",
                NoRecordsMatch,
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&set=theme:",
                BadArgument,
            ),
            (
                "verb=ListIdentifiers&metadataPrefix=oai_dc&set=%00",
                BadArgument,
            ),
        ] {
            assert_eq!(code(query), Some(expected), "{query}");
        }
    }

    #[test]
    fn what_makes_sense_is_read() {
        let read = |query: &str| read(query.as_bytes()).verb.unwrap();
        assert_eq!(read("verb=Identify"), Verb::Identify);
        let Verb::List { token, whole } = read(
            "verb=ListIdentifiers&metadataPrefix=oai_dc&from=1970-01-01&until=1970-01-01&set=theme:carers",
        ) else {
            panic!("not a list");
        };
        assert!(!whole);
        assert_eq!(token.selection.from, Some(0));
        assert_eq!(token.selection.until, Some(86_399_999));
        assert_eq!(
            token.selection.set,
            Some((Facet::Theme, Some("carers".into())))
        );
    }
}
