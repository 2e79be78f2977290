//! Does a bundle prove itself, and betray every change?

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::{BodyKind, DecisionOutcome, PaperValidity, ReleaseStage};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::{
    aggregation::{SheetInput, aggregate},
    meetings::{
        self, Law, Paper,
        model::{Grade, Roll, Stage},
    },
    persistence::Signer,
    results::{
        bundle::{
            Award, BookText, ChainHead, Decided, Kept, Named, Phase, Sitting, Slip, Vote, sealed,
        },
        record::{Winner, meetings_of},
    },
    reviews,
};

const SECOND: Option<Grade> = Some(Grade::Second);
const MEMBERS: u32 = 9;

fn text(text: &str) -> BookText {
    BookText { digest: hex_sha256(text.as_bytes()), text: text.to_owned() }
}

/// A bundle of a round in which nothing was reviewed, and nothing awarded.
fn empty() -> Body {
    Body {
        format: FORMAT.to_owned(),
        round: 2027,
        number: 1,
        rule_set: Named { name: "规则集".to_owned(), digest: "00".to_owned() },
        books: BTreeMap::from([("results".to_owned(), text(crate::results::IN_FORCE))]),
        categories: vec!["NAT".to_owned()],
        phases: Vec::new(),
        meetings: Vec::new(),
        decisions: Vec::new(),
        limits: Vec::new(),
        published: Vec::new(),
        chain: ChainHead { sequence: 1, hash: "0".repeat(64) },
    }
}

/// Three nominations with three sheets each.
fn phase() -> Phase {
    let mut input = reviews::in_force().unwrap().aggregate_of("NAT").unwrap();
    input.seed = [7; 32];
    for nomination in 1..=3_u32 {
        input.groups.insert(format!("N000{nomination}"), "NAT".to_owned());
        for reviewer in 1..=3_u32 {
            let points = input.weights.keys().map(|code| (code.clone(), 90 - 10 * nomination));
            input.sheets.push(SheetInput {
                nomination: format!("N000{nomination}"),
                reviewer: format!("R00{reviewer}"),
                points: points.collect(),
            });
        }
    }
    let seed_digest = hex_sha256(hex::encode(input.seed).as_bytes());
    let output = aggregate(&input);
    Phase { seed_digest, inputs_digest: input.digest(), input, output }
}

/// A ballot on these lines in which the first `marked` of nine members mark every line but the last.
fn vote(stage: Stage, lines: &[&str], marked: u32) -> Vote {
    let book = meetings::in_force().unwrap();
    let count = u32::try_from(lines.len()).unwrap();
    let voter = |number: u32| format!("V{number:02}");
    let law = Law {
        quorum: book.quorum,
        threshold: book.threshold(stage, "NAT", SECOND).unwrap(),
        cap: count,
        places: count,
        recused_counts: book.recused_counts_in_denominator,
        at_quorum: book.recused_at_quorum,
        most_turns: book.most_turns,
        last_tie: book.last_tie,
    };
    let roll = Roll {
        expected: MEMBERS,
        present: (1..=MEMBERS).map(voter).collect(),
        recused: BTreeMap::from([(count, BTreeSet::from([voter(9)]))]),
    };
    let marks = |number: u32| -> BTreeSet<u32> {
        if number <= marked { (1..count).collect() } else { BTreeSet::new() }
    };
    let slip = |number: u32| Slip {
        voter: Some(voter(number)),
        marks: marks(number),
        validity: PaperValidity::Valid,
    };
    let mut vote = Vote {
        category: "NAT".to_owned(),
        grade: SECOND,
        is_raise: false,
        turn: 1,
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        law,
        roll,
        papers: (1..=MEMBERS).map(slip).collect(),
        tally: meetings::Tally::default(),
    };
    recount(&mut vote);
    vote
}

/// Counts a ballot anew.
fn recount(vote: &mut Vote) {
    let papers: Vec<Paper> = vote
        .papers
        .iter()
        .map(|slip| Paper { marks: slip.marks.clone(), recused: BTreeSet::new() })
        .collect();
    let lines = u32::try_from(vote.lines.len()).unwrap();
    vote.tally = meetings::tally(lines, &vote.roll, &papers, &vote.law);
}

