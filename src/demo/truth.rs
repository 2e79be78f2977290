//! What was planted, so that a test can ask whether the engines find it?

/// The kind of a planted fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    /// The expert is a completer of the nomination.
    Completer,
    /// The expert works at a completer's unit.
    SameUnit,
    /// The expert works at a completer's unit, which the nomination calls by an alias.
    UnitAlias,
    /// The expert's unit stands directly above or below a completer's.
    RelatedUnit,
    /// A publication of the last three years names the expert and a completer.
    Coauthor,
    /// The same in English, with names in pinyin.
    CoauthorInPinyin,
    /// A joint publication of 2018 or before: too old to count.
    CoauthorLongAgo,
    /// The expert wrote a paper that the nomination cites as its own.
    OwnPaper,
    /// The expert is of a funded project with a completer, or of one that the nomination names.
    SharedGrant,
    /// The same of a patent.
    SharedPatent,
    /// The expert advised a completer's thesis, or the completer his.
    ThesisAdviser,
    /// The expert left a completer's unit in the year before the round.
    FormerUnit,
    /// The expert left a completer's unit twenty years ago: too old to count.
    FormerUnitLongAgo,
    /// The expert nominated the project.
    NominatingExpert,
    /// The expert is an officer of the nominating society.
    SocietyOfficer,
    /// The nominator asked to keep the expert out.
    ExcludedByNominator,
    /// A completer bears the expert's name but is somebody else.
    Homonym,
    /// A completer's name sounds like the expert's but is written otherwise.
    Homophone,
    /// Two experts of the pool share a name and are two people.
    Namesakes,
    /// A field with too few experts once those with a tie are out.
    NarrowField,
}

impl FactKind {
    /// Whether it is a real tie; otherwise it only looks like one, or is none at all.
    pub const fn is_tie(self) -> bool {
        !matches!(
            self,
            Self::CoauthorLongAgo
                | Self::FormerUnitLongAgo
                | Self::Homonym
                | Self::Homophone
                | Self::Namesakes
                | Self::NarrowField
        )
    }

    /// How many are planted in a full round; a narrow field and its experts come on top.
    pub(super) const fn full_count(self) -> usize {
        match self {
            Self::Completer | Self::SameUnit | Self::ExcludedByNominator => 40,
            Self::Coauthor => 50,
            Self::UnitAlias | Self::FormerUnit | Self::NominatingExpert => 25,
            Self::RelatedUnit => 20,
            Self::Homonym => 30,
            Self::CoauthorInPinyin | Self::OwnPaper | Self::Homophone => 15,
            Self::SharedGrant | Self::SharedPatent | Self::ThesisAdviser => 12,
            Self::CoauthorLongAgo | Self::FormerUnitLongAgo => 10,
            Self::Namesakes => 6,
            Self::SocietyOfficer => 3,
            Self::NarrowField => 0,
        }
    }
}

/// A planted fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub kind: FactKind,
    /// The nomination; none for [`FactKind::Namesakes`].
    pub nomination_id: Option<String>,
    /// The expert; none for [`FactKind::NarrowField`].
    pub expert_id: Option<String>,
    /// The completer, unit, alias or other expert that makes the tie.
    pub through: String,
}
