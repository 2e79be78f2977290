//! `laurel engine affinity`: how does a file of experts and one of publications become a file of
//! affinities to the nominations of a third?
//!
//! Plain CSV in, plain CSV out, no server and no database; the work is done by
//! [`crate::matching::affinity`]. With `--top N` or `--pairs F` every row carries its reasons as
//! compact JSON; without either all pairs with a score above zero are written, and `reasons` is
//! left empty, for it would make the file a hundred times as large.

use crate::exchange::{
    self, Fault, Faults, Format, Problem, ReadError, RowPolicy, Sheet, Style, Summary, WriteFault,
    Writer,
};
use crate::experts::model::{Expert, Publication};
use crate::matching::affinity::{
    AffinityIndex, AffinityModel, AffinityOptions, FullTexts, ModelError, NominationAffinity,
    Reasons, Selection,
};
use crate::matching::sheet::{AffinityRow, FullTextRow, PairRow};
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use indexmap::IndexMap;
use indicatif::{ProgressBar, ProgressStyle};
use std::convert::Infallible;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Rows worked on at a time, so that memory stays bounded when all pairs are written.
const BATCH: usize = 512;

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
    /// The model card to compute by (TOML); without it `rules/affinity/default.toml`.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Full texts of dossiers (`nomination_id,text`), for the nominations that have one.
    #[arg(long, value_name = "FILE")]
    full_texts: Option<PathBuf>,
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
    /// The model card cannot be opened.
    #[error("无法打开 {path} / cannot open {path}: {error}")]
    NoModel {
        /// Where it should be.
        path: String,
        /// Why not.
        error: io::Error,
    },
    /// The model card cannot be used.
    #[error("{path}: {error}")]
    Model {
        /// Where it is.
        path: String,
        /// What is wrong with it.
        error: ModelError,
    },
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
    let options = arguments.options()?;
    let publications = arguments.read_publications(report)?;
    let nominations: Vec<Nomination> = read(&arguments.nominations, arguments.policy(), report)?.0;
    let pairs = arguments.read_pairs(&nominations, &experts, report)?;
    let full_texts = arguments.read_full_texts(report)?;
    let analyzer = Analyzer::new();
    let index = AffinityIndex::build(&analyzer, &experts, &publications, options)
        .with_full_texts(&full_texts);
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
    fn options(&self) -> Result<AffinityOptions, AffinityFault> {
        let uses_keywords = !self.without_keywords;
        let Some(path) = &self.model else {
            return Ok(AffinityOptions { uses_keywords, ..AffinityOptions::default() });
        };
        let shown = || path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| AffinityFault::NoModel { path: shown(), error })?;
        let model = AffinityModel::from_toml(&text)
            .map_err(|error| AffinityFault::Model { path: shown(), error })?;
        Ok(AffinityOptions { model, uses_keywords })
    }

    /// What the affinity does not look at is let go row by row: author lists are a third of a large
    /// file in memory.
    fn read_publications(&self, report: &mut dyn Write) -> Result<Vec<Publication>, AffinityFault> {
        let mut publications = Vec::new();
        let summary = exchange::for_each_batch(
            &self.publications,
            self.policy(),
            BATCH,
            |batch: exchange::Batch<Publication>| {
                publications.extend(batch.records.into_iter().map(|one| Publication {
                    authors: Vec::new(),
                    venue: None,
                    doi: None,
                    ..one
                }));
                Ok::<(), Infallible>(())
            },
        );
        let summary = match summary {
            Ok(summary) => summary,
            Err(ReadError::Data(faults)) => return Err(faults.into()),
            Err(ReadError::Receiver(never)) => match never {},
        };
        tell(&summary, report)?;
        Ok(publications)
    }

    fn read_full_texts(&self, report: &mut dyn Write) -> Result<FullTexts, AffinityFault> {
        let Some(path) = &self.full_texts else {
            return Ok(FullTexts::new());
        };
        let rows = read::<FullTextRow>(path, self.policy(), report)?.0;
        Ok(rows.into_iter().map(|row| (row.nomination_id, row.text)).collect())
    }

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
    tell(&outcome.summary, report)?;
    Ok((outcome.records, outcome.lines))
}

fn tell(summary: &Summary, report: &mut dyn Write) -> io::Result<()> {
    for warning in &summary.warnings {
        writeln!(report, "{warning}")?;
    }
    if !summary.skipped.is_empty() {
        writeln!(report, "{}", summary.skipped)?;
    }
    Ok(())
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
                model: None,
                full_texts: None,
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
    fn another_model_card_is_computed_by_and_a_wrong_one_refused() {
        let folder = Folder::new();
        let card = include_str!("../../rules/affinity/default.toml");
        let model = folder.path("model.toml");
        fs::write(&model, card).unwrap();
        let arguments = AffinityArguments { model: Some(model.clone()), ..folder.arguments() };
        let same = Folder::rows_of(&arguments);
        assert_eq!(same, Folder::rows_of(&folder.arguments()));
        fs::write(&model, card.replace("half_score = 0.1", "half_score = 0.3")).unwrap();
        let other = Folder::rows_of(&arguments);
        assert_eq!(pairs_of(&other), pairs_of(&same));
        assert!(other[0].score < same[0].score);
        fs::write(&model, card.replace("b = 0.75", "b = 7.5")).unwrap();
        let refusal = run(&arguments, &mut Vec::new()).unwrap_err().to_string();
        assert!(refusal.contains("model.toml") && refusal.contains("terms.b"), "{refusal}");
    }

    #[test]
    fn a_full_text_joins_the_nomination_that_it_belongs_to() {
        let folder = Folder::new();
        let before = Folder::rows_of(&folder.arguments());
        let texts = folder.path("texts.csv");
        fs::write(&texts, "nomination_id,text\nn2,绒山羊消化代谢\n").unwrap();
        let arguments = AffinityArguments { full_texts: Some(texts), ..folder.arguments() };
        let after = Folder::rows_of(&arguments);
        let score = |rows: &[AffinityRow], at: usize| rows[at].score;
        assert_eq!(pairs_of(&after), pairs_of(&before));
        assert!((score(&after, 0) - score(&before, 0)).abs() < f64::EPSILON);
        assert!(score(&after, 1) - score(&after, 2) > score(&before, 1) - score(&before, 2));
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
