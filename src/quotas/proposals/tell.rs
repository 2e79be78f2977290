//! Who is told of a quota, and of an appeal against it? The heads of the society, and its own numbers alone.

use chrono::{DateTime, Utc};
use entity::vocabulary::AppealState;
use sea_orm::DbErr;

use super::record::{Decision, Proposal};
use crate::{
    app::App,
    notifications::{Kind, Notice, To, tell},
    persistence::WriteTx,
    shared::beijing,
};

fn facts(proposal: &Proposal, one: &Decision, places: (i32, i32)) -> Vec<(&'static str, String)> {
    vec![
        ("society", one.society.clone()),
        ("round", proposal.year.to_string()),
        ("places_before", places.0.to_string()),
        ("places_after", places.1.to_string()),
    ]
}

async fn tell_head(
    app: &App,
    tx: &WriteTx,
    (kind, society): (Kind, &str),
    (subject, facts): (String, Vec<(&'static str, String)>),
) -> Result<(), DbErr> {
    let notice = Notice {
        kind,
        subject,
        facts: facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect(),
        link: Some(format!("/societies/{society}/quota")),
    };
    tell(app, tx, &To::Head(society.to_owned()), &notice).await
}

/// Tells each society its own quota: what it was and is, and until when it may be appealed.
pub(super) async fn tell_published(
    app: &App,
    tx: &WriteTx,
    (proposal, until): (&Proposal, DateTime<Utc>),
    decisions: &[Decision],
) -> Result<(), DbErr> {
    for one in decisions {
        let mut facts = facts(proposal, one, (one.previous, one.decided));
        facts.push(("until", beijing(until)));
        let subject = format!("quota/{}/{}", proposal.year, one.society_id);
        let whose = (Kind::QuotaPublished, one.society_id.as_str());
        tell_head(app, tx, whose, (subject, facts)).await?;
    }
    Ok(())
}

/// Tells a society what became of its appeal; `decision` is the one that it was about, as it was before.
pub(in crate::quotas) async fn tell_appeal(
    app: &App,
    tx: &WriteTx,
    (proposal, decision): (&Proposal, &Decision),
    (state, after): (AppealState, i32),
) -> Result<(), DbErr> {
    let (zh, en) = match state {
        AppealState::Upheld => ("申诉成立", "upheld"),
        AppealState::Rejected => ("申诉不成立", "rejected"),
        AppealState::Open => return Ok(()),
    };
    let mut facts = facts(proposal, decision, (decision.decided, after));
    facts.extend([("decision_zh", zh.to_owned()), ("decision_en", en.to_owned())]);
    let subject = format!("quota_appeal/{}/{}", proposal.id, decision.society_id);
    let whose = (Kind::AppealDecided, decision.society_id.as_str());
    tell_head(app, tx, whose, (subject, facts)).await
}
