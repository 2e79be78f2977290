//! Where are pairs of records kept, and what do they rest on?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, PersonLinkId, RoundId},
    person_link, person_link_step, round, submitted_key,
    vocabulary::{KeyKind, PersonLinkDeed, PersonLinkState},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, sea_query::Expr,
};
use serde::de::DeserializeOwned;

use super::{
    assemble::{SideView, key_start},
    record::{Comparison, Reason, Side},
    views::{PersonLinkRow, PersonLinkStepView, StateCount},
};
use crate::{authz::Wall, persistence::insert_all, shared::IdSource};

/// A pair as it is kept.
pub(super) struct Kept {
    pub(super) row: person_link::Model,
}

/// A pair that was found.
pub(super) struct Found {
    pub(super) keys: (String, String),
    pub(super) sides: (SideView, SideView),
    pub(super) probability: u16,
    pub(super) reasons: Vec<Reason>,
    pub(super) comparisons: Vec<Comparison>,
    pub(super) digest: String,
}

/// What the list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct ListQuery {
    pub(super) states: Vec<PersonLinkState>,
    /// Per mille.
    pub(super) least: i32,
    pub(super) offset: u64,
    pub(super) limit: u64,
    /// From what the reader is kept.
    pub(super) wall: Wall,
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn read<T: DeserializeOwned>(kept: &serde_json::Value) -> Result<T, DbErr> {
    T::deserialize(kept).map_err(|error| DbErr::Json(error.to_string()))
}

impl Kept {
    pub(super) fn reasons(&self) -> Result<Vec<Reason>, DbErr> {
        read(&self.row.reasons)
    }

    pub(super) fn comparisons(&self) -> Result<Vec<Comparison>, DbErr> {
        read(&self.row.comparisons)
    }

    /// The row of the queue.
    pub(super) fn view(&self) -> Result<PersonLinkRow, DbErr> {
        let reasons = self.reasons()?;
        Ok(PersonLinkRow {
            id: self.row.id.0,
            state: self.row.state.as_str().to_owned(),
            probability: f64::from(self.row.probability) / 1000.0,
            first: read(&self.row.first_side)?,
            second: read(&self.row.second_side)?,
            against: reasons.iter().filter(|one| one.side == Side::Against).count(),
            reason: reasons.into_iter().find(|one| one.side == Side::For),
            first_by: self.row.first_by.clone(),
            first_at: self.row.first_at,
            updated_at: self.row.updated_at,
        })
    }
}

/// Fingerprints of identity numbers of a round's nominations.
pub(super) async fn identity_prints(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<(NominationId, String)>, DbErr> {
    use submitted_key::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::Kind.eq(KeyKind::Identity))
        .order_by_asc(Column::Value)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (NominationId(row.dossier_id.0), row.value)).collect())
}

/// Every pair, by its keys.
pub(super) async fn all_by_keys(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<(String, String), person_link::Model>, DbErr> {
    let rows = person_link::Entity::find().all(database).await?;
    Ok(rows.into_iter().map(|row| ((row.first_key.clone(), row.second_key.clone()), row)).collect())
}

/// Puts new pairs into the queue.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (round, now): (RoundId, DateTime<Utc>),
    found: Vec<Found>,
) -> Result<(), DbErr> {
    let rows = found.into_iter().map(|one| person_link::ActiveModel {
        id: Set(ids.next()),
        round_id: Set(round),
        first_key: Set(one.keys.0),
        second_key: Set(one.keys.1),
        first_side: Set(json(&one.sides.0)),
        second_side: Set(json(&one.sides.1)),
        probability: Set(one.probability.into()),
        reasons: Set(json(&one.reasons)),
        comparisons: Set(json(&one.comparisons)),
        facts_digest: Set(one.digest),
        state: Set(PersonLinkState::Proposed),
        first_by: Set(None),
        first_at: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    });
    insert_all(database, rows.collect()).await
}

/// Writes the evidence of a known pair anew, and the state if it lapses; false when somebody took a step
/// meanwhile.
pub(super) async fn refresh(
    database: &impl ConnectionTrait,
    (round, now): (RoundId, DateTime<Utc>),
    known: person_link::Model,
    found: Found,
) -> Result<bool, DbErr> {
    let (id, seen) = (known.id, known.version);
    let row = person_link::Model {
        round_id: round,
        first_side: json(&found.sides.0),
        second_side: json(&found.sides.1),
        probability: found.probability.into(),
        reasons: json(&found.reasons),
        comparisons: json(&found.comparisons),
        facts_digest: found.digest,
        state: PersonLinkState::Proposed,
        first_by: None,
        first_at: None,
        version: known.version + 1,
        updated_at: now,
        ..known
    };
    let refreshed = person_link::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(person_link::Column::Id.eq(id))
        .filter(person_link::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(refreshed.rows_affected == 1)
}

/// Takes pairs that nobody looked at out of the queue.
pub(super) async fn delete(
    database: &impl ConnectionTrait,
    ids: &[PersonLinkId],
) -> Result<(), DbErr> {
    const AT_ONCE: usize = 500;
    for part in ids.chunks(AT_ONCE) {
        person_link::Entity::delete_many()
            .filter(person_link::Column::Id.is_in(part.iter().copied()))
            .filter(person_link::Column::State.eq(PersonLinkState::Proposed))
            .exec(database)
            .await?;
    }
    Ok(())
}

/// A pair with the year of its round.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: PersonLinkId,
) -> Result<Option<(Kept, i32)>, DbErr> {
    let Some(row) = person_link::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let round = round::Entity::find_by_id(row.round_id).one(database).await?;
    Ok(Some((Kept { row }, round.map(|round| round.year).unwrap_or_default())))
}

