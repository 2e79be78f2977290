//! The routes of voting.

mod bodies;
mod office;
mod slips;
mod voters;

use std::sync::Arc;

use entity::ids::BallotId;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use super::{read, views::BallotView};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::MeetingError,
    web::{ApiError, Tagged},
};

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(office::routes()).merge(slips::routes()).merge(voters::routes())
}

/// A ballot after a deed; where somebody else was first, the refusal carries what stands now.
async fn shown(
    app: &App,
    reader: &Reader,
    (id, done): (BallotId, Result<(), MeetingError>),
) -> Result<Tagged<BallotView>, ApiError> {
    let now = || async move {
        let data = read::ballot(app, &reader.actor, id).await?;
        Ok::<_, ApiError>(Tagged::new(data.version, data))
    };
    Tagged::after(done, now).await
}

/// A ballot that was made, or was made before by the same request.
async fn made(
    app: &App,
    reader: &Reader,
    (outcome, key): (Result<BallotId, MeetingError>, &idempotency::Key),
) -> Result<Tagged<BallotView>, ApiError> {
    let id = match outcome {
        Ok(id) => id,
        Err(MeetingError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    let data = read::ballot(app, &reader.actor, id).await?;
    Ok(Tagged::created(data.version, data))
}

/// What was done once, whether by this request or by the same one before.
async fn once(
    app: &App,
    (outcome, key): (Result<(), MeetingError>, &idempotency::Key),
) -> Result<(), ApiError> {
    match outcome {
        Err(MeetingError::Repeated) => {
            idempotency::recall(app.database.reader(), key).await?;
            Ok(())
        }
        other => Ok(other?),
    }
}
