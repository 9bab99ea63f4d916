use super::*;
use crate::Kind;

fn mail(raw: &str) -> Mail {
    read(raw.replace('\n', "\r\n").as_bytes()).unwrap()
}

const HEAD: &str = "From: Ana Field <ana@museum.example>\nTo: wellbeing@bank.example\nSubject: Tea\nDate: Mon, 08 Sep 2025 16:40:00 +0100\nMessage-ID: <one@museum.example>\nMIME-Version: 1.0\n";

#[test]
fn a_message_of_several_parts_is_read() {
    let read = mail(&format!(
        "{HEAD}In-Reply-To: <b@bank.example>\nReferences: <a@museum.example> <b@bank.example>\n\
         Content-Type: multipart/mixed; boundary=\"x\"\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n\
         --y\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nCaf=C3=A9\n-- =\n\nAna\n\
         --y\nContent-Type: text/html\n\n<p>Caf&eacute;</p>\n--y--\n\
         --x\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; \
         filename*=utf-8''Tour%20%E2%80%93%20gallery.jpg\n\n/9j/\n--x\nContent-Type: application/pdf; \
         name=\"../../etc/plan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERg==\n--x--\n"
    ));
    assert_eq!(read.subject, "Tea");
    assert_eq!(read.from.name, "Ana Field");
    assert_eq!(read.to, ["wellbeing@bank.example"]);
    assert_eq!(read.sent_at, Some(1_757_346_000_000));
    assert_eq!(read.message_id.as_deref(), Some("one@museum.example"));
    assert_eq!(read.answers, ["b@bank.example", "a@museum.example"]);
    assert_eq!(
        (read.parts.own.as_str(), read.parts.signature.as_str()),
        ("Caf\u{e9}", "Ana")
    );
    let files: Vec<_> = read
        .attachments
        .iter()
        .map(|file| {
            (
                file.name.as_str(),
                file.media_type.as_str(),
                file.bytes.len(),
            )
        })
        .collect();
    assert_eq!(
        files,
        [
            ("Tour \u{2013} gallery.jpg", "image/jpeg", 3),
            ("plan.pdf", "application/pdf", 4)
        ]
    );
    assert_eq!(read.kind, Kind::Person);
}

#[test]
fn a_page_alone_becomes_text_and_old_letters_are_read() {
    let read = mail(&format!(
        "{HEAD}Content-Type: text/html; charset=utf-8\n\n<html><body><h3>Why</h3><p>Lonely.</p></body></html>"
    ));
    assert_eq!(read.parts.own, "Why\n\nLonely.");
    let mut raw = HEAD.as_bytes().to_vec();
    raw.extend_from_slice(b"\nEsm\xe9e gave \xa31");
    assert_eq!(
        super::read(&raw).unwrap().parts.own,
        "Esm\u{e9}e gave \u{a3}1"
    );
    let flowed = mail(&format!(
        "{HEAD}Content-Type: text/plain; format=flowed\n\nOne \nline\ntwo"
    ));
    assert_eq!(flowed.parts.own, "One line\ntwo");
}

#[test]
fn a_message_inside_of_another_is_read_too_and_not_for_ever() {
    let inner = "From: Bo <bo@museum.example>\nSubject: Wellbeing case study\n\nWe met.";
    let one = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\nContent-Type: Message / RFC822\n\n{inner}\n--x--\n"
    );
    let outer = mail(&one);
    assert_eq!(outer.parts.own, "see below");
    assert_eq!(outer.enclosed.len(), 1, "{outer:?}");
    assert_eq!(outer.enclosed[0].subject, "Wellbeing case study");
    assert_eq!(outer.enclosed[0].parts.own, "We met.");
    for line in [
        "Content-Type: message/rfc822\n\n",
        "Content-Type: (a)message(b)/(c)rfc822\n\n",
        "Content-Type: message/global\n\n",
    ] {
        let deep = format!("{HEAD}{}", line.repeat(150));
        let _ = read(deep.as_bytes());
        let deeper = format!("{HEAD}{}", line.repeat(100_000));
        assert_eq!(read(deeper.as_bytes()), Err(MailError::TooManyParts));
    }
}

