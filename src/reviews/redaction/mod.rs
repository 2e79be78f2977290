//! Redaction (隐名材料): copies without names, made by one officer and checked by another.
//!
//! A proposal finds what may name somebody in the texts and on the pages of files; an officer says what is left out. A
//! copy in which a name is still found for certain is refused. What a scan shows is for people to look at.

mod check;
mod copies;
mod files;
mod find;
pub(super) mod http;
mod kept;
mod propose;
mod show;
mod store;
mod strip;
mod views;

pub(in crate::reviews) use check::leaks;
pub(in crate::reviews) use show::hidden_of;
pub(in crate::reviews) use store::released;
