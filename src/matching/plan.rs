//! What does a whole match run compute? A pure function of records, parameters and rules:
//! index → conflicts → affinity → assignment → reasons and report.

use std::{collections::BTreeMap, time::Instant};

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    affinity::{AffinityIndex, AffinityModel, AffinityOptions, DenseVectors, FullTexts},
    assignment::{InstanceError, NotAProbability, Proof, Score, ScoreError, ScoredPair, Solution},
    candidates::{self, CandidateRow},
    earlier::EarlierRounds,
    groups::{self, ExpertGroups, Whereabouts},
    nearest::Nearest,
    optimum::{self, Best},
    packing::pack,
    parameters::MatchParameters,
    recused::Recused,
    report::{AffinityUsed, DenseState, MatchReport},
    reviewer_history::{ReviewerHistory, penalties},
    seats::{self, PanelSeats, PanelsOfRun},
    summary,
};
use crate::{
    conflicts::{self, ConflictInput, ConflictPolicy, Finding, Works},
    experts::model::{Affiliation, Expert, Publication},
    nominations::model::{CompletingUnit, Nomination, Paper, Person},
    search::analysis::Analyzer,
    units::{UnitTree, model::Unit},
};

/// Changes whenever the same input may give another result.
pub const ENGINE_VERSION: &str = "laurel-matching/3";

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
    /// Their completing units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub completing_units: Vec<CompletingUnit>,
    /// What people of the pool and of nominations did together beside papers.
    #[serde(skip_serializing_if = "Works::is_empty")]
    pub works: Works,
    /// What people declared, and decided of earlier findings.
    pub recused: Recused,
    /// What earlier rounds tell of conflicts, and which nominations are alike.
    #[serde(skip_serializing_if = "EarlierRounds::is_empty")]
    pub earlier: EarlierRounds,
    /// The experts of the panels that stand, where the round is divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panels: Option<PanelSeats>,
    /// What experts did as reviewers of earlier rounds, by their ids, where that is to count.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub histories: BTreeMap<String, ReviewerHistory>,
    /// The policy of conflicts that the round was opened with; the digest of the input takes it in with its year.
    #[serde(skip)]
    pub conflict_policy: ConflictPolicy,
    /// The model card of the affinity; the digest of the input takes it in with the options.
    #[serde(skip)]
    pub affinity_model: AffinityModel,
    /// The full texts of their dossiers, by number, where there are dossiers.
    #[serde(skip_serializing_if = "FullTexts::is_empty")]
    pub full_texts: FullTexts,
    /// Dense vectors of publications and nominations, where an endpoint made them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dense: Option<DenseVectors>,
    /// What became of the dense vectors; no part of the input's digest, for what it says of the
    /// result is said by `dense`.
    #[serde(skip)]
    pub dense_state: DenseState,
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
    /// Where each expert of the pool belongs, for the rules over units and other groups.
    pub groups: Vec<ExpertGroups>,
    /// The plan with its instance and its prices, as the file that `laurel verify` checks, packed.
    pub certificate: Vec<u8>,
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

fn policy(input: &MatchInput) -> ConflictPolicy {
    ConflictPolicy { reference_year: Some(input.year), ..input.conflict_policy.clone() }
}

fn options(input: &MatchInput) -> AffinityOptions {
    AffinityOptions { model: input.affinity_model.clone(), ..AffinityOptions::default() }
}

/// SHA-256 of everything that a run depends on: known before anything is computed.
pub fn digest_of(input: &MatchInput, parameters: &MatchParameters) -> String {
    digest(&(ENGINE_VERSION, parameters, options(input), policy(input), input))
}

