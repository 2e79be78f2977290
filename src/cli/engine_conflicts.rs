//! `laurel engine conflicts`: how do the files of a round become a file of conflicts of interest?
//!
//! Plain CSV in, plain CSV out, no server and no database; the work is done by
//! [`crate::conflicts`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::conflicts::{
    ConflictInput, ConflictKind, Finding, PathRow, Severity, detect, labels, path,
};
use crate::exchange::{Cell, Column, Format, Row, Sheet, Style, Writer};

use super::conflict_records::{ConflictsFault, RecordFiles, complain};

#[path = "engine_conflicts_scan.rs"]
mod scan;

/// Find who must keep out of what, and why.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ConflictsArguments {
    #[command(flatten)]
    files: RecordFiles,
    /// Where to write the conflicts
    /// (`nomination_id,expert_id,kind,severity,confidence,evidence`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Who judged what in a finished round (`nomination_id,expert_id`, also used: `assigned_on`): only
    /// bars and flags that stood between are written, with `assigned_on,recorded_on,was_known`.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    scan: Option<PathBuf>,
    /// Where to write by which way each expert is tied to the nomination
    /// (`nomination_id,expert_id,kind,step,from,relation,to,source`).
    #[arg(long, value_name = "FILE")]
    paths: Option<PathBuf>,
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &ConflictsArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    match run(arguments, &mut report) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            complain(&mut report, &fault);
            ExitCode::from(1)
        }
    }
}

/// Reads the files, finds the conflicts, writes them whole or not at all, and counts them by kind
/// on `report` (standard error).
///
/// # Errors
/// [`ConflictsFault`]; the output file is then as it was before.
pub(super) fn run(
    arguments: &ConflictsArguments,
    report: &mut dyn Write,
) -> Result<(), ConflictsFault> {
    let policy = arguments.files.conflict_policy()?;
    let records = arguments.files.read_all(report)?;
    if let Some(judged) = &arguments.scan {
        let asked = (&arguments.files, judged.as_path());
        return scan::run(asked, (&records.input(), policy), &arguments.out, report);
    }
    let findings = detect(&records.input(), &policy);
    if let Some(paths) = &arguments.paths {
        write_paths(paths, &records.input(), &findings)?;
    }
    let mut writer = Writer::create(&arguments.out, Style::plain(Format::Csv))?;
    for finding in &findings {
        writer.push(&FindingRow::from(finding))?;
    }
    writer.finish()?;
    Ok(tell(report, &findings)?)
}

