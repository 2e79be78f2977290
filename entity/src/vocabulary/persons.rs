//! The words of identity resolution (人员对照).

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// Where it stands whether two records are one person.
    PersonLinkState {
        /// The engine proposes it; nobody has looked.
        Proposed = "proposed",
        /// One person confirmed it; a second is awaited.
        Confirmed = "confirmed",
        /// Two people confirmed it: the records count as one person.
        Linked = "linked",
        /// One person asks to take the link back; it holds until a second agrees.
        Unlinking = "unlinking",
        /// Two people took the link back.
        Unlinked = "unlinked",
        /// One person says that it is not the same person where that takes two; a second is awaited.
        Refusing = "refusing",
        /// Not the same person; never proposed again.
        Refused = "refused",
    }
    /// What was done about it.
    PersonLinkDeed {
        /// 确认是同一人
        Confirm = "confirm",
        /// 不是同一人
        Refuse = "refuse",
        /// 解除
        Unlink = "unlink",
        /// Takes back the first of two steps.
        Withdraw = "withdraw",
        /// 重新认定
        Reopen = "reopen",
        /// The records changed, so that the first of two steps no longer counts.
        Lapse = "lapse",
    }
}
