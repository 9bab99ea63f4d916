//! The outline of the land as a path of a drawing.
//!
//! `land.txt` is Natural Earth (public domain), made small by `tools/map/land.mjs`, which says how.
//! There are no borders on it: which of them are right is not for a bank of case studies to say.

use super::area::{Frame, WIDE};
use super::projection::Planar;
use case_study::Point;
use std::fmt::Write;
use std::sync::LazyLock;

/// Points nearer to the last one than this many units are left out: nobody would see them.
const NEAREST: f64 = 3.0;
/// How far past its edge the land is drawn, so that cut coasts are not seen.
const MARGIN: f64 = 12.0;

static RINGS: LazyLock<Vec<Vec<Point>>> =
    LazyLock::new(|| include_str!("land.txt").lines().map(read_ring).collect());

/// A line of the file: hundredths of a degree, the first point and then steps.
fn read_ring(line: &str) -> Vec<Point> {
    let numbers: Vec<i32> = line
        .split_ascii_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let (mut lon, mut lat) = (0, 0);
    numbers
        .chunks_exact(2)
        .map(|step| {
            lon += step[0];
            lat += step[1];
            Point {
                lat: f64::from(lat) / 100.0,
                lon: f64::from(lon) / 100.0,
            }
        })
        .collect()
}

/// The land inside a frame: the `d` of one path, to be filled by the even-odd rule.
#[must_use]
pub fn outline(frame: &Frame) -> String {
    let mut path = String::new();
    for ring in RINGS.iter() {
        let drawn: Vec<(f64, f64)> = on_plane(ring, frame)
            .into_iter()
            .map(|place| frame.on_paper(place))
            .collect();
        write_ring(&mut path, &clipped(drawn, frame.high()));
    }
    path
}

/// The ring on the plane. Where it runs beyond what the projection draws, it follows the rim: a
/// straight line would cut across the map.
fn on_plane(ring: &[Point], frame: &Frame) -> Vec<Planar> {
    const STEP: f64 = 0.3;
    let places: Vec<Planar> = ring
        .iter()
        .map(|point| frame.projection.project(*point))
        .collect();
    if places.iter().all(|place| place.beyond) {
        return Vec::new();
    }
    let mut found = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        found.push(*place);
        let next = places[(at + 1) % places.len()];
        if !(place.beyond && next.beyond) {
            continue;
        }
        let from = place.y.atan2(place.x);
        let mut turn = next.y.atan2(next.x) - from;
        if turn.abs() > std::f64::consts::PI {
            turn -= turn.signum() * std::f64::consts::TAU;
        }
        let rim = place.x.hypot(place.y);
        let mut angle = STEP;
        while angle < turn.abs() {
            let (sine, cosine) = (from + angle * turn.signum()).sin_cos();
            found.push(Planar {
                x: rim * cosine,
                y: rim * sine,
                beyond: true,
            });
            angle += STEP;
        }
    }
    found
}

type Places = Vec<(f64, f64)>;

/// What of a ring lies on the paper and a little around it (Sutherland and Hodgman).
fn clipped(ring: Places, high: f64) -> Places {
    let (left, right) = (-MARGIN, WIDE + MARGIN);
    let (top, bottom) = (-MARGIN, high + MARGIN);
    let cut = |ring: Places, inside: &dyn Fn((f64, f64)) -> f64| -> Places {
        let mut kept = Vec::with_capacity(ring.len());
        for (at, place) in ring.iter().enumerate() {
            let next = ring[(at + 1) % ring.len()];
            let (here, there) = (inside(*place), inside(next));
            if here >= 0.0 {
                kept.push(*place);
            }
            if (here >= 0.0) != (there >= 0.0) {
                let part = here / (here - there);
                kept.push((
                    place.0 + (next.0 - place.0) * part,
                    place.1 + (next.1 - place.1) * part,
                ));
            }
        }
        kept
    };
    let ring = cut(ring, &|(x, _)| x - left);
    let ring = cut(ring, &|(x, _)| right - x);
    let ring = cut(ring, &|(_, y)| y - top);
    cut(ring, &|(_, y)| bottom - y)
}

/// Adds a ring in whole units and small steps, which is what keeps a map light.
fn write_ring(path: &mut String, ring: &[(f64, f64)]) {
    let mut kept: Vec<(i64, i64)> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for place in ring {
        if let Some(last) = last
            && (place.0 - last.0).hypot(place.1 - last.1) < NEAREST
        {
            continue;
        }
        last = Some(*place);
        kept.push((place.0.round() as i64, place.1.round() as i64));
    }
    if kept.len() < 3 {
        return;
    }
    let mut before = kept[0];
    let _ = write!(path, "M{} {}l", before.0, before.1);
    for (at, place) in kept.iter().enumerate().skip(1) {
        let (right, down) = (place.0 - before.0, place.1 - before.1);
        // A minus parts two numbers as well as a space does.
        if at > 1 && right >= 0 {
            path.push(' ');
        }
        let _ = write!(path, "{right}");
        if down >= 0 {
            path.push(' ');
        }
        let _ = write!(path, "{down}");
        before = *place;
    }
    path.push('z');
}

