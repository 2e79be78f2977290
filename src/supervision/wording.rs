//! By which words are states, stages and parties named on paper and on public pages?

use entity::vocabulary::{
    AssessmentAspect, CouncilBody, DisclosureKind, FindingGrade, TaskbookKind, TaskbookParty,
    TaskbookStage, TaskbookState,
};

use super::model::FundKind;
use crate::shared::Language;

/// A word of a closed set as a reader knows it.
pub(super) trait Word: Copy {
    /// Chinese and English.
    fn words(self) -> (&'static str, &'static str);

    /// The word in the reader's language.
    fn word(self, language: Language) -> &'static str {
        let (zh, en) = self.words();
        match language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }
}

macro_rules! words {
    ($($name:ident { $($variant:ident = $zh:literal, $en:literal;)+ })+) => {$(
        impl Word for $name {
            fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($zh, $en),)+ }
            }
        }
    )+};
}

words! {
    TaskbookKind {
        Nomination = "科技奖励提名", "award nomination";
        Evaluation = "科技评估", "S&T evaluation";
        Qualification = "专业技术人员职业资格", "professional qualification";
        Standards = "技术标准", "technical standards";
    }
    TaskbookState {
        Draft = "草拟", "draft";
        Signed = "已签署", "signed";
        Executing = "执行中", "being carried out";
        Suspended = "已暂停", "suspended";
        Closed = "已结项", "closed";
    }
    TaskbookStage {
        Preparation = "筹备协调", "preparation";
        Mobilisation = "部署动员", "mobilisation";
        Implementation = "实施", "implementation";
        Summary = "系统总结", "summary";
    }
    TaskbookParty {
        Society = "学会", "society";
        Department = "政府部门", "department";
        Cast = "中国科协", "CAST";
    }
    CouncilBody {
        Council = "理事会", "council";
        StandingCouncil = "常务理事会", "standing council";
    }
    AssessmentAspect {
        Authenticity = "真实性", "authenticity";
        Process = "工作程序", "process";
        MemberSatisfaction = "会员满意度", "satisfaction of members";
        UnitSatisfaction = "单位满意度", "satisfaction of units";
        GovernmentSatisfaction = "政府部门满意度", "satisfaction of the government";
    }
    FindingGrade {
        Sound = "符合", "sound";
        Minor = "一般问题", "minor";
        Serious = "严重问题", "serious";
    }
    DisclosureKind {
        Progress = "工作进展", "progress";
        Taskbook = "任务书", "taskbook";
        Rules = "工作规范", "rules";
        Selection = "遴选情况", "selection";
        Report = "工作报告", "report";
        Notice = "通知公告", "notice";
    }
    FundKind {
        CentralSpecial = "中央财政专项", "central special fund";
        PurchaseOfService = "政府购买服务", "purchase of service";
        Own = "自筹", "own";
        Reward = "以奖代补", "reward";
    }
}

/// A post in a society.
pub(super) fn post(code: &str, language: Language) -> &str {
    let (zh, en) = match code {
        "president" => ("理事长", "president"),
        "executive_vice_president" => ("常务副理事长", "executive vice-president"),
        "vice_president" => ("副理事长", "vice-president"),
        "secretary_general" => ("秘书长", "secretary-general"),
        other => (other, other),
    };
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// The one of two texts that the reader reads.
pub(super) fn either<'t>(language: Language, zh: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}
