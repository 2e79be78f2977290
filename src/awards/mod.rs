//! Rounds (年度), their award categories (奖种) and the rule set (规则集) each is bound to.

mod book;
mod books_store;
mod calendar;
mod open_round;
mod rule_set;
mod store;
mod timetable;
mod timetable_phases;
mod timetable_store;

pub use book::{BlindRule, BookError, DeclaredBy, FileSight, QuestionWay, SheetSight, Sight};
pub use books_store::{bind_book, book_text, set_round_state};
pub use calendar::{Calendar, DaysOff, KnownYear};
pub use open_round::ensure_round;
pub use rule_set::{
    BooksRule, CategoryRule, ChecksRule, MatchingRule, ObjectionsRule, RULE_SET_FILE, RuleSet,
    RuleSetError, WithdrawalRule,
};
pub use store::{
    CategoryName, Round, categories, find_round, latest_round, list_rounds, rules_of, withdrawal_of,
};
pub use timetable::{
    CLOSES_AT, Extension, Moment, PublicityRule, StageRule, Timetable, TimetableRule, Window,
};
pub use timetable_phases::{Bound, Course, Phase, PhaseKind, PhaseStanding, PublicTime};
pub use timetable_store::{
    KeptExtension, Writing, ask_extension, confirm_extension, extension, extensions, set_timetable,
    timetable, window,
};
