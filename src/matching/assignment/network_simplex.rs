//! What is the cheapest flow through a network? (The primal network simplex method.)
//!
//! Block search over the arcs, a spanning tree with parent, depth and child lists, and the
//! leaving-arc rule that keeps the tree strongly feasible so that degenerate pivots cannot cycle
//! (Cunningham 1976; Ahuja, Magnanti, Orlin, *Network Flows*, ch. 11). Costs, capacities and
//! flows are integers, so the result is exact. The caller brings a first spanning tree.

use std::ops::Range;

/// No arc, or no node.
pub(super) const NONE: u32 = u32::MAX;

/// A network: arcs with capacities (above 0) and costs.
#[derive(Debug, Default)]
pub(super) struct Network {
    pub(super) source: Vec<u32>,
    pub(super) target: Vec<u32>,
    pub(super) capacity: Vec<i64>,
    pub(super) cost: Vec<i64>,
}

impl Network {
    /// Adds an arc and returns its number.
    pub(super) fn add(&mut self, source: u32, target: u32, capacity: i64, cost: i64) -> u32 {
        self.source.push(source);
        self.target.push(target);
        self.capacity.push(capacity);
        self.cost.push(cost);
        super::instance::count(self.source.len() - 1)
    }
}

/// A feasible flow with its spanning tree: `tree_arc[v]` links node `v` to its parent; the root
/// alone has none. An arc outside the tree carries nothing or its capacity.
#[derive(Debug)]
pub(super) struct Basis {
    pub(super) flow: Vec<i64>,
    pub(super) tree_arc: Vec<u32>,
    pub(super) root: u32,
}

/// An optimal flow with the node potentials that prove it:
/// `cost + potential[source] - potential[target]` is ≥ 0 where an arc has room, ≤ 0 where it
/// carries flow. The root's potential is 0.
#[derive(Debug)]
pub(super) struct Optimum {
    pub(super) flow: Vec<i64>,
    pub(super) potential: Vec<i64>,
    /// Pivots made.
    pub(super) pivots: u64,
}

/// Where an arc stands; the number is the sign that turns its reduced cost into a saving.
const AT_CAPACITY: i8 = -1;
const IN_TREE: i8 = 0;
const EMPTY: i8 = 1;

#[derive(Clone, Copy, Debug)]
struct Node {
    parent: u32,
    /// Arc to the parent.
    arc: u32,
    first_child: u32,
    next_sibling: u32,
    previous_sibling: u32,
    depth: u32,
}

struct Simplex<'a> {
    network: &'a Network,
    /// Costs of the arcs; those of the network, unless they were changed since.
    cost: Vec<i64>,
    flow: Vec<i64>,
    state: Vec<i8>,
    nodes: Vec<Node>,
    potential: Vec<i64>,
    root: u32,
    block: usize,
    next_arc: usize,
}

/// The arc that gives way in a pivot.
struct Leaving {
    /// Lower end, in the tree, of the arc that leaves; [`NONE`] where the entering arc itself
    /// fills up first.
    node: u32,
    /// Whether that node lies on the side of the cycle where the pushed flow starts.
    is_on_first_side: bool,
    amount: i64,
}

/// Solves a network from a first basis.
pub(super) fn solve(network: &Network, basis: Basis) -> Optimum {
    let mut simplex = Simplex::new(network, basis);
    let pivots = simplex.optimise();
    Optimum { flow: simplex.flow, potential: simplex.potential, pivots }
}

/// A network that is solved again and again while costs change: each time from the last tree,
/// which stays feasible, so that only what the change touches is pivoted.
pub(super) struct Resolver<'a>(Simplex<'a>);

impl<'a> Resolver<'a> {
    /// Solves the network a first time.
    pub(super) fn new(network: &'a Network, basis: Basis) -> Self {
        let mut simplex = Simplex::new(network, basis);
        simplex.optimise();
        Self(simplex)
    }

    /// Changes the cost of an arc; [`Self::resolve`] has to follow.
    pub(super) fn set_cost(&mut self, arc: u32, cost: i64) {
        self.0.cost[arc as usize] = cost;
    }

    /// Solves the network with the costs as they are now.
    pub(super) fn resolve(&mut self) {
        self.0.refresh_all();
        self.0.optimise();
    }

    /// What each arc carries.
    pub(super) fn flow(&self) -> &[i64] {
        &self.0.flow
    }

    /// What an arc's unit of flow costs beyond the potentials of its ends.
    pub(super) fn reduced_cost(&self, arc: u32) -> i64 {
        self.0.reduced_cost(arc as usize)
    }
}

