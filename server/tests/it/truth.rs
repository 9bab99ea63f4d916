//! The sample bank against a table written by hand: how each case is known, what was counted, what
//! was found and what is in doubt. In the file, in its table for people, on the pages and in the API.

mod rows;

use crate::each_database;
use crate::support::Page;
use case_study::Vocabulary;
use rows::ROWS;
use serde_json::Value;

/// What was decided about a case.
pub struct Row {
    pub slug: &'static str,
    pub label: Label,
    /// The words of the file that tell the label, or come nearest to telling it.
    pub words: &'static str,
    /// How many people, and what was counted.
    pub count: Option<(u32, &'static str)>,
    /// What the main result may not leave out, such as that nothing changed.
    pub result: &'static str,
    /// What readers are told is in doubt; none where nothing is.
    pub doubts: &'static [&'static str],
}

/// How the evidence was gathered.
pub enum Label {
    /// The file tells it.
    Set(&'static str),
    /// Only the source could tell, so it is derived and called suggested.
    Suggested(&'static str),
}

impl Label {
    const fn slug(&self) -> &'static str {
        match *self {
            Self::Set(slug) | Self::Suggested(slug) => slug,
        }
    }

    const fn is_suggested(&self) -> bool {
        matches!(self, Self::Suggested(_))
    }
}

/// The file as it is written, whatever the program makes of it.
fn file() -> Vec<Value> {
    serde_json::from_str(include_str!("../../sample/cases.json")).expect("the sample bank is JSON")
}

/// Each row with its case in the file.
fn cases() -> impl Iterator<Item = (&'static Row, Value)> {
    ROWS.iter().zip(file())
}

/// A member that may be missing.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs of digits, with the commas and the per cent sign that belong to them.
fn numbers(text: &str) -> Vec<&str> {
    text.split(|sign: char| !sign.is_ascii_digit() && sign != ',' && sign != '%')
        .map(|number| number.trim_matches(','))
        .filter(|number| number.contains(|sign: char| sign.is_ascii_digit()))
        .collect()
}

/// What the page says of its own case, without the case studies that stand at its foot.
fn own_words(page: &Page) -> String {
    let all = page.one("article.case").text().to_owned();
    page.select(".related")
        .iter()
        .fold(all, |words, related| words.replace(related.text(), ""))
}

/// How many people of a kind the rows have, and in how many cases.
fn counted(kind: &str) -> (usize, u32) {
    let people: Vec<u32> = ROWS
        .iter()
        .filter_map(|row| row.count)
        .filter(|(_, counted)| *counted == kind)
        .map(|(people, _)| people)
        .collect();
    (people.len(), people.iter().sum())
}

#[test]
fn every_case_has_its_row() {
    let ids: Vec<String> = file()
        .iter()
        .map(|case| text(&case["id"]).to_owned())
        .collect();
    assert_eq!(ids, ROWS.iter().map(|row| row.slug).collect::<Vec<_>>());
}

#[test]
fn labels_are_set_where_the_words_of_the_file_tell_them() {
    for (row, case) in cases() {
        let expected = match row.label {
            Label::Set(slug) => Value::from(slug),
            Label::Suggested(_) => Value::Null,
        };
        assert_eq!(case["evidence_label"], expected, "{}", row.slug);
        let told = [
            &case["evidence"]["method"],
            &case["summary"],
            &case["what_we_did"],
            &case["outcomes"],
        ]
        .into_iter()
        .any(|member| text(member).contains(row.words));
        assert!(told, "{}: {}", row.slug, row.words);
        let reason = text(&case["evidence_reason"]);
        assert!(reason.contains(row.words), "{}: {reason}", row.slug);
    }
    let set = |slug: &str| {
        ROWS.iter()
            .filter(|row| matches!(row.label, Label::Set(set) if set == slug))
            .count()
    };
    let by_kind = [
        "described",
        "monitored",
        "evaluated",
        "independently-evaluated",
        "published-research",
    ]
    .map(set);
    assert_eq!(by_kind, [1, 2, 6, 7, 2]);
    assert_eq!(
        ROWS.iter().filter(|row| row.label.is_suggested()).count(),
        10
    );
}

#[test]
fn a_count_says_what_was_counted_and_only_a_count_does() {
    for (row, case) in cases() {
        let evidence = &case["evidence"];
        let (people, kind) = row
            .count
            .map_or((Value::Null, Value::Null), |(people, kind)| {
                (people.into(), kind.into())
            });
        assert_eq!(evidence["participants"], people, "{}", row.slug);
        assert_eq!(evidence["participants_counted"], kind, "{}", row.slug);
    }
    let kinds = ["took_part", "trained", "surveyed", "visited", "planned"].map(counted);
    assert_eq!(
        kinds,
        [(6, 1_161), (2, 10_100), (4, 4_928), (1, 6_500), (1, 100)]
    );
}

#[test]
fn a_main_result_is_one_sentence_out_of_its_case() {
    for (row, case) in cases() {
        let result = text(&case["main_result"]);
        assert!(result.contains(row.result), "{}: {result}", row.slug);
        assert!(result.chars().count() <= 300, "{}: {result}", row.slug);
        assert!(
            result.ends_with('.') && !result.contains(". "),
            "{}: {result}",
            row.slug
        );
        let mut rest = case.clone();
        rest["main_result"] = Value::Null;
        let rest = rest.to_string();
        for number in numbers(result) {
            assert!(rest.contains(number), "{}: {number}", row.slug);
        }
    }
}

#[test]
fn every_doubt_is_told_in_words_for_readers() {
    for (row, case) in cases() {
        let told = text(&case["not_checked"]);
        assert_eq!(told.is_empty(), row.doubts.is_empty(), "{}", row.slug);
        assert!(
            text(&case["uncertain"]).is_empty() || !told.is_empty(),
            "{}",
            row.slug
        );
        for doubt in row.doubts {
            assert!(told.contains(doubt), "{}: {doubt}", row.slug);
        }
        let mut words = told.split(|sign: char| !sign.is_alphabetic());
        let jargon = words.find(|word| ["inferred", "field", "record"].contains(word));
        assert_eq!(jargon, None, "{}", row.slug);
    }
}

#[test]
fn the_table_for_people_says_the_same() {
    let lines: Vec<Vec<&str>> = include_str!("../../sample/TRUTH.md")
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(lines.len(), ROWS.len());
    for ((row, case), cells) in cases().zip(lines) {
        let label = Vocabulary::Evidence.label_of(row.label.slug());
        let label = if row.label.is_suggested() {
            format!("Suggested: {label}")
        } else {
            label
        };
        let count = row.count.map_or_else(
            || "no number".to_owned(),
            |(people, kind)| format!("{people} {}", kind.replace('_', " ")),
        );
        let unchecked = match text(&case["not_checked"]) {
            "" => "nothing in doubt",
            told => told,
        };
        assert_eq!(cells[0], format!("`{}`", row.slug));
        assert_eq!(cells[1], label, "{}", row.slug);
        assert_eq!(cells[2], row.words, "{}", row.slug);
        assert_eq!(cells[3].replace(',', ""), count, "{}", row.slug);
        assert_eq!(cells[4], text(&case["main_result"]), "{}", row.slug);
        assert_eq!(cells[5], unchecked, "{}", row.slug);
    }
}

each_database! {
    async fn every_page_says_what_the_table_says(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (row, case) in cases() {
            let page = visitor.get(&format!("/case-studies/{}", row.slug)).await.expect(200);
            let own = own_words(&page);
            let label = Vocabulary::Evidence.label_of(row.label.slug());
            if row.label.is_suggested() {
                assert!(own.contains(&format!("{label} (suggested)")), "{}: {own}", row.slug);
            } else {
                assert!(own.contains(&label) && !own.contains("(suggested)"), "{}: {own}", row.slug);
            }
            assert!(own.contains(&squeezed(text(&case["evidence_reason"]))), "{}: {own}", row.slug);
            let short = page.one("[aria-labelledby='in-short']");
            assert!(short.text().contains(&squeezed(text(&case["main_result"]))), "{}: {}", row.slug, short.text());
            let heading = page
                .select("article.case h2, article.case h3, article.case h4, article.case dt")
                .iter()
                .any(|heading| heading.text() == "What we could not check");
            assert_eq!(heading, !row.doubts.is_empty(), "{}: {own}", row.slug);
            assert!(own.contains(&squeezed(text(&case["not_checked"]))), "{}: {own}", row.slug);
        }
    }

    async fn the_api_says_what_the_table_says(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (row, case) in cases() {
            let answer = visitor.get(&format!("/api/v1/case-studies/{}", row.slug)).await.expect(200).json();
            assert_eq!(answer["evidence"], row.label.slug(), "{}", row.slug);
            assert_eq!(answer["evidence_suggested"], row.label.is_suggested(), "{}", row.slug);
            for member in ["main_result", "not_checked", "evidence_reason"] {
                assert_eq!(text(&answer[member]), text(&case[member]), "{}: {member}", row.slug);
            }
            let kind = row.count.map(|(_, kind)| kind).unwrap_or_default();
            assert_eq!(text(&answer["participants_counted"]), kind, "{}", row.slug);
            assert_eq!(answer["participants"].as_u64(), row.count.map(|(people, _)| u64::from(people)), "{}", row.slug);
        }
    }

    async fn only_those_who_took_part_are_added_up(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for path in ["/", "/impact"] {
            let page = visitor.get(path).await.expect(200);
            // By hand: 115 + 250 + 200 + 231 + 200 + 165.
            assert!(page.select(".figures a").iter().any(|link| link.text().starts_with("1,161 people")), "{path}: {page:?}");
            assert!(!page.text().contains("22,789"), "{path}: {page:?}");
        }
    }
}
