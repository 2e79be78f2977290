//! Why not this expert, exactly? From which affinity on would he be taken, by the certificate of the run.

use serde::Serialize;
use utoipa::ToSchema;

use super::assignment::{
    Decimal, Instance, MICRO, Proof, ProofError, Score, Solution, entry_score_within,
};

/// Nodes that a search for one pair settles at most: about a second.
const MOST_NODES: usize = 100_000;

/// What stands between a pair and the plan of a run.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct EntryScoreView {
    /// `assigned`, `barred`, `outside_panel`, `exact`, `at_least`, `beside_held`, `no_room`, `chance` or `no_chance`.
    pub code: String,
    /// The affinity of the pair, where the run kept one.
    pub score: Option<f64>,
    /// The affinity from which the pair would be assigned; above 1 none is enough.
    pub enters_at: Option<f64>,
    /// Whether that is exact: below it the pair is in no best plan, above it in every one.
    pub is_exact: bool,
    /// Of a draw: how likely the pair was.
    pub chance: Option<f64>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// Number of the nomination and key of the expert in the pool.
    pub(super) pair: (&'a str, &'a str),
    /// The affinity of the pair, where the run kept one.
    pub(super) score: Option<Score>,
    /// Whether recusal keeps the two apart.
    pub(super) is_barred: bool,
    /// Whether the run kept to the panels, and the expert sits on none of the nomination's seats.
    pub(super) is_outside: bool,
    /// The run assigns nobody below this affinity, in micro-units.
    pub(super) least: i64,
}

fn whole(micro: i64) -> f64 {
    micro as f64 / 1e6
}

