//! A hundred and fifty files as strangers send them: whatever is taken is a plain picture afterwards, and whatever is
//! not is refused in its own words.

use super::{corners, exif, jpeg};
use crate::Refused;
use crate::prepare::prepare;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};
use std::collections::BTreeSet;

/// What nobody may find in anything that is kept.
const NEVER: [&[u8]; 10] = [
    b"GPS-",
    b"Exif",
    b"<script",
    b"<svg",
    b"<html",
    b"<?php",
    b"PK\x03\x04",
    b"%PDF",
    b"ICC_PROFILE",
    b"http://ns.adobe.com",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Taken,
    Refused(Refused),
    /// Refused, as cut off or as unreadable: where a file broke is the decoder's to say.
    Broken,
}

struct Sample {
    name: String,
    bytes: Vec<u8>,
    wanted: Wanted,
}

fn png() -> Vec<u8> {
    let (mut file, picture) = (Vec::new(), corners(96, 64));
    let encoder = PngEncoder::new(&mut file);
    encoder
        .write_image(&picture, 96, 64, ExtendedColorType::Rgb8)
        .unwrap();
    file
}

fn webp() -> Vec<u8> {
    let (mut file, picture) = (Vec::new(), corners(96, 64));
    let encoder = WebPEncoder::new_lossless(&mut file);
    encoder
        .write_image(&picture, 96, 64, ExtendedColorType::Rgb8)
        .unwrap();
    file
}

/// A JPEG with a part of its own right behind its first mark.
fn with_segment(file: &[u8], mark: u8, text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len() + 2).unwrap();
    let mut made = file[..2].to_vec();
    made.extend([0xFF, mark]);
    made.extend(length.to_be_bytes());
    made.extend(text);
    made.extend(&file[2..]);
    made
}

fn corpus() -> Vec<Sample> {
    let mut all = Vec::new();
    let mut add = |name: String, bytes: Vec<u8>, wanted| {
        all.push(Sample {
            name,
            bytes,
            wanted,
        });
    };
    let whole = jpeg(&corners(96, 64), Some(6));
    let plain = jpeg(&corners(96, 64), None);
    // Held in each way, with a place in it.
    for way in 1..=8 {
        let file = jpeg(&corners(96, 64), Some(way));
        assert!(file.windows(4).any(|part| part == b"GPS-"));
        add(format!("held in way {way}"), file, Wanted::Taken);
    }
    // Two things at once: a picture, with a page, a program or an archive before its end or after it.
    let hidden: [(&str, &[u8]); 6] = [
        ("a page", b"<html><script>alert(1)</script></html>"),
        ("a drawing", b"<svg onload=alert(1)>"),
        ("a program", b"<?php system($_GET[0]); ?>"),
        ("an archive", b"PK\x03\x04index.php"),
        ("a document", b"%PDF-1.7 /OpenAction"),
        ("a camera's words", b"Exif\0\0GPS-53.41--2.98"),
    ];
    for (what, text) in hidden {
        for (kind, file) in [("JPEG", &plain), ("PNG", &png()), ("WebP", &webp())] {
            let after = [file.as_slice(), text].concat();
            add(
                format!("{kind} with {what} behind it"),
                after,
                Wanted::Taken,
            );
        }
        for mark in [0xE1, 0xE2, 0xED, 0xFE] {
            let inside = with_segment(&plain, mark, text);
            add(
                format!("JPEG with {what} in part {mark:X}"),
                inside,
                Wanted::Taken,
            );
        }
    }
    // What is no picture, whatever its name ends in.
    let other: [(&str, &[u8], Refused); 20] = [
        ("nothing", b"", Refused::Empty),
        (
            "a drawing",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            Refused::Svg,
        ),
        (
            "a drawing with a head",
            b"<?xml version='1.0'?><!-- x --><svg/>",
            Refused::Svg,
        ),
        ("a drawing with a mark", b"\xEF\xBB\xBF<SVG/>", Refused::Svg),
        ("a page", b"<!DOCTYPE html><p>x", Refused::Html),
        ("a page in capitals", b"<HTML><BODY>", Refused::Html),
        ("a script", b"  <script>alert(1)</script>", Refused::Html),
        ("a document", b"%PDF-1.7\n", Refused::Pdf),
        (
            "a document with a mark",
            b"\xEF\xBB\xBF%PDF-1.7",
            Refused::Pdf,
        ),
        ("an archive", b"PK\x03\x04\x14\0", Refused::Archive),
        (
            "an old document",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            Refused::Archive,
        ),
        ("a GIF", b"GIF89a\x01\0\x01\0", Refused::Gif),
        ("an old GIF", b"GIF87a\x01\0\x01\0", Refused::Gif),
        ("a TIFF", b"II*\0\x08\0\0\0", Refused::Tiff),
        ("another TIFF", b"MM\0*\0\0\0\x08", Refused::Tiff),
        ("a BMP", b"BM\x46\0\0\0", Refused::Bmp),
        (
            "a phone's photograph",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            Refused::Heic,
        ),
        (
            "another of a phone",
            b"\0\0\0\x18ftypmif1\0\0\0\0",
            Refused::Heic,
        ),
        ("a film", b"\0\0\0\x18ftypisom\0\0\0\0", Refused::Unknown),
        ("a text", b"Dear museum,\n", Refused::Unknown),
    ];
    for (what, bytes, why) in other {
        add(what.to_owned(), bytes.to_vec(), Wanted::Refused(why));
    }
    // Cut off on the way, wherever.
    for (kind, file) in [("JPEG", &whole), ("PNG", &png()), ("WebP", &webp())] {
        for part in 1..=20 {
            let end = file.len() * part / 24;
            let wanted = Wanted::Broken;
            add(
                format!("{kind} cut off at {part}/24"),
                file[..end].to_vec(),
                wanted,
            );
        }
    }
    // A head that promises another picture than follows.
    let mut crowded = plain.clone();
    crowded.extend(exif(3));
    add(
        "JPEG with a camera's part behind it".into(),
        crowded,
        Wanted::Taken,
    );
    for (what, head) in [
        ("a JPEG's", &b"\xFF\xD8\xFF\xE0"[..]),
        ("a PNG's", b"\x89PNG\r\n\x1A\n"),
        ("a WebP's", b"RIFF\x10\0\0\0WEBP"),
    ] {
        for (tail, bytes) in hidden {
            let file = [head, bytes].concat();
            add(format!("{what} head on {tail}"), file, Wanted::Broken);
        }
    }
    for size in [11_000_u32, 20_001, 30_000, 65_535] {
        let file = super::announced(size, size);
        add(
            format!("PNG of {size} squared"),
            file,
            Wanted::Refused(Refused::TooManyPixels),
        );
    }
    let mut large = plain;
    large.resize(crate::MOST_BYTES + 1, 0);
    add(
        "JPEG of more than 10 MB".into(),
        large,
        Wanted::Refused(Refused::TooLarge),
    );
    all
}

