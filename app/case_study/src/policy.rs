//! Who may do what. Every page and every server function asks here.

use super::role::Role;
use super::status::Status;
use super::stored::Stored;

/// Something a page or a function lets a person do, beyond the moves of `TRANSITIONS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Open the form pages and see the answers as typed.
    ReadDraft,
    /// Save answers.
    WriteDraft,
    /// See the queue and every submission that was sent.
    SeeQueue,
    /// Change the words of an answer, or a tag.
    Mend,
    /// Take a submission on, or give it back.
    Assign,
    /// Take a published case down or put it back.
    TakeDown,
    /// See who can sign in and what each did, invite people, change what they may do. Nothing about any
    /// submission, so its status does not matter.
    ManagePeople,
}

impl Permission {
    pub const ALL: &'static [Self] = &[
        Self::ReadDraft,
        Self::WriteDraft,
        Self::SeeQueue,
        Self::Mend,
        Self::Assign,
        Self::TakeDown,
        Self::ManagePeople,
    ];
}

/// Whether somebody with these roles may do this to a submission in this status.
///
/// Staff may not read a draft that was never sent: it is not theirs yet. What a newer version made of
/// a submission may be read and not changed.
#[must_use]
pub fn allows(permission: Permission, status: &Stored<Status>, roles: &[Role]) -> bool {
    let owner = roles.contains(&Role::Submitter);
    let staff = roles.iter().any(|role| role.is_staff());
    match permission {
        Permission::ReadDraft => owner,
        Permission::WriteDraft => owner && status.is_open_to_its_author(),
        Permission::SeeQueue => staff && *status != Status::Draft,
        Permission::Mend => staff && is_with_moderators(status),
        Permission::Assign => staff && is_with_moderators(status) && *status != Status::Published,
        Permission::TakeDown => staff && *status == Status::Published,
        Permission::ManagePeople => manages_people(roles),
    }
}

/// [`Permission::ManagePeople`], which hangs on no submission: only for admins. A moderator has no need of
/// the addresses of colleagues.
#[must_use]
pub fn manages_people(roles: &[Role]) -> bool {
    roles.contains(&Role::Admin)
}

fn is_with_moderators(status: &Stored<Status>) -> bool {
    matches!(
        status,
        Stored::Known(Status::Submitted | Status::InReview | Status::Approved | Status::Published)
    )
}

#[cfg(test)]
mod tests {
    use super::{Permission, Role, Status, Stored, allows};

    /// Statuses in `Status::ALL` order (draft, submitted, in_review, changes_requested, awaiting_yes,
    /// approved, published, replaced, declined, withdrawn, lapsed) in which the owner or staff may; written
    /// out by hand.
    const BY_HAND: &[(Permission, Role, &str)] = &[
        (Permission::ReadDraft, Role::Submitter, "yyyyyyyyyyy"),
        (Permission::WriteDraft, Role::Submitter, "y..y......."),
        (Permission::SeeQueue, Role::Moderator, ".yyyyyyyyyy"),
        (Permission::SeeQueue, Role::Admin, ".yyyyyyyyyy"),
        (Permission::Mend, Role::Moderator, ".yy..yy...."),
        (Permission::Mend, Role::Admin, ".yy..yy...."),
        (Permission::Assign, Role::Moderator, ".yy..y....."),
        (Permission::Assign, Role::Admin, ".yy..y....."),
        (Permission::TakeDown, Role::Moderator, "......y...."),
        (Permission::TakeDown, Role::Admin, "......y...."),
        (Permission::ManagePeople, Role::Admin, "yyyyyyyyyyy"),
    ];

    #[test]
    fn every_permission_status_and_role_matches_the_table_written_by_hand() {
        for permission in Permission::ALL {
            for role in Role::ALL {
                let row = BY_HAND
                    .iter()
                    .find(|(p, r, _)| p == permission && r == role);
                let cells = row.map_or("...........", |(_, _, cells)| cells);
                assert_eq!(cells.len(), Status::ALL.len(), "{permission:?} {role:?}");
                for (status, cell) in Status::ALL.iter().zip(cells.chars()) {
                    assert_eq!(
                        allows(*permission, &Stored::Known(*status), &[*role]),
                        cell == 'y',
                        "{permission:?} {status:?} {role:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_a_newer_version_made_of_it_may_be_read_and_not_changed() {
        let newer = Stored::read("in_translation");
        let may = |role: Role| {
            Permission::ALL
                .iter()
                .copied()
                .filter(|permission| allows(*permission, &newer, &[role]))
                .collect::<Vec<_>>()
        };
        assert_eq!(may(Role::Submitter), [Permission::ReadDraft]);
        assert_eq!(may(Role::Moderator), [Permission::SeeQueue]);
        assert_eq!(may(Role::Anonymous), []);
    }
}
