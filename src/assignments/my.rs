//! What does a reviewer see? His own assignments and what matched them, and a dossier once he has signed, said
//! that he has no interest, and accepted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId, RoundId},
    vocabulary::{AssignmentState, NominationState},
};

use super::{
    answer::{NONE, is_own, text},
    blinded::{blind_rule, concerned},
    errors::AssignmentError,
    review_views::{
        MatchedDiscipline, MatchedTopic, MyReview, MyReviews, ReviewCommitment, ReviewMay,
    },
    store::{self, Matched, Party, ReviewRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit},
    awards::BlindRule,
    disciplines,
    nominations::{self, NominationDetail, Place, Veil},
    persistence::ReadTx,
};

/// Topics that are shown.
const MOST_TOPICS: usize = 30;

/// When the reader signed the text in force, by round.
type Signed = BTreeMap<RoundId, Option<DateTime<Utc>>>;

/// A reviewer with his assignments.
struct Mine {
    expert: ExpertId,
    rows: Vec<ReviewRow>,
    /// Nominations among them that nobody reads any more: they are at their end without an award, or their phase is
    /// not open.
    shut: BTreeSet<NominationId>,
    /// Nominations among them that are judged now.
    judged: BTreeSet<NominationId>,
    signed: Signed,
    now: DateTime<Utc>,
}

impl Mine {
    async fn of(app: &App, tx: &ReadTx, actor: &Actor) -> Result<Self, AssignmentError> {
        permit(actor, Action::ReviewDossiers)?;
        let expert =
            store::expert_of(&**tx, actor.account).await?.ok_or(AssignmentError::NotFound)?;
        let rows = store::of_expert(&**tx, expert).await?;
        let mut signed = Signed::new();
        let rounds: BTreeSet<RoundId> = rows.iter().map(|row| row.round_id).collect();
        for round in &rounds {
            let of = (*round, text()?.version.as_str());
            signed.insert(*round, store::signed_at(&**tx, actor.account, of).await?);
        }
        let ids: Vec<NominationId> = rows.iter().map(|row| row.nomination_id).collect();
        let places = nominations::places(&**tx, &ids).await?;
        let now = app.clock.now();
        let open = store::open_phases(&**tx, &rounds, now).await?;
        let is_open = |place: &Place| open.get(&(place.round, place.category.clone())).copied();
        // Until there is a phase, who has accepted may look at what he is to judge.
        let is_shut = |place: &&Place| {
            nominations::is_without_award(place.state) || is_open(place) == Some(false)
        };
        let is_judged = |place: &&Place| {
            place.state == NominationState::NetworkReview && is_open(place) == Some(true)
        };
        let shut = places.iter().filter(is_shut).map(|place| place.id).collect();
        let judged = places.iter().filter(is_judged).map(|place| place.id).collect();
        Ok(Self { expert, rows, shut, judged, signed, now })
    }

    fn is_signed(&self, row: &ReviewRow) -> bool {
        self.signed.get(&row.round_id).is_some_and(Option::is_some)
    }

    /// What nobody answered in time has ended, whether the clock was there or not.
    fn state(&self, row: &ReviewRow) -> AssignmentState {
        let is_late = row.due_at.is_some_and(|due| due <= self.now);
        match row.state {
            AssignmentState::Invited if is_late => AssignmentState::Expired,
            state => state,
        }
    }

    fn may(&self, row: &ReviewRow) -> ReviewMay {
        if row.frozen_at.is_some() {
            return ReviewMay::default();
        }
        let state = self.state(row);
        let (is_invited, is_accepted) =
            (state == AssignmentState::Invited, state == AssignmentState::Accepted);
        let is_signed = self.is_signed(row);
        let is_clear = row.interest.as_deref() == Some(NONE);
        let read = is_accepted && is_signed && is_clear && !self.shut.contains(&row.nomination_id);
        ReviewMay {
            declare: (is_invited || is_accepted) && is_signed && row.interest.is_none(),
            accept: is_invited && is_signed && is_clear,
            decline: is_invited,
            recuse: is_invited || is_accepted,
            read,
            score: read && self.judged.contains(&row.nomination_id),
        }
    }

