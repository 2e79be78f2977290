//! How is a row of the files of funded projects, patents and theses kept? They differ in little:
//! one shape holds all three.

use super::super::model::{Grant, Patent, Thesis};

/// A row of one of the three files.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kept {
    pub(super) code: String,
    /// Number of the nomination that names it.
    pub(super) nomination_id: Option<String>,
    pub(super) title: String,
    /// Members, inventors or advisers.
    pub(super) names: Vec<String>,
    /// Those of them who are in the pool.
    pub(super) expert_ids: Vec<String>,
    pub(super) student: Option<String>,
    pub(super) student_id: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
}

impl From<&Grant> for Kept {
    fn from(one: &Grant) -> Self {
        Self {
            code: one.grant_id.clone(),
            nomination_id: one.nomination_id.clone(),
            title: one.title.clone(),
            names: one.members.clone(),
            expert_ids: one.expert_ids.clone(),
            from: one.from,
            to: one.to,
            ..Self::default()
        }
    }
}

impl From<&Patent> for Kept {
    fn from(one: &Patent) -> Self {
        Self {
            code: one.patent_id.clone(),
            nomination_id: one.nomination_id.clone(),
            title: one.title.clone(),
            names: one.inventors.clone(),
            expert_ids: one.expert_ids.clone(),
            to: one.year,
            ..Self::default()
        }
    }
}

impl From<&Thesis> for Kept {
    fn from(one: &Thesis) -> Self {
        Self {
            code: one.thesis_id.clone(),
            title: one.title.clone(),
            names: one.advisers.clone(),
            expert_ids: one.adviser_ids.clone(),
            student: Some(one.student.clone()),
            student_id: one.student_id.clone(),
            unit: one.unit.clone(),
            to: one.year,
            ..Self::default()
        }
    }
}

impl From<Kept> for Grant {
    fn from(kept: Kept) -> Self {
        Self {
            grant_id: kept.code,
            title: kept.title,
            nomination_id: kept.nomination_id,
            expert_ids: kept.expert_ids,
            members: kept.names,
            from: kept.from,
            to: kept.to,
        }
    }
}

impl From<Kept> for Patent {
    fn from(kept: Kept) -> Self {
        Self {
            patent_id: kept.code,
            title: kept.title,
            nomination_id: kept.nomination_id,
            expert_ids: kept.expert_ids,
            inventors: kept.names,
            year: kept.to,
        }
    }
}

impl From<Kept> for Thesis {
    fn from(kept: Kept) -> Self {
        Self {
            thesis_id: kept.code,
            title: kept.title,
            student: kept.student.unwrap_or_default(),
            student_id: kept.student_id,
            advisers: kept.names,
            adviser_ids: kept.expert_ids,
            unit: kept.unit,
            year: kept.to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_the_row_again() {
        let ids = vec!["E1".to_owned(), "E2".to_owned()];
        let names = vec!["陆望舒".to_owned()];
        let grant = Grant {
            grant_id: "G1".to_owned(),
            title: "云雾林".to_owned(),
            nomination_id: Some("J1".to_owned()),
            expert_ids: ids.clone(),
            members: names.clone(),
            from: Some(2020),
            to: Some(2024),
        };
        assert_eq!(Grant::from(Kept::from(&grant)), grant);
        let patent = Patent {
            patent_id: "ZL1".to_owned(),
            title: "一种雨量计".to_owned(),
            nomination_id: Some("J1".to_owned()),
            expert_ids: ids.clone(),
            inventors: names.clone(),
            year: Some(2021),
        };
        assert_eq!(Patent::from(Kept::from(&patent)), patent);
        let thesis = Thesis {
            thesis_id: "T1".to_owned(),
            title: "云雾林水分收支".to_owned(),
            student: "沈听澜".to_owned(),
            student_id: Some("E3".to_owned()),
            advisers: names,
            adviser_ids: ids,
            unit: Some("青松大学".to_owned()),
            year: Some(2019),
        };
        assert_eq!(Thesis::from(Kept::from(&thesis)), thesis);
    }
}
