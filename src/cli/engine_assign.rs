//! `laurel engine assign`: how does a file of affinities become a file of assignments?
//!
//! Plain CSV in, plain CSV out, no server and no database; the work is done by
//! [`crate::matching::assignment`].

use crate::exchange::{
    self, Cell, Column, Fault, Faults, Format, Problem, ReadError, Row, RowPolicy, Sheet, Style,
    Summary, WriteFault, Writer,
};
use crate::experts::model::Expert as PoolExpert;
use crate::matching::assignment::{
    CertificateError, Decimal, DenseError, Draft, Expert, Instance, InstanceError, Nomination,
    Objective, Probability, Rules, Score, ScoredPair, Solution, Wording, verify,
};
use crate::matching::sheet::ConflictRow;
use crate::units::model::Unit;
use indexmap::{IndexMap, IndexSet};
use rules::RuleArguments;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[path = "engine_assign_rules.rs"]
mod rules;

/// Rows read before they are worked on.
const BATCH_ROWS: usize = 4_096;

/// Assign experts to nominations: the exact optimum, with a proof.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AssignArguments {
    /// Scored pairs (`nomination_id,expert_id,score`).
    #[arg(long, value_name = "FILE")]
    affinity: PathBuf,
    /// Conflicts of interest; rows of severity `bar`, or of none, keep a pair apart.
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    /// The pool, for units and personal largest loads.
    #[arg(long, value_name = "FILE")]
    experts: Option<PathBuf>,
    /// Aliases and parents of units (`unit,alias,parent`), beside what the names themselves tell.
    #[arg(long, value_name = "FILE", requires = "experts")]
    units: Option<PathBuf>,
    /// Experts for each nomination.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    per_nomination: u32,
    /// Most nominations for one expert.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    max_load: u32,
    /// Fewest nominations for one expert.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_load: u32,
    /// Most experts of one unit, departments and aliases counted to it, on a nomination (0: no bound;
    /// needs --experts).
    #[arg(long, value_name = "N", default_value_t = 1)]
    max_per_unit: u32,
    #[command(flatten)]
    rules: RuleArguments,
    /// What to be best at.
    #[arg(long, value_enum, default_value_t = Aim::Sum)]
    objective: Aim,
    /// Total that every nomination should reach (floor only; as high as can be without it).
    #[arg(long, value_name = "TOTAL", value_parser = rules::total)]
    floor: Option<i64>,
    /// No pair more likely than this (random only).
    #[arg(long, value_name = "Q", default_value = "0.5", value_parser = probability)]
    max_probability: Probability,
    /// Seed of the draw (random only).
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Where to write the assignment (`nomination_id,expert_id,score`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where to write the plan with the prices that prove it, for `laurel verify` (JSON).
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
}

/// The words for [`Objective`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Aim {
    /// Largest total score.
    Sum,
    /// Worst-served nomination first, the next worst after it.
    Leximin,
    /// Worst-served nomination as high as can be (or at --floor), then the largest total.
    Floor,
    /// Drawn by lot, no pair more likely than --max-probability.
    Random,
}

