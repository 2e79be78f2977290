//! Where are meetings, their items, who is present and who keeps out kept?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    agenda_item, attendance,
    ids::{
        AccountId, AgendaItemId, ExpertId, ItemRecusalId, NominationId, ReviewBodyId,
        ReviewMeetingId, ReviewSeatId, RoundId,
    },
    item_recusal, review_body, review_meeting, review_seat, reviewer_account,
    vocabulary::{AgendaState, ReviewMeetingState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Condition, Expr, ExprTrait as _},
};

use super::whole::Whole;
use crate::{
    meetings::model::{ClosedMeeting, Seat, Stage},
    persistence::WriteTx,
};

pub(in crate::meetings) use entity::{
    agenda_item::Model as ItemRow, attendance::Model as AttendanceRow,
    item_recusal::Model as RecusalRow, review_body::Model as BodyRow,
    review_meeting::Model as MeetingRow, review_seat::Model as SeatRow,
};

/// A seat as the other rooms know it.
pub(in crate::meetings) fn seat(row: &SeatRow) -> Seat {
    Seat {
        id: row.id,
        body: row.body_id,
        account: row.account_id,
        expert: row.expert_id,
        name: row.name.clone(),
        unit: row.unit.clone(),
        duty: row.duty,
        number: u32::try_from(row.number).unwrap_or_default(),
    }
}

/// A meeting.
pub(in crate::meetings) async fn find(
    database: &impl ConnectionTrait,
    id: ReviewMeetingId,
) -> Result<Option<MeetingRow>, DbErr> {
    review_meeting::Entity::find_by_id(id).one(database).await
}

/// A meeting, held until the transaction ends.
pub(in crate::meetings) async fn held(
    tx: &WriteTx,
    id: ReviewMeetingId,
) -> Result<Option<MeetingRow>, DbErr> {
    review_meeting::Entity::find_by_id(id).lock_exclusive().one(&**tx).await
}

/// The version of a meeting.
pub(in crate::meetings) async fn version(
    database: &impl ConnectionTrait,
    id: ReviewMeetingId,
) -> Result<Option<i64>, DbErr> {
    review_meeting::Entity::find_by_id(id)
        .select_only()
        .column(review_meeting::Column::Version)
        .into_tuple()
        .one(database)
        .await
}

/// A body, held until the transaction ends: its seats and its meetings come one after the other.
pub(in crate::meetings) async fn held_body(
    tx: &WriteTx,
    id: ReviewBodyId,
) -> Result<Option<BodyRow>, DbErr> {
    review_body::Entity::find_by_id(id).lock_exclusive().one(&**tx).await
}

/// The seats of bodies, by number.
pub(in crate::meetings) async fn seats(
    database: &impl ConnectionTrait,
    bodies: &[ReviewBodyId],
) -> Result<Vec<SeatRow>, DbErr> {
    review_seat::Entity::find()
        .filter(review_seat::Column::BodyId.is_in(bodies.iter().copied()))
        .order_by_asc(review_seat::Column::Number)
        .all(database)
        .await
}

/// The expert of the pool who sits on each seat: as it says, or as his account is tied.
async fn experts(
    database: &impl ConnectionTrait,
    seats: &[SeatRow],
) -> Result<BTreeMap<ReviewSeatId, ExpertId>, DbErr> {
    let accounts = seats.iter().filter_map(|seat| seat.account_id);
    let tied: BTreeMap<AccountId, ExpertId> = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::AccountId.is_in(accounts))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.account_id, row.expert_id))
        .collect();
    let of = |seat: &SeatRow| {
        let by_account = || seat.account_id.and_then(|account| tied.get(&account).copied());
        Some((seat.id, seat.expert_id.or_else(by_account)?))
    };
    Ok(seats.iter().filter_map(of).collect())
}

/// The account of who sits on each seat: as it says, or as the expert is tied. A seat that nobody can sign in for is left
/// out.
pub(in crate::meetings) async fn accounts(
    database: &impl ConnectionTrait,
    seats: &[SeatRow],
) -> Result<BTreeMap<ReviewSeatId, AccountId>, DbErr> {
    let experts = seats.iter().filter_map(|seat| seat.expert_id);
    let tied: BTreeMap<ExpertId, AccountId> = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::ExpertId.is_in(experts))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.expert_id, row.account_id))
        .collect();
    let of = |seat: &SeatRow| {
        let by_expert = || seat.expert_id.and_then(|expert| tied.get(&expert).copied());
        Some((seat.id, seat.account_id.or_else(by_expert)?))
    };
    Ok(seats.iter().filter_map(of).collect())
}

