//! Where is the register kept?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::integrity_record::{Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

use super::record::BarRecord;
use crate::{
    nominations::checks::{IntegrityEvent, PersonKey, Subject, folded},
    persistence::{Applied, Sealer},
    shared::{Bilingual, IdSource, hex_sha256},
};

/// Who writes into the register, and when.
#[derive(Clone, Copy, Debug)]
pub struct Recording<'a> {
    /// New keys.
    pub ids: IdSource,
    /// The instant.
    pub now: DateTime<Utc>,
    /// The user name.
    pub by: &'a str,
    /// Makes the fingerprints of identity numbers.
    pub sealer: &'a Sealer,
}

fn row(one: &BarRecord, recording: Recording<'_>) -> Model {
    // As the rule check folds the numbers of a dossier.
    let number = one.id_number.as_ref().map(|number| folded(number.expose()).to_uppercase());
    let fingerprint = number.map(|number| recording.sealer.fingerprint(number.as_bytes()));
    let known = (&fingerprint, &one.name, &one.unit, &one.credit_code, one.from, &one.basis);
    Model {
        id: recording.ids.next(),
        key: hex_sha256(&serde_json::to_vec(&known).unwrap_or_default()),
        fingerprint,
        name: one.name.clone(),
        unit: one.unit.clone(),
        credit_code: one.credit_code.as_deref().map(|code| folded(code).to_uppercase()),
        what_zh: one.what.clone(),
        what_en: one.what_en.clone().unwrap_or_else(|| one.what.clone()),
        from_day: one.from,
        until_day: one.until,
        basis: one.basis.clone(),
        recorded_by: recording.by.to_owned(),
        recorded_at: recording.now,
    }
}

/// Takes records into the register: one that is there takes its new end and words, one that is the same is
/// left alone.
///
/// # Errors
/// The records failing.
pub async fn apply_bars(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    batch: &[BarRecord],
) -> Result<Applied, DbErr> {
    let mut applied = Applied::default();
    for one in batch {
        let new = row(one, recording);
        let known = Entity::find().filter(Column::Key.eq(&new.key)).one(database).await?;
        match known {
            None => {
                Entity::insert(new.into_active_model().reset_all())
                    .exec_without_returning(database)
                    .await?;
                applied.inserted += 1;
            }
            Some(known)
                if (known.until_day, &known.what_zh, &known.what_en)
                    == (new.until_day, &new.what_zh, &new.what_en) =>
            {
                applied.unchanged += 1;
            }
            Some(known) => {
                let changed = Model { id: known.id, ..new };
                changed.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
    }
    Ok(applied)
}

/// The records about people with these fingerprints or names, or units with these codes.
///
/// # Errors
/// The records failing.
pub async fn about(
    database: &impl ConnectionTrait,
    (fingerprints, names, codes): (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>),
) -> Result<Vec<IntegrityEvent>, DbErr> {
    let namesakes =
        Condition::all().add(Column::Fingerprint.is_null()).add(Column::Name.is_in(names));
    let rows = Entity::find()
        .filter(
            Condition::any()
                .add(Column::Fingerprint.is_in(fingerprints))
                .add(Column::CreditCode.is_in(codes))
                .add(namesakes),
        )
        .order_by_asc(Column::FromDay)
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    let event = |row: Model| {
        let subject = match (row.fingerprint, row.credit_code) {
            (Some(print), _) => Subject::Person(PersonKey(print)),
            (None, Some(code)) => Subject::Unit(code),
            (None, None) => {
                Subject::Namesake { name: row.name, unit: row.unit.unwrap_or_default() }
            }
        };
        IntegrityEvent {
            subject,
            what: Bilingual::new(row.what_zh, row.what_en),
            from: row.from_day,
            until: row.until_day,
        }
    };
    Ok(rows.into_iter().map(event).collect())
}
