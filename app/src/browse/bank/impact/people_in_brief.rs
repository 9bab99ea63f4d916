//! How many people took part, in one number: what the front page and the impact page say of it.

use super::figures::People;
use crate::ui;
use crate::ui::Figure;
use leptos::prelude::*;

/// How many people took part, and in how many case studies; nothing where none says it.
pub fn people_figure(people: &People, href: &str) -> Option<Figure> {
    let who = if people.total == 1 {
        "person who took part"
    } else {
        "people who took part"
    };
    let cases = if people.counted == 1 {
        "in the one case study that gives a number".to_owned()
    } else {
        format!("in {} that give a number", ui::case_studies(people.counted))
    };
    (people.total > 0).then(|| Figure {
        href: href.to_owned(),
        number: ui::with_commas(people.total),
        words: format!("{who}, {cases}"),
    })
}

/// The case that makes up nearly half of that number or more, by its name.
pub fn leans_on(people: &People) -> Option<impl IntoView + use<>> {
    let (largest, share) = people.leaning_on()?;
    let title = largest.title.clone();
    let href = paths::case_study(&largest.slug);
    let words = if people.counted == 1 {
        "The people who took part are those of one case study: ".to_owned()
    } else {
        format!("{share}% of the people who took part are those of one case study: ")
    };
    Some(view! { <p class="meta figures-note">{words}<a href=href>{title}</a>"."</p> })
}

#[cfg(test)]
mod tests {
    use super::{leans_on, people_figure};
    use crate::browse::bank::impact::figures::{Largest, People};
    use leptos::prelude::*;

    fn people(counted: u64, total: u64, largest: u64) -> People {
        People {
            counted,
            total,
            largest: Some(Largest {
                people: largest,
                slug: "tea".into(),
                title: "Tea <b>".into(),
            }),
            ..People::default()
        }
    }

    #[test]
    fn the_number_says_no_more_than_it_counts() {
        let words = |people: &People| people_figure(people, "#people").map(|figure| figure.words);
        assert_eq!(
            words(&people(14, 22_789, 1)).as_deref(),
            Some("people who took part, in 14 case studies that give a number")
        );
        assert_eq!(
            words(&people(1, 1, 1)).as_deref(),
            Some("person who took part, in the one case study that gives a number")
        );
        assert_eq!(words(&People::default()), None);
    }

    #[test]
    fn a_number_that_is_nearly_half_of_one_case_names_it() {
        let said = |people: &People| leans_on(people).map(|view| view.to_html().replace("<!>", ""));
        let nearly = said(&people(14, 22_789, 10_000)).expect("it leans");
        assert!(
            nearly.contains("44% of the people who took part"),
            "{nearly}"
        );
        assert!(
            nearly.contains(r#"<a href="/case-studies/tea">Tea &lt;b&gt;</a>."#),
            "{nearly}"
        );
        assert!(said(&people(1, 7, 7)).is_some());
        assert_eq!(said(&people(14, 22_789, 9_000)), None);
        assert_eq!(said(&People::default()), None);
    }
}
