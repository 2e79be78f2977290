//! `laurel engine aggregate`: how do a file of sheets and a seed become figures, ranks and their intervals?
//!
//! Plain files in, a plain file out, no server and no database; the work is done by
//! [`crate::aggregation::aggregate()`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::aggregation::{
    Agreement, CalibrationNote, Input, Output, OutputRow, SheetInput, aggregate, seed_of,
};
use crate::awards::BookError;
use crate::exchange::{
    self, Cell, Column, Fault, Faults, Format, FurtherColumn, Problem, ReadOutcome, Row, RowPolicy,
    Sheet, Style, WriteFault, excerpt,
};
use crate::reviews::{CriterionKind, CriterionRule, ReviewBook, in_force};

/// Aggregate sheets: means, severities, ranks with intervals, agreement.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AggregateArguments {
    /// The sheets (`nomination_id,reviewer_id`, and a column with the points of each criterion).
    #[arg(long, value_name = "FILE")]
    scores: PathBuf,
    /// The groups in which nominations are ranked (`nomination_id,group`); without it all are ranked together.
    #[arg(long, value_name = "FILE")]
    groups: Option<PathBuf>,
    /// The book of rules (TOML); without it `rules/reviews/default.toml`.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// The category whose sheet the book has the criteria of.
    #[arg(long, value_name = "CODE", default_value = "NAT")]
    category: String,
    /// Take the severity of reviewers off.
    #[arg(long)]
    calibrate: bool,
    /// Seed of the draws behind the intervals, 64 hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    seed: String,
    /// Where to write the figures; .csv, .xlsx or .json.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
