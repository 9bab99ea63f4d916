//! An email is read once, and never taken for another.

use super::take;
use crate::each_database;
use case_study::intake::{Outcome, Why};
use sea_orm::{EntityTrait, Set};
use store::entity::intake_mail;
use store::hash_token;
use store::intake::Taken;

/// As a form on a website writes emails: all with one id.
fn of_form(day: usize, text: &str) -> Vec<u8> {
    format!(
        "From: form@museum.example\r\nSubject: Wellbeing case study\r\nDate: Mon, 0{day} Sep 2025 16:00:00 +0100\r\n\
         Message-ID: <form@museum.example>\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}

each_database! {
    async fn an_id_that_is_used_again_swallows_no_case_study(app: TestApp) {
        let both = [of_form(1, "We drank tea with objects."), of_form(8, "We baked bread in the mill.")];
        for raw in &both {
            assert!(matches!(take(&app, raw).await, Taken::Draft(_)));
        }
        for raw in &both {
            assert!(matches!(take(&app, raw).await, Taken::Before(_)));
        }
        // Which of the two is answered, nobody can say.
        let answer = "From: ana@museum.example\r\nSubject: Re: anything\r\nMessage-ID: <a@museum.example>\r\nReferences: <form@museum.example>\r\n\r\nYes.\r\n";
        assert_eq!(take(&app, answer.as_bytes()).await, Taken::LeftAlone(Why::OtherSubject));
    }

    async fn what_an_earlier_version_read_counts_as_read(app: TestApp) {
        // The hash of the id alone; and without an id of these, in this order.
        let without = "form@museum.example\nWellbeing case study\n0\nWe drank tea.";
        for (number, before) in ["message form@museum.example".to_owned(), format!("text {without}")].iter().enumerate() {
            intake_mail::Entity::insert(intake_mail::ActiveModel {
                message_id_hash: Set(hash_token(before)),
                outcome: Set(Outcome::LeftAlone.slug().to_owned()),
                target_id: Set(None),
                why: Set(Why::OtherSubject.slug().to_owned()),
                subject: Set(format!("One {number}")),
                sender: Set("form@museum.example".to_owned()),
                files: Set("[]".to_owned()),
                sent_at: Set(None),
                account_id: Set(None),
                created_at: Set(app.db.now_ms()),
                ..Default::default()
            })
            .exec(app.db.writer())
            .await
            .unwrap();
        }
        assert!(matches!(take(&app, &of_form(1, "We drank tea.")).await, Taken::Before(_)));
        let raw = "From: form@museum.example\r\nSubject: Wellbeing case study\r\n\r\nWe drank tea.\r\n";
        assert!(matches!(take(&app, raw.as_bytes()).await, Taken::Before(_)));
    }
}