fn decided(label: &str, stage: ReleaseStage, sitting: &Sitting) -> Decided {
    let vote = &sitting.ballots[0];
    let line = vote.lines.iter().position(|line| line == label).unwrap();
    let row = vote.tally.rows[line];
    let passes = vote.tally.passed.contains(&row.line);
    let outcome = match (stage, passes) {
        (ReleaseStage::Award, true) => DecisionOutcome::Awarded,
        (ReleaseStage::Award, false) => DecisionOutcome::NotAwarded,
        (_, true) => DecisionOutcome::Passed,
        (_, false) => DecisionOutcome::Failed,
    };
    Decided {
        nomination: label.to_owned(),
        category: "NAT".to_owned(),
        stage,
        meeting: Some(sitting.label.clone()),
        outcome,
        grade_nominated: SECOND,
        grade: SECOND.filter(|_| passes),
        votes: Some(row.votes),
        of: Some(row.of),
        is_reversed: false,
    }
}

/// Three nominations from their sheets to two awards: the panel fails one, the council the next, one is left.
fn whole() -> Body {
    let stages = [
        (ReleaseStage::FirstReview, BodyKind::Panel, &["N0001", "N0002", "N0003"][..]),
        (ReleaseStage::Committee, BodyKind::Committee, &["N0001", "N0002", "none"][..]),
        (ReleaseStage::Award, BodyKind::Council, &["N0001", "N0002"][..]),
    ];
    let mut body = Body {
        books: BTreeMap::from([
            ("meetings".to_owned(), text(meetings::IN_FORCE)),
            ("results".to_owned(), text(crate::results::IN_FORCE)),
            ("reviews".to_owned(), text(reviews::IN_FORCE)),
        ]),
        phases: vec![phase()],
        limits: vec![Kept {
            category: "NAT".to_owned(),
            grade: SECOND,
            people: Some(5),
            units: Some(0),
        }],
        ..empty()
    };
    for ((stage, kind, lines), number) in stages.into_iter().zip(1..) {
        let label = format!("M{number:03}");
        let at = meetings_of(stage);
        let sitting = Sitting { label, stage: at, kind, ballots: vec![vote(at, lines, 7)] };
        let own = lines.iter().filter(|line| **line != "none");
        body.decisions.extend(own.map(|line| decided(line, stage, &sitting)));
        body.meetings.push(sitting);
    }
    let winner = |rank: u32| Winner { rank, name: format!("甲{rank}"), unit: None };
    body.published.push(Award {
        nomination: "N0001".to_owned(),
        number: "2027-自-0001".to_owned(),
        title: Some("某项目".to_owned()),
        category: "NAT".to_owned(),
        grade: SECOND,
        people: vec![winner(1), winner(2)],
        units: Vec::new(),
        is_revoked: false,
    });
    body
}

async fn signer() -> (tempfile::TempDir, Signer) {
    let folder = tempfile::tempdir().unwrap();
    let signer = Signer::open(&folder.path().join("key")).await.unwrap();
    (folder, signer)
}

#[tokio::test]
async fn a_bundle_is_true_as_it_was_made() {
    let (_folder, signer) = signer().await;
    let (_other, stranger) = self::signer().await;
    let bytes = sealed(&whole(), &signer);
    let checked = check(&bytes, Some(&signer.public_key())).unwrap();
    assert_eq!((checked.round, checked.number, checked.steps.len()), (2027, 1, 13));
    assert_eq!(checked.public_key, signer.public_key());
    let foreign = check(&bytes, Some(&stranger.public_key())).unwrap_err();
    assert_eq!(foreign.step, "signature");
    assert_eq!(check(&sealed(&empty(), &signer), None).unwrap().steps.len(), 13);
}

