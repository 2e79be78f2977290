//! How is a plan written down with its proof, so that anybody can check it from the one file?
//!
//! The file states who wants how many experts, who may take how many, which rules hold, what every
//! candidate pair is worth, the plan, and the prices. [`Proof::check`] builds the instance from
//! that again and asks [`verify`]: one pass over the pairs, no solver. What is stated is checked,
//! whoever made the file; its digest tells besides whether it is the file that was given out.

use super::certificate::{CertificateError, total_within_bounds, verify};
use super::draft::InstanceError;
use super::instance::Instance;
use super::mix_cost;
use super::proof_rows::{
    Aim, ExpertRow, FloorRow, GroupPrice, Lists, Named, NominationRow, RuleRow,
};
use super::proof_stated::position;
use super::score::{Decimal, Score};
use super::solution::{Objective, Solution};
use crate::shared::hex_sha256;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What every file of this kind says it is.
pub const PROOF_FORMAT: &str = "laurel-assignment-certificate/1";
/// Unit of all scores, totals and prices.
const UNIT: &str = "1e-6";

/// A plan with its instance and its prices, as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    format: String,
    unit: String,
    pub(super) objective: Aim,
    pub(super) total: i64,
    /// No plan that fills as many places, meets as many least loads and keeps the pins is worth
    /// more, less the prices of rules; of a draw, no expectation.
    pub(super) bound: i64,
    /// Of a draw: expected total times `parts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expected_total_parts: Option<i64>,
    pub(super) parts: u32,
    pub(super) pair_parts: u32,
    pub(super) unfilled_penalty: i64,
    pub(super) unmet_penalty: i64,
    /// Rules over groups of experts, the unit rule first.
    pub(super) rules: Vec<RuleRow>,
    pub(super) nominations: Vec<NominationRow>,
    pub(super) experts: Vec<ExpertRow>,
    /// Prices of groups on nominations.
    pub(super) groups: Vec<GroupPrice>,
    /// Pairs that recusal took from the candidates.
    pub(super) barred: Vec<Named>,
    /// Pairs that must be there.
    pub(super) pinned: Vec<Named>,
    /// Pairs that the prices say nothing of: the pins, and those held for the worst-served.
    pub(super) held: Vec<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) floor: Option<FloorRow>,
    /// The plan that people made of it, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan: Option<Vec<Named>>,
    /// SHA-256 of this file as JSON without blanks and with no digest in it.
    digest: String,
}

/// What a proof that holds shows. Totals are in micro-units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// What the plan is best at.
    pub objective: Objective,
    /// Nominations, experts and candidate pairs of the instance.
    pub size: (usize, usize, usize),
    /// Places wanted.
    pub demand: u64,
    /// Places filled.
    pub filled: usize,
    /// By how much least loads are missed.
    pub unmet: u32,
    /// Total of the plan.
    pub total: i64,
    /// No plan that fills as many places, meets as many least loads and keeps the pins is worth
    /// more; of a draw, no expectation.
    pub bound: i64,
    /// Pairs held beside the pins: given them, the total is the largest.
    pub held: usize,
    /// Smallest total of a nomination, and what no plan exceeds (`leximin`, `floor`).
    pub floor: Option<(i64, i64)>,
    /// Places and total of the plan that people made of it, which keeps every bound and pin.
    pub plan: Option<(usize, i64)>,
    /// SHA-256 of the pairs of the plan that stands, a line `nomination,expert` each, sorted.
    pub pairs_digest: String,
    /// SHA-256 of the file.
    pub digest: String,
}

