//! Would the policy have done well in the past? For each round that has a later one, decide with what
//! was known then, and look where the later nominations passed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decide::decide;
use super::history::History;
use super::naive::{NaivePolicy, naive};
use super::outcome::EngineError;
use super::policy::Policy;
use super::rank::rank_correlation;

/// Who shares the places out in a back-test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Contender {
    /// The policy under test.
    Policy,
    /// By the raw award rate.
    RawAwardRate,
    /// By the awards of the last round.
    LastRound,
    /// The same for all.
    EqualShares,
    /// As it really went.
    Actual,
}

impl From<NaivePolicy> for Contender {
    fn from(rule: NaivePolicy) -> Self {
        match rule {
            NaivePolicy::RawAwardRate => Self::RawAwardRate,
            NaivePolicy::LastRound => Self::LastRound,
            NaivePolicy::EqualShares => Self::EqualShares,
        }
    }
}

/// How one contender did. Rates are in billionths; none where nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackTestStanding {
    /// Who.
    pub contender: Contender,
    /// Places given to societies that submitted later.
    pub places: u32,
    /// First reviews passed of nominations submitted in the next round, weighted by the places given.
    pub next_pass_rate: Option<i64>,
    /// The same over all later rounds.
    pub later_pass_rate: Option<i64>,
    /// The later rate of the societies that gained places, weighted by the places gained.
    pub gained_pass_rate: Option<i64>,
    /// The later rate of the societies that lost places, weighted by the places lost.
    pub lost_pass_rate: Option<i64>,
    /// Rank correlation of what the contender goes by with the later rate.
    pub rank_correlation: Option<i64>,
    /// Places gained and lost against the round before, added up.
    pub moved: u32,
}

/// A decision of the past and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackTestRound {
    /// The newest round that was known.
    pub known_to: i32,
    /// The rounds by which it is judged.
    pub judged_by: Vec<i32>,
    /// The total that was shared out.
    pub total: u32,
    /// How each contender did.
    pub standings: Vec<BackTestStanding>,
}

/// A policy against rules of thumb over the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackTest {
    /// Each decision, oldest first.
    pub rounds: Vec<BackTestRound>,
    /// Each contender over all decisions: rates weighted by places, correlations in the mean.
    pub overall: Vec<BackTestStanding>,
}

/// Decides after each round that has a later one and at least one before it.
///
/// # Errors
/// As [`decide`], for any of the rounds.
pub fn back_test(history: &History, policy: &Policy) -> Result<BackTest, EngineError> {
    let known: Vec<i32> = history.rounds().to_vec();
    let mut rounds = Vec::new();
    let mut tallies: BTreeMap<Contender, Vec<Tally>> = BTreeMap::new();
    for (at, &known_to) in known.iter().enumerate().skip(1) {
        let Some((&next, _)) = known.get(at + 1..).and_then(<[i32]>::split_first) else { break };
        let past = history.up_to(known_to).map_err(EngineError::History)?;
        let actual = quotas(history, next);
        let wanted = past.societies.keys().map(|id| actual.get(id.as_str()).unwrap_or(&0)).sum();
        let total = total_for(policy, wanted);
        let later = Later::new(history, next);
        let mut standings = Vec::new();
        for (contender, plan) in plans(&past, policy, total, &actual)? {
            let tally = later.tally(&plan);
            standings.push(tally.standing(contender));
            tallies.entry(contender).or_default().push(tally);
        }
        rounds.push(BackTestRound {
            known_to,
            judged_by: known[at + 1..].to_vec(),
            total,
            standings,
        });
    }
    let overall = tallies
        .into_iter()
        .map(|(contender, tallies)| Tally::sum(&tallies).standing(contender))
        .collect();
    Ok(BackTest { rounds, overall })
}

/// A total of which so many places are left without the reserve, and none more than rounding asks.
pub fn total_for(policy: &Policy, places: u32) -> u32 {
    let left = 1_000_u32.saturating_sub(policy.reserve.permille).max(1);
    let total = (u64::from(places) * 1_000).div_ceil(left.into());
    u32::try_from(total).unwrap_or(u32::MAX)
}

/// What the policy keeps back of a total from the beginning.
fn kept_of(policy: &Policy, total: u32) -> u32 {
    let kept = u64::from(total) * u64::from(policy.reserve.permille) / 1_000;
    u32::try_from(kept).unwrap_or(total)
}

/// What a contender gives a society.
struct Given<'a> {
    society_id: &'a str,
    value: i64,
    previous: u32,
    proposed: u32,
}

type Plan = Vec<(String, i64, u32, u32)>;