enum AggregateFault {
    /// The seed is none (exit code 2).
    #[error("种子应为 64 位十六进制数 / the seed is 64 hexadecimal digits")]
    Seed,
    /// The ending of the output names no format (exit code 2).
    #[error("{0}")]
    Usage(WriteFault),
    /// The book cannot be opened (exit code 1).
    #[error("{file}: 无法读取文件:{source} / the file cannot be read: {source}")]
    BookFile {
        /// The file.
        file: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// The book is wrong (exit code 1).
    #[error("{0}")]
    Book(#[from] BookError),
    /// The book has no sheet for the category (exit code 1).
    #[error("规则中没有 {0} 的评审表 / the book has no sheet for {0}")]
    Category(String),
    /// A file is wrong (exit code 1).
    #[error("{0}")]
    Data(#[from] Faults),
    /// The output cannot be written (exit code 1).
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written (exit code 1).
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &AggregateArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    let code = match run(arguments, &mut report) {
        Ok(()) => 0,
        Err(fault) => {
            // Nobody is left to tell if standard error is closed; the exit code still says it.
            drop(writeln!(report, "{fault}"));
            if matches!(fault, AggregateFault::Usage(_) | AggregateFault::Seed) { 2 } else { 1 }
        }
    };
    ExitCode::from(code)
}

/// Reads the files, aggregates, writes the figures whole or not at all, and reports on `report`.
///
/// # Errors
/// [`AggregateFault`]; the output file is then as it was before.
fn run(arguments: &AggregateArguments, report: &mut dyn Write) -> Result<(), AggregateFault> {
    let style = Style::plain(Format::of_path(&arguments.out).map_err(AggregateFault::Usage)?);
    let seed = seed_of(&arguments.seed).ok_or(AggregateFault::Seed)?;
    let book = read_book(arguments.rules.as_deref())?;
    let no_sheet = || AggregateFault::Category(arguments.category.clone());
    let empty = book.aggregate_of(&arguments.category).ok_or_else(no_sheet)?;
    let rule = book.sheet(&arguments.category).ok_or_else(no_sheet)?;
    let sheets = read_sheets(arguments, &rule.criteria, report)?;
    let groups = read_groups(arguments, &sheets, report)?;
    let input = Input { sheets, groups, is_calibrated: arguments.calibrate, seed, ..empty };
    let output = aggregate(&input);
    let rows: Vec<FigureRow> = output.rows.iter().cloned().map(FigureRow).collect();
    exchange::write_all(&arguments.out, style, &rows)?;
    Ok(tell(report, &input, &output)?)
}

fn read_book(path: Option<&Path>) -> Result<ReviewBook, AggregateFault> {
    let Some(path) = path else { return Ok(in_force()?.clone()) };
    let file = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|source| AggregateFault::BookFile { file: file.clone(), source })?;
    Ok(ReviewBook::parse(&file, text.trim_start_matches('\u{feff}'))?)
}

impl AggregateArguments {
    fn read<S: Sheet>(
        &self,
        path: &Path,
        further: &[FurtherColumn],
        report: &mut dyn Write,
    ) -> Result<ReadOutcome<S>, AggregateFault> {
        let policy = if self.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict };
        let read = exchange::read_all_with::<S>(path, policy, further)?;
        for warning in &read.summary.warnings {
            writeln!(report, "{warning}")?;
        }
        if read.summary.skipped_rows > 0 {
            writeln!(report, "{}", read.summary.skipped)?;
        }
        Ok(read)
    }
}

fn fault(path: &Path, (line, column): (Option<u64>, &str), (zh, en): (String, String)) -> Fault {
    Fault {
        file: path.display().to_string(),
        line,
        column: Some(excerpt(column)),
        problem: Problem::Rule { zh, en },
    }
}

/// The sheets, each with the points that the criteria ask for.
fn read_sheets(
    arguments: &AggregateArguments,
    criteria: &[CriterionRule],
    report: &mut dyn Write,
) -> Result<Vec<SheetInput>, AggregateFault> {
    let path = &arguments.scores;
    let asked: Vec<&CriterionRule> =
        criteria.iter().filter(|one| one.kind == CriterionKind::Points).collect();
    let column = |one: &&CriterionRule| FurtherColumn {
        name: one.code.clone(),
        label: one.label.zh.clone(),
    };
    let further: Vec<FurtherColumn> = asked.iter().map(column).collect();
    let read = arguments.read::<PointsRow>(path, &further, report)?;
    let mut faults = Faults::default();
    for one in &asked {
        if !read.records.is_empty() && read.records.iter().all(|row| !row.has(&one.code)) {
            let words = ("没有这一列".to_owned(), "there is no such column".to_owned());
            faults.push(fault(path, (None, &one.code), words));
        }
    }
    let mut sheets = Vec::with_capacity(read.records.len());
    for (row, line) in read.records.into_iter().zip(read.lines) {
        let wrong = asked.iter().find(|one| !row.keeps(one));
        match wrong {
            Some(one) => faults.push(fault(path, (Some(line), &one.code), allowed(one))),
            None => sheets.push(row.0),
        }
    }
    if faults.is_empty() || arguments.skip_bad_rows && !sheets.is_empty() {
        if !faults.is_empty() {
            writeln!(report, "{faults}")?;
        }
        return Ok(sheets);
    }
    Err(faults.into())
}

/// What points a criterion takes, in both languages.
fn allowed(one: &CriterionRule) -> (String, String) {
    let (most, step) = (one.most, one.step);
    (format!("0–{most} 分，每档 {step} 分"), format!("0 to {most} in steps of {step}"))
}

/// The group of each nomination; the category's own where no file names groups.
fn read_groups(
    arguments: &AggregateArguments,
    sheets: &[SheetInput],
    report: &mut dyn Write,
) -> Result<BTreeMap<String, String>, AggregateFault> {
    let Some(path) = &arguments.groups else {
        let own = |sheet: &SheetInput| (sheet.nomination.clone(), arguments.category.clone());
        return Ok(sheets.iter().map(own).collect());
    };
    let read = arguments.read::<GroupRow>(path, &[], report)?;
    let groups: BTreeMap<String, String> =
        read.records.into_iter().map(|row| (row.nomination_id, row.group)).collect();
    let mut faults = Faults::default();
    for sheet in sheets.iter().filter(|sheet| !groups.contains_key(&sheet.nomination)) {
        let id = excerpt(&sheet.nomination);
        let words = (format!("没有 {id} 的分组"), format!("{id} is in no group"));
        faults.push(fault(path, (None, "nomination_id"), words));
    }
    if faults.is_empty() { Ok(groups) } else { Err(faults.into()) }
}

/// Ten-thousandths as a decimal.
fn decimal(parts: Option<i32>) -> String {
    parts.map_or_else(|| "–".to_owned(), |parts| format!("{:.4}", f64::from(parts) / 1e4))
}

/// Tells the result as a whole.
fn tell(report: &mut dyn Write, input: &Input, output: &Output) -> io::Result<()> {
    let (nominations, sheets) = (output.rows.len(), input.sheets.len());
    let Agreement { alpha, icc_single, icc_mean, .. } = output.agreement;
    let (alpha, single, mean) = (decimal(alpha), decimal(icc_single), decimal(icc_mean));
    writeln!(
        report,
        "{nominations} 项提名，{sheets} 份评审表；α {alpha}，ICC(1,1) {single}，ICC(1,k) {mean} / \
         {nominations} nominations, {sheets} sheets; alpha {alpha}, ICC(1,1) {single}, \
         ICC(1,k) {mean}"
    )?;
    let Some(note) = &output.calibration else { return Ok(()) };
    let CalibrationNote { is_applied, linked_percent, .. } = note;
    if *is_applied {
        writeln!(report, "已校准 / calibrated: {linked_percent} %")
    } else {
        writeln!(
            report,
            "样本不足不校准：仅 {linked_percent} % 的专家评审表足够 / not calibrated: {linked_percent} % of the \
             reviewers have enough sheets"
        )
    }
}

/// A row of the sheets file.
struct PointsRow(SheetInput);

impl PointsRow {
    fn has(&self, code: &str) -> bool {
        self.0.points.contains_key(code)
    }