/// What is recorded before a draw: SHA-256 of the seed and the digest of the inputs. Whoever is told the
/// seed afterwards can see that neither was chosen by the result.
pub fn draw_commitment(seed: i64, input_digest: &str) -> String {
    crate::shared::hex_sha256(format!("{seed}:{input_digest}").as_bytes())
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
    let policy = policy(input);
    let options = options(input);
    let index = steps.run(Stage::Indexing, || {
        let (experts, publications) = (&input.experts, &input.publications);
        let index = AffinityIndex::build(analyzer, experts, publications, options.clone())
            .with_full_texts(&input.full_texts);
        match &input.dense {
            Some(dense) => index.with_dense(dense),
            None => index,
        }
    });
    let findings = steps.run(Stage::Conflicts, || detected(input, &policy));
    let groups = groups_of(input, &policy);
    let seated = seats::positions(input);
    let bound = if parameters.within_panels { seated.as_slice() } else { &[] };
    let rescore = |asked: &[usize], most: usize| {
        seats::score((analyzer, &index), &input.nominations, bound, (asked, most))
    };
    let least = Score::from_f64(parameters.least_score)?;
    let costs = penalties(input, parameters.record_micro()?);
    let mut nearest = steps
        .run(Stage::Affinity, || Nearest::of(input.nominations.len(), least, &rescore))
        .less(costs);
    let bars = optimum::barred(input, &findings);
    let best = steps.run(Stage::Assignment, || {
        optimum::find(input, parameters, &groups, &mut nearest, &bars)
    })?;
    let candidates = steps.run(Stage::Reasons, || {
        let kept_out = candidates::kept_out(input, analyzer, &index, &bars);
        let seated: Vec<Vec<usize>> =
            seated.iter().map(|of| of.clone().unwrap_or_default()).collect();
        let seated = seats::near((analyzer, &index), &input.nominations, &seated);
        let chosen = candidates::select(&nearest, (&kept_out, &seated), &bars, &best);
        candidates::explain(input, analyzer, &index, chosen, &best)
    });
    let assigned = assigned_pairs(&best.solution, &nearest);
    let report = MatchReport {
        affinity: Some(AffinityUsed::of(&options.model, input)),
        panels: PanelsOfRun::of(input),
        ..summary::report(input, &findings, &best, &assigned, &steps.times)
    };
    Ok(MatchOutcome {
        input_digest: digest_of(input, parameters),
        output_digest: output_digest(input, &assigned, &findings),
        certificate: certificate(&best),
        candidates,
        findings,
        assigned,
        groups,
        report,
    })
}

fn detected(input: &MatchInput, policy: &ConflictPolicy) -> Vec<Finding> {
    let earlier = &input.earlier;
    let nominations = [input.nominations.as_slice(), earlier.nominations.as_slice()].concat();
    let people = [input.people.as_slice(), earlier.people.as_slice()].concat();
    let records = ConflictInput {
        experts: &input.experts,
        publications: &input.publications,
        affiliations: &input.affiliations,
        units: &input.units,
        nominations: &nominations,
        people: &people,
        papers: &input.papers,
        completing_units: &input.completing_units,
        declarations: &input.recused.declarations,
        past_reviews: &earlier.reviews,
        theses: &input.works.theses,
        grants: &input.works.grants,
        patents: &input.works.patents,
        similarities: &earlier.similarities,
        decisions: &input.recused.decisions,
    };
    conflicts::detect(&records, policy)
}

fn certificate(best: &Best) -> Vec<u8> {
    pack(&Proof::of(&best.instance, &best.solution).to_json())
}

/// Where the experts belong, at the level of the organisation tree at which one unit bars.
fn groups_of(input: &MatchInput, policy: &ConflictPolicy) -> Vec<ExpertGroups> {
    let tree = UnitTree::new(&input.units);
    let pool: Vec<Whereabouts<'_>> = input
        .experts
        .iter()
        .map(|expert| Whereabouts {
            unit: &expert.unit,
            region: expert.region.as_deref().unwrap_or_default(),
        })
        .collect();
    groups::group(&tree, policy.units.same_unit_level, &[], &pool)
}

/// The pairs by their affinity, whatever the record of a reviewer cost him in the plan.
fn assigned_pairs(solution: &Solution, nearest: &Nearest<'_>) -> Vec<AssignedPair> {
    let pair = |pair: &ScoredPair| {
        let (nomination, expert) = (pair.nomination as usize, pair.expert as usize);
        let score = nearest.weighed(nomination, expert).unwrap_or_else(|| pair.score.micro());
        AssignedPair { nomination, expert, score }
    };
    solution.pairs.iter().map(pair).collect()
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
