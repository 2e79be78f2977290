//! `laurel engine check-names`: may the people of a pasted list be invited to judge a round?

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::conflicts::{CheckedName, Grade, NameCheck, check_names};
use crate::exchange::{self, Cell, Column, Format, Row, Sheet, Style, Writer};

use super::conflict_records::{ConflictsFault, RecordFiles, complain};

/// Check a list of names before inviting.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct CheckNamesArguments {
    #[command(flatten)]
    files: RecordFiles,
    /// The list, UTF-8: a line a name, then unit, mail address, ORCID, parted by tab, comma or
    /// several blanks.
    #[arg(long, value_name = "FILE")]
    names: PathBuf,
    /// Only against these nominations.
    #[arg(long, value_name = "NUMBER", num_args = 1..)]
    only: Vec<String>,
    /// Where to write the answers
    /// (`line,name,unit,grade,expert_ids,barred,flagged,kinds,evidence,problem`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &CheckNamesArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    match run(arguments, &mut report) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            complain(&mut report, &fault);
            ExitCode::from(1)
        }
    }
}

fn run(arguments: &CheckNamesArguments, report: &mut dyn Write) -> Result<(), ConflictsFault> {
    let policy = arguments.files.conflict_policy()?;
    let unreadable =
        |error| ConflictsFault::Unreadable { path: arguments.names.display().to_string(), error };
    let bytes = fs::read(&arguments.names).map_err(unreadable)?;
    let text = exchange::decoded(&bytes)
        .map_err(|fault| unreadable(io::Error::other(fault.to_string())))?;
    let records = arguments.files.read_all(report)?;
    let only: BTreeSet<String> = arguments.only.iter().cloned().collect();
    let chosen = Some(&only).filter(|only| !only.is_empty());
    let check = check_names(&text, &records.input(), &policy, chosen);
    let mut writer = Writer::create(&arguments.out, Style::plain(Format::Csv))?;
    for row in &check.rows {
        writer.push(&NameRow::from(row))?;
    }
    writer.finish()?;
    Ok(tell(report, &check)?)
}

fn tell(report: &mut dyn Write, check: &NameCheck) -> io::Result<()> {
    let counts = &check.counts;
    writeln!(
        report,
        "{} 行：无冲突 {}，待核 {}，须回避 {}，无法读取 {} / {} lines: {} clean, {} soft, {} hard, {} unreadable",
        counts.lines,
        counts.clean,
        counts.soft,
        counts.hard,
        counts.unreadable,
        counts.lines,
        counts.clean,
        counts.soft,
        counts.hard,
        counts.unreadable,
    )?;
    for row in &check.rows {
        if let Some(problem) = row.problem.as_ref().filter(|_| row.grade == Grade::Unreadable) {
            writeln!(report, "{}: {problem}: {}", row.line, row.text)?;
        }
    }
    Ok(())
}

/// A row of the answers.
struct NameRow {
    line: i64,
    name: String,
    unit: Option<String>,
    grade: Cow<'static, str>,
    expert_ids: Vec<String>,
    barred: i64,
    flagged: i64,
    kinds: Vec<String>,
    evidence: Option<String>,
    problem: Option<String>,
}

impl From<&CheckedName> for NameRow {
    fn from(row: &CheckedName) -> Self {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let grade = match row.grade {
            Grade::Clean => "clean",
            Grade::Soft => "soft",
            Grade::Hard => "hard",
            Grade::Unreadable => "unreadable",
        };
        let sure = row.experts.iter().filter(|one| one.is_sure);
        let first = row.reasons.first();
        Self {
            line: count(row.line),
            name: row.name.clone(),
            unit: row.unit.clone(),
            grade: grade.into(),
            expert_ids: sure.map(|one| one.expert_id.clone()).collect(),
            barred: count(row.nominations_barred),
            flagged: count(row.nominations_flagged),
            kinds: row.kinds.iter().map(|one| one.kind.code().to_owned()).collect(),
            evidence: first.map(|one| format!("{}: {}", one.nomination_id, one.zh)),
            problem: row.problem.as_ref().map(ToString::to_string),
        }
    }
}

impl Sheet for NameRow {
    const KIND: &'static str = "checked_names";
    const COLUMNS: &'static [Column] = &[
        Column::required("line", "行"),
        Column::optional("name", "姓名"),
        Column::optional("unit", "单位"),
        Column::required("grade", "结果"),
        Column::optional("expert_ids", "专家编号"),
        Column::optional("barred", "回避项目数"),
        Column::optional("flagged", "待核项目数"),
        Column::optional("kinds", "回避类型"),
        Column::optional("evidence", "证据"),
        Column::optional("problem", "问题"),
    ];
    const UNIQUE: &'static [&'static str] = &["line"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            line: row.integer("line", 1..=i64::MAX),
            name: row.optional_line_of_text("name", 300).unwrap_or_default(),
            unit: row.optional_line_of_text("unit", 1_000),
            grade: row.id("grade").into(),
            expert_ids: row.ids("expert_ids"),
            barred: row.optional_integer("barred", 0..=i64::MAX).unwrap_or_default(),
            flagged: row.optional_integer("flagged", 0..=i64::MAX).unwrap_or_default(),
            kinds: row.ids("kinds"),
            evidence: row.optional_text("evidence", 200_000),
            problem: row.optional_text("problem", 2_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Integer(self.line),
            Cell::from(&self.name),
            Cell::from(&self.unit),
            Cell::Text(Cow::Borrowed(&self.grade)),
            Cell::from(&self.expert_ids),
            Cell::Integer(self.barred),
            Cell::Integer(self.flagged),
            Cell::from(&self.kinds),
            Cell::from(&self.evidence),
            Cell::from(&self.problem),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::conflict_records::trial::Folder;

    #[test]
    fn a_list_becomes_answers_and_what_cannot_be_read_is_named() {
        let folder = Folder::new();
        let names =
            folder.write("names.txt", "陆望舒，青松大学\n顾远山 云台大学\n青松大学\n沈听澜\n");
        let arguments = CheckNamesArguments {
            files: folder.files(),
            names,
            only: Vec::new(),
            out: folder.path("answers.csv"),
        };
        let mut report = Vec::new();
        run(&arguments, &mut report).unwrap();
        let written = folder.read("answers.csv");
        let starts: Vec<String> = written
            .lines()
            .skip(1)
            .map(|line| line.split(',').take(7).collect::<Vec<_>>().join(","))
            .collect();
        assert_eq!(
            starts,
            [
                "1,陆望舒,青松大学,hard,E1,1,0",
                "2,顾远山,云台大学,hard,E2,1,0",
                "3,,,unreadable,,0,0",
                "4,沈听澜,,clean,,0,0",
            ]
        );
        let report = String::from_utf8(report).unwrap();
        assert!(report.contains("2 hard, 1 unreadable") && report.contains("\n3: "), "{report}");
        let only = CheckNamesArguments { only: vec!["J9".to_owned()], ..arguments };
        run(&only, &mut Vec::new()).unwrap();
        assert!(!folder.read("answers.csv").contains("hard"));
    }
}
