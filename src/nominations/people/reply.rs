//! What did a nominee send, and what is missing in it?

use std::collections::BTreeMap;

use entity::vocabulary::NomineeReply;
use serde::{Deserialize, Serialize};

use super::{identity, nominee::Nominee, statements::Consent};
use crate::{
    classified::{Sighting, kind_of, refusal},
    nominations::forms::count_characters,
    shared::Bilingual,
};

/// Most characters of a line, and of a reason or a note.
const LONGEST_LINE: usize = 100;
const LONGEST_TEXT: usize = 1_000;

/// A relation to a possible reviewer. It is for the award office, and sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The possible reviewer.
    pub name: String,
    /// His unit.
    pub unit: String,
    /// Kind of relation.
    pub kind: String,
    /// More of it.
    pub note: String,
}

impl Relation {
    fn is_blank(&self) -> bool {
        [&self.name, &self.unit, &self.note].into_iter().all(String::is_empty)
    }
}

/// What the page of a link sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Confirmed or refused.
    pub reply: NomineeReply,
    /// Digest of the facts that were shown.
    pub facts_digest: String,
    /// Codes of the statements that were ticked.
    pub agreed: Vec<String>,
    /// End of the identity number.
    pub identity: String,
    /// Typed name.
    pub signature: String,
    /// Declared relations.
    pub relations: Vec<Relation>,
    /// Why it is refused.
    pub reason: String,
}

/// A field of the page that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyFault {
    /// Name of the field on the page.
    pub field: String,
    /// What is expected.
    pub what: Bilingual,
    /// The mark of classification that it bears.
    pub mark: Option<Sighting>,
}

impl ReplyFault {
    pub(super) fn new(field: &str, zh: &str, en: &str) -> Self {
        Self { field: field.to_owned(), what: Bilingual::new(zh, en), mark: None }
    }
}

impl Reply {
    /// Reads the fields of the page. None where it says neither yes nor no, which the page cannot send.
    pub fn read(fields: &BTreeMap<String, String>, consent: &Consent) -> Option<Self> {
        let text = |name: &str| fields.get(name).map_or("", |text| text.trim()).to_owned();
        let reply = match text("reply").as_str() {
            "confirm" => NomineeReply::Confirmed,
            "refuse" => NomineeReply::Refused,
            _ => return None,
        };
        let agreed = consent.statements.iter().map(|one| one.code.clone());
        let relation = |place: usize| Relation {
            name: text(&format!("relation_{place}_name")),
            unit: text(&format!("relation_{place}_unit")),
            kind: text(&format!("relation_{place}_kind")),
            note: text(&format!("relation_{place}_note")),
        };
        Some(Self {
            reply,
            facts_digest: text("facts"),
            agreed: agreed.filter(|code| fields.contains_key(&format!("agree_{code}"))).collect(),
            identity: text("identity"),
            signature: text("signature"),
            relations: (1..=consent.link.relation_rows).map(relation).collect(),
            reason: text("reason"),
        })
    }

    /// The relations that say something.
    pub fn declared(&self) -> Vec<Relation> {
        self.relations.iter().filter(|one| !one.is_blank()).cloned().collect()
    }

    /// What is missing or wrong, but for the identity check, which counts its tries.
    pub(super) fn faults(&self, nominee: &Nominee, consent: &Consent) -> Vec<ReplyFault> {
        let mut faults = match self.reply {
            NomineeReply::Confirmed => self.faults_of_confirming(nominee, consent),
            NomineeReply::Refused => self.faults_of_refusing(),
        };
        for (field, text, most) in
            [("signature", &self.signature, LONGEST_LINE), ("reason", &self.reason, LONGEST_TEXT)]
        {
            if count_characters(text) > most {
                let (zh, en) =
                    (format!("不得超过 {most} 字"), format!("at most {most} characters"));
                faults.push(ReplyFault::new(field, &zh, &en));
            }
        }
        faults.extend(self.marked());
        faults
    }

    /// The texts that bear a mark of classification.
    fn marked(&self) -> Vec<ReplyFault> {
        let mut texts =
            vec![("signature".to_owned(), &self.signature), ("reason".to_owned(), &self.reason)];
        for (place, one) in (1..).zip(&self.relations) {
            let columns = [("name", &one.name), ("unit", &one.unit), ("note", &one.note)];
            texts
                .extend(columns.map(|(column, text)| (format!("relation_{place}_{column}"), text)));
        }
        let fault = |(field, text): (String, &String)| {
            let mark = Some(Sighting::at(&field, kind_of(text)?));
            Some(ReplyFault { field, what: refusal(), mark })
        };
        texts.into_iter().filter_map(fault).collect()
    }

