//! Words as shapes, in the one font of the site.

use kurbo::{Affine, BezPath, Point};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// An instance of the site's own font; `style/fonts/still.py` makes it.
const FONT: &[u8] = include_bytes!("../newsreader-title.ttf");

/// The font, ready to write.
pub struct Lettering {
    font: FontRef<'static>,
    units: f64,
}

impl Lettering {
    /// # Errors
    /// When the font in the binary is damaged.
    pub fn new() -> Result<Self, String> {
        let font = FontRef::new(FONT).map_err(|error| error.to_string())?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Ok(Self {
            units: f64::from(metrics.units_per_em),
            font,
        })
    }

    /// Whether a letter is in the font.
    #[must_use]
    pub fn knows(&self, letter: char) -> bool {
        self.font.charmap().map(letter).is_some()
    }

    /// The letters of a line with the place where each begins, and the width of all, in units.
    /// Without kerning: at the size of a preview nobody sees it.
    fn set(&self, text: &str) -> (Vec<(GlyphId, f64)>, f64) {
        let letters = self.font.charmap();
        let widths = self
            .font
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        let mut x = 0.0;
        let set = text
            .chars()
            .filter_map(|c| letters.map(c))
            .map(|letter| {
                let at = x;
                x += f64::from(widths.advance_width(letter).unwrap_or_default());
                (letter, at)
            })
            .collect();
        (set, x)
    }

    /// How wide a line is at a size in pixels.
    #[must_use]
    pub fn width(&self, text: &str, size: f64) -> f64 {
        self.set(text).1 * size / self.units
    }

    /// The outline of a line whose first letter stands at a point on the base line.
    #[must_use]
    pub fn line(&self, text: &str, size: f64, at: Point) -> BezPath {
        let scale = size / self.units;
        let outlines = self.font.outline_glyphs();
        let mut path = BezPath::new();
        for (letter, x) in self.set(text).0 {
            let mut pen = Pen::default();
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            if let Some(outline) = outlines.get(letter)
                && outline.draw(settings, &mut pen).is_ok()
            {
                // Fonts count upwards, pictures downwards.
                let place = Affine::translate((at.x + x * scale, at.y))
                    * Affine::scale_non_uniform(scale, -scale);
                path.extend(place * pen.0);
            }
        }
        path
    }

    /// Words broken into lines of at most this width; `None` if that takes more lines than there
    /// may be, or if one word is too wide.
    #[must_use]
    pub fn lines(&self, text: &str, size: f64, width: f64, most: usize) -> Option<Vec<String>> {
        let words = || text.split_whitespace();
        if words().any(|word| self.width(word, size) > width) {
            return None;
        }
        let lines = self.in_lines(words(), size, width);
        (lines.len() <= most).then_some(lines)
    }

    /// The same whatever it takes: a word that is too wide is broken between its letters.
    #[must_use]
    pub fn lines_of_any(&self, text: &str, size: f64, width: f64) -> Vec<String> {
        let pieces: Vec<String> = text
            .split_whitespace()
            .flat_map(|word| self.pieces(word, size, width))
            .collect();
        self.in_lines(pieces.iter().map(String::as_str), size, width)
    }

    fn in_lines<'a>(
        &self,
        words: impl Iterator<Item = &'a str>,
        size: f64,
        width: f64,
    ) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer {
                Some(longer) if self.width(&longer, size) <= width => {
                    lines.pop();
                    lines.push(longer);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// A word in pieces of at most this width, a letter at the least.
    fn pieces(&self, word: &str, size: f64, width: f64) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let piece = pieces.last().map_or("", String::as_str);
            let longer = format!("{piece}{letter}");
            if !piece.is_empty() && self.width(&longer, size) > width {
                pieces.push(letter.into());
            } else {
                pieces.pop();
                pieces.push(longer);
            }
        }
        pieces
    }
}

#[derive(Default)]
struct Pen(BezPath);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0
            .quad_to((f64::from(cx), f64::from(cy)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to(
            (f64::from(ax), f64::from(ay)),
            (f64::from(bx), f64::from(by)),
            (f64::from(x), f64::from(y)),
        );
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::Lettering;

    #[test]
    fn lines_break_between_words_and_fit() {
        let letters = Lettering::new().unwrap();
        let lines = letters
            .lines("Tea and objects on Tuesdays for carers", 60.0, 400.0, 4)
            .unwrap();
        assert!(lines.len() > 1, "{lines:?}");
        assert_eq!(lines.join(" "), "Tea and objects on Tuesdays for carers");
        for line in &lines {
            assert!(letters.width(line, 60.0) <= 400.0, "{line}");
        }
        assert_eq!(letters.lines("a b c", 60.0, 1.0, 9), None);
        assert_eq!(letters.lines("Tea and objects", 60.0, 200.0, 1), None);
    }

    #[test]
    fn letters_that_are_not_in_the_font_are_told_apart() {
        let letters = Lettering::new().unwrap();
        let known = "Ty\u{2019}rCaf\u{e9}:\u{201c}Łódź\u{201d}&more,1\u{2013}2";
        assert!(known.chars().all(|letter| letters.knows(letter)));
        assert!(!"東京\u{2011}".chars().any(|letter| letters.knows(letter)));
    }

    #[test]
    fn a_word_that_is_too_wide_is_broken_and_no_other_is_lost() {
        let letters = Lettering::new().unwrap();
        let title = format!("Tea at the {} on Tuesdays", "kitchen".repeat(9));
        assert_eq!(letters.lines(&title, 60.0, 400.0, 9), None);
        let lines = letters.lines_of_any(&title, 60.0, 400.0);
        assert_eq!(lines.concat().replace(' ', ""), title.replace(' ', ""));
        for line in &lines {
            assert!(letters.width(line, 60.0) <= 400.0, "{line}");
        }
    }
}
