//! What was done together beside publications: funded projects, patents, theses? As it was
//! imported, and as the dossiers of a round say it of themselves.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId, RoundId},
    vocabulary::WorkKind,
};
use sea_orm::DbErr;
use serde::Serialize;

use super::{
    model::{Grant, Patent, Thesis},
    names::PersonName,
    together::number,
    works_store,
};
use crate::{
    experts::model::Expert,
    nominations::{self, NamedWork, NamedWorks},
    persistence::ReadTx,
};

/// Funded projects, patents and theses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Works {
    /// Funded projects.
    pub grants: Vec<Grant>,
    /// Patents and other rights.
    pub patents: Vec<Patent>,
    /// Theses.
    pub theses: Vec<Thesis>,
}

impl Works {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.grants.is_empty() && self.patents.is_empty() && self.theses.is_empty()
    }

    /// Those of the pool who had a part in a work of these experts, by code; they themselves too,
    /// where they had. A thesis is theirs by one of their names as well.
    pub fn fellows(&self, of: &BTreeSet<&str>, names: &[PersonName]) -> BTreeSet<&str> {
        let mut groups: BTreeMap<(WorkKind, String), BTreeSet<&str>> = BTreeMap::new();
        // Rows of one number are one work.
        for one in &self.grants {
            let group = groups.entry((WorkKind::Grant, number(&one.grant_id))).or_default();
            group.extend(one.expert_ids.iter().map(String::as_str));
        }
        for one in &self.patents {
            let group = groups.entry((WorkKind::Patent, number(&one.patent_id))).or_default();
            group.extend(one.expert_ids.iter().map(String::as_str));
        }
        let by_number = groups.into_values().filter(|group| !group.is_disjoint(of)).flatten();
        let is_theirs = |name: &String| {
            let name = PersonName::read(name);
            names.iter().any(|own| own.agrees(&name).is_some())
        };
        let of_theses = self.theses.iter().flat_map(|one| {
            let tied = move || one.adviser_ids.iter().chain(&one.student_id).map(String::as_str);
            let is_of = tied().any(|code| of.contains(code))
                || one.advisers.iter().chain(std::iter::once(&one.student)).any(is_theirs);
            tied().filter(move |_| is_of)
        });
        by_number.chain(of_theses).collect()
    }

    /// Takes in what the dossier of a nomination names: it rests on these.
    fn take_in(&mut self, nomination: &str, named: &NamedWorks) {
        let grant = |one: &NamedWork| {
            Some(Grant {
                grant_id: one.number.clone()?,
                title: one.title.clone(),
                nomination_id: Some(nomination.to_owned()),
                ..Grant::default()
            })
        };
        let patent = |one: &NamedWork| {
            // Without a number it is nobody else's.
            let own = || format!("{nomination}#{}", one.title);
            Patent {
                patent_id: one.number.clone().unwrap_or_else(own),
                title: one.title.clone(),
                nomination_id: Some(nomination.to_owned()),
                expert_ids: Vec::new(),
                inventors: one.people.clone(),
                year: one.year,
            }
        };
        self.grants.extend(named.projects.iter().filter_map(grant));
        self.patents.extend(named.rights.iter().map(patent));
    }
}

/// The works that tell of the conflicts of a round.
#[derive(Clone, Debug, Default)]
pub struct RoundWorks {
    /// They.
    pub works: Works,
    experts: BTreeMap<String, ExpertId>,
}

impl RoundWorks {
    /// Those of the pool who had a part in a work of some experts.
    pub fn fellows(&self, of: &[&Expert]) -> BTreeSet<ExpertId> {
        let codes = of.iter().map(|one| one.expert_id.as_str()).collect();
        let names = of.iter().flat_map(|one| std::iter::once(&one.name).chain(&one.name_en));
        let names: Vec<PersonName> = names.map(|name| PersonName::read(name)).collect();
        let fellows = self.works.fellows(&codes, &names);
        fellows.into_iter().filter_map(|code| self.experts.get(code).copied()).collect()
    }
}

/// The works that tell of the conflicts of a round whose nominations, with those of earlier ones,
/// have these `keys` by number: all that were imported, and what its own dossiers name.
///
/// # Errors
/// The records failing.
pub async fn works_of_round(
    tx: &ReadTx,
    round: RoundId,
    keys: &BTreeMap<String, NominationId>,
) -> Result<RoundWorks, DbErr> {
    let (mut works, experts) = works_store::kept_works(&**tx, keys).await?;
    let named = nominations::named_works(&**tx, round).await?;
    for (number, id) in keys {
        if let Some(named) = named.get(id) {
            works.take_in(number, named);
        }
    }
    Ok(RoundWorks { works, experts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn fellows_are_those_of_one_number_and_of_one_thesis() {
        let patent = |id: &str, experts: &[&str]| Patent {
            patent_id: id.to_owned(),
            expert_ids: list(experts),
            ..Patent::default()
        };
        let works = Works {
            grants: vec![Grant {
                // A number of another register.
                grant_id: "2015100000001".to_owned(),
                expert_ids: list(&["E5", "E6"]),
                ..Grant::default()
            }],
            patents: vec![
                patent("ZL201510000000.1", &["E1"]),
                patent("zl 2015 1 0000000.1", &["E2"]),
                patent("ZL201510000000.2", &["E3"]),
            ],
            theses: vec![Thesis {
                thesis_id: "T1".to_owned(),
                student: "沈听澜".to_owned(),
                student_id: Some("E2".to_owned()),
                advisers: list(&["陆望舒"]),
                adviser_ids: list(&["E4"]),
                ..Thesis::default()
            }],
        };
        let fellows = |of: &[&str]| -> Vec<&str> {
            works.fellows(&of.iter().copied().collect(), &[]).into_iter().collect()
        };
        assert_eq!(fellows(&["E1"]), ["E1", "E2"]);
        assert_eq!(fellows(&["E2"]), ["E1", "E2", "E4"]);
        assert_eq!(fellows(&["E6"]), ["E5", "E6"]);
        assert_eq!(fellows(&["E9"]), [""; 0]);
        let called = works.fellows(&BTreeSet::new(), &[PersonName::read("陆望舒")]);
        assert_eq!(called.into_iter().collect::<Vec<_>>(), ["E2", "E4"], "adviser by name alone");
    }

    #[test]
    fn a_dossier_rests_on_what_it_names() {
        let work = |number: Option<&str>, people: &[&str]| NamedWork {
            number: number.map(str::to_owned),
            title: "一种雨量计".to_owned(),
            people: list(people),
            year: Some(2017),
        };
        let named = NamedWorks {
            rights: vec![work(Some("ZL201510000000.1"), &["陆望舒"]), work(None, &[])],
            projects: vec![work(Some("示范-2014-01"), &[]), work(None, &[])],
        };
        let mut works = Works::default();
        works.take_in("J1", &named);
        let ids: Vec<&str> = works.patents.iter().map(|one| one.patent_id.as_str()).collect();
        assert_eq!(ids, ["ZL201510000000.1", "J1#一种雨量计"]);
        assert_eq!(works.patents[0].inventors, ["陆望舒"]);
        let ids: Vec<&str> = works.grants.iter().map(|one| one.grant_id.as_str()).collect();
        assert_eq!(ids, ["示范-2014-01"], "without a number it is any project");
        assert!(works.patents.iter().all(|one| one.nomination_id.as_deref() == Some("J1")));
    }
}
