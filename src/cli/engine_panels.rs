//! `laurel engine panels`: how do files of nominations and experts become panels (评审组)?
//!
//! Plain CSV in, plain CSV out, no server and no database; the work is done by
//! [`crate::matching::assignment`].

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::exchange::{
    self, Cell, Column, Faults, Format, Row, RowPolicy, Sheet, Style, WriteFault, Writer,
};
use crate::experts::model::Expert;
use crate::matching::assignment::{
    Panel, PanelBounds, PanelError, PanelExpert, PanelNomination, form_panels,
};
use crate::matching::sheet::ConflictRow;
use crate::nominations::model::Nomination;

/// Divide nominations into panels by discipline and size, and seat experts by coverage.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct PanelsArguments {
    /// The nominations, with their disciplines.
    #[arg(long, value_name = "FILE")]
    nominations: PathBuf,
    /// The pool, with disciplines.
    #[arg(long, value_name = "FILE")]
    experts: PathBuf,
    /// Conflicts of interest; rows of severity `bar`, or of none, keep an expert off the panel.
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    /// Fewest nominations in a panel.
    #[arg(long, value_name = "N", default_value_t = 10)]
    min_nominations: u32,
    /// Most nominations in a panel.
    #[arg(long, value_name = "N", default_value_t = 30)]
    max_nominations: u32,
    /// Experts for each panel.
    #[arg(long, value_name = "N", default_value_t = 9)]
    per_panel: u32,
    /// Where to write the nominations (`panel,nomination_id,discipline,is_covered`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where to write the experts (`panel,expert_id`).
    #[arg(long, value_name = "FILE")]
    seats: Option<PathBuf>,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum PanelsFault {
    /// The sizes contradict each other, or an id comes twice.
    #[error("{0}")]
    Panels(#[from] PanelError),
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

/// The command: its report and its faults go to standard error. Exit codes: 0 done, 1 the data is wrong, 2 the
/// sizes contradict each other, 3 seats are empty or nominations uncovered.
pub(super) fn main(arguments: &PanelsArguments) -> ExitCode {
    let mut report = io::stderr().lock();
    let code = match run(arguments, &mut report) {
        Ok(true) => 0,
        Ok(false) => 3,
        Err(fault) => {
            // Nobody is left to tell if standard error is closed; the exit code still says it.
            drop(writeln!(report, "{fault}"));
            if matches!(fault, PanelsFault::Panels(PanelError::Sizes)) { 2 } else { 1 }
        }
    };
    ExitCode::from(code)
}

/// Reads the files, forms the panels, writes them whole or not at all, and reports on `report`; true where every
/// seat is taken and every nomination covered.
///
/// # Errors
/// [`PanelsFault`]; the output files are then as they were before.
pub(super) fn run(
    arguments: &PanelsArguments,
    report: &mut dyn Write,
) -> Result<bool, PanelsFault> {
    let nominations: Vec<Nomination> = arguments.read(&arguments.nominations, report)?;
    let experts: Vec<Expert> = arguments.read(&arguments.experts, report)?;
    let conflicts: Vec<ConflictRow> = match &arguments.conflicts {
        Some(path) => arguments.read(path, report)?,
        None => Vec::new(),
    };
    let barred: BTreeSet<(String, String)> = conflicts
        .into_iter()
        .filter(ConflictRow::is_bar)
        .map(|row| (row.nomination_id, row.expert_id))
        .collect();
    let nominations: Vec<PanelNomination> = nominations
        .into_iter()
        .map(|one| PanelNomination {
            id: one.nomination_id,
            discipline: one.disciplines.into_iter().next().unwrap_or_default(),
        })
        .collect();
    let experts: Vec<PanelExpert> = experts
        .into_iter()
        .map(|one| PanelExpert { id: one.expert_id, disciplines: one.disciplines })
        .collect();
    let panels = form_panels(&nominations, &experts, &barred, arguments.bounds())?;
    write_members(&arguments.out, &panels, &nominations)?;
    if let Some(path) = &arguments.seats {
        write_seats(path, &panels)?;
    }
    tell(report, &panels, arguments.per_panel)
}

impl PanelsArguments {
    fn bounds(&self) -> PanelBounds {
        PanelBounds {
            min_nominations: self.min_nominations,
            max_nominations: self.max_nominations,
            experts: self.per_panel,
        }
    }

    fn read<S: Sheet>(&self, path: &Path, report: &mut dyn Write) -> Result<Vec<S>, PanelsFault> {
        let policy = if self.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict };
        let read = exchange::read_all::<S>(path, policy)?;
        for warning in &read.summary.warnings {
            writeln!(report, "{warning}")?;
        }
        if read.summary.skipped_rows > 0 {
            writeln!(report, "{}", read.summary.skipped)?;
        }
        Ok(read.records)
    }
}

/// Tells how many panels there are, how large, and what they lack.
fn tell(report: &mut dyn Write, panels: &[Panel], seats: u32) -> Result<bool, PanelsFault> {
    let sizes = || panels.iter().map(|panel| panel.nominations.len());
    let (least, most) = (sizes().min().unwrap_or(0), sizes().max().unwrap_or(0));
    let uncovered: usize = panels.iter().map(|panel| panel.uncovered.len()).sum();
    let taken: usize = panels.iter().map(|panel| panel.experts.len()).sum();
    let empty = (panels.len() * seats as usize).saturating_sub(taken);
    let number = panels.len();
    writeln!(
        report,
        "{number} 个评审组，每组 {least} 至 {most} 项；{uncovered} 项无同学科专家，空席 {empty} 个 / \
         {number} panels of {least} to {most} nominations; {uncovered} without an expert of their \
         discipline, {empty} empty seats"
    )?;
    Ok(uncovered == 0 && empty == 0)
}

/// A row of the panels file.
struct MemberRow {
    panel: i64,
    nomination_id: String,
    discipline: String,
    is_covered: bool,
}

impl Sheet for MemberRow {
    const KIND: &'static str = "panels";
    const COLUMNS: &'static [Column] = &[
        Column::required("panel", "评审组"),
        Column::required("nomination_id", "提名号"),
        Column::optional("discipline", "学科代码"),
        Column::required("is_covered", "有同学科专家"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            panel: row.integer("panel", 1..=i64::MAX),
            nomination_id: row.id("nomination_id"),
            discipline: row.optional_id("discipline").unwrap_or_default(),
            is_covered: row.raw("is_covered") == "1",
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Integer(self.panel),
            Cell::from(&self.nomination_id),
            Cell::from(&self.discipline),
            Cell::Integer(i64::from(self.is_covered)),
        ]
    }
}

