//! The families of shapes, each drawn into a rectangle of any size.
//!
//! All are bold and few: a print cut in lino, seen small. Lengths are rounded to whole units to
//! keep the pictures light.

use super::dice::Dice;
use super::themes::{Ink, Shape};
use std::f64::consts::TAU;
use std::fmt::Write as _;

/// The inks of one panel.
#[derive(Clone, Copy, Debug)]
pub struct Inks {
    pub ground: Ink,
    pub figure: Ink,
    pub accent: Ink,
}

/// One path in one ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The ink, and `l` for a line instead of an area.
    pub class: String,
    /// The path.
    pub path: String,
    /// Width of a line.
    pub width: Option<i32>,
    /// Dashes of a line.
    pub dashes: Option<String>,
}

fn area(ink: Ink, path: String) -> Mark {
    Mark { class: ink.class().to_owned(), path, width: None, dashes: None }
}

fn line(ink: Ink, width: f64, path: String) -> Mark {
    Mark { class: format!("{} l", ink.class()), path, width: Some(round(width).max(1)), dashes: None }
}

fn dashed(ink: Ink, width: f64, dashes: String, path: String) -> Mark {
    Mark { dashes: Some(dashes), ..line(ink, width, path) }
}

/// Whole units: nobody sees a fraction of one.
fn round(value: f64) -> i32 {
    value.round() as i32
}

/// Adds a piece of path; writing to a string cannot fail.
macro_rules! trace {
    ($path:expr, $($piece:tt)*) => {{ let _ = write!($path, $($piece)*); }};
}

/// Draws a shape into a panel.
pub fn draw(shape: Shape, width: i32, height: i32, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let (w, h) = (f64::from(width), f64::from(height));
    let mut marks = vec![flecks(w, h, inks, dice)];
    marks.extend(match shape {
        Shape::Arches => arches(w, h, inks, dice),
        Shape::Bars => bars(w, h, inks, dice),
        Shape::Birds => birds(w, h, inks, dice),
        Shape::Bowls => bowls(w, h, inks),
        Shape::Leaves => leaves(w, h, inks, dice),
        Shape::Pair => pair(w, h, inks, dice),
        Shape::Petals => petals(w, h, inks, dice),
        Shape::Ripples => ripples(w, h, inks, dice),
        Shape::Rings => rings(w, h, inks, dice),
        Shape::Roofs => roofs(w, h, inks, dice),
        Shape::Steps => steps(w, h, inks, dice),
        Shape::Sun => sun(w, h, inks, dice),
        Shape::Threads => threads(w, h, inks, dice),
        Shape::Vessel => vessel(w, h, inks, dice),
        Shape::Weave => weave(w, h, inks, dice),
    });
    marks
}

/// What the gouge left standing: short flecks over the ground.
fn flecks(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Mark {
    let mut path = String::new();
    let rows = (h / 24.0).round();
    for row in 0..round(rows) {
        let y = (f64::from(row) + 0.5) * h / rows + dice.between(-5.0, 5.0);
        trace!(path, "M-{} {}h{}", dice.below(90), round(y), round(w + 90.0));
    }
    dashed(inks.figure, 2.0, format!("6 {} 11 {} 4 {}", 60 + dice.below(40), 90 + dice.below(50), 40 + dice.below(60)), path)
}

fn circle(path: &mut String, x: f64, y: f64, r: f64) {
    let r = round(r);
    trace!(path, "M{} {}a{r} {r} 0 1 1-.1 0z", round(x), round(y) - r);
}

/// Doorways inside doorways.
fn arches(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h * 0.75)).round().max(1.0);
    let bay = w / count;
    let (mut outer, mut middle, mut door) = (String::new(), String::new(), String::new());
    for index in 0..round(count) {
        let x = bay * (f64::from(index) + 0.5);
        let top = h * dice.between(0.1, 0.2);
        for (path, part) in [(&mut outer, 0.42), (&mut middle, 0.29), (&mut door, 0.16)] {
            let r = round(bay * part);
            let spring = round(top + bay * 0.42);
            trace!(path, "M{} {}V{spring}a{r} {r} 0 0 1 {} 0V{}z", round(x) - r, round(h), 2 * r, round(h));
        }
    }
    vec![area(inks.figure, outer), area(inks.ground, middle), area(inks.accent, door)]
}

