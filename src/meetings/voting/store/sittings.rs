//! What does a ballot need to know of its meeting: the body, its seats, the agenda?

use std::collections::BTreeMap;

use entity::{
    agenda_item,
    ids::{AgendaItemId, NominationId, ReviewBodyId, ReviewMeetingId},
    nomination, review_body, review_meeting, review_seat,
    vocabulary::AgendaState,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};

use crate::meetings::model::{Grade, Meeting, Seat};

/// A meeting as its rows say it.
pub(super) fn told(row: &review_meeting::Model, body: review_body::Model) -> Meeting {
    Meeting {
        id: row.id,
        round: body.round_id,
        body: body.id,
        kind: body.kind,
        category: body.category,
        stage: row.stage,
        state: row.state,
        starts_at: row.starts_at,
        version: row.version,
    }
}

/// A meeting.
pub(in super::super) async fn meeting(
    database: &impl ConnectionTrait,
    id: ReviewMeetingId,
) -> Result<Option<Meeting>, DbErr> {
    let Some(row) = review_meeting::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let body = review_body::Entity::find_by_id(row.body_id).one(database).await?;
    Ok(body.map(|body| told(&row, body)))
}

/// Holds a meeting until the transaction ends; its version.
pub(in super::super) async fn hold_meeting(
    database: &impl ConnectionTrait,
    id: ReviewMeetingId,
) -> Result<Option<i64>, DbErr> {
    let row = review_meeting::Entity::find_by_id(id).lock_exclusive().one(database).await?;
    Ok(row.map(|row| row.version))
}

/// The seats of a body that have not ended, by number.
pub(in super::super) async fn seats(
    database: &impl ConnectionTrait,
    body: ReviewBodyId,
) -> Result<Vec<Seat>, DbErr> {
    let sitting = review_seat::Entity::find().filter(review_seat::Column::EndedAt.is_null());
    of_body(database, sitting, body).await
}

/// Every seat that a body has or had, by number.
pub(in super::super) async fn all_seats(
    database: &impl ConnectionTrait,
    body: ReviewBodyId,
) -> Result<Vec<Seat>, DbErr> {
    of_body(database, review_seat::Entity::find(), body).await
}

async fn of_body(
    database: &impl ConnectionTrait,
    seats: Select<review_seat::Entity>,
    body: ReviewBodyId,
) -> Result<Vec<Seat>, DbErr> {
    let rows = seats
        .filter(review_seat::Column::BodyId.eq(body))
        .order_by_asc(review_seat::Column::Number)
        .all(database)
        .await?;
    let seat = |row: review_seat::Model| Seat {
        id: row.id,
        body: row.body_id,
        account: row.account_id,
        expert: row.expert_id,
        name: row.name,
        unit: row.unit,
        duty: row.duty,
        number: u32::try_from(row.number).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(seat).collect())
}

/// An item of an agenda, with what a ballot has to know of its nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Listed {
    pub(in super::super) item: AgendaItemId,
    pub(in super::super) nomination: NominationId,
    /// Its place on the agenda, from 1.
    pub(in super::super) position: u32,
    /// Whether it was put off to another meeting.
    pub(in super::super) is_put_off: bool,
    pub(in super::super) number: String,
    pub(in super::super) title: String,
    /// Code of its award; empty where none is known.
    pub(in super::super) category: String,
    /// The grade for which it was nominated.
    pub(in super::super) grade: Option<Grade>,
}

/// The agenda of a meeting, by position.
pub(in super::super) async fn listed(
    database: &impl ConnectionTrait,
    id: ReviewMeetingId,
) -> Result<Vec<Listed>, DbErr> {
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.eq(id))
        .order_by_asc(agenda_item::Column::Position)
        .all(database)
        .await?;
    let of: Vec<NominationId> = items.iter().map(|item| item.nomination_id).collect();
    let nominations =
        nomination::Entity::find().filter(nomination::Column::Id.is_in(of)).all(database).await?;
    let known: BTreeMap<NominationId, nomination::Model> =
        nominations.into_iter().map(|row| (row.id, row)).collect();
    let listed = |item: agenda_item::Model| {
        let row = known.get(&item.nomination_id)?;
        Some(Listed {
            item: item.id,
            nomination: row.id,
            position: u32::try_from(item.position).unwrap_or_default(),
            is_put_off: item.state == AgendaState::PutOff,
            number: row.number.clone(),
            title: row.title.clone(),
            category: row.category.clone().unwrap_or_default(),
            grade: row.grade.as_deref().and_then(|word| word.parse().ok()),
        })
    };
    Ok(items.into_iter().filter_map(listed).collect())
}
