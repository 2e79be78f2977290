//! How do societies use the requests of X25 art. 55? Counted, so that abuse shows.

use std::collections::{BTreeMap, BTreeSet};

use entity::{ids::NominationId, vocabulary::DeclarationState};

use super::round_views::ExclusionUseView;

/// A nomination of a society, with the experts whom an imported row asks to keep out.
pub(super) type OfSociety = (NominationId, String, String, Vec<String>);

/// A request: the nomination, where it stands, and whom it names (a key in the pool, or what was typed).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) nomination: NominationId,
    pub(super) state: DeclarationState,
    pub(super) expert: String,
}

/// The use of each society, the most requests first, then by code. What a file brought was granted before.
pub(super) fn count(nominations: &[OfSociety], requests: &[Request]) -> Vec<ExclusionUseView> {
    let mut by_nomination: BTreeMap<NominationId, Vec<&Request>> = BTreeMap::new();
    for request in requests {
        by_nomination.entry(request.nomination).or_default().push(request);
    }
    let mut by_society: BTreeMap<&str, ExclusionUseView> = BTreeMap::new();
    let mut named: BTreeMap<&str, BTreeMap<&str, BTreeSet<NominationId>>> = BTreeMap::new();
    for (id, code, name, imported) in nominations {
        let used = by_society.entry(code).or_insert_with(|| ExclusionUseView {
            code: code.clone(),
            name: name.clone(),
            ..ExclusionUseView::default()
        });
        let own = by_nomination.get(id).map_or(&[][..], Vec::as_slice);
        used.nominations += 1;
        used.nominations_with += u64::from(!own.is_empty() || !imported.is_empty());
        let experts = named.entry(code).or_default();
        for expert in imported {
            used.requested += 1;
            used.accepted += 1;
            experts.entry(expert).or_default().insert(*id);
        }
        for request in own {
            used.requested += 1;
            match request.state {
                DeclarationState::InForce => used.accepted += 1,
                DeclarationState::Waiting => used.waiting += 1,
                DeclarationState::Refused | DeclarationState::Withdrawn => used.refused += 1,
            }
            experts.entry(&request.expert).or_default().insert(*id);
        }
    }
    for (code, experts) in named {
        let often = experts.values().filter(|nominations| nominations.len() > 1).count();
        if let Some(used) = by_society.get_mut(code) {
            used.experts_named_twice_or_more = u64::try_from(often).unwrap_or_default();
        }
    }
    let mut all: Vec<ExclusionUseView> = by_society.into_values().collect();
    all.sort_by(|one, other| (other.requested, &one.code).cmp(&(one.requested, &other.code)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_add_up_by_society_and_show_who_is_named_again_and_again() {
        let id = |number: u128| NominationId(uuid::Uuid::from_u128(number));
        let nominations: Vec<OfSociety> = vec![
            (id(1), "A".into(), "甲学会".into(), vec!["E1".into()]),
            (id(2), "A".into(), "甲学会".into(), vec![]),
            (id(3), "B".into(), "乙学会".into(), vec![]),
        ];
        let request = |nomination, state, expert: &str| Request {
            nomination: id(nomination),
            state,
            expert: expert.to_owned(),
        };
        let requests = [
            request(2, DeclarationState::Waiting, "E1"),
            request(2, DeclarationState::Refused, "E2"),
            request(2, DeclarationState::InForce, "E3"),
        ];
        let counted = count(&nominations, &requests);
        assert_eq!(counted.len(), 2);
        let (first, last) = (&counted[0], &counted[1]);
        assert_eq!((first.code.as_str(), first.nominations, first.nominations_with), ("A", 2, 2));
        assert_eq!((first.requested, first.accepted, first.refused, first.waiting), (4, 2, 1, 1));
        assert_eq!(first.experts_named_twice_or_more, 1);
        assert_eq!((last.code.as_str(), last.requested, last.nominations_with), ("B", 0, 0));
    }
}
