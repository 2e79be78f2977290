//! What is shown to an expert behind his link, and what did he send?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    criteria::{Criterion, criteria},
    keep::NewScore,
    record::{ExpertLink, Selection},
};
use crate::{
    classified::{Sighting, kind_of, refusal},
    nominations::forms::count_characters,
    shared::Bilingual,
};

/// Most characters of why somebody keeps out.
const LONGEST_REASON: usize = 500;

/// A candidate as its expert sees it: with what he gave, and nobody else's.
#[derive(Clone, Debug)]
pub struct ForCandidate {
    /// Key.
    pub key: String,
    /// What is proposed.
    pub title: String,
    /// Whether there is a dossier that he may read.
    pub has_dossier: bool,
    /// What he gave, by criterion.
    pub points: BTreeMap<String, u32>,
    /// All of it; none before he scored, or where he keeps out.
    pub total: Option<u32>,
    /// Why he keeps out.
    pub recusal: Option<String>,
    /// When that was kept.
    pub saved_at: Option<DateTime<Utc>>,
}

impl ForCandidate {
    /// Whether he has said what he has to say of it.
    pub const fn is_done(&self) -> bool {
        self.saved_at.is_some()
    }
}

/// What an expert is shown.
#[derive(Clone, Debug)]
pub struct ForExpert {
    /// Name of the society.
    pub society: String,
    /// Year of the round.
    pub year: i32,
    /// What the society calls for.
    pub text: String,
    /// His name.
    pub name: String,
    /// The first instant at which the link opens nothing any more.
    pub expires_at: DateTime<Utc>,
    /// When he handed his scores in.
    pub handed_in_at: Option<DateTime<Utc>>,
    /// The candidates in the order in which they came.
    pub candidates: Vec<ForCandidate>,
    /// By what he scores.
    pub criteria: &'static [Criterion],
    /// Candidates of which he has said nothing yet.
    pub open: usize,
}

/// What the expert of a link is shown; `from` whom, and for the round of which year.
pub(super) fn for_expert(
    selection: &Selection,
    link: &ExpertLink,
    (society, year): (String, i32),
) -> ForExpert {
    let candidate = |one: &super::record::Candidate| {
        let score = selection.score(&one.key, &link.expert);
        ForCandidate {
            key: one.key.clone(),
            title: one.title.clone(),
            has_dossier: one.dossier.is_some(),
            points: score.map(|score| score.points.clone()).unwrap_or_default(),
            total: score.and_then(super::record::Score::total),
            recusal: score.and_then(|score| score.recusal.clone()),
            saved_at: score.map(|score| score.at),
        }
    };
    ForExpert {
        society,
        year,
        text: selection.call.text.clone(),
        name: selection.expert(&link.expert).map(|one| one.name.clone()).unwrap_or_default(),
        expires_at: link.expires_at,
        handed_in_at: link.handed_in_at,
        candidates: selection.candidates.iter().map(candidate).collect(),
        criteria: criteria(),
        open: selection.open_to(&link.expert),
    }
}

/// A field of the page that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpertFault {
    /// Name of the field on the page.
    pub field: String,
    /// What is expected.
    pub what: Bilingual,
    /// The mark of classification that it bears.
    pub mark: Option<Sighting>,
}

fn fault(field: String, zh: impl Into<String>, en: impl Into<String>) -> ExpertFault {
    ExpertFault { field, what: Bilingual::new(zh, en), mark: None }
}

/// What an expert sent of one candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Key of the candidate.
    pub candidate: String,
    /// What was typed, by criterion.
    pub typed: BTreeMap<String, String>,
    /// Why he keeps out; none where he scores.
    pub recusal: Option<String>,
}

impl Given {
    /// Reads the fields of the page: `points_…` by criterion, and `recusal` where the button to keep out was pressed.
    pub fn read(fields: &BTreeMap<String, String>) -> Option<Self> {
        let text = |name: &str| fields.get(name).map_or("", |text| text.trim()).to_owned();
        let typed = criteria().iter().map(|one| {
            let name = format!("points_{}", one.code);
            (one.code.clone(), text(&name))
        });
        let recusal = match text("say").as_str() {
            "score" => None,
            "recuse" => Some(text("recusal")),
            _ => return None,
        };
        Some(Self { candidate: text("candidate"), typed: typed.collect(), recusal })
    }

    /// The points of a criterion; full-width digits are digits, too.
    fn points(&self, criterion: &Criterion) -> Option<u32> {
        use unicode_normalization::UnicodeNormalization as _;
        let typed: String = self.typed.get(&criterion.code)?.nfkc().collect();
        typed.parse().ok().filter(|points| *points <= criterion.most)
    }

    /// What is missing or wrong.
    pub(super) fn faults(&self) -> Vec<ExpertFault> {
        if let Some(reason) = &self.recusal {
            return self.faults_of_reason(reason);
        }
        let wrong = criteria().iter().filter(|one| self.points(one).is_none());
        let said = wrong.map(|one| {
            let (zh, en, most) = (&one.label.zh, &one.label.en, one.most);
            fault(
                format!("points_{}_{}", one.code, self.candidate),
                format!("“{zh}”请填 0 至 {most} 的整数"),
                format!("\"{en}\" takes a whole number from 0 to {most}"),
            )
        });
        said.collect()
    }