#[test]
fn programs_are_told_from_people() {
    let report = "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\nReturn-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nNot delivered.\n--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n--x\nContent-Type: message/rfc822\n\nFrom: us@bank.example\nSubject: Wellbeing case study\n\nOur letter\n--x--\n";
    assert_eq!(mail(report).kind, Kind::Bounce);
    for (line, kind) in [
        ("Auto-Submitted: auto-replied\n", Kind::AutomaticReply),
        ("Return-Path: <>\n", Kind::AutomaticReply),
        ("X-Autoreply: yes\n", Kind::AutomaticReply),
        ("Precedence: bulk\n", Kind::Bulk),
        ("List-Id: <gem.museum.example>\n", Kind::List),
        ("Return-Path: <ana@museum.example>\n", Kind::Person),
    ] {
        assert_eq!(mail(&format!("{HEAD}{line}\nText")).kind, kind, "{line}");
    }
}

#[test]
fn what_is_no_message_says_why() {
    for (raw, error) in [
        (&b""[..], MailError::Empty),
        (b" \r\n\n", MailError::Empty),
        (b"Dear all,\n\nWe met.", MailError::NoHead),
        (b"\x00\x01\x02\xff\xfe", MailError::NoHead),
        (b"PK\x03\x04", MailError::NoHead),
        (b"Subject: Tea\n\nText", MailError::NoSender),
        (b"From: nobody\nSubject: Tea\n\nText", MailError::NoSender),
        (
            b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\nno parts here",
            MailError::NoParts,
        ),
    ] {
        assert_eq!(read(raw), Err(error), "{}", String::from_utf8_lossy(raw));
    }
    let broken = mail(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nWe met.\n--x\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\n\u{1}\u{2}!!\n--x--\n"
    ));
    assert_eq!(broken.parts.own, "We met.");
    assert!(broken.attachments.is_empty(), "{broken:?}");
}

#[test]
fn nothing_that_is_sent_makes_it_stop() {
    let raw = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=\"x\"\n\n--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogYUBiLmV4YW1wbGUKCnRleHQ=\n--x--\n"
    );
    let bytes = raw.as_bytes();
    for cut in 0..bytes.len() {
        let _ = read(&bytes[..cut]);
        let mut changed = bytes.to_vec();
        changed[cut] = changed[cut].wrapping_add(97);
        let _ = read(&changed);
    }
    let many = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n{}",
        "--x\nA: b\n\nc\n".repeat(1_000)
    );
    assert_eq!(read(many.as_bytes()), Err(MailError::TooManyParts));
    let long = format!("{HEAD}{}\n\ntext", "X: y\n".repeat(5_000));
    assert_eq!(read(long.as_bytes()), Err(MailError::Damaged));
}

#[test]
fn no_word_of_a_message_is_another() {
    let read = mail(
        "From: Ana <ana@museum.example>\nSubject: Wellbeing case study (Leeds) Global Voices\nContent-Type: multipart/mixed; boundary=x\n\n\
         --x\nContent-Type: text/plain\n\nOur quarterly (printed) digest says message/rfc822.\n\
         --x\nContent-Type: text/plain; name=\"plan (2) global.txt\"\n\nA (printed) digest\n--x--\n",
    );
    assert_eq!(read.subject, "Wellbeing case study (Leeds) Global Voices");
    assert_eq!(
        read.parts.own,
        "Our quarterly (printed) digest says message/rfc822."
    );
    assert_eq!(read.attachments[0].name, "plan (2) global.txt");
    assert_eq!(read.attachments[0].bytes, b"A (printed) digest");
}

#[test]
fn a_head_that_hides_a_message_does_no_harm() {
    let inner = "From: Bo <bo@museum.example>\nSubject: Tea\n\nWe met.\n";
    // A boundary in the middle of a line, which only the parser sees.
    let hidden = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below --x\nContent-Type: message/rfc822\n\n{inner}--x--\n"
    );
    let read = mail(&hidden);
    assert_eq!(read.subject, "Tea");
    assert!(read.enclosed.is_empty() && read.damaged.len() == 1);
    let level = |at: usize| {
        format!(
            "a --x{at}\nContent-T ype: multipart/mixed; boundary=x{at}\n\n\nb --x{at}\nCon tent-Type: message/rfc822\n\n"
        )
    };
    let deep: String = (0..150).map(level).collect();
    let _ = super::read(
        format!("{HEAD}Content-Type: multipart/mixed; boundary=x0\n\n{deep}").as_bytes(),
    );
    let deeper: String = (0..1_000).map(level).collect();
    assert_eq!(
        super::read(format!("{HEAD}{deeper}").as_bytes()),
        Err(MailError::TooManyParts)
    );
}

