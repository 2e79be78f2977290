//! `laurel engine conflicts`: how do the files of a round become a file of conflicts of interest?
//!
//! Plain CSV in, plain CSV out, no server and no database; the work is done by
//! [`crate::conflicts`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::conflicts::{
    ConflictInput, ConflictKind, ConflictPolicy, Finding, PolicyError, Severity, detect,
};
use crate::exchange::{
    self, Cell, Column, Faults, Format, Row, RowPolicy, Sheet, Style, WriteFault, Writer,
};
use crate::experts::model::{Affiliation, Expert, Publication};
use crate::nominations::model::{Nomination, Paper, Person};
use crate::units::model::Unit;

/// Find who must keep out of what, and why.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ConflictsArguments {
    /// The pool (`expert_id,name,unit`, also used: `name_en`, `former_units`, `keywords`, `email`,
    /// `email_domain`, `orcid`).
    #[arg(long, value_name = "FILE")]
    experts: PathBuf,
    /// The experts' publications (`publication_id,title,expert_ids`, also used: `year`, `authors`,
    /// `doi`).
    #[arg(long, value_name = "FILE")]
    publications: PathBuf,
    /// The nominations (`nomination_id,title`, also used: `abstract`, `keywords`, `category`,
    /// `panel`, `round`, `excluded_experts`).
    #[arg(long, value_name = "FILE")]
    nominations: PathBuf,
    /// The people of the nominations (`nomination_id,order,name`, also used: `unit`, `work_unit`,
    /// `email`, `orcid`, `role`).
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    /// Employments with years (`person_ref,unit,from,to`).
    #[arg(long, value_name = "FILE")]
    affiliations: Option<PathBuf>,
    /// Papers that the nominations cite (`nomination_id,title,authors,year,doi`).
    #[arg(long, value_name = "FILE")]
    papers: Option<PathBuf>,
    /// Aliases and parents of units (`unit,alias,parent`).
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// A policy in place of the built-in one (TOML).
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Where to write the conflicts
    /// (`nomination_id,expert_id,kind,severity,confidence,evidence`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
}

/// Why nothing was written (exit code 1).
#[derive(Debug, thiserror::Error)]
pub(super) enum ConflictsFault {
    /// A file is wrong.
    #[error("{0}")]
    Data(#[from] Faults),
    /// The file of the policy cannot be read.
    #[error("{path}: 无法读取回避规则 / the conflict policy cannot be read: {error}")]
    PolicyFile {
        /// The file.
        path: String,
        /// Why not.
        error: io::Error,
    },
    /// The policy is wrong.
    #[error("{path}: {error}")]
    Policy {
        /// The file.
        path: String,
        /// What is wrong.
        error: PolicyError,
    },
    /// The output cannot be written.
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written.
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &ConflictsArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    match run(arguments, &mut report) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Nobody is left to tell if standard error is closed; the exit code still says it.
            drop(writeln!(report, "{fault}"));
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
    let policy = arguments.conflict_policy()?;
    let experts: Vec<Expert> = arguments.read(&arguments.experts, report)?;
    let publications: Vec<Publication> = arguments.read(&arguments.publications, report)?;
    let nominations: Vec<Nomination> = arguments.read(&arguments.nominations, report)?;
    let people: Vec<Person> = arguments.read(&arguments.people, report)?;
    let affiliations: Vec<Affiliation> =
        arguments.read_optional(arguments.affiliations.as_deref(), report)?;
    let papers: Vec<Paper> = arguments.read_optional(arguments.papers.as_deref(), report)?;
    let units: Vec<Unit> = arguments.read_optional(arguments.units.as_deref(), report)?;
    let findings = detect(
        &ConflictInput {
            experts: &experts,
            publications: &publications,
            affiliations: &affiliations,
            units: &units,
            nominations: &nominations,
            people: &people,
            papers: &papers,
        },
        &policy,
    );
    let mut writer = Writer::create(&arguments.out, Style::plain(Format::Csv))?;
    for finding in &findings {
        writer.push(&FindingRow::from(finding))?;
    }
    writer.finish()?;
    Ok(tell(report, &findings)?)
}

impl ConflictsArguments {
    fn conflict_policy(&self) -> Result<ConflictPolicy, ConflictsFault> {
        let Some(file) = &self.policy else {
            return Ok(ConflictPolicy::default());
        };
        let path = file.display().to_string();
        match fs::read_to_string(file) {
            Ok(text) => ConflictPolicy::from_toml(&text)
                .map_err(|error| ConflictsFault::Policy { path, error }),
            Err(error) => Err(ConflictsFault::PolicyFile { path, error }),
        }
    }

