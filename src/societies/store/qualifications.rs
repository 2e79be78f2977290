//! Where are applications for the right to nominate kept?

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{QualificationFileId, QualificationId, SocietyId},
    qualification, qualification_file, qualification_item, qualification_step, society,
    stored_file,
    vocabulary::{QualificationState, QualificationStep, Verdict},
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
    sea_query::{Expr, OnConflict},
};

use super::register::Hand;
use crate::societies::qualification::guards::Outcome;

/// An application with everything that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) row: qualification::Model,
    pub(crate) society_code: String,
    pub(crate) society_name: String,
    pub(crate) society_status: Option<String>,
    pub(crate) items: Vec<qualification_item::Model>,
    pub(crate) files: Vec<(qualification_file::Model, Option<stored_file::Model>)>,
    pub(crate) steps: Vec<qualification_step::Model>,
}

/// The application `id`, whole.
pub(crate) async fn find(
    database: &impl ConnectionTrait,
    id: QualificationId,
) -> Result<Option<Application>, DbErr> {
    let row = qualification::Entity::find_by_id(id).one(database).await?;
    whole(database, row).await
}

/// The application `id`, whole, held until the transaction ends.
pub(crate) async fn find_to_change(
    database: &impl ConnectionTrait,
    id: QualificationId,
) -> Result<Option<Application>, DbErr> {
    let row = qualification::Entity::find_by_id(id).lock_exclusive().one(database).await?;
    whole(database, row).await
}

async fn whole(
    database: &impl ConnectionTrait,
    row: Option<qualification::Model>,
) -> Result<Option<Application>, DbErr> {
    let Some(row) = row else { return Ok(None) };
    let id = row.id;
    let Some(society) = society::Entity::find_by_id(row.society_id).one(database).await? else {
        return Ok(None);
    };
    let items = qualification_item::Entity::find()
        .filter(qualification_item::Column::QualificationId.eq(id))
        .all(database)
        .await?;
    let rows = qualification_file::Entity::find()
        .filter(qualification_file::Column::QualificationId.eq(id))
        .order_by_asc(qualification_file::Column::Id)
        .all(database)
        .await?;
    let mut files = Vec::with_capacity(rows.len());
    for row in rows {
        let kept = stored_file::Entity::find_by_id(&row.digest).one(database).await?;
        files.push((row, kept));
    }
    let steps = qualification_step::Entity::find()
        .filter(qualification_step::Column::QualificationId.eq(id))
        .order_by_asc(qualification_step::Column::Id)
        .all(database)
        .await?;
    Ok(Some(Application {
        row,
        society_code: society.code,
        society_name: society.name,
        society_status: society.status,
        items,
        files,
        steps,
    }))
}

/// Every application of these societies, or of all, with code and name, the oldest first.
pub(crate) async fn list(
    database: &impl ConnectionTrait,
    codes: Option<&[String]>,
) -> Result<Vec<(qualification::Model, String, String)>, DbErr> {
    let mut select = society::Entity::find();
    if let Some(codes) = codes {
        select = select.filter(society::Column::Code.is_in(codes));
    }
    let societies: std::collections::BTreeMap<SocietyId, (String, String)> =
        select.all(database).await?.into_iter().map(|row| (row.id, (row.code, row.name))).collect();
    let rows = qualification::Entity::find()
        .order_by_asc(qualification::Column::CreatedAt)
        .order_by_asc(qualification::Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (code, name) = societies.get(&row.society_id)?.clone();
            Some((row, code, name))
        })
        .collect())
}

/// Every application of one society, the oldest first.
pub(crate) async fn of_society(
    database: &impl ConnectionTrait,
    society: SocietyId,
) -> Result<Vec<qualification::Model>, DbErr> {
    qualification::Entity::find()
        .filter(qualification::Column::SocietyId.eq(society))
        .order_by_asc(qualification::Column::CreatedAt)
        .order_by_asc(qualification::Column::Id)
        .all(database)
        .await
}

/// The files of these applications that end at some day.
pub(crate) async fn ending_files(
    database: &impl ConnectionTrait,
    applications: &[QualificationId],
) -> Result<Vec<(QualificationId, String, NaiveDate)>, DbErr> {
    let rows = qualification_file::Entity::find()
        .filter(qualification_file::Column::QualificationId.is_in(applications.iter().copied()))
        .filter(qualification_file::Column::ValidTo.is_not_null())
        .order_by_asc(qualification_file::Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.qualification_id, row.name, row.valid_to?)))
        .collect())
}

/// A new application.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewApplication<'a> {
    pub(crate) id: QualificationId,
    pub(crate) society: SocietyId,
    pub(crate) criteria_version: &'a str,
    pub(crate) renews: Option<QualificationId>,
}

