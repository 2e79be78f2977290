//! One phase of the load: who sends what, how often, and is everything there that was acknowledged?

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use entity::ids::DossierId;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::interval};

use crate::{
    prepare::{Stand, WRITTEN, address},
    tally::Tally,
};

/// The field that is written.
const FIELD: &str = "project.title";
/// A receipt is there before this.
const RECEIPT_WITHIN: Duration = Duration::from_secs(2);

/// What is sent, how often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    /// Between two edits of one editor.
    pub(crate) pause: Duration,
    /// Submissions in a minute.
    pub(crate) submissions: u32,
    /// Form PDFs in a second.
    pub(crate) documents: u32,
}

/// Runs a phase, prints its table, and says whether nothing failed, nothing was lost and every receipt came
/// in time.
pub(crate) async fn run(
    stand: &Stand,
    title: &str,
    (rates, length): (Rates, Duration),
    ready: &[DossierId],
) -> anyhow::Result<bool> {
    println!("\n### {title}\n");
    let (before, begun) = (stand.processor_seconds(), Instant::now());
    let mut editors = JoinSet::new();
    for (at, draft) in stand.drafts.iter().enumerate() {
        let client = stand.clerks[at % stand.clerks.len()].clone();
        let first = rates.pause.mul_f64(fraction(at, stand.drafts.len()));
        editors.spawn(edit(client, *draft, (first, rates.pause, begun + length)));
    }
    let sending = submit_all(stand.head.clone(), ready.to_vec(), rates.submissions);
    let written = stand.drafts.iter().take(WRITTEN).copied().collect();
    let asking = print_all(stand.clerks[0].clone(), written, (rates.documents, length));
    let (mut submitted, mut printed) = tokio::join!(sending, asking);
    let mut saved = Tally::default();
    let mut kept = Vec::new();
    while let Some(editor) = editors.join_next().await {
        let editor = editor?;
        saved.join(editor.tally);
        kept.push((editor.draft, editor.acknowledged));
    }
    let took = begun.elapsed();
    let worked = stand.processor_seconds().zip(before).map(|(after, before)| after - before);
    println!("| request | sent | a second | p50 ms | p95 | p99 | longest | failed |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    saved.print("save a field", length);
    submitted.print("submit", length);
    if rates.documents > 0 {
        printed.print("form as PDF", length);
    }
    let missing = count_lost(&stand.clerks[0], &kept).await?;
    println!("\nacknowledged edits that are not there: {missing}");
    if let Some(worked) = worked {
        println!("processors of the server: {:.2}", worked / took.as_secs_f64());
    }
    let is_in_time = submitted.longest() <= RECEIPT_WITHIN;
    let failed = saved.failures() + submitted.failures() + printed.failures();
    Ok(missing == 0 && is_in_time && failed == 0)
}

#[expect(clippy::cast_precision_loss, reason = "a place among a thousand")]
pub(crate) fn fraction(at: usize, of: usize) -> f64 {
    at as f64 / of as f64
}

pub(crate) struct Editor {
    draft: DossierId,
    /// What came of it.
    pub(crate) tally: Tally,
    /// What was acknowledged, in order.
    acknowledged: Vec<String>,
}

/// Sends and tells how long it took, with the answer's body.
async fn timed(request: RequestBuilder) -> (Duration, Result<Value, String>) {
    let begun = Instant::now();
    let answered = async {
        let answer = request.header("x-laurel-request", "1").send().await;
        let answer = answer.map_err(|error| error.without_url().to_string())?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(|error| error.without_url().to_string())?;
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if status.is_success() { Ok(body) } else { Err(format!("{status} {}", body["code"])) }
    };
    let outcome = answered.await;
    (begun.elapsed(), outcome)
}

/// One person who writes until the end.
pub(crate) async fn edit(
    client: Client,
    draft: DossierId,
    (first, pause, until): (Duration, Duration, Instant),
) -> Editor {
    let mut editor = Editor { draft, tally: Tally::default(), acknowledged: Vec::new() };
    tokio::time::sleep(first).await;
    let mut ticks = interval(pause);
    // Whoever had to wait does not type twice as fast afterwards.
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut seen = i64::MAX;
    // A key of its own for each phase: under an old one the old answer would come back, and nothing be
    // written.
    let intent = laurel::shared::random_token(12);
    for count in 0_u32.. {
        ticks.tick().await;
        if Instant::now() >= until {
            break;
        }
        let text = format!("{}{intent}第{count}次修改", "某类材料的界面调控机理".repeat(4));
        let edit = json!({ "address": FIELD, "value": text, "seen": seen });
        let request = client
            .patch(address(&format!("/dossiers/{draft}")))
            .header("idempotency-key", format!("{intent}-{count}"))
            .json(&json!({ "edits": [edit] }));
        let (took, outcome) = timed(request).await;
        let outcome = outcome.and_then(|body| {
            let saved = body["data"]["saved"][FIELD].as_i64();
            saved.ok_or_else(|| "answered, but not saved".to_owned())
        });
        if let Ok(version) = &outcome {
            seen = *version;
            editor.acknowledged.push(text);
        }
        editor.tally.add(took, outcome.map(drop));
    }
    editor
}

/// Submits dossier after dossier, so many in a minute, without waiting for the answers.
async fn submit_all(head: Client, ready: Vec<DossierId>, per_minute: u32) -> Tally {
    let mut ticks = interval(Duration::from_mins(1) / per_minute);
    let mut under_way = JoinSet::new();
    for id in ready {
        ticks.tick().await;
        let head = head.clone();
        under_way.spawn(async move {
            let path = format!("/dossiers/{id}");
            let (_, read) = timed(head.get(address(&path))).await;
            let version = read?["data"]["version"].as_i64().unwrap_or_default();
            let request = head
                .post(address(&format!("{path}/submissions")))
                .header("if-match", format!("\"{version}\""))
                .header("idempotency-key", format!("submit-{id}"));
            Ok::<_, String>(timed(request).await)
        });
    }
    gathered(under_way).await
}

/// How long an answer took, and what it was; or why it was never asked for.
type Timed = Result<(Duration, Result<Value, String>), String>;

async fn gathered(mut under_way: JoinSet<Timed>) -> Tally {
    let mut tally = Tally::default();
    while let Some(done) = under_way.join_next().await {
        match done {
            Ok(Ok((took, outcome))) => tally.add(took, outcome.map(drop)),
            Ok(Err(what)) => tally.add(Duration::ZERO, Err(format!("not read: {what}"))),
            Err(error) => tally.add(Duration::ZERO, Err(error.to_string())),
        }
    }
    tally
}

/// Asks for the form of dossier after dossier as a PDF, so many in a second: each was changed since it was
/// asked for last, so that none is taken from those that are kept.
async fn print_all(
    client: Client,
    drafts: Vec<DossierId>,
    (per_second, length): (u32, Duration),
) -> Tally {
    if per_second == 0 {
        return Tally::default();
    }
    let drafts = Arc::new(drafts);
    let mut ticks = interval(Duration::from_secs(1) / per_second);
    let mut under_way = JoinSet::new();
    let count = u64::from(per_second) * length.as_secs();
    for at in 0..usize::try_from(count).unwrap_or(usize::MAX) {
        ticks.tick().await;
        let (client, drafts) = (client.clone(), Arc::clone(&drafts));
        under_way.spawn(async move {
            let path = format!("/dossiers/{}/form.pdf", drafts[at % drafts.len()]);
            Ok::<_, String>(timed(client.get(address(&path))).await)
        });
    }
    gathered(under_way).await
}

/// How many acknowledged edits the history of their draft does not hold, in their order.
async fn count_lost(
    client: &Client,
    acknowledged: &[(DossierId, Vec<String>)],
) -> anyhow::Result<usize> {
    let mut lost = 0;
    for (draft, texts) in acknowledged {
        let (_, read) = timed(client.get(address(&format!("/dossiers/{draft}/changes")))).await;
        let read = read.map_err(anyhow::Error::msg)?;
        let newest_first = read["data"].as_array().map_or(&[][..], Vec::as_slice);
        // One that was sent and not acknowledged may stand between them.
        let mut kept = newest_first.iter().rev().filter_map(|change| change["after"].as_str());
        lost += texts.iter().filter(|text| !kept.any(|one| one == text.as_str())).count();
    }
    Ok(lost)
}
