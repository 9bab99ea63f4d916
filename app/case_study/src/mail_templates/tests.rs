use super::{About, CameBack, LinkOpens, MailContext};

fn mail_context() -> MailContext {
    MailContext {
        public_url: "https://bank.example".into(),
        contact: "help@bank.example".into(),
        usual_wait: "usually within a week".into(),
    }
}

const ABOUT: About<'static> = About {
    reference: "WB-2345-6789",
    title: "{{7*7}} <b>Tea</b> ${x}",
    token: "f00d",
};

#[test]
fn every_mail_carries_reference_link_and_help() {
    let l = mail_context();
    for mail in [
        l.draft_begun(ABOUT),
        l.received(ABOUT),
        l.story_received(ABOUT, "We brought objects."),
        l.changes_requested(ABOUT, "evidence-gap", "changed", "How many said so?", &[]),
        l.changes_received(ABOUT, CameBack::Changed),
        l.changes_received(ABOUT, CameBack::Unchanged),
        l.approved(ABOUT),
        l.published(ABOUT, "tea"),
        l.declined(ABOUT, "out-of-scope", "It was a joy to read."),
        l.letter(ABOUT, "May we use the photograph?"),
        l.withdrawn(ABOUT),
        l.asked_yes(ABOUT, &["How many came?".to_owned()], "We shortened it."),
        l.called_back(ABOUT),
        l.reopened(ABOUT),
        l.taken_down(ABOUT, "A person in it asked us to."),
        l.refused(ABOUT),
        l.protected(ABOUT, &["did"], true),
        l.unlock_code(ABOUT, "123456"),
    ] {
        assert!(mail.subject.ends_with("(WB-2345-6789)"), "{}", mail.subject);
        assert!(
            mail.body.contains("https://bank.example/track/f00d"),
            "{}",
            mail.body
        );
        assert!(mail.body.contains("help@bank.example"));
    }
}

#[test]
fn every_mail_says_what_its_link_does() {
    let l = mail_context();
    for (mail, says) in [
        (l.draft_begun(ABOUT), LinkOpens::Draft),
        (l.received(ABOUT), LinkOpens::Sent),
        (
            l.story_received(ABOUT, "We brought objects."),
            LinkOpens::Sent,
        ),
        (
            l.changes_requested(ABOUT, "evidence-gap", "changed", "How many?", &[]),
            LinkOpens::Changes,
        ),
        (
            l.changes_received(ABOUT, CameBack::Changed),
            LinkOpens::Sent,
        ),
        (l.approved(ABOUT), LinkOpens::Sent),
        (l.published(ABOUT, "tea"), LinkOpens::Published),
        (
            l.declined(ABOUT, "out-of-scope", "A joy."),
            LinkOpens::Outcome,
        ),
        (l.letter(ABOUT, "May we?"), LinkOpens::Letter),
        (l.withdrawn(ABOUT), LinkOpens::Outcome),
        (l.asked_yes(ABOUT, &[], ""), LinkOpens::Page),
        (l.called_back(ABOUT), LinkOpens::Sent),
        (l.reopened(ABOUT), LinkOpens::Sent),
        (l.taken_down(ABOUT, ""), LinkOpens::Outcome),
        (l.refused(ABOUT), LinkOpens::Outcome),
        (l.protected(ABOUT, &["did"], true), LinkOpens::Outcome),
        (l.protected(ABOUT, &["did"], false), LinkOpens::Sent),
        (l.unlock_code(ABOUT, "123456"), LinkOpens::Code),
    ] {
        let link = if says == LinkOpens::Page {
            "/track/f00d/page\n"
        } else {
            "/track/f00d\n"
        };
        let (_, after) = mail.body.split_once(link).expect("a link");
        let expected = format!("{} Keep the link private.", says.in_words());
        assert!(after.starts_with(&expected), "{}", mail.body);
    }
}

