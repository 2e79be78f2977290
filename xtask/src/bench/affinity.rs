//! Do held-out papers find their own authors, and how much better than BM25?

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::measure::measure;
use super::rows::columns;
use super::verdict;
use crate::process::run as run_program;
use crate::workspace::Workspace;

/// Ranks kept for each nomination; an author further down adds less than 1/200 to its mean.
const TOP: usize = 200;
/// How much better than BM25 both figures must be.
const WANTED_RATIO: f64 = 1.10;

/// Prints MRR and recall@10 of both programs on both pools; true when ours is better enough.
pub(crate) fn run(workspace: &Workspace, data: Option<&Path>) -> Result<bool> {
    let Some(data) = data else {
        return Ok(super::absent());
    };
    let scratch = workspace.scratch("affinity")?;
    println!("| pool | program | wall | processor | peak memory | MRR | recall@10 | of BM25 |");
    println!("|---|---|---|---|---|---|---|---|");
    let mut said = Vec::new();
    for pool in ["pool_zh", "pool_en"] {
        let folder = data.join(pool);
        let relevant =
            columns(&folder.join("heldout_relevant.csv"), ["nomination_id", "expert_id"])?;
        let out = scratch.join(format!("{pool}.csv"));
        let cost = measure(&mut ours(workspace, &folder, &out), &scratch)?;
        let ours = quality(&relevant, &out)?;
        let out = scratch.join(format!("{pool}_bm25.csv"));
        let peer_cost = measure(&mut peer(workspace, &folder, &out), &scratch)?;
        let peer = quality(&relevant, &out)?;
        let first = ours.mean_reciprocal_rank / peer.mean_reciprocal_rank;
        let ten = ours.recall_at_10 / peer.recall_at_10;
        println!("| {pool} | laurel engine affinity | {cost} | {ours} | {first:.3}, {ten:.3} |");
        println!("| {pool} | BM25, one document an expert | {peer_cost} | {peer} | 1, 1 |");
        let line = format!("{pool}: {WANTED_RATIO:.2} times BM25 in both");
        said.push((line, first >= WANTED_RATIO && ten >= WANTED_RATIO));
    }
    println!();
    let are_better = said.into_iter().fold(true, |all, (line, holds)| verdict(&line, holds) && all);
    let study = run_program(Command::new(workspace.example("affinity_study")).arg(data))?;
    Ok(are_better && study.success)
}

fn ours(workspace: &Workspace, pool: &Path, out: &Path) -> Command {
    let mut command = Command::new(workspace.laurel("release"));
    command.args(["engine", "affinity"]);
    for (name, file) in [
        ("--experts", "experts.csv"),
        ("--publications", "publications.csv"),
        ("--nominations", "heldout_nominations.csv"),
    ] {
        command.arg(name).arg(pool.join(file));
    }
    // The keyword lists of one pool were made with the held-out papers: they would give the answer
    // away.
    command.args(["--without-keywords", "--top", &TOP.to_string(), "--out"]).arg(out);
    command
}

/// The baseline, a program of its own beside the engine.
fn peer(workspace: &Workspace, pool: &Path, out: &Path) -> Command {
    let mut command = Command::new(workspace.example("bm25_affinity"));
    command.arg(pool).arg(out);
    command
}

/// How well a ranking finds the true authors.
#[derive(Debug)]
struct Quality {
    mean_reciprocal_rank: f64,
    recall_at_10: f64,
}

impl Display for Quality {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.3} | {:.3}", self.mean_reciprocal_rank, self.recall_at_10)
    }
}

fn quality(relevant: &[[String; 2]], affinity: &Path) -> Result<Quality> {
    let mut scores: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    for [nomination, expert, score] in columns(affinity, ["nomination_id", "expert_id", "score"])? {
        let score: f64 = score.parse().with_context(|| format!("{score:?} is no score"))?;
        scores.entry(nomination).or_default().push((-score, expert));
    }
    Ok(judged(relevant, &mut scores))
}

/// Ranks by score, the lesser id first among equals; an expert who is not listed has no rank.
fn judged(relevant: &[[String; 2]], scores: &mut BTreeMap<String, Vec<(f64, String)>>) -> Quality {
    let mut authors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for [nomination, expert] in relevant {
        authors.entry(nomination).or_default().insert(expert);
    }
    let (mut reciprocals, mut recalls) = (0.0, 0.0);
    for (nomination, authors) in &authors {
        let Some(ranking) = scores.get_mut(*nomination) else {
            continue;
        };
        ranking.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let is_author = |(_, expert): &&(f64, String)| authors.contains(expert.as_str());
        if let Some(first) = ranking.iter().position(|row| is_author(&row)) {
            reciprocals += 1.0 / (first + 1) as f64;
        }
        recalls += ranking.iter().take(10).filter(is_author).count() as f64 / authors.len() as f64;
    }
    let number = authors.len() as f64;
    Quality { mean_reciprocal_rank: reciprocals / number, recall_at_10: recalls / number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_author_gives_the_rank_and_all_authors_the_recall() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let relevant = [row("p", "b"), row("p", "z"), row("q", "a")];
        let ranking = vec![(-0.9, "a".to_owned()), (-0.5, "b".to_owned())];
        let mut scores = BTreeMap::from([("p".to_owned(), ranking)]);
        let quality = judged(&relevant, &mut scores);
        assert!((quality.mean_reciprocal_rank - 0.25).abs() < 1e-9, "{quality:?}");
        assert!((quality.recall_at_10 - 0.25).abs() < 1e-9, "{quality:?}");
    }
}
