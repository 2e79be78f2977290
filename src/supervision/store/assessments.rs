//! Where are third-party assessments kept?

use chrono::{DateTime, Utc};
use entity::{
    assessment, assessment_finding,
    ids::{AssessmentFindingId, AssessmentId},
    vocabulary::{AssessmentAspect, FindingGrade},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::super::draw::{Drawn, Eligible};
use crate::shared::IdSource;

/// An assessment with its draw.
#[derive(Clone, Debug)]
pub(in super::super) struct Assessment {
    pub(in super::super) id: AssessmentId,
    pub(in super::super) year: i32,
    pub(in super::super) assessor: String,
    pub(in super::super) seed: String,
    pub(in super::super) frame: Vec<Eligible>,
    pub(in super::super) sample: Vec<Drawn>,
    pub(in super::super) frame_digest: String,
    pub(in super::super) sample_digest: String,
    pub(in super::super) drawn_by: String,
    pub(in super::super) drawn_at: DateTime<Utc>,
    pub(in super::super) report: Option<String>,
    pub(in super::super) reported_by: Option<String>,
    pub(in super::super) reported_at: Option<DateTime<Utc>>,
    pub(in super::super) version: i64,
}

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value).map_err(|error| DbErr::Custom(format!("a draw: {error}")))
}

