//! Which kinds of society are there, and how does the quality of each run over the rounds?

use rand::Rng;

use super::super::random::Chance;

/// Quality in thousandths: 0 the worst, 500 a middling, 1000 the best society.
pub type Quality = i32;

/// What a society of the past rounds really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SocietyKind {
    /// Well above the middle throughout.
    Good,
    /// About the middle throughout.
    Steady,
    /// Well below the middle throughout.
    Weak,
    /// Begins weak and grows well.
    Improving,
    /// Begins well and grows weak.
    Declining,
    /// Below the middle, one nomination a round, and in the last two rounds very lucky with it.
    LuckySmall,
    /// Submits few and safe nominations that pass, and neglects everything that is not counted there:
    /// publicity, selection, disclosure; objections against it are upheld.
    Gaming,
    /// Holds the right for the last one or two rounds only; may be of any quality.
    Newcomer,
}

impl SocietyKind {
    /// All kinds, in the order in which shares are written.
    pub const ALL: [Self; 8] = [
        Self::Good,
        Self::Steady,
        Self::Weak,
        Self::Improving,
        Self::Declining,
        Self::LuckySmall,
        Self::Gaming,
        Self::Newcomer,
    ];

    /// The word for tables and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Steady => "steady",
            Self::Weak => "weak",
            Self::Improving => "improving",
            Self::Declining => "declining",
            Self::LuckySmall => "lucky_small",
            Self::Gaming => "gaming",
            Self::Newcomer => "newcomer",
        }
    }

    /// The least and the greatest quality at the first and at the last round.
    const fn course(self) -> [(Quality, Quality); 2] {
        match self {
            Self::Good => [(720, 940), (720, 940)],
            Self::Steady => [(420, 600), (420, 600)],
            Self::Weak => [(60, 280), (60, 280)],
            Self::Improving => [(150, 300), (680, 850)],
            Self::Declining => [(680, 850), (150, 300)],
            Self::LuckySmall => [(280, 430), (280, 430)],
            Self::Gaming => [(150, 330), (150, 330)],
            Self::Newcomer => [(150, 880), (150, 880)],
        }
    }

    /// The quality in each of the rounds: a straight line with a little unrest.
    pub(super) fn qualities(self, rounds: usize, chance: &mut Chance) -> Vec<Quality> {
        let [first, last] = self.course();
        let start = chance.random_range(first.0..=first.1);
        let moves = matches!(self, Self::Improving | Self::Declining);
        let end = if moves { chance.random_range(last.0..=last.1) } else { start };
        let steps = i32::try_from(rounds.saturating_sub(1)).unwrap_or(0);
        (0..=steps)
            .map(|step| {
                let on_line = start + (end - start) * step / steps.max(1);
                (on_line + chance.random_range(-25..=25)).clamp(0, 1000)
            })
            .collect()
    }
}