/// How a run ended that wrote its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AssignOutcome {
    /// Every place is filled and every least load met (exit code 0).
    Complete,
    /// Places or least loads are short; what could be filled was written (exit code 3).
    Infeasible,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum AssignFault {
    /// The options contradict each other (exit code 2).
    #[error("--min-load 大于 --max-load / --min-load is above --max-load")]
    LoadBounds,
    /// A rule names groups that no file has (exit code 2).
    #[error("没有任何专家属于规则 {rule} 的分组 / no expert is in a group of rule {rule}")]
    UnknownRule {
        /// Name of the rule.
        rule: String,
    },
    /// A file is wrong (exit code 1).
    #[error("{0}")]
    Data(#[from] Faults),
    /// The instance is wrong (exit code 1).
    #[error("{0}")]
    Instance(#[from] InstanceError),
    /// The matrix of scores does not fit (exit code 1).
    #[error("{0}")]
    Dense(#[from] DenseError),
    /// The output cannot be written (exit code 1).
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written (exit code 1).
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
    /// The result failed its own proof and was withheld (exit code 1).
    #[error("结果未通过验证,请报告此问题 / the result failed its proof, please report: {0}")]
    Unproved(#[from] CertificateError),
}

impl AssignOutcome {
    /// Exit code of the process.
    pub(super) fn exit_code(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Infeasible => 3,
        }
    }
}

impl AssignFault {
    /// Exit code of the process.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::LoadBounds | Self::UnknownRule { .. } => 2,
            Self::Data(_)
            | Self::Instance(_)
            | Self::Dense(_)
            | Self::Write(_)
            | Self::Report(_)
            | Self::Unproved(_) => 1,
        }
    }
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &AssignArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    let code = match run(arguments, &mut report) {
        Ok(outcome) => outcome.exit_code(),
        Err(fault) => {
            // Nobody is left to tell if standard error is closed; the exit code still says it.
            drop(writeln!(report, "{fault}"));
            fault.exit_code()
        }
    };
    ExitCode::from(code)
}

/// Reads the files, assigns, proves, writes the assignment whole or not at all, and reports on
/// `report` (standard error).
///
/// # Errors
/// [`AssignFault`]; the output file is then as it was before.
pub(super) fn run(
    arguments: &AssignArguments,
    report: &mut dyn Write,
) -> Result<AssignOutcome, AssignFault> {
    if arguments.min_load > arguments.max_load {
        return Err(AssignFault::LoadBounds);
    }
    let input = Input::read(arguments, report)?;
    let rules = input.rules(arguments)?;
    let draft = input.into_draft(arguments);
    let without_prices = rules::without_prices(&draft, &rules);
    let (instance, solution) = rules::solved(draft, &rules, arguments.objective())?;
    verify(&instance, &solution)?;
    if let Some(path) = &arguments.certificate {
        rules::write_certificate(path, &instance, &solution)?;
    }
    write_assignment(&arguments.out, &instance, &solution)?;
    tell(report, &instance, &solution)?;
    if let Some((draft, hard_rules)) = without_prices {
        let (_, free) = rules::solved(draft, &hard_rules, arguments.objective())?;
        writeln!(report, "{}", rules::cost_of_prices(&instance, &solution, &free))?;
    }
    let is_complete = solution.shortfalls.is_empty() && solution.unmet_loads.is_empty();
    Ok(if is_complete { AssignOutcome::Complete } else { AssignOutcome::Infeasible })
}

impl AssignArguments {
    fn objective(&self) -> Objective {
        match self.objective {
            Aim::Sum => Objective::Sum,
            Aim::Leximin => Objective::Leximin,
            Aim::Floor => Objective::Floor { wanted: self.floor },
            Aim::Random => {
                Objective::Random { max_probability: self.max_probability, seed: self.seed }
            }
        }
    }

    fn policy(&self) -> RowPolicy {
        if self.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict }
    }
}

fn probability(text: &str) -> Result<Probability, String> {
    let value: f64 = text.parse().map_err(|_| "不是数字 / not a number".to_owned())?;
    Probability::from_f64(value).map_err(|error| error.to_string())
}

/// A row of the affinity file, and of the assignment file.
pub(super) struct ScoredRow {
    pub(super) nomination_id: String,
    pub(super) expert_id: String,
    pub(super) score: Score,
}

impl Sheet for ScoredRow {
    const KIND: &'static str = "affinity";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::required("expert_id", "专家编号"),
        Column::required("score", "相关度").or(&["affinity"]),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "expert_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        let score = Score::parse(row.raw("score").as_bytes());
        if score.is_err() {
            let found = row.raw("score");
            row.refuse_value("score", found, "0 至 1 的数", "a number from 0 to 1");
        }
        Self {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            score: score.unwrap_or_default(),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.expert_id),
            Cell::Text(Cow::Owned(self.score.to_string())),
        ]
    }
}

/// What the files say, ids numbered as they were first met.
#[derive(Default)]
struct Input {
    nominations: IndexSet<String>,
    /// Experts with unit and personal largest load.
    experts: IndexMap<String, (Option<String>, Option<u32>)>,
    /// Group of each expert, by rule and expert id.
    groups: BTreeMap<String, BTreeMap<String, String>>,
    pairs: Vec<ScoredPair>,
    bars: Vec<(u32, u32)>,
}

