//! How would the nominations of a round be divided into panels (评审组), and how well does that serve?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::NominationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::assignment::{PanelBounds, PanelError, PanelExpert, PanelNomination, form_panels};
use crate::shared::hex_sha256;

/// Disciplines that the name of a panel lists.
const MOST_NAMED: usize = 3;

/// What panels shall be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PanelBounds)]
pub(super) struct Bounds {
    /// Fewest nominations in a panel; fewer where their number leaves no other way.
    #[validate(range(min = 1, max = 500))]
    #[schema(minimum = 1, maximum = 500)]
    pub min_nominations: u32,
    /// Most nominations in a panel, never exceeded.
    #[validate(range(min = 1, max = 500))]
    #[schema(minimum = 1, maximum = 500)]
    pub max_nominations: u32,
    /// Experts for each panel.
    #[validate(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
    pub experts: u32,
}

/// A nomination to be put in a panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) title: String,
    /// First discipline code; empty where unknown.
    pub(super) discipline: String,
    /// The panel that it has.
    pub(super) panel: Option<String>,
}

/// An expert to be put on a panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seated {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) disciplines: Vec<String>,
}

/// A round and its pool, as panels are formed from them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) nominations: Vec<Placed>,
    pub(super) experts: Vec<Seated>,
    /// Number and code of pairs that recusal keeps apart.
    pub(super) barred: BTreeSet<(String, String)>,
    /// Names of disciplines, by code.
    pub(super) disciplines: BTreeMap<String, String>,
}

/// A discipline by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct PanelDiscipline {
    /// The first three digits.
    pub code: String,
    /// Its name; empty where unknown.
    pub name: String,
}

/// A nomination of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct PanelMember {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// First discipline code.
    pub discipline: String,
    /// The panel that it has now.
    pub before: Option<String>,
    /// Whether an expert of the panel agrees with its first three digits.
    pub is_covered: bool,
}

/// An expert of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct PanelSeat {
    /// The pool's key.
    pub expert_id: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
}

/// A panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProposedPanel)]
pub(super) struct PanelView {
    /// What the nominations would carry.
    pub name: String,
    /// Its disciplines.
    pub disciplines: Vec<PanelDiscipline>,
    /// Its nominations, by discipline.
    pub nominations: Vec<PanelMember>,
    /// Its experts, in the order in which they were chosen.
    pub experts: Vec<PanelSeat>,
}

/// Panels with how well they serve.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PanelProposal)]
pub(super) struct Division {
    /// The panels.
    pub panels: Vec<PanelView>,
    /// Nominations of the smallest panel.
    pub smallest: usize,
    /// Nominations of the largest panel.
    pub largest: usize,
    /// Disciplines whose nominations are in several panels.
    pub torn_disciplines: usize,
    /// Nominations with whose first three digits no expert of their panel agrees.
    pub uncovered: usize,
    /// Seats that nobody fills.
    pub empty_seats: usize,
    /// Nominations whose panel would change.
    pub changed: usize,
    /// SHA-256 of what nomination goes into what panel and who sits on it: agreed to is just this.
    pub digest: String,
}

impl Division {
    /// What panel each nomination would carry.
    pub(super) fn panel_of(&self) -> BTreeMap<NominationId, String> {
        let of = |panel: &PanelView| {
            let name = panel.name.clone();
            let ids = panel.nominations.iter().map(|one| NominationId(one.id));
            ids.map(|id| (id, name.clone())).collect::<Vec<_>>()
        };
        self.panels.iter().flat_map(of).collect()
    }
}

/// 第1组（数学、物理学）.
fn name(number: usize, disciplines: &[PanelDiscipline]) -> String {
    let names: Vec<&str> = disciplines
        .iter()
        .map(|one| if one.name.is_empty() { one.code.as_str() } else { one.name.as_str() })
        .filter(|name| !name.is_empty())
        .collect();
    let more = if names.len() > MOST_NAMED { "等" } else { "" };
    let names = names.into_iter().take(MOST_NAMED).collect::<Vec<_>>().join("、");
    if names.is_empty() {
        format!("第{number}组（学科未填）")
    } else {
        format!("第{number}组（{names}{more}）")
    }
}

/// Forms the panels of a round.
///
/// # Errors
/// Sizes that contradict each other.
pub(super) fn divided(ground: &Ground, bounds: Bounds) -> Result<Division, PanelError> {
    let nominations: Vec<PanelNomination> = ground
        .nominations
        .iter()
        .map(|one| PanelNomination { id: one.number.clone(), discipline: one.discipline.clone() })
        .collect();
    let experts: Vec<PanelExpert> = ground
        .experts
        .iter()
        .map(|one| PanelExpert { id: one.code.clone(), disciplines: one.disciplines.clone() })
        .collect();
    let Bounds { min_nominations, max_nominations, experts: seats } = bounds;
    let bounds = PanelBounds { min_nominations, max_nominations, experts: seats };
    let formed = form_panels(&nominations, &experts, &ground.barred, bounds)?;
    let named = Named::of(ground);
    let panels: Vec<PanelView> =
        formed.iter().zip(1..).map(|(panel, number)| named.view(panel, number)).collect();
    let sizes = || panels.iter().map(|panel| panel.nominations.len());
    let members =
        || panels.iter().flat_map(|panel| panel.nominations.iter().map(move |one| (panel, one)));
    let mut of_discipline: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for panel in &panels {
        for one in panel.disciplines.iter().filter(|one| !one.code.is_empty()) {
            of_discipline.entry(&one.code).or_default().insert(&panel.name);
        }
    }
    let is_changed = |(panel, one): &(&PanelView, &PanelMember)| {
        one.before.as_deref() != Some(panel.name.as_str())
    };
    let placed = members().map(|(panel, one)| format!("{}\t{}\n", one.nomination_id, panel.name));
    // Who sits where is agreed to as well: a plan may keep to it.
    let sitting = panels.iter().flat_map(|panel| {
        panel.experts.iter().map(move |seat| format!("{}\t{}\n", panel.name, seat.expert_id))
    });
    let lines: Vec<String> = placed.chain(sitting).collect();
    let seated: usize = panels.iter().map(|panel| panel.experts.len()).sum();
    Ok(Division {
        smallest: sizes().min().unwrap_or_default(),
        largest: sizes().max().unwrap_or_default(),
        torn_disciplines: of_discipline.values().filter(|panels| panels.len() > 1).count(),
        uncovered: members().filter(|(_, one)| !one.is_covered).count(),
        empty_seats: (panels.len() * seats as usize).saturating_sub(seated),
        changed: members().filter(is_changed).count(),
        digest: hex_sha256(lines.concat().as_bytes()),
        panels,
    })
}

