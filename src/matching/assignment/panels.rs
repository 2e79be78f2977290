//! How are nominations divided into panels (评审组), and who sits on which?
//!
//! Nominations stand in the order of their first discipline code (GB/T 13745, where near codes
//! are near subjects); panels are stretches of that order. The best cuts are found exactly: few
//! disciplines in one panel, few disciplines torn apart, sizes alike. Experts then go, one after
//! the other, to the panel that has the smallest share of what it wants, there the one who adds
//! most to what of its nominations is covered.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A nomination to be put in a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelNomination {
    /// The nomination's key, unique.
    pub id: String,
    /// First discipline code, three, five or seven digits; empty where unknown.
    pub discipline: String,
}

/// An expert to be put on a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelExpert {
    /// The expert's key, unique.
    pub id: String,
    /// Discipline codes, the most apt first.
    pub disciplines: Vec<String>,
}

/// What panels shall be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelBounds {
    /// Fewest nominations in a panel; fewer where their number leaves no other way.
    pub min_nominations: u32,
    /// Most nominations in a panel, never exceeded.
    pub max_nominations: u32,
    /// Experts for each panel.
    pub experts: u32,
}

/// A panel; members by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Panel {
    /// The first three digits of its nominations' codes, each once, ascending.
    pub disciplines: Vec<String>,
    /// Its nominations, in the order of their codes.
    pub nominations: Vec<String>,
    /// Its experts, in the order in which they were chosen.
    pub experts: Vec<String>,
    /// Nominations with whose first three digits no expert agrees.
    pub uncovered: Vec<String>,
}

/// Why there are no panels.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PanelError {
    /// The largest size is 0, or below the smallest.
    #[error("评审组的项目数上下限有误 / the panel sizes contradict each other")]
    Sizes,
    /// An id comes twice.
    #[error("编号重复：{id} / duplicate id {id}")]
    Duplicate {
        /// The id.
        id: String,
    },
}

/// Cost of a nomination fewer than the smallest size, above all others.
const TOO_SMALL: u64 = 1_000_000;
/// Cost of each further discipline (three digits) in a panel.
const MIXED: u64 = 600;
/// Cost of a cut between nominations that agree in three, five, seven digits.
const TORN: [u64; 4] = [0, 400, 500, 700];

/// Divides nominations into panels and puts experts on them; `barred` are pairs of nomination id
/// and expert id, and nobody sits on a panel with a nomination from which he is barred. The order
/// of the lists changes nothing.
///
/// # Errors
/// [`PanelError`] for sizes that contradict each other or ids that repeat.
pub fn form_panels(
    nominations: &[PanelNomination],
    experts: &[PanelExpert],
    barred: &BTreeSet<(String, String)>,
    bounds: PanelBounds,
) -> Result<Vec<Panel>, PanelError> {
    if bounds.max_nominations == 0 || bounds.min_nominations > bounds.max_nominations {
        return Err(PanelError::Sizes);
    }
    let mut ordered: Vec<&PanelNomination> = nominations.iter().collect();
    ordered.sort_by(|a, b| (&a.discipline, &a.id).cmp(&(&b.discipline, &b.id)));
    unique(ordered.iter().map(|one| &one.id))?;
    unique(experts.iter().map(|one| &one.id))?;
    let mut panels = Vec::new();
    let mut from = 0;
    for to in cuts(&ordered, bounds) {
        panels.push(Seats::new(&ordered[from..to]));
        from = to;
    }
    let pool = by_subject(experts);
    let mut seated = BTreeSet::new();
    for _ in 0..bounds.experts {
        for panel in &mut panels {
            if let Some(chosen) = panel.best(&pool, &seated, barred) {
                seated.insert(chosen.id.as_str());
                panel.seat(chosen);
            }
        }
    }
    Ok(panels.into_iter().map(Seats::into_panel).collect())
}

/// The experts by the first three digits of each of their codes: nobody else comes close to a panel.
fn by_subject(experts: &[PanelExpert]) -> BTreeMap<&str, Vec<&PanelExpert>> {
    let mut pool: BTreeMap<&str, Vec<&PanelExpert>> = BTreeMap::new();
    for expert in experts {
        let subjects: BTreeSet<&str> =
            expert.disciplines.iter().filter_map(|code| code.get(..3)).collect();
        for subject in subjects {
            pool.entry(subject).or_default().push(expert);
        }
    }
    pool
}

fn unique<'a>(ids: impl Iterator<Item = &'a String>) -> Result<(), PanelError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(PanelError::Duplicate { id: id.clone() });
        }
    }
    Ok(())
}

/// Levels of the classification in which two codes agree: 0 to 3.
fn closeness(a: &str, b: &str) -> usize {
    let agree = |digits: usize| match (a.get(..digits), b.get(..digits)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    };
    [3, 5, 7].into_iter().take_while(|&digits| agree(digits)).count()
}

