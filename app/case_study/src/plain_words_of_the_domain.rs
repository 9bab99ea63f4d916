//! Everything that the domain says to people, held to the list of docs/WORDS.md.

use super::every_mail;
use super::plain_words::PlainWords;
use crate::declarations::{DECLARATIONS, MISSING};
use crate::email::email_fault;
use crate::every_mail::ABOUT;
use crate::field_notes::NoteRefusal;
use crate::fields::complete_case::complete_case;
use crate::fields::{FactGroup, Kind, Section};
use crate::mail_templates::Mail;
use crate::planned::PlannedAction;
use crate::reader_message::{MessageKind, MessageState, Written};
use crate::stored::{NEWER, Stored};
use crate::validation::{advice, check_import, check_to_publish, check_to_send};
use crate::{
    Answers, CaseState, CaseStudyContent, Decision, EventKind, FIELDS, Facet, Status, Vocabulary,
    WorkingCopy,
};

/// Words of one kind of text, each with a name for it.
#[track_caller]
fn hold(said: impl IntoIterator<Item = (String, String)>) {
    let list = PlainWords::read();
    let faults: Vec<String> = said
        .into_iter()
        .flat_map(|(name, text)| {
            let faults = list.faults(&text);
            faults
                .into_iter()
                .map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn why_a_note_is_refused() {
    let all = [
        NoteRefusal::FieldIsGone,
        NoteRefusal::NotNow,
        NoteRefusal::NotYours,
        NoteRefusal::OwnMuseum(crate::own_museum::OwnMuseum::Name),
    ];
    hold(all.map(|why| named("note", &why.in_words())));
}

fn named(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

#[test]
fn the_list_finds_whole_words_in_any_case_and_knows_exceptions() {
    let list = PlainWords::read();
    let found = |text: &str| list.faults(text).len();
    assert_eq!(found("Check your email and your junk mail."), 0);
    assert_eq!(found("Open the mail."), 1);
    assert_eq!(found("Mail us"), 1);
    // As a whole word and as a part of another.
    assert_eq!(found("An e-mail"), 2);
    assert_eq!(found("Everybody\u{2019}s draft"), 1);
    assert_eq!(found("PUT  IT\nRIGHT"), 1);
    assert_eq!(found("Recommended, with mended_by and --mail-from"), 0);
    assert_eq!(
        found("See https://museum.example/mail or mail@museum.example"),
        0
    );
}

#[test]
fn questions_headings_and_lists() {
    let fields = FIELDS.iter().flat_map(|field| {
        let missing = field.need.missing().unwrap_or_default();
        [
            field.question,
            field.heading,
            field.name_for_author(),
            field.hint,
            missing,
        ]
        .map(|text| named(field.key, text))
        .into_iter()
        .chain([(field.key.to_owned(), field.kind.limit_in_words())])
    });
    let sections = Section::ALL.iter().flat_map(|section| {
        [section.title(), section.heading(), section.intro()]
            .map(|text| named(section.slug(), text))
    });
    let groups = FactGroup::ALL.map(|group| named("facts", group.heading()));
    let lists = Vocabulary::ALL.iter().flat_map(|list| {
        let terms = list.terms().iter().flat_map(|term| {
            [
                named(term.slug, term.label),
                named(term.slug, term.definition),
            ]
        });
        std::iter::once(named(list.slug(), list.label())).chain(terms)
    });
    let facets = Facet::ALL
        .iter()
        .map(|facet| named(facet.slug(), facet.label()));
    let statements = DECLARATIONS
        .iter()
        .map(|one| named(one.key, one.words))
        .chain([named("declarations", MISSING)]);
    hold(
        fields
            .chain(sections)
            .chain(groups)
            .chain(lists)
            .chain(facets)
            .chain(statements),
    );
}

#[test]
fn what_happens_and_what_is_decided() {
    let states: Vec<Stored<CaseState>> = CaseState::ALL
        .iter()
        .map(|state| (*state).into())
        .chain([Stored::Newer("lost".to_owned())])
        .collect();
    let statuses = Status::ALL.iter().flat_map(|status| {
        let status: Stored<Status> = (*status).into();
        let next: Vec<_> = states
            .iter()
            .map(|state| named(status.slug(), status.what_happens_next(state)))
            .collect();
        std::iter::once(named("status", status.label())).chain(next)
    });
    let states = CaseState::ALL
        .iter()
        .map(|state| named("state", state.label()));
    let history = EventKind::all().flat_map(|kind| {
        [
            named(kind.slug(), kind.text_for_staff()),
            named(kind.slug(), kind.text_for_author().unwrap_or_default()),
        ]
    });
    let decisions = Decision::ALL.into_iter().flat_map(|decision| {
        let words = decision.words();
        let message = words.message.map_or([""; 4], |message| {
            [message.lede, message.label, message.hint, message.send]
        });
        [
            words.button,
            words.cannot,
            words.done.heading,
            words.done.text,
        ]
        .into_iter()
        .chain(message)
        .map(|text| named(words.slug, text))
        .collect::<Vec<_>>()
    });
    let messages = MessageKind::ALL
        .into_iter()
        .map(|kind| named(kind.slug(), kind.label()))
        .chain([
            named("message", MessageState::Open.label()),
            named("message", MessageState::Handled.label()),
            named("newer", NEWER),
        ]);
    hold(
        statuses
            .chain(states)
            .chain(history)
            .chain(decisions)
            .chain(messages),
    );
}

#[test]
fn guards_and_what_staff_are_told() {
    use crate::involved::Involved;
    use crate::notices::Notices;
    use crate::own_museum::OwnMuseum;
    use crate::publishable::Obstacle;
    use crate::sensitive::Sensitive;

    let own = OwnMuseum::ALL
        .into_iter()
        .flat_map(|why| [true, false].map(|alone| Obstacle::OwnMuseum { why, alone }));
    let involved = Involved::ALL
        .into_iter()
        .flat_map(|why| [true, false].map(|alone| Obstacle::AnotherPerson { why, alone }));
    let obstacles = own.chain(involved).chain([
        Obstacle::NeedsSecond { alone: true },
        Obstacle::NeedsSecond { alone: false },
        Obstacle::SaidYes,
        Obstacle::SecondByAuthor,
    ]);
    let reasons = [
        Sensitive::Note("Abuse".into()),
        Sensitive::AtRisk("Children".into()),
        Sensitive::Quotation,
        Sensitive::Recognisable,
        Sensitive::SaidSo,
    ];
    let chosen = Notices::ALL.into_iter().flat_map(|one| {
        let (label, hint) = one.words();
        [label, hint]
    });
    let said = obstacles
        .map(|one| one.in_words())
        .chain(reasons.map(|one| one.in_words()))
        .chain(chosen.map(str::to_owned));
    hold(said.map(|text| named("told", &text)));
}

/// Answers that no field takes, and what is said of each.
fn unreadable() -> Vec<(String, String)> {
    let typed = [
        "about 20",
        "\u{2026}",
        "21-22",
        "1700",
        "nobody",
        "a b@museum.example",
        "a@[127.0.0.1]",
        "\u{e9}@museum.example",
        "a..b@museum.example",
        "a@museum",
        "a@-museum.example",
        "www.museum.example",
        "91, 200",
        "0",
    ];
    let mut said = Vec::new();
    for text in typed {
        for field in FIELDS.iter().filter(|field| field.is_asked()) {
            let mut copy = WorkingCopy::default();
            let mut answers = Answers::default();
            answers.set(field.key, vec![text.to_owned(), text.to_owned()]);
            let lost = copy.put(&answers, std::iter::once(field));
            said.extend(
                lost.into_iter()
                    .chain(copy.unreadable())
                    .map(|fault| (fault.field, fault.message)),
            );
        }
        said.push(named("email", email_fault(text).unwrap_or_default()));
    }
    said
}

/// A case in which every answer is too long, too much or not one of the list.
fn too_much() -> CaseStudyContent {
    let mut content = complete_case();
    for field in FIELDS {
        let answers: Vec<String> = match field.kind {
            Kind::Words { max, .. } => vec!["word ".repeat(usize::try_from(max).unwrap_or(0) + 9)],
            Kind::Line { max, .. } => vec!["w".repeat(usize::try_from(max).unwrap_or(0) + 9)],
            Kind::Lines { max, .. } => {
                vec!["line".to_owned(); usize::try_from(max).unwrap_or(0) + 2]
            }
            Kind::Many(list, ..) => list
                .terms()
                .iter()
                .map(|term| term.slug.to_owned())
                .collect(),
            Kind::One(_) => vec!["no-such-term".to_owned()],
            Kind::Tick => vec!["yes".to_owned()],
            _ => continue,
        };
        // Some are refused on the way in; `unreadable` has their sentences.
        let _ = field.put(&mut content, &answers);
    }
    content
}

/// The same with answers that are too short or have no letters.
fn too_little() -> CaseStudyContent {
    let mut content = complete_case();
    for field in FIELDS {
        let answer = match field.kind {
            Kind::Words { .. } | Kind::Lines { .. } => "one",
            Kind::Line { .. } => "7",
            _ => continue,
        };
        let _ = field.put(&mut content, &[answer.to_owned()]);
    }
    content.strand.clone_into(&mut content.second_strand);
    content.ended = content.started;
    content.still_running = true;
    content
}

#[test]
fn what_is_wrong_with_an_answer() {
    let contents = [CaseStudyContent::default(), too_much(), too_little()];
    let faults = contents.iter().flat_map(|content| {
        let advised = FIELDS.iter().filter_map(|field| {
            let advice = advice(field, content)?;
            Some((field.key.to_owned(), advice))
        });
        check_to_send(content)
            .into_iter()
            .chain(check_to_publish(content))
            .chain(check_import(content))
            .map(|fault| (fault.field, fault.message))
            .chain(advised)
    });
    let odd = |text: String| Written {
        name: text.chars().take(200).collect(),
        email: text.chars().take(300).collect(),
        text,
        ..Written::default()
    };
    let written = [
        Written::default(),
        odd("a".to_owned()),
        odd("1234567890".to_owned()),
        odd("word ".repeat(900)),
    ];
    let messages = written.iter().flat_map(|written| {
        [
            written.faults_of_concern(),
            written.faults_of_claim(),
            written.faults_of_question(),
        ]
        .concat()
        .into_iter()
        .map(|fault| (fault.field, fault.message))
    });
    let said: Vec<_> = faults.chain(messages).chain(unreadable()).collect();
    assert!(said.len() > 100, "{}", said.len());
    hold(said);
}

#[test]
fn emails() {
    let all_of = |contact: &str| -> Vec<Mail> {
        let context = every_mail::context(contact);
        let returns = Vocabulary::ReturnReason.terms().iter().flat_map(|reason| {
            FIELDS
                .iter()
                .filter(|field| field.is_asked())
                .map(|field| {
                    context.changes_requested(ABOUT, reason.slug, field.key, "One more.", &[])
                })
                .collect::<Vec<_>>()
        });
        let declines = Vocabulary::DeclineReason
            .terms()
            .iter()
            .map(|reason| context.declined(ABOUT, reason.slug, "Thank you."));
        let every = every_mail::every(&context)
            .into_iter()
            .map(|sent| sent.mail);
        every.chain(returns).chain(declines).collect()
    };
    let mails = [all_of("help@casebook.example"), all_of("")].concat();
    let due = PlannedAction::ALL.map(|action| named("due", action.when_due()));
    let said = mails.into_iter().flat_map(|mail| {
        let name = mail.subject.clone();
        [(name.clone(), mail.subject), (name, mail.body)]
    });
    hold(said.chain(due));
}
