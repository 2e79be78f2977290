//! Which conflicts of interest are there, and how grave is one? Codes, labels and their articles.

use serde::{Deserialize, Serialize};

/// What a finding does: the graver, the greater.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Shown to whoever decides (提示).
    #[default]
    Note,
    /// A person must decide (待核).
    Flag,
    /// The expert is kept out (须回避).
    Bar,
}

impl Severity {
    /// The stable code, as in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Flag => "flag",
            Self::Bar => "bar",
        }
    }
}

/// The kind of a conflict. The order is that of the rules, and of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// The expert is a completer of the nomination.
    Completer,
    /// The expert nominated it.
    NominatingExpert,
    /// The expert is an officer of the nominating society.
    SocietyOfficer,
    /// The expert is a completer of another nomination of the same category or panel.
    Competitor,
    /// Present unit of the expert = present unit of a completer, or a completing unit.
    SameUnit,
    /// Present unit of the expert = unit of a completer at the time of the work.
    CompletionUnit,
    /// Present unit of the expert stands directly or further above or below one of those.
    RelatedUnit,
    /// The expert left a completer's unit or a completing unit not long ago.
    FormerUnit,
    /// The expert was at one of those, nobody knows when.
    FormerUnitUndated,
    /// The expert wrote a paper that the nomination cites as its own.
    OwnPaper,
    /// The expert has published with a completer.
    Coauthor,
    /// The expert and a completer completed another project together.
    CoCompleter,
    /// The nominator asked to keep the expert out.
    ExcludedByNominator,
    /// The expert and a completer are close relatives.
    Kin,
    /// The expert taught a completer, or a completer the expert.
    AdviserStudent,
    /// First papers together and years between them: perhaps adviser and student.
    InferredAdviser,
    /// The expert and a completer are members of one funded project.
    SharedGrant,
    /// The expert is an inventor beside a completer, or of what the nomination rests on.
    SharedPatent,
    /// Shares, paid consultancy or a dispute about rights.
    EconomicInterest,
    /// Another declared interest.
    OtherDeclared,
    /// The expert is a completer of a nomination of the round that is much alike.
    OwnSimilarNomination,
    /// The expert and a completer or nominator have nominated each other.
    MutualNomination,
    /// The expert and a completer have judged each other in earlier rounds.
    ReviewingRing,
    /// The expert works for the nominating society.
    SocietyStaff,
    /// The expert works for the award office, or helps it.
    OfficeStaff,
}

impl ConflictKind {
    /// Every kind, in order.
    pub const ALL: [Self; 25] = [
        Self::Completer,
        Self::NominatingExpert,
        Self::SocietyOfficer,
        Self::Competitor,
        Self::SameUnit,
        Self::CompletionUnit,
        Self::RelatedUnit,
        Self::FormerUnit,
        Self::FormerUnitUndated,
        Self::OwnPaper,
        Self::Coauthor,
        Self::CoCompleter,
        Self::ExcludedByNominator,
        Self::Kin,
        Self::AdviserStudent,
        Self::InferredAdviser,
        Self::SharedGrant,
        Self::SharedPatent,
        Self::EconomicInterest,
        Self::OtherDeclared,
        Self::OwnSimilarNomination,
        Self::MutualNomination,
        Self::ReviewingRing,
        Self::SocietyStaff,
        Self::OfficeStaff,
    ];

