//! Case studies like one that was sent: among what waits for the moderators and what is public. Candidates come by
//! the keys of title and museum, and by the longest words of the title; only the texts of a few of them are read.

mod keys;
mod marks;
mod said;
mod texts;

pub use keys::fill_in_keys;
pub use marks::marks;
pub use said::{PageSaid, said, say};

use super::drafts::OPEN;
use super::entity::{case, museum, submission};
use super::submissions::Submission;
use super::{Db, DbErr, cases, museums, read_content_to_show, submissions};
use case_study::similar::{Keys, Passages, Reason, museum_key};
use case_study::{CaseState, CaseStudyContent, Origin, Status, Stored};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use std::collections::{BTreeMap, HashMap};

/// So many are named.
pub const MOST: usize = 5;
/// So many of one title, or of one museum, are looked at, the newest first.
const OF_ONE_KEY: u64 = 40;
/// So many whose title has words of this one are looked at.
const OF_WORDS: u64 = 200;
/// So many texts are read.
const TEXTS: usize = 12;

/// A case study like the one at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    pub place: Place,
    pub title: String,
    pub museum: String,
    /// At least one, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Public {
        slug: String,
        state: Stored<CaseState>,
        /// Compiled from public sources rather than sent by its museum.
        compiled: bool,
    },
    Waiting {
        reference: String,
        status: Stored<Status>,
    },
}

impl Similar {
    /// Sorts by the strongest reason, what is public first, and keeps as many as are named.
    pub fn ranked(found: &mut Vec<Self>) {
        found.sort_by(|one, other| one.rank().cmp(&other.rank()));
        found.truncate(MOST);
    }

    /// It is the public page at this slug.
    #[must_use]
    pub fn is_page(&self, slug: &str) -> bool {
        matches!(&self.place, Place::Public { slug: own, .. } if own == slug)
    }

    fn rank(&self) -> (&[Reason], bool) {
        (&self.reasons, matches!(self.place, Place::Waiting { .. }))
    }
}

/// What is like a submission, at most [`MOST`], the likest first. For moderators alone: a museum never hears of what
/// another one sent.
///
/// # Errors
/// When the database does not answer, or a text is missing that a submission always has.
pub async fn of_submission(db: &Db, submission: &Submission) -> Result<Vec<Similar>, DbErr> {
    // As it was sent: what its museum is writing since is not the moderators' yet.
    let content = match submissions::latest_revision(db.reader(), submission.id).await? {
        Some(text) => read_content_to_show(&text.content)?,
        None => submissions::current_content(db.reader(), submission).await?,
    };
    let like = Like::of(submission.case_id, &content);
    let mut found = like.waiting(db).await?;
    found.extend(like.public(db).await?);
    Similar::ranked(&mut found);
    Ok(found)
}

/// The public page that this text seems to be a version of, if there is one. Nothing but public pages is looked at,
/// so its museum may be told.
///
/// # Errors
/// When the database does not answer.
pub async fn public_page_like(
    db: &Db,
    submission: &Submission,
    content: &CaseStudyContent,
) -> Result<Option<Similar>, DbErr> {
    let found = Like::of(submission.case_id, content).public(db).await?;
    let mut twins: Vec<Similar> = found
        .into_iter()
        .filter(|one| one.reasons.iter().any(|reason| reason.may_be_the_same()))
        .collect();
    Similar::ranked(&mut twins);
    Ok(twins.into_iter().next())
}

/// What waits for the moderators and is like a public case.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_like_case(db: &Db, case_id: i64) -> Result<Vec<Similar>, DbErr> {
    let public = cases::public_by_id(db.reader(), case_id).await?;
    let Some(public) = public.map(|case| case.public) else {
        return Ok(Vec::new());
    };
    let like = Like {
        case_id,
        keys: Keys::of(&public.content.title, &public.content.museum),
        museum: public.content.museum.clone(),
        passages: Passages::of_public(&public.content),
    };
    let mut found = like.waiting(db).await?;
    Similar::ranked(&mut found);
    Ok(found)
}

/// What others are compared with.
struct Like {
    case_id: i64,
    keys: Keys,
    museum: String,
    passages: Passages,
}

/// One that may be like it.
struct Candidate {
    /// Of its submission where it waits, of its case where it is public.
    id: i64,
    found: Similar,
}

#[derive(FromQueryResult)]
struct PublicRow {
    id: i64,
    slug: Option<String>,
    state: String,
    origin: String,
    title: String,
    museum: Option<String>,
}

impl Like {
    fn of(case_id: i64, content: &CaseStudyContent) -> Self {
        Self {
            case_id,
            keys: Keys::of(&content.title, &content.museum),
            museum: content.museum.clone(),
            passages: Passages::of(content),
        }
    }

    async fn waiting(&self, db: &Db) -> Result<Vec<Similar>, DbErr> {
        let open = || {
            submission::Entity::find()
                .filter(submission::Column::Status.is_in(OPEN.map(Status::slug)))
                .filter(submission::Column::CaseId.ne(self.case_id))
                .order_by_desc(submission::Column::Id)
        };
        let mut rows = BTreeMap::new();
        for (condition, most) in self.wanted(
            submission::Column::TitleKey,
            submission::Column::MuseumKey.eq(&self.keys.museum),
        ) {
            let found = open()
                .filter(condition)
                .limit(most)
                .all(db.reader())
                .await?;
            rows.extend(found.into_iter().map(|row| (row.id, row)));
        }
        let candidates = rows.into_values().rev().map(|row| Candidate {
            id: row.id,
            found: Similar {
                reasons: self.keys.reasons(&Keys::of(&row.title, &row.museum)),
                place: Place::Waiting {
                    reference: row.reference,
                    status: Stored::read(&row.status),
                },
                title: row.title,
                museum: row.museum,
            },
        });
        let likest = likest(candidates);
        let texts = texts::that_wait(db, likest.iter().map(|one| one.id)).await?;
        self.with_texts(likest, &texts)
    }

