//! How is an interest declared, answered and withdrawn? By a reviewer or a member of the staff for himself,
//! by the office for an expert.

use entity::{
    ids::{ExpertId, NominationId, RecusalDeclarationId, RoundId},
    vocabulary::{DeclarationSource as By, DeclarationState as State, DeclaredKind, Role},
};

use super::{
    decide::reason,
    errors::RecusalError,
    findings::round,
    rules::{Withdrawal, withdrawal},
    shown::candidates,
    store::{self, Declaration},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    conflicts::{self, Severity},
    idempotency,
    matching::{DeclaredWords, TypedName, declared_by, declared_kind},
    persistence::WriteTx,
    shared::Bilingual,
};

/// What is declared.
#[derive(Clone, Debug, Default)]
pub struct NewDeclaration {
    /// Year of the round.
    pub year: i32,
    /// What kind of interest.
    pub kind: Option<DeclaredKind>,
    /// Whose, where the office declares.
    pub expert: Option<ExpertId>,
    /// The nomination that it is about;
    pub nomination: Option<NominationId>,
    /// or a completer, by name;
    pub person: Option<TypedName>,
    /// or a unit.
    pub unit: Option<String>,
    /// In words.
    pub text: String,
}

/// Whether the account is one of the award office.
fn is_staff(actor: &Actor) -> bool {
    actor.grants.iter().any(|grant| matches!(grant.role, Role::AwardOffice | Role::AwardAdmin))
}

fn fault(pointer: &'static str, zh: &str, en: &str) -> RecusalError {
    RecusalError::Field(pointer, Bilingual::new(zh, en))
}

/// The kind, and that exactly one thing is named that it is about.
fn kind_and_target(new: &NewDeclaration) -> Result<DeclaredKind, RecusalError> {
    let kind = new.kind.filter(|kind| *kind != DeclaredKind::Exclusion).ok_or_else(|| {
        fault(
            "/kind",
            "允许：kin、adviser_student、economic_interest、same_unit、cooperation、society_staff、office_staff、other",
            "allowed: kin, adviser_student, economic_interest, same_unit, cooperation, society_staff, office_staff, other",
        )
    })?;
    let named = [new.nomination.is_some(), new.person.is_some(), new.unit.is_some()];
    if named.into_iter().filter(|is_named| *is_named).count() != 1 {
        return Err(fault(
            "/nomination_id",
            "提名、完成人、单位三者须填且只填一项",
            "exactly one of a nomination, a person and a unit is expected",
        ));
    }
    let is_blank = |text: &str| text.trim().is_empty() || text.chars().count() > 200;
    if new.person.as_ref().is_some_and(|person| is_blank(&person.name)) {
        return Err(fault(
            "/person",
            "须填写姓名，200 字以内",
            "a name of at most 200 characters is expected",
        ));
    }
    if new.unit.as_deref().is_some_and(is_blank) {
        return Err(fault(
            "/unit",
            "须填写单位名称，200 字以内",
            "a unit of at most 200 characters is expected",
        ));
    }
    Ok(kind)
}

/// A declaration to be written.
fn row(
    app: &App,
    (round, by): (RoundId, &str),
    (source, kind): (By, DeclaredKind),
    new: &NewDeclaration,
) -> Result<Declaration, RecusalError> {
    let id: RecusalDeclarationId = app.ids.next();
    let words = DeclaredWords {
        text: new.text.trim().to_owned(),
        person: new.person.clone(),
        unit: new.unit.clone(),
        typed: None,
    };
    Ok(Declaration {
        id,
        round_id: round,
        source,
        kind,
        state: State::InForce,
        expert_id: new.expert,
        account_id: None,
        nomination_id: new.nomination,
        sealed: words.seal(&app.sealer, id)?,
        candidates: serde_json::json!([]),
        origin: None,
        declared_by: by.to_owned(),
        declared_at: app.clock.now(),
        answered_by: None,
        answered_at: None,
        answer: None,
        withdrawal_asked_by: None,
        withdrawal_asked_at: None,
        withdrawal_asked_reason: None,
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        version: 1,
    })
}

/// Leaves the record of a deed. What was declared stands in no record that many read.
pub(super) async fn record(
    app: &App,
    tx: &WriteTx,
    (by, deed): (&str, &str),
    (id, why): (RecusalDeclarationId, Option<&str>),
) -> Result<(), RecusalError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("recusals.{deed}"),
        subject: format!("recusal_declaration/{id}"),
        reason: why.map(str::to_owned),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

async fn keep(
    app: &App,
    tx: WriteTx,
    (row, key): (Declaration, Option<&idempotency::Key>),
) -> Result<RecusalDeclarationId, RecusalError> {
    let (id, by) = (row.id, row.declared_by.clone());
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), app.clock.now()).await?
    {
        return Err(RecusalError::Repeated);
    }
    store::add_declaration(&*tx, row).await?;
    record(app, &tx, (&by, "declare"), (id, None)).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(id)
}

