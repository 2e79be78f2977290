//! Which pairs of a run are kept with their reasons, and why was the next best not taken?

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    affinity::{AffinityIndex, ExpertAffinity, NominationAffinity, Reasons},
    assignment::{self, WhyNot},
    groups::GroupKind,
    nearest::Nearest,
    optimum::Best,
    plan::MatchInput,
    seats::{self, nearest_first},
};
use crate::search::analysis::Analyzer;

/// Experts kept beside the assigned ones: the next best, and the best of those kept out.
const ALTERNATIVES: usize = 8;
const KEPT_OUT: usize = 12;

/// Why an expert was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WhyNotView {
    /// `barred`, `full`, `unit_taken`, `outscored` or `price`.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A pair with its score and reasons, by position in the input.
#[derive(Clone, Debug)]
pub struct CandidateRow {
    /// Position of the nomination.
    pub nomination: usize,
    /// Position of the expert.
    pub expert: usize,
    /// Affinity, millionths.
    pub score: u32,
    /// Lower end of the band, millionths.
    pub low: u32,
    /// Upper end of the band, millionths.
    pub high: u32,
    /// What made the score.
    pub reasons: Reasons,
    /// Why not, where not assigned.
    pub why_not: Option<WhyNotView>,
}

/// Those whom recusal keeps out of each nomination, the nearest first, as far as they are near at all.
pub(super) fn kept_out(
    input: &MatchInput,
    analyzer: &Analyzer,
    index: &AffinityIndex<'_>,
    bars: &BTreeSet<(u32, u32)>,
) -> Vec<Vec<ExpertAffinity>> {
    let mut barred: Vec<Vec<usize>> = vec![Vec::new(); input.nominations.len()];
    for &(nomination, expert) in bars {
        if let Some(own) = barred.get_mut(nomination as usize) {
            own.push(expert as usize);
        }
    }
    let scored = seats::near((analyzer, index), &input.nominations, &barred);
    scored
        .into_iter()
        .map(|mut list| {
            list.experts.truncate(KEPT_OUT);
            list.experts
        })
        .collect()
}

/// Selects the pairs worth keeping, by nomination: the assigned, the next best, those of its panel, so that a plan can
/// keep to the panels, and the best of those kept out.
pub(super) fn select(
    nearest: &Nearest<'_>,
    (kept_out, seated): (&[Vec<ExpertAffinity>], &[NominationAffinity]),
    bars: &BTreeSet<(u32, u32)>,
    best: &Best,
) -> Vec<Vec<ExpertAffinity>> {
    let assigned: BTreeSet<(usize, u32)> =
        best.solution.pairs.iter().map(|pair| (pair.nomination as usize, pair.expert)).collect();
    let select = |(nomination, kept_out): (usize, &Vec<ExpertAffinity>)| {
        let pair = |one: &ExpertAffinity| {
            let expert = u32::try_from(one.expert).unwrap_or(u32::MAX);
            (u32::try_from(nomination).unwrap_or(u32::MAX), expert)
        };
        let is_free = |one: &&ExpertAffinity| !bars.contains(&pair(one));
        let mut others = 0;
        let is_chosen = |one: &&ExpertAffinity| {
            if assigned.contains(&(nomination, pair(one).1)) {
                return true;
            }
            others += 1;
            others <= ALTERNATIVES
        };
        let own = nearest.experts(nomination).iter();
        let mut chosen: Vec<ExpertAffinity> =
            own.filter(is_free).filter(is_chosen).copied().collect();
        let there: BTreeSet<usize> = chosen.iter().map(|one| one.expert).collect();
        let of_panel = seated.get(nomination).map(|list| list.experts.as_slice());
        let of_panel = of_panel.unwrap_or_default().iter().filter(is_free);
        chosen.extend(of_panel.filter(|one| !there.contains(&one.expert)));
        chosen.extend(kept_out);
        chosen.sort_by_key(nearest_first);
        chosen
    };
    kept_out.iter().enumerate().map(select).collect()
}

