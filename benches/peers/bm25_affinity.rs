//! `bm25_affinity POOL_DIR OUT.csv`: the baseline of `cargo xtask bench` as a program of its own,
//! so that time and memory are measured as ours are.

use std::{error::Error, path::Path, process::ExitCode};

use laurel::{
    exchange::{self, Format, RowPolicy, Sheet, Style},
    experts::model::{Expert, Publication},
    matching::sheet::AffinityRow,
    nominations::model::Nomination,
    search::analysis::Analyzer,
};

mod bm25;

/// Experts written for each nomination.
const TOP: usize = 200;

fn read<S: Sheet>(pool: &Path, file: &str) -> Result<Vec<S>, exchange::Faults> {
    Ok(exchange::read_all(&pool.join(file), RowPolicy::Strict)?.records)
}

fn run(pool: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let experts: Vec<Expert> = read(pool, "experts.csv")?;
    let publications: Vec<Publication> = read(pool, "publications.csv")?;
    let nominations: Vec<Nomination> = read(pool, "heldout_nominations.csv")?;
    let analyzer = Analyzer::new();
    let scores = bm25::bm25_of_joined_profiles(&analyzer, &experts, &publications, &nominations);
    let mut rows = Vec::new();
    for (nomination, scores) in nominations.iter().zip(scores) {
        let best = scores.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().enumerate().collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        rows.extend(ranked.into_iter().take(TOP).map(|(expert, score)| AffinityRow {
            nomination_id: nomination.nomination_id.clone(),
            expert_id: experts[expert].expert_id.clone(),
            // The file takes scores from 0 to 1; within a nomination the order is the same.
            score: (score / best).clamp(0.0, 1.0),
            reasons: None,
        }));
    }
    exchange::write_all(out, Style::plain(Format::Csv), &rows)?;
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let [_, pool, out] = arguments.as_slice() else {
        return ExitCode::from(2);
    };
    match run(Path::new(pool), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write as _;
            let _gone = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(1)
        }
    }
}
