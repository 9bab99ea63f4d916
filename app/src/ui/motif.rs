//! The drawn picture of a case without photographs: a small print in flat inks, put together from
//! what the case is about. Each theme brings a shape and an ink, the slug decides the rest.

mod dice;
mod shapes;
mod themes;

use dice::Dice;
use leptos::prelude::*;
use shapes::{Inks, Mark};
pub(crate) use themes::Ink;
use themes::Theme;

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

/// A picture composed from a case's themes. Decoration: hidden from assistive technology.
#[component]
pub fn Motif(seed: MotifSeed, #[prop(optional)] wide: bool) -> impl IntoView {
    let (width, height) = if wide { WIDE } else { CARD };
    let panels = compose(&seed, wide)
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
            view! {
                <svg x=x y=y width=wide height=high>
                    <path class=ground.class() d=format!("M0 0h{wide}v{high}H0z")></path>
                    {marks}
                </svg>
            }
        })
        .collect_view();
    view! {
        <svg class="motif" viewBox=format!("0 0 {width} {height}") preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
            {panels}
        </svg>
    }
}

/// The panels of a picture, for whoever draws it.
pub(crate) fn compose(seed: &MotifSeed, wide: bool) -> Vec<Panel> {
    let mut dice = Dice::new(&seed.slug);
    let themes = if seed.themes.is_empty() {
        vec![Theme::of(&seed.strand)]
    } else {
        seed.themes.iter().map(|slug| Theme::of(slug)).collect()
    };
    let (_, height) = if wide { WIDE } else { CARD };
    let columns = if wide {
        *dice.pick(&WIDE_COLUMNS)
    } else {
        *dice.pick(&CARD_COLUMNS)
    };
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
    let mut grounds: Vec<Ink> = Vec::new();
    places
        .into_iter()
        .enumerate()
        .map(|(index, (x, y, width, height))| {
            let theme = &themes[index % themes.len()];
            let inks = inks(theme.ink, index, grounds.last().copied(), &mut dice);
            grounds.push(inks.ground);
            let marks = shapes::draw(theme.shape, width, height, inks, &mut dice);
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
