//! An inbox that is made up: the same 300 messages each time, as people and programs write them.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, Rgb, RgbImage};

pub const MESSAGES: usize = 300;
pub const CASES: usize = 80;
pub const THOUGHTS: usize = 40;
pub const MALFORMED: usize = 10;

const CASE_SUBJECTS: [&str; 10] = [
    "Wellbeing case study",
    "RE: Well-being case study",
    "Fwd: wellbeing CASE STUDIES",
    "AW: Our well being case-study for you",
    "Case study: wellbeing in our museum",
    "=?utf-8?q?Wellbeing_case_study_=E2=80=93_tea_and_objects?=",
    "[EXTERNAL] WELLBEING CASE STUDY (museum)",
    "SV: Health and wellbeing case study",
    "Case study \u{2014} our wellbeing project",
    "Welbeing case study, second try",
];
const THOUGHT_SUBJECTS: [&str; 5] = [
    "Wellbeing campaign",
    "Re: the well-being campaign",
    "Campaign for wellbeing: a thought",
    "WG: Well being campaign",
    "Thoughts on your wellbeing campaign",
];

/// Everything, in a file of many messages: cases, thoughts, noise and what is broken, mixed.
pub fn mbox() -> Vec<u8> {
    let mut file = Vec::new();
    let (mut cases, mut thoughts, mut broken) = (0, 0, 0);
    for number in 0..MESSAGES {
        // Spread evenly, so that each kind stands beside each other.
        let due = |share: usize, so_far: usize| so_far * MESSAGES < share * (number + 1);
        let raw = if due(CASES, cases) {
            cases += 1;
            message(cases - 1)
        } else if due(THOUGHTS, thoughts) {
            thoughts += 1;
            thought(thoughts - 1)
        } else if due(MALFORMED, broken) {
            broken += 1;
            malformed(broken - 1)
        } else {
            noise(number)
        };
        file.extend_from_slice(
            format!(
                "From ana@museum.example Mon Sep  8 16:40:{:02} 2025\n",
                number % 60
            )
            .as_bytes(),
        );
        for line in raw.split_inclusive(|sign| *sign == b'\n') {
            let bare = line.iter().position(|sign| *sign != b'>').unwrap_or(0);
            if line[bare..].starts_with(b"From ") {
                file.push(b'>');
            }
            file.extend_from_slice(line);
        }
        if !file.ends_with(b"\n") {
            file.push(b'\n');
        }
        file.push(b'\n');
    }
    assert_eq!((cases, thoughts, broken), (CASES, THOUGHTS, MALFORMED));
    file
}

/// A case study with a photograph and a document.
pub fn message(number: usize) -> Vec<u8> {
    let subject = CASE_SUBJECTS[number % CASE_SUBJECTS.len()];
    let picture = base64(&photograph(number));
    format!(
        "From: Ana Field <ana{number}@museum.example>\nTo: wellbeing@bank.example\nSubject: {subject}\n\
         Date: Mon, 08 Sep 2025 16:{:02}:00 +0100\nMessage-ID: <case-{number}@museum.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"b{number}\"\n\n--b{number}\nContent-Type: text/plain; charset=utf-8\n\n\
         Dear team,\n\nVolunteers met every Tuesday in room {number}.\n\nFrom there on it went well.\n\n-- \nAna Field\n\
         --b{number}\nContent-Type: image/jpeg; name=\"tour-{number}.jpg\"\nContent-Transfer-Encoding: base64\n\
         Content-Disposition: attachment\n\n{picture}\n--b{number}\nContent-Type: application/octet-stream; \
         name=\"form-{number}.docx\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{}\n--b{number}--\n",
        number % 60,
        base64(b"PK no document"),
    )
    .into_bytes()
}

fn thought(number: usize) -> Vec<u8> {
    let subject = THOUGHT_SUBJECTS[number % THOUGHT_SUBJECTS.len()];
    format!(
        "From: reader{number}@reader.example\nSubject: {subject}\nMessage-ID: <thought-{number}@reader.example>\n\n\
         Quiet hours help my mother, number {number}.\n"
    )
    .into_bytes()
}

fn noise(number: usize) -> Vec<u8> {
    let id = format!("Message-ID: <noise-{number}@else.example>\n");
    let raw = match number % 7 {
        0 => format!(
            "From: ana{number}@museum.example\nSubject: Automatic reply: Wellbeing case study\n{id}Auto-Submitted: auto-replied\n\nI am away.\n"
        ),
        1 => format!(
            "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\n{id}Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nNot delivered.\n--x\nContent-Type: message/delivery-status\n\nAction: failed\n--x\nContent-Type: message/rfc822\n\nFrom: us@bank.example\nSubject: Wellbeing case study\n\nOurs.\n--x--\n"
        ),
        2 => format!(
            "From: news@list.example\nSubject: Ten wellbeing case studies to read\n{id}Precedence: bulk\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nNews {number}.\n"
        ),
        3 => format!("From: bo@museum.example\nSubject: Staff lunch on Friday\n{id}\nSoup.\n"),
        4 => {
            format!("From: bo@museum.example\nSubject: Wellbeing week at our office\n{id}\nYoga.\n")
        }
        5 => format!(
            "From: bo@museum.example\nSubject: A case for studying wellbeing\n{id}\nAn essay.\n"
        ),
        // Without an id: known again by what it says.
        _ => format!("From: bo@museum.example\nSubject: Invoice {number}\n\nPlease pay.\n"),
    };
    raw.into_bytes()
}

fn malformed(number: usize) -> Vec<u8> {
    match number % 5 {
        0 => format!("no head at all, number {number}\n").into_bytes(),
        1 => format!("Subject: Wellbeing case study {number}\n\nNobody sent it.\n").into_bytes(),
        2 => format!("From: a@b.example\nSubject: Wellbeing case study {number}\nContent-Type: multipart/mixed; boundary=x\n\nno parts\n").into_bytes(),
        3 => [&[0, 1, 2, 255, 254][..], number.to_string().as_bytes(), b"\n"].concat(),
        _ => format!("From: a@b.example\nContent-Type: multipart/mixed; boundary=x\nX-Number: {number}\n\n{}", "--x\nA: b\n\nc\n".repeat(500)).into_bytes(),
    }
}

/// A photograph of a colour of its own.
pub fn photograph(number: usize) -> Vec<u8> {
    let colour = u8::try_from(number * 3 % 256).unwrap_or_default();
    let picture = RgbImage::from_pixel(400, 300, Rgb([colour, 90, 60]));
    let mut file = Vec::new();
    JpegEncoder::new(&mut file)
        .encode(&picture, 400, 300, ExtendedColorType::Rgb8)
        .expect("a picture");
    file
}

/// In lines, as mails carry it.
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (at, three) in bytes.chunks(3).enumerate() {
        if at > 0 && at % 19 == 0 {
            text.push('\n');
        }
        let number = three
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        let number = number << (8 * (3 - three.len()));
        for place in 0..4 {
            if place <= three.len() {
                let sign = number >> (18 - 6 * place) & 63;
                text.push(char::from(SIGNS[sign as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}