/// Every way of every finding, a step a row.
fn write_paths(
    file: &Path,
    input: &ConflictInput<'_>,
    findings: &[Finding],
) -> Result<(), ConflictsFault> {
    let names = labels(input);
    let mut writer = Writer::create(file, Style::plain(Format::Csv))?;
    for finding in findings {
        let way = path(finding, &|source| names.of(source));
        for (step, row) in way.rows().into_iter().zip(1..).map(|(row, step)| (step, row)) {
            let kind = finding.kind.code().into();
            let (nomination_id, expert_id) =
                (finding.nomination_id.clone(), finding.expert_id.clone());
            writer.push(&StepRow { nomination_id, expert_id, kind, step, row })?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// A row of the file of ways.
struct StepRow {
    nomination_id: String,
    expert_id: String,
    kind: Cow<'static, str>,
    step: i64,
    row: PathRow,
}

impl Sheet for StepRow {
    const KIND: &'static str = "conflict_paths";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::required("expert_id", "专家编号"),
        Column::required("kind", "回避类型"),
        Column::required("step", "步"),
        Column::required("from", "起点"),
        Column::required("relation", "关系"),
        Column::required("to", "终点"),
        Column::optional("source", "出处"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "expert_id", "kind", "step"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            kind: row.id("kind").into(),
            step: row.integer("step", 1..=i64::MAX),
            row: PathRow {
                from: row.line_of_text("from", 2_000),
                zh: row.line_of_text("relation", 200),
                en: String::new(),
                to: row.line_of_text("to", 2_000),
                source: row
                    .optional_line_of_text("source", 2_100)
                    .and_then(|source| source.try_into().ok()),
            },
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let source = self.row.source.as_ref();
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.expert_id),
            Cell::Text(Cow::Borrowed(&self.kind)),
            Cell::Integer(self.step),
            Cell::from(&self.row.from),
            Cell::from(&self.row.zh),
            Cell::from(&self.row.to),
            source.map_or(Cell::Empty, |source| Cell::Text(source.to_string().into())),
        ]
    }
}

/// A row of the conflicts file; the confidence has three places.
struct FindingRow {
    nomination_id: String,
    expert_id: String,
    kind: Cow<'static, str>,
    severity: Cow<'static, str>,
    confidence: String,
    evidence: String,
}

impl From<&Finding> for FindingRow {
    fn from(finding: &Finding) -> Self {
        Self {
            nomination_id: finding.nomination_id.clone(),
            expert_id: finding.expert_id.clone(),
            kind: finding.kind.code().into(),
            severity: finding.severity.code().into(),
            confidence: finding.confidence_text(),
            evidence: finding.evidence_line(),
        }
    }
}

impl Sheet for FindingRow {
    const KIND: &'static str = "conflicts";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::required("expert_id", "专家编号"),
        Column::required("kind", "回避类型"),
        Column::required("severity", "严重程度"),
        Column::required("confidence", "置信度"),
        Column::required("evidence", "证据"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "expert_id", "kind"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            kind: row.id("kind").into(),
            severity: row.id("severity").into(),
            confidence: row.id("confidence"),
            evidence: row.optional_text("evidence", 200_000).unwrap_or_default(),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let text = |text| Cell::Text(Cow::Borrowed(text));
        vec![
            text(&self.nomination_id),
            text(&self.expert_id),
            text(&self.kind),
            text(&self.severity),
            text(&self.confidence),
            text(&self.evidence),
        ]
    }
}

/// Counts by kind and severity, one line each.
fn tell(report: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    let mut counts: BTreeMap<(ConflictKind, Severity), usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.kind, finding.severity)).or_default() += 1;
    }
    let total = findings.len();
    writeln!(report, "发现 {total} 项利益冲突 / {total} conflicts found")?;
    for ((kind, severity), count) in counts {
        let (zh, en, severity) = (kind.label_zh(), kind.label_en(), severity.code());
        writeln!(report, "  {severity:<4} {count:>7}  {zh} / {en}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::conflict_records::trial::Folder;
    use crate::exchange::{self, RowPolicy};

    fn arguments(folder: &Folder) -> ConflictsArguments {
        let out = folder.path("conflicts.csv");
        ConflictsArguments { files: folder.files(), out, scan: None, paths: None }
    }

    fn with_policy(folder: &Folder, name: &str) -> ConflictsArguments {
        let files = RecordFiles { policy: Some(folder.path(name)), ..folder.files() };
        ConflictsArguments { files, ..arguments(folder) }
    }

    #[test]
    fn files_become_a_file() {
        let folder = Folder::new();
        let mut report = Vec::new();
        run(&arguments(&folder), &mut report).unwrap();
        let written = folder.read("conflicts.csv");
        let mut lines = written.lines();
        assert_eq!(
            lines.next().unwrap(),
            "nomination_id,expert_id,kind,severity,confidence,evidence"
        );
        let starts: Vec<&str> =
            lines.map(|line| line.split_once(",0.").map_or(line, |(start, _)| start)).collect();
        assert_eq!(starts[0], "J1,E1,completer,bar");
        assert!(starts[1].starts_with("J1,E1,same_unit,bar,1.000,"), "{}", starts[1]);
        assert_eq!(starts[2], "J1,E2,coauthor,bar");
        assert_eq!(starts.len(), 3);
        let report = String::from_utf8(report).unwrap();
        assert!(
            report.contains("3 conflicts found") && report.contains("与完成人或者完成单位同单位")
        );
        let rows =
            exchange::read_all::<FindingRow>(&folder.path("conflicts.csv"), RowPolicy::Strict);
        assert_eq!(rows.unwrap().records.len(), 3);
    }

    #[test]
    fn a_policy_of_ones_own() {
        let folder = Folder::new();
        let text = include_str!("../../rules/conflicts/default.toml");
        let lenient = text.replace("same_unit = \"bar\"", "same_unit = \"flag\"");
        folder.write("policy.toml", &lenient);
        run(&with_policy(&folder, "policy.toml"), &mut Vec::new()).unwrap();
        assert!(folder.read("conflicts.csv").contains("J1,E1,same_unit,flag,1.000,"));
    }

    #[test]
    fn faults_name_the_file_and_write_nothing() {
        let folder = Folder::new();
        folder.write("policy.toml", "windows = 3");
        for (name, part) in [("none.toml", "none.toml"), ("policy.toml", "policy.toml")] {
            let fault = run(&with_policy(&folder, name), &mut Vec::new()).unwrap_err();
            assert!(fault.to_string().contains(part), "{fault}");
        }
        folder.write("people.csv", "nomination_id,order\nJ1,1\n");
        let fault = run(&arguments(&folder), &mut Vec::new()).unwrap_err();
        assert!(fault.to_string().contains("people.csv"), "{fault}");
        assert!(!folder.path("conflicts.csv").exists());
    }

    #[test]
    fn declarations_and_ways_are_files_too() {
        let folder = Folder::new();
        let text = "declaration_id,expert_id,kind,person,unit\nD1,E2,近亲属,陆望舒,青松大学\n";
        let declarations = Some(folder.write("declarations.csv", text));
        let arguments = ConflictsArguments {
            files: RecordFiles { declarations, ..folder.files() },
            paths: Some(folder.path("paths.csv")),
            ..arguments(&folder)
        };
        run(&arguments, &mut Vec::new()).unwrap();
        assert!(folder.read("conflicts.csv").contains("J1,E2,kin,bar,"));
        let steps: Vec<String> = folder
            .read("paths.csv")
            .lines()
            .filter(|line| line.contains(",kin,"))
            .map(str::to_owned)
            .collect();
        assert_eq!(
            steps,
            [
                "J1,E2,kin,1,顾远山,申报,D1,declaration:D1",
                "J1,E2,kin,2,D1,涉及,陆望舒,declaration:D1",
                "J1,E2,kin,3,陆望舒,完成人,J1,declaration:D1",
            ]
        );
        let rows = exchange::read_all::<StepRow>(&folder.path("paths.csv"), RowPolicy::Strict);
        assert!(rows.unwrap().records.len() > 3);
    }
}
