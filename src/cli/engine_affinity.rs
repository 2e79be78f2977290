//! `laurel engine affinity`: how does a file of experts and one of publications become a file of
//! affinities to the nominations of a third?
//!
//! Plain CSV in, plain CSV out, no server and no database; the work is done by
//! [`crate::matching::affinity`]. With `--top N` or `--pairs F` every row carries its reasons as
//! compact JSON; without either all pairs with a score above zero are written, and `reasons` is
//! left empty, for it would make the file a hundred times as large.

use crate::exchange::{
    self, Fault, Faults, Format, Problem, RowPolicy, Sheet, Style, WriteFault, Writer,
};
use crate::experts::model::{Expert, Publication};
use crate::matching::affinity::{
    AffinityIndex, AffinityOptions, NominationAffinity, Reasons, Selection,
};
use crate::matching::sheet::{AffinityRow, PairRow};
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use indexmap::IndexMap;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Nominations worked on at a time, so that memory stays bounded when all pairs are written.
const BATCH: usize = 256;

/// Score how well experts know the subjects of nominations, with reasons.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AffinityArguments {
    /// The pool (`expert_id,name,unit`, also used: `disciplines`, `keywords`).
    #[arg(long, value_name = "FILE")]
    experts: PathBuf,
    /// The experts' publications (`publication_id,title,expert_ids`, also used: `abstract`,
    /// `year`, `keywords`).
    #[arg(long, value_name = "FILE")]
    publications: PathBuf,
    /// The nominations (`nomination_id,title`, also used: `abstract`, `keywords`, `disciplines`).
    #[arg(long, value_name = "FILE")]
    nominations: PathBuf,
    /// Only these pairs (`nomination_id,expert_id`), with reasons, also those with score zero.
    #[arg(long, value_name = "FILE", conflicts_with = "top")]
    pairs: Option<PathBuf>,
    /// Only the best N experts of each nomination, with reasons.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Leave the experts' keywords out of the score.
    #[arg(long)]
    without_keywords: bool,
    /// Where to write the affinities (`nomination_id,expert_id,score,reasons`).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    skip_bad_rows: bool,
}

/// Why nothing was written; exit code 1 in every case.
#[derive(Debug, thiserror::Error)]
pub(super) enum AffinityFault {
    /// A file is wrong.
    #[error("{0}")]
    Data(#[from] Faults),
    /// The output cannot be written.
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written.
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
    /// The reasons cannot be put in words.
    #[error("无法写出理由 / the reasons cannot be written: {0}")]
    Reasons(#[from] serde_json::Error),
}

/// Reads the files, scores, writes the affinities whole or not at all; warnings go to `report`
/// (standard error), a progress bar to a terminal only.
///
/// # Errors
/// [`AffinityFault`]; the output file is then as it was before.
pub(super) fn run(
    arguments: &AffinityArguments,
    report: &mut dyn Write,
) -> Result<(), AffinityFault> {
    let experts: Vec<Expert> = read(&arguments.experts, arguments.policy(), report)?.0;
    let publications: Vec<Publication> =
        read(&arguments.publications, arguments.policy(), report)?.0;
    let nominations: Vec<Nomination> = read(&arguments.nominations, arguments.policy(), report)?.0;
    let pairs = arguments.read_pairs(&nominations, &experts, report)?;
    let analyzer = Analyzer::new();
    let options = AffinityOptions {
        uses_keywords: !arguments.without_keywords,
        ..AffinityOptions::default()
    };
    let index = AffinityIndex::build(&analyzer, &experts, &publications, options);
    let mut output = Output {
        analyzer: &analyzer,
        index: &index,
        experts: &experts,
        writer: Writer::create(&arguments.out, Style::plain(Format::Csv))?,
    };
    let bar = progress_bar(nominations.len());
    for (batch, nominations) in nominations.chunks(BATCH).enumerate() {
        let from = batch * BATCH;
        let selection = match (&pairs, arguments.top) {
            (Some(pairs), _) => {
                Selection::Pairs(pairs.get(from..from + nominations.len()).unwrap_or_default())
            }
            (None, Some(top)) => Selection::Top(top as usize),
            (None, None) => Selection::All,
        };
        let scored = index.score(&analyzer, nominations, selection, &|done, _| {
            bar.set_position((from + done) as u64);
        });
        output.write(nominations, &scored, !matches!(selection, Selection::All))?;
    }
    bar.finish_and_clear();
    output.writer.finish()?;
    Ok(())
}

impl AffinityArguments {
    fn policy(&self) -> RowPolicy {
        if self.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict }
    }

    /// Per nomination the positions of the experts asked for, in the order of the pairs file.
    fn read_pairs(
        &self,
        nominations: &[Nomination],
        experts: &[Expert],
        report: &mut dyn Write,
    ) -> Result<Option<Vec<Vec<usize>>>, AffinityFault> {
        let Some(path) = &self.pairs else {
            return Ok(None);
        };
        let (rows, lines) = read::<PairRow>(path, self.policy(), report)?;
        let nomination_ids: IndexMap<&str, usize> =
            positions(nominations.iter().map(|one| one.nomination_id.as_str()));
        let expert_ids: IndexMap<&str, usize> =
            positions(experts.iter().map(|one| one.expert_id.as_str()));
        let mut pairs = vec![Vec::new(); nominations.len()];
        let mut strangers = Faults::default();
        for (row, line) in rows.iter().zip(lines) {
            let nomination = nomination_ids.get(row.nomination_id.as_str());
            let expert = expert_ids.get(row.expert_id.as_str());
            if let (Some(list), Some(&expert)) =
                (nomination.and_then(|&at| pairs.get_mut(at)), expert)
            {
                list.push(expert);
            } else if nomination.is_none() {
                strangers.push(stranger(path, line, "nomination_id", &row.nomination_id));
            } else {
                strangers.push(stranger(path, line, "expert_id", &row.expert_id));
            }
        }
        if !strangers.is_empty() {
            if !self.skip_bad_rows {
                return Err(strangers.into());
            }
            writeln!(report, "{strangers}")?;
        }
        Ok(Some(pairs))
    }
}

struct Output<'a> {
    analyzer: &'a Analyzer,
    index: &'a AffinityIndex<'a>,
    experts: &'a [Expert],
    writer: Writer<AffinityRow>,
}

