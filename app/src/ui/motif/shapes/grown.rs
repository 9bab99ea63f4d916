//! Shapes of nature and of people: they grow, meet, shine and drift.

use super::{Inks, Mark, area, circle, dashed, line, round, trace};
use crate::ui::motif::dice::Dice;
use std::f64::consts::TAU;
use std::fmt::Write as _;

/// A flock.
pub(super) fn birds(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let columns = (w / 76.0).round().max(2.0);
    let rows = (h / 60.0).round().max(3.0);
    let (mut near, mut far) = (String::new(), String::new());
    for row in 0..round(rows) {
        let shift = if row % 2 == 0 { 0.25 } else { 0.75 };
        for column in 0..round(columns) {
            let x = (f64::from(column) + shift + dice.between(-0.16, 0.16)) * w / columns;
            let y = (f64::from(row) + 0.6 + dice.between(-0.2, 0.2)) * h / rows;
            let wing = round(dice.between(17.0, 29.0));
            let (half, lift) = (wing / 2, wing);
            let path = if dice.below(3) == 0 {
                &mut far
            } else {
                &mut near
            };
            trace!(
                path,
                "M{} {}q{half}-{lift} {wing} 0q{half}-{lift} {wing} 0",
                round(x) - wing,
                round(y)
            );
        }
    }
    vec![line(inks.figure, 6.0, near), line(inks.accent, 6.0, far)]
}

/// A branch with leaves, veins cut out.
pub(super) fn leaves(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let stems = (w / (h * 0.8)).round().max(1.0);
    let bay = w / stems;
    let (mut stem, mut blades, mut veins) = (String::new(), String::new(), String::new());
    for index in 0..round(stems) {
        let x = round(bay * (f64::from(index) + 0.5));
        trace!(stem, "M{x} {}V{}", round(h), round(h * 0.16));
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
                    round(y),
                    round(c1.0),
                    round(c1.1),
                    round(tip.0),
                    round(tip.1),
                    round(c2.0 - tip.0),
                    round(c2.1 - tip.1),
                    round(-tip.0),
                    round(-tip.1)
                );
                trace!(
                    veins,
                    "M{x} {}l{} {}",
                    round(y),
                    round(tip.0 * 0.8),
                    round(tip.1 * 0.8)
                );
            }
        }
    }
    vec![
        line(inks.accent, bay * 0.035 + 2.0, stem),
        area(inks.figure, blades),
        line(inks.ground, 3.0, veins),
    ]
}

/// Flowers.
pub(super) fn petals(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
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
                let ((ax, ay), (tx, ty), (bx, by)) = (
                    at(angle - spread, reach * 0.72),
                    at(angle, reach),
                    at(angle + spread, reach * 0.72),
                );
                trace!(
                    path,
                    "M{} {}q{ax} {ay} {tx} {ty}q{} {} {} {}z",
                    round(x),
                    round(y),
                    bx - tx,
                    by - ty,
                    -tx,
                    -ty
                );
            }
        }
        circle(&mut hearts, x, y, r * 0.15);
    }
    vec![
        area(inks.figure, big),
        area(inks.accent, small),
        area(inks.ground, hearts),
    ]
}

/// A drop and the rings it makes.
pub(super) fn ripples(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let x = w * dice.between(0.36, 0.64);
    let y = h * 0.66;
    let mut rings = String::new();
    for ring in 1..6 {
        let rx = round(w.max(h) * 0.11 * f64::from(ring));
        let ry = (rx * 3 / 10).max(1);
        trace!(
            rings,
            "M{} {}a{rx} {ry} 0 1 1-.1 0z",
            round(x),
            round(y) - ry
        );
    }
    let mut drop = String::new();
    circle(&mut drop, x, h * 0.3, h.min(w) * 0.17);
    vec![line(inks.figure, h * 0.028, rings), area(inks.accent, drop)]
}

