//! `laurel engine tally`: how do a file of papers and a roll become a count?
//!
//! Plain files in, a plain file out, no server and no database; the work is done by [`crate::meetings::tally`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Deserialize;

use crate::exchange::{
    self, Cell, Column, Fault, Faults, Format, Problem, Row, RowPolicy, Sheet, Style, WriteFault,
    Writer,
};
use crate::meetings::{Law, Paper, Tally, model::Roll, tally};

/// Count papers.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct TallyArguments {
    /// The papers (`voter,marks`): the voter's label, empty in a secret ballot, and the numbers of the marked lines,
    /// parted by `;`.
    #[arg(long, value_name = "FILE")]
    papers: PathBuf,
    /// Who is expected (`voter,is_present,recused`): `recused` has the numbers of the lines of which he keeps out.
    #[arg(long, value_name = "FILE")]
    roll: PathBuf,
    /// How many lines there are and by what law they are counted, as TOML.
    #[arg(long, value_name = "FILE")]
    rules: PathBuf,
    /// Where to write the count (`line,votes,of,is_quorate,reaches,outcome`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// The law of a ballot and its number of lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    lines: u32,
    law: Law,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum TallyFault {
    /// The ending of the output names no format.
    #[error("{0}")]
    Usage(WriteFault),
    /// The rules cannot be read.
    #[error("{file}: {why}")]
    Rules {
        /// The file.
        file: String,
        /// What is wrong, in both languages.
        why: String,
    },
    /// A file is wrong.
    #[error("{0}")]
    Data(#[from] Faults),
    /// The output cannot be written.
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written.
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
}

/// The command: its report and its faults go to standard error. Exit codes: 0 done, 1 the data is wrong, 2 the output is
/// no format of ours.
pub(super) fn main(arguments: &TallyArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    let code = match run(arguments, &mut report) {
        Ok(()) => 0,
        Err(fault) => {
            // Nobody is left to tell if standard error is closed; the exit code still says it.
            drop(writeln!(report, "{fault}"));
            if matches!(fault, TallyFault::Usage(_)) { 2 } else { 1 }
        }
    };
    ExitCode::from(code)
}

/// Reads the files, counts, writes the count whole or not at all, and reports on `report`.
///
/// # Errors
/// [`TallyFault`]; the output file is then as it was before.
fn run(arguments: &TallyArguments, report: &mut dyn Write) -> Result<(), TallyFault> {
    let style = Style::plain(Format::of_path(&arguments.out).map_err(TallyFault::Usage)?);
    let rules = read_rules(&arguments.rules)?;
    let voters: Vec<VoterRow> = read(&arguments.roll)?.0;
    let roll = roll_of(&voters);
    let (rows, lines) = read::<PaperRow>(&arguments.papers)?;
    check(&arguments.papers, (&rows, &lines), &voters)?;
    let papers: Vec<Paper> = rows.iter().map(|row| row.paper(&voters)).collect();
    let count = tally(rules.lines, &roll, &papers, &rules.law);
    let mut writer = Writer::<LineRow>::create(&arguments.out, style)?;
    for row in line_rows(&count) {
        writer.push(&row)?;
    }
    writer.finish()?;
    Ok(tell(report, papers.len(), &count)?)
}

fn read_rules(path: &Path) -> Result<Rules, TallyFault> {
    let file = path.display().to_string();
    let wrong = |why: String| TallyFault::Rules { file: file.clone(), why };
    let text = fs::read_to_string(path)
        .map_err(|error| wrong(format!("无法读取文件 / the file cannot be read: {error}")))?;
    let rules: Rules = toml::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| wrong(format!("规则有误 / the rules are wrong: {error}")))?;
    let shares = [rules.law.quorum, rules.law.threshold];
    if shares.iter().any(|share| share.d == 0 || share.n > share.d) {
        return Err(wrong("law.quorum, law.threshold: n ≤ d, d > 0".to_owned()));
    }
    Ok(rules)
}

/// The records of a file, with the line of each.
fn read<S: Sheet>(path: &Path) -> Result<(Vec<S>, Vec<u64>), Faults> {
    let read = exchange::read_all::<S>(path, RowPolicy::Strict)?;
    Ok((read.records, read.lines))
}

fn roll_of(voters: &[VoterRow]) -> Roll<String> {
    let mut recused: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for one in voters {
        for line in &one.recused {
            recused.entry(*line).or_default().insert(one.voter.clone());
        }
    }
    let present = voters.iter().filter(|one| one.is_present).map(|one| one.voter.clone());
    Roll {
        expected: u32::try_from(voters.len()).unwrap_or(u32::MAX),
        present: present.collect(),
        recused,
    }
}

