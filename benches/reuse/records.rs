//! What must stand in the records before anything is compared? Every text as a nomination, with papers and people.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use entity::{
    ids::{NominationId, RoundId},
    nomination, reuse_finding,
    vocabulary::{NominationState, ReuseKind},
};
use laurel::{
    app::App,
    awards,
    config::Config,
    examination::similarity::{self, Carrier},
    nominations::{
        Placing, apply_nominations, apply_papers, apply_people,
        model::{Nomination, Paper, Person},
    },
    shared::Secret,
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::corpus::{Corpus, Said};

const YEAR: i32 = 2027;
/// Papers and people of each.
const PAPERS: usize = 5;
const PEOPLE: usize = 6;

/// What a comparison of the round found.
pub(crate) struct Found {
    /// Pairs of alike texts: place in the round, place among the past.
    pub(crate) texts: BTreeSet<(usize, usize)>,
    /// Pairs of alike texts within the round.
    pub(crate) within: usize,
    /// Pairs with a shared DOI.
    pub(crate) keys: usize,
}

/// The records.
pub(crate) struct Stand {
    pub(crate) app: App,
    round: BTreeMap<NominationId, usize>,
    past: BTreeMap<NominationId, usize>,
    /// DOIs that nominations of the round share with past ones.
    pub(crate) shared_keys: usize,
    _folder: tempfile::TempDir,
}

fn nomination(number: &str, said: &Said) -> Nomination {
    Nomination {
        nomination_id: number.to_owned(),
        title: said.title.clone(),
        abstract_text: Some(said.text.clone()),
        ..Nomination::default()
    }
}

fn papers(number: &str, mark: usize, shared: Option<String>) -> Vec<Paper> {
    let paper = |at: usize| Paper {
        nomination_id: number.to_owned(),
        title: format!("第{mark}项成果的代表性论文之{at}"),
        doi: Some(format!("10.1000/laurel.{mark}.{at}")),
        ..Paper::default()
    };
    let mut papers: Vec<Paper> = (0..PAPERS).map(paper).collect();
    if let (Some(first), Some(doi)) = (papers.first_mut(), shared) {
        first.doi = Some(doi);
    }
    papers
}

fn people(number: &str, mark: usize) -> Vec<Person> {
    let person = |at: usize| Person {
        nomination_id: number.to_owned(),
        order: u32::try_from(at + 1).unwrap_or(1),
        name: format!("人员{}", mark * PEOPLE + at),
        unit: Some(format!("单位{}", mark % 800)),
        ..Person::default()
    };
    (0..PEOPLE).map(person).collect()
}

/// What belongs to one year.
struct Year<'c> {
    of: i32,
    prefix: &'static str,
    said: Vec<&'c Said>,
    /// By place: the past nomination whose first paper it names as well.
    shared: BTreeMap<usize, usize>,
}

async fn fill(app: &App, year: &Year<'_>) -> Result<BTreeMap<NominationId, usize>> {
    const AT_ONCE: usize = 500;
    let tx = app.database.begin_write().await?;
    let round: RoundId = awards::ensure_round(app, &tx, "bench", year.of).await?.id;
    tx.commit().await?;
    let placing = Placing { round, state: NominationState::NotAwarded, now: app.clock.now() };
    let numbered: Vec<(usize, &Said)> = year.said.iter().copied().enumerate().collect();
    // Marks of the round are above those of the past.
    let above = if year.shared.is_empty() { 0 } else { 1_000_000 };
    for part in numbered.chunks(AT_ONCE) {
        let number = |at: usize| format!("{}{at}", year.prefix);
        let (mut rows, mut cited, mut by) = (Vec::new(), Vec::new(), Vec::new());
        for (at, said) in part {
            let shared = year.shared.get(at).map(|past| format!("10.1000/laurel.{past}.0"));
            rows.push(nomination(&number(*at), said));
            cited.extend(papers(&number(*at), above + at, shared));
            by.extend(people(&number(*at), above + at));
        }
        let tx = app.database.begin_write().await?;
        apply_nominations(&*tx, app.ids, placing, &rows).await?;
        apply_papers(&*tx, app.ids, Some(round), &cited).await?;
        apply_people(&*tx, app.ids, Some(round), &by).await?;
        tx.commit().await?;
    }
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .all(app.database.reader())
        .await?;
    let place = |row: nomination::Model| {
        Some((row.id, row.number.strip_prefix(year.prefix)?.parse().ok()?))
    };
    Ok(rows.into_iter().filter_map(place).collect())
}

impl Stand {
    /// Makes it all in a folder of its own.
    pub(crate) async fn make(corpus: &Corpus) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut config = Config::load(None)?;
        config.database_url = Secret::new(String::new());
        folder.path().clone_into(&mut config.data_dir);
        let app = App::start(config).await?;
        let past = Year {
            of: YEAR - 1,
            prefix: "P",
            said: corpus.past.iter().collect(),
            shared: BTreeMap::new(),
        };
        // Every other planted nomination names a paper of the one that it was made of.
        let sources = corpus.round.iter().enumerate();
        let shared: BTreeMap<usize, usize> = sources
            .filter_map(|(at, one)| one.source.map(|(source, _)| (at, source)))
            .filter(|(at, _)| at % 2 == 0)
            .collect();
        let shared_keys = shared.len();
        let round = Year {
            of: YEAR,
            prefix: "R",
            said: corpus.round.iter().map(|one| &one.said).collect(),
            shared,
        };
        let past = fill(&app, &past).await?;
        let round = fill(&app, &round).await?;
        Ok(Self { app, round, past, shared_keys, _folder: folder })
    }

    /// Makes the sketches.
    pub(crate) async fn keep_up(&self) -> Result<()> {
        similarity::keep_up(&self.app).await?;
        Ok(())
    }

    /// The key of a nomination of the round by its place.
    pub(crate) fn id(&self, place: usize) -> Option<NominationId> {
        self.round.iter().find(|(_, at)| **at == place).map(|(id, _)| *id)
    }

    /// Compares the whole round, and reads what was found.
    pub(crate) async fn whole_round(&self) -> Result<Found> {
        let run = similarity::request(&self.app, "bench", YEAR, Carrier::Caller).await?;
        similarity::execute(&self.app, run).await?;
        let rows = reuse_finding::Entity::find()
            .filter(reuse_finding::Column::RunId.eq(run))
            .all(self.app.database.reader())
            .await?;
        let mut found = Found { texts: BTreeSet::new(), within: 0, keys: 0 };
        for row in rows {
            let one = *self.round.get(&row.nomination_id).context("not of the round")?;
            match (row.kind, self.past.get(&row.other_id)) {
                (ReuseKind::Text, Some(past)) => {
                    found.texts.insert((one, *past));
                }
                (ReuseKind::Text, None) => found.within += 1,
                (ReuseKind::Content, Some(_)) => found.keys += 1,
                _ => {}
            }
        }
        Ok(found)
    }

    /// Closes the database.
    pub(crate) async fn end(self) -> Result<()> {
        Ok(self.app.database.close().await?)
    }
}
