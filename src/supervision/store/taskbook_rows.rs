//! Where are the resolutions, signatures, reports and ticks of taskbooks kept?

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    council_resolution,
    ids::{SocietyCharterId, TaskbookId},
    stage_item, taskbook_report, taskbook_signature,
    vocabulary::{CouncilBody, TaskbookParty, TaskbookStage},
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, OnConflict},
};

use super::super::council::Votes;
use crate::shared::IdSource;

/// A resolution of the council about the project leader.
#[derive(Clone, Debug)]
pub(in super::super) struct Resolution {
    pub(in super::super) body: CouncilBody,
    pub(in super::super) held_on: NaiveDate,
    pub(in super::super) votes: Votes,
    pub(in super::super) leader_name: String,
    pub(in super::super) leader_post: String,
    pub(in super::super) minutes: String,
    pub(in super::super) minutes_digest: String,
    pub(in super::super) is_carried: bool,
    /// The version of the charter by which it was judged; none for the model charter.
    pub(in super::super) charter: Option<SocietyCharterId>,
    pub(in super::super) recorded_by: String,
    pub(in super::super) recorded_at: DateTime<Utc>,
}

fn signed(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn unsigned(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

/// Writes a resolution down.
pub(in super::super) async fn insert_resolution(
    database: &impl ConnectionTrait,
    ids: IdSource,
    taskbook: TaskbookId,
    resolution: Resolution,
) -> Result<(), DbErr> {
    council_resolution::ActiveModel {
        id: Set(ids.next()),
        taskbook_id: Set(taskbook),
        body: Set(resolution.body),
        held_on: Set(resolution.held_on),
        members: Set(signed(resolution.votes.members)),
        present: Set(signed(resolution.votes.present)),
        in_favour: Set(signed(resolution.votes.in_favour)),
        against: Set(signed(resolution.votes.against)),
        abstained: Set(signed(resolution.votes.abstained)),
        recused: Set(signed(resolution.votes.recused)),
        leader_name: Set(resolution.leader_name),
        leader_post: Set(resolution.leader_post),
        minutes: Set(resolution.minutes),
        minutes_digest: Set(resolution.minutes_digest),
        is_carried: Set(resolution.is_carried),
        charter_id: Set(resolution.charter),
        recorded_by: Set(resolution.recorded_by),
        recorded_at: Set(resolution.recorded_at),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// The resolutions about a taskbook, newest first.
pub(in super::super) async fn resolutions(
    database: &impl ConnectionTrait,
    taskbook: TaskbookId,
) -> Result<Vec<Resolution>, DbErr> {
    let rows = council_resolution::Entity::find()
        .filter(council_resolution::Column::TaskbookId.eq(taskbook))
        .order_by_desc(council_resolution::Column::RecordedAt)
        .order_by_desc(council_resolution::Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Resolution {
            body: row.body,
            held_on: row.held_on,
            votes: Votes {
                members: unsigned(row.members),
                present: unsigned(row.present),
                in_favour: unsigned(row.in_favour),
                against: unsigned(row.against),
                abstained: unsigned(row.abstained),
                recused: unsigned(row.recused),
            },
            leader_name: row.leader_name,
            leader_post: row.leader_post,
            minutes: row.minutes,
            minutes_digest: row.minutes_digest,
            is_carried: row.is_carried,
            charter: row.charter_id,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
        .collect())
}

/// A signature.
#[derive(Clone, Debug)]
pub(in super::super) struct Signature {
    pub(in super::super) party: TaskbookParty,
    pub(in super::super) signer: String,
    pub(in super::super) signer_name: String,
    pub(in super::super) digest: String,
    pub(in super::super) signed_at: DateTime<Utc>,
    pub(in super::super) voided_at: Option<DateTime<Utc>>,
}

/// Writes a signature down.
pub(in super::super) async fn insert_signature(
    database: &impl ConnectionTrait,
    ids: IdSource,
    taskbook: TaskbookId,
    signature: Signature,
) -> Result<(), DbErr> {
    taskbook_signature::ActiveModel {
        id: Set(ids.next()),
        taskbook_id: Set(taskbook),
        party: Set(signature.party),
        signer: Set(signature.signer),
        signer_name: Set(signature.signer_name),
        content_digest: Set(signature.digest),
        signed_at: Set(signature.signed_at),
        voided_at: Set(signature.voided_at),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// The signatures of a taskbook in the order in which they were given, void ones too.
pub(in super::super) async fn signatures(
    database: &impl ConnectionTrait,
    taskbook: TaskbookId,
) -> Result<Vec<Signature>, DbErr> {
    let rows = taskbook_signature::Entity::find()
        .filter(taskbook_signature::Column::TaskbookId.eq(taskbook))
        .order_by_asc(taskbook_signature::Column::SignedAt)
        .order_by_asc(taskbook_signature::Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Signature {
            party: row.party,
            signer: row.signer,
            signer_name: row.signer_name,
            digest: row.content_digest,
            signed_at: row.signed_at,
            voided_at: row.voided_at,
        })
        .collect())
}

/// Makes the signatures of a taskbook void; says how many were valid.
pub(in super::super) async fn void_signatures(
    database: &impl ConnectionTrait,
    taskbook: TaskbookId,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let done = taskbook_signature::Entity::update_many()
        .col_expr(taskbook_signature::Column::VoidedAt, Expr::value(now))
        .filter(taskbook_signature::Column::TaskbookId.eq(taskbook))
        .filter(taskbook_signature::Column::VoidedAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected)
}

/// A report on an indicator or a task.
#[derive(Clone, Debug)]
pub(in super::super) struct Report {
    pub(in super::super) taskbook: TaskbookId,
    pub(in super::super) is_task: bool,
    pub(in super::super) code: String,
    pub(in super::super) value: i64,
    pub(in super::super) evidence: String,
    pub(in super::super) reported_by: String,
    pub(in super::super) reported_at: DateTime<Utc>,
}

/// Writes a report down.
pub(in super::super) async fn insert_report(
    database: &impl ConnectionTrait,
    ids: IdSource,
    report: Report,
) -> Result<(), DbErr> {
    taskbook_report::ActiveModel {
        id: Set(ids.next()),
        taskbook_id: Set(report.taskbook),
        item: Set(if report.is_task { "task" } else { "indicator" }.to_owned()),
        code: Set(report.code),
        value: Set(report.value),
        evidence: Set(report.evidence),
        reported_by: Set(report.reported_by),
        reported_at: Set(report.reported_at),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// The reports of one taskbook, or of all, oldest first.
pub(in super::super) async fn reports(
    database: &impl ConnectionTrait,
    taskbook: Option<TaskbookId>,
) -> Result<Vec<Report>, DbErr> {
    let mut query = taskbook_report::Entity::find()
        .order_by_asc(taskbook_report::Column::ReportedAt)
        .order_by_asc(taskbook_report::Column::Id);
    if let Some(id) = taskbook {
        query = query.filter(taskbook_report::Column::TaskbookId.eq(id));
    }
    Ok(query
        .all(database)
        .await?
        .into_iter()
        .map(|row| Report {
            taskbook: row.taskbook_id,
            is_task: row.item == "task",
            code: row.code,
            value: row.value,
            evidence: row.evidence,
            reported_by: row.reported_by,
            reported_at: row.reported_at,
        })
        .collect())
}

/// An item that was ticked.
#[derive(Clone, Debug)]
pub(in super::super) struct Tick {
    pub(in super::super) code: String,
    pub(in super::super) stage: TaskbookStage,
    pub(in super::super) note: String,
    pub(in super::super) evidence: String,
    pub(in super::super) ticked_by: String,
    pub(in super::super) ticked_at: DateTime<Utc>,
}

/// Ticks an item, or writes its note anew.
pub(in super::super) async fn tick(
    database: &impl ConnectionTrait,
    taskbook: TaskbookId,
    tick: Tick,
) -> Result<(), DbErr> {
    use stage_item::Column;
    let row = stage_item::ActiveModel {
        taskbook_id: Set(taskbook),
        code: Set(tick.code),
        stage: Set(tick.stage),
        note: Set(tick.note),
        evidence: Set(tick.evidence),
        ticked_by: Set(tick.ticked_by),
        ticked_at: Set(tick.ticked_at),
    };
    let again = OnConflict::columns([Column::TaskbookId, Column::Code])
        .update_columns([Column::Note, Column::Evidence, Column::TickedBy, Column::TickedAt])
        .to_owned();
    stage_item::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Takes a tick back.
pub(in super::super) async fn untick(
    database: &impl ConnectionTrait,
    taskbook: TaskbookId,
    code: &str,
) -> Result<(), DbErr> {
    stage_item::Entity::delete_by_id((taskbook, code.to_owned())).exec(database).await.map(|_| ())
}

/// What was ticked of a taskbook.
pub(in super::super) async fn ticks(
    database: &impl ConnectionTrait,
    taskbook: TaskbookId,
) -> Result<Vec<Tick>, DbErr> {
    let rows = stage_item::Entity::find()
        .filter(stage_item::Column::TaskbookId.eq(taskbook))
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Tick {
            code: row.code,
            stage: row.stage,
            note: row.note,
            evidence: row.evidence,
            ticked_by: row.ticked_by,
            ticked_at: row.ticked_at,
        })
        .collect())
}
