//! Whose are the rows of a workbook, what would they change, and how are they kept? As typing would keep them.

use std::collections::BTreeMap;

use entity::{
    ids::ReviewAssignmentId,
    vocabulary::{SheetSource, SheetState},
};

use super::{
    read::{BackRow, draft_of},
    views::{CheckView, ContentView, RowFault, RowView, TakenView},
    write::Line,
};
use crate::{
    app::App,
    authz::Actor,
    idempotency,
    persistence::WriteTx,
    reviews::{
        BadField, ReviewError, SheetRule,
        scoring::{Desk, DeskRow, Draft, NewSheet, SheetFault, faults, hand, keep, total},
    },
    shared::Bilingual,
};

/// What ties a row to its assignment and the version that went out.
fn token(app: &App, id: ReviewAssignmentId, version: i64) -> String {
    app.sealer.fingerprint(format!("sheet/{id}/{version}").as_bytes())
}

fn version(row: &DeskRow) -> i64 {
    row.sheet.as_ref().map_or(0, |(sheet, _)| sheet.version)
}

fn is_submitted(row: &DeskRow) -> bool {
    row.sheet.as_ref().is_some_and(|(sheet, _)| sheet.state == SheetState::Submitted)
}

fn said(row: &DeskRow) -> Draft {
    row.sheet.as_ref().map(|(_, draft)| draft.clone()).unwrap_or_default()
}

/// The category, the sheet and the lines of the workbook of a phase.
///
/// # Errors
/// Not a reviewer, no phase of his that is open, or one whose sheet is too long for a workbook.
pub(super) async fn lines(
    app: &App,
    actor: &Actor,
    phase: uuid::Uuid,
) -> Result<(String, SheetRule, Vec<Line>), ReviewError> {
    let tx = app.database.begin_read().await?;
    let desk = Desk::of(app, &tx, actor).await?;
    let found = desk.phases.iter().find(|(one, _, rule)| one.id.0 == phase && rule.is_light);
    let (of, _, rule) = found.ok_or(ReviewError::NotFound)?;
    let line = |row: &DeskRow| Line {
        token: token(app, row.id, version(row)),
        number: row.called.number.clone().or(row.called.alias.clone()).unwrap_or_default(),
        title: row.called.title.clone().unwrap_or_default(),
        is_submitted: is_submitted(row),
        draft: said(row),
    };
    let lines = desk.rows.iter().filter(|row| row.phase == of.id).map(line).collect();
    Ok((of.category.clone(), rule.clone(), lines))
}

/// A row of a workbook with whose it is.
struct Matched<'d> {
    row: &'d DeskRow,
    /// Whether the sheet still stands as it went out.
    is_fresh: bool,
}

/// Rows by the tokens of every version that they ever had: what was changed online since is told from what is foreign.
fn tokens<'d>(app: &App, desk: &'d Desk) -> BTreeMap<String, Matched<'d>> {
    let mut known = BTreeMap::new();
    for row in &desk.rows {
        let present = version(row);
        for at in 0..=present {
            known.insert(token(app, row.id, at), Matched { row, is_fresh: at == present });
        }
    }
    known
}

/// What a row would do.
struct Looked {
    id: Option<ReviewAssignmentId>,
    seen: i64,
    /// What it would say, and whether that differs from what stands.
    draft: Draft,
    is_changed: bool,
    view: RowView,
}

fn fault(field: BadField) -> RowFault {
    RowFault { pointer: field.pointer, code: field.code.to_owned(), message: field.words }
}

fn whole(code: &'static str, zh: &str, en: &str) -> RowFault {
    fault(BadField::new("/", code, Bilingual::new(zh, en)))
}