/// Strips of different length: a rhythm, a measure.
fn bars(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h.min(w) / 6.0)).round();
    let gap = w / count;
    let (mut up, mut down) = (String::new(), String::new());
    let mut reach = dice.between(0.3, 0.6);
    for index in 0..round(count) {
        let x = round(gap * (f64::from(index) + 0.5));
        reach = (reach + dice.between(-0.22, 0.26)).clamp(0.2, 0.78);
        trace!(up, "M{x} {}V{}", round(h + gap), round(h * (1.0 - reach)));
        trace!(down, "M{x} {}V{}", round(-gap), round(h * (1.0 - reach) - gap * 1.25).max(0));
    }
    vec![line(inks.figure, gap * 0.62, up), line(inks.accent, gap * 0.2, down)]
}

/// A flock.
fn birds(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let unit = h.min(w) / 3.4;
    let (mut near, mut far) = (String::new(), String::new());
    let columns = round(w / unit / 0.95).max(2);
    let rows = round(h / unit / 0.72).max(2);
    for row in 0..rows {
        for column in 0..columns {
            let shift = if row % 2 == 0 { 0.0 } else { 0.5 };
            let x = (f64::from(column) + shift + dice.between(-0.12, 0.12)) * w / f64::from(columns);
            let y = (f64::from(row) + 0.55 + dice.between(-0.12, 0.12)) * h / f64::from(rows);
            let s = unit * dice.between(0.3, 0.46);
            let path = if (row + column) % 3 == 0 { &mut far } else { &mut near };
            let (a, b, c) = (round(s), round(s * 0.75), round(s * 0.3));
            trace!(path, "M{} {}q{c}-{b} {a} 0q{}-{b} {a}-{c}q-{b}-{c}-{a} {b}q-{c}-{b}-{a}-{}z", round(x), round(y), a - c, b - c);
        }
    }
    vec![area(inks.figure, near), area(inks.accent, far)]
}

/// Bowls stacked in rows, each holding another.
fn bowls(w: f64, h: f64, inks: Inks) -> Vec<Mark> {
    let across = (w / (h.min(w) * 0.46)).round().max(1.0);
    let bowl = w / across;
    let rows = (h / (bowl * 0.6)).round().max(1.0);
    let step = h / rows;
    let (mut outer, mut inner, mut core) = (String::new(), String::new(), String::new());
    for row in 0..round(rows) {
        let odd = row % 2;
        for index in 0..(round(across) + odd) {
            let x = bowl * (f64::from(index) + if odd == 1 { 0.0 } else { 0.5 });
            let y = round(step * (f64::from(row) + 0.12));
            for (path, part) in [(&mut outer, 0.46), (&mut inner, 0.31), (&mut core, 0.16)] {
                let r = round(bowl * part);
                trace!(path, "M{} {y}a{r} {r} 0 0 0 {} 0z", round(x) - r, 2 * r);
            }
        }
    }
    vec![area(inks.figure, outer), area(inks.ground, inner), area(inks.accent, core)]
}

/// A branch with leaves, veins cut out.
fn leaves(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let stems = (w / (h * 0.8)).round().max(1.0);
    let bay = w / stems;
    let (mut stem, mut blades, mut veins) = (String::new(), String::new(), String::new());
    for index in 0..round(stems) {
        let x = round(bay * (f64::from(index) + 0.5));
        trace!(stem, "M{x} {}V{}", round(h + 9.0), round(h * 0.16));
        let pairs = 4;
        for pair in 0..pairs {
            let y = h * (0.98 - f64::from(pair) * 0.2) + dice.between(-4.0, 4.0);
            let long = (bay * 0.46).min(h * 0.42) * (1.0 - f64::from(pair) * 0.13);
            let rise = long * 0.72;
            for side in [1.0, -1.0] {
                let tip = (side * long, -rise);
                let c1 = (side * long * 0.14, -rise * 0.95);
                let c2 = (side * long * 0.92, -rise * 0.12);
                trace!(
                    blades,
                    "M{x} {}q{} {} {} {}q{} {} {} {}z",
                    round(y), round(c1.0), round(c1.1), round(tip.0), round(tip.1),
                    round(c2.0 - tip.0), round(c2.1 - tip.1), round(-tip.0), round(-tip.1)
                );
                trace!(veins, "M{x} {}l{} {}", round(y), round(tip.0 * 0.8), round(tip.1 * 0.8));
            }
        }
    }
    vec![line(inks.accent, bay * 0.035 + 2.0, stem), area(inks.figure, blades), line(inks.ground, 3.0, veins)]
}

