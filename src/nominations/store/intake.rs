//! Where does an imported nomination, person or paper go?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, RoundId},
    nomination, nomination_paper, nomination_person, nomination_unit,
    vocabulary::{NominationState, PersonRole},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

use super::{
    super::model::{self, Nomination, Paper, Person},
    owners::Owners,
};
use crate::{
    disciplines,
    persistence::{Applied, insert_all},
    shared::{Bilingual, IdSource},
};

/// What a row of a nomination needs beside itself.
#[derive(Clone, Copy, Debug)]
pub struct Placing {
    /// The round that takes it.
    pub round: RoundId,
    /// The state in which a new nomination begins.
    pub state: NominationState,
    /// When.
    pub now: DateTime<Utc>,
}

pub(super) fn nomination_row(
    nomination: Nomination,
    known: Option<&nomination::Model>,
    ids: IdSource,
    placing: Placing,
) -> nomination::Model {
    nomination::Model {
        id: known.map_or_else(|| ids.next(), |known| known.id),
        round_id: placing.round,
        number: nomination.nomination_id,
        title: nomination.title,
        abstract_text: nomination.abstract_text,
        keywords: nomination.keywords.into(),
        disciplines: nomination.disciplines.into(),
        category: nomination.category,
        grade: nomination.grade,
        panel: nomination.panel,
        nominator: nomination.nominator,
        nominator_type: nomination.nominator_type,
        society_code: nomination.society_id,
        excluded_experts: nomination.excluded_experts.into(),
        state: known.map_or(placing.state, |known| known.state),
        version: known.map_or(1, |known| known.version),
        created_at: known.map_or(placing.now, |known| known.created_at),
        updated_at: known.map_or(placing.now, |known| known.updated_at),
    }
}

