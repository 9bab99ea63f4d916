//! Which part of the world a map shows, as its address says it, and how it lies on the paper.

use super::projection::{Planar, Projection, middle};
use case_study::Point;

/// How wide every map is, in units of its drawing; heights differ.
pub const WIDE: f64 = 960.0;

/// Half the width of a part, in kilometres. Nearer, coasts would be coarse and nothing else is
/// drawn; farther, there is Europe.
const STEPS: [u16; 7] = [100, 150, 250, 400, 700, 1200, 2000];

/// A part of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Area {
    World,
    Europe,
    UkAndIreland,
    /// A point, and kilometres to the left and right of it.
    Around {
        centre: Point,
        km: u16,
    },
}

/// A part of the plane, in kilometres from the projection's centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub projection: Projection,
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Area {
    /// The parts that have a name.
    pub const NAMED: [Self; 3] = [Self::World, Self::Europe, Self::UkAndIreland];

    /// Reads what an address asks for: a name, or latitude, longitude and kilometres. `None` for
    /// anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(area) = Self::NAMED.into_iter().find(|area| area.slug() == text) {
            return Some(area);
        }
        let mut parts = text.split(',').map(str::trim);
        let (lat, lon, km) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let degrees = |text: &str, most: f64| {
            text.parse::<f64>()
                .ok()
                .filter(|degrees| degrees.abs() <= most)
        };
        let (lat, lon) = (degrees(lat, 90.0)?, degrees(lon, 180.0)?);
        let km: u16 = km.parse().ok()?;
        // The address of a part is written one way: a step, and whole hundredths.
        Some(Self::around(Point { lat, lon }, f64::from(km)))
    }

    /// The smallest part around a point that shows so many kilometres to each side.
    #[must_use]
    pub fn around(centre: Point, km: f64) -> Self {
        let km = STEPS
            .into_iter()
            .find(|step| f64::from(*step) >= km)
            .unwrap_or(STEPS[STEPS.len() - 1]);
        let hundredths = |degrees: f64| (degrees * 100.0).round() / 100.0 + 0.0;
        Self::Around {
            centre: Point {
                lat: hundredths(centre.lat),
                lon: hundredths(centre.lon),
            },
            km,
        }
    }

    /// The smallest part around these points that has some room beside them.
    #[must_use]
    pub fn around_all(points: &[Point]) -> Self {
        /// Nobody looks at the very edge.
        const ROOM: f64 = 0.85;
        let centre = middle(points);
        STEPS
            .into_iter()
            .map(|km| Self::around(centre, f64::from(km)))
            .chain([Self::Europe])
            .find(|area| {
                let inner = area.frame().shrunk(ROOM);
                points.iter().all(|point| inner.find(*point).is_some())
            })
            .unwrap_or(Self::World)
    }

    /// As the address has it.
    #[must_use]
    pub fn slug(&self) -> String {
        match self {
            Self::World => "world".to_owned(),
            Self::Europe => "europe".to_owned(),
            Self::UkAndIreland => "uk-and-ireland".to_owned(),
            Self::Around { centre, km } => format!("{},{},{km}", centre.lat, centre.lon),
        }
    }

    /// As people read it.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::World => "World",
            Self::Europe => "Europe",
            Self::UkAndIreland => "UK and Ireland",
            Self::Around { .. } => "Zoomed in",
        }
    }

    /// Half its width in kilometres.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        let frame = self.frame();
        (frame.east - frame.west) / 2.0
    }

    #[must_use]
    pub fn frame(&self) -> Frame {
        match *self {
            // From the south of Chile to the north of Norway: nobody works beyond.
            Self::World => Frame {
                projection: Projection::EqualEarth,
                west: -16_400.0,
                east: 17_250.0,
                south: -6_900.0,
                north: 8_320.0,
            },
            // From Iceland and Portugal to Baku.
            Self::Europe => Frame {
                projection: Projection::Lambert {
                    centre: Point {
                        lat: 52.0,
                        lon: 10.0,
                    },
                },
                west: -2_050.0,
                east: 3_300.0,
                south: -1_980.0,
                north: 2_200.0,
            },
            Self::UkAndIreland => Frame {
                projection: Projection::Lambert {
                    centre: Point {
                        lat: 54.6,
                        lon: -3.6,
                    },
                },
                west: -800.0,
                east: 800.0,
                south: -640.0,
                north: 720.0,
            },
            Self::Around { centre, km } => {
                let km = f64::from(km);
                Frame {
                    projection: Projection::Lambert { centre },
                    west: -km,
                    east: km,
                    south: -km * 0.75,
                    north: km * 0.75,
                }
            }
        }
    }
}

