//! Do the sheets and the papers of a bundle come to what it says?

use std::collections::BTreeSet;

use super::{
    body::{Body, Phase, Slip, Vote},
    check::Books,
};
use crate::{
    aggregation::aggregate,
    meetings::{
        self, Law, MeetingBook, Paper,
        model::{Grade, Stage},
    },
    reviews::{CriterionKind, ReviewBook},
    shared::{Bilingual, hex_sha256},
};

/// What is wrong, with where it stands.
fn wrong(place: &str, zh: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("{place}：{zh}"), format!("{place}: {en}"))
}

/// Every seed is the one that the audit chain was told of when its phase opened.
pub(super) fn seeds(body: &Body, _: &Books) -> Result<Bilingual, Bilingual> {
    for phase in &body.phases {
        let seed = hex::encode(phase.input.seed);
        if hex_sha256(seed.as_bytes()) != phase.seed_digest {
            return Err(wrong(
                &phase.input.category,
                "种子与摘要不符",
                "the seed has another digest",
            ));
        }
    }
    let count = body.phases.len();
    Ok(Bilingual::new(
        format!("抽样种子与公布的摘要一致：{count} 个评审阶段"),
        format!("the seeds have the digests that were told before: {count} phases"),
    ))
}

fn review_book(books: &Books) -> Result<&ReviewBook, Bilingual> {
    books.reviews.as_ref().ok_or_else(|| wrong("reviews", "缺少规则文本", "its text is missing"))
}

/// Every sheet is whole, and the points are ones that the rules know.
pub(super) fn totals(body: &Body, books: &Books) -> Result<Bilingual, Bilingual> {
    let mut sheets = 0_usize;
    for Phase { input, .. } in &body.phases {
        let book = review_book(books)?;
        let category = input.category.as_str();
        let known = book.aggregate_of(category);
        let known =
            known.ok_or_else(|| wrong(category, "没有评审表", "there is no sheet for it"))?;
        if (&known.weights, &known.rules) != (&input.weights, &input.rules) {
            return Err(wrong(
                category,
                "权重或汇总规则与规则文本不符",
                "weights or rules are others",
            ));
        }
        let mut seen = BTreeSet::new();
        for sheet in &input.sheets {
            let place = format!("{} {}", sheet.nomination, sheet.reviewer);
            if !seen.insert((&sheet.nomination, &sheet.reviewer)) {
                return Err(wrong(&place, "评审表重复", "the sheet stands there twice"));
            }
            if !input.groups.contains_key(&sheet.nomination) {
                return Err(wrong(&place, "项目不在该阶段", "it is no nomination of the phase"));
            }
            let is_right =
                sheet.points.iter().all(|(code, points)| is_given(book, category, (code, *points)));
            if sheet.total(&input.weights).is_none() || !is_right {
                return Err(wrong(
                    &place,
                    "分数不完整或不合规则",
                    "its points are not whole, or not allowed",
                ));
            }
            sheets += 1;
        }
    }
    Ok(Bilingual::new(
        format!("评审表逐份复核：{sheets} 份"),
        format!("every sheet keeps the rules: {sheets}"),
    ))
}

/// Whether so many points may be given for a criterion.
fn is_given(book: &ReviewBook, category: &str, (code, points): (&str, u32)) -> bool {
    let Some(sheet) = book.sheet(category) else { return false };
    let one = sheet.criteria.iter().find(|one| one.code == code);
    one.is_some_and(|one| one.kind == CriterionKind::Points && points <= one.most)
}

/// The sheets come to the figures, ranks and intervals that the bundle says, to the last digit.
pub(super) fn aggregates(body: &Body, _: &Books) -> Result<Bilingual, Bilingual> {
    let mut ranked = 0_usize;
    for Phase { input, output, .. } in &body.phases {
        let again = aggregate(input);
        if again != *output {
            let place = again
                .rows
                .iter()
                .zip(&output.rows)
                .find(|(one, other)| one != other)
                .map_or(input.category.as_str(), |(one, _)| one.nomination.as_str());
            return Err(wrong(place, "汇总结果与评审表不符", "its sheets come to something else"));
        }
        ranked += output.rows.len();
    }
    Ok(Bilingual::new(
        format!("汇总、名次与区间重新计算一致：{ranked} 项"),
        format!("figures, ranks and intervals are the same when computed anew: {ranked}"),
    ))
}

/// The place of a ballot, in words.
fn place_of(label: &str, vote: &Vote) -> String {
    let grade = vote.grade.map_or("—", Grade::as_str);
    format!("{label} {} {grade} #{}", vote.category, vote.turn)
}

