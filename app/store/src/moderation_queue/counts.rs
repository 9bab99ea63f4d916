//! How many there are in each tab and with each colleague, by one question to one index.

use super::{DONE, Tab, WAITING, decides_no_more, has_new_letter, was_sent};
use crate::entity::{account, submission};
use crate::{Db, DbErr};
use case_study::{Status, Stored};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use std::collections::BTreeSet;

/// How many submissions there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    groups: Vec<Group>,
    /// How many have a new letter from their museum, by where they stand.
    letters: Vec<(Stored<Status>, u64)>,
    /// Who is named there and can decide no more: what lies with them is with nobody.
    gone: BTreeSet<i64>,
    me: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    status: Stored<Status>,
    came_back: bool,
    assignee_id: Option<i64>,
    count: u64,
}

#[derive(FromQueryResult)]
struct GroupRow {
    status: String,
    came_back: bool,
    assignee_id: Option<i64>,
    count: i64,
}

pub(super) async fn count(db: &Db, me: i64) -> Result<Counts, DbErr> {
    let rows: Vec<GroupRow> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Status)
        .column(submission::Column::CameBack)
        .column(submission::Column::AssigneeId)
        .column_as(submission::Column::Id.count(), "count")
        .filter(was_sent())
        .group_by(submission::Column::Status)
        .group_by(submission::Column::CameBack)
        .group_by(submission::Column::AssigneeId)
        .into_model()
        .all(db.reader())
        .await?;
    let letters: Vec<(String, i64)> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Status)
        .column_as(submission::Column::Id.count(), "count")
        .filter(was_sent())
        .filter(has_new_letter())
        .group_by(submission::Column::Status)
        .into_tuple()
        .all(db.reader())
        .await?;
    let named: BTreeSet<i64> = rows.iter().filter_map(|row| row.assignee_id).collect();
    let gone: Vec<i64> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(named))
        .filter(decides_no_more())
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(Counts {
        gone: gone.into_iter().collect(),
        groups: rows
            .into_iter()
            .map(|row| Group {
                status: Stored::read(&row.status),
                came_back: row.came_back,
                assignee_id: row.assignee_id,
                count: u64::try_from(row.count).unwrap_or_default(),
            })
            .collect(),
        letters: letters
            .into_iter()
            .map(|(status, count)| {
                (
                    Stored::read(&status),
                    u64::try_from(count).unwrap_or_default(),
                )
            })
            .collect(),
        me,
    })
}

fn waits(status: &Stored<Status>) -> bool {
    status
        .known()
        .is_some_and(|status| WAITING.contains(&status))
}

impl Counts {
    /// The statuses that only a newer version knows, each once: several groups may stand so.
    pub(super) fn newer(&self) -> BTreeSet<&str> {
        let newer = self.groups.iter().map(|group| &group.status);
        newer
            .filter(|status| status.known().is_none())
            .map(Stored::slug)
            .collect()
    }

    fn sum(&self, counts: impl Fn(&Group) -> bool) -> u64 {
        let groups = self.groups.iter().filter(|group| counts(group));
        groups.map(|group| group.count).sum()
    }

    /// How many a tab holds.
    #[must_use]
    pub fn of_tab(&self, tab: Tab) -> u64 {
        let is = |group: &Group, status: Status| group.status == status;
        match tab {
            Tab::Waiting => {
                let elsewhere = self.letters.iter().filter(|(status, _)| {
                    status
                        .known()
                        .is_some_and(|status| !WAITING.contains(&status))
                });
                self.sum(|group| waits(&group.status) || group.status.known().is_none())
                    + elsewhere.map(|(_, count)| count).sum::<u64>()
            }
            Tab::CameBack => self.sum(|group| waits(&group.status) && group.came_back),
            Tab::Mine => self.sum(|group| {
                let done = group.status.known().is_some_and(|one| DONE.contains(&one));
                !done && group.assignee_id == Some(self.me)
            }),
            Tab::WithMuseum => self.sum(|group| is(group, Status::ChangesRequested)),
            Tab::AwaitingYes => self.sum(|group| is(group, Status::AwaitingYes)),
            Tab::Done => self.sum(|group| {
                group
                    .status
                    .known()
                    .is_some_and(|status| DONE.contains(&status))
            }),
        }
    }

    /// How many wait for a moderator.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.sum(|group| waits(&group.status))
    }

    /// How many wait and are with this account, or with nobody.
    #[must_use]
    pub fn waiting_with(&self, account_id: Option<i64>) -> u64 {
        let with = |group: &Group| group.assignee_id.filter(|id| !self.gone.contains(id));
        self.sum(|group| waits(&group.status) && with(group) == account_id)
    }

    /// How many wait and are mine.
    #[must_use]
    pub fn mine(&self) -> u64 {
        self.waiting_with(Some(self.me))
    }

    /// How many have a new letter from their museum, wherever they stand.
    #[must_use]
    pub fn with_new_letter(&self) -> u64 {
        self.letters.iter().map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Group};
    use crate::moderation_queue::Tab;
    use case_study::{Status, Stored};
    use std::collections::BTreeSet;

    #[test]
    fn each_is_counted_where_it_stands_and_a_letter_brings_it_back_to_the_waiting() {
        let group = |status: Status, came_back, assignee_id, count| Group {
            status: status.into(),
            came_back,
            assignee_id,
            count,
        };
        let counts = Counts {
            groups: vec![
                group(Status::Submitted, false, None, 30),
                group(Status::Submitted, true, Some(7), 2),
                group(Status::InReview, false, Some(8), 4),
                group(Status::Approved, false, Some(7), 1),
                group(Status::ChangesRequested, true, Some(7), 5),
                group(Status::AwaitingYes, false, None, 3),
                group(Status::Published, true, Some(7), 9),
                group(Status::Lapsed, false, None, 1),
                Group {
                    status: Stored::read("forwarded"),
                    came_back: false,
                    assignee_id: None,
                    count: 1,
                },
            ],
            letters: vec![
                (Status::Submitted.into(), 1),
                (Status::Published.into(), 2),
                (Stored::read("forwarded"), 1),
            ],
            gone: BTreeSet::from([8]),
            me: 7,
        };
        let by_tab = Tab::ALL.map(|tab| counts.of_tab(tab));
        assert_eq!(by_tab, [37 + 1 + 2, 2, 8, 5, 3, 10]);
        assert_eq!((counts.waiting(), counts.mine()), (37, 3));
        assert_eq!(counts.waiting_with(None), 30 + 4, "8 has left");
        assert_eq!(counts.with_new_letter(), 4);
    }

    #[test]
    fn a_status_of_a_newer_version_is_named_once_however_many_stand_so() {
        let group = |status: &str, came_back, assignee_id| Group {
            status: Stored::read(status),
            came_back,
            assignee_id,
            count: 1,
        };
        let counts = Counts {
            groups: vec![
                group("forwarded", false, None),
                group("submitted", false, None),
                group("forwarded", true, None),
                group("forwarded", false, Some(7)),
                group("elsewhere", false, None),
            ],
            letters: Vec::new(),
            gone: BTreeSet::new(),
            me: 7,
        };
        assert_eq!(counts.newer(), BTreeSet::from(["elsewhere", "forwarded"]));
    }
}