/// Nobody votes who is not there, and nobody twice; there are no more papers than members.
fn check(
    path: &Path,
    (rows, lines): (&[PaperRow], &[u64]),
    voters: &[VoterRow],
) -> Result<(), Faults> {
    let present: BTreeSet<&str> =
        voters.iter().filter(|one| one.is_present).map(|one| one.voter.as_str()).collect();
    let (mut faults, mut seen) = (Faults::default(), BTreeSet::new());
    for (at, row) in rows.iter().enumerate() {
        let words = match row.voter.as_deref() {
            Some(voter) if !present.contains(voter) => {
                Some(("不在到会名单上", "is not on the roll as present"))
            }
            Some(voter) if !seen.insert(voter) => Some(("已有一张票", "has a paper already")),
            None if at >= present.len() => {
                Some(("票数多于到会人数", "more papers than members present"))
            }
            Some(_) | None => None,
        };
        if let Some((zh, en)) = words {
            faults.push(Fault {
                file: path.display().to_string(),
                line: lines.get(at).copied(),
                column: Some("voter".to_owned()),
                problem: Problem::Rule { zh: zh.to_owned(), en: en.to_owned() },
            });
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Tells what passes, what is tied, and how many papers do not count.
fn tell(report: &mut dyn Write, papers: usize, count: &Tally) -> io::Result<()> {
    let numbers = |lines: &[u32]| {
        let words: Vec<String> = lines.iter().map(ToString::to_string).collect();
        if words.is_empty() { "-".to_owned() } else { words.join(" ") }
    };
    let invalid: u32 = count.invalid.values().sum();
    writeln!(
        report,
        "票 {papers} 张，无效 {invalid} 张；通过：{}；并列：{}（余 {} 个名额） / {papers} papers, {invalid} of \
         them do not count; passed: {}; tied: {} for {} places",
        numbers(&count.passed),
        numbers(&count.tied),
        count.left,
        numbers(&count.passed),
        numbers(&count.tied),
        count.left,
    )?;
    for (why, number) in &count.invalid {
        writeln!(report, "{}: {number}", why.as_str())?;
    }
    Ok(())
}

/// Numbers of lines in a cell, parted by `;`.
fn numbers(row: &mut Row<'_>, column: &str) -> BTreeSet<u32> {
    let mut numbers = BTreeSet::new();
    for word in row.ids(column) {
        match word.parse() {
            Ok(number) => {
                numbers.insert(number);
            }
            Err(_) => row.refuse_value(
                column,
                &word,
                "以分号分隔的项目序号",
                "numbers of lines, parted by semicolons",
            ),
        }
    }
    numbers
}

/// A row of the papers file.
struct PaperRow {
    voter: Option<String>,
    marks: BTreeSet<u32>,
    cells: Vec<String>,
}

impl PaperRow {
    fn paper(&self, voters: &[VoterRow]) -> Paper {
        let own = voters.iter().find(|one| Some(&one.voter) == self.voter.as_ref());
        Paper {
            marks: self.marks.clone(),
            recused: own.map(|one| one.recused.clone()).unwrap_or_default(),
        }
    }
}

fn as_cells(numbers: &BTreeSet<u32>) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}

impl Sheet for PaperRow {
    const KIND: &'static str = "papers";
    const COLUMNS: &'static [Column] =
        &[Column::optional("voter", "投票人"), Column::required("marks", "所选项目")];
    // A secret ballot has many papers of nobody.
    const UNIQUE: &'static [&'static str] = &[];

    fn parse(row: &mut Row<'_>) -> Self {
        let marks = numbers(row, "marks");
        Self { voter: row.optional_id("voter"), cells: as_cells(&marks), marks }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.voter), Cell::from(&self.cells)]
    }
}

/// A row of the roll.
struct VoterRow {
    voter: String,
    is_present: bool,
    recused: BTreeSet<u32>,
    cells: Vec<String>,
}

impl Sheet for VoterRow {
    const KIND: &'static str = "roll";
    const COLUMNS: &'static [Column] = &[
        Column::required("voter", "投票人"),
        Column::required("is_present", "到会"),
        Column::optional("recused", "回避项目"),
    ];
    const UNIQUE: &'static [&'static str] = &["voter"];

    fn parse(row: &mut Row<'_>) -> Self {
        let recused = numbers(row, "recused");
        Self {
            voter: row.id("voter"),
            is_present: row.flag("is_present"),
            cells: as_cells(&recused),
            recused,
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.voter), Cell::Flag(self.is_present), Cell::from(&self.cells)]
    }
}

/// A row of the count.
struct LineRow {
    line: i64,
    votes: i64,
    of: i64,
    is_quorate: bool,
    reaches: bool,
    outcome: String,
}

