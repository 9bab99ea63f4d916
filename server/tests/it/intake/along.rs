//! What comes along with an email: messages that it encloses, documents and photographs.

use super::inbox::{base64, message, photograph};
use super::take;
use crate::each_database;
use case_study::material::Piece;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::entity::letter;
use store::intake::Taken;
use store::material;

const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/documents/tests/files");

/// An answer to the first message, with a document and a photograph.
fn answer(number: usize, from: &str) -> Vec<u8> {
    let form = std::fs::read(format!("{FILES}/form.docx")).expect("a file of the tests");
    format!(
        "From: {from}\nSubject: Re: anything\nMessage-ID: <answer-{number}@museum.example>\n\
         References: <case-0@museum.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain; charset=utf-8\n\nHere it is.\n\
         --b\nContent-Type: image/jpeg; name=\"tea-{number}.jpg\"\nContent-Transfer-Encoding: base64\n\
         Content-Disposition: attachment\n\n{}\n\
         --b\nContent-Type: application/octet-stream; name=\"form-{number}.docx\"\nContent-Transfer-Encoding: base64\n\
         Content-Disposition: attachment\n\n{}\n--b--\n",
        base64(&photograph(number)),
        base64(&form),
    )
    .into_bytes()
}

each_database! {
    async fn the_words_of_an_enclosed_message_come_along_below_a_long_note(app: TestApp) {
        let note = "We are glad to send you this. ".repeat(8);
        let raw = format!(
            "From: Sam <sam@museum.example>\nSubject: Wellbeing case study\nMessage-ID: <note@museum.example>\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nDear team,\n\n{note}\n\
             --b\nContent-Type: message/rfc822\n\nFrom: Ana <ana@museum.example>\nSubject: Tea and objects\n\n\
             Volunteers met every Tuesday.\n--b--\n"
        );
        let Taken::Draft(made) = take(&app, raw.as_bytes()).await else { panic!("a draft") };
        assert_eq!(app.submission(made.submission_id).await.submitter_email, "sam@museum.example");
        let kept = material::of_submission(app.db.reader(), made.submission_id).await.unwrap();
        let inner = kept.iter().find(|one| one.name == "Tea and objects").expect("it is named by its subject");
        assert!(inner.pieces.iter().any(|piece| piece.text.contains("Volunteers met every Tuesday.")), "{inner:?}");
    }

    async fn the_files_of_an_answer_are_kept_and_the_letter_says_which(app: TestApp) {
        let Taken::Draft(made) = take(&app, &message(0)).await else { panic!("a draft") };
        let id = made.submission_id;
        let before = app.content(id).await;
        assert_eq!(take(&app, &answer(7, "ana0@museum.example")).await, Taken::Answer(made.reference.clone()));
        // Anybody may write that they are the museum, or somebody else of it.
        assert_eq!(take(&app, &answer(9, "bo@museum.example")).await, Taken::Answer(made.reference.clone()));
        let after = app.content(id).await;
        assert_eq!((before.pictures.len(), after.pictures.len()), (1, 2));
        // Nothing of an answer fills a field.
        assert_eq!((&after.title, &after.did, &after.own_words), (&before.title, &before.did, &before.own_words));
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        for name in ["form-7.docx", "form-9.docx"] {
            let one = kept.iter().find(|one| one.name == name).expect("it is kept");
            assert!(one.pieces.iter().any(Piece::is_left) && one.answers().is_empty(), "{one:?}");
        }
        let letters = letter::Entity::find()
            .filter(letter::Column::FromMuseum.eq(true))
            .order_by_asc(letter::Column::Id)
            .all(app.db.reader())
            .await
            .unwrap();
        let says = |letter: usize, words: &str| assert!(letters[letter].body.contains(words), "{words}: {letters:?}");
        says(0, "Here it is.\n\nFiles of this email that we kept with the case study: form-7.docx\n");
        says(0, "Photographs of this email that we added to the case study: tea-7.jpg");
        says(1, "Files of this email that we kept with the case study: form-9.docx\n");
        says(1, "Files of this email that we did not keep: tea-9.jpg");
        // The photograph is there for whoever writes the draft.
        let sam = app.moderator().await;
        let page = sam.get(&format!("/submit/{}/pictures", made.reference)).await.expect(200);
        assert!(page.body().contains(&after.pictures[1].blob), "{page:?}");
    }

    async fn a_photograph_is_known_by_what_stands_in_it_and_so_is_a_text(app: TestApp) {
        let raw = format!(
            "From: Ana <ana@museum.example>\nSubject: Wellbeing case study\nMessage-ID: <named@museum.example>\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nWe met with tea.\n\
             --b\nContent-Type: application/octet-stream; name=\"IMG_0007\"\nContent-Transfer-Encoding: base64\n\
             Content-Disposition: attachment\n\n{}\n\
             --b\nContent-Type: image/jpeg; name=\"form.jpg\"\nContent-Transfer-Encoding: base64\n\
             Content-Disposition: attachment\n\n{}\n--b--\n",
            base64(&photograph(3)),
            base64(&std::fs::read(format!("{FILES}/form.docx")).expect("a file of the tests")),
        );
        let Taken::Draft(made) = take(&app, raw.as_bytes()).await else { panic!("a draft") };
        assert_eq!(app.content(made.submission_id).await.pictures.len(), 1);
        let kept = material::of_submission(app.db.reader(), made.submission_id).await.unwrap();
        assert!(kept.iter().any(|one| one.name == "form.jpg"), "{kept:?}");
    }
}
