//! Putting the picture together.

use super::lettering::Lettering;
use super::{HEIGHT, Shows, WIDTH};
use crate::ui::SITE_NAME;
use crate::ui::motif::Ink;
use crate::ui::motif::{Panel, WIDE, compose};
use kurbo::{BezPath, PathEl, Point};
use tiny_skia::{
    Color, FillRule, Paint, PathBuilder, Pixmap, PixmapPaint, Stroke, StrokeDash, Transform,
};

/// How much of the height the motif takes; words stand on paper below it.
const MOTIF: u32 = 318;
/// Left and right of the words.
const MARGIN: f64 = 56.0;
/// Sizes of the title, the first that fits is taken, and how many lines it may have.
const SIZES: [(f64, usize); 4] = [(66.0, 2), (58.0, 3), (50.0, 3), SMALLEST];
const SMALLEST: (f64, usize) = (42.0, 4);

const PAPER: [u8; 3] = [0xfb, 0xf8, 0xf1];
const INK: [u8; 3] = [0x23, 0x1e, 0x18];
const INK_SOFT: [u8; 3] = [0x5d, 0x54, 0x48];
const ACCENT: [u8; 3] = [0x1d, 0x59, 0x4a];

/// The inks as `style/tokens.css` mixes them in the light scheme.
const fn colour(ink: Ink) -> [u8; 3] {
    match ink {
        Ink::Paper => [0xf6, 0xec, 0xd8],
        Ink::Black => [0x2b, 0x26, 0x20],
        Ink::Madder => [0xb4, 0x45, 0x2f],
        Ink::Ochre => [0xdd, 0xa2, 0x3a],
        Ink::Indigo => [0x2f, 0x4d, 0x7d],
        Ink::Leaf => [0x3c, 0x73, 0x59],
        Ink::Clay => [0xd9, 0x8e, 0x6f],
        Ink::Sky => [0x9d, 0xbf, 0xc0],
    }
}

/// The picture as PNG.
///
/// # Errors
/// When there is no memory for it, or the font in the binary is damaged.
pub fn draw(shows: &Shows) -> Result<Vec<u8>, String> {
    let mut picture = Pixmap::new(WIDTH, HEIGHT).ok_or("no room for a picture")?;
    picture.fill(solid(PAPER));
    motif(&mut picture, shows)?;
    words(&mut picture, shows)?;
    picture.encode_png().map_err(|error| error.to_string())
}

fn solid([r, g, b]: [u8; 3]) -> Color {
    Color::from_rgba8(r, g, b, 255)
}

fn paint([r, g, b]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, 255);
    paint.anti_alias = true;
    paint
}

/// The wide motif over the whole width, its middle where it is higher than its place.
fn motif(picture: &mut Pixmap, shows: &Shows) -> Result<(), String> {
    let scale = WIDTH as f32 / WIDE.0 as f32;
    let over = (WIDE.1 as f32 * scale - MOTIF as f32) / 2.0;
    let mut band = Pixmap::new(WIDTH, MOTIF).ok_or("no room for a motif")?;
    for panel in compose(&shows.seed, true) {
        let drawn = one_panel(&panel, scale)?;
        // A panel of its own cuts off what stands over its edge.
        let (x, y) = (panel.x as f32 * scale, panel.y as f32 * scale - over);
        band.draw_pixmap(
            x.round() as i32,
            y.round() as i32,
            drawn.as_ref(),
            &PixmapPaint::default(),
            Transform::identity(),
            None,
        );
    }
    picture.draw_pixmap(
        0,
        0,
        band.as_ref(),
        &PixmapPaint::default(),
        Transform::identity(),
        None,
    );
    Ok(())
}

