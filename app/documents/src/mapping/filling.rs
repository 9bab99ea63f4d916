//! What was given to fields so far, and what is left.

use super::Mapped;
use super::tables::Pair;
use crate::blank::is_blank;
use crate::labels::{CONTACT, Targets, WHEN, WHERE};
use crate::values::{Answer, Outcome, Part, joined, read};
use case_study::fields::field;
use case_study::material::Piece;
use case_study::{CaseStudyContent, Kind};

/// An answer that was read on the way: it is taken where no other is.
struct ByTheWay {
    answer: Answer,
    /// The piece that says it.
    piece: usize,
}

pub(super) struct Filling {
    content: CaseStudyContent,
    pieces: Vec<Piece>,
    by_the_way: Vec<ByTheWay>,
    /// Whether fields are filled, or only suggested.
    fills: bool,
    /// Whoever sent the message.
    sender: Option<String>,
}

impl Filling {
    pub fn new(fills: bool) -> Self {
        Self {
            content: CaseStudyContent::default(),
            pieces: Vec::new(),
            by_the_way: Vec::new(),
            fills,
            sender: None,
        }
    }

    /// What was asked, and what was answered.
    pub fn answer(&mut self, label: &str, targets: Targets, parts: &[Part], links: &[String]) {
        let label = shown(label);
        let text = joined(parts);
        match read(targets, parts, links) {
            Outcome::Blank => {
                self.pieces.push(Piece {
                    label,
                    text,
                    aside: true,
                    ..Piece::default()
                });
                self.addresses(links);
            }
            Outcome::Unread => {
                self.pieces.push(Piece {
                    label,
                    text,
                    suggested: suggestion(targets),
                    ..Piece::default()
                });
                self.addresses(links);
            }
            Outcome::Read(reading) => {
                let at = self.pieces.len();
                self.pieces.push(Piece {
                    label: label.clone(),
                    text: reading.read,
                    ..Piece::default()
                });
                for answer in reading.answers {
                    if answer.is_by_the_way {
                        self.by_the_way.push(ByTheWay { answer, piece: at });
                    } else {
                        self.put(&answer, at);
                    }
                }
                if !reading.not_chosen.is_empty() {
                    self.pieces.push(Piece {
                        label: label.clone(),
                        text: reading.not_chosen,
                        aside: true,
                        ..Piece::default()
                    });
                }
                for text in reading.rest {
                    self.pieces.push(Piece {
                        label: label.clone(),
                        text,
                        ..Piece::default()
                    });
                }
                let said = |link: &&String| !text.contains(link.as_str()) && !self.says(link);
                let left: Vec<String> = links.iter().filter(said).cloned().collect();
                self.addresses(&left);
            }
        }
    }

    /// What stands beside or below a label of a table. What only may be its answer is left to a person.
    pub fn pair(&mut self, pair: &Pair) {
        let text = joined(&pair.parts);
        if pair.is_sure || (is_blank(&text) && pair.links.is_empty()) {
            self.answer(&pair.label, pair.targets, &pair.parts, &pair.links);
            return;
        }
        self.pieces.push(Piece {
            label: shown(&pair.label),
            text,
            suggested: suggestion(pair.targets),
            ..Piece::default()
        });
        self.addresses(&pair.links);
    }

    /// Whether an answer has this address.
    fn says(&self, address: &str) -> bool {
        self.content.report_url == address
            || self.content.contact_email == address
            || self.content.links.iter().any(|link| link.url == address)
    }

    /// Words that are an answer where nobody gave one under its label.
    pub fn by_the_way(&mut self, key: &'static str, answer: &str, text: &str) {
        let piece = self.pieces.len();
        self.left(text);
        let answer = Answer {
            key,
            strings: vec![answer.to_owned()],
            is_by_the_way: true,
        };
        self.by_the_way.push(ByTheWay { answer, piece });
    }

    pub fn sender(&mut self, email: &str) {
        self.sender.get_or_insert_with(|| email.to_owned());
    }

    /// A page that is named with its address.
    pub fn link(&mut self, label: &str, address: &str) {
        let at = self.pieces.len();
        self.pieces.push(Piece {
            label: shown(label),
            text: address.to_owned(),
            ..Piece::default()
        });
        let mut strings =
            field("links").map_or_else(Vec::new, |field| field.answers(&self.content));
        strings.extend([shown(label), address.to_owned()]);
        let answer = Answer {
            key: "links",
            strings,
            is_by_the_way: false,
        };
        self.set(&answer, at);
    }