fn first_three(code: &str) -> &str {
    code.get(..3).unwrap_or(code)
}

/// Where the panels end, found by dynamic programming over the order.
fn cuts(ordered: &[&PanelNomination], bounds: PanelBounds) -> Vec<usize> {
    let (least, most) = (bounds.min_nominations as usize, bounds.max_nominations as usize);
    let panels = ordered.len().div_ceil(most).max(1);
    let even = ordered.len().div_ceil(panels);
    // Cost of the best division of the first so many, and where its last panel begins.
    let mut best = vec![(0_u64, 0_usize)];
    for to in 1..=ordered.len() {
        let cut_apart = ordered.get(to).map_or(0, |next| {
            let before = &ordered[to - 1].discipline;
            TORN[closeness(before, &next.discipline)]
        });
        let mut mixed = 0;
        let mut found = (u64::MAX, to - 1);
        for from in (to.saturating_sub(most)..to).rev() {
            if let Some(next) = ordered.get(from + 1).filter(|_| from + 1 < to) {
                let (one, other) = (&ordered[from].discipline, &next.discipline);
                mixed += if first_three(one) == first_three(other) { 0 } else { MIXED };
            }
            let size = to - from;
            let small = TOO_SMALL * least.saturating_sub(size) as u64;
            let uneven = (even.abs_diff(size) as u64).pow(2);
            // A panel more is work for many, so it has a price too.
            let cost = best[from].0 + small + mixed + cut_apart + uneven + MIXED / 2;
            if cost < found.0 {
                found = (cost, from);
            }
        }
        best.push(found);
    }
    let mut ends = Vec::new();
    let mut end = ordered.len();
    while end > 0 {
        ends.push(end);
        end = best[end].1;
    }
    ends.reverse();
    ends
}

/// A panel that is being filled.
struct Seats<'a> {
    nominations: &'a [&'a PanelNomination],
    /// How close an expert of the panel comes, by nomination: 0 to 3.
    covered: Vec<usize>,
    experts: Vec<String>,
}

impl<'a> Seats<'a> {
    fn new(nominations: &'a [&'a PanelNomination]) -> Self {
        Self { nominations, covered: vec![0; nominations.len()], experts: Vec::new() }
    }

    /// The expert who adds most to what is covered, then is closest to most, then comes first.
    fn best<'p>(
        &self,
        pool: &BTreeMap<&str, Vec<&'p PanelExpert>>,
        seated: &BTreeSet<&str>,
        barred: &BTreeSet<(String, String)>,
    ) -> Option<&'p PanelExpert> {
        let is_barred = |expert: &PanelExpert| {
            self.nominations.iter().any(|one| barred.contains(&(one.id.clone(), expert.id.clone())))
        };
        let rate = |expert: &PanelExpert| {
            let close = self.closeness_of(expert);
            let added: usize =
                close.iter().zip(&self.covered).map(|(new, old)| new.saturating_sub(*old)).sum();
            (added, close.iter().sum::<usize>())
        };
        let subjects: BTreeSet<&str> =
            self.nominations.iter().filter_map(|one| one.discipline.get(..3)).collect();
        let near = subjects.iter().filter_map(|subject| pool.get(subject)).flatten();
        let near: BTreeMap<&str, &'p PanelExpert> = near
            .filter(|expert| !seated.contains(expert.id.as_str()))
            .map(|expert| (expert.id.as_str(), *expert))
            .collect();
        let mut open: Vec<_> = near.into_values().map(|expert| (rate(expert), expert)).collect();
        open.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        open.into_iter().map(|(_, expert)| expert).find(|expert| !is_barred(expert))
    }

    fn closeness_of(&self, expert: &PanelExpert) -> Vec<usize> {
        let close = |nomination: &&PanelNomination| {
            let codes = expert.disciplines.iter();
            codes.map(|code| closeness(code, &nomination.discipline)).max().unwrap_or(0)
        };
        self.nominations.iter().map(close).collect()
    }

    fn seat(&mut self, expert: &PanelExpert) {
        let close = self.closeness_of(expert);
        for (covered, close) in self.covered.iter_mut().zip(close) {
            *covered = close.max(*covered);
        }
        self.experts.push(expert.id.clone());
    }

    fn into_panel(self) -> Panel {
        let codes = self.nominations.iter().map(|one| first_three(&one.discipline).to_owned());
        let uncovered =
            self.nominations.iter().zip(&self.covered).filter(|(_, close)| **close == 0);
        Panel {
            disciplines: codes.collect::<BTreeSet<_>>().into_iter().collect(),
            nominations: self.nominations.iter().map(|one| one.id.clone()).collect(),
            uncovered: uncovered.map(|(one, _)| one.id.clone()).collect(),
            experts: self.experts,
        }
    }
}
