//! What does a taskbook hold? The texts and numbers that its signatures pin down.

use chrono::NaiveDate;
use entity::vocabulary::TaskbookKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::hex_sha256;

/// A key task with its timetable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskbookTask)]
pub struct Task {
    /// Its code within the taskbook, such as `T1`.
    pub code: String,
    /// What is to be done.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// The day by which it is done.
    pub due: NaiveDate,
    /// Its weight; the weights of the tasks add up to 100.
    pub weight: u32,
}

/// Which way an indicator is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorAim)]
pub enum Aim {
    /// The actual value reaches the target or more.
    AtLeast,
    /// The actual value stays at the target or below.
    AtMost,
}

impl Aim {
    /// Whether an actual value meets a target.
    pub fn is_met(self, target: i64, actual: i64) -> bool {
        match self {
            Self::AtLeast => actual >= target,
            Self::AtMost => actual <= target,
        }
    }

    /// The sign before a target.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
        }
    }
}

/// A quantified indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskbookIndicator)]
pub struct Indicator {
    /// Its code within the taskbook, such as `K1`.
    pub code: String,
    /// What is measured.
    pub name: String,
    /// In which unit.
    pub unit: String,
    /// Which way it is good.
    pub aim: Aim,
    /// The target.
    pub target: i64,
    /// Its weight; the weights of the indicators add up to 100.
    pub weight: u32,
}

/// Where money comes from (2015 notice, 七(三)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundKind {
    /// 中央财政专项
    CentralSpecial,
    /// 政府购买服务
    PurchaseOfService,
    /// 自筹
    Own,
    /// 以奖代补
    Reward,
}

/// Money for the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskbookFund)]
pub struct Fund {
    /// Who gives it.
    pub source: String,
    /// What kind it is.
    pub kind: FundKind,
    /// How much, in yuan.
    pub amount: u64,
    /// When it is paid.
    pub schedule: String,
}

/// What the parties agree on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskbookContent)]
pub struct Content {
    /// Goals.
    pub goals: Vec<String>,
    /// Key tasks.
    pub tasks: Vec<Task>,
    /// Quality targets.
    pub quality: Vec<String>,
    /// Quantified indicators.
    pub indicators: Vec<Indicator>,
    /// Funds.
    pub funds: Vec<Fund>,
    /// Rights, duties and mode of co-operation.
    pub clauses: Vec<String>,
}

/// A taskbook as its parties sign it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskbookDraft)]
pub struct Draft {
    /// Its number, unique.
    pub number: String,
    /// Which function it is for: `nomination`, `evaluation`, `qualification` or `standards`.
    #[schema(value_type = String)]
    pub kind: TaskbookKind,
    /// Code of the society.
    pub society_id: String,
    /// Its title.
    pub title: String,
    /// The year of the round for which it counts.
    pub round: i32,
    /// The department of the government that is a party.
    pub department: String,
    /// The account that signs for the department.
    pub department_account: Option<String>,
    /// The unit of CAST that is in charge.
    pub cast_unit: String,
    /// Name of the project leader.
    pub leader_name: String,
    /// The post that the leader holds in the society.
    pub leader_post: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// What is agreed.
    pub content: Content,
}

impl Draft {
    /// SHA-256 of all that a signature stands under.
    pub fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// A rule that a draft breaks, with the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer of the field.
    pub pointer: String,
    /// The rule.
    pub rule: Rule,
}

/// What a draft must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A text is there and at most so many characters long.
    Text(usize),
    /// The list has an entry.
    Entries,
    /// No code stands twice.
    UniqueCodes,
    /// The weights add up to 100.
    Weights(u32),
    /// The last day is after the first.
    Days,
    /// The day lies within the taskbook's.
    WithinDays,
    /// The day has come.
    NotLater,
    /// The day is this one or a later one.
    NotEarlier(NaiveDate),
    /// An address on the web.
    WebAddress,
}

const LINE: usize = 200;
const TEXT: usize = 2_000;

struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, pointer: impl Into<String>, rule: Rule) {
        self.0.push(Fault { pointer: pointer.into(), rule });
    }

    fn text(&mut self, pointer: impl Into<String>, text: &str, most: usize) {
        if text.trim().is_empty() || text.chars().count() > most {
            self.add(pointer, Rule::Text(most));
        }
    }

    fn texts(&mut self, pointer: &str, texts: &[String]) {
        for (at, text) in texts.iter().enumerate() {
            self.text(format!("{pointer}/{at}"), text, TEXT);
        }
    }

    /// Codes stand once and weights add up.
    fn weighed<'c>(&mut self, pointer: &str, rows: impl Iterator<Item = (&'c str, u32)>) {
        let rows: Vec<(&str, u32)> = rows.collect();
        if rows.is_empty() {
            self.add(pointer, Rule::Entries);
            return;
        }
        let mut codes: Vec<&str> = rows.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes.len() < rows.len() {
            self.add(pointer, Rule::UniqueCodes);
        }
        let sum = rows.iter().fold(0_u32, |sum, (_, weight)| sum.saturating_add(*weight));
        if sum != 100 {
            self.add(pointer, Rule::Weights(sum));
        }
    }
}

