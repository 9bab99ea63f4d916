//! The tables: a column for each case, a row for each thing that at least one of them says.

use super::rows::{Group, Row};

use crate::browse::case::facts;
use crate::browse::case::field_value::{FieldValue, Tag, not_given};
use crate::browse::lists::card::motif_seed;
use crate::ui::{
    EvidenceLabel, Heading, HeadingLevel, IntoMarkup, Markup, Motif, MotifSeed, Paragraphs,
    unbroken,
};
use leptos::prelude::*;
use store::cases::PublicCase;

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    /// The title's first part, which names the case inside cells.
    pub name: String,
    pub museum: String,
    /// Compiled from public sources: what it lacks, those lack.
    pub compiled: bool,
    /// The case's page, or its place in the same document.
    pub href: String,
    /// The same comparison without it.
    pub remove: Option<String>,
    /// The picture readers know it by.
    pub motif: MotifSeed,
}

/// A column for each case, leading to its page.
pub fn columns(cases: &[&PublicCase]) -> Vec<Column> {
    let titles: Vec<&str> = cases
        .iter()
        .map(|case| case.content.title.as_str())
        .collect();
    names(&titles)
        .into_iter()
        .zip(cases)
        .map(|(name, case)| Column {
            title: case.content.title.clone(),
            name,
            museum: case.content.museum.clone(),
            compiled: case.compiled,
            href: paths::case_study(&case.slug),
            remove: None,
            motif: motif_seed(case),
        })
        .collect()
}

/// "House of Memories" of "House of Memories: museum-led dementia awareness training"; whole titles
/// where two would be called the same.
fn names(titles: &[&str]) -> Vec<String> {
    let short: Vec<&str> = titles
        .iter()
        .map(|title| match title.split_once(':') {
            Some((first, _)) if first.trim().len() > 2 => first.trim(),
            _ => *title,
        })
        .collect();
    short
        .iter()
        .zip(titles)
        .map(|(name, title)| {
            let alone = short.iter().filter(|other| *other == name).count() == 1;
            (if alone { *name } else { *title }).to_owned()
        })
        .collect()
}

/// Draws a table for each group, under a heading of this level. One table of all groups would have
/// two kinds of heading in its rows, which few screen readers can tell apart. `id` keeps the ids of
/// several comparisons on one page apart.
pub fn tables(
    columns: &[Column],
    groups: &[Group],
    level: HeadingLevel,
    id: &str,
) -> impl IntoView + use<> {
    let parts = groups
        .iter()
        .enumerate()
        .map(|(at, group)| part(columns, group, level, format!("{id}-{}", at + 1), at == 0))
        .collect_view();
    view! { <div class="compare-parts">{parts}</div> }
}

