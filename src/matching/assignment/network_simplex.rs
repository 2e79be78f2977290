//! What is the cheapest flow through a network? (The primal network simplex method.)
//!
//! Block search over the arcs, a spanning tree with parent, depth and child lists, and the
//! leaving-arc rule that keeps the tree strongly feasible so that degenerate pivots cannot cycle
//! (Cunningham 1976; Ahuja, Magnanti, Orlin, *Network Flows*, ch. 11). Costs, capacities and
//! flows are integers, so the result is exact. The caller brings a first spanning tree.

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
    flow: Vec<i64>,
    state: Vec<i8>,
    nodes: Vec<Node>,
    potential: Vec<i64>,
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
    let mut pivots = 0;
    while let Some(entering) = simplex.find_entering() {
        simplex.pivot(entering);
        pivots += 1;
    }
    Optimum { flow: simplex.flow, potential: simplex.potential, pivots }
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
        let mut simplex = Self { network, flow, state, nodes, potential, block, next_arc: 0 };
        for (node, &arc) in basis.tree_arc.iter().enumerate() {
            let node = super::instance::count(node);
            if arc != NONE {
                let parent = simplex.other_end(arc, node);
                simplex.attach(node, parent, arc);
            }
        }
        let mut child = simplex.nodes[basis.root as usize].first_child;
        while child != NONE {
            simplex.refresh_subtree(child);
            child = simplex.nodes[child as usize].next_sibling;
        }
        simplex
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
            let (mut best, mut best_saving) = (usize::MAX, 0);
            for arc in self.next_arc..end {
                let saving = -i64::from(self.state[arc]) * self.reduced_cost(arc);
                if saving > best_saving {
                    (best, best_saving) = (arc, saving);
                }
            }
            scanned += end - self.next_arc;
            self.next_arc = if end == arcs { 0 } else { end };
            if best_saving > 0 {
                return Some(best);
            }
        }
        None
    }

    #[inline]
    fn reduced_cost(&self, arc: usize) -> i64 {
        let network = self.network;
        network.cost[arc] + self.potential[network.source[arc] as usize]
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
        self.refresh_subtree(top);
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

    /// Recomputes depth and potential of a subtree from the parent of its root.
    fn refresh_subtree(&mut self, top: u32) {
        let mut node = top;
        loop {
            let Node { parent, arc, first_child, .. } = self.nodes[node as usize];
            let cost = self.network.cost[arc as usize];
            let is_upward = self.network.source[arc as usize] == node;
            let above = self.potential[parent as usize];
            self.potential[node as usize] = if is_upward { above - cost } else { above + cost };
            self.nodes[node as usize].depth = self.nodes[parent as usize].depth + 1;
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