/// The nomination named is one of the round.
async fn of_round(
    tx: &WriteTx,
    round: RoundId,
    nomination: Option<NominationId>,
) -> Result<(), RecusalError> {
    let Some(id) = nomination else { return Ok(()) };
    match store::nomination(&**tx, id).await? {
        Some((_, of)) if of == round => Ok(()),
        _ => Err(RecusalError::NotFound),
    }
}

/// The office declares an interest of an expert.
///
/// # Errors
/// Not granted, no such round, nomination or expert, a field breaks its rule, the officer walled off, the
/// same request before, the records failing.
pub async fn for_expert(
    app: &App,
    actor: &Actor,
    (new, key): (&NewDeclaration, Option<&idempotency::Key>),
) -> Result<RecusalDeclarationId, RecusalError> {
    permit(actor, Action::DecideRecusals)?;
    let kind = kind_and_target(new)?;
    reason(&new.text).map_err(|_| {
        fault("/text", "须写明情况，4–2000 字", "4 to 2000 characters are expected")
    })?;
    let round = round(app, new.year).await?;
    let tx = app.database.begin_write().await?;
    of_round(&tx, round.id, new.nomination).await?;
    not_walled(&tx, actor, new.nomination).await?;
    let known = store::experts(&*tx, new.expert).await?;
    if known.is_empty() {
        return Err(fault("/expert_id", "专家库中没有该专家", "no such expert in the pool"));
    }
    let row = row(app, (round.id, &actor.username), (By::Office, kind), new)?;
    keep(app, tx, (row, key)).await
}

/// A reviewer or a member of the staff declares an interest of his own.
///
/// # Errors
/// Not granted, no such round or nomination (for a reviewer: none that he was asked to review), a field breaks
/// its rule, an account without an expert, the same request before, the records failing.
pub(super) async fn own(
    app: &App,
    actor: &Actor,
    (new, key): (&NewDeclaration, Option<&idempotency::Key>),
) -> Result<RecusalDeclarationId, RecusalError> {
    permit(actor, Action::DeclareInterest)?;
    let kind = kind_and_target(new)?;
    reason(&new.text).map_err(|_| {
        fault("/text", "须写明情况，4–2000 字", "4 to 2000 characters are expected")
    })?;
    let round = round(app, new.year).await?;
    let tx = app.database.begin_write().await?;
    of_round(&tx, round.id, new.nomination).await?;
    let is_staff = is_staff(actor);
    let source = if is_staff { By::Staff } else { By::Reviewer };
    let mut row = row(app, (round.id, &actor.username), (source, kind), new)?;
    row.account_id = Some(actor.account);
    // A member of the staff who is also an expert of the pool is barred as one.
    row.expert_id = store::expert_of_account(&*tx, actor.account).await?;
    if !is_staff {
        let expert = row.expert_id.ok_or(RecusalError::NoExpert)?;
        if let Some(nomination) = new.nomination
            && !store::was_invited(&*tx, (nomination, expert)).await?
        {
            return Err(RecusalError::NotFound);
        }
    } else if new.nomination.is_none() {
        return Err(fault(
            "/nomination_id",
            "工作人员须指明所涉提名",
            "a member of the staff names the nomination",
        ));
    }
    keep(app, tx, (row, key)).await
}

/// Withdraws a declaration, with a reason, by two: who declared it, or an officer, asks for it, and another officer
/// agrees. What it bars stays barred until then.
///
/// # Errors
/// Not granted, not found, another version, not in force, no reason, the officer walled off, the one who asked or who
/// declared an interest of his own, the records failing.
pub async fn withdraw(
    app: &App,
    actor: &Actor,
    (id, seen): (RecusalDeclarationId, i64),
    (why, is_own): (&str, bool),
) -> Result<(), RecusalError> {
    permit(actor, if is_own { Action::DeclareInterest } else { Action::DecideRecusals })?;
    let why = reason(why)?;
    let tx = app.database.begin_write().await?;
    let found = store::held_declaration(&*tx, id).await?;
    let own = Some(actor.account);
    let mut row =
        found.filter(|row| !is_own || row.account_id == own).ok_or(RecusalError::NotFound)?;
    if row.version != seen {
        return Err(RecusalError::Stale);
    }
    if row.state != State::InForce {
        return Err(RecusalError::Declaration(row.state));
    }
    if !is_own {
        not_walled(&tx, actor, row.nomination_id).await?;
    }
    let whose = (actor.username.as_str(), row.account_id == own);
    let becomes = withdrawal(row.withdrawal_asked_by.as_deref(), whose)?;
    let (by, at, why) = (actor.username.clone(), app.clock.now(), why.to_owned());
    row.version += 1;
    let deed = match becomes {
        Withdrawal::Asked => {
            (row.withdrawal_asked_by, row.withdrawal_asked_at) = (Some(by), Some(at));
            row.withdrawal_asked_reason = Some(why.clone());
            "ask_withdrawal"
        }
        Withdrawal::Done => {
            row.state = State::Withdrawn;
            (row.withdrawn_by, row.withdrawn_at) = (Some(by), Some(at));
            row.withdrawal_reason = Some(why.clone());
            "withdraw"
        }
    };
    store::save_declaration(&*tx, row).await?;
    record(app, &tx, (&actor.username, deed), (id, Some(&why))).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

async fn not_walled(
    tx: &WriteTx,
    actor: &Actor,
    nomination: Option<NominationId>,
) -> Result<(), RecusalError> {
    if let Some(id) = nomination {
        wall_of(&**tx, actor).await?.admit(id)?;
    }
    Ok(())
}

/// What the office answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    pub(super) is_accepted: bool,
    pub(super) reason: &'a str,
    /// Who the typed name means.
    pub(super) expert: Option<ExpertId>,
}

