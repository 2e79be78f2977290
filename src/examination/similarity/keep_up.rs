//! How do sketches and keys follow the nominations?

use rayon::prelude::*;
use sea_orm::DbErr;

use super::{
    compare::Known,
    facts::Material,
    keys::keys,
    policy::{ENGINE, IN_FORCE},
    store::{self, Made},
};
use crate::app::App;

/// Nominations in one transaction: what is kept of them fits into memory, and others write in between.
const AT_ONCE: usize = 400;

/// Brings sketches and keys up to date, and says for how many nominations.
///
/// # Errors
/// The records failing.
pub async fn keep_up(app: &App) -> Result<usize, DbErr> {
    let stale = store::stale(app.database.reader(), &ENGINE).await?;
    for part in stale.chunks(AT_ONCE) {
        let materials = store::materials(app.database.reader(), part).await?;
        let materials: Vec<Material> = materials.into_values().collect();
        let made = tokio::task::block_in_place(|| {
            let analyzer = app.search.analyzer();
            let make = |material: &Material| {
                let said = (material.title.as_str(), &*material.text());
                let (known, shingles) = Known::of(analyzer, said, &IN_FORCE);
                Made { known, shingles, keys: keys(material, &IN_FORCE) }
            };
            materials.par_iter().map(make).collect::<Vec<_>>()
        });
        let rows = materials.iter().zip(made).collect();
        let tx = app.database.begin_write().await?;
        store::replace(&*tx, app.ids, &ENGINE, rows).await?;
        tx.commit().await?;
    }
    Ok(stale.len())
}
