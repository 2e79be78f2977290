//! `laurel engine conflicts --scan`: who judged in a finished round in spite of a conflict, by what is
//! found now, and was the record there when the work was given?

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;

use super::super::conflict_records::{ConflictsFault, RecordFiles};
use super::FindingRow;
use crate::conflicts::{
    ConflictInput, ConflictPolicy, Judged, JudgedInSpite, detect, recorded_days, scan,
};
use crate::exchange::{
    self, Cell, Column, Fault, Faults, Format, Problem, Row, RowPolicy, Sheet, Style, Writer,
    excerpt,
};

/// Reads who judged what, finds what stood between, and writes it: bars first.
pub(super) fn run(
    (files, judged): (&RecordFiles, &Path),
    (input, policy): (&ConflictInput<'_>, ConflictPolicy),
    out: &Path,
    report: &mut dyn Write,
) -> Result<(), ConflictsFault> {
    let judged = read(files, judged, input, report)?;
    let policy = of_round(policy, &judged, input, report)?;
    let days = recorded_days(input);
    let findings = detect(input, &policy);
    let found = scan(&judged, &findings, &|source| days.get(source).copied());
    let mut writer = Writer::create(out, Style::plain(Format::Csv))?;
    for one in &found {
        writer.push(&InSpiteRow::from(one))?;
    }
    writer.finish()?;
    Ok(tell(report, &judged, &found)?)
}

/// The policy for the round that was judged, where the policy itself names none: the latest among what
/// was judged, which need not be the latest of the files. What is of another round is told.
fn of_round(
    policy: ConflictPolicy,
    judged: &[Judged],
    input: &ConflictInput<'_>,
    report: &mut dyn Write,
) -> io::Result<ConflictPolicy> {
    let rounds: BTreeMap<&str, i32> = input
        .nominations
        .iter()
        .filter_map(|one| Some((one.nomination_id.as_str(), one.round?)))
        .collect();
    let year_of = |one: &Judged| rounds.get(one.nomination_id.as_str()).copied();
    let years: Vec<i32> = judged.iter().filter_map(year_of).collect();
    let reference_year = policy.reference_year.or(years.iter().max().copied());
    let others = years.iter().filter(|year| Some(**year) != reference_year).count();
    if let Some(year) = reference_year.filter(|_| others > 0) {
        writeln!(
            report,
            "{others} 项评审不属于 {year} 年度，未予复核 / {others} reviews are not of round {year} and were not looked at"
        )?;
    }
    Ok(ConflictPolicy { reference_year, ..policy })
}

/// Who judged what. Whoever or whatever the other files do not know cannot be looked at: such a row is
/// a fault, like one that cannot be read.
fn read(
    files: &RecordFiles,
    path: &Path,
    input: &ConflictInput<'_>,
    report: &mut dyn Write,
) -> Result<Vec<Judged>, ConflictsFault> {
    let rows = if files.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict };
    let outcome = exchange::read_all::<JudgedRow>(path, rows)?;
    for warning in &outcome.summary.warnings {
        writeln!(report, "{warning}")?;
    }
    if outcome.summary.skipped_rows > 0 {
        writeln!(report, "{}", outcome.summary.skipped)?;
    }
    let nominations: BTreeSet<&str> =
        input.nominations.iter().map(|one| one.nomination_id.as_str()).collect();
    let experts: BTreeSet<&str> = input.experts.iter().map(|one| one.expert_id.as_str()).collect();
    let mut strangers = Faults::default();
    let mut judged = Vec::with_capacity(outcome.records.len());
    for (JudgedRow(one), line) in outcome.records.into_iter().zip(outcome.lines) {
        let unknown = if !nominations.contains(one.nomination_id.as_str()) {
            Some((
                "nomination_id",
                &one.nomination_id,
                ["提名不在提名文件中", "no such nomination"],
            ))
        } else if !experts.contains(one.expert_id.as_str()) {
            Some(("expert_id", &one.expert_id, ["专家不在专家文件中", "no such expert"]))
        } else {
            None
        };
        match unknown {
            Some((column, id, [zh, en])) => strangers.push(Fault {
                file: path.display().to_string(),
                line: Some(line),
                column: Some(column.to_owned()),
                problem: Problem::Rule {
                    zh: format!("{zh}：{}", excerpt(id)),
                    en: format!("{en} in the files: {}", excerpt(id)),
                },
            }),
            None => judged.push(one),
        }
    }
    if strangers.is_empty() {
        Ok(judged)
    } else if files.skip_bad_rows {
        writeln!(report, "{strangers}")?;
        Ok(judged)
    } else {
        Err(strangers.into())
    }
}

/// Counts: what was judged, and what of it in spite of a conflict.
fn tell(report: &mut dyn Write, judged: &[Judged], found: &[JudgedInSpite]) -> io::Result<()> {
    let mut pairs: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for one in found {
        let pair = (one.finding.nomination_id.as_str(), one.finding.expert_id.as_str());
        *pairs.entry(pair).or_default() |= one.was_known == Some(true);
    }
    let (all, of_them) = (judged.len(), pairs.len());
    let known = pairs.values().filter(|was_known| **was_known).count();
    writeln!(
        report,
        "{all} 项评审中，{of_them} 项评审人与提名有须回避或待核的关系，其中 {known} 项指派时已有记录 / \
         of {all} reviews, {of_them} in spite of a bar or flag, {known} of them on record when the work was given"
    )
}

