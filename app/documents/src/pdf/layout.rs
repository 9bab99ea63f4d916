//! The order in which a page is read: columns from left to right, each to its end; lines of a table from left to right.

use super::lines::Line;

/// A column has so many lines at least.
const FEWEST_LINES: usize = 4;
/// Between two columns lies so much, in sizes of the text.
const GUTTER: f64 = 0.8;

/// Groups of lines that are read one after the other, each from top to bottom.
pub(super) fn in_order(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut found = Vec::new();
    divide(lines, 0, &mut found);
    found
}

fn divide(mut lines: Vec<Line>, depth: usize, found: &mut Vec<Vec<Line>>) {
    const DEEPEST: usize = 12;
    if lines.is_empty() {
        return;
    }
    if depth < DEEPEST {
        if let Some(x) = gutter(&lines) {
            let (left, right) = lines.into_iter().partition(|line| line.left < x);
            divide(left, depth + 1, found);
            divide(right, depth + 1, found);
            return;
        }
        if let Some(y) = band(&lines) {
            let (above, below) = lines.into_iter().partition(|line| line.y > y);
            divide(above, depth + 1, found);
            divide(below, depth + 1, found);
            return;
        }
    }
    lines.sort_by(|one, other| {
        other
            .y
            .total_cmp(&one.y)
            .then(one.left.total_cmp(&other.left))
    });
    found.push(of_one_height(lines));
}

/// Cells of a table stand beside each other: they are one line to whoever reads.
fn of_one_height(lines: Vec<Line>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::with_capacity(lines.len());
    let mut lines = lines;
    // What stands at nearly one height is read from left to right.
    let mut at = 0;
    while at < lines.len() {
        let y = lines[at].y;
        let size = lines[at].size;
        let end = (at..lines.len())
            .find(|one| y - lines[*one].y > 0.3 * size)
            .unwrap_or(lines.len());
        lines[at..end].sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut row = lines[at].clone();
        for cell in &lines[at + 1..end] {
            row.text.push('\t');
            row.text.push_str(&cell.text);
            row.right = row.right.max(cell.right);
        }
        found.push(row);
        at = end;
    }
    found
}

/// Where a column ends and the next begins: nothing stands across, and both sides are text and no cells.
fn gutter(lines: &[Line]) -> Option<f64> {
    if lines.len() < 2 * FEWEST_LINES {
        return None;
    }
    let mut spans: Vec<(f64, f64)> = lines.iter().map(|line| (line.left, line.right)).collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let size = middle(lines.iter().map(|line| line.size));
    let mut reached = f64::MIN;
    let mut best: Option<(f64, f64)> = None;
    for (left, right) in spans {
        let gap = left - reached;
        if reached > f64::MIN && gap > GUTTER * size && best.is_none_or(|(wide, _)| gap > wide) {
            best = Some((gap, left - gap / 2.0));
        }
        reached = reached.max(right);
    }
    let (_, x) = best?;
    let (left, right): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.left < x);
    // A column on the right may end in short lines; names of cells stand on the left.
    (is_column(&left, 0.5) && is_column(&right, 0.25)).then_some(x)
}

/// Text fills the width of its column, in such a share of its lines at least; cells do not.
fn is_column(lines: &[&Line], share: f64) -> bool {
    const FULL: f64 = 0.62;
    let left = lines.iter().map(|line| line.left).fold(f64::MAX, f64::min);
    let right = lines.iter().map(|line| line.right).fold(f64::MIN, f64::max);
    let width = (right - left).max(1.0);
    let full = lines
        .iter()
        .filter(|line| (line.right - line.left) / width > FULL)
        .count();
    let count = |number: usize| u32::try_from(number).map_or(f64::MAX, f64::from);
    lines.len() >= FEWEST_LINES && count(full) >= share * count(lines.len())
}

/// A wide gap from side to side, where the page may be divided: above columns, below them.
fn band(lines: &[Line]) -> Option<f64> {
    const WIDE: f64 = 1.5;
    let mut heights: Vec<f64> = lines.iter().map(|line| line.y).collect();
    heights.sort_by(|one, other| other.total_cmp(one));
    let size = middle(lines.iter().map(|line| line.size));
    heights
        .windows(2)
        .map(|pair| (pair[0] - pair[1], f64::midpoint(pair[0], pair[1])))
        .filter(|(gap, _)| *gap > WIDE * size)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, y)| y)
}

/// The middle of some numbers by their order.
pub(super) fn middle(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(10.0)
}
