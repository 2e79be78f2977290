//! What can be wrong with the corrections of an answer?

use super::definitions::Contradiction;
use crate::shared::Bilingual;

/// What is wrong with the corrections of an answer.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionFault {
    /// An accepted dispute corrects something.
    #[error("采纳须更正至少一项 / an accepted dispute corrects something")]
    None,
    /// A rejected one does not.
    #[error("不采纳不得更正 / a rejected dispute corrects nothing")]
    Needless,
    /// The correction at this place cannot be made.
    #[error("第 {0} 项更正有误 / correction {0} is wrong: {1}")]
    Bad(usize, Bilingual),
    /// After it the counts would contradict each other.
    #[error("更正后数据矛盾 / the counts would contradict each other: {0}")]
    Contradiction(Contradiction),
}