impl Input {
    fn read(arguments: &AssignArguments, report: &mut dyn Write) -> Result<Self, AssignFault> {
        let mut input = Self::default();
        if let Some(path) = &arguments.experts {
            let (mut pool, mut units) = (Vec::new(), Vec::new());
            read_rows(path, arguments.policy(), report, |expert: PoolExpert, _| {
                pool.push(rules::Located::of(expert));
            })?;
            if let Some(path) = &arguments.units {
                read_rows(path, arguments.policy(), report, |unit: Unit, _| units.push(unit))?;
            }
            input.place(&units, pool);
        }
        if let Some(path) = &arguments.rules.groups {
            let mut stated: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
            read_rows(path, arguments.policy(), report, |row: rules::GroupRow, _| {
                stated.entry(row.rule).or_default().insert(row.expert_id, row.group);
            })?;
            // What a file states goes before what the tree tells.
            input.groups.append(&mut stated);
        }
        input.read_affinity(arguments, report)?;
        if let Some(path) = &arguments.conflicts {
            read_rows(path, arguments.policy(), report, |conflict: ConflictRow, _| {
                let nomination = input.nominations.get_index_of(&conflict.nomination_id);
                let expert = input.experts.get_index_of(&conflict.expert_id);
                // A conflict of somebody who is no candidate anyway changes nothing.
                if let (Some(nomination), Some(expert), true) =
                    (nomination, expert, conflict.is_bar())
                {
                    input.bars.push((position(nomination), position(expert)));
                }
            })?;
        }
        Ok(input)
    }

    /// Takes the pool in, each expert with the groups that the organisation tree gives him.
    fn place(&mut self, units: &[Unit], pool: Vec<rules::Located>) {
        for (located, groups) in rules::placed(units, pool) {
            for (kind, group) in rules::further(&groups) {
                let of_kind = self.groups.entry(kind.to_owned()).or_default();
                of_kind.insert(located.id.clone(), group.to_owned());
            }
            let unit = Some(groups.unit).filter(|unit| !unit.is_empty());
            self.experts.insert(located.id, (unit, located.max_load));
        }
    }

    fn read_affinity(
        &mut self,
        arguments: &AssignArguments,
        report: &mut dyn Write,
    ) -> Result<(), AssignFault> {
        let (path, is_pool_known) = (&arguments.affinity, arguments.experts.is_some());
        let mut strangers = Faults::default();
        let mut previous = (String::new(), 0);
        read_rows(path, arguments.policy(), report, |row: ScoredRow, line| {
            if is_pool_known && !self.experts.contains_key(&row.expert_id) {
                strangers.push(stranger(path, line, &row.expert_id));
                return;
            }
            // Rows of one nomination mostly stand together.
            if self.nominations.is_empty() || previous.0 != row.nomination_id {
                let number = self.nominations.insert_full(row.nomination_id.clone()).0;
                previous = (row.nomination_id, position(number));
            }
            let expert = match self.experts.get_index_of(&row.expert_id) {
                Some(known) => known,
                None => self.experts.insert_full(row.expert_id, (None, None)).0,
            };
            let (nomination, expert) = (previous.1, position(expert));
            self.pairs.push(ScoredPair { nomination, expert, score: row.score });
        })?;
        if strangers.is_empty() {
            Ok(())
        } else if arguments.skip_bad_rows {
            Ok(writeln!(report, "{strangers}")?)
        } else {
            Err(strangers.into())
        }
    }

    /// The rules that were asked for, with the group of each expert.
    fn rules(&self, arguments: &AssignArguments) -> Result<Rules, AssignFault> {
        let of_expert = |rule: &String| match self.groups.get(rule) {
            Some(groups) => Ok(self.experts.keys().map(|id| groups.get(id).cloned()).collect()),
            None => Err(AssignFault::UnknownRule { rule: rule.clone() }),
        };
        arguments.rules.rules(of_expert)
    }

