//! What does a letter say?

use chrono::{DateTime, Utc};
use entity::vocabulary::{DecisionOutcome, ReleaseStage};
use serde::Serialize;

use crate::{
    exchange::pdf::{Document, Meta},
    results::{book::LetterText, record::Winner},
    shared::{Bilingual, Language, beijing, hex_sha256},
};

/// What is said of a decision in its letter and its certificates.
#[derive(Clone, Debug, Serialize)]
pub(super) struct About {
    /// Year of the round.
    pub(super) year: i32,
    /// The number that people quote.
    pub(super) number: String,
    /// Title.
    pub(super) title: String,
    /// What the category is called.
    pub(super) category: Bilingual,
    /// What the grade is called; none where there is none.
    pub(super) grade: Option<Bilingual>,
    /// Number of the document by which the awards were approved.
    pub(super) document: String,
    /// When it was released.
    pub(super) released_at: Option<DateTime<Utc>>,
    /// Who receives it.
    pub(super) people: Vec<Winner>,
    /// The units that receive it.
    pub(super) units: Vec<String>,
}

impl About {
    /// SHA-256 of all this under a word and in a language: what is said on paper.
    pub(super) fn digest(&self, word: &str, language: Language) -> String {
        let made_from = (word, language == Language::English, self);
        hex_sha256(&serde_json::to_vec(&made_from).unwrap_or_default())
    }

    /// What the braces of a text stand for.
    pub(super) fn facts(&self, language: Language) -> Vec<(&'static str, String)> {
        let grade = self.grade.as_ref().map_or("", |grade| grade.get(language));
        vec![
            ("year", self.year.to_string()),
            ("number", self.number.clone()),
            ("title", self.title.clone()),
            ("category", self.category.get(language).to_owned()),
            ("grade", grade.to_owned()),
            ("document", self.document.clone()),
        ]
    }
}

/// The word of the letter of a decision; none where nothing was decided.
pub(super) const fn word(stage: ReleaseStage, outcome: DecisionOutcome) -> Option<&'static str> {
    match (stage, outcome) {
        (ReleaseStage::FirstReview, DecisionOutcome::Passed) => Some("first_review_passed"),
        (ReleaseStage::FirstReview, DecisionOutcome::Failed) => Some("first_review_failed"),
        (ReleaseStage::Committee, DecisionOutcome::Passed) => Some("committee_passed"),
        (ReleaseStage::Committee, DecisionOutcome::Failed) => Some("committee_failed"),
        (ReleaseStage::Award, DecisionOutcome::Awarded) => Some("awarded"),
        (ReleaseStage::Award, DecisionOutcome::NotAwarded | DecisionOutcome::Struck) => {
            Some("not_awarded")
        }
        _ => None,
    }
}

/// A text with what its braces stand for; what is filled in is not looked at again. A grade that is none takes the
/// comma before it along.
pub(super) fn filled(text: &str, facts: &[(&'static str, String)]) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            said.push('{');
            rest = after;
            continue;
        };
        match facts.iter().find(|(known, _)| *known == name) {
            Some((_, value)) if value.is_empty() => {
                let shorter = said.strip_suffix(", ").map(str::len);
                said.truncate(shorter.unwrap_or(said.len()));
            }
            Some((_, value)) => said.push_str(value),
            None => {
                said.push('{');
                said.push_str(name);
                said.push('}');
            }
        }
        rest = behind;
    }
    said.push_str(rest);
    said
}

/// Who issues letters and certificates.
pub(super) fn issuer(language: Language) -> String {
    let names = Bilingual::new(
        "国家科学技术奖励工作办公室",
        "National Office for Science and Technology Awards",
    );
    names.get(language).to_owned()
}

/// The letter of a decision.
pub(super) fn letter(
    text: &LetterText,
    about: &About,
    (word, language): (&str, Language),
) -> Document {
    let say = |zh: &str, en: &str| Bilingual::new(zh, en).get(language).to_owned();
    let mut document = Document::new(Meta {
        title: text.title.get(language).to_owned(),
        issuer: issuer(language),
        number: about.number.clone(),
        digest: about.digest(word, language),
        language,
        made_at: about.released_at,
        ..Meta::default()
    });
    let mut facts = vec![
        (say("年度", "Round"), about.year.to_string()),
        (say("提名号", "Number"), about.number.clone()),
        (say("项目名称", "Project"), about.title.clone()),
        (say("奖种", "Award"), about.category.get(language).to_owned()),
    ];
    facts.extend(
        about
            .released_at
            .map(|at| (say("发布时间（北京时间）", "Released (Beijing time)"), beijing(at))),
    );
    document.facts(facts);
    document.paragraph(filled(text.body.get(language), &about.facts(language)));
    document.signatures([vec![issuer(language)]]);
    document
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::results::in_force;

    pub(crate) fn about(grade: Option<Bilingual>) -> About {
        About {
            year: 2027,
            number: "2027-自-0001".to_owned(),
            title: "某{grade}界面的物理".to_owned(),
            category: Bilingual::new("国家自然科学奖", "State Natural Science Award"),
            grade,
            document: "示批〔2027〕1 号".to_owned(),
            released_at: None,
            people: Vec::new(),
            units: Vec::new(),
        }
    }

    #[test]
    fn a_text_is_filled_once_and_says_no_grade_where_there_is_none() {
        let text = &in_force().unwrap().letters["awarded"];
        let said = |grade, language| {
            let about = about(grade);
            filled(text.body.get(language), &about.facts(language))
        };
        let second = || Some(Bilingual::new("二等奖", "second grade"));
        let zh = said(second(), Language::Chinese);
        assert!(zh.contains("“某{grade}界面的物理”"), "what is filled in stays: {zh}");
        assert!(zh.ends_with("获国家自然科学奖二等奖。"), "{zh}");
        assert!(said(None, Language::Chinese).ends_with("获国家自然科学奖。"));
        let en = said(second(), Language::English);
        assert!(en.ends_with("receives the State Natural Science Award, second grade."), "{en}");
        let plain = said(None, Language::English);
        assert!(plain.ends_with("receives the State Natural Science Award."), "{plain}");
    }

    #[test]
    fn what_no_fact_names_and_a_brace_that_is_open_stay_as_they_are() {
        let facts = [("title", "甲".to_owned())];
        for (text, said) in [("{x} {title}", "{x} 甲"), ("a {title", "a {title"), ("}", "}")] {
            assert_eq!(filled(text, &facts), said);
        }
    }

    #[test]
    fn every_decision_that_has_a_letter_finds_its_text() {
        let letters = &in_force().unwrap().letters;
        for stage in ReleaseStage::ALL {
            for outcome in DecisionOutcome::ALL {
                let Some(word) = word(*stage, *outcome) else { continue };
                let text = &letters[word];
                let letter = letter(text, &about(None), (word, Language::Chinese));
                assert!(letter.missing_characters().is_empty(), "{word}");
            }
            assert_eq!(word(*stage, DecisionOutcome::PutOff), None);
        }
    }
}