impl Frame {
    /// The same part with its edges drawn in.
    fn shrunk(self, by: f64) -> Self {
        Self {
            projection: self.projection,
            west: self.west * by,
            east: self.east * by,
            south: self.south * by,
            north: self.north * by,
        }
    }

    /// How high the drawing is, in its units.
    #[must_use]
    pub fn high(&self) -> f64 {
        ((self.north - self.south) * self.scale()).round()
    }

    /// Units of the drawing for a kilometre.
    #[must_use]
    pub fn scale(&self) -> f64 {
        WIDE / (self.east - self.west)
    }

    /// Where a place on the plane lies on the drawing: from the left, from the top.
    #[must_use]
    pub fn on_paper(&self, place: Planar) -> (f64, f64) {
        (
            (place.x - self.west) * self.scale(),
            (self.north - place.y) * self.scale(),
        )
    }

    /// Where a point of the globe lies on the drawing, if it is on it.
    #[must_use]
    pub fn find(&self, point: Point) -> Option<(f64, f64)> {
        let place = self.projection.project(point);
        let inside = !place.beyond
            && (self.west..=self.east).contains(&place.x)
            && (self.south..=self.north).contains(&place.y);
        inside.then(|| self.on_paper(place))
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, WIDE};
    use case_study::Point;

    const fn at(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    #[test]
    fn addresses_name_a_part_and_come_back() {
        for area in Area::NAMED {
            assert_eq!(Area::parse(&area.slug()), Some(area));
        }
        let close = Area::parse("53.414, -2.98,120").unwrap();
        assert_eq!(close.slug(), "53.41,-2.98,150");
        assert_eq!(Area::parse(&close.slug()), Some(close));
        // Minus nought is nought.
        assert_eq!(Area::parse("-0.001,0,1").unwrap().slug(), "0,0,100");
        assert_eq!(Area::parse("1,1,65535").unwrap().slug(), "1,1,2000");
        for odd in [
            "",
            "Europe",
            "91,0,10",
            "0,181,10",
            "NaN,0,10",
            "1,2",
            "1,2,3,4",
            "1,2,-3",
            "inf,0,1",
            "1,2,99999999",
        ] {
            assert_eq!(Area::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn europe_holds_its_capitals_and_no_other() {
        let europe = Area::Europe.frame();
        for (name, point) in [
            ("Reykjavík", at(64.15, -21.94)),
            ("Lisbon", at(38.72, -9.14)),
            ("Nicosia", at(35.17, 33.36)),
            ("Yerevan", at(40.18, 44.51)),
            ("Baku", at(40.41, 49.87)),
            ("Helsinki", at(60.17, 24.94)),
            ("Valletta", at(35.9, 14.51)),
            ("Hammerfest", at(70.66, 23.68)),
        ] {
            let (x, y) = europe.find(point).unwrap_or_else(|| panic!("{name}"));
            assert!((0.0..=WIDE).contains(&x) && (0.0..=europe.high()).contains(&y));
        }
        for point in [at(40.71, -74.01), at(-33.87, 151.21), at(30.04, 31.24)] {
            assert_eq!(europe.find(point), None, "{point:?}");
        }
    }

    #[test]
    fn the_isles_and_the_world_hold_theirs() {
        let isles = Area::UkAndIreland.frame();
        for point in [
            at(60.15, -1.15),
            at(49.19, -2.11),
            at(51.9, -10.27),
            at(52.48, 1.75),
        ] {
            assert!(isles.find(point).is_some(), "{point:?}");
        }
        let world = Area::World.frame();
        for point in [at(-53.16, -70.91), at(-46.41, 168.35), at(71.0, 25.8)] {
            assert!(world.find(point).is_some(), "{point:?}");
        }
    }

    #[test]
    fn a_part_around_points_shows_them_all() {
        let points = [at(53.41, -2.98), at(53.48, -2.24), at(54.98, -1.61)];
        let area = Area::around_all(&points);
        let frame = area.frame();
        for point in points {
            assert!(frame.find(point).is_some(), "{area:?} {point:?}");
        }
        assert!(area.half_width() < Area::UkAndIreland.half_width());
        assert_eq!(
            Area::around_all(&[at(1.0, 2.0)]),
            Area::Around {
                centre: at(1.0, 2.0),
                km: 100
            }
        );
    }
}
