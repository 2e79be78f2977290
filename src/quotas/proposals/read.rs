//! What does a proposal say to each of its readers?

use std::collections::BTreeMap;

use entity::{ids::QuotaProposalId, vocabulary::ProposalState};
use sea_orm::DbErr;

use super::{
    super::{
        appeals::{self, AppealView},
        ledger,
        policies::{self, PolicyView},
    },
    record::{Decision, Proposal},
    rules::{self, Deed, Standing},
    store,
    views::{
        BalanceView, DecisionDetail, DecisionView, OwnDecision, ProposalDetail, ProposalView,
        PublicDecision, PublicQuotas, SocietyQuota, YearCounters, decision_view, proposal_view,
    },
};
use crate::{
    app::App,
    authz::{self, Action, Actor, Scope},
    identity, societies,
};

async fn policy_of(app: &App, proposal: &Proposal) -> Result<PolicyView, DbErr> {
    let found = policies::detail(app, proposal.policy).await?;
    found
        .map(|detail| detail.policy)
        .ok_or_else(|| DbErr::Custom("a proposal without its policy".to_owned()))
}

/// The appeals of a proposal by society.
async fn appeals_of(app: &App, id: QuotaProposalId) -> Result<BTreeMap<String, AppealView>, DbErr> {
    let all = appeals::of_proposal(app.database.reader(), id).await?;
    Ok(all.into_iter().map(|one| (one.society_id.clone(), one)).collect())
}

fn open(appeals: &BTreeMap<String, AppealView>) -> usize {
    appeals.values().filter(|one| one.state == "open").count()
}

async fn viewed(
    app: &App,
    proposal: &Proposal,
    decisions: &[Decision],
    appeals: &BTreeMap<String, AppealView>,
) -> Result<(ProposalView, Standing), DbErr> {
    let standing = proposal.standing(open(appeals), app.clock.now());
    let overridden = decisions.iter().filter(|one| one.decided_by.is_some()).count();
    let policy = policy_of(app, proposal).await?;
    Ok((proposal_view(proposal, policy, standing, (open(appeals), overridden)), standing))
}

/// Every proposal, newest round first.
///
/// # Errors
/// The records failing.
pub async fn list(app: &App) -> Result<Vec<ProposalView>, DbErr> {
    let database = app.database.reader();
    let mut views = Vec::new();
    for proposal in store::list(database).await? {
        let decisions = store::decisions(database, proposal.id).await?;
        let appeals = appeals_of(app, proposal.id).await?;
        views.push(viewed(app, &proposal, &decisions, &appeals).await?.0);
    }
    identity::name_actors(database, &mut views).await?;
    Ok(views)
}

/// One proposal with its decisions, and what `actor` may do with it.
///
/// # Errors
/// The records failing.
pub async fn detail(
    app: &App,
    id: QuotaProposalId,
    actor: &Actor,
) -> Result<Option<ProposalDetail>, DbErr> {
    let database = app.database.reader();
    let Some(proposal) = store::find(database, id).await? else {
        return Ok(None);
    };
    let decisions = store::decisions(database, id).await?;
    let appeals = appeals_of(app, id).await?;
    let (view, standing) = viewed(app, &proposal, &decisions, &appeals).await?;
    let decided: i32 = decisions.iter().map(|one| one.decided).sum();
    let state_of = |one: &Decision| appeals.get(&one.society_id).map(|one| one.state.clone());
    let mut told = ProposalDetail {
        balance: BalanceView {
            total: proposal.total,
            decided,
            held: proposal.total - decided,
            held_as_proposed: i32::try_from(proposal.summary.reserve).unwrap_or(i32::MAX),
        },
        decisions: decisions.iter().map(|one| decision_view(one, state_of(one))).collect(),
        allowed_actions: allowed(&proposal, standing, open(&appeals), actor),
        input_digest: proposal.input_digest,
        output_digest: proposal.output_digest,
        summary: proposal.summary,
        proposal: view,
    };
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}

fn allowed(proposal: &Proposal, standing: Standing, open: usize, actor: &Actor) -> Vec<String> {
    if authz::permit(actor, Action::DecideQuotas).is_err() {
        return Vec::new();
    }
    let hands = proposal.hands(None);
    let by = actor.username.as_str();
    Deed::ALL
        .iter()
        .filter(|deed| rules::allows(**deed, standing).is_ok())
        .filter(|deed| match deed {
            Deed::Override | Deed::Confirm | Deed::Return => true,
            Deed::Publish => rules::may_publish(hands, by).is_ok(),
            Deed::Appeal => false,
            Deed::DecideAppeal => open > 0 && rules::may_judge(hands, by).is_ok(),
        })
        .map(|deed| deed.as_str().to_owned())
        .collect()
}

