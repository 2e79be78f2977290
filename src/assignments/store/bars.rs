//! Who is kept from what, as it stands now? What the run found, less what was decided to be no conflict; what
//! was decided to be one; what was declared, and what a recheck has found since.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    conflict,
    ids::{ExpertId, MatchRunId, NominationId, RoundId},
    recusal_alert, recusal_decision, recusal_declaration, review_assignment,
    vocabulary::{
        AlertState, DeclarationSource, DeclarationState, DeclaredKind, RecusalDecisionState,
        RecusalOutcome,
    },
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    sea_query::Condition,
};

use super::super::model::{Ground, Key};
use crate::{
    conflicts::{self, Severity, declared_as},
    matching::{declared_by, declared_kind},
};

/// A relation that bars or asks: the pair, its kind, whether it bars.
type Found = (Key, String, bool);

/// The nominations that are asked about; none for all of the round.
type About<'a> = Option<&'a [NominationId]>;

/// That a row is about one of them.
fn is_about(column: impl sea_orm::ColumnTrait, about: About<'_>) -> Condition {
    let some = about.map(|about| column.is_in(about.iter().copied()));
    Condition::all().add_option(some)
}

/// Adds the bars and flags. Whoever recused himself or was frozen does not come back by a solver either.
pub(super) async fn stand(
    database: &impl ConnectionTrait,
    of: (RoundId, MatchRunId),
    ground: &mut Ground,
) -> Result<(), DbErr> {
    let (bars, flags) = standing(database, of, None).await?;
    ground.bars.extend(bars);
    let away = kept_away(database, None).await?.into_iter();
    ground.bars.extend(away.filter(|key| ground.nominations.contains_key(&key.0)));
    ground.flags.extend(flags);
    let bars = &ground.bars;
    ground.flags.retain(|key| !bars.contains(key));
    Ok(())
}

/// The pairs that a bar keeps apart, whether or not their reviews are frozen.
pub(in super::super) async fn barred(
    database: &impl ConnectionTrait,
    of: (RoundId, MatchRunId),
) -> Result<BTreeSet<Key>, DbErr> {
    standing(database, of, None).await.map(|(bars, _)| bars)
}

/// The pairs that nobody may put together now: barred, recused or frozen.
pub(in super::super) async fn kept_apart(
    database: &impl ConnectionTrait,
    of: (RoundId, MatchRunId),
    about: About<'_>,
) -> Result<BTreeSet<Key>, DbErr> {
    let (mut all, _) = standing(database, of, about).await?;
    all.extend(kept_away(database, about).await?);
    Ok(all)
}

/// What bars and what asks, with the decisions: that it is no conflict clears what asks, by one person; a bar falls
/// only where two lifted it.
async fn standing(
    database: &impl ConnectionTrait,
    (round, run): (RoundId, MatchRunId),
    about: About<'_>,
) -> Result<(BTreeSet<Key>, BTreeSet<Key>), DbErr> {
    let mut found = of_run(database, run, about).await?;
    found.extend(declared(database, round, about).await?);
    found.extend(rechecked(database, round, about).await?);
    let ruled = decisions(database, about).await?;
    let (mut bars, mut flags) = (BTreeSet::new(), BTreeSet::new());
    for (key, kind, is_bar) in found {
        match (ruled.get(&(key, kind)), is_bar) {
            (Some(RecusalOutcome::Lifted), _) | (Some(RecusalOutcome::NotAConflict), false) => {}
            (None, false) => {
                flags.insert(key);
            }
            (Some(RecusalOutcome::Conflict), _)
            | (Some(RecusalOutcome::NotAConflict) | None, true) => {
                bars.insert(key);
            }
        }
    }
    let decided = ruled.iter().filter(|(_, outcome)| **outcome == RecusalOutcome::Conflict);
    bars.extend(decided.map(|((key, _), _)| *key));
    Ok((bars, flags))
}

