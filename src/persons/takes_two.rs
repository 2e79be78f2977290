//! Does it take two people to say that two records are not one person? It does where an identifier says that they
//! are, and where the word would take away a bar that keeps an expert from a nomination.

use std::collections::BTreeSet;

use crate::{
    app::App,
    conflicts::{self, ConflictInput, ConflictPolicy, Source, Works},
    experts::{
        self,
        model::{Affiliation, Expert, Publication},
    },
    nominations::{self, RoundDossiers},
    units::{self, model::Unit},
};

use super::{
    decided_store,
    record::{Agreement, Comparison},
    store::Kept,
    take_step::StepError,
    verdict::{Named, newly_denied},
};

/// The identifiers that no two people share.
const IDENTIFIERS: [&str; 2] = ["orcid", "identity_number"];

/// Whether both records bear one identifier.
fn share_identifier(comparisons: &[Comparison]) -> bool {
    comparisons
        .iter()
        .any(|line| line.agreement == Agreement::Same && IDENTIFIERS.contains(&line.field.as_str()))
}

/// What a refusal would change for the conflicts of a round.
struct Ground {
    policy: ConflictPolicy,
    /// Experts and the people for whom they would no longer be taken.
    denied: Vec<(String, Source)>,
    /// They, and who wrote or worked with them.
    experts: Vec<Expert>,
    publications: Vec<Publication>,
    affiliations: Vec<Affiliation>,
    units: Vec<Unit>,
    dossiers: RoundDossiers,
    works: Works,
}

impl Ground {
    /// Whether somebody would no longer be barred: one of them as that person, or a co-author of his.
    fn loses_a_bar(&self) -> bool {
        let input = ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            affiliations: &self.affiliations,
            units: &self.units,
            nominations: &self.dossiers.nominations,
            people: &self.dossiers.people,
            papers: &self.dossiers.papers,
            theses: &self.works.theses,
            grants: &self.works.grants,
            patents: &self.works.patents,
            ..ConflictInput::default()
        };
        conflicts::would_lose_a_bar(&input, &self.policy, &self.denied)
    }
}

/// Takes away whoever is not concerned and has written and worked with nobody who is, and what none of the others
/// wrote.
fn keep_company(
    concerned: &BTreeSet<&str>,
    works: &Works,
    experts: &mut Vec<Expert>,
    publications: &mut Vec<Publication>,
) {
    let is_of = |company: &BTreeSet<&str>, one: &Publication| {
        one.expert_ids.iter().any(|id| company.contains(id.as_str()))
    };
    let mut company: BTreeSet<String> = concerned.iter().map(|&id| id.to_owned()).collect();
    for one in publications.iter().filter(|one| is_of(concerned, one)) {
        company.extend(one.expert_ids.iter().cloned());
    }
    company.extend(works.fellows(concerned, &[]).into_iter().map(str::to_owned));
    let company: BTreeSet<&str> = company.iter().map(String::as_str).collect();
    experts.retain(|expert| company.contains(expert.expert_id.as_str()));
    publications.retain(|one| is_of(&company, one));
}

/// Whether "not the same person" takes two people for a pair of the round of `year`, as things stand. What one
/// said alone before they came to stand so takes no bar away either: the conflicts see to it.
pub(super) async fn takes_two(app: &App, kept: &Kept, year: i32) -> Result<bool, StepError> {
    if share_identifier(&kept.comparisons()?) {
        return Ok(true);
    }
    let tx = app.database.begin_read().await?;
    let decided = decided_store::decided(&*tx).await?;
    let after = decided.groups_if_refused((&kept.row.first_key, &kept.row.second_key));
    let dossiers = nominations::round_dossiers(&*tx, kept.row.round_id, year, |_| true).await?;
    let mut experts = experts::all(&*tx).await?;
    let named = Named::of(&dossiers, &experts);
    let work = move || newly_denied((&decided.groups(None), &after), &named);
    let denied = beside(work).await?;
    if denied.is_empty() {
        return Ok(false);
    }
    let policy = conflicts::policy_of_round(&*tx, kept.row.round_id).await?;
    let mut publications = experts::publications(&*tx).await?;
    let concerned: BTreeSet<&str> = denied.iter().map(|(expert, _)| expert.as_str()).collect();
    let works = conflicts::works_of_round(&tx, kept.row.round_id, &dossiers.keys).await?.works;
    keep_company(&concerned, &works, &mut experts, &mut publications);
    let affiliations = experts::affiliations(&*tx).await?;
    let units = units::all(&*tx).await?;
    let policy = ConflictPolicy { reference_year: Some(year), ..policy };
    let ground =
        Ground { policy, denied, experts, publications, affiliations, units, dossiers, works };
    beside(move || ground.loses_a_bar()).await
}

/// Computes beside the server's other work.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StepError> {
    let computed = tokio::task::spawn_blocking(work).await;
    computed.map_err(|error| StepError::Broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflicts::Grant;

    #[test]
    fn the_company_is_who_wrote_or_worked_with_whom_it_concerns() {
        let expert = |id: &str| Expert { expert_id: id.to_owned(), ..Expert::default() };
        let paper = |id: &str, experts: &[&str]| Publication {
            publication_id: id.to_owned(),
            expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
            ..Publication::default()
        };
        let mut experts = ["E1", "E2", "E3", "E4", "E5"].map(expert).to_vec();
        let mut papers = vec![
            paper("p1", &["E1", "E2"]),
            paper("p2", &["E2", "E3"]),
            paper("p3", &["E3", "E4"]),
        ];
        let grant = Grant {
            grant_id: "G1".to_owned(),
            expert_ids: vec!["E1".to_owned(), "E5".to_owned()],
            ..Grant::default()
        };
        let works = Works { grants: vec![grant], ..Works::default() };
        keep_company(&BTreeSet::from(["E1"]), &works, &mut experts, &mut papers);
        let experts: Vec<&str> = experts.iter().map(|one| one.expert_id.as_str()).collect();
        let papers: Vec<&str> = papers.iter().map(|one| one.publication_id.as_str()).collect();
        assert_eq!((experts, papers), (vec!["E1", "E2", "E5"], vec!["p1", "p2"]));
    }

    #[test]
    fn an_identifier_in_common_is_one_of_a_person() {
        let line = |field: &str, agreement| Comparison {
            field: field.to_owned(),
            first: None,
            second: None,
            agreement,
        };
        assert!(share_identifier(&[
            line("name", Agreement::Close),
            line("orcid", Agreement::Same)
        ]));
        assert!(share_identifier(&[line("identity_number", Agreement::Same)]));
        for (field, agreement) in [
            ("orcid", Agreement::Different),
            ("name", Agreement::Same),
            ("unit", Agreement::Same),
            ("email", Agreement::Same),
        ] {
            assert!(!share_identifier(&[line(field, agreement)]), "{field}");
        }
    }
}
