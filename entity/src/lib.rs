//! The tables of Laurel: one file a table, no logic. The features' records say what a field means.
#![expect(missing_docs, reason = "a column is documented where its record is: in the feature")]

pub mod ids;
pub mod lists;
pub mod vocabulary;

pub mod account;
pub mod affiliation;
pub mod affinity;
pub mod assignment;
pub mod audit_record;
pub mod authorship;
pub mod category;
pub mod conflict;
pub mod discipline;
pub mod expert;
pub mod idempotency_record;
pub mod job;
pub mod match_run;
pub mod nomination;
pub mod nomination_paper;
pub mod nomination_person;
pub mod nomination_unit;
pub mod publication;
pub mod qualification;
pub mod qualification_file;
pub mod qualification_item;
pub mod qualification_step;
pub mod role_grant;
pub mod round;
pub mod rule_set;
pub mod session;
pub mod sign_in_attempt;
pub mod society;
pub mod society_check;
pub mod society_contact;
pub mod society_event;
pub mod society_grade;
pub mod society_officer;
pub mod society_route;
pub mod stored_file;
pub mod unit;
pub mod unit_alias;
