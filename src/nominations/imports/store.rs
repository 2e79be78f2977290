//! The rows of origins, and what the society nominated in earlier rounds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    dossier_origin::{self, Column},
    ids::{DossierId, NominationId},
    nomination, nomination_paper, nomination_person, nomination_unit, round,
    vocabulary::PersonRole,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, sea_query::OnConflict,
};

use super::{known::Past, origins::Origin};
use crate::{nominations::dossier::Address, shared::IdSource};

/// Rows of a statement.
const BATCH: usize = 500;
/// So many earlier nominations are looked at, the newest first.
const MOST_NOMINATIONS: u64 = 500;

/// Remembers where the values at some addresses came from.
pub(super) async fn remember(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (dossier, version, now): (DossierId, i64, DateTime<Utc>),
    origins: Vec<(Address, Origin)>,
) -> Result<(), DbErr> {
    let rows: Vec<dossier_origin::ActiveModel> = origins
        .into_iter()
        .map(|(address, origin)| dossier_origin::ActiveModel {
            id: Set(ids.next()),
            dossier_id: Set(dossier),
            address: Set(address.to_string()),
            version: Set(version),
            kind: Set(origin.kind.to_owned()),
            source_zh: Set(origin.told.zh),
            source_en: Set(origin.told.en),
            recorded_at: Set(now),
        })
        .collect();
    for part in rows.chunks(BATCH) {
        let keys = [Column::DossierId, Column::Address];
        let columns =
            [Column::Version, Column::Kind, Column::SourceZh, Column::SourceEn, Column::RecordedAt];
        dossier_origin::Entity::insert_many(part.to_vec())
            .on_conflict(OnConflict::columns(keys).update_columns(columns).to_owned())
            .exec_without_returning(database)
            .await?;
    }
    Ok(())
}

/// An origin as it was remembered.
pub(super) struct Remembered {
    pub(super) version: i64,
    pub(super) kind: String,
    pub(super) told: crate::shared::Bilingual,
    pub(super) at: DateTime<Utc>,
}

/// Where the values of a dossier came from, by address.
pub(super) async fn of_dossier(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<BTreeMap<String, Remembered>, DbErr> {
    let rows = dossier_origin::Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::Address)
        .all(database)
        .await?;
    let remembered = rows.into_iter().map(|row| {
        let told = crate::shared::Bilingual::new(row.source_zh, row.source_en);
        let one = Remembered { version: row.version, kind: row.kind, told, at: row.recorded_at };
        (row.address, one)
    });
    Ok(remembered.collect())
}

/// What a society nominated, the newest round first.
pub(super) async fn past(
    database: &impl ConnectionTrait,
    society: &str,
) -> Result<Vec<Past>, DbErr> {
    let found = nomination::Entity::find()
        .filter(nomination::Column::SocietyCode.eq(society))
        .order_by_desc(nomination::Column::CreatedAt)
        .order_by_asc(nomination::Column::Number)
        .limit(MOST_NOMINATIONS)
        .all(database)
        .await?;
    let years: BTreeMap<_, _> = round::Entity::find()
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row.year))
        .collect();
    let mut past: BTreeMap<NominationId, Past> = found
        .into_iter()
        .map(|row| {
            let round = years.get(&row.round_id).copied().unwrap_or_default();
            let one = Past { round, number: row.number, at: row.updated_at, ..Past::default() };
            (row.id, one)
        })
        .collect();
    add_people(database, &mut past).await?;
    add_units_and_papers(database, &mut past).await?;
    let mut past: Vec<Past> = past.into_values().collect();
    past.sort_by(|one, other| (other.round, &one.number).cmp(&(one.round, &other.number)));
    Ok(past)
}

async fn add_people(
    database: &impl ConnectionTrait,
    past: &mut BTreeMap<NominationId, Past>,
) -> Result<(), DbErr> {
    let keys: Vec<NominationId> = past.keys().copied().collect();
    let people = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.is_in(keys))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .all(database)
        .await?;
    for row in people {
        let text = |value: Option<String>| value.unwrap_or_default();
        let cells = [
            ("name", row.name),
            ("completing_unit", text(row.unit.clone())),
            ("work_unit", text(row.work_unit.or(row.unit))),
            ("email", text(row.email)),
            ("orcid", text(row.orcid)),
            ("title", text(row.title)),
            ("post", text(row.post)),
        ];
        if let Some(one) = past.get_mut(&row.nomination_id) {
            one.people.push((row.id.to_string(), cells.to_vec()));
        }
    }
    Ok(())
}

async fn add_units_and_papers(
    database: &impl ConnectionTrait,
    past: &mut BTreeMap<NominationId, Past>,
) -> Result<(), DbErr> {
    let keys: Vec<NominationId> = past.keys().copied().collect();
    let units = nomination_unit::Entity::find()
        .filter(nomination_unit::Column::NominationId.is_in(keys.clone()))
        .order_by_asc(nomination_unit::Column::Rank)
        .all(database)
        .await?;
    for row in units {
        if let Some(one) = past.get_mut(&row.nomination_id) {
            one.units.push((row.id.to_string(), vec![("name", row.name)]));
        }
    }
    let papers = nomination_paper::Entity::find()
        .filter(nomination_paper::Column::NominationId.is_in(keys))
        .order_by_asc(nomination_paper::Column::Rank)
        .all(database)
        .await?;
    for row in papers {
        let year = row.year.map(|year| year.to_string()).unwrap_or_default();
        let cells = vec![
            ("title", row.title),
            ("authors", row.authors.0.join("；")),
            ("doi", row.doi.unwrap_or_default()),
            ("year_volume_pages", year),
        ];
        if let Some(one) = past.get_mut(&row.nomination_id) {
            one.papers.push((row.id.to_string(), cells));
        }
    }
    Ok(())
}
