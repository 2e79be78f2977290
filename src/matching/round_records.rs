//! What does the conflict engine know of a round, at this moment? The records that a match run reads, with what was
//! declared and decided: of the whole pool, or of some experts with all that tells of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::ids::{ExpertId, NominationId, RoundId};
use sea_orm::DbErr;

use super::{
    earlier::is_of_interest,
    recused::Recused,
    store::{self, Earlier},
};
use crate::{
    app::App,
    conflicts::{
        self, ConflictInput, ConflictPolicy, Finding, PastReview, RoundWorks, Similarity, Works,
    },
    experts::{
        self, Company,
        model::{Affiliation, Expert, Publication},
    },
    nominations::{
        self, RoundDossiers,
        model::{CompletingUnit, Nomination, Paper, Person},
    },
    persistence::ReadTx,
    persons,
    units::{self, model::Unit},
};

/// The records of a round and the pool.
#[derive(Clone, Debug, Default)]
pub struct RoundRecords {
    policy: ConflictPolicy,
    experts: Vec<Expert>,
    publications: Vec<Publication>,
    affiliations: Vec<Affiliation>,
    units: Vec<Unit>,
    /// Of the round, then of earlier ones.
    nominations: Vec<Nomination>,
    people: Vec<Person>,
    papers: Vec<Paper>,
    completing_units: Vec<CompletingUnit>,
    works: Works,
    recused: Recused,
    past_reviews: Vec<PastReview>,
    similarities: Vec<Similarity>,
    /// Nominations of the round alone.
    keys: BTreeMap<String, NominationId>,
    expert_keys: BTreeMap<String, ExpertId>,
}

/// Some experts of the pool, with those whom earlier reviews or works tie to them, or all.
async fn pool(
    tx: &ReadTx,
    whom: Option<&BTreeSet<ExpertId>>,
    (judges, works): (&BTreeSet<ExpertId>, &RoundWorks),
) -> Result<Company, DbErr> {
    let Some(whom) = whom else {
        return Ok(Company {
            experts: experts::all(&**tx).await?,
            keys: experts::keys_by_code(&**tx).await?,
            publications: experts::publications(&**tx).await?,
            affiliations: experts::affiliations(&**tx).await?,
        });
    };
    let company = experts::company_of(&**tx, whom, &BTreeSet::new()).await?;
    let is_asked =
        |one: &&Expert| company.keys.get(&one.expert_id).is_some_and(|id| whom.contains(id));
    let asked: Vec<&Expert> = company.experts.iter().filter(is_asked).collect();
    let mut alone = works.fellows(&asked);
    // Of two who judged each other both are judges: who judged nothing owes nobody.
    if !whom.is_disjoint(judges) {
        alone.extend(judges);
    }
    if alone.iter().all(|id| company.keys.values().any(|known| known == id)) {
        return Ok(company);
    }
    experts::company_of(&**tx, whom, &alone).await
}

impl RoundRecords {
    /// Reads one state of the records, of the whole pool.
    ///
    /// # Errors
    /// The records failing, or something that cannot be opened.
    pub async fn load(app: &App, round: (RoundId, i32)) -> Result<Arc<Self>, DbErr> {
        Self::read(app, round, None).await
    }

    /// As [`RoundRecords::load`], but no more of the pool than what tells of these experts: what is found of them
    /// is the same.
    ///
    /// # Errors
    /// As [`RoundRecords::load`].
    pub async fn load_of(
        app: &App,
        round: (RoundId, i32),
        experts: &BTreeSet<ExpertId>,
    ) -> Result<Arc<Self>, DbErr> {
        Self::read(app, round, Some(experts)).await
    }

    async fn read(
        app: &App,
        (id, year): (RoundId, i32),
        whom: Option<&BTreeSet<ExpertId>>,
    ) -> Result<Arc<Self>, DbErr> {
        let tx = app.database.begin_read().await?;
        let policy = conflicts::policy_of_round(&*tx, id).await?;
        let policy = ConflictPolicy { reference_year: Some(year), ..policy };
        let dossiers = nominations::round_dossiers(&*tx, id, year, is_of_interest).await?;
        let earlier = store::earlier(&*tx, (id, year), &policy).await?;
        let whole = earlier.beside(&dossiers);
        let works = conflicts::works_of_round(&tx, id, &whole.keys).await?;
        let company = pool(&tx, whom, (&earlier.judges, &works)).await?;
        let mut recused = store::recused_in_round(&*tx, &app.sealer, id).await?;
        // Who is which person of these nominations, of earlier ones too, and who only bears the name.
        let decided = persons::decisions_of_round(&*tx, &whole, &company.experts).await?;
        recused.decisions.extend(decided);
        let Earlier { told, .. } = earlier;
        let RoundDossiers { mut nominations, papers, completing_units, keys, .. } = dossiers;
        nominations.extend(told.nominations);
        Ok(Arc::new(Self {
            policy,
            experts: company.experts,
            publications: company.publications,
            affiliations: company.affiliations,
            units: units::all(&*tx).await?,
            nominations,
            people: whole.people,
            papers,
            completing_units,
            works: works.works,
            recused,
            past_reviews: told.reviews,
            similarities: told.similarities,
            keys,
            expert_keys: company.keys,
        }))
    }

    /// As the engine takes them.
    pub fn input(&self) -> ConflictInput<'_> {
        ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            affiliations: &self.affiliations,
            units: &self.units,
            nominations: &self.nominations,
            people: &self.people,
            papers: &self.papers,
            completing_units: &self.completing_units,
            declarations: &self.recused.declarations,
            past_reviews: &self.past_reviews,
            theses: &self.works.theses,
            grants: &self.works.grants,
            patents: &self.works.patents,
            similarities: &self.similarities,
            decisions: &self.recused.decisions,
        }
    }

    /// The policy of the round.
    pub fn policy(&self) -> &ConflictPolicy {
        &self.policy
    }

    /// Key of a nomination of the round.
    pub fn nomination(&self, number: &str) -> Option<NominationId> {
        self.keys.get(number).copied()
    }

    /// The nominations of the round, by number.
    pub fn nominations(&self) -> &BTreeMap<String, NominationId> {
        &self.keys
    }

    /// Key of an expert.
    pub fn expert(&self, code: &str) -> Option<ExpertId> {
        self.expert_keys.get(code).copied()
    }

    /// Everything that is found now. Takes the processor for a while: it is done beside the requests.
    ///
    /// # Errors
    /// The computation broke off.
    pub async fn findings(self: &Arc<Self>) -> Result<Vec<Finding>, tokio::task::JoinError> {
        let records = Arc::clone(self);
        tokio::task::spawn_blocking(move || conflicts::detect(&records.input(), records.policy()))
            .await
    }
}