#[cfg(test)]
mod tests {
    use super::{RINGS, clipped, outline, read_ring, write_ring};
    use crate::browse::lists::map::area::{Area, WIDE};
    use case_study::Point;

    #[test]
    fn the_file_holds_the_land() {
        assert!(RINGS.len() > 100);
        for point in RINGS.iter().flatten() {
            assert!(point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0);
        }
        assert!(RINGS.iter().all(|ring| ring.len() > 3));
        assert_eq!(
            read_ring("100 -50 -1 2"),
            [
                Point {
                    lat: -0.5,
                    lon: 1.0
                },
                Point {
                    lat: -0.48,
                    lon: 0.99
                }
            ]
        );
    }

    #[test]
    fn steps_are_written_as_short_as_can_be() {
        let mut path = String::new();
        write_ring(
            &mut path,
            &[
                (0.4, 0.0),
                (10.0, 0.0),
                (10.4, 0.1),
                (10.0, 10.0),
                (0.0, -5.0),
            ],
        );
        assert_eq!(path, "M0 0l10 0 0 10-10-15z");
    }

    #[test]
    fn land_ends_a_little_past_the_paper() {
        let square = vec![
            (-500.0, 100.0),
            (2000.0, 100.0),
            (2000.0, 200.0),
            (-500.0, 200.0),
        ];
        let found = clipped(square, 600.0);
        assert_eq!(found.len(), 4);
        for (x, _) in found {
            assert!(
                (x + 12.0).abs() < 1e-9 || (x - WIDE - 12.0).abs() < 1e-9,
                "{x}"
            );
        }
        assert!(clipped(vec![(-50.0, 0.0), (-40.0, 0.0), (-45.0, 9.0)], 600.0).is_empty());
    }

    /// Whether a place of the drawing is land, by the even-odd rule.
    fn is_land(path: &str, x: f64, y: f64) -> bool {
        let mut inside = false;
        for ring in path.split('z').filter(|ring| !ring.is_empty()) {
            let spaced = ring.replace('-', " -").replace(['M', 'l'], " ");
            let numbers: Vec<f64> = spaced
                .split_ascii_whitespace()
                .map(|number| number.parse().unwrap())
                .collect();
            let (mut px, mut py) = (0.0, 0.0);
            let places: Vec<(f64, f64)> = numbers
                .chunks(2)
                .map(|step| {
                    px += step[0];
                    py += step[1];
                    (px, py)
                })
                .collect();
            for (at, a) in places.iter().enumerate() {
                let b = places[(at + 1) % places.len()];
                if (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0) {
                    inside = !inside;
                }
            }
        }
        inside
    }

    #[test]
    fn towns_are_on_land_and_seas_are_not() {
        let spain = Area::around(
            Point {
                lat: 40.4,
                lon: -3.7,
            },
            700.0,
        );
        for (area, lat, lon, land) in [
            (Area::Europe, 48.86, 2.35, true),
            (Area::Europe, 52.5, 13.4, true),
            (Area::Europe, 56.0, 3.0, false),
            (Area::Europe, 43.0, 35.0, false),
            (Area::Europe, 64.9, -18.5, true),
            (Area::UkAndIreland, 53.0, -1.5, true),
            (Area::UkAndIreland, 53.3, -8.0, true),
            (Area::UkAndIreland, 53.8, -4.9, false),
            (Area::World, 40.0, -100.0, true),
            (Area::World, -25.0, 135.0, true),
            (Area::World, 0.0, -150.0, false),
            // Opposite of New Zealand: nothing of it may lie across Spain.
            (spain, 40.4, -3.7, true),
            (spain, 38.0, -11.0, false),
        ] {
            let frame = area.frame();
            let (x, y) = frame.find(Point { lat, lon }).expect("on the map");
            assert_eq!(
                is_land(&outline(&frame), x, y),
                land,
                "{area:?} {lat} {lon}"
            );
        }
    }

    #[test]
    fn every_map_stays_light() {
        for lat in [-40.0, 0.0, 38.0, 54.0, 61.0] {
            for km in [25.0, 400.0, 2000.0] {
                let area = Area::around(Point { lat, lon: 10.0 }, km);
                let size = outline(&area.frame()).len();
                assert!(size <= 16_000, "{area:?}: {size}");
            }
        }
        for area in Area::NAMED {
            let size = outline(&area.frame()).len();
            assert!((2_000..=16_000).contains(&size), "{area:?}: {size}");
        }
    }
}
