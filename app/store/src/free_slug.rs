//! The first free address of a name: `tea`, then `tea-2`, `tea-3` …, asked for one at a time and by equality, so that
//! the database finds each in its unique index. A number is doubled until one is free and then halved back, so a bank
//! with a million museums of one name is asked some forty times, and a name in letters that no address can have (Arabic,
//! Greek, Chinese) as often as any other.

use super::entity::{case, museum};
use super::{DbErr, Transaction};
use case_study::vocabulary::slugs::cut_slug;
use case_study::vocabulary::{is_reserved, slugify};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Case,
    Museum,
}

impl Of {
    /// What a name without a letter that we know is called.
    const fn otherwise(self) -> &'static str {
        match self {
            Self::Case => "case-study",
            Self::Museum => "museum",
        }
    }

    async fn is_taken(self, tx: &Transaction, slug: &str) -> Result<bool, DbErr> {
        let found: Option<i64> = match self {
            Self::Case if is_reserved(slug) => return Ok(true),
            Self::Case => {
                case::Entity::find()
                    .select_only()
                    .column(case::Column::Id)
                    .filter(case::Column::Slug.eq(slug))
                    .into_tuple()
                    .one(tx)
                    .await?
            }
            Self::Museum => {
                museum::Entity::find()
                    .select_only()
                    .column(museum::Column::Id)
                    .filter(museum::Column::Slug.eq(slug))
                    .into_tuple()
                    .one(tx)
                    .await?
            }
        };
        Ok(found.is_some())
    }
}

/// A free address for this name. Whoever asks holds the bank's generation, so that nobody takes it in between.
pub(super) async fn free_slug(tx: &Transaction, of: Of, name: &str) -> Result<String, DbErr> {
    let whole = slugify(name);
    let wanted = match cut_slug(&whole) {
        "" => of.otherwise(),
        wanted => wanted,
    };
    let mut search = Search::default();
    loop {
        let number = match search.step() {
            Next::Ask(number) => number,
            Next::Found(number) => return Ok(numbered(wanted, number)),
        };
        let is_taken = of.is_taken(tx, &numbered(wanted, number)).await?;
        search.heard(number, is_taken);
    }
}

fn numbered(wanted: &str, number: u64) -> String {
    if number == 1 {
        wanted.to_owned()
    } else {
        format!("{wanted}-{number}")
    }
}

/// Where the numbers that are taken end.
#[derive(Debug, Default)]
struct Search {
    /// The largest number that is known to be taken; 0 before anything is known.
    taken: u64,
    free: Option<u64>,
}

enum Next {
    Ask(u64),
    Found(u64),
}

impl Search {
    const fn step(&self) -> Next {
        match self.free {
            None if self.taken == 0 => Next::Ask(1),
            None => Next::Ask(self.taken.saturating_mul(2)),
            Some(free) if free == self.taken + 1 => Next::Found(free),
            Some(free) => Next::Ask(self.taken + (free - self.taken) / 2),
        }
    }

    const fn heard(&mut self, number: u64, is_taken: bool) {
        if is_taken {
            self.taken = number;
        } else {
            self.free = Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Next, Search, numbered};
    use std::collections::HashSet;

    /// The number that is found, and how often was asked.
    fn search(is_taken: impl Fn(u64) -> bool) -> (u64, usize) {
        let (mut search, mut asked) = (Search::default(), 0);
        loop {
            match search.step() {
                Next::Found(number) => return (number, asked),
                Next::Ask(number) => {
                    asked += 1;
                    search.heard(number, is_taken(number));
                }
            }
        }
    }

    #[test]
    fn slugs_count_up_where_they_are_taken() {
        for taken in 0..200 {
            assert_eq!(search(|number| number <= taken).0, taken + 1);
        }
        assert_eq!(numbered("tea", 1), "tea");
        assert_eq!(numbered("tea", 3), "tea-3");
    }

    #[test]
    fn a_million_of_one_name_are_asked_some_forty_times() {
        let (found, asked) = search(|number| number <= 1_000_000);
        assert_eq!(found, 1_000_001);
        assert!(asked <= 45, "{asked}");
    }

    #[test]
    fn what_is_found_is_free_whatever_the_gaps() {
        let taken: HashSet<u64> = (1..40).chain([64, 100, 128]).collect();
        let (found, _) = search(|number| taken.contains(&number));
        assert!(!taken.contains(&found), "{found}");
    }
}
