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
    /// The expert is kept out (回避).
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
    /// Present unit of the expert = present unit of a completer.
    SameUnit,
    /// Present unit of the expert = unit of a completer at the time of the work.
    CompletionUnit,
    /// Present unit of the expert stands directly or further above or below a completer's.
    RelatedUnit,
    /// The expert left a completer's unit not long ago.
    FormerUnit,
    /// The expert was at a completer's unit, nobody knows when.
    FormerUnitUndated,
    /// The expert wrote a paper that the nomination cites as its own.
    OwnPaper,
    /// The expert has published with a completer.
    Coauthor,
    /// The expert and a completer completed another project together.
    CoCompleter,
    /// The nominator asked to keep the expert out.
    ExcludedByNominator,
}

impl ConflictKind {
    /// Every kind, in order.
    pub const ALL: [Self; 13] = [
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
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Chinese label.
    pub const fn label_zh(self) -> &'static str {
        match self {
            Self::Completer => "本项目完成人",
            Self::NominatingExpert => "本项目提名专家",
            Self::SocietyOfficer => "提名学会负责人",
            Self::Competitor => "同类项目完成人",
            Self::SameUnit => "与完成人同单位",
            Self::CompletionUnit => "与完成单位同单位",
            Self::RelatedUnit => "上下级单位",
            Self::FormerUnit => "曾在完成人单位（期限内）",
            Self::FormerUnitUndated => "曾在完成人单位（时间不详）",
            Self::OwnPaper => "代表作作者",
            Self::Coauthor => "与完成人合著",
            Self::CoCompleter => "曾同为完成人",
            Self::ExcludedByNominator => "提名者申请回避",
        }
    }

    /// English label.
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Completer => "completer of this project",
            Self::NominatingExpert => "nominated this project",
            Self::SocietyOfficer => "officer of the nominating society",
            Self::Competitor => "completer of a competing project",
            Self::SameUnit => "same unit as a completer",
            Self::CompletionUnit => "unit where the work was done",
            Self::RelatedUnit => "unit above or below a completer's",
            Self::FormerUnit => "recently at a completer's unit",
            Self::FormerUnitUndated => "once at a completer's unit, time unknown",
            Self::OwnPaper => "author of a cited paper",
            Self::Coauthor => "co-author of a completer",
            Self::CoCompleter => "completer together with a completer",
            Self::ExcludedByNominator => "kept out at the nominator's request",
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
        assert_eq!(ConflictKind::from_code("kin"), None);
        assert!(Severity::Bar > Severity::Flag && Severity::Flag > Severity::Note);
    }
}
