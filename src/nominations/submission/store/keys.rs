//! The rows of keys: which nominations share a person, a paper or a right?

use std::collections::BTreeSet;

use entity::{
    dossier,
    ids::{DossierId, NominationId, RoundId},
    nomination,
    submitted_key::{ActiveModel, Column, Entity},
    vocabulary::{KeyKind, NominationState},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
};

use super::{super::keys::Key, imported};
use crate::{nominations::checks::PersonKey, persistence::insert_all, shared::IdSource};

/// A key that another dossier has too, or a winner that came by a file.
#[derive(Clone, Debug)]
pub(in super::super) struct Shared {
    pub(in super::super) key: Key,
    pub(in super::super) round: RoundId,
    pub(in super::super) number: String,
    pub(in super::super) society: String,
    pub(in super::super) title: String,
    /// Whether it won an award.
    pub(in super::super) is_awarded: bool,
}

/// Writes the keys of a dossier that is submitted, in place of those that it had.
pub(in super::super) async fn replace(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (round, dossier): (RoundId, DossierId),
    keys: BTreeSet<Key>,
) -> Result<(), DbErr> {
    forget(database, dossier).await?;
    let rows = keys.into_iter().map(|key| ActiveModel {
        id: Set(ids.next()),
        round_id: Set(round),
        dossier_id: Set(dossier),
        kind: Set(key.kind),
        value: Set(key.value),
        person: Set(key.person.map(|PersonKey(print)| print)),
        document: Set(key.document),
    });
    insert_all(database, rows.collect()).await
}

/// Deletes the keys of a dossier that is nominated no longer.
pub(in super::super) async fn forget(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<(), DbErr> {
    let rows = Entity::delete_many().filter(Column::DossierId.eq(dossier));
    rows.exec(database).await.map(|_| ())
}

/// The keys that other dossiers, and winners of imported rounds, share with `dossier`.
pub(in super::super) async fn shared(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    keys: &BTreeSet<Key>,
) -> Result<Vec<Shared>, DbErr> {
    let mut found = Vec::new();
    for kind in [KeyKind::Identity, KeyKind::Name, KeyKind::Content] {
        let values = keys.iter().filter(|key| key.kind == kind).map(|key| key.value.clone());
        found.extend(
            Entity::find()
                .filter(Column::Kind.eq(kind))
                .filter(Column::Value.is_in(values))
                .filter(Column::DossierId.ne(dossier))
                .all(database)
                .await?,
        );
    }
    let others: BTreeSet<DossierId> = found.iter().map(|row| row.dossier_id).collect();
    let dossiers = dossier::Entity::find()
        .filter(dossier::Column::Id.is_in(others.clone()))
        .all(database)
        .await?;
    let awarded: BTreeSet<NominationId> = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(others.into_iter().map(|id| NominationId(id.0))))
        .filter(nomination::Column::State.eq(NominationState::Awarded))
        .all(database)
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    let of = |row: entity::submitted_key::Model| {
        let other = dossiers.iter().find(|one| one.id == row.dossier_id)?;
        Some(Shared {
            key: Key {
                kind: row.kind,
                value: row.value,
                person: row.person.map(PersonKey),
                document: row.document,
            },
            round: row.round_id,
            number: other.number.clone(),
            society: other.society_code.clone(),
            title: other.title.clone(),
            is_awarded: awarded.contains(&NominationId(row.dossier_id.0)),
        })
    };
    let mut shared: Vec<Shared> = found.into_iter().filter_map(of).collect();
    let contents = keys.iter().filter(|key| key.kind == KeyKind::Content);
    let numbers: BTreeSet<&str> = contents.map(|key| key.value.as_str()).collect();
    let winners = imported::winners(database, &numbers).await?;
    shared.extend(winners.into_iter().map(|(number, won)| Shared {
        key: Key::new(KeyKind::Content, number),
        round: won.round_id,
        number: won.number,
        society: won.society_code.unwrap_or_default(),
        title: won.title,
        is_awarded: true,
    }));
    Ok(shared)
}
