//! Shapes that people build and make.

use super::{Inks, Mark, area, circle, dashed, line, round, trace};
use crate::ui::motif::dice::Dice;
use std::fmt::Write as _;

/// Doorways inside doorways.
pub(super) fn arches(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h * 0.75)).round().max(1.0);
    let bay = w / count;
    let (mut outer, mut middle, mut door) = (String::new(), String::new(), String::new());
    for index in 0..round(count) {
        let x = bay * (f64::from(index) + 0.5);
        let top = h * dice.between(0.1, 0.2);
        for (path, part) in [(&mut outer, 0.42), (&mut middle, 0.29), (&mut door, 0.16)] {
            let r = round(bay * part);
            let spring = round(top + bay * 0.42);
            trace!(
                path,
                "M{} {}V{spring}a{r} {r} 0 0 1 {} 0V{}z",
                round(x) - r,
                round(h),
                2 * r,
                round(h)
            );
        }
    }
    vec![
        area(inks.figure, outer),
        area(inks.ground, middle),
        area(inks.accent, door),
    ]
}

/// Strips of different length: a rhythm, a measure.
pub(super) fn bars(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h.min(w) / 6.0)).round();
    let gap = w / count;
    let (mut up, mut down) = (String::new(), String::new());
    let mut reach = dice.between(0.3, 0.6);
    for index in 0..round(count) {
        let x = round(gap * (f64::from(index) + 0.5));
        reach = (reach + dice.between(-0.22, 0.26)).clamp(0.2, 0.78);
        trace!(up, "M{x} {}V{}", round(h), round(h * (1.0 - reach)));
        trace!(
            down,
            "M{x} {}V{}",
            0,
            round(h * (1.0 - reach) - gap * 1.25).max(0)
        );
    }
    vec![
        line(inks.figure, gap * 0.62, up),
        line(inks.accent, gap * 0.2, down),
    ]
}

/// Bowls stacked in rows, each holding something.
pub(super) fn bowls(w: f64, h: f64, inks: Inks) -> Vec<Mark> {
    let across = (w / 135.0).round().max(1.0);
    let bowl = w / across;
    let rows = (h / (bowl * 0.6)).round().max(1.0);
    let step = h / rows;
    let (mut outer, mut core) = (String::new(), String::new());
    for row in 0..round(rows) {
        // Every other row stands in the gaps of the one above.
        let odd = row % 2;
        for index in 0..(round(across) + odd) {
            let x = bowl * (f64::from(index) + if odd == 1 { 0.0 } else { 0.5 });
            let y = round(step * (f64::from(row) + 0.12));
            let (rim, held) = (round(bowl * 0.385), round(bowl * 0.17));
            trace!(
                outer,
                "M{} {y}a{rim} {rim} 0 0 0 {} 0",
                round(x) - rim,
                2 * rim
            );
            trace!(
                core,
                "M{} {y}a{held} {held} 0 0 0 {} 0z",
                round(x) - held,
                2 * held
            );
        }
    }
    vec![
        line(inks.figure, bowl * 0.16, outer),
        area(inks.accent, core),
    ]
}

/// A street of gables.
pub(super) fn roofs(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let (mut front, mut back, mut windows) = (String::new(), String::new(), String::new());
    let count = (w / (h * 0.42)).round().max(2.0);
    let bay = w / count;
    for index in 0..round(count) {
        let x = bay * f64::from(index);
        let top = h * dice.between(0.16, 0.4);
        let half = round(bay / 2.0);
        let path = if index % 2 == 0 {
            &mut front
        } else {
            &mut back
        };
        trace!(
            path,
            "M{} {}V{}l{half}-{half}l{half} {half}V{}z",
            round(x),
            round(h),
            round(top) + half,
            round(h)
        );
        let pane = round(bay * 0.16);
        let rows = round((h - top - bay * 0.6) / (bay * 0.42)).clamp(1, 3);
        for row in 0..rows {
            let y = top + bay * 0.62 + f64::from(row) * bay * 0.42;
            for side in [0.24, 0.6] {
                if dice.below(5) > 0 {
                    trace!(
                        windows,
                        "M{} {}h{pane}v{pane}h-{pane}z",
                        round(x + bay * side),
                        round(y)
                    );
                }
            }
        }
    }
    vec![
        area(inks.figure, front),
        area(inks.accent, back),
        area(inks.ground, windows),
    ]
}

