//! How many people took part.

use super::{linked, number, part};
use crate::browse::bank::impact::figure_detail;
use crate::browse::bank::impact::figures::{People, share_of};
use crate::ui;
use crate::ui::{IntoMarkup, Markup, Tally, TallyRow};
use leptos::prelude::*;

pub fn people(people: &People) -> impl IntoView + use<> {
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
    part(
        "people",
        "People who took part",
        view! {
            {sum(people)}
            {left_out(
                "people-counted-otherwise",
                people.otherwise,
                [
                    " counts other people, such as those who were trained or answered a survey, or does not say who was counted. We do not add those up.",
                    " count other people, such as those who were trained or answered a survey, or do not say who was counted. We do not add those up.",
                ],
            )}
            {left_out("people-not-counted", people.without, [" gives no number.", " give no number."])}
            {largest(people)}
            <p>"People, never visits. The numbers are those that the case studies give; some are rounded or estimated. Anyone who took part in two projects is counted twice."</p>
        },
        view! { <Tally caption="Case studies by how many people took part" heads=vec!["People", "Case studies", "People in all"] rows=rows/> },
    )
}

fn sum(people: &People) -> Markup {
    if people.counted == 0 {
        return view! { <p>"No case study says how many people took part."</p> }.into_markup();
    }
    let counted = linked(
        figure_detail::href("people-counted"),
        ui::case_studies(people.counted),
    );
    let total = ui::with_commas(people.total);
    view! {
        <p>
            <strong>{total}</strong>
            {if people.total == 1 { " person" } else { " people" }}" took part, in "{counted}
            {if people.counted == 1 { " that gives a number." } else { " that give a number." }}
        </p>
    }
    .into_markup()
}

/// What is not in the sum, with the words for one case and for many.
fn left_out(figure: &str, count: u64, words: [&'static str; 2]) -> Option<Markup> {
    let [one, many] = words;
    (count > 0).then(|| {
        let cases = linked(figure_detail::href(figure), ui::case_studies(count));
        view! { <p>{cases}{if count == 1 { one } else { many }}</p> }.into_markup()
    })
}

/// How the sum is made up.
fn largest(people: &People) -> Option<Markup> {
    let largest = people.largest.clone().filter(|_| people.counted > 1)?;
    let middle = ui::with_commas(people.middle);
    let most = ui::with_commas(largest.people);
    let share = share(largest.people, people.total);
    let href = paths::case_study(&largest.slug);
    let said = view! {
        <p>
            {format!("Half of them counted {middle} or fewer. The largest number, {most}, comes from ")}
            <a href=href>{largest.title}</a>{format!(" and is {share} of the total.")}
        </p>
    };
    Some(said.into_markup())
}

/// "44%", "less than 1%".
fn share(part: u64, whole: u64) -> String {
    match share_of(part, whole) {
        0 => "less than 1%".to_owned(),
        100 => "nearly all".to_owned(),
        hundredths => format!("{hundredths}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::{People, people, share};
    use crate::web::page::draw;

    #[test]
    fn shares_are_said_in_words() {
        assert_eq!(share(10_000, 22_789), "44%");
        assert_eq!(share(1, 1_000), "less than 1%");
        assert_eq!(share(999, 1_000), "nearly all");
    }

    #[test]
    fn a_bank_that_counted_nobody_says_so() {
        let html = draw(|| {
            people(&People {
                otherwise: 1,
                without: 2,
                ..People::default()
            })
        });
        for words in [
            "No case study says how many people took part.",
            "1 case study</a> counts other people",
            "2 case studies</a> give no number.",
        ] {
            assert!(html.replace("<!>", "").contains(words), "{words}: {html}");
        }
        assert!(!html.contains("Half of them"), "{html}");
    }
}