impl Output<'_> {
    fn write(
        &mut self,
        nominations: &[Nomination],
        scored: &[NominationAffinity],
        has_reasons: bool,
    ) -> Result<(), AffinityFault> {
        let chosen: Vec<Vec<usize>> =
            scored.iter().map(|row| row.experts.iter().map(|one| one.expert).collect()).collect();
        let reasons: Vec<Vec<Reasons>> = if has_reasons {
            self.index.explain_all(self.analyzer, nominations, &chosen)
        } else {
            Vec::new()
        };
        for (at, (nomination, row)) in nominations.iter().zip(scored).enumerate() {
            for (place, affinity) in row.experts.iter().enumerate() {
                let reasons = reasons.get(at).and_then(|reasons| reasons.get(place));
                let Some(expert) = self.experts.get(affinity.expert) else {
                    continue;
                };
                self.writer.push(&AffinityRow {
                    nomination_id: nomination.nomination_id.clone(),
                    expert_id: expert.expert_id.clone(),
                    score: f64::from(affinity.score.micro) / 1e6,
                    reasons: reasons.map(serde_json::to_string).transpose()?,
                })?;
            }
        }
        Ok(())
    }
}

/// Reads a whole file and tells its warnings; the lines stand beside the records.
fn read<S: Sheet>(
    path: &Path,
    policy: RowPolicy,
    report: &mut dyn Write,
) -> Result<(Vec<S>, Vec<u64>), AffinityFault> {
    let outcome = exchange::read_all::<S>(path, policy)?;
    for warning in &outcome.summary.warnings {
        writeln!(report, "{warning}")?;
    }
    if !outcome.summary.skipped.is_empty() {
        writeln!(report, "{}", outcome.summary.skipped)?;
    }
    Ok((outcome.records, outcome.lines))
}

fn positions<'i>(ids: impl Iterator<Item = &'i str>) -> IndexMap<&'i str, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

