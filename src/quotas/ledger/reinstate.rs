//! How does a society that was suspended when the ledger was opened come by its other places, once an
//! appeal has given it a quota after all?

use entity::vocabulary::EntryKind;

use super::{
    super::procedure::{Allowance, PROCEDURE},
    counter::{Change, Counter},
    stamp::Stamp,
    store::{self, Note},
};
use crate::persistence::WriteTx;

/// Gives a society what every other has in the buckets that no policy decides. Inside the caller's
/// transaction; the caller records the deed.
///
/// # Errors
/// The records failing.
pub async fn reinstate(
    tx: &WriteTx,
    (year, society): (i32, &str),
    reason: &str,
    stamp: &Stamp<'_>,
) -> Result<(), sea_orm::DbErr> {
    for rule in &PROCEDURE.buckets {
        let own = store::find_of_society(&**tx, year, rule.code, society).await?;
        let Some(own) = own else { continue };
        let path = store::path(&**tx, own.id).await?;
        let subject = format!("quota_counter/{}", own.id);
        let note = Note { kind: EntryKind::Appealed, subject: &subject, reason: Some(reason) };
        match rule.allowance {
            Allowance::Policy | Allowance::PerSociety(0) => {}
            Allowance::PerSociety(count) => {
                let places = i32::try_from(count).unwrap_or(i32::MAX);
                let change = Change { places, ..Change::default() };
                for counter in &path {
                    store::change_counter(&**tx, counter.id, change).await?;
                    store::append(&**tx, counter.id, change, &note, stamp).await?;
                }
            }
            Allowance::Unlimited => lift(tx, &path, &note, stamp).await?,
        }
    }
    Ok(())
}

/// Takes the limit off the counters that have one: what is without limit below is so above.
async fn lift(
    tx: &WriteTx,
    path: &[Counter],
    note: &Note<'_>,
    stamp: &Stamp<'_>,
) -> Result<(), sea_orm::DbErr> {
    for counter in path {
        let Some(places) = counter.places else { continue };
        store::lift_limit(&**tx, counter.id).await?;
        let change = Change { places: -places, ..Change::default() };
        store::append(&**tx, counter.id, change, note, stamp).await?;
    }
    Ok(())
}