    async fn public(&self, db: &Db) -> Result<Vec<Similar>, DbErr> {
        let of_museum = museum::Column::NameKey.is_in(museums::keys(&self.museum));
        let mut rows: BTreeMap<i64, PublicRow> = BTreeMap::new();
        for (condition, most) in self.wanted(case::Column::TitleKey, of_museum) {
            let found = select_public()
                .filter(case::Column::Id.ne(self.case_id))
                .filter(condition)
                .limit(most)
                .into_model::<PublicRow>()
                .all(db.reader())
                .await?;
            rows.extend(found.into_iter().map(|row| (row.id, row)));
        }
        let candidates = rows.into_values().rev().map(|row| {
            let museum = row.museum.unwrap_or_default();
            Candidate {
                id: row.id,
                found: Similar {
                    reasons: self.keys.reasons(&Keys::of(&row.title, &museum)),
                    place: Place::Public {
                        slug: row.slug.unwrap_or_default(),
                        state: Stored::read(&row.state),
                        compiled: Origin::is_compiled(&row.origin),
                    },
                    title: row.title,
                    museum,
                },
            }
        });
        let likest = likest(candidates);
        let texts = texts::public(db, likest.iter().map(|one| one.id)).await?;
        self.with_texts(likest, &texts)
    }

    /// What is looked for, and how much of it at most: the same title, the same museum, words of the title. Nothing
    /// is like what has no title and no museum.
    fn wanted(
        &self,
        title: impl ColumnTrait,
        of_museum: sea_orm::sea_query::SimpleExpr,
    ) -> Vec<(Condition, u64)> {
        let mut wanted = Vec::new();
        if !self.keys.title.is_empty() {
            let same = Condition::all().add(title.eq(&self.keys.title));
            wanted.push((same, OF_ONE_KEY));
        }
        if !museum_key(&self.museum).is_empty() {
            wanted.push((Condition::all().add(of_museum), OF_ONE_KEY));
        }
        let words = self.keys.telling_words();
        let has = |word: &&str| title.contains(*word);
        let both = |one: &&str, other: &&str| Condition::all().add(has(one)).add(has(other));
        let near = match words.as_slice() {
            [] => return wanted,
            [one] => Condition::all().add(has(one)),
            [one, other] => Condition::any().add(has(one)).add(has(other)),
            [one, other, third, ..] => Condition::any()
                .add(both(one, other))
                .add(both(one, third))
                .add(both(other, third)),
        };
        wanted.push((near, OF_WORDS));
        wanted
    }

    /// The candidates with a reason, those of their texts included.
    fn with_texts(
        &self,
        candidates: Vec<Candidate>,
        texts: &HashMap<i64, String>,
    ) -> Result<Vec<Similar>, DbErr> {
        let mut found = Vec::new();
        for Candidate { id, found: mut one } in candidates {
            if let Some(text) = texts.get(&id)
                && self
                    .passages
                    .are_like(&Passages::of(&read_content_to_show(text)?))
            {
                one.reasons.push(Reason::NearText);
                one.reasons.sort_unstable();
            }
            found.push(one);
        }
        Ok(found)
    }
}

/// Those with a reason, the likest first, and no more than texts are read.
fn likest(candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let mut likest: Vec<Candidate> = candidates
        .filter(|one| !one.found.reasons.is_empty())
        .collect();
    likest.sort_by(|one, other| one.found.reasons.cmp(&other.found.reasons));
    likest.truncate(TEXTS);
    likest
}

fn select_public() -> Select<case::Entity> {
    case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::Slug,
            case::Column::State,
            case::Column::Origin,
            case::Column::Title,
        ])
        .column_as(museum::Column::Name, "museum")
        .join(
            JoinType::LeftJoin,
            case::Entity::belongs_to(museum::Entity)
                .from(case::Column::MuseumId)
                .to(museum::Column::Id)
                .into(),
        )
        .filter(cases::is_public())
        .filter(case::Column::PublishedRevisionId.is_not_null())
        .order_by_desc(case::Column::Id)
}

#[cfg(test)]
mod tests {
    use super::{Place, Similar};
    use case_study::Status;
    use case_study::similar::Reason;

    fn one(title: &str, reasons: &[Reason]) -> Similar {
        Similar {
            place: Place::Waiting {
                reference: String::new(),
                status: Status::Submitted.into(),
            },
            title: title.to_owned(),
            museum: String::new(),
            reasons: reasons.to_vec(),
        }
    }

    #[test]
    fn the_strongest_reason_comes_first_and_no_more_than_five_are_named() {
        let mut found = vec![
            one("museum", &[Reason::SameMuseum]),
            one("near", &[Reason::NearTitle]),
            one("twin", &[Reason::SameTitle, Reason::SameMuseum]),
            one("text", &[Reason::NearText, Reason::SameMuseum]),
            one("museum 2", &[Reason::SameMuseum]),
            one("museum 3", &[Reason::SameMuseum]),
        ];
        Similar::ranked(&mut found);
        let titles: Vec<&str> = found.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["twin", "text", "near", "museum", "museum 2"]);
    }
}
