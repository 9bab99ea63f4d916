//! Members of a stored content that this version of the program does not know.
//!
//! While an installation is brought up to date two versions of it run side by side, and now and then
//! somebody goes back to the one before. What only the newer one knows is carried along here, from
//! every reading to the next writing. It is shown nowhere, and `public_part` leaves it behind.

use super::content::CaseStudyContent;
use serde_json::{Map, Result, Value};

/// What a stored content held beside its known members.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unknown {
    /// Members of the content itself.
    members: Map<String, Value>,
    /// Objects inside known members that hold more than is known of them.
    objects: Vec<WholeObject>,
}

/// An object inside a known member, such as one of several links.
#[derive(Debug, Clone, PartialEq)]
struct WholeObject {
    member: String,
    /// The part that is known. Once somebody changes it, it is another object, and what stood beside
    /// the old one no longer belongs to it.
    known: Value,
    stored: Value,
}

impl CaseStudyContent {
    /// Reads a content that will be written again, with what this version does not know of it.
    ///
    /// # Errors
    /// When the text is not content.
    pub fn from_stored(json: &str) -> Result<Self> {
        let mut content: Self = serde_json::from_str(json)?;
        let known = content.known_members()?;
        content.unknown = Unknown::beside(&known, serde_json::from_str(json)?);
        Ok(content)
    }

    /// The content as text to store, with everything that was read with it.
    ///
    /// # Errors
    /// Never for real content; the signature keeps `unwrap` out of callers.
    pub fn to_stored(&self) -> Result<String> {
        if self.unknown == Unknown::default() {
            return serde_json::to_string(self);
        }
        let known = self.known_members()?;
        serde_json::to_string(&self.unknown.put_back(known))
    }

    fn known_members(&self) -> Result<Map<String, Value>> {
        serde_json::from_value(serde_json::to_value(self)?)
    }
}

impl Unknown {
    fn beside(known: &Map<String, Value>, stored: Map<String, Value>) -> Self {
        let mut unknown = Self::default();
        for (member, value) in stored {
            match (known.get(&member), value) {
                (None, value) => {
                    unknown.members.insert(member, value);
                }
                (Some(Value::Array(known)), Value::Array(stored)) => {
                    for (known, stored) in known.iter().zip(stored) {
                        unknown.keep(&member, known, stored);
                    }
                }
                (Some(known), stored) => unknown.keep(&member, known, stored),
            }
        }
        unknown
    }

    fn keep(&mut self, member: &str, known: &Value, stored: Value) {
        if known.is_object() && stored.is_object() && *known != stored {
            self.objects.push(WholeObject {
                member: member.to_owned(),
                known: known.clone(),
                stored,
            });
        }
    }

    fn put_back(&self, known: Map<String, Value>) -> Map<String, Value> {
        let mut left: Vec<&WholeObject> = self.objects.iter().collect();
        let mut stored = self.members.clone();
        for (member, mut value) in known {
            match &mut value {
                Value::Array(values) => {
                    for value in values {
                        restore(&member, value, &mut left);
                    }
                }
                value => restore(&member, value, &mut left),
            }
            stored.insert(member, value);
        }
        stored
    }
}

/// Makes a value whole again. Each object is put back once, for two links may say the same.
fn restore(member: &str, value: &mut Value, left: &mut Vec<&WholeObject>) {
    let found = left
        .iter()
        .position(|object| object.member == member && object.known == *value);
    if let Some(at) = found {
        *value = left.remove(at).stored.clone();
    }
}

#[cfg(test)]
mod tests {
    use crate::answers::fingerprint;
    use crate::fields::tests::sample;
    use crate::public::public_part;
    use crate::{CaseStudyContent, FIELDS, Section};
    use serde_json::{Value, json};

    fn read(stored: &Value) -> CaseStudyContent {
        CaseStudyContent::from_stored(&stored.to_string()).unwrap()
    }

    fn written(content: &CaseStudyContent) -> Value {
        serde_json::from_str(&content.to_stored().unwrap()).unwrap()
    }

    /// As a newer version would store it.
    fn newer() -> Value {
        json!({
            "title": "Tea",
            "follow_up": "Fewer falls.",
            "results": [{ "measure": "swemwbs", "before": 20.4 }],
            "started": { "year": 2019, "month": 5, "day": 12 },
            "position": { "lat": 53.41, "lon": -2.98, "accuracy": 50 },
            "links": [
                { "title": "Report", "url": "https://museum.example/report", "language": "cy" },
                { "title": "Film", "url": "https://museum.example/film" },
                { "title": "Report", "url": "https://museum.example/report", "language": "en" },
            ],
        })
    }

    #[test]
    fn what_is_not_known_survives_reading_and_writing() {
        let stored = json!({ "title": "x", "future": "y" });
        assert_eq!(written(&read(&stored))["future"], "y");
        let stored = newer();
        let after = written(&read(&stored));
        for member in [
            "title",
            "follow_up",
            "results",
            "started",
            "position",
            "links",
        ] {
            assert_eq!(after[member], stored[member], "{member}");
        }
        assert_eq!(read(&after), read(&stored), "and once more");
    }

    #[test]
    fn it_survives_a_change_of_every_known_answer() {
        let mut content = read(&newer());
        for field in FIELDS {
            field.put(&mut content, &sample(field.kind)).unwrap();
        }
        let after = written(&content);
        assert_eq!(after["follow_up"], "Fewer falls.");
        assert_eq!(after["results"], newer()["results"]);
    }

    #[test]
    fn an_answer_that_is_saved_as_it_was_keeps_all_of_its_objects() {
        let mut content = read(&newer());
        for field in FIELDS {
            let same = field.answers(&content);
            field.put(&mut content, &same).unwrap();
        }
        assert_eq!(written(&content)["links"], newer()["links"]);
        assert_eq!(written(&content)["started"], newer()["started"]);
    }

    #[test]
    fn another_object_does_not_inherit_what_stood_beside_the_old_one() {
        let mut content = read(&newer());
        let links = case_field("links");
        let others = [
            "Report",
            "https://museum.example/report",
            "Map",
            "https://museum.example/map",
        ];
        links.put(&mut content, &others.map(str::to_owned)).unwrap();
        case_field("started")
            .put(&mut content, &["6".to_owned(), "2019".to_owned()])
            .unwrap();
        let after = written(&content);
        assert_eq!(after["links"][0], newer()["links"][0]);
        assert_eq!(
            after["links"][1],
            json!({ "title": "Map", "url": "https://museum.example/map" })
        );
        assert_eq!(after["started"], json!({ "year": 2019, "month": 6 }));
    }

    #[test]
    fn no_fingerprint_and_nothing_public_knows_of_it() {
        let mut plain = read(&newer());
        plain.unknown = Default::default();
        let carried = read(&newer());
        for section in Section::ALL {
            let (one, other) = (section.asked(), section.asked());
            assert_eq!(fingerprint(&carried, one), fingerprint(&plain, other));
        }
        assert_eq!(public_part(carried).to_json(), public_part(plain).to_json());
        let json = serde_json::to_string(&read(&newer())).unwrap();
        assert!(!json.contains("follow_up"), "{json}");
    }

    #[test]
    fn a_content_without_it_is_stored_in_the_order_of_its_members() {
        let content = read(&json!({ "title": "Tea" }));
        assert_eq!(
            content.to_stored().unwrap(),
            serde_json::to_string(&content).unwrap()
        );
    }

    fn case_field(key: &str) -> &'static crate::Field {
        crate::fields::field(key).unwrap()
    }
}
