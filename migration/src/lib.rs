//! The schema of Laurel, one file a step, for SQLite and PostgreSQL alike. A step that has been
//! released never changes; it names no entity, so that it keeps its meaning when an entity moves on.
//!
//! A database remembers by name which steps it took, and refuses to go on where one of them is gone.
//! A step that has landed is therefore neither renumbered nor taken apart: numbers 24,
//! 38 and 39 were never given, and step 27 does two things that would be two steps today.

#![expect(
    elided_lifetimes_in_paths,
    reason = "the trait of the steps names its manager without a lifetime"
)]

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod columns;
mod m20261122_000001_identity;
mod m20261122_000002_reference;
mod m20261122_000003_rounds;
mod m20261122_000004_experts;
mod m20261122_000005_matching;
mod m20261122_000006_platform;
mod m20261126_000007_societies;
mod m20261126_000008_track_record;
mod m20261126_000009_quotas;
mod m20261126_000010_supervision;
mod m20261126_000011_dossiers;
mod m20261126_000012_attachments;
mod m20261126_000013_people;
mod m20261126_000014_process;
mod m20261126_000015_submissions;
mod m20261126_000016_origins;
mod m20261127_000017_notices;
mod m20261127_000018_examination;
mod m20261127_000019_objections;
mod m20261127_000020_outbox;
mod m20261127_000021_reuse;
mod m20261127_000022_objection_material;
mod m20261127_000023_notice_digest;
mod m20261127_000025_charters;
mod m20261127_000026_round_forms;
mod m20261127_000027_key_person;
mod m20261127_000028_selection_decisions;
mod m20261127_000029_key_document;
mod m20261127_000030_assignments;
mod m20261127_000031_recusals;
mod m20261127_000032_persons;
mod m20261127_000033_verified_publications;
mod m20261127_000034_conflict_policy;
mod m20261127_000035_groups;
mod m20261127_000036_shared_works;
mod m20261128_000037_recusal_guards;
mod m20261128_000040_reviews;
mod m20261128_000041_meetings;
mod m20261128_000042_results;
mod m20261128_000043_selection_links;

/// Every step in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_identity::Migration),
            Box::new(m20261122_000002_reference::Migration),
            Box::new(m20261122_000003_rounds::Migration),
            Box::new(m20261122_000004_experts::Migration),
            Box::new(m20261122_000005_matching::Migration),
            Box::new(m20261122_000006_platform::Migration),
            Box::new(m20261126_000007_societies::Migration),
            Box::new(m20261126_000008_track_record::Migration),
            Box::new(m20261126_000009_quotas::Migration),
            Box::new(m20261126_000010_supervision::Migration),
            Box::new(m20261126_000011_dossiers::Migration),
            Box::new(m20261126_000012_attachments::Migration),
            Box::new(m20261126_000013_people::Migration),
            Box::new(m20261126_000014_process::Migration),
            Box::new(m20261126_000015_submissions::Migration),
            Box::new(m20261126_000016_origins::Migration),
            Box::new(m20261127_000017_notices::Migration),
            Box::new(m20261127_000018_examination::Migration),
            Box::new(m20261127_000019_objections::Migration),
            Box::new(m20261127_000020_outbox::Migration),
            Box::new(m20261127_000021_reuse::Migration),
            Box::new(m20261127_000022_objection_material::Migration),
            Box::new(m20261127_000023_notice_digest::Migration),
            Box::new(m20261127_000025_charters::Migration),
            Box::new(m20261127_000026_round_forms::Migration),
            Box::new(m20261127_000027_key_person::Migration),
            Box::new(m20261127_000028_selection_decisions::Migration),
            Box::new(m20261127_000029_key_document::Migration),
            Box::new(m20261127_000030_assignments::Migration),
            Box::new(m20261127_000031_recusals::Migration),
            Box::new(m20261127_000032_persons::Migration),
            Box::new(m20261127_000033_verified_publications::Migration),
            Box::new(m20261127_000034_conflict_policy::Migration),
            Box::new(m20261127_000035_groups::Migration),
            Box::new(m20261127_000036_shared_works::Migration),
            Box::new(m20261128_000037_recusal_guards::Migration),
            Box::new(m20261128_000040_reviews::Migration),
            Box::new(m20261128_000041_meetings::Migration),
            Box::new(m20261128_000042_results::Migration),
            Box::new(m20261128_000043_selection_links::Migration),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_the_next_number() {
        let numbers: Vec<u32> = Migrator::migrations()
            .iter()
            .map(|step| step.name().split('_').nth(1).unwrap().parse().unwrap())
            .collect();
        let last = numbers.last().copied().unwrap();
        // These were never given.
        let is_given = |number: &u32| ![24, 38, 39].contains(number);
        let expected: Vec<u32> = (1..=last).filter(is_given).collect();
        assert_eq!(numbers, expected);
    }
}
