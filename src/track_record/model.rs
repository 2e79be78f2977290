//! What became of a society's nominations, counted: one society in one round, by measure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::exchange::Problem;

/// The largest count of one measure of one society in one round; keeps all sums far from overflow.
pub const MOST_COUNT: u32 = 100_000;

/// One society in one round, as a row of the `history` file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryRow {
    /// Code of the society.
    pub society_id: String,
    /// Its name at the time.
    pub society: String,
    /// Its discipline group (学科类别), the same in every round.
    pub group: String,
    /// Year of the round.
    pub round: i32,
    /// Places that it had.
    pub quota: u32,
    /// Counts by measure; one that is not known is left out, which is not the same as none.
    pub counts: BTreeMap<String, u32>,
    /// The society that this one was merged into, from any row of it on.
    #[serde(default)]
    pub merged_into: Option<String>,
}

impl HistoryRow {
    /// The count of a measure, if it is known.
    pub fn count(&self, measure: &str) -> Option<u32> {
        self.counts.get(measure).copied()
    }
}

/// What is wrong with a total of the three awards: they come to more, or to less where each is told.
pub fn wrong_total(total: u32, by_award: &[Option<u32>]) -> Option<Problem> {
    let sum: u32 = by_award.iter().flatten().sum();
    let is_wrong = sum > total || (sum < total && by_award.iter().all(Option::is_some));
    is_wrong.then(|| Problem::Rule {
        zh: format!("为 {total}，三大奖相加为 {sum}"),
        en: format!("is {total}, the three awards come to {sum}"),
    })
}

/// Something that is counted, and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The name in files and policies.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English, as the end of "cases …".
    pub en: &'static str,
}

/// The way of a nomination, widest first: each measure counts a part of the one before.
pub const FUNNEL: [&str; 5] =
    ["submitted", "form_passed", "accepted", "first_review_passed", "awarded"];

/// Pairs of which the first counts a part of the second, besides [`FUNNEL`].
pub const PARTS: [(&str, &str); 16] = [
    ("withdrawn", "submitted"),
    ("form_passed_first", "form_passed"),
    ("grade_kept", "awarded"),
    ("objections_in_time", "objections_due"),
    ("abandoned", "submitted"),
    ("publicity_complete", "submitted"),
    ("submitted_early", "submitted"),
    ("defences_attended", "defences_due"),
    ("selection_complete", "submitted"),
    ("young_first_completer", "submitted"),
    ("nonmember_first_unit", "submitted"),
    ("private_first_unit", "submitted"),
    ("followups_sound", "followups_due"),
    ("taskbook_met", "taskbook_due"),
    ("disclosures_made", "disclosures_due"),
    ("annual_checks_passed", "annual_checks_due"),
];

/// Measures that every history file has.
pub const BASE_MEASURES: [Measure; 7] = [
    measure("submitted", "提交数", "submitted"),
    measure("form_passed", "形式审查合格数", "that passed the formal examination"),
    measure("accepted", "受理数", "accepted"),
    measure("withdrawn", "撤回数", "withdrawn"),
    measure("first_review_passed", "初评通过数", "that passed the first review"),
    measure("awarded", "获奖数", "awarded"),
    measure("objections_upheld", "异议成立数", "with an objection upheld"),
];

/// Further measures that Laurel itself can count; a policy may name others.
pub const FURTHER_MEASURES: [Measure; 29] = [
    measure("form_passed_first", "首次合格数", "that passed without correction"),
    measure("grade_kept", "等级相符数", "awarded at the nominated grade or higher"),
    measure("objections_accepted", "异议受理数", "with an objection accepted"),
    measure("objections_due", "应办结异议数", "of objections to be settled"),
    measure("objections_in_time", "按期办结异议数", "of objections settled in time"),
    measure("abandoned", "视为放弃数", "treated as abandoned"),
    measure("misconduct", "失信失范数", "of confirmed misconduct"),
    measure("publicity_complete", "公示规范数", "with complete publicity"),
    measure("submitted_early", "按时提交数", "submitted a day or more before the close"),
    measure("defences_due", "应答辩数", "of defences due"),
    measure("defences_attended", "答辩到场数", "of defences attended"),
    measure("selection_complete", "遴选规范数", "with complete evidence of the selection"),
    measure("followups_due", "应跟踪数", "of awards due for follow-up"),
    measure("followups_sound", "跟踪良好数", "of awards found sound at follow-up"),
    measure("young_first_completer", "青年第一完成人数", "with a young first completer"),
    measure("nonmember_first_unit", "非会员单位数", "whose first unit is no member of the society"),
    measure("private_first_unit", "民营企业数", "whose first unit is a private firm"),
    measure("complaints_upheld", "投诉查实数", "of upheld complaints"),
    measure("fees_charged", "违规收费数", "of fees charged"),
    measure("suspended", "暂停或取消资格", "of suspensions that touch the next round"),
    measure("taskbook_due", "任务书应完成数", "of taskbook indicators due"),
    measure("taskbook_met", "任务书已完成数", "of taskbook indicators met"),
    measure("disclosures_due", "应公开数", "of disclosures due"),
    measure("disclosures_made", "已公开数", "of disclosures made"),
    measure("annual_checks_due", "应年检数", "of annual checks due"),
    measure("annual_checks_passed", "年检合格数", "of annual checks passed"),
    measure("annual_check_failed", "最近年检不合格", "of a newest annual check that failed"),
    measure("grade_cancelled", "评估等级被取消", "of a grade taken away"),
    measure("deregistered", "已注销、退出或并入", "of societies gone from the register"),
];

const fn measure(name: &'static str, zh: &'static str, en: &'static str) -> Measure {
    Measure { name, zh, en }
}

/// What is known of a measure by its name.
pub fn measure_named(name: &str) -> Option<Measure> {
    BASE_MEASURES.iter().chain(&FURTHER_MEASURES).find(|measure| measure.name == name).copied()
}
