//! How are shortfalls and reasons said to people, in both languages?

use super::bottleneck::Bottleneck;
use super::explain::WhyNot;
use super::instance::Instance;
use super::score::Decimal;
use super::shortfall::{Shortfall, UnmetLoad};
use serde::Serialize;
use std::fmt;

/// Ids that one sentence names.
const IDS_SHOWN: usize = 8;

/// A sentence in Chinese and in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.zh, self.en)
    }
}

impl Shortfall {
    /// The shortfall in words.
    pub fn wording(&self, instance: &Instance) -> Wording {
        let id = &instance.nominations()[self.nomination as usize].id;
        let Self { missing, candidates, barred, .. } = self;
        Wording {
            zh: format!("提名 {id} 缺 {missing} 名专家（候选 {candidates} 人，回避 {barred} 人）"),
            en: format!(
                "nomination {id} lacks {missing} experts ({candidates} candidates, {barred} barred)"
            ),
        }
    }
}

impl UnmetLoad {
    /// The unmet load in words.
    pub fn wording(&self, instance: &Instance) -> Wording {
        let (id, missing) = (&instance.experts()[self.expert as usize].id, self.missing);
        Wording {
            zh: format!("专家 {id} 距最少任务数还差 {missing} 项"),
            en: format!("expert {id} is {missing} below the least load"),
        }
    }
}

impl Bottleneck {
    /// The bottleneck in words.
    pub fn wording(&self, instance: &Instance) -> Wording {
        let nominations = nomination_ids(instance, &self.nominations);
        let experts = expert_ids(instance, &self.experts);
        let (wanted, places) = (self.demand, self.places);
        let (load, unit, other) =
            (self.places_by_load, self.places_by_unit, self.places_by_candidate);
        Wording {
            zh: format!(
                "瓶颈：提名 {nominations} 共需 {wanted} 个名额，至多可得 {places} 个：\
                 满载专家 {experts} 出 {load} 个，受同单位人数限制 {unit} 个，\
                 其余候选已用尽，出 {other} 个"
            ),
            en: format!(
                "bottleneck: nominations {nominations} want {wanted} places and can have \
                 {places}: {load} with experts {experts}, who are at their load, {unit} under \
                 the unit rule, {other} with all other candidates"
            ),
        }
    }
}

impl WhyNot {
    /// The reason as one word, such as `unit_taken`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Barred => "barred",
            Self::NotScored => "not_scored",
            Self::UnitTaken { .. } => "unit_taken",
            Self::Outscored { .. } => "outscored",
            Self::Full { .. } => "full",
            Self::Price { .. } => "price",
        }
    }

    /// The reason in words.
    pub fn wording(&self, instance: &Instance) -> Wording {
        let say = |zh: &str, en: &str| Wording { zh: zh.to_owned(), en: en.to_owned() };
        let (wording, enters_at) = match self {
            Self::Assigned => (say("已指派", "assigned"), None),
            Self::Barred => (say("须回避", "barred by a conflict of interest"), None),
            Self::NotScored => (say("不在候选之列", "not a candidate"), None),
            Self::UnitTaken { group, holders, enters_at } => {
                let experts = expert_ids(instance, holders);
                let rule = instance.rule_name(*group).unwrap_or_default();
                let (zh, en) = if rule.is_empty() { ("单位", "unit") } else { ("组", rule) };
                let zh = format!("同{zh}名额已由 {experts} 占用");
                let en = format!("the places of the {en} are taken by {experts}");
                (Wording { zh, en }, *enters_at)
            }
            Self::Outscored { lowest, enters_at } => {
                let zh = format!("已指派专家的相关度均不低于 {lowest}");
                let en = format!("every expert assigned scores at least {lowest}");
                (Wording { zh, en }, *enters_at)
            }
            Self::Full { held_by, enters_at } => {
                let nominations = nomination_ids(instance, held_by);
                let zh = format!("该专家已满载，评审 {nominations} 时作用更大");
                let en = format!("at the largest load, and worth more to {nominations}");
                (Wording { zh, en }, *enters_at)
            }
            Self::Price { enters_at } => {
                let en = "other bounds make another expert worth more here";
                (say("受其他约束，改派他人总体更优", en), *enters_at)
            }
        };
        match enters_at {
            Some(micro) if micro <= super::MICRO => Wording {
                zh: format!("{}；相关度不足 {} 时不入选", wording.zh, Decimal(micro)),
                en: format!("{}; not below a score of {}", wording.en, Decimal(micro)),
            },
            Some(_) => Wording {
                zh: format!("{}；相关度再高也不入选", wording.zh),
                en: format!("{}; no score would be enough", wording.en),
            },
            None => wording,
        }
    }
}

fn nomination_ids(instance: &Instance, positions: &[u32]) -> String {
    names(positions.iter().map(|&place| instance.nominations()[place as usize].id.as_str()))
}

fn expert_ids(instance: &Instance, positions: &[u32]) -> String {
    names(positions.iter().map(|&place| instance.experts()[place as usize].id.as_str()))
}

/// The first ids of a set, and how many more there are.
fn names<'i>(mut ids: impl ExactSizeIterator<Item = &'i str>) -> String {
    let total = ids.len();
    let shown: Vec<&str> = ids.by_ref().take(IDS_SHOWN).collect();
    match total - shown.len() {
        _ if total == 0 => "-".to_owned(),
        0 => shown.join(","),
        more => format!("{},…(+{more})", shown.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut_and_counted() {
        assert_eq!(names([].into_iter()), "-");
        assert_eq!(names(["a", "b"].into_iter()), "a,b");
        assert_eq!(names(["a"; 10].into_iter()), "a,a,a,a,a,a,a,a,…(+2)");
    }
}
