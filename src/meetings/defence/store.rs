//! Where are defences kept?

use std::collections::BTreeMap;

use entity::{
    agenda_item, defence_file,
    ids::{AgendaItemId, NominationId, RoundId},
    nomination, review_meeting,
    vocabulary::{DefenceState, ReviewMeetingState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use crate::meetings::sitting::store::{ItemRow, MeetingRow, bodies, items_of, of_bodies};

pub(in crate::meetings) use entity::defence_file::Model as FileRow;

/// How many defences of each nomination of a round were due, and how many of them were attended, in meetings that are
/// over.
///
/// # Errors
/// The records failing.
pub async fn defences(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, (u32, u32)>, DbErr> {
    let bodies = bodies(database, round).await?;
    let meetings = of_bodies(database, &bodies).await?.into_iter();
    let over = meetings.filter(|row| row.state == ReviewMeetingState::Closed).map(|row| row.id);
    let mut found: BTreeMap<NominationId, (u32, u32)> = BTreeMap::new();
    for item in items_of(database, over.collect::<Vec<_>>()).await? {
        if item.defence != DefenceState::NotHeld {
            let (due, attended) = found.entry(item.nomination_id).or_default();
            *due += 1;
            *attended += u32::from(item.defence == DefenceState::Attended);
        }
    }
    Ok(found)
}

/// The files of items, by number.
pub(in crate::meetings) async fn files_of(
    database: &impl ConnectionTrait,
    items: impl IntoIterator<Item = AgendaItemId>,
) -> Result<BTreeMap<AgendaItemId, Vec<FileRow>>, DbErr> {
    let rows = defence_file::Entity::find()
        .filter(defence_file::Column::ItemId.is_in(items))
        .order_by_asc(defence_file::Column::Number)
        .all(database)
        .await?;
    let mut files: BTreeMap<AgendaItemId, Vec<FileRow>> = BTreeMap::new();
    for row in rows {
        files.entry(row.item_id).or_default().push(row);
    }
    Ok(files)
}

/// A file of an item.
pub(super) async fn file(
    database: &impl ConnectionTrait,
    item: AgendaItemId,
    number: i32,
) -> Result<Option<FileRow>, DbErr> {
    defence_file::Entity::find()
        .filter(defence_file::Column::ItemId.eq(item))
        .filter(defence_file::Column::Number.eq(number))
        .one(database)
        .await
}

/// Writes a file down.
pub(super) async fn insert(database: &impl ConnectionTrait, row: FileRow) -> Result<(), DbErr> {
    defence_file::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// A defence of a nomination, with its meeting.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) item: ItemRow,
    pub(super) meeting: MeetingRow,
    pub(super) number: String,
    pub(super) title: String,
}

/// The defences of nominations of these societies, of an item or of all: those of meetings that were called.
pub(super) async fn slots(
    database: &impl ConnectionTrait,
    societies: &[String],
    of: Option<AgendaItemId>,
) -> Result<Vec<Slot>, DbErr> {
    use agenda_item::Column;
    let mut query = agenda_item::Entity::find().filter(Column::Defence.ne(DefenceState::NotHeld));
    query = match of {
        Some(item) => query.filter(Column::Id.eq(item)),
        None => query,
    };
    let own = nomination::Entity::find()
        .select_only()
        .column(nomination::Column::Id)
        .filter(nomination::Column::SocietyCode.is_in(societies.iter().cloned()))
        .into_query();
    let items = query.filter(Column::NominationId.in_subquery(own)).all(database).await?;
    let meetings: BTreeMap<_, MeetingRow> = review_meeting::Entity::find()
        .filter(review_meeting::Column::Id.is_in(items.iter().map(|item| item.meeting_id)))
        .filter(review_meeting::Column::State.ne(ReviewMeetingState::Draft))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let named: BTreeMap<NominationId, nomination::Model> = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(items.iter().map(|item| item.nomination_id)))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let slot = |item: ItemRow| {
        let nomination = named.get(&item.nomination_id)?;
        Some(Slot {
            meeting: meetings.get(&item.meeting_id)?.clone(),
            number: nomination.number.clone(),
            title: nomination.title.clone(),
            item,
        })
    };
    let mut slots: Vec<Slot> = items.into_iter().filter_map(slot).collect();
    slots.sort_by(|one, other| {
        (other.item.slot_begins, &one.number).cmp(&(one.item.slot_begins, &other.number))
    });
    Ok(slots)
}
