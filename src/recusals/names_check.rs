//! May these people be invited? A pasted list against the nominations of a round. Nothing is kept but that
//! it was done, and how many lines came to what: no name.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    errors::RecusalError,
    findings::{names, round, wall},
    records::{aside, load},
    round_views::{CheckCountsView, CheckReasonView, CheckRowView, CheckView},
    shown::{Names, fraction},
    store::{self, NamedExpert},
    views::{ExpertName, NominationName},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    conflicts::{self, CheckedName, NameCheck, Reason},
    matching::RoundRecords,
    shared::Bilingual,
};

/// Most lines of a list.
pub(super) const MOST_LINES: usize = 500;

/// Checks a pasted list.
///
/// # Errors
/// Not granted, no such round, too many lines, the records failing.
pub async fn check_names(
    app: &App,
    actor: &Actor,
    (year, text): (i32, String),
) -> Result<CheckView, RecusalError> {
    permit(actor, Action::DecideRecusals)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if lines == 0 || lines > MOST_LINES {
        let words = Bilingual::new(
            format!("每次 1–{MOST_LINES} 行，现为 {lines} 行"),
            format!("1 to {MOST_LINES} lines at a time; there are {lines}"),
        );
        return Err(RecusalError::Field("/text", words));
    }
    let round = round(app, year).await?;
    let wall = wall(app, actor).await?;
    let records = load(app, &round).await?;
    let of = Arc::clone(&records);
    let check = aside(move || {
        let open = of.nominations().iter().filter(|(_, id)| !wall.hides(**id));
        let chosen = open.map(|(number, _)| number.clone()).collect();
        conflicts::check_names(&text, &of.input(), of.policy(), Some(&chosen))
    })
    .await?;
    record(app, actor, (year, &check)).await?;
    view(app, &records, check).await
}

async fn record(
    app: &App,
    actor: &Actor,
    (year, check): (i32, &NameCheck),
) -> Result<(), RecusalError> {
    let counts = serde_json::json!(check.counts);
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "recusals.check_names".to_owned(),
        subject: format!("round/{year}"),
        reason: Some(counts.to_string()),
        ..audit::Entry::default()
    };
    let tx = app.database.begin_write().await?;
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn view(
    app: &App,
    records: &RoundRecords,
    check: NameCheck,
) -> Result<CheckView, RecusalError> {
    let sure = |row: &CheckedName| {
        row.experts.iter().find(|one| one.is_sure).map(|one| one.expert_id.clone())
    };
    let codes: Vec<String> = check.rows.iter().filter_map(sure).collect();
    let experts = store::expert_by_code(app.database.reader(), codes).await?;
    let numbers = check.rows.iter().flat_map(|row| &row.reasons);
    let nominations =
        numbers.filter_map(|reason| records.nomination(&reason.nomination_id)).collect();
    let names = names(app, nominations, std::collections::BTreeSet::new()).await?;
    let counts = CheckCountsView {
        lines: check.counts.lines,
        clean: check.counts.clean,
        soft: check.counts.soft,
        hard: check.counts.hard,
        unreadable: check.counts.unreadable,
    };
    let rows = check
        .rows
        .into_iter()
        .map(|row| {
            let expert = sure(&row).and_then(|code| experts.get(&code));
            line(records, row, (expert, &names))
        })
        .collect();
    Ok(CheckView { counts, rows })
}

fn line(
    records: &RoundRecords,
    row: CheckedName,
    (expert, names): (Option<&NamedExpert>, &Names),
) -> CheckRowView {
    let grade = match row.grade {
        conflicts::Grade::Clean => "clean",
        conflicts::Grade::Soft => "soft",
        conflicts::Grade::Hard => "hard",
        conflicts::Grade::Unreadable => "unreadable",
    };
    let reasons = row.reasons.iter().map(|one| reason(records, one, names)).collect();
    let note: BTreeMap<&str, String> = row
        .problem
        .map(|note| BTreeMap::from([("zh", note.zh), ("en", note.en)]))
        .unwrap_or_default();
    CheckRowView {
        line: row.line,
        name: row.name,
        unit: row.unit,
        expert: expert.map(ExpertName::of),
        grade: grade.to_owned(),
        nominations_barred: row.nominations_barred,
        nominations_flagged: row.nominations_flagged,
        reasons,
        note_zh: note.get("zh").cloned(),
        note_en: note.get("en").cloned(),
    }
}

fn reason(records: &RoundRecords, one: &Reason, names: &Names) -> CheckReasonView {
    let nomination = records
        .nomination(&one.nomination_id)
        .map_or_else(|| NominationName::unknown(uuid::Uuid::nil()), |id| names.nomination(id));
    CheckReasonView {
        kind: one.kind.code().to_owned(),
        kind_zh: one.kind.label_zh().to_owned(),
        kind_en: one.kind.label_en().to_owned(),
        severity: one.severity.code().to_owned(),
        confidence: fraction(one.confidence.into()),
        nomination,
        zh: one.zh.clone(),
        en: one.en.clone(),
    }
}
