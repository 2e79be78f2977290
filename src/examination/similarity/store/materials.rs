//! What do the records hold of nominations that are to be compared?

use std::collections::BTreeMap;

use entity::{
    ids::{DossierId, NominationId, RoundId},
    nomination, nomination_paper, nomination_person, submitted_key,
    vocabulary::PersonRole,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::super::facts::{Completer, Material, Paper, Submitted};
use crate::awards;

/// Keys in one statement.
const AT_ONCE: usize = 500;

/// The years of rounds up to `year`, by their keys.
pub(in super::super) async fn years(
    database: &impl ConnectionTrait,
    up_to: Option<i32>,
) -> Result<BTreeMap<RoundId, i32>, DbErr> {
    let rounds = awards::list_rounds(database).await?;
    let is_wanted = |year: i32| up_to.is_none_or(|last| year <= last);
    Ok(rounds.iter().filter(|one| is_wanted(one.year)).map(|one| (one.id, one.year)).collect())
}

/// The nominations behind `ids` as they are compared, in the order of their keys.
pub(in super::super) async fn materials(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Material>, DbErr> {
    let mut found = BTreeMap::new();
    for part in ids.chunks(AT_ONCE) {
        rows(database, part, &mut found).await?;
        people(database, part, &mut found).await?;
        papers(database, part, &mut found).await?;
        submitted(database, part, &mut found).await?;
    }
    Ok(found)
}

async fn rows(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
    found: &mut BTreeMap<NominationId, Material>,
) -> Result<(), DbErr> {
    let query = nomination::Entity::find();
    let query = query.filter(nomination::Column::Id.is_in(ids.iter().copied()));
    for row in query.all(database).await? {
        let material = Material {
            id: row.id,
            round: row.round_id,
            number: row.number,
            title: row.title,
            abstract_text: row.abstract_text.unwrap_or_default(),
            society: row.society_code,
            nominator: row.nominator,
            state: row.state,
            version: row.version,
            people: Vec::new(),
            papers: Vec::new(),
            submitted: Vec::new(),
        };
        found.insert(row.id, material);
    }
    Ok(())
}

async fn people(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
    found: &mut BTreeMap<NominationId, Material>,
) -> Result<(), DbErr> {
    use nomination_person::{Column, Entity};
    let query = Entity::find()
        .filter(Column::NominationId.is_in(ids.iter().copied()))
        .filter(Column::Role.eq(PersonRole::Completer))
        .order_by_asc(Column::Rank);
    for row in query.all(database).await? {
        let Some(material) = found.get_mut(&row.nomination_id) else { continue };
        let units = [row.unit, row.work_unit].into_iter().flatten().collect();
        material.people.push(Completer { name: row.name, units });
    }
    Ok(())
}

async fn papers(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
    found: &mut BTreeMap<NominationId, Material>,
) -> Result<(), DbErr> {
    use nomination_paper::{Column, Entity};
    let query = Entity::find()
        .filter(Column::NominationId.is_in(ids.iter().copied()))
        .order_by_asc(Column::Rank);
    for row in query.all(database).await? {
        let Some(material) = found.get_mut(&row.nomination_id) else { continue };
        material.papers.push(Paper { title: row.title, doi: row.doi });
    }
    Ok(())
}

async fn submitted(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
    found: &mut BTreeMap<NominationId, Material>,
) -> Result<(), DbErr> {
    use submitted_key::{Column, Entity};
    // A nomination has the key of its dossier.
    let dossiers = ids.iter().map(|id| DossierId(id.0));
    let query = Entity::find()
        .filter(Column::DossierId.is_in(dossiers))
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Value);
    for row in query.all(database).await? {
        let Some(material) = found.get_mut(&NominationId(row.dossier_id.0)) else { continue };
        material.submitted.push(Submitted {
            kind: row.kind,
            value: row.value,
            person: row.person,
            document: row.document,
        });
    }
    Ok(())
}