    /// The instant at which the text was signed for every round.
    fn signed_at(&self) -> Option<DateTime<Utc>> {
        let all: Option<Vec<DateTime<Utc>>> = self.signed.values().copied().collect();
        all.and_then(|all| all.into_iter().max())
    }
}

/// What is said of the nominations beside the assignments.
struct About {
    years: BTreeMap<RoundId, i32>,
    matched: BTreeMap<NominationId, Matched>,
    parties: BTreeMap<NominationId, Party>,
    disciplines: BTreeMap<String, String>,
    /// What is hidden, by round.
    hidden: BTreeMap<RoundId, BlindRule>,
    /// As what nominations are called whose names are hidden.
    aliases: BTreeMap<NominationId, String>,
}

impl About {
    async fn of(app: &App, tx: &ReadTx, mine: &Mine) -> Result<Self, AssignmentError> {
        let (mut years, mut hidden) = (BTreeMap::new(), BTreeMap::new());
        for round in mine.signed.keys() {
            years.insert(*round, store::year_of(&**tx, *round).await?);
            hidden.insert(*round, blind_rule(tx, *round).await?);
        }
        let of: Vec<_> = mine.rows.iter().map(|row| (row.plan_id, row.nomination_id)).collect();
        let matched = store::matched(&**tx, mine.expert, &of).await?;
        // Of what is not signed for, nothing but the topic is even read.
        let shown = mine.rows.iter().filter(|row| mine.is_signed(row) && is_shown(mine.state(row)));
        let shown: Vec<NominationId> = shown.map(|row| row.nomination_id).collect();
        let parties = store::parties(&**tx, &shown).await?;
        let codes: Vec<String> =
            matched.values().filter_map(|one| one.discipline.clone()).collect();
        let disciplines = disciplines::names(&**tx, &codes).await?;
        let aliases = shown.iter().map(|id| (*id, nominations::alias_of(app, *id))).collect();
        Ok(Self { years, matched, parties, disciplines, hidden, aliases })
    }

    fn view(&self, mine: &Mine, row: &ReviewRow) -> MyReview {
        let matched = self.matched.get(&row.nomination_id).cloned().unwrap_or_default();
        let parties = self
            .parties
            .get(&row.nomination_id)
            .filter(|_| row.frozen_at.is_none() && is_shown(mine.state(row)));
        MyReview {
            id: row.id.0,
            round: self.years.get(&row.round_id).copied().unwrap_or_default(),
            state: mine.state(row).as_str().to_owned(),
            frozen: row.frozen_at.is_some(),
            invited_at: row.invited_at,
            due_at: row.due_at,
            answered_at: row.answered_at,
            terms: matched.terms,
            discipline: matched
                .discipline
                .map(|code| MatchedDiscipline { name: self.disciplines.get(&code).cloned(), code }),
            interest: row.interest.clone(),
            nomination: parties.and_then(|party| {
                let rule = self.hidden.get(&row.round_id)?;
                Some(concerned(party, *rule, self.aliases.get(&row.nomination_id)?))
            }),
            may: mine.may(row),
            version: row.version,
        }
    }
}

/// Whether the parties are the reviewer's to know: while he is asked or has accepted.
const fn is_shown(state: AssignmentState) -> bool {
    matches!(state, AssignmentState::Invited | AssignmentState::Accepted)
}