impl<'a> Simplex<'a> {
    fn new(network: &'a Network, basis: Basis) -> Self {
        let arcs = network.source.len();
        let mut state: Vec<i8> =
            (0..arcs).map(|arc| if basis.flow[arc] == 0 { EMPTY } else { AT_CAPACITY }).collect();
        let blank = Node {
            parent: NONE,
            arc: NONE,
            first_child: NONE,
            next_sibling: NONE,
            previous_sibling: NONE,
            depth: 0,
        };
        let potential = vec![0; basis.tree_arc.len()];
        let nodes = vec![blank; basis.tree_arc.len()];
        for &arc in basis.tree_arc.iter().filter(|&&arc| arc != NONE) {
            state[arc as usize] = IN_TREE;
        }
        let block = (arcs.isqrt() / 2).max(16);
        let flow = basis.flow;
        let cost = network.cost.clone();
        let mut simplex = Self {
            network,
            cost,
            root: basis.root,
            flow,
            state,
            nodes,
            potential,
            block,
            next_arc: 0,
        };
        for (node, &arc) in basis.tree_arc.iter().enumerate() {
            let node = super::instance::count(node);
            if arc != NONE {
                let parent = simplex.other_end(arc, node);
                simplex.attach(node, parent, arc);
            }
        }
        simplex.refresh_all();
        simplex
    }

    /// Pivots until nothing can be saved; says how often.
    fn optimise(&mut self) -> u64 {
        let mut pivots = 0;
        while let Some(entering) = self.find_entering() {
            self.pivot(entering);
            pivots += 1;
        }
        pivots
    }

    /// Recomputes depths and potentials of the whole tree.
    fn refresh_all(&mut self) {
        let mut child = self.nodes[self.root as usize].first_child;
        while child != NONE {
            self.refresh_subtree(child);
            child = self.nodes[child as usize].next_sibling;
        }
    }

    fn other_end(&self, arc: u32, node: u32) -> u32 {
        let (source, target) =
            (self.network.source[arc as usize], self.network.target[arc as usize]);
        if source == node { target } else { source }
    }

    /// The arc of the next block that saves most for a unit, scanning on from the last place.
    fn find_entering(&mut self) -> Option<usize> {
        let arcs = self.state.len();
        let mut scanned = 0;
        while scanned < arcs {
            let end = (self.next_arc + self.block).min(arcs);
            let best = self.best_of(self.next_arc..end);
            scanned += end - self.next_arc;
            self.next_arc = if end == arcs { 0 } else { end };
            if best.is_some() {
                return best;
            }
        }
        None
    }

    /// The arc of a block that saves most for a unit, the first among equals; none where none saves.
    /// The columns are cut once for the block, not looked up arc by arc: nothing runs as often.
    fn best_of(&self, block: Range<usize>) -> Option<usize> {
        let network = self.network;
        let ends = network.source[block.clone()].iter().zip(&network.target[block.clone()]);
        let costs = self.cost[block.clone()].iter().zip(&self.state[block.clone()]);
        let (mut best, mut best_saving) = (None, 0);
        for (arc, ((&source, &target), (&cost, &state))) in block.zip(ends.zip(costs)) {
            let reduced = cost + self.potential[source as usize] - self.potential[target as usize];
            let saving = -i64::from(state) * reduced;
            if saving > best_saving {
                (best, best_saving) = (Some(arc), saving);
            }
        }
        best
    }

    #[inline]
    fn reduced_cost(&self, arc: usize) -> i64 {
        let network = self.network;
        self.cost[arc] + self.potential[network.source[arc] as usize]
            - self.potential[network.target[arc] as usize]
    }

    fn pivot(&mut self, entering: usize) {
        let (source, target) = (self.network.source[entering], self.network.target[entering]);
        let is_filling = self.state[entering] == EMPTY;
        let (first, second) = if is_filling { (source, target) } else { (target, source) };
        let join = self.join(first, second);
        let leaving = self.find_leaving(entering, first, second, join);
        if leaving.amount > 0 {
            self.flow[entering] += if is_filling { leaving.amount } else { -leaving.amount };
            self.push(first, join, -leaving.amount);
            self.push(second, join, leaving.amount);
        }
        if leaving.node == NONE {
            self.state[entering] = -self.state[entering];
            return;
        }
        let out = self.nodes[leaving.node as usize].arc as usize;
        self.state[out] = if self.flow[out] == 0 { EMPTY } else { AT_CAPACITY };
        self.state[entering] = IN_TREE;
        let (top, below) = if leaving.is_on_first_side { (first, second) } else { (second, first) };
        self.hang(top, below, super::instance::count(entering), leaving.node);
        self.shift_subtree(top);
    }

    /// Lowest node above both.
    fn join(&self, mut a: u32, mut b: u32) -> u32 {
        while a != b {
            let (node_a, node_b) = (&self.nodes[a as usize], &self.nodes[b as usize]);
            if node_a.depth >= node_b.depth {
                a = node_a.parent;
            } else {
                b = node_b.parent;
            }
        }
        a
    }

    /// How much can be added to the flow from this node to its parent.
    fn room_up(&self, node: u32) -> i64 {
        let arc = self.nodes[node as usize].arc as usize;
        if self.network.source[arc] == node {
            self.network.capacity[arc] - self.flow[arc]
        } else {
            self.flow[arc]
        }
    }

