//! PDFs with text: letters with their places on the page, made lines, columns and paragraphs again.

mod layout;
mod lines;
mod paragraphs;

use crate::Refused;
use crate::block::Text;
use lines::Glyph;
use pdf_extract::{
    ColorSpace, Document, MediaBox, Object, OutputDev, OutputError, Path, Transform,
    output_doc_page,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A case study has some pages, a report some hundred.
const MOST_PAGES: usize = 300;
/// More letters than we may write of one file.
const MOST_LETTERS: usize = 1_500_000;

/// # Errors
/// Why it cannot be read.
pub(crate) fn read(file: &[u8]) -> Result<Text, Refused> {
    // The parser stops the program at some faults; here they are faults of the file.
    let text = catch_unwind(AssertUnwindSafe(|| open(file))).unwrap_or(Err(Refused::Damaged))?;
    if text.blocks.is_empty() {
        return Err(Refused::NoText);
    }
    Ok(text)
}

fn open(file: &[u8]) -> Result<Text, Refused> {
    let mut document = Document::load_mem(file).map_err(|fault| of_parser(&fault))?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Refused::Password);
    }
    without_pictures(&mut document);
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    if pages.is_empty() {
        return Err(Refused::Damaged);
    }
    let mut read = Vec::new();
    let mut letters = 0;
    let mut faults = 0;
    for page in pages.iter().take(MOST_PAGES) {
        let mut output = Letters::default();
        let done = catch_unwind(AssertUnwindSafe(|| {
            output_doc_page(&document, &mut output, *page)
        }));
        // What was read of a page before something odd in it is kept.
        faults += usize::from(!matches!(done, Ok(Ok(()))));
        letters += output.glyphs.len();
        read.push((output.height, output.glyphs));
        if letters > MOST_LETTERS {
            return Err(Refused::TooLong);
        }
    }
    if letters == 0 && faults > 0 {
        return Err(Refused::Damaged);
    }
    Ok(paragraphs::of_pages(read))
}

fn of_parser(fault: &pdf_extract::Error) -> Refused {
    let words = format!("{fault:?}").to_lowercase();
    if words.contains("password") || words.contains("decrypt") || words.contains("encrypt") {
        Refused::Password
    } else {
        Refused::Damaged
    }
}

/// Pictures hold no letters, and much memory.
fn without_pictures(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && matches!(stream.dict.get(b"Subtype"), Ok(Object::Name(name)) if name == b"Image")
        {
            stream.content = Vec::new();
            stream.dict.remove(b"Filter");
            stream.dict.remove(b"DecodeParms");
        }
    }
}

/// Letters as the page sets them.
#[derive(Default)]
struct Letters {
    glyphs: Vec<Glyph>,
    height: f64,
    bottom: f64,
}

impl OutputDev for Letters {
    fn begin_page(
        &mut self,
        _page: u32,
        media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = media.ury - media.lly;
        self.bottom = media.lly;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        // The size of the letters once the page has set them, across and up.
        let across = (place.m11.powi(2) + place.m12.powi(2)).sqrt() * size;
        let up = (place.m21.powi(2) + place.m22.powi(2)).sqrt() * size;
        let is_level = place.m12.abs() < 0.1 * place.m11.abs().max(0.001);
        let is_there = up > 0.5
            && across.is_finite()
            && up.is_finite()
            && place.m31.is_finite()
            && place.m32.is_finite();
        // Words across the page, such as DRAFT, are no text.
        if is_level && is_there {
            self.glyphs.push(Glyph {
                x: place.m31,
                y: place.m32 - self.bottom,
                width: width * across,
                size: up,
                letters: letters.to_owned(),
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(
        &mut self,
        _: &Transform,
        _: &ColorSpace,
        _: &[f64],
        _: &Path,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn fill(
        &mut self,
        _: &Transform,
        _: &ColorSpace,
        _: &[f64],
        _: &Path,
    ) -> Result<(), OutputError> {
        Ok(())
    }
}
