//! Where does it stand in which panel a nomination is?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, RoundId},
    nomination,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    sea_query::{Expr, ExprTrait as _},
};

/// Keys that one statement names.
const AT_ONCE: usize = 5_000;

/// The panel of each nomination of a round.
pub async fn panels(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, Option<String>>, DbErr> {
    let rows = nomination::Entity::find()
        .select_only()
        .columns([nomination::Column::Id, nomination::Column::Panel])
        .filter(nomination::Column::RoundId.eq(round))
        .into_tuple::<(NominationId, Option<String>)>()
        .all(database)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Puts nominations into panels, or out of them.
pub async fn set_panels(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    panel_of: &BTreeMap<NominationId, Option<String>>,
) -> Result<(), DbErr> {
    let mut members: BTreeMap<Option<&str>, Vec<NominationId>> = BTreeMap::new();
    for (id, panel) in panel_of {
        members.entry(panel.as_deref()).or_default().push(*id);
    }
    for (panel, ids) in members {
        for some in ids.chunks(AT_ONCE) {
            nomination::Entity::update_many()
                .col_expr(nomination::Column::Panel, Expr::value(panel.map(str::to_owned)))
                .col_expr(
                    nomination::Column::Version,
                    Expr::col(nomination::Column::Version).add(1),
                )
                .col_expr(nomination::Column::UpdatedAt, Expr::value(now))
                .filter(nomination::Column::Id.is_in(some.iter().copied()))
                .exec(database)
                .await?;
        }
    }
    Ok(())
}
