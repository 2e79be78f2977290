//! Which nominations of a round may a meeting take up now, and what keeps the others?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, ReviewMeetingId, RoundId},
    vocabulary::{BodyKind, NominationState},
};
use sea_orm::{ConnectionTrait, DbErr};

use super::eligible::{Coming, Obstacle, OtherItem, Standing, coming, is_taken, sources, state_of};
use crate::{
    app::App,
    meetings::{
        model::Stage,
        sitting::{
            facts_store::entered,
            store::{BodyRow, taking_up},
        },
    },
    nominations::{self, Place},
    notices, reviews,
};

/// For which meeting it is asked.
#[derive(Clone, Copy, Debug)]
pub(in crate::meetings) struct Asking {
    /// The round.
    pub(in crate::meetings) round: RoundId,
    /// At which point of the way it decides.
    pub(in crate::meetings) stage: Stage,
    /// The meeting, whose own items stand in nobody's way.
    pub(in crate::meetings) own: Option<ReviewMeetingId>,
    /// Whether it is being drafted: then what another draft has is taken.
    pub(in crate::meetings) is_drafting: bool,
}

/// A nomination, with how it comes before the meeting or what keeps it.
pub(in crate::meetings) type Judged = (Place, Result<Coming, Obstacle>);

/// The nominations of a round that are the body's, in a state from which its meetings take nominations up; by number.
pub(in crate::meetings) async fn of_body(
    database: &impl ConnectionTrait,
    body: &BodyRow,
    stage: Stage,
) -> Result<Vec<Place>, DbErr> {
    let fits = |place: &Place| match body.kind {
        BodyKind::Panel => body.panel.is_some() && place.panel == body.panel,
        BodyKind::Committee => body.category.as_deref() == Some(place.category.as_str()),
        BodyKind::Council => true,
    };
    let mut found = Vec::new();
    for &state in sources(stage) {
        let places = nominations::nominations_in_state(database, body.round_id, state).await?;
        found.extend(places.into_iter().filter(fits));
    }
    found.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(found)
}

/// What is known of a round beside the nominations themselves.
struct Known {
    reached: BTreeMap<NominationId, BTreeSet<NominationState>>,
    /// Awards that have a remote review.
    remote: BTreeSet<String>,
    taken: BTreeSet<NominationId>,
    barred: BTreeSet<NominationId>,
}

impl Known {
    async fn of(
        app: &App,
        database: &impl ConnectionTrait,
        of: Asking,
        places: &[Place],
    ) -> Result<Self, DbErr> {
        let ids: Vec<NominationId> = places.iter().map(|place| place.id).collect();
        let categories: BTreeSet<&str> = places.iter().map(|place| &*place.category).collect();
        let mut remote = BTreeSet::new();
        for category in categories {
            if reviews::phase_of(database, of.round, category).await?.is_some() {
                remote.insert(category.to_owned());
            }
        }
        let entered = entered(database, state_of(of.stage), &ids).await?;
        let others = taking_up(database, (of.stage, &ids)).await?.into_iter();
        let taken = others
            .filter(|(meeting, item)| {
                let other = OtherItem {
                    meeting: meeting.state,
                    state: item.state,
                    closed_at: meeting.closed_at,
                };
                let entered = entered.get(&item.nomination_id).copied();
                Some(meeting.id) != of.own && is_taken(other, entered, of.is_drafting)
            })
            .map(|(_, item)| item.nomination_id)
            .collect();
        let barred = nominations::integrity_hits(app, database, &ids).await?.into_keys().collect();
        let reached = nominations::reached(database, of.round).await?;
        Ok(Self { reached, remote, taken, barred })
    }

    fn coming(&self, stage: Stage, place: &Place) -> Option<Coming> {
        let nothing = BTreeSet::new();
        let standing = Standing {
            state: place.state,
            category: &place.category,
            reached: self.reached.get(&place.id).unwrap_or(&nothing),
            has_remote_review: self.remote.contains(&place.category),
        };
        coming(stage, standing)
    }
}

/// How each nomination comes before a meeting, or what keeps it from there.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn judged(
    app: &App,
    database: &impl ConnectionTrait,
    of: Asking,
    places: Vec<Place>,
) -> Result<Vec<Judged>, DbErr> {
    let known = Known::of(app, database, of, &places).await?;
    let mut judged = Vec::with_capacity(places.len());
    for place in places {
        let outcome = match known.coming(of.stage, &place) {
            None => Err(Obstacle::State),
            Some(_) if known.taken.contains(&place.id) => Err(Obstacle::Elsewhere),
            Some(_) if known.barred.contains(&place.id) => Err(Obstacle::Integrity),
            Some(coming) => {
                let is_open = notices::stands_open(database, place.id).await?;
                if is_open { Err(Obstacle::Objected) } else { Ok(coming) }
            }
        };
        judged.push((place, outcome));
    }
    Ok(judged)
}