fn plans(
    past: &History,
    policy: &Policy,
    total: u32,
    actual: &BTreeMap<&str, u32>,
) -> Result<Vec<(Contender, Plan)>, EngineError> {
    let ours = decide(past, policy, total)?;
    let places = total - kept_of(policy, total);
    let plan: Plan = ours
        .societies
        .iter()
        .map(|one| (one.society_id.clone(), one.score, one.previous, one.proposed))
        .collect();
    let real: Plan = plan
        .iter()
        .map(|(id, _, previous, _)| {
            let given = actual.get(id.as_str()).copied().unwrap_or(0);
            (id.clone(), i64::from(given), *previous, given)
        })
        .collect();
    let mut plans = vec![(Contender::Policy, plan)];
    for rule in NaivePolicy::ALL {
        let naive = naive(past, policy, places, rule);
        let plan =
            naive.into_iter().map(|one| (one.society_id, one.value, one.previous, one.proposed));
        plans.push((rule.into(), plan.collect()));
    }
    plans.push((Contender::Actual, real));
    Ok(plans)
}

fn quotas(history: &History, round: i32) -> BTreeMap<&str, u32> {
    let of = |member: &super::history::Member| -> u32 {
        let rows = member.rows.iter().map(|&at| &history.rows[at]);
        rows.filter(|row| row.round == round).map(|row| row.quota).sum()
    };
    history.societies.iter().map(|(id, member)| (id.as_str(), of(member))).collect()
}

/// What the later rounds showed of each society: first reviews passed and nominations submitted, in
/// the next round and in all.
struct Later<'a> {
    societies: BTreeMap<&'a str, [(u64, u64); 2]>,
}

/// One of a rate, in billionths.
const UNIT: i128 = 1_000_000_000;

fn rate((passed, submitted): (u64, u64)) -> Option<i128> {
    (i128::from(passed) * UNIT).checked_div(i128::from(submitted))
}

impl<'a> Later<'a> {
    fn new(history: &'a History, next: i32) -> Self {
        let mut societies: BTreeMap<&str, [(u64, u64); 2]> = BTreeMap::new();
        for (id, member) in &history.societies {
            let sums = societies.entry(id).or_default();
            for row in member.rows.iter().map(|&at| &history.rows[at]) {
                let count = |measure| u64::from(row.count(measure).unwrap_or(0));
                let (passed, submitted) = (count("first_review_passed"), count("submitted"));
                for (sum, counts) in sums.iter_mut().zip([row.round == next, row.round >= next]) {
                    if counts {
                        sum.0 += passed;
                        sum.1 += submitted;
                    }
                }
            }
        }
        Self { societies }
    }

    fn tally(&self, plan: &Plan) -> Tally {
        let mut tally = Tally::default();
        let mut pairs = Vec::new();
        for (id, value, previous, proposed) in plan {
            let given =
                Given { society_id: id, value: *value, previous: *previous, proposed: *proposed };
            tally.moved += given.proposed.abs_diff(given.previous);
            let Some(sums) = self.societies.get(given.society_id) else { continue };
            if let Some(next) = rate(sums[0]) {
                tally.next.add(next, given.proposed);
            }
            if let Some(later) = rate(sums[1]) {
                tally.later.add(later, given.proposed);
                tally.gained.add(later, given.proposed.saturating_sub(given.previous));
                tally.lost.add(later, given.previous.saturating_sub(given.proposed));
                pairs.push((given.value, i64::try_from(later).unwrap_or(i64::MAX)));
            }
        }
        tally.correlations.extend(rank_correlation(&pairs));
        tally
    }
}

/// A mean weighted by places.
#[derive(Clone, Copy, Debug, Default)]
struct Weighted {
    sum: i128,
    places: u32,
}

impl Weighted {
    fn add(&mut self, rate: i128, places: u32) {
        self.sum += rate * i128::from(places);
        self.places += places;
    }

    fn join(&mut self, other: Self) {
        self.sum += other.sum;
        self.places += other.places;
    }

    fn mean(self) -> Option<i64> {
        i64::try_from(self.sum.checked_div(i128::from(self.places))?).ok()
    }
}

#[derive(Clone, Debug, Default)]
struct Tally {
    next: Weighted,
    later: Weighted,
    gained: Weighted,
    lost: Weighted,
    correlations: Vec<i64>,
    moved: u32,
}

impl Tally {
    fn sum(tallies: &[Self]) -> Self {
        let mut sum = Self::default();
        for one in tallies {
            sum.next.join(one.next);
            sum.later.join(one.later);
            sum.gained.join(one.gained);
            sum.lost.join(one.lost);
            sum.correlations.extend(&one.correlations);
            sum.moved += one.moved;
        }
        sum
    }

    fn standing(&self, contender: Contender) -> BackTestStanding {
        let all: i64 = self.correlations.iter().sum();
        let count = i64::try_from(self.correlations.len()).unwrap_or(i64::MAX);
        BackTestStanding {
            contender,
            places: self.later.places,
            next_pass_rate: self.next.mean(),
            later_pass_rate: self.later.mean(),
            gained_pass_rate: self.gained.mean(),
            lost_pass_rate: self.lost.mean(),
            rank_correlation: all.checked_div(count),
            moved: self.moved,
        }
    }
}