/// Why a proof does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// It says of itself that it is something else.
    #[error("不是指派证书 / not an assignment certificate")]
    Format,
    /// The digest is not that of the content.
    #[error("内容与摘要不符，文件已被改动 / the digest does not hold: the file was changed")]
    Digest,
    /// A number is out of every range, or rules and groups do not fit.
    #[error("证书内容自相矛盾或超出范围 / the certificate contradicts itself or is out of range")]
    Shape,
    /// It names somebody whom it does not list.
    #[error("证书未列出 {0} / the certificate does not list {0}")]
    Unlisted(String),
    /// What it states is no instance.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// What it states is not so.
    #[error("{error}{about}")]
    Refused {
        /// What is wrong.
        error: CertificateError,
        /// About which nomination and expert, by their ids.
        about: String,
    },
    /// The candidates are not made from the affinities that they were held against.
    #[error("候选配对与相关度文件不符：{0} / the candidates are not those of the file: {0}")]
    Affinity(String),
}

impl ProofError {
    pub(super) fn refused(instance: &Instance, error: CertificateError) -> Self {
        let (nomination, expert) = match error {
            CertificateError::Pair { nomination, expert }
            | CertificateError::Held { nomination, expert }
            | CertificateError::Improvable { nomination, expert, .. } => {
                (Some(nomination), Some(expert))
            }
            CertificateError::Demand { nomination }
            | CertificateError::NominationPrice { nomination }
            | CertificateError::Unit { nomination, .. }
            | CertificateError::UnitPrice { nomination, .. } => (Some(nomination), None),
            CertificateError::Load { expert } | CertificateError::ExpertPrice { expert } => {
                (None, Some(expert))
            }
            CertificateError::Account { .. } | CertificateError::Shape => (None, None),
        };
        let nomination = nomination.and_then(|at| instance.nominations.get(at as usize));
        let expert = expert.and_then(|at| instance.experts.get(at as usize));
        let ids = [nomination.map(|one| one.id.as_str()), expert.map(|one| one.id.as_str())];
        let ids: Vec<&str> = ids.into_iter().flatten().collect();
        let about = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
        Self::Refused { error, about }
    }
}

impl Proof {
    /// Writes a solution down with its instance.
    pub fn of(instance: &Instance, solution: &Solution) -> Self {
        let certificate = &solution.certificate;
        let lists = Lists::of(instance, solution);
        let mut proof = Self {
            format: PROOF_FORMAT.to_owned(),
            unit: UNIT.to_owned(),
            objective: Aim::of(solution.objective),
            total: solution.total,
            bound: bound(instance, solution),
            expected_total_parts: solution.lottery.as_ref().map(|draw| draw.expected_total_parts),
            parts: certificate.parts,
            pair_parts: certificate.pair_parts,
            unfilled_penalty: certificate.unfilled_penalty,
            unmet_penalty: certificate.unmet_penalty,
            rules: lists.rules,
            nominations: lists.nominations,
            experts: lists.experts,
            groups: lists.groups,
            barred: lists.barred,
            pinned: lists.pinned,
            held: lists.held,
            floor: lists.floor,
            plan: None,
            digest: String::new(),
        };
        proof.seal();
        proof
    }

    /// The same with the plan that people made of it, by ids: it is shown beside the best.
    #[must_use]
    pub fn beside(mut self, plan: BTreeSet<(String, String)>) -> Self {
        let best: BTreeSet<(String, String)> = self.best().map(owned).collect();
        self.plan = (best != plan).then(|| plan.into_iter().collect());
        self.seal();
        self
    }

    /// The same with a further candidate pair, which the prices keep out, so that it can be asked about;
    /// `None` where the file does not list the two. A pair that is there already is left as it is. It is no
    /// file to be given out: its digest does not hold.
    #[must_use]
    pub fn asked_about(mut self, (nomination, expert): (&str, &str), score: Score) -> Option<Self> {
        self.experts.iter().find(|row| row.expert_id == expert)?;
        let row = self.nominations.iter_mut().find(|row| row.nomination_id == nomination)?;
        if !row.candidates.iter().any(|(known, _)| known == expert) {
            row.candidates.push((expert.to_owned(), score.micro()));
        }
        Some(self)
    }

