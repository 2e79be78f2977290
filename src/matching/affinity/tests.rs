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

/// What `e1` and `e2` score in the question, with further publications.
fn question_with(further: Vec<Publication>, options: AffinityOptions) -> (Score, Score) {
    let (experts, mut publications) = pool();
    publications.extend(further);
    let index = AffinityIndex::build(analyzer(), &experts, &publications, options);
    let both = [vec![0, 1]];
    let scored =
        index.score(analyzer(), &[nomination(QUESTION)], Selection::Pairs(&both), &|_, _| ());
    (scored[0].experts[0].score, scored[0].experts[1].score)
}

#[test]
fn stuffed_publications_do_not_make_an_expert() {
    let options = AffinityOptions::default;
    let (_, before) = question_with(Vec::new(), options());
    let fakes = |count: usize, is_verified| -> Vec<Publication> {
        let fake = |at| publication(&format!("fake{at}"), QUESTION, &["e2"], 2020);
        (0..count).map(|at| Publication { is_verified, ..fake(at) }).collect()
    };
    // Marked as not verified or without a mark: so many copies, and who knows the subject stays ahead.
    for (count, mark) in
        [1, 2, 3].into_iter().flat_map(|count| [(count, None), (count, Some(false))])
    {
        let (honest, stuffed) = question_with(fakes(count, mark), options());
        assert!(stuffed.micro * 2 < honest.micro, "{count} {mark:?}: {honest:?} {stuffed:?}");
    }
    let (_, unmarked) = question_with(fakes(1, None), options());
    assert!(unmarked.low <= before.micro + 1_000, "the band tells of it");
    // The guard off, one is enough.
    let mut open = options();
    open.model.borrowed.from = 1.0;
    let (honest, stuffed_openly) = question_with(fakes(1, None), open);
    assert!(stuffed_openly.micro > honest.micro, "{honest:?} {stuffed_openly:?}");
    // Verified, it is no fake, and counts in full.
    let (_, believed) = question_with(fakes(1, Some(true)), options());
    assert_eq!(believed.micro, stuffed_openly.micro);
}

#[test]
fn what_is_borrowed_leans_on_the_other_publications_and_says_so() {
    let (experts, publications) = pool();
    let copy = publication("copy", QUESTION, &["e1"], 2020);
    let reasons_with = |is_verified| {
        let mut all = publications.clone();
        all.push(Publication { is_verified, ..copy.clone() });
        let options = AffinityOptions::default();
        let index = AffinityIndex::build(analyzer(), &experts, &all, options);
        index.explain(analyzer(), &nomination(QUESTION), &[0]).remove(0)
    };
    let (unmarked, verified) = (reasons_with(None), reasons_with(Some(true)));
    assert_eq!(unmarked.publications[0].publication_id, "copy");
    assert!(unmarked.publications[0].borrowed.is_some_and(|part| part > 0.8), "{unmarked:?}");
    assert!(unmarked.publications.iter().skip(1).all(|one| one.borrowed.is_none()));
    assert_eq!(verified.publications[0].borrowed, None);
    // Who has work of his own on the subject keeps what it is worth.
    assert!(unmarked.score_without_one > 0.0 && !unmarked.hangs_on_one, "{unmarked:?}");
}

#[test]
fn words_that_only_the_full_text_holds_are_not_borrowed() {
    let (experts, mut publications) = pool();
    publications.push(publication("near", "羔羊瘤胃发酵与绒山羊消化代谢", &["e2"], 2020));
    let texts = FullTexts::from([("n".to_owned(), "羔羊瘤胃发酵与绒山羊消化代谢".to_owned())]);
    let options = AffinityOptions::default();
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, options).with_full_texts(&texts);
    let reasons = index.explain(analyzer(), &nomination("板坯连铸"), &[1]).remove(0);
    assert_eq!(reasons.publications[0].publication_id, "near");
    assert_eq!(reasons.publications[0].borrowed, None);
}

