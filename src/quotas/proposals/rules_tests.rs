//! Are the rules of proposals what they are meant to be?

use chrono::Duration;
use proptest::prelude::*;

use super::*;

/// Who may do what, when: the picture of the states, a line a deed.
#[test]
fn the_states_and_their_deeds_are_these() {
    let table: Vec<String> = Deed::ALL
        .iter()
        .map(|deed| {
            let cells: Vec<&str> = Standing::ALL
                .iter()
                .map(|standing| if allows(*deed, *standing).is_ok() { "yes" } else { "-" })
                .collect();
            format!("{:<14} {}", deed.as_str(), cells.join(" "))
        })
        .collect();
    assert_eq!(
        table,
        [
            "override       yes - - - -",
            "confirm        yes - - - -",
            "return         - yes - - -",
            "publish        - yes - - -",
            "appeal         - - yes - -",
            "decide_appeal  - - yes yes -",
        ]
    );
}

#[test]
fn the_window_is_half_open_to_the_second() {
    let until: DateTime<Utc> = "2029-03-18T16:00:00Z".parse().unwrap();
    let at = |seconds, open| {
        let now = until + Duration::seconds(seconds);
        Standing::of(ProposalState::Published, Some(until), open, now)
    };
    assert_eq!(
        (at(-1, 0), at(0, 0), at(0, 1)),
        (Standing::Appeals, Standing::Final, Standing::Deciding)
    );
    assert_eq!(may_appeal(at(-1, 0), Some(until), (2, 3)), Ok(()));
    let late = Err(ProposalRule::TooLate { until });
    assert_eq!(may_appeal(at(0, 0), Some(until), (2, 3)), late);
    assert_eq!(may_appeal(at(1, 1), Some(until), (2, 3)), late);
    let same = may_appeal(Standing::Appeals, Some(until), (2, 2));
    assert_eq!(same, Err(ProposalRule::NotMore { decided: 2 }));
    let early = may_appeal(Standing::Confirmed, None, (2, 3));
    assert_eq!(early, Err(ProposalRule::Standing(Standing::Confirmed)));
}

#[test]
fn two_publish_and_a_third_judges() {
    let hands = Hands { confirmed: Some("one"), published: Some("two"), overrode: Some("four") };
    assert_eq!(may_publish(hands, "one"), Err(ProposalRule::SamePerson));
    assert_eq!(may_publish(hands, "two"), Ok(()));
    for involved in ["one", "two", "four"] {
        assert_eq!(may_judge(hands, involved), Err(ProposalRule::Involved));
    }
    assert_eq!(may_judge(hands, "three"), Ok(()));
}

#[test]
fn an_appeal_grants_more_than_decided_and_no_more_than_wanted_or_kept_back() {
    let left = |in_ledger, in_total| Left { in_ledger, in_total };
    let of = |places, left| granted(AppealState::Upheld, (2, 4), places, left);
    let grant = |places, held| of(places, left(held, held));
    assert_eq!(grant(Some(3), 1), Ok(1));
    assert_eq!(grant(Some(4), 1), Err(ProposalRule::ReserveShort { held: 1, most: 3 }));
    assert_eq!(grant(Some(5), 9), Err(ProposalRule::MoreThanWanted { wanted: 4 }));
    assert_eq!(grant(Some(2), 9), Err(ProposalRule::NotMore { decided: 2 }));
    assert_eq!(grant(None, 9), Err(ProposalRule::NotMore { decided: 2 }));
    assert_eq!(granted(AppealState::Rejected, (2, 4), Some(4), left(0, 0)), Ok(0));
    // What societies gave back since is kept back, and none of it is of the total.
    assert_eq!(of(Some(3), left(5, 1)), Ok(1));
    assert_eq!(of(Some(4), left(5, 1)), Err(ProposalRule::TotalShort { held: 1, most: 3 }));
    // What was handed out since is gone, although no decision gives it.
    assert_eq!(of(Some(4), left(1, 5)), Err(ProposalRule::ReserveShort { held: 1, most: 3 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn what_is_decided_and_kept_back_is_exactly_the_total(
        places in prop::collection::vec((0..6_i32, 0..6_i32), 0..30), total in 0..120_i32,
    ) {
        let decisions: Vec<Weighed> = places.iter().enumerate().map(|(at, &(proposed, decided))| {
            Weighed { society: format!("D-{at}"), name: String::new(), proposed, decided }
        }).collect();
        let sum: i32 = places.iter().map(|(_, decided)| decided).sum();
        match held(total, &decisions) {
            Ok(held) => prop_assert_eq!((held >= 0, held + sum), (true, total)),
            Err(ProposalRule::OverTotal { decided, above, .. }) => {
                prop_assert!(decided > total);
                prop_assert_eq!(decided, sum);
                let more: i32 = above.iter().map(|(_, _, more)| more).sum();
                prop_assert_eq!(more, places.iter().map(|(old, new)| (new - old).max(0)).sum::<i32>());
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