/// Hidden unless standard error is a terminal.
fn progress_bar(nominations: usize) -> ProgressBar {
    let bar = ProgressBar::new(nominations as u64);
    match ProgressStyle::with_template("{bar:40} {pos}/{len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn stranger(path: &Path, line: u64, column: &str, id: &str) -> Fault {
    let id = exchange::excerpt(id);
    Fault {
        file: path.display().to_string(),
        line: Some(line),
        column: Some(column.to_owned()),
        problem: Problem::Rule {
            zh: format!("{id} 不在所给的文件中"),
            en: format!("{id} is in none of the files given"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const EXPERTS: &str = "expert_id,name,unit,keywords\n\
        e1,甲,甲大学,连铸\ne2,乙,乙大学,\ne3,丙,丙大学,\n";
    const PUBLICATIONS: &str = "publication_id,title,expert_ids,year\n\
        p1,连铸坯表面裂纹的形成机理,e1,2015\np2,羔羊瘤胃发酵与生长性能,e2;e3,2016\n\
        p3,绒山羊消化代谢研究,e2,2017\n";
    const NOMINATIONS: &str = "nomination_id,title,abstract\n\
        n1,板坯连铸表面裂纹控制关键技术,\nn2,羔羊瘤胃发酵调控,\n";

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            fs::write(folder.path("experts.csv"), EXPERTS).unwrap();
            fs::write(folder.path("publications.csv"), PUBLICATIONS).unwrap();
            fs::write(folder.path("nominations.csv"), NOMINATIONS).unwrap();
            folder
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn arguments(&self) -> AffinityArguments {
            AffinityArguments {
                experts: self.path("experts.csv"),
                publications: self.path("publications.csv"),
                nominations: self.path("nominations.csv"),
                pairs: None,
                top: None,
                without_keywords: false,
                out: self.path("affinity.csv"),
                skip_bad_rows: false,
            }
        }

        fn rows_of(arguments: &AffinityArguments) -> Vec<AffinityRow> {
            let mut report = Vec::new();
            run(arguments, &mut report).unwrap();
            exchange::read_all(&arguments.out, RowPolicy::Strict).unwrap().records
        }
    }

    fn pairs_of(rows: &[AffinityRow]) -> Vec<(&str, &str)> {
        rows.iter().map(|row| (row.nomination_id.as_str(), row.expert_id.as_str())).collect()
    }

    #[test]
    fn all_pairs_above_zero_come_without_reasons() {
        let folder = Folder::new();
        let rows = Folder::rows_of(&folder.arguments());
        assert_eq!(pairs_of(&rows), [("n1", "e1"), ("n2", "e2"), ("n2", "e3")]);
        assert!(rows.iter().all(|row| row.score > 0.0 && row.reasons.is_none()));
    }

    #[test]
    fn the_best_come_with_reasons_that_can_be_read_back() {
        let folder = Folder::new();
        let rows = Folder::rows_of(&AffinityArguments { top: Some(1), ..folder.arguments() });
        let first = rows.first().unwrap();
        assert_eq!((first.nomination_id.as_str(), first.expert_id.as_str()), ("n1", "e1"));
        let reasons: Reasons = serde_json::from_str(first.reasons.as_deref().unwrap()).unwrap();
        assert_eq!(reasons.publications[0].publication_id, "p1");
        assert!(reasons.publications[0].terms.iter().any(|term| term == "裂纹"), "{reasons:?}");
        assert_eq!(reasons.keywords, ["连铸"]);
    }

    #[test]
    fn pairs_asked_for_are_written_also_with_zero_and_strangers_refused() {
        let folder = Folder::new();
        let pairs = folder.path("pairs.csv");
        fs::write(&pairs, "nomination_id,expert_id\nn2,e1\nn2,e2\n").unwrap();
        let arguments = AffinityArguments { pairs: Some(pairs.clone()), ..folder.arguments() };
        let rows = Folder::rows_of(&arguments);
        assert_eq!(pairs_of(&rows), [("n2", "e1"), ("n2", "e2")]);
        assert!(rows[0].score < f64::MIN_POSITIVE && rows[1].score > 0.0);
        fs::write(&pairs, "nomination_id,expert_id\nn2,e1\nn2,nobody\n").unwrap();
        let before = fs::read(&arguments.out).unwrap();
        let refusal = run(&arguments, &mut Vec::new()).unwrap_err().to_string();
        assert!(refusal.contains("pairs.csv:3 expert_id: nobody"), "{refusal}");
        assert_eq!(fs::read(&arguments.out).unwrap(), before);
    }
}