#[test]
fn a_score_that_hangs_on_one_or_two_publications_is_flagged() {
    let (experts, mut publications) = pool();
    let own = |id: &str| {
        let one = publication(id, QUESTION, &["e2"], 2020);
        Publication { is_verified: Some(true), ..one }
    };
    for (further, expected) in [(own("one"), (true, true)), (own("two"), (false, true))] {
        publications.push(further);
        let options = AffinityOptions::default();
        let index = AffinityIndex::build(analyzer(), &experts, &publications, options);
        let reasons = index.explain(analyzer(), &nomination(QUESTION), &[0, 1]);
        let flags = |at: usize| (reasons[at].hangs_on_one, reasons[at].hangs_on_two);
        assert_eq!(flags(1), expected, "{reasons:?}");
        assert!(!reasons[0].hangs_on_one, "{reasons:?}");
        assert!(reasons[1].score_without_two <= reasons[1].score_without_one);
    }
}

#[test]
fn a_full_text_has_its_part_and_none_changes_nothing() {
    let (experts, publications) = pool();
    let score = |texts: &FullTexts| {
        let options = AffinityOptions::default();
        let index = AffinityIndex::build(analyzer(), &experts, &publications, options)
            .with_full_texts(texts);
        let question = [nomination("板坯连铸")];
        index.score(analyzer(), &question, Selection::Pairs(&[vec![0, 1]]), &|_, _| ()).remove(0)
    };
    let text = |text: &str| FullTexts::from([("n".to_owned(), text.to_owned())]);
    let without = score(&FullTexts::new());
    assert_eq!(score(&text(" \n ")), without);
    assert_eq!(score(&FullTexts::from([("m".to_owned(), QUESTION.to_owned())])), without);
    let with = score(&text("羔羊瘤胃发酵与绒山羊消化代谢"));
    assert!(with.experts[1].score.micro > without.experts[1].score.micro, "{with:?}");
    assert!(with.experts[0].score.micro < without.experts[0].score.micro, "{with:?}");
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
    assert!(!reasons[0].hangs_on_one && !reasons[0].hangs_on_two, "there is no publication");
    assert_eq!(reasons[1], Reasons::default());
}

#[test]
fn only_the_newest_publications_count() {
    let (experts, mut publications) = pool();
    publications.push(publication("old", QUESTION, &["e2"], 1990));
    let mut options = AffinityOptions::default();
    options.model.profile.most_publications = 6;
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
fn what_the_full_text_alone_shares_is_told_apart() {
    let (experts, publications) = pool();
    let text = "羔羊瘤胃发酵与绒山羊消化代谢";
    let texts = FullTexts::from([("n".to_owned(), text.to_owned())]);
    let options = AffinityOptions::default();
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, options).with_full_texts(&texts);
    let reasons = index.explain(analyzer(), &nomination("板坯连铸"), &[0, 1]);
    let of_title = &reasons[0].publications[0];
    assert!(!of_title.terms.is_empty() && of_title.dossier_terms.is_empty(), "{of_title:?}");
    for publication in &reasons[1].publications {
        assert_eq!((publication.terms.len(), publication.fragments.len()), (0, 0));
        assert!(!publication.dossier_terms.is_empty(), "{publication:?}");
        assert!(publication.dossier_terms.iter().all(|term| text.contains(term.as_str())));
    }
    assert!(!reasons[1].publications.is_empty());
}

