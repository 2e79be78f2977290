//! A row of every table of quotas that the demonstration leaves empty.

use chrono::{DateTime, Utc};
use entity::{
    ids::{QuotaCounterId, QuotaPolicyId, QuotaProposalId},
    quota_appeal, quota_counter, quota_decision, quota_entry, quota_give_back, quota_policy,
    quota_proposal, quota_reservation, quota_scenario,
    vocabulary::{AppealState, Bucket, CounterKind, EntryKind, GiveBackState, ProposalState},
};
use laurel::shared::IdSource;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, ModelTrait};
use serde_json::json;

async fn put<M, A>(database: &impl ConnectionTrait, row: M)
where
    M: ModelTrait + IntoActiveModel<A> + PartialEq,
    A: ActiveModelTrait<Entity = M::Entity> + sea_orm::ActiveModelBehavior + Send,
    <M::Entity as sea_orm::EntityTrait>::Model: IntoActiveModel<A> + Into<M>,
{
    let put_in = row.clone().into_active_model().reset_all().insert(database).await.unwrap();
    assert_eq!(put_in.into(), row);
}

/// Puts a row into every table of quotas.
pub(crate) async fn put_rows(database: &impl ConnectionTrait, at: DateTime<Utc>) {
    let (policy, proposal, counter) = (IdSource.next(), IdSource.next(), IdSource.next());
    put_policies(database, at, policy).await;
    put_proposal(database, at, policy, proposal).await;
    put_decisions(database, at, proposal).await;
    put_ledger(database, at, counter).await;
}

async fn put_policies(database: &impl ConnectionTrait, at: DateTime<Utc>, policy: QuotaPolicyId) {
    put(
        database,
        quota_policy::Model {
            id: policy,
            name: "试".to_owned(),
            version: 99,
            digest: "0".repeat(64),
            content: "text".to_owned(),
            note: String::new(),
            author: "cast".to_owned(),
            created_at: at,
        },
    )
    .await;
    put(
        database,
        quota_scenario::Model {
            id: IdSource.next(),
            policy_id: policy,
            name: "方案".to_owned(),
            note: "注".to_owned(),
            content: Some("text".to_owned()),
            total: 300,
            rounds: Some(2),
            compared_with: Some(policy),
            summary: json!({ "moved": 3 }),
            author: "cast".to_owned(),
            created_at: at,
            version: 1,
        },
    )
    .await;
}

async fn put_proposal(
    database: &impl ConnectionTrait,
    at: DateTime<Utc>,
    policy: QuotaPolicyId,
    proposal: QuotaProposalId,
) {
    put(
        database,
        quota_proposal::Model {
            id: proposal,
            policy_id: policy,
            year: 2099,
            total: 4,
            held: 2,
            state: ProposalState::Published,
            note: String::new(),
            history: json!([]),
            input_digest: "1".repeat(64),
            output_digest: "2".repeat(64),
            engine_version: "1".to_owned(),
            summary: json!({}),
            proposed_by: "cast".to_owned(),
            proposed_at: at,
            confirmed_by: Some("cast".to_owned()),
            confirmed_at: Some(at),
            published_by: Some("cast2".to_owned()),
            published_at: Some(at),
            appeals_until: Some(at),
            version: 3,
        },
    )
    .await;
}

async fn put_decisions(
    database: &impl ConnectionTrait,
    at: DateTime<Utc>,
    proposal: QuotaProposalId,
) {
    put(
        database,
        quota_decision::Model {
            id: IdSource.next(),
            proposal_id: proposal,
            society_code: "D-01".to_owned(),
            society: "学会".to_owned(),
            discipline_group: "理科".to_owned(),
            previous: 2,
            proposed: 3,
            decided: 2,
            band: "hold".to_owned(),
            score: 71_000_000,
            low: 60_000_000,
            high: 80_000_000,
            outcome: json!({}),
            reason: Some("因".to_owned()),
            decided_by: Some("cast".to_owned()),
            decided_at: Some(at),
            version: 2,
        },
    )
    .await;
    put(
        database,
        quota_appeal::Model {
            id: IdSource.next(),
            proposal_id: proposal,
            society_code: "D-01".to_owned(),
            ground: "理由".to_owned(),
            wanted: 3,
            state: AppealState::Upheld,
            filed_by: "head".to_owned(),
            filed_at: at,
            answer: Some("答".to_owned()),
            places_before: 2,
            places_after: Some(3),
            decided_by: Some("cast3".to_owned()),
            decided_at: Some(at),
            version: 2,
        },
    )
    .await;
}

async fn put_ledger(database: &impl ConnectionTrait, at: DateTime<Utc>, counter: QuotaCounterId) {
    put(
        database,
        quota_counter::Model {
            id: counter,
            year: 2099,
            bucket: Bucket::Three,
            kind: CounterKind::Society,
            society_code: "D-01".to_owned(),
            parent_id: None,
            places: Some(2),
            used: 1,
            asked_back: 1,
            held: 0,
            version: 4,
        },
    )
    .await;
    put(
        database,
        quota_reservation::Model {
            year: 2099,
            bucket: Bucket::Three,
            subject: "nomination/1".to_owned(),
            counter_id: counter,
            by: "clerk".to_owned(),
            at,
        },
    )
    .await;
    put_movements(database, at, counter).await;
}

async fn put_movements(
    database: &impl ConnectionTrait,
    at: DateTime<Utc>,
    counter: QuotaCounterId,
) {
    put(
        database,
        quota_give_back::Model {
            id: IdSource.next(),
            counter_id: counter,
            places: 1,
            reason: "因".to_owned(),
            state: GiveBackState::Asked,
            asked_by: "head".to_owned(),
            asked_at: at,
            answered_by: None,
            answered_at: None,
            version: 1,
        },
    )
    .await;
    put(
        database,
        quota_entry::Model {
            id: IdSource.next(),
            counter_id: counter,
            kind: EntryKind::Opened,
            used_change: 1,
            places_change: 2,
            held_change: 0,
            subject: "tests".to_owned(),
            reason: None,
            by: "cast".to_owned(),
            at,
        },
    )
    .await;
}
