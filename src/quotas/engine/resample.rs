//! What might have happened instead? The nominations of each society drawn again from its own.
//!
//! A society makes one to four nominations a round, so those of one round alone can hardly come out
//! otherwise: a single one that passed would pass in every resample. Therefore the chances are
//! those of the society over all rounds that count, with one nomination of its group added
//! (a smoothed bootstrap). Each round keeps its number of nominations. The steps of a nomination are
//! drawn one after the other (together one multinomial draw), so that no more are awarded than were
//! accepted; parts of other wholes are binomial. What leads to suspension is a finding of fact and
//! is never drawn.

use super::chance::Chance;
use super::history::History;
use super::policy::{Policy, VetoEffect};
use super::record::{Count, Record};
use crate::track_record::model::{FUNNEL, PARTS};

/// How a measure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawing {
    /// It stays as it is.
    Fixed,
    /// A part of another measure, drawn before it.
    PartOf(usize),
}

/// A history laid out by measures, ready to be drawn again.
pub(super) struct Resampler {
    names: Vec<String>,
    /// In which order the measures are drawn: wholes before their parts.
    order: Vec<(usize, Drawing)>,
    /// For each indicator its part and whole, for each veto its measure and what is taken off.
    indicators: Vec<(usize, Option<usize>)>,
    vetoes: Vec<(usize, Option<usize>)>,
    rounds: usize,
    /// The first round that is drawn.
    first: usize,
    /// By society, round and measure; [`UNKNOWN`] where there is none.
    values: Vec<u32>,
    /// By society and measure: the chance, in 2³².
    limits: Vec<u64>,
}

/// No count: none is as large as this.
const UNKNOWN: u32 = u32::MAX;

impl Resampler {
    /// Lays out what `record` was made of; rounds before `first` stay as they are.
    pub(super) fn new(history: &History, policy: &Policy, record: &Record, first: usize) -> Self {
        let names: Vec<String> = measures(policy);
        let place = |name: &str| names.iter().position(|known| known == name);
        let or_first = |name: &str| place(name).unwrap_or(0);
        let rounds = history.rounds.len();
        let mut values = vec![UNKNOWN; history.societies.len() * rounds * names.len()];
        for (index, member) in history.societies.values().enumerate() {
            for row in member.rows.iter().map(|&at| &history.rows[at]) {
                let Ok(round) = history.rounds.binary_search(&row.round) else { continue };
                let cell = &mut values[(index * rounds + round) * names.len()..][..names.len()];
                for (value, name) in cell.iter_mut().zip(&names) {
                    if let Some(count) = row.count(name) {
                        *value = if *value == UNKNOWN { count } else { *value + count };
                    }
                }
            }
        }
        let indicators = policy
            .indicators
            .iter()
            .map(|indicator| match indicator.rate() {
                Some((part, whole)) => (or_first(part), Some(or_first(whole))),
                None => (indicator.measures().next().map_or(0, or_first), None),
            })
            .collect();
        let veto = |veto: &super::policy::Veto| {
            (or_first(&veto.measure), veto.less.as_deref().and_then(place))
        };
        let mut resampler = Self {
            order: drawings(&names, policy),
            vetoes: policy.vetoes.iter().map(veto).collect(),
            limits: Vec::new(),
            names,
            indicators,
            rounds,
            first,
            values,
        };
        resampler.limits = resampler.limits_of(record);
        resampler
    }

    fn cell(&self, society: usize, round: usize) -> &[u32] {
        let width = self.names.len();
        &self.values[(society * self.rounds + round) * width..][..width]
    }

