//! By which way is the expert tied to the nomination? Who – paper, unit, grant, declaration – whom,
//! as nodes and edges to draw, and as rows to read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::{Finding, Source, SourceKind};
use super::input::ConflictInput;
use super::kinds::ConflictKind;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum NodeKind {
    Expert,
    Person,
    Unit,
    Paper,
    Patent,
    Grant,
    Thesis,
    /// Another nomination than the one in question.
    Award,
    /// The nomination in question.
    Nomination,
    Declaration,
    Society,
    /// A review of an earlier round.
    Review,
    Decision,
}

/// A node: the expert, the nomination, or a record between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathNode {
    /// The record, written as a source: `expert:E1`, `person:J1#3`. Unique in its path.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// Its name.
    pub label: String,
    /// A second line: a unit, a year, a title.
    pub sub: Option<String>,
}

/// One step towards the nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathEdge {
    /// Id of the node nearer to the expert.
    pub from: String,
    /// Id of the node nearer to the nomination.
    pub to: String,
    /// The relation, in Chinese.
    pub zh: String,
    /// The relation, in English.
    pub en: String,
    /// The record that says so.
    pub source: Option<Source>,
    /// Position in the finding's evidence.
    pub evidence: usize,
}

/// All ways of one finding from the expert (first node) to the nomination (last node), one for each
/// piece of evidence; no way passes a record twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictPath {
    /// The nodes, each once.
    pub nodes: Vec<PathNode>,
    /// The steps, each once.
    pub edges: Vec<PathEdge>,
}

/// One step as a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRow {
    /// Label of the node nearer to the expert.
    pub from: String,
    /// The relation, in Chinese.
    pub zh: String,
    /// The relation, in English.
    pub en: String,
    /// Label of the node nearer to the nomination.
    pub to: String,
    /// The record that says so.
    pub source: Option<Source>,
}

impl ConflictPath {
    /// The same as a table, step by step.
    pub fn rows(&self) -> Vec<PathRow> {
        let labels: BTreeMap<&str, &str> =
            self.nodes.iter().map(|node| (node.id.as_str(), node.label.as_str())).collect();
        let label = |id: &String| labels.get(id.as_str()).copied().unwrap_or_default().to_owned();
        self.edges
            .iter()
            .map(|edge| PathRow {
                from: label(&edge.from),
                zh: edge.zh.clone(),
                en: edge.en.clone(),
                to: label(&edge.to),
                source: edge.source.clone(),
            })
            .collect()
    }
}

/// What a page calls a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its name.
    pub label: String,
    /// A second line.
    pub sub: Option<String>,
}

/// The ways of a finding. `label` names a record; what it does not know goes by its key.
pub fn path(finding: &Finding, label: &impl Fn(&Source) -> Option<Label>) -> ConflictPath {
    let expert = Source::new(SourceKind::Expert, &finding.expert_id);
    let nomination = Source::new(SourceKind::Nomination, &finding.nomination_id);
    let node = |source: &Source| {
        let known = label(source).unwrap_or_default();
        let is_named = !known.label.is_empty();
        PathNode {
            id: source.to_string(),
            kind: if *source == nomination { NodeKind::Nomination } else { node_kind(source.kind) },
            label: if is_named { known.label } else { source.key.clone() },
            sub: known.sub,
        }
    };
    let mut nodes = vec![node(&expert)];
    let mut edges: Vec<PathEdge> = Vec::new();
    for (at, evidence) in finding.evidence.iter().enumerate() {
        let mut from = &expert;
        let mut passed = vec![&expert];
        let chain = evidence.chain().iter().filter(|one| **one != nomination && **one != expert);
        for to in chain.chain(std::iter::once(&nomination)) {
            // A record twice in one chain would be a circle.
            if passed.contains(&to) {
                continue;
            }
            if *to != nomination && !nodes.iter().any(|known| known.id == to.to_string()) {
                nodes.push(node(to));
            }
            let (zh, en) = relation(finding, from, to);
            let edge = PathEdge {
                from: from.to_string(),
                to: to.to_string(),
                zh: zh.to_owned(),
                en: en.to_owned(),
                source: evidence.source.clone().or_else(|| Some(to.clone())),
                evidence: at,
            };
            if !edges.iter().any(|known| known.from == edge.from && known.to == edge.to) {
                edges.push(edge);
            }
            passed.push(to);
            from = to;
        }
    }
    nodes.push(node(&nomination));
    ConflictPath { nodes, edges }
}