fn one_panel(panel: &Panel, scale: f32) -> Result<Pixmap, String> {
    let size = |units: i32| ((units + 1) as f32 * scale).ceil() as u32;
    let mut drawn =
        Pixmap::new(size(panel.width), size(panel.height)).ok_or("no room for a panel")?;
    drawn.fill(solid(colour(panel.ground)));
    let place = Transform::from_scale(scale, scale);
    for mark in &panel.marks {
        let shape = BezPath::from_svg(&mark.path).map_err(|error| error.to_string())?;
        let Some(path) = to_path(&shape) else {
            continue;
        };
        let ink = paint(colour(mark.ink));
        match mark.width {
            None => drawn.fill_path(&path, &ink, FillRule::Winding, place, None),
            Some(width) => {
                let dashes = mark.dashes.as_deref().unwrap_or_default();
                let dashes: Vec<f32> = dashes
                    .split_whitespace()
                    .filter_map(|length| length.parse().ok())
                    .collect();
                let stroke = Stroke {
                    width: width as f32,
                    dash: StrokeDash::new(dashes, 0.0),
                    ..Stroke::default()
                };
                drawn.stroke_path(&path, &ink, &stroke, place, None);
            }
        }
    }
    Ok(drawn)
}

fn words(picture: &mut Pixmap, shows: &Shows) -> Result<(), String> {
    let letters = Lettering::new()?;
    let width = f64::from(WIDTH) - 2.0 * MARGIN;
    let bottom = f64::from(HEIGHT) - 44.0;
    let name = letters.width(SITE_NAME, 30.0);
    let at = Point::new(f64::from(WIDTH) - MARGIN - name, bottom);
    fill(picture, &letters.line(SITE_NAME, 30.0, at), ACCENT);
    let line = shortened(&letters, &shows.line, 27.0, width - name - 40.0);
    fill(
        picture,
        &letters.line(&line, 27.0, Point::new(MARGIN, bottom)),
        INK_SOFT,
    );
    if let Some(title) = &shows.title {
        let (size, lines) = fitted(&letters, title, width);
        let leading = size * 1.08;
        // In the middle between the motif and the line below.
        let room = (f64::from(MOTIF), bottom - 34.0);
        let high = leading * lines.len() as f64;
        let first = room.0 + (room.1 - room.0 - high) / 2.0 + size * 0.82;
        for (number, line) in lines.iter().enumerate() {
            let at = Point::new(MARGIN, first + leading * number as f64);
            fill(picture, &letters.line(line, size, at), INK);
        }
    }
    Ok(())
}

/// The largest size at which the title fits; a title that never does is cut.
fn fitted(letters: &Lettering, title: &str, width: f64) -> (f64, Vec<String>) {
    for (size, most) in SIZES {
        if let Some(lines) = letters.lines(title, size, width, most) {
            return (size, lines);
        }
    }
    let (size, most) = SMALLEST;
    let mut lines = letters.lines_of_any(title, size, width);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(shortened(letters, &rest, size, width));
    }
    (size, lines)
}

/// What of a title is drawn: all of it, or its beginning with dots where it was cut.
pub fn drawn(letters: &Lettering, title: &str) -> String {
    let width = f64::from(WIDTH) - 2.0 * MARGIN;
    // What fits at a larger size fits at the smallest too.
    let (size, most) = SMALLEST;
    if letters.lines_of_any(title, size, width).len() <= most {
        return title.to_owned();
    }
    fitted(letters, title, width).1.join(" ")
}

/// The beginning of a line that fits, with dots where it was cut.
fn shortened(letters: &Lettering, text: &str, size: f64, width: f64) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if letters.width(&plain, size) <= width {
        return plain;
    }
    let mut cut: Vec<char> = plain.chars().take(200).collect();
    loop {
        cut.pop();
        let line = format!("{}\u{2026}", cut.iter().collect::<String>().trim_end());
        if cut.is_empty() || letters.width(&line, size) <= width {
            return line;
        }
    }
}

fn fill(picture: &mut Pixmap, shape: &BezPath, ink: [u8; 3]) {
    if let Some(path) = to_path(shape) {
        picture.fill_path(
            &path,
            &paint(ink),
            FillRule::Winding,
            Transform::identity(),
            None,
        );
    }
}

