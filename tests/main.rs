//! Does Laurel, put together, do what it says? One binary, so that it is linked once.

#![expect(
    clippy::cognitive_complexity,
    reason = "the lint counts each assertion as a branch; a test is a list of assertions"
)]

#[cfg(test)]
#[macro_use]
mod harness;

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod assignments;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod authorisation;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod conflict_truth;
#[cfg(test)]
mod dossiers;
#[cfg(test)]
mod engines;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod examination;
#[cfg(test)]
mod experts;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod import;
#[cfg(test)]
mod interface;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod match_runs;
#[cfg(test)]
mod meetings;
#[cfg(test)]
mod nominations;
#[cfg(test)]
mod non_interference;
#[cfg(test)]
mod notifications;
#[cfg(test)]
mod objections;
#[cfg(test)]
mod person_truth;
#[cfg(test)]
mod persons;
#[cfg(test)]
mod publicity;
#[cfg(test)]
mod quota_engine;
#[cfg(test)]
mod quotas;
#[cfg(test)]
mod real_data;
#[cfg(test)]
mod recusals;
#[cfg(test)]
mod results;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod societies;
#[cfg(test)]
mod supervision;
#[cfg(test)]
mod track_record;
#[cfg(test)]
mod whole_round;