const fn node_kind(kind: SourceKind) -> NodeKind {
    match kind {
        SourceKind::Expert => NodeKind::Expert,
        SourceKind::Person => NodeKind::Person,
        SourceKind::Publication | SourceKind::Paper => NodeKind::Paper,
        SourceKind::Affiliation | SourceKind::Unit => NodeKind::Unit,
        SourceKind::Nomination => NodeKind::Award,
        SourceKind::Declaration => NodeKind::Declaration,
        SourceKind::Thesis => NodeKind::Thesis,
        SourceKind::Grant => NodeKind::Grant,
        SourceKind::Patent => NodeKind::Patent,
        SourceKind::Review => NodeKind::Review,
        SourceKind::Decision => NodeKind::Decision,
        SourceKind::Society => NodeKind::Society,
    }
}

/// The words of a step.
fn relation(finding: &Finding, from: &Source, to: &Source) -> (&'static str, &'static str) {
    use SourceKind as K;
    let into_nomination = to.kind == K::Nomination && to.key == finding.nomination_id;
    match (from.kind, to.kind) {
        (K::Person, K::Nomination) if into_nomination => last_step(finding, from),
        (K::Expert, K::Unit | K::Affiliation) => match finding.kind {
            ConflictKind::FormerUnit | ConflictKind::FormerUnitUndated => ("曾任职于", "was at"),
            _ => ("任职于", "is at"),
        },
        (K::Unit | K::Affiliation, K::Unit) => match finding.kind {
            ConflictKind::RelatedUnit => ("上下级", "above or below"),
            _ => ("同一单位", "the same unit as"),
        },
        (K::Unit | K::Affiliation, K::Person) => match finding.kind {
            ConflictKind::CompletionUnit => ("完成时的单位", "then the unit of"),
            _ => ("的人员", "the unit of"),
        },
        (K::Unit | K::Affiliation, _) if into_nomination => ("完成单位", "completing unit of"),
        (K::Expert, K::Person) => ("认定为", "taken for"),
        (K::Expert, K::Publication | K::Paper) => ("作者", "author of"),
        (K::Publication, K::Person) => ("合著者", "by"),
        (K::Paper, _) if into_nomination => ("代表作", "cited by"),
        (K::Expert, K::Grant | K::Patent) => ("参与", "member of"),
        (K::Grant | K::Patent, K::Person) => ("成员", "member"),
        (K::Grant | K::Patent, _) if into_nomination => ("项目所列", "named by"),
        (K::Expert, K::Thesis) => ("师生", "adviser or student of"),
        (K::Thesis, K::Person) => ("师生", "adviser or student"),
        (K::Expert, K::Declaration) => ("申报", "declared in"),
        (K::Declaration, K::Person) => ("涉及", "about"),
        (K::Declaration, _) if into_nomination => ("涉及", "about"),
        (K::Expert, K::Review) => ("评审", "judged in"),
        (K::Review, K::Review) => ("互评", "returned in"),
        (K::Review, K::Person) => ("评审者", "by"),
        (K::Expert, K::Nomination) => match finding.kind {
            ConflictKind::MutualNomination => ("提名", "nominated"),
            ConflictKind::ExcludedByNominator => ("被申请回避", "kept out by request"),
            _ => ("完成人", "completer of"),
        },
        (K::Nomination, K::Nomination) => match finding.kind {
            ConflictKind::MutualNomination => ("回提名", "returned by"),
            _ => ("相近", "alike"),
        },
        (K::Nomination, K::Person) => ("同为完成人", "together with"),
        (K::Person, K::Nomination) => ("完成人", "completer of"),
        (_, K::Decision) => ("决定", "decided in"),
        _ => ("关联", "tied to"),
    }
}