/// Stairs that rise.
pub(super) fn steps(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = round((w / (h.min(w) / 4.6)).round().clamp(3.0, 8.0));
    let (run, rise) = (w / f64::from(count), h * 0.78 / f64::from(count));
    let left = dice.coin();
    let stair = |lift: f64| {
        let mut path = format!("M0 {}", round(h));
        for index in 0..count {
            let level = if left { count - index } else { index + 1 };
            trace!(
                path,
                "V{}H{}",
                round(h - lift - rise * f64::from(level)),
                round(run * f64::from(index + 1))
            );
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

/// A pot from the shelf.
pub(super) fn vessel(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let count = (w / (h * 0.72)).round().max(1.0);
    let bay = w / count;
    let (mut body, mut bands) = (String::new(), String::new());
    for index in 0..round(count) {
        let x = bay * (f64::from(index) + 0.5);
        let tall = h * dice.between(0.66, 0.8);
        let belly = (bay * 0.44).min(h * dice.between(0.3, 0.4));
        let (neck, foot) = (
            belly * dice.between(0.3, 0.6),
            belly * dice.between(0.35, 0.55),
        );
        let (top, base) = (h * 0.94 - tall, h * 0.94);
        let waist = top + tall * dice.between(0.4, 0.55);
        trace!(
            body,
            "M{} {}C{} {} {} {} {} {}S{} {} {} {}H{}C{} {} {} {} {} {}S{} {} {} {}z",
            round(x - neck),
            round(top),
            round(x - neck),
            round(top + tall * 0.2),
            round(x - belly),
            round(top + tall * 0.2),
            round(x - belly),
            round(waist),
            round(x - foot),
            round(base - tall * 0.12),
            round(x - foot),
            round(base),
            round(x + foot),
            round(x + foot),
            round(base - tall * 0.12),
            round(x + belly),
            round(waist + (waist - top - tall * 0.2)),
            round(x + belly),
            round(waist),
            round(x + neck),
            round(top + tall * 0.2),
            round(x + neck),
            round(top)
        );
        let reach = round(belly * 0.86);
        trace!(
            bands,
            "M{} {}h{}",
            round(x) - reach,
            round(waist),
            2 * reach
        );
    }
    vec![
        area(
            inks.accent,
            format!(
                "M0 {}h{}V{}H0z",
                round(h * 0.93),
                round(w) + 1,
                round(h) + 1
            ),
        ),
        area(inks.figure, body),
        dashed(inks.ground, h * 0.13, "5 6".into(), bands.clone()),
        line(inks.accent, h * 0.035, bands),
    ]
}

/// Over and under.
pub(super) fn weave(w: f64, h: f64, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let across = (w / (h.min(w) / 4.0)).round().max(3.0);
    let down = (h * across / w).round().max(3.0);
    let (cell, step) = (w / across, h / down);
    let (mut warp, mut over, mut weft) = (String::new(), String::new(), String::new());
    for index in 0..round(across) {
        let x = round(cell * (f64::from(index) + 0.5));
        trace!(warp, "M{x} 0V{}", round(h));
        // Every other crossing the warp lies on top; its neighbour lies there at the others.
        trace!(
            over,
            "M{x} {}V{}",
            if index % 2 == 0 { 0 } else { round(-step) },
            round(h)
        );
    }
    for row in 0..round(down) {
        trace!(
            weft,
            "M0 {}H{}",
            round(step * (f64::from(row) + 0.5)),
            round(w)
        );
    }
    let (first, second) = if dice.coin() {
        (inks.figure, inks.accent)
    } else {
        (inks.accent, inks.figure)
    };
    vec![
        line(first, cell * 0.7, warp),
        line(second, step * 0.7, weft),
        dashed(first, cell * 0.7, format!("{step:.1}"), over),
    ]
}
