//! Which nomination stands at a place of a publicity, and where does it stand?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, RoundId},
    nomination, publicity, publicity_entry, round, society,
    vocabulary::NominationState,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use crate::{
    awards,
    notices::objections::record::{Entry, Window},
};

/// What is said of a nomination beside an objection to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Brief {
    pub(in super::super) id: NominationId,
    pub(in super::super) number: String,
    pub(in super::super) title: String,
    pub(in super::super) category: String,
    pub(in super::super) state: NominationState,
    pub(in super::super) round: RoundId,
    pub(in super::super) year: i32,
    pub(in super::super) society_code: Option<String>,
    pub(in super::super) society: Option<String>,
}

fn entry_of(
    row: &publicity_entry::Model,
    of: publicity::Model,
    named: nomination::Model,
    (now, allows_anonymous): (DateTime<Utc>, bool),
) -> Entry {
    Entry {
        nomination: row.nomination_id,
        number: named.number,
        title: named.title,
        category: named.category.unwrap_or_default(),
        publicity: of.id,
        publicity_number: of.number,
        window: Window { opens_at: of.opens_at, closes_at: of.closes_at, now },
        allows_anonymous,
    }
}

/// The entry at a place of a released publicity; where its round does not say whether a name may be left out,
/// `is_anonymous_taken` does.
pub(in super::super) async fn entry(
    database: &impl ConnectionTrait,
    (number, position): (&str, u32),
    (now, is_anonymous_taken): (DateTime<Utc>, bool),
) -> Result<Option<Entry>, DbErr> {
    let Some(of) = publicity::Entity::find()
        .filter(publicity::Column::Number.eq(number))
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .filter(publicity::Column::OpensAt.lte(now))
        .one(database)
        .await?
    else {
        return Ok(None);
    };
    let row = publicity_entry::Entity::find()
        .filter(publicity_entry::Column::PublicityId.eq(of.id))
        .filter(publicity_entry::Column::Position.eq(i32::try_from(position).unwrap_or(0)))
        .one(database)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let said = awards::rules_of(database, of.round_id)
        .await?
        .and_then(|rules| rules.objections.allows_anonymous)
        .unwrap_or(is_anonymous_taken);
    let named = nomination::Entity::find_by_id(row.nomination_id).one(database).await?;
    Ok(named.map(|named| entry_of(&row, of, named, (now, said))))
}

/// What is said of a nomination.
pub(in super::super) async fn brief(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Option<Brief>, DbErr> {
    Ok(briefs(database, &[id]).await?.remove(&id))
}

/// What is said of each of these nominations.
pub(in super::super) async fn briefs(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Brief>, DbErr> {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(ids.iter().copied()))
        .all(database)
        .await?;
    let rounds = round::Entity::find()
        .filter(round::Column::Id.is_in(rows.iter().map(|row| row.round_id)))
        .all(database)
        .await?;
    let years: BTreeMap<RoundId, i32> = rounds.into_iter().map(|of| (of.id, of.year)).collect();
    let codes = rows.iter().filter_map(|row| row.society_code.clone());
    let societies =
        society::Entity::find().filter(society::Column::Code.is_in(codes)).all(database).await?;
    let names: BTreeMap<String, String> =
        societies.into_iter().map(|named| (named.code, named.name)).collect();
    let brief = |row: nomination::Model| Brief {
        id: row.id,
        number: row.number,
        title: row.title,
        category: row.category.unwrap_or_default(),
        state: row.state,
        round: row.round_id,
        year: years.get(&row.round_id).copied().unwrap_or(0),
        society: row.society_code.as_ref().and_then(|code| names.get(code)).cloned(),
        society_code: row.society_code,
    };
    Ok(rows.into_iter().map(|row| (row.id, brief(row))).collect())
}

/// Where a nomination stands.
pub(in super::super) async fn state_of(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Option<NominationState>, DbErr> {
    Ok(nomination::Entity::find_by_id(id).one(database).await?.map(|row| row.state))
}

/// The nominations that were public until `now` at the latest and have not gone on since.
pub(in super::super) async fn to_settle(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<NominationId>, DbErr> {
    const WAITING: [NominationState; 4] = [
        NominationState::AcceptancePublicity,
        NominationState::FirstReviewPublicity,
        NominationState::ObjectionOpen,
        NominationState::ObjectionInvestigating,
    ];
    let over = publicity::Entity::find()
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .filter(publicity::Column::ClosesAt.lte(now))
        .all(database)
        .await?;
    if over.is_empty() {
        return Ok(Vec::new());
    }
    let rows = publicity_entry::Entity::find()
        .filter(publicity_entry::Column::PublicityId.is_in(over.into_iter().map(|row| row.id)))
        .all(database)
        .await?;
    let mut ids: Vec<NominationId> = rows.into_iter().map(|row| row.nomination_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let waiting = nomination::Entity::find()
        .filter(nomination::Column::State.is_in(WAITING))
        .order_by_asc(nomination::Column::Id)
        .all(database)
        .await?;
    Ok(waiting.into_iter().map(|row| row.id).filter(|id| ids.binary_search(id).is_ok()).collect())
}