/// A row of the seats file.
struct SeatRow {
    panel: i64,
    expert_id: String,
}

impl Sheet for SeatRow {
    const KIND: &'static str = "seats";
    const COLUMNS: &'static [Column] =
        &[Column::required("panel", "评审组"), Column::required("expert_id", "专家编号")];
    const UNIQUE: &'static [&'static str] = &["expert_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self { panel: row.integer("panel", 1..=i64::MAX), expert_id: row.id("expert_id") }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::Integer(self.panel), Cell::from(&self.expert_id)]
    }
}

fn write_members(
    path: &Path,
    panels: &[Panel],
    nominations: &[PanelNomination],
) -> Result<(), PanelsFault> {
    let mut writer = Writer::<MemberRow>::create(path, Style::plain(Format::Csv))?;
    for (panel, number) in panels.iter().zip(1..) {
        for id in &panel.nominations {
            let discipline = nominations.iter().find(|one| one.id == *id);
            writer.push(&MemberRow {
                panel: number,
                nomination_id: id.clone(),
                discipline: discipline.map(|one| one.discipline.clone()).unwrap_or_default(),
                is_covered: !panel.uncovered.contains(id),
            })?;
        }
    }
    Ok(writer.finish().map(drop)?)
}

fn write_seats(path: &Path, panels: &[Panel]) -> Result<(), PanelsFault> {
    let mut writer = Writer::<SeatRow>::create(path, Style::plain(Format::Csv))?;
    for (panel, number) in panels.iter().zip(1..) {
        for id in &panel.experts {
            writer.push(&SeatRow { panel: number, expert_id: id.clone() })?;
        }
    }
    Ok(writer.finish().map(drop)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::fs;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: PanelsArguments,
    }

    const NOMINATIONS: &str = "nomination_id,title,disciplines\n\
        p1,一,110\np2,二,110\np3,三,140\np4,四,140\n";
    const EXPERTS: &str = "expert_id,name,unit,disciplines\n\
        e1,甲,A,110\ne2,乙,B,140\ne3,丙,C,110\n";

    fn panels(options: &str, conflicts: Option<&str>) -> (Result<bool, String>, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("n.csv"), NOMINATIONS).unwrap();
        fs::write(path("e.csv"), EXPERTS).unwrap();
        let mut words: Vec<String> = ["panels", "--nominations"].map(str::to_owned).to_vec();
        for (option, file) in
            [("", "n.csv"), ("--experts", "e.csv"), ("--out", "out.csv"), ("--seats", "seats.csv")]
        {
            words.extend((!option.is_empty()).then(|| option.to_owned()));
            words.push(path(file).display().to_string());
        }
        if let Some(text) = conflicts {
            fs::write(path("c.csv"), text).unwrap();
            words.extend(["--conflicts".to_owned(), path("c.csv").display().to_string()]);
        }
        words.extend(options.split_whitespace().map(str::to_owned));
        let mut report = Vec::new();
        let outcome = run(&Line::parse_from(words).arguments, &mut report);
        let text = |name| fs::read_to_string(path(name)).unwrap_or_default();
        (outcome.map_err(|fault| fault.to_string()), text("out.csv"), text("seats.csv"))
    }

    #[test]
    fn nominations_and_experts_are_written_by_panel() {
        let options = "--min-nominations 2 --max-nominations 2 --per-panel 1";
        let (outcome, members, seats) = panels(options, None);
        assert_eq!(outcome, Ok(true));
        let expected = "panel,nomination_id,discipline,is_covered\n\
            1,p1,110,1\n1,p2,110,1\n2,p3,140,1\n2,p4,140,1\n";
        assert_eq!(members, expected);
        assert_eq!(seats, "panel,expert_id\n1,e1\n2,e2\n");
        let barred = "nomination_id,expert_id,severity\np2,e1,bar\np3,e2,flag\n";
        let (outcome, _, seats) = panels(options, Some(barred));
        assert_eq!((outcome, seats.as_str()), (Ok(true), "panel,expert_id\n1,e3\n2,e2\n"));
    }

    #[test]
    fn what_is_lacking_is_told_and_sizes_that_contradict_are_refused() {
        let short = "--min-nominations 2 --max-nominations 2 --per-panel 2";
        assert_eq!(panels(short, None).0, Ok(false), "one expert of 140 for two seats");
        let (outcome, members, _) = panels("--min-nominations 3 --max-nominations 2", None);
        assert!(outcome.is_err() && members.is_empty());
    }
}
