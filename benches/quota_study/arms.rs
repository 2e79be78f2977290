//! Which pasts are made, and what does each contender do with one?

use laurel::demo::history::{
    DEMO_SHARES, PAST_ROUNDS, PLAIN_SHARES, PastPlan, Places, Quality, SocietyKind, TrueSociety,
    past_rounds,
};
use laurel::quotas::engine::{
    Band, EngineError, Field, History, NaivePolicy, Outcome, Policy, Seats, SocietyOutcome,
    Strength, decide, naive, rank_correlation, total_for,
};
use std::collections::BTreeMap;

use crate::truth::true_points;

/// As many societies as the demonstration has.
pub(crate) const SOCIETIES: usize = 57;

/// One place in so many is new, so that somebody can gain where nobody loses.
const SLACK: u32 = 10;

/// Who goes by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Contender {
    /// The default policy.
    Ours,
    /// The same indicators, but of the last round alone, hardly shrunk, judged by the score itself in
    /// one round.
    PlainScore,
    /// The raw award rate of the window.
    RawAwardRate,
    /// The awards of the last round.
    LastRound,
}

impl Contender {
    pub(crate) const ALL: [Self; 4] =
        [Self::Ours, Self::PlainScore, Self::RawAwardRate, Self::LastRound];
}

/// One kind of past.
pub(crate) struct Arm {
    /// Nominations per society a round; none: one to four by the society's size.
    pub(crate) nominations: Option<u32>,
    /// Whether some societies are lucky or play the table.
    pub(crate) has_deceivers: bool,
}

/// All kinds of past.
pub(crate) fn arms() -> Vec<Arm> {
    let sizes = [Some(1), Some(2), Some(3), Some(4), None];
    let with = |has_deceivers| sizes.map(|nominations| Arm { nominations, has_deceivers });
    with(true).into_iter().chain(with(false)).collect()
}

/// A society of one history: the truth, and what each contender made of it.
pub(crate) struct SeenSociety {
    pub(crate) kind: SocietyKind,
    pub(crate) quality: Quality,
    pub(crate) band: Band,
    pub(crate) previous: u32,
    /// Places by contender.
    pub(crate) proposed: [u32; Contender::ALL.len()],
    /// Score and interval, in millionths of points.
    pub(crate) score: [i64; 3],
    /// The score that the true chances give, over the window and as they are now.
    pub(crate) true_score: [i64; 2],
}

/// One history, seen.
pub(crate) struct Seen {
    pub(crate) societies: Vec<SeenSociety>,
    /// Rank correlation of what each goes by with the true quality, in billionths.
    pub(crate) correlations: [Option<i64>; Contender::ALL.len()],
}

/// The policy that trusts the last round's figures.
fn last_round_alone(policy: &Policy) -> Policy {
    let mut plain = policy.clone();
    plain.window.decay_permille = vec![1_000];
    plain.prior.strength = Strength::Cases(1);
    plain.expand.rounds = 1;
    plain.shrink.rounds = 1;
    plain
}

/// What is kept back of a total from the beginning.
fn kept(policy: &Policy, total: u32) -> u32 {
    let kept = u64::from(total) * u64::from(policy.reserve.permille) / 1_000;
    u32::try_from(kept).unwrap_or(total)
}

