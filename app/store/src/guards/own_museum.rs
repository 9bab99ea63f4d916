//! Whose museum a case study is of, among the people who decide.

use crate::DbErr;
use crate::entity::{account, case, museum};
use crate::submissions::Submission;
use case_study::Role;
use case_study::own_museum::{Decider, Origins, OwnMuseum, own_museum};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// Everybody who decides here, with the museums that each works for.
pub(super) struct Staff {
    people: Vec<Person>,
    /// Names of museums, by id.
    museums: HashMap<i64, String>,
}

#[derive(FromQueryResult)]
struct Person {
    id: i64,
    name: String,
    email: String,
    museums: String,
}

impl Person {
    /// The ids of their museums. What a newer version keeps there in another shape says nothing.
    fn museums(&self) -> Vec<i64> {
        serde_json::from_str(&self.museums).unwrap_or_default()
    }
}

impl Staff {
    /// Those whose accounts are enabled now.
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let staff = Role::ALL.iter().filter(|role| role.is_staff());
        let people = account::Entity::find()
            .select_only()
            .columns([
                account::Column::Id,
                account::Column::Name,
                account::Column::Email,
                account::Column::Museums,
            ])
            .filter(account::Column::Disabled.eq(false))
            .filter(account::Column::Role.is_in(staff.map(|role| role.slug())))
            .order_by_asc(account::Column::Id)
            .into_model::<Person>()
            .all(db)
            .await?;
        let ids: HashSet<i64> = people.iter().flat_map(Person::museums).collect();
        let museums = if ids.is_empty() {
            HashMap::new()
        } else {
            let rows: Vec<(i64, String)> = museum::Entity::find()
                .select_only()
                .columns([museum::Column::Id, museum::Column::Name])
                .filter(museum::Column::Id.is_in(ids))
                .into_tuple()
                .all(db)
                .await?;
            rows.into_iter().collect()
        };
        Ok(Self { people, museums })
    }

    /// Whose own museum's this is, by account, and how that is known.
    pub fn own(&self, from: Origins<'_>) -> HashMap<i64, OwnMuseum> {
        let found = self.people.iter().filter_map(|person| {
            let museums: Vec<String> = person
                .museums()
                .iter()
                .filter_map(|id| self.museums.get(id).cloned())
                .collect();
            let decider = Decider {
                id: person.id,
                email: &person.email,
                museums: &museums,
            };
            Some((person.id, own_museum(decider, from)?))
        });
        found.collect()
    }

    /// All but this one.
    pub fn others(&self, than: Option<i64>) -> impl Iterator<Item = i64> {
        self.people
            .iter()
            .map(|person| person.id)
            .filter(move |id| Some(*id) != than)
    }

    pub fn includes(&self, id: i64) -> bool {
        self.people.iter().any(|person| person.id == id)
    }

    /// Their names, in the order of their accounts.
    pub fn names(&self, ids: &HashSet<i64>) -> Vec<String> {
        let them = self.people.iter().filter(|one| ids.contains(&one.id));
        them.map(|one| one.name.clone()).collect()
    }
}

/// Where a submission comes from: how it reached us, and which museum it says it is of.
pub(super) fn origins(of: &Submission) -> Origins<'_> {
    Origins {
        account_id: of.account_id,
        email: &of.submitter_email,
        museum: &of.museum,
    }
}

/// The submissions among these that an account may not decide about: its own museum's, where somebody else may.
///
/// # Errors
/// When the database does not answer.
pub async fn closed_among(
    db: &impl ConnectionTrait,
    account_id: i64,
    submissions: &[Submission],
) -> Result<HashSet<i64>, DbErr> {
    let staff = Staff::read(db).await?;
    let closed = submissions
        .iter()
        .filter(|one| is_closed(&staff, origins(one), account_id).is_some());
    Ok(closed.map(|one| one.id).collect())
}

/// How it is known that this is the museum of an account, where somebody else may decide about it.
pub(super) fn is_closed(staff: &Staff, from: Origins<'_>, account_id: i64) -> Option<OwnMuseum> {
    let own = staff.own(from);
    let why = own.get(&account_id).copied()?;
    let somebody_else = staff
        .others(Some(account_id))
        .any(|id| !own.contains_key(&id));
    somebody_else.then_some(why)
}

/// The name of the museum that a case is of, which has no submission.
pub(super) async fn museum_of_case(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<String, DbErr> {
    let id: Option<Option<i64>> = case::Entity::find_by_id(case_id)
        .select_only()
        .column(case::Column::MuseumId)
        .into_tuple()
        .one(db)
        .await?;
    let Some(id) = id.flatten() else {
        return Ok(String::new());
    };
    let row = museum::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}