fn line_rows(count: &Tally) -> impl Iterator<Item = LineRow> {
    count.rows.iter().map(|row| LineRow {
        line: row.line.into(),
        votes: row.votes.into(),
        of: row.of.into(),
        is_quorate: row.is_quorate,
        reaches: row.reaches,
        outcome: if count.passed.contains(&row.line) {
            "passed".to_owned()
        } else if count.tied.contains(&row.line) {
            "tied".to_owned()
        } else {
            "failed".to_owned()
        },
    })
}

impl Sheet for LineRow {
    const KIND: &'static str = "tally";
    const COLUMNS: &'static [Column] = &[
        Column::required("line", "序号"),
        Column::required("votes", "得票"),
        Column::required("of", "计票基数"),
        Column::required("is_quorate", "达到法定人数"),
        Column::required("reaches", "达到票数"),
        Column::required("outcome", "结果"),
    ];
    const UNIQUE: &'static [&'static str] = &["line"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            line: row.integer("line", 1..=i64::from(u32::MAX)),
            votes: row.integer("votes", 0..=i64::from(u32::MAX)),
            of: row.integer("of", 0..=i64::from(u32::MAX)),
            is_quorate: row.flag("is_quorate"),
            reaches: row.flag("reaches"),
            outcome: row.id("outcome"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Integer(self.line),
            Cell::Integer(self.votes),
            Cell::Integer(self.of),
            Cell::Flag(self.is_quorate),
            Cell::Flag(self.reaches),
            Cell::from(&self.outcome),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "lines = 3\n[law]\n\
        quorum = { n = 2, d = 3, inclusive = true }\nthreshold = { n = 2, d = 3, inclusive = true }\n\
        cap = 2\nplaces = 1\nrecused_counts = false\nat_quorum = \"absent\"\nmost_turns = 3\n\
        last_tie = \"none\"\n";
    const ROLL: &str = "voter,is_present,recused\na,1,\nb,1,3\nc,1,\nd,0,\n";

    fn counted(papers: &str, roll: &str, rules: &str) -> (Result<(), String>, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, text) in [("p.csv", papers), ("r.csv", roll), ("l.toml", rules)] {
            fs::write(path(name), text).unwrap();
        }
        let arguments = TallyArguments {
            papers: path("p.csv"),
            roll: path("r.csv"),
            rules: path("l.toml"),
            out: path("out.csv"),
        };
        let mut report = Vec::new();
        let outcome = run(&arguments, &mut report).map_err(|fault| fault.to_string());
        let written = fs::read_to_string(path("out.csv")).unwrap_or_default();
        (outcome, written, String::from_utf8(report).unwrap())
    }

    #[test]
    fn papers_become_a_count_by_the_law_of_their_ballot() {
        let papers = "voter,marks\na,1;2\nb,1;2\nc,1;2;3\n";
        let (outcome, written, report) = counted(papers, ROLL, RULES);
        assert_eq!(outcome, Ok(()));
        let expected = "line,votes,of,is_quorate,reaches,outcome\n\
            1,2,3,true,true,tied\n2,2,3,true,true,tied\n3,0,2,false,false,failed\n";
        assert_eq!(written, expected);
        assert!(report.contains("tied: 1 2 for 1 places") && report.contains("over_cap: 1"));
        let secret = "voter,marks\n,1\n,1\n,\n";
        let (outcome, written, _) = counted(secret, ROLL, RULES);
        assert_eq!(outcome, Ok(()));
        assert!(written.contains("1,2,3,true,true,passed\n"), "{written}");
    }

    #[test]
    fn what_cannot_be_counted_is_told_by_its_place_and_nothing_is_written() {
        let rules = RULES.replace("d = 3", "d = 0");
        for (papers, roll, rules, told) in [
            ("voter,marks\nd,1\n", ROLL, RULES, "p.csv:2 voter: "),
            ("voter,marks\na,1\na,2\n", ROLL, RULES, "p.csv:3 voter: "),
            ("voter,marks\n,1\n,1\n,1\n,1\n", ROLL, RULES, "p.csv:5 voter: "),
            ("voter,marks\na,x\n", ROLL, RULES, "p.csv:2 marks: "),
            ("voter,marks\na,1\n", "voter,is_present\na,1\na,1\n", RULES, "r.csv:3"),
            ("voter,marks\na,1\n", ROLL, rules.as_str(), "law.quorum"),
            ("voter,marks\na,1\n", ROLL, "lines = 1", "law"),
        ] {
            let (outcome, written, _) = counted(papers, roll, rules);
            let fault = outcome.unwrap_err();
            assert!(fault.contains(told), "{told}: {fault}");
            assert_eq!(written, "");
        }
    }
}