/// Places by the score itself: who stands on or above the upper line gains, who stands on or under the
/// lower line loses.
fn by_the_score(policy: &Policy, outcome: &Outcome) -> Vec<(i64, u32)> {
    const POINT: i64 = 1_000_000;
    let bounds = &policy.bounds;
    let fixed = |places: u32| Seats { least: places, low: places, high: places };
    let seats = |one: &SocietyOutcome| match one.band {
        Band::Suspend => fixed(0),
        Band::Newcomer | Band::Return => fixed(policy.newcomer.places),
        Band::Shrink | Band::Hold | Band::Expand => {
            let least = one.previous.saturating_sub(bounds.max_down).max(bounds.floor);
            if one.score >= i64::from(policy.expand.points) * POINT {
                let high = (one.previous + policy.expand.by).min(bounds.ceiling);
                Seats { least, low: one.previous, high: high.max(one.previous) }
            } else if one.score <= i64::from(policy.shrink.points) * POINT {
                fixed(one.previous.saturating_sub(policy.shrink.by).max(least))
            } else {
                Seats { least, low: one.previous, high: one.previous }
            }
        }
    };
    let weights: Vec<u64> = outcome.societies.iter().map(|one| one.score.unsigned_abs()).collect();
    let seats = outcome.societies.iter().map(seats).collect();
    let field =
        Field::new(policy.apportionment.method, &weights, seats, |one, other| one.cmp(&other));
    let places = field.share((outcome.total - kept(policy, outcome.total)).into());
    outcome.societies.iter().zip(places).map(|(one, places)| (one.score, places)).collect()
}

impl Arm {
    /// Makes a past and lets every contender decide.
    pub(crate) fn history(&self, policy: &Policy, seed: u64) -> Result<Seen, EngineError> {
        let mut policy = policy.clone();
        // At most twice the base, whatever the base is.
        policy.bounds.ceiling = policy.bounds.ceiling.max(2 * self.nominations.unwrap_or(0));
        let places = self.nominations.map_or(Places::BySize, Places::Fixed);
        let mut made = PastPlan::numbered(SOCIETIES, &PAST_ROUNDS, places);
        made.shares = if self.has_deceivers { DEMO_SHARES } else { PLAIN_SHARES };
        let past = past_rounds(&made, seed);
        let truth = past.truth;
        let history = History::new(past.rows).map_err(EngineError::History)?;
        let held = |row: &&laurel::track_record::model::HistoryRow| {
            Some(row.round) == history.newest_round()
        };
        let places: u32 = history.rows().iter().filter(held).map(|row| row.quota).sum();
        let total = total_for(&policy, places + places / SLACK);
        let ours = decide(&history, &policy, total)?;
        let mut societies = seen_societies(&policy, &history, &truth, &ours);
        let mut correlations = [None; Contender::ALL.len()];
        let by_last_round = decide(&history, &last_round_alone(&policy), total)?;
        let scored = |outcome: &Outcome| -> Vec<(i64, u32)> {
            outcome.societies.iter().map(|one| (one.score, one.proposed)).collect()
        };
        let mut plans = vec![scored(&ours), by_the_score(&policy, &by_last_round)];
        for rule in [NaivePolicy::RawAwardRate, NaivePolicy::LastRound] {
            let shared = naive(&history, &policy, total - kept(&policy, total), rule);
            plans.push(shared.iter().map(|one| (one.value, one.proposed)).collect());
        }
        for (contender, plan) in plans.iter().enumerate() {
            let pairs: Vec<(i64, i64)> = societies
                .iter()
                .zip(plan)
                .map(|(one, (value, _))| (*value, one.quality.into()))
                .collect();
            correlations[contender] = rank_correlation(&pairs);
            for (one, (_, proposed)) in societies.iter_mut().zip(plan) {
                one.proposed[contender] = *proposed;
            }
        }
        Ok(Seen { societies, correlations })
    }
}

fn seen_societies(
    policy: &Policy,
    history: &History,
    truth: &[TrueSociety],
    ours: &Outcome,
) -> Vec<SeenSociety> {
    let by_code: BTreeMap<&str, &TrueSociety> =
        truth.iter().map(|one| (one.society_id.as_str(), one)).collect();
    let seen = |one: &SocietyOutcome| {
        let truth = by_code.get(one.society_id.as_str())?;
        Some(SeenSociety {
            kind: truth.kind,
            quality: truth.quality(),
            band: one.band,
            previous: one.previous,
            proposed: [0; Contender::ALL.len()],
            score: [one.score, one.low, one.high],
            true_score: true_points(policy, history, truth, one),
        })
    };
    ours.societies.iter().filter_map(seen).collect()
}