/// Looks at a row beside the sheet that it is of.
fn look(desk: &Desk, known: &BTreeMap<String, Matched<'_>>, back: &BackRow) -> Looked {
    let blank = |fault| RowView {
        line: back.line,
        id: None,
        title: back.cells.get("项目名称").cloned(),
        before: None,
        after: None,
        is_changed: false,
        fault,
    };
    let of_nobody = |fault| Looked {
        id: None,
        seen: 0,
        draft: Draft::default(),
        is_changed: false,
        view: blank(fault),
    };
    let Some(Matched { row, is_fresh }) = known.get(&back.token) else {
        let (zh, en) = ("该行不是您正在评审的项目", "none of what you are judging now");
        return of_nobody(Some(whole("foreign", zh, en)));
    };
    let Some((_, _, rule)) = desk.phase_of(row) else { return of_nobody(None) };
    let before = said(row);
    let (after, unread) = draft_of(rule, back);
    let after = after.trimmed();
    let is_changed = before != after;
    let wrong = faults(rule, &after).into_iter().find(SheetFault::is_of_form);
    let problem = if is_submitted(row) && is_changed {
        Some(whole("submitted", "已提交，未更改", "submitted, and left as it is"))
    } else if !is_fresh && is_changed {
        let (zh, en) = ("下载之后已在线修改，未更改", "changed online since it was downloaded");
        Some(whole("stale", zh, en))
    } else {
        unread.into_iter().next().or(wrong.map(|one| one.told())).map(fault)
    };
    let title = row.called.title.clone().or(row.called.alias.clone());
    let totals = (total(rule, &before.points), total(rule, &after.points));
    Looked {
        id: Some(row.id),
        seen: version(row),
        draft: after.clone(),
        is_changed,
        view: RowView {
            id: Some(row.id.0),
            title,
            before: Some(ContentView::of(before, totals.0)),
            after: Some(ContentView::of(after, totals.1)),
            is_changed,
            ..blank(problem)
        },
    }
}

/// Looks at every row; where there is nothing to judge now, there is nothing to look at.
async fn looked(app: &App, actor: &Actor, back: &[BackRow]) -> Result<Vec<Looked>, ReviewError> {
    let tx = app.database.begin_read().await?;
    let desk = Desk::of(app, &tx, actor).await?;
    if desk.rows.is_empty() {
        return Err(ReviewError::refused(
            "没有正在进行的网络评审",
            "no remote review of yours is open",
        ));
    }
    let known = tokens(app, &desk);
    Ok(back.iter().map(|row| look(&desk, &known, row)).collect())
}

/// What would come of a workbook; nothing is kept.
///
/// # Errors
/// Not a reviewer, nothing to judge now.
pub(super) async fn check(
    app: &App,
    actor: &Actor,
    back: &[BackRow],
) -> Result<CheckView, ReviewError> {
    let rows = looked(app, actor, back).await?;
    Ok(CheckView { rows: rows.into_iter().map(|one| one.view).collect() })
}

/// Keeps what a workbook says: each row that is in order, as typing it would.
///
/// # Errors
/// Not a reviewer, nothing to judge now, a repeated request.
pub(super) async fn take(
    app: &App,
    actor: &Actor,
    back: &[BackRow],
    key: &idempotency::Key,
) -> Result<TakenView, ReviewError> {
    if idempotency::recall(app.database.reader(), key).await.is_ok() {
        return Err(ReviewError::Repeated);
    }
    let rows = looked(app, actor, back).await?;
    let mut taken = TakenView { kept: 0, refused: 0 };
    let tx = app.database.begin_write().await?;
    for one in rows {
        if one.view.fault.is_some() {
            taken.refused += 1;
        } else if let Some(id) = one.id.filter(|_| one.is_changed) {
            match keep_one(app, &tx, actor, (id, one.seen, one.draft)).await {
                Ok(()) => taken.kept += 1,
                // Another window was faster since it was looked at.
                Err(ReviewError::Stale) => taken.refused += 1,
                Err(error) => return Err(error),
            }
        }
    }
    let reply = serde_json::to_string(&taken).unwrap_or_default();
    if !idempotency::keep(&*tx, key, &reply, app.clock.now()).await? {
        return Err(ReviewError::Repeated);
    }
    tx.commit().await?;
    Ok(taken)
}

async fn keep_one(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (id, seen, draft): (ReviewAssignmentId, i64, Draft),
) -> Result<(), ReviewError> {
    let hand = hand(app, tx, actor, id).await?;
    let new = NewSheet { seen, draft, is_skipped: false, source: SheetSource::Workbook };
    keep(app, tx, (&actor.username, &hand), new).await?;
    Ok(())
}