/// Makes an application.
pub(crate) async fn insert(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    new: NewApplication<'_>,
) -> Result<(), DbErr> {
    qualification::ActiveModel {
        id: Set(new.id),
        society_id: Set(new.society),
        state: Set(QualificationState::Draft),
        criteria_version: Set(new.criteria_version.to_owned()),
        renews: Set(new.renews),
        valid_from: Set(None),
        valid_to: Set(None),
        held_as: Set(None),
        appealed_from: Set(None),
        created_by: Set(hand.by.to_owned()),
        created_at: Set(hand.now),
        updated_at: Set(hand.now),
        version: Set(1),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Counts an application's version on; false when it is no longer at `version`.
pub(crate) async fn bump(
    database: &impl ConnectionTrait,
    id: QualificationId,
    version: i64,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = qualification::Entity::update_many()
        .col_expr(qualification::Column::Version, Expr::value(version.saturating_add(1)))
        .col_expr(qualification::Column::UpdatedAt, Expr::value(now))
        .filter(qualification::Column::Id.eq(id))
        .filter(qualification::Column::Version.eq(version))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Sets what the society says to a criterion.
pub(crate) async fn put_statement(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    application: QualificationId,
    criterion: &str,
    statement: Option<String>,
) -> Result<(), DbErr> {
    let row = qualification_item::ActiveModel {
        id: Set(hand.ids.next()),
        qualification_id: Set(application),
        criterion: Set(criterion.to_owned()),
        statement: Set(statement),
        verdict: Set(None),
        note: Set(None),
        checked_by: Set(None),
        checked_at: Set(None),
    };
    let columns =
        [qualification_item::Column::QualificationId, qualification_item::Column::Criterion];
    qualification_item::Entity::insert(row)
        .on_conflict(
            OnConflict::columns(columns)
                .update_column(qualification_item::Column::Statement)
                .to_owned(),
        )
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Sets what was found of a criterion.
pub(crate) async fn put_verdict(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    application: QualificationId,
    criterion: &str,
    found: (Option<Verdict>, Option<String>),
) -> Result<(), DbErr> {
    use qualification_item::Column;
    let row = qualification_item::ActiveModel {
        id: Set(hand.ids.next()),
        qualification_id: Set(application),
        criterion: Set(criterion.to_owned()),
        statement: Set(None),
        verdict: Set(found.0),
        note: Set(found.1),
        checked_by: Set(Some(hand.by.to_owned())),
        checked_at: Set(Some(hand.now)),
    };
    let columns = [Column::QualificationId, Column::Criterion];
    let changed = [Column::Verdict, Column::Note, Column::CheckedBy, Column::CheckedAt];
    qualification_item::Entity::insert(row)
        .on_conflict(OnConflict::columns(columns).update_columns(changed).to_owned())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// A file to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewEvidence {
    pub(crate) id: QualificationFileId,
    pub(crate) criterion: String,
    pub(crate) digest: String,
    pub(crate) name: String,
    pub(crate) valid_to: Option<NaiveDate>,
}

/// Adds a file.
pub(crate) async fn add_file(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    application: QualificationId,
    new: NewEvidence,
) -> Result<(), DbErr> {
    qualification_file::ActiveModel {
        id: Set(new.id),
        qualification_id: Set(application),
        criterion: Set(new.criterion),
        digest: Set(new.digest),
        name: Set(new.name),
        valid_to: Set(new.valid_to),
        added_by: Set(hand.by.to_owned()),
        added_at: Set(hand.now),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Takes a file out of the application; its bytes stay.
pub(crate) async fn remove_file(
    database: &impl ConnectionTrait,
    id: QualificationFileId,
) -> Result<(), DbErr> {
    qualification_file::Entity::delete_by_id(id).exec(database).await.map(|_| ())
}

/// Writes a step down and sets what it made of the application.
pub(crate) async fn take_step(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    row: &qualification::Model,
    step: (QualificationStep, Option<String>),
    outcome: &Outcome,
) -> Result<(), DbErr> {
    qualification_step::ActiveModel {
        id: Set(hand.ids.next()),
        qualification_id: Set(row.id),
        step: Set(step.0),
        from_state: Set(row.state),
        to_state: Set(outcome.state),
        reason: Set(step.1),
        taken_by: Set(hand.by.to_owned()),
        taken_at: Set(hand.now),
    }
    .insert(database)
    .await?;
    let (valid_from, valid_to) = match outcome.term {
        Some((first, last)) => (Some(first), Some(last)),
        None => (row.valid_from, row.valid_to),
    };
    qualification::ActiveModel {
        id: Set(row.id),
        state: Set(outcome.state),
        held_as: Set(outcome.held_as),
        appealed_from: Set(outcome.appealed_from),
        valid_from: Set(valid_from),
        valid_to: Set(valid_to),
        ..Default::default()
    }
    .update(database)
    .await
    .map(|_| ())
}