/// A meeting with all that belongs to it; none where its body is gone.
pub(in crate::meetings) async fn whole(
    database: &impl ConnectionTrait,
    row: MeetingRow,
) -> Result<Option<Whole>, DbErr> {
    let Some(body) = review_body::Entity::find_by_id(row.body_id).one(database).await? else {
        return Ok(None);
    };
    let seats = seats(database, &[body.id]).await?;
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.eq(row.id))
        .order_by_asc(agenda_item::Column::Position)
        .order_by_asc(agenda_item::Column::Id)
        .all(database)
        .await?;
    let attendance = attendance::Entity::find()
        .filter(attendance::Column::MeetingId.eq(row.id))
        .order_by_asc(attendance::Column::Id)
        .all(database)
        .await?;
    let recusals = item_recusal::Entity::find()
        .filter(item_recusal::Column::ItemId.is_in(items.iter().map(|item| item.id)))
        .order_by_asc(item_recusal::Column::Id)
        .all(database)
        .await?;
    let experts = experts(database, &seats).await?;
    Ok(Some(Whole { row, body, seats, experts, items, attendance, recusals }))
}

/// A meeting by its key, with all that belongs to it.
pub(in crate::meetings) async fn whole_of(
    database: &impl ConnectionTrait,
    id: ReviewMeetingId,
) -> Result<Option<Whole>, DbErr> {
    match find(database, id).await? {
        Some(row) => whole(database, row).await,
        None => Ok(None),
    }
}

/// A meeting that is about to be written down, with the seats of its body and nothing on its agenda.
pub(in crate::meetings) async fn unheard(
    database: &impl ConnectionTrait,
    (row, body): (&MeetingRow, &BodyRow),
) -> Result<Whole, DbErr> {
    let seats = seats(database, &[body.id]).await?;
    let experts = experts(database, &seats).await?;
    Ok(Whole {
        row: row.clone(),
        body: body.clone(),
        seats,
        experts,
        items: Vec::new(),
        attendance: Vec::new(),
        recusals: Vec::new(),
    })
}

/// The seat of an account in the body of a meeting; none where it has none, or one that ended.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn seat_of(
    database: &impl ConnectionTrait,
    meeting: ReviewMeetingId,
    account: AccountId,
) -> Result<Option<Seat>, DbErr> {
    let Some(row) = find(database, meeting).await? else { return Ok(None) };
    Ok(own_seats(database, account, Some(row.body_id)).await?.first().map(seat))
}

/// The seats of an account that have not ended, of a body or of all, by number.
pub(in crate::meetings) async fn own_seats(
    database: &impl ConnectionTrait,
    account: AccountId,
    body: Option<ReviewBodyId>,
) -> Result<Vec<SeatRow>, DbErr> {
    use review_seat::Column;
    let expert = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::AccountId.eq(account))
        .one(database)
        .await?
        .map(|row| row.expert_id);
    let mut is_own = Condition::any().add(Column::AccountId.eq(account));
    if let Some(expert) = expert {
        // Where a seat names an account, that account alone sits there.
        let by_tie = Condition::all().add(Column::AccountId.is_null());
        is_own = is_own.add(by_tie.add(Column::ExpertId.eq(expert)));
    }
    let mut query = review_seat::Entity::find().filter(is_own).filter(Column::EndedAt.is_null());
    if let Some(body) = body {
        query = query.filter(Column::BodyId.eq(body));
    }
    query.order_by_asc(Column::Number).all(database).await
}

/// The meetings of bodies with their bodies, in the order in which they begin.
pub(in crate::meetings) async fn of_bodies(
    database: &impl ConnectionTrait,
    bodies: &[BodyRow],
) -> Result<Vec<MeetingRow>, DbErr> {
    review_meeting::Entity::find()
        .filter(review_meeting::Column::BodyId.is_in(bodies.iter().map(|body| body.id)))
        .order_by_asc(review_meeting::Column::StartsAt)
        .order_by_asc(review_meeting::Column::Id)
        .all(database)
        .await
}

/// The bodies of a round, by kind and name.
pub(in crate::meetings) async fn bodies(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<BodyRow>, DbErr> {
    review_body::Entity::find()
        .filter(review_body::Column::RoundId.eq(round))
        .order_by_asc(review_body::Column::Kind)
        .order_by_asc(review_body::Column::Name)
        .all(database)
        .await
}

/// Bodies by their keys.
pub(in crate::meetings) async fn bodies_named(
    database: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ReviewBodyId>,
) -> Result<Vec<BodyRow>, DbErr> {
    review_body::Entity::find().filter(review_body::Column::Id.is_in(ids)).all(database).await
}

/// The items of meetings.
pub(in crate::meetings) async fn items_of(
    database: &impl ConnectionTrait,
    meetings: impl IntoIterator<Item = ReviewMeetingId>,
) -> Result<Vec<ItemRow>, DbErr> {
    agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.is_in(meetings))
        .order_by_asc(agenda_item::Column::Position)
        .order_by_asc(agenda_item::Column::Id)
        .all(database)
        .await
}

/// An item of an agenda.
pub(in crate::meetings) async fn find_item(
    database: &impl ConnectionTrait,
    id: AgendaItemId,
) -> Result<Option<ItemRow>, DbErr> {
    agenda_item::Entity::find_by_id(id).one(database).await
}

