//! The rows of submissions: one each time a dossier was submitted, never changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, SubmissionId},
    submission::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::super::receipt::Receipt;
use crate::nominations::checks::Finding;

/// A submission as it is kept.
#[derive(Clone, Debug)]
pub(in super::super) struct Submission {
    pub(in super::super) id: SubmissionId,
    pub(in super::super) dossier: DossierId,
    pub(in super::super) attempt: i32,
    pub(in super::super) version: i64,
    pub(in super::super) digest: String,
    pub(in super::super) findings: Vec<Finding>,
    pub(in super::super) receipt: Receipt,
    pub(in super::super) by: String,
    pub(in super::super) at: DateTime<Utc>,
}

/// Fewer than either database takes of bound values.
const AT_ONCE: usize = 5_000;

fn lost(what: &str, error: &serde_json::Error) -> DbErr {
    DbErr::Custom(format!("submission: {what}: {error}"))
}

fn stored(row: Model) -> Result<Submission, DbErr> {
    Ok(Submission {
        id: row.id,
        dossier: row.dossier_id,
        attempt: row.attempt,
        version: row.dossier_version,
        digest: row.digest,
        findings: serde_json::from_str(&row.findings).map_err(|error| lost("findings", &error))?,
        receipt: serde_json::from_str(&row.receipt).map_err(|error| lost("receipt", &error))?,
        by: row.submitted_by,
        at: row.submitted_at,
    })
}

/// Writes a submission.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    one: &Submission,
) -> Result<(), DbErr> {
    let row = Model {
        id: one.id,
        dossier_id: one.dossier,
        attempt: one.attempt,
        dossier_version: one.version,
        digest: one.digest.clone(),
        findings: serde_json::to_string(&one.findings).map_err(|error| lost("findings", &error))?,
        receipt: serde_json::to_string(&one.receipt).map_err(|error| lost("receipt", &error))?,
        submitted_by: one.by.clone(),
        submitted_at: one.at,
    };
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Every submission of a dossier, newest first.
pub(in super::super) async fn of_dossier(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Vec<Submission>, DbErr> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(id))
        .order_by_desc(Column::Attempt)
        .all(database)
        .await?;
    rows.into_iter().map(stored).collect()
}

/// The newest submission of a dossier.
pub(in super::super) async fn newest(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Option<Submission>, DbErr> {
    Ok(of_dossier(database, id).await?.into_iter().next())
}

/// The newest receipt of each of `dossiers` that has one.
pub(in super::super) async fn newest_receipts(
    database: &impl ConnectionTrait,
    dossiers: &[DossierId],
) -> Result<BTreeMap<DossierId, Receipt>, DbErr> {
    let mut receipts = BTreeMap::new();
    for some in dossiers.chunks(AT_ONCE) {
        let rows: Vec<(DossierId, String)> = Entity::find()
            .select_only()
            .columns([Column::DossierId, Column::Receipt])
            .filter(Column::DossierId.is_in(some.iter().copied()))
            .order_by_asc(Column::Attempt)
            .into_tuple()
            .all(database)
            .await?;
        // A later one takes the place of the one before it.
        for (dossier, text) in rows {
            let receipt = serde_json::from_str(&text).map_err(|error| lost("receipt", &error))?;
            receipts.insert(dossier, receipt);
        }
    }
    Ok(receipts)
}
