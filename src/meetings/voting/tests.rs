//! Does the count follow its law, for every small body?

use std::collections::{BTreeMap, BTreeSet};

use entity::{ids::NominationId, vocabulary::PaperValidity};
use proptest::prelude::*;

use super::{
    caps::{Breach, Caps, Limits, Standing, Won, breaches, first_most, turn_of},
    law::{Law, Paper, denominator, quorate, reaches, validity},
    outcome::{Counted, is_last_turn, open_ties, outcomes, standing},
    tally::{Tally, TallyRow, tally},
};
use crate::meetings::{
    book::{LastTie, RecusedAtQuorum},
    model::{Grade, Roll, Share},
};

/// The largest body that is tried whole.
const LARGEST: u32 = 60;
const HALF: Share = Share { n: 1, d: 2, inclusive: false };
const TWO_THIRDS: Share = Share { n: 2, d: 3, inclusive: true };
const READINGS: [RecusedAtQuorum; 3] =
    [RecusedAtQuorum::Absent, RecusedAtQuorum::Leave, RecusedAtQuorum::Present];

/// Which of two fractions is the larger, by their whole parts and then by what is left, turned over: the way of
/// Euclid, which multiplies nothing.
fn compare(one: (u32, u32), other: (u32, u32)) -> std::cmp::Ordering {
    let whole = (one.0 / one.1).cmp(&(other.0 / other.1));
    let (left, right) = (one.0 % one.1, other.0 % other.1);
    whole.then_with(|| match (left, right) {
        (0, _) | (_, 0) => left.cmp(&right),
        _ => compare((other.1, right), (one.1, left)),
    })
}

/// Whether a fraction of people is the share, by the text of article 81: “以上” with the share, “不含” without it.
fn is_share(votes: u32, of: u32, share: Share) -> bool {
    of > 0 && {
        let order = compare((votes, of), (share.n, share.d));
        order.is_gt() || (share.inclusive && order.is_eq())
    }
}

#[test]
fn the_way_of_euclid_orders_fractions() {
    for (one, other, order) in [((1, 2), (2, 4), 0), ((2, 3), (3, 5), 1), ((7, 10), (2, 3), 1)] {
        assert_eq!(compare(one, other) as i32, order, "{one:?} {other:?}");
        assert_eq!(compare(other, one) as i32, -order, "{other:?} {one:?}");
    }
    assert_eq!(compare((5, 3), (2, 3)) as i32, 1);
}

#[test]
fn two_thirds_of_ten_are_seven() {
    for (of, votes, is_two_thirds, is_more_than_half) in [
        (3, 2, true, true),
        (10, 7, true, true),
        (10, 6, false, true),
        (2, 1, false, false),
        (15, 10, true, true),
        (15, 9, false, true),
        (0, 0, false, false),
    ] {
        assert_eq!(reaches(votes, of, TWO_THIRDS), is_two_thirds, "{votes} of {of}");
        assert_eq!(reaches(votes, of, HALF), is_more_than_half, "{votes} of {of}");
    }
}

/// Every body of up to sixty, with every number present, keeping out and voting.
#[test]
fn every_small_body_is_counted_as_fractions_say() {
    for expected in 0..=LARGEST {
        for present in 0..=expected {
            for recused in 0..=present {
                let judging = present - recused;
                for at in READINGS {
                    let share = match at {
                        RecusedAtQuorum::Absent => is_share(judging, expected, TWO_THIRDS),
                        RecusedAtQuorum::Leave => is_share(judging, expected - recused, TWO_THIRDS),
                        RecusedAtQuorum::Present => is_share(present, expected, TWO_THIRDS),
                    };
                    let found = quorate(expected, present, recused, TWO_THIRDS, at);
                    assert_eq!(found, share, "{expected} {present} {recused} {at:?}");
                }
                for counts in [false, true] {
                    let of = denominator(present, recused, counts);
                    assert_eq!(of, if counts { present } else { judging });
                    for votes in 0..=judging {
                        for share in [HALF, TWO_THIRDS] {
                            let found = reaches(votes, of, share);
                            assert_eq!(found, is_share(votes, of, share), "{votes} {of} {share:?}");
                        }
                    }
                }
            }
        }
    }
}

