//! Laurel (桂冠), the portal for the national science and technology awards. The rooms, lowest
//! first; a room names only rooms above it in this list (`ARCHITECTURE.md`).

// Ground floor: names no feature.
pub mod app;
pub mod classified;
pub mod config;
pub mod exchange;
pub mod files;
pub mod jobs;
pub mod mail;
pub mod persistence;
pub mod search;
pub mod shared;
pub mod web;

// Features.
pub mod aggregation;
pub mod assignments;
pub mod audit;
pub mod authz;
pub mod awards;
pub mod conflicts;
pub mod disciplines;
pub mod examination;
pub mod experts;
pub mod idempotency;
pub mod identity;
pub mod matching;
pub mod meetings;
pub mod nominations;
pub mod notices;
pub mod notifications;
pub mod persons;
pub mod quotas;
pub mod recusals;
pub mod results;
pub mod reviews;
pub mod societies;
pub mod supervision;
pub mod track_record;
pub mod units;

// Whole-database checks and the demonstration.
pub mod demo;
pub mod invariants;

// The roof.
pub mod cli;
pub mod http;
pub mod workers;
