//! How well does the quota engine see the truth behind seeded histories, and how fast is it? Tables for
//! `docs/engines/quota-study.md`, plots beside it.

mod plots;
mod tables;

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::run as run_program;
use crate::workspace::Workspace;

const START: &str = "<!-- figures: written by `cargo xtask bench quota-study` -->\n";
const END: &str = "<!-- end of figures -->\n";

/// The longest that 5,000 societies over 10 rounds may take, in seconds: one decision, and a
/// thousand resamples of it.
const LIMITS: [(&str, f64); 2] = [("decide_seconds", 1.0), ("stability_seconds", 20.0)];

/// Runs the study, writes page and plots; true when ours is the best everywhere and fast enough.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let out = workspace.scratch("quota_study")?.join("study.json");
    let mut command = std::process::Command::new(workspace.example("quota_study"));
    if !run_program(command.arg(&out))?.success {
        bail!("the study does not run");
    }
    let study: Value = serde_json::from_str(&fs::read_to_string(&out)?)?;
    let tables = tables::all(&study);
    println!("{tables}");
    let folder = workspace.root.join("docs/engines/quota");
    fs::create_dir_all(&folder)?;
    plots::all(&study, &folder)?;
    let page = workspace.root.join("docs/engines/quota-study.md");
    let before = fs::read_to_string(&page).context("cannot read docs/engines/quota-study.md")?;
    let (head, rest) = before.split_once(START).context("the page has no place for figures")?;
    let (_, tail) = rest.split_once(END).context("the figures of the page have no end")?;
    fs::write(&page, format!("{head}{START}{tables}{END}{tail}"))?;
    let is_fast = LIMITS
        .iter()
        .all(|(key, limit)| study["speed"][key].as_f64().is_some_and(|seconds| seconds <= *limit));
    Ok(is_fast && is_best(&study))
}

/// The arms of the study.
fn arms(study: &Value) -> &[Value] {
    study["arms"].as_array().map_or(&[], Vec::as_slice)
}

/// The contenders of an arm, ours first.
fn contenders(arm: &Value) -> &[Value] {
    arm["contenders"].as_array().map_or(&[], Vec::as_slice)
}

/// What a contender is called.
fn name_of(contender: &Value) -> &'static str {
    match contender["contender"].as_str().unwrap_or_default() {
        "ours" => "our policy",
        "plain_score" => "our indicators, last round, unshrunk",
        "raw_award_rate" => "raw award rate",
        "last_round" => "awards of the last round",
        _ => "unknown",
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}

/// A part of a whole, in percent.
fn percent(part: &Value, whole: &Value) -> f64 {
    100.0 * number(part) / number(whole).max(1.0)
}

/// Ours must order the societies best, and be wrong least often among its moves, in every arm.
fn is_best(study: &Value) -> bool {
    arms(study).iter().all(|arm| {
        let [ours, others @ ..] = contenders(arm) else { return false };
        let correlation = |one: &Value| number(&one["correlation"]["mean"]);
        let wrong = |one: &Value| {
            let moves = &one["moves"];
            [
                percent(&moves["wrongly_expanded"], &moves["expanded"]),
                percent(&moves["wrongly_shrunk"], &moves["shrunk"]),
            ]
        };
        others.iter().all(|other| {
            let is_right = wrong(ours).iter().zip(wrong(other)).all(|(ours, other)| *ours <= other);
            correlation(ours) >= correlation(other) && is_right
        })
    })
}