    /// Whether it has points that a criterion takes.
    fn keeps(&self, one: &CriterionRule) -> bool {
        let points = self.0.points.get(&one.code);
        points.is_some_and(|points| *points <= one.most && points.is_multiple_of(one.step))
    }
}

impl Sheet for PointsRow {
    const KIND: &'static str = "scores";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::required("reviewer_id", "评审专家编号"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "reviewer_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        let mut points = BTreeMap::new();
        for name in row.further() {
            let number = row.integer(name, 0..=100);
            points.insert(name.to_owned(), u32::try_from(number).unwrap_or_default());
        }
        Self(SheetInput {
            nomination: row.id("nomination_id"),
            reviewer: row.id("reviewer_id"),
            points,
        })
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.0.nomination), Cell::from(&self.0.reviewer)]
    }

    fn further_cell(&self, name: &str) -> Cell<'_> {
        Cell::from(self.0.points.get(name).copied())
    }
}

/// A row of the groups file.
struct GroupRow {
    nomination_id: String,
    group: String,
}

impl Sheet for GroupRow {
    const KIND: &'static str = "groups";
    const COLUMNS: &'static [Column] =
        &[Column::required("nomination_id", "提名号"), Column::required("group", "评审组")];
    const UNIQUE: &'static [&'static str] = &["nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self { nomination_id: row.id("nomination_id"), group: row.line_of_text("group", 100) }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.nomination_id), Cell::from(&self.group)]
    }
}

/// A row of the figures file.
struct FigureRow(OutputRow);

/// Hundredths of a point as points.
fn points(hundredths: Option<i32>) -> Cell<'static> {
    hundredths.map_or(Cell::Empty, |parts| {
        let (sign, parts) = (if parts < 0 { "-" } else { "" }, parts.unsigned_abs());
        Cell::Text(Cow::Owned(format!("{sign}{}.{:02}", parts / 100, parts % 100)))
    })
}

/// Points as hundredths of one.
fn hundredths(text: &str) -> Option<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, parts) = digits.split_once('.')?;
    Some(sign * (whole.parse::<i32>().ok()? * 100 + parts.parse::<i32>().ok()?))
}

fn optional_count(row: &mut Row<'_>, column: &str) -> Option<u32> {
    let number = row.optional_integer(column, 0..=i64::from(u32::MAX));
    number.and_then(|number| u32::try_from(number).ok())
}

