//! What do two hundred histories of an arm show together?

use std::collections::BTreeMap;

use laurel::demo::history::{Quality, SocietyKind};
use laurel::quotas::engine::Band;
use serde::Serialize;

use crate::arms::{Arm, Contender, Seen, SeenSociety};

/// The true middle: an expansion below it or a shrinkage from it on is wrong.
const MIDDLE: Quality = 500;

/// Clearly good and clearly weak.
const CLEARLY: [Quality; 2] = [700, 300];

/// Mean and spread of a figure over the histories.
#[derive(Serialize)]
pub(crate) struct Spread {
    mean: f64,
    /// The fifth and the ninety-fifth of a hundred histories.
    low: f64,
    high: f64,
}

/// Moves of one contender.
#[derive(Default, Serialize)]
pub(crate) struct Moves {
    expanded: u32,
    wrongly_expanded: u32,
    shrunk: u32,
    wrongly_shrunk: u32,
    /// Clearly weak ones that were expanded, and clearly good ones that were shrunk.
    gravely: u32,
    /// Clearly good societies, and those of them that were expanded.
    good: u32,
    good_expanded: u32,
    /// Clearly weak societies, and those of them that were shrunk.
    weak: u32,
    weak_shrunk: u32,
}

#[derive(Serialize)]
pub(crate) struct ContenderResult {
    contender: Contender,
    correlation: Spread,
    moves: Moves,
    /// Places gained less places lost for each hundred societies of a kind.
    change_by_kind: BTreeMap<&'static str, f64>,
}

/// How often the interval held the true score.
#[derive(Serialize)]
pub(crate) struct Coverage {
    societies: u32,
    over_window: f64,
    as_it_is_now: f64,
    mean_width_points: f64,
}

#[derive(Serialize)]
pub(crate) struct ArmResult {
    /// None: one to four by size.
    nominations: Option<u32>,
    has_deceivers: bool,
    contenders: Vec<ContenderResult>,
    coverage: Coverage,
    coverage_by_kind: BTreeMap<&'static str, f64>,
}

/// Puts the histories of an arm together.
pub(crate) fn gather(arm: &Arm, seen: &[Seen]) -> ArmResult {
    let all = || seen.iter().flat_map(|one| &one.societies);
    let contenders = Contender::ALL
        .into_iter()
        .enumerate()
        .map(|(at, contender)| ContenderResult {
            contender,
            correlation: spread(seen.iter().filter_map(|one| one.correlations[at]).collect()),
            moves: moves(all(), at),
            change_by_kind: change_by_kind(all(), at),
        })
        .collect();
    let of_kind = |kind: SocietyKind| {
        coverage(all().filter(|one| one.kind == kind)).map(|found| (kind.word(), found.over_window))
    };
    ArmResult {
        nominations: arm.nominations,
        has_deceivers: arm.has_deceivers,
        contenders,
        coverage: coverage(all()).unwrap_or(Coverage {
            societies: 0,
            over_window: 0.0,
            as_it_is_now: 0.0,
            mean_width_points: 0.0,
        }),
        coverage_by_kind: SocietyKind::ALL.into_iter().filter_map(of_kind).collect(),
    }
}

fn spread(mut billionths: Vec<i64>) -> Spread {
    billionths.sort_unstable();
    let whole = |value: i64| value as f64 / 1e9;
    let at = |percent: usize| {
        billionths
            .get(billionths.len().saturating_sub(1) * percent / 100)
            .map_or(0.0, |v| whole(*v))
    };
    let sum: i64 = billionths.iter().sum();
    Spread { mean: whole(sum) / billionths.len().max(1) as f64, low: at(5), high: at(95) }
}

/// Moves are those of societies that are judged by their record: not newcomers, not suspended.
fn moves<'a>(societies: impl Iterator<Item = &'a SeenSociety>, at: usize) -> Moves {
    let mut moves = Moves::default();
    for one in societies.filter(|one| is_judged(one)) {
        let is_up = one.proposed[at] > one.previous;
        let is_down = one.proposed[at] < one.previous;
        let [good, weak] = CLEARLY;
        let (is_good, is_weak) = (one.quality >= good, one.quality <= weak);
        moves.expanded += u32::from(is_up);
        moves.wrongly_expanded += u32::from(is_up && one.quality < MIDDLE);
        moves.shrunk += u32::from(is_down);
        moves.wrongly_shrunk += u32::from(is_down && one.quality >= MIDDLE);
        moves.gravely += u32::from(is_up && is_weak || is_down && is_good);
        moves.good += u32::from(is_good);
        moves.good_expanded += u32::from(is_good && is_up);
        moves.weak += u32::from(is_weak);
        moves.weak_shrunk += u32::from(is_weak && is_down);
    }
    moves
}

fn is_judged(one: &SeenSociety) -> bool {
    one.kind != SocietyKind::Newcomer
        && matches!(one.band, Band::Shrink | Band::Hold | Band::Expand)
}

fn change_by_kind<'a>(
    societies: impl Iterator<Item = &'a SeenSociety>,
    at: usize,
) -> BTreeMap<&'static str, f64> {
    let mut sums: BTreeMap<&'static str, (i64, u32)> = BTreeMap::new();
    for one in societies.filter(|one| is_judged(one)) {
        let (change, count) = sums.entry(one.kind.word()).or_default();
        *change += i64::from(one.proposed[at]) - i64::from(one.previous);
        *count += 1;
    }
    let mean = |(change, count): (i64, u32)| 100.0 * change as f64 / f64::from(count.max(1));
    sums.into_iter().map(|(kind, sum)| (kind, mean(sum))).collect()
}

fn coverage<'a>(societies: impl Iterator<Item = &'a SeenSociety>) -> Option<Coverage> {
    let (mut count, mut held, mut width) = (0_u32, [0_u32; 2], 0_i64);
    for one in societies {
        let [_, low, high] = one.score;
        count += 1;
        width += high - low;
        for (held, truth) in held.iter_mut().zip(one.true_score) {
            *held += u32::from((low..=high).contains(&truth));
        }
    }
    let share = |held: u32| f64::from(held) / f64::from(count);
    (count > 0).then(|| Coverage {
        societies: count,
        over_window: share(held[0]),
        as_it_is_now: share(held[1]),
        mean_width_points: width as f64 / 1e6 / f64::from(count),
    })
}
