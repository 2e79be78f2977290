//! The register of national learned societies (全国学会): facts, people, standing; and the right to
//! nominate (提名资格): applied for, checked by criteria, decided with reasons, appealed, renewed.
//!
//! Who nominates by which way in a round, and who holds the right today, is asked of
//! [`standings`]; every change goes through [`change()`], [`open`] and [`take_step`].

mod actors;
mod assemble;
mod change;
mod charter;
mod credit_code;
pub mod expiry;
pub mod http;
mod lapse;
mod listing;
pub mod model;
mod qualification;
mod read;
mod registry;
mod route;
pub mod sheet;
mod store;
pub mod views;

pub use change::{ChangeError, Mandate, change, enter};
pub use charter::{AppliedCharter, CharterTerms, MODEL_CHARTER, NewCharter, Share};
pub use credit_code::{CreditCode, CreditCodeError};
pub use lapse::Lapse;
pub use qualification::{
    criteria::{CRITERIA, Criterion},
    edit::{
        CriterionCheck, CriterionStatement, NewFile, QualificationError, StepRefusal, add_file,
        check, open, state,
    },
    standing::Standing,
    take_step::{QualificationStepBody, take_step},
};
pub use registry::{
    AnnualCheck, Contact, GradeEnd, NewEvent, NewGrade, NewSociety, Officer, RouteChoice,
    SocietyChange, SocietyFacts,
};
pub use store::{
    CheckedYear, SocietyStanding, all, all_judged_by, annual_checks, apply, charter_on,
    charters_waiting, count, former_names, mergers, route_of, standings,
};
