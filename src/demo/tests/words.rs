//! Is the vocabulary whole: are terms, manners, panels and neighbours all there?

use super::super::vocabulary::{Topic, VOCABULARY};

#[test]
fn every_topic_has_enough_terms_in_both_languages() {
    assert!(VOCABULARY.topics.len() >= 40);
    for topic in &VOCABULARY.topics {
        let lists = [
            &topic.objects,
            &topic.problems,
            &topic.methods,
            &topic.techniques,
            &topic.raises,
            &topic.lowers,
            &topic.uses,
        ];
        let terms: usize = lists.iter().map(|list| list.len()).sum();
        assert!(terms >= if topic.narrow { 20 } else { 25 }, "{}", topic.key);
        for term in lists.into_iter().flatten() {
            assert!(!term.chinese.is_empty() && !term.english.is_empty(), "{term:?}");
            assert!(term.english.is_ascii(), "{term:?}");
        }
    }
}

#[test]
fn every_topic_finds_its_patterns() {
    for topic in &VOCABULARY.topics {
        let papers = &VOCABULARY.patterns.papers;
        assert!(papers.titles.contains_key(&topic.science), "{}", topic.key);
        assert!(papers.approaches.contains_key(&topic.science), "{}", topic.key);
        assert!(papers.results.contains_key(&topic.science), "{}", topic.key);
        let english = &VOCABULARY.patterns.english.titles;
        assert!(english.contains_key(&topic.science), "{}", topic.key);
        assert!(VOCABULARY.tables.fields.contains_key(&topic.field), "{}", topic.key);
        assert_panels(topic);
    }
}

fn assert_panels(topic: &Topic) {
    let patterns = &VOCABULARY.patterns;
    for (category, panel) in &topic.panels {
        let manner = if category == "NAT" { &topic.science } else { &topic.craft };
        assert!(patterns.titles[category].contains_key(manner), "{} {category}", topic.key);
        assert!(patterns.points[category].contains_key(manner), "{} {category}", topic.key);
        assert!(VOCABULARY.tables.panels[category].contains_key(panel), "{panel}");
    }
}

#[test]
fn topics_refer_to_topics() {
    let neighbours = VOCABULARY.topics.iter().flat_map(|topic| &topic.neighbours);
    let nominated = VOCABULARY.societies.iter().flat_map(|society| &society.topics);
    for key in neighbours.chain(nominated) {
        assert!(VOCABULARY.topic_at(key).is_some(), "{key}");
    }
}