/// A row of the file of who judged what.
struct JudgedRow(Judged);

impl Sheet for JudgedRow {
    const KIND: &'static str = "judged";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
        Column::required("expert_id", "专家编号"),
        Column::optional("assigned_on", "指派日期"),
    ];
    // Work may be given twice.
    const UNIQUE: &'static [&'static str] = &[];

    fn parse(row: &mut Row<'_>) -> Self {
        Self(Judged {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            assigned_on: row.date("assigned_on"),
        })
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.0.nomination_id),
            Cell::from(&self.0.expert_id),
            Cell::from(self.0.assigned_on),
        ]
    }
}

/// A row of what was found: a finding, and what was known when the work was given.
struct InSpiteRow {
    finding: FindingRow,
    assigned_on: Option<NaiveDate>,
    recorded_on: Option<NaiveDate>,
    was_known: Cow<'static, str>,
}

impl From<&JudgedInSpite> for InSpiteRow {
    fn from(one: &JudgedInSpite) -> Self {
        let was_known = match one.was_known {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        Self {
            finding: FindingRow::from(&one.finding),
            assigned_on: one.assigned_on,
            recorded_on: one.recorded_on,
            was_known: was_known.into(),
        }
    }
}

impl Sheet for InSpiteRow {
    const KIND: &'static str = "judged_in_spite";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::required("expert_id", "专家编号"),
        Column::required("kind", "回避类型"),
        Column::required("severity", "严重程度"),
        Column::required("confidence", "置信度"),
        Column::required("evidence", "证据"),
        Column::optional("assigned_on", "指派日期"),
        Column::optional("recorded_on", "记录日期"),
        Column::optional("was_known", "指派时已有记录"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "expert_id", "kind"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            finding: FindingRow::parse(row),
            assigned_on: row.date("assigned_on"),
            recorded_on: row.date("recorded_on"),
            was_known: row.optional_line_of_text("was_known", 10).unwrap_or_default().into(),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = self.finding.cells();
        cells.push(Cell::from(self.assigned_on));
        cells.push(Cell::from(self.recorded_on));
        cells.push(Cell::Text(Cow::Borrowed(&self.was_known)));
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ConflictsArguments, run};
    use super::InSpiteRow;
    use crate::cli::conflict_records::{RecordFiles, trial::Folder};
    use crate::exchange::{self, RowPolicy};

    fn arguments(folder: &Folder, judged: &str) -> ConflictsArguments {
        ConflictsArguments {
            files: folder.files(),
            out: folder.path("found.csv"),
            paths: None,
            scan: Some(folder.write("judged.csv", judged)),
        }
    }

    #[test]
    fn a_finished_round_is_looked_at_again() {
        let folder = Folder::new();
        let text = "declaration_id,expert_id,kind,person,unit,made_on\n\
            D1,E2,近亲属,陆望舒,青松大学,2027-03-04\n";
        let declarations = Some(folder.write("declarations.csv", text));
        // The round of the year after is in the files too, and is not the one that was judged.
        let nominations = "nomination_id,title,round\nJ1,云雾林观测技术,2027\nK1,雨量计,2028\n";
        folder.write("nominations.csv", nominations);
        let judged = "nomination_id,expert_id,assigned_on,score\n\
            J1,E1,2027-03-01,0.5\nJ1,E2,2027-04-01,0.6\n";
        let asked = ConflictsArguments {
            files: RecordFiles { declarations, ..folder.files() },
            ..arguments(&folder, judged)
        };
        let mut report = Vec::new();
        run(&asked, &mut report).unwrap();
        let report = String::from_utf8(report).unwrap();
        assert!(
            report.contains("of 2 reviews, 2 in spite of a bar or flag, 1 of them"),
            "{report}"
        );
        let rows =
            exchange::read_all::<InSpiteRow>(&folder.path("found.csv"), RowPolicy::Strict).unwrap();
        let found: Vec<String> = rows
            .records
            .iter()
            .map(|row| {
                let of = &row.finding;
                assert!(!of.evidence.is_empty(), "{} {}", of.expert_id, of.kind);
                format!("{} {} {} {}", of.expert_id, of.kind, of.severity, row.was_known)
            })
            .collect();
        assert!(found.contains(&"E1 completer bar ".to_owned()), "{found:?}");
        assert!(found.contains(&"E2 kin bar yes".to_owned()), "{found:?}");
    }

    #[test]
    fn who_is_in_no_file_is_named_and_nothing_is_written() {
        let folder = Folder::new();
        let asked = arguments(&folder, "nomination_id,expert_id\nJ1,E1\nJ9,E1\nJ1,E9\n");
        let fault = run(&asked, &mut Vec::new()).unwrap_err().to_string();
        assert!(fault.contains("judged.csv:3 nomination_id") && fault.contains("J9"), "{fault}");
        assert!(fault.contains("judged.csv:4 expert_id") && fault.contains("E9"), "{fault}");
        assert!(!folder.path("found.csv").exists());
        let files = RecordFiles { skip_bad_rows: true, ..asked.files };
        let mut report = Vec::new();
        run(&ConflictsArguments { files, ..asked }, &mut report).unwrap();
        let report = String::from_utf8(report).unwrap();
        assert!(report.contains("of 1 reviews") && report.contains("J9"), "{report}");
    }
}
