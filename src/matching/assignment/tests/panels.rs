//! Are panels of the right size, of one subject where that can be, and covered?

use super::*;
use std::collections::BTreeSet;

fn nomination(number: usize, discipline: &str) -> PanelNomination {
    PanelNomination { id: format!("p{number:03}"), discipline: discipline.to_owned() }
}

fn expert(number: usize, discipline: &str) -> PanelExpert {
    PanelExpert { id: format!("e{number:03}"), disciplines: vec![discipline.to_owned()] }
}

const CODES: [&str; 8] =
    ["1101410", "1101420", "1107130", "140", "52020", "5202010", "", "3201125"];

proptest! {
    #[test]
    fn everybody_is_placed_once_and_no_panel_is_too_large(
        subjects in proptest::collection::vec(0..CODES.len(), 0..60),
        pool in proptest::collection::vec(0..CODES.len(), 0..30),
        (min_nominations, more, experts) in (0_u32..6, 1_u32..9, 0_u32..5),
        barred in proptest::collection::btree_set((0_usize..60, 0_usize..30), 0..20),
    ) {
        let nominations: Vec<_> =
            subjects.iter().enumerate().map(|(n, &code)| nomination(n, CODES[code])).collect();
        let pool: Vec<_> = pool.iter().enumerate().map(|(e, &code)| expert(e, CODES[code])).collect();
        let barred: BTreeSet<_> =
            barred.into_iter().map(|(n, e)| (format!("p{n:03}"), format!("e{e:03}"))).collect();
        let bounds = PanelBounds { min_nominations, max_nominations: min_nominations + more, experts };
        let panels = form_panels(&nominations, &pool, &barred, bounds).unwrap();
        let placed: Vec<&String> = panels.iter().flat_map(|panel| &panel.nominations).collect();
        prop_assert_eq!(placed.len(), nominations.len());
        prop_assert_eq!(placed.iter().collect::<BTreeSet<_>>().len(), nominations.len());
        let seated: Vec<&String> = panels.iter().flat_map(|panel| &panel.experts).collect();
        prop_assert_eq!(seated.iter().collect::<BTreeSet<_>>().len(), seated.len());
        let (least, most) = (min_nominations as usize, bounds.max_nominations as usize);
        let can_be_even = (1..=nominations.len()).any(|panels| {
            panels * least <= nominations.len() && nominations.len() <= panels * most
        });
        for panel in &panels {
            prop_assert!(panel.nominations.len() <= most && panel.experts.len() <= experts as usize);
            prop_assert!(!can_be_even || panel.nominations.len() >= least);
            for one in &panel.nominations {
                for other in &panel.experts {
                    prop_assert!(!barred.contains(&(one.clone(), other.clone())));
                }
            }
        }
        let (mut turned, mut turned_pool) = (nominations, pool);
        turned.reverse();
        turned_pool.reverse();
        prop_assert_eq!(form_panels(&turned, &turned_pool, &barred, bounds).unwrap(), panels);
    }
}

#[test]
fn subjects_stay_together_and_experts_cover_them() {
    let subjects = ["1101410"; 5].into_iter().chain(["1404010"; 4]).chain(["5202010"; 9]);
    let nominations: Vec<_> = subjects.enumerate().map(|(n, code)| nomination(n, code)).collect();
    let pool = ["1104010", "1404010", "1404020", "5202010", "5203010", "9100000"];
    let pool: Vec<_> = pool.iter().enumerate().map(|(e, code)| expert(e, code)).collect();
    let bounds = PanelBounds { min_nominations: 3, max_nominations: 10, experts: 2 };
    let panels = form_panels(&nominations, &pool, &BTreeSet::new(), bounds).unwrap();
    let subjects: Vec<_> = panels.iter().map(|panel| panel.disciplines.join("+")).collect();
    assert_eq!(subjects, ["110", "140", "520"]);
    assert_eq!(panels[0].experts, ["e000"], "nobody else knows mathematics");
    assert_eq!(panels[2].experts, ["e003", "e004"], "the closer one first");
    assert!(panels.iter().all(|panel| panel.uncovered.is_empty()));
}

#[test]
fn sizes_that_contradict_and_ids_that_repeat_are_refused() {
    let nominations = [nomination(1, "110"), nomination(1, "120")];
    let form = |min_nominations, max_nominations| {
        let bounds = PanelBounds { min_nominations, max_nominations, experts: 1 };
        form_panels(&nominations, &[], &BTreeSet::new(), bounds)
    };
    assert_eq!(form(0, 0), Err(PanelError::Sizes));
    assert_eq!(form(5, 4), Err(PanelError::Sizes));
    assert_eq!(form(1, 4), Err(PanelError::Duplicate { id: "p001".to_owned() }));
}