fn to_path(shape: &BezPath) -> Option<tiny_skia::Path> {
    let mut path = PathBuilder::new();
    for element in shape.elements() {
        match *element {
            PathEl::MoveTo(p) => path.move_to(p.x as f32, p.y as f32),
            PathEl::LineTo(p) => path.line_to(p.x as f32, p.y as f32),
            PathEl::QuadTo(a, p) => path.quad_to(a.x as f32, a.y as f32, p.x as f32, p.y as f32),
            PathEl::CurveTo(a, b, p) => path.cubic_to(
                a.x as f32, a.y as f32, b.x as f32, b.y as f32, p.x as f32, p.y as f32,
            ),
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::{
        ACCENT, INK, INK_SOFT, Ink, Lettering, MARGIN, PAPER, Shows, WIDTH, colour, draw, drawn,
        fitted,
    };
    use crate::ui::MotifSeed;
    use tiny_skia::Pixmap;

    fn shows(title: &str) -> Shows {
        Shows {
            seed: MotifSeed {
                slug: "tea".into(),
                themes: vec!["carers".into(), "mental-health".into()],
                strand: "community".into(),
            },
            title: Some(title.into()),
            line: "Tea Museum".into(),
        }
    }

    fn dark_below_the_motif(picture: &Pixmap) -> usize {
        let width = picture.width() as usize;
        picture.pixels()[width * 330..width * 560]
            .iter()
            .filter(|pixel| pixel.red() < 0x60)
            .count()
    }

    #[test]
    fn the_colours_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../../../style/tokens.css");
        for (name, [r, g, b]) in [
            ("paper", PAPER),
            ("ink", INK),
            ("ink-soft", INK_SOFT),
            ("accent", ACCENT),
            ("m-paper", colour(Ink::Paper)),
            ("m-ink", colour(Ink::Black)),
            ("m-madder", colour(Ink::Madder)),
            ("m-ochre", colour(Ink::Ochre)),
            ("m-indigo", colour(Ink::Indigo)),
            ("m-leaf", colour(Ink::Leaf)),
            ("m-clay", colour(Ink::Clay)),
            ("m-sky", colour(Ink::Sky)),
        ] {
            let line = format!("--{name}: #{r:02x}{g:02x}{b:02x};");
            assert!(tokens.contains(&line), "{line}");
        }
    }

    #[test]
    fn titles_of_every_length_are_drawn_and_pictures_stay_light() {
        for title in [
            "Tea",
            &"Tea and objects on Tuesdays ".repeat(4),
            &"W".repeat(100),
            &"tea ".repeat(300),
        ] {
            let png = draw(&shows(title)).unwrap();
            assert!(png.len() < 120_000, "{} bytes", png.len());
            let picture = Pixmap::decode_png(&png).unwrap();
            assert_eq!((picture.width(), picture.height()), (1200, 630));
            assert!(dark_below_the_motif(&picture) > 500, "{title}");
        }
    }

    #[test]
    fn without_a_title_the_room_is_left_free() {
        let none = Shows {
            title: None,
            ..shows("")
        };
        let picture = Pixmap::decode_png(&draw(&none).unwrap()).unwrap();
        assert_eq!(dark_below_the_motif(&picture), 0);
    }

    #[test]
    fn what_is_said_of_a_title_is_what_is_drawn() {
        let letters = Lettering::new().unwrap();
        for whole in [
            "Tea",
            &"Tea and objects on Tuesdays ".repeat(4),
            &"W".repeat(58),
        ] {
            let whole = whole.trim();
            assert_eq!(drawn(&letters, whole), whole);
        }
        let long = "tea ".repeat(300);
        let cut = drawn(&letters, long.trim());
        assert!(cut.len() > 100 && cut.ends_with('\u{2026}'), "{cut}");
        let width = f64::from(WIDTH) - 2.0 * MARGIN;
        assert_eq!(fitted(&letters, &long, width).1.len(), 4);
    }
}
