//! Which objections does the demonstration show? Some in each state, made by the commands that people use,
//! with the clock held at the days of each deed.

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::{AccountId, NominationId, ObjectionId, ObjectionTaskId},
    vocabulary::{
        NominationState, ObjectionEffect, ObjectionKind, ObjectionOutcome, ObjectionParty, Role,
    },
};
use serde::Deserialize;

use super::objections_store::{self, Place};
use crate::{
    app::App,
    authz::{Actor, Grant},
    exchange::pdf::{Document, Meta},
    nominations::course::{CourseError, NextStep, take},
    notices::objections::{self, Identity, NewObjection, Said, Screening},
    shared::hex_sha256,
};

const DATA: &str = include_str!("../../rules/demo/objections.toml");

/// The society whose clerk and head sign in.
const OWN: &str = "D-B-12";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    objection: Vec<ObjectionData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectionData {
    /// Which entry of the publicity, from 1.
    entry: usize,
    kind: ObjectionKind,
    days_ago: i64,
    facts: String,
    named: bool,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    record: String,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    refusal: String,
    ends: String,
}

/// What the deeds of one objection need.
struct Desk<'a> {
    app: &'a App,
    set_clock: &'a (dyn Fn(DateTime<Utc>) + Sync),
    today: DateTime<Utc>,
}

fn somebody(username: &str, role: Role, society: Option<String>) -> Actor {
    Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: username.to_owned(),
        grants: vec![Grant { role, society_code: society }],
    }
}

fn evidence(number: usize) -> anyhow::Result<Vec<u8>> {
    let title = format!("证明材料 {number}");
    let digest = hex_sha256(title.as_bytes());
    let mut document = Document::new(Meta { title, digest, ..Meta::default() });
    document.paragraph("本页代替真实的证明材料，仅用于演示。");
    Ok(document.render()?)
}

fn office() -> Actor {
    somebody("office", Role::AwardOffice, None)
}

/// Makes the objections to entries of the publicity that is open.
///
/// # Errors
/// The records failing, or data that the use cases do not take.
pub async fn fill(
    app: &App,
    set_clock: &(dyn Fn(DateTime<Utc>) + Sync),
    today: DateTime<Utc>,
) -> anyhow::Result<()> {
    let data: Data = toml::from_str(DATA).context("rules/demo/objections.toml")?;
    let desk = Desk { app, set_clock, today };
    let places = objections_store::places(app.database.reader(), OWN, today).await?;
    // In the order of their days: a nomination takes its steps one after the other.
    let mut objections: Vec<&ObjectionData> = data.objection.iter().collect();
    objections.sort_by_key(|one| std::cmp::Reverse(one.days_ago));
    for (number, one) in (1..).zip(objections) {
        let Some((place, nomination)) = places.get(one.entry.saturating_sub(1)) else { continue };
        desk.follow(place, *nomination).await?;
        desk.object(one, place, number).await.with_context(|| one.facts.clone())?;
    }
    Ok(())
}

