//! What is it to take a batch of each kind of record?

use super::{
    accounts::OPERATOR,
    import::{Context, ImportError, Intake},
};
use crate::{
    conflicts, disciplines,
    exchange::FurtherColumn,
    experts, nominations,
    persistence::Applied,
    societies,
    track_record::{self, Definitions, FactRow, NominatorRow, model::HistoryRow},
    units,
};

macro_rules! intake {
    ($record:ty, $indexed:expr, |$context:ident, $batch:ident| $apply:expr) => {
        impl Intake for $record {
            const INDEXED: Option<&'static str> = $indexed;
            async fn apply(
                $context: &Context<'_>,
                $batch: &[Self],
            ) -> Result<Applied, ImportError> {
                Ok($apply.await?)
            }
        }
    };
}

intake!(societies::model::Society, None, |c, batch| {
    societies::apply(&**c.tx, c.app.ids, c.app.clock.now(), batch)
});
intake!(disciplines::model::Discipline, None, |c, batch| { disciplines::apply(&**c.tx, batch) });
intake!(units::model::Unit, None, |c, batch| units::apply(&**c.tx, c.app.ids, batch));
intake!(experts::model::Expert, Some("expert"), |c, batch| {
    experts::apply_experts(&**c.tx, c.app.ids, c.app.clock.now(), batch)
});
intake!(experts::model::Affiliation, None, |c, batch| {
    experts::apply_affiliations(&**c.tx, c.app.ids, batch)
});
intake!(experts::model::Publication, Some("expert"), |c, batch| {
    experts::apply_publications(&**c.tx, c.app.ids, batch)
});
intake!(nominations::model::Nomination, Some("nomination"), |c, batch| take_nominations(c, batch));
intake!(nominations::model::Person, Some("nomination"), |c, batch| take_people(c, batch));
intake!(nominations::model::Paper, None, |c, batch| take_papers(c, batch));
intake!(conflicts::Grant, None, |c, batch| take_grants(c, batch));
intake!(conflicts::Patent, None, |c, batch| take_patents(c, batch));
intake!(conflicts::Thesis, None, |c, batch| conflicts::apply_theses(&**c.tx, c.app.ids, batch));

intake!(nominations::barred::BarRecord, None, |c, batch| {
    let recording = nominations::barred::Recording {
        ids: c.app.ids,
        now: c.app.clock.now(),
        by: OPERATOR,
        sealer: &c.app.sealer,
    };
    nominations::barred::apply_bars(&**c.tx, recording, batch)
});

impl Intake for FactRow {
    const INDEXED: Option<&'static str> = None;

    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, ImportError> {
        let (tx, recording) = (&**context.tx, context.recording());
        Ok(track_record::apply_facts(tx, recording, &definitions()?, batch).await?)
    }

    async fn conclude(context: &Context<'_>) -> Result<Vec<String>, sea_orm::DbErr> {
        track_record::breaches(&**context.tx).await
    }
}

impl Intake for NominatorRow {
    const INDEXED: Option<&'static str> = None;

    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, ImportError> {
        let round = context.arguments.round.ok_or(ImportError::NoRound)?;
        let (tx, recording) = (&**context.tx, context.recording());
        Ok(track_record::apply_nominators(tx, recording, &definitions()?, round, batch).await?)
    }

    async fn conclude(context: &Context<'_>) -> Result<Vec<String>, sea_orm::DbErr> {
        track_record::breaches(&**context.tx).await
    }
}

impl Intake for HistoryRow {
    const INDEXED: Option<&'static str> = None;

    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, ImportError> {
        let (tx, recording) = (&**context.tx, context.recording());
        Ok(track_record::apply_history(tx, recording, &definitions()?, batch).await?)
    }

    fn further() -> Vec<FurtherColumn> {
        let known = track_record::model::FURTHER_MEASURES;
        track_record::sheet::further_columns(known.iter().map(|measure| measure.name))
    }

    async fn conclude(context: &Context<'_>) -> Result<Vec<String>, sea_orm::DbErr> {
        track_record::breaches(&**context.tx).await
    }
}

fn definitions() -> Result<Definitions, sea_orm::DbErr> {
    Definitions::shipped().map_err(|error| sea_orm::DbErr::Custom(error.to_string()))
}

/// Puts each nomination into its round: that of `--round`, else the one in its own column.
async fn take_nominations(
    context: &Context<'_>,
    batch: &[nominations::model::Nomination],
) -> Result<Applied, sea_orm::DbErr> {
    let mut total = Applied::default();
    let mut rest: Vec<(usize, i32)> = Vec::new();
    for (index, nomination) in batch.iter().enumerate() {
        match context.arguments.round.or(nomination.round) {
            Some(year) => rest.push((index, year)),
            None => total.refuse_unknown(
                index,
                "round",
                "",
                &crate::shared::Bilingual::new(
                    "请用 --round 或 round 列指明年度",
                    "name the round with --round or in the column round",
                ),
            ),
        }
    }
    rest.sort_by_key(|(_, year)| *year);
    for group in rest.chunk_by(|one, other| one.1 == other.1) {
        let round = conflicts::ensure_round(context.app, context.tx, OPERATOR, group[0].1).await?;
        let rows: Vec<_> = group.iter().map(|(index, _)| batch[*index].clone()).collect();
        let placing = nominations::Placing {
            round: round.id,
            state: context.arguments.state,
            now: context.app.clock.now(),
        };
        let applied =
            nominations::apply_nominations(&**context.tx, context.app.ids, placing, &rows).await?;
        total.inserted += applied.inserted;
        total.updated += applied.updated;
        total.unchanged += applied.unchanged;
        total.refused.extend(applied.refused.into_iter().map(|mut refusal| {
            refusal.index = group[refusal.index].0;
            refusal
        }));
    }
    Ok(total)
}

/// The round that `--round` names, which must be there for rows that belong to nominations.
async fn named_round(
    context: &Context<'_>,
) -> Result<Option<entity::ids::RoundId>, sea_orm::DbErr> {
    let Some(year) = context.arguments.round else {
        return Ok(None);
    };
    let round = conflicts::ensure_round(context.app, context.tx, OPERATOR, year).await?;
    Ok(Some(round.id))
}

async fn take_people(
    context: &Context<'_>,
    batch: &[nominations::model::Person],
) -> Result<Applied, sea_orm::DbErr> {
    let round = named_round(context).await?;
    nominations::apply_people(&**context.tx, context.app.ids, round, batch).await
}

async fn take_papers(
    context: &Context<'_>,
    batch: &[nominations::model::Paper],
) -> Result<Applied, sea_orm::DbErr> {
    let round = named_round(context).await?;
    nominations::apply_papers(&**context.tx, context.app.ids, round, batch).await
}

async fn take_grants(
    context: &Context<'_>,
    batch: &[conflicts::Grant],
) -> Result<Applied, sea_orm::DbErr> {
    let round = named_round(context).await?;
    conflicts::apply_grants(&**context.tx, context.app.ids, round, batch).await
}

async fn take_patents(
    context: &Context<'_>,
    batch: &[conflicts::Patent],
) -> Result<Applied, sea_orm::DbErr> {
    let round = named_round(context).await?;
    conflicts::apply_patents(&**context.tx, context.app.ids, round, batch).await
}
