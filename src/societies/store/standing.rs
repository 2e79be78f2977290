//! What do the decisions of this room stand on? Rounds, applications and their surroundings, as facts.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use entity::{
    ids::SocietyId,
    society, society_route,
    vocabulary::{QualificationState, RoundState, Route, Verdict},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    sea_query::Query,
};

use super::{
    qualifications::{self, Application, of_society},
    register,
};
use crate::{
    awards,
    shared::china_day,
    societies::{
        lapse::{Lapse, is_barred, lapses},
        qualification::{
            criteria::CRITERIA,
            guards::{Facts, ItemFacts, Taken},
            standing::{Held, Standing, standing},
        },
        route::{self, RoundFacts},
    },
};

/// Every round, as far as routes care.
pub(crate) async fn rounds(database: &impl ConnectionTrait) -> Result<Vec<RoundFacts>, DbErr> {
    let rounds = awards::list_rounds(database).await?;
    Ok(rounds
        .into_iter()
        .map(|round| RoundFacts { year: round.year, state: round.state })
        .collect())
}

/// The applications of a society as far as its standing needs them, with their keys.
pub(crate) async fn held(
    database: &impl ConnectionTrait,
    society: SocietyId,
) -> Result<Vec<(uuid::Uuid, Held)>, DbErr> {
    let rows = of_society(database, society).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (valid_from, valid_to) = (row.valid_from, row.valid_to);
            (row.id.0, Held { state: row.state, valid_from, valid_to })
        })
        .collect())
}

/// The facts that the steps of an application are decided from.
pub(crate) async fn facts(
    database: &impl ConnectionTrait,
    found: &Application,
    today: NaiveDate,
) -> Result<Facts, DbErr> {
    let row = &found.row;
    let others = of_society(database, row.society_id).await?;
    let rounds = rounds(database).await?;
    let began = row.valid_from.map_or(i32::MAX, |from| from.year());
    // Who held the right before this register was kept comes recognised by the ministry.
    let is_recognised = found
        .items
        .iter()
        .any(|item| item.criterion == "recognised" && item.verdict == Some(Verdict::Met));
    let steps = found.steps.iter().map(|step| Taken {
        step: step.step,
        by: step.taken_by.clone(),
        on: china_day(step.taken_at),
    });
    Ok(Facts {
        state: row.state,
        held_as: row.held_as,
        appealed_from: row.appealed_from,
        valid_to: row.valid_to,
        status: found.society_status.as_deref().and_then(|word| word.parse().ok()),
        items: item_facts(found),
        taken: steps.collect(),
        // Granted in full once: a society that was only ever on trial is still a newcomer.
        is_newcomer: !is_recognised
            && !others.iter().any(|other| {
                other.id != row.id && other.held_as == Some(QualificationState::Granted)
            }),
        renews_until: others
            .iter()
            .find(|other| Some(other.id) == row.renews)
            .and_then(|other| other.valid_to),
        has_round_ended: rounds
            .iter()
            .any(|round| round.state == RoundState::Closed && round.year >= began),
        today,
    })
}

fn item_facts(found: &Application) -> Vec<ItemFacts> {
    let items = CRITERIA.list.iter().map(|criterion| {
        let said = found.items.iter().find(|item| item.criterion == criterion.id);
        let files = found.files.iter().filter(|(file, _)| file.criterion == criterion.id);
        ItemFacts {
            criterion: criterion.id.clone(),
            has_statement: said.is_some_and(|item| item.statement.is_some()),
            files: files.map(|(file, _)| file.valid_to).collect(),
            verdict: said.and_then(|item| item.verdict),
            has_note: said.is_some_and(|item| item.note.is_some()),
        }
    });
    items.collect()
}

/// A society as the rooms after this one need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocietyStanding {
    /// CAST's code.
    pub society_id: String,
    /// Name.
    pub name: String,
    /// Discipline group.
    pub group: Option<String>,
    /// How it stands with CAST.
    pub status: Option<String>,
    /// How it stands with the right to nominate today.
    pub qualification: Standing,
    /// What it has to mend before it may nominate again.
    pub lapses: Vec<Lapse>,
    /// The route by which it nominates in the round asked for.
    pub route: Route,
}

impl SocietyStanding {
    /// Whether it may nominate in the round asked for: by its own right, or by CAST's where it recommends
    /// through it and is not itself kept from nominating.
    pub fn may_nominate(&self) -> bool {
        match self.route {
            Route::Direct => self.qualification.is_in_force(),
            Route::ViaCast => {
                !is_barred(self.status.as_deref()) && !self.qualification.is_taken_away()
            }
        }
    }

    /// Whether it had a right to nominate that is suspended, revoked or over, or may use none as it
    /// stands with CAST.
    pub fn has_lost_right(&self) -> bool {
        use Standing::{Expired, Revoked, Suspended};
        is_barred(self.status.as_deref())
            || matches!(self.qualification, Suspended | Revoked | Expired)
    }
}

/// By which route the society `code` nominates in the round of `year`; one that is not registered has
/// none of its own.
///
/// # Errors
/// The records failing.
pub async fn route_of(
    database: &impl ConnectionTrait,
    code: &str,
    year: i32,
) -> Result<Route, DbErr> {
    let of_code = Query::select()
        .column(society::Column::Id)
        .from(society::Entity)
        .and_where(society::Column::Code.eq(code))
        .to_owned();
    let routes = society_route::Entity::find()
        .select_only()
        .column(society_route::Column::FromYear)
        .column(society_route::Column::Route)
        .filter(society_route::Column::SocietyId.in_subquery(of_code))
        .into_tuple::<(i32, Route)>()
        .all(database)
        .await?;
    Ok(route::route_in(&routes, year))
}

/// How every society stands today, and by which route it nominates in the round of `year`.
///
/// # Errors
/// The records failing.
pub async fn standings(
    database: &impl ConnectionTrait,
    today: NaiveDate,
    year: i32,
) -> Result<Vec<SocietyStanding>, DbErr> {
    let societies = register::all_light(database).await?;
    let mut applications: BTreeMap<SocietyId, Vec<Held>> = BTreeMap::new();
    for (row, _, _) in qualifications::list(database, None).await? {
        let held = Held { state: row.state, valid_from: row.valid_from, valid_to: row.valid_to };
        applications.entry(row.society_id).or_default().push(held);
    }
    Ok(societies
        .into_iter()
        .map(|society| {
            let history = applications.get(&society.id).map_or(&[][..], Vec::as_slice);
            let status = society.status.as_deref();
            let check = society.check.map(|(_, result)| result);
            SocietyStanding {
                qualification: standing(history, status, today).0,
                lapses: lapses(status, check, &society.grade_terms, today),
                route: route::route_in(&society.routes, year),
                society_id: society.code,
                name: society.name,
                group: society.facts.group,
                status: society.status,
            }
        })
        .collect())
}