    fn faults_of_confirming(&self, nominee: &Nominee, consent: &Consent) -> Vec<ReplyFault> {
        let missing = consent.statements.iter().filter(|one| !self.agreed.contains(&one.code));
        let mut faults: Vec<ReplyFault> = missing
            .map(|one| {
                let (zh, en) = (
                    format!("请阅读并勾选《{}》；不同意的，请选择拒绝", one.title.zh),
                    format!("read and tick \"{}\", or refuse", one.title.en),
                );
                ReplyFault::new(&format!("agree_{}", one.code), &zh, &en)
            })
            .collect();
        faults.extend(self.faults_of_relations(consent));
        if !identity::signs(&[&nominee.name, &nominee.name_en], &self.signature) {
            faults.push(ReplyFault::new(
                "signature",
                "请输入您本人的姓名，与上面所列姓名一致",
                "type your own name, as it stands above",
            ));
        }
        faults
    }

    fn faults_of_refusing(&self) -> Vec<ReplyFault> {
        let mut faults = Vec::new();
        if count_characters(&self.reason) < 2 {
            faults.push(ReplyFault::new(
                "reason",
                "请说明理由，学会将据此更正或者与您联系",
                "say why, so that the society can correct it or talk to you",
            ));
        }
        // The name in the dossier may be what is wrong: any name signs a refusal.
        if self.signature.is_empty() {
            faults.push(ReplyFault::new("signature", "请输入您的姓名", "type your name"));
        }
        faults
    }

    fn faults_of_relations(&self, consent: &Consent) -> Vec<ReplyFault> {
        let mut faults = Vec::new();
        for (place, one) in (1..).zip(&self.relations).filter(|(_, one)| !one.is_blank()) {
            let mut wrong = |column: &str, zh: &str, en: &str| {
                faults.push(ReplyFault::new(&format!("relation_{place}_{column}"), zh, en));
            };
            if one.name.is_empty() {
                wrong("name", "请填写专家姓名", "give the reviewer's name");
            }
            if !consent.relations.iter().any(|kind| kind.code == one.kind) {
                wrong("kind", "请选择关系类别", "choose the kind of relation");
            }
            let lengths = [
                ("name", &one.name, LONGEST_LINE),
                ("unit", &one.unit, LONGEST_LINE),
                ("note", &one.note, LONGEST_TEXT),
            ];
            for (column, text, most) in lengths {
                if count_characters(text) > most {
                    let zh = format!("不得超过 {most} 字");
                    wrong(column, &zh, &format!("at most {most} characters"));
                }
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::{
        dossier::Content,
        forms,
        people::{CONSENT, nominees},
    };

    fn nominee() -> Nominee {
        let values =
            serde_json::json!({ "completers.items": ["a"], "completers.items/a/name": "示范甲" });
        let content: Content = serde_json::from_value(values).unwrap();
        let form = forms::find("nat-1").unwrap();
        nominees(form, &content, &|text| text.to_owned()).pop().unwrap()
    }

    fn faults(fields: &[(&str, &str)]) -> Vec<String> {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let reply = Reply::read(&fields.collect(), &CONSENT).unwrap();
        reply.faults(&nominee(), &CONSENT).into_iter().map(|fault| fault.field).collect()
    }

    const AGREED: [(&str, &str); 5] = [
        ("reply", "confirm"),
        ("agree_commitment", "on"),
        ("agree_nomination", "on"),
        ("agree_data_notice", "on"),
        ("signature", "示范甲"),
    ];

    #[test]
    fn whoever_confirms_agrees_to_everything_and_signs() {
        assert_eq!(faults(&AGREED), [""; 0]);
        assert_eq!(faults(&AGREED[..1]).len(), 4);
        let other = [&AGREED[..4], &[("signature", "示范乙")]].concat();
        assert_eq!(faults(&other), ["signature"]);
        assert!(Reply::read(&BTreeMap::new(), &CONSENT).is_none());
    }

    #[test]
    fn whoever_refuses_says_why_and_need_agree_to_nothing() {
        let refuse = [("reply", "refuse"), ("signature", "某"), ("reason", "排序不符")];
        assert_eq!(faults(&refuse), [""; 0]);
        assert_eq!(faults(&refuse[..1]), ["reason", "signature"]);
    }

    #[test]
    fn a_relation_has_a_name_and_a_kind_or_is_blank() {
        let with = |fields: &[(&'static str, &'static str)]| faults(&[&AGREED, fields].concat());
        assert_eq!(with(&[("relation_1_kind", "relative")]), [""; 0], "a kind alone says nothing");
        assert_eq!(with(&[("relation_2_unit", "某所")]), ["relation_2_name", "relation_2_kind"]);
        assert_eq!(
            with(&[("relation_5_name", "某"), ("relation_5_kind", "rival")]),
            ["relation_5_kind"]
        );
        assert_eq!(with(&[("relation_1_name", "某"), ("relation_1_kind", "other")]), [""; 0]);
        let long = "长".repeat(1_001);
        let fields = [("reply", "refuse"), ("signature", "某"), ("reason", long.as_str())];
        assert_eq!(faults(&fields), ["reason"]);
        let fields = [("reply", "refuse"), ("signature", "某"), ("reason", "密级：机密")];
        assert_eq!(faults(&fields), ["reason"]);
        let fields =
            [("relation_1_name", "某"), ("relation_1_kind", "other"), ("relation_1_note", "机密★")];
        assert_eq!(with(&fields), ["relation_1_note"]);
    }
}
