//! Where are taskbooks kept?

use chrono::{DateTime, Utc};
use entity::{
    ids::TaskbookId,
    taskbook,
    vocabulary::{TaskbookStage, TaskbookState},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::Expr,
};

use super::super::model::Draft;

/// A taskbook as it stands.
#[derive(Clone, Debug)]
pub(in super::super) struct Stored {
    pub(in super::super) id: TaskbookId,
    pub(in super::super) draft: Draft,
    pub(in super::super) digest: String,
    pub(in super::super) state: TaskbookState,
    pub(in super::super) stage: TaskbookStage,
    pub(in super::super) state_reason: Option<String>,
    pub(in super::super) version: i64,
    pub(in super::super) created_by: String,
    pub(in super::super) created_at: DateTime<Utc>,
    pub(in super::super) updated_at: DateTime<Utc>,
}

fn stored(row: taskbook::Model) -> Result<Stored, DbErr> {
    let content = serde_json::from_value(row.content)
        .map_err(|error| DbErr::Custom(format!("the content of a taskbook: {error}")))?;
    Ok(Stored {
        id: row.id,
        draft: Draft {
            number: row.number,
            kind: row.kind,
            society_id: row.society_code,
            title: row.title,
            round: row.round_year,
            department: row.department,
            department_account: row.department_account,
            cast_unit: row.cast_unit,
            leader_name: row.leader_name,
            leader_post: row.leader_post,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            content,
        },
        digest: row.content_digest,
        state: row.state,
        stage: row.stage,
        state_reason: row.state_reason,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn row(taskbook: &Stored) -> taskbook::Model {
    let draft = taskbook.draft.clone();
    taskbook::Model {
        id: taskbook.id,
        number: draft.number,
        kind: draft.kind,
        society_code: draft.society_id,
        title: draft.title,
        round_year: draft.round,
        department: draft.department,
        department_account: draft.department_account,
        cast_unit: draft.cast_unit,
        leader_name: draft.leader_name,
        leader_post: draft.leader_post,
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        content: serde_json::to_value(&draft.content).unwrap_or_default(),
        content_digest: taskbook.digest.clone(),
        state: taskbook.state,
        stage: taskbook.stage,
        state_reason: taskbook.state_reason.clone(),
        version: taskbook.version,
        created_by: taskbook.created_by.clone(),
        created_at: taskbook.created_at,
        updated_at: taskbook.updated_at,
    }
}

/// Writes a new taskbook.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    taskbook: &Stored,
) -> Result<(), DbErr> {
    row(taskbook).into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// Whether a taskbook other than `except` has the number.
pub(in super::super) async fn number_is_taken(
    database: &impl ConnectionTrait,
    number: &str,
    except: Option<TaskbookId>,
) -> Result<bool, DbErr> {
    let mut query = taskbook::Entity::find().filter(taskbook::Column::Number.eq(number));
    if let Some(id) = except {
        query = query.filter(taskbook::Column::Id.ne(id));
    }
    Ok(query.count(database).await? > 0)
}

/// A taskbook.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: TaskbookId,
) -> Result<Option<Stored>, DbErr> {
    taskbook::Entity::find_by_id(id).one(database).await?.map(stored).transpose()
}

/// A taskbook that no other writer touches until the transaction ends.
pub(in super::super) async fn lock(
    database: &impl ConnectionTrait,
    id: TaskbookId,
    now: DateTime<Utc>,
) -> Result<Option<Stored>, DbErr> {
    taskbook::Entity::update_many()
        .col_expr(taskbook::Column::UpdatedAt, Expr::value(now))
        .filter(taskbook::Column::Id.eq(id))
        .exec(database)
        .await?;
    find(database, id).await
}

/// Every taskbook, the newest number first.
pub(in super::super) async fn list(database: &impl ConnectionTrait) -> Result<Vec<Stored>, DbErr> {
    let rows = taskbook::Entity::find()
        .order_by_desc(taskbook::Column::RoundYear)
        .order_by_asc(taskbook::Column::Number)
        .all(database)
        .await?;
    rows.into_iter().map(stored).collect()
}

/// Writes a locked taskbook back, one version on.
pub(in super::super) async fn save(
    database: &impl ConnectionTrait,
    mut taskbook: Stored,
) -> Result<(), DbErr> {
    taskbook.version += 1;
    let mut row = row(&taskbook).into_active_model().reset_all();
    row.id = Set(taskbook.id);
    row.update(database).await.map(|_| ())
}
