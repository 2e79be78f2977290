//! Where are divisions into panels kept, and what are they made from?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    conflict, expert,
    ids::{ExpertId, NominationId, PanelDivisionId, RoundId},
    lists::StringList,
    nomination, panel_division, round,
    vocabulary::NominationState,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::{
    super::{
        panels::{Ground, PanelView, Placed, Seated},
        seats::PanelSeats,
    },
    read::newest_done,
};
use crate::{awards, conflicts::Severity, disciplines};

pub(in super::super) use entity::panel_division::Model as DivisionRow;

/// Divisions of a round that are listed.
const MOST_DIVISIONS: u64 = 20;

type NominationColumns =
    (NominationId, String, String, StringList, Option<String>, NominationState);

async fn placed(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, Placed>, DbErr> {
    let rows = nomination::Entity::find()
        .select_only()
        .columns([
            nomination::Column::Id,
            nomination::Column::Number,
            nomination::Column::Title,
            nomination::Column::Disciplines,
            nomination::Column::Panel,
            nomination::Column::State,
        ])
        .filter(nomination::Column::RoundId.eq(round))
        .into_tuple::<NominationColumns>()
        .all(database)
        .await?;
    let placed = |(id, number, title, disciplines, panel, _): NominationColumns| {
        let discipline = disciplines.0.into_iter().next().unwrap_or_default();
        (id, Placed { id: id.0, number, title, discipline, panel })
    };
    Ok(rows.into_iter().filter(|row| row.5.is_matched()).map(placed).collect())
}

type ExpertColumns = (ExpertId, String, String, String, StringList);

async fn seated(database: &impl ConnectionTrait) -> Result<BTreeMap<ExpertId, Seated>, DbErr> {
    let rows = expert::Entity::find()
        .select_only()
        .columns([
            expert::Column::Id,
            expert::Column::Code,
            expert::Column::Name,
            expert::Column::Unit,
            expert::Column::Disciplines,
        ])
        .into_tuple::<ExpertColumns>()
        .all(database)
        .await?;
    let seated = |(id, code, name, unit, disciplines): ExpertColumns| {
        (id, Seated { code, name, unit, disciplines: disciplines.0 })
    };
    Ok(rows.into_iter().map(seated).filter(|(_, one)| !one.disciplines.is_empty()).collect())
}

/// Who is barred from what by the newest finished run of a round.
async fn barred(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<(NominationId, ExpertId)>, DbErr> {
    let Some(run) = newest_done(database, round).await? else { return Ok(Vec::new()) };
    conflict::Entity::find()
        .select_only()
        .columns([conflict::Column::NominationId, conflict::Column::ExpertId])
        .filter(conflict::Column::RunId.eq(run))
        .filter(conflict::Column::Severity.eq(Severity::Bar.code()))
        .into_tuple::<(NominationId, ExpertId)>()
        .all(database)
        .await
}

/// The nominations of a round that are to be reviewed, the experts of the pool who have disciplines, and who
/// is kept from what.
pub(in super::super) async fn panel_ground(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Ground, DbErr> {
    let (nominations, experts) = (placed(database, round).await?, seated(database).await?);
    let names = barred(database, round).await?.into_iter().filter_map(|(nomination, expert)| {
        let number = nominations.get(&nomination)?.number.clone();
        Some((number, experts.get(&expert)?.code.clone()))
    });
    let barred: BTreeSet<(String, String)> = names.collect();
    let codes = nominations.values().filter_map(|one| one.discipline.get(..3).map(str::to_owned));
    let codes: BTreeSet<String> = codes.collect();
    Ok(Ground {
        barred,
        disciplines: disciplines::names(database, &codes).await?,
        nominations: nominations.into_values().collect(),
        experts: experts.into_values().collect(),
    })
}

/// The key of the round of a year.
pub(in super::super) async fn round_of(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Option<RoundId>, DbErr> {
    Ok(awards::find_round(database, year).await?.map(|round| round.id))
}

/// Holds a round, so that its divisions come one after the other.
pub(in super::super) async fn lock_round(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<(), DbErr> {
    round::Entity::find_by_id(id).lock_exclusive().one(database).await.map(|_| ())
}

/// The year of a round.
pub(in super::super) async fn year_of(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<i32, DbErr> {
    Ok(round::Entity::find_by_id(id).one(database).await?.map_or(0, |round| round.year))
}

/// Writes a division down.
pub(in super::super) async fn insert_division(
    database: &impl ConnectionTrait,
    row: DivisionRow,
) -> Result<(), DbErr> {
    panel_division::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// A division.
pub(in super::super) async fn find_division(
    database: &impl ConnectionTrait,
    id: PanelDivisionId,
) -> Result<Option<DivisionRow>, DbErr> {
    panel_division::Entity::find_by_id(id).one(database).await
}

/// The divisions of a round, the newest first.
pub(in super::super) async fn divisions(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<DivisionRow>, DbErr> {
    panel_division::Entity::find()
        .filter(panel_division::Column::RoundId.eq(round))
        .order_by_desc(panel_division::Column::AppliedAt)
        .order_by_desc(panel_division::Column::Id)
        .limit(MOST_DIVISIONS)
        .all(database)
        .await
}

/// The newest division of a round that was not taken back.
pub(in super::super) async fn newest_standing(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<PanelDivisionId>, DbErr> {
    panel_division::Entity::find()
        .select_only()
        .column(panel_division::Column::Id)
        .filter(panel_division::Column::RoundId.eq(round))
        .filter(panel_division::Column::UndoneAt.is_null())
        .order_by_desc(panel_division::Column::AppliedAt)
        .order_by_desc(panel_division::Column::Id)
        .into_tuple()
        .one(database)
        .await
}

/// The panels of a division.
async fn panels_of(
    database: &impl ConnectionTrait,
    id: PanelDivisionId,
) -> Result<Option<Vec<PanelView>>, DbErr> {
    let Some(row) = find_division(database, id).await? else { return Ok(None) };
    let panels = serde_json::from_value(row.panels)
        .map_err(|error| DbErr::Custom(format!("the panels of a division: {error}")))?;
    Ok(Some(panels))
}

/// The experts of the panels of a division.
async fn seats_of(
    database: &impl ConnectionTrait,
    id: PanelDivisionId,
) -> Result<Option<PanelSeats>, DbErr> {
    let panels = panels_of(database, id).await?;
    Ok(panels.map(|panels| PanelSeats::of(id.0, &panels)))
}

/// Whether an expert sits on no seat of the panel into which a division put a nomination. What the nomination is in
/// now may be of a later one.
pub(super) async fn keeps_out(
    database: &impl ConnectionTrait,
    id: PanelDivisionId,
    (nomination, expert): (NominationId, &str),
) -> Result<bool, DbErr> {
    let panels = panels_of(database, id).await?.unwrap_or_default();
    let is_own = |panel: &&PanelView| panel.nominations.iter().any(|one| one.id == nomination.0);
    let own = panels.iter().find(is_own);
    Ok(own.is_some_and(|panel| panel.experts.iter().all(|seat| seat.expert_id != expert)))
}

/// The experts of the panels of a round, by the division that stands; none where it is not divided.
///
/// # Errors
/// The records failing.
pub async fn panel_seats(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<PanelSeats>, DbErr> {
    match newest_standing(database, round).await? {
        Some(id) => seats_of(database, id).await,
        None => Ok(None),
    }
}

/// Keeps that a division was taken back; false where somebody was faster.
pub(in super::super) async fn keep_undone(
    database: &impl ConnectionTrait,
    row: DivisionRow,
) -> Result<bool, DbErr> {
    let id = row.id;
    let done = panel_division::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(panel_division::Column::Id.eq(id))
        .filter(panel_division::Column::UndoneAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
