//! Would the decision have been the same, had chance fallen otherwise? The nominations of the rounds
//! that count are drawn again many times, and the whole decision is taken each time.
//!
//! The yardstick stays: priors, policy and total are those of the decision itself.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draft::{Draft, priors};
use super::history::History;
use super::outcome::EngineError;
use super::policy::Policy;
use super::record::Record;
use super::resample::Resampler;

/// How often the decision on one society was the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SocietyStability {
    /// Its code.
    pub society_id: String,
    /// Places proposed by the decision.
    pub proposed: u32,
    /// Resamples with the same band.
    pub same_band: u32,
    /// Resamples with the same places.
    pub same_places: u32,
    /// Resamples with fewer places.
    pub fewer: u32,
    /// Resamples with more places.
    pub more: u32,
    /// The lowest score of the middle four fifths of the resamples, in millionths of a point.
    pub score_low: i64,
    /// The highest score of the middle four fifths.
    pub score_high: i64,
}

/// How stable a decision is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stability {
    /// How often everything was drawn again.
    pub resamples: u32,
    /// The seed of the draws.
    pub seed: u64,
    /// Resamples with the same band, over all societies, per mille.
    pub same_band_permille: u32,
    /// Resamples with the same places, over all societies, per mille.
    pub same_places_permille: u32,
    /// By code, those on which something is decided.
    pub societies: Vec<SocietyStability>,
}

/// What one resample gave a society.
#[derive(Clone, Copy)]
struct Found {
    is_same_band: bool,
    places: u32,
    score: i64,
}

/// Resamples that one worker draws before it hands over.
const CHUNK: u32 = 25;

/// Draws a history again so many times and decides each time. The same arguments give the same
/// bytes, on one thread or many.
///
/// # Errors
/// No rows, or rows that contradict the policy's rates.
pub fn stability(
    history: &History,
    policy: &Policy,
    total: u32,
    resamples: u32,
    seed: u64,
) -> Result<Stability, EngineError> {
    if history.newest_round().is_none() {
        return Err(EngineError::Empty);
    }
    let record = Record::new(history, policy).map_err(EngineError::History)?;
    let priors = priors(&record, policy);
    let base = Draft::new(&record, policy, &priors, total);
    // Rounds that no assessed round looks at change nothing.
    let reach = policy.window.decay_permille.len() + priors.len().saturating_sub(1);
    let first = record.rounds.len().saturating_sub(reach);
    let again = Resampler::new(history, policy, &record, first);
    let decided: Vec<usize> =
        (0..record.societies.len()).filter(|&at| base.judged[at].is_decided).collect();
    let starts: Vec<u32> = (0..resamples).step_by(CHUNK as usize).collect();
    let chunks: Vec<Vec<Vec<Found>>> = starts
        .into_par_iter()
        .map(|start| {
            let mut drawn = record.clone();
            (start..resamples.min(start + CHUNK))
                .map(|resample| {
                    again.draw(&mut drawn, seed, resample.into());
                    let draft = Draft::new(&drawn, policy, &priors, total);
                    let found = |&at: &usize| Found {
                        is_same_band: draft.judged[at].band() == base.judged[at].band(),
                        places: draft.places[at],
                        score: draft.judged[at].score().score,
                    };
                    decided.iter().map(found).collect()
                })
                .collect()
        })
        .collect();
    let rounds: Vec<&Vec<Found>> = chunks.iter().flatten().collect();
    let societies: Vec<SocietyStability> = decided
        .par_iter()
        .enumerate()
        .map(|(place, &at)| {
            let found = rounds.iter().map(|round| round[place]);
            society(record.societies[at].id.clone(), base.places[at], found)
        })
        .collect();
    let permille = |count: &dyn Fn(&SocietyStability) -> u32| {
        let all: u64 = societies.iter().map(|one| u64::from(count(one))).sum();
        let most = (societies.len() as u64 * u64::from(resamples)).max(1);
        u32::try_from(all * 1_000 / most).unwrap_or(1_000)
    };
    Ok(Stability {
        resamples,
        seed,
        same_band_permille: permille(&|one| one.same_band),
        same_places_permille: permille(&|one| one.same_places),
        societies,
    })
}

fn society(
    society_id: String,
    proposed: u32,
    found: impl Iterator<Item = Found>,
) -> SocietyStability {
    let mut one = SocietyStability { society_id, proposed, ..SocietyStability::default() };
    let mut scores: Vec<i64> = Vec::new();
    for Found { is_same_band, places, score } in found {
        one.same_band += u32::from(is_same_band);
        one.same_places += u32::from(places == proposed);
        one.fewer += u32::from(places < proposed);
        one.more += u32::from(places > proposed);
        scores.push(score);
    }
    scores.sort_unstable();
    let last = scores.len().saturating_sub(1);
    let at = |percent: usize| scores.get(last * percent / 100).copied().unwrap_or(0);
    (one.score_low, one.score_high) = (at(10), at(90));
    one
}
