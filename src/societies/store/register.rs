//! Where is a society with its people, checks, grades and history kept?

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{SocietyContactId, SocietyGradeId, SocietyId, SocietyOfficerId},
    society, society_check, society_contact, society_event, society_grade, society_officer,
    society_route,
    vocabulary::{AssessmentGrade, CheckResult, Route, SocietyEventKind},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};

use crate::{
    shared::IdSource,
    societies::{
        charter::Charter,
        lapse::GradeTerm,
        registry::{AnnualCheck, Contact, GradeEnd, NewEvent, Officer, RouteChoice, SocietyFacts},
    },
};

/// A society with everything that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: SocietyId,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) status: Option<String>,
    pub(crate) facts: SocietyFacts,
    pub(crate) version: i64,
    pub(crate) updated_at: Option<DateTime<Utc>>,
    pub(crate) officers: Vec<(SocietyOfficerId, Officer)>,
    pub(crate) contacts: Vec<(SocietyContactId, Contact)>,
    pub(crate) checks: Vec<society_check::Model>,
    pub(crate) grades: Vec<society_grade::Model>,
    pub(crate) events: Vec<society_event::Model>,
    pub(crate) routes: Vec<society_route::Model>,
    pub(crate) charters: Vec<Charter>,
}

/// A grade as it is kept.
pub(crate) type GradeRow = society_grade::Model;

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hand<'a> {
    pub(crate) by: &'a str,
    pub(crate) now: DateTime<Utc>,
    pub(crate) ids: IdSource,
}

pub(super) fn facts(row: &society::Model) -> SocietyFacts {
    SocietyFacts {
        name_en: row.name_en.clone(),
        group: row.discipline_group.clone(),
        credit_code: row.credit_code.clone(),
        registration_no: row.registration_no.clone(),
        supervising_body: row.supervising_body.clone(),
        supporting_unit: row.supporting_unit.clone(),
        founded_on: row.founded_on,
        council_term: row.council_term,
        council_term_ends: row.council_term_ends,
        members: row.members,
        website: row.website.clone(),
    }
}

