//! What was typed into a form that could not be taken, to be given back on the page of the error.

use crate::web::forms::PostedForm;
use case_study::declarations::DECLARATIONS;
use case_study::fields::field;
use case_study::text::upper_first;
use std::collections::BTreeMap;

/// Parts that nobody types, that are only chosen, or that are shown to nobody.
const NOT_TYPED: [&str; 32] = [
    "action",
    "again",
    "agreement",
    "back",
    "base",
    "case",
    "code",
    "cookie_set",
    "current",
    "end",
    "field",
    "form_key",
    "from",
    "kind",
    "last",
    "marks",
    "mine",
    "next",
    "opened",
    "part",
    "password",
    "preview",
    "put",
    "reason",
    "role",
    "sealed",
    "shortlist",
    "shown",
    "start_key",
    "version",
    "website",
    "weight",
];
/// How the boxes begin that say where a piece of a museum's words goes.
const INTO: &str = "into-";

/// The form that came after a session had ended, within the form that signs in.
const UNSENT: &str = "unsent";

/// Each question with the lines of what was typed or ticked. A password is never among them.
#[must_use]
pub fn given_back(form: &PostedForm) -> Vec<(String, Vec<String>)> {
    let of_fields = asks_for_fields(&form.path);
    let mut order: Vec<String> = Vec::new();
    let mut typed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, value) in pairs(&form.body) {
        if NOT_TYPED.contains(&key.as_str()) || key.starts_with(INTO) {
            continue;
        }
        if !typed.contains_key(&key) {
            order.push(key.clone());
        }
        typed.entry(key).or_default().push(value);
    }
    order
        .into_iter()
        .filter_map(|key| {
            let values = typed.remove(&key)?;
            let (heading, lines) = in_words(&key, values, of_fields);
            let is_blank = lines.iter().all(|line| line.trim().is_empty());
            (!is_blank).then_some((heading, lines))
        })
        .collect()
}

/// The parts of a form to send once more as it is, by a button. `None` where there is nothing to send, for a form that
/// holds a password, which is written into no page, and for one that came with files, which are not kept.
#[must_use]
pub fn to_send_again(form: &PostedForm) -> Option<Vec<(String, String)>> {
    let parts: Vec<(String, String)> = url::form_urlencoded::parse(&form.body)
        .into_owned()
        .collect();
    let is_secret = |key: &str| key.contains("password") || key == "current";
    let can_be =
        !form.had_files && !parts.is_empty() && !parts.iter().any(|(key, _)| is_secret(key));
    can_be.then_some(parts)
}

/// Whether a page asks for fields of the table; elsewhere the same name may mean something else.
fn asks_for_fields(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    match parts.next() {
        Some("submit") => !path.ends_with("/letter"),
        Some("moderate") => parts.any(|part| matches!(part, "edit" | "prepare" | "tags")),
        _ => false,
    }
}

/// The parts of a form, and of the form that signing in carries along.
fn pairs(body: &[u8]) -> Vec<(String, String)> {
    let all = url::form_urlencoded::parse(body).into_owned();
    all.flat_map(|(key, value)| {
        if key == UNSENT {
            url::form_urlencoded::parse(value.as_bytes())
                .into_owned()
                .collect()
        } else {
            vec![(key, value)]
        }
    })
    .collect()
}

fn in_words(key: &str, values: Vec<String>, of_fields: bool) -> (String, Vec<String>) {
    if key == "declarations" {
        let ticked = DECLARATIONS
            .iter()
            .filter(|one| values.iter().any(|key| key == one.key));
        let lines = ticked.map(|one| one.words.to_owned()).collect();
        return ("Statements that you ticked".to_owned(), lines);
    }
    if of_fields && let Some(field) = field(key) {
        let question = if field.is_asked() {
            field.question
        } else {
            field.heading
        };
        return (question.to_owned(), field.kind.to_lines(&values));
    }
    let heading = match key {
        "email" => "Email address".to_owned(),
        "text" => "What you wrote".to_owned(),
        // The name that a form of ours gives to a part of it is a word.
        other => upper_first(&other.replace('_', " ")),
    };
    (heading, values)
}