    /// The chances of each society: its own of all rounds that are drawn, and one case of its group.
    fn limits_of(&self, record: &Record) -> Vec<u64> {
        let width = self.names.len();
        let mut own = vec![(0_u64, 0_u64); record.societies.len() * width];
        let mut of_group = vec![(0_u64, 0_u64); record.groups.len() * width];
        for (society, one) in record.societies.iter().enumerate() {
            for round in self.first..self.rounds {
                let cell = self.cell(society, round);
                for &(measure, drawing) in &self.order {
                    let Drawing::PartOf(whole) = drawing else { continue };
                    let (part, whole) = (cell[measure], cell[whole]);
                    if part == UNKNOWN || whole == UNKNOWN {
                        continue;
                    }
                    for sums in [
                        &mut own[society * width + measure],
                        &mut of_group[one.group * width + measure],
                    ] {
                        sums.0 += u64::from(part.min(whole));
                        sums.1 += u64::from(whole);
                    }
                }
            }
        }
        let mut limits = vec![0; own.len()];
        for (society, one) in record.societies.iter().enumerate() {
            for measure in 0..width {
                let (part, whole) = own[society * width + measure];
                let (group_part, group_whole) = of_group[one.group * width + measure];
                let borrowed = (group_part << 32).checked_div(group_whole);
                // Without a case of the group there is none of its own either.
                let Some(borrowed) = borrowed else { continue };
                limits[society * width + measure] = ((part << 32) + borrowed) / (whole + 1);
            }
        }
        limits
    }

    /// Draws every society again into the record, which must be of the same history and policy.
    pub(super) fn draw(&self, record: &mut Record, seed: u64, resample: u64) {
        let width = self.names.len();
        let mut drawn = vec![UNKNOWN; width];
        for society in 0..record.societies.len() {
            let limits = &self.limits[society * width..][..width];
            let place = u64::try_from(society).unwrap_or(u64::MAX);
            let mut chance = Chance::of(seed, resample, place);
            for round in self.first..self.rounds {
                let cell = self.cell(society, round);
                for &(measure, drawing) in &self.order {
                    drawn[measure] = match drawing {
                        Drawing::PartOf(whole)
                            if cell[measure] != UNKNOWN && drawn[whole] != UNKNOWN =>
                        {
                            chance.happening(drawn[whole], limits[measure])
                        }
                        _ => cell[measure],
                    };
                }
                self.put(record, society, round, &drawn);
            }
        }
    }

    fn put(&self, record: &mut Record, society: usize, round: usize, drawn: &[u32]) {
        let known = |at: usize| Some(drawn[at]).filter(|&value| value != UNKNOWN);
        for (count, (part, whole)) in
            record.counts_mut(society, round).iter_mut().zip(&self.indicators)
        {
            *count = match whole {
                None => Count { part: known(*part).unwrap_or(0), whole: 0 },
                Some(whole) => known(*part)
                    .zip(known(*whole))
                    .map_or(Count::default(), |(part, whole)| Count { part, whole }),
            };
        }
        for (event, (measure, less)) in
            record.events_mut(society, round).iter_mut().zip(&self.vetoes)
        {
            let taken = less.map_or(Some(0), known);
            *event = known(*measure).zip(taken).map_or(0, |(all, less)| all.saturating_sub(less));
        }
    }
}

/// The measures of a policy, and those of the funnel between them.
fn measures(policy: &Policy) -> Vec<String> {
    let asked = policy.measures();
    let further = asked.into_iter().filter(|name| !FUNNEL.contains(name));
    FUNNEL.into_iter().chain(further).map(str::to_owned).collect()
}

