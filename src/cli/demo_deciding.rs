//! What became of the round before? Its decisions are made as people make them, by requests to a server of the
//! demonstration's own, with the clock held at the days of each deed.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use tokio::net::TcpListener;

use super::{
    accounts::OPERATOR, demo::SignIn, demo_meetings, demo_results, demo_reviews, terminal,
};
use crate::{
    app::App,
    awards,
    demo::{
        DemoRound, EARLIER_ROUND,
        deciding::{Site, Visitor},
    },
    http, jobs, recusals,
    shared::HeldClock,
    workers,
};

const DATA: &str = include_str!("../../rules/demo/deciding.toml");

/// So many days ago the round before was made public; what follows is counted from the end of that.
pub(super) const BEGAN: i64 = 150;

/// What people write.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Data {
    pub(super) publicity: PublicityData,
    pub(super) plan: PlanData,
    pub(super) reading: ReadingData,
    pub(super) bodies: BodiesData,
    pub(super) results: ResultsData,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicityData {
    pub(super) title: String,
    pub(super) first_review: String,
    pub(super) notice: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanData {
    pub(super) name: String,
    pub(super) change: String,
    pub(super) apply: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadingData {
    pub(super) mark: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) refused: String,
    pub(super) rating: String,
    pub(super) hint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodiesData {
    pub(super) committee: String,
    pub(super) council: String,
    pub(super) size: String,
    pub(super) place: String,
    pub(super) opinion: String,
    pub(super) dissent: String,
    pub(super) recusal: String,
    pub(super) own: String,
    pub(super) cap: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResultsData {
    pub(super) first_review: String,
    pub(super) committee: String,
    pub(super) award: String,
    pub(super) ministry: String,
    pub(super) approval: String,
    pub(super) fall: String,
    pub(super) basis: String,
    pub(super) document: String,
    pub(super) answer: String,
}

/// Whoever decides, and their clock.
pub(super) struct Stage<'a> {
    pub(super) app: &'a App,
    clock: &'a HeldClock,
    /// What the demonstration is made of.
    pub(super) round: &'a DemoRound,
    /// The day on which the demonstration is made.
    pub(super) today: DateTime<Utc>,
    pub(super) data: Data,
    site: Site,
    sign_ins: &'a [SignIn],
}

impl Stage<'_> {
    /// Lets it be this instant.
    pub(super) fn at(&self, then: DateTime<Utc>) -> DateTime<Utc> {
        self.clock.hold(then);
        then
    }

    /// Lets it be so many days ago.
    pub(super) fn days_ago(&self, days: i64) -> DateTime<Utc> {
        self.at(self.today - Duration::days(days))
    }

    /// Somebody who signs in at the present instant: a session of another day is over.
    pub(super) async fn visitor(&self, username: &str) -> anyhow::Result<Visitor> {
        let known = self.sign_ins.iter().find(|one| one.username == username);
        let known = known.with_context(|| format!("the account {username}"))?;
        self.site.sign_in(&known.username, &known.password).await
    }

    /// The user names of those who sit on bodies, the chair first and the scribe after it.
    pub(super) fn members(&self) -> Vec<&str> {
        let is_member = |one: &&SignIn| one.role == "committee_member";
        let mut names: Vec<&str> =
            self.sign_ins.iter().filter(is_member).map(|one| one.username.as_str()).collect();
        let place = |name: &&str| ["chair", "scribe"].iter().position(|duty| duty == name);
        names.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
        names
    }

    /// Does what the deeds so far have asked for.
    pub(super) async fn work_off(&self) -> anyhow::Result<()> {
        jobs::drain(self.app, &workers::Registry).await?;
        Ok(())
    }
}

/// Decides the round before.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn fill(
    app: &Arc<App>,
    clock: &HeldClock,
    (folder, round): (&Path, &DemoRound),
    sign_ins: &[SignIn],
) -> anyhow::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let site = Site::new(format!("http://{}", listener.local_addr()?));
    let service = http::router(Arc::clone(app)).into_make_service_with_connect_info::<SocketAddr>();
    let (data, today) = (toml::from_str(DATA)?, app.clock.now());
    let stage = Stage { app: app.as_ref(), clock, round, today, data, site, sign_ins };
    let done = tokio::select! {
        ended = axum::serve(listener, service).into_future() => {
            ended.map_err(anyhow::Error::from)
        }
        done = Box::pin(decide(&stage, folder)) => done,
    };
    clock.release();
    done?;
    jobs::drain(app, &workers::Registry).await?;
    // So that nothing of it waits to be looked at for conflicts.
    let earlier = awards::find_round(app.database.reader(), EARLIER_ROUND).await?;
    recusals::recheck(app, &earlier.context("the round")?, OPERATOR).await?;
    terminal::say(&format!("往届评审 / the round before: {EARLIER_ROUND}"));
    Ok(())
}

async fn decide(stage: &Stage<'_>, folder: &Path) -> anyhow::Result<()> {
    let closed = Box::pin(demo_reviews::fill(stage, folder)).await.context("reviews")?;
    let passed = Box::pin(demo_meetings::panel(stage, closed)).await.context("the panel")?;
    Box::pin(demo_results::fill(stage, passed)).await.context("results")?;
    Box::pin(demo_reviews::open(stage)).await.context("the open phase")?;
    Box::pin(demo_meetings::called(stage)).await.context("the called panel")
}