/// Takes a batch of imported nominations into one round. The state of a nomination that is there
/// already stays as it is.
pub async fn apply_nominations(
    database: &impl ConnectionTrait,
    ids: IdSource,
    placing: Placing,
    batch: &[Nomination],
) -> Result<Applied, DbErr> {
    let numbers = batch.iter().map(|nomination| nomination.nomination_id.clone());
    let known: BTreeMap<String, nomination::Model> = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(placing.round))
        .filter(nomination::Column::Number.is_in(numbers))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.number.clone(), row))
        .collect();
    let named = batch.iter().flat_map(|one| one.disciplines.iter().cloned()).collect();
    let unknown = disciplines::unknown(database, named).await?;
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for (index, nomination) in batch.iter().enumerate() {
        if let Some(code) = nomination.disciplines.iter().find(|code| unknown.contains(*code)) {
            let hint = Bilingual::new(
                "允许：GB/T 13745-2009 的学科代码",
                "allowed: a discipline code of GB/T 13745-2009",
            );
            applied.refuse_unknown(index, "disciplines", code, &hint);
            continue;
        }
        let old = known.get(&nomination.nomination_id);
        let mut row = nomination_row(nomination.clone(), old, ids, placing);
        match old {
            None => new.push(row.into_active_model().reset_all()),
            Some(old) if *old == row => applied.unchanged += 1,
            Some(_) => {
                row.version += 1;
                row.updated_at = placing.now;
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}

/// The stored word for a role.
pub(super) fn stored_role(role: model::PersonRole) -> PersonRole {
    match role {
        model::PersonRole::Completer => PersonRole::Completer,
        model::PersonRole::NominatingExpert => PersonRole::NominatingExpert,
        model::PersonRole::SocietyOfficer => PersonRole::SocietyOfficer,
    }
}

fn person_row(
    person: Person,
    nomination_id: NominationId,
    id: entity::ids::NominationPersonId,
) -> nomination_person::Model {
    nomination_person::Model {
        id,
        nomination_id,
        rank: i32::try_from(person.order).unwrap_or(i32::MAX),
        name: person.name,
        unit: person.unit,
        work_unit: person.work_unit,
        email: person.email,
        orcid: person.orcid,
        title: person.title,
        post: person.post,
        role: stored_role(person.role),
    }
}

/// Takes a batch of imported people; a person is known by nomination, role and rank. The units of
/// a nomination follow from its completers.
pub async fn apply_people(
    database: &impl ConnectionTrait,
    ids: IdSource,
    round: Option<RoundId>,
    batch: &[Person],
) -> Result<Applied, DbErr> {
    let numbers = batch.iter().map(|one| &one.nomination_id).collect();
    let owners = Owners::find(database, round, numbers).await?;
    let known: BTreeMap<(NominationId, PersonRole, i32), nomination_person::Model> =
        nomination_person::Entity::find()
            .filter(nomination_person::Column::NominationId.is_in(owners.all()))
            .all(database)
            .await?
            .into_iter()
            .map(|row| ((row.nomination_id, row.role, row.rank), row))
            .collect();
    let mut applied = Applied::default();
    let mut new = Vec::new();
    let mut touched = BTreeSet::new();
    for (index, person) in batch.iter().enumerate() {
        let Some(nomination) = owners.one(&person.nomination_id, index, &mut applied) else {
            continue;
        };
        let rank = i32::try_from(person.order).unwrap_or(i32::MAX);
        let old = known.get(&(nomination, stored_role(person.role), rank));
        let id = old.map_or_else(|| ids.next(), |old| old.id);
        let row = person_row(person.clone(), nomination, id);
        match old {
            None => new.push(row.into_active_model().reset_all()),
            Some(old) if *old == row => {
                applied.unchanged += 1;
                continue;
            }
            Some(_) => {
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
        touched.insert(nomination);
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    derive_units(database, ids, touched).await?;
    Ok(applied)
}

/// Writes the units of `nominations` anew: those of the completers at the time of the work, each
/// once, in the completers' order.
async fn derive_units(
    database: &impl ConnectionTrait,
    ids: IdSource,
    nominations: BTreeSet<NominationId>,
) -> Result<(), DbErr> {
    nomination_unit::Entity::delete_many()
        .filter(nomination_unit::Column::NominationId.is_in(nominations.iter().copied()))
        .exec(database)
        .await?;
    let people = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.is_in(nominations))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::NominationId)
        .order_by_asc(nomination_person::Column::Rank)
        .all(database)
        .await?;
    let mut units: Vec<nomination_unit::ActiveModel> = Vec::new();
    let mut seen: Option<(NominationId, Vec<String>)> = None;
    for person in people {
        let Some(name) = person.unit.or(person.work_unit) else {
            continue;
        };
        let names = match &mut seen {
            Some((nomination, names)) if *nomination == person.nomination_id => names,
            _ => &mut seen.insert((person.nomination_id, Vec::new())).1,
        };
        if names.contains(&name) {
            continue;
        }
        names.push(name.clone());
        units.push(nomination_unit::ActiveModel {
            id: Set(ids.next()),
            nomination_id: Set(person.nomination_id),
            rank: Set(i32::try_from(names.len()).unwrap_or(i32::MAX)),
            name: Set(name),
        });
    }
    insert_all(database, units).await
}

/// Takes a batch of imported papers; a paper is known by nomination and title.
pub async fn apply_papers(
    database: &impl ConnectionTrait,
    ids: IdSource,
    round: Option<RoundId>,
    batch: &[Paper],
) -> Result<Applied, DbErr> {
    let numbers = batch.iter().map(|one| &one.nomination_id).collect();
    let owners = Owners::find(database, round, numbers).await?;
    let mut ranks: BTreeMap<NominationId, i32> = BTreeMap::new();
    let mut known: BTreeMap<(NominationId, String), nomination_paper::Model> = BTreeMap::new();
    for row in nomination_paper::Entity::find()
        .filter(nomination_paper::Column::NominationId.is_in(owners.all()))
        .all(database)
        .await?
    {
        let last = ranks.entry(row.nomination_id).or_default();
        *last = (*last).max(row.rank);
        known.insert((row.nomination_id, row.title.clone()), row);
    }
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for (index, paper) in batch.iter().enumerate() {
        let Some(nomination) = owners.one(&paper.nomination_id, index, &mut applied) else {
            continue;
        };
        let paper = paper.clone();
        let old = known.get(&(nomination, paper.title.clone()));
        let rank = ranks.entry(nomination).or_default();
        let row = nomination_paper::Model {
            id: old.map_or_else(|| ids.next(), |old| old.id),
            nomination_id: nomination,
            rank: old.map_or(*rank + 1, |old| old.rank),
            title: paper.title,
            authors: paper.authors.into(),
            year: paper.year,
            doi: paper.doi,
        };
        match old {
            None => {
                *rank += 1;
                new.push(row.into_active_model().reset_all());
            }
            Some(old) if *old == row => applied.unchanged += 1,
            Some(_) => {
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}
