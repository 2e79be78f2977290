//! Does the engine take the real rounds that are published? Only where the real data is; nothing is
//! made up of a real nominator: what is not published of it stays unknown.

use std::collections::BTreeMap;

use crate::exchange::trial::real_data;
use crate::quotas::engine::{Band, History, Policy, Source, decide, total_for};
use crate::track_record::model::HistoryRow;

fn rows(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let mut reader = csv::Reader::from_path(real_data(file)?).unwrap();
    Some(reader.deserialize().map(Result::unwrap).collect())
}

/// All nominators of 2019 with how many of theirs were accepted, the one thing that is published.
fn round_of_2019() -> Option<Vec<HistoryRow>> {
    let row = |row: &BTreeMap<String, String>| {
        let accepted = row["n_total"].parse().unwrap();
        HistoryRow {
            society_id: row["nominator"].clone(),
            society: row["nominator"].clone(),
            group: row["type"].clone(),
            round: 2019,
            quota: accepted,
            counts: BTreeMap::from([("accepted".to_owned(), accepted)]),
            merged_into: None,
        }
    };
    Some(rows("awards/award2019_nominators.csv")?.iter().map(row).collect())
}

#[test]
fn a_round_of_which_only_acceptances_are_known_moves_nobody() {
    let Some(rows) = round_of_2019() else { return };
    let all: u32 = rows.iter().map(|row| row.quota).sum();
    assert_eq!((rows.len(), all), (116, 1_291));
    let mut policy = Policy::default();
    policy.bounds.ceiling = rows.iter().map(|row| row.quota).max().unwrap();
    let history = History::new(rows).unwrap();
    let total = total_for(&policy, all);
    let outcome = decide(&history, &policy, total).unwrap();
    let given: u32 = outcome.societies.iter().map(|one| one.proposed).sum();
    assert_eq!(given + outcome.reserve, total);
    for one in &outcome.societies {
        assert_eq!((one.band, one.proposed), (Band::Hold, one.previous), "{}", one.society);
        assert!(one.terms.iter().all(|term| term.x == 0), "{}", one.society);
    }
    // Fewer places than were held: the sum is exact all the same, and nobody loses more than one.
    let fewer = decide(&history, &policy, total - 60).unwrap();
    let given: u32 = fewer.societies.iter().map(|one| one.proposed).sum();
    assert_eq!(given + fewer.reserve, total - 60);
    assert!(fewer.societies.iter().all(|one| one.previous - one.proposed <= 1));
}

/// A figure of the published funnels.
fn figure(funnel: &[BTreeMap<String, String>], year: &str, stage: &str) -> u64 {
    let row = funnel.iter().find(|row| row["year"] == year && row["stage"] == stage).unwrap();
    row["total_all"].parse().unwrap()
}

#[test]
fn the_base_rates_of_the_policy_are_those_of_the_published_funnels() {
    let Some(funnel) = rows("awards/award_funnel_2014_2020.csv") else { return };
    let of = |year, stage| figure(&funnel, year, stage);
    let policy = Policy::default();
    let base = |id: &str| {
        let indicator = policy.indicators.iter().find(|one| one.id == id).unwrap();
        let Source::Rate { base, .. } = indicator.source else { panic!("{id} is no rate") };
        (u64::from(base.0), u64::from(base.1))
    };
    // 2025: 302 of 1,525 passed the first review; 2020: 1,773 accepted (announcements, not in the file).
    let passed = of("2017", "preliminary_pass") + of("2019", "preliminary_pass") + 302;
    let accepted = of("2017", "accepted") + of("2019", "formal_check_pass") + 1_525;
    assert_eq!(base("I05"), (passed, accepted));
    let awarded = of("2019", "awarded") + of("2020", "awarded");
    assert_eq!(base("I06"), (awarded, of("2019", "formal_check_pass") + 1_773));
}