    /// The stable code, as in files and over HTTP.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Completer => "completer",
            Self::NominatingExpert => "nominating_expert",
            Self::SocietyOfficer => "society_officer",
            Self::Competitor => "competitor",
            Self::SameUnit => "same_unit",
            Self::CompletionUnit => "completion_unit",
            Self::RelatedUnit => "related_unit",
            Self::FormerUnit => "former_unit",
            Self::FormerUnitUndated => "former_unit_undated",
            Self::OwnPaper => "own_paper",
            Self::Coauthor => "coauthor",
            Self::CoCompleter => "co_completer",
            Self::ExcludedByNominator => "excluded_by_nominator",
            Self::Kin => "kin",
            Self::AdviserStudent => "adviser_student",
            Self::InferredAdviser => "inferred_adviser",
            Self::SharedGrant => "shared_grant",
            Self::SharedPatent => "shared_patent",
            Self::EconomicInterest => "economic_interest",
            Self::OtherDeclared => "other_declared",
            Self::OwnSimilarNomination => "own_similar_nomination",
            Self::MutualNomination => "mutual_nomination",
            Self::ReviewingRing => "reviewing_ring",
            Self::SocietyStaff => "society_staff",
            Self::OfficeStaff => "office_staff",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Chinese label, as the screens have it.
    pub const fn label_zh(self) -> &'static str {
        match self {
            Self::Completer => "是本项目的完成人",
            Self::NominatingExpert => "是本项目的提名专家",
            Self::SocietyOfficer => "是提名学会的负责人",
            Self::Competitor => "是同类项目的完成人",
            Self::SameUnit => "与完成人或者完成单位同单位",
            Self::CompletionUnit => "在项目的完成单位任职",
            Self::RelatedUnit => "与完成人的单位或者完成单位有隶属关系",
            Self::FormerUnit => "近年曾在完成人的单位或者完成单位",
            Self::FormerUnitUndated => "曾在完成人的单位或者完成单位（时间不详）",
            Self::OwnPaper => "是代表性论文的作者",
            Self::Coauthor => "与完成人合著",
            Self::CoCompleter => "曾与完成人同为完成人",
            Self::ExcludedByNominator => "提名者申请回避",
            Self::Kin => "与完成人为近亲属",
            Self::AdviserStudent => "与完成人为师生",
            Self::InferredAdviser => "疑与完成人为师生（由早期论文推断）",
            Self::SharedGrant => "与完成人共同承担科研项目",
            Self::SharedPatent => "与完成人共有专利",
            Self::EconomicInterest => "有经济利益或者竞争关系",
            Self::OtherDeclared => "申报的其他利害关系",
            Self::OwnSimilarNomination => "本人有相同或相近的提名",
            Self::MutualNomination => "与完成人或提名人互相提名",
            Self::ReviewingRing => "历届互评",
            Self::SocietyStaff => "是提名学会的工作人员",
            Self::OfficeStaff => "是奖励办的工作人员",
        }
    }

    /// English label, as the screens have it.
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Completer => "Completer of this project",
            Self::NominatingExpert => "Nominated this project",
            Self::SocietyOfficer => "Officer of the nominating society",
            Self::Competitor => "Completer of a competing project",
            Self::SameUnit => "Same unit as a completer, or a completing unit",
            Self::CompletionUnit => "At the unit where the work was done",
            Self::RelatedUnit => "At a unit above or below a completer's or a completing unit",
            Self::FormerUnit => "Recently at a completer's or a completing unit",
            Self::FormerUnitUndated => "Once at a completer's or a completing unit, time unknown",
            Self::OwnPaper => "Author of a cited paper",
            Self::Coauthor => "Co-author of a completer",
            Self::CoCompleter => "Completer of another project together",
            Self::ExcludedByNominator => "Kept out at the nominator's request",
            Self::Kin => "Close relative of a completer",
            Self::AdviserStudent => "Adviser or student of a completer",
            Self::InferredAdviser => "Perhaps adviser and student, by early papers",
            Self::SharedGrant => "Funded project in common with a completer",
            Self::SharedPatent => "Patent in common with a completer",
            Self::EconomicInterest => "Economic interest or competition",
            Self::OtherDeclared => "Other declared interest",
            Self::OwnSimilarNomination => "Completer of a similar nomination",
            Self::MutualNomination => "Nominated each other",
            Self::ReviewingRing => "Reviewed each other in earlier rounds",
            Self::SocietyStaff => "On the staff of the nominating society",
            Self::OfficeStaff => "On the staff of the award office",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_files_and_the_order_is_whole() {
        for pair in ConflictKind::ALL.windows(2) {
            assert!(pair[0] < pair[1]);
        }
        for kind in ConflictKind::ALL {
            assert_eq!(ConflictKind::from_code(kind.code()), Some(kind));
            assert!(!kind.label_zh().is_empty() && !kind.label_en().is_empty());
        }
        assert_eq!(ConflictKind::from_code("kinship"), None);
        assert!(Severity::Bar > Severity::Flag && Severity::Flag > Severity::Note);
    }

    #[test]
    fn the_screens_say_the_same() {
        let read = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let zh = read(include_str!("../../frontend/src/shared/i18n/zh-CN.json"));
        let en = read(include_str!("../../frontend/src/shared/i18n/en.json"));
        for kind in ConflictKind::ALL {
            assert_eq!(zh["conflictKind"][kind.code()], kind.label_zh());
            assert_eq!(en["conflictKind"][kind.code()], kind.label_en());
        }
        for source in crate::conflicts::SourceKind::ALL {
            assert!(zh["sourceKind"][source.code()].is_string(), "{source:?}");
            assert!(en["sourceKind"][source.code()].is_string(), "{source:?}");
        }
    }
}
