//! The drawn picture of a case without photographs: a small print in flat inks, put together from
//! what the case is about. Each theme brings a shape and an ink, the slug decides the rest.

mod dice;
mod shapes;
mod themes;

use dice::Dice;
use leptos::prelude::*;
use shapes::{Inks, Mark};
pub(crate) use themes::Ink;
use themes::{Shape, Theme};

/// What a motif is drawn from: the same seed gives the same picture, everywhere, for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MotifSeed {
    /// The case's slug.
    pub slug: String,
    /// Slugs of its themes, in order.
    pub themes: Vec<String>,
    /// Slug of its strand.
    pub strand: String,
}

/// A rectangle of the picture with one theme's shape in it.
pub(crate) struct Panel {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub ground: Ink,
    pub marks: Vec<Mark>,
}

/// Card pictures are 16 to 9, wide ones 16 to 5.
const CARD: (i32, i32) = (480, 270);
pub(crate) const WIDE: (i32, i32) = (960, 300);
/// Beside a line of a list, half as large as it is drawn.
const THUMB: (i32, i32) = (240, 180);
/// Across a page, and low; a phone shows its middle.
const BANNER: (i32, i32) = (1080, 144);

/// Columns of a card in widths; a negative width is a column cut in two, one above the other.
const CARD_COLUMNS: [&[i32]; 6] = [
    &[270, 210],
    &[240, -240],
    &[-180, 300],
    &[300, -180],
    &[160, 160, 160],
    &[120, 240, 120],
];
const WIDE_COLUMNS: [&[i32]; 4] = [
    &[300, -150, 300, 210],
    &[210, 300, -150, 300],
    &[-150, 300, 210, 300],
    &[300, 180, -180, 300],
];
const THUMB_COLUMNS: [&[i32]; 4] = [&[144, 96], &[96, 144], &[120, 120], &[160, 80]];
const BANNER_COLUMNS: [&[i32]; 3] = [
    &[200, 130, 250, 130, 220, 150],
    &[150, 240, 130, 200, 130, 230],
    &[230, 130, 180, 260, 130, 150],
];

/// A picture composed from a case's themes. Decoration: hidden from assistive technology.
#[component]
pub fn Motif(seed: MotifSeed, #[prop(optional)] wide: bool) -> impl IntoView {
    let size = if wide { WIDE } else { CARD };
    drawing(compose(&seed, wide), size)
}

/// The same for a line of a list: few marks, so that a page of them stays light.
#[component]
pub fn MotifThumb(seed: MotifSeed) -> impl IntoView {
    drawing(compose_small(&seed, &THUMB_COLUMNS, THUMB.1), THUMB)
}

/// The same as a frieze across the page of a case or a theme.
#[component]
pub fn MotifBanner(seed: MotifSeed) -> impl IntoView {
    drawing(compose_small(&seed, &BANNER_COLUMNS, BANNER.1), BANNER)
}

fn drawing(panels: Vec<Panel>, (width, height): (i32, i32)) -> impl IntoView {
    let panels = panels
        .into_iter()
        .map(|panel| {
            let Panel {
                x,
                y,
                width,
                height,
                ground,
                marks,
            } = panel;
            let marks = marks
                .into_iter()
                .map(|mark| {
                    view! {
                        <path
                            class=mark.class()
                            d=mark.path
                            stroke-width=mark.width
                            stroke-dasharray=mark.dashes
                        ></path>
                    }
                })
                .collect_view();
            // An inner <svg> cuts off what stands over its edge; a clip path would need a unique id.
            // One unit more, under the next panel, or the page shines through the seam.
            let (wide, high) = (width + 1, height + 1);
            let beside = |at: i32| (at > 0).then_some(at);
            view! {
                <svg x=beside(x) y=beside(y) width=wide height=high>
                    <path class=ground.class() d=format!("M0 0h{wide}v{high}H0z")></path>
                    {marks}
                </svg>
            }
        })
        .collect_view();
    view! {
        <svg class="motif" viewBox=format!("0 0 {width} {height}") preserveAspectRatio="xMidYMid slice" aria-hidden="true">
            {panels}
        </svg>
    }
}

/// The panels of a picture, for whoever draws it.
pub(crate) fn compose(seed: &MotifSeed, wide: bool) -> Vec<Panel> {
    let mut dice = Dice::new(&seed.slug);
    let ((_, height), columns) = if wide {
        (WIDE, *dice.pick(&WIDE_COLUMNS))
    } else {
        (CARD, *dice.pick(&CARD_COLUMNS))
    };
    panels(columns, height, &own_looks(seed), Flecks::Drawn, &mut dice)
}

/// The panels of a small picture: no shape stands twice in it.
fn compose_small(seed: &MotifSeed, columns: &[&[i32]], height: i32) -> Vec<Panel> {
    let mut dice = Dice::new(&seed.slug);
    let columns = *dice.pick(columns);
    let looks = looks(seed, columns.len(), &mut dice);
    panels(columns, height, &looks, Flecks::LeftOut, &mut dice)
}

/// What the themes of a case look like; one without themes looks like the people it was for.
fn own_looks(seed: &MotifSeed) -> Vec<Theme> {
    if seed.themes.is_empty() {
        vec![Theme::of(&seed.strand)]
    } else {
        seed.themes.iter().map(|slug| Theme::of(slug)).collect()
    }
}

