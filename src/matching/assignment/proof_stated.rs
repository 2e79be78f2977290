//! Which instance and which solution does the file of a plan state?
//!
//! Whoever made the file may have written anything: ids that it does not list and numbers that no
//! instance has are refused before anything is added up.

use super::certificate::CertificateError;
use super::draft::{Draft, Expert, Nomination, ScoredPair};
use super::instance::Instance;
use super::leximin::Floor;
use super::mix_cost::mix_costs;
use super::prices::Certificate;
use super::proof::{Proof, ProofError};
use super::proof_rows::{FloorRow, Named};
use super::random::Lottery;
use super::rules::{Family, Mix, Rules};
use super::score::Score;
use super::shortfall::{shortfalls, unmet_loads};
use super::solution::Solution;
use std::collections::BTreeMap;

/// With so many rules and such prices no sum of prices leaves 64 bits.
const MOST_RULES: usize = 24;
const LARGEST_PRICE: u64 = 1 << 58;
/// Most parts of a place: probabilities have six decimals.
const MOST_PARTS: u32 = 1_000_000;
/// Most places of a nomination.
const MOST_PLACES: u32 = 1_000_000;

/// Positions in an instance by ids.
pub(super) fn position(
    instance: &Instance,
    nomination: &str,
    expert: &str,
) -> Result<(u32, u32), ProofError> {
    let unlisted = |id: &str| ProofError::Unlisted(id.to_owned());
    Ok((
        instance.nomination_position(nomination).ok_or_else(|| unlisted(nomination))?,
        instance.expert_position(expert).ok_or_else(|| unlisted(expert))?,
    ))
}

impl Proof {
    /// The instance and the solution that the file states; nothing is proved of them yet.
    pub(super) fn stated(&self) -> Result<(Instance, Solution), ProofError> {
        if !self.is_in_range() {
            return Err(ProofError::Shape);
        }
        let instance = Instance::with_rules(self.draft()?, &self.rules()?)?;
        let solution = self.solution(&instance)?;
        Ok((instance, solution))
    }

    fn is_in_range(&self) -> bool {
        let is_price = |price: i64| price.unsigned_abs() <= LARGEST_PRICE;
        let totals = [self.total, self.bound, self.unfilled_penalty, self.unmet_penalty];
        let is_nomination_right = self.nominations.iter().all(|row| {
            is_price(row.price)
                && row.demand <= MOST_PLACES
                && row.assigned.len() <= row.demand as usize
                && row.chances.iter().all(|chance| chance.1 <= self.parts)
        });
        let is_expert_right = self
            .experts
            .iter()
            .all(|row| is_price(row.price) && row.groups.len() == self.rules.len());
        totals.into_iter().all(is_price)
            && (1..=MOST_PARTS).contains(&self.parts)
            && self.rules.len() <= MOST_RULES
            && is_nomination_right
            && is_expert_right
            && self.groups.iter().all(|one| is_price(one.price))
    }

    fn draft(&self) -> Result<Draft, ProofError> {
        let nominations = places(self.nominations.iter().map(|row| row.nomination_id.as_str()));
        let experts = places(self.experts.iter().map(|row| row.expert_id.as_str()));
        let place = |of: &BTreeMap<&str, u32>, id: &str| {
            of.get(id).copied().ok_or_else(|| ProofError::Unlisted(id.to_owned()))
        };
        let listed = |pairs: &[Named]| -> Result<Vec<(u32, u32)>, ProofError> {
            let one = |(n, e): &Named| -> Result<(u32, u32), ProofError> {
                Ok((place(&nominations, n)?, place(&experts, e)?))
            };
            pairs.iter().map(one).collect()
        };
        let mut pairs = Vec::new();
        for row in &self.nominations {
            let nomination = place(&nominations, &row.nomination_id)?;
            for (expert, micro) in &row.candidates {
                let expert = place(&experts, expert)?;
                let score = Score::from_micro(*micro).map_err(|_| ProofError::Shape)?;
                pairs.push(ScoredPair { nomination, expert, score });
            }
        }
        Ok(Draft {
            pairs,
            bars: listed(&self.barred)?,
            pins: listed(&self.pinned)?,
            nominations: self
                .nominations
                .iter()
                .map(|row| Nomination { id: row.nomination_id.clone(), demand: row.demand })
                .collect(),
            experts: self
                .experts
                .iter()
                .map(|row| Expert {
                    id: row.expert_id.clone(),
                    min_load: row.min_load,
                    max_load: row.max_load,
                    // The unit rule stands among the rules.
                    unit: None,
                })
                .collect(),
            max_per_unit: 0,
        })
    }

    /// The rules, each called by its place, so that two of one name stay apart.
    fn rules(&self) -> Result<Rules, ProofError> {
        let mut rules = Rules::default();
        for (at, row) in self.rules.iter().enumerate() {
            let of_expert = self.experts.iter().map(|row| row.groups.get(at).cloned().flatten());
            let (name, of_expert) = (at.to_string(), of_expert.collect());
            match (row.most, row.free, row.price) {
                (Some(most), None, None) if most > 0 => {
                    rules.families.push(Family { name, of_expert, max_per_nomination: most });
                }
                (None, Some(free), Some(price)) if price > 0 => {
                    let price = Score::from_micro(price).map_err(|_| ProofError::Shape)?;
                    rules.mixes.push(Mix { name, of_expert, free, price });
                }
                _ => return Err(ProofError::Shape),
            }
        }
        Ok(rules)
    }

