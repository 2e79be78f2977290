//! The rows of councils' resolutions on dossiers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    dossier_resolution,
    ids::{DossierId, DossierResolutionId},
    resolved_dossier,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::super::record::Resolution;
use crate::{
    shared::IdSource,
    societies::{self, AppliedCharter},
    supervision::Votes,
};

fn people(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn number(people: u32) -> i32 {
    i32::try_from(people).unwrap_or(i32::MAX)
}

fn stored(
    row: dossier_resolution::Model,
    of: resolved_dossier::Model,
    charter: AppliedCharter,
) -> Resolution {
    Resolution {
        id: row.id,
        round: row.round_id,
        society: row.society_code,
        body: row.body,
        held_on: row.held_on,
        votes: Votes {
            members: people(row.members),
            present: people(row.present),
            in_favour: people(row.in_favour),
            against: people(row.against),
            abstained: people(row.abstained),
            recused: people(row.recused),
        },
        minutes: row.minutes,
        minutes_digest: row.minutes_digest,
        minutes_attachment: row.minutes_attachment,
        is_carried: row.is_carried,
        charter,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        content_digest: of.content_digest,
        voided_at: of.voided_at,
    }
}

/// The resolutions on a dossier, oldest first.
pub(in super::super) async fn resolutions(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Resolution>, DbErr> {
    let rows = resolved_dossier::Entity::find()
        .filter(resolved_dossier::Column::DossierId.eq(dossier))
        .order_by_asc(resolved_dossier::Column::Id)
        .all(database)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let found: BTreeMap<DossierResolutionId, dossier_resolution::Model> =
        dossier_resolution::Entity::find()
            .filter(dossier_resolution::Column::Id.is_in(rows.iter().map(|of| of.resolution_id)))
            .all(database)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
    let pairs: Vec<_> = rows
        .into_iter()
        .filter_map(|of| Some((found.get(&of.resolution_id)?.clone(), of)))
        .collect();
    let versions: Vec<_> = pairs.iter().map(|(row, _)| row.charter_id).collect();
    let charters = societies::all_judged_by(database, &versions).await?;
    let mut resolutions: Vec<Resolution> = pairs
        .into_iter()
        .zip(charters)
        .map(|((row, of), charter)| stored(row, of, charter))
        .collect();
    resolutions.sort_by_key(|one| (one.recorded_at, one.id));
    Ok(resolutions)
}

/// Writes a resolution and the dossiers that it is about, each with what it said.
pub(in super::super) async fn insert_resolution(
    database: &impl ConnectionTrait,
    ids: IdSource,
    one: &Resolution,
    dossiers: &[(DossierId, String)],
) -> Result<DossierResolutionId, DbErr> {
    dossier_resolution::ActiveModel {
        id: Set(one.id),
        round_id: Set(one.round),
        society_code: Set(one.society.clone()),
        body: Set(one.body),
        held_on: Set(one.held_on),
        members: Set(number(one.votes.members)),
        present: Set(number(one.votes.present)),
        in_favour: Set(number(one.votes.in_favour)),
        against: Set(number(one.votes.against)),
        abstained: Set(number(one.votes.abstained)),
        recused: Set(number(one.votes.recused)),
        minutes: Set(one.minutes.clone()),
        minutes_digest: Set(one.minutes_digest.clone()),
        minutes_attachment: Set(one.minutes_attachment.clone()),
        is_carried: Set(one.is_carried),
        charter_id: Set(one.charter.id),
        recorded_by: Set(one.recorded_by.clone()),
        recorded_at: Set(one.recorded_at),
    }
    .insert(database)
    .await?;
    for (dossier, digest) in dossiers {
        resolved_dossier::ActiveModel {
            id: Set(ids.next()),
            resolution_id: Set(one.id),
            dossier_id: Set(*dossier),
            content_digest: Set(digest.clone()),
            voided_at: Set(None),
        }
        .insert(database)
        .await?;
    }
    Ok(one.id)
}

/// Lets the resolutions on a dossier count no longer; they stay.
pub(in super::super) async fn void_resolutions(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use resolved_dossier::Column;
    resolved_dossier::Entity::update_many()
        .col_expr(Column::VoidedAt, Expr::value(now))
        .filter(Column::DossierId.eq(dossier))
        .filter(Column::VoidedAt.is_null())
        .exec(database)
        .await
        .map(|_| ())
}
