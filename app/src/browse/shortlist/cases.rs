//! What stands behind a shortlist: its cases as they are today.

use crate::list_query::shortlist::Shortlist;
use store::cases;
use store::cases::{BySlug, PublicCase};
use store::{Db, DbErr};

/// The cases of a shortlist.
#[derive(Debug, Default)]
pub struct ShortlistCases {
    /// In the order they were added.
    pub cases: Vec<PublicCase>,
    /// How many are not there: taken down, or never there.
    pub gone: usize,
}

impl ShortlistCases {
    /// Looks up every case; asks nothing where the shortlist is empty.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(db: &Db, shortlist: &Shortlist) -> Result<Self, DbErr> {
        let mut shortlisted = Self::default();
        for found in cases::by_slugs(db, shortlist.slugs()).await? {
            match found {
                // Two addresses may have become one case.
                BySlug::Public { case, .. } if shortlisted.case(&case.slug).is_some() => {}
                BySlug::Public { case, .. } => shortlisted.cases.push(*case),
                BySlug::TakenDown | BySlug::Missing => shortlisted.gone += 1,
            }
        }
        Ok(shortlisted)
    }

    /// The shortlist of what is there, which is the one that links go on with.
    #[must_use]
    pub fn shortlist(&self) -> Shortlist {
        self.cases.iter().map(|case| &case.slug).collect()
    }

    #[must_use]
    pub fn case(&self, slug: &str) -> Option<&PublicCase> {
        self.cases.iter().find(|case| case.slug == slug)
    }

    /// "One case study is no longer here."
    #[must_use]
    pub fn gone_in_words(&self) -> Option<String> {
        match self.gone {
            0 => None,
            1 => Some("One case study of this link is no longer here.".to_owned()),
            many => Some(format!(
                "{many} case studies of this link are no longer here."
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ShortlistCases;

    #[test]
    fn what_is_gone_is_said_in_words() {
        let gone = |gone| ShortlistCases {
            gone,
            ..ShortlistCases::default()
        };
        assert_eq!(gone(0).gone_in_words(), None);
        assert_eq!(
            gone(1).gone_in_words().unwrap(),
            "One case study of this link is no longer here."
        );
        assert_eq!(
            gone(3).gone_in_words().unwrap(),
            "3 case studies of this link are no longer here."
        );
    }
}
