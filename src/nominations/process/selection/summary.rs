//! What goes with a submission of the selection of which it was a candidate?

use entity::{ids::DossierId, vocabulary::SelectionOutcome};

use super::{record::Selection, views::candidates};
use crate::shared::{Bilingual, china_day};

/// A selection, as it goes with one of its candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionSummary {
    /// What became of the candidate; none until it is decided.
    pub outcome: Option<SelectionOutcome>,
    /// Candidates, experts and scores, and how it was decided.
    pub text: Bilingual,
}

/// What is said of one of its candidates; none of a dossier that is none.
pub(super) fn summed_up(selection: &Selection, dossier: DossierId) -> Option<SelectionSummary> {
    let kept = selection.candidates.iter().find(|one| one.dossier == Some(dossier))?;
    let own = candidates(selection).0.into_iter().find(|one| one.key == kept.key)?;
    let call = &selection.call;
    let (all, experts) = (selection.candidates.len(), selection.experts.len());
    let (expected, scores, recusals) = (call.expected, own.scores, own.recusals);
    let listed = Bilingual::new(
        format!("候选 {all} 项，拟提名 {expected} 项，评议专家 {experts} 人"),
        format!("{all} candidates, {expected} to be nominated, {experts} experts"),
    );
    let judged = Bilingual::new(
        format!("本项目评分 {scores} 份，回避 {recusals} 人"),
        format!("{scores} scores of this one, {recusals} kept out"),
    );
    let ranked = own.mean_hundredths.zip(own.place).map(|(mean, place)| {
        let (points, hundredths) = (mean / 100, mean % 100);
        Bilingual::new(
            format!("平均 {points}.{hundredths:02} 分，第 {place} 名"),
            format!("mean {points}.{hundredths:02}, place {place}"),
        )
    });
    let decided = call.decided_at.map(|at| {
        let (day, said) = (china_day(at), call.summary.trim());
        Bilingual::new(format!("{day} 决定：{said}"), format!("decided {day}: {said}"))
    });
    let changed = (!call.earlier.is_empty()).then(|| {
        let times = call.earlier.len();
        Bilingual::new(
            format!("此前另有决定 {times} 次"),
            format!("decided otherwise before: {times}"),
        )
    });
    let parts: Vec<Bilingual> =
        [Some(listed), Some(judged), ranked, decided, changed].into_iter().flatten().collect();
    let zh: Vec<&str> = parts.iter().map(|one| one.zh.as_str()).collect();
    let en: Vec<&str> = parts.iter().map(|one| one.en.as_str()).collect();
    let text = Bilingual::new(zh.join("；"), en.join("; "));
    Some(SelectionSummary { outcome: kept.outcome, text })
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::{
        super::record::{Call, Candidate, Decision, Expert, Score},
        *,
    };

    /// A call with two candidates, of which three experts scored the first or kept out of it.
    pub(in super::super) fn selection() -> Selection {
        let id = Uuid::from_u128;
        let expert = |key: &str| Expert {
            key: key.to_owned(),
            name: "示范甲".to_owned(),
            unit: "示范大学".to_owned(),
        };
        let whole = |points: u32| {
            [("novelty", 35), ("level", 25), ("effect", 25), ("material", points - 85)]
                .map(|(code, points)| (code.to_owned(), points))
                .into()
        };
        let score = |expert: &str, points: Option<u32>| Score {
            candidate: "a".to_owned(),
            expert: expert.to_owned(),
            points: points.map(whole).unwrap_or_default(),
            recusal: points.is_none().then(|| "同一单位".to_owned()),
            by: "clerk".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        let candidate = |key: &str, dossier: Option<u128>| Candidate {
            key: key.to_owned(),
            dossier: dossier.map(|key| id(key).into()),
            title: key.to_owned(),
            outcome: None,
        };
        Selection {
            call: Call {
                id: id(1).into(),
                round: id(2).into(),
                society: "D-A-01".to_owned(),
                text: String::new(),
                opens_at: DateTime::UNIX_EPOCH,
                closes_at: DateTime::UNIX_EPOCH,
                expected: 1,
                summary: String::new(),
                version: 1,
                changed_by: "clerk".to_owned(),
                changed_at: DateTime::UNIX_EPOCH,
                decided_by: None,
                decided_at: None,
                earlier: Vec::new(),
            },
            candidates: vec![candidate("a", Some(3)), candidate("b", None)],
            experts: vec![expert("e1"), expert("e2"), expert("e3")],
            scores: vec![score("e1", Some(90)), score("e2", Some(91)), score("e3", None)],
            links: Vec::new(),
        }
    }

    #[test]
    fn what_goes_with_a_candidate_says_how_it_was_scored_and_decided() {
        let mut selection = selection();
        let of = |selection: &Selection| summed_up(selection, Uuid::from_u128(3).into()).unwrap();
        let open = of(&selection);
        assert_eq!(open.outcome, None);
        let scored = "候选 2 项，拟提名 1 项，评议专家 3 人；本项目评分 2 份，回避 1 人；平均 90.50 分，第 1 名";
        assert_eq!(open.text.zh, scored);
        assert_eq!(summed_up(&selection, Uuid::from_u128(4).into()), None, "no candidate");

        selection.candidates[0].outcome = Some(SelectionOutcome::Chosen);
        selection.call.summary = "按平均分".to_owned();
        (selection.call.decided_by, selection.call.decided_at) =
            (Some("head".to_owned()), Some(DateTime::UNIX_EPOCH));
        let first = selection.decision().unwrap();
        assert_eq!(first.chosen, ["a"]);
        assert!(first.reserve.is_empty());
        selection.call.earlier.push(Decision { chosen: vec!["b".to_owned()], ..first });
        let decided = of(&selection);
        assert_eq!(decided.outcome, Some(SelectionOutcome::Chosen));
        let more = "；1970-01-01 决定：按平均分；此前另有决定 1 次";
        assert_eq!(decided.text.zh, format!("{scored}{more}"));
        assert!(decided.text.en.contains("mean 90.50, place 1; decided 1970-01-01: 按平均分"));

        selection.scores = Vec::new();
        assert!(of(&selection).text.zh.contains("评分 0 份，回避 0 人；1970-01-01 决定"));
    }
}