impl Desk<'_> {
    /// The nomination follows its publicity, as the clock lets all of them within seconds of serving.
    async fn follow(
        &self,
        (_, _, opens_at): &Place,
        nomination: NominationId,
    ) -> anyhow::Result<()> {
        (self.set_clock)(*opens_at);
        let tx = self.app.database.begin_write().await?;
        let to = NominationState::AcceptancePublicity;
        let next = NextStep { to, holds: &[], reason: None };
        match take(self.app, &tx, ("laurel", nomination), next).await {
            // It followed before an earlier objection.
            Ok(_) | Err(CourseError::NoWay(_)) => Ok(tx.commit().await?),
            Err(error) => Err(error.into()),
        }
    }

    /// The objection, as far as it has come; a day lies between one deed and the next.
    async fn object(
        &self,
        one: &ObjectionData,
        (publicity, position, opens_at): &Place,
        number: usize,
    ) -> anyhow::Result<()> {
        let begun = (self.today - Duration::days(one.days_ago)).max(*opens_at + Duration::hours(1));
        (self.set_clock)(begun);
        let identity = one.named.then(|| Identity {
            name: format!("示例异议者{number}"),
            unit: "示例研究所（虚构）".to_owned(),
            telephone: format!("010-0000{number:04}"),
            email: format!("objector{number}@example.org"),
            may_be_named: false,
        });
        let new = NewObjection {
            publicity: publicity.clone(),
            position: *position,
            kind: Some(one.kind),
            facts: one.facts.clone(),
            identity,
            files: vec![evidence(number)?],
            token: crate::shared::random_token(16),
        };
        let receipt = objections::file(self.app, new, begun).await?;
        if one.ends == "received" {
            return Ok(());
        }
        (self.set_clock)((begun + Duration::days(1)).min(self.today));
        self.screen(one, receipt.id).await?;
        (self.set_clock)((begun + Duration::days(3)).min(self.today));
        match one.ends.as_str() {
            "extension" => self.ask_more(receipt.id).await,
            "decided" | "proposed" => self.work(one, (receipt.id, number)).await,
            "transferred" => self.ask_identity(receipt.id).await,
            _ => Ok(()),
        }
    }

    async fn version(&self, id: ObjectionId) -> anyhow::Result<(ObjectionId, i64)> {
        Ok((id, objections::read(self.app, &office(), id).await?.version))
    }

    async fn screen(&self, one: &ObjectionData, id: ObjectionId) -> anyhow::Result<()> {
        let screening = match one.ends.as_str() {
            "refused" => Screening::Refuse { code: one.refusal.clone(), text: one.outcome.clone() },
            "transferred" => Screening::Transfer { text: one.outcome.clone() },
            _ => Screening::Accept { summary: one.summary.clone() },
        };
        let seen = self.version(id).await?;
        objections::screen(self.app, &office(), seen, &screening).await?;
        Ok(())
    }

    /// The society's task, its version as the society sees it, and who answers.
    async fn of_society(
        &self,
        id: ObjectionId,
    ) -> anyhow::Result<(Actor, (ObjectionId, i64, ObjectionTaskId))> {
        let detail = objections::read(self.app, &office(), id).await?;
        let society = detail.row.nomination.society_id.clone();
        let task = detail
            .tasks
            .iter()
            .find(|task| task.party == ObjectionParty::Nominator.as_str())
            .context("nothing is asked of the nominator")?;
        let actor = somebody("head", Role::SocietyHead, society);
        let seen = objections::read_of_society(self.app, &actor, id).await?.version;
        Ok((actor, (id, seen, ObjectionTaskId(task.id))))
    }

    async fn ask_more(&self, id: ObjectionId) -> anyhow::Result<()> {
        let (actor, seen) = self.of_society(id).await?;
        let said = Said::MoreTime(10, "投产记录存于外地分厂，调取需要时间。");
        objections::say(self.app, &actor, seen, said).await?;
        Ok(())
    }

    async fn work(
        &self,
        one: &ObjectionData,
        (id, number): (ObjectionId, usize),
    ) -> anyhow::Result<()> {
        let (actor, seen) = self.of_society(id).await?;
        let material = [evidence(number)?];
        let said = Said::Answer(&one.answer, &material);
        objections::say(self.app, &actor, seen, said).await?;
        let staff = office();
        let seen = self.version(id).await?;
        objections::record(self.app, &staff, seen, &one.record).await?;
        let seen = self.version(id).await?;
        let outcome = (ObjectionOutcome::Dismissed, ObjectionEffect::Stays, one.outcome.as_str());
        objections::propose(self.app, &staff, seen, outcome).await?;
        if one.ends == "decided" {
            let seen = self.version(id).await?;
            let admin = somebody("admin", Role::AwardAdmin, None);
            objections::decide(self.app, &admin, seen, (true, "")).await?;
        }
        Ok(())
    }

    async fn ask_identity(&self, id: ObjectionId) -> anyhow::Result<()> {
        let admin = somebody("admin", Role::AwardAdmin, None);
        let seen = self.version(id).await?;
        let reason = "接收机构须当面核实线索来源，请准予查阅异议者身份。";
        objections::ask_identity(self.app, &admin, seen, reason).await?;
        Ok(())
    }
}
