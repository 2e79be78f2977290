//! How are examinations put together for those who examine and those who watch?

use entity::ids::ExaminationId;

use super::{
    batch::typed_from,
    errors::ExaminationError,
    store::{self, Queue},
    verdict::is_asked,
    views::{
        BatchView, CorrectionView, ExaminationDetail, ExaminationFacets, ExaminationRow, Parts,
    },
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, identity,
    nominations::{CheckRule, changed_since, check_book_of, find_dossier, place, unlocked_fields},
    persistence::ReadTx,
};

/// A page of the queue of a round.
///
/// # Errors
/// The role, the records failing.
pub(super) async fn queue(
    app: &App,
    actor: &Actor,
    wanted: &Queue,
) -> Result<(Vec<ExaminationRow>, u64, ExaminationFacets), ExaminationError> {
    permit(actor, Action::ReadExaminations)?;
    let tx = app.database.begin_read().await?;
    let (rows, total, counts) = store::queue(&*tx, wanted).await?;
    let openable = store::openable(&*tx, wanted.round).await?.len();
    let facets = ExaminationFacets {
        standings: counts
            .into_iter()
            .map(|(standing, count)| (standing.as_str().to_owned(), count))
            .collect(),
        openable: u64::try_from(openable).unwrap_or(u64::MAX),
        typed_from: typed_from()?,
    };
    Ok((rows.into_iter().map(Into::into).collect(), total, facets))
}

/// One examination with everything that was found and said.
///
/// # Errors
/// The role, no such examination, the records failing.
pub(super) async fn detail(
    app: &App,
    actor: &Actor,
    id: ExaminationId,
) -> Result<ExaminationDetail, ExaminationError> {
    permit(actor, Action::ReadExaminations)?;
    let tx = app.database.begin_read().await?;
    let one = store::find(&*tx, id).await?.ok_or(ExaminationError::NotFound)?;
    let place = place(&tx, one.nomination).await?.ok_or(ExaminationError::NotFound)?;
    let rounds = awards::list_rounds(&*tx).await?;
    let table = awards::timetable(&*tx, one.round).await?;
    let book = check_book_of(&*tx, one.round).await?;
    let asked = |rule: &&CheckRule| is_asked(rule, &place.category);
    let parts = Parts {
        round: rounds.iter().find(|round| round.id == one.round).map_or(0, |round| round.year),
        given: store::verdicts_of(&*tx, (one.id, one.attempt)).await?,
        rules: book.rules().iter().filter(asked).collect(),
        correction: correction(app, &tx, id, one.nomination.0.into()).await?,
        correction_days: table.map_or(0, |table| table.correction_days),
        examiner: permit(actor, Action::Examine).is_ok().then(|| actor.username.clone()),
        place,
    };
    let mut detail = ExaminationDetail::of(one, parts);
    let actors = detail.actors();
    detail.names = identity::display_names(&*tx, actors.iter().map(String::as_str)).await?;
    Ok(detail)
}

/// Numbers of the rules of which nobody has said anything yet.
///
/// # Errors
/// The role, no such examination, the records failing.
pub async fn rules_to_judge(
    app: &App,
    actor: &Actor,
    id: ExaminationId,
) -> Result<Vec<String>, ExaminationError> {
    let detail = detail(app, actor, id).await?;
    let open = detail.items.into_iter().filter(|item| item.verdicts.is_empty());
    Ok(open.map(|item| item.rule).collect())
}

async fn correction(
    app: &App,
    tx: &ReadTx,
    id: ExaminationId,
    dossier: entity::ids::DossierId,
) -> Result<Option<CorrectionView>, ExaminationError> {
    let Some(one) = store::correction_of(&**tx, id).await? else { return Ok(None) };
    let known = find_dossier(&**tx, dossier).await?.ok_or(ExaminationError::NotFound)?;
    // What is being written is the society's own until it hands it in.
    let changes = match one.after_version {
        Some(last) => {
            let all = changed_since(app, &**tx, (&known, one.before_version)).await?;
            all.into_iter().filter(|change| change.version <= last).collect()
        }
        None => Vec::new(),
    };
    let unlocked = unlocked_fields(app, &**tx, dossier).await?;
    Ok(Some(CorrectionView::of(one, unlocked, changes)))
}

/// The newest batches of a round.
///
/// # Errors
/// The role, no such round, the records failing.
pub(super) async fn batches(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<BatchView>, ExaminationError> {
    permit(actor, Action::ReadExaminations)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ExaminationError::NotFound)?;
    let batches = store::batches_of(&*tx, round.id).await?;
    Ok(batches.into_iter().map(Into::into).collect())
}
