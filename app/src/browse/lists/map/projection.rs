//! From the globe to a plane, in kilometres. Both projections keep areas true, so that no country
//! looks larger than it is.
//!
//! Europe and every part of it are drawn in Lambert's azimuthal equal-area projection, which the
//! European Union uses for its maps (EPSG:3035); the world in Equal Earth (Šavrič, Patterson and
//! Jenny 2018). The earth is a ball here: at these scales nobody sees the difference.

use case_study::Point;

/// Radius of a ball as large as the earth, in kilometres.
pub const EARTH: f64 = 6371.0;

/// How far from its centre, in radians, Lambert's projection is drawn. Farther off, shapes are
/// torn, and the other side of the earth would be a circle around everything.
const FARTHEST: f64 = 1.75;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection {
    /// The whole world.
    EqualEarth,
    /// Around a point.
    Lambert { centre: Point },
}

/// A place on the plane: kilometres to the east and to the north of the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planar {
    pub x: f64,
    pub y: f64,
    /// Beyond what the projection draws; moved to its rim.
    pub beyond: bool,
}

impl Projection {
    #[must_use]
    pub fn project(self, point: Point) -> Planar {
        let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
        match self {
            Self::EqualEarth => equal_earth(lat, lon),
            Self::Lambert { centre } => {
                lambert(lat, lon, centre.lat.to_radians(), centre.lon.to_radians())
            }
        }
    }
}

fn equal_earth(lat: f64, lon: f64) -> Planar {
    // The coefficients of the authors' polynomial.
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let t = (3_f64.sqrt() / 2.0 * lat.sin()).asin();
    let (t2, t6) = (t * t, t.powi(6));
    let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
    Planar {
        x: EARTH * 2.0 * 3_f64.sqrt() * lon * t.cos() / (3.0 * slope),
        y: EARTH * t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)),
        beyond: false,
    }
}

fn lambert(lat: f64, lon: f64, lat_0: f64, lon_0: f64) -> Planar {
    let east = lat.cos() * (lon - lon_0).sin();
    let north = lat_0.cos() * lat.sin() - lat_0.sin() * lat.cos() * (lon - lon_0).cos();
    let cosine = lat_0.sin() * lat.sin() + lat_0.cos() * lat.cos() * (lon - lon_0).cos();
    if cosine < FARTHEST.cos() {
        let length = east.hypot(north);
        let rim = 2.0 * EARTH * (FARTHEST / 2.0).sin();
        // The point opposite has no direction; any will do.
        let (east, north) = if length > 1e-9 {
            (east / length, north / length)
        } else {
            (0.0, 1.0)
        };
        return Planar {
            x: rim * east,
            y: rim * north,
            beyond: true,
        };
    }
    let stretch = EARTH * (2.0 / (1.0 + cosine)).sqrt();
    Planar {
        x: stretch * east,
        y: stretch * north,
        beyond: false,
    }
}

/// The middle of points on the globe; the first of them where they have none.
#[must_use]
pub fn middle(points: &[Point]) -> Point {
    let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
    for point in points {
        let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
        x += lat.cos() * lon.cos();
        y += lat.cos() * lon.sin();
        z += lat.sin();
    }
    let across = x.hypot(y);
    if across.hypot(z) < 1e-9 {
        return points
            .first()
            .copied()
            .unwrap_or(Point { lat: 0.0, lon: 0.0 });
    }
    Point {
        lat: z.atan2(across).to_degrees(),
        lon: y.atan2(x).to_degrees(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    fn close(a: f64, b: f64, by: f64) {
        assert!((a - b).abs() <= by, "{a} is not {b}");
    }

    #[test]
    fn the_world_has_the_size_its_authors_gave_it() {
        let east = Projection::EqualEarth.project(at(0.0, 180.0));
        close(east.x / EARTH, 2.706_63, 1e-4);
        close(east.y, 0.0, 1e-9);
        let north = Projection::EqualEarth.project(at(90.0, 0.0));
        close(north.y / EARTH, 1.317_36, 1e-4);
        let south = Projection::EqualEarth.project(at(-90.0, 0.0));
        close(south.y, -north.y, 1e-9);
    }

    #[test]
    fn europe_lies_where_the_european_grid_has_it() {
        // EPSG:3035 puts 50° N 5° E at 3 962 799 m east and 2 999 719 m north; its centre is at
        // 4 321 000 m and 3 210 000 m. It uses an ellipsoid, we a ball.
        let europe = Projection::Lambert {
            centre: at(52.0, 10.0),
        };
        let found = europe.project(at(50.0, 5.0));
        close(found.x, 3962.8 - 4321.0, 3.0);
        close(found.y, 2999.7 - 3210.0, 3.0);
        let centre = europe.project(at(52.0, 10.0));
        close(centre.x, 0.0, 1e-9);
        close(centre.y, 0.0, 1e-9);
    }

    #[test]
    fn areas_are_true_wherever_they_lie() {
        // A small square of latitude and longitude, in both projections, against the globe.
        for projection in [
            Projection::EqualEarth,
            Projection::Lambert {
                centre: at(52.0, 10.0),
            },
        ] {
            for (lat, lon) in [(0.0, 0.0), (35.0, 25.0), (60.0, -20.0), (68.0, 40.0)] {
                let step = 0.1;
                let (a, b, c) = (
                    projection.project(at(lat, lon)),
                    projection.project(at(lat, lon + step)),
                    projection.project(at(lat + step, lon)),
                );
                let drawn = ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).abs();
                let real =
                    (EARTH * step.to_radians()).powi(2) * (lat + step / 2.0).to_radians().cos();
                close(drawn / real, 1.0, 0.005);
            }
        }
    }

    #[test]
    fn the_other_side_of_the_earth_stays_on_the_rim() {
        let here = Projection::Lambert {
            centre: at(40.0, -4.0),
        };
        for point in [at(-40.0, 176.0), at(-41.0, 175.0), at(-80.0, 10.0)] {
            let found = here.project(point);
            assert!(found.beyond);
            assert!(found.x.hypot(found.y) > 9_000.0, "{found:?}");
        }
        assert!(!here.project(at(51.5, 0.0)).beyond);
    }

    #[test]
    fn the_middle_of_two_points_lies_between_them() {
        let found = middle(&[at(50.0, 179.0), at(50.0, -179.0)]);
        close(found.lon.abs(), 180.0, 1e-6);
        assert_eq!(middle(&[at(0.0, 0.0), at(0.0, 180.0)]), at(0.0, 0.0));
    }
}
