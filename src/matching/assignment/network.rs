//! How does an instance become a network, and a flow become amounts and prices again?
//!
//! Nodes: a nomination supplies its demand; a (nomination, group) node stands between a nomination
//! and its candidates of one unit, university or region, only where they are more than a rule
//! admits or leaves free, the inner below the outer; an expert passes on at most the load; one sink. A nomination may also send places straight to the sink,
//! unfilled, at a penalty above anything that scores can outweigh; the first `min_load` places of
//! an expert earn a smaller bonus of the same kind. So places come first, then least loads, then
//! score, and a flow exists whatever the instance.

use super::highest_prices::raise_potentials;
use super::instance::{Instance, count};
use super::network_simplex::{NONE, Network, Optimum, solve};
use super::score::MICRO;
use std::collections::BTreeMap;

/// What of an instance goes into the network, and in which unit of flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    /// Parts into which one place is divided (1, or the denominator of a probability).
    pub(super) parts: i64,
    /// Most parts of a place that one pair may take.
    pub(super) pair_parts: i64,
    /// Pairs that are assigned beforehand and stay out of the network, ascending positions.
    pub(super) held: &'a [u32],
}

/// Price of leaving a place unfilled or a least load unmet; see [`penalties`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Penalties {
    pub(super) unfilled_place: i64,
    pub(super) unmet_load: i64,
}

/// Penalties that make the order of the three aims strict.
///
/// Any better plan differs from a worse one by a simple cycle of the network. Without groups it
/// meets each nomination once and gains at most 1 there; with groups it may pass several groups of
/// one nomination, but it takes on each expert once, and at most one pair for each place wanted.
/// With every pair taken it may also save each rule's price once. It meets the sink once, so it
/// changes the unfilled places and the unmet loads by at most one each.
pub(super) fn penalties(instance: &Instance) -> Penalties {
    let nominations = instance.nominations.len() as u64;
    let exchanges = if instance.groups.is_empty() {
        nominations
    } else {
        nominations.max(instance.demand().min(instance.experts.len() as u64))
    };
    let exchanges = i64::try_from(exchanges).unwrap_or(i64::from(u32::MAX));
    let beyond_scores = (exchanges + 1) * (MICRO + instance.groups.prices());
    Penalties { unfilled_place: 3 * beyond_scores, unmet_load: beyond_scores }
}

/// A bonus on some pairs that no score outweighs, with penalties that it does not outweigh.
pub(super) fn bonus_and_penalties(instance: &Instance) -> (i64, Penalties) {
    let bonus = penalties(instance).unmet_load;
    // As above, with a bonus on each pair taken on.
    let exchanges = bonus / (MICRO + instance.groups.prices());
    let unmet_load = exchanges * (MICRO + instance.groups.prices() + bonus);
    (bonus, Penalties { unfilled_place: 3 * unmet_load, unmet_load })
}

/// What the solved network says about the instance. Prices are micro-units a place.
#[derive(Debug)]
pub(super) struct Plan {
    /// Parts of each pair, held pairs included.
    pub(super) parts: Vec<i64>,
    pub(super) nomination_price: Vec<i64>,
    pub(super) expert_price: Vec<i64>,
    /// Prices above 0 of (nomination, unit), ascending.
    pub(super) unit_price: Vec<(u32, u32, i64)>,
    /// Pivots made.
    pub(super) pivots: u64,
}

/// A group of a nomination that a rule can bind or price.
pub(super) struct GroupNode {
    nomination: u32,
    pub(super) group: u32,
    pub(super) node: u32,
    /// The group node around it; [`NONE`] below the nomination itself.
    pub(super) parent: u32,
    /// Places left under the rule, in parts.
    pub(super) room: i64,
    /// How many of them cost nothing.
    pub(super) free_room: i64,
    /// Arc from the parent for the places that cost nothing; [`NONE`] where none is left.
    pub(super) arc: u32,
    /// Arc from the parent for the places that cost the rule's price.
    pub(super) dear_arc: u32,
    /// Arcs to candidates that are in no group node further inside.
    pub(super) members: Vec<u32>,
}

/// An expert's arcs to the sink: up to `min_load` with a bonus, then up to `max_load`.
#[derive(Clone, Copy)]
pub(super) struct LoadArcs {
    pub(super) bonus: u32,
    pub(super) plain: u32,
}

/// A network under construction, with what its arcs stand for.
pub(super) struct Builder<'a> {
    pub(super) instance: &'a Instance,
    pub(super) penalties: Penalties,
    pub(super) network: Network,
    /// Position of the pair behind each of the first arcs.
    pub(super) pair_of_arc: Vec<u32>,
    /// Group that the arc's source is, by arc; [`NONE`] where it is the nomination.
    pub(super) group_of_arc: Vec<u32>,
    pub(super) nomination_arcs: Vec<std::ops::Range<usize>>,
    pub(super) groups: Vec<GroupNode>,
    pub(super) unfilled_arcs: Vec<u32>,
    pub(super) load_arcs: Vec<LoadArcs>,
    pub(super) demand: Vec<i64>,
    least: Vec<i64>,
    pub(super) most: Vec<i64>,
    is_held: Vec<bool>,
    pub(super) pair_parts: i64,
    pub(super) root: u32,
}

