//! What a mark on the map says and where it leads.

use super::Map;
use super::area::Area;
use super::clusters::{Cluster, clusters};
use crate::ui;
use case_study::Point;
use std::collections::BTreeMap;
use store::catalogue::Entry;

/// Lines of the list on one page: as much as a page may weigh.
const LINES: usize = 160;
/// A mark shows at least so many of its cases in the list.
const FEWEST: usize = 3;

/// A mark with its words.
pub struct Spot<'a> {
    pub x: f64,
    pub y: f64,
    /// "Liverpool", "London and Brighton", "London and 6 other places".
    pub name: String,
    pub entries: Vec<&'a Entry>,
    /// How many of them the list below shows; the rest are a closer look away.
    pub shown: usize,
    /// Where the mark leads.
    pub href: String,
    /// Whether it leads to a closer look.
    pub closer: bool,
}

impl Spot<'_> {
    /// The id of its part of the list.
    pub fn id(number: usize) -> String {
        format!("place-{}", number + 1)
    }

    /// What a screen reader says for the mark.
    pub fn says(&self) -> String {
        match self.entries.as_slice() {
            [only] => format!("{}: {}", self.name, only.title),
            many => {
                let cases = ui::case_studies(many.len() as u64);
                let then = if self.closer {
                    "zoom in"
                } else {
                    "go to the list"
                };
                format!("{}: {cases}, {then}", self.name)
            }
        }
    }
}

/// The marks of a map, the largest first.
pub fn spots<'a>(map: &Map<'a>) -> Vec<Spot<'a>> {
    let found = clusters(&map.points, &map.area.frame());
    let most = most_of_each(&found);
    found
        .into_iter()
        .enumerate()
        .map(|(number, cluster)| spot(map, number, &cluster, most))
        .collect()
}

/// So that the whole list fits, how many lines each mark may have.
fn most_of_each(found: &[Cluster]) -> usize {
    let lines =
        |most: usize| -> usize { found.iter().map(|one| one.members.len().min(most)).sum() };
    (FEWEST..=LINES)
        .rev()
        .find(|most| lines(*most) <= LINES)
        .unwrap_or(FEWEST)
}

fn spot<'a>(map: &Map<'a>, number: usize, cluster: &Cluster, most: usize) -> Spot<'a> {
    let entries: Vec<&Entry> = cluster.members.iter().map(|at| map.placed[*at]).collect();
    let points: Vec<Point> = cluster.members.iter().map(|at| map.points[*at]).collect();
    let closer = closer_look(&points, map.area);
    let href = match (entries.as_slice(), closer) {
        ([only], _) => map.query.list.case_href(&only.slug),
        (_, Some(area)) => map.query.at(area).href(),
        (_, None) => format!("#{}", Spot::id(number)),
    };
    Spot {
        x: cluster.x,
        y: cluster.y,
        name: name(&entries),
        shown: entries.len().min(most),
        closer: closer.is_some() && entries.len() > 1,
        href,
        entries,
    }
}

/// The part of the world that tells these places apart, if it is closer than what is shown.
fn closer_look(points: &[Point], shown: Area) -> Option<Area> {
    let area = Area::around_all(points);
    let closer = area.half_width() < shown.half_width() * 0.9;
    (closer && clusters(points, &area.frame()).len() > 1).then_some(area)
}

/// The town with the most cases, and how many others there are.
fn name(entries: &[&Entry]) -> String {
    let mut towns: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        // "London (Dulwich)" is in London.
        let town = entry.town.split(" (").next().unwrap_or_default().trim();
        if !town.is_empty() {
            *towns.entry(town).or_default() += 1;
        }
    }
    let mut towns: Vec<(&str, usize)> = towns.into_iter().collect();
    towns.sort_by(|(a, many), (b, few)| few.cmp(many).then(a.cmp(b)));
    match towns.as_slice() {
        [] => "A place without a name".to_owned(),
        [(only, _)] => (*only).to_owned(),
        [(first, _), (second, _)] => format!("{first} and {second}"),
        [(first, _), rest @ ..] => format!("{first} and {} other places", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::{closer_look, most_of_each, name};
    use crate::browse::lists::map::area::Area;
    use crate::browse::lists::map::clusters::Cluster;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent, Point};
    use store::cases::PublicCase;
    use store::catalogue::{Catalogue, Entry};

    fn named(towns: &[&str]) -> String {
        let cases: Vec<PublicCase> = towns
            .iter()
            .map(|town| PublicCase {
                slug: "a".into(),
                state: CaseState::Live,
                compiled: false,
                sample: false,
                featured: false,
                published_at: 0,
                updated_at: 0,
                content: public_part(CaseStudyContent {
                    town: (*town).into(),
                    ..Default::default()
                }),
            })
            .collect();
        let catalogue = Catalogue::of(&cases, 2026);
        let entries: Vec<&Entry> = catalogue.entries.iter().collect();
        name(&entries)
    }

    #[test]
    fn places_are_named_by_their_towns() {
        assert_eq!(named(&["York"]), "York");
        assert_eq!(named(&["London", "London (Dulwich)"]), "London");
        assert_eq!(named(&["York", "Leeds", "York"]), "York and Leeds");
        assert_eq!(
            named(&["York", "Leeds", "York", "Bath"]),
            "York and 2 other places"
        );
        assert_eq!(named(&[""]), "A place without a name");
    }

    #[test]
    fn a_closer_look_ends_where_places_are_the_same() {
        let liverpool = Point {
            lat: 53.41,
            lon: -2.98,
        };
        let manchester = Point {
            lat: 53.48,
            lon: -2.24,
        };
        let closer = closer_look(&[liverpool, manchester], Area::Europe).unwrap();
        assert!(matches!(closer, Area::Around { km: 100, .. }), "{closer:?}");
        assert_eq!(closer_look(&[liverpool, liverpool], Area::Europe), None);
        assert_eq!(closer_look(&[liverpool, manchester], closer), None);
    }

    #[test]
    fn a_long_list_is_shared_out() {
        let cluster = |size: usize| Cluster {
            x: 0.0,
            y: 0.0,
            members: (0..size).collect(),
        };
        assert_eq!(most_of_each(&[cluster(20), cluster(1)]), 160);
        assert_eq!(most_of_each(&[cluster(500), cluster(60)]), 100);
        let many: Vec<_> = (0..100).map(|_| cluster(100)).collect();
        assert_eq!(most_of_each(&many), 3);
    }
}