/// One decision with everything that explains it.
///
/// # Errors
/// The records failing.
pub async fn decision(
    app: &App,
    id: QuotaProposalId,
    society: &str,
) -> Result<Option<DecisionDetail>, DbErr> {
    let database = app.database.reader();
    let (proposal, found) =
        (store::find(database, id).await?, store::find_decision(database, id, society).await?);
    let (Some(proposal), Some(found)) = (proposal, found) else {
        return Ok(None);
    };
    let mut appeals = appeals_of(app, id).await?;
    let standing = proposal.standing(open(&appeals), app.clock.now());
    let filed = appeals.remove(society);
    let decision: DecisionView =
        decision_view(&found.decision, filed.as_ref().map(|one| one.state.clone()));
    let mut told = DecisionDetail {
        decision,
        proposal_id: id.0,
        year: proposal.year,
        standing: standing.as_str().to_owned(),
        outcome: found.outcome,
        filed_appeal: filed,
        names: BTreeMap::new(),
    };
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}

/// What a society sees of its quota; none where there is no such society.
///
/// # Errors
/// The records failing.
pub async fn of_society(
    app: &App,
    society: &str,
    actor: &Actor,
) -> Result<Option<SocietyQuota>, DbErr> {
    let database = app.database.reader();
    let registered = societies::all(database).await?;
    let Some(known) = registered.into_iter().find(|one| one.society_id == society) else {
        return Ok(None);
    };
    let answers = authz::permit(actor, Action::AnswerQuota)
        .is_ok_and(|permit| ledger::reaches(&permit.scope, society));
    let mut decisions = Vec::new();
    for (proposal, found) in store::published_of(database, society).await? {
        let mut appeals = appeals_of(app, proposal.id).await?;
        let standing = proposal.standing(open(&appeals), app.clock.now());
        let policy = policy_of(app, &proposal).await?;
        let appeal = appeals.remove(society);
        decisions.push(OwnDecision {
            proposal_id: proposal.id.0,
            year: proposal.year,
            standing: standing.as_str().to_owned(),
            published_at: proposal.published_at,
            appeals_until: proposal.appeals_until,
            policy: policy.title,
            policy_en: policy.title_en,
            previous: found.decision.previous,
            proposed: found.decision.proposed,
            decided: found.decision.decided,
            reason: found.decision.reason,
            outcome: found.outcome,
            may_appeal: answers && appeal.is_none() && standing == Standing::Appeals,
            appeal,
        });
    }
    let own = Scope::Societies(vec![society.to_owned()]);
    let mut counters = Vec::new();
    for year in ledger::years(database).await? {
        let Some(ledger) = ledger::ledger(app, year, &own).await? else { continue };
        let of_year: Vec<_> =
            ledger.buckets.into_iter().flat_map(|bucket| bucket.counters).collect();
        if !of_year.is_empty() {
            counters.push(YearCounters { year, counters: of_year });
        }
    }
    Ok(Some(SocietyQuota {
        society_id: known.society_id,
        society: known.name,
        decisions,
        counters,
    }))
}

/// Whether a proposal is published, so that everything which it rests on may be known to the societies.
///
/// # Errors
/// The records failing.
pub async fn is_published(app: &App, id: QuotaProposalId) -> Result<bool, DbErr> {
    let found = store::find(app.database.reader(), id).await?;
    Ok(found.is_some_and(|one| one.published_at.is_some()))
}

/// What everybody may know of the published quotas of a round; none where none are published.
///
/// # Errors
/// The records failing.
pub async fn published(app: &App, year: i32) -> Result<Option<PublicQuotas>, DbErr> {
    let database = app.database.reader();
    let all = store::list(database).await?;
    let is_it = |one: &Proposal| one.year == year && one.state == ProposalState::Published;
    let Some(proposal) = all.into_iter().find(is_it) else {
        return Ok(None);
    };
    let appeals = appeals_of(app, proposal.id).await?;
    let policy = policy_of(app, &proposal).await?;
    let explained = store::all_explained(database, proposal.id).await?;
    Ok(Some(PublicQuotas {
        year,
        published_at: proposal.published_at,
        appeals_until: proposal.appeals_until,
        standing: proposal.standing(open(&appeals), app.clock.now()).as_str().to_owned(),
        policy: policy.title,
        policy_en: policy.title_en,
        policy_digest: policy.digest,
        input_digest: proposal.input_digest,
        output_digest: proposal.output_digest,
        total: proposal.total,
        held: proposal.held,
        decisions: explained
            .into_iter()
            .map(|one| PublicDecision {
                society_id: one.decision.society_id,
                society: one.decision.society,
                group: one.decision.group,
                band: one.decision.band,
                score: one.decision.score,
                low: one.decision.low,
                high: one.decision.high,
                heads: one.outcome.heads,
                previous: one.decision.previous,
                decided: one.decision.decided,
            })
            .collect(),
    }))
}

/// The years whose quotas are published, newest first.
///
/// # Errors
/// The records failing.
pub async fn published_years(app: &App) -> Result<Vec<i32>, DbErr> {
    let all = store::list(app.database.reader()).await?;
    let published = all.into_iter().filter(|one| one.state == ProposalState::Published);
    let mut years: Vec<i32> = published.map(|one| one.year).collect();
    years.sort_unstable_by(|one, other| other.cmp(one));
    Ok(years)
}

/// How many proposals wait for their first and for their second person.
///
/// # Errors
/// The records failing.
pub async fn waiting(app: &App) -> Result<(u64, u64), DbErr> {
    let database = app.database.reader();
    Ok((
        store::count(database, ProposalState::Draft).await?,
        store::count(database, ProposalState::Confirmed).await?,
    ))
}
