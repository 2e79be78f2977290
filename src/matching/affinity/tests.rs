//! Does the affinity keep what its documentation says?

use super::*;
use crate::experts::model::{Expert, Publication};
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use proptest::prelude::*;
use std::sync::OnceLock;

fn analyzer() -> &'static Analyzer {
    static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
    ANALYZER.get_or_init(Analyzer::new)
}

fn expert(id: &str) -> Expert {
    Expert { expert_id: id.to_owned(), name: id.to_owned(), ..Expert::default() }
}

fn publication(id: &str, title: &str, experts: &[&str], year: i32) -> Publication {
    Publication {
        publication_id: id.to_owned(),
        title: title.to_owned(),
        expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
        year: Some(year),
        ..Publication::default()
    }
}

fn nomination(title: &str) -> Nomination {
    Nomination { nomination_id: "n".to_owned(), title: title.to_owned(), ..Nomination::default() }
}

const STEEL: [&str; 6] = [
    "连铸坯表面裂纹的形成机理",
    "微合金钢连铸二冷区温度场模拟",
    "结晶器保护渣的传热行为",
    "高强度船板钢的组织与性能",
    "板坯连铸轻压下工艺优化",
    "钢液中夹杂物的上浮去除",
];
const SHEEP: [&str; 6] = [
    "羔羊瘤胃发酵与生长性能",
    "饲粮能量水平对绒山羊消化代谢的影响",
    "Deep learning for sheep face recognition",
    "奶牛乳腺上皮细胞脂肪酸合成",
    "苜蓿青贮品质评定",
    "母羊繁殖性能的遗传参数估计",
];
const QUESTION: &str = "微合金钢板坯连铸表面裂纹控制关键技术及应用";

fn pool() -> (Vec<Expert>, Vec<Publication>) {
    let experts = vec![expert("e1"), expert("e2"), expert("e3")];
    let mut publications = Vec::new();
    for (number, title) in STEEL.iter().enumerate() {
        publications.push(publication(&format!("a{number}"), title, &["e1"], 2010));
    }
    for (number, title) in SHEEP.iter().enumerate() {
        publications.push(publication(&format!("b{number}"), title, &["e2"], 2011));
    }
    (experts, publications)
}

fn scores(
    experts: &[Expert],
    publications: &[Publication],
    nominations: &[Nomination],
) -> Vec<Vec<(String, Score)>> {
    let index = AffinityIndex::build(analyzer(), experts, publications, AffinityOptions::default());
    let all: Vec<usize> = (0..experts.len()).collect();
    let pairs = vec![all; nominations.len()];
    index
        .score(analyzer(), nominations, Selection::Pairs(&pairs), &|_, _| ())
        .into_iter()
        .map(|row| {
            let mut row: Vec<_> = row
                .experts
                .into_iter()
                .map(|one| (experts[one.expert].expert_id.clone(), one.score))
                .collect();
            row.sort_by(|one, other| one.0.cmp(&other.0));
            row
        })
        .collect()
}

#[test]
fn who_knows_the_subject_comes_first() {
    let (experts, publications) = pool();
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, AffinityOptions::default());
    let nominations = [
        nomination(QUESTION),
        nomination("羔羊瘤胃发酵调控与健康养殖"),
        nomination("sheep recognition"),
    ];
    let scored = index.score(analyzer(), &nominations, Selection::Top(1), &|_, _| ());
    let first: Vec<usize> = scored.iter().map(|row| row.experts[0].expert).collect();
    assert_eq!(first, [0, 1, 1]);
    assert_eq!(scored[0].experts[0].publications, 6);
}

#[test]
fn a_title_without_any_abstract_still_scores_readably() {
    let (experts, publications) = pool();
    let scored = scores(&experts, &publications, &[nomination(QUESTION)]);
    assert!(scored[0][0].1.micro > 300_000, "{scored:?}");
    assert_eq!(scored[0][2].1, Score::default());
}

#[test]
fn words_that_every_nomination_uses_tell_nothing() {
    let (experts, publications) = pool();
    let scored = scores(&experts, &publications, &[nomination("关键技术创新及产业化应用")]);
    assert!(scored[0].iter().all(|(_, score)| score.micro == 0), "{scored:?}");
}

#[test]
fn one_stuffed_publication_does_not_make_an_expert() {
    let (experts, mut publications) = pool();
    let question = [nomination(QUESTION)];
    let before = scores(&experts, &publications, &question);
    publications.push(publication("fake", QUESTION, &["e2"], 2020));
    let after = scores(&experts, &publications, &question);
    let (honest, stuffed) = (after[0][0].1, after[0][1].1);
    assert!(stuffed.micro < honest.micro, "{honest:?} {stuffed:?}");
    // At most (0.10 + 0.15) / 4.25 of nearness, on the scale of scores 0.41.
    assert!(stuffed.micro - before[0][1].1.micro <= 411_000, "{before:?} {stuffed:?}");
    assert!(stuffed.low <= before[0][1].1.micro + 1_000, "the band tells of it");
}

