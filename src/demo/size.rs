//! How large is a demonstration round? The published figures of 2025, or a small one for tests.

/// Size of a demonstration round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DemoSize {
    /// As many nominations as in the round of 2025 (Announcement 102 of the award office), as many
    /// experts as in the first review of 2016.
    #[default]
    Full,
    /// Enough to try everything in a test.
    Small,
}

/// How many of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    /// Nominations submitted, by category: NAT, INV, PRO.
    pub(super) submitted: [usize; 3],
    /// Not accepted in formal examination, by category.
    pub(super) rejected: [usize; 3],
    /// Withdrawn by the nominator, by category.
    pub(super) withdrawn: [usize; 3],
    /// Experts in the pool.
    pub(super) experts: usize,
    /// Experts in each field that is too narrow.
    pub(super) narrow_experts: usize,
    /// Progress nominations at the special grade.
    pub(super) special: usize,
    /// Planted ties of a kind are this many times a tenth of their full number.
    pub(super) plants: usize,
}

/// The categories in the order of [`Counts`]: code and the character in a nomination's number.
pub(super) const CATEGORIES: [(&str, &str); 3] = [("NAT", "自"), ("INV", "发"), ("PRO", "进")];

impl DemoSize {
    pub(super) const fn counts(self) -> Counts {
        match self {
            Self::Full => Counts {
                submitted: [289, 334, 911],
                rejected: [4, 0, 4],
                withdrawn: [0, 0, 1],
                experts: 1810,
                narrow_experts: 5,
                special: 4,
                plants: 10,
            },
            Self::Small => Counts {
                submitted: [11, 13, 36],
                rejected: [1, 0, 1],
                withdrawn: [0, 0, 1],
                experts: 120,
                narrow_experts: 4,
                special: 1,
                plants: 1,
            },
        }
    }

    /// Topics of this size; none means every topic.
    pub(super) const fn topics(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Full => None,
            Self::Small => Some(&[
                "steel",
                "lightalloys",
                "grid",
                "vision",
                "tumour",
                "breeding",
                "soil",
                "bridges",
                "catalysis",
                "batteries",
                "relics",
            ]),
        }
    }
}