#[test]
fn links_that_were_asked_for_again_stand_beside_their_references() {
    let links = [("WB-2345-6789", "f00d"), ("WB-2345-678A", "beef")];
    let links = links.map(|(reference, token)| (reference.to_owned(), token.to_owned()));
    let mail = mail_context().links_again(&links);
    assert_eq!(mail.subject, "The links to your case studies");
    assert!(
        mail.body.contains(
            "\n\nWB-2345-6789: https://bank.example/track/f00d\nWB-2345-678A: https://bank.example/track/beef\n\n"
        ),
        "{}",
        mail.body
    );
    assert!(mail.body.contains("help@bank.example"), "{}", mail.body);
}

#[test]
fn what_people_typed_stays_literal() {
    assert!(
        mail_context()
            .approved(ABOUT)
            .body
            .contains("{{7*7}} <b>Tea</b> ${x}")
    );
}

#[test]
fn what_its_author_sets_off_holds_nothing_typed() {
    let l = mail_context();
    for mail in [
        l.draft_begun(ABOUT),
        l.received(ABOUT),
        l.changes_received(ABOUT, CameBack::Changed),
        l.changes_received(ABOUT, CameBack::Unchanged),
        l.withdrawn(ABOUT),
        l.refused(ABOUT),
        l.unlock_code(ABOUT, "123456"),
    ] {
        assert!(
            !mail.body.contains("Tea") && !mail.subject.contains("Tea"),
            "{mail:?}"
        );
    }
}

#[test]
fn the_copy_of_a_story_is_marked_line_by_line_and_is_no_part_of_the_letter() {
    let story = "Dear all,\n\nwe brought objects.\nBest wishes,\nthe Casebook team";
    let mail = mail_context().story_received(ABOUT, story);
    let (ours, copy) = mail
        .body
        .split_once("\nWhat was sent:\n\n")
        .expect("a copy");
    assert!(
        ours.ends_with("\n\nBest wishes,\nthe Casebook team\n"),
        "{ours}"
    );
    assert_eq!(
        copy,
        "> Dear all,\n>\n> we brought objects.\n> Best wishes,\n> the Casebook team\n"
    );
    assert!(
        !mail.said.contains("objects") && !mail.subject.contains("Tea"),
        "{mail:?}"
    );
}

#[test]
fn without_a_contact_nobody_is_told_to_write() {
    let nobody = MailContext {
        contact: String::new(),
        ..mail_context()
    };
    let mail = nobody.received(ABOUT);
    assert!(!mail.body.contains("Write to"), "{mail:?}");
    assert!(
        mail.body
            .ends_with("Keep the link private.\n\nYour reference is WB-2345-6789.\n\nBest wishes,\nthe Casebook team\n"),
        "{mail:?}"
    );
}

#[test]
fn a_letter_says_how_to_answer_and_keeps_what_was_said() {
    let with = mail_context().letter(ABOUT, "May we use the photograph?");
    assert_eq!(
        with.subject,
        "A message about your case study (WB-2345-6789)"
    );
    assert!(with.said.contains("May we use the photograph?"));
    assert!(with.said.ends_with("Or reply to this email."), "{with:?}");
    assert!(!with.said.contains("f00d"), "{with:?}");
    let nobody = MailContext {
        contact: String::new(),
        ..mail_context()
    };
    let without = nobody.letter(ABOUT, "May we?");
    assert!(!without.body.contains("reply to this email"), "{without:?}");
}

#[test]
fn the_wait_is_that_of_the_installation() {
    let mail = mail_context().received(ABOUT);
    assert!(
        mail.said
            .contains("A moderator will read it, usually within a week."),
        "{mail:?}"
    );
}

#[test]
fn a_return_says_why_where_and_what() {
    let body = mail_context()
        .changes_requested(
            ABOUT,
            "lessons-missing",
            "lessons",
            "One more, please.",
            &[],
        )
        .body;
    assert!(body.contains(
        "Please look at \u{201c}Lessons\u{201d}, under \u{201c}Share what you learned\u{201d}."
    ));
    assert!(body.contains("One more, please."));
}

