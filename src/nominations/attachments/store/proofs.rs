//! Which files of a dossier does its society's publicity, or a resolution of its council, name?

use std::collections::BTreeSet;

use entity::{dossier_resolution, ids::DossierId, internal_publicity, resolved_dossier};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};

/// The numbers that a publicity or a resolution names which counts still.
pub(in super::super) async fn proofs(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<BTreeSet<u32>, DbErr> {
    let publicities = internal_publicity::Entity::find()
        .filter(internal_publicity::Column::DossierId.eq(dossier))
        .filter(internal_publicity::Column::VoidedAt.is_null())
        .all(database)
        .await?;
    let resolved = resolved_dossier::Entity::find()
        .filter(resolved_dossier::Column::DossierId.eq(dossier))
        .filter(resolved_dossier::Column::VoidedAt.is_null())
        .all(database)
        .await?;
    let ids = resolved.into_iter().map(|row| row.resolution_id);
    let resolutions = dossier_resolution::Entity::find()
        .filter(dossier_resolution::Column::Id.is_in(ids))
        .all(database)
        .await?;
    let minutes = resolutions.into_iter().filter_map(|row| row.minutes_attachment);
    let named = publicities.into_iter().flat_map(|row| row.proofs.0).chain(minutes);
    Ok(named.filter_map(|number| number.trim().parse().ok()).collect())
}
