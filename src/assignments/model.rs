//! What is a plan made of, and what is known of the nominations and experts that it pairs?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::{NominationState, PairStanding},
};
use serde::{Deserialize, Serialize};

use crate::{
    conflicts::UnitLevel,
    matching::{ExpertGroups, GroupKind, MatchParameters, PanelSeats},
};

/// A nomination and an expert.
pub type Key = (NominationId, ExpertId);

/// How a pair stands in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Assigned, pinned or banned.
    pub standing: PairStanding,
    /// Affinity in millionths; none where the run kept no score of the pair.
    pub score: Option<i32>,
}

impl Pair {
    /// Whether the expert is to review the nomination.
    pub const fn is_living(self) -> bool {
        !matches!(self.standing, PairStanding::Banned)
    }
}

/// The pairs of a plan, banned ones among them.
pub type Pairs = BTreeMap<Key, Pair>;

/// Whether somebody may be asked to review a nomination in this state: while an objection is open it may come back.
pub const fn is_in_review(state: NominationState) -> bool {
    use NominationState::{ObjectionInvestigating, ObjectionOpen};
    state.is_matched() || matches!(state, ObjectionInvestigating | ObjectionOpen)
}

/// What a plan needs to know of a nomination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NominationFacts {
    /// The number that people quote.
    pub number: String,
    /// Project name.
    pub title: String,
    /// Category code.
    pub category: Option<String>,
    /// Panel.
    pub panel: Option<String>,
    /// Its first discipline code.
    pub discipline: Option<String>,
    /// Whether it has left review, so that nobody is asked for it any more.
    pub has_left: bool,
}

/// What a plan needs to know of an expert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpertFacts {
    /// The pool's key.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit as it was written; empty where unknown.
    pub unit: String,
    /// Where he belongs by the organisation tree.
    pub groups: ExpertGroups,
    /// Professional title.
    pub title: Option<String>,
    /// Most nominations that the expert takes, of his own.
    pub max_load: Option<u32>,
}

/// What a plan stands on: the scores and conflicts of its run, as they stand now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// The parameters of the run.
    pub parameters: MatchParameters,
    /// At which level of the tree two units of the round are the same.
    pub unit_level: UnitLevel,
    /// The nominations to be reviewed.
    pub nominations: BTreeMap<NominationId, NominationFacts>,
    /// The experts who are candidates or assigned.
    pub experts: BTreeMap<ExpertId, ExpertFacts>,
    /// Affinities in millionths.
    pub scores: BTreeMap<Key, i32>,
    /// Pairs that recusal keeps apart.
    pub bars: BTreeSet<Key>,
    /// Pairs with a conflict that a person has yet to decide.
    pub flags: BTreeSet<Key>,
    /// The panels of the round as they stand now, whether or not the plan keeps to them.
    pub panels: Option<PanelSeats>,
}

impl Ground {
    /// Most nominations of an expert under the plan's parameters.
    pub fn most(&self, expert: ExpertId) -> u32 {
        let own = self.experts.get(&expert).and_then(|facts| facts.max_load);
        own.map_or(self.parameters.max_load, |own| own.min(self.parameters.max_load))
    }

    /// Whether the plan keeps to the panels, and the expert sits on none of the seats of the nomination's.
    pub fn is_outside(&self, (nomination, expert): Key) -> bool {
        let kept_to = self.panels.as_ref().filter(|_| self.parameters.within_panels);
        let Some(panels) = kept_to else { return false };
        let panel = self.nominations.get(&nomination).and_then(|facts| facts.panel.as_deref());
        let code = self.experts.get(&expert).map(|facts| facts.code.as_str());
        panels.keep_out(panel, code.unwrap_or_default())
    }

    /// The bounds on groups of experts of one nomination, the unit rule first.
    pub fn bounds(&self) -> impl Iterator<Item = (GroupKind, u32)> + '_ {
        let unit = (GroupKind::Unit, self.parameters.max_per_unit);
        let families = self.parameters.families.iter().map(|rule| (rule.group, rule.most));
        std::iter::once(unit).chain(families).filter(|(_, most)| *most > 0)
    }

    /// The group of an expert, where one is known.
    pub fn group(&self, expert: ExpertId, kind: GroupKind) -> Option<&str> {
        self.experts.get(&expert)?.groups.of(kind)
    }

    /// Whether the others of a nomination leave no room for an expert under the bounds on groups.
    pub fn has_no_room(&self, others: &[ExpertId], expert: ExpertId) -> bool {
        self.bounds().any(|(kind, most)| {
            let Some(own) = self.group(expert, kind) else { return false };
            let there = others.iter().filter(|other| self.group(**other, kind) == Some(own));
            there.count() >= most as usize
        })
    }
}

/// The living pairs of a plan.
pub fn living(pairs: &Pairs) -> impl Iterator<Item = (Key, Pair)> + '_ {
    pairs.iter().filter(|(_, pair)| pair.is_living()).map(|(key, pair)| (*key, *pair))
}

/// How many nominations each expert has.
pub fn loads(pairs: &Pairs) -> BTreeMap<ExpertId, u32> {
    let mut loads = BTreeMap::new();
    for ((_, expert), _) in living(pairs) {
        *loads.entry(expert).or_default() += 1;
    }
    loads
}

/// SHA-256 of the living pairs, by the numbers that people quote, so that anybody can compute it from
/// the list of a plan.
pub fn digest(ground: &Ground, pairs: &Pairs) -> String {
    let mut lines: Vec<String> = living(pairs)
        .filter_map(|((nomination, expert), _)| {
            let number = &ground.nominations.get(&nomination)?.number;
            Some(format!("{number},{}\n", ground.experts.get(&expert)?.code))
        })
        .collect();
    lines.sort_unstable();
    crate::shared::hex_sha256(lines.concat().as_bytes())
}
