//! What was written to and fro, as the museum reads it.

use crate::ui::{ButtonLook, Details, LinkButton, Paragraphs, when};
use leptos::prelude::*;
use store::letters::Letter;

/// Where a letter that was just written stands.
pub(super) const ID: &str = "letters";

/// Every letter, the newest first and open, unless it was `told` already: what we ask for stands above
/// everything else. With the reference of what its author may write, a way to write another.
pub(super) fn view(
    letters: &[Letter],
    told: bool,
    writer: Option<&str>,
) -> Option<impl IntoView + use<>> {
    if letters.is_empty() && writer.is_none() {
        return None;
    }
    let write = writer.map(|reference| {
        view! { <p class="actions"><LinkButton href=paths::draft_letter(reference) label="Write to us about it" look=ButtonLook::Secondary/></p> }
    });
    let none = letters
        .is_empty()
        .then(|| view! { <p>"Nothing was written yet."</p> });
    let newest = letters
        .last()
        .filter(|letter| letter.from_museum || !told)
        .map(|letter| letter.id);
    let list = letters
        .iter()
        .rev()
        .map(|letter| {
            let open = newest == Some(letter.id);
            view! { <li>{one(letter, open)}</li> }
        })
        .collect_view();
    let list = (!letters.is_empty()).then(|| view! { <ol class="letters">{list}</ol> });
    Some(view! {
        <section class="section measure stack" aria-labelledby=ID>
            <h2 id=ID tabindex="-1">"What we wrote to each other"</h2>
            {none}
            {list}
            {write}
        </section>
    })
}

fn one(letter: &Letter, open: bool) -> impl IntoView + use<> {
    let who = if letter.from_museum {
        "You wrote to us"
    } else {
        "We wrote to you"
    };
    let at = when::moment(letter.at);
    let summary = if letter.subject.is_empty() {
        format!("{who}, {at}")
    } else {
        format!("{who}, {at}: {}", letter.subject)
    };
    let body = letter.body.clone();
    view! { <Details summary=summary open=open><Paragraphs text=body/></Details> }
}

#[cfg(test)]
mod tests {
    use super::view;
    use leptos::prelude::*;
    use store::letters::Letter;

    fn letter(id: i64, from_museum: bool, body: &str) -> Letter {
        Letter {
            id,
            from_museum,
            subject: String::new(),
            body: body.into(),
            at: 0,
            mail: None,
            is_new: false,
        }
    }

    #[test]
    fn the_newest_stands_first_and_open() {
        let letters = [
            letter(1, false, "Thank <b>you</b>."),
            letter(2, true, "Any news?"),
        ];
        let html = view(&letters, true, None).expect("letters").to_html();
        let (news, thanks) = (html.find("Any news?"), html.find("Thank &lt;b&gt;you"));
        assert!(news < thanks && news.is_some(), "{html}");
        assert_eq!(html.matches("<details open").count(), 1);
        assert!(!html.contains("Write to us about it"), "{html}");
        assert!(html.contains("You wrote to us") && html.contains("We wrote to you"));
    }

    #[test]
    fn what_stands_above_already_is_not_open_too() {
        let asked = [letter(1, false, "How many came?")];
        let open = |told| {
            let html = view(&asked, told, None).expect("a letter").to_html();
            html.matches("<details open").count()
        };
        assert_eq!((open(false), open(true)), (1, 0));
    }

    #[test]
    fn without_letters_only_its_author_is_told() {
        assert!(view(&[], false, None).is_none());
        let html = view(&[], false, Some("WB-2345-6789"))
            .expect("a way")
            .to_html();
        assert!(html.contains("/submit/WB-2345-6789/letter"), "{html}");
    }
}