/// The rings of a tree, or of a life.
pub(super) fn rings(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let (x, y) = (w * dice.between(0.4, 0.6), h * dice.between(0.42, 0.58));
    let step = h.min(w) * 0.094;
    let drift = dice.between(-0.16, 0.16);
    let (mut wide, mut thin) = (String::new(), String::new());
    for ring in 1..7 {
        let r = step * f64::from(ring);
        circle(
            if ring % 3 == 0 { &mut thin } else { &mut wide },
            x + drift * r,
            y - drift * r,
            r,
        );
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

/// A sun over water.
pub(super) fn sun(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
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
        dashed(
            inks.figure,
            r * 0.62,
            format!("{:.1} {:.1}", beat * 0.36, beat * 0.64),
            rays,
        ),
        area(inks.accent, disc),
        area(
            inks.ground,
            format!("M0 {}h{}V{}H0z", round(level), round(w), round(h) + 1),
        ),
        dashed(
            inks.figure,
            (h - level) / 13.0,
            format!(
                "{} 10 {} 14 {} 8",
                40 + dice.below(40),
                70 + dice.below(40),
                20 + dice.below(30)
            ),
            water,
        ),
    ]
}

/// Two rounds that meet.
pub(super) fn pair(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    // Side by side in a wide panel, one above the other in a tall one.
    let beside = w >= h;
    let r = if beside {
        (h * 0.36).min(w * 0.25)
    } else {
        (w * 0.34).min(h * 0.22)
    };
    let apart = r * dice.between(0.55, 0.8);
    let (dx, dy) = if beside { (apart, 0.0) } else { (0.0, apart) };
    let (x, y) = (w / 2.0, h / 2.0);
    let (mut first, mut second, mut both) = (String::new(), String::new(), String::new());
    circle(&mut first, x - dx, y - dy, r);
    circle(&mut second, x + dx, y + dy, r);
    let reach = (r * r - apart * apart).sqrt();
    let (ex, ey) = if beside { (0.0, reach) } else { (reach, 0.0) };
    let radius = round(r);
    trace!(
        both,
        "M{} {}A{radius} {radius} 0 0 1 {} {}A{radius} {radius} 0 0 1 {} {}z",
        round(x - ex),
        round(y - ey),
        round(x + ex),
        round(y + ey),
        round(x - ex),
        round(y - ey)
    );
    let mut echo = String::new();
    circle(&mut echo, x - dx, y - dy, r * 1.18);
    circle(&mut echo, x + dx, y + dy, r * 1.18);
    vec![
        dashed(inks.figure, 3.0, "14 8".into(), echo),
        area(inks.figure, first),
        area(inks.accent, second),
        area(inks.ground, both.clone()),
        dashed(
            inks.figure,
            r * 0.5,
            "4 7".into(),
            if beside {
                format!(
                    "M{} {}v{}",
                    round(x),
                    round(y - reach * 0.72),
                    round(reach * 1.44)
                )
            } else {
                format!(
                    "M{} {}h{}",
                    round(x - reach * 0.72),
                    round(y),
                    round(reach * 1.44)
                )
            },
        ),
    ]
}

/// Threads that cross and arrive.
pub(super) fn threads(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = 5;
    let mut ends: Vec<i32> = (0..count).collect();
    for index in (1..ends.len()).rev() {
        // Never with itself: no thread runs straight across.
        let other = dice.below(index as u64) as usize;
        ends.swap(index, other);
    }
    let at = |place: i32| round(h * (f64::from(place) + 0.5) / f64::from(count));
    let (mut one, mut two, mut knots) = (String::new(), String::new(), String::new());
    let (start, end) = (w * 0.12, w * 0.88);
    for (from, to) in ends.iter().enumerate() {
        let (y1, y2) = (at(from as i32), at(*to));
        let middle = round(w / 2.0);
        let path = if from % 2 == 0 { &mut one } else { &mut two };
        trace!(
            path,
            "M{} {y1}C{middle} {y1} {middle} {y2} {} {y2}",
            round(start),
            round(end)
        );
        let r = h * 0.042;
        circle(&mut knots, start, f64::from(y1), r);
        circle(&mut knots, end, f64::from(y2), r);
    }
    vec![
        line(inks.accent, h * 0.032, two),
        line(inks.figure, h * 0.032, one),
        area(inks.figure, knots),
    ]
}