/// What the run found.
async fn of_run(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    about: About<'_>,
) -> Result<Vec<Found>, DbErr> {
    let rows = conflict::Entity::find()
        .select_only()
        .columns([
            conflict::Column::NominationId,
            conflict::Column::ExpertId,
            conflict::Column::Kind,
            conflict::Column::Severity,
        ])
        .filter(conflict::Column::RunId.eq(run))
        .filter(conflict::Column::Severity.is_in(["bar", "flag"]))
        .filter(is_about(conflict::Column::NominationId, about))
        .into_tuple::<(NominationId, ExpertId, String, String)>()
        .all(database)
        .await?;
    let found = rows.into_iter().map(|(nomination, expert, kind, severity)| {
        ((nomination, expert), kind, severity == Severity::Bar.code())
    });
    Ok(found.collect())
}

/// What was declared of a nomination by name, whether before the run or since. What names a person or a unit
/// is weighed by the engine: at the next recheck, where the pair is assigned, and by every run.
async fn declared(
    database: &impl ConnectionTrait,
    round: RoundId,
    about: About<'_>,
) -> Result<Vec<Found>, DbErr> {
    use recusal_declaration::Column;
    let rows = recusal_declaration::Entity::find()
        .select_only()
        .columns([Column::NominationId, Column::ExpertId, Column::Source, Column::Kind])
        .filter(Column::RoundId.eq(round))
        .filter(Column::State.eq(DeclarationState::InForce))
        .filter(Column::NominationId.is_not_null())
        .filter(is_about(Column::NominationId, about))
        .filter(Column::ExpertId.is_not_null())
        .into_tuple::<(NominationId, ExpertId, DeclarationSource, DeclaredKind)>()
        .all(database)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let policy = conflicts::policy_of_round(database, round).await?;
    let found = rows.into_iter().filter_map(|(nomination, expert, source, kind)| {
        let declared = declared_kind(kind.as_str());
        let (kind, severity) = declared_as(&policy, declared_by(source), declared);
        let counts = severity >= Severity::Flag;
        counts.then(|| ((nomination, expert), kind.code().to_owned(), severity == Severity::Bar))
    });
    Ok(found.collect())
}

/// The bars that a recheck found on assigned pairs and that stand: whoever took care of one, the facts are there
/// until a recheck finds them gone.
async fn rechecked(
    database: &impl ConnectionTrait,
    round: RoundId,
    about: About<'_>,
) -> Result<Vec<Found>, DbErr> {
    use recusal_alert::Column;
    let rows = recusal_alert::Entity::find()
        .select_only()
        .columns([Column::NominationId, Column::ExpertId, Column::Kind])
        .filter(Column::RoundId.eq(round))
        .filter(is_about(Column::NominationId, about))
        .filter(Column::State.ne(AlertState::Cleared))
        .filter(Column::ClearedAt.is_null())
        .filter(Column::Severity.eq(Severity::Bar.code()))
        .into_tuple::<(NominationId, ExpertId, String)>()
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(nomination, expert, kind)| ((nomination, expert), kind, true))
        .collect())
}

async fn decisions(
    database: &impl ConnectionTrait,
    about: About<'_>,
) -> Result<BTreeMap<(Key, String), RecusalOutcome>, DbErr> {
    let rows = recusal_decision::Entity::find()
        .filter(recusal_decision::Column::State.eq(RecusalDecisionState::InForce))
        .filter(is_about(recusal_decision::Column::NominationId, about))
        .all(database)
        .await?;
    let ruled = rows.into_iter().map(|row| {
        let key = (row.nomination_id, row.expert_id);
        ((key, row.kind), row.outcome)
    });
    Ok(ruled.collect())
}

async fn kept_away(database: &impl ConnectionTrait, about: About<'_>) -> Result<Vec<Key>, DbErr> {
    review_assignment::Entity::find()
        .select_only()
        .columns([review_assignment::Column::NominationId, review_assignment::Column::ExpertId])
        .filter(
            Condition::any()
                .add(review_assignment::Column::Interest.eq("declared"))
                .add(review_assignment::Column::FrozenAt.is_not_null()),
        )
        .filter(is_about(review_assignment::Column::NominationId, about))
        .into_tuple::<Key>()
        .all(database)
        .await
}