/// Says whose interest a declaration is, where that is not known. While it bars somebody whom the typed name may mean,
/// it means one of those: that it means another would lift a bar by one person's word.
async fn say_whose(
    tx: &WriteTx,
    row: &mut Declaration,
    expert: Option<ExpertId>,
) -> Result<(), RecusalError> {
    if let Some(expert) = expert {
        let named = store::experts(&**tx, [expert]).await?.remove(&expert);
        let is_another = |named: &store::NamedExpert| {
            candidates(row).iter().all(|(code, ..)| *code != named.code)
        };
        if named.as_ref().is_some_and(is_another) && bars_meanwhile(tx, row).await? {
            return Err(RecusalError::NotMeant);
        }
        row.expert_id = named.map(|named| named.id);
    }
    if row.expert_id.is_some() {
        return Ok(());
    }
    Err(fault(
        "/expert_id",
        "接受前须指明是专家库中的哪位专家",
        "say which expert of the pool is meant",
    ))
}

/// Whether what waits bars somebody until it is answered: an expert who is surely one of those meant by the typed name.
async fn bars_meanwhile(tx: &WriteTx, row: &Declaration) -> Result<bool, RecusalError> {
    let is_of_some = row.kind != DeclaredKind::Exclusion && row.expert_id.is_none();
    if !is_of_some || !candidates(row).iter().any(|(_, _, is_sure)| *is_sure) {
        return Ok(false);
    }
    let policy = conflicts::policy_of_round(&**tx, row.round_id).await?;
    let (by, kind) = (declared_by(row.source), declared_kind(row.kind.as_str()));
    Ok(conflicts::declared_as(&policy, by, kind).1 == Severity::Bar)
}

/// Nothing waits any more of what somebody wanted withdrawn or refused; of it the record tells.
pub(super) fn ask_no_more(row: &mut Declaration) {
    (row.withdrawal_asked_by, row.withdrawal_asked_at) = (None, None);
    row.withdrawal_asked_reason = None;
}

/// What becomes of a declaration that `by` refuses: where it bars, a bar would fall, and that takes two.
async fn refused(tx: &WriteTx, row: &Declaration, by: &str) -> Result<State, RecusalError> {
    if bars_meanwhile(tx, row).await?
        && withdrawal(row.withdrawal_asked_by.as_deref(), (by, false))? == Withdrawal::Asked
    {
        return Ok(State::Waiting);
    }
    Ok(State::Refused)
}

/// The office accepts what waits, saying who is meant where that is not known, or does not. What bars somebody until it
/// is answered is refused by two: the first asks for it, and it waits and bars on.
///
/// # Errors
/// Not granted, not found, another version, nothing waits, nobody is meant or somebody who cannot be, no reason, the
/// officer walled off or the one who asked to refuse it, the records failing.
pub(super) async fn answer(
    app: &App,
    actor: &Actor,
    (id, seen): (RecusalDeclarationId, i64),
    answer: Answer<'_>,
) -> Result<(), RecusalError> {
    permit(actor, Action::DecideRecusals)?;
    let why = reason(answer.reason)?;
    let tx = app.database.begin_write().await?;
    let mut row = store::held_declaration(&*tx, id).await?.ok_or(RecusalError::NotFound)?;
    if row.version != seen {
        return Err(RecusalError::Stale);
    }
    if row.state != State::Waiting {
        return Err(RecusalError::Declaration(row.state));
    }
    not_walled(&tx, actor, row.nomination_id).await?;
    row.state = if answer.is_accepted {
        say_whose(&tx, &mut row, answer.expert).await?;
        State::InForce
    } else {
        refused(&tx, &row, &actor.username).await?
    };
    let (by, at) = (Some(actor.username.clone()), Some(app.clock.now()));
    let said = Some(why.to_owned());
    let deed = match row.state {
        State::Waiting => "ask_refusal",
        State::InForce => "answer_accepted",
        State::Refused | State::Withdrawn => "answer_refused",
    };
    if row.state == State::Waiting {
        (row.withdrawal_asked_by, row.withdrawal_asked_at) = (by, at);
        row.withdrawal_asked_reason = said;
    } else {
        (row.answered_by, row.answered_at, row.answer) = (by, at, said);
    }
    if row.state == State::InForce {
        // Who wanted it refused found nobody to agree.
        ask_no_more(&mut row);
    }
    row.version += 1;
    store::save_declaration(&*tx, row).await?;
    record(app, &tx, (&actor.username, deed), (id, Some(why))).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}