impl Draft {
    /// Every rule that the draft breaks.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults(Vec::new());
        for (pointer, text) in [
            ("/number", &self.number),
            ("/society_id", &self.society_id),
            ("/title", &self.title),
            ("/department", &self.department),
            ("/cast_unit", &self.cast_unit),
            ("/leader_name", &self.leader_name),
            ("/leader_post", &self.leader_post),
        ] {
            faults.text(pointer, text, LINE);
        }
        if self.ends_on <= self.starts_on {
            faults.add("/ends_on", Rule::Days);
        }
        let content = &self.content;
        if content.goals.is_empty() {
            faults.add("/content/goals", Rule::Entries);
        }
        faults.texts("/content/goals", &content.goals);
        faults.texts("/content/quality", &content.quality);
        faults.texts("/content/clauses", &content.clauses);
        let tasks = content.tasks.iter().map(|task| (task.code.as_str(), task.weight));
        faults.weighed("/content/tasks", tasks);
        for (at, task) in content.tasks.iter().enumerate() {
            faults.text(format!("/content/tasks/{at}/title"), &task.title, LINE);
            faults.text(format!("/content/tasks/{at}/code"), &task.code, 16);
            if !(self.starts_on..=self.ends_on).contains(&task.due) {
                faults.add(format!("/content/tasks/{at}/due"), Rule::WithinDays);
            }
        }
        let indicators = content.indicators.iter().map(|one| (one.code.as_str(), one.weight));
        faults.weighed("/content/indicators", indicators);
        for (at, indicator) in content.indicators.iter().enumerate() {
            faults.text(format!("/content/indicators/{at}/name"), &indicator.name, LINE);
            faults.text(format!("/content/indicators/{at}/code"), &indicator.code, 16);
        }
        for (at, fund) in content.funds.iter().enumerate() {
            faults.text(format!("/content/funds/{at}/source"), &fund.source, LINE);
        }
        faults.0
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn draft() -> Draft {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Draft {
            number: "T-1".to_owned(),
            kind: TaskbookKind::Nomination,
            society_id: "D-A-01".to_owned(),
            title: "任务书".to_owned(),
            round: 2027,
            department: "示范部".to_owned(),
            department_account: Some("department".to_owned()),
            cast_unit: "学会部".to_owned(),
            leader_name: "某人".to_owned(),
            leader_post: "secretary_general".to_owned(),
            starts_on: day("2026-01-01"),
            ends_on: day("2027-12-31"),
            content: Content {
                goals: vec!["目标".to_owned()],
                tasks: vec![Task {
                    code: "T1".to_owned(),
                    title: "遴选".to_owned(),
                    owner: "奖励部".to_owned(),
                    due: day("2026-12-31"),
                    weight: 100,
                }],
                indicators: vec![Indicator {
                    code: "K1".to_owned(),
                    name: "首次合格率".to_owned(),
                    unit: "%".to_owned(),
                    aim: Aim::AtLeast,
                    target: 95,
                    weight: 100,
                }],
                ..Content::default()
            },
        }
    }

    fn rules(draft: &Draft) -> Vec<(String, Rule)> {
        draft.faults().into_iter().map(|fault| (fault.pointer, fault.rule)).collect()
    }

    #[test]
    fn a_draft_says_all_that_is_wrong_with_it_and_where() {
        assert_eq!(rules(&draft()), []);
        let mut wrong = draft();
        wrong.title = " ".to_owned();
        wrong.ends_on = wrong.starts_on;
        wrong.content.goals.clear();
        wrong.content.tasks.push(wrong.content.tasks[0].clone());
        wrong.content.indicators[0].weight = 99;
        let tasks = "/content/tasks";
        assert_eq!(
            rules(&wrong),
            [
                ("/title".to_owned(), Rule::Text(LINE)),
                ("/ends_on".to_owned(), Rule::Days),
                ("/content/goals".to_owned(), Rule::Entries),
                (tasks.to_owned(), Rule::UniqueCodes),
                (tasks.to_owned(), Rule::Weights(200)),
                (format!("{tasks}/0/due"), Rule::WithinDays),
                (format!("{tasks}/1/due"), Rule::WithinDays),
                ("/content/indicators".to_owned(), Rule::Weights(99)),
            ]
        );
    }

    #[test]
    fn a_change_of_anything_that_is_signed_changes_the_digest() {
        let before = draft().digest();
        assert_eq!(before, draft().digest());
        let mut changed = draft();
        changed.content.indicators[0].target = 94;
        assert_ne!(changed.digest(), before);
        let mut changed = draft();
        changed.department = "另一部".to_owned();
        assert_ne!(changed.digest(), before);
    }
}
