//! What is a nomination made of? The records that files, engines and store share.

use serde::{Deserialize, Serialize};

/// A nomination (提名), as a row of the `nominations` file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nomination {
    /// The nomination's number (提名号), unique within its round.
    pub nomination_id: String,
    /// Project name (项目名称).
    pub title: String,
    /// Brief introduction (项目简介).
    pub abstract_text: Option<String>,
    /// Subject words (主题词).
    pub keywords: Vec<String>,
    /// Discipline codes of GB/T 13745 in order of weight.
    pub disciplines: Vec<String>,
    /// Award category code: `TOP`, `NAT`, `INV`, `PRO` or `INT`.
    pub category: Option<String>,
    /// Nominated grade: `special`, `first` or `second`.
    pub grade: Option<String>,
    /// Review panel (学科评审组).
    pub panel: Option<String>,
    /// Name of the nominator (提名者) as published.
    pub nominator: Option<String>,
    /// Kind of nominator, such as `society`, `ministry`, `province`, `expert`.
    pub nominator_type: Option<String>,
    /// Code of the nominating society, if one of them nominates.
    pub society_id: Option<String>,
    /// Year of the round.
    pub round: Option<i32>,
    /// Experts (by `expert_id`) whom the nominator asks to keep out, three at the most
    /// (实施细则 art. 55).
    pub excluded_experts: Vec<String>,
}

/// What a person is to a nomination.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Completer (完成人), that is, the nominee.
    #[default]
    Completer,
    /// Nominating expert (提名专家).
    NominatingExpert,
    /// Officer of the nominating society (学会负责人).
    SocietyOfficer,
}

/// A person of a nomination, as a row of the `people` file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The nomination.
    pub nomination_id: String,
    /// Rank by contribution, from 1 (实施细则 art. 5).
    pub order: u32,
    /// Name as written.
    pub name: String,
    /// Unit at the time of the work (完成单位).
    pub unit: Option<String>,
    /// Present unit (工作单位).
    pub work_unit: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// ORCID.
    pub orcid: Option<String>,
    /// Professional title (职称).
    pub title: Option<String>,
    /// Post (职务).
    pub post: Option<String>,
    /// What the person is to the nomination.
    pub role: PersonRole,
}

/// A completing unit (完成单位) that a nomination names as such, whether or not a completer comes from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletingUnit {
    /// The nomination.
    pub nomination_id: String,
    /// Name as written.
    pub name: String,
}

/// A paper that a nomination cites as its own (代表性论文), as a row of the `papers` file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The nomination.
    pub nomination_id: String,
    /// Title.
    pub title: String,
    /// Authors in order, as printed.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// DOI without a resolver prefix.
    pub doi: Option<String>,
}