/// From a person to the nomination: by the person's place, or as a rival.
fn last_step(finding: &Finding, from: &Source) -> (&'static str, &'static str) {
    let own = from.key.rsplit_once('#').is_some_and(|(of, _)| of == finding.nomination_id);
    match finding.kind {
        _ if !own => ("同类项目完成人", "completer of a rival of"),
        ConflictKind::NominatingExpert => ("提名专家", "nominator of"),
        ConflictKind::SocietyOfficer => ("提名学会负责人", "officer of the society of"),
        ConflictKind::MutualNomination => ("完成人或提名人", "completer or nominator of"),
        _ => ("完成人", "completer of"),
    }
}

/// Names of the records of an input.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    by_source: BTreeMap<Source, Label>,
}

impl Labels {
    /// What a record is called, if it is of the input.
    pub fn of(&self, source: &Source) -> Option<Label> {
        self.by_source.get(source).cloned()
    }
}

/// The names of everything that evidence may point to.
pub fn labels(input: &ConflictInput<'_>) -> Labels {
    let mut labels = Labels::default();
    labels.of_the_round(input);
    labels.of_further_lists(input);
    labels
}

impl Labels {
    fn put(&mut self, kind: SourceKind, key: String, label: &str, sub: Option<String>) {
        let sub = sub.filter(|text| !text.is_empty());
        let label = || Label { label: label.to_owned(), sub };
        self.by_source.entry(Source::new(kind, key)).or_insert_with(label);
    }

    /// Experts, nominations and what belongs to them.
    fn of_the_round(&mut self, input: &ConflictInput<'_>) {
        let year = |year: Option<i32>| year.map(|year| year.to_string());
        for one in input.experts {
            let unit = Some(one.unit.clone());
            self.put(SourceKind::Expert, one.expert_id.clone(), &one.name, unit);
        }
        for one in input.nominations {
            let (id, title) = (&one.nomination_id, Some(one.title.clone()));
            self.put(SourceKind::Nomination, id.clone(), id, title);
        }
        for one in input.people {
            let unit = one.work_unit.clone().or_else(|| one.unit.clone());
            let source = Source::person(&one.nomination_id, one.role, one.order);
            self.put(source.kind, source.key, &one.name, unit);
        }
        for one in input.publications {
            let id = one.publication_id.clone();
            self.put(SourceKind::Publication, id, &one.title, year(one.year));
        }
        for one in input.papers {
            let key = format!("{}#{}", one.nomination_id, one.title);
            self.put(SourceKind::Paper, key, &one.title, year(one.year));
        }
        for one in input.affiliations {
            let key = format!("{}#{}", one.person_ref, one.unit);
            self.put(SourceKind::Affiliation, key, &one.unit, year(one.to));
        }
    }

    /// Declarations, theses, grants, patents, reviews and decisions.
    fn of_further_lists(&mut self, input: &ConflictInput<'_>) {
        let year = |year: Option<i32>| year.map(|year| year.to_string());
        for one in input.declarations {
            let id = &one.declaration_id;
            self.put(SourceKind::Declaration, id.clone(), id, one.words.clone());
        }
        for one in input.theses {
            self.put(SourceKind::Thesis, one.thesis_id.clone(), &one.title, year(one.year));
        }
        for one in input.grants {
            self.put(SourceKind::Grant, one.grant_id.clone(), &one.title, year(one.to));
        }
        for one in input.patents {
            self.put(SourceKind::Patent, one.patent_id.clone(), &one.title, year(one.year));
        }
        for one in input.past_reviews {
            let key = format!("{}/{}/{}", one.round, one.expert_id, one.nomination_id);
            let label = format!("{} {}", one.round, one.nomination_id);
            self.put(SourceKind::Review, key, &label, None);
        }
        for one in input.decisions {
            let day = one.decided_on.map(|day| day.to_string());
            self.put(SourceKind::Decision, one.decision_id.clone(), &one.deciders(), day);
        }
    }
}
