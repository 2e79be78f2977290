//! Rounds (年度), their award categories (奖种) and the rule set (规则集) each is bound to.

mod open_round;
mod rule_set;
mod store;

pub use open_round::ensure_round;
pub use rule_set::{CategoryRule, MatchingRule, RuleSet, RuleSetError};
pub use store::{CategoryName, Round, categories, find_round, latest_round, list_rounds};
