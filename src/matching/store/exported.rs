//! What do the files of a match run hold?

use std::collections::BTreeMap;

use entity::{
    affinity, assignment, conflict, expert,
    ids::{ExpertId, MatchRunId, NominationId, RoundId},
    nomination,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use super::{
    super::{
        sheet::{AffinityRow, AssignmentRow, ConflictRow},
        views::EvidenceView,
    },
    read::newest_done,
};
use crate::conflicts::Severity;

/// The ids behind the keys of the latest finished run of a round.
struct Names {
    run: MatchRunId,
    nominations: BTreeMap<NominationId, String>,
    experts: BTreeMap<ExpertId, String>,
}

impl Names {
    async fn load(database: &impl ConnectionTrait, round: RoundId) -> Result<Option<Self>, DbErr> {
        let Some(run) = newest_done(database, round).await? else { return Ok(None) };
        let nominations = nomination::Entity::find()
            .select_only()
            .columns([nomination::Column::Id, nomination::Column::Number])
            .filter(nomination::Column::RoundId.eq(round))
            .into_tuple::<(NominationId, String)>()
            .all(database)
            .await?;
        let experts = expert::Entity::find()
            .select_only()
            .columns([expert::Column::Id, expert::Column::Code])
            .into_tuple::<(ExpertId, String)>()
            .all(database)
            .await?;
        Ok(Some(Self {
            run,
            nominations: nominations.into_iter().collect(),
            experts: experts.into_iter().collect(),
        }))
    }

    fn of(&self, nomination: NominationId, expert: ExpertId) -> Option<(String, String)> {
        Some((self.nominations.get(&nomination)?.clone(), self.experts.get(&expert)?.clone()))
    }
}

fn severity(code: &str) -> Option<Severity> {
    match code {
        "bar" => Some(Severity::Bar),
        "flag" => Some(Severity::Flag),
        "note" => Some(Severity::Note),
        _ => None,
    }
}

fn fraction(micro: i32) -> f64 {
    f64::from(micro) / 1e6
}

/// The assigned pairs of the latest finished run of a round, by nomination and position.
///
/// # Errors
/// The records failing.
pub async fn exported_assignments(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<AssignmentRow>, DbErr> {
    let Some(names) = Names::load(database, round).await? else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<(i32, AssignmentRow)> = assignment::Entity::find()
        .filter(assignment::Column::RunId.eq(names.run))
        .all(database)
        .await?
        .into_iter()
        .filter_map(|row| {
            let (nomination_id, expert_id) = names.of(row.nomination_id, row.expert_id)?;
            let score = fraction(row.score);
            Some((row.position, AssignmentRow { nomination_id, expert_id, score }))
        })
        .collect();
    rows.sort_by(|one, other| {
        (&one.1.nomination_id, one.0).cmp(&(&other.1.nomination_id, other.0))
    });
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The pairs that the latest finished run of a round kept with their reasons.
///
/// # Errors
/// The records failing.
pub async fn exported_affinity(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<AffinityRow>, DbErr> {
    let Some(names) = Names::load(database, round).await? else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<(i32, AffinityRow)> = affinity::Entity::find()
        .filter(affinity::Column::RunId.eq(names.run))
        .all(database)
        .await?
        .into_iter()
        .filter_map(|row| {
            let (nomination_id, expert_id) = names.of(row.nomination_id, row.expert_id)?;
            let reasons = row.reasons.map(|reasons| reasons.to_string());
            let score = fraction(row.score);
            Some((-row.score, AffinityRow { nomination_id, expert_id, score, reasons }))
        })
        .collect();
    rows.sort_by(|(one_score, one), (other_score, other)| {
        (&one.nomination_id, one_score, &one.expert_id).cmp(&(
            &other.nomination_id,
            other_score,
            &other.expert_id,
        ))
    });
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The conflicts that the latest finished run of a round found.
///
/// # Errors
/// The records failing.
pub async fn exported_conflicts(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<ConflictRow>, DbErr> {
    let Some(names) = Names::load(database, round).await? else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<ConflictRow> = conflict::Entity::find()
        .filter(conflict::Column::RunId.eq(names.run))
        .all(database)
        .await?
        .into_iter()
        .filter_map(|row| {
            let (nomination_id, expert_id) = names.of(row.nomination_id, row.expert_id)?;
            let evidence: Vec<EvidenceView> =
                serde_json::from_value(row.evidence).unwrap_or_default();
            let lines: Vec<String> = evidence.into_iter().map(|one| one.zh).collect();
            Some(ConflictRow {
                nomination_id,
                expert_id,
                kind: Some(row.kind),
                severity: severity(&row.severity),
                confidence: Some(f64::from(row.confidence) / 1e3),
                evidence: Some(lines.join("；")),
            })
        })
        .collect();
    rows.sort_by(|one, other| {
        (&one.nomination_id, &one.expert_id, &one.kind).cmp(&(
            &other.nomination_id,
            &other.expert_id,
            &other.kind,
        ))
    });
    Ok(rows)
}
