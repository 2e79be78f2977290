//! What does a whole match run compute? A pure function of records, parameters and rules:
//! index → conflicts → affinity → assignment → reasons and report.

use std::time::Instant;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    affinity::{AffinityIndex, AffinityOptions, NominationAffinity, Selection},
    assignment::{InstanceError, NotAProbability, ScoreError, Solution},
    candidates::{self, CandidateRow},
    optimum,
    parameters::MatchParameters,
    report::MatchReport,
    summary,
};
use crate::{
    conflicts::{self, ConflictInput, ConflictPolicy, Finding},
    experts::model::{Affiliation, Expert, Publication},
    nominations::model::{Nomination, Paper, Person},
    search::analysis::Analyzer,
    units::model::Unit,
};

/// Changes whenever the same input may give another result.
pub const ENGINE_VERSION: &str = "laurel-matching/1";

/// The records of one round and the pool. Nominations and experts stand in the order of their ids.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MatchInput {
    /// Year of the round.
    pub year: i32,
    /// The pool.
    pub experts: Vec<Expert>,
    /// What it published.
    pub publications: Vec<Publication>,
    /// Where people worked.
    pub affiliations: Vec<Affiliation>,
    /// Units, aliases and parents.
    pub units: Vec<Unit>,
    /// The nominations to match.
    pub nominations: Vec<Nomination>,
    /// Their people.
    pub people: Vec<Person>,
    /// Their papers.
    pub papers: Vec<Paper>,
    /// Key of each nomination in the records; no part of the input's digest.
    #[serde(skip)]
    pub keys: Vec<Uuid>,
}

/// A step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Waiting for the runner.
    Waiting,
    /// Reading the records.
    Reading,
    /// Building the profiles.
    Indexing,
    /// Looking for conflicts.
    Conflicts,
    /// Scoring.
    Affinity,
    /// Assigning.
    Assignment,
    /// Writing the reasons down.
    Reasons,
    /// Storing the result.
    Storing,
    /// Done.
    Done,
}

impl Stage {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reading => "reading",
            Self::Indexing => "indexing",
            Self::Conflicts => "conflicts",
            Self::Affinity => "affinity",
            Self::Assignment => "assignment",
            Self::Reasons => "reasons",
            Self::Storing => "storing",
            Self::Done => "done",
        }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The step.
    pub stage: Stage,
    /// Parts of it done.
    pub done: u64,
    /// Parts of it in all.
    pub total: u64,
}

/// Why nothing was computed.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The instance contradicts itself.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// The least affinity is none.
    #[error(transparent)]
    Score(#[from] ScoreError),
    /// The bound of the draw is no probability.
    #[error(transparent)]
    Probability(#[from] NotAProbability),
}

/// An assigned pair, by position in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AssignedPair {
    /// Position of the nomination.
    pub nomination: usize,
    /// Position of the expert.
    pub expert: usize,
    /// Affinity, millionths.
    pub score: i64,
}

/// Everything that a run found.
#[derive(Clone, Debug)]
pub struct MatchOutcome {
    /// SHA-256 of everything that the result depends on.
    pub input_digest: String,
    /// SHA-256 of the result.
    pub output_digest: String,
    /// The pairs worth keeping, with their reasons.
    pub candidates: Vec<CandidateRow>,
    /// The conflicts.
    pub findings: Vec<Finding>,
    /// The assigned pairs by nomination, the best first.
    pub assigned: Vec<AssignedPair>,
    /// The report.
    pub report: MatchReport,
}

/// Measures the stages and tells of them.
struct Steps<'a> {
    tell: &'a dyn Fn(Progress),
    times: Vec<(Stage, u64)>,
}

impl Steps<'_> {
    fn run<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        (self.tell)(Progress { stage, done: 0, total: 1 });
        let begun = Instant::now();
        let result = work();
        let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.times.push((stage, milliseconds));
        (self.tell)(Progress { stage, done: 1, total: 1 });
        result
    }
}

/// SHA-256 of a value as JSON, without holding the JSON.
fn digest(value: &impl Serialize) -> String {
    struct Hasher(Sha256);
    impl std::io::Write for Hasher {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut hasher = Hasher(Sha256::new());
    // Records of texts and numbers: serialising them into a hasher cannot fail.
    let _infallible = serde_json::to_writer(&mut hasher, value);
    hex::encode(hasher.0.finalize())
}

/// Computes a run.
///
/// # Errors
/// The parameters contradict each other.
pub fn compute(
    analyzer: &Analyzer,
    input: &MatchInput,
    parameters: &MatchParameters,
    tell: &dyn Fn(Progress),
) -> Result<MatchOutcome, PlanError> {
    let mut steps = Steps { tell, times: Vec::new() };
    let policy = ConflictPolicy { reference_year: Some(input.year), ..ConflictPolicy::default() };
    let options = AffinityOptions::default();
    let index = steps.run(Stage::Indexing, || {
        AffinityIndex::build(analyzer, &input.experts, &input.publications, options)
    });
    let findings = steps.run(Stage::Conflicts, || {
        let records = ConflictInput {
            experts: &input.experts,
            publications: &input.publications,
            affiliations: &input.affiliations,
            units: &input.units,
            nominations: &input.nominations,
            people: &input.people,
            papers: &input.papers,
        };
        conflicts::detect(&records, &policy)
    });
    let affinities: Vec<NominationAffinity> = steps.run(Stage::Affinity, || {
        // Every expert with a score, the best first.
        index.score(analyzer, &input.nominations, Selection::Top(usize::MAX), &|_, _| ())
    });
    let best = steps
        .run(Stage::Assignment, || optimum::find(input, parameters, &affinities, &findings))?;
    let candidates = steps.run(Stage::Reasons, || {
        let chosen = candidates::select(input, &affinities, &findings, &best);
        candidates::explain(input, analyzer, &index, chosen, &best)
    });
    let assigned = assigned_pairs(&best.solution);
    let report = summary::report(input, &findings, &best, &assigned, &steps.times);
    Ok(MatchOutcome {
        input_digest: digest(&(ENGINE_VERSION, parameters, options, &policy, input)),
        output_digest: output_digest(input, &assigned, &findings),
        candidates,
        findings,
        assigned,
        report,
    })
}

fn assigned_pairs(solution: &Solution) -> Vec<AssignedPair> {
    solution
        .pairs
        .iter()
        .map(|pair| AssignedPair {
            nomination: pair.nomination as usize,
            expert: pair.expert as usize,
            score: pair.score.micro(),
        })
        .collect()
}

/// The digest of a result names nominations and experts by their ids, so that it holds in another
/// database too.
fn output_digest(input: &MatchInput, assigned: &[AssignedPair], findings: &[Finding]) -> String {
    let pairs: Vec<(&str, &str, i64)> = assigned
        .iter()
        .map(|pair| {
            (
                input.nominations[pair.nomination].nomination_id.as_str(),
                input.experts[pair.expert].expert_id.as_str(),
                pair.score,
            )
        })
        .collect();
    digest(&(pairs, findings))
}