const LAW: Law = Law {
    quorum: TWO_THIRDS,
    threshold: TWO_THIRDS,
    cap: 3,
    places: 3,
    recused_counts: false,
    at_quorum: RecusedAtQuorum::Absent,
    most_turns: 3,
    last_tie: LastTie::None,
};

/// A roll on which the first of so many members are there, and the first of those keep out of line 1.
fn roll(expected: u32, present: u32, recused: u32) -> Roll<u32> {
    let keeps_out = (recused > 0).then(|| (1, (0..recused).collect()));
    Roll { expected, present: (0..present).collect(), recused: keeps_out.into_iter().collect() }
}

fn paper(marks: &[u32], recused: &[u32]) -> Paper {
    Paper { marks: marks.iter().copied().collect(), recused: recused.iter().copied().collect() }
}

/// A ballot of one line in every body of up to sixty, with one vote fewer than are needed and with as many.
#[test]
fn a_line_passes_with_the_least_number_of_votes_and_with_no_fewer() {
    for expected in 1..=LARGEST {
        for present in 0..=expected {
            for recused in 0..=present.min(4) {
                for threshold in [HALF, TWO_THIRDS] {
                    let law = Law { threshold, cap: 1, places: 1, ..LAW };
                    let roll = roll(expected, present, recused);
                    let of = present - recused;
                    let Some(least) = (0..=of).find(|votes| is_share(*votes, of, threshold)) else {
                        continue;
                    };
                    let is_quorate = is_share(of, expected, TWO_THIRDS);
                    for votes in [least.saturating_sub(1), least] {
                        let papers: Vec<Paper> = (0..present)
                            .map(|member| {
                                let keeps_out: &[u32] = if member < recused { &[1] } else { &[] };
                                let is_for = member >= recused && member - recused < votes;
                                paper(if is_for { &[1] } else { &[] }, keeps_out)
                            })
                            .collect();
                        let found = tally(1, &roll, &papers, &law);
                        let passes = is_quorate && is_share(votes, of, threshold);
                        let row =
                            TallyRow { line: 1, votes, of, is_quorate, reaches: votes >= least };
                        assert_eq!(found.rows, [row]);
                        assert_eq!(found.passed, if passes { vec![1] } else { vec![] });
                        assert_eq!(found.invalid, BTreeMap::new());
                    }
                }
            }
        }
    }
}

#[test]
fn an_absent_member_who_keeps_out_is_taken_off_once() {
    // Of nine members six are there; two keep out of line 1, one of them there.
    let roll = Roll {
        expected: 9,
        present: (0..6).collect(),
        recused: [(1, BTreeSet::from([0, 8]))].into_iter().collect(),
    };
    let quorate = |at_quorum| {
        let law = Law { at_quorum, ..LAW };
        let row = tally(1, &roll, &[], &law).rows[0];
        (row.of, row.is_quorate)
    };
    assert_eq!(quorate(RecusedAtQuorum::Absent), (5, false), "five of nine");
    assert_eq!(quorate(RecusedAtQuorum::Leave), (5, true), "five of seven");
    assert_eq!(quorate(RecusedAtQuorum::Present), (5, true), "six of nine");
}

#[test]
fn papers_that_break_a_rule_count_for_nothing_and_who_abstains_is_present() {
    let cases = [
        (paper(&[1, 2, 3, 4], &[]), PaperValidity::OverCap),
        (paper(&[1, 2], &[2]), PaperValidity::MarksRecused),
        (paper(&[9], &[]), PaperValidity::Unreadable),
        (paper(&[0], &[]), PaperValidity::Unreadable),
        (paper(&[], &[1]), PaperValidity::Valid),
        (paper(&[1, 3], &[2]), PaperValidity::Valid),
    ];
    for (paper, word) in &cases {
        assert_eq!(validity(paper, 4, &LAW), *word, "{paper:?}");
    }
    let papers: Vec<Paper> = cases.into_iter().map(|(paper, _)| paper).collect();
    let found = tally(4, &roll(6, 6, 0), &papers, &LAW);
    let votes: Vec<(u32, u32)> = found.rows.iter().map(|row| (row.votes, row.of)).collect();
    assert_eq!(votes, [(1, 6), (0, 6), (1, 6), (0, 6)]);
    let spoilt = [
        (PaperValidity::OverCap, 1),
        (PaperValidity::MarksRecused, 1),
        (PaperValidity::Unreadable, 2),
    ];
    assert_eq!(found.invalid, BTreeMap::from(spoilt));
}

