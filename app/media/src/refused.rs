//! Why a file is not taken, in words that say what to do.

/// Why a file is not taken. Nothing of it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it is empty. Choose the picture again")]
    Empty,
    #[error("it is larger than 10 MB. Save a smaller copy, about 2,000 pixels wide, and add that")]
    TooLarge,
    #[error(
        "it has more than 40 million pixels. Save a smaller copy, about 2,000 pixels wide, and add that"
    )]
    TooManyPixels,
    #[error(
        "it is a HEIC or AVIF photograph, which many browsers cannot show. Save it as a JPEG and add that. On an \
         iPhone: share it by email, or choose \u{201c}Most Compatible\u{201d} under Settings, Camera, Formats"
    )]
    Heic,
    #[error("it is a drawing in SVG, which can hold a program. Save it as a PNG and add that")]
    Svg,
    #[error("it is a GIF. Save it as a PNG or JPEG and add that")]
    Gif,
    #[error("it is a TIFF or a camera's raw file. Save it as a JPEG and add that")]
    Tiff,
    #[error("it is a PDF with something else before it. Print it to a new PDF and add that")]
    Pdf,
    #[error("it is a BMP. Save it as a PNG or JPEG and add that")]
    Bmp,
    #[error("it is a document or an archive, not a picture. Add the pictures in it one by one")]
    Archive,
    #[error("it is a web page, not a picture. Save the picture alone and add that")]
    Html,
    #[error("it is not a picture that we know. Add a JPEG, PNG or WebP")]
    Unknown,
    #[error("its end is missing. Copy it from the camera or phone again and add that")]
    Truncated,
    #[error(
        "it is damaged, so we cannot open it. Open it on your computer, save it as a JPEG and add that"
    )]
    Unreadable,
    #[error("too little of it is left. Cut off less")]
    NothingLeft,
}