/// How each measure is drawn, wholes before their parts.
fn drawings(names: &[String], policy: &Policy) -> Vec<(usize, Drawing)> {
    let place = |name: &str| names.iter().position(|known| known == name);
    let is_finding = |name: &str| {
        policy.vetoes.iter().any(|veto| veto.effect == VetoEffect::Suspend && veto.measure == name)
    };
    let whole_of = |name: &str| -> Option<usize> {
        if is_finding(name) {
            return None;
        }
        if let Some(step) = FUNNEL.iter().position(|step| *step == name) {
            return step.checked_sub(1);
        }
        let part = PARTS.iter().find(|(part, _)| *part == name).map(|(_, whole)| *whole);
        let rate = || policy.indicators.iter().filter_map(|one| one.rate());
        let own = || rate().find(|(part, _)| *part == name).map(|(_, whole)| whole);
        let is_whole = || rate().any(|(_, whole)| whole == name);
        // An event of a nomination, unless it is a count of what was due.
        let event = || (!is_whole()).then_some("submitted");
        part.or_else(own).or_else(event).and_then(place)
    };
    let mut order: Vec<(usize, Drawing)> = Vec::new();
    let mut left: Vec<usize> = (0..names.len()).collect();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|&measure| {
            let drawing = whole_of(&names[measure])
                .filter(|whole| *whole != measure)
                .map_or(Drawing::Fixed, Drawing::PartOf);
            let is_ready = match drawing {
                Drawing::Fixed => true,
                Drawing::PartOf(whole) => order.iter().any(|(drawn, _)| *drawn == whole),
            };
            if is_ready {
                order.push((measure, drawing));
            }
            !is_ready
        });
        if left.len() == before {
            // A circle of parts, which only an odd policy can have: it stays as it is.
            order.extend(left.drain(..).map(|measure| (measure, Drawing::Fixed)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::track_record::model::HistoryRow;

    fn row(society: &str, round: i32, counts: &[(&str, u32)]) -> HistoryRow {
        HistoryRow {
            society_id: society.to_owned(),
            society: society.to_owned(),
            group: "工科".to_owned(),
            round,
            quota: 4,
            counts: counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect(),
            merged_into: None,
        }
    }

    fn history() -> History {
        let counts = |passed: u32, misconduct: u32| {
            [
                ("submitted", 4),
                ("form_passed", 4),
                ("accepted", 4),
                ("first_review_passed", passed),
                ("awarded", passed / 2),
                ("misconduct", misconduct),
                ("taskbook_due", 6),
                ("taskbook_met", 3),
            ]
        };
        let rows = [2019, 2021, 2023]
            .into_iter()
            .flat_map(|round| [row("A", round, &counts(3, 1)), row("B", round, &counts(0, 0))]);
        History::new(rows.collect()).unwrap()
    }

    /// What each indicator of the default policy counted of a society over many draws.
    fn drawn(society: usize, resamples: u64) -> BTreeMap<String, (u32, u32)> {
        let (history, policy) = (history(), Policy::default());
        let mut record = Record::new(&history, &policy).unwrap();
        let before = record.clone();
        let again = Resampler::new(&history, &policy, &record, 1);
        let mut sums: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for resample in 0..resamples {
            again.draw(&mut record, 9, resample);
            assert_eq!(record.counts(society, 0), before.counts(society, 0), "too old to count");
            assert_eq!(record.events(society, 2)[0], before.events(society, 2)[0], "a finding");
            for (indicator, count) in policy.indicators.iter().zip(record.counts(society, 2)) {
                assert!(indicator.rate().is_none() || count.part <= count.whole);
                let sum = sums.entry(indicator.id.clone()).or_default();
                *sum = (sum.0 + count.part, sum.1 + count.whole);
            }
        }
        sums
    }

    #[test]
    fn a_society_is_drawn_from_its_own_nominations_and_one_of_its_group() {
        let sums = drawn(0, 2_000);
        // Six of eight and the group's three of eight: 6.375 of 9.
        let (passed, accepted) = sums["I05"];
        let permille = passed * 1_000 / accepted;
        assert!((685..=731).contains(&permille), "{permille}");
        // Six are due in every round, three of them met.
        let (met, due) = sums["C1"];
        assert_eq!(due, 12_000);
        assert!((5_800..=6_200).contains(&met), "{met}");
    }

    #[test]
    fn even_who_never_passed_may_pass_in_a_resample() {
        let (passed, accepted) = drawn(1, 2_000)["I05"];
        assert!(passed > 0 && passed * 10 < accepted, "{passed} of {accepted}");
    }
}
