//! Who keeps its places under a taskbook of correction (整改), and why?

use super::{
    super::{engine::Band, procedure::CorrectionRule},
    record::Decision,
};
use crate::track_record::model::HistoryRow;

/// A point in the millionths of a score.
const POINT: i64 = 1_000_000;

/// Why a society that keeps its places is to correct something; none where it is not. `rows` are those that
/// the proposal rests on.
pub(super) fn ground(
    rule: &CorrectionRule,
    decision: &Decision,
    rows: &[HistoryRow],
) -> Option<String> {
    if decision.band != Band::Hold.as_str() {
        return None;
    }
    let (from, below) = (i64::from(rule.from_points) * POINT, i64::from(rule.below_points) * POINT);
    let mut grounds = Vec::new();
    if (from..below).contains(&decision.score) {
        let (whole, tenth) = (decision.score / POINT, decision.score / (POINT / 10) % 10);
        let below = rule.below_points;
        grounds.push(format!(
            "得分 {whole}.{tenth} 分，不足 {below} 分 / a score of {whole}.{tenth}, below {below}"
        ));
    }
    let events = in_newest_round(rule, decision, rows);
    if events > 0 {
        grounds.push(format!(
            "最近一个年度有 {events} 件提名视为放弃 / {events} treated as abandoned in the newest round"
        ));
    }
    (!grounds.is_empty()).then(|| grounds.join("；"))
}

/// The cases of the rule's measure in the newest round, those of merged societies with them.
fn in_newest_round(rule: &CorrectionRule, decision: &Decision, rows: &[HistoryRow]) -> u32 {
    let newest = rows.iter().map(|row| row.round).max();
    let is_own = |row: &&HistoryRow| {
        Some(row.round) == newest
            && row.merged_into.as_ref().unwrap_or(&row.society_id) == &decision.society_id
    };
    rows.iter().filter(is_own).filter_map(|row| row.count(&rule.measure)).sum()
}

#[cfg(test)]
mod tests {
    use entity::ids::QuotaDecisionId;

    use super::*;
    use crate::quotas::procedure::PROCEDURE;

    fn decision(band: Band, score: i64) -> Decision {
        Decision {
            id: QuotaDecisionId(uuid::Uuid::nil()),
            society_id: "D-01".to_owned(),
            society: "甲".to_owned(),
            group: "理科".to_owned(),
            previous: 2,
            proposed: 2,
            decided: 2,
            band: band.as_str().to_owned(),
            score,
            low: score,
            high: score,
            reason: None,
            decided_by: None,
            decided_at: None,
            version: 1,
        }
    }

    fn row(society: &str, round: i32, abandoned: u32, merged_into: Option<&str>) -> HistoryRow {
        HistoryRow {
            society_id: society.to_owned(),
            round,
            counts: [("abandoned".to_owned(), abandoned)].into(),
            merged_into: merged_into.map(str::to_owned),
            ..HistoryRow::default()
        }
    }

    #[test]
    fn who_holds_with_sixty_to_seventy_points_or_has_abandoned_something_corrects() {
        let rule = &PROCEDURE.correction;
        let with = |band, score, rows: &[HistoryRow]| ground(rule, &decision(band, score), rows);
        let score = |score| with(Band::Hold, score, &[]).is_some();
        assert_eq!(
            [59_999_999, 60_000_000, 69_999_999, 70_000_000].map(score),
            [false, true, true, false]
        );
        assert!(with(Band::Hold, 63_250_000, &[]).unwrap().contains("63.2"));
        assert_eq!(with(Band::Expand, 65_000_000, &[]), None);
        let abandoned = [row("D-01", 2023, 1, None), row("D-01", 2025, 1, None)];
        assert!(with(Band::Hold, 80_000_000, &abandoned).unwrap().contains("1 件"));
        assert_eq!(with(Band::Shrink, 80_000_000, &abandoned), None);
        let earlier = [row("D-01", 2023, 1, None), row("D-01", 2025, 0, None)];
        assert_eq!(with(Band::Hold, 80_000_000, &earlier), None);
        let merged = [row("D-02", 2025, 2, Some("D-01")), row("D-03", 2025, 5, None)];
        assert!(with(Band::Hold, 80_000_000, &merged).unwrap().contains("2 件"));
    }
}