    /// The instance and the solution that the file states. Whether they are the best, and whether the file
    /// is what was given out, [`Self::check`] tells.
    ///
    /// # Errors
    /// [`ProofError`] where it states none.
    pub fn restored(&self) -> Result<(Instance, Solution), ProofError> {
        self.stated()
    }

    /// Whether the file lists a pair among those that recusal took away.
    pub fn bars(&self, (nomination, expert): (&str, &str)) -> bool {
        self.barred.iter().any(|pair| borrowed(pair) == (nomination, expert))
    }

    /// The pairs of the plan that is proved.
    fn best(&self) -> impl Iterator<Item = (&str, &str)> {
        self.nominations.iter().flat_map(|row| {
            row.assigned.iter().map(move |expert| (row.nomination_id.as_str(), expert.as_str()))
        })
    }

    /// The file: JSON without blanks, with a line feed at its end.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Puts the digest of the content in.
    pub(super) fn seal(&mut self) {
        self.digest = self.content_digest();
    }

    fn content_digest(&mut self) -> String {
        let digest = std::mem::take(&mut self.digest);
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        self.digest = digest;
        hex_sha256(&bytes)
    }

    /// Checks everything that the file states, in one pass over its pairs, without the solver.
    ///
    /// # Errors
    /// [`ProofError`] with the first thing that does not hold.
    pub fn check(mut self) -> Result<Proved, ProofError> {
        if self.format != PROOF_FORMAT || self.unit != UNIT {
            return Err(ProofError::Format);
        }
        if self.content_digest() != self.digest {
            return Err(ProofError::Digest);
        }
        let (instance, solution) = self.stated()?;
        let refused = |error| ProofError::refused(&instance, error);
        verify(&instance, &solution).map_err(refused)?;
        if self.bound != bound(&instance, &solution) {
            return Err(refused(CertificateError::Account { what: "bound" }));
        }
        let plan = match &self.plan {
            Some(plan) => Some(checked_plan(&instance, plan)?),
            None => None,
        };
        Ok(Proved {
            objective: solution.objective,
            size: (instance.nominations.len(), instance.experts.len(), instance.pairs.len()),
            demand: instance.demand(),
            filled: solution.pairs.len(),
            unmet: solution.unmet_loads.iter().map(|unmet| unmet.missing).sum(),
            total: solution.total,
            bound: self.bound,
            held: solution.certificate.held.len().saturating_sub(instance.pins.len()),
            floor: solution.floor.as_ref().map(|floor| (floor.smallest, floor.bound)),
            plan,
            pairs_digest: self.pairs_digest(),
            digest: self.digest,
        })
    }

    /// Digest of the pairs that stand: those of the plan that people made, or else the best.
    pub fn pairs_digest(&self) -> String {
        let line = |(nomination, expert): (&str, &str)| format!("{nomination},{expert}\n");
        let mut lines: Vec<String> = match &self.plan {
            Some(plan) => plan.iter().map(|(n, e)| line((n, e))).collect(),
            None => self.best().map(line).collect(),
        };
        lines.sort_unstable();
        hex_sha256(lines.concat().as_bytes())
    }