#[test]
fn what_is_near_by_meaning_alone_says_so() {
    let (experts, publications) = pool();
    let vector =
        |at: usize| -> &'static [f32] { if at < STEEL.len() { &[1.0, 0.0] } else { &[0.0, 1.0] } };
    let vectors: Vec<&[f32]> = (0..publications.len()).map(vector).collect();
    let asked: &[f32] = &[0.0, 1.0];
    let asked = std::collections::BTreeMap::from([("n".to_owned(), asked)]);
    let dense = DenseVectors::new(2, &vectors, asked).unwrap();
    let options = AffinityOptions::default();
    let index =
        AffinityIndex::build(analyzer(), &experts, &publications, options).with_dense(&dense);
    let shares = |title: &str, expert: usize| -> Vec<Option<f64>> {
        let reasons = index.explain(analyzer(), &nomination(title), &[expert]);
        reasons[0].publications.iter().map(|one| one.by_meaning).collect()
    };
    assert_eq!(shares("qqq", 1), [Some(1.0); 3]);
    assert!(shares("qqq", 0).is_empty());
    assert!(shares("连铸", 0).iter().all(|share| *share == Some(0.0)));
    assert!(shares("羔羊瘤胃发酵", 1)[0].is_some_and(|share| 0.0 < share && share < 1.0));
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
    fn whatever_speaks_for_an_expert_says_by_what(
        publications in any_publications(),
        title in "[钢铁连铸裂纹羊奶牛 a-d]{0,16}",
        text in "[钢铁连铸裂纹羊奶牛 a-d]{0,40}",
    ) {
        let experts = [expert("e1"), expert("e2"), expert("e3")];
        let texts = FullTexts::from([("n".to_owned(), text)]);
        let options = AffinityOptions::default();
        let index = AffinityIndex::build(analyzer(), &experts, &publications, options)
            .with_full_texts(&texts);
        let reasons = index.explain(analyzer(), &nomination(&title), &[0, 1, 2]);
        for one in reasons.into_iter().flat_map(|one| one.publications) {
            let said = [&one.terms, &one.dossier_terms, &one.fragments];
            prop_assert!(said.iter().any(|said| !said.is_empty()), "{one:?}");
            prop_assert!(one.terms.len() + one.dossier_terms.len() <= 5);
            prop_assert_eq!(one.by_meaning, None);
        }
    }

    #[test]
    fn a_planted_publication_lifts_no_further_than_its_bound(
        publications in any_publications(),
        title in "[钢铁连铸裂纹羊奶牛 a-d]{4,16}",
        mark in prop::option::of(Just(false)),
        fakes in 1..4_usize,
    ) {
        let experts = [expert("e1"), expert("e2"), expert("e3"), expert("e4")];
        // Whoever has written of other things is given some publications that are the nomination itself.
        let mut publications = publications;
        for number in 0..4 {
            publications.push(publication(&format!("x{number}"), "xyz wvu", &["e4"], 2001));
        }
        for number in 0..fakes {
            let fake = publication(&format!("fake{number}"), &title, &["e4"], 2020);
            publications.push(Publication { is_verified: mark, ..fake });
        }
        let model = AffinityOptions::default().model;
        let (rules, lead) = (model.aggregate, model.borrowed.lead);
        let most = fakes as f64 * lead / (rules.nearest as f64 + rules.shrinkage);
        let most = most * (1.0 + rules.half_score) / (most + rules.half_score);
        let scored = scores(&experts, &publications, &[nomination(&title)]);
        prop_assert!(f64::from(scored[0][3].1.micro) / 1e6 <= most + 1e-6, "{scored:?}");
    }

    #[test]
    fn the_best_are_the_first_of_all(
        publications in any_publications(),
        title in "[钢铁连铸裂纹羊奶牛 a-d]{0,16}",
        most in 1..4_usize,
    ) {
        let experts = [expert("e1"), expert("e2"), expert("e3")];
        let options = AffinityOptions::default();
        let index = AffinityIndex::build(analyzer(), &experts, &publications, options);
        let asked = [nomination(&title)];
        let score = |selection: Selection<'_>| {
            index.score(analyzer(), &asked, selection, &|_, _| ()).remove(0).experts
        };
        let (all, best) = (score(Selection::Top(usize::MAX)), score(Selection::Top(most)));
        prop_assert_eq!(&all[..all.len().min(most)], best.as_slice());
        let positions: Vec<usize> = all.iter().map(|one| one.expert).collect();
        prop_assert_eq!(score(Selection::Pairs(&[positions])), all);
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
