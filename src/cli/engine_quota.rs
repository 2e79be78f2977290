//! `laurel engine quota`: how do a file of history and a policy become proposed quotas?
//!
//! Plain files in, a plain file out, no server and no database; the work is done by
//! [`crate::quotas::engine`].

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::exchange::{
    self, Fault, Faults, Format, Problem, RowPolicy, Style, WriteFault, excerpt,
};
use crate::quotas::engine::{
    Band, EngineError, History, HistoryFault, Outcome, Policy, PolicyError, decide,
};
use crate::quotas::sheet::QuotaRow;
use crate::track_record::model::HistoryRow;
use crate::track_record::sheet::further_columns;

/// Propose quotas: scores, bands and an exact total, each society explained.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct QuotaArguments {
    /// What became of the nominations (`society_id,society,group,round,quota,submitted,…`).
    #[arg(long, value_name = "FILE")]
    history: PathBuf,
    /// Policy of the adjustment, as TOML.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// Places of all societies together, with the reserve.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    total: u32,
    /// Where to write the proposal; .csv, .xlsx or .json.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
}

/// How a run ended that wrote its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotaOutcome {
    /// Every floor is kept (exit code 0).
    Complete,
    /// The total is below the floors; what can be filled was written (exit code 3).
    Infeasible,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum QuotaFault {
    /// The ending of the output names no format (exit code 2).
    #[error("{0}")]
    Usage(WriteFault),
    /// The policy cannot be read (exit code 1).
    #[error("{file}: 无法读取文件:{source} / the file cannot be read: {source}")]
    PolicyFile {
        /// The file.
        file: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// The policy is wrong (exit code 1).
    #[error("{file}: {error}")]
    Policy {
        /// The file.
        file: String,
        /// What is wrong.
        error: PolicyError,
    },
    /// The history is wrong (exit code 1).
    #[error("{0}")]
    Data(#[from] Faults),
    /// There is nothing to decide (exit code 1).
    #[error("{0}")]
    Engine(EngineError),
    /// The output cannot be written (exit code 1).
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written (exit code 1).
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &QuotaArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    let code = match run(arguments, &mut report) {
        Ok(QuotaOutcome::Complete) => 0,
        Ok(QuotaOutcome::Infeasible) => 3,
        Err(fault) => {
            // Nobody is left to tell if standard error is closed; the exit code still says it.
            drop(writeln!(report, "{fault}"));
            if matches!(fault, QuotaFault::Usage(_)) { 2 } else { 1 }
        }
    };
    ExitCode::from(code)
}

/// Reads the files, decides, writes the proposal whole or not at all, and reports on `report`.
///
/// # Errors
/// [`QuotaFault`]; the output file is then as it was before.
fn run(arguments: &QuotaArguments, report: &mut dyn Write) -> Result<QuotaOutcome, QuotaFault> {
    let style = Style::plain(Format::of_path(&arguments.out).map_err(QuotaFault::Usage)?);
    let policy = read_policy(&arguments.policy)?;
    let history = read_history(arguments, &policy, report)?;
    let decided = decide(&history, &policy, arguments.total);
    let (outcome, shortfall) = match decided {
        Ok(outcome) => (outcome, None),
        Err(EngineError::Infeasible(short)) => {
            let words = EngineError::Infeasible(short.clone()).to_string();
            (short.outcome, Some(words))
        }
        Err(error) => return Err(QuotaFault::Engine(error)),
    };
    let rows: Vec<QuotaRow> = outcome.societies.iter().map(QuotaRow::from).collect();
    exchange::write_all(&arguments.out, style, &rows)?;
    tell(report, &outcome)?;
    match shortfall {
        None => Ok(QuotaOutcome::Complete),
        Some(words) => {
            writeln!(report, "{words}")?;
            Ok(QuotaOutcome::Infeasible)
        }
    }
}

fn read_policy(path: &Path) -> Result<Policy, QuotaFault> {
    let file = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|source| QuotaFault::PolicyFile { file: file.clone(), source })?;
    let text = text.trim_start_matches('\u{feff}');
    Policy::parse(text).map_err(|error| QuotaFault::Policy { file, error })
}

fn read_history(
    arguments: &QuotaArguments,
    policy: &Policy,
    report: &mut dyn Write,
) -> Result<History, QuotaFault> {
    let path = &arguments.history;
    let rule = if arguments.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict };
    let further = further_columns(policy.measures());
    let read = exchange::read_all_with::<HistoryRow>(path, rule, &further)?;
    for warning in &read.summary.warnings {
        writeln!(report, "{warning}")?;
    }
    if read.summary.skipped_rows > 0 {
        writeln!(report, "{}", read.summary.skipped)?;
    }
    tell_unknown(report, path, policy, &read.records)?;
    let (mut rows, mut lines) = (read.records, read.lines);
    loop {
        // Kept only where bad rows may have to be left out.
        let taken = if arguments.skip_bad_rows { rows.clone() } else { std::mem::take(&mut rows) };
        let checked = History::new(taken).and_then(|history| {
            history.check(policy)?;
            Ok(history)
        });
        let faults = match checked {
            Ok(history) => return Ok(history),
            Err(faults) => faults,
        };
        let named = named(path, &lines, &faults);
        if !arguments.skip_bad_rows {
            return Err(named.into());
        }
        writeln!(report, "{named}")?;
        // Leaving a row out may leave another without its successor: until nothing is wrong.
        let is_bad = |place: usize| faults.iter().any(|fault| fault.row == place);
        let keep: Vec<bool> = (0..rows.len()).map(|place| !is_bad(place)).collect();
        retain(&mut rows, &keep);
        retain(&mut lines, &keep);
    }
}

fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    items.retain(|_| keep.next().copied().unwrap_or(false));
}

/// The faults of the history, by file and line.
fn named(path: &Path, lines: &[u64], faults: &[HistoryFault]) -> Faults {
    let mut named = Faults::default();
    for fault in faults {
        named.push(Fault {
            file: path.display().to_string(),
            line: lines.get(fault.row).copied(),
            column: Some(excerpt(&fault.column)),
            problem: Problem::Rule { zh: fault.text.zh.clone(), en: fault.text.en.clone() },
        });
    }
    named
}

/// Warns of measures that the policy names and no row knows.
fn tell_unknown(
    report: &mut dyn Write,
    path: &Path,
    policy: &Policy,
    rows: &[HistoryRow],
) -> io::Result<()> {
    let is_unknown = |name: &&str| rows.iter().all(|row| row.count(name).is_none());
    let unknown: Vec<&str> = policy.measures().into_iter().filter(is_unknown).collect();
    if unknown.is_empty() || rows.is_empty() {
        return Ok(());
    }
    let (file, names) = (path.display(), unknown.join(", "));
    writeln!(
        report,
        "{file}: 没有政策所用的计数:{names};相关指标按平均水平计 / measures of the policy are \
         not in the file: {names}; their indicators count at the prior mean"
    )
}

/// Tells the result as a whole.
fn tell(report: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    for note in &outcome.notes {
        writeln!(report, "{note}")?;
    }
    let bands = |language: fn(Band) -> String| {
        let counted = Band::ALL.into_iter().filter_map(|band| {
            let count = outcome.societies.iter().filter(|s| s.band == band).count();
            (count > 0).then(|| format!("{} {count}", language(band)))
        });
        counted.collect::<Vec<_>>()
    };
    let (zh, en) = (bands(|band| band.name().zh), bands(|band| band.name().en));
    let Outcome { total, reserve, societies, .. } = outcome;
    let (count, given) = (societies.len(), total - reserve);
    writeln!(
        report,
        "{count} 个学会,名额 {given}/{total},留存 {reserve}({}) / {count} societies, {given} of \
         {total} places, {reserve} kept back ({})",
        zh.join("、"),
        en.join(", ")
    )
}