#[test]
fn a_request_of_notes_says_each_and_needs_no_other_word() {
    let asked = ["1. What changed: Who told you?", "2. Ended: Which year?"].map(str::to_owned);
    let said = mail_context()
        .changes_requested(ABOUT, "", "", "", &asked)
        .said;
    assert!(
        said.contains("make some changes.\n\n1. What changed: Who told you?\n\n2. Ended: Which year?\n\nOpen your"),
        "{said}"
    );
    let more = mail_context().changes_requested(ABOUT, "", "", "Thank you again.", &asked);
    assert!(
        more.said
            .contains("Which year?\n\nThank you again.\n\nOpen your"),
        "{}",
        more.said
    );
}

#[test]
fn what_comes_back_is_not_met_with_the_words_of_the_first_time() {
    let changed = mail_context().changes_received(ABOUT, CameBack::Changed);
    assert_eq!(changed.subject, "We have your changes (WB-2345-6789)");
    let same = mail_context().changes_received(ABOUT, CameBack::Unchanged);
    assert!(same.said.contains("without a change"), "{}", same.said);
}

#[test]
fn a_page_that_is_shown_comes_with_a_message_and_up_to_two_questions() {
    let questions = ["How many came?", "May we name the hospital?"].map(str::to_owned);
    let mail = mail_context().asked_yes(ABOUT, &questions, "We shortened the middle.");
    assert!(
        mail.said.ends_with(
            "Nothing goes online before you say yes.\n\nWe shortened the middle.\n\nWe have some questions:\n\n\
             1. How many came?\n\n2. May we name the hospital?"
        ),
        "{}",
        mail.said
    );
    // The private link stands in the mail alone.
    assert!(mail.body.contains("/track/f00d/page") && !mail.said.contains("f00d"));
    let bare = mail_context().asked_yes(ABOUT, &[], "");
    assert!(bare.said.ends_with("before you say yes."), "{}", bare.said);
}

#[test]
fn who_is_protected_is_not_named_again() {
    let mail = mail_context().protected(ABOUT, &["title", "did"], true);
    assert!(!mail.body.contains(ABOUT.title), "{}", mail.body);
    assert!(
        mail.said
            .contains("your answer to \u{201c}Title\u{201d} and \u{201c}What you did\u{201d}."),
        "{}",
        mail.said
    );
}

#[test]
fn a_letter_is_edited_whole_and_keeps_what_the_program_adds() {
    let l = mail_context();
    for mail in [
        l.changes_requested(ABOUT, "evidence-gap", "changed", "How many said so?", &[]),
        l.approved(ABOUT),
        l.published(ABOUT, "tea"),
        l.declined(ABOUT, "out-of-scope", "It was a joy to read."),
        l.asked_yes(ABOUT, &[], "We shortened it."),
        l.called_back(ABOUT),
        l.reopened(ABOUT),
        l.taken_down(ABOUT, "A person in it asked us to."),
    ] {
        let (before, after) = mail.around().expect("it has words");
        assert_eq!(
            format!("{before}\n\n{}{after}", mail.said),
            mail.body,
            "{}",
            mail.subject
        );
        assert!(after.contains("/track/f00d") && after.contains("WB-2345-6789"));
        let after = after.to_owned();
        // Words that look like the greeting or like a template are words.
        for words in ["Dear Ana,\n\nThank you.", "Hello,", "{said}"] {
            let edited = mail.clone().saying(words);
            assert_eq!(edited.body, format!("Hello,\n\n{words}{after}"));
            assert_eq!(
                (edited.said.as_str(), &edited.subject),
                (words, &mail.subject)
            );
        }
    }
    let published = l.published(ABOUT, "tea").saying("It is there.");
    assert!(
        published
            .body
            .contains("https://bank.example/case-studies/tea\n")
    );
    // A mail without a letter stays as it is.
    let links = l.links_again(&[]);
    assert_eq!(links.clone().saying("Other words"), links);
}

#[test]
fn a_take_down_does_not_repeat_the_title() {
    let mail = mail_context().taken_down(ABOUT, "");
    assert!(!mail.body.contains("Tea"), "{}", mail.body);
    assert!(
        mail.body.starts_with(
            "Hello,\n\nWe took your case study down, so readers can no longer see it. Nothing you wrote is lost.\n\nWe know"
        ),
        "{}",
        mail.body
    );
}
