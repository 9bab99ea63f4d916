//! What a file is, by what stands in it. Its name and what a browser calls it say nothing.

use crate::{MOST_BYTES, Refused};
use image::ImageFormat;

/// So far is looked for the first sign of a page or a drawing.
const BEGINNING: usize = 1024;

/// The kind of a picture that is taken.
pub(crate) fn judge(file: &[u8]) -> Result<ImageFormat, Refused> {
    if file.is_empty() {
        return Err(Refused::Empty);
    }
    if file.len() > MOST_BYTES {
        return Err(Refused::TooLarge);
    }
    match file {
        [0xFF, 0xD8, 0xFF, ..] => Ok(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(ImageFormat::Png),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Ok(ImageFormat::WebP),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Err(of_brand(brand)),
        [b'G', b'I', b'F', b'8', ..] => Err(Refused::Gif),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Err(Refused::Tiff),
        [b'B', b'M', ..] => Err(Refused::Bmp),
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Refused::Archive),
        _ => Err(of_text(&file[..file.len().min(BEGINNING)])),
    }
}

/// Whether a file is a picture, be it one that is taken or not: it has no words to read.
#[must_use]
pub fn is_picture(file: &[u8]) -> bool {
    // Not a bitmap: the two letters that it begins with may begin a text, "BM, May 2024".
    matches!(
        judge(&file[..file.len().min(BEGINNING)]),
        Ok(_) | Err(Refused::Heic | Refused::Gif | Refused::Tiff | Refused::Svg)
    )
}

/// Photographs and films of phones are one kind of box with a brand.
fn of_brand(brand: &[u8]) -> Refused {
    const STILL: [&[u8]; 7] = [
        b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif",
    ];
    if STILL.iter().any(|still| brand.starts_with(still)) {
        Refused::Heic
    } else {
        Refused::Unknown
    }
}

fn of_text(beginning: &[u8]) -> Refused {
    let text = String::from_utf8_lossy(beginning).to_lowercase();
    if text.contains("%pdf-") {
        Refused::Pdf
    } else if text.contains("<svg") {
        Refused::Svg
    } else if text.contains("<!doctype") || text.contains("<html") || text.contains("<script") {
        Refused::Html
    } else {
        Refused::Unknown
    }
}

/// Whether a JPEG is there to its end. Decoders paint what is missing grey and say nothing.
pub(crate) fn jpeg_is_whole(file: &[u8]) -> bool {
    let mut at = 2;
    let mut in_scan = false;
    while let Some(&byte) = file.get(at) {
        if in_scan && byte != 0xFF {
            at += 1;
            continue;
        }
        let Some(&marker) = file.get(at + 1) else {
            return false;
        };
        match (byte, marker) {
            (0xFF, 0xD9) => return in_scan,
            // Filling, an escaped byte of the scan, or a mark within it.
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD7) => at += 2,
            (0xFF, _) => {
                let (Some(&high), Some(&low)) = (file.get(at + 2), file.get(at + 3)) else {
                    return false;
                };
                in_scan = in_scan || marker == 0xDA;
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
            }
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{ImageFormat, Refused, is_picture, judge};

    #[test]
    fn what_stands_in_a_file_says_what_it_is() {
        for (file, expected) in [
            (&b""[..], Refused::Empty),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Refused::Heic),
            (b"\0\0\0\x18ftypavif\0\0\0\0", Refused::Heic),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", Refused::Unknown),
            (b"GIF89a<script>alert(1)</script>", Refused::Gif),
            (b"II*\0\x08\0\0\0", Refused::Tiff),
            (b"MM\0*\0\0\0\x08", Refused::Tiff),
            (b"BM8\0\0\0", Refused::Bmp),
            (b"PK\x03\x04", Refused::Archive),
            (b"%PDF-1.7", Refused::Pdf),
            (b"junk %PDF-1.7", Refused::Pdf),
            (
                b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\">",
                Refused::Svg,
            ),
            (b"<!DOCTYPE html><title>x</title>", Refused::Html),
            (b"<script>alert(1)</script>", Refused::Html),
            (b"hello", Refused::Unknown),
            (b"<?php echo 1;", Refused::Unknown),
        ] {
            assert_eq!(
                judge(file),
                Err(expected),
                "{:?}",
                String::from_utf8_lossy(file)
            );
        }
        assert_eq!(judge(b"\xFF\xD8\xFF\xE0<html>"), Ok(ImageFormat::Jpeg));
        let large = [&b"\xFF\xD8\xFF"[..], &vec![0; crate::MOST_BYTES]].concat();
        assert_eq!(judge(&large), Err(Refused::TooLarge));
    }
    #[test]
    fn a_picture_is_known_whatever_it_is_called() {
        let large = [&b"\xFF\xD8\xFF"[..], &vec![0; crate::MOST_BYTES]].concat();
        for file in [
            &b"\xFF\xD8\xFF\xE0"[..],
            b"\x89PNG\r\n\x1A\n",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            b"GIF89a",
            b"<?xml version=\"1.0\"?><svg>",
            &large,
        ] {
            assert!(is_picture(file), "{:?}", &file[..4]);
        }
        for file in [
            &b""[..],
            b"BM, May 2024: we met every Tuesday.",
            b"PK\x03\x04",
            b"%PDF-1.7",
            b"\xD0\xCF\x11\xE0",
            b"We met every Tuesday.",
        ] {
            assert!(!is_picture(file), "{:?}", String::from_utf8_lossy(file));
        }
    }
}
