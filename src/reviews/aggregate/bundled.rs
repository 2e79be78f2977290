//! How is an input given out without saying who gave what?

use std::collections::{BTreeMap, BTreeSet};

use crate::aggregation::{Input, SheetInput};

/// The input with labels in the place of reviewers, `R001` and on, and of groups that are panels, `G01` and on. The
/// labels follow the order of secret fingerprints, so that they say nothing of names. In a phase that is calibrated a
/// reviewer keeps one label, without which no severity could be computed; otherwise he has another for each nomination.
pub(super) fn labelled(input: &Input, fingerprint: &dyn Fn(&str) -> String) -> Input {
    let whose = |sheet: &SheetInput| {
        let of = if input.is_calibrated { "" } else { sheet.nomination.as_str() };
        (of.to_owned(), sheet.reviewer.clone())
    };
    let reviewers: BTreeSet<(String, String)> = input.sheets.iter().map(whose).collect();
    let mut lists: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (of, reviewer) in reviewers {
        let print = fingerprint(&format!("{of}/{reviewer}"));
        lists.entry(of).or_default().push((print, reviewer));
    }
    let mut labels: BTreeMap<(String, String), String> = BTreeMap::new();
    for (of, mut list) in lists {
        list.sort();
        for ((_, reviewer), number) in list.into_iter().zip(1..) {
            labels.insert((of.clone(), reviewer), format!("R{number:03}"));
        }
    }
    let mut sheets: Vec<SheetInput> = input
        .sheets
        .iter()
        .map(|sheet| SheetInput {
            reviewer: labels.get(&whose(sheet)).cloned().unwrap_or_default(),
            ..sheet.clone()
        })
        .collect();
    sheets.sort_by(|one, other| {
        (&one.nomination, &one.reviewer).cmp(&(&other.nomination, &other.reviewer))
    });
    Input { sheets, groups: groups(input, fingerprint), ..input.clone() }
}

/// The groups of the nominations, by labels where they are not the category itself.
fn groups(input: &Input, fingerprint: &dyn Fn(&str) -> String) -> BTreeMap<String, String> {
    let named: BTreeSet<&String> = input.groups.values().collect();
    let mut list: Vec<(String, &String)> =
        named.into_iter().map(|group| (fingerprint(&format!("group/{group}")), group)).collect();
    list.sort();
    let label = |group: &String| {
        let place = list.iter().position(|(_, other)| *other == group).unwrap_or_default();
        if *group == input.category { group.clone() } else { format!("G{:02}", place + 1) }
    };
    input.groups.iter().map(|(nomination, group)| (nomination.clone(), label(group))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aggregation::{OutputRow, aggregate},
        reviews::in_force,
        shared::hex_sha256,
    };

    fn input(is_calibrated: bool) -> Input {
        let mut input = in_force().unwrap().aggregate_of("NAT").unwrap();
        input.weights = [("all".to_owned(), 100)].into();
        input.is_calibrated = is_calibrated;
        for nomination in 0..6_u32 {
            let panel = if nomination % 2 == 0 { "冶金组" } else { "信息组" };
            input.groups.insert(format!("n{nomination}"), panel.to_owned());
            for reviewer in 0..6_u32 {
                input.sheets.push(SheetInput {
                    nomination: format!("n{nomination}"),
                    reviewer: format!("expert {reviewer}"),
                    points: [("all".to_owned(), 50 + (nomination * 13 + reviewer * 7) % 40)].into(),
                });
            }
        }
        input
    }

    fn print(place: &str) -> String {
        hex_sha256(place.as_bytes())
    }

    #[test]
    fn labels_give_the_figures_of_the_names() {
        for is_calibrated in [false, true] {
            let before = input(is_calibrated);
            let given_out = labelled(&before, &print);
            let text = serde_json::to_string(&given_out).unwrap();
            assert!(!text.contains("expert") && !text.contains("组"), "{text}");
            let (named, unnamed) = (aggregate(&before), aggregate(&given_out));
            assert_eq!(named.agreement, unnamed.agreement);
            for (one, other) in named.rows.iter().zip(&unnamed.rows) {
                let figures = |row: &OutputRow| {
                    (row.nomination.clone(), row.used, row.rank, row.rank_low, row.rank_high)
                };
                assert_eq!(figures(one), figures(other));
            }
        }
    }

    #[test]
    fn one_label_is_one_reviewer_only_where_it_has_to_be() {
        let labels = |input: &Input, reviewer: u32| -> BTreeSet<String> {
            let given_out = labelled(input, &print);
            let points = |nomination: u32| 50 + (nomination * 13 + reviewer * 7) % 40;
            (0..6_u32)
                .filter_map(|nomination| {
                    let is_his = |sheet: &&SheetInput| {
                        sheet.nomination == format!("n{nomination}")
                            && sheet.points["all"] == points(nomination)
                    };
                    given_out.sheets.iter().find(is_his).map(|sheet| sheet.reviewer.clone())
                })
                .collect()
        };
        assert_eq!(labels(&input(true), 3).len(), 1);
        assert!(labels(&input(false), 3).len() > 1, "six nominations, six orders");
    }

    #[test]
    fn a_category_is_no_secret() {
        let mut input = input(false);
        for group in input.groups.values_mut() {
            "NAT".clone_into(group);
        }
        let given_out = labelled(&input, &print);
        assert!(given_out.groups.values().all(|group| group == "NAT"));
    }
}