    fn faults_of_reason(&self, reason: &str) -> Vec<ExpertFault> {
        let name = format!("recusal_{}", self.candidate);
        if let Some(kind) = kind_of(reason) {
            let mark = Some(Sighting::at("recusal", kind));
            return vec![ExpertFault { field: name, what: refusal(), mark }];
        }
        match count_characters(reason) {
            0 => vec![fault(name, "请写明回避的理由", "say why you keep out")],
            long if long > LONGEST_REASON => vec![fault(
                name,
                format!("理由不得超过 {LONGEST_REASON} 字"),
                format!("the reason has at most {LONGEST_REASON} characters"),
            )],
            _ => Vec::new(),
        }
    }

    /// As it is kept.
    pub(super) fn score(&self, society: &str, expert: &str) -> NewScore {
        let points =
            criteria().iter().filter_map(|one| Some((one.code.clone(), self.points(one)?)));
        NewScore {
            society_id: society.to_owned(),
            candidate: self.candidate.clone(),
            expert: expert.to_owned(),
            points: if self.recusal.is_none() { points.collect() } else { BTreeMap::new() },
            recusal: self.recusal.clone(),
        }
    }
}

/// What keeps an expert from handing his scores in.
pub(super) fn faults_of_handing_in(
    selection: &Selection,
    expert: &str,
    signature: &str,
) -> Vec<ExpertFault> {
    let mut faults = Vec::new();
    let open = selection.open_to(expert);
    if open > 0 {
        faults.push(fault(
            "candidates".to_owned(),
            format!("还有 {open} 个候选项目没有评分，也没有回避"),
            format!("candidates neither scored nor kept out of: {open}"),
        ));
    }
    let name = selection.expert(expert).map(|one| one.name.as_str()).unwrap_or_default();
    let bare = |text: &str| -> String { text.chars().filter(|one| !one.is_whitespace()).collect() };
    if bare(signature) != bare(name) {
        faults.push(fault(
            "signature".to_owned(),
            format!("请输入您的姓名“{name}”作为签名"),
            format!("sign with your name, \"{name}\""),
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(points: [&str; 4], more: &[(&str, &str)]) -> Given {
        let names = criteria().iter().map(|one| format!("points_{}", one.code));
        let mut fields: BTreeMap<String, String> = names.zip(points.map(str::to_owned)).collect();
        fields.insert("say".to_owned(), "score".to_owned());
        fields.insert("candidate".to_owned(), "a".to_owned());
        fields.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        Given::read(&fields).unwrap()
    }

    fn fields(given: &Given) -> Vec<String> {
        given.faults().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn points_are_whole_numbers_up_to_the_most_of_their_criterion() {
        let whole = given(["35", " 25 ", "２５", "0"], &[]);
        assert!(whole.faults().is_empty());
        let score = whole.score("D-A-01", "e1");
        assert_eq!(score.points.values().sum::<u32>(), 85);
        assert_eq!((score.expert.as_str(), score.recusal), ("e1", None));
        let wrong = given(["36", "", "-1", "1.5"], &[]);
        let of = ["novelty", "level", "effect", "material"].map(|one| format!("points_{one}_a"));
        assert_eq!(fields(&wrong), of);
    }

    #[test]
    fn who_keeps_out_says_why_and_gives_no_points() {
        let out = [("say", "recuse"), ("recusal", " 同一单位 ")];
        let given_up = given(["35", "x", "", ""], &out);
        assert!(given_up.faults().is_empty());
        let score = given_up.score("D-A-01", "e1");
        assert_eq!((score.points.len(), score.recusal.as_deref()), (0, Some("同一单位")));
        assert_eq!(fields(&given([""; 4], &[("say", "recuse")])), ["recusal_a"]);
        let long = "长".repeat(LONGEST_REASON + 1);
        assert_eq!(
            fields(&given([""; 4], &[("say", "recuse"), ("recusal", &long)])),
            ["recusal_a"]
        );
        let marked = given([""; 4], &[("say", "recuse"), ("recusal", "机密★10年")]).faults();
        assert!(marked[0].mark.is_some(), "{marked:?}");
        let none = BTreeMap::from([("say".to_owned(), "x".to_owned())]);
        assert_eq!(Given::read(&none), None);
    }

    #[test]
    fn scores_are_handed_in_whole_and_signed() {
        let mut selection = super::super::summary::tests::selection();
        let of = |selection: &Selection, name: &str| -> Vec<String> {
            let faults = faults_of_handing_in(selection, "e1", name);
            faults.into_iter().map(|fault| fault.field).collect()
        };
        assert_eq!(of(&selection, "示范乙"), ["candidates", "signature"]);
        selection.candidates.pop();
        assert_eq!(of(&selection, " 示范 甲"), [""; 0]);
    }
}