/// Everything that the reader is asked to review.
///
/// # Errors
/// Not a reviewer, or one whom no expert of the pool is tied to.
pub(super) async fn reviews(app: &App, actor: &Actor) -> Result<MyReviews, AssignmentError> {
    let tx = app.database.begin_read().await?;
    let mine = Mine::of(app, &tx, actor).await?;
    let about = About::of(app, &tx, &mine).await?;
    let names = store::named_experts(&*tx, &[mine.expert]).await?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut topics: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &mine.rows {
        let state = mine.state(row);
        *counts.entry(state.as_str().to_owned()).or_default() += 1;
        let matched = about.matched.get(&row.nomination_id).filter(|_| is_shown(state));
        for term in matched.into_iter().flat_map(|one| &one.terms) {
            *topics.entry(term).or_default() += 1;
        }
    }
    let mut topics: Vec<MatchedTopic> = topics
        .into_iter()
        .map(|(term, count)| MatchedTopic { term: term.to_owned(), count })
        .collect();
    topics
        .sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.term.cmp(&other.term)));
    topics.truncate(MOST_TOPICS);
    let waits = |row: &&ReviewRow| mine.state(row) == AssignmentState::Invited;
    let due_at = mine.rows.iter().filter(waits).filter_map(|row| row.due_at).min();
    let mut reviews: Vec<MyReview> = mine.rows.iter().map(|row| about.view(&mine, row)).collect();
    let rank = |review: &MyReview| match review.state.as_str() {
        "invited" => 0,
        "accepted" => 1,
        _ => 2,
    };
    reviews.sort_by_key(rank);
    Ok(MyReviews {
        name: names.into_values().next().map(|facts| facts.name).unwrap_or_default(),
        commitment: text()?.version.clone(),
        signed_at: mine.signed_at(),
        counts,
        due_at,
        topics,
        reviews,
    })
}

/// One assignment of the reader.
///
/// # Errors
/// Not his.
pub(super) async fn review(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<MyReview, AssignmentError> {
    let tx = app.database.begin_read().await?;
    let mut mine = Mine::of(app, &tx, actor).await?;
    mine.rows.retain(|row| row.id == id);
    let about = About::of(app, &tx, &mine).await?;
    let row = mine.rows.first().ok_or(AssignmentError::NotFound)?;
    Ok(about.view(&mine, row))
}

/// The commitment in force, and when the reader signed it.
///
/// # Errors
/// Not a reviewer, or one whom no expert of the pool is tied to.
pub(super) async fn commitment(
    app: &App,
    actor: &Actor,
) -> Result<ReviewCommitment, AssignmentError> {
    let tx = app.database.begin_read().await?;
    let mine = Mine::of(app, &tx, actor).await?;
    let text = text()?;
    Ok(ReviewCommitment {
        version: text.version.clone(),
        digest: text.digest(),
        zh: text.zh.clone(),
        en: text.en.clone(),
        signed_at: mine.signed_at(),
        decline_reasons: text.decline.clone(),
        interest_kinds: text.interest.clone(),
    })
}

/// The nomination that the reader may read: he has signed, said that he has no interest, and accepted, nothing
/// is frozen, the nomination has not ended, and its phase, where there is one, is open by the clock. The one door by
/// which a reviewer comes to a dossier.
///
/// # Errors
/// Anything less is not found.
pub async fn readable(
    app: &App,
    tx: &ReadTx,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<NominationId, AssignmentError> {
    let mine = Mine::of(app, tx, actor).await?;
    let row = mine.rows.iter().find(|row| row.id == id && is_own(row, mine.expert));
    row.filter(|row| mine.may(row).read)
        .map(|row| row.nomination_id)
        .ok_or(AssignmentError::NotFound)
}

/// The dossier of an assignment.
///
/// # Errors
/// As [`readable`].
pub(super) async fn dossier(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<NominationDetail, AssignmentError> {
    let tx = app.database.begin_read().await?;
    let nomination = readable(app, &tx, actor, id).await?;
    let found = nominations::detail(&*tx, nomination, &Scope::All, false).await?;
    let mut found = found.ok_or(AssignmentError::NotFound)?;
    // Whom the nominator asked to keep out are names of other experts.
    found.excluded_experts.clear();
    let place = nominations::places(&*tx, &[nomination]).await?.pop();
    let round = place.ok_or(AssignmentError::NotFound)?.round;
    let veil = Veil::of(&blind_rule(&tx, round).await?);
    veil.conceal(&mut found, &nominations::alias_of(app, nomination));
    Ok(found)
}
