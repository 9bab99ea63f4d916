mod corpus;

use super::{Cut, cut, prepare, sizes, within};
use crate::Refused;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const GREEN: Rgb<u8> = Rgb([20, 200, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);
const WHITE: Rgb<u8> = Rgb([240, 240, 240]);

/// Red and green above, blue and white below: which way is up can be read off its corners.
fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        }
    })
}

/// What a camera writes beside a picture: how it was held, and where.
/// What a camera writes: how it was held, a position (53.41 north, 2.98 west) as cameras have it, and the same as a text that
/// can be looked for. Numbers are big-endian, places count from the first byte (Exif 2.32, 4.6.2).
fn exif(orientation: u8) -> Vec<u8> {
    fn entry(tag: u16, kind: u16, count: u32, value: [u8; 4]) -> Vec<u8> {
        let mut entry = tag.to_be_bytes().to_vec();
        entry.extend(kind.to_be_bytes());
        entry.extend(count.to_be_bytes());
        entry.extend(value);
        entry
    }
    let (text, position, north, west) = (50_u32, 66_u32, 120_u32, 144_u32);
    let mut exif = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    exif.extend(entry(0x010E, 2, 16, text.to_be_bytes()));
    exif.extend(entry(0x0112, 3, 1, [0, orientation, 0, 0]));
    exif.extend(entry(0x8825, 4, 1, position.to_be_bytes()));
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"GPS-53.41--2.98\0");
    exif.extend(4_u16.to_be_bytes());
    exif.extend(entry(1, 2, 2, *b"N\0\0\0"));
    exif.extend(entry(2, 5, 3, north.to_be_bytes()));
    exif.extend(entry(3, 2, 2, *b"W\0\0\0"));
    exif.extend(entry(4, 5, 3, west.to_be_bytes()));
    exif.extend([0, 0, 0, 0]);
    for (degrees, minutes, seconds) in [(53_u32, 24_u32, 36_u32), (2, 58, 48)] {
        for number in [degrees, minutes, seconds] {
            exif.extend(number.to_be_bytes());
            exif.extend(1_u32.to_be_bytes());
        }
    }
    exif
}

fn jpeg(picture: &RgbImage, orientation: Option<u8>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
    if let Some(orientation) = orientation {
        encoder.set_exif_metadata(exif(orientation)).unwrap();
    }
    let (width, height) = picture.dimensions();
    encoder
        .encode(picture, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    file
}

fn near(one: Rgb<u8>, other: Rgb<u8>) -> bool {
    one.0.iter().zip(other.0).all(|(a, b)| a.abs_diff(b) < 40)
}

fn corners_of(jpeg: &[u8]) -> [Rgb<u8>; 4] {
    let picture = image::load_from_memory(jpeg).unwrap().into_rgb8();
    let (right, below) = (picture.width() - 4, picture.height() - 4);
    [(3, 3), (right, 3), (3, below), (right, below)].map(|(x, y)| *picture.get_pixel(x, y))
}

#[test]
fn every_way_to_hold_a_camera_is_turned_upright_and_what_it_wrote_is_left_behind() {
    let upright = [RED, GREEN, BLUE, WHITE];
    // Which corner of the upright picture each corner of the stored one shows, by the number of the way.
    let stored: [[usize; 4]; 8] = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [1, 3, 0, 2],
        [3, 1, 2, 0],
        [2, 0, 3, 1],
    ];
    for (way, places) in stored.iter().enumerate() {
        let number = u8::try_from(way + 1).unwrap();
        let (width, height) = if number < 5 { (64, 40) } else { (40, 64) };
        let picture = RgbImage::from_fn(width, height, |x, y| {
            let at = usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
            upright[places[at]]
        });
        let file = jpeg(&picture, Some(number));
        assert!(file.windows(4).any(|four| four == b"GPS-"), "{number}");
        let prepared = prepare(&file).unwrap();
        assert_eq!((prepared.width, prepared.height), (64, 40), "{number}");
        let made = &prepared.sizes.last().unwrap().jpeg;
        let shown = corners_of(made);
        for (shown, expected) in shown.iter().zip(upright) {
            assert!(
                near(*shown, expected),
                "{number}: {shown:?} is not {expected:?}"
            );
        }
        for left in [
            &b"GPS-"[..],
            b"Exif",
            b"ICC_PROFILE",
            b"http://ns.adobe.com",
        ] {
            assert!(
                !made.windows(left.len()).any(|part| part == left),
                "{number}"
            );
        }
    }
}

