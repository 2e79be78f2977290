//! What is handed in with an objection, and what is wrong with it?

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, PublicityId},
    vocabulary::ObjectionKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::ObjectionRules;
use crate::{
    classified::{MarkKind, Sighting, kind_of},
    files::{Content, ContentError, check},
    shared::Bilingual,
};

/// Most characters of a name, a unit, a telephone, an e-mail address.
pub(super) const MOST_LINE: usize = 100;
/// Least and most characters of the facts.
pub(super) const FACTS: (usize, usize) = (20, 8000);

/// An entry of a publicity, as somebody who objects sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The nomination.
    pub nomination: NominationId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its award.
    pub category: String,
    /// The publicity.
    pub publicity: PublicityId,
    /// The publicity's number.
    pub publicity_number: String,
    /// When it is open.
    pub window: Window,
    /// Whether its round takes objections without a name.
    pub allows_anonymous: bool,
}

/// From when until when objections are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// When it was looked at.
    pub now: DateTime<Utc>,
}

impl Window {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.opens_at <= self.now && self.now < self.closes_at
    }
}

/// Who objects: kept apart, sealed, and seen by two people's leave alone.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ObjectorIdentity)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Telephone.
    pub telephone: String,
    /// E-mail address.
    pub email: String,
    /// Whether the objector agrees to be named.
    pub may_be_named: bool,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identity(***)")
    }
}

/// An objection as it is handed in.
#[derive(Clone, Debug)]
pub struct NewObjection {
    /// Number of the publicity.
    pub publicity: String,
    /// Place in it, from 1.
    pub position: u32,
    /// What it is about.
    pub kind: Option<ObjectionKind>,
    /// What happened.
    pub facts: String,
    /// Who objects; none without a name.
    pub identity: Option<Identity>,
    /// Evidence, in the order in which it was given.
    pub files: Vec<Vec<u8>>,
    /// The word of the form: the same form twice is one objection.
    pub token: String,
}

/// A field that breaks its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its name on the form.
    pub field: &'static str,
    /// What is allowed.
    pub what: Bilingual,
    /// The kind of the mark of classification that it bears.
    pub mark: Option<MarkKind>,
}

impl Wrong {
    /// A field that breaks its rule by what it says or lacks.
    pub const fn new(field: &'static str, what: Bilingual) -> Self {
        Self { field, what, mark: None }
    }

    /// The mark of classification that stands here.
    pub fn sighting(&self) -> Option<Sighting> {
        Some(Sighting::at(&format!("/{}", self.field), self.mark?))
    }
}

