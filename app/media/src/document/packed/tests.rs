use super::{BEGINNING, PART, judge, judge_within};
use crate::RefusedDocument;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A file with one stream.
fn with(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n1 0 obj\n".to_vec();
    file.extend(dictionary.as_bytes());
    file.extend(b"\nstream\r\n");
    file.extend(data);
    file.extend(b"\nendstream\nendobj\n%%EOF\n");
    file
}

const OBJECTS: &str = "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>";
const ACTION: &str = "7 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>";

#[test]
fn packed_objects_are_looked_into_whatever_is_said_of_them() {
    let packed = deflate(ACTION.as_bytes());
    for dictionary in [
        OBJECTS,
        // A reader that is told by its table that there are objects asks for no more.
        "<< /N 1 /First 4 /Filter /FlateDecode >>",
        "<< /N 1 /First 4 /Filter 9 0 R /Type 8 0 R >>",
        "<< /Type /Obj#53tm /N 1 /First 4 /Filter /Fl >>",
    ] {
        let judged = judge(&with(dictionary, &packed));
        assert_eq!(judged, Err(RefusedDocument::Active), "{dictionary}");
    }
    for action in [
        "7 0 << /S /JavaScr#69pt >>",
        "% a remark\n7 0 << /XFA 3 0 R >>",
        "+7 0.0 << /S /Launch >>",
        // What stands before the first object is nothing to a reader.
        "7 0 ( << /EmbeddedFiles 2 0 R >>",
    ] {
        let judged = judge(&with("<<>>", &deflate(action.as_bytes())));
        assert_eq!(judged, Err(RefusedDocument::Active), "{action}");
    }
    let late = format!("{}7 0 << /S /Launch >>", "\0".repeat(2 * BEGINNING));
    let late = with("<< /First 2052 /Filter 9 0 R >>", &deflate(late.as_bytes()));
    assert_eq!(judge(&late), Err(RefusedDocument::Active));
    // One in the middle of another stream, where a table may say that it is.
    let hidden = with("<< /Length 99999 >>", &with(OBJECTS, &packed));
    assert_eq!(judge(&hidden), Err(RefusedDocument::Active));
    let program = deflate(b"7 0 << /J#53 (app.alert\\(1\\)) >>");
    assert_eq!(
        judge(&with(OBJECTS, &program)),
        Err(RefusedDocument::Active)
    );
}

#[test]
fn a_name_that_is_cut_in_two_while_it_is_unpacked_is_found() {
    for before in (BEGINNING - 60..BEGINNING + 5).chain(PART - 60..PART + 5) {
        let text = |name: &str| {
            let filling = "1 ".repeat(before / 2) + &" ".repeat(before % 2);
            deflate(format!("{filling}{name} ").as_bytes())
        };
        let found = judge(&with(OBJECTS, &text("/J#61vaScript")));
        assert_eq!(found, Err(RefusedDocument::Active), "{before}");
        let other = judge(&with(OBJECTS, &text("/J#61vaScripted")));
        assert_eq!(other, Ok(()), "{before}");
    }
}

#[test]
fn what_is_packed_otherwise_or_is_broken_is_refused_where_it_says_that_it_holds_objects() {
    let packed = deflate(ACTION.as_bytes());
    for dictionary in [
        "<< /Type /ObjStm /Filter [/ASCII85Decode /FlateDecode] >>",
        "<< /Type /ObjStm /Filter /LZW#44ecode >>",
        "<< /Type /ObjStm /Filter /FlateDecode /DecodeParms 5 0 R >>",
    ] {
        let judged = judge(&with(dictionary, &packed));
        assert_eq!(judged, Err(RefusedDocument::Unreadable), "{dictionary}");
    }
    let fine = deflate("7 0 << /Title (Tea) >>".repeat(200).as_bytes());
    let image = "<< /Subtype /Image /Filter [/ASCII85Decode /FlateDecode] /DecodeParms 5 0 R >>";
    assert_eq!(judge(&with(image, &deflate(b"pixels"))), Ok(()));
    assert_eq!(judge(&with(OBJECTS, &fine)), Ok(()));
    for broken in [&b"no head"[..], b"\x78\x9c\xff\xff\xff\xff", &fine[..20]] {
        let judged = judge(&with(OBJECTS, broken));
        assert_eq!(judged, Err(RefusedDocument::Unreadable), "{broken:?}");
        // Of a picture it is nothing worse than a hole in the page.
        assert_eq!(judge(&with("<< /Subtype /Image >>", &broken[..6])), Ok(()));
    }
    // A wrong sum at the end stops no reader.
    let mut summed = deflate(b"7 0 << /Title (Tea) >>");
    let last = summed.len() - 1;
    summed[last] ^= 1;
    assert_eq!(judge(&with(OBJECTS, &summed)), Ok(()));
}

#[test]
fn what_swells_without_end_or_has_streams_without_number_is_given_up() {
    let bomb = deflate(&b"7 0 ".repeat(1024 * 1024));
    assert!(bomb.len() < 64 * 1024);
    assert_eq!(judge(&with(OBJECTS, &bomb)), Ok(()));
    let short = judge_within(&with(OBJECTS, &bomb), 1024 * 1024);
    assert_eq!(short, Err(RefusedDocument::Unreadable));
    // A picture that swells is left after its beginning.
    for colour in [0, b' ', b'0', 0xFF] {
        let plain = with("<<>>", &deflate(&vec![colour; 4 * 1024 * 1024]));
        assert_eq!(judge_within(&plain, 4 * BEGINNING), Ok(()), "{colour}");
    }
    let many = b"stream\n\x78\x9c".repeat(2000);
    assert_eq!(
        judge_within(&many, 1024 * 1024),
        Err(RefusedDocument::Unreadable)
    );
    assert_eq!(judge(&many), Ok(()));
}
