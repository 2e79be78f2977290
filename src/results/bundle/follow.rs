//! Do the decisions of a bundle follow from its ballots, and the list of awards from its decisions?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{BallotId, NominationId},
    vocabulary::{DecisionOutcome, ReleaseStage},
};
use uuid::Uuid;

use super::{
    body::{Award, Body, Decided, Sitting},
    check::Books,
};
use crate::{
    meetings::model::BallotOutcome,
    results::{
        decide::{NominatedAs, Won, draw, too_many},
        record::meetings_of,
    },
    shared::Bilingual,
};

fn wrong(place: &str, zh: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("{place}：{zh}"), format!("{place}: {en}"))
}

/// What the ballots of a meeting said of a nomination. A key in the place of its label is as good as any other.
fn outcomes(sitting: &Sitting, label: &str, nomination: NominationId) -> Vec<BallotOutcome> {
    let mut said = Vec::new();
    for (vote, number) in sitting.ballots.iter().zip(1_u128..) {
        for (line, row) in vote.lines.iter().zip(&vote.tally.rows) {
            if line == label {
                said.push(BallotOutcome {
                    ballot: BallotId(Uuid::from_u128(number)),
                    nomination,
                    grade: vote.grade,
                    votes: row.votes,
                    present: row.of,
                    passed: vote.tally.passed.contains(&row.line),
                    turn: vote.turn,
                });
            }
        }
    }
    said
}

/// Whether a decision is what its meeting voted.
fn follows(one: &Decided, sittings: &BTreeMap<&str, &Sitting>, books: &Books) -> bool {
    let nomination = NominationId(Uuid::nil());
    let sitting = one.meeting.as_deref().and_then(|label| sittings.get(label));
    if sitting.is_some_and(|sitting| sitting.stage != meetings_of(one.stage)) {
        return false;
    }
    let said = sitting.map_or_else(Vec::new, |found| outcomes(found, &one.nomination, nomination));
    let nominated = NominatedAs {
        nomination,
        category: one.category.clone(),
        grade: one.grade_nominated,
        is_put_off: one.outcome == DecisionOutcome::PutOff,
        is_tied: false,
    };
    let Ok(drawn) = draw(&said, &[nominated], (one.stage, books.results.grades)) else {
        return false;
    };
    let Some(drawn) = drawn.first() else { return false };
    let is_struck = one.outcome == DecisionOutcome::Struck;
    let outcome = if is_struck { DecisionOutcome::Awarded } else { one.outcome };
    let grade = if is_struck { None } else { drawn.grade };
    (outcome, one.grade, one.votes, one.of) == (drawn.outcome, grade, drawn.votes, drawn.of)
}

/// What leads to a stage.
const fn before(stage: ReleaseStage) -> Option<ReleaseStage> {
    match stage {
        ReleaseStage::FirstReview => None,
        ReleaseStage::Committee => Some(ReleaseStage::FirstReview),
        ReleaseStage::Award => Some(ReleaseStage::Committee),
    }
}

/// The decisions that stand, by nomination and stage; what was put off decided nothing.
fn standing(body: &Body) -> impl Iterator<Item = &Decided> {
    let stands = |one: &&Decided| !one.is_reversed && one.outcome != DecisionOutcome::PutOff;
    body.decisions.iter().filter(stands)
}

/// Every decision is what its meeting voted, one for each nomination at each stage, and the stages follow each other.
pub(super) fn decisions(body: &Body, books: &Books) -> Result<Bilingual, Bilingual> {
    let sittings: BTreeMap<&str, &Sitting> =
        body.meetings.iter().map(|sitting| (sitting.label.as_str(), sitting)).collect();
    for one in &body.decisions {
        if !follows(one, &sittings, books) {
            return Err(wrong(
                &one.nomination,
                "决定与表决结果不符",
                "it does not follow from the votes",
            ));
        }
    }
    let mut stood: BTreeMap<(&str, ReleaseStage), &Decided> = BTreeMap::new();
    for one in standing(body) {
        if stood.insert((one.nomination.as_str(), one.stage), one).is_some() {
            return Err(wrong(
                &one.nomination,
                "同一环节有两项决定",
                "it is decided twice at a stage",
            ));
        }
    }
    for one in standing(body) {
        let Some(before) = before(one.stage) else { continue };
        let earlier = stood.get(&(one.nomination.as_str(), before));
        if earlier.is_none_or(|earlier| earlier.outcome != DecisionOutcome::Passed) {
            return Err(wrong(
                &one.nomination,
                "未通过上一环节",
                "it did not pass the stage before",
            ));
        }
    }
    let count = body.decisions.len();
    Ok(Bilingual::new(
        format!("决定均由表决结果得出，未降低等级：{count} 项"),
        format!("every decision follows from the votes, and none lowers a grade: {count}"),
    ))
}

