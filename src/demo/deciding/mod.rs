//! How does a round go from its reviewers' sheets to the published result? By the requests that people's pages send:
//! for the demonstration, the tests and the measuring of a whole round.

mod meetings;
mod results;
mod reviews;
mod visitor;

pub use meetings::{
    NewBallot, NewBody, call_meeting, cast, close_ballot, enter_slip, items_by_grade, make_body,
    open_ballot, open_meeting, sign_opinions, steer, write_opinions,
};
pub use results::{NewPaper, NewRelease, draft_release, release};
pub use reviews::{accept_all, close_phase, open_phase, score, sheet};
pub use visitor::{Reply, Site, Visitor, text_of, version_of};
