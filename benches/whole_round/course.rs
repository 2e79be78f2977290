//! Who decides a whole round, and by which clock? People at a server whose clock is turned; how long each step took is
//! kept.

use std::{collections::BTreeMap, future::Future, time::Duration, time::Instant};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use laurel::demo::deciding::{Site, Visitor};
use serde_json::Value;

/// The year of the round.
pub(crate) const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// The categories that have a remote review.
pub(crate) const CATEGORIES: [&str; 3] = ["NAT", "INV", "PRO"];

/// So many requests are under way at once.
pub(crate) const AT_ONCE: usize = 8;

/// So often something is looked for that the server brings about by itself.
const MOST_LOOKS: usize = 1_200;

/// What only whoever runs the server can do.
pub(crate) trait World {
    /// Lets it be this instant.
    async fn turn_to(&self, instant: DateTime<Utc>) -> anyhow::Result<()>;
    /// Gives the server time for what is due.
    async fn settle(&self) -> anyhow::Result<()>;
    /// Checks a bundle by the program alone.
    async fn verify(&self, bundle: &[u8]) -> anyhow::Result<()>;
}

/// How large things are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Fewest and most nominations of a panel.
    pub(crate) panel: (u32, u32),
    /// Seats of a panel, a committee and the council.
    pub(crate) seats: [usize; 3],
    /// Of a hundred lines of a ballot so many pass a panel, and a committee.
    pub(crate) passes: [usize; 2],
}

/// A step of the way with what it took.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) what: &'static str,
    /// How many of what it is about.
    pub(crate) count: usize,
    pub(crate) took: Duration,
    /// How long each answer took.
    pub(crate) answers: Vec<Duration>,
}

/// A round on its way.
pub(crate) struct Course<W> {
    pub(crate) world: W,
    pub(crate) site: Site,
    /// Passwords by user name.
    pub(crate) passwords: BTreeMap<String, String>,
    pub(crate) extent: Extent,
}

impl<W: World> Course<W> {
    /// Somebody who signs in now.
    pub(crate) async fn visitor(&self, username: &str) -> anyhow::Result<Visitor> {
        let password = self.passwords.get(username);
        let password = password.with_context(|| format!("the password of {username}"))?;
        self.site.sign_in(username, password).await
    }

    /// The present by the server's clock.
    pub(crate) async fn now(&self, visitor: &Visitor) -> anyhow::Result<DateTime<Utc>> {
        let table = visitor.read(&format!("/rounds/{YEAR}/timetable")).await?;
        Ok(table["now"].as_str().context("the present")?.parse()?)
    }

    /// How many nominations stand in these states.
    pub(crate) async fn standing(&self, visitor: &Visitor, states: &[&str]) -> anyhow::Result<u64> {
        let overview = visitor.read(&format!("/rounds/{YEAR}")).await?;
        let rows = overview["by_state"].as_array().map_or(&[][..], Vec::as_slice);
        let counted = |row: &&Value| row["state"].as_str().is_some_and(|one| states.contains(&one));
        Ok(rows.iter().filter(counted).filter_map(|row| row["count"].as_u64()).sum())
    }

    /// Waits until nobody stands in these states any more.
    pub(crate) async fn until_gone(
        &self,
        visitor: &Visitor,
        states: &[&str],
    ) -> anyhow::Result<()> {
        for _ in 0..MOST_LOOKS {
            self.world.settle().await?;
            if self.standing(visitor, states).await? == 0 {
                return Ok(());
            }
        }
        bail!("somebody still stands in {states:?}")
    }

    /// Waits until an address answers with something that is wanted.
    pub(crate) async fn until(
        &self,
        visitor: &Visitor,
        path: &str,
        is_there: fn(&Value) -> bool,
    ) -> anyhow::Result<()> {
        for _ in 0..MOST_LOOKS {
            self.world.settle().await?;
            let request = visitor.request(reqwest::Method::GET, path);
            let reply = visitor.ask(request).await?;
            if reply.status == 200 && is_there(&reply.body) {
                return Ok(());
            }
        }
        bail!("{path} never came to what was waited for")
    }

    /// Takes a step, and keeps what it took.
    pub(crate) async fn step(
        &self,
        lines: &mut Vec<Line>,
        what: &'static str,
        work: impl Future<Output = anyhow::Result<usize>>,
    ) -> anyhow::Result<usize> {
        let begun = Instant::now();
        self.site.take_times();
        let count = work.await.context(what)?;
        let (took, answers) = (begun.elapsed(), self.site.take_times());
        lines.push(Line { what, count, took, answers });
        Ok(count)
    }
}
