//! How many public pages does everybody get in a second while people save, and do the saves suffer?

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use reqwest::Client;
use serde_json::Value;
use tokio::{task::JoinSet, time::interval};

use crate::{
    phase::{edit, fraction},
    prepare::{Stand, site},
    tally::Tally,
};

/// Connections that read.
const READERS: u32 = 64;
/// Pages in a second that must be reached.
const WANTED: u32 = 2_000;

/// Lets everybody read, first 2,000 pages a second, then as fast as they come; prints both tables, and says
/// whether nothing failed and the pages asked for came in time.
pub(crate) async fn run(
    stand: &Stand,
    (pause, length): (Duration, Duration),
) -> anyhow::Result<bool> {
    let client = Client::new();
    let paths = Arc::new(paths(&client).await?);
    println!("\n{} public pages and files", paths.len());
    let mut is_whole = true;
    for (title, per_second) in [
        (
            format!("{WANTED} public pages a second, while {} people save", stand.drafts.len()),
            Some(WANTED),
        ),
        ("public pages as fast as they come, while they save".to_owned(), None),
    ] {
        println!("\n### {title}\n");
        let (before, begun) = (stand.processor_seconds(), Instant::now());
        let until = begun + length;
        let mut editors = JoinSet::new();
        for (at, draft) in stand.drafts.iter().enumerate() {
            let clerk = stand.clerks[at % stand.clerks.len()].clone();
            let first = pause.mul_f64(fraction(at, stand.drafts.len()));
            editors.spawn(edit(clerk, *draft, (first, pause, until)));
        }
        let mut readers = JoinSet::new();
        for at in 0..READERS {
            let paths = Arc::clone(&paths);
            readers.spawn(read(client.clone(), paths, (at, per_second), until));
        }
        let (mut saved, mut pages) = (Tally::default(), Tally::default());
        while let Some(reader) = readers.join_next().await {
            pages.join(reader?);
        }
        let took = begun.elapsed();
        while let Some(editor) = editors.join_next().await {
            saved.join(editor?.tally);
        }
        let worked = stand.processor_seconds().zip(before).map(|(after, before)| after - before);
        println!("| request | sent | a second | p50 ms | p95 | p99 | longest | failed |");
        println!("|---|---:|---:|---:|---:|---:|---:|---:|");
        pages.print("public page", length);
        saved.print("save a field", length);
        if let Some(worked) = worked {
            println!("\nprocessors of the server: {:.2}", worked / took.as_secs_f64());
        }
        // One that is sent late is late to all that follow: a hundredth is left to the clock.
        let wanted = u64::from(WANTED) * length.as_secs() * 99 / 100;
        let is_reached = u64::try_from(pages.count())? >= wanted;
        is_whole &= pages.failures() + saved.failures() == 0 && is_reached;
    }
    Ok(is_whole)
}

/// The addresses that are read: the home page, the list with its files, and every entry.
async fn paths(client: &Client) -> anyhow::Result<Vec<String>> {
    let home = client.get(site("/public")).send().await?.error_for_status()?.text().await?;
    let address = home
        .split('"')
        .find(|part| part.starts_with("/public/publicities/"))
        .context("nothing is in publicity")?
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned();
    let list: Value = client
        .get(site(&format!("{address}.json")))
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    let entries = list["entries"].as_array().map_or(&[][..], Vec::as_slice);
    ensure!(!entries.is_empty(), "the publicity shows nothing");
    let mut paths = vec!["/public".to_owned(), address.clone(), format!("{address}?lang=en")];
    paths.extend(entries.iter().filter_map(|one| one["address"].as_str().map(str::to_owned)));
    Ok(paths)
}

/// One connection that reads until the end, so many times a second in all or as fast as it can.
async fn read(
    client: Client,
    paths: Arc<Vec<String>>,
    (at, per_second): (u32, Option<u32>),
    until: Instant,
) -> Tally {
    let mut tally = Tally::default();
    let mut ticks = per_second.map(|all| interval(Duration::from_secs(1) * READERS / all));
    for count in 0_usize.. {
        if let Some(ticks) = &mut ticks {
            ticks.tick().await;
        }
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let place = (usize::try_from(at).unwrap_or(0) * 7919 + count * 31) % paths.len();
        let request = client.get(site(&paths[place])).header("accept-encoding", "gzip");
        let outcome = async {
            let answer = request.send().await.map_err(|error| error.without_url().to_string())?;
            let status = answer.status();
            answer.bytes().await.map_err(|error| error.without_url().to_string())?;
            if status.is_success() { Ok(()) } else { Err(status.to_string()) }
        };
        let outcome = outcome.await;
        tally.add(begun.elapsed(), outcome);
    }
    tally
}
