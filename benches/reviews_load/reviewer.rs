//! What does a reviewer do? He fills in one sheet after the other, keeps each several times, submits it, and opens it
//! again when he comes round to it.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use laurel::{
    demo::deciding::{self, Site, Visitor, text_of, version_of},
    shared::random_token,
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval};

use crate::tally::Tally;

/// Steps with a sheet: each but the last keeps it, the last submits it.
const STEPS: u32 = 8;
/// Points of the first step with a sheet, and how many each further one adds.
const LEVEL: u32 = 60;
const ADDED: u32 = 4;

/// How reviewers work in a phase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Between two steps of one of them.
    pub(crate) pause: Duration,
    /// How long it lasts.
    pub(crate) length: Duration,
    /// Whether all of them take their steps at the same instants.
    pub(crate) is_at_once: bool,
}

/// What came of the steps of one reviewer.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// Saves.
    pub(crate) saved: Tally,
    /// Submissions and their taking back.
    pub(crate) moved: Tally,
}

/// A sheet as it was acknowledged last.
#[derive(Debug)]
struct Sheet {
    id: String,
    version: i64,
    /// The reason that it gives; none before it is first kept.
    text: Option<String>,
    is_submitted: bool,
}

/// Somebody with sheets of his own.
#[derive(Debug)]
pub(crate) struct Reviewer {
    visitor: Visitor,
    criteria: Vec<Value>,
    /// The criterion whose reason tells one save from the other.
    told: String,
    sheets: Vec<Sheet>,
    /// Steps that he has taken.
    steps: u32,
}

impl Reviewer {
    /// Signs in and reads what there is to do.
    pub(crate) async fn sit_down(site: &Site, sign_in: &Value) -> anyhow::Result<Self> {
        let name = text_of(sign_in, "username")?;
        let visitor = site.sign_in(name, text_of(sign_in, "password")?).await?;
        let queue = visitor.read("/my-sheets").await?;
        let criteria = queue["phases"][0]["criteria"].as_array().context("a phase")?.clone();
        let told = criteria.iter().find(|one| one["kind"] == "points").context("a criterion")?;
        let told = text_of(told, "code")?.to_owned();
        let mut sheets = Vec::new();
        for row in queue["rows"].as_array().into_iter().flatten() {
            sheets.push(Sheet {
                id: text_of(row, "id")?.to_owned(),
                version: version_of(row)?,
                text: None,
                is_submitted: row["state"] == "submitted",
            });
        }
        ensure!(!sheets.is_empty(), "{name} has no sheets");
        Ok(Self { visitor, criteria, told, sheets, steps: 0 })
    }

    /// Works until the end of a phase, from `first` after its beginning.
    pub(crate) async fn work(
        mut self,
        first: Duration,
        pace: Pace,
        begun: Instant,
    ) -> (Self, Work) {
        let mut work = Work::default();
        tokio::time::sleep(first).await;
        let mut ticks = interval(pace.pause);
        // Whoever had to wait does not type twice as fast afterwards.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Steps of one phase are told from those of another.
        let intent = random_token(12);
        loop {
            ticks.tick().await;
            if begun.elapsed() >= pace.length {
                return (self, work);
            }
            self.step(&intent, &mut work).await;
        }
    }

    /// Keeps a sheet, submits it or opens it again.
    async fn step(&mut self, intent: &str, work: &mut Work) {
        let (turn, step) = (self.steps / STEPS, self.steps % STEPS);
        self.steps += 1;
        let place = usize::try_from(turn).unwrap_or_default() % self.sheets.len();
        let sheet = &mut self.sheets[place];
        let path = format!("/my-reviews/{}/sheet", sheet.id);
        let seen = format!("\"{}\"", sheet.version);
        let request = |method, path: &str, body: &Value| {
            self.visitor.request(method, path).header("if-match", &seen).json(body)
        };
        if sheet.is_submitted || step + 1 == STEPS {
            let what = if sheet.is_submitted { "reopen" } else { "submit" };
            let request = request(Method::POST, &format!("{path}/{what}"), &json!({}));
            let (took, outcome) = timed(&self.visitor, request).await;
            if let Ok(version) = outcome {
                sheet.version = version;
                sheet.is_submitted = !sheet.is_submitted;
            }
            work.moved.add(took, outcome.map(drop));
            return;
        }
        let reason = "材料对主要结论给出了证明，与同类成果的比较较为充分。".repeat(3);
        let text = format!("{reason}{intent}-{}", self.steps);
        let mut body = deciding::sheet(&self.criteria, LEVEL + ADDED * step);
        body["comments"][self.told.as_str()] = json!(text);
        let request = request(Method::PUT, &path, &body);
        let (took, outcome) = timed(&self.visitor, request).await;
        if let Ok(version) = outcome {
            sheet.version = version;
            sheet.text = Some(text);
        }
        work.saved.add(took, outcome.map(drop));
    }

    /// How many of his sheets do not stand as they were acknowledged last.
    pub(crate) async fn count_lost(&self) -> anyhow::Result<usize> {
        let queue = self.visitor.read("/my-sheets").await?;
        let rows = queue["rows"].as_array().context("the sheets")?;
        let stands = |sheet: &&Sheet| rows.iter().any(|row| sheet.stands(row, &self.told));
        Ok(self.sheets.len() - self.sheets.iter().filter(stands).count())
    }
}

impl Sheet {
    /// Whether this is its row, as it was acknowledged last.
    fn stands(&self, row: &Value, told: &str) -> bool {
        let is_said = |text: &str| row["comments"][told] == text;
        row["id"] == self.id.as_str()
            && row["version"] == self.version
            && (row["state"] == "submitted") == self.is_submitted
            && self.text.as_deref().is_none_or(is_said)
    }
}

/// Sends and tells how long it took, with the version that stands then.
async fn timed(visitor: &Visitor, request: RequestBuilder) -> (Duration, Result<i64, String>) {
    let begun = Instant::now();
    let answer = visitor.ask(request).await;
    let took = begun.elapsed();
    let version = match answer {
        Err(error) => Err(error.to_string()),
        Ok(reply) if reply.status != 200 => Err(format!("{} {}", reply.status, reply.body["code"])),
        Ok(reply) => {
            let version = reply.body["data"]["version"].as_i64();
            version.ok_or_else(|| "answered, but without a version".to_owned())
        }
    };
    (took, version)
}
