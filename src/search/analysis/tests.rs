//! Is text taken apart as the documentation says?

use super::*;
use proptest::prelude::*;
use std::sync::OnceLock;

fn analyzer() -> &'static Analyzer {
    static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
    ANALYZER.get_or_init(Analyzer::new)
}

fn terms(text: &str, han: HanTokens) -> Vec<String> {
    analyzer().tokens(text, han).into_iter().map(|token| token.text).collect()
}

#[test]
fn english_is_lowered_stemmed_and_rid_of_stop_words() {
    assert_eq!(
        terms("The Learning of Networks; learned NETWORK's", HanTokens::Words),
        ["learn", "network", "learn", "network"]
    );
    assert_eq!(terms("ＣＲＩＳＰＲ－Cas9", HanTokens::Words), ["crispr", "cas9"]);
}

#[test]
fn chinese_gives_words_and_bigrams_once_each() {
    let words = terms("深度学习的应用", HanTokens::Words);
    assert!(words.contains(&"深度".to_owned()) && words.contains(&"学习".to_owned()));
    assert!(!words.contains(&"的".to_owned()));
    assert_eq!(terms("图像分割", HanTokens::Bigrams), ["图像", "像分", "分割"]);
    let both = analyzer().tokens("图像分割", HanTokens::WordsAndBigrams);
    assert_eq!(both.iter().filter(|token| token.text == "图像").count(), 1);
    assert!(both.iter().any(|token| token.text == "像分"));
    assert_eq!(terms("钢", HanTokens::Bigrams), ["钢"]);
}

#[test]
fn traditional_full_width_and_mixed_text_meet_their_plain_form() {
    for han in [HanTokens::Words, HanTokens::Bigrams, HanTokens::WordsAndBigrams] {
        assert_eq!(terms("機器學習", han), terms("机器学习", han));
        assert_eq!(terms("ＣＯ２電化學還原", han), terms("CO2电化学还原", han));
    }
    let mixed = analyzer().tokens("基于Transformer的文本分类", HanTokens::Words);
    let word = mixed.iter().find(|token| token.kind == TokenKind::Latin).unwrap();
    assert_eq!(word.text, "transform");
    assert_eq!("基于Transformer的文本分类".get(word.range.clone()), Some("Transformer"));
}

#[test]
fn positions_count_characters_and_words() {
    let tokens = analyzer().tokens("AI 图像分割", HanTokens::WordsAndBigrams);
    let place = |text: &str| tokens.iter().find(|token| token.text == text).unwrap().position;
    assert_eq!((place("ai"), place("图像"), place("像分"), place("分割")), (0, 1, 2, 3));
}

#[test]
fn highlights_are_whole_words_of_the_original_text() {
    let text = "本文研究深度學習與 Neural Networks 的收斂性";
    let ranges = analyzer().highlight_terms(text, &["深度学习", "network"]);
    let marked: Vec<&str> = ranges.into_iter().map(|range| text.get(range).unwrap()).collect();
    assert_eq!(marked, ["深度學習", "Networks"]);
    assert_eq!(analyzer().highlight_terms(text, &["量子"]), Vec::<Range<usize>>::new());
}

proptest! {
    #[test]
    fn every_range_is_a_part_of_the_text(text in "[\\PC一-龥]{0,40}") {
        let mut before = 0;
        for token in analyzer().tokens(&text, HanTokens::WordsAndBigrams) {
            prop_assert!(text.get(token.range.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(!token.text.is_empty());
            prop_assert!(token.position >= before);
            before = token.position;
        }
    }

    #[test]
    fn highlights_are_sorted_and_disjoint(text in "[a-z 一-十]{0,40}", term in "[a-z一-十]{1,4}") {
        let ranges = analyzer().highlight_terms(&text, &[term]);
        prop_assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
        prop_assert!(ranges.iter().all(|range| text.get(range.clone()).is_some()));
    }
}