impl Sheet for FigureRow {
    const KIND: &'static str = "aggregate";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::optional("group", "评审组"),
        Column::required("sheets", "评审表数"),
        Column::optional("raw", "原始均分"),
        Column::optional("calibrated", "校准均分"),
        Column::optional("used", "采用均分"),
        Column::optional("rank", "排名"),
        Column::optional("rank_low", "排名下限"),
        Column::optional("rank_high", "排名上限"),
        Column::optional("spread", "极差"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self(OutputRow {
            nomination: row.id("nomination_id"),
            group: row.optional_line_of_text("group", 100).unwrap_or_default(),
            sheets: optional_count(row, "sheets").unwrap_or_default(),
            raw: hundredths(row.raw("raw")),
            calibrated: hundredths(row.raw("calibrated")),
            used: hundredths(row.raw("used")),
            rank: optional_count(row, "rank"),
            rank_low: optional_count(row, "rank_low"),
            rank_high: optional_count(row, "rank_high"),
            spread: hundredths(row.raw("spread")),
        })
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let row = &self.0;
        vec![
            Cell::from(&row.nomination),
            Cell::from(&row.group),
            Cell::Integer(i64::from(row.sheets)),
            points(row.raw),
            points(row.calibrated),
            points(row.used),
            Cell::from(row.rank),
            Cell::from(row.rank_low),
            Cell::from(row.rank_high),
            points(row.spread),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: AggregateArguments,
    }

    const SEED: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const SCORES: &str = "nomination_id,reviewer_id,novelty,value,effect,material\n\
        n1,r1,90,90,90,90\nn1,r2,80,80,80,80\nn2,r1,70,75,70,70\nn2,r3,70,70,70,70\n\
        n3,r1,85,85,85,85\n";

    /// Runs the command on a file of sheets: its outcome, what it wrote, what it reported.
    fn figures(scores: &str, options: &str) -> (Result<(), String>, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        fs::write(path("scores.csv"), scores).unwrap();
        fs::write(path("groups.csv"), "nomination_id,group\nn1,A\nn2,A\nn3,B\n").unwrap();
        let line = format!(
            "aggregate --scores {} --out {} {}",
            path("scores.csv"),
            path("out.csv"),
            options.replace("GROUPS", &path("groups.csv"))
        );
        let mut report = Vec::new();
        let outcome = run(&Line::parse_from(line.split_whitespace()).arguments, &mut report);
        let written = fs::read_to_string(path("out.csv")).unwrap_or_default();
        (outcome.map_err(|fault| fault.to_string()), written, String::from_utf8(report).unwrap())
    }

    #[test]
    fn sheets_become_figures_with_ranks() {
        let (outcome, written, report) = figures(SCORES, &format!("--seed {SEED}"));
        assert_eq!(outcome, Ok(()));
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(
            lines[0],
            "nomination_id,group,sheets,raw,calibrated,used,rank,rank_low,rank_high,spread"
        );
        assert!(lines[1].starts_with("n1,NAT,2,85.00,,85.00,1,1,"), "{written}");
        assert!(lines[2].starts_with("n2,NAT,2,70.75,,70.75,3,3,3,1.50"), "{written}");
        assert!(lines[3].starts_with("n3,NAT,1,85.00,,85.00,1,1,"), "{written}");
        assert!(report.contains("3 nominations, 5 sheets"), "{report}");
        let (_, again, _) = figures(SCORES, &format!("--seed {SEED}"));
        assert_eq!(again, written, "the same bytes");
    }

    #[test]
    fn groups_rank_by_themselves_and_few_sheets_are_not_calibrated() {
        let options = format!("--groups GROUPS --calibrate --seed {SEED}");
        let (outcome, written, report) = figures(SCORES, &options);
        assert_eq!(outcome, Ok(()));
        assert!(written.contains("\nn2,A,2,70.75,,70.75,2,"), "{written}");
        assert!(written.contains("\nn3,B,1,85.00,,85.00,1,1,1,0.00"), "{written}");
        assert!(report.contains("样本不足不校准"), "{report}");
    }

    #[test]
    fn what_cannot_be_read_is_told_by_line_and_column_and_nothing_is_written() {
        let off = SCORES.replace("n2,r3,70,70", "n2,r3,70,72");
        let without = SCORES.replace(",material", ",colour");
        let stranger = SCORES.replace("n3", "n4");
        let twice = format!("{SCORES}n1,r1,90,90,90,90\n");
        for (scores, options, told) in [
            (off.as_str(), format!("--seed {SEED}"), "scores.csv:5 value"),
            (without.as_str(), format!("--seed {SEED}"), "material"),
            (twice.as_str(), format!("--seed {SEED}"), "scores.csv:7"),
            (SCORES, "--seed 00".to_owned(), "64"),
            (SCORES, format!("--seed {SEED} --category XXX"), "XXX"),
            (stranger.as_str(), format!("--groups GROUPS --seed {SEED}"), "n4"),
        ] {
            let (outcome, written, _) = figures(scores, &options);
            let fault = outcome.unwrap_err();
            assert!(fault.contains(told), "{told}: {fault}");
            assert_eq!(written, "", "{told}");
        }
        let (outcome, written, report) = figures(&off, &format!("--seed {SEED} --skip-bad-rows"));
        assert_eq!(outcome, Ok(()));
        assert!(written.contains("\nn2,NAT,1,71.50,"), "{written}");
        assert!(report.contains("scores.csv:5"), "{report}");
    }

    #[test]
    fn points_are_written_and_read_back() {
        for (parts, text) in [(0, "0.00"), (8_305, "83.05"), (-7, "-0.07"), (-120, "-1.20")] {
            assert_eq!(points(Some(parts)), Cell::from(text));
            assert_eq!(hundredths(text), Some(parts));
        }
        assert_eq!((points(None), hundredths("")), (Cell::Empty, None));
    }
}
