//! How is a draft checked and put in an order that rows cannot influence?

use super::draft::{Draft, Expert, InstanceError, Nomination, ScoredPair};
use super::rules::{Bound, Groups, Rules};
use super::score::Score;

/// A checked instance in canonical order: nominations and experts by id, pairs by both.
///
/// Every position in a solution or certificate counts in this order, so that the result cannot
/// depend on the order in which rows arrived.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(super) nominations: Vec<Nomination>,
    pub(super) experts: Vec<Expert>,
    /// Units, and the groups of all further rules.
    pub(super) groups: Groups,
    /// `row_start[n] .. row_start[n + 1]` are the pairs of nomination `n`.
    pub(super) row_start: Vec<u32>,
    pub(super) pairs: Vec<ScoredPair>,
    /// Pinned pairs as positions in `pairs`, ascending.
    pub(super) pins: Vec<u32>,
    /// Barred pairs, ascending; the flag says whether the pair would be a candidate otherwise.
    pub(super) bars: Vec<(u32, u32, bool)>,
    pub(super) max_per_unit: u32,
}

impl Instance {
    /// Checks a draft and puts it in canonical order.
    ///
    /// # Errors
    /// [`InstanceError`] with the first fault in canonical order.
    pub fn new(draft: Draft) -> Result<Self, InstanceError> {
        Self::with_rules(draft, &Rules::default())
    }

    /// The same with rules beyond the unit rule.
    ///
    /// # Errors
    /// [`InstanceError`] with the first fault in canonical order.
    pub fn with_rules(draft: Draft, rules: &Rules) -> Result<Self, InstanceError> {
        let rows = draft.pairs.len().saturating_add(draft.pins.len());
        let nodes = draft.nominations.len().saturating_add(draft.experts.len());
        // Arcs and nodes of the network together stay below 2^32.
        if rows.saturating_mul(2).saturating_add(nodes) > (u32::MAX / 4) as usize {
            return Err(InstanceError::TooLarge);
        }
        let (nominations, nomination_rank) = sort_by_id(draft.nominations, |n| &n.id);
        let (experts, expert_rank) = sort_by_id(draft.experts, |e| &e.id);
        if let Some(id) = repeated(&nominations, |n| &n.id) {
            return Err(InstanceError::DuplicateNomination { id });
        }
        if let Some(id) = repeated(&experts, |e| &e.id) {
            return Err(InstanceError::DuplicateExpert { id });
        }
        if let Some(expert) = experts.iter().find(|e| e.min_load > e.max_load) {
            return Err(InstanceError::LoadBounds { expert: expert.id.clone() });
        }
        let ranked = Ranked::new(&nomination_rank, &expert_rank, draft.pairs)?;
        let bars = ranked.places(draft.bars)?;
        let pins = ranked.places(draft.pins)?;
        let groups = Groups::new(&experts, draft.max_per_unit, rules, &expert_rank)?;
        let mut instance = Self {
            nominations,
            experts,
            groups,
            row_start: Vec::new(),
            pairs: Vec::new(),
            pins: Vec::new(),
            bars: Vec::new(),
            max_per_unit: draft.max_per_unit,
        };
        instance.place_pairs(ranked.pairs, &bars, &pins)?;
        instance.check_pins()?;
        Ok(instance)
    }

    /// Sorts the pairs into rows, drops the barred ones and adds pins that were no candidates.
    fn place_pairs(
        &mut self,
        mut pairs: Vec<ScoredPair>,
        bars: &[(u32, u32)],
        pins: &[(u32, u32)],
    ) -> Result<(), InstanceError> {
        let key = |pair: &ScoredPair| (pair.nomination, pair.expert);
        pairs.sort_unstable_by_key(key);
        if let Some([pair, _]) = pairs.array_windows().find(|[a, b]| key(a) == key(b)) {
            let (nomination, expert) = self.names(key(pair));
            return Err(InstanceError::DuplicatePair { nomination, expert });
        }
        if let Some(&pin) = pins.iter().find(|pin| bars.binary_search(pin).is_ok()) {
            let (nomination, expert) = self.names(pin);
            return Err(InstanceError::PinnedAndBarred { nomination, expert });
        }
        let is_candidate = |bar| pairs.binary_search_by_key(bar, key).is_ok();
        self.bars = bars.iter().map(|bar| (bar.0, bar.1, is_candidate(bar))).collect();
        let missing: Vec<_> = pins.iter().filter(|pin| !is_candidate(pin)).copied().collect();
        let mut next_bar = bars.iter().peekable();
        pairs.retain(|pair| {
            while next_bar.next_if(|&&bar| bar < key(pair)).is_some() {}
            next_bar.peek() != Some(&&key(pair))
        });
        if !missing.is_empty() {
            let score = Score::default();
            pairs.extend(missing.into_iter().map(|pin| ScoredPair {
                nomination: pin.0,
                expert: pin.1,
                score,
            }));
            pairs.sort_unstable_by_key(key);
        }
        self.row_start = vec![0; self.nominations.len() + 1];
        for pair in &pairs {
            self.row_start[pair.nomination as usize + 1] += 1;
        }
        for row in 1..self.row_start.len() {
            self.row_start[row] += self.row_start[row - 1];
        }
        self.pairs = pairs;
        self.pins = pins.iter().filter_map(|&(n, e)| self.find_pair(n, e)).collect();
        Ok(())
    }

