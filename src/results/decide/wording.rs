//! By which sentence is it told what stands in the way?

use std::collections::BTreeMap;

use entity::{ids::NominationId, vocabulary::ResultPaperKind};

use super::rules::{Counted, Gap};
use crate::{meetings::model::Grade, reviews::BadField, shared::Bilingual};

/// What a document behind a release is called.
pub(in crate::results) fn paper_name(kind: ResultPaperKind) -> Bilingual {
    match kind {
        ResultPaperKind::Ministry => Bilingual::new("科技部审核意见", "the ministry's check"),
        ResultPaperKind::Approval => Bilingual::new("批准文件", "the approval"),
        ResultPaperKind::CouncilLimits => Bilingual::new(
            "奖励委员会确定的人数和单位数",
            "the numbers of people and units that the council sets",
        ),
    }
}

/// What a grade is called.
pub(in crate::results) fn grade_name(grade: Grade) -> Bilingual {
    match grade {
        Grade::Special => Bilingual::new("特等奖", "special grade"),
        Grade::First => Bilingual::new("一等奖", "first grade"),
        Grade::Second => Bilingual::new("二等奖", "second grade"),
    }
}

impl Counted {
    fn words(&self) -> Bilingual {
        match self {
            Self::Total => Bilingual::new("三大奖授奖总数", "awards of NAT, INV and PRO together"),
            Self::Special(category) => Bilingual::new(
                format!("{category} 特等奖数"),
                format!("special grades of {category}"),
            ),
            Self::First(category) => Bilingual::new(
                format!("{category} 一等奖数"),
                format!("first grades of {category}"),
            ),
            Self::All(category) => {
                Bilingual::new(format!("{category} 授奖数"), format!("awards of {category}"))
            }
        }
    }
}

impl Gap {
    /// The rule's word.
    pub(in crate::results) const fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NoBallot(_) => "no_ballot",
            Self::OpenTie(_) => "open_tie",
            Self::Lowered(_) => "lowered",
            Self::Raised(_) => "raised",
            Self::Barred(_) => "barred",
            Self::NoOpinion(_) => "no_opinion",
            Self::Moved(_) => "moved",
            Self::TooMany(..) => "too_many",
            Self::NoLookBack => "no_look_back",
            Self::NoPaper(_) => "no_paper",
            Self::NoLimits(..) => "no_limits",
        }
    }

    /// What stands in the way, in a sentence that names its nomination.
    pub(in crate::results) fn words(&self, numbers: &BTreeMap<NominationId, String>) -> Bilingual {
        let number = self.nomination().and_then(|id| numbers.get(&id));
        let number = number.map_or("—", String::as_str);
        let of = |zh: &str, en: &str| {
            Bilingual::new(format!("{number}：{zh}"), format!("{number}: {en}"))
        };
        match self {
            Self::Nothing => Bilingual::new(
                "没有可以决定的提名：须处于本环节并已有表决结果",
                "there is no nomination to decide: it must stand at this point, with a vote on it",
            ),
            Self::NoBallot(_) => of("没有已计票的表决", "no ballot on it was counted"),
            Self::OpenTie(_) => {
                of("末位票数相等，尚未再次表决", "a tie at the last place was not voted on again")
            }
            Self::Lowered(_) => of(
                "不得授予低于提名的等级（实施细则第八十一条）",
                "it may not receive a lower grade than nominated (X25 art. 81)",
            ),
            Self::Raised(_) => of(
                "只有提名二等奖的可以提升为一等奖",
                "only the second grade may be raised, to the first",
            ),
            Self::Barred(_) => of(
                "诚信记录在影响期内（实施细则第九十二条），请先按程序办理",
                "the integrity register bars it within its term (X25 art. 92): settle that first",
            ),
            Self::NoOpinion(_) => of("评审意见尚未锁定", "the opinion on it is not locked"),
            Self::Moved(_) => of(
                "起草后有变动，请重新生成草案",
                "it changed since the draft was made: make it anew",
            ),
            other => other.of_the_whole(),
        }
    }

    fn of_the_whole(&self) -> Bilingual {
        match self {
            Self::TooMany(counted, won, most) => {
                let what = counted.words();
                Bilingual::new(
                    format!("{}为 {won}，不得多于 {most}（实施细则第九条）", what.zh),
                    format!("{}: {won}, {most} at most (X25 art. 9)", what.en),
                )
            }
            Self::NoLookBack => Bilingual::new(
                "最后一次会议结束后尚未回溯核查回避情况",
                "nobody looked back at recusals since the last meeting was closed",
            ),
            Self::NoPaper(kind) => {
                let what = paper_name(*kind);
                Bilingual::new(
                    format!("{}尚未录入，或者尚未由另一人确认", what.zh),
                    format!("{} is not entered, or not confirmed by a second person", what.en),
                )
            }
            Self::NoLimits(category, grade) => {
                let grade = grade_name(*grade);
                Bilingual::new(
                    format!("{category} {}的人数或单位数须由奖励委员会确定", grade.zh),
                    format!("the council sets the people or units of {category}, {}", grade.en),
                )
            }
            _ => Bilingual::default(),
        }
    }

    /// The same as a fault of the request, under the nomination that it is about.
    pub(in crate::results) fn fault(&self, numbers: &BTreeMap<NominationId, String>) -> BadField {
        let number = self.nomination().and_then(|id| numbers.get(&id));
        let pointer = number.map_or_else(
            || "/categories".to_owned(),
            |number| format!("/nominations/{}", number.replace('~', "~0").replace('/', "~1")),
        );
        BadField::new(pointer, self.code(), self.words(numbers))
    }
}
