//! Whom of a nomination does the register name, with a bar in its term (X25 art. 92)?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    dossier_value,
    ids::{DossierId, NominationId},
    submitted_key,
    vocabulary::KeyKind,
};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};

use super::store::about;
use crate::{
    app::App,
    nominations::checks::{IntegrityEvent, PersonKey, Subject, folded},
    shared::china_day,
};

/// Nominations that are asked about together: with all their people fewer than either database takes of bound values.
const AT_ONCE: usize = 200;
/// Where a dossier keeps the credit codes of its units.
const CODES: &str = "units.items/%/credit_code";

/// Of which nominations the people and units of the register are.
#[derive(Default)]
struct Known {
    by_print: BTreeMap<String, BTreeSet<NominationId>>,
    by_code: BTreeMap<String, BTreeSet<NominationId>>,
}

impl Known {
    /// Of nominations that came with a dossier, whose key is theirs.
    async fn of(database: &impl ConnectionTrait, ids: &[NominationId]) -> Result<Self, DbErr> {
        let dossiers: Vec<DossierId> = ids.iter().map(|id| DossierId(id.0)).collect();
        let mut known = Self::default();
        let people = submitted_key::Entity::find()
            .filter(submitted_key::Column::DossierId.is_in(dossiers.iter().copied()))
            .filter(submitted_key::Column::Kind.eq(KeyKind::Identity))
            .all(database)
            .await?;
        for row in people {
            known.by_print.entry(row.value).or_default().insert(NominationId(row.dossier_id.0));
        }
        let codes = dossier_value::Entity::find()
            .filter(dossier_value::Column::DossierId.is_in(dossiers))
            .filter(dossier_value::Column::Address.like(CODES))
            .all(database)
            .await?;
        for row in codes {
            let text = row.value.and_then(|value| serde_json::from_str::<String>(&value).ok());
            let code = folded(&text.unwrap_or_default()).to_uppercase();
            if !code.is_empty() {
                known.by_code.entry(code).or_default().insert(NominationId(row.dossier_id.0));
            }
        }
        Ok(known)
    }

    /// The nominations that somebody of the register is in.
    fn with(&self, subject: &Subject) -> impl Iterator<Item = NominationId> {
        let found = match subject {
            Subject::Person(PersonKey(print)) => self.by_print.get(print),
            Subject::Unit(code) => self.by_code.get(code),
            // A doubt that the formal examination puts to a person; by itself it keeps nobody back.
            Subject::Namesake { .. } => None,
        };
        found.into_iter().flatten().copied()
    }
}

/// The records of the register about people and units of nominations whose term the present day lies in; a
/// nomination without one is left out. People are known by their identity numbers and units by their credit codes, so
/// that nothing is found of a nomination that came without a dossier.
///
/// # Errors
/// The records failing.
pub async fn integrity_hits(
    app: &App,
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Vec<IntegrityEvent>>, DbErr> {
    let today = china_day(app.clock.now());
    let mut hits: BTreeMap<NominationId, Vec<IntegrityEvent>> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let known = Known::of(database, some).await?;
        let prints = known.by_print.keys().cloned().collect();
        let codes = known.by_code.keys().cloned().collect();
        for event in about(database, (prints, BTreeSet::new(), codes)).await? {
            if !event.bars_on(today) {
                continue;
            }
            for id in known.with(&event.subject) {
                hits.entry(id).or_default().push(event.clone());
            }
        }
    }
    Ok(hits)
}
