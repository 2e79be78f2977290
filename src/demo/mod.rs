//! The demonstration round (演示数据): fictional people, units, societies and projects, made from a
//! seed and sized by the published figures. Same size and seed, same values, on any machine.
//!
//! The vocabulary is data (`rules/demo`). Nothing here writes: the caller turns the records into
//! files and imports them with the commands that users have.

pub mod complete;
pub mod deciding;
mod earlier;
mod experts;
pub mod history;
pub mod journey;
mod names;
mod nominations;
pub mod objections;
mod objections_store;
mod organisations;
mod papers;
mod plants;
mod random;
pub mod record;
mod registry;
mod size;
mod teams;
mod truth;
mod vocabulary;
mod words;
mod works;

#[cfg(test)]
mod tests;

pub use earlier::{EARLIER_PANELS, EARLIER_ROUND, Earlier};
pub use registry::{DemoSociety, Past};
pub use size::DemoSize;
pub use truth::{Fact, FactKind};
pub use vocabulary::DemoAccount;

use rand::seq::SliceRandom;

use crate::conflicts::{Grant, Patent, Thesis, Works};
use crate::experts::model::{Affiliation, Expert, Publication};
use crate::nominations::model::{Nomination, Paper, Person};
use crate::societies::model::Society;
use crate::units::model::Unit;

use experts::{DraftExpert, ExpertMaker};
use names::NameGiver;
use nominations::{DraftNomination, NominationMaker, TopicCounts, topic_counts};
use organisations::Organisations;
use papers::PaperMaker;
use plants::Planter;
use random::{Chance, Stage, apportion, stream};
use size::{CATEGORIES, Counts};
use teams::{Team, TeamMaker};
use vocabulary::{VOCABULARY, Vocabulary};

/// Everything of a demonstration round, as rows of the files that users import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoRound {
    /// Learned societies.
    pub societies: Vec<Society>,
    /// Units, one row per alias.
    pub units: Vec<Unit>,
    /// The pool.
    pub experts: Vec<Expert>,
    /// Publications of the experts.
    pub publications: Vec<Publication>,
    /// Employments of the experts.
    pub affiliations: Vec<Affiliation>,
    /// Nominations, by category and number.
    pub nominations: Vec<Nomination>,
    /// Completers, nominating experts and officers of the nominating societies.
    pub people: Vec<Person>,
    /// Papers that the nominations cite as their own.
    pub papers: Vec<Paper>,
    /// Funded projects of experts and nominations.
    pub grants: Vec<Grant>,
    /// Patents of experts and nominations.
    pub patents: Vec<Patent>,
    /// Theses that experts wrote or advised.
    pub theses: Vec<Thesis>,
    /// State of each nomination: `accepted`, `rejected` or `withdrawn` (`nomination_id`, state).
    pub states: Vec<(String, String)>,
    /// What the register holds of each society beside the rows of its file.
    pub registry: Vec<DemoSociety>,
    /// What was planted; for tests, never imported.
    pub truth: Vec<Fact>,
    /// What the round before is chosen from.
    pub earlier: Earlier,
}

/// The year of the demonstration round.
pub const DEMO_ROUND: i32 = nominations::ROUND;

/// The accounts of the demonstration round, one per role.
pub fn accounts() -> Vec<DemoAccount> {
    VOCABULARY.accounts.clone()
}

