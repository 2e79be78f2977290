//! Where are integrity events kept?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::IntegrityEventId,
    integrity_event::{ActiveModel, Column, Entity, Model},
    vocabulary::{IntegrityState, Sanction},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::super::{event::Event, integrity};
use crate::{
    authz::Scope,
    societies::{self, SocietyStanding, Standing},
};

fn assemble(row: Model) -> Event {
    Event {
        id: row.id,
        number: row.number,
        society_id: row.society_code,
        effect: integrity::Effect {
            kind: row.kind,
            sanction: row.sanction,
            state: row.state,
            round: row.round_year,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            closed_on: row.closed_on,
        },
        title: row.title,
        finding: row.finding,
        basis: row.basis,
        decision: row.decision,
        appeal: row.appeal,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        explanation: row.explanation,
        closed_by: row.closed_by,
        version: row.version,
    }
}

/// Writes a new event.
pub(in super::super) async fn insert_event(
    database: &impl ConnectionTrait,
    event: &Event,
) -> Result<(), DbErr> {
    let event = event.clone();
    let row = Model {
        id: event.id,
        number: event.number,
        society_code: event.society_id,
        round_year: event.effect.round,
        kind: event.effect.kind,
        sanction: event.effect.sanction,
        state: event.effect.state,
        title: event.title,
        finding: event.finding,
        basis: event.basis,
        decision: event.decision,
        appeal: event.appeal,
        starts_on: event.effect.starts_on,
        ends_on: event.effect.ends_on,
        recorded_by: event.recorded_by,
        recorded_at: event.recorded_at,
        confirmed_by: event.confirmed_by,
        confirmed_at: event.confirmed_at,
        explanation: event.explanation,
        closed_by: event.closed_by,
        closed_on: event.effect.closed_on,
        version: event.version,
    };
    let row: ActiveModel = row.into_active_model().reset_all();
    row.insert(database).await.map(|_| ())
}

/// How many events are recorded for the year of their number.
pub(in super::super) async fn numbered(
    database: &impl ConnectionTrait,
    prefix: &str,
) -> Result<u64, DbErr> {
    Entity::find().filter(Column::Number.starts_with(prefix)).count(database).await
}

/// The event `id`.
pub(in super::super) async fn find_event(
    database: &impl ConnectionTrait,
    id: IntegrityEventId,
) -> Result<Option<Event>, DbErr> {
    Ok(Entity::find_by_id(id).one(database).await?.map(assemble))
}

/// The events within `scope`, the newest first; only what was decided unless `is_all`.
pub(in super::super) async fn list_events(
    database: &impl ConnectionTrait,
    scope: &Scope,
    is_all: bool,
) -> Result<Vec<Event>, DbErr> {
    let mut select = Entity::find();
    if let Scope::Societies(codes) = scope {
        select = select.filter(Column::SocietyCode.is_in(codes.iter().cloned()));
    }
    let rows = select
        .order_by_desc(Column::RecordedAt)
        .order_by_desc(Column::Number)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(assemble)
        .filter(|event| is_all || integrity::is_told(event.effect.state))
        .collect())
}

/// The societies from which an event takes the right to nominate away on `day`, each with its gravest
/// sanction, by code.
async fn sanctions_on(
    database: &impl ConnectionTrait,
    day: NaiveDate,
) -> Result<BTreeMap<String, Sanction>, DbErr> {
    let mut gravest: BTreeMap<String, Sanction> = BTreeMap::new();
    for event in list_events(database, &Scope::All, false).await? {
        if event.effect.suspends_on(day) {
            // The ladder is written from the lightest up.
            let sanction = gravest.entry(event.society_id).or_insert(event.effect.sanction);
            *sanction = event.effect.sanction.max(*sanction);
        }
    }
    Ok(gravest)
}

/// How every society stands with its right to nominate on `day`, and by which route it nominates in the round
/// of `year`. An event whose sanction is in force takes a right away that the register still calls held.
///
/// # Errors
/// The records failing.
pub async fn rights_on(
    database: &impl ConnectionTrait,
    day: NaiveDate,
    year: i32,
) -> Result<Vec<SocietyStanding>, DbErr> {
    let sanctions = sanctions_on(database, day).await?;
    let mut standings = societies::standings(database, day, year).await?;
    for one in standings.iter_mut().filter(|one| one.may_nominate()) {
        if let Some(sanction) = sanctions.get(&one.society_id) {
            one.qualification = if *sanction == Sanction::Cancellation {
                Standing::Revoked
            } else {
                Standing::Suspended
            };
        }
    }
    Ok(standings)
}

/// How many events wait for a second person.
pub(in super::super) async fn unconfirmed(database: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().filter(Column::State.eq(IntegrityState::Proposed)).count(database).await
}

/// What a step writes.
#[derive(Clone, Debug)]
pub(in super::super) struct Moved<'a> {
    pub(in super::super) state: IntegrityState,
    pub(in super::super) by: &'a str,
    pub(in super::super) at: DateTime<Utc>,
    pub(in super::super) explanation: Option<&'a str>,
    /// The day on which it ends, for one that is restored or annulled.
    pub(in super::super) closed_on: Option<NaiveDate>,
}

/// Moves an event that still stands at its version on; false when it has moved already.
pub(in super::super) async fn move_event(
    database: &impl ConnectionTrait,
    event: &Event,
    moved: &Moved<'_>,
) -> Result<bool, DbErr> {
    let mut update = Entity::update_many()
        .filter(Column::Id.eq(event.id))
        .filter(Column::Version.eq(event.version))
        .col_expr(Column::State, Expr::value(moved.state))
        .col_expr(Column::Version, Expr::value(event.version + 1));
    if let Some(explanation) = moved.explanation {
        update = update.col_expr(Column::Explanation, Expr::value(explanation));
    }
    update = match moved.closed_on {
        Some(day) => update
            .col_expr(Column::ClosedBy, Expr::value(moved.by))
            .col_expr(Column::ClosedOn, Expr::value(day)),
        None => update
            .col_expr(Column::ConfirmedBy, Expr::value(moved.by))
            .col_expr(Column::ConfirmedAt, Expr::value(moved.at)),
    };
    Ok(update.exec(database).await?.rows_affected == 1)
}