fn stored(row: assessment::Model) -> Result<Assessment, DbErr> {
    Ok(Assessment {
        id: row.id,
        year: row.year,
        assessor: row.assessor,
        seed: row.seed,
        frame: read(row.frame)?,
        sample: read(row.sample)?,
        frame_digest: row.frame_digest,
        sample_digest: row.sample_digest,
        drawn_by: row.drawn_by,
        drawn_at: row.drawn_at,
        report: row.report,
        reported_by: row.reported_by,
        reported_at: row.reported_at,
        version: row.version,
    })
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Whether an assessment of the year was drawn already: there is one draw a year.
pub(in super::super) async fn year_is_taken(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<bool, DbErr> {
    let of_year = assessment::Entity::find().filter(assessment::Column::Year.eq(year));
    Ok(of_year.count(database).await? > 0)
}

/// Writes a drawn assessment down.
pub(in super::super) async fn insert_assessment(
    database: &impl ConnectionTrait,
    assessment: Assessment,
) -> Result<(), DbErr> {
    assessment::ActiveModel {
        id: Set(assessment.id),
        year: Set(assessment.year),
        assessor: Set(assessment.assessor),
        seed: Set(assessment.seed),
        frame: Set(json(&assessment.frame)),
        sample: Set(json(&assessment.sample)),
        frame_digest: Set(assessment.frame_digest),
        sample_digest: Set(assessment.sample_digest),
        drawn_by: Set(assessment.drawn_by),
        drawn_at: Set(assessment.drawn_at),
        report: Set(assessment.report),
        reported_by: Set(assessment.reported_by),
        reported_at: Set(assessment.reported_at),
        version: Set(assessment.version),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Every assessment, newest first.
pub(in super::super) async fn assessments(
    database: &impl ConnectionTrait,
) -> Result<Vec<Assessment>, DbErr> {
    let rows =
        assessment::Entity::find().order_by_desc(assessment::Column::Year).all(database).await?;
    rows.into_iter().map(stored).collect()
}

/// An assessment.
async fn find_assessment(
    database: &impl ConnectionTrait,
    id: AssessmentId,
) -> Result<Option<Assessment>, DbErr> {
    assessment::Entity::find_by_id(id).one(database).await?.map(stored).transpose()
}

/// An assessment that no other writer touches until the transaction ends.
pub(in super::super) async fn lock_assessment(
    database: &impl ConnectionTrait,
    id: AssessmentId,
) -> Result<Option<Assessment>, DbErr> {
    use assessment::Column;
    assessment::Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await?;
    find_assessment(database, id).await
}

/// Writes the report of a locked assessment, one version on.
pub(in super::super) async fn save_report(
    database: &impl ConnectionTrait,
    assessment: &Assessment,
    report: (&str, &str, DateTime<Utc>),
) -> Result<(), DbErr> {
    let (text, by, at) = report;
    assessment::ActiveModel {
        id: Set(assessment.id),
        report: Set(Some(text.to_owned())),
        reported_by: Set(Some(by.to_owned())),
        reported_at: Set(Some(at)),
        version: Set(assessment.version + 1),
        ..Default::default()
    }
    .update(database)
    .await
    .map(|_| ())
}

/// What an assessment found of a society.
#[derive(Clone, Debug)]
pub(in super::super) struct Finding {
    pub(in super::super) id: AssessmentFindingId,
    pub(in super::super) assessment: AssessmentId,
    pub(in super::super) society: String,
    pub(in super::super) aspect: AssessmentAspect,
    pub(in super::super) grade: FindingGrade,
    pub(in super::super) satisfaction: Option<i32>,
    pub(in super::super) text: String,
    pub(in super::super) recorded_by: String,
    pub(in super::super) recorded_at: DateTime<Utc>,
    pub(in super::super) reply: Option<String>,
    pub(in super::super) replied_by: Option<String>,
    pub(in super::super) replied_at: Option<DateTime<Utc>>,
}

fn finding(row: assessment_finding::Model) -> Finding {
    Finding {
        id: row.id,
        assessment: row.assessment_id,
        society: row.society_code,
        aspect: row.aspect,
        grade: row.grade,
        satisfaction: row.satisfaction,
        text: row.text,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        reply: row.reply,
        replied_by: row.replied_by,
        replied_at: row.replied_at,
    }
}

/// Writes a finding down.
pub(in super::super) async fn insert_finding(
    database: &impl ConnectionTrait,
    ids: IdSource,
    finding: Finding,
) -> Result<AssessmentFindingId, DbErr> {
    let id: AssessmentFindingId = ids.next();
    assessment_finding::ActiveModel {
        id: Set(id),
        assessment_id: Set(finding.assessment),
        society_code: Set(finding.society),
        aspect: Set(finding.aspect),
        grade: Set(finding.grade),
        satisfaction: Set(finding.satisfaction),
        text: Set(finding.text),
        recorded_by: Set(finding.recorded_by),
        recorded_at: Set(finding.recorded_at),
        reply: Set(finding.reply),
        replied_by: Set(finding.replied_by),
        replied_at: Set(finding.replied_at),
    }
    .insert(database)
    .await?;
    Ok(id)
}

/// Every finding, in the order in which they were recorded.
pub(in super::super) async fn findings(
    database: &impl ConnectionTrait,
) -> Result<Vec<Finding>, DbErr> {
    let rows = assessment_finding::Entity::find()
        .order_by_asc(assessment_finding::Column::RecordedAt)
        .order_by_asc(assessment_finding::Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(finding).collect())
}

/// A finding.
pub(in super::super) async fn find_finding(
    database: &impl ConnectionTrait,
    id: AssessmentFindingId,
) -> Result<Option<Finding>, DbErr> {
    Ok(assessment_finding::Entity::find_by_id(id).one(database).await?.map(finding))
}

/// Writes the society's reply to a finding, once; says whether it was the first.
pub(in super::super) async fn reply(
    database: &impl ConnectionTrait,
    id: AssessmentFindingId,
    reply: (&str, &str, DateTime<Utc>),
) -> Result<bool, DbErr> {
    use assessment_finding::Column;
    let (text, by, at) = reply;
    let done = assessment_finding::Entity::update_many()
        .col_expr(Column::Reply, Expr::value(text))
        .col_expr(Column::RepliedBy, Expr::value(by))
        .col_expr(Column::RepliedAt, Expr::value(at))
        .filter(Column::Id.eq(id))
        .filter(Column::Reply.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
