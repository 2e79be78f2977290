//! How are jobs worked off?

use std::{future::Future, sync::Arc, time::Duration};

use sea_orm::DbErr;
use tokio::sync::Notify;

use super::queue::{self, Claimed};
use crate::app::App;

/// Wakes the runner when a job has been put into the queue.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// There is work.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// Knows how to work every kind of job off.
#[async_trait::async_trait]
pub trait Handler: Send + Sync {
    /// Works `job` off; the error is kept with the job.
    async fn handle(&self, app: &App, job: &Claimed) -> Result<(), String>;

    /// Does what the clock has made due. Done twice, or by two processes, it changes nothing more.
    async fn tick(&self, app: &App) -> Result<(), String>;
}

/// Works off what is due, and returns how many jobs were taken.
pub async fn drain(app: &App, handler: &dyn Handler) -> Result<u32, DbErr> {
    let mut taken = 0;
    while let Some(job) = queue::claim(app.database.reader(), app.clock.now()).await? {
        taken += 1;
        let outcome = handler.handle(app, &job).await;
        let now = app.clock.now();
        match outcome {
            Ok(()) => queue::finish(app.database.reader(), job.id, now).await?,
            Err(error) => {
                tracing::error!(job.kind, job.id = %job.id, job.attempts, error, "a job failed");
                queue::fail(app.database.reader(), &job, now, &error).await?;
            }
        }
    }
    Ok(taken)
}

/// Works jobs off as they come, until `stop` is ready; a job under way is finished first.
pub async fn run_until(app: Arc<App>, handler: Arc<dyn Handler>, stop: impl Future<Output = ()>) {
    /// Jobs that another process enqueued, or that wait for their pause, are found this late.
    const LOOK_AGAIN: Duration = Duration::from_secs(2);
    tokio::pin!(stop);
    loop {
        work(&app, handler.as_ref()).await;
        tokio::select! {
            () = &mut stop => return,
            () = app.wake.0.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// Works off what is due, and does what the clock has made due; what fails is tried again later.
async fn work(app: &App, handler: &dyn Handler) {
    let drained = drain(app, handler).await.map_err(|error| error.to_string());
    let ticked = handler.tick(app).await;
    for error in [drained.map(|_| ()), ticked].into_iter().filter_map(Result::err) {
        tracing::error!(error, "work that is due cannot be done");
    }
}
