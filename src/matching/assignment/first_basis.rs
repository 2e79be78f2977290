//! From which plan does the simplex method set out?
//!
//! From the greedy plan, which is within one or two per cent of the best. Its spanning tree is
//! strongly feasible: along every tree arc something can still be pushed towards the root. So a
//! full expert hangs from one of its nominations (which may give the place back), and everything
//! else hangs from an expert with time to spare or from the sink.

use super::instance::count;
use super::network::{Builder, LoadArcs};
use super::network_simplex::{Basis, NONE};
use std::cmp::Reverse;

/// What the greedy plan leaves open, in parts.
struct Open {
    /// Places unfilled, by nomination.
    wanted: Vec<i64>,
    /// Load left, by expert.
    free: Vec<i64>,
    /// Places left under its rule, by group node.
    room: Vec<i64>,
}

impl Builder<'_> {
    /// The greedy plan with a strongly feasible tree.
    pub(super) fn first_basis(&self) -> Basis {
        let mut flow = vec![0; self.network.source.len()];
        let open = self.fill_greedily(&mut flow);
        let mut tree_arc = vec![NONE; self.root as usize + 1];
        self.hang_experts(&mut flow, &mut tree_arc, &open);
        self.hang_groups(&mut flow, &mut tree_arc, &open);
        for (nomination, &wanted) in open.wanted.iter().enumerate() {
            let unfilled = self.unfilled_arcs[nomination];
            flow[unfilled as usize] = wanted;
            let arcs = self.nomination_arcs[nomination].clone();
            let is_direct = |arc: &usize| self.group_of_arc[*arc] == NONE;
            let to_free = self.best_free_arc(arcs.filter(is_direct), &flow, &open.free);
            let is_filled = wanted == 0 && to_free != NONE;
            tree_arc[nomination] = if is_filled { to_free } else { unfilled };
        }
        Basis { flow, tree_arc, root: self.root }
    }

    fn hang_experts(&self, flow: &mut [i64], tree_arc: &mut [u32], open: &Open) {
        for (expert, &free) in open.free.iter().enumerate() {
            let load = self.most[expert] - free;
            let LoadArcs { bonus, plain } = self.load_arcs[expert];
            let least = if bonus == NONE { 0 } else { self.network.capacity[bonus as usize] };
            if bonus != NONE {
                flow[bonus as usize] = load.min(least);
            }
            if plain != NONE {
                flow[plain as usize] = (load - least).max(0);
            }
            let node = self.expert_node(count(expert)) as usize;
            tree_arc[node] = if plain == NONE || load < least { bonus } else { plain };
        }
        for (arc, &pair) in self.pair_of_arc.iter().enumerate() {
            let expert = self.instance.pairs[pair as usize].expert;
            if flow[arc] > 0 && open.free[expert as usize] == 0 {
                tree_arc[self.expert_node(expert) as usize] = count(arc);
            }
        }
    }

    /// Hangs the group nodes, those further inside first.
    fn hang_groups(&self, flow: &mut [i64], tree_arc: &mut [u32], open: &Open) {
        let level =
            |place: &usize| self.instance.groups.all[self.groups[*place].group as usize].level;
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(level);
        // An empty arc down to a group that is itself held from below, by group.
        let mut way_down = vec![NONE; self.groups.len()];
        for place in order {
            let (group, room) = (&self.groups[place], open.room[place]);
            let used = group.room - room;
            let free = used.min(group.free_room);
            if group.arc != NONE {
                flow[group.arc as usize] = free;
            }
            if group.dear_arc != NONE {
                flow[group.dear_arc as usize] = used - free;
            }
            let carrying = if used > free { group.dear_arc } else { group.arc };
            let is_between = used > 0 && used != group.free_room && room > 0;
            let members = group.members.iter().map(|&arc| arc as usize);
            let to_free = self.best_free_arc(members.clone(), flow, &open.free);
            let to_any = members.clone().find(|&arc| flow[arc] == 0).map_or(NONE, count);
            let below = if to_any == NONE { way_down[place] } else { to_any };
            tree_arc[group.node as usize] = match to_free {
                arc if arc != NONE && !is_between => arc,
                _ if used > 0 => carrying,
                _ if below != NONE => below,
                _ if group.arc != NONE => group.arc,
                _ => group.dear_arc,
            };
            let is_held_from_below = used == 0 && (to_free != NONE || below != NONE);
            let own = if group.arc == NONE { group.dear_arc } else { group.arc };
            // A group that pins fill has no arc from above: it is no way down.
            let is_way_down = is_held_from_below && own != NONE;
            if let Some(way) = way_down.get_mut(group.parent as usize).filter(|_| is_way_down) {
                *way = own;
            }
        }
    }

    /// Gives each pair, best score first, all that it may take while every bound has room for it.
    fn fill_greedily(&self, flow: &mut [i64]) -> Open {
        let mut open = Open {
            wanted: self.demand.clone(),
            free: self.most.clone(),
            room: self.groups.iter().map(|group| group.room).collect(),
        };
        let score = |pair: u32| self.instance.pairs[pair as usize].score;
        let mut order: Vec<(Reverse<_>, u32)> =
            (0..).zip(&self.pair_of_arc).map(|(arc, &pair)| (Reverse(score(pair)), arc)).collect();
        order.sort_unstable();
        for (_, arc) in order {
            let arc = arc as usize;
            let pair = self.instance.pairs[self.pair_of_arc[arc] as usize];
            let (nomination, expert) = (pair.nomination as usize, pair.expert as usize);
            let group = self.group_of_arc[arc];
            let around = self.around(group);
            let room = around.map(|group| open.room[group]).min().unwrap_or(i64::MAX);
            let parts = self.pair_parts;
            if open.wanted[nomination].min(open.free[expert]).min(room) < parts {
                continue;
            }
            flow[arc] = parts;
            open.wanted[nomination] -= parts;
            open.free[expert] -= parts;
            self.around(group).for_each(|group| open.room[group] -= parts);
        }
        open
    }

    /// A group node and those around it.
    fn around(&self, group: u32) -> impl Iterator<Item = usize> {
        let place = |group: u32| Some(group as usize).filter(|_| group != NONE);
        std::iter::successors(place(group), move |&inner| place(self.groups[inner].parent))
    }

    /// The best empty arc among these to an expert with time to spare.
    fn best_free_arc(&self, arcs: impl Iterator<Item = usize>, flow: &[i64], free: &[i64]) -> u32 {
        arcs.filter(|&arc| {
            let expert = self.instance.pairs[self.pair_of_arc[arc] as usize].expert;
            flow[arc] == 0 && free[expert as usize] > 0
        })
        .min_by_key(|&arc| self.network.cost[arc])
        .map_or(NONE, count)
    }
}