/// `CASEBOOK_TEST_KEEP` names a folder that every file and what is stored of it are written to, for eyes or for a program that
/// knows more about what cameras write than we do: `exiftool -r -if '$gps:all' FOLDER/kept`.
fn keep(kind: &str, name: &str, bytes: &[u8]) {
    let Some(folder) = std::env::var_os("CASEBOOK_TEST_KEEP") else {
        return;
    };
    let folder = std::path::Path::new(&folder).join(kind);
    std::fs::create_dir_all(&folder).unwrap();
    let name = name.replace('/', " of ");
    std::fs::write(folder.join(format!("{name}.jpg")), bytes).unwrap();
}

#[test]
fn nothing_dangerous_is_kept_of_any_file_and_each_refusal_is_its_own() {
    let corpus = corpus();
    assert!(corpus.len() >= 150, "{}", corpus.len());
    let names: BTreeSet<&str> = corpus.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), corpus.len());
    for Sample {
        name,
        bytes,
        wanted,
    } in &corpus
    {
        keep("sent", name, bytes);
        let made = prepare(bytes);
        match (wanted, made) {
            (Wanted::Taken, Ok(made)) => {
                for size in &made.sizes {
                    keep("kept", &format!("{name}, {}", size.width), &size.jpeg);
                    for never in NEVER {
                        let found = size.jpeg.windows(never.len()).any(|part| part == never);
                        assert!(!found, "{name}: {}", String::from_utf8_lossy(never));
                    }
                    assert!(image::load_from_memory(&size.jpeg).is_ok(), "{name}");
                }
            }
            (Wanted::Refused(why), Err(refused)) => assert_eq!(*why, refused, "{name}"),
            (Wanted::Broken, Err(refused)) => assert!(
                matches!(
                    refused,
                    Refused::Truncated
                        | Refused::Unreadable
                        | Refused::TooManyPixels
                        | Refused::Unknown
                ),
                "{name}: {refused:?}"
            ),
            (wanted, made) => panic!("{name}: {wanted:?}, {:?}", made.map(|made| made.width)),
        }
    }
}