/// A byte with one bit turned, anywhere in the file, and it is no bundle any more.
#[tokio::test]
async fn ten_thousand_random_flips_are_all_refused() {
    let (_folder, signer) = signer().await;
    let (small, large) = (sealed(&empty(), &signer), sealed(&whole(), &signer));
    let mut random = ChaCha8Rng::seed_from_u64(20_270_001);
    for (bytes, flips) in [(small, 9_500), (large, 500)] {
        assert!(check(&bytes, None).is_ok());
        for _ in 0..flips {
            let (at, bit) = (random.random_range(0..bytes.len()), random.random_range(0..8));
            let mut flipped = bytes.clone();
            flipped[at] ^= 1_u8 << bit;
            assert!(check(&flipped, None).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[tokio::test]
async fn a_bundle_that_is_cut_grown_or_written_otherwise_is_none() {
    let (_folder, signer) = signer().await;
    let bytes = sealed(&empty(), &signer);
    for end in 0..bytes.len() {
        assert!(check(&bytes[..end], None).is_err(), "{end}");
    }
    let grown = [&bytes[..], b"\n"].concat();
    assert_eq!(check(&grown, None).unwrap_err().step, "form");
    // The same JSON in another form, signed by the very key.
    let loose = format!("{} ", String::from_utf8(encode(&empty())).unwrap());
    let seal = Seal {
        digest: hex_sha256(loose.as_bytes()),
        signature: signer.sign(loose.as_bytes()),
        public_key: signer.public_key(),
    };
    let loose = format!("{loose}\n{}\n", serde_json::to_string(&seal).unwrap());
    assert_eq!(check(loose.as_bytes(), None).unwrap_err().step, "form");
}

/// One change of what a bundle says.
type Change = fn(&mut Body);

/// Whoever holds the key may sign what he likes: what does not follow is found all the same.
#[tokio::test]
async fn what_does_not_follow_is_named_by_its_step_though_it_is_signed() {
    let (_folder, signer) = signer().await;
    let changes: [(&str, Change); 19] = [
        ("books", |body| {
            if let Some(book) = body.books.get_mut("results") {
                book.text.push('\n');
            }
        }),
        ("books", |body| drop(body.books.remove("results"))),
        ("seeds", |body| body.phases[0].input.seed = [8; 32]),
        ("totals", |body| {
            body.phases[0].input.weights.insert("novelty".to_owned(), 1);
        }),
        ("totals", |body| {
            let again = body.phases[0].input.sheets[0].clone();
            body.phases[0].input.sheets.push(again);
        }),
        ("aggregate", |body| {
            let sheet = &mut body.phases[0].input.sheets[4];
            let points = sheet.points.values_mut().next().unwrap();
            *points -= 5;
        }),
        ("aggregate", |body| {
            let phase = &mut body.phases[0];
            phase.output.rows[1].rank = Some(1);
        }),
        ("laws", |body| body.meetings[0].ballots[0].law.threshold.n = 0),
        ("rolls", |body| {
            body.meetings[1].ballots[0].papers[0].voter = Some("V02".to_owned());
        }),
        ("rolls", |body| body.meetings[1].ballots[0].roll.expected = 5),
        ("tallies", |body| {
            body.meetings[2].ballots[0].papers[8].marks.insert(1);
        }),
        ("tallies", |body| {
            body.meetings[0].ballots[0].papers[8].marks.insert(3);
        }),
        ("decisions", |body| {
            body.meetings[2].ballots[0].papers[8].marks.insert(1);
            recount(&mut body.meetings[2].ballots[0]);
        }),
        ("decisions", |body| body.decisions[0].grade_nominated = Some(Grade::First)),
        ("decisions", |body| body.decisions[2].outcome = DecisionOutcome::Passed),
        ("decisions", |body| drop(body.decisions.remove(0))),
        ("caps", |body| {
            let changed = crate::results::IN_FORCE.replace("total = 300", "total = 0");
            body.books.insert("results".to_owned(), text(&changed));
        }),
        ("limits", |body| body.published[0].people[1].rank = 3),
        ("published", |body| body.published.clear()),
    ];
    for (place, (step, change)) in changes.into_iter().enumerate() {
        let mut body = whole();
        change(&mut body);
        let broken = check(&sealed(&body, &signer), None).unwrap_err();
        assert_eq!(broken.step, step, "change {place}: {}", broken.words);
    }
}