/// Two rounds that meet.
fn pair(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let r = h.min(w * 0.62) * 0.4;
    let apart = r * dice.between(0.55, 0.8);
    // Side by side in a wide panel, one above the other in a tall one.
    let (dx, dy) = if w * 1.15 >= h { (apart, 0.0) } else { (0.0, apart) };
    let (x, y) = (w / 2.0, h / 2.0);
    let (mut first, mut second, mut both) = (String::new(), String::new(), String::new());
    circle(&mut first, x - dx, y - dy, r);
    circle(&mut second, x + dx, y + dy, r);
    let reach = (r * r - apart * apart).sqrt();
    let (ex, ey) = if dx > 0.0 { (0.0, reach) } else { (reach, 0.0) };
    let radius = round(r);
    trace!(both, "M{} {}A{radius} {radius} 0 0 1 {} {}A{radius} {radius} 0 0 1 {} {}z",
        round(x - ex), round(y - ey), round(x + ex), round(y + ey), round(x - ex), round(y - ey));
    let mut echo = String::new();
    circle(&mut echo, x - dx, y - dy, r * 1.18);
    circle(&mut echo, x + dx, y + dy, r * 1.18);
    vec![
        dashed(inks.figure, 3.0, "14 8".into(), echo),
        area(inks.figure, first),
        area(inks.accent, second),
        area(inks.ground, both.clone()),
        dashed(inks.figure, r * 0.5, "4 7".into(), if dx > 0.0 {
            format!("M{} {}v{}", round(x), round(y - reach * 0.72), round(reach * 1.44))
        } else {
            format!("M{} {}h{}", round(x - reach * 0.72), round(y), round(reach * 1.44))
        }),
    ]
}

/// Flowers.
fn petals(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h * 0.9)).round().max(1.0);
    let bay = w / count;
    let (mut big, mut small, mut hearts) = (String::new(), String::new(), String::new());
    for index in 0..round(count) {
        let (x, y) = (bay * (f64::from(index) + 0.5), h / 2.0);
        let r = bay.min(h) * 0.46;
        let number = *dice.pick(&[6, 8]);
        let turn = dice.between(0.0, 0.6);
        for (path, reach, shift) in [(&mut big, r, 0.0), (&mut small, r * 0.62, 0.5)] {
            for petal in 0..number {
                let angle = turn + (f64::from(petal) + shift) * TAU / f64::from(number);
                let spread = TAU / f64::from(number) * 0.62;
                let at = |a: f64, d: f64| (round(d * a.cos()), round(d * a.sin()));
                let ((ax, ay), (tx, ty), (bx, by)) =
                    (at(angle - spread, reach * 0.72), at(angle, reach), at(angle + spread, reach * 0.72));
                trace!(path, "M{} {}q{ax} {ay} {tx} {ty}q{} {} {} {}z", round(x), round(y), bx - tx, by - ty, -tx, -ty);
            }
        }
        circle(&mut hearts, x, y, r * 0.15);
    }
    vec![area(inks.figure, big), area(inks.accent, small), area(inks.ground, hearts)]
}

/// A drop and the rings it makes.
fn ripples(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let x = w * dice.between(0.36, 0.64);
    let y = h * 0.66;
    let mut rings = String::new();
    for ring in 1..6 {
        let rx = round(w.max(h) * 0.11 * f64::from(ring));
        let ry = (rx * 3 / 10).max(1);
        trace!(rings, "M{} {}a{rx} {ry} 0 1 1-.1 0z", round(x), round(y) - ry);
    }
    let mut drop = String::new();
    circle(&mut drop, x, h * 0.3, h.min(w) * 0.17);
    vec![line(inks.figure, h * 0.028, rings), area(inks.accent, drop)]
}