#[test]
fn keywords_and_disciplines_alone_are_clearly_weaker() {
    let (mut experts, publications) = pool();
    experts[2].keywords = vec!["连铸".to_owned(), "表面裂纹".to_owned(), "微合金钢".to_owned()];
    experts[2].disciplines = vec!["4505510".to_owned()];
    let mut question = nomination(QUESTION);
    question.disciplines = vec!["4505510".to_owned()];
    let scored = scores(&experts, &publications, std::slice::from_ref(&question));
    let (published, claimed) = (scored[0][0].1, scored[0][2].1);
    assert!(claimed.micro > 0 && claimed.micro * 3 < published.micro * 2, "{scored:?}");
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, AffinityOptions::default());
    let reasons = index.explain(analyzer(), &question, &[2, 99]);
    assert_eq!(reasons[0].keywords, ["连铸", "表面裂纹", "微合金钢"]);
    assert_eq!(reasons[0].discipline.tier, 3);
    assert_eq!(reasons[1], Reasons::default());
}

#[test]
fn only_the_newest_publications_count() {
    let (experts, mut publications) = pool();
    publications.push(publication("old", QUESTION, &["e2"], 1990));
    let options = AffinityOptions { most_publications: 6, ..AffinityOptions::default() };
    let index = AffinityIndex::build(analyzer(), &experts, &publications, options);
    let reasons = index.explain(analyzer(), &nomination(QUESTION), &[1]);
    assert!(reasons[0].publications.iter().all(|one| one.publication_id != "old"));
}

#[test]
fn reasons_name_readable_terms_of_both_texts() {
    let (experts, publications) = pool();
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, AffinityOptions::default());
    let question = nomination("微合金鋼連鑄表面裂紋 and Sheep Face Recognition");
    for reasons in index.explain(analyzer(), &question, &[0, 1]) {
        let first = &reasons.publications[0];
        assert!(!first.terms.is_empty());
        for publication in &reasons.publications {
            for term in &publication.terms {
                assert!(question.title.contains(term.as_str()), "{term}");
                let marked = analyzer().highlight_terms(&publication.title, &[term]);
                assert!(!marked.is_empty(), "{term} in {}", publication.title);
            }
        }
    }
    let reasons = index.explain(analyzer(), &question, &[1]);
    assert!(reasons[0].publications[0].terms.contains(&"Sheep Face".to_owned()), "{reasons:?}");
    let text = serde_json::to_string(&reasons[0]).unwrap();
    assert_eq!(serde_json::from_str::<Reasons>(&text).unwrap(), reasons[0]);
}

#[test]
fn tiers_count_shared_levels() {
    let codes = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect::<Vec<_>>();
    let tier = |one: &[&str], other: &[&str]| discipline_tier(&codes(one), &codes(other)).tier;
    assert_eq!(tier(&["1203020"], &["1203020"]), 3);
    assert_eq!(tier(&["1203020"], &["1203010"]), 2);
    assert_eq!(tier(&["12030"], &["120.3020"]), 2);
    assert_eq!(tier(&["120"], &["1204010"]), 1);
    assert_eq!(tier(&["130", "1203020"], &["110", "12010"]), 1);
    assert_eq!(tier(&["130"], &["110"]), 0);
    assert_eq!(tier(&[], &["110"]), 0);
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let (experts, publications) = pool();
    let nominations: Vec<Nomination> = STEEL.iter().chain(&SHEEP).map(|t| nomination(t)).collect();
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| scores(&experts, &publications, &nominations))
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn progress_reaches_the_end() {
    let (experts, publications) = pool();
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, AffinityOptions::default());
    let most = std::sync::atomic::AtomicUsize::new(0);
    let nominations = vec![nomination(QUESTION); 7];
    index.score(analyzer(), &nominations, Selection::All, &|done, total| {
        assert_eq!(total, 7);
        most.fetch_max(done, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(most.into_inner(), 7);
}

fn any_publications() -> impl Strategy<Value = Vec<Publication>> {
    let one =
        ("[钢铁连铸裂纹羊奶牛 a-d]{0,12}", 2000..2020_i32, prop::collection::vec(1..4_u8, 1..3));
    prop::collection::vec(one, 0..12).prop_map(|rows| {
        let named = |(number, (title, year, experts)): (usize, (String, i32, Vec<u8>))| {
            let ids: Vec<String> = experts.iter().map(|id| format!("e{id}")).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            publication(&format!("p{number}"), &title, &ids, year)
        };
        rows.into_iter().enumerate().map(named).collect()
    })
}

proptest! {
    #[test]
    fn scores_lie_in_their_bands_and_in_bounds(
        publications in any_publications(),
        title in "[钢铁连铸裂纹羊奶牛 a-d]{0,16}",
    ) {
        let experts = [expert("e1"), expert("e2"), expert("e3")];
        for (_, score) in scores(&experts, &publications, &[nomination(&title)]).concat() {
            prop_assert!(score.low <= score.micro && score.micro <= score.high);
            prop_assert!(score.high <= 1_000_000);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        publications in any_publications(),
        turn in 0..12_usize,
        title in "[钢铁连铸裂纹羊奶牛 a-d]{0,16}",
    ) {
        let experts = [expert("e1"), expert("e2"), expert("e3")];
        let before = scores(&experts, &publications, &[nomination(&title)]);
        let mut turned = publications;
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
            turned[by / 2..].reverse();
        }
        let mut reversed = experts.to_vec();
        reversed.reverse();
        prop_assert_eq!(before, scores(&reversed, &turned, &[nomination(&title)]));
    }
}