#[test]
fn a_wide_picture_is_kept_in_each_width_and_named_by_its_largest() {
    let prepared = prepare(&jpeg(&corners(2400, 1200), None)).unwrap();
    assert_eq!((prepared.width, prepared.height), (1920, 960));
    let widths: Vec<u32> = prepared.sizes.iter().map(|size| size.width).collect();
    assert_eq!(widths, [320, 640, 1120, 1920]);
    for size in &prepared.sizes {
        let opened = image::load_from_memory(&size.jpeg).unwrap();
        assert_eq!(
            (opened.width(), opened.height()),
            (size.width, size.width / 2)
        );
    }
    let again = prepare(&jpeg(&corners(2400, 1200), None)).unwrap();
    assert_eq!(again.sha256, prepared.sha256);
    assert_eq!(sizes(320).collect::<Vec<_>>(), [320]);
    assert_eq!(sizes(50).collect::<Vec<_>>(), [50]);
    assert_eq!(within(20_000, 3), (1920, 1));
}

#[test]
fn png_and_webp_become_the_same_and_nothing_shines_through() {
    let clear = image::RgbaImage::from_pixel(8, 8, image::Rgba([255, 0, 0, 0]));
    let (mut png, mut webp) = (Vec::new(), Vec::new());
    PngEncoder::new(&mut png)
        .write_image(&clear, 8, 8, ExtendedColorType::Rgba8)
        .unwrap();
    WebPEncoder::new_lossless(&mut webp)
        .write_image(&clear, 8, 8, ExtendedColorType::Rgba8)
        .unwrap();
    for file in [png, webp] {
        let prepared = prepare(&file).unwrap();
        let shown = image::load_from_memory(&prepared.sizes[0].jpeg).unwrap();
        assert!(near(
            *shown.into_rgb8().get_pixel(4, 4),
            Rgb([255, 255, 255])
        ));
    }
}

/// A PNG that says how large it is, and holds nothing.
fn announced(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&[0; 3], 1, 1, ExtendedColorType::Rgb8)
        .unwrap();
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&file[12..29]);
    file[29..33].copy_from_slice(&sum.to_be_bytes());
    file
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (!(sum & 1)).wrapping_add(1))
        })
    })
}

#[test]
fn a_picture_that_announces_too_much_is_not_opened() {
    for (width, height) in [
        (11_000, 11_000),
        (30_000, 30_000),
        (30_000, 10),
        (40_001, 1000),
    ] {
        let refused = prepare(&announced(width, height)).unwrap_err();
        assert_eq!(refused, Refused::TooManyPixels, "{width} by {height}");
    }
    // A true one, of one colour: small as a file, huge once it is opened.
    let row = vec![0; 11_000 * 3];
    let mut file = Vec::new();
    let picture: Vec<u8> = row.repeat(4000);
    PngEncoder::new(&mut file)
        .write_image(&picture, 11_000, 4000, ExtendedColorType::Rgb8)
        .unwrap();
    assert!(file.len() < 2_000_000);
    assert_eq!(prepare(&file).unwrap_err(), Refused::TooManyPixels);
}

#[test]
fn what_is_cut_off_or_damaged_is_refused() {
    let whole = jpeg(&corners(200, 200), Some(6));
    for end in [3, 20, 200, whole.len() / 2, whole.len() - 2] {
        assert!(prepare(&whole[..end]).is_err(), "{end} of {}", whole.len());
    }
    let (mut png, mut webp) = (Vec::new(), Vec::new());
    let picture = corners(200, 200);
    PngEncoder::new(&mut png)
        .write_image(&picture, 200, 200, ExtendedColorType::Rgb8)
        .unwrap();
    WebPEncoder::new_lossless(&mut webp)
        .write_image(&picture, 200, 200, ExtendedColorType::Rgb8)
        .unwrap();
    for file in [&png, &webp] {
        for end in [12, 40, file.len() / 2] {
            assert!(prepare(&file[..end]).is_err(), "{end} of {}", file.len());
        }
    }
}

#[test]
fn of_a_file_that_is_two_things_only_the_picture_is_kept() {
    let script = b"<html><script>alert(1)</script></html>";
    let archive = b"PK\x03\x04index.php";
    let mut file = jpeg(&corners(64, 64), Some(1));
    file.extend(script);
    file.extend(archive);
    let prepared = prepare(&file).unwrap();
    let clean = prepare(&jpeg(&corners(64, 64), None)).unwrap();
    assert_eq!(prepared.sha256, clean.sha256);
}

#[test]
fn a_part_of_a_picture_is_one_of_its_own_and_never_too_small_to_see() {
    let whole = prepare(&jpeg(&corners(1200, 800), None)).unwrap();
    let jpeg = &whole.sizes.last().unwrap().jpeg;
    let right_half = Cut {
        left: 50,
        bottom: 25,
        ..Cut::default()
    };
    let part = cut(jpeg, right_half).unwrap();
    assert_eq!((part.width, part.height), (600, 600));
    let [above, ..] = corners_of(&part.sizes.last().unwrap().jpeg);
    assert!(near(above, GREEN), "{above:?}");
    assert_ne!(part.sha256, whole.sha256);
    for (left, right) in [(80, 10), (80, 80), (60, 30)] {
        let narrow = Cut {
            left,
            right,
            ..Cut::default()
        };
        assert_eq!(cut(jpeg, narrow).unwrap_err(), Refused::NothingLeft);
    }
}