/// The rings of a tree, or of a life.
fn rings(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let (x, y) = (w * dice.between(0.4, 0.6), h * dice.between(0.42, 0.58));
    let step = h.min(w) * 0.094;
    let drift = dice.between(-0.16, 0.16);
    let (mut wide, mut thin) = (String::new(), String::new());
    for ring in 1..7 {
        let r = step * f64::from(ring);
        circle(if ring % 3 == 0 { &mut thin } else { &mut wide }, x + drift * r, y - drift * r, r);
    }
    let mut heart = String::new();
    circle(&mut heart, x, y, step * 0.45);
    let dashes = format!("{} 9 {} 6", 90 + dice.below(60), 40 + dice.below(50));
    vec![
        dashed(inks.figure, step * 0.5, dashes, wide),
        line(inks.accent, step * 0.22, thin),
        area(inks.accent, heart),
    ]
}

/// A street of gables.
fn roofs(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let (mut front, mut back, mut windows) = (String::new(), String::new(), String::new());
    let count = (w / (h * 0.42)).round().max(2.0);
    let bay = w / count;
    for index in 0..round(count) {
        let x = bay * f64::from(index);
        let top = h * dice.between(0.16, 0.4);
        let half = round(bay / 2.0);
        let path = if index % 2 == 0 { &mut front } else { &mut back };
        trace!(path, "M{} {}V{}l{half}-{half}l{half} {half}V{}z", round(x), round(h), round(top) + half, round(h));
        let pane = round(bay * 0.16);
        let rows = round((h - top - bay * 0.6) / (bay * 0.42)).clamp(1, 3);
        for row in 0..rows {
            let y = top + bay * 0.62 + f64::from(row) * bay * 0.42;
            for side in [0.24, 0.6] {
                if dice.below(5) > 0 {
                    trace!(windows, "M{} {}h{pane}v{pane}h-{pane}z", round(x + bay * side), round(y));
                }
            }
        }
    }
    vec![area(inks.figure, front), area(inks.accent, back), area(inks.ground, windows)]
}

/// Stairs that rise.
fn steps(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = round((w / (h.min(w) / 4.6)).round().clamp(3.0, 8.0));
    let (run, rise) = (w / f64::from(count), h * 0.78 / f64::from(count));
    let left = dice.coin();
    let stair = |lift: f64| {
        let mut path = format!("M0 {}", round(h));
        for index in 0..count {
            let level = if left { count - index } else { index + 1 };
            trace!(path, "V{}H{}", round(h - lift - rise * f64::from(level)), round(run * f64::from(index + 1)));
        }
        trace!(path, "V{}z", round(h));
        path
    };
    let mut sun = String::new();
    let x = if left { w - run * 1.1 } else { run * 1.1 };
    circle(&mut sun, x, h * 0.26, run.min(h * 0.2) * 0.72);
    vec![
        area(inks.accent, sun),
        area(inks.accent, stair(0.0)),
        area(inks.figure, stair(-rise * 0.55)),
        line(inks.ground, 3.0, stair(-rise * 1.4)),
    ]
}

/// A sun over water.
fn sun(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let x = w * dice.between(0.4, 0.6);
    let level = h * dice.between(0.6, 0.7);
    let r = h.min(w) * 0.24;
    let (mut disc, mut rays, mut water) = (String::new(), String::new(), String::new());
    circle(&mut disc, x, level, r);
    circle(&mut rays, x, level, r * 1.62);
    let rows = 5;
    for row in 0..rows {
        let y = level + (f64::from(row) + 0.7) * (h - level) / f64::from(rows);
        trace!(water, "M-{} {}H{}", dice.below(60), round(y), round(w));
    }
    // The dashes of a wide ring are the rays: 28 of them.
    let beat = TAU * r * 1.62 / 28.0;
    vec![
        dashed(inks.figure, r * 0.62, format!("{:.1} {:.1}", beat * 0.36, beat * 0.64), rays),
        area(inks.accent, disc),
        area(inks.ground, format!("M0 {}h{}v{}H0z", round(level), round(w), round(h))),
        dashed(inks.figure, (h - level) / 13.0, format!("{} 10 {} 14 {} 8", 40 + dice.below(40), 70 + dice.below(40), 20 + dice.below(30)), water),
    ]
}

