//! What must stand before the load begins? The open phase of the demonstration, with as many sheets in it as a whole
//! first review has, and everybody who fills them in at his desk.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Instant};

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};
use entity::{
    ids::{AccountId, ExpertId, NominationId},
    nomination, review_assignment, reviewer_account, reviewer_commitment,
    vocabulary::{AssignmentState, NominationState},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use laurel::{
    app::App,
    assignments::Commitment,
    awards::{self, Round},
    config::Config,
    demo::{EARLIER_ROUND, deciding::Site},
    experts,
    persistence::insert_all,
    recusals,
    shared::{Secret, SystemClock},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::Value;

use crate::{reviewer::Reviewer, server::Server};

/// The category whose phase the demonstration leaves open.
const CATEGORY: &str = "INV";
/// Sheets of one reviewer: what the rules allow in a first review.
const SHEETS: usize = 15;
/// So many sign in at once.
const AT_ONCE: usize = 8;

/// Everything that the load runs on.
pub(crate) struct Stand {
    /// Those who review, signed in.
    pub(crate) reviewers: Vec<Reviewer>,
    /// The server.
    pub(crate) server: Server,
}

impl Stand {
    /// Makes it all.
    pub(crate) async fn prepare(
        program: PathBuf,
        postgres: Option<&str>,
        count: usize,
    ) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let mut server = Server::make(program, postgres).await?;
        let sign_ins: Vec<(String, Value)> = server.sign_ins()?.into_iter().take(count).collect();
        ensure!(sign_ins.len() == count, "only {} experts have accounts", sign_ins.len());
        let codes: Vec<&str> = sign_ins.iter().map(|(code, _)| code.as_str()).collect();
        let sheets = assign(server.records(), &codes).await?;
        let site = Site::new(server.start().await?);
        let reviewers: Vec<Reviewer> = stream::iter(&sign_ins)
            .map(|(_, sign_in)| Reviewer::sit_down(&site, sign_in))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let took = begun.elapsed().as_secs_f64();
        println!("prepared {count} reviewers with {sheets} sheets in {took:.0} s");
        Ok(Self { reviewers, server })
    }

    /// Stops the server and drops its database.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        self.server.end().await
    }
}

/// Whose hands the sheets are put into.
struct Hands {
    round: Round,
    /// The nominations of the phase.
    nominations: Vec<NominationId>,
    /// An assignment of the round that was accepted; those that are made are as it is.
    like: review_assignment::Model,
    /// Pairs that the demonstration assigned.
    taken: BTreeSet<(NominationId, ExpertId)>,
    now: DateTime<Utc>,
}

/// Lets the experts of these numbers have signed and accepted; says how many sheets are theirs.
async fn assign((folder, url): (PathBuf, String), codes: &[&str]) -> anyhow::Result<usize> {
    let mut config = Config::load(None)?;
    config.database_url = Secret::new(url);
    config.data_dir = folder;
    let app = App::start_by(config, Arc::new(SystemClock)).await?;
    let people = people(&app, codes).await?;
    let hands = Hands::find(&app).await?;
    let text = Commitment::in_force().map_err(anyhow::Error::msg)?;
    let (mut signed, mut accepted) = (Vec::new(), Vec::new());
    for (at, (expert, account)) in people.into_iter().enumerate() {
        let row = reviewer_commitment::Model {
            id: app.ids.next(),
            round_id: hands.round.id,
            account_id: account,
            expert_id: expert,
            text_version: text.version.clone(),
            text_digest: text.digest(),
            signed_at: hands.now,
        };
        signed.push(row.into_active_model().reset_all());
        accepted.extend(hands.of(&app, (at, expert)));
    }
    let tx = app.database.begin_write().await?;
    insert_all(&*tx, signed).await?;
    insert_all(&*tx, accepted).await?;
    tx.commit().await?;
    // Whoever may not judge a nomination does not, now and not in the middle of the load.
    recusals::recheck(&app, &hands.round, "bench").await?;
    let database = app.database.reader();
    let own = review_assignment::Entity::find()
        .filter(review_assignment::Column::RoundId.eq(hands.round.id))
        .filter(review_assignment::Column::State.eq(AssignmentState::Accepted))
        .filter(review_assignment::Column::FrozenAt.is_null())
        .filter(review_assignment::Column::AnsweredAt.eq(hands.now))
        .all(database)
        .await?;
    // A server in use does this by itself; without it every plan counts on empty tables.
    database.execute_unprepared("ANALYZE").await?;
    app.database.close().await?;
    Ok(own.len())
}

/// The experts of these numbers with their accounts.
async fn people(app: &App, codes: &[&str]) -> anyhow::Result<Vec<(ExpertId, AccountId)>> {
    let database = app.database.reader();
    let keys = experts::keys_by_code(database).await?;
    let ties = reviewer_account::Entity::find().all(database).await?;
    let mut people = Vec::new();
    for code in codes {
        let expert = *keys.get(*code).with_context(|| format!("the expert {code}"))?;
        let tie = ties.iter().find(|tie| tie.expert_id == expert);
        people.push((expert, tie.with_context(|| format!("the account of {code}"))?.account_id));
    }
    Ok(people)
}

impl Hands {
    async fn find(app: &App) -> anyhow::Result<Self> {
        let database = app.database.reader();
        let round = awards::find_round(database, EARLIER_ROUND).await?.context("the round")?;
        let nominations = nomination::Entity::find()
            .filter(nomination::Column::RoundId.eq(round.id))
            .filter(nomination::Column::Category.eq(CATEGORY))
            .filter(nomination::Column::State.eq(NominationState::NetworkReview))
            .order_by_asc(nomination::Column::Id)
            .all(database)
            .await?;
        let assigned = review_assignment::Entity::find()
            .filter(review_assignment::Column::RoundId.eq(round.id))
            .all(database)
            .await?;
        let taken = assigned.iter().map(|row| (row.nomination_id, row.expert_id)).collect();
        let is_accepted = |row: &review_assignment::Model| row.state == AssignmentState::Accepted;
        let like = assigned.into_iter().find(is_accepted).context("a review that was accepted")?;
        let nominations: Vec<NominationId> = nominations.iter().map(|row| row.id).collect();
        ensure!(nominations.len() >= SHEETS, "the phase is not open");
        Ok(Self { round, nominations, like, taken, now: app.clock.now() })
    }

    /// What the expert at a place has accepted.
    fn of(
        &self,
        app: &App,
        (at, expert): (usize, ExpertId),
    ) -> Vec<review_assignment::ActiveModel> {
        let from = at * SHEETS % self.nominations.len();
        let nominations = self.nominations.iter().cycle().skip(from).take(self.nominations.len());
        let free = nominations.filter(|nomination| !self.taken.contains(&(**nomination, expert)));
        let row = |nomination: &NominationId| review_assignment::Model {
            id: app.ids.next(),
            nomination_id: *nomination,
            expert_id: expert,
            invited_at: Some(self.now),
            due_at: None,
            answered_at: Some(self.now),
            interest: Some("none".to_owned()),
            interest_at: Some(self.now),
            interest_kind: None,
            frozen_at: None,
            frozen_by: None,
            frozen_reason: None,
            replaces: None,
            replaced_by: None,
            version: 1,
            ..self.like.clone()
        };
        free.take(SHEETS).map(|one| row(one).into_active_model().reset_all()).collect()
    }
}
