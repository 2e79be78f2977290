//! Which job does which work? Every kind of job, in one place.

use crate::{
    app::App,
    assignments,
    examination::{self, similarity},
    experts, http, idempotency,
    jobs::{Claimed, Handler},
    matching, nominations, notices, notifications, recusals,
    results::bundle,
    reviews::{self, aggregate},
    search::{Document, FOLLOW},
};

/// Works every kind of job off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Registry;

#[async_trait::async_trait]
impl Handler for Registry {
    async fn handle(&self, app: &App, job: &Claimed) -> Result<(), String> {
        match job.kind.as_str() {
            matching::run::JOB => {
                matching::run::handle_job(app, job).await.map_err(|error| error.to_string())
            }
            FOLLOW => {
                let kind = job.payload.get("kind").and_then(serde_json::Value::as_str);
                follow(app, kind.unwrap_or_default()).await
            }
            similarity::JOB => {
                similarity::handle_job(app, job).await.map_err(|error| error.to_string())
            }
            aggregate::JOB => {
                aggregate::handle_job(app, job).await.map_err(|error| error.to_string())
            }
            bundle::JOB => bundle::handle_job(app, job).await.map_err(|error| error.to_string()),
            http::COLLECT => http::collect(app, job).await.map_err(|error| error.to_string()),
            other => Err(format!("no worker for jobs of the kind {other}")),
        }
    }

    async fn tick(&self, app: &App) -> Result<(), String> {
        // What the one failing keeps from being done must not keep the others.
        let done = [
            examination::sweep(app).await.map_err(|error| error.to_string()),
            notices::clock::sweep(app).await.map(|_| ()).map_err(|error| error.to_string()),
            notices::objections::sweep(app).await.map(|_| ()).map_err(|error| error.to_string()),
            nominations::process::remind_of_closing(app)
                .await
                .map(|_| ())
                .map_err(|error| error.to_string()),
            reviews::sweep(app).await.map(|_| ()).map_err(|error| error.to_string()),
            assignments::sweep(app).await.map(|_| ()).map_err(|error| error.to_string()),
            http::write_refusals_down(app).await.map_err(|error| error.to_string()),
            notifications::sweep(app).await.map(|_| ()).map_err(|error| error.to_string()),
            recusals::sweep(app).await.map_err(|error| error.to_string()),
            idempotency::sweep(app).await.map(|_| ()).map_err(|error| error.to_string()),
        ];
        done.into_iter().collect()
    }
}

/// Every document of one kind, from the records.
async fn documents(app: &App, kind: &str) -> Result<Vec<Document>, sea_orm::DbErr> {
    let database = app.database.reader();
    match kind {
        "expert" => experts::expert_documents(database).await,
        "nomination" => nominations::nomination_documents(database).await,
        other => Err(sea_orm::DbErr::Custom(format!("no documents of the kind {other}"))),
    }
}

async fn follow(app: &App, kind: &str) -> Result<(), String> {
    let documents = documents(app, kind).await.map_err(|error| error.to_string())?;
    tokio::task::block_in_place(|| app.search.replace_kind(kind, &documents))
        .map_err(|error| error.to_string())?;
    if kind == "nomination" {
        similarity::keep_up(app).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Builds the search index anew from the records and returns how many things it holds.
///
/// # Errors
/// The records or the index failing.
pub async fn rebuild_index(app: &App) -> anyhow::Result<usize> {
    let mut all = documents(app, "expert").await?;
    all.extend(documents(app, "nomination").await?);
    let stamp = app.clock.now().format("%Y%m%d%H%M%S%6f").to_string();
    tokio::task::block_in_place(|| app.search.rebuild(&stamp, &all))?;
    // Derived from the records as the index is.
    similarity::keep_up(app).await?;
    Ok(all.len())
}