fn wrong(field: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Wrong {
    Wrong::new(field, Bilingual::new(zh, en))
}

impl NewObjection {
    /// Everything that is wrong with what was typed.
    pub fn faults(&self, rules: &ObjectionRules, allows_anonymous: bool) -> Vec<Wrong> {
        let mut faults = Vec::new();
        if self.kind.is_none() {
            faults.push(wrong("kind", "请选择异议类型", "choose what the objection is about"));
        }
        faults.extend(text_fault("facts", &self.facts, FACTS));
        match &self.identity {
            Some(identity) => faults.extend(identity.faults()),
            None if !allows_anonymous => faults.push(wrong(
                "name",
                "本届不接受匿名异议，请填写姓名和联系方式",
                "the round takes no anonymous objections: give your name and how to reach you",
            )),
            None => {}
        }
        if self.files.is_empty() {
            let basis = &rules.evidence.basis;
            faults.push(wrong(
                "files",
                format!("请至少附一份证明材料。{}", basis.zh),
                format!("attach at least one file of evidence. {}", basis.en),
            ));
        }
        faults
    }
}

/// What a field is called where it is said that it bears a mark.
const THIS: (&str, &str) = ("这一项", "this");

/// A field with a mark of classification. Whoever objects has no form to stop at and perhaps no unit: he is
/// told where such an objection goes instead (X25: a classified one is the competent department's).
pub(super) fn marked(
    field: &'static str,
    kind: MarkKind,
    (place, place_en): (&str, &str),
) -> Wrong {
    let told = wrong(
        field,
        format!(
            "{place}含有国家秘密标志，没有接收，也没有保存。涉密内容不得通过互联网提交（《保守国家秘密法》第三十一条）：请删去后提交其余内容。涉及国家秘密的异议由有关部门按涉密程序办理，请通过本单位保密机构或者当地保密行政管理部门反映"
        ),
        format!(
            "{place_en} bears a mark of classification: it was not taken, and nothing of it is kept. Classified content may not be sent over the internet (Law on Guarding State Secrets, art. 31): take it out and send the rest. An objection that touches state secrets is handled by the competent department, by the classified procedure: turn to the secrecy office of your unit or to the local secrecy administration"
        ),
    );
    Wrong { mark: Some(kind), ..told }
}

/// What is wrong with a text that is bounded in characters.
pub(super) fn text_fault(
    field: &'static str,
    text: &str,
    (least, most): (usize, usize),
) -> Option<Wrong> {
    if let Some(kind) = kind_of(text) {
        return Some(marked(field, kind, THIS));
    }
    let count = text.trim().chars().count();
    (count < least || count > most).then(|| {
        wrong(
            field,
            format!("须为 {least}–{most} 字，现为 {count} 字"),
            format!("{least} to {most} characters are expected; there are {count}"),
        )
    })
}

impl Identity {
    fn faults(&self) -> Vec<Wrong> {
        let mut faults: Vec<Wrong> = [("name", &self.name, 2), ("unit", &self.unit, 0)]
            .into_iter()
            .filter_map(|(field, text, least)| text_fault(field, text, (least, MOST_LINE)))
            .collect();
        let has_telephone = self.telephone.chars().filter(char::is_ascii_digit).count() >= 7;
        let has_email = self
            .email
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if !has_telephone && !has_email {
            faults.push(wrong(
                "telephone",
                "实名提出的，请留下电话或者电子邮箱",
                "with a name, give a telephone number or an e-mail address",
            ));
        }
        for (field, text) in [("telephone", &self.telephone), ("email", &self.email)] {
            faults.extend(kind_of(text).map(|kind| marked(field, kind, THIS)));
        }
        let is_long = |text: &str| text.chars().count() > MOST_LINE;
        if is_long(&self.telephone) || is_long(&self.email) {
            let most = MOST_LINE;
            faults.push(wrong(
                "email",
                format!("最多 {most} 字"),
                format!("at most {most} characters"),
            ));
        }
        faults
    }
}

/// Looks into the files of evidence: by their bytes, never by their names, which are not kept.
///
/// # Errors
/// Everything that is wrong with them.
pub(super) fn inspect(
    rules: &ObjectionRules,
    files: Vec<Vec<u8>>,
) -> Result<Vec<(Content, Vec<u8>)>, Vec<Wrong>> {
    let most = rules.evidence.most_files;
    let mut faults = Vec::new();
    if files.len() > most {
        faults.push(wrong("files", format!("最多 {most} 份材料"), format!("at most {most} files")));
    }
    let mut kept = Vec::new();
    for (place, bytes) in files.into_iter().enumerate() {
        let number = place + 1;
        let most = rules.evidence.most_bytes;
        let checked = if bytes.len() > most { Err(ContentError::TooLarge) } else { check(&bytes) };
        match checked {
            Ok(content) => kept.push((content, bytes)),
            Err(ContentError::TooLarge) => faults.push(wrong(
                "files",
                format!("第 {number} 份：不得大于 {} MB", most >> 20),
                format!("file {number}: at most {} MB", most >> 20),
            )),
            Err(error) => {
                let text = error.to_string();
                let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
                faults.push(wrong(
                    "files",
                    format!("第 {number} 份：{zh}"),
                    format!("file {number}: {en}"),
                ));
            }
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewObjection {
        NewObjection {
            publicity: "2027-acceptance-1".to_owned(),
            position: 1,
            kind: Some(ObjectionKind::Academic),
            facts: "第三项创新点在 2019 年的论文中已由他人发表，见附件。".to_owned(),
            identity: None,
            files: vec![b"%PDF-1.7\n%%EOF".to_vec()],
            token: "0123456789abcdef".to_owned(),
        }
    }

    fn fields(new: &NewObjection, rules: &ObjectionRules) -> Vec<&'static str> {
        new.faults(rules, true).iter().map(|one| one.field).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let rules = ObjectionRules::in_force().unwrap();
        assert_eq!(fields(&new(), rules), [""; 0]);
        let nothing = NewObjection {
            kind: None,
            facts: "不对".to_owned(),
            identity: Some(Identity { email: "no address".to_owned(), ..Identity::default() }),
            files: Vec::new(),
            ..new()
        };
        assert_eq!(fields(&nothing, rules), ["kind", "facts", "name", "telephone", "files"]);
        let identity = Identity {
            name: "某甲".to_owned(),
            telephone: "010-12345678，密级：秘密".to_owned(),
            ..Identity::default()
        };
        let facts = "机密★第三项创新点在 2019 年的论文中已由他人发表，见附件。".to_owned();
        let marked = NewObjection { facts, identity: Some(identity), ..new() };
        assert_eq!(fields(&marked, rules), ["facts", "telephone"]);
        let strict: Vec<&str> = new().faults(rules, false).iter().map(|one| one.field).collect();
        assert_eq!(strict, ["name"]);
    }

    #[test]
    fn evidence_is_what_its_bytes_say_and_no_more_than_the_rules_take() {
        let rules = ObjectionRules::in_force().unwrap();
        let pdf = b"%PDF-1.7\n%%EOF".to_vec();
        assert_eq!(inspect(rules, vec![pdf.clone(); 5]).unwrap().len(), 5);
        let faults = inspect(rules, vec![pdf.clone(), b"MZ".to_vec()]).unwrap_err();
        assert!(faults[0].what.zh.contains("第 2 份") && faults[0].what.en.contains("PDF"));
        let large = vec![b'x'; rules.evidence.most_bytes + 1];
        assert!(inspect(rules, vec![large]).unwrap_err()[0].what.en.contains("5 MB"));
        assert_eq!(inspect(rules, vec![pdf; 6]).unwrap_err().len(), 1);
    }

    #[test]
    fn who_objects_is_never_printed() {
        let identity = Identity { name: "某甲".to_owned(), ..Identity::default() };
        assert_eq!(format!("{identity:?}"), "Identity(***)");
    }
}