/// The decisions by which something is awarded.
fn awards(body: &Body) -> impl Iterator<Item = &Decided> {
    standing(body)
        .filter(|one| one.stage == ReleaseStage::Award && one.outcome == DecisionOutcome::Awarded)
}

/// The awards keep to their numbers (X25 art. 9).
pub(super) fn caps(body: &Body, books: &Books) -> Result<Bilingual, Bilingual> {
    let mut won: BTreeMap<String, Won> = BTreeMap::new();
    for one in awards(body) {
        won.entry(one.category.clone()).or_default().add(one.grade);
    }
    let gaps = too_many(&books.results.caps, &won);
    if let Some(gap) = gaps.first() {
        return Err(gap.words(&BTreeMap::new()));
    }
    let count = awards(body).count();
    Ok(Bilingual::new(
        format!("授奖数符合实施细则第九条：{count} 项"),
        format!("the awards keep to article 9: {count}"),
    ))
}

/// Nobody beyond the limit receives an award, and the ranks run without a gap.
pub(super) fn limits(body: &Body, _: &Books) -> Result<Bilingual, Bilingual> {
    for award in body.published.iter().filter(|award| !award.is_revoked) {
        let kept = body
            .limits
            .iter()
            .find(|kept| kept.category == award.category && kept.grade == award.grade);
        let kept =
            kept.ok_or_else(|| wrong(&award.number, "没有人数和单位数规定", "it has no limit"))?;
        let fits = |count: usize, most: Option<u32>| {
            most.is_none_or(|most| u32::try_from(count).is_ok_and(|count| count <= most))
        };
        let is_ranked = award.people.iter().zip(1..).all(|(one, rank)| one.rank == rank);
        if !is_ranked
            || !fits(award.people.len(), kept.people)
            || !fits(award.units.len(), kept.units)
        {
            return Err(wrong(
                &award.number,
                "人数、单位数或排序不符",
                "too many receive it, or their ranks have a gap",
            ));
        }
    }
    let count = body.limits.len();
    Ok(Bilingual::new(
        format!("完成人和完成单位数不超过限额：{count} 类"),
        format!("people and units keep to their limits: {count} kinds"),
    ))
}

fn is_of(award: &Award, one: &Decided) -> bool {
    (&award.nomination, &award.category, award.grade) == (&one.nomination, &one.category, one.grade)
}

/// What is published is awarded, what is awarded is published, and nothing else of the bundle has a number.
pub(super) fn published(body: &Body, _: &Books) -> Result<Bilingual, Bilingual> {
    let awarded: BTreeMap<&str, &Decided> =
        awards(body).map(|one| (one.nomination.as_str(), one)).collect();
    let mut seen = BTreeSet::new();
    for award in &body.published {
        let decided = awarded.get(award.nomination.as_str());
        if !decided.is_some_and(|one| is_of(award, one)) {
            return Err(wrong(&award.number, "没有授奖决定", "no decision awards it"));
        }
        if !seen.insert(award.nomination.as_str()) {
            return Err(wrong(&award.number, "重复公布", "it is published twice"));
        }
    }
    if let Some(missing) = awarded.keys().find(|label| !seen.contains(*label)) {
        return Err(wrong(missing, "已授奖而未公布", "it is awarded and not published"));
    }
    let count = body.published.len();
    Ok(Bilingual::new(
        format!("公布名单与授奖决定一致：{count} 项"),
        format!("the published list is what was awarded: {count}"),
    ))
}
