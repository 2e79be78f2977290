//! A society's record and the cases behind it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    super::{
        read::{self, Behind},
        views::{CasesView, RecordView},
    },
    permit_on,
};
use crate::{
    app::App,
    authz::{Action, Reader},
    web::{ApiError, Data, Problem, bad_parameter},
};

/// The track record of a society: its indicators by round with what stands behind them, its disputes
/// and integrity events.
#[utoipa::path(
    get, path = "/societies/{code}/record", tag = "track_record",
    params(("code" = String, Path, description = "code of the society")),
    responses(
        (status = 200, body = Data<RecordView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
pub(super) async fn read_record(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Data<RecordView>, ApiError> {
    permit_on(&reader, Action::ReadTrackRecord, &code)?;
    let audience = read::audience(&app, &reader);
    Ok(Data { data: read::record(&app, &audience, &code).await? })
}

/// Which cases are asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CasesParameters {
    /// Year of the round.
    round: i32,
    /// The indicator, such as `I05`.
    indicator: Option<String>,
    /// Or the measure, such as `accepted`.
    measure: Option<String>,
}

/// The cases behind an indicator or a measure of a round, each with its facts and their revisions.
#[utoipa::path(
    get, path = "/societies/{code}/record/facts", tag = "track_record",
    params(("code" = String, Path, description = "code of the society"), CasesParameters),
    responses(
        (status = 200, body = Data<CasesView>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
pub(super) async fn list_record_facts(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    Query(asked): Query<CasesParameters>,
) -> Result<Data<CasesView>, ApiError> {
    permit_on(&reader, Action::ReadTrackRecord, &code)?;
    let behind = match (asked.indicator, asked.measure) {
        (Some(indicator), None) => Behind::Indicator(indicator),
        (None, Some(measure)) => Behind::Measure(measure),
        _ => return Err(bad_parameter("indicator / measure", "one of the two")),
    };
    let audience = read::audience(&app, &reader);
    let cases = read::cases(&app, &audience, (&code, asked.round), &behind).await?;
    Ok(Data { data: cases })
}
