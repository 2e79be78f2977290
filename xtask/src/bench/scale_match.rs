//! What does a whole match of 1,534 nominations against 100,000 experts take, stage by stage?
//!
//! The nominations of the round of 2019 with their people, repeated under new numbers; the pool as the
//! affinity was measured on. An expert of the pool stands there some twenty times, so that every completer
//! of his name has twenty namesakes: more for the conflicts to look at than a real pool has.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::NOMINATIONS;
use crate::bench::measure::{Measured, measure};
use crate::bench::rows::columns;
use crate::bench::verdict;
use crate::workspace::Workspace;

const ROUND: &str = "2019";
/// What each stage may take, in seconds.
const STAGES: [(&str, f64); 4] =
    [("indexing", 300.0), ("conflicts", 5.0), ("affinity", 60.0), ("assignment", 2.0)];
const MOST_MIB: f64 = 2_048.0;

/// Imports and matches; true when every stage and the memory keep within their bounds.
pub(super) fn run(workspace: &Workspace, data: &Path, pool: &Path) -> Result<bool> {
    println!(
        "\n### A whole match: {NOMINATIONS} nominations, 100,000 experts, 500,000 publications\n"
    );
    let scratch = workspace.scratch("scale-match")?;
    write_round(data, &scratch)?;
    let laurel = |arguments: &[&str]| -> Result<Measured> {
        let mut command = Command::new(workspace.laurel("release"));
        command.args(arguments).env("LAUREL_DATA_DIR", scratch.join("data"));
        measure(&mut command, &scratch)
    };
    println!("| step | wall | processor | peak memory |");
    println!("|---|---|---|---|");
    for (kind, file) in [
        ("experts", pool.join("experts.csv")),
        ("publications", pool.join("publications.csv")),
        ("nominations", scratch.join("nominations.csv")),
        ("people", scratch.join("people.csv")),
    ] {
        let cost = laurel(&["import", kind, &file.display().to_string(), "--round", ROUND])?;
        println!("| import {kind} | {cost} |");
    }
    let cost = laurel(&["match", "--round", ROUND])?;
    println!("| match | {cost} |\n");
    let stages = stages(&cost.stdout);
    println!("| stage | seconds | at most |");
    println!("|---|---|---|");
    let mut holds = true;
    for (stage, most) in STAGES {
        let seconds = stages.get(stage).copied();
        let shown = seconds.map_or_else(|| "not told".to_owned(), |value| format!("{value:.2}"));
        println!("| {stage} | {shown} | {most} |");
        holds &= seconds.is_some_and(|seconds| seconds <= most);
    }
    let peak = cost.peak_mib.unwrap_or_default();
    println!();
    let is_quick = verdict("every stage within its seconds", holds);
    let line = format!("peak {peak:.0} MiB, at most {MOST_MIB:.0}");
    Ok(verdict(&line, peak <= MOST_MIB) && is_quick)
}

/// The stages that `laurel match` tells (`assignment 412 ms`), in seconds.
fn stages(stdout: &str) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    let words: Vec<&str> =
        stdout.split([' ', ',', '|', '\n']).filter(|word| !word.is_empty()).collect();
    for three in words.windows(3) {
        if let [stage, number, "ms"] = three
            && let Ok(milliseconds) = number.parse::<f64>()
        {
            found.insert((*stage).to_owned(), milliseconds / 1e3);
        }
    }
    found
}

/// The round under new numbers until there are enough nominations, each with its people.
fn write_round(data: &Path, folder: &Path) -> Result<()> {
    let known = columns(
        &data.join("round2019/nominations.csv"),
        ["nomination_id", "title", "abstract", "category"],
    )?;
    let names = ["nomination_id", "order", "name", "unit", "work_unit", "role"];
    let mut people: BTreeMap<String, Vec<[String; 6]>> = BTreeMap::new();
    for person in columns(&data.join("round2019/people.csv"), names)? {
        people.entry(person[0].clone()).or_default().push(person);
    }
    let mut rows = csv::Writer::from_path(folder.join("nominations.csv"))?;
    rows.write_record(["nomination_id", "title", "abstract", "category"])?;
    let mut persons = csv::Writer::from_path(folder.join("people.csv"))?;
    persons.write_record(names)?;
    let repeated = known.iter().cycle().take(NOMINATIONS).enumerate();
    for (at, [number, title, text, category]) in repeated {
        let key = format!("n{at}");
        rows.write_record([&key, title, text, category])?;
        for [_, order, name, unit, work_unit, role] in people.get(number).into_iter().flatten() {
            persons.write_record([&key, order, name, unit, work_unit, role])?;
        }
    }
    persons.flush().context("the people cannot be written")?;
    rows.flush().context("the nominations cannot be written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_are_read_off_what_is_told() {
        let told = "匹配 / match 1\nindexing 1200 ms, conflicts 40 ms, assignment 7 ms | 3.10 s\n";
        let found = stages(told);
        assert_eq!(found.get("indexing"), Some(&1.2));
        assert_eq!(found.get("assignment"), Some(&0.007));
        assert_eq!(found.len(), 3);
    }
}
