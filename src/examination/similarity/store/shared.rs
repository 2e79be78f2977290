//! Which nominations have a key in common?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, RoundId},
    reuse_key::{Column, Entity},
    vocabulary::ReuseKind,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    Statement,
};

use super::super::evidence::Sharing;

/// Values in one statement.
const AT_ONCE: usize = 500;

/// The nominations of `rounds` that share one of `keys` with the nomination `id`.
pub(in super::super) async fn sharing_of(
    database: &impl ConnectionTrait,
    id: NominationId,
    keys: &BTreeSet<(ReuseKind, String)>,
    rounds: &BTreeSet<RoundId>,
) -> Result<Sharing, DbErr> {
    let mut sharing = Sharing::new();
    for &kind in ReuseKind::ALL {
        let values: Vec<&String> =
            keys.iter().filter(|(of, _)| *of == kind).map(|(_, value)| value).collect();
        for part in values.chunks(AT_ONCE) {
            let rows: Vec<(NominationId, String)> = Entity::find()
                .select_only()
                .columns([Column::NominationId, Column::Value])
                .filter(Column::Kind.eq(kind))
                .filter(Column::Value.is_in(part.iter().copied()))
                .filter(Column::NominationId.ne(id))
                .filter(Column::RoundId.is_in(rounds.iter().copied()))
                .into_tuple()
                .all(database)
                .await?;
            for (other, value) in rows {
                sharing.entry(other).or_default().entry(kind).or_default().insert(value);
            }
        }
    }
    Ok(sharing)
}

/// For each nomination of a round, what it shares with others of `rounds`; a pair of the round stands with
/// the first of the two.
pub(in super::super) async fn sharing_of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
    rounds: &BTreeSet<RoundId>,
) -> Result<BTreeMap<NominationId, Sharing>, DbErr> {
    let statement = "SELECT a.nomination_id AS one, b.nomination_id AS other, \
         b.round_id AS other_round, a.kind AS kind, a.value AS value \
         FROM reuse_key a JOIN reuse_key b ON b.kind = a.kind AND b.value = a.value \
         WHERE a.round_id = $1 AND b.nomination_id <> a.nomination_id";
    let backend = database.get_database_backend();
    let query = Statement::from_sql_and_values(backend, statement, [round.into()]);
    let mut all: BTreeMap<NominationId, Sharing> = BTreeMap::new();
    for row in database.query_all_raw(query).await? {
        let (one, other): (NominationId, NominationId) =
            (row.try_get("", "one")?, row.try_get("", "other")?);
        let other_round: RoundId = row.try_get("", "other_round")?;
        if !rounds.contains(&other_round) || other_round == round && other < one {
            continue;
        }
        let kind: ReuseKind = row.try_get("", "kind")?;
        let sharing = all.entry(one).or_default().entry(other).or_default();
        sharing.entry(kind).or_default().insert(row.try_get("", "value")?);
    }
    Ok(all)
}