/// Every ballot, with its meeting's label and stage.
fn votes(body: &Body) -> impl Iterator<Item = (&str, Stage, &Vote)> {
    body.meetings.iter().flat_map(|sitting| {
        sitting.ballots.iter().map(move |vote| (sitting.label.as_str(), sitting.stage, vote))
    })
}

/// Every ballot was counted by the law of the rules.
pub(super) fn laws(body: &Body, books: &Books) -> Result<Bilingual, Bilingual> {
    let mut ballots = 0_usize;
    for (label, stage, vote) in votes(body) {
        let book = books.meetings.as_ref();
        let book = book.ok_or_else(|| wrong("meetings", "缺少规则文本", "its text is missing"))?;
        if !is_lawful(book, stage, vote) {
            let place = place_of(label, vote);
            return Err(wrong(&place, "计票规则与规则文本不符", "it was counted by another law"));
        }
        ballots += 1;
    }
    Ok(Bilingual::new(
        format!("法定人数、得票比例与规则一致：{ballots} 次表决"),
        format!("quorum and threshold are those of the rules: {ballots} ballots"),
    ))
}

fn is_lawful(book: &MeetingBook, stage: Stage, vote: &Vote) -> bool {
    // How many lines may be marked and may pass is set for each ballot, and is in its count.
    let Law { quorum, threshold, recused_counts, at_quorum, most_turns, last_tie, .. } = vote.law;
    let is_needed = book.threshold(stage, &vote.category, vote.grade) == Some(threshold);
    let is_counted =
        (recused_counts, at_quorum) == (book.recused_counts_in_denominator, book.recused_at_quorum);
    let is_repeated = (most_turns, last_tie) == (book.most_turns, book.last_tie);
    is_needed && is_counted && is_repeated && quorum == book.quorum
}

/// Nobody votes who is not on the roll, twice, or on what he keeps out of.
pub(super) fn rolls(body: &Body, _: &Books) -> Result<Bilingual, Bilingual> {
    let mut papers = 0_usize;
    for (label, _, vote) in votes(body) {
        let place = || place_of(label, vote);
        let roll = &vote.roll;
        let present = u32::try_from(roll.present.len()).unwrap_or(u32::MAX);
        if present > roll.expected || vote.papers.len() > roll.present.len() {
            return Err(wrong(&place(), "人数或票数多于名册", "more people or papers than seats"));
        }
        let mut seen = BTreeSet::new();
        let voters = vote.papers.iter().filter_map(|slip| slip.voter.as_ref());
        for voter in voters {
            if !roll.present.contains(voter) || !seen.insert(voter) {
                return Err(wrong(
                    &place(),
                    "有人重复投票或不在场",
                    "somebody voted twice, or was not there",
                ));
            }
        }
        let mut lines = BTreeSet::new();
        if !vote.lines.iter().all(|line| lines.insert(line)) {
            return Err(wrong(&place(), "项目重复", "a nomination stands on two lines"));
        }
        papers += vote.papers.len();
    }
    Ok(Bilingual::new(
        format!("名册与选票相符：{papers} 张"),
        format!("the rolls hold every paper: {papers}"),
    ))
}

/// The papers come to the count that the bundle says.
pub(super) fn tallies(body: &Body, _: &Books) -> Result<Bilingual, Bilingual> {
    let mut ballots = 0_usize;
    for (label, _, vote) in votes(body) {
        let lines = u32::try_from(vote.lines.len()).unwrap_or(u32::MAX);
        let papers: Vec<Paper> = vote.papers.iter().map(|slip| paper(vote, slip)).collect();
        let is_as_said = |(paper, slip): (&Paper, &Slip)| {
            meetings::validity(paper, lines, &vote.law) == slip.validity
        };
        let is_valid = papers.iter().zip(&vote.papers).all(is_as_said);
        if !is_valid || meetings::tally(lines, &vote.roll, &papers, &vote.law) != vote.tally {
            let place = place_of(label, vote);
            return Err(wrong(&place, "计票结果与选票不符", "its papers come to another count"));
        }
        ballots += 1;
    }
    Ok(Bilingual::new(
        format!("计票结果重新计算一致：{ballots} 次表决"),
        format!("every count is the same when counted anew: {ballots} ballots"),
    ))
}

/// A paper with what its voter keeps out of.
fn paper(vote: &Vote, slip: &Slip) -> Paper {
    let recused = vote
        .roll
        .recused
        .iter()
        .filter(|(_, voters)| slip.voter.as_ref().is_some_and(|voter| voters.contains(voter)));
    Paper { marks: slip.marks.clone(), recused: recused.map(|(line, _)| *line).collect() }
}