    /// The records of a file; its warnings are passed on.
    fn read<S: Sheet>(
        &self,
        path: &Path,
        report: &mut dyn Write,
    ) -> Result<Vec<S>, ConflictsFault> {
        let rows = if self.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict };
        let outcome = exchange::read_all(path, rows)?;
        for warning in &outcome.summary.warnings {
            writeln!(report, "{warning}")?;
        }
        if outcome.summary.skipped_rows > 0 {
            writeln!(report, "{}", outcome.summary.skipped)?;
        }
        Ok(outcome.records)
    }

    fn read_optional<S: Sheet>(
        &self,
        path: Option<&Path>,
        report: &mut dyn Write,
    ) -> Result<Vec<S>, ConflictsFault> {
        path.map_or_else(|| Ok(Vec::new()), |path| self.read(path, report))
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

    const EXPERTS: &str = "expert_id,name,unit\nE1,陆望舒,青松大学\nE2,顾远山,云台大学\n";
    const PUBLICATIONS: &str = "publication_id,title,expert_ids\np1,云雾林水分收支,E1;E2\n";
    const NOMINATIONS: &str = "nomination_id,title,round\nJ1,云雾林观测技术,2027\n";
    const PEOPLE: &str = "nomination_id,order,name,unit,work_unit\nJ1,1,陆望舒,青松大学,青松大学\n";

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            for (name, text) in [
                ("experts.csv", EXPERTS),
                ("publications.csv", PUBLICATIONS),
                ("nominations.csv", NOMINATIONS),
                ("people.csv", PEOPLE),
            ] {
                fs::write(folder.path(name), text).unwrap();
            }
            folder
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn arguments(&self) -> ConflictsArguments {
            ConflictsArguments {
                experts: self.path("experts.csv"),
                publications: self.path("publications.csv"),
                nominations: self.path("nominations.csv"),
                people: self.path("people.csv"),
                affiliations: None,
                papers: None,
                units: None,
                policy: None,
                out: self.path("conflicts.csv"),
                skip_bad_rows: false,
            }
        }

        fn written(&self) -> String {
            fs::read_to_string(self.path("conflicts.csv")).unwrap()
        }
    }

    #[test]
    fn files_become_a_file() {
        let folder = Folder::new();
        let mut report = Vec::new();
        run(&folder.arguments(), &mut report).unwrap();
        let written = folder.written();
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
        assert!(report.contains("3 conflicts found") && report.contains("与完成人同单位"));
        let rows =
            exchange::read_all::<FindingRow>(&folder.path("conflicts.csv"), RowPolicy::Strict);
        assert_eq!(rows.unwrap().records.len(), 3);
    }

    #[test]
    fn a_policy_of_ones_own() {
        let folder = Folder::new();
        let text = include_str!("../../rules/conflicts/default.toml");
        let lenient = text.replace("same_unit = \"bar\"", "same_unit = \"flag\"");
        fs::write(folder.path("policy.toml"), lenient).unwrap();
        let arguments =
            ConflictsArguments { policy: Some(folder.path("policy.toml")), ..folder.arguments() };
        run(&arguments, &mut Vec::new()).unwrap();
        assert!(folder.written().contains("J1,E1,same_unit,flag,1.000,"));
    }

    #[test]
    fn faults_name_the_file_and_write_nothing() {
        let folder = Folder::new();
        fs::write(folder.path("policy.toml"), "windows = 3").unwrap();
        for (name, part) in [("none.toml", "none.toml"), ("policy.toml", "policy.toml")] {
            let arguments =
                ConflictsArguments { policy: Some(folder.path(name)), ..folder.arguments() };
            let fault = run(&arguments, &mut Vec::new()).unwrap_err();
            assert!(fault.to_string().contains(part), "{fault}");
        }
        fs::write(folder.path("people.csv"), "nomination_id,order\nJ1,1\n").unwrap();
        let fault = run(&folder.arguments(), &mut Vec::new()).unwrap_err();
        assert!(fault.to_string().contains("people.csv"), "{fault}");
        assert!(!folder.path("conflicts.csv").exists());
    }
}