#[test]
fn files_of_text_keep_their_letters_and_texts_find_theirs() {
    // "£500 – Ana’s" as Windows writes it, in base64; and as Notepad does, with two bytes a letter.
    for (file, text) in [
        ("ozUwMCCWIEFuYZJz", "\u{a3}500 \u{2013} Ana\u{2019}s"),
        ("//6jADUAMAAwAA==", "\u{a3}500"),
        ("77u/wqM1MDA=", "\u{a3}500"),
        ("wqM1MDA=", "\u{a3}500"),
    ] {
        let read = mail(&format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\nContent-Type: text/plain; name=\"case.txt\"\n\
             Content-Disposition: attachment; filename=\"case.txt\"\nContent-Transfer-Encoding: base64\n\n{file}\n--x--\n"
        ));
        let file = &read.attachments[0];
        assert_eq!(crate::decoded(&file.bytes), text);
        assert!(!file.bytes.windows(3).any(|bytes| bytes == b"\xef\xbf\xbd"));
    }
    // A file that names its letters is in ours.
    let read = mail(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\nContent-Type: text/plain; charset=windows-1251; name=a.txt\n\
         Content-Transfer-Encoding: quoted-printable\n\n=D7=E0=E9\n--x--\n"
    ));
    assert_eq!(
        read.attachments[0].bytes,
        "\u{427}\u{430}\u{439}".as_bytes()
    );
    for (kind, text) in [
        ("text/plain", "We paid =A3500 for Ana=92s tea"),
        (
            "text/plain; charset=us-ascii",
            "We paid =A3500 for Ana=92s tea",
        ),
        (
            "text/plain; charset=utf-8",
            "We paid =A3500 for Ana=92s tea",
        ),
        (
            "text/plain; charset=x-none",
            "We paid =A3500 for Ana=92s tea",
        ),
        ("text/html", "<p>We paid =A3500 for Ana=92s tea</p>"),
        (
            "text/plain; charset=utf-8",
            "We paid =C2=A3500 for Ana=E2=80=99s tea",
        ),
    ] {
        let read = mail(&format!(
            "{HEAD}Content-Type: {kind}\nContent-Transfer-Encoding: quoted-printable\n\n{text}\n"
        ));
        assert_eq!(
            read.parts.own, "We paid \u{a3}500 for Ana\u{2019}s tea",
            "{kind}: {text}"
        );
    }
}

#[test]
fn lines_that_were_broken_within_a_word_are_whole_again() {
    let read = mail(&format!(
        "{HEAD}Content-Type: text/plain; format=flowed; delsp=yes\n\nWe met in the gal \nlery  \nevery week.\nEnd"
    ));
    assert_eq!(read.parts.own, "We met in the gallery every week.\nEnd");
}

#[test]
fn a_meeting_is_told_from_a_date_that_came_along() {
    let calendar = "BEGIN:VCALENDAR\nEND:VCALENDAR\n";
    let with = |kind: &str, head: &str| {
        mail(&format!(
            "{HEAD}Content-Type: multipart/{kind}; boundary=x\n\n--x\nContent-Type: text/plain\n\nWe met.\n\
             --x\nContent-Type: text/calendar{head}\n\n{calendar}--x--\n"
        ))
        .kind
    };
    assert_eq!(
        with("mixed", "\nContent-Disposition: attachment"),
        Kind::Person
    );
    assert_eq!(with("mixed", "; name=\"open days.ics\""), Kind::Person);
    assert_eq!(
        with(
            "mixed",
            "; method=REQUEST\nContent-Disposition: attachment; filename=a.ics"
        ),
        Kind::Person
    );
    assert_eq!(with("mixed", "; method=PUBLISH"), Kind::Person);
    assert_eq!(with("mixed", "; method=REQUEST"), Kind::Calendar);
    assert_eq!(with("alternative", ""), Kind::Calendar);
    let alone = format!("{HEAD}Content-Type: text/calendar\n\n{calendar}");
    assert_eq!(mail(&alone).kind, Kind::Calendar);
}

#[test]
fn a_message_that_came_as_a_file_is_read_and_what_is_none_stays_a_file() {
    let inner = "From: Bo <bo@museum.example>\nSubject: Wellbeing case study\n\nWe met.\n";
    let with = |text: &str| {
        mail(&format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\nContent-Type: application/octet-stream; name=\"Story.EML\"\n\n{text}--x\n\
             Content-Type: application/pdf; name=\"empty.pdf\"\n\n--x--\n"
        ))
    };
    let read = with(inner);
    assert_eq!(read.enclosed[0].parts.own, "We met.");
    assert!(read.attachments.is_empty());
    assert_eq!(read.not_read(), ["empty.pdf"]);
    let read = with("no message\n");
    assert!(read.enclosed.is_empty());
    assert_eq!(read.attachments[0].name, "Story.EML");
}