/// Papers by which the lines have these votes, of so many members who are all there.
fn votes(members: u32, by_line: &[u32], law: &Law) -> Tally {
    let marks = |member: u32| {
        let lines = (1..).zip(by_line).filter(|(_, votes)| member < **votes).map(|(line, _)| line);
        Paper { marks: lines.collect(), recused: BTreeSet::new() }
    };
    let papers: Vec<Paper> = (0..members).map(marks).collect();
    let lines = u32::try_from(by_line.len()).unwrap();
    tally(lines, &roll(members, members, 0), &papers, &Law { cap: lines, ..*law })
}

#[test]
fn equals_take_the_places_together_or_not_at_all() {
    let of = |by_line: &[u32], places: u32| {
        let found = votes(9, by_line, &Law { places, ..LAW });
        (found.passed, found.tied, found.left)
    };
    assert_eq!(of(&[9, 8, 7], 3), (vec![1, 2, 3], vec![], 0));
    assert_eq!(of(&[9, 8, 5], 3), (vec![1, 2], vec![], 0), "what does not reach takes no place");
    assert_eq!(of(&[7, 9, 7], 2), (vec![2], vec![1, 3], 1));
    assert_eq!(of(&[8, 8, 9], 1), (vec![3], vec![], 0), "behind the last place nobody is tied");
    assert_eq!(of(&[8, 8, 8], 2), (vec![], vec![1, 2, 3], 2));
    assert_eq!(of(&[9, 7, 7, 8], 3), (vec![1, 4], vec![2, 3], 1));
    assert_eq!(of(&[9, 8], 0), (vec![], vec![], 0));
}

fn nomination(number: u128) -> NominationId {
    uuid::Uuid::from_u128(number).into()
}

fn counted(key: u128, of: Option<u128>, by_line: &[u32], places: u32) -> Counted {
    let law = Law { places, ..LAW };
    Counted {
        ballot: uuid::Uuid::from_u128(key).into(),
        of_ballot: of.map(|of| uuid::Uuid::from_u128(of).into()),
        category: "NAT".to_owned(),
        grade: Some(Grade::Second),
        turn: if of.is_some() { 2 } else { 1 },
        law,
        tally: votes(9, by_line, &law),
        lines: (1..).zip(by_line).map(|(line, _)| nomination(line)).collect(),
    }
}

#[test]
fn a_tie_says_nothing_until_its_further_turn_says_it() {
    let first = counted(1, None, &[9, 8, 8], 2);
    let said = |all: &[Counted]| -> Vec<(NominationId, bool, u32)> {
        let found = outcomes(all).into_iter();
        found.map(|one| (one.nomination, one.passed, one.turn)).collect()
    };
    assert_eq!(said(std::slice::from_ref(&first)), [(nomination(1), true, 1)]);
    assert_eq!(open_ties(std::slice::from_ref(&first)), [first.ballot]);
    let second =
        Counted { lines: vec![nomination(2), nomination(3)], ..counted(2, Some(1), &[7, 9], 1) };
    let both = [first.clone(), second];
    let last = [(nomination(1), true, 1), (nomination(2), false, 2), (nomination(3), true, 2)];
    assert_eq!(said(&both), last);
    assert_eq!(open_ties(&both), []);
    // In the last turn none of what is tied passes, and that is said.
    let end = Counted { turn: 3, ..first };
    assert!(is_last_turn(3, &LAW) && !is_last_turn(2, &LAW));
    let chaired = Law { last_tie: LastTie::Chair, ..LAW };
    assert!(!is_last_turn(3, &chaired) && is_last_turn(4, &chaired));
    let all = [(nomination(1), true, 3), (nomination(2), false, 3), (nomination(3), false, 3)];
    assert_eq!(said(std::slice::from_ref(&end)), all);
    assert_eq!(open_ties(&[end]), []);
}

#[test]
fn of_a_nomination_that_was_raised_the_higher_grade_stands() {
    let second = counted(1, None, &[9, 8], 2);
    let raise = Counted {
        grade: Some(Grade::First),
        lines: vec![nomination(2)],
        ..counted(2, None, &[9], 1)
    };
    let standing = standing(&[second, raise]);
    let won = Won { special: 0, first: 1, second: 1 };
    assert_eq!(standing.won, BTreeMap::from([("NAT".to_owned(), won)]));
}