/// The pairs of a round but those in which a person of a nomination behind a wall stands.
fn of_round(round: RoundId, wall: &Wall) -> Select<person_link::Entity> {
    use person_link::{Column, Entity};
    let all = Entity::find().filter(Column::RoundId.eq(round));
    wall.nominations().iter().fold(all, |open, hidden| {
        let start = format!("{}%", key_start(*hidden));
        open.filter(Column::FirstKey.not_like(start.clone()))
            .filter(Column::SecondKey.not_like(start))
    })
}

/// A page of the queue, the most probable first, and how many pass the filters.
pub(super) async fn list(
    database: &impl ConnectionTrait,
    round: RoundId,
    query: &ListQuery,
) -> Result<(Vec<PersonLinkRow>, u64), DbErr> {
    use person_link::Column;
    let mut select = of_round(round, &query.wall).filter(Column::Probability.gte(query.least));
    if !query.states.is_empty() {
        select = select.filter(Column::State.is_in(query.states.iter().copied()));
    }
    let total = select.clone().count(database).await?;
    let rows = select
        .order_by_desc(Column::Probability)
        .order_by_asc(Column::FirstKey)
        .order_by_asc(Column::SecondKey)
        .offset(query.offset)
        .limit(query.limit)
        .all(database)
        .await?;
    let views: Result<Vec<PersonLinkRow>, DbErr> =
        rows.into_iter().map(|row| Kept { row }.view()).collect();
    Ok((views?, total))
}

/// The pairs of a round that nobody has looked at, with their versions, the most probable first.
///
/// # Errors
/// The records failing.
pub async fn waiting_pairs(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<(PersonLinkId, i64)>, DbErr> {
    use person_link::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::State.eq(PersonLinkState::Proposed))
        .order_by_desc(Column::Probability)
        .order_by_asc(Column::FirstKey)
        .order_by_asc(Column::SecondKey)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}

/// How many pairs of a round stand in each state, but those behind a wall.
pub(super) async fn counts(
    database: &impl ConnectionTrait,
    round: RoundId,
    wall: &Wall,
) -> Result<Vec<StateCount>, DbErr> {
    use person_link::Column;
    let rows: Vec<(PersonLinkState, i64)> = of_round(round, wall)
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::State)
        .into_tuple()
        .all(database)
        .await?;
    let of = |state: &PersonLinkState| {
        let found = rows.iter().find(|(known, _)| known == state);
        found.and_then(|(_, count)| u64::try_from(*count).ok()).unwrap_or_default()
    };
    let states = PersonLinkState::ALL.iter();
    Ok(states.map(|one| StateCount { state: one.as_str().to_owned(), count: of(one) }).collect())
}

/// The steps about a pair, the latest first.
pub(super) async fn steps(
    database: &impl ConnectionTrait,
    id: PersonLinkId,
) -> Result<Vec<PersonLinkStepView>, DbErr> {
    let rows = person_link_step::Entity::find()
        .filter(person_link_step::Column::LinkId.eq(id))
        .order_by_desc(person_link_step::Column::DoneAt)
        .order_by_desc(person_link_step::Column::Id)
        .all(database)
        .await?;
    let view = |row: person_link_step::Model| PersonLinkStepView {
        deed: row.deed.as_str().to_owned(),
        state: row.state.as_str().to_owned(),
        by: row.done_by,
        at: row.done_at,
        reason: row.reason,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A step that was taken.
pub(super) struct Step<'a> {
    pub(super) deed: PersonLinkDeed,
    pub(super) state: PersonLinkState,
    pub(super) by: &'a str,
    pub(super) at: DateTime<Utc>,
    pub(super) reason: Option<&'a str>,
}

/// Writes a step down.
pub(super) async fn add_step(
    database: &impl ConnectionTrait,
    ids: IdSource,
    link: PersonLinkId,
    step: &Step<'_>,
) -> Result<(), DbErr> {
    let row = person_link_step::ActiveModel {
        id: Set(ids.next()),
        link_id: Set(link),
        deed: Set(step.deed),
        state: Set(step.state),
        done_by: Set(step.by.to_owned()),
        done_at: Set(step.at),
        reason: Set(step.reason.map(str::to_owned)),
    };
    person_link_step::Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Moves a pair from the version that was seen into another state; false where it has moved on.
pub(super) async fn set_state(
    database: &impl ConnectionTrait,
    id: PersonLinkId,
    seen: i64,
    (state, now): (PersonLinkState, DateTime<Utc>),
    first_by: Option<&str>,
) -> Result<bool, DbErr> {
    use person_link::Column;
    let moved = person_link::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::FirstBy, Expr::value(first_by.map(str::to_owned)))
        .col_expr(Column::FirstAt, Expr::value(first_by.map(|_| now)))
        .col_expr(Column::Version, Expr::value(seen + 1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(moved.rows_affected == 1)
}