    fn check_pins(&self) -> Result<(), InstanceError> {
        let mut loads = vec![0_u32; self.experts.len()];
        let mut demands = vec![0_u32; self.nominations.len()];
        let mut of_group = std::collections::BTreeMap::new();
        for &pin in &self.pins {
            let pair = self.pairs[pin as usize];
            let (nomination, expert) = (pair.nomination as usize, pair.expert as usize);
            loads[expert] += 1;
            demands[nomination] += 1;
            let mut is_group_over = false;
            for &group in self.groups.of(pair.expert) {
                let pinned = of_group.entry((nomination, group)).or_insert(0_u32);
                *pinned += 1;
                is_group_over |= *pinned > self.bound(group).max;
            }
            let bound = &self.nominations[nomination];
            if demands[nomination] > bound.demand || is_group_over {
                return Err(InstanceError::PinsExceedNomination { nomination: bound.id.clone() });
            }
            if loads[expert] > self.experts[expert].max_load {
                let expert = self.experts[expert].id.clone();
                return Err(InstanceError::PinsExceedLoad { expert });
            }
        }
        Ok(())
    }

    /// Ids of a nomination and an expert.
    pub(super) fn names(&self, (nomination, expert): (u32, u32)) -> (String, String) {
        (self.nominations[nomination as usize].id.clone(), self.experts[expert as usize].id.clone())
    }

    /// The nominations, by id.
    pub fn nominations(&self) -> &[Nomination] {
        &self.nominations
    }

    /// The experts, by id.
    pub fn experts(&self) -> &[Expert] {
        &self.experts
    }

    /// The candidate pairs that are not barred, by nomination and expert.
    pub fn pairs(&self) -> &[ScoredPair] {
        &self.pairs
    }

    /// The pairs that must be assigned.
    pub fn pinned_pairs(&self) -> impl Iterator<Item = ScoredPair> + '_ {
        self.pins.iter().map(|&pin| self.pairs[pin as usize])
    }

    /// Most experts of one unit on a nomination; 0 sets no bound.
    pub fn max_per_unit(&self) -> u32 {
        self.max_per_unit
    }

    /// Name of a unit, or of a group of another rule, that a certificate or reason refers to by
    /// number.
    pub fn unit_name(&self, unit: u32) -> Option<&str> {
        self.groups.all.get(unit as usize).map(|group| group.name.as_str())
    }

    /// Name of the rule that names a group; empty for the unit rule.
    pub fn rule_name(&self, group: u32) -> Option<&str> {
        self.groups.all.get(group as usize).map(|group| group.rule.as_str())
    }

    /// Unit of an expert, by number.
    pub fn unit_of(&self, expert: u32) -> Option<u32> {
        self.groups.units.get(expert as usize).copied().flatten()
    }

    /// The groups of an expert that rules in force name (the unit, if the unit rule is one of
    /// them), from the inside, by number.
    pub fn groups_of(&self, expert: u32) -> &[u32] {
        self.groups.of(expert)
    }

    /// What a group allows on a nomination.
    pub(super) fn bound(&self, group: u32) -> Bound {
        self.groups.all[group as usize].bound
    }

    /// Position of the nomination with this id.
    pub fn nomination_position(&self, id: &str) -> Option<u32> {
        position(&self.nominations, id, |n| &n.id)
    }

    /// Position of the expert with this id.
    pub fn expert_position(&self, id: &str) -> Option<u32> {
        position(&self.experts, id, |e| &e.id)
    }

    /// Sum of all demands, in places.
    pub fn demand(&self) -> u64 {
        self.nominations.iter().map(|n| u64::from(n.demand)).sum()
    }

    /// Whether recusal bars this pair.
    pub fn is_barred(&self, nomination: u32, expert: u32) -> bool {
        self.bars.binary_search_by_key(&(nomination, expert), |bar| (bar.0, bar.1)).is_ok()
    }

    /// Candidates of a nomination that recusal took away.
    pub(super) fn barred_candidates(&self, nomination: u32) -> u32 {
        let from = self.bars.partition_point(|bar| bar.0 < nomination);
        let row = self.bars[from..].iter().take_while(|bar| bar.0 == nomination);
        count(row.filter(|bar| bar.2).count())
    }

    /// Positions of the pairs of a nomination.
    pub(super) fn row(&self, nomination: u32) -> std::ops::Range<usize> {
        let nomination = nomination as usize;
        self.row_start[nomination] as usize..self.row_start[nomination + 1] as usize
    }

    /// Position of a candidate pair.
    pub(super) fn find_pair(&self, nomination: u32, expert: u32) -> Option<u32> {
        let row = self.row(nomination);
        let found = self.pairs[row.clone()].binary_search_by_key(&expert, |pair| pair.expert);
        found.ok().map(|offset| count(row.start + offset))
    }
}