/// Finds the best plan for the instance in this frame.
pub(super) fn plan(instance: &Instance, frame: Frame<'_>) -> Plan {
    let builder = Builder::build(instance, frame, penalties(instance));
    let basis = builder.first_basis();
    let mut optimum = solve(&builder.network, basis);
    raise_potentials(&builder.network, &mut optimum, builder.root);
    builder.read(&optimum, frame)
}

impl<'a> Builder<'a> {
    /// The network of an instance.
    pub(super) fn build(instance: &'a Instance, frame: Frame<'_>, penalties: Penalties) -> Self {
        let mut builder = Self::new(instance, frame, penalties);
        builder.add_pairs(frame.parts);
        builder.add_ends();
        builder
    }

    fn new(instance: &'a Instance, frame: Frame<'_>, penalties: Penalties) -> Self {
        let parts = frame.parts;
        let mut demand: Vec<i64> =
            instance.nominations.iter().map(|n| i64::from(n.demand) * parts).collect();
        let mut least: Vec<i64> =
            instance.experts.iter().map(|e| i64::from(e.min_load) * parts).collect();
        let mut most: Vec<i64> =
            instance.experts.iter().map(|e| i64::from(e.max_load) * parts).collect();
        let mut is_held = vec![false; instance.pairs.len()];
        for &held in frame.held {
            let pair = instance.pairs[held as usize];
            demand[pair.nomination as usize] -= parts;
            most[pair.expert as usize] -= parts;
            least[pair.expert as usize] = (least[pair.expert as usize] - parts).max(0);
            is_held[held as usize] = true;
        }
        Self {
            instance,
            penalties,
            network: Network::default(),
            pair_of_arc: Vec::new(),
            group_of_arc: Vec::new(),
            nomination_arcs: Vec::new(),
            groups: Vec::new(),
            unfilled_arcs: Vec::new(),
            load_arcs: Vec::new(),
            demand,
            least,
            most,
            is_held,
            pair_parts: frame.pair_parts,
            root: 0,
        }
    }

    /// The node of an expert.
    pub(super) fn expert_node(&self, expert: u32) -> u32 {
        count(self.instance.nominations.len()) + expert
    }

    /// Adds the arcs of all pairs that can still be assigned, row by row, groups apart.
    fn add_pairs(&mut self, parts: i64) {
        let instance = self.instance;
        let mut grouped: Vec<(u32, u32)> = Vec::new();
        let mut row = RowGroups::default();
        for nomination in 0..count(instance.nominations.len()) {
            let start = self.network.source.len();
            grouped.clear();
            for pair in instance.row(nomination) {
                match instance.groups_of(instance.pairs[pair].expert).first() {
                    Some(&innermost) => grouped.push((innermost, count(pair))),
                    None => self.add_pair(nomination, pair, NONE),
                }
            }
            if !grouped.is_empty() && self.demand[nomination as usize] > 0 {
                grouped.sort_unstable();
                row.count(instance, &grouped, &self.is_held);
                for &(_, pair) in &grouped {
                    let expert = instance.pairs[pair as usize].expert;
                    let group =
                        self.group_node(nomination, instance.groups_of(expert), parts, &mut row);
                    let node = self.groups.get(group as usize).map_or(nomination, |one| one.node);
                    self.add_pair(node, pair as usize, group);
                }
            }
            self.nomination_arcs.push(start..self.network.source.len());
        }
        self.root = self.first_group_node() + count(self.groups.len());
    }

    fn first_group_node(&self) -> u32 {
        count(self.instance.nominations.len() + self.instance.experts.len())
    }

    /// The innermost node of a chain of groups, made with those around it if it is not there yet;
    /// [`NONE`] where no group of the chain can bind.
    fn group_node(
        &mut self,
        nomination: u32,
        chain: &[u32],
        parts: i64,
        row: &mut RowGroups,
    ) -> u32 {
        let mut inner = NONE;
        let mut innermost = NONE;
        for &group in chain {
            let Some(tally) = row.tally(group) else { continue };
            let bound = self.instance.bound(group);
            if !bound.may_bind(tally.candidates) {
                continue;
            }
            let is_new = tally.node == NONE;
            if is_new {
                tally.node = count(self.groups.len());
                // One above all candidates: where no rule bounds them, the node is never full.
                let most = bound.max.min(tally.candidates + 1);
                let free = i64::from(bound.free) - i64::from(tally.held);
                let room = (i64::from(most) - i64::from(tally.held)) * parts;
                let node = self.first_group_node() + tally.node;
                self.groups.push(GroupNode {
                    nomination,
                    group,
                    node,
                    parent: NONE,
                    room,
                    free_room: (free.max(0) * parts).min(room),
                    arc: NONE,
                    dear_arc: NONE,
                    members: Vec::new(),
                });
            }
            let node = tally.node;
            if inner == NONE {
                innermost = node;
            } else {
                self.groups[inner as usize].parent = node;
            }
            inner = node;
            if !is_new {
                break;
            }
        }
        innermost
    }

