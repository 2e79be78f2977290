//! What was a refused text meant for? Read by the keys of its address, from the rooms' tables.

use entity::{
    dossier, examination,
    ids::{DossierId, ExaminationId, NominationId, ObjectionId, QualificationId, UploadId},
    nomination, objection, qualification, society, upload,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, prelude::Uuid,
};

/// What a text was meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A nomination, or the dossier that becomes one.
    Nomination {
        /// Key, the same of both.
        key: Uuid,
        /// Number.
        number: String,
        /// Code of the nominating society.
        society: Option<String>,
    },
    /// A society: its entry in the register, its right to nominate.
    Society {
        /// Code.
        code: String,
        /// Name.
        name: String,
    },
}

/// The first of the targets that there is.
pub(super) async fn found(
    database: &impl ConnectionTrait,
    targets: &[(String, String)],
) -> Result<Option<Found>, DbErr> {
    for (kind, key) in targets {
        if let Some(found) = find(database, kind, key).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn find(
    database: &impl ConnectionTrait,
    kind: &str,
    key: &str,
) -> Result<Option<Found>, DbErr> {
    if kind == "societies" {
        let of_code = society::Entity::find().filter(society::Column::Code.eq(key));
        return Ok(of_code.one(database).await?.map(of_society));
    }
    let Ok(key) = Uuid::parse_str(key) else { return Ok(None) };
    let nomination = match kind {
        "dossiers" | "nominations" => Some(key),
        "uploads" => upload::Entity::find_by_id(UploadId(key))
            .one(database)
            .await?
            .map(|row| row.dossier_id.0),
        "examinations" => examination::Entity::find_by_id(ExaminationId(key))
            .one(database)
            .await?
            .map(|row| row.nomination_id.0),
        "objections" | "society-objections" => objection::Entity::find_by_id(ObjectionId(key))
            .one(database)
            .await?
            .map(|row| row.nomination_id.0),
        "qualifications" => return of_qualification(database, QualificationId(key)).await,
        _ => None,
    };
    match nomination {
        Some(key) => of_nomination(database, key).await,
        None => Ok(None),
    }
}

/// A dossier that nobody handed in is no nomination yet, and a nomination that was imported has no dossier.
async fn of_nomination(database: &impl ConnectionTrait, key: Uuid) -> Result<Option<Found>, DbErr> {
    if let Some(row) = dossier::Entity::find_by_id(DossierId(key)).one(database).await? {
        let society = Some(row.society_code);
        return Ok(Some(Found::Nomination { key, number: row.number, society }));
    }
    let row = nomination::Entity::find_by_id(NominationId(key)).one(database).await?;
    Ok(row.map(|row| Found::Nomination { key, number: row.number, society: row.society_code }))
}

async fn of_qualification(
    database: &impl ConnectionTrait,
    key: QualificationId,
) -> Result<Option<Found>, DbErr> {
    let Some(row) = qualification::Entity::find_by_id(key).one(database).await? else {
        return Ok(None);
    };
    let applicant = society::Entity::find_by_id(row.society_id).one(database).await?;
    Ok(applicant.map(of_society))
}

fn of_society(row: society::Model) -> Found {
    Found::Society { code: row.code, name: row.name }
}
