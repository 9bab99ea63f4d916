use super::*;

fn messages(file: &str) -> Vec<(usize, usize, String)> {
    Mbox::new(file.as_bytes())
        .map(|piece| {
            let piece = piece.unwrap();
            let text = String::from_utf8(piece.bytes).unwrap();
            (piece.number, piece.line, text)
        })
        .collect()
}

const LINE: &str = "From ana@museum.example Mon Sep  8 16:40:00 2025\n";

#[test]
fn messages_are_taken_apart_and_their_lines_are_theirs_again() {
    let file = format!(
        "{LINE}Subject: One\n\nFrom the start we knew.\n\nFrom here on it went well.\n>From me\n>>From you\n> not\n\n{LINE}Subject: Two\n\nText\n"
    );
    assert_eq!(
        messages(&file),
        [
            (
                1,
                1,
                "Subject: One\n\nFrom the start we knew.\n\nFrom here on it went well.\nFrom me\n>From you\n> not\n"
                    .to_owned()
            ),
            (2, 11, "Subject: Two\n\nText\n".to_owned()),
        ]
    );
}

#[test]
fn line_ends_of_every_system_and_an_empty_message() {
    let line = LINE.replace('\n', "\r\n");
    let file = format!(
        "\u{feff}{line}{line}Subject: Two\r\n\r\nText\r\n\r\nFrom - Mon Sep  8 16:40:00 2025\r\nA: b\r\n"
    );
    let found: Vec<_> = messages(&file).into_iter().map(|one| one.2).collect();
    assert_eq!(found, ["", "Subject: Two\r\n\r\nText\r\n", "A: b\r\n"]);
}

#[test]
fn another_file_is_none_and_an_empty_one_holds_nothing() {
    assert!(matches!(
        Mbox::new("Subject: One\n\nText".as_bytes()).next(),
        Some(Err(MboxError::NotOne))
    ));
    assert!(Mbox::new("".as_bytes()).next().is_none());
    assert!(Mbox::new("\n\n".as_bytes()).next().is_none());
    assert!(looks_like_mbox(LINE.as_bytes()) && !looks_like_mbox(b"From: ana"));
}

#[test]
fn a_sentence_starts_no_message_and_what_programs_write_does() {
    for line in [
        "From 10:30 on Tuesdays in 2019 we met in the gallery.\nNote: bring tea.",
        "From Tue Sep 9 2025 at 10:30 we met.",
        "From Tue Sep  9 10:30:00 2025 we met.\nAnna: yes",
        "From 2019-09-08 10:30 on we met.",
        "From \nAnna: it was wonderful.",
        "From -\nand to",
        "From ana@museum.example\nwe heard",
        "From 10:30 in 2019\n\nSubject: none",
    ] {
        let file = format!("{LINE}Subject: One\n\nText\n\n{line}\n");
        let found = messages(&file);
        assert_eq!(found.len(), 1, "{line}");
        assert!(found[0].2.contains(line), "{line}");
    }
    for line in [
        "From ana@museum.example Mon Sep 08 16:40:00 2025",
        "From 1234567@xxx Mon Sep 08 16:40:00 +0000 2025",
        "From ana@museum.example Mon Sep  8 16:40 BST 2025",
        "From \"Ana Field\" Mon Sep  8 16:40:00 2025 +0100",
        "From ana@museum.example 2025-09-08T16:40:00+01:00",
        "From ana@museum.example 2025-09-08 16:40:00 +0100",
        "From - Mon Sep 08 16:40:00 2025",
        "From ",
        "From -",
        "From ana@museum.example",
        "From ana@museum.example Mo 08. Sept. 2025 16:40",
    ] {
        let file = format!(
            "{LINE}Subject: One\n\nText\n\n{line}\nX-Mozilla-Status: 1\nSubject: Two\n\nText\n"
        );
        let found = messages(&file);
        assert_eq!(found.len(), 2, "{line}");
        assert_eq!((found[0].1, found[1].1), (1, 6), "{line}");
        assert_eq!(messages(&format!("{line}\nSubject: Two\n")).len(), 1);
    }
}