/// Every number of awards of the first grade, for every number of the others up to three hundred.
#[test]
fn the_first_grade_is_no_more_than_its_share_of_all() {
    for percent in [0, 1, 15, 33, 50, 99] {
        for special in 0..=3 {
            for second in 0..=300 {
                let most = first_most(special, second, percent);
                let keeps = |first: u32| first * 100 <= (special + first + second) * percent;
                assert!(keeps(most) && !keeps(most + 1), "{special} {second} {percent}: {most}");
            }
        }
    }
    assert_eq!(first_most(0, 85, 15), 15);
    assert_eq!(first_most(1, 2, 100), u32::MAX);
}

#[test]
fn article_9_is_kept_or_named() {
    let caps = Caps { total: 300, special: 3, first_percent: 15 };
    let of = |awards: &[(&str, [u32; 3])]| {
        let won = awards.iter().map(|(category, [special, first, second])| {
            ((*category).to_owned(), Won { special: *special, first: *first, second: *second })
        });
        breaches(&caps, &won.collect())
    };
    assert_eq!(of(&[("NAT", [3, 15, 82]), ("PRO", [0, 30, 170])]), []);
    assert_eq!(of(&[("NAT", [4, 15, 82])]), [Breach::Special("NAT".to_owned())]);
    assert_eq!(of(&[("INV", [0, 16, 85])]), [Breach::First("INV".to_owned(), 15)]);
    assert_eq!(of(&[("NAT", [0, 0, 200]), ("PRO", [0, 0, 101])]), [Breach::Total]);
}

#[test]
fn the_council_awards_no_more_than_is_left() {
    let limits = Limits::of_book(None).unwrap();
    let mut standing = Standing::default();
    for _ in 0..85 {
        standing.add("NAT", Some(Grade::Second));
    }
    let left = |standing: &Standing, category: &str, grade, is_raise| {
        limits.places(standing, category, (grade, is_raise))
    };
    assert_eq!(left(&standing, "NAT", Some(Grade::Second), false), 215);
    assert_eq!(left(&standing, "NAT", Some(Grade::Special), false), 3);
    assert_eq!(left(&standing, "NAT", Some(Grade::First), false), 15);
    assert_eq!(left(&standing, "NAT", Some(Grade::First), true), 12, "15 % of the 85 that stand");
    assert_eq!(left(&standing, "PRO", Some(Grade::First), false), 0, "none of the others yet");
    assert_eq!(left(&standing, "TOP", None, false), 2);
    standing.add("TOP", None);
    standing.add("NAT", Some(Grade::First));
    assert_eq!(left(&standing, "TOP", None, false), 1);
    assert_eq!(left(&standing, "NAT", Some(Grade::First), false), 14);
    assert_eq!(left(&standing, "INT", None, false), 10);
    assert_eq!(limits.breaches(&standing), []);
    let order = [Grade::Second, Grade::Special, Grade::First].map(|grade| turn_of(Some(grade)));
    assert_eq!(order, [0, 1, 2]);
}

/// Any papers of a small body, with who keeps out of what.
fn any_ballot() -> impl Strategy<Value = (u32, Roll<u32>, Vec<Paper>, Law)> {
    let lines = 1..8_u32;
    let sizes = (1..20_u32, lines, 1..8_u32, 0..8_u32);
    sizes.prop_flat_map(|(members, lines, cap, places)| {
        let set = move || proptest::collection::btree_set(0..=lines, 0..=lines as usize);
        let member = (any::<bool>(), set(), set(), any::<bool>());
        let members = proptest::collection::vec(member, members as usize);
        members.prop_map(move |members| {
            let mut recused: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
            let (mut present, mut papers) = (BTreeSet::new(), Vec::new());
            for (key, (is_present, marks, keeps_out, has_cast)) in (0..).zip(&members) {
                for line in keeps_out.iter().filter(|line| **line > 0) {
                    recused.entry(*line).or_default().insert(key);
                }
                if *is_present {
                    present.insert(key);
                    if *has_cast {
                        papers.push(Paper { marks: marks.clone(), recused: keeps_out.clone() });
                    }
                }
            }
            let expected = u32::try_from(members.len()).unwrap();
            let law = Law { threshold: HALF, cap, places, ..LAW };
            (lines, Roll { expected, present, recused }, papers, law)
        })
    })
}

