//! How many people took part.

use super::{linked, number, part};
use crate::browse::bank::impact::figure_detail;
use crate::browse::bank::impact::figures::People;
use crate::ui;
use crate::ui::{Tally, TallyRow};
use leptos::prelude::*;

pub fn people(people: &People) -> impl IntoView + use<> {
    let counted = linked(
        figure_detail::href("people-counted"),
        ui::case_studies(people.counted),
    );
    let without = (people.without > 0).then(|| {
        let (give, are) = if people.without == 1 {
            (" gives no number and is left out. ", "That does not make it small.")
        } else {
            (" give no number and are left out. ", "That does not make them small.")
        };
        view! {
            <p>{linked(figure_detail::href("people-not-counted"), ui::case_studies(people.without))}{give}{are}</p>
        }
    });
    let largest = people.largest.clone().filter(|_| people.counted > 1).map(|(most, slug, title)| {
        view! {
            <p>
                {format!("Half of them counted {} or fewer. The largest number, {}, comes from ", ui::with_commas(people.middle), ui::with_commas(most))}
                <a href=paths::case_study(&slug)>{title}</a>
                {format!(" and is {} of the whole.", share(most, people.total))}
            </p>
        }
    });
    let rows = people
        .bands
        .iter()
        .map(|count| TallyRow {
            label: linked(
                figure_detail::href(count.band.slug),
                count.band.label.to_owned(),
            ),
            size: count.cases,
            numbers: vec![number(count.cases), number(count.people)],
        })
        .collect();
    let total = ui::with_commas(people.total);
    part(
        "people",
        "People who took part",
        view! {
            <p>{if people.counted == 1 { "Counted by " } else { "Added up from " }}{counted}": "<strong>{total}</strong>{if people.total == 1 { " person." } else { " people." }}</p>
            {without}
            {largest}
            <p>"People, never visits. The numbers are the museums' own, some of them rounded. Anyone who took part in two projects is counted twice."</p>
        },
        view! { <Tally caption="Case studies by how many people took part" heads=vec!["People", "Case studies", "People in all"] rows=rows/> },
    )
}

/// "44 in 100", "less than 1 in 100".
fn share(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 100 + u128::from(whole) / 2)
        .checked_div(u128::from(whole))
        .unwrap_or(0);
    match hundredths {
        0 => "less than 1 in 100".to_owned(),
        100 => "nearly all".to_owned(),
        hundredths => format!("{hundredths} in 100"),
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_said_in_words() {
        assert_eq!(share(10_000, 22_789), "44 in 100");
        assert_eq!(share(1, 1_000), "less than 1 in 100");
        assert_eq!(share(999, 1_000), "nearly all");
    }
}