/// Puts the reasons beside the selected pairs.
pub(super) fn explain(
    input: &MatchInput,
    analyzer: &Analyzer,
    index: &AffinityIndex<'_>,
    selected: Vec<Vec<ExpertAffinity>>,
    best: &Best,
) -> Vec<CandidateRow> {
    let experts: Vec<Vec<usize>> =
        selected.iter().map(|list| list.iter().map(|one| one.expert).collect()).collect();
    let reasons = index.explain_all(analyzer, &input.nominations, &experts);
    let mut rows = Vec::new();
    for ((nomination, list), reasons) in selected.into_iter().enumerate().zip(reasons) {
        for (one, reasons) in list.into_iter().zip(reasons) {
            rows.push(CandidateRow {
                nomination,
                expert: one.expert,
                score: one.score.micro,
                low: one.score.low,
                high: one.score.high,
                reasons,
                why_not: why_not(input, best, nomination, one.expert),
            });
        }
    }
    rows
}

fn names(input: &MatchInput, experts: &[u32]) -> String {
    let name = |expert: &u32| {
        input.experts.get(*expert as usize).map_or_else(String::new, |expert| expert.name.clone())
    };
    experts.iter().map(name).collect::<Vec<_>>().join("、")
}

/// The score at which the pair could have entered, in words.
fn threshold(enters_at: Option<i64>) -> (String, String) {
    match enters_at {
        Some(micro) if (0..=1_000_000).contains(&micro) => (
            format!(
                "；相关度须高于 {}.{:03} 方可入选",
                micro / 1_000_000,
                micro % 1_000_000 / 1_000
            ),
            format!(
                "; it would enter above {}.{:03}",
                micro / 1_000_000,
                micro % 1_000_000 / 1_000
            ),
        ),
        Some(_) => ("；任何相关度均不足以入选".to_owned(), "; no score would be enough".to_owned()),
        None => (String::new(), String::new()),
    }
}

fn why_not(
    input: &MatchInput,
    best: &Best,
    nomination: usize,
    expert: usize,
) -> Option<WhyNotView> {
    let (nomination, expert) = (u32::try_from(nomination).ok()?, u32::try_from(expert).ok()?);
    let view = |code: &str, zh: String, en: String| WhyNotView { code: code.to_owned(), zh, en };
    Some(match assignment::why_not(&best.instance, &best.solution, nomination, expert) {
        WhyNot::Assigned => return None,
        WhyNot::Barred => {
            view("barred", "须回避".to_owned(), "barred by a conflict of interest".to_owned())
        }
        WhyNot::NotScored => view(
            "outscored",
            "相关度低于入选专家".to_owned(),
            "the experts assigned score higher".to_owned(),
        ),
        WhyNot::UnitTaken { group, holders, enters_at } => {
            let (zh, en) = threshold(enters_at);
            let holders = names(input, &holders);
            let rule = best.instance.rule_name(group).unwrap_or_default();
            let (same_zh, same_en) = match GroupKind::named(rule) {
                Some(GroupKind::University) => ("高校", "university"),
                Some(GroupKind::System) => ("系统", "system"),
                Some(GroupKind::Region) => ("地区", "region"),
                Some(GroupKind::Unit) | None => ("单位", "unit"),
            };
            view(
                "unit_taken",
                format!("同{same_zh}已有 {holders} 入选{zh}"),
                format!("{holders} of the same {same_en} is assigned{en}"),
            )
        }
        WhyNot::Outscored { lowest, enters_at } => {
            let (zh, en) = threshold(enters_at);
            let lowest = lowest.micro() / 1_000;
            view(
                "outscored",
                format!("入选专家的相关度均不低于 0.{lowest:03}{zh}"),
                format!("every expert assigned scores at least 0.{lowest:03}{en}"),
            )
        }
        WhyNot::Full { held_by, enters_at } => {
            let (zh, en) = threshold(enters_at);
            view(
                "full",
                format!("已满 {} 项，用于更需要该专家的提名{zh}", held_by.len()),
                format!(
                    "fully loaded with {} nominations that need this expert more{en}",
                    held_by.len()
                ),
            )
        }
        WhyNot::Price { enters_at } => {
            let (zh, en) = threshold(enters_at);
            view(
                "price",
                format!("总体最优方案将名额用于他处{zh}"),
                format!("the best plan as a whole uses the place elsewhere{en}"),
            )
        }
    })
}
