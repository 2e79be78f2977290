//! `fifty_pages`: how long does the nomination form of a dossier of fifty pages take, as PDF? `cargo xtask bench pdf`
//! builds and calls it.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use laurel::nominations::{
    Address, Content, Value, forms,
    outputs::{Cover, form_pdf},
};

/// What is demanded: so many pages at the least, made within this.
const PAGES: usize = 50;
const LIMIT: Duration = Duration::from_secs(2);
/// How often it is made; the slowest counts.
const RUNS: usize = 5;
/// Takes two lines of a page, which has 37.
const PARAGRAPH: &str =
    "本项目研究界面空位的产生、聚集和湮灭（含活性元素的作用），结果见《示范学报》。\n";

fn main() -> Result<ExitCode> {
    let form = forms::find("nat-1").context("the form nat-1 is not shipped")?;
    let text = Value::Text(PARAGRAPH.repeat(1_000));
    let content = Content([(Address::field("summary", "text"), text)].into());
    let cover = Cover {
        number: "2027-D-B-12-01".to_owned(),
        year: 2027,
        version: 12,
        nominator: "示范材料学会".to_owned(),
        digest: "3f".repeat(32),
        submitted_at: Some(chrono::DateTime::UNIX_EPOCH),
        ..Cover::default()
    };
    let mut slowest = Duration::ZERO;
    let mut bytes = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        bytes = form_pdf(form, &content, &cover)?;
        slowest = slowest.max(started.elapsed());
    }
    let pages = lopdf::Document::load_mem(&bytes)?.get_pages().len();
    println!("| pages | bytes | slowest of {RUNS} | demanded |");
    println!("|---|---|---|---|");
    println!("| {pages} | {} | {:.3} s | {LIMIT:?} |", bytes.len(), slowest.as_secs_f64());
    let holds = pages >= PAGES && slowest <= LIMIT;
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
