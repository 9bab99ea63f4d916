//! Charts, drawn on the server. Each stands inside or beside a table with the same numbers, which
//! is the one that assistive technology reads: the drawings are hidden from it.

use crate::ui::Markup;
use leptos::prelude::*;

/// A line of a [`Tally`].
pub struct TallyRow {
    /// What is counted; a link where it leads to its cases.
    pub label: Markup,
    /// How long the bar is.
    pub size: u64,
    /// The numbers of the line, one for each numeric column.
    pub numbers: Vec<Markup>,
}

/// A table of counts with a bar under each label, as long as its share of the largest.
#[component]
pub fn Tally(
    #[prop(into)] caption: String,
    /// The heading of the labels, then those of the numbers.
    heads: Vec<&'static str>,
    rows: Vec<TallyRow>,
    /// The size of a full bar where it is not the largest row: a second table of the same chart.
    #[prop(optional)]
    full: u64,
) -> impl IntoView {
    let full = full.max(rows.iter().map(|row| row.size).max().unwrap_or(0));
    let heads = heads
        .into_iter()
        .enumerate()
        .map(|(at, head)| {
            let class = (at > 0).then_some("numeric");
            view! { <th scope="col" class=class>{head}</th> }
        })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|row| {
            let numbers = row
                .numbers
                .into_iter()
                .map(|number| view! { <td class="numeric">{number}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{row.label}{bar(row.size, full)}</th>
                    {numbers}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="tally">
            <caption>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn bar(size: u64, full: u64) -> impl IntoView {
    let long = per_mille(size, full);
    view! {
        <svg class="tally-bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path d=format!("M0 0h{long}v1H0z")></path>
        </svg>
    }
}

/// A thousandth part of the whole, rounded; something is never nothing.
fn per_mille(part: u64, whole: u64) -> u64 {
    let rounded = (u128::from(part) * 1000 + u128::from(whole) / 2)
        .checked_div(u128::from(whole))
        .unwrap_or(0);
    let least = u128::from(part > 0);
    u64::try_from(rounded.max(least)).unwrap_or(1000)
}

/// A column for each of a row of years, the first and the last named below.
#[component]
pub fn YearColumns(years: Vec<(u16, u64)>) -> impl IntoView {
    /// Of a column and the gap after it.
    const STEP: usize = 10;
    let most = years.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let columns: String = years
        .iter()
        .enumerate()
        .filter(|(_, (_, count))| *count > 0)
        .map(|(at, (_, count))| {
            let high = per_mille(*count, most);
            format!("M{} 1000v-{high}h{}v{high}z", at * STEP, STEP - 3)
        })
        .collect();
    let wide = (years.len() * STEP).saturating_sub(3);
    let label = |year: Option<&(u16, u64)>| year.map(|(year, _)| year.to_string());
    let (first, last) = (
        label(years.first()),
        label(years.last().filter(|_| years.len() > 1)),
    );
    view! {
        <div class="years" aria-hidden="true">
            <svg viewBox=format!("0 0 {wide} 1000") preserveAspectRatio="none" focusable="false">
                <path d=columns></path>
            </svg>
            <p class="years-ends"><span>{first}</span><span>{last}</span></p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::IntoMarkup;

    #[test]
    fn shares_are_rounded_and_never_vanish() {
        assert_eq!(per_mille(1, 3), 333);
        assert_eq!(per_mille(2, 3), 667);
        assert_eq!(per_mille(0, 0), 0);
        assert_eq!(per_mille(1, 1_000_000), 1);
        assert_eq!(per_mille(u64::MAX, u64::MAX), 1000);
    }

    #[test]
    fn a_tally_is_a_table_and_its_bars_are_silent() {
        let row = |label: &str, size| TallyRow {
            label: label.to_owned().into_markup(),
            size,
            numbers: vec![size.to_string().into_markup()],
        };
        let html = view! { <Tally caption="Fruit" heads=vec!["Fruit", "How many"] rows=vec![row("<b>", 4), row("Pears", 1)]/> }.to_html();
        assert!(html.contains("<caption>Fruit"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(
            html.contains("M0 0h1000v1H0z") && html.contains("M0 0h250v1H0z"),
            "{html}"
        );
        assert_eq!(html.matches("aria-hidden=\"true\"").count(), 2, "{html}");
        assert_eq!(html.matches("scope=").count(), 4, "{html}");
    }

    #[test]
    fn years_without_work_have_no_column() {
        let html = view! { <YearColumns years=vec![(2019, 1), (2020, 0), (2021, 2)]/> }.to_html();
        assert!(
            html.contains("M0 1000v-500h7v500zM20 1000v-1000h7v1000z"),
            "{html}"
        );
        assert!(html.contains("2019") && html.contains("2021"), "{html}");
    }
}
