//! What does one nomination share with all others, now?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{NominationId, RoundId};
use sea_orm::DbErr;

use super::{
    compare::{Known, exact, near},
    evidence::{Found, Sharing, of_keys, of_text, of_title, rules, weight, without_settled},
    facts::Material,
    keys::keys,
    passages::marked,
    policy::{ENGINE, IN_FORCE},
    shingles::Shingles,
    store::{self, Kept},
    views::{OtherView, Part, ReuseFindingView, ReuseMatch, ReuseReport},
};
use crate::{app::App, search::analysis::Analyzer};

/// Others whose sketches are near and whose texts are therefore read.
const MOST_READ: usize = 200;

/// Others that may share something, by what says so.
struct Candidates {
    near: BTreeSet<NominationId>,
    titles: BTreeMap<NominationId, f64>,
    keys: Sharing,
}

impl Candidates {
    fn of(own: &Known, kept: &[Kept], keys: Sharing) -> Self {
        let mut near_by: Vec<(f64, NominationId)> = Vec::new();
        let mut titles = BTreeMap::new();
        for other in kept {
            if let (Some(one), Some(two)) = (&own.sketch, &other.known.sketch)
                && near(one, two, &IN_FORCE)
            {
                near_by.push((one.estimate(two), other.id));
            }
            let rules = &IN_FORCE.title;
            let likeness = own.title.likeness(&other.known.title, rules.least_characters);
            if likeness >= rules.least_jaccard {
                titles.insert(other.id, likeness);
            }
        }
        near_by.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let near = near_by.into_iter().take(MOST_READ).map(|(_, id)| id).collect();
        Self { near, titles, keys }
    }

    fn all(&self) -> Vec<NominationId> {
        let all: BTreeSet<NominationId> =
            self.near.iter().chain(self.titles.keys()).chain(self.keys.keys()).copied().collect();
        all.into_iter().collect()
    }
}

/// One other nomination with what is shared, before it is shown.
struct Match<'m> {
    other: &'m Material,
    shingles: Shingles,
    findings: Vec<Found>,
}

impl Match<'_> {
    fn weight(&self) -> f64 {
        self.findings.iter().map(|one| weight(one.kind, one.score)).fold(0.0, f64::max)
    }
}

fn compare<'m>(
    analyzer: &Analyzer,
    (own, own_shingles): (&Material, &Shingles),
    other: &'m Material,
    candidates: &Candidates,
) -> Option<Match<'m>> {
    let shingles = Shingles::of(analyzer, &other.text(), IN_FORCE.text.words);
    let mut findings = Vec::new();
    let shared = candidates.keys.get(&other.id).cloned().unwrap_or_default();
    for (kind, values) in without_settled(shared, (own, other)) {
        findings.push(of_keys(kind, &values, (own, other), &IN_FORCE));
    }
    findings.extend(candidates.titles.get(&other.id).map(|likeness| of_title(*likeness)));
    findings.extend(exact(own_shingles, &shingles, &IN_FORCE).map(of_text));
    findings.sort_by(|one, other| {
        let weight = |found: &Found| weight(found.kind, found.score);
        weight(other).total_cmp(&weight(one)).then(one.kind.cmp(&other.kind))
    });
    (!findings.is_empty()).then_some(Match { other, shingles, findings })
}

fn shown(
    found: Match<'_>,
    (own, own_shingles): (&Material, &Shingles),
    years: &BTreeMap<RoundId, i32>,
) -> ReuseMatch {
    let other = found.other;
    let is_same_round = own.round == other.round;
    let has_shared = |parts: &[Part]| parts.iter().any(|part| part.is_shared);
    let mut own_text = marked(&own.text(), own_shingles, &found.shingles, &IN_FORCE);
    let mut other_text = marked(&other.text(), &found.shingles, own_shingles, &IN_FORCE);
    if !has_shared(&own_text) || !has_shared(&other_text) {
        own_text.clear();
        other_text.clear();
    }
    let finding = |found: Found| {
        let rules = rules(found.kind, is_same_round, other.state);
        ReuseFindingView::of(found, &rules)
    };
    ReuseMatch {
        other: OtherView::of(other, years),
        is_same_round,
        findings: found.findings.into_iter().map(finding).collect(),
        own_text,
        other_text,
    }
}

/// What the nomination `id` shares with others of its round and of earlier ones; none where there is no such
/// nomination. Whoever shows it knows that the asker may see all of them.
///
/// # Errors
/// The records failing.
pub async fn of_nomination(app: &App, id: NominationId) -> Result<Option<ReuseReport>, DbErr> {
    let tx = app.database.begin_read().await?;
    let Some(own) = store::materials(&*tx, &[id]).await?.remove(&id) else { return Ok(None) };
    let all_years = store::years(&*tx, None).await?;
    let years = store::years(&*tx, all_years.get(&own.round).copied()).await?;
    let rounds: BTreeSet<RoundId> = years.keys().copied().collect();
    let mut kept = store::sketches(&*tx, &ENGINE, rounds.iter().copied()).await?;
    kept.retain(|other| other.id != id);
    let sharing = store::sharing_of(&*tx, id, &keys(&own, &IN_FORCE), &rounds).await?;

    let analyzer = app.search.analyzer();
    let text = own.text();
    let (known, own_shingles, candidates) = tokio::task::block_in_place(|| {
        let (known, _) = Known::of(analyzer, (&own.title, &text), &IN_FORCE);
        let shingles = Shingles::of(analyzer, &text, IN_FORCE.text.words);
        let candidates = Candidates::of(&known, &kept, sharing);
        (known, shingles, candidates)
    });
    let others = store::materials(&*tx, &candidates.all()).await?;
    drop(tx);

    let subject = (&own, &own_shingles);
    let matches = tokio::task::block_in_place(|| {
        let mut found: Vec<Match<'_>> = others
            .values()
            .filter_map(|other| compare(analyzer, subject, other, &candidates))
            .collect();
        found.sort_by(|one, other| {
            let heavier = other.weight().total_cmp(&one.weight());
            heavier.then_with(|| one.other.id.cmp(&other.other.id))
        });
        found
    });
    let found = u64::try_from(matches.len()).unwrap_or(u64::MAX);
    let matches = matches.into_iter().take(IN_FORCE.view.most_others);
    Ok(Some(ReuseReport {
        nomination: OtherView::of(&own, &years),
        engine: ENGINE.clone(),
        compared: u64::try_from(kept.len()).unwrap_or(u64::MAX),
        found,
        is_text_compared: known.sketch.is_some(),
        matches: matches.map(|one| shown(one, subject, &years)).collect(),
    }))
}