    /// Holds the candidates against the affinities (nomination, expert, score) that they should be
    /// made from: every pair scored is a candidate with that score, or barred, or (where prices prove
    /// the whole) worth no more than its prices, and but for pins without a score there is no other.
    ///
    /// # Errors
    /// [`ProofError::Affinity`] with the first pair that differs.
    pub fn is_made_from<'r>(
        &'r self,
        rows: impl Iterator<Item = (&'r str, &'r str, i64)>,
    ) -> Result<(), ProofError> {
        let mut candidates: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for row in &self.nominations {
            for (expert, score) in &row.candidates {
                candidates.insert((row.nomination_id.as_str(), expert.as_str()), *score);
            }
        }
        let prices = Prices::of(self);
        let barred: BTreeSet<(&str, &str)> = self.barred.iter().map(borrowed).collect();
        let pinned: BTreeSet<(&str, &str)> = self.pinned.iter().map(borrowed).collect();
        let differs = |(n, e): (&str, &str), score: i64| {
            Err(ProofError::Affinity(format!("{n}, {e}, {}", Decimal(score))))
        };
        for (nomination, expert, score) in rows {
            let pair = (nomination, expert);
            match candidates.remove(&pair) {
                Some(stated) if stated == score => {}
                None if barred.contains(&pair) || prices.keep_out(pair, score) => {}
                _ => return differs(pair, score),
            }
        }
        let left =
            candidates.into_iter().find(|(pair, score)| *score != 0 || !pinned.contains(pair));
        left.map_or(Ok(()), |(pair, score)| differs(pair, score))
    }
}

/// The prices of a file by the ids that they are for.
struct Prices<'p> {
    /// Whether they prove the plan the best by themselves.
    prove: bool,
    nominations: BTreeMap<&'p str, i64>,
    experts: BTreeMap<&'p str, &'p ExpertRow>,
    groups: BTreeMap<(&'p str, usize, &'p str), i64>,
}

impl<'p> Prices<'p> {
    fn of(proof: &'p Proof) -> Self {
        let group = |one: &'p GroupPrice| {
            ((one.nomination_id.as_str(), one.rule, one.group.as_str()), one.price)
        };
        Self {
            prove: matches!(proof.objective, Aim::Sum | Aim::Random { .. }),
            nominations: proof
                .nominations
                .iter()
                .map(|row| (row.nomination_id.as_str(), row.price))
                .collect(),
            experts: proof.experts.iter().map(|row| (row.expert_id.as_str(), row)).collect(),
            groups: proof.groups.iter().map(group).collect(),
        }
    }

    /// Whether a pair that is no candidate could not better the plan: column generation leaves such
    /// pairs out.
    fn keep_out(&self, (nomination, expert): (&str, &str), score: i64) -> bool {
        let (Some(price), Some(row)) =
            (self.nominations.get(nomination), self.experts.get(expert).copied())
        else {
            return false;
        };
        let of_group = |(rule, group): (usize, &Option<String>)| {
            let group = group.as_deref()?;
            self.groups.get(&(nomination, rule, group)).copied()
        };
        let groups: i64 = row.groups.iter().enumerate().filter_map(of_group).sum();
        self.prove && score <= price.saturating_add(row.price).saturating_add(groups)
    }
}

fn owned((nomination, expert): (&str, &str)) -> Named {
    (nomination.to_owned(), expert.to_owned())
}

fn borrowed((nomination, expert): &Named) -> (&str, &str) {
    (nomination.as_str(), expert.as_str())
}

fn checked_plan(instance: &Instance, plan: &[Named]) -> Result<(usize, i64), ProofError> {
    let places =
        plan.iter().map(|(n, e)| position(instance, n, e)).collect::<Result<Vec<_>, _>>()?;
    let total = total_within_bounds(instance, &places);
    Ok((plan.len(), total.map_err(|error| ProofError::refused(instance, error))?))
}

/// What no plan that fills as many places, meets as many least loads and keeps the pins is worth
/// more than: the total (of a draw, the expected one) less the prices of rules, and what the pairs
/// held may have cost.
fn bound(instance: &Instance, solution: &Solution) -> i64 {
    let certificate = &solution.certificate;
    let worth = match &solution.lottery {
        Some(draw) => {
            let parts = i64::from(certificate.parts);
            let charged = mix_cost::expected_parts(instance, &draw.chances, parts);
            (draw.expected_total_parts - charged).div_euclid(parts)
        }
        None => solution.total - solution.mix_costs.iter().map(|cost| cost.cost).sum::<i64>(),
    };
    worth + certificate.given_up(instance)
}