    fn add_pair(&mut self, source: u32, pair: usize, group: u32) {
        let candidate = self.instance.pairs[pair];
        if self.is_held[pair]
            || self.most[candidate.expert as usize] == 0
            || self.demand[candidate.nomination as usize] == 0
        {
            return;
        }
        let target = self.expert_node(candidate.expert);
        self.network.add(source, target, self.pair_parts, -candidate.score.micro());
        if let Some(group) = self.groups.get_mut(group as usize) {
            group.members.push(count(self.pair_of_arc.len()));
        }
        self.pair_of_arc.push(count(pair));
        self.group_of_arc.push(group);
    }

    /// Adds the arcs into the groups and the arcs to the sink.
    fn add_ends(&mut self) {
        for place in 0..self.groups.len() {
            let above = self.above(place);
            let price = self.instance.bound(self.groups[place].group).price;
            let group = &mut self.groups[place];
            if group.free_room > 0 {
                group.arc = self.network.add(above, group.node, group.free_room, 0);
            }
            let dear_room = group.room - group.free_room;
            if dear_room > 0 {
                group.dear_arc = self.network.add(above, group.node, dear_room, price);
            }
        }
        for (nomination, &demand) in self.demand.iter().enumerate() {
            // A nomination without demand still needs a place in the tree.
            let penalty = self.penalties.unfilled_place;
            let arc = self.network.add(count(nomination), self.root, demand.max(1), penalty);
            self.unfilled_arcs.push(arc);
        }
        for expert in 0..self.most.len() {
            let node = self.expert_node(count(expert));
            let (least, most) = (self.least[expert].min(self.most[expert]), self.most[expert]);
            let bonus = -self.penalties.unmet_load;
            let bonus =
                if least > 0 { self.network.add(node, self.root, least, bonus) } else { NONE };
            let plain = if most > least || most == 0 {
                self.network.add(node, self.root, (most - least).max(1), 0)
            } else {
                NONE
            };
            self.load_arcs.push(LoadArcs { bonus, plain });
        }
    }

    /// The node around a group node.
    pub(super) fn above(&self, place: usize) -> u32 {
        let group = &self.groups[place];
        self.groups.get(group.parent as usize).map_or(group.nomination, |parent| parent.node)
    }

    fn read(&self, optimum: &Optimum, frame: Frame<'_>) -> Plan {
        let potential = &optimum.potential;
        let mut parts = vec![0; self.instance.pairs.len()];
        for (arc, &pair) in self.pair_of_arc.iter().enumerate() {
            parts[pair as usize] = optimum.flow[arc];
        }
        for &held in frame.held {
            parts[held as usize] = frame.parts;
        }
        let nomination_price = potential[..self.demand.len()].to_vec();
        let load_flow = |expert: usize| {
            let LoadArcs { bonus, plain } = self.load_arcs[expert];
            [bonus, plain].iter().filter(|&&a| a != NONE).map(|&a| optimum.flow[a as usize]).sum()
        };
        let expert_price = (0..self.most.len())
            .map(|expert| {
                let price = -potential[self.expert_node(count(expert)) as usize];
                let load: i64 = load_flow(expert);
                // With nothing assigned the tree may leave the price lower than the model allows.
                match (load, self.least[expert]) {
                    (0, 0) if self.most[expert] > 0 => price.max(0),
                    (0, _) => price.max(-self.penalties.unmet_load),
                    _ => price,
                }
            })
            .collect();
        let mut unit_price: Vec<(u32, u32, i64)> = (0..self.groups.len())
            .map(|place| {
                let group = &self.groups[place];
                let price = potential[group.node as usize] - potential[self.above(place) as usize];
                (group.nomination, group.group, price)
            })
            .filter(|&(_, _, price)| price > 0)
            .collect();
        unit_price.sort_unstable();
        Plan { parts, nomination_price, expert_price, unit_price, pivots: optimum.pivots }
    }
}

/// The groups of one row: how many candidates and held pairs each has, and its node.
#[derive(Default)]
struct RowGroups {
    tallies: BTreeMap<u32, Tally>,
}

struct Tally {
    candidates: u32,
    held: u32,
    node: u32,
}

impl RowGroups {
    fn count(&mut self, instance: &Instance, row: &[(u32, u32)], is_held: &[bool]) {
        self.tallies.clear();
        for same in row.chunk_by(|a, b| a.0 == b.0) {
            let held = count(same.iter().filter(|(_, pair)| is_held[*pair as usize]).count());
            let candidates = count(same.len());
            let expert = instance.pairs[same[0].1 as usize].expert;
            for &group in instance.groups_of(expert) {
                let blank = Tally { candidates: 0, held: 0, node: NONE };
                let tally = self.tallies.entry(group).or_insert(blank);
                tally.candidates += candidates;
                tally.held += held;
            }
        }
    }

    fn tally(&mut self, group: u32) -> Option<&mut Tally> {
        self.tallies.get_mut(&group)
    }
}