    fn solution(&self, instance: &Instance) -> Result<Solution, ProofError> {
        let pairs = self.pairs(instance)?;
        let floor = self.floor.as_ref().map(|floor| stated_floor(instance, floor)).transpose()?;
        Ok(Solution {
            objective: self.objective.objective().map_err(|_| ProofError::Shape)?,
            total: self.total,
            mix_costs: mix_costs(instance, &pairs),
            shortfalls: shortfalls(instance, &pairs, &[]),
            bottlenecks: Vec::new(),
            unmet_loads: unmet_loads(instance, &pairs),
            certificate: self.certificate(instance)?,
            floor,
            lottery: self.lottery(instance)?,
            pivots: 0,
            pairs,
        })
    }

    fn pairs(&self, instance: &Instance) -> Result<Vec<ScoredPair>, ProofError> {
        let mut pairs = Vec::new();
        for row in &self.nominations {
            for expert in &row.assigned {
                let (nomination, expert) = position(instance, &row.nomination_id, expert)?;
                let place = instance.find_pair(nomination, expert);
                let pair = place.and_then(|place| instance.pairs.get(place as usize));
                let pair = pair.ok_or_else(|| {
                    ProofError::refused(instance, CertificateError::Pair { nomination, expert })
                })?;
                pairs.push(*pair);
            }
        }
        Ok(pairs)
    }

    fn lottery(&self, instance: &Instance) -> Result<Option<Lottery>, ProofError> {
        let Some(expected_total_parts) = self.expected_total_parts else {
            let is_silent = self.nominations.iter().all(|row| row.chances.is_empty());
            return if is_silent { Ok(None) } else { Err(ProofError::Shape) };
        };
        let mut chances = Vec::new();
        for row in &self.nominations {
            for (expert, parts) in &row.chances {
                let (nomination, expert) = position(instance, &row.nomination_id, expert)?;
                chances.push((nomination, expert, *parts));
            }
        }
        Ok(Some(Lottery { chances, expected_total_parts }))
    }

    fn certificate(&self, instance: &Instance) -> Result<Certificate, ProofError> {
        let nominations: BTreeMap<&str, i64> =
            self.nominations.iter().map(|row| (row.nomination_id.as_str(), row.price)).collect();
        let experts: BTreeMap<&str, i64> =
            self.experts.iter().map(|row| (row.expert_id.as_str(), row.price)).collect();
        let price = |of: &BTreeMap<&str, i64>, id: &str| of.get(id).copied().unwrap_or_default();
        let held = self.held.iter().map(|(n, e)| position(instance, n, e));
        Ok(Certificate {
            parts: self.parts,
            pair_parts: self.pair_parts,
            held: held.collect::<Result<_, _>>()?,
            nomination_prices: instance
                .nominations
                .iter()
                .map(|one| price(&nominations, &one.id))
                .collect(),
            expert_prices: instance.experts.iter().map(|one| price(&experts, &one.id)).collect(),
            unit_prices: self.group_prices(instance)?,
            unfilled_penalty: self.unfilled_penalty,
            unmet_penalty: self.unmet_penalty,
        })
    }

    /// Prices of groups, by their numbers in the instance.
    fn group_prices(&self, instance: &Instance) -> Result<Vec<(u32, u32, i64)>, ProofError> {
        let groups = (0_u32..).zip(&instance.groups.all);
        let number: BTreeMap<(&str, &str), u32> =
            groups.map(|(at, group)| ((group.rule.as_str(), group.name.as_str()), at)).collect();
        let mut prices = Vec::with_capacity(self.groups.len());
        for one in &self.groups {
            let rule = one.rule.to_string();
            let unlisted = |id: &str| ProofError::Unlisted(id.to_owned());
            let nomination = instance.nomination_position(&one.nomination_id);
            let nomination = nomination.ok_or_else(|| unlisted(&one.nomination_id))?;
            let group = number.get(&(rule.as_str(), one.group.as_str())).copied();
            prices.push((nomination, group.ok_or_else(|| unlisted(&one.group))?, one.price));
        }
        prices.sort_unstable();
        Ok(prices)
    }
}

fn stated_floor(instance: &Instance, floor: &FloorRow) -> Result<Floor, ProofError> {
    let bound_by = instance.nomination_position(&floor.bound_by);
    Ok(Floor {
        smallest: floor.smallest,
        bound: floor.bound,
        bound_by: bound_by.ok_or_else(|| ProofError::Unlisted(floor.bound_by.clone()))?,
        // What `sum` would have is not stated, for the prices do not prove it.
        smallest_of_sum: 0,
        total_of_sum: 0,
    })
}

/// Ids with their places in a list.
fn places<'i>(ids: impl Iterator<Item = &'i str>) -> BTreeMap<&'i str, u32> {
    ids.zip(0_u32..).collect()
}
