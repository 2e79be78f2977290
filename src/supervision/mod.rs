//! Supervision (督导): the working systems of the 2015 notice, for the right to nominate and, as kinds
//! of the same record, the other functions that were handed to societies. Taskbooks that three
//! parties sign, stages with their checklists, meetings, third-party assessments, disclosure, the
//! library. CAST leads it; a society and a department see and do what is theirs.

mod actors;
mod assess;
mod carry_out;
mod correction;
mod council;
mod disclosed;
mod draft;
mod draw;
mod errors;
pub mod http;
mod meet;
pub mod model;
mod performance;
mod performance_sheet;
mod print;
mod printed;
mod progress;
mod publish;
mod show;
mod show_work;
mod sides;
mod sign;
mod stages;
mod states;
mod store;
mod views;
mod wording;

pub use assess::{NewAssessment, NewFinding, find, order, reply, report as report_assessment};
pub use carry_out::{MoveRequest, NewReport, TickChange, advance, make_move, report, tick};
pub use correction::{Correction, open_correction};
pub use council::{CouncilRules, Miscount, Outcome as CouncilOutcome, Votes};
pub use disclosed::{
    PublicDisclosure, PublicIndicator, PublicName, PublicSociety, PublicTaskbook, PublicWithdrawal,
    public_index, public_society,
};
pub use draft::{change, create};
pub use errors::SupervisionError;
pub use meet::{Done, MeetingText, NewActionItem, ask, finish, hold};
pub use publish::{
    NewDisclosure, NewEntry, WithdrawalText, disclose, put_into_library, withdraw_disclosure,
};
pub use show::detail;
pub use sign::{NewResolution, resolve, sign};
pub use states::Move;
pub use store::{Disclosed, OwedIndicator, attainment, disclosed_between};
pub use views::{TaskbookDetail, TaskbookSummary};