fn part(
    columns: &[Column],
    group: &Group,
    level: HeadingLevel,
    id: String,
    first: bool,
) -> impl IntoView + use<> {
    let class = if first {
        "compare compare-first"
    } else {
        "compare"
    };
    let caption = format!("{}, side by side", group.heading);
    let heading = group.heading;
    let heads = columns
        .iter()
        .map(|column| {
            if first {
                head(column)
            } else {
                short_head(column)
            }
        })
        .collect_view();
    let rows = group
        .rows
        .iter()
        .map(|one| row(one, columns))
        .collect_view();
    view! {
        <div class="compare-part">
            <Heading level=level id=id class="compare-heading">{heading}</Heading>
            <table class=class>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">"What is compared"</span></th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The head of a column in the first table: picture, title, museum.
fn head(column: &Column) -> Markup {
    let remove = column.remove.clone().map(|href| {
        let about = format!(" {}", column.name);
        view! {
            <a class="compare-remove no-print" href=href rel="nofollow">"Remove"<span class="visually-hidden">{about}</span></a>
        }
    });
    view! {
        <th scope="col">
            <span class="compare-picture"><Motif seed=column.motif.clone() wide=true/></span>
            <a class="compare-title" href=column.href.clone()>{unbroken(&column.title)}</a>
            <span class="compare-museum">{column.museum.clone()}</span>
            {remove}
        </th>
    }
    .into_markup()
}

/// The head of a column in the tables below: its name, so that nobody scrolls back.
fn short_head(column: &Column) -> Markup {
    view! { <th scope="col">{column.name.clone()}</th> }.into_markup()
}

fn row(row: &Row, columns: &[Column]) -> impl IntoView + use<> {
    let labels = (row.key == "evidence_label").then(|| {
        view! { <a class="compare-help no-print" href=paths::ABOUT_EVIDENCE>"What the labels mean"</a> }
    });
    let shared: Vec<String> = row.shared().into_iter().map(str::to_owned).collect();
    // What none of them says may be missing for another reason in each.
    let alike = columns
        .windows(2)
        .all(|two| two[0].compiled == two[1].compiled);
    let cells = match (row.cells.first(), columns) {
        (Some(said), [first, _, ..]) if row.is_same() && (alike || said.is_some()) => view! {
            <td class="compare-same" colspan=columns.len()>
                <span class="compare-all">{all_of(columns.len())}</span>
                {answer(row.key, said.as_ref(), &[], first)}
            </td>
        }
        .into_markup(),
        _ => row
            .cells
            .iter()
            .zip(columns)
            .map(|(said, column)| {
                let answer = answer(row.key, said.as_ref(), &shared, column);
                view! { <td><span class="compare-case">{column.name.clone()}</span>{answer}</td> }
            })
            .collect_view()
            .into_markup(),
    };
    view! { <tr><th scope="row">{row.heading}{labels}</th>{cells}</tr> }
}

/// What a case says, or that it does not.
fn answer(key: &str, said: Option<&FieldValue>, shared: &[String], column: &Column) -> Markup {
    if let Some(said) = said {
        return drawn(key, said, shared);
    }
    // Doubt is noted where there is some.
    let words = if key == "not_checked" {
        "Nothing noted"
    } else {
        not_given(column.compiled)
    };
    view! { <span class="compare-unsaid">{words}</span> }.into_markup()
}

/// Who says the same.
fn all_of(count: usize) -> &'static str {
    match count {
        2 => "Both",
        3 => "All three",
        4 => "All four",
        _ => "All",
    }
}

/// What the facts panel would show, with the labels marked that others have too.
fn drawn(key: &str, said: &FieldValue, shared: &[String]) -> Markup {
    match said {
        // A place reads as one line.
        FieldValue::Tags(tags) if key != "town" => {
            let tags = tags.iter().map(|one| tag(one, shared)).collect_view();
            view! { <ul class="compare-tags">{tags}</ul> }.into_markup()
        }
        FieldValue::Evidence(evidence) => view! {
            <p><EvidenceLabel words=evidence.words.clone()/></p>
            <p><strong>{evidence.label.clone()}</strong></p>
            <p class="meta">{evidence.meaning}</p>
            <Paragraphs text=evidence.reason.clone()/>
        }
        .into_markup(),
        other => facts::detail(other.clone()),
    }
}

fn tag(tag: &Tag, shared: &[String]) -> Markup {
    let is_shared = shared.contains(&tag.label);
    let label = tag.label.clone();
    let also = is_shared.then(|| view! { <span class="visually-hidden">" (shared)"</span> });
    let words = match tag.href() {
        Some(href) => view! { <a href=href>{label}{also}</a> }.into_markup(),
        None => view! { {label}{also} }.into_markup(),
    };
    let class = is_shared.then_some("shared");
    view! { <li class=class>{words}</li> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::{Column, columns, names, tables};
    use crate::browse::compare::rows::{Depth, groups};
    use crate::formats::sample;
    use crate::ui::HeadingLevel;
    use crate::web::page::draw;
    use case_study::CaseStudyContent;

    #[test]
    fn a_case_is_called_by_the_first_part_of_its_title() {
        let of = |titles: &[&str]| names(titles);
        assert_eq!(
            of(&["House of Memories: training", "Give: opening", "No colon"]),
            ["House of Memories", "Give", "No colon"]
        );
        assert_eq!(
            of(&["Tea: in Leeds", "Tea: in York", "A: b"]),
            ["Tea: in Leeds", "Tea: in York", "A: b"]
        );
    }

    fn drawn(contents: [CaseStudyContent; 2]) -> String {
        let cases = contents.map(sample::case);
        let cases: Vec<_> = cases.iter().collect();
        let columns: Vec<Column> = columns(&cases);
        draw(|| {
            tables(
                &columns,
                &groups(&cases, Depth::Whole),
                HeadingLevel::H3,
                "part",
            )
        })
    }

    fn content(title: &str, cost: &str, other_audience: &str) -> CaseStudyContent {
        CaseStudyContent {
            title: title.into(),
            country: "GB".into(),
            cost_band: cost.into(),
            audiences: vec!["carers".into(), other_audience.into()],
            ..Default::default()
        }
    }

    #[test]
    fn each_cell_says_whose_it_is_and_what_is_missing() {
        let html = drawn([
            content("Tea: <i>in</i> Leeds", "", "men"),
            content("Cake", "under-1000", "children"),
        ]);
        for part in [
            r#"<th scope="row">Cost</th><td><span class="compare-case">Tea</span><span class="compare-unsaid">Not given</span></td>"#,
            r#"<a href="/case-studies/a-case" class="compare-title">Tea: &lt;i&gt;in&lt;/i&gt; Leeds</a>"#,
            r#"<h3 id="part-2" class="compare-heading">Partners and money</h3>"#,
            r#"<caption class="visually-hidden">Partners and money, side by side</caption>"#,
            r#"<th scope="col">Tea</th><th scope="col">Cake</th>"#,
            r#"<li class="shared"><a href="/audiences/carers">Unpaid carers"#,
        ] {
            assert!(html.replace("<!>", "").contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn what_none_says_is_said_once_where_it_is_missing_for_one_reason() {
        let drawn = |compiled: [bool; 2]| {
            let cases = compiled.map(|compiled| store::cases::PublicCase {
                compiled,
                ..sample::case(content("Tea", "", "men"))
            });
            let cases: Vec<_> = cases.iter().collect();
            let groups = groups(&cases, Depth::Whole);
            draw(|| tables(&columns(&cases), &groups, HeadingLevel::H3, "part")).replace("<!>", "")
        };
        let cost = |html: &str| {
            let (_, after) = html
                .split_once(r#"<th scope="row">Cost</th>"#)
                .expect("a row");
            let row = after.split("</tr>").next().unwrap_or_default();
            (row.matches("<td").count(), row.matches("Not given").count())
        };
        let both = drawn([true, true]);
        assert!(both.contains("Not given in the sources we read"), "{both}");
        assert_eq!(cost(&both), (1, 1), "{both}");
        let mixed = drawn([true, false]);
        assert_eq!(cost(&mixed), (2, 2), "{mixed}");
    }

    #[test]
    fn what_both_say_is_said_once() {
        let html =
            drawn([content("Tea", "a", "men"), content("Cake", "a", "men")]).replace("<!>", "");
        assert!(
            html.contains(
                r#"<td colspan="2" class="compare-same"><span class="compare-all">Both</span>"#
            ),
            "{html}"
        );
        assert!(!html.contains("shared"), "{html}");
    }
}