/// A look for each panel: first those of the themes, then their inks with shapes that only this case has
/// together.
fn looks(seed: &MotifSeed, count: usize, dice: &mut Dice) -> Vec<Theme> {
    let themes = own_looks(seed);
    let mut looks: Vec<Theme> = Vec::new();
    for theme in &themes {
        if looks.iter().all(|look| look.shape != theme.shape) {
            looks.push(*theme);
        }
    }
    let mut free: Vec<Shape> = Shape::ALL
        .into_iter()
        .filter(|shape| looks.iter().all(|look| look.shape != *shape))
        .collect();
    while looks.len() < count && !free.is_empty() {
        let shape = free.swap_remove(dice.below(free.len() as u64) as usize);
        let ink = themes[looks.len() % themes.len()].ink;
        looks.push(Theme { shape, ink });
    }
    looks
}

/// What the gouge leaves standing in a print. Small, it would look like dust.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flecks {
    Drawn,
    LeftOut,
}

/// Divides a picture and draws the looks into its panels, from left to right and from the first again.
fn panels(
    columns: &[i32],
    height: i32,
    looks: &[Theme],
    flecks: Flecks,
    dice: &mut Dice,
) -> Vec<Panel> {
    let mut places = Vec::new();
    let mut x = 0;
    for column in columns {
        let width = column.abs();
        if *column < 0 {
            places.extend([
                (x, 0, width, height / 2),
                (x, height / 2, width, height / 2),
            ]);
        } else {
            places.push((x, 0, width, height));
        }
        x += width;
    }
    let mut beside = None;
    places
        .into_iter()
        .enumerate()
        .map(|(index, (x, y, width, height))| {
            let look = &looks[index % looks.len()];
            let inks = inks(look.ink, index, beside, dice);
            beside = Some(inks.ground);
            let mut marks = Vec::new();
            if flecks == Flecks::Drawn {
                marks.push(shapes::flecks(width, height, inks, dice));
            }
            marks.extend(shapes::draw(look.shape, width, height, inks, dice));
            Panel {
                x,
                y,
                width,
                height,
                ground: inks.ground,
                marks,
            }
        })
        .collect()
}

/// A theme's ink as the ground of its panel, or on bare paper, or on black; never the same ground
/// twice side by side.
fn inks(ink: Ink, index: usize, beside: Option<Ink>, dice: &mut Dice) -> Inks {
    let (figure, accent) = ink.partners();
    let choices = [
        Inks {
            ground: ink,
            figure,
            accent,
        },
        Inks {
            ground: Ink::Paper,
            figure: ink,
            accent: Ink::Black,
        },
        Inks {
            ground: Ink::Black,
            figure: ink.on_black(),
            accent: Ink::Paper,
        },
    ];
    let first = if index == 0 {
        0
    } else {
        dice.below(3) as usize
    };
    (0..choices.len())
        .map(|step| choices[(first + step) % choices.len()])
        .find(|inks| Some(inks.ground) != beside)
        .unwrap_or(choices[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(slug: &str, themes: &[&str], wide: bool) -> String {
        let seed = MotifSeed {
            slug: slug.into(),
            themes: themes.iter().map(|&theme| theme.to_owned()).collect(),
            strand: "community".into(),
        };
        view! { <Motif seed=seed wide=wide/> }.to_html()
    }

    #[test]
    fn the_same_case_has_the_same_picture() {
        let themes = ["carers", "dementia-and-memory"];
        assert_eq!(
            drawn("a-case", &themes, false),
            drawn("a-case", &themes, false)
        );
        assert_ne!(
            drawn("a-case", &themes, false),
            drawn("another", &themes, false)
        );
    }

    /// A page of twelve must stay light; compressed, a picture is about a third of this.
    #[test]
    fn pictures_stay_small() {
        for theme in themes::KNOWN {
            for slug in ["one", "two", "three", "a-much-longer-slug"] {
                let card = drawn(slug, &[theme], false);
                assert!(card.len() <= 3_400, "{theme} {slug}: {} bytes", card.len());
                let wide = drawn(slug, &[theme, "mental-health"], true);
                assert!(wide.len() <= 4_500, "{theme} {slug}: {} bytes", wide.len());
            }
        }
    }

    /// A list has one in every row.
    #[test]
    fn a_thumb_is_lighter_than_a_card_and_shows_no_shape_twice() {
        for slug in ["one", "two", "three", "a-much-longer-slug"] {
            for theme in themes::KNOWN {
                let seed = MotifSeed {
                    slug: slug.into(),
                    themes: vec![theme.to_owned()],
                    strand: "community".into(),
                };
                let thumb = view! { <MotifThumb seed=seed.clone()/> }.to_html();
                assert!(thumb.len() <= 2_400, "{theme} {slug}: {}", thumb.len());
                let banner = view! { <MotifBanner seed=seed.clone()/> }.to_html();
                assert!(banner.len() <= 6_500, "{theme} {slug}: {}", banner.len());
                let mut dice = Dice::new(slug);
                let shapes: Vec<_> = looks(&seed, 6, &mut dice)
                    .iter()
                    .map(|look| look.shape)
                    .collect();
                assert_eq!(shapes[0], Theme::of(theme).shape);
                for (at, shape) in shapes.iter().enumerate() {
                    assert!(!shapes[..at].contains(shape), "{theme} {slug}: {shapes:?}");
                }
            }
        }
    }

    #[test]
    fn neighbours_differ_in_ground() {
        for slug in ["a", "b", "c", "d", "e", "f"] {
            let panels = compose(
                &MotifSeed {
                    slug: slug.into(),
                    themes: vec!["carers".into()],
                    ..MotifSeed::default()
                },
                true,
            );
            for pair in panels.windows(2) {
                assert_ne!(pair[0].ground, pair[1].ground, "{slug}");
            }
        }
    }

    #[test]
    fn unknown_themes_still_have_a_picture() {
        assert!(
            drawn("x", &["no-such-theme"], false)
                .matches("<path")
                .count()
                > 4
        );
        assert!(drawn("x", &[], true).matches("<path").count() > 4);
    }
}
