use super::{ImportError, read};
use serde_json::{Value, json};

fn entry() -> Value {
    json!({
        "id": "tea-and-objects", "title": "Tea and objects", "museum": "Example Museum",
        "museum_type": "university-museum", "country": "Finland", "strand": "community",
        "themes": ["carers"], "summary": "Tea.", "evidence": {"design": "survey", "participants": 12},
        "source_url": "https://museum.example/tea"
    })
}

fn refused(change: impl FnOnce(&mut Value)) -> (String, String) {
    let mut entry = entry();
    change(&mut entry);
    match read(&json!([entry]).to_string()) {
        Err(ImportError::Cases(problems)) => {
            assert_eq!(problems.len(), 1, "{problems:?}");
            (problems[0].case.clone(), problems[0].field.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_case_keeps_what_the_file_holds() {
    let cases = read(&json!([entry()]).to_string()).unwrap();
    assert_eq!(cases[0].id, "tea-and-objects");
    assert_eq!(cases[0].content.country, "FI");
    assert_eq!(cases[0].content.evidence_label, "", "nobody chose one");
    assert_eq!(cases[0].content.sources, ["https://museum.example/tea"]);
}

#[test]
fn a_file_says_result_label_count_and_doubt() {
    let mut entry = entry();
    entry["main_result"] = json!("Nobody's wellbeing changed on the scale.");
    entry["evidence_label"] = json!("independently-evaluated");
    entry["evidence_reason"] = json!("The report is by a university.");
    entry["not_checked"] = json!("We have not read the report itself.");
    entry["evidence"]["participants_counted"] = json!("took_part");
    let content = &read(&json!([entry]).to_string()).unwrap()[0].content;
    assert_eq!(
        content.main_result,
        "Nobody's wellbeing changed on the scale."
    );
    assert_eq!(content.evidence_label, "independently-evaluated");
    assert_eq!(content.evidence_reason, "The report is by a university.");
    assert_eq!(content.not_checked, "We have not read the report itself.");
    assert_eq!(content.participants_counted, "took_part");
}

#[test]
fn the_case_and_the_field_that_is_wrong_are_named() {
    let at = |field: &str| ("tea-and-objects".to_owned(), field.to_owned());
    assert_eq!(
        refused(|e| e["themes"] = json!(["astrology"])),
        at("themes")
    );
    assert_eq!(
        refused(|e| e["evidence"]["design"] = json!("guess")),
        at("evidence.design")
    );
    assert_eq!(
        refused(|e| e["evidence"]["participants"] = json!("many")),
        at("evidence.participants")
    );
    assert_eq!(
        refused(|e| e["evidence"]["participants_counted"] = json!("took-part")),
        at("evidence.participants_counted")
    );
    assert_eq!(
        refused(|e| e["main_result"] = json!("tea ".repeat(80))),
        at("main_result")
    );
    assert_eq!(
        refused(|e| e["evidence_label"] = json!("gold")),
        at("evidence_label")
    );
    assert_eq!(
        refused(|e| e["country"] = json!("Ruritania")),
        at("country")
    );
    assert_eq!(refused(|e| e["titel"] = json!("x")), at("titel"));
    assert_eq!(
        refused(|e| e["source_url"] = json!("javascript:alert(1)")),
        at("source_url")
    );
    assert_eq!(refused(|e| e["lat"] = json!(53.4)), at("lat"));
    assert_eq!(
        refused(|e| {
            e.as_object_mut().unwrap().remove("summary");
        }),
        at("summary")
    );
}

#[test]
fn an_id_that_is_the_address_of_another_page_is_refused() {
    for id in ["suggest", "compare", "map"] {
        let at = (id.to_owned(), "id".to_owned());
        assert_eq!(refused(|e| e["id"] = json!(id)), at);
    }
}

#[test]
fn two_cases_with_one_id_and_other_shapes_are_refused() {
    assert!(
        matches!(read(&json!([entry(), entry()]).to_string()), Err(ImportError::Cases(problems)) if problems[0].field == "id")
    );
    assert!(matches!(read("{}"), Err(ImportError::NotAList(_))));
    assert!(matches!(read("[{\"id\": 3"), Err(ImportError::NotAList(_))));
}

#[test]
fn every_case_that_is_wrong_is_named_with_its_field() {
    let other = |id: &str, change: fn(&mut Value)| {
        let mut entry = entry();
        entry["id"] = json!(id);
        change(&mut entry);
        entry
    };
    let file = json!([
        other("fine", |_| {}),
        other("nine", |e| e["end_year"] = json!(9999)),
        other("old", |e| e["start_year"] = json!(1799)),
        other("huge", |e| e["start_year"] = json!(70_000)),
        other("nobody", |e| e["evidence"]["participants"] = json!(0)),
        other("long", |e| {
            e["title"] = json!("tea ".repeat(2_000_000));
            e["lessons"] = json!(
                ["Ask"; 100_000]
                    .iter()
                    .enumerate()
                    .map(|(n, x)| format!("{x} {n}"))
                    .collect::<Vec<_>>()
            );
        }),
        other("blank", |e| e["museum"] = json!("\u{200b}\u{202e}")),
        other("order", |e| {
            e["start_year"] = json!(2020);
            e["end_year"] = json!(2019);
        }),
        other("where", |e| {
            e["lat"] = json!(91.0);
            e["lon"] = json!(0.0);
        }),
        other(&"a".repeat(201), |_| {}),
    ]);
    let Err(ImportError::Cases(problems)) = read(&file.to_string()) else {
        panic!("taken");
    };
    let long_id = "a".repeat(201);
    let named: Vec<(&str, &str)> = problems
        .iter()
        .map(|one| (one.case.as_str(), one.field.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("nine", "end_year"),
            ("old", "start_year"),
            ("huge", "start_year"),
            ("nobody", "evidence.participants"),
            ("long", "lessons"),
            ("long", "title"),
            ("blank", "museum"),
            ("order", "end_year"),
            ("where", "lat"),
            (long_id.as_str(), "id"),
        ]
    );
    let said = ImportError::Cases(problems).to_string();
    assert!(
        said.starts_with(
            "10 things are wrong: case \u{201c}nine\u{201d}, field \u{201c}end_year\u{201d}: "
        ),
        "{said}"
    );
    assert_eq!(
        (said.lines().count(), said.matches("; case ").count()),
        (1, 9)
    );
}

#[test]
fn texts_of_a_file_pass_the_door() {
    let mut entry = entry();
    entry["title"] = json!("Nul \0title \u{202e}of muse\u{301}e\u{2028}tea");
    entry["summary"] = json!("One\u{85}two\u{feff}");
    entry["lessons"] = json!(["Ask\nearly", "Ask early", " "]);
    entry["source_url"] = json!("\u{200b}https://museum.example/te\u{ad}a ");
    let cases = read(&format!("\u{feff}{}", json!([entry]))).unwrap();
    let content = &cases[0].content;
    assert_eq!(content.title, "Nul title of mus\u{e9}e tea");
    assert_eq!(content.summary, "One\ntwo");
    assert_eq!(content.lessons, ["Ask early"]);
    assert_eq!(content.sources, ["https://museum.example/tea"]);
}

#[test]
fn a_refused_file_cannot_steer_a_terminal() {
    const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\nall is well";
    for member in ["id", "themes", "source_url", "country"] {
        let mut entry = entry();
        entry[member] = match member {
            "themes" => json!([EVIL]),
            _ => json!(EVIL),
        };
        let said = read(&json!([entry]).to_string()).unwrap_err().to_string();
        assert!(
            !said.contains(['\u{1b}', '\u{7}', '\u{202e}', '\n']),
            "{said:?}"
        );
    }
    let mut entry = entry();
    entry[EVIL] = json!(1);
    let said = read(&json!([entry]).to_string()).unwrap_err().to_string();
    assert!(
        !said.contains(['\u{1b}', '\u{7}', '\u{202e}', '\n']),
        "{said:?}"
    );
}
