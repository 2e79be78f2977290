//! From what is the body of a bundle made? Of what was released, and of nothing else.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{BallotId, NominationId, ResultReleaseId, ReviewMeetingId},
    vocabulary::{DecisionOutcome, ReleaseStage, ResultPaperKind},
};
use uuid::Uuid;

use super::{
    body::{Award, Body, BookText, Decided, FORMAT, Kept, Named, Phase, Sitting, Slip, Vote},
    store::{self, Wanted},
};
use crate::{
    aggregation::{Input, aggregate},
    app::App,
    awards,
    meetings::{self, BundledBallot},
    persistence::ReadTx,
    results::{
        ResultError,
        cut::{self, CouncilLimits, council_limits},
        decide::{self, Told},
        published::{PublishedAward, published},
        record::Paper,
        release,
    },
    reviews,
    shared::hex_sha256,
};

/// The rooms whose books decide.
const ROOMS: [&str; 3] = ["reviews", "meetings", "results"];

/// The body of the bundle that is wanted, but for what the sheets come to, which takes a while to compute.
pub(super) async fn body(
    app: &App,
    tx: &ReadTx,
    wanted: &Wanted,
) -> Result<(Body, Vec<Input>), ResultError> {
    let round = awards::find_round(&**tx, wanted.year).await?.ok_or(ResultError::NotFound)?;
    let (releases, meetings) = store::released(&**tx, wanted.round).await?;
    let mut categories = BTreeSet::new();
    for row in &releases {
        let own: Vec<String> = serde_json::from_value(row.categories.clone())
            .map_err(|error| ResultError::Inside(error.to_string()))?;
        categories.extend(own);
    }
    let mut inputs = reviews::bundle_input(app, tx, wanted.round).await?;
    inputs.retain(|input| categories.contains(&input.category));
    let mut ballots = meetings::bundle_ballots(app, tx, wanted.round).await?;
    // What was voted and not released is nobody's yet.
    ballots.retain(|one| meetings.contains(&one.meeting) && categories.contains(&one.category));
    let mut decided = decide::of_round(&**tx, wanted.round).await?;
    decided.retain(|told| categories.contains(&told.nomination.category));
    let labels = Labels::of(app, wanted, (&inputs, &ballots, &decided));
    let (sittings, of_ballot) = sittings(ballots, &labels);
    let council = council(tx, &releases.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let body = Body {
        format: FORMAT.to_owned(),
        round: wanted.year,
        number: u32::try_from(wanted.number).unwrap_or_default(),
        rule_set: Named { name: round.rule_set_name, digest: round.rule_set_digest },
        books: books(tx, wanted).await?,
        categories: categories.into_iter().collect(),
        phases: Vec::new(),
        meetings: sittings,
        limits: limits(tx, wanted, (&decided, &council)).await?,
        published: public(tx, wanted, (&decided, &labels)).await?,
        decisions: decided.iter().map(|told| labels.decided(told, &of_ballot)).collect(),
        chain: store::chain(&**tx).await?,
    };
    Ok((body, inputs.iter().map(|input| labels.input(input)).collect()))
}

/// The phases, with what their sheets come to.
pub(super) fn phases(
    inputs: Vec<Input>,
    digests: &BTreeMap<String, (String, String)>,
) -> Vec<Phase> {
    let phase = |input: Input| {
        let (seed_digest, inputs_digest) = digests.get(&input.category)?.clone();
        let output = aggregate(&input);
        Some(Phase { seed_digest, inputs_digest, input, output })
    };
    inputs.into_iter().filter_map(phase).collect()
}

/// What nominations are called in a bundle.
struct Labels(BTreeMap<NominationId, String>);

impl Labels {
    /// Labels in the order of secret fingerprints, so that they say nothing of numbers.
    fn of(
        app: &App,
        wanted: &Wanted,
        (inputs, ballots, decided): (&[Input], &[BundledBallot], &[Told]),
    ) -> Self {
        let mut ids: BTreeSet<NominationId> =
            decided.iter().map(|told| told.decision.nomination).collect();
        ids.extend(ballots.iter().flat_map(|one| one.lines.iter().copied()));
        ids.extend(inputs.iter().flat_map(|input| input.groups.keys()).filter_map(|key| id(key)));
        let place = |id: NominationId| format!("bundle/{}/{id}", wanted.round);
        let print = |id: NominationId| app.sealer.fingerprint(place(id).as_bytes());
        let mut prints: Vec<(String, NominationId)> =
            ids.into_iter().map(|id| (print(id), id)).collect();
        prints.sort();
        let numbered = prints.into_iter().zip(1..);
        Self(numbered.map(|((_, id), number)| (id, format!("N{number:04}"))).collect())
    }

    fn label(&self, id: NominationId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    /// The sheets of a phase with these labels for the keys of nominations.
    fn input(&self, input: &Input) -> Input {
        let label = |key: &String| id(key).map_or_else(|| key.clone(), |id| self.label(id));
        let mut labelled = input.clone();
        for sheet in &mut labelled.sheets {
            sheet.nomination = label(&sheet.nomination);
        }
        labelled.sheets.sort_by(|one, other| {
            (&one.nomination, &one.reviewer).cmp(&(&other.nomination, &other.reviewer))
        });
        labelled.groups =
            input.groups.iter().map(|(key, group)| (label(key), group.clone())).collect();
        labelled
    }

    fn vote(&self, one: BundledBallot) -> Vote {
        let slip = |paper: meetings::BundledPaper| Slip {
            voter: paper.voter,
            marks: paper.marks,
            validity: paper.validity,
        };
        Vote {
            category: one.category,
            grade: one.grade,
            is_raise: one.is_raise,
            turn: one.turn,
            lines: one.lines.into_iter().map(|id| self.label(id)).collect(),
            law: one.law,
            roll: one.roll,
            papers: one.papers.into_iter().map(slip).collect(),
            tally: one.tally,
        }
    }

    fn decided(&self, told: &Told, of_ballot: &BTreeMap<BallotId, String>) -> Decided {
        let one = &told.decision;
        Decided {
            nomination: self.label(one.nomination),
            category: told.nomination.category.clone(),
            stage: told.stage,
            meeting: one.ballot.and_then(|ballot| of_ballot.get(&ballot)).cloned(),
            outcome: one.outcome,
            grade_nominated: one.grade_nominated,
            grade: one.grade,
            votes: one.votes,
            of: one.of,
            is_reversed: told.is_reversed,
        }
    }
}

/// The nomination whose key a text is.
fn id(key: &str) -> Option<NominationId> {
    Uuid::parse_str(key).ok().map(NominationId)
}

/// The meetings with their ballots, and the label of the meeting of each ballot.
fn sittings(
    ballots: Vec<BundledBallot>,
    labels: &Labels,
) -> (Vec<Sitting>, BTreeMap<BallotId, String>) {
    let mut sittings: Vec<(ReviewMeetingId, Sitting)> = Vec::new();
    let mut of_ballot = BTreeMap::new();
    for one in ballots {
        let (meeting, ballot) = (one.meeting, one.ballot);
        let known = sittings.iter().position(|(known, _)| *known == meeting);
        let at = known.unwrap_or(sittings.len());
        if known.is_none() {
            let label = format!("M{:03}", at + 1);
            let (stage, kind, ballots) = (one.stage, one.kind, Vec::new());
            sittings.push((meeting, Sitting { label, stage, kind, ballots }));
        }
        let Some((_, sitting)) = sittings.get_mut(at) else { continue };
        of_ballot.insert(ballot, sitting.label.clone());
        sitting.ballots.push(labels.vote(one));
    }
    (sittings.into_iter().map(|(_, sitting)| sitting).collect(), of_ballot)
}

/// The texts of the rules that the round is bound to.
async fn books(tx: &ReadTx, wanted: &Wanted) -> Result<BTreeMap<String, BookText>, ResultError> {
    let mut books = BTreeMap::new();
    for room in ROOMS {
        if let Some(text) = awards::book_text(&**tx, wanted.round, room).await? {
            let digest = hex_sha256(text.as_bytes());
            books.insert(room.to_owned(), BookText { digest, text });
        }
    }
    Ok(books)
}

/// The limits that the council set for the awards of these releases.
async fn council(tx: &ReadTx, releases: &[ResultReleaseId]) -> Result<CouncilLimits, ResultError> {
    let mut all = CouncilLimits::new();
    for release in releases {
        let papers = release::papers(&**tx, *release).await?;
        let Some(paper) = Paper::confirmed(&papers, ResultPaperKind::CouncilLimits) else {
            continue;
        };
        let read = council_limits(&paper.text);
        all.extend(read.map_err(|why| ResultError::Inside(why.to_string()))?);
    }
    Ok(all)
}

/// How many people and units the awards of each kind keep.
async fn limits(
    tx: &ReadTx,
    wanted: &Wanted,
    (decided, council): (&[Told], &CouncilLimits),
) -> Result<Vec<Kept>, ResultError> {
    let unbound = || ResultError::Inside(format!("round {} has no rule set", wanted.round));
    let rules = awards::rules_of(&**tx, wanted.round).await?.ok_or_else(unbound)?;
    let kinds: BTreeSet<Kept> = decided
        .iter()
        .filter(|told| told.decision.outcome == DecisionOutcome::Awarded)
        .map(|told| {
            let (category, grade) = (told.nomination.category.as_str(), told.decision.grade);
            let (people, units) = cut::limits(&rules, council, (category, grade));
            let category = category.to_owned();
            Kept { category, grade, people: people.most(), units: units.most() }
        })
        .collect();
    Ok(kinds.into_iter().collect())
}

/// The awards as they are published.
async fn public(
    tx: &ReadTx,
    wanted: &Wanted,
    (decided, labels): (&[Told], &Labels),
) -> Result<Vec<Award>, ResultError> {
    let Some(round) = published(&**tx, wanted.year).await? else { return Ok(Vec::new()) };
    let stands = decided.iter().filter(|told| {
        let is_award = told.decision.outcome == DecisionOutcome::Awarded;
        told.stage == ReleaseStage::Award && is_award && !told.is_reversed
    });
    let by_number: BTreeMap<&str, &Told> =
        stands.map(|told| (told.nomination.number.as_str(), told)).collect();
    let award = |one: PublishedAward| {
        let told = by_number.get(one.number.as_str())?;
        Some(Award {
            nomination: labels.label(told.decision.nomination),
            number: one.number,
            title: one.title,
            category: one.category,
            grade: told.decision.grade,
            people: one.people,
            units: one.units,
            is_revoked: one.revoked.is_some(),
        })
    };
    Ok(round.awards.into_iter().filter_map(award).collect())
}