/// The meetings whose agenda has one of these nominations, with its items of them.
pub(in crate::meetings) async fn taking_up(
    database: &impl ConnectionTrait,
    (stage, nominations): (Stage, &[NominationId]),
) -> Result<Vec<(MeetingRow, ItemRow)>, DbErr> {
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::NominationId.is_in(nominations.iter().copied()))
        .all(database)
        .await?;
    let meetings: BTreeMap<ReviewMeetingId, MeetingRow> = review_meeting::Entity::find()
        .filter(review_meeting::Column::Id.is_in(items.iter().map(|item| item.meeting_id)))
        .filter(review_meeting::Column::Stage.eq(stage))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let both = |item: ItemRow| Some((meetings.get(&item.meeting_id)?.clone(), item));
    Ok(items.into_iter().filter_map(both).collect())
}

/// Writes a new meeting down.
pub(in crate::meetings) async fn insert(
    database: &impl ConnectionTrait,
    row: MeetingRow,
) -> Result<(), DbErr> {
    review_meeting::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps a meeting that was held.
pub(in crate::meetings) async fn save(
    database: &impl ConnectionTrait,
    row: MeetingRow,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Writes an item down.
pub(in crate::meetings) async fn insert_item(
    database: &impl ConnectionTrait,
    row: ItemRow,
) -> Result<(), DbErr> {
    agenda_item::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps an item.
pub(in crate::meetings) async fn save_item(
    database: &impl ConnectionTrait,
    row: ItemRow,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Takes an item off an agenda that nobody was called to yet, with who was to keep out of it.
pub(in crate::meetings) async fn delete_item(
    database: &impl ConnectionTrait,
    id: AgendaItemId,
) -> Result<(), DbErr> {
    item_recusal::Entity::delete_many()
        .filter(item_recusal::Column::ItemId.eq(id))
        .exec(database)
        .await?;
    agenda_item::Entity::delete_by_id(id).exec(database).await.map(|_| ())
}

/// Says where an item stands.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn set_item(
    tx: &WriteTx,
    item: AgendaItemId,
    state: AgendaState,
) -> Result<(), DbErr> {
    use agenda_item::Column;
    agenda_item::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(item))
        .exec(&**tx)
        .await
        .map(|_| ())
}

/// Tells whoever follows a meeting that something of it changed.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn touch(
    tx: &WriteTx,
    meeting: ReviewMeetingId,
) -> Result<(), DbErr> {
    use review_meeting::Column;
    review_meeting::Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(meeting))
        .exec(&**tx)
        .await
        .map(|_| ())
}

/// Writes down that somebody came.
pub(super) async fn insert_attendance(
    database: &impl ConnectionTrait,
    row: AttendanceRow,
) -> Result<(), DbErr> {
    attendance::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps that somebody went.
pub(super) async fn save_attendance(
    database: &impl ConnectionTrait,
    row: AttendanceRow,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Ends every presence of a meeting.
pub(super) async fn end_attendance(
    database: &impl ConnectionTrait,
    meeting: ReviewMeetingId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    attendance::Entity::update_many()
        .col_expr(attendance::Column::LeftAt, Expr::value(now))
        .filter(attendance::Column::MeetingId.eq(meeting))
        .filter(attendance::Column::LeftAt.is_null())
        .exec(database)
        .await
        .map(|_| ())
}

/// A recusal.
pub(super) async fn find_recusal(
    database: &impl ConnectionTrait,
    id: ItemRecusalId,
) -> Result<Option<RecusalRow>, DbErr> {
    item_recusal::Entity::find_by_id(id).one(database).await
}

/// Writes a recusal down.
pub(super) async fn insert_recusal(
    database: &impl ConnectionTrait,
    row: RecusalRow,
) -> Result<(), DbErr> {
    item_recusal::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps a recusal.
pub(super) async fn save_recusal(
    database: &impl ConnectionTrait,
    row: RecusalRow,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// The meetings of a round that decided at a point of the way and are over.
///
/// # Errors
/// The records failing.
pub async fn closed(
    database: &impl ConnectionTrait,
    round: RoundId,
    stage: Stage,
) -> Result<Vec<ClosedMeeting>, DbErr> {
    let bodies = bodies(database, round).await?;
    let is_over = |row: &MeetingRow| row.stage == stage && row.state == ReviewMeetingState::Closed;
    let meetings = of_bodies(database, &bodies).await?.into_iter().filter(is_over);
    let meetings: Vec<MeetingRow> = meetings.collect();
    let mut items: BTreeMap<ReviewMeetingId, Vec<(AgendaItemId, NominationId)>> = BTreeMap::new();
    for item in items_of(database, meetings.iter().map(|row| row.id)).await? {
        items.entry(item.meeting_id).or_default().push((item.id, item.nomination_id));
    }
    let kinds: BTreeMap<ReviewBodyId, _> = bodies.iter().map(|body| (body.id, body.kind)).collect();
    let closed = |row: MeetingRow| {
        Some(ClosedMeeting {
            id: row.id,
            body: row.body_id,
            kind: *kinds.get(&row.body_id)?,
            closed_at: row.closed_at?,
            items: items.remove(&row.id).unwrap_or_default(),
        })
    };
    Ok(meetings.into_iter().filter_map(closed).collect())
}
