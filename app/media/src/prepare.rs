//! Making a picture small and plain: shrunk, turned upright, and written anew from its colours alone, so
//! that nothing of the file that was sent is left in it.

use crate::kind::{jpeg_is_whole, judge};
use crate::{MOST_PIXELS, Refused};
use bytes::Bytes;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage,
    RgbaImage,
};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// No side of what is kept is longer.
pub const SIDE: u32 = 1920;
/// The widths that are made of a picture which is wider, smallest first; and the whole.
const WIDTHS: [u32; 3] = [320, 640, 1120];
/// A panorama may be wide, but nothing may be endless.
const LONGEST_SIDE: u32 = 20_000;
/// What a decoder may take; 40 million pixels of four colours.
const MOST_MEMORY: u64 = 160 * 1024 * 1024;
const QUALITY: u8 = 82;
/// So much of each side is left of a picture that is cut.
const SHORTEST_LEFT: u32 = 200;

/// A picture as it may be shown.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// SHA-256 of its largest size, in hex: the same photograph has the same name.
    pub sha256: String,
    /// Of its largest size, in pixels.
    pub width: u32,
    pub height: u32,
    /// Smallest first.
    pub sizes: Vec<Size>,
}

impl Prepared {
    /// Of all sizes together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.sizes.iter().map(|size| size.jpeg.len()).sum()
    }
}

/// One size of a picture.
#[derive(Debug, Clone)]
pub struct Size {
    pub width: u32,
    pub jpeg: Bytes,
}

/// The widths in which a picture is kept whose largest is this wide, smallest first.
pub fn sizes(largest: u32) -> impl Iterator<Item = u32> {
    WIDTHS
        .into_iter()
        .filter(move |width| *width < largest)
        .chain([largest])
}

/// Opens, shrinks, turns and writes. Takes a core for a second and 120 MB.
pub(crate) fn prepare(file: &[u8]) -> Result<Prepared, Refused> {
    let format = judge(file)?;
    let mut decoder = ImageReader::with_format(Cursor::new(file), format)
        .into_decoder()
        .map_err(|_| Refused::Unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST_SIDE {
        return Err(Refused::TooManyPixels);
    }
    if format == ImageFormat::Jpeg && !jpeg_is_whole(file) {
        return Err(Refused::Truncated);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
        .reserve(decoder.total_bytes())
        .map_err(|_| Refused::TooManyPixels)?;
    decoder
        .set_limits(limits)
        .map_err(|_| Refused::TooManyPixels)?;
    let orientation = decoder.orientation().map_err(|_| Refused::Unreadable)?;
    let opened = DynamicImage::from_decoder(decoder).map_err(|_| Refused::Unreadable)?;
    let mut small = DynamicImage::ImageRgb8(shrunk(opened)?);
    small.apply_orientation(orientation);
    written(&small.into_rgb8())
}

/// What is left of a picture when so much of each side is cut off, in hundredths of its width or height.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cut {
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
}

impl Cut {
    /// Nothing is cut off.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// A part of a picture that we wrote ourselves, in sizes of its own.
pub(crate) fn cut(jpeg: &[u8], cut: Cut) -> Result<Prepared, Refused> {
    let whole = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg)
        .decode()
        .map_err(|_| Refused::Unreadable)?;
    let (width, height) = (whole.width(), whole.height());
    let (x, wide) = kept(width, cut.left, cut.right).ok_or(Refused::NothingLeft)?;
    let (y, high) = kept(height, cut.top, cut.bottom).ok_or(Refused::NothingLeft)?;
    written(&whole.crop_imm(x, y, wide, high).into_rgb8())
}

/// Where what is kept begins, and how long it is; none where it is too little to see.
fn kept(length: u32, before: u32, after: u32) -> Option<(u32, u32)> {
    let of = |part: u32| u64::from(length) * u64::from(part) / 100;
    let left = u64::from(length).checked_sub(of(before) + of(after))?;
    let begins = u32::try_from(of(before)).ok()?;
    let left = u32::try_from(left).ok()?;
    (left >= SHORTEST_LEFT).then_some((begins, left))
}

/// Within the longest side, without what shone through.
fn shrunk(opened: DynamicImage) -> Result<RgbImage, Refused> {
    let (width, height) = within(opened.width(), opened.height());
    if opened.color().has_alpha() {
        let whole = opened.into_rgba8();
        let (from, to) = (whole.dimensions(), (width, height));
        let small = resized(whole.into_raw(), from, to, PixelType::U8x4)?;
        let small = RgbaImage::from_raw(width, height, small).ok_or(Refused::Unreadable)?;
        return Ok(on_white(&small));
    }
    let whole = opened.into_rgb8();
    let (from, to) = (whole.dimensions(), (width, height));
    let small = resized(whole.into_raw(), from, to, PixelType::U8x3)?;
    RgbImage::from_raw(width, height, small).ok_or(Refused::Unreadable)
}

fn within(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= SIDE {
        return (width, height);
    }
    (scaled(width, SIDE, longest), scaled(height, SIDE, longest))
}

/// This length times `to` through `from`, and never nothing.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let exact = (u64::from(length) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

fn resized(
    pixels: Vec<u8>,
    from: (u32, u32),
    to: (u32, u32),
    kind: PixelType,
) -> Result<Vec<u8>, Refused> {
    if from == to {
        return Ok(pixels);
    }
    let whole =
        Image::from_vec_u8(from.0, from.1, pixels, kind).map_err(|_| Refused::Unreadable)?;
    let mut small = Image::new(to.0, to.1, kind);
    Resizer::new()
        .resize(&whole, &mut small, None)
        .map_err(|_| Refused::Unreadable)?;
    Ok(small.into_vec())
}

fn on_white(picture: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, shown] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let shown = u16::from(shown);
            let mixed = (u16::from(colour) * shown + 255 * (255 - shown)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([red, green, blue].map(over))
    })
}

fn written(picture: &RgbImage) -> Result<Prepared, Refused> {
    let (width, height) = picture.dimensions();
    let mut made = Vec::new();
    for wide in sizes(width) {
        let to = (wide, scaled(height, wide, width));
        let pixels = resized(
            picture.as_raw().clone(),
            (width, height),
            to,
            PixelType::U8x3,
        )?;
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
            .encode(&pixels, to.0, to.1, ExtendedColorType::Rgb8)
            .map_err(|_| Refused::Unreadable)?;
        made.push(Size {
            width: wide,
            jpeg: jpeg.into(),
        });
    }
    let largest = made.last().ok_or(Refused::Unreadable)?;
    Ok(Prepared {
        sha256: hex::encode(Sha256::digest(&largest.jpeg)),
        width,
        height,
        sizes: made,
    })
}

#[cfg(test)]
mod tests;