/// The nominations and experts by what panels call them.
struct Named<'g> {
    nominations: BTreeMap<&'g str, &'g Placed>,
    experts: BTreeMap<&'g str, &'g Seated>,
    disciplines: &'g BTreeMap<String, String>,
}

impl<'g> Named<'g> {
    fn of(ground: &'g Ground) -> Self {
        Self {
            nominations: ground.nominations.iter().map(|one| (one.number.as_str(), one)).collect(),
            experts: ground.experts.iter().map(|one| (one.code.as_str(), one)).collect(),
            disciplines: &ground.disciplines,
        }
    }

    fn view(&self, panel: &super::assignment::Panel, number: usize) -> PanelView {
        let uncovered: BTreeSet<&str> = panel.uncovered.iter().map(String::as_str).collect();
        let discipline = |code: &String| PanelDiscipline {
            code: code.clone(),
            name: self.disciplines.get(code).cloned().unwrap_or_default(),
        };
        let disciplines: Vec<PanelDiscipline> = panel.disciplines.iter().map(discipline).collect();
        let member = |number: &String| {
            let one = self.nominations.get(number.as_str())?;
            Some(PanelMember {
                id: one.id,
                nomination_id: one.number.clone(),
                title: one.title.clone(),
                discipline: one.discipline.clone(),
                before: one.panel.clone(),
                is_covered: !uncovered.contains(number.as_str()),
            })
        };
        let seat = |code: &String| {
            let one = self.experts.get(code.as_str())?;
            let Seated { code, name, unit, .. } = (*one).clone();
            Some(PanelSeat { expert_id: code, name, unit })
        };
        PanelView {
            name: name(number, &disciplines),
            disciplines,
            nominations: panel.nominations.iter().filter_map(member).collect(),
            experts: panel.experts.iter().filter_map(seat).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground {
        let nomination = |(at, discipline): (usize, &str)| Placed {
            id: Uuid::from_u128(at as u128 + 1),
            number: format!("N-{at:02}"),
            title: format!("项目{at}"),
            discipline: discipline.to_owned(),
            panel: (at == 0).then(|| "第1组（数学）".to_owned()),
        };
        let subjects = ["1101410", "1101420", "1101430", "140", "140", "", "140"];
        let expert = |(at, code): (usize, &str)| Seated {
            code: format!("E-{at}"),
            name: "某".to_owned(),
            unit: "青松大学".to_owned(),
            disciplines: vec![code.to_owned()],
        };
        Ground {
            nominations: subjects.into_iter().enumerate().map(nomination).collect(),
            experts: ["1101410", "1404010", "9100000"]
                .into_iter()
                .enumerate()
                .map(expert)
                .collect(),
            barred: BTreeSet::new(),
            disciplines: [("110", "数学"), ("140", "物理学")]
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .into(),
        }
    }

    const BOUNDS: Bounds = Bounds { min_nominations: 3, max_nominations: 4, experts: 2 };

    #[test]
    fn panels_are_named_measured_and_known_by_their_digest() {
        let found = divided(&ground(), BOUNDS).unwrap();
        let named: Vec<(&str, usize)> = found
            .panels
            .iter()
            .map(|panel| (panel.name.as_str(), panel.nominations.len()))
            .collect();
        assert_eq!(named, [("第1组（数学）", 4), ("第2组（物理学）", 3)]);
        assert_eq!((found.smallest, found.largest, found.torn_disciplines), (3, 4, 0));
        assert_eq!(found.uncovered, 1, "the one without a discipline");
        assert_eq!(found.empty_seats, 2, "one expert of each subject for two seats");
        let mut without = ground();
        without.experts.remove(0);
        let without = divided(&without, BOUNDS).unwrap();
        assert_eq!(without.panel_of(), found.panel_of());
        assert_ne!(without.digest, found.digest, "who sits where is agreed to as well");
        assert_eq!(found.changed, 6, "one is there already");
        assert_eq!(found.panel_of().len(), 7);
        assert_eq!(divided(&ground(), BOUNDS).unwrap().digest, found.digest);
        let other = Bounds { max_nominations: 7, min_nominations: 7, experts: 2 };
        assert_ne!(divided(&ground(), other).unwrap().digest, found.digest);
    }

    #[test]
    fn whoever_is_barred_from_one_sits_with_none_of_its_panel() {
        let mut ground = ground();
        ground.barred.insert(("N-01".to_owned(), "E-0".to_owned()));
        let found = divided(&ground, BOUNDS).unwrap();
        assert!(found.panels[0].experts.is_empty());
        assert_eq!(found.uncovered, 4, "mathematics and the one without a discipline");
        let wrong = Bounds { min_nominations: 5, ..BOUNDS };
        assert_eq!(divided(&ground, wrong), Err(PanelError::Sizes));
    }
}
