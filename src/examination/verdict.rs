//! How does an examiner say what holds of a rule?

use entity::{ids::ExaminationId, vocabulary::ExaminationRuling as Ruling};

use super::{
    errors::{ExaminationError, field},
    judge::{Item, items_of, may_speak, readiness},
    model::{Examination, Given, Verdict},
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    nominations::{Address, CheckBook, CheckRule, CheckRuleState, check_book_of, held_place},
    persistence::WriteTx,
};

/// Verdicts in one request.
const MOST: usize = 200;

/// An examination that the actor may work on, as it stands at `version`.
pub(super) async fn held(
    tx: &WriteTx,
    actor: &Actor,
    (id, version): (ExaminationId, i64),
) -> Result<Examination, ExaminationError> {
    permit(actor, Action::Examine)?;
    let known = store::find(&**tx, id).await?.ok_or(ExaminationError::NotFound)?;
    // Whoever works on an examination holds its nomination first: of two at one instant the second sees what the
    // first did.
    held_place(tx, known.nomination).await?.ok_or(ExaminationError::NotFound)?;
    let one = store::find(&**tx, id).await?.ok_or(ExaminationError::NotFound)?;
    if one.version != version {
        return Err(ExaminationError::Stale);
    }
    if one.is_closed() {
        return Err(ExaminationError::Standing(one.standing));
    }
    Ok(one)
}

/// Writes an examination one version on, with where it stands by its rules.
pub(super) async fn settle(
    app: &App,
    tx: &WriteTx,
    mut one: Examination,
) -> Result<Examination, ExaminationError> {
    let given = store::verdicts_of(&**tx, (one.id, one.attempt)).await?;
    let ready = readiness(&items_of(&one.findings, &given));
    one.standing = ready.standing;
    one.open_items = ready.open;
    one.failing_items = ready.failing;
    keep(app, tx, one).await
}

/// Writes an examination one version on.
pub(super) async fn keep(
    app: &App,
    tx: &WriteTx,
    mut one: Examination,
) -> Result<Examination, ExaminationError> {
    one.version += 1;
    if store::save(&**tx, &one, app.clock.now()).await? {
        Ok(one)
    } else {
        Err(ExaminationError::Stale)
    }
}

/// Writes a deed into the audit chain.
pub(super) async fn note(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (deed, id): (&str, ExaminationId),
    reason: Option<String>,
) -> Result<(), ExaminationError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("examination.{deed}"),
        subject: format!("examination/{id}"),
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Whether a rule is asked of nominations for an award; where the award is not known, every rule is.
pub(super) fn is_asked(rule: &CheckRule, category: &str) -> bool {
    let is_about = category.is_empty() || rule.categories.iter().any(|one| one == category);
    rule.state == CheckRuleState::On && is_about
}

/// Whether a verdict is complete in itself, of a rule that the round asks, and may be given by `by`.
fn check(
    (book, category): (&CheckBook, &str),
    (at, verdict): (usize, &Verdict),
    item: Option<&Item<'_>>,
    by: &str,
) -> Result<(), ExaminationError> {
    let pointer = |name: &str| format!("/verdicts/{at}/{name}");
    if book.rule(&verdict.rule).is_none_or(|rule| !is_asked(rule, category)) {
        return Err(field(
            pointer("rule"),
            "没有该规则，或本年度对该奖种不审查该规则",
            "there is no such rule, or the round does not ask it of this award",
        ));
    }
    if !may_speak(item, by) {
        return Err(field(
            pointer("rule"),
            "该项已有结论，或您已对该项发表过意见：复核须由另一人进行",
            "the rule is settled, or you spoke on it before: another person looks at it next",
        ));
    }
    let has_reason = verdict.reason.as_deref().is_some_and(|text| !text.trim().is_empty());
    let is_barred = item.is_some_and(Item::is_barred);
    if !has_reason && (verdict.ruling == Ruling::Fail || is_barred) {
        return Err(field(
            pointer("reason"),
            "判为不合格，或与机器判定不同，须写明理由",
            "a verdict against it, or against what the machine decided, needs a reason",
        ));
    }
    if let Some(address) = &verdict.address
        && address.parse::<Address>().is_err()
    {
        return Err(field(pointer("address"), "不是字段地址", "this is no address of a field"));
    }
    Ok(())
}

/// Gives verdicts, all of them or none.
///
/// # Errors
/// The role; it stands where nothing is said of it, or changed since; a rule that is not there, is not asked of the
/// award, is settled, or of which the actor spoke before; a reason that is missing.
pub async fn give(
    app: &App,
    actor: &Actor,
    (id, version): (ExaminationId, i64),
    verdicts: &[Verdict],
) -> Result<Examination, ExaminationError> {
    if verdicts.is_empty() || verdicts.len() > MOST {
        return Err(field("/verdicts", "须为 1–200 项", "1 to 200 are expected"));
    }
    let tx = app.database.begin_write().await?;
    let one = held(&tx, actor, (id, version)).await?;
    let attempt = (one.id, one.attempt);
    let book = check_book_of(&*tx, one.round).await?;
    let place = held_place(&tx, one.nomination).await?.ok_or(ExaminationError::NotFound)?;
    let mut given = store::verdicts_of(&*tx, attempt).await?;
    for (at, verdict) in verdicts.iter().enumerate() {
        let before = {
            let items = items_of(&one.findings, &given);
            let item = items.iter().find(|item| item.rule == verdict.rule);
            check((book, &place.category), (at, verdict), item, &actor.username)?;
            item.map_or(0, |item| item.given.len())
        };
        let said = Given {
            verdict: verdict.clone(),
            turn: u32::try_from(before).unwrap_or(0) + 1,
            by: actor.username.clone(),
            at: app.clock.now(),
        };
        store::insert_verdict(&*tx, app.ids, attempt, &said).await?;
        given.push(said);
    }
    let told = verdicts.iter().map(|one| format!("{} {}", one.rule, one.ruling.as_str()));
    let told = told.collect::<Vec<_>>().join(", ");
    let one = settle(app, &tx, one).await?;
    note(app, &tx, &actor.username, ("give_verdicts", id), Some(told)).await?;
    tx.commit().await?;
    Ok(one)
}

/// Takes back the actor's own verdict on a rule, as long as nobody spoke after him.
///
/// # Errors
/// The role; it stands where nothing is said of it, or changed since; the last word is not his.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    (id, version): (ExaminationId, i64),
    rule: &str,
) -> Result<Examination, ExaminationError> {
    let tx = app.database.begin_write().await?;
    let one = held(&tx, actor, (id, version)).await?;
    let attempt = (one.id, one.attempt);
    let given = store::verdicts_of(&*tx, attempt).await?;
    let last = given.iter().rfind(|said| said.verdict.rule == rule);
    let Some(last) = last.filter(|said| said.by == actor.username) else {
        return Err(field(
            "/rule",
            "只能收回自己的、且其后无人发表意见的判定",
            "only your own verdict can be taken back, and only while nobody spoke after you",
        ));
    };
    store::remove_verdict(&*tx, attempt, (rule, last.turn)).await?;
    let told = format!("{rule} {}", last.verdict.ruling.as_str());
    let one = settle(app, &tx, one).await?;
    note(app, &tx, &actor.username, ("take_back_verdict", id), Some(told)).await?;
    tx.commit().await?;
    Ok(one)
}