fn view(code: &str, score: Option<Score>, zh: &str, en: &str) -> EntryScoreView {
    EntryScoreView {
        code: code.to_owned(),
        score: score.map(|score| whole(score.micro())),
        enters_at: None,
        is_exact: false,
        chance: None,
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// Answers from the certificate; `None` where it lists no such nomination or expert.
///
/// # Errors
/// The certificate states no instance.
pub(super) fn entry_score(
    proof: Proof,
    asked: Asked<'_>,
) -> Result<Option<EntryScoreView>, ProofError> {
    if asked.is_barred || proof.bars(asked.pair) {
        let (zh, en) =
            ("须回避：任何相关度均不入选", "barred by a conflict of interest: no affinity counts");
        return Ok(Some(view("barred", asked.score, zh, en)));
    }
    if asked.is_outside {
        let (zh, en) = (
            "不是该提名评审组的专家：本次匹配只在评审组内指派，任何相关度均不入选",
            "not on the nomination's panel, to which the run kept: no affinity counts",
        );
        return Ok(Some(view("outside_panel", asked.score, zh, en)));
    }
    let Some(proof) = proof.asked_about(asked.pair, asked.score.unwrap_or_default()) else {
        return Ok(None);
    };
    let (instance, solution) = proof.restored()?;
    let nomination = instance.nomination_position(asked.pair.0);
    let expert = instance.expert_position(asked.pair.1);
    let (Some(nomination), Some(expert)) = (nomination, expert) else { return Ok(None) };
    let pair = (nomination, expert);
    Ok(Some(match &solution.lottery {
        Some(_) => of_draw((&instance, &solution), pair, asked),
        None => of_plan((&instance, &solution), pair, asked),
    }))
}

/// Of a draw nobody enters for sure: the chance tells, and where it is 0 the prices.
fn of_draw(
    (instance, solution): (&Instance, &Solution),
    pair: (u32, u32),
    asked: Asked<'_>,
) -> EntryScoreView {
    let chances = solution.lottery.iter().flat_map(|lottery| &lottery.chances);
    let parts = chances.filter(|one| (one.0, one.1) == pair).map(|one| one.2).sum::<u32>();
    let chance = f64::from(parts) / f64::from(solution.certificate.parts.max(1));
    if parts > 0 {
        let (zh, en) = (
            format!("抽签：抽中该专家的概率为 {chance:.3}，是否抽中由种子决定，不取决于相关度高低"),
            format!(
                "drawn by lot: the pair had a chance of {chance:.3}, and the seed decides, not the affinity"
            ),
        );
        return EntryScoreView { chance: Some(chance), ..view("chance", asked.score, &zh, &en) };
    }
    let most = solution.certificate.threshold(instance, pair.0, pair.1).max(asked.least);
    let (zh, en) = (
        format!("抽签：相关度低于 {} 的不会有抽中的机会", Decimal(most)),
        format!("drawn by lot: below an affinity of {} there is no chance at all", Decimal(most)),
    );
    let enters_at = Some(whole(most));
    EntryScoreView { enters_at, chance: Some(0.0), ..view("no_chance", asked.score, &zh, &en) }
}

fn of_plan(
    (instance, solution): (&Instance, &Solution),
    pair: (u32, u32),
    asked: Asked<'_>,
) -> EntryScoreView {
    let is_there = solution.pairs.iter().any(|one| (one.nomination, one.expert) == pair);
    if is_there {
        return view("assigned", asked.score, "已入选", "assigned");
    }
    let Some(found) = entry_score_within(instance, solution, pair, MOST_NODES) else {
        let (zh, en) = (
            "名额已为配得最差的提名固定，任何相关度均不入选",
            "the places are held for the worst-served nominations: no affinity is enough",
        );
        return view("no_room", asked.score, zh, en);
    };
    let micro = found.micro.max(asked.least);
    let holds_more = solution.certificate.held.len() > instance.pinned_pairs().count();
    let code = match (found.is_exact, holds_more) {
        (false, _) => "at_least",
        (true, true) => "beside_held",
        (true, false) => "exact",
    };
    let (zh, en) = told(code, micro);
    EntryScoreView {
        enters_at: Some(whole(micro)),
        is_exact: found.is_exact,
        ..view(code, asked.score, &zh, &en)
    }
}

fn told(code: &str, micro: i64) -> (String, String) {
    let at = Decimal(micro);
    let is_enough = micro <= MICRO;
    match (code, is_enough) {
        (_, false) => (
            format!("任何相关度均不足以入选（须高于 {at}，而相关度至多为 1）"),
            format!("no affinity is enough: it would have to be above {at}, and none is above 1"),
        ),
        ("exact", _) => (
            format!("精确：相关度高于 {at} 时，每个最优方案都选该专家；低于它时都不选"),
            format!(
                "exact: above an affinity of {at} every best plan takes the expert, below it none does"
            ),
        ),
        ("beside_held", _) => (
            format!(
                "照顾最弱的配对保持不变时，精确：相关度高于 {at} 即入选，低于它不入选；为照顾最弱而另作的取舍不在其内"
            ),
            format!(
                "exact while the pairs held for the worst-served stay: above an affinity of {at} the expert is taken, below it not; what the objective might rearrange for the worst-served is not counted"
            ),
        ),
        _ => (
            format!("相关度低于 {at} 时不会入选；限定时间内未能求出精确值"),
            format!(
                "below an affinity of {at} the expert is in no best plan; the exact figure was not found in the time allowed"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::assignment::{
        Draft, Expert, Nomination, Objective, Probability, ScoredPair, solve,
    };

    /// Two nominations, four experts with room for one each, the scores in tenths.
    fn draft() -> Draft {
        let pairs = [(0, 0, 9), (0, 1, 8), (0, 2, 3), (1, 0, 9), (1, 1, 4)];
        Draft {
            nominations: (0..2).map(|at| Nomination { id: format!("p{at}"), demand: 1 }).collect(),
            experts: (0..4)
                .map(|at| Expert { id: format!("e{at}"), min_load: 0, max_load: 1, unit: None })
                .collect(),
            pairs: pairs
                .into_iter()
                .map(|(nomination, expert, tenths)| ScoredPair {
                    nomination,
                    expert,
                    score: Score::from_micro(tenths * 100_000).unwrap(),
                })
                .collect(),
            bars: vec![(1, 1)],
            ..Draft::default()
        }
    }

    fn proof(objective: Objective) -> Proof {
        let instance = Instance::new(draft()).unwrap();
        Proof::of(&instance, &solve(&instance, objective))
    }

    /// By how many millionths the best plan with a pair of that affinity is worse than the best of all.
    fn short_of_the_best((nomination, expert): (u32, u32), micro: i64) -> i64 {
        let mut free = draft();
        free.pairs.retain(|pair| (pair.nomination, pair.expert) != (nomination, expert));
        let score = Score::from_micro(micro).unwrap();
        free.pairs.push(ScoredPair { nomination, expert, score });
        let mut pinned = free.clone();
        pinned.pins.push((nomination, expert));
        let total = |draft| solve(&Instance::new(draft).unwrap(), Objective::Sum).total;
        total(free) - total(pinned)
    }

    #[test]
    fn what_people_are_told_is_true_at_the_stated_score_and_false_a_millionth_below() {
        // One that scored, and two that the solver never saw.
        for pair in [(0, 2), (0, 3), (1, 3)] {
            let (nomination, expert) = (format!("p{}", pair.0), format!("e{}", pair.1));
            let (code, stated, is_exact) = answer(Objective::Sum, asked(&nomination, &expert));
            assert!(is_exact && code == "exact", "{pair:?}");
            let micro = Score::from_f64(stated.unwrap()).unwrap().micro();
            assert_eq!(short_of_the_best(pair, micro), 0, "{pair:?}");
            assert_eq!(short_of_the_best(pair, micro - 1), 1, "{pair:?}");
        }
    }

    fn asked<'a>(nomination: &'a str, expert: &'a str) -> Asked<'a> {
        Asked {
            pair: (nomination, expert),
            score: None,
            is_barred: false,
            is_outside: false,
            least: 0,
        }
    }

    fn answer(objective: Objective, asked: Asked<'_>) -> (String, Option<f64>, bool) {
        let view = entry_score(proof(objective), asked).unwrap().unwrap();
        assert!(!view.zh.is_empty() && !view.en.is_empty());
        (view.code, view.enters_at, view.is_exact)
    }

    #[test]
    fn each_answer_says_what_it_is() {
        let of = |nomination, expert| answer(Objective::Sum, asked(nomination, expert));
        // p0 takes e1 so that p1, from which e1 is kept, may have e0.
        assert_eq!(of("p0", "e1"), ("assigned".to_owned(), None, false));
        assert_eq!(of("p1", "e1").0, "barred");
        assert_eq!(of("p0", "e2"), ("exact".to_owned(), Some(0.8), true));
        assert_eq!(of("p0", "e3"), ("exact".to_owned(), Some(0.8), true), "never scored");
        assert!(entry_score(proof(Objective::Sum), asked("p9", "e0")).unwrap().is_none());
        let told = entry_score(proof(Objective::Sum), asked("p1", "e3")).unwrap().unwrap();
        assert_eq!((told.code.as_str(), told.enters_at), ("exact", Some(0.8)));
        let barred = Asked { is_barred: true, ..asked("p0", "e2") };
        assert_eq!(answer(Objective::Sum, barred).0, "barred");
        let outside = Asked { is_outside: true, ..asked("p0", "e2") };
        assert_eq!(answer(Objective::Sum, outside), ("outside_panel".to_owned(), None, false));
        let choosy = Asked { least: 850_000, ..asked("p0", "e2") };
        assert_eq!(
            answer(Objective::Sum, choosy).1,
            Some(0.85),
            "no lower than the least affinity"
        );
    }

    #[test]
    fn a_draw_tells_the_chance_and_what_there_is_none_below() {
        let max_probability = Probability::new(1, 2).unwrap();
        let draw = Objective::Random { max_probability, seed: 3 };
        let view = entry_score(proof(draw), asked("p1", "e0")).unwrap().unwrap();
        assert_eq!((view.code.as_str(), view.chance), ("chance", Some(0.5)));
        let view = entry_score(proof(draw), asked("p1", "e3")).unwrap().unwrap();
        assert_eq!((view.code.as_str(), view.chance), ("no_chance", Some(0.0)));
        assert!(!view.is_exact && view.enters_at.is_some());
    }

    #[test]
    fn what_is_held_for_the_worst_served_is_said() {
        let (_, solution) = proof(Objective::Leximin).restored().unwrap();
        let (code, ..) = answer(Objective::Leximin, asked("p0", "e2"));
        let is_held = !solution.certificate.held.is_empty();
        assert_eq!(["beside_held", "no_room"].contains(&code.as_str()), is_held, "{code}");
    }
}
