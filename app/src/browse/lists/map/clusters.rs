//! Marks that would lie on each other become one.

use super::area::{Frame, WIDE};
use case_study::Point;
use std::collections::BTreeMap;

/// How far apart the middles of two marks are, in units of the drawing. On the narrowest phone a
/// unit is 0.3 px, so that each has more than the 24 px that a thumb needs.
pub const APART: f64 = 88.0;
/// Room between a mark and the edge.
const EDGE: f64 = 40.0;
/// Places in one cell of this size count as one before anything is compared: ten thousand cases
/// become a few hundred cells.
const CELL: f64 = APART / 4.0;

/// A mark: one place or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    pub x: f64,
    pub y: f64,
    /// Which of the points, in their order.
    pub members: Vec<usize>,
}

/// The points that lie on the frame, in marks that keep their distance; the largest mark first.
#[must_use]
pub fn clusters(points: &[Point], frame: &Frame) -> Vec<Cluster> {
    let high = frame.high();
    let mut cells: BTreeMap<(i64, i64), Cluster> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        let Some((x, y)) = frame.find(*point) else {
            continue;
        };
        let x = x.clamp(EDGE, WIDE - EDGE);
        let y = y.clamp(EDGE, high - EDGE);
        let cell = ((x / CELL) as i64, (y / CELL) as i64);
        let one = Cluster {
            x,
            y,
            members: vec![at],
        };
        match cells.get_mut(&cell) {
            Some(known) => known.take_in(one),
            None => {
                cells.insert(cell, one);
            }
        }
    }
    let mut cells: Vec<Cluster> = cells.into_values().collect();
    // The fullest cells gather those around them.
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.members.len()));
    let mut found: Vec<Cluster> = Vec::new();
    for cell in cells {
        match found.iter_mut().find(|one| one.distance(&cell) < APART) {
            Some(one) => one.take_in(cell),
            None => found.push(cell),
        }
    }
    // Taking others in moves a mark, maybe towards another one.
    while let Some((a, b)) = too_close(&found) {
        let other = found.swap_remove(b);
        found[a].take_in(other);
    }
    for one in &mut found {
        one.members.sort_unstable();
    }
    found.sort_by(|a, b| {
        (b.members.len().cmp(&a.members.len())).then_with(|| a.members.cmp(&b.members))
    });
    found
}

/// The first two marks that lie on each other; the second has the higher number.
fn too_close(marks: &[Cluster]) -> Option<(usize, usize)> {
    marks.iter().enumerate().find_map(|(at, one)| {
        let other = marks[at + 1..]
            .iter()
            .position(|other| one.distance(other) < APART)?;
        Some((at, at + 1 + other))
    })
}

impl Cluster {
    fn distance(&self, other: &Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Both as one, in the middle of all its places.
    fn take_in(&mut self, other: Self) {
        let (own, its) = (self.members.len() as f64, other.members.len() as f64);
        self.x = (self.x * own + other.x * its) / (own + its);
        self.y = (self.y * own + other.y * its) / (own + its);
        self.members.extend(other.members);
    }
}

#[cfg(test)]
mod tests {
    use super::{APART, clusters};
    use crate::browse::lists::map::area::{Area, WIDE};
    use case_study::Point;

    const fn at(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    const TOWNS: [Point; 6] = [
        at(53.41, -2.98),
        at(53.48, -2.24),
        at(51.51, -0.13),
        at(51.45, -0.09),
        at(60.17, 24.94),
        at(40.76, -73.98),
    ];

    fn members(area: Area) -> Vec<Vec<usize>> {
        clusters(&TOWNS, &area.frame())
            .into_iter()
            .map(|one| one.members)
            .collect()
    }

    #[test]
    fn near_places_are_one_mark_until_somebody_looks_closer() {
        assert_eq!(members(Area::World), [vec![0, 1, 2, 3, 4], vec![5]]);
        assert_eq!(members(Area::Europe), [vec![0, 1, 2, 3], vec![4]]);
        assert_eq!(members(Area::UkAndIreland), [vec![0, 1], vec![2, 3]]);
        assert_eq!(
            members(Area::around(at(53.45, -2.6), 100.0)),
            [vec![0], vec![1]]
        );
    }

    #[test]
    fn every_case_is_in_one_mark_and_marks_keep_their_distance() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut part = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX)
        };
        let points: Vec<Point> = (0..10_000)
            .map(|_| at(36.0 + part() * 32.0, -9.0 + part() * 40.0))
            .collect();
        for area in [Area::Europe, Area::UkAndIreland, Area::World] {
            let frame = area.frame();
            let shown = points
                .iter()
                .filter(|point| frame.find(**point).is_some())
                .count();
            let found = clusters(&points, &frame);
            let mut all: Vec<usize> = found.iter().flat_map(|one| one.members.clone()).collect();
            assert_eq!(all.len(), shown);
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), shown);
            for (n, one) in found.iter().enumerate() {
                assert!((0.0..=WIDE).contains(&one.x) && (0.0..=frame.high()).contains(&one.y));
                for other in &found[n + 1..] {
                    assert!(one.distance(other) >= APART);
                }
            }
        }
    }

    #[test]
    fn no_points_no_marks() {
        assert!(clusters(&[], &Area::Europe.frame()).is_empty());
    }
}