/// Threads that cross and arrive.
fn threads(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = 5;
    let mut ends: Vec<i32> = (0..count).collect();
    for index in (1..ends.len()).rev() {
        let other = dice.below(index as u64 + 1) as usize;
        ends.swap(index, other);
    }
    let at = |place: i32| round(h * (f64::from(place) + 0.5) / f64::from(count));
    let (mut one, mut two, mut knots) = (String::new(), String::new(), String::new());
    let (start, end) = (w * 0.12, w * 0.88);
    for (from, to) in ends.iter().enumerate() {
        let (y1, y2) = (at(from as i32), at(*to));
        let middle = round(w / 2.0);
        let path = if from % 2 == 0 { &mut one } else { &mut two };
        trace!(path, "M{} {y1}C{middle} {y1} {middle} {y2} {} {y2}", round(start), round(end));
        let r = h * 0.042;
        circle(&mut knots, start, f64::from(y1), r);
        circle(&mut knots, end, f64::from(y2), r);
    }
    vec![line(inks.accent, h * 0.032, two), line(inks.figure, h * 0.032, one), area(inks.figure, knots)]
}

/// A pot from the shelf.
fn vessel(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h * 0.72)).round().max(1.0);
    let bay = w / count;
    let (mut body, mut bands) = (String::new(), String::new());
    for index in 0..round(count) {
        let x = bay * (f64::from(index) + 0.5);
        let tall = h * dice.between(0.66, 0.8);
        let belly = (bay * 0.44).min(h * dice.between(0.3, 0.4));
        let (neck, foot) = (belly * dice.between(0.3, 0.6), belly * dice.between(0.35, 0.55));
        let (top, base) = (h * 0.94 - tall, h * 0.94);
        let waist = top + tall * dice.between(0.4, 0.55);
        trace!(
            body,
            "M{} {}C{} {} {} {} {} {}S{} {} {} {}H{}C{} {} {} {} {} {}S{} {} {} {}z",
            round(x - neck), round(top),
            round(x - neck), round(top + tall * 0.2), round(x - belly), round(top + tall * 0.2), round(x - belly), round(waist),
            round(x - foot), round(base - tall * 0.12), round(x - foot), round(base),
            round(x + foot),
            round(x + foot), round(base - tall * 0.12), round(x + belly), round(waist + (waist - top - tall * 0.2)), round(x + belly), round(waist),
            round(x + neck), round(top + tall * 0.2), round(x + neck), round(top)
        );
        let reach = round(belly * 0.86);
        trace!(bands, "M{} {}h{}", round(x) - reach, round(waist), 2 * reach);
    }
    vec![
        line(inks.accent, h * 0.05, format!("M0 {}H{}", round(h * 0.96), round(w))),
        area(inks.figure, body),
        dashed(inks.ground, h * 0.13, "5 6".into(), bands.clone()),
        line(inks.accent, h * 0.035, bands),
    ]
}

/// Over and under.
fn weave(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let cells = round(w / (h.min(w) / 4.5)).max(3);
    let cell = w / f64::from(cells);
    let (mut warp, mut even, mut odd) = (String::new(), String::new(), String::new());
    for index in 0..cells {
        trace!(warp, "M{} 0v{}", round(cell * (f64::from(index) + 0.5)), round(h));
    }
    let rows = round(h / cell).max(2);
    let step = h / f64::from(rows);
    for row in 0..rows {
        let path = if row % 2 == 0 { &mut even } else { &mut odd };
        let x = if row % 2 == 0 { -cell * 0.5 } else { cell * 0.5 };
        trace!(path, "M{:.0} {}H{}", x + cell * 0.05, round(step * (f64::from(row) + 0.5)), round(w));
    }
    let weft = format!("{:.1} {:.1}", cell * 0.9, cell * 1.1);
    even.push_str(&odd);
    let (first, second) = if dice.coin() { (inks.figure, inks.accent) } else { (inks.accent, inks.figure) };
    vec![
        line(first, cell * 0.66, warp),
        dashed(second, step * 0.66, weft, even),
    ]
}
