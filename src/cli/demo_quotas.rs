//! The quotas of the demonstration: the ledger of its round, the places that its nominations take, and
//! a proposal for the round after that waits for people.

use std::collections::BTreeMap;

use entity::vocabulary::Bucket;

use crate::{
    app::App,
    authz::Scope,
    awards,
    demo::DEMO_ROUND,
    nominations,
    quotas::{
        self, Claim, PROCEDURE, ReserveError, Stamp, answer_move, carry_over,
        ledger::{self, Answer, Asker, Movement},
        load_default_policy,
        proposals::{self, NewProposal},
        reserve, trials,
    },
};

use super::terminal;

/// Who acts for CAST in the demonstration, and who confirms what takes two.
const OFFICER: &str = "cast";
const SECOND: &str = "cast_second";

/// Places that the ledger of the demonstration round keeps back, and those of them that CAST hands to the
/// society whose work is shown, so that it has some left to submit for.
const HELD: i32 = 4 + HANDED;
const HANDED: i32 = 6;
const SHOWN: &str = "D-B-12";

/// Two years lie between two rounds.
const NEXT_ROUND: i32 = DEMO_ROUND + 2;

/// Opens the ledger, takes the places of the nominations, and proposes the next round's quotas. Without
/// past rounds there is nothing to propose from.
pub(super) async fn fill(app: &App) -> anyhow::Result<()> {
    let settled = trials::settled(app).await?;
    let Some(newest) = settled.newest() else { return Ok(()) };
    let reason = "本届未作调整，沿用上届名额 / nothing was decided for this round";
    carry_over(app, OFFICER, DEMO_ROUND, (HELD, reason)).await?;
    confirm_moves(app).await?;
    take_places(app).await?;
    hand_places(app).await?;
    let policy = load_default_policy(app).await?;
    let stored = quotas::policies::find(app.database.reader(), policy).await?;
    let permille = stored.map_or(0, |stored| stored.policy.reserve.permille);
    let places: u32 =
        settled.rows.iter().filter(|row| row.round == newest).map(|row| row.quota).sum();
    // So large that what is kept back by the policy is not taken from the societies.
    let total = places * 1000 / 1000_u32.saturating_sub(permille).max(1) + 1;
    let note = "年度例行调整 / the regular adjustment";
    let new = NewProposal { policy, year: NEXT_ROUND, total, note };
    proposals::create(app, OFFICER, &new, None).await?;
    terminal::say(&format!("限额方案 / quota proposal: {NEXT_ROUND}, {total}"));
    Ok(())
}

/// Hands some of the places that are kept back to the society whose work is shown.
async fn hand_places(app: &App) -> anyhow::Result<()> {
    let tx = app.database.begin_write().await?;
    let counters = ledger::counters_of(&*tx, DEMO_ROUND).await?;
    let own = counters.iter().find(|one| one.society == SHOWN && one.bucket == Bucket::Three);
    let Some(own) = own else { return Ok(()) };
    let reason = "遴选规范、质量突出，使用机动名额 / from the places kept back";
    let movement = Movement { places: HANDED, reason };
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: OFFICER };
    ledger::ask(&tx, (own.id, Asker::Cast), &movement, None, &stamp).await?;
    tx.commit().await?;
    confirm_moves(app).await
}

/// The second person confirms what the officer asked for: new places to be kept back, or to be handed out.
async fn confirm_moves(app: &App) -> anyhow::Result<()> {
    let ledger = ledger::ledger(app, DEMO_ROUND, &Scope::All).await?;
    for asked in ledger.into_iter().flat_map(|ledger| ledger.transfers) {
        if asked.answered_by.is_none() {
            let what = (asked.id.into(), asked.version);
            answer_move(app, SECOND, what, Answer::Confirm).await?;
        }
    }
    Ok(())
}

/// The nominations of societies take their places, by number; what finds none is only counted.
async fn take_places(app: &App) -> anyhow::Result<()> {
    let database = app.database.reader();
    let Some(round) = awards::find_round(database, DEMO_ROUND).await? else { return Ok(()) };
    let dossiers = nominations::round_dossiers(database, round.id, DEMO_ROUND, |_| true).await?;
    let by_number: BTreeMap<_, _> =
        dossiers.nominations.iter().map(|one| (one.nomination_id.as_str(), one)).collect();
    let (mut taken, mut without) = (0, 0);
    let tx = app.database.begin_write().await?;
    for (number, nomination) in by_number {
        let bucket = nomination.category.as_deref().and_then(|one| PROCEDURE.bucket_of(one));
        let (Some(society), Some(bucket)) = (nomination.society_id.as_deref(), bucket) else {
            continue;
        };
        let key = dossiers.keys.get(number).map(ToString::to_string).unwrap_or_default();
        let subject = format!("nomination/{key}");
        let claim = Claim { year: DEMO_ROUND, society, bucket, subject: &subject };
        let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: society };
        match reserve(&tx, &claim, &stamp).await {
            Ok(_) => taken += 1,
            Err(ReserveError::Exhausted { .. } | ReserveError::NoQuota { .. }) => without += 1,
            Err(error) => return Err(error.into()),
        }
    }
    crate::audit::record(&*tx, app.clock.now(), entry(taken)).await?;
    tx.commit().await?;
    let years = ledger::years(database).await?.len();
    terminal::say(&format!("名额占用 / places taken: {taken}, {without} ✗, {years} 届 / rounds"));
    Ok(())
}

fn entry(taken: u32) -> crate::audit::Entry {
    crate::audit::Entry {
        actor: OFFICER.to_owned(),
        action: "quotas.reserve_imported".to_owned(),
        subject: format!("round/{DEMO_ROUND}"),
        reason: Some(taken.to_string()),
        ..crate::audit::Entry::default()
    }
}
