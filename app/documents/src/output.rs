//! What was found in a document, as the child process writes it and the server reads it.

use crate::{Kind, Refused};
use case_study::material::Piece;
use case_study::{CaseStudyContent, FIELDS};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What was found in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub kind: Kind,
    /// The answers; everything else in it is empty.
    pub content: CaseStudyContent,
    /// Every word of the document, in reading order.
    pub pieces: Vec<Piece>,
    /// The pictures that it shows, in the order in which it shows them.
    pub pictures: Vec<InsidePicture>,
}

/// A picture that a document shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsidePicture {
    /// Its name inside of the document.
    pub name: String,
    /// What the document says that it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alternative: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Refused {
        kind: String,
        sentence: String,
    },
    Read {
        kind: Kind,
        fields: Value,
        pieces: Vec<Piece>,
        pictures: Vec<InsidePicture>,
    },
}

/// As the child process writes it.
pub(crate) fn to_json(found: &Result<Found, Refused>) -> Result<String, serde_json::Error> {
    let written = match found {
        Err(refused) => Written::Refused {
            kind: refused.slug().to_owned(),
            sentence: refused.to_string(),
        },
        Ok(found) => Written::Read {
            kind: found.kind,
            fields: Value::Object(fields(&found.content)?),
            pieces: found.pieces.clone(),
            pictures: found.pictures.clone(),
        },
    };
    serde_json::to_string(&written)
}

/// The answers that are there, as the JSON of a content has them.
fn fields(content: &CaseStudyContent) -> Result<Map<String, Value>, serde_json::Error> {
    let Value::Object(mut all) = serde_json::to_value(content)? else {
        return Ok(Map::new());
    };
    all.retain(|key, _| {
        case_study::fields::field(key).is_some_and(|field| field.is_answered(content))
    });
    Ok(all)
}

/// What the child process wrote. Whatever is not as it should be is a crash.
pub(crate) fn from_json(json: &[u8]) -> Result<Found, Refused> {
    match serde_json::from_slice(json).map_err(|_| Refused::Crashed)? {
        Written::Refused { kind, .. } => Err(Refused::by_slug(&kind).unwrap_or(Refused::Crashed)),
        Written::Read {
            kind,
            fields,
            pieces,
            pictures,
        } => {
            let read: CaseStudyContent =
                serde_json::from_value(fields).map_err(|_| Refused::Crashed)?;
            // Only what the form asks for, and through its door.
            let mut content = CaseStudyContent::default();
            for field in FIELDS
                .iter()
                .filter(|field| field.is_asked() && !field.kind.is_files())
            {
                let answers = field.answers(&read);
                if !answers.is_empty() {
                    field
                        .put(&mut content, &answers)
                        .map_err(|_| Refused::Crashed)?;
                }
            }
            Ok(Found {
                kind,
                content,
                pieces,
                pictures,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let content = CaseStudyContent {
            title: "Tea and objects".to_owned(),
            participants: Some(12),
            ..CaseStudyContent::default()
        };
        let found = Found {
            kind: Kind::Word,
            content,
            pieces: vec![Piece {
                label: "Title".into(),
                text: "Tea and objects".into(),
                placed_in: vec!["title".into()],
                ..Piece::default()
            }],
            pictures: vec![InsidePicture::default()],
        };
        let json = to_json(&Ok(found.clone())).unwrap();
        assert_eq!(from_json(json.as_bytes()), Ok(found));
        let json = to_json(&Err(Refused::Password)).unwrap();
        assert_eq!(from_json(json.as_bytes()), Err(Refused::Password));
        assert_eq!(from_json(b"{"), Err(Refused::Crashed));
    }
}