#[cfg(test)]
mod tests {
    use super::{given_back, to_send_again};
    use crate::web::forms::PostedForm;

    fn of(path: &str, body: &'static str) -> Vec<(String, Vec<String>)> {
        given_back(&PostedForm {
            path: path.to_owned(),
            body: body.as_bytes().into(),
            had_files: false,
        })
    }

    fn part(heading: &str, lines: &[&str]) -> (String, Vec<String>) {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        (heading.to_owned(), lines)
    }

    #[test]
    fn a_page_of_a_draft_is_given_back_under_its_questions() {
        let body = "base=f00d.beef&need=Why%0D%0Aso&started=5&started=2019&country=FI&summary=&action=continue";
        assert_eq!(
            of("/submit/WB-2345-6789/story", body),
            [
                part("Why did you do it?", &["Why", "so"]),
                part("When did it start?", &["May 2019"]),
                part("Country", &["Finland"]),
            ]
        );
        let ticked = of(
            "/submit/WB-2345-6789/check",
            "declarations=facts&declarations=x",
        );
        assert_eq!(ticked[0].0, "Statements that you ticked");
        assert_eq!(ticked[0].1.len(), 1);
    }

    #[test]
    fn a_letter_is_given_back_and_what_nobody_typed_is_not() {
        let body = "version=3&reason=too-short&message=Dear+all%2C+%3Cb%3E&preview=yes";
        assert_eq!(
            of("/moderate/cases/WB-2345-6789/changes", body),
            [part("Message", &["Dear all, <b>"])]
        );
    }

    #[test]
    fn what_staff_edit_is_given_back_under_its_questions_and_a_museums_letter_is_not() {
        let question = [part("Why did you do it?", &["They were lonely."])];
        for page in [
            "cases/WB-2345-6789/edit",
            "cases/WB-2345-6789/edit/need",
            "cases/WB-2345-6789/prepare",
            "bank/tea/edit/need",
        ] {
            let body =
                "version=3&weight=meaning&part=story&put=yes&into-1-2=did&need=They+were+lonely.";
            assert_eq!(of(&format!("/moderate/{page}"), body), question, "{page}");
        }
        assert_eq!(
            of(
                "/submit/WB-2345-6789/letter",
                "form_key=f00d&message=Any+news%3F"
            ),
            [part("Message", &["Any news?"])]
        );
    }

    #[test]
    fn a_form_is_sent_again_as_it_was_unless_it_holds_a_password() {
        let form = |body: &'static str| PostedForm {
            path: "/submit/WB-2345-6789/story".to_owned(),
            body: body.as_bytes().into(),
            had_files: false,
        };
        let parts = to_send_again(&form("base=f00d&need=Why%0D%0Aso&themes=a&themes=b"));
        let parts = parts.expect("it can be sent");
        let pairs: Vec<(&str, &str)> = parts
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("base", "f00d"),
                ("need", "Why\r\nso"),
                ("themes", "a"),
                ("themes", "b")
            ]
        );
        for secret in ["", "email=a&password=b", "current=a&password=b"] {
            assert_eq!(to_send_again(&form(secret)), None, "{secret}");
        }
        // Without its files it would say something else.
        let parts = PostedForm {
            had_files: true,
            ..form("own_words=Tea&action=keep")
        };
        assert_eq!(to_send_again(&parts), None);
    }

    #[test]
    fn a_password_is_shown_to_nobody() {
        assert_eq!(
            of(
                "/account/sign-in",
                "email=ana%40museum.example&password=secret&current=old&code=123456&unsent=version%3D3%26message%3DDear%2Ball"
            ),
            [
                part("Email address", &["ana@museum.example"]),
                part("Message", &["Dear all"]),
            ]
        );
    }
}