    /// The title that a document has by its form. That of an empty form is none.
    pub fn title(&mut self, title: &str) {
        const OF_FORMS: [&str; 8] = [
            "form",
            "template",
            "questionnaire",
            "submission",
            "application",
            "notes",
            "minutes",
            "agenda",
        ];
        let small = title.to_lowercase();
        let is_form = small.contains("case stud")
            || small
                .split(|sign: char| !sign.is_alphanumeric())
                .any(|word| OF_FORMS.contains(&word));
        let fits = matches!(field("title").map(|field| field.kind), Some(Kind::Line { min, max })
            if (min..=max).contains(&(title.chars().count() as u64)));
        self.pieces.insert(0, Piece::default());
        for one in &mut self.by_the_way {
            one.piece += 1;
        }
        title.clone_into(&mut self.pieces[0].text);
        if is_form || !fits {
            self.pieces[0].aside = is_form;
            return;
        }
        let answer = Answer {
            key: "title",
            strings: vec![title.to_owned()],
            is_by_the_way: false,
        };
        self.put(&answer, 0);
    }

    /// Words that a person may place.
    pub fn left(&mut self, text: &str) {
        self.left_with("", text);
    }

    pub fn left_with(&mut self, label: &str, text: &str) {
        self.pieces.push(Piece {
            label: shown(label),
            text: text.to_owned(),
            ..Piece::default()
        });
    }

    /// Words that are kept and answer nothing.
    pub fn aside(&mut self, text: &str) {
        self.pieces.push(Piece {
            text: text.to_owned(),
            aside: true,
            ..Piece::default()
        });
    }

    /// Addresses behind words that do not say them.
    pub fn addresses(&mut self, links: &[String]) {
        for link in links {
            self.left(link);
        }
    }

    /// Takes what was read on the way, and ends.
    pub fn finish(mut self) -> Mapped {
        for one in std::mem::take(&mut self.by_the_way) {
            let is_free =
                field(one.answer.key).is_some_and(|field| !field.is_answered(&self.content));
            if is_free {
                self.put(&one.answer, one.piece);
            } else if let Some(piece) = self.pieces.get_mut(one.piece)
                && piece.placed_in.is_empty()
                && is_said(&self.content, &one.answer)
            {
                // The signature says once more what a label said.
                piece.aside = true;
            }
        }
        if let Some(sender) = self.sender.take()
            && self.fills
            && self.content.contact_email.is_empty()
        {
            self.content.contact_email = sender;
        }
        Mapped {
            content: self.content,
            pieces: self.pieces,
        }
    }

    /// The first answer to a field is taken; another stays a piece.
    fn put(&mut self, answer: &Answer, at: usize) {
        let is_free = field(answer.key).is_some_and(|field| !field.is_answered(&self.content));
        if is_free {
            self.set(answer, at);
        } else if let Some(piece) = self.pieces.get_mut(at) {
            piece.suggested.get_or_insert_with(|| answer.key.to_owned());
        }
    }

    fn set(&mut self, answer: &Answer, at: usize) {
        let (Some(field), Some(piece)) = (field(answer.key), self.pieces.get_mut(at)) else {
            return;
        };
        if !self.fills {
            piece.suggested.get_or_insert_with(|| answer.key.to_owned());
            return;
        }
        match field.put(&mut self.content, &answer.strings) {
            Ok(()) => piece.placed_in.push(answer.key.to_owned()),
            Err(_) => {
                piece.suggested.get_or_insert_with(|| answer.key.to_owned());
            }
        }
    }
}

fn is_said(content: &CaseStudyContent, answer: &Answer) -> bool {
    field(answer.key).is_some_and(|field| field.answers(content) == answer.strings)
}

/// A label as it is shown beside its answer: on one line, without the signs at its end.
fn shown(label: &str) -> String {
    let label = case_study::text_input::one_line(label);
    label.trim_matches([':', ' ', '*', '_', '#']).to_owned()
}

/// A field that takes words as they are.
fn suggestion(targets: Targets) -> Option<String> {
    let takes_words = |key: &str| {
        field(key).is_some_and(|field| {
            let mut answers = case_study::Answers::default();
            case_study::mending::append(&mut answers, field, &["12".to_owned()])
        })
    };
    let first = targets.first().copied()?;
    let instead = match first {
        WHEN => Some("started"),
        WHERE => Some("town"),
        CONTACT => Some("contact_role"),
        "audiences" | "strand" => Some("participants_note"),
        _ => None,
    };
    instead
        .or_else(|| targets.iter().copied().find(|key| takes_words(key)))
        .map(str::to_owned)
}
