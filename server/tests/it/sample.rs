//! The sample bank counted by hand, without the code under test: what lists and facets must say.

use case_study::CaseStudyContent;
use case_study::import;
use case_study::import::ImportedCase;
use case_study::vocabulary::slugify;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use store::entity::{case, revision};
use store::{Db, bank};

/// The facets as design and addresses name them.
pub const FACETS: [&str; 12] = [
    "strand",
    "theme",
    "audience",
    "activity",
    "museum_type",
    "country",
    "region",
    "evidence",
    "five_ways",
    "sdg",
    "cost",
    "year",
];

pub fn bank() -> Vec<ImportedCase> {
    import::read(include_str!("../../sample/cases.json")).expect("the sample bank is right")
}

/// The values a case has in a facet.
pub fn values(content: &CaseStudyContent, facet: &str) -> Vec<String> {
    let one = |text: &str| {
        if text.is_empty() {
            Vec::new()
        } else {
            vec![text.to_owned()]
        }
    };
    match facet {
        "strand" => [one(&content.strand), one(&content.second_strand)].concat(),
        "theme" => content.themes.clone(),
        "audience" => content.audiences.clone(),
        "activity" => content.activities.clone(),
        "museum_type" => one(&content.museum_type),
        "country" => one(&content.country),
        "region" => one(&slugify(&content.region)),
        "evidence" => vec![evidence(content)],
        "five_ways" => content.five_ways.clone(),
        "sdg" => content.sdgs.clone(),
        "cost" => one(&content.cost_band),
        "year" => match (content.started, content.ended) {
            (Some(start), Some(end)) => (start.year..=end.year)
                .map(|year| year.to_string())
                .collect(),
            (Some(start), None) => vec![start.year.to_string()],
            (None, _) => Vec::new(),
        },
        other => panic!("{other}"),
    }
}

/// The evidence label that stands: the one that was chosen, or what the way of evaluating suggests.
pub fn evidence(content: &CaseStudyContent) -> String {
    if !content.evidence_label.is_empty() {
        return content.evidence_label.clone();
    }
    let counted = content.participants.is_some() || !content.measures_other.is_empty();
    match content.design.as_str() {
        "monitoring-and-feedback" if counted => "monitored",
        "" | "not-evaluated" | "monitoring-and-feedback" => "described",
        _ => "evaluated",
    }
    .to_owned()
}

/// How many people took part in each case of a file that says so.
pub fn took_part(bank: &[ImportedCase]) -> Vec<u64> {
    bank.iter()
        .filter(|case| case.content.participants_counted == "took_part")
        .filter_map(|case| case.content.participants.map(u64::from))
        .collect()
}

/// The sample bank with other numbers of people: the number and what it counts, by slug; no number for the
/// rest.
pub fn counted(numbers: &[(&str, u32, &str)]) -> Vec<ImportedCase> {
    let mut bank = bank();
    for case in &mut bank {
        let found = numbers.iter().find(|(slug, ..)| *slug == case.id);
        case.content.participants = found.map(|(_, number, _)| *number);
        case.content.participants_counted =
            found.map_or_else(String::new, |(.., kind)| (*kind).to_owned());
    }
    bank
}

/// What a list is narrowed to.
pub type Chosen = BTreeMap<&'static str, Vec<String>>;

/// Whether a case matches every facet but `except`.
pub fn matches(content: &CaseStudyContent, chosen: &Chosen, except: Option<&str>) -> bool {
    chosen
        .iter()
        .filter(|(facet, _)| Some(**facet) != except)
        .all(|(facet, wanted)| {
            values(content, facet)
                .iter()
                .any(|value| wanted.contains(value))
        })
}

/// Slugs of the cases that match, the newest first: the last of the file was stored last.
pub fn found(bank: &[ImportedCase], chosen: &Chosen) -> Vec<String> {
    bank.iter()
        .rev()
        .filter(|case| matches(&case.content, chosen, None))
        .map(|case| case.id.clone())
        .collect()
}

/// Values of a facet with the number of cases each would show.
pub fn counts(bank: &[ImportedCase], chosen: &Chosen, facet: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for case in bank
        .iter()
        .filter(|case| matches(&case.content, chosen, Some(facet)))
    {
        let mut values = values(&case.content, facet);
        values.sort();
        values.dedup();
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// A few dozen ways to narrow the list, the same in every run.
pub fn combinations(bank: &[ImportedCase], how_many: usize) -> Vec<Chosen> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).expect("small")
    };
    (0..how_many)
        .map(|_| {
            let mut chosen = Chosen::new();
            for _ in 0..=below(3) {
                let facet = FACETS[below(FACETS.len())];
                let wanted: Vec<String> = (0..=below(2))
                    .flat_map(|_| {
                        let have = values(&bank[below(bank.len())].content, facet);
                        (!have.is_empty()).then(|| have[below(have.len())].clone())
                    })
                    .collect();
                if !wanted.is_empty() {
                    chosen.insert(facet, wanted);
                }
            }
            chosen
        })
        .collect()
}

/// The query of an address.
pub fn query(chosen: &Chosen) -> String {
    let pairs = chosen
        .iter()
        .flat_map(|(facet, values)| values.iter().map(move |value| (*facet, value)));
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Puts a case into another state behind the program's back, but for the generation.
pub async fn set_state(db: &Db, slug: &str, state: &str) {
    let tx = db.begin().await.expect("a transaction");
    let generation = bank::raise_generation(&tx).await.expect("raised");
    let updated = case::Entity::update_many()
        .col_expr(case::Column::State, Expr::value(state))
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .filter(case::Column::Slug.eq(slug))
        .exec(&tx)
        .await
        .expect("the case is updated");
    assert_eq!(updated.rows_affected, 1);
    tx.commit().await.expect("committed");
    bank::announce(db).await;
}

/// Changes the published text of a case behind the program's back, but for the generation.
pub async fn change_content(db: &Db, slug: &str, change: impl FnOnce(&mut CaseStudyContent)) {
    let tx = db.begin().await.expect("a transaction");
    let generation = bank::raise_generation(&tx).await.expect("raised");
    let row = case::Entity::find()
        .filter(case::Column::Slug.eq(slug))
        .one(&tx)
        .await
        .expect("reads")
        .expect("the case");
    let id = row.published_revision_id.expect("it is published");
    let stored = revision::Entity::find_by_id(id)
        .one(&tx)
        .await
        .expect("reads")
        .expect("the revision");
    let mut content = store::read_content(&stored.content).expect("content");
    change(&mut content);
    let text = store::write_content(&content).expect("content");
    revision::Entity::update_many()
        .col_expr(revision::Column::Content, Expr::value(text))
        .filter(revision::Column::Id.eq(id))
        .exec(&tx)
        .await
        .expect("the revision is updated");
    case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .filter(case::Column::Id.eq(row.id))
        .exec(&tx)
        .await
        .expect("the case is marked");
    tx.commit().await.expect("committed");
    bank::announce(db).await;
}

/// Says that a case was submitted or compiled, behind the program's back.
pub async fn set_origin(db: &Db, slug: &str, origin: &str) {
    let updated = case::Entity::update_many()
        .col_expr(case::Column::Origin, Expr::value(origin))
        .filter(case::Column::Slug.eq(slug))
        .exec(db.writer())
        .await
        .expect("the case is updated");
    assert_eq!(updated.rows_affected, 1);
}