    /// How much can be added to the flow from its parent to this node.
    fn room_down(&self, node: u32) -> i64 {
        let arc = self.nodes[node as usize].arc as usize;
        if self.network.source[arc] == node {
            self.flow[arc]
        } else {
            self.network.capacity[arc] - self.flow[arc]
        }
    }

    /// The last blocking arc when the cycle is walked along the pushed flow from the join.
    fn find_leaving(&self, entering: usize, first: u32, second: u32, join: u32) -> Leaving {
        let amount = self.network.capacity[entering];
        let mut leaving = Leaving { node: NONE, is_on_first_side: true, amount };
        let mut node = first;
        while node != join {
            let room = self.room_down(node);
            if room < leaving.amount {
                leaving = Leaving { node, is_on_first_side: true, amount: room };
            }
            node = self.nodes[node as usize].parent;
        }
        node = second;
        while node != join {
            let room = self.room_up(node);
            if room <= leaving.amount {
                leaving = Leaving { node, is_on_first_side: false, amount: room };
            }
            node = self.nodes[node as usize].parent;
        }
        leaving
    }

    /// Adds flow upward on the tree path from a node to the join.
    fn push(&mut self, mut node: u32, join: u32, amount: i64) {
        while node != join {
            let Node { parent, arc, .. } = self.nodes[node as usize];
            let is_upward = self.network.source[arc as usize] == node;
            self.flow[arc as usize] += if is_upward { amount } else { -amount };
            node = parent;
        }
    }

    /// Turns the subtree that the leaving arc cuts off so that `top` is its root, and hangs it
    /// by the entering arc under `parent`; `bottom` was its root.
    fn hang(&mut self, top: u32, parent: u32, arc: u32, bottom: u32) {
        let (mut node, mut new_parent, mut new_arc) = (top, parent, arc);
        loop {
            let Node { parent: old_parent, arc: old_arc, .. } = self.nodes[node as usize];
            self.detach(node);
            self.attach(node, new_parent, new_arc);
            if node == bottom {
                return;
            }
            (new_parent, new_arc, node) = (node, old_arc, old_parent);
        }
    }

    fn detach(&mut self, node: u32) {
        let Node { parent, next_sibling: next, previous_sibling: previous, .. } =
            self.nodes[node as usize];
        if previous == NONE {
            self.nodes[parent as usize].first_child = next;
        } else {
            self.nodes[previous as usize].next_sibling = next;
        }
        if next != NONE {
            self.nodes[next as usize].previous_sibling = previous;
        }
    }

    fn attach(&mut self, node: u32, parent: u32, arc: u32) {
        let next = std::mem::replace(&mut self.nodes[parent as usize].first_child, node);
        if next != NONE {
            self.nodes[next as usize].previous_sibling = node;
        }
        let entry = &mut self.nodes[node as usize];
        (entry.parent, entry.arc) = (parent, arc);
        (entry.next_sibling, entry.previous_sibling) = (next, NONE);
    }

    /// The potential that a node's arc to its parent gives it.
    fn potential_from_parent(&self, node: u32) -> i64 {
        let Node { parent, arc, .. } = self.nodes[node as usize];
        let (above, cost) = (self.potential[parent as usize], self.cost[arc as usize]);
        let is_upward = self.network.source[arc as usize] == node;
        if is_upward { above - cost } else { above + cost }
    }

    /// Recomputes depth and potential of a subtree from the parent of its root.
    fn refresh_subtree(&mut self, top: u32) {
        self.each_below(top, |simplex, node| {
            simplex.potential[node as usize] = simplex.potential_from_parent(node);
            simplex.deepen(node);
        });
    }

    /// Depths and potentials of a subtree that was hung elsewhere. Within it the arcs of the tree are
    /// what they were, so that all its potentials move by as much as its root's, and no cost of theirs
    /// has to be looked up.
    fn shift_subtree(&mut self, top: u32) {
        let shift = self.potential_from_parent(top) - self.potential[top as usize];
        self.each_below(top, |simplex, node| {
            simplex.potential[node as usize] += shift;
            simplex.deepen(node);
        });
    }

    /// Puts a node one below its parent.
    fn deepen(&mut self, node: u32) {
        let parent = self.nodes[node as usize].parent;
        self.nodes[node as usize].depth = self.nodes[parent as usize].depth + 1;
    }

    /// Calls for every node of a subtree, for a parent before its children.
    fn each_below(&mut self, top: u32, mut call: impl FnMut(&mut Self, u32)) {
        let mut node = top;
        loop {
            call(self, node);
            let first_child = self.nodes[node as usize].first_child;
            if first_child != NONE {
                node = first_child;
                continue;
            }
            loop {
                if node == top {
                    return;
                }
                let Node { parent, next_sibling, .. } = self.nodes[node as usize];
                if next_sibling != NONE {
                    node = next_sibling;
                    break;
                }
                node = parent;
            }
        }
    }
}
