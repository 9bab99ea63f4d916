//! Letters into lines.

/// A letter at its place: points from the left and from the foot of the page.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub letters: String,
}

/// A run of letters on one line, without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

/// A gap of so much of the size is a space between words.
const SPACE: f64 = 0.17;
/// A gap of so much of the size divides columns, or the cells of a table.
const DIVIDES: f64 = 1.6;

/// The lines of a page, in the order in which they were set.
pub(super) fn of_glyphs(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.retain(|glyph| !glyph.letters.is_empty());
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        let is_space = glyph.letters.trim().is_empty();
        if let Some(line) = lines.last_mut()
            && continues(line, &glyph)
        {
            let gap = glyph.x - line.right;
            if (gap > SPACE * line.size || is_space) && !line.text.ends_with(' ') {
                line.text.push(' ');
            }
            if !is_space {
                line.text.push_str(&glyph.letters);
            }
            line.right = line.right.max(glyph.x + glyph.width);
            line.size = line.size.max(glyph.size.min(line.size * 1.05));
            continue;
        }
        if is_space {
            continue;
        }
        lines.push(Line {
            left: glyph.x,
            right: glyph.x + glyph.width,
            y: glyph.y,
            size: glyph.size,
            text: glyph.letters,
        });
    }
    let mut lines = joined(lines);
    for line in &mut lines {
        let end = line.text.trim_end().len();
        line.text.truncate(end);
    }
    lines
}

fn continues(line: &Line, glyph: &Glyph) -> bool {
    let size = line.size.max(glyph.size);
    let gap = glyph.x - line.right;
    // A raised number of a note stands a little higher.
    (glyph.y - line.y).abs() < 0.45 * size && gap > -0.8 * size && gap < DIVIDES * size
}

/// Runs that stand on one line next to each other though they were not set one after the other.
fn joined(mut lines: Vec<Line>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        let before = found.iter_mut().rev().take(40).find(|other| {
            let size = other.size.max(line.size);
            let gap = line.left - other.right;
            (other.y - line.y).abs() < 0.2 * size && (-0.3 * size..0.7 * size).contains(&gap)
        });
        if let Some(before) = before {
            if line.left - before.right > SPACE * before.size && !before.text.ends_with(' ') {
                before.text.push(' ');
            }
            before.text.push_str(&line.text);
            before.right = line.right;
        } else {
            found.push(line);
        }
    }
    found
}
