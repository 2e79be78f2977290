//! How does a society dispute an item of its record, and take the dispute back?

use chrono::{DateTime, Utc};
use entity::vocabulary::DisputeState;
use serde_json::json;

use super::{
    correction_fault::CorrectionFault,
    definitions::{DefinitionError, Definitions},
    dispute::{Dispute, DisputedItem},
    disputes::{Step, after},
    store::{self, Reach},
};
use crate::{
    app::App,
    audit, idempotency,
    shared::{Bilingual, hex_sha256},
};

/// A rule of the record broken, or the records failing.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is no such indicator, or it has no facts that could be disputed.
    #[error("没有该指标 / there is no such indicator")]
    UnknownIndicator,
    /// The measure is no part of the indicator.
    #[error("该统计项不属于该指标 / the measure is no part of the indicator")]
    NotOfIndicator,
    /// The round has no fact of the item.
    #[error("该年度没有相应的事实 / nothing is recorded of it in this round")]
    NothingRecorded,
    /// The time to dispute is over since then.
    #[error("异议期限已过 / the time to dispute is over")]
    TooLate(DateTime<Utc>),
    /// A dispute about the same item waits.
    #[error("该项已有待答复的异议 / a dispute about this item waits for its answer")]
    AlreadyOpen,
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// What is asked cannot be done in this state.
    #[error("当前状态不允许 / not in this state")]
    WrongState,
    /// Someone else was first.
    #[error("他人已先修改 / someone else changed it first")]
    Stale,
    /// Suspensions and cancellations take two.
    #[error("登记人不得自行确认 / whoever recorded it may not confirm it")]
    SamePerson,
    /// The corrections of an answer cannot be made.
    #[error(transparent)]
    Corrections(#[from] CorrectionFault),
    /// There is no such society.
    #[error("没有该学会 / there is no such society")]
    NoSociety,
    /// The term does not fit the sanction.
    #[error("期限不符 / the term does not fit the sanction")]
    BadTerm(Bilingual),
    /// The definitions that Laurel ships cannot be read.
    #[error(transparent)]
    Definitions(#[from] DefinitionError),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// What a society says against an item.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What is disputed.
    pub item: DisputedItem,
    /// Why it is wrong.
    pub text: String,
    /// What would be right.
    pub value: Option<u32>,
}

/// Until when the facts of an item may be disputed; an error where the item is none.
fn closing(
    definitions: &Definitions,
    item: &DisputedItem,
    facts: &[super::fact::Recorded],
) -> Result<DateTime<Utc>, RecordError> {
    let indicator = definitions.indicator(&item.indicator).ok_or(RecordError::UnknownIndicator)?;
    let measures = indicator.measures();
    if item.measure.as_ref().is_some_and(|measure| !measures.contains(&measure.as_str())) {
        return Err(RecordError::NotOfIndicator);
    }
    // That a case was not counted under a measure is no fact of its own, and may be wrong too.
    let recorded_of = DisputedItem { measure: None, ..item.clone() };
    let last = facts
        .iter()
        .filter(|recorded| recorded_of.concerns(indicator, &recorded.fact))
        .map(|recorded| recorded.recorded_at)
        .max()
        .ok_or(RecordError::NothingRecorded)?;
    Ok(definitions.disputes().closes(last))
}

/// Files a dispute; the answer to a repetition is the dispute that was filed.
///
/// # Errors
/// No such item, the time to dispute is over, a dispute about it waits, a repeated request, the
/// records failing.
pub async fn file(
    app: &App,
    by: &str,
    claim: Claim,
    key: Option<&idempotency::Key>,
) -> Result<Dispute, RecordError> {
    let definitions = Definitions::shipped()?;
    let now = app.clock.now();
    let item = claim.item;
    let tx = app.database.begin_write().await?;
    let reach = Reach { societies: vec![item.society_id.clone()], rounds: vec![item.round] };
    let closes = closing(&definitions, &item, &store::current(&*tx, &reach).await?)?;
    if closes < now {
        return Err(RecordError::TooLate(closes));
    }
    if store::is_disputed(&*tx, &item).await? {
        return Err(RecordError::AlreadyOpen);
    }
    let dispute = Dispute {
        id: app.ids.next(),
        item,
        claim: claim.text,
        claimed_value: claim.value,
        state: DisputeState::Filed,
        filed_by: by.to_owned(),
        filed_at: now,
        due_at: definitions.disputes().due(now),
        answer: None,
        answered_by: None,
        answered_at: None,
        corrections: Vec::new(),
        version: 1,
    };
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &dispute.id.to_string(), now).await?
    {
        return Err(RecordError::Repeated);
    }
    store::insert_dispute(&*tx, &dispute).await?;
    let content = json!({
        "claim": dispute.claim, "indicator": dispute.item.indicator, "round": dispute.item.round,
        "case_ref": dispute.item.case_ref, "measure": dispute.item.measure,
        "value": dispute.claimed_value,
    });
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "track_record.dispute".to_owned(),
        subject: format!("society/{}", dispute.item.society_id),
        after_digest: Some(hex_sha256(content.to_string().as_bytes())),
        reason: Some(dispute.claim.clone()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(dispute)
}

/// Takes a dispute back that nobody has answered yet.
///
/// # Errors
/// It was answered or taken back, it moved on meanwhile, the records failing.
pub(super) async fn withdraw(app: &App, by: &str, dispute: &Dispute) -> Result<(), RecordError> {
    let state = after(dispute.state, Step::Withdraw).ok_or(RecordError::WrongState)?;
    let tx = app.database.begin_write().await?;
    if !store::move_dispute(&*tx, dispute, state, None).await? {
        return Err(RecordError::Stale);
    }
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "track_record.withdraw_dispute".to_owned(),
        subject: format!("record_dispute/{}", dispute.id),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(())
}
