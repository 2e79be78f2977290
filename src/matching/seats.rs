//! Who may judge what within the panels (评审组) of a round? The experts of the panel in which a nomination is now, by
//! the division that stands. A nomination in none of its panels is bound to nobody.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    affinity::{AffinityIndex, ExpertAffinity, NominationAffinity, Selection},
    panels::PanelView,
    plan::MatchInput,
};
use crate::{nominations::model::Nomination, search::analysis::Analyzer};

/// The experts of the panels of a division.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PanelSeats {
    /// Key of the division; no part of an input's digest, which holds in another database too.
    #[serde(skip)]
    pub division: Uuid,
    /// Codes of the experts in the pool, by the panel that nominations carry.
    pub panels: BTreeMap<String, BTreeSet<String>>,
}

impl PanelSeats {
    pub(super) fn of(division: Uuid, panels: &[PanelView]) -> Self {
        let seats = |panel: &PanelView| {
            let codes = panel.experts.iter().map(|seat| seat.expert_id.clone()).collect();
            (panel.name.clone(), codes)
        };
        Self { division, panels: panels.iter().map(seats).collect() }
    }

    /// Whether an expert sits on no seat of a nomination's panel, though the division has that panel.
    pub fn keep_out(&self, panel: Option<&str>, expert: &str) -> bool {
        let seats = panel.and_then(|panel| self.panels.get(panel));
        seats.is_some_and(|seats| !seats.contains(expert))
    }
}

/// The panels that a run knew of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PanelsOfRun {
    /// Key of their division.
    #[schema(value_type = String)]
    pub division: Uuid,
    /// How many panels there were.
    pub panels: u32,
    /// Nominations in one of them.
    pub bound: u32,
    /// Nominations in none of them, which everybody may judge.
    pub free: u32,
}

impl PanelsOfRun {
    /// What `input` knows of panels.
    pub(super) fn of(input: &MatchInput) -> Option<Self> {
        let seats = input.panels.as_ref()?;
        let is_bound = |one: &&Nomination| {
            one.panel.as_ref().is_some_and(|panel| seats.panels.contains_key(panel))
        };
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let bound = input.nominations.iter().filter(is_bound).count();
        Some(Self {
            division: seats.division,
            panels: count(seats.panels.len()),
            bound: count(bound),
            free: count(input.nominations.len() - bound),
        })
    }
}

/// Positions of the experts of each nomination's panel; none where it is bound to nobody.
pub(super) fn positions(input: &MatchInput) -> Vec<Option<Vec<usize>>> {
    let Some(seats) = &input.panels else { return vec![None; input.nominations.len()] };
    let places: BTreeMap<&str, usize> =
        input.experts.iter().enumerate().map(|(at, one)| (one.expert_id.as_str(), at)).collect();
    let of = |one: &Nomination| {
        let codes = seats.panels.get(one.panel.as_ref()?)?;
        Some(codes.iter().filter_map(|code| places.get(code.as_str()).copied()).collect())
    };
    input.nominations.iter().map(of).collect()
}

/// Those among experts (by position, for each nomination) who are near at all, the nearest first.
pub(super) fn near(
    (analyzer, index): (&Analyzer, &AffinityIndex<'_>),
    nominations: &[Nomination],
    experts: &[Vec<usize>],
) -> Vec<NominationAffinity> {
    let mut scored = index.score(analyzer, nominations, Selection::Pairs(experts), &|_, _| ());
    for list in &mut scored {
        list.experts.retain(|one| one.score.micro > 0);
        list.experts.sort_by_key(nearest_first);
    }
    scored
}

/// Positions of experts are in the order of their ids.
pub(super) fn nearest_first(one: &ExpertAffinity) -> (Reverse<u32>, usize) {
    (Reverse(one.score.micro), one.expert)
}

/// Scores nominations (by position), so many experts of each, the nearest first; of those that are `bound` to a panel
/// its experts alone.
pub(super) fn score(
    (analyzer, index): (&Analyzer, &AffinityIndex<'_>),
    nominations: &[Nomination],
    bound: &[Option<Vec<usize>>],
    (asked, most): (&[usize], usize),
) -> Vec<NominationAffinity> {
    let named = |places: &[usize]| -> Vec<Nomination> {
        places.iter().filter_map(|at| nominations.get(*at)).cloned().collect()
    };
    let seats = |at: &usize| bound.get(*at).and_then(Option::as_ref);
    let (within, free): (Vec<usize>, Vec<usize>) =
        asked.iter().copied().partition(|at| seats(at).is_some());
    let experts: Vec<Vec<usize>> = within.iter().filter_map(seats).cloned().collect();
    let of_panels = near((analyzer, index), &named(&within), &experts);
    let of_all = index.score(analyzer, &named(&free), Selection::Top(most), &|_, _| ());
    let mut scored: BTreeMap<usize, NominationAffinity> =
        within.into_iter().zip(of_panels).chain(free.into_iter().zip(of_all)).collect();
    asked.iter().map(|at| scored.remove(at).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats() -> PanelSeats {
        let panels = [("第1组（数学）", ["E-1", "E-2"]), ("第2组（物理学）", ["E-3", "E-9"])];
        let panels =
            panels.map(|(name, codes)| (name.to_owned(), BTreeSet::from(codes.map(str::to_owned))));
        PanelSeats { division: Uuid::from_u128(7), panels: panels.into() }
    }

    fn input(panels: Option<PanelSeats>) -> MatchInput {
        let nomination = |panel: Option<&str>| Nomination {
            panel: panel.map(str::to_owned),
            ..Nomination::default()
        };
        let expert = |number: u8| crate::experts::model::Expert {
            expert_id: format!("E-{number}"),
            ..Default::default()
        };
        let nominations = [Some("第1组（数学）"), Some("第2组（物理学）"), Some("他组"), None];
        MatchInput {
            nominations: nominations.into_iter().map(nomination).collect(),
            experts: (0..5).map(expert).collect(),
            panels,
            ..MatchInput::default()
        }
    }

    #[test]
    fn the_panel_that_a_nomination_is_in_binds_it_and_no_other() {
        let bound = positions(&input(Some(seats())));
        // Who has left the pool sits nowhere.
        assert_eq!(bound, [Some(vec![1, 2]), Some(vec![3]), None, None]);
        assert_eq!(positions(&input(None)), vec![None; 4]);
        let known = PanelsOfRun::of(&input(Some(seats()))).unwrap();
        assert_eq!((known.panels, known.bound, known.free), (2, 2, 2));
        assert_eq!(PanelsOfRun::of(&input(None)), None);
        for (panel, expert, is_out) in [
            (Some("第1组（数学）"), "E-1", false),
            (Some("第1组（数学）"), "E-3", true),
            (Some("他组"), "E-3", false),
            (None, "E-3", false),
        ] {
            assert_eq!(seats().keep_out(panel, expert), is_out, "{panel:?} {expert}");
        }
    }

    #[test]
    fn the_key_of_a_division_is_no_part_of_what_a_run_depends_on() {
        let other = PanelSeats { division: Uuid::nil(), ..seats() };
        assert_eq!(serde_json::to_value(&other).unwrap(), serde_json::to_value(seats()).unwrap());
        let bare = serde_json::to_value(input(None)).unwrap();
        assert!(bare.get("panels").is_none(), "runs of rounds without panels keep their digests");
    }
}