/// Makes a demonstration round.
pub fn generate(size: DemoSize, seed: u64) -> DemoRound {
    let vocabulary: &Vocabulary = &VOCABULARY;
    let counts = size.counts();
    let organisations = Organisations::new(vocabulary);
    let mut names = NameGiver::new(&vocabulary.names);
    let shares = topic_counts(vocabulary, &counts, size.topics());
    let narrow: Vec<usize> = (0..vocabulary.topics.len())
        .filter(|&at| vocabulary.topics[at].narrow && shares.iter().any(|list| list[at] > 0))
        .collect();

    let mut experts = ExpertMaker::new(vocabulary, &organisations, stream(seed, Stage::Experts))
        .make(&expert_counts(&shares, &narrow, &counts), &mut names);
    let mut drafts =
        NominationMaker::new(vocabulary, stream(seed, Stage::Nominations)).make(&shares, &counts);
    let people_chance = stream(seed, Stage::People);
    let mut team_maker = TeamMaker::new(vocabulary, &organisations, people_chance, &mut names);
    let mut teams: Vec<Team> =
        drafts.iter().map(|draft| team_maker.make(draft, &mut names)).collect();

    let plant_chance = stream(seed, Stage::Plants);
    let mut planter =
        Planter::new(&organisations, &mut experts, &mut drafts, &mut teams, plant_chance);
    planter.plant(counts.plants, &narrow, &mut names);
    let (truth, joint, guests, ties) =
        (planter.facts, planter.joint, planter.guests, planter.works);

    let mut writer = PaperMaker::new(vocabulary, stream(seed, Stage::Publications));
    let publications = writer.publications(&experts, &joint);
    writer.turn_to(stream(seed, Stage::Papers));
    let mut registry_chance = stream(seed, Stage::Registry);
    let registry = registry::registry(vocabulary, &mut registry_chance, &mut names);
    let papers = cited_papers(&mut writer, &drafts, &teams, &experts, &guests);
    writer.turn_to(stream(seed, Stage::WorkTitles));
    let Works { grants, patents, theses } =
        works::make((&mut writer, stream(seed, Stage::Works)), &ties, (&drafts, &experts));
    let taken = drafts.iter().map(|draft| draft.record.title.as_str()).collect();
    let earlier = earlier::make((vocabulary, &organisations), (seed, size), &mut names, &taken);
    DemoRound {
        societies: organisations::societies(vocabulary),
        units: organisations::units(vocabulary),
        affiliations: experts.iter().flat_map(|one| one.affiliations.clone()).collect(),
        experts: experts.into_iter().map(|one| one.record).collect(),
        publications,
        states: states(&drafts, &narrow, &counts, &mut stream(seed, Stage::States)),
        people: teams.into_iter().flat_map(people).collect(),
        nominations: drafts.into_iter().map(|draft| draft.record).collect(),
        papers,
        grants,
        patents,
        theses,
        registry,
        truth,
        earlier,
    }
}

/// Experts per topic, in proportion to its nominations; few in a narrow field.
fn expert_counts(shares: &TopicCounts, narrow: &[usize], counts: &Counts) -> Vec<usize> {
    let nominations = |at: usize| -> usize { shares.iter().map(|list| list[at]).sum() };
    let weights: Vec<usize> = (0..shares[0].len())
        .map(|at| if narrow.contains(&at) { 0 } else { nominations(at) })
        .collect();
    let in_narrow = narrow.len() * counts.narrow_experts;
    let mut experts = apportion(counts.experts.saturating_sub(in_narrow), &weights);
    for &at in narrow {
        experts[at] = counts.narrow_experts;
    }
    experts
}

fn cited_papers(
    writer: &mut PaperMaker<'_>,
    drafts: &[DraftNomination],
    teams: &[Team],
    experts: &[DraftExpert],
    guests: &[(usize, usize)],
) -> Vec<Paper> {
    let mut papers = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let own: Vec<&DraftExpert> = guests
            .iter()
            .filter(|(nomination, _)| *nomination == at)
            .map(|&(_, expert)| &experts[expert])
            .collect();
        papers.extend(writer.cited(draft, &teams[at], &own));
    }
    papers
}

fn people(team: Team) -> Vec<Person> {
    team.completers.into_iter().chain(team.others).map(|member| member.record).collect()
}

/// Draws which nominations failed the formal examination and which were withdrawn.
fn states(
    drafts: &[DraftNomination],
    narrow: &[usize],
    counts: &Counts,
    chance: &mut Chance,
) -> Vec<(String, String)> {
    let mut states = vec!["accepted"; drafts.len()];
    for category in 0..CATEGORIES.len() {
        let of_category =
            |at: &usize| drafts[*at].category == category && !narrow.contains(&drafts[*at].topic);
        let mut places: Vec<usize> = (0..drafts.len()).filter(of_category).collect();
        places.shuffle(chance);
        let rejected = counts.rejected[category];
        let withdrawn = counts.withdrawn[category];
        for (rank, &at) in places.iter().take(rejected + withdrawn).enumerate() {
            states[at] = if rank < rejected { "rejected" } else { "withdrawn" };
        }
    }
    drafts
        .iter()
        .zip(states)
        .map(|(draft, state)| (draft.record.nomination_id.clone(), state.to_owned()))
        .collect()
}
