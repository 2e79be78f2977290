//! Which winners that came by a file rest on a paper of a dossier? Their rounds were imported: papers have DOIs
//! there, rights no numbers, and people no identity numbers.

use std::collections::BTreeSet;

use entity::{
    dossier, ids::NominationId, nomination, nomination_paper, vocabulary::NominationState,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, Func},
};

use crate::nominations::checks::folded_number;

/// In front of a DOI, as files write it.
const RESOLVERS: [&str; 4] = ["", "https://doi.org/", "http://doi.org/", "doi:"];

/// A winner without a dossier here, by a number that it rests on.
pub(super) type Winner = (String, nomination::Model);

/// Whether a number, as it is compared, is a DOI.
fn is_doi(number: &str) -> bool {
    number.starts_with("10.") && number.contains('/')
}

/// The winners without a dossier that rest on one of `numbers`, as they are compared.
pub(super) async fn winners(
    database: &impl ConnectionTrait,
    numbers: &BTreeSet<&str>,
) -> Result<Vec<Winner>, DbErr> {
    let dois = numbers.iter().filter(|number| is_doi(number));
    let written: Vec<String> =
        dois.flat_map(|doi| RESOLVERS.map(|resolver| format!("{resolver}{doi}"))).collect();
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let dossiers = dossier::Entity::find().select_only().column(dossier::Column::Id).into_query();
    let awarded = nomination::Entity::find()
        .select_only()
        .column(nomination::Column::Id)
        .filter(nomination::Column::State.eq(NominationState::Awarded))
        .filter(nomination::Column::Id.not_in_subquery(dossiers))
        .into_query();
    let papers = nomination_paper::Entity::find()
        .filter(nomination_paper::Column::NominationId.in_subquery(awarded))
        .filter(Func::lower(Expr::col(nomination_paper::Column::Doi)).is_in(written))
        .all(database)
        .await?;
    if papers.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<NominationId> = papers.iter().map(|paper| paper.nomination_id).collect();
    let nominations =
        nomination::Entity::find().filter(nomination::Column::Id.is_in(ids)).all(database).await?;
    let winner = |paper: nomination_paper::Model| {
        let won = nominations.iter().find(|one| one.id == paper.nomination_id)?;
        Some((folded_number(&paper.doi?), won.clone()))
    };
    Ok(papers.into_iter().filter_map(winner).collect())
}