/// The same count by another way: line by line, and the places given to one after the other.
fn counted_plainly(lines: u32, roll: &Roll<u32>, papers: &[Paper], law: &Law) -> Tally {
    let is_valid = |paper: &&Paper| validity(paper, lines, law) == PaperValidity::Valid;
    let mut rows = Vec::new();
    for line in 1..=lines {
        let votes = papers.iter().filter(is_valid).filter(|paper| paper.marks.contains(&line));
        let votes = u32::try_from(votes.count()).unwrap();
        let out = roll.recused.get(&line).cloned().unwrap_or_default();
        let of = u32::try_from(roll.present.difference(&out).count()).unwrap();
        let is_quorate = is_share(of, roll.expected, law.quorum);
        rows.push(TallyRow {
            line,
            votes,
            of,
            is_quorate,
            reaches: is_share(votes, of, law.threshold),
        });
    }
    let able = |row: &&TallyRow| row.is_quorate && row.reaches;
    let mut order: Vec<&TallyRow> = rows.iter().filter(able).collect();
    order.sort_by_key(|row| std::cmp::Reverse(row.votes));
    let places = law.places as usize;
    let cut = order.get(places).map(|row| row.votes);
    // Whoever has as many votes as the first that finds no place has none for sure.
    let sure: BTreeSet<u32> = order
        .iter()
        .filter(|row| cut.is_none_or(|cut| row.votes > cut))
        .map(|row| row.line)
        .collect();
    let left = law.places - u32::try_from(sure.len()).unwrap().min(law.places);
    let equal: BTreeSet<u32> =
        order.iter().filter(|row| Some(row.votes) == cut && left > 0).map(|row| row.line).collect();
    let mut invalid: BTreeMap<PaperValidity, u32> = BTreeMap::new();
    for paper in papers.iter().filter(|paper| !is_valid(paper)) {
        *invalid.entry(validity(paper, lines, law)).or_default() += 1;
    }
    let left = if equal.is_empty() { 0 } else { left };
    let (passed, tied) = (sure.into_iter().collect(), equal.into_iter().collect());
    Tally { rows, passed, tied, left, invalid }
}

proptest! {
    #[test]
    fn two_ways_of_counting_say_the_same((lines, roll, papers, law) in any_ballot()) {
        prop_assert_eq!(
            tally(lines, &roll, &papers, &law),
            counted_plainly(lines, &roll, &papers, &law)
        );
    }

    #[test]
    fn neither_the_order_of_papers_nor_the_names_of_members_change_a_count(
        ((lines, roll, papers, law), turn, shift) in
            (any_ballot(), any::<prop::sample::Index>(), 1..1000_u32)
    ) {
        let found = tally(lines, &roll, &papers, &law);
        let mut turned = papers.clone();
        if !turned.is_empty() {
            turned.rotate_left(turn.index(papers.len()));
        }
        turned.reverse();
        prop_assert_eq!(&tally(lines, &roll, &turned, &law), &found);
        // Other names, in another order: each key becomes a word.
        let name = |key: &u32| format!("{:04}", (key * 7 + shift) % 1009);
        let renamed = Roll {
            expected: roll.expected,
            present: roll.present.iter().map(name).collect(),
            recused: roll
                .recused
                .iter()
                .map(|(line, seats)| (*line, seats.iter().map(name).collect()))
                .collect(),
        };
        prop_assert_eq!(&tally(lines, &renamed, &papers, &law), &found);
    }

    #[test]
    fn no_more_pass_than_there_are_places_and_a_recused_vote_is_never_counted(
        (lines, roll, papers, law) in any_ballot()
    ) {
        let found = tally(lines, &roll, &papers, &law);
        prop_assert!(u32::try_from(found.passed.len()).unwrap() <= law.places);
        prop_assert!(found.tied.is_empty() || u32::try_from(found.tied.len()).unwrap() > found.left);
        let spoilt: u32 = found.invalid.values().sum();
        prop_assert!(u32::try_from(papers.len()).unwrap() >= spoilt);
        for row in &found.rows {
            prop_assert!(row.votes <= row.of, "{row:?}");
        }
    }
}