/// The society `code`, whole.
pub(crate) async fn find(
    database: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<Kept>, DbErr> {
    let row = society::Entity::find().filter(society::Column::Code.eq(code)).one(database).await?;
    match row {
        Some(row) => whole(database, row).await.map(Some),
        None => Ok(None),
    }
}

/// The society `code`, whole, held until the transaction ends: on PostgreSQL a second writer waits
/// here, on SQLite there is none.
pub(crate) async fn find_to_change(
    database: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<Kept>, DbErr> {
    let row = society::Entity::find()
        .filter(society::Column::Code.eq(code))
        .lock_exclusive()
        .one(database)
        .await?;
    match row {
        Some(row) => whole(database, row).await.map(Some),
        None => Ok(None),
    }
}

async fn whole(database: &impl ConnectionTrait, row: society::Model) -> Result<Kept, DbErr> {
    let officers = society_officer::Entity::find()
        .filter(society_officer::Column::SocietyId.eq(row.id))
        .order_by_asc(society_officer::Column::Id)
        .all(database)
        .await?;
    let contacts = society_contact::Entity::find()
        .filter(society_contact::Column::SocietyId.eq(row.id))
        .order_by_asc(society_contact::Column::Id)
        .all(database)
        .await?;
    let checks = society_check::Entity::find()
        .filter(society_check::Column::SocietyId.eq(row.id))
        .order_by_desc(society_check::Column::Year)
        .all(database)
        .await?;
    let grades = society_grade::Entity::find()
        .filter(society_grade::Column::SocietyId.eq(row.id))
        .order_by_desc(society_grade::Column::ValidFrom)
        .order_by_desc(society_grade::Column::Id)
        .all(database)
        .await?;
    let events = society_event::Entity::find()
        .filter(society_event::Column::SocietyId.eq(row.id))
        .order_by_desc(society_event::Column::HappenedOn)
        .order_by_desc(society_event::Column::Id)
        .all(database)
        .await?;
    let routes = society_route::Entity::find()
        .filter(society_route::Column::SocietyId.eq(row.id))
        .order_by_desc(society_route::Column::FromYear)
        .all(database)
        .await?;
    let charters = super::charters::of_society(database, row.id).await?;
    Ok(Kept {
        id: row.id,
        facts: facts(&row),
        code: row.code,
        name: row.name,
        status: row.status,
        version: row.version,
        updated_at: row.updated_at,
        officers: officers.into_iter().map(|row| (row.id, officer(row))).collect(),
        contacts: contacts.into_iter().map(|row| (row.id, contact(row))).collect(),
        checks,
        grades,
        events,
        routes,
        charters,
    })
}

fn officer(row: society_officer::Model) -> Officer {
    Officer {
        duty: row.duty,
        name: row.name,
        unit: row.unit,
        term: row.term,
        from_on: row.from_on,
        to_on: row.to_on,
    }
}

fn contact(row: society_contact::Model) -> Contact {
    Contact { name: row.name, duty: row.duty, phone: row.phone, email: row.email }
}

/// Enters a society.
pub(crate) async fn insert(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    society: crate::societies::model::Society,
) -> Result<SocietyId, DbErr> {
    let row = super::intake::row(society, hand.ids.next(), 1, hand.now);
    let id = row.id;
    row.into_active_model().reset_all().insert(database).await?;
    Ok(id)
}

/// Counts a society's version on; false when it is no longer at `version`.
pub(crate) async fn bump(
    database: &impl ConnectionTrait,
    id: SocietyId,
    version: i64,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = society::Entity::update_many()
        .col_expr(society::Column::Version, Expr::value(version.saturating_add(1)))
        .col_expr(society::Column::UpdatedAt, Expr::value(now))
        .filter(society::Column::Id.eq(id))
        .filter(society::Column::Version.eq(version))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Sets the facts.
pub(crate) async fn set_facts(
    database: &impl ConnectionTrait,
    id: SocietyId,
    facts: SocietyFacts,
) -> Result<(), DbErr> {
    society::ActiveModel {
        id: Set(id),
        name_en: Set(facts.name_en),
        discipline_group: Set(facts.group),
        credit_code: Set(facts.credit_code),
        registration_no: Set(facts.registration_no),
        supervising_body: Set(facts.supervising_body),
        supporting_unit: Set(facts.supporting_unit),
        founded_on: Set(facts.founded_on),
        council_term: Set(facts.council_term),
        council_term_ends: Set(facts.council_term_ends),
        members: Set(facts.members),
        website: Set(facts.website),
        ..Default::default()
    }
    .update(database)
    .await
    .map(|_| ())
}

/// Whose credit code this is.
pub(crate) async fn owner_of(
    database: &impl ConnectionTrait,
    credit_code: &str,
) -> Result<Option<String>, DbErr> {
    let row = society::Entity::find()
        .filter(society::Column::CreditCode.eq(credit_code))
        .one(database)
        .await?;
    Ok(row.map(|row| row.code))
}

/// Adds an officer, or sets the one with this key; false when the society has none such.
pub(crate) async fn put_officer(
    database: &impl ConnectionTrait,
    society: SocietyId,
    id: SocietyOfficerId,
    officer: Officer,
    is_new: bool,
) -> Result<(), DbErr> {
    let row = society_officer::ActiveModel {
        id: Set(id),
        society_id: Set(society),
        duty: Set(officer.duty),
        name: Set(officer.name),
        unit: Set(officer.unit),
        term: Set(officer.term),
        from_on: Set(officer.from_on),
        to_on: Set(officer.to_on),
    };
    if is_new { row.insert(database).await } else { row.update(database).await }.map(|_| ())
}

/// Removes an officer.
pub(crate) async fn remove_officer(
    database: &impl ConnectionTrait,
    id: SocietyOfficerId,
) -> Result<(), DbErr> {
    society_officer::Entity::delete_by_id(id).exec(database).await.map(|_| ())
}

/// Adds a contact, or sets the one with this key.
pub(crate) async fn put_contact(
    database: &impl ConnectionTrait,
    society: SocietyId,
    id: SocietyContactId,
    contact: Contact,
    is_new: bool,
) -> Result<(), DbErr> {
    let row = society_contact::ActiveModel {
        id: Set(id),
        society_id: Set(society),
        name: Set(contact.name),
        duty: Set(contact.duty),
        phone: Set(contact.phone),
        email: Set(contact.email),
    };
    if is_new { row.insert(database).await } else { row.update(database).await }.map(|_| ())
}

/// Removes a contact.
pub(crate) async fn remove_contact(
    database: &impl ConnectionTrait,
    id: SocietyContactId,
) -> Result<(), DbErr> {
    society_contact::Entity::delete_by_id(id).exec(database).await.map(|_| ())
}

/// Sets the annual check of a year.
pub(crate) async fn put_check(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    society: SocietyId,
    year: i32,
    check: AnnualCheck,
) -> Result<(), DbErr> {
    let known = society_check::Entity::find()
        .filter(society_check::Column::SocietyId.eq(society))
        .filter(society_check::Column::Year.eq(year))
        .one(database)
        .await?;
    let row = society_check::ActiveModel {
        id: Set(known.as_ref().map_or_else(|| hand.ids.next(), |row| row.id)),
        society_id: Set(society),
        year: Set(year),
        result: Set(check.result),
        concluded_on: Set(check.concluded_on),
        note: Set(check.note),
        recorded_by: Set(hand.by.to_owned()),
        recorded_at: Set(hand.now),
    };
    let is_new = known.is_none();
    if is_new { row.insert(database).await } else { row.update(database).await }.map(|_| ())
}

/// Adds a grade that holds in these days.
pub(crate) async fn add_grade(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    society: SocietyId,
    grade: (AssessmentGrade, NaiveDate),
    validity: (NaiveDate, NaiveDate),
) -> Result<(), DbErr> {
    society_grade::ActiveModel {
        id: Set(hand.ids.next()),
        society_id: Set(society),
        grade: Set(grade.0),
        announced_on: Set(grade.1),
        valid_from: Set(validity.0),
        valid_to: Set(validity.1),
        ended_on: Set(None),
        ended_because: Set(None),
        recorded_by: Set(hand.by.to_owned()),
        recorded_at: Set(hand.now),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Ends a grade before its time.
pub(crate) async fn end_grade(
    database: &impl ConnectionTrait,
    id: SocietyGradeId,
    end: GradeEnd,
) -> Result<(), DbErr> {
    society_grade::ActiveModel {
        id: Set(id),
        ended_on: Set(Some(end.ended_on)),
        ended_because: Set(Some(end.because)),
        ..Default::default()
    }
    .update(database)
    .await
    .map(|_| ())
}

/// What an event changes of the society itself.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) former: Option<String>,
    pub(crate) name: String,
    pub(crate) status: Option<String>,
}

/// Adds an event, and sets name and standing as it says.
pub(crate) async fn add_event(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    society: SocietyId,
    event: NewEvent,
    effect: Effect,
) -> Result<(), DbErr> {
    let detail =
        if event.kind == SocietyEventKind::Renamed { event.new_name } else { event.detail };
    society_event::ActiveModel {
        id: Set(hand.ids.next()),
        society_id: Set(society),
        kind: Set(event.kind),
        happened_on: Set(event.happened_on),
        detail: Set(detail),
        former: Set(effect.former),
        other_society: Set(event.other_society),
        basis: Set(event.basis),
        recorded_by: Set(hand.by.to_owned()),
        recorded_at: Set(hand.now),
    }
    .insert(database)
    .await?;
    society::ActiveModel {
        id: Set(society),
        name: Set(effect.name),
        status: Set(effect.status),
        ..Default::default()
    }
    .update(database)
    .await
    .map(|_| ())
}

/// Sets the route from a round on.
pub(crate) async fn put_route(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    society: SocietyId,
    choice: RouteChoice,
) -> Result<(), DbErr> {
    let known = society_route::Entity::find()
        .filter(society_route::Column::SocietyId.eq(society))
        .filter(society_route::Column::FromYear.eq(choice.from_year))
        .one(database)
        .await?;
    let row = society_route::ActiveModel {
        id: Set(known.as_ref().map_or_else(|| hand.ids.next(), |row| row.id)),
        society_id: Set(society),
        from_year: Set(choice.from_year),
        route: Set(choice.route),
        reason: Set(choice.reason),
        decided_by: Set(hand.by.to_owned()),
        decided_at: Set(hand.now),
    };
    let is_new = known.is_none();
    if is_new { row.insert(database).await } else { row.update(database).await }.map(|_| ())
}

/// A society as the list needs it.
#[derive(Clone, Debug)]
pub(crate) struct Light {
    pub(crate) id: SocietyId,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) status: Option<String>,
    pub(crate) facts: SocietyFacts,
    pub(crate) grades: Vec<(AssessmentGrade, NaiveDate, NaiveDate)>,
    pub(crate) grade_terms: Vec<GradeTerm>,
    pub(crate) check: Option<(i32, CheckResult)>,
    pub(crate) routes: Vec<(i32, Route)>,
    pub(crate) officers: Vec<(String, NaiveDate)>,
}

/// Every society as the list needs it, by code.
pub(crate) async fn all_light(database: &impl ConnectionTrait) -> Result<Vec<Light>, DbErr> {
    let rows = society::Entity::find().order_by_asc(society::Column::Code).all(database).await?;
    let checks = society_check::Entity::find()
        .order_by_asc(society_check::Column::Year)
        .all(database)
        .await?;
    let grades = society_grade::Entity::find().all(database).await?;
    let routes = society_route::Entity::find().all(database).await?;
    let officers = society_officer::Entity::find()
        .filter(society_officer::Column::ToOn.is_not_null())
        .order_by_asc(society_officer::Column::Id)
        .all(database)
        .await?;
    let mut places = std::collections::BTreeMap::new();
    let mut all: Vec<Light> = Vec::with_capacity(rows.len());
    for row in rows {
        places.insert(row.id, all.len());
        all.push(Light {
            id: row.id,
            facts: facts(&row),
            code: row.code,
            name: row.name,
            status: row.status,
            grades: vec![],
            grade_terms: vec![],
            check: None,
            routes: vec![],
            officers: vec![],
        });
    }
    let mut at = |id: SocietyId, change: &dyn Fn(&mut Light)| {
        if let Some(light) = places.get(&id).and_then(|at| all.get_mut(*at)) {
            change(light);
        }
    };
    for row in checks {
        at(row.society_id, &|light| light.check = Some((row.year, row.result)));
    }
    for row in grades {
        let last = row.ended_on.map_or(row.valid_to, |ended| ended.min(row.valid_to));
        let (first, ended_on) = (row.valid_from, row.ended_on);
        at(row.society_id, &|light| {
            light.grades.push((row.grade, first, last));
            light.grade_terms.push(GradeTerm { first, last: row.valid_to, ended_on });
        });
    }
    for row in routes {
        at(row.society_id, &|light| light.routes.push((row.from_year, row.route)));
    }
    for row in officers {
        at(row.society_id, &|light| {
            light.officers.extend(row.to_on.map(|to| (row.name.clone(), to)));
        });
    }
    Ok(all)
}
