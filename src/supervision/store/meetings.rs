//! Where are supervision meetings and their action items kept?

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    action_item,
    ids::{ActionItemId, SupervisionMeetingId, TaskbookId},
    supervision_meeting,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

/// A meeting.
#[derive(Clone, Debug)]
pub(in super::super) struct Meeting {
    pub(in super::super) id: SupervisionMeetingId,
    pub(in super::super) title: String,
    pub(in super::super) held_at: DateTime<Utc>,
    pub(in super::super) place: String,
    pub(in super::super) taskbook: Option<TaskbookId>,
    pub(in super::super) societies: Vec<String>,
    pub(in super::super) participants: Vec<String>,
    pub(in super::super) minutes: String,
    pub(in super::super) version: i64,
    pub(in super::super) created_by: String,
    pub(in super::super) created_at: DateTime<Utc>,
    pub(in super::super) updated_at: DateTime<Utc>,
}

fn meeting(row: supervision_meeting::Model) -> Meeting {
    Meeting {
        id: row.id,
        title: row.title,
        held_at: row.held_at,
        place: row.place,
        taskbook: row.taskbook_id,
        societies: row.society_codes.0,
        participants: row.participants.0,
        minutes: row.minutes,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn meeting_row(meeting: Meeting) -> supervision_meeting::ActiveModel {
    supervision_meeting::ActiveModel {
        id: Set(meeting.id),
        title: Set(meeting.title),
        held_at: Set(meeting.held_at),
        place: Set(meeting.place),
        taskbook_id: Set(meeting.taskbook),
        society_codes: Set(meeting.societies.into()),
        participants: Set(meeting.participants.into()),
        minutes: Set(meeting.minutes),
        version: Set(meeting.version),
        created_by: Set(meeting.created_by),
        created_at: Set(meeting.created_at),
        updated_at: Set(meeting.updated_at),
    }
}

/// Writes a meeting down.
pub(in super::super) async fn insert_meeting(
    database: &impl ConnectionTrait,
    meeting: Meeting,
) -> Result<(), DbErr> {
    meeting_row(meeting).insert(database).await.map(|_| ())
}

/// Every meeting, newest first.
pub(in super::super) async fn meetings(
    database: &impl ConnectionTrait,
) -> Result<Vec<Meeting>, DbErr> {
    let rows = supervision_meeting::Entity::find()
        .order_by_desc(supervision_meeting::Column::HeldAt)
        .order_by_desc(supervision_meeting::Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(meeting).collect())
}

/// A meeting.
pub(in super::super) async fn find_meeting(
    database: &impl ConnectionTrait,
    id: SupervisionMeetingId,
) -> Result<Option<Meeting>, DbErr> {
    Ok(supervision_meeting::Entity::find_by_id(id).one(database).await?.map(meeting))
}

/// Writes a meeting back if it still has the version that it was changed from; says whether.
pub(in super::super) async fn save_meeting(
    database: &impl ConnectionTrait,
    mut meeting: Meeting,
    seen: i64,
) -> Result<bool, DbErr> {
    meeting.version = seen.saturating_add(1);
    let id = meeting.id;
    let done = supervision_meeting::Entity::update_many()
        .set(meeting_row(meeting))
        .filter(supervision_meeting::Column::Id.eq(id))
        .filter(supervision_meeting::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Something that a meeting asked of somebody.
#[derive(Clone, Debug)]
pub(in super::super) struct ActionItem {
    pub(in super::super) id: ActionItemId,
    pub(in super::super) meeting: SupervisionMeetingId,
    pub(in super::super) position: i32,
    pub(in super::super) text: String,
    pub(in super::super) owner: String,
    pub(in super::super) society: Option<String>,
    pub(in super::super) due_on: NaiveDate,
    pub(in super::super) done_at: Option<DateTime<Utc>>,
    pub(in super::super) done_by: Option<String>,
    pub(in super::super) done_note: Option<String>,
    pub(in super::super) version: i64,
}

fn action_item(row: action_item::Model) -> ActionItem {
    ActionItem {
        id: row.id,
        meeting: row.meeting_id,
        position: row.position,
        text: row.text,
        owner: row.owner,
        society: row.society_code,
        due_on: row.due_on,
        done_at: row.done_at,
        done_by: row.done_by,
        done_note: row.done_note,
        version: row.version,
    }
}

/// Writes an action item down.
pub(in super::super) async fn insert_action_item(
    database: &impl ConnectionTrait,
    item: ActionItem,
) -> Result<(), DbErr> {
    action_item::ActiveModel {
        id: Set(item.id),
        meeting_id: Set(item.meeting),
        position: Set(item.position),
        text: Set(item.text),
        owner: Set(item.owner),
        society_code: Set(item.society),
        due_on: Set(item.due_on),
        done_at: Set(item.done_at),
        done_by: Set(item.done_by),
        done_note: Set(item.done_note),
        version: Set(item.version),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Every action item, the earliest due first.
pub(in super::super) async fn action_items(
    database: &impl ConnectionTrait,
) -> Result<Vec<ActionItem>, DbErr> {
    let rows = action_item::Entity::find()
        .order_by_asc(action_item::Column::DueOn)
        .order_by_asc(action_item::Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(action_item).collect())
}

/// An action item.
pub(in super::super) async fn find_action_item(
    database: &impl ConnectionTrait,
    id: ActionItemId,
) -> Result<Option<ActionItem>, DbErr> {
    Ok(action_item::Entity::find_by_id(id).one(database).await?.map(action_item))
}

/// Marks an action item as done if it still has the version seen; says whether.
pub(in super::super) async fn finish_action_item(
    database: &impl ConnectionTrait,
    id: ActionItemId,
    seen: i64,
    done: (&str, &str, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let (by, note, at) = done;
    let done = action_item::Entity::update_many()
        .col_expr(action_item::Column::DoneAt, Expr::value(at))
        .col_expr(action_item::Column::DoneBy, Expr::value(by))
        .col_expr(action_item::Column::DoneNote, Expr::value(note))
        .col_expr(action_item::Column::Version, Expr::value(seen.saturating_add(1)))
        .filter(action_item::Column::Id.eq(id))
        .filter(action_item::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
