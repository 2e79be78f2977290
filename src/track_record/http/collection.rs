//! What this portal knows of a round, taken into the track record: looked at first, then collected.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    collect, collected::Collection, definitions::measure_name, fact::FactRow, read,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    shared::Bilingual,
    web::{ApiError, Data, Problem},
};

/// A fact that was or would be recorded, or that is left alone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CollectedFact {
    /// Code of the society.
    society_id: String,
    /// Its name.
    society: String,
    /// Its English name.
    society_en: Option<String>,
    /// What the case is known by.
    case_ref: String,
    /// Title of the case.
    case_title: String,
    /// The measure, in both languages.
    measure: Bilingual,
    /// What stands now, if anything.
    before: Option<u32>,
    /// What the records of the portal come to.
    value: u32,
    /// Why it is left alone, if it is.
    kept_because: Option<Bilingual>,
}

/// What collecting a round does.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CollectionView {
    /// Facts that are new or corrected.
    changes: Vec<CollectedFact>,
    /// Facts that stand as they are.
    unchanged: u32,
    /// Facts that stand otherwise by a file or the answer to a dispute, and are left alone.
    kept: Vec<CollectedFact>,
}

async fn view(app: &App, found: Collection) -> Result<CollectionView, ApiError> {
    let register = read::register(app).await?;
    let of = |fact: FactRow, before, kept_because| {
        let named = read::named(&register, &fact.society_id);
        CollectedFact {
            society: named.zh,
            society_en: named.en,
            society_id: fact.society_id,
            case_ref: fact.case_ref,
            case_title: fact.case_title,
            measure: measure_name(&fact.measure).unwrap_or_default(),
            before,
            value: fact.value,
            kept_because,
        }
    };
    let changes = found.changes.into_iter();
    let kept = found.kept.into_iter();
    Ok(CollectionView {
        changes: changes
            .map(|change| of(change.fact, change.before.map(|before| before.fact.value), None))
            .collect(),
        unchanged: found.unchanged,
        kept: kept.map(|kept| of(kept.fact, None, Some(kept.why))).collect(),
    })
}

/// What collecting the facts of a round from taskbooks, disclosures and annual checks would change.
#[utoipa::path(
    get, path = "/rounds/{year}/collection", tag = "track_record",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<CollectionView>), (status = 403, body = Problem))
)]
pub(super) async fn read_collection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<CollectionView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepTrackRecord)?;
    Ok(Data { data: view(&app, collect::preview(&app, year).await?).await? })
}

/// Collects the facts of a round from taskbooks, disclosures and annual checks. Doing it again
/// changes nothing.
#[utoipa::path(
    post, path = "/rounds/{year}/collection", tag = "track_record",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<CollectionView>), (status = 403, body = Problem))
)]
pub(super) async fn collect_round(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<CollectionView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepTrackRecord)?;
    let by = reader.actor.username.clone();
    Ok(Data { data: view(&app, collect::collect(&app, &by, year).await?).await? })
}