    fn into_draft(self, arguments: &AssignArguments) -> Draft {
        let demand = arguments.per_nomination;
        let expert = |(id, (unit, bound)): (String, (Option<String>, Option<u32>))| {
            let max_load = bound.unwrap_or(u32::MAX).min(arguments.max_load);
            Expert { id, min_load: arguments.min_load.min(max_load), max_load, unit }
        };
        Draft {
            nominations: self.nominations.into_iter().map(|id| Nomination { id, demand }).collect(),
            experts: self.experts.into_iter().map(expert).collect(),
            pairs: self.pairs,
            bars: self.bars,
            pins: Vec::new(),
            max_per_unit: arguments.max_per_unit,
        }
    }
}

/// A row number as a position; files of more rows are refused by [`Instance::new`].
fn position(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn stranger(path: &Path, line: u64, expert: &str) -> Fault {
    let expert = exchange::excerpt(expert);
    Fault {
        file: path.display().to_string(),
        line: Some(line),
        column: Some("expert_id".to_owned()),
        problem: Problem::Rule {
            zh: format!("专家 {expert} 不在专家文件中"),
            en: format!("expert {expert} is not in the experts file"),
        },
    }
}

/// Reads a file row by row and passes its warnings on.
fn read_rows<S: Sheet>(
    path: &Path,
    policy: RowPolicy,
    report: &mut dyn Write,
    mut take: impl FnMut(S, u64),
) -> Result<(), AssignFault> {
    let outcome = exchange::for_each_batch(path, policy, BATCH_ROWS, |batch| {
        batch.records.into_iter().zip(batch.lines).for_each(|(row, line)| take(row, line));
        Ok::<(), Infallible>(())
    });
    let summary: Summary = match outcome {
        Ok(summary) => summary,
        Err(ReadError::Data(faults)) => return Err(faults.into()),
        Err(ReadError::Receiver(never)) => match never {},
    };
    for warning in &summary.warnings {
        writeln!(report, "{warning}")?;
    }
    if summary.skipped_rows > 0 {
        writeln!(report, "{}", summary.skipped)?;
    }
    Ok(())
}

fn write_assignment(
    path: &Path,
    instance: &Instance,
    solution: &Solution,
) -> Result<(), WriteFault> {
    let mut writer = Writer::<ScoredRow>::create(path, Style::plain(Format::Csv))?;
    for pair in &solution.pairs {
        writer.push(&ScoredRow {
            nomination_id: instance.nominations()[pair.nomination as usize].id.clone(),
            expert_id: instance.experts()[pair.expert as usize].id.clone(),
            score: pair.score,
        })?;
    }
    writer.finish().map(drop)
}

/// Tells the result, and each shortfall with what is in the way.
fn tell(report: &mut dyn Write, instance: &Instance, solution: &Solution) -> io::Result<()> {
    let (filled, demand, total) =
        (solution.pairs.len(), instance.demand(), Decimal(solution.total));
    let proof = proof(solution);
    let head = Wording {
        zh: format!("已分配 {filled}/{demand} 个名额,总分 {total},{}", proof.zh),
        en: format!("{filled} of {demand} places filled, total {total}, {}", proof.en),
    };
    writeln!(report, "{head}")?;
    for short in &solution.shortfalls {
        writeln!(report, "{}", short.wording(instance))?;
    }
    for unmet in &solution.unmet_loads {
        writeln!(report, "{}", unmet.wording(instance))?;
    }
    for bottleneck in &solution.bottlenecks {
        writeln!(report, "{}", bottleneck.wording(instance))?;
    }
    Ok(())
}

/// What is proved of a solution.
fn proof(solution: &Solution) -> Wording {
    let bound = Decimal(solution.bound());
    match (&solution.floor, &solution.lottery) {
        (Some(floor), _) => {
            let (least, most) = (Decimal(floor.smallest), Decimal(floor.bound));
            Wording {
                zh: format!("最低提名 {least}(上界 {most}),总分上界 {bound}"),
                en: format!("lowest nomination {least} (bound {most}), total at most {bound}"),
            }
        }
        (None, Some(_)) => Wording {
            zh: format!("期望总分 {bound},已证明最优"),
            en: format!("expected total {bound}, proved optimal"),
        },
        (None, None) => {
            Wording { zh: "已证明最优".to_owned(), en: "proved optimal".to_owned() }
        }
    }
}

#[cfg(test)]
#[path = "engine_assign_tests.rs"]
mod tests;
