//! What do people make of the conflicts of the demonstration? Two flags are settled, a declared interest
//! stands, another was registered by mistake and withdrawn, and somebody looked back.

use anyhow::Context as _;
use entity::{ids::ExpertId, vocabulary::DeclaredKind};

use crate::{
    app::App,
    authz::Actor,
    awards::{self, Round},
    experts, identity, matching, nominations, notifications,
    recusals::{self, Deed, Doing, NewDeclaration},
};

const NOT_SO: &str = "经电话核实，与完成人同名但不是同一人（演示数据）";
const SO: &str = "经所在单位人事部门确认为同一人（演示数据）";
const KIN: &str = "专家来电说明与一名完成人系近亲属（演示数据）";
const BY_MISTAKE: &str = "来信反映双方有合作项目（演示数据）";
const CORRECTED: &str = "核实后确认为他人，登记有误，撤回（演示数据）";

async fn officer(app: &App, username: &str) -> anyhow::Result<Actor> {
    let id = notifications::account_named(app, username).await?;
    let found = identity::find_account(app.database.reader(), id, app.clock.now()).await?;
    Ok(found.with_context(|| format!("the account {username}"))?.actor())
}

/// Fills the room.
///
/// # Errors
/// The records failing, or data that the use cases do not take.
pub(super) async fn fill(app: &App, year: i32) -> anyhow::Result<()> {
    let office = officer(app, "office").await?;
    let round = awards::find_round(app.database.reader(), year).await?.context("the round")?;
    let flags = recusals::waiting_flags(app, &office, (year, 2)).await?;
    for (id, is_conflict) in flags.into_iter().zip([false, true]) {
        let reason = if is_conflict { SO } else { NOT_SO };
        let doing = Doing { deed: Deed::Decide { is_conflict }, reason };
        recusals::decide(app, &office, (id, 0), doing).await?;
    }
    let pairs = matching::exported_assignments(app.database.reader(), round.id).await?;
    // Somebody with little to do, so that nobody was asked to review yet.
    let load = |expert: &str| pairs.iter().filter(|pair| pair.expert_id == expert).count();
    let Some(pair) = pairs.iter().min_by_key(|pair| load(&pair.expert_id)) else { return Ok(()) };
    let expert = pair.expert_id.as_str();
    let is_own = |nomination: &str| {
        pairs.iter().any(|one| one.expert_id == expert && one.nomination_id == nomination)
    };
    if let Some(other) = pairs.iter().find(|one| !is_own(&one.nomination_id)) {
        let said = (expert, other.nomination_id.as_str(), DeclaredKind::Kin, KIN);
        declare(app, &office, &round, said).await?;
    }
    mistake(app, &office, &round, (expert, &pair.nomination_id)).await?;
    recusals::look_back(app, &office, year).await?;
    Ok(())
}

/// An interest that a recheck found on a drafted pair, until two officers withdrew it.
async fn mistake(
    app: &App,
    office: &Actor,
    round: &Round,
    (expert, nomination): (&str, &str),
) -> anyhow::Result<()> {
    let said = (expert, nomination, DeclaredKind::Cooperation, BY_MISTAKE);
    let id = declare(app, office, round, said).await?;
    recusals::recheck(app, round, &office.username).await?;
    let second = officer(app, "office2").await?;
    for (who, version) in [(office, 1), (&second, 2)] {
        recusals::withdraw(app, who, (id, version), (CORRECTED, false)).await?;
    }
    recusals::recheck(app, round, &office.username).await?;
    Ok(())
}

async fn declare(
    app: &App,
    office: &Actor,
    round: &Round,
    (expert, nomination, kind, text): (&str, &str, DeclaredKind, &str),
) -> anyhow::Result<entity::ids::RecusalDeclarationId> {
    let database = app.database.reader();
    let experts = experts::keys_by_code(database).await?;
    let expert: ExpertId = *experts.get(expert).context("the expert")?;
    let dossiers = nominations::round_dossiers(database, round.id, round.year, |_| true).await?;
    let new = NewDeclaration {
        year: round.year,
        kind: Some(kind),
        expert: Some(expert),
        nomination: dossiers.keys.get(nomination).copied(),
        text: text.to_owned(),
        ..NewDeclaration::default()
    };
    Ok(recusals::declare_for(app, office, (&new, None)).await?)
}
