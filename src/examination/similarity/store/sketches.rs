//! The rows of sketches and keys: which are old, how are they replaced, how are all of them read at once?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{DossierId, NominationId, RoundId},
    nomination, nomination_paper, nomination_person, reuse_key, reuse_sketch, submitted_key,
    vocabulary::{PersonRole, ReuseKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::super::{compare::Known, facts::Material, sketch::Sketch, titles::Title};
use crate::{persistence::insert_all, shared::IdSource};

/// What is to be kept of a nomination.
pub(in super::super) struct Made {
    pub(in super::super) known: Known,
    pub(in super::super) shingles: usize,
    pub(in super::super) keys: BTreeSet<(ReuseKind, String)>,
}

/// A nomination as it is kept.
#[derive(Clone, Debug)]
pub(in super::super) struct Kept {
    pub(in super::super) id: NominationId,
    pub(in super::super) round: RoundId,
    pub(in super::super) known: Known,
}

/// What a sketch was made of: the nomination's version and how many rows belong to it.
fn stamp(version: i64, parts: usize) -> i64 {
    const PARTS: i64 = 1 << 20;
    let parts = i64::try_from(parts).unwrap_or(PARTS).min(PARTS - 1);
    version.saturating_mul(PARTS).saturating_add(parts)
}

/// How many rows of people, papers and submitted keys belong to each nomination.
async fn parts(database: &impl ConnectionTrait) -> Result<BTreeMap<NominationId, usize>, DbErr> {
    let people: Vec<(NominationId, i64)> = nomination_person::Entity::find()
        .select_only()
        .column(nomination_person::Column::NominationId)
        .column_as(nomination_person::Column::Id.count(), "parts")
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .group_by(nomination_person::Column::NominationId)
        .into_tuple()
        .all(database)
        .await?;
    let papers: Vec<(NominationId, i64)> = nomination_paper::Entity::find()
        .select_only()
        .column(nomination_paper::Column::NominationId)
        .column_as(nomination_paper::Column::Id.count(), "parts")
        .group_by(nomination_paper::Column::NominationId)
        .into_tuple()
        .all(database)
        .await?;
    let submitted: Vec<(DossierId, i64)> = submitted_key::Entity::find()
        .select_only()
        .column(submitted_key::Column::DossierId)
        .column_as(submitted_key::Column::Id.count(), "parts")
        .group_by(submitted_key::Column::DossierId)
        .into_tuple()
        .all(database)
        .await?;
    let submitted = submitted.into_iter().map(|(id, count)| (NominationId(id.0), count));
    let mut parts = BTreeMap::new();
    for (id, count) in people.into_iter().chain(papers).chain(submitted) {
        *parts.entry(id).or_default() += usize::try_from(count).unwrap_or_default();
    }
    Ok(parts)
}

/// The nominations whose sketch is missing or old.
pub(in super::super) async fn stale(
    database: &impl ConnectionTrait,
    engine: &str,
) -> Result<Vec<NominationId>, DbErr> {
    let parts = parts(database).await?;
    let nominations: Vec<(NominationId, i64)> = nomination::Entity::find()
        .select_only()
        .columns([nomination::Column::Id, nomination::Column::Version])
        .order_by_asc(nomination::Column::Id)
        .into_tuple()
        .all(database)
        .await?;
    let kept: Vec<(NominationId, i64, String)> = reuse_sketch::Entity::find()
        .select_only()
        .columns([
            reuse_sketch::Column::NominationId,
            reuse_sketch::Column::Version,
            reuse_sketch::Column::Engine,
        ])
        .into_tuple()
        .all(database)
        .await?;
    let kept: BTreeMap<NominationId, i64> = kept
        .into_iter()
        .filter(|(_, _, made_by)| made_by == engine)
        .map(|(id, version, _)| (id, version))
        .collect();
    let is_stale = |(id, version): &(NominationId, i64)| {
        let wanted = stamp(*version, parts.get(id).copied().unwrap_or_default());
        kept.get(id) != Some(&wanted)
    };
    Ok(nominations.into_iter().filter(is_stale).map(|(id, _)| id).collect())
}

/// Keeps sketches and keys in place of those that were there.
pub(in super::super) async fn replace(
    database: &impl ConnectionTrait,
    ids: IdSource,
    engine: &str,
    made: Vec<(&Material, Made)>,
) -> Result<(), DbErr> {
    let nominations: Vec<NominationId> = made.iter().map(|(material, _)| material.id).collect();
    reuse_sketch::Entity::delete_many()
        .filter(reuse_sketch::Column::NominationId.is_in(nominations.clone()))
        .exec(database)
        .await?;
    reuse_key::Entity::delete_many()
        .filter(reuse_key::Column::NominationId.is_in(nominations))
        .exec(database)
        .await?;
    let (mut sketches, mut keys) = (Vec::new(), Vec::new());
    for (material, made) in made {
        sketches.push(reuse_sketch::ActiveModel {
            nomination_id: Set(material.id),
            round_id: Set(material.round),
            version: Set(stamp(material.version, material.parts())),
            engine: Set(engine.to_owned()),
            title: Set(made.known.title.folded().to_owned()),
            shingles: Set(i32::try_from(made.shingles).unwrap_or(i32::MAX)),
            sketch: Set(made.known.sketch.map(|one| one.to_bytes()).unwrap_or_default()),
        });
        keys.extend(made.keys.into_iter().map(|(kind, value)| reuse_key::ActiveModel {
            id: Set(ids.next()),
            nomination_id: Set(material.id),
            round_id: Set(material.round),
            kind: Set(kind),
            value: Set(value),
        }));
    }
    insert_all(database, sketches).await?;
    insert_all(database, keys).await
}

/// Every sketch of `rounds`, in the order of nominations.
pub(in super::super) async fn sketches(
    database: &impl ConnectionTrait,
    engine: &str,
    rounds: impl IntoIterator<Item = RoundId>,
) -> Result<Vec<Kept>, DbErr> {
    type Row = (NominationId, RoundId, String, Vec<u8>);
    let rows: Vec<Row> = reuse_sketch::Entity::find()
        .select_only()
        .columns([
            reuse_sketch::Column::NominationId,
            reuse_sketch::Column::RoundId,
            reuse_sketch::Column::Title,
            reuse_sketch::Column::Sketch,
        ])
        .filter(reuse_sketch::Column::RoundId.is_in(rounds))
        .filter(reuse_sketch::Column::Engine.eq(engine))
        .order_by_asc(reuse_sketch::Column::NominationId)
        .into_tuple()
        .all(database)
        .await?;
    let kept = |(id, round, title, sketch): Row| {
        let known = Known { sketch: Sketch::from_bytes(&sketch), title: Title::of_folded(title) };
        Kept { id, round, known }
    };
    Ok(rows.into_iter().map(kept).collect())
}
