//! How does an instance become a network, and a flow become amounts and prices again?
//!
//! Nodes: a nomination supplies its demand; a (nomination, unit) node stands between a nomination
//! and its candidates of one unit, only where they are more than the unit rule admits; an expert
//! passes on at most the load; one sink. A nomination may also send places straight to the sink,
//! unfilled, at a penalty above anything that scores can outweigh; the first `min_load` places of
//! an expert earn a smaller bonus of the same kind. So places come first, then least loads, then
//! score, and a flow exists whatever the instance.

use super::highest_prices::raise_potentials;
use super::instance::{Instance, count};
use super::network_simplex::{NONE, Network, Optimum, solve};
use super::score::MICRO;

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
/// Any better plan differs from a worse one by a simple cycle of the network. It meets each
/// nomination once and gains at most 1 there, and the sink once, so its score gain is below
/// `nominations + 1`, and it changes the unfilled places and the unmet loads by at most one each.
pub(super) fn penalties(instance: &Instance) -> Penalties {
    let beyond_scores = (i64::from(count(instance.nominations.len())) + 1) * MICRO;
    Penalties { unfilled_place: 3 * beyond_scores, unmet_load: beyond_scores }
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

/// A (nomination, unit) that the unit rule binds.
pub(super) struct Group {
    nomination: u32,
    unit: u32,
    pub(super) node: u32,
    /// Places left under the rule, in parts.
    pub(super) room: i64,
    /// Arc from the nomination; none where no room is left.
    pub(super) arc: u32,
    /// Arcs to the candidates, as a range of arcs.
    pub(super) members: std::ops::Range<usize>,
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
    penalties: Penalties,
    pub(super) network: Network,
    /// Position of the pair behind each of the first arcs.
    pub(super) pair_of_arc: Vec<u32>,
    /// Group that the arc's source is, by arc; [`NONE`] where it is the nomination.
    pub(super) group_of_arc: Vec<u32>,
    pub(super) nomination_arcs: Vec<std::ops::Range<usize>>,
    pub(super) groups: Vec<Group>,
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
    let mut builder = Builder::new(instance, frame);
    builder.add_pairs(frame.parts);
    builder.add_ends();
    let basis = builder.first_basis();
    let mut optimum = solve(&builder.network, basis);
    raise_potentials(&builder.network, &mut optimum, builder.root);
    builder.read(&optimum, frame)
}

impl<'a> Builder<'a> {
    fn new(instance: &'a Instance, frame: Frame<'_>) -> Self {
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
            penalties: penalties(instance),
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

    /// Adds the arcs of all pairs that can still be assigned, row by row, unit groups apart.
    fn add_pairs(&mut self, parts: i64) {
        let instance = self.instance;
        let bound = instance.max_per_unit;
        let first_group_node = count(instance.nominations.len() + instance.experts.len());
        let mut of_unit: Vec<(u32, u32)> = Vec::new();
        for nomination in 0..count(instance.nominations.len()) {
            let start = self.network.source.len();
            of_unit.clear();
            for pair in instance.row(nomination) {
                let expert = instance.pairs[pair].expert as usize;
                if let Some(unit) = instance.units[expert].filter(|_| bound > 0) {
                    of_unit.push((unit, count(pair)));
                } else {
                    self.add_pair(nomination, pair, NONE);
                }
            }
            of_unit.sort_unstable();
            for group in of_unit.chunk_by(|a, b| a.0 == b.0) {
                if group.len() <= bound as usize {
                    for &(_, pair) in group {
                        self.add_pair(nomination, pair as usize, NONE);
                    }
                    continue;
                }
                let node = first_group_node + count(self.groups.len());
                let members = self.network.source.len();
                let mut room = i64::from(bound) * parts;
                for &(_, pair) in group {
                    if self.is_held[pair as usize] {
                        room -= parts;
                    }
                    self.add_pair(node, pair as usize, count(self.groups.len()));
                }
                let members = members..self.network.source.len();
                let unit = group[0].0;
                self.groups.push(Group { nomination, unit, node, room, arc: NONE, members });
            }
            self.nomination_arcs.push(start..self.network.source.len());
        }
        self.root = first_group_node + count(self.groups.len());
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
        self.pair_of_arc.push(count(pair));
        self.group_of_arc.push(group);
    }

    /// Adds the arcs into the groups and the arcs to the sink.
    fn add_ends(&mut self) {
        for group in &mut self.groups {
            if group.room > 0 {
                group.arc = self.network.add(group.nomination, group.node, group.room, 0);
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
        let unit_price = self
            .groups
            .iter()
            .map(|group| {
                let price = potential[group.node as usize] - potential[group.nomination as usize];
                (group.nomination, group.unit, price)
            })
            .filter(|&(_, _, price)| price > 0)
            .collect();
        Plan { parts, nomination_price, expert_price, unit_price, pivots: optimum.pivots }
    }
}