/// The pairs of a draft with positions in canonical order.
struct Ranked<'r> {
    nomination_rank: &'r [u32],
    expert_rank: &'r [u32],
    pairs: Vec<ScoredPair>,
}

impl<'r> Ranked<'r> {
    fn new(
        nomination_rank: &'r [u32],
        expert_rank: &'r [u32],
        pairs: Vec<ScoredPair>,
    ) -> Result<Self, InstanceError> {
        let mut ranked = Self { nomination_rank, expert_rank, pairs };
        for place in 0..ranked.pairs.len() {
            let ScoredPair { nomination, expert, score } = ranked.pairs[place];
            let (nomination, expert) = ranked.place((nomination, expert))?;
            ranked.pairs[place] = ScoredPair { nomination, expert, score };
        }
        Ok(ranked)
    }

    fn place(&self, (nomination, expert): (u32, u32)) -> Result<(u32, u32), InstanceError> {
        let ranks =
            (self.nomination_rank.get(nomination as usize), self.expert_rank.get(expert as usize));
        match ranks {
            (Some(&nomination), Some(&expert)) => Ok((nomination, expert)),
            _ => Err(InstanceError::UnknownPosition { nomination, expert }),
        }
    }

    /// Bars or pins in canonical order, each once.
    fn places(&self, pairs: Vec<(u32, u32)>) -> Result<Vec<(u32, u32)>, InstanceError> {
        let mut places =
            pairs.into_iter().map(|pair| self.place(pair)).collect::<Result<Vec<_>, _>>()?;
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }
}

/// A count or position as 32 bits.
#[expect(clippy::expect_used, reason = "Instance::new refuses more than 2^30 rows and nodes")]
pub(super) fn count(value: usize) -> u32 {
    u32::try_from(value).expect("positions of an instance fit 32 bits")
}

/// Sorts by id; also says which place each old position got.
fn sort_by_id<T>(items: Vec<T>, id: impl Fn(&T) -> &String) -> (Vec<T>, Vec<u32>) {
    let mut numbered: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    numbered.sort_by(|a, b| id(&a.1).cmp(id(&b.1)));
    let mut rank = vec![0; numbered.len()];
    for (place, (old, _)) in numbered.iter().enumerate() {
        rank[*old] = count(place);
    }
    (numbered.into_iter().map(|(_, item)| item).collect(), rank)
}

fn repeated<T>(sorted: &[T], id: impl Fn(&T) -> &String) -> Option<String> {
    sorted.array_windows().find(|[a, b]| id(a) == id(b)).map(|[a, _]| id(a).clone())
}

fn position<T>(sorted: &[T], wanted: &str, id: impl Fn(&T) -> &String) -> Option<u32> {
    sorted.binary_search_by(|item| id(item).as_str().cmp(wanted)).ok().map(count)
}
