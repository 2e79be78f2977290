//! What is to be assigned, as a caller writes it down: who wants how many experts, who may take
//! how many, what is each pair worth, and what can be wrong with that?

use super::score::Score;
use serde::{Deserialize, Serialize};

/// A nomination (提名项目) that wants reviewers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nomination {
    /// The nomination's key, unique.
    pub id: String,
    /// Experts it wants.
    pub demand: u32,
}

/// An expert (评审专家) who may review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expert {
    /// The expert's key, unique.
    pub id: String,
    /// Fewest nominations the expert should get; met after demand and before score.
    pub min_load: u32,
    /// Most nominations the expert may get.
    pub max_load: u32,
    /// Unit (工作单位) for the unit rule; an expert without one is never bound by it.
    pub unit: Option<String>,
}

/// A candidate pair with its score; the numbers are positions in the lists of [`Draft`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoredPair {
    /// Position of the nomination.
    pub nomination: u32,
    /// Position of the expert.
    pub expert: u32,
    /// Affinity.
    pub score: Score,
}

/// An instance as a caller writes it down, in any order; positions count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// All nominations.
    pub nominations: Vec<Nomination>,
    /// All experts.
    pub experts: Vec<Expert>,
    /// Candidate pairs; a pair that is not listed is never assigned (unless pinned).
    pub pairs: Vec<ScoredPair>,
    /// Barred pairs (nomination, expert), by recusal; need not be candidates, may repeat.
    pub bars: Vec<(u32, u32)>,
    /// Pairs that must be assigned; one that is no candidate counts with score 0.
    pub pins: Vec<(u32, u32)>,
    /// Most experts of one unit on a nomination; 0 sets no bound.
    pub max_per_unit: u32,
}

/// Why a draft is no instance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstanceError {
    /// Two nominations share an id.
    #[error("提名编号重复：{id} / duplicate nomination {id}")]
    DuplicateNomination {
        /// The id.
        id: String,
    },
    /// Two experts share an id.
    #[error("专家编号重复：{id} / duplicate expert {id}")]
    DuplicateExpert {
        /// The id.
        id: String,
    },
    /// A pair names a position that no list has.
    #[error(
        "配对 ({nomination}, {expert}) 指向不存在的提名或专家 / \
         pair ({nomination}, {expert}) names an unknown nomination or expert"
    )]
    UnknownPosition {
        /// Position given for the nomination.
        nomination: u32,
        /// Position given for the expert.
        expert: u32,
    },
    /// A candidate pair is listed twice.
    #[error("配对重复：{nomination} 与 {expert} / duplicate pair {nomination}, {expert}")]
    DuplicatePair {
        /// Id of the nomination.
        nomination: String,
        /// Id of the expert.
        expert: String,
    },
    /// An expert's smallest load is above the largest.
    #[error("专家 {expert} 的最小任务数大于最大任务数 / min_load above max_load for {expert}")]
    LoadBounds {
        /// Id of the expert.
        expert: String,
    },
    /// A pair is both barred and pinned.
    #[error(
        "须回避的配对被指定：{nomination} 与 {expert} / barred and pinned: {nomination}, {expert}"
    )]
    PinnedAndBarred {
        /// Id of the nomination.
        nomination: String,
        /// Id of the expert.
        expert: String,
    },
    /// The pins of a nomination exceed its demand or the unit rule.
    #[error(
        "提名 {nomination} 的指定专家过多 / too many pinned experts for nomination {nomination}"
    )]
    PinsExceedNomination {
        /// Id of the nomination.
        nomination: String,
    },
    /// The pins of an expert exceed the largest load.
    #[error("专家 {expert} 的指定任务过多 / too many pinned nominations for expert {expert}")]
    PinsExceedLoad {
        /// Id of the expert.
        expert: String,
    },
    /// A rule does not say of each expert what group he is in.
    #[error("规则 {rule} 的分组数与专家数不符 / rule {rule} does not list every expert")]
    RuleLength {
        /// Name of the rule.
        rule: String,
    },
    /// Two rules cross: a group of one lies partly in a group of the other.
    #[error(
        "规则 {inner} 与 {outer} 互相交叉（{group} 分属不同的组），不能同时使用 / \
         rules {inner} and {outer} cross at {group}, so they cannot both hold"
    )]
    NotNested {
        /// Name of one rule; empty for the unit rule.
        inner: String,
        /// Name of the other.
        outer: String,
        /// A group of the first that lies in several of the other.
        group: String,
    },
    /// More rows than 32-bit positions can count.
    #[error("实例过大 / the instance is too large")]
    TooLarge,
}
