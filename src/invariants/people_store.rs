//! Do links and answers of nominees agree? Read by [`super::check`].

use std::collections::BTreeSet;

use entity::{ids::NomineeLinkId, nominee_answer, nominee_link};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

/// Links that were answered and have no answer, and the other way round.
pub(super) async fn links_apart_from_answers(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let used = nominee_link::Entity::find()
        .filter(nominee_link::Column::UsedAt.is_not_null())
        .select_only()
        .column(nominee_link::Column::Id)
        .into_tuple::<NomineeLinkId>()
        .all(database)
        .await?;
    let answered = nominee_answer::Entity::find()
        .select_only()
        .column(nominee_answer::Column::LinkId)
        .into_tuple::<NomineeLinkId>()
        .all(database)
        .await?;
    let (used, answered): (BTreeSet<_>, BTreeSet<_>) =
        (used.into_iter().collect(), answered.into_iter().collect());
    Ok(used.symmetric_difference(&answered).map(|id| format!("nominee_link {id}")).collect())
}
