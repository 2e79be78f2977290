//! What does a draft come to now, and what keeps it from being released?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::NominationId,
    vocabulary::{DecisionOutcome, ReleaseStage, ResultPaperKind},
};
use sea_orm::ConnectionTrait;

use super::{facts_store::facts, store};
use crate::{
    app::App,
    awards,
    results::{
        ResultError, book_of,
        cut::{self, CouncilLimits, Kept, Limit, council_limits},
        decide::{self, Gap, Nominated, Won},
        record::{Decision, Paper, Release},
    },
    shared::Bilingual,
};

/// What a draft comes to.
pub(super) struct Standing {
    /// What keeps it from being released, each once.
    pub(super) gaps: Vec<Gap>,
    /// The numbers of its nominations.
    pub(super) numbers: BTreeMap<NominationId, String>,
    /// Its nominations.
    pub(super) nominations: BTreeMap<NominationId, Nominated>,
    /// Who and what receives each award.
    pub(super) kept: BTreeMap<NominationId, Kept>,
}

/// Compares a draft with what follows now.
///
/// # Errors
/// The records failing; a book of rules that cannot be read.
pub(super) async fn standing(
    app: &App,
    database: &impl ConnectionTrait,
    one: &Release,
    decisions: &[Decision],
) -> Result<Standing, ResultError> {
    let known = facts(app, database, (one.round, one.stage), &one.categories).await?;
    let rules = book_of(database, one.round).await?;
    let mut gaps: BTreeSet<Gap> = match decide::decide(&known, &rules) {
        Ok(drawn) => decide::moved(&drawn, decisions).into_iter().collect(),
        Err(gaps) => gaps.into_iter().collect(),
    };
    let ids: Vec<NominationId> = decisions.iter().map(|one| one.nomination).collect();
    let nominations = decide::nominations(database, &ids).await?;
    let mut numbers = known.numbers;
    numbers.extend(nominations.values().map(|one| (one.id, one.number.clone())));
    let mut kept = BTreeMap::new();
    if one.stage == ReleaseStage::Award {
        let papers = store::papers(database, one.id).await?;
        gaps.extend(missing(&papers));
        // What was struck counts no more, neither among the awards nor among those of which a share is taken.
        let won = with(known.won_before, decisions, &nominations);
        gaps.extend(decide::too_many(&rules.caps, &won));
        let council = limits_of(&papers)?;
        kept = winners(database, one, (decisions, &nominations), (&council, &mut gaps)).await?;
    }
    Ok(Standing { gaps: gaps.into_iter().collect(), numbers, nominations, kept })
}

/// The documents that a release of awards wants and has not.
fn missing(papers: &[Paper]) -> Vec<Gap> {
    [ResultPaperKind::Ministry, ResultPaperKind::Approval]
        .into_iter()
        .filter(|kind| Paper::confirmed(papers, *kind).is_none())
        .map(Gap::NoPaper)
        .collect()
}

/// The limits that the council set, where a second person confirmed them.
fn limits_of(papers: &[Paper]) -> Result<CouncilLimits, ResultError> {
    let kept = Paper::confirmed(papers, ResultPaperKind::CouncilLimits);
    let broken = |why: Bilingual| ResultError::Inside(why.to_string());
    kept.map(|one| council_limits(&one.text))
        .transpose()
        .map_err(broken)
        .map(Option::unwrap_or_default)
}

/// The awards of the round with those of the draft.
fn with(
    mut won: BTreeMap<String, Won>,
    decisions: &[Decision],
    nominations: &BTreeMap<NominationId, Nominated>,
) -> BTreeMap<String, Won> {
    for one in decisions.iter().filter(|one| one.outcome == DecisionOutcome::Awarded) {
        let Some(nomination) = nominations.get(&one.nomination) else { continue };
        won.entry(nomination.category.clone()).or_default().add(one.grade);
    }
    won
}

/// Who and what receives each award of a draft; where the council has to set a limit and has not, that is a gap.
async fn winners(
    database: &impl ConnectionTrait,
    one: &Release,
    (decisions, nominations): (&[Decision], &BTreeMap<NominationId, Nominated>),
    (council, gaps): (&CouncilLimits, &mut BTreeSet<Gap>),
) -> Result<BTreeMap<NominationId, Kept>, ResultError> {
    let unbound = || ResultError::Inside(format!("round {} has no rule set", one.round));
    let rules = awards::rules_of(database, one.round).await?.ok_or_else(unbound)?;
    let awarded: Vec<&Decision> =
        decisions.iter().filter(|one| one.outcome == DecisionOutcome::Awarded).collect();
    let ids: Vec<NominationId> = awarded.iter().map(|one| one.nomination).collect();
    let named = store::named(database, &ids).await?;
    let mut kept = BTreeMap::new();
    for decision in awarded {
        let Some(nomination) = nominations.get(&decision.nomination) else { continue };
        let category = nomination.category.as_str();
        let (people, units) = cut::limits(&rules, council, (category, decision.grade));
        if let Some(grade) = decision.grade
            && (people == Limit::Unset || units == Limit::Unset)
        {
            gaps.insert(Gap::NoLimits(category.to_owned(), grade));
        }
        let nothing = store::Named::default();
        let (all_people, all_units) = named.get(&decision.nomination).unwrap_or(&nothing);
        let own = cut::kept((all_people, all_units), (people.most(), units.most()));
        kept.insert(decision.nomination, own);
    }
    Ok(kept)
}
