//! What does a society hold in its hands when it has submitted, and does it hold?

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::archive::FormName;
use crate::persistence::{Signer, is_signed_by};

/// What every receipt says it is.
pub const FORMAT: &str = "laurel-receipt/1";

/// What a receipt states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReceiptStatement)]
pub struct Statement {
    /// `laurel-receipt/1`.
    pub format: String,
    /// Key of the dossier and of the nomination.
    pub dossier_id: String,
    /// Number of the nomination (提名号).
    pub number: String,
    /// Year of the round.
    pub round: i32,
    /// Code of the society.
    pub society_id: String,
    /// Name of the society.
    pub society: String,
    /// Category code.
    pub category: String,
    /// Nominated grade; empty where the award has none.
    pub grade: String,
    /// Project name.
    pub title: String,
    /// From 1: how often this dossier was submitted.
    pub attempt: i32,
    /// Version of the dossier.
    pub version: i64,
    /// SHA-256 of the dossier's archive.
    pub digest: String,
    /// How many attachments it has.
    pub attachments: u32,
    /// The form.
    pub form: FormName,
    /// The rule set of the round.
    pub rule_set: RuleSetName,
    /// The rules of the check (形式审查规则) by version and text. A receipt that was given out before it was stated
    /// lacks it, and holds all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_book: Option<RuleSetName>,
    /// SHA-256 of what the rule check found.
    pub findings_digest: String,
    /// Time of the server.
    pub submitted_at: DateTime<Utc>,
}

/// A rule set, or a book of rules, by name and text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReceiptRuleSet)]
pub struct RuleSetName {
    /// Its name.
    pub name: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// A receipt (提交回执): a statement with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SubmissionReceipt)]
pub struct Receipt {
    /// What it states.
    pub statement: Statement,
    /// The key that checks the signature: 32 bytes in base64 (Ed25519, RFC 8032).
    pub public_key: String,
    /// Signature of the statement as JSON without blanks, 64 bytes in base64.
    pub signature: String,
}

impl Statement {
    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The receipt of this statement.
    pub fn sign(self, signer: &Signer) -> Receipt {
        let signature = signer.sign(&self.bytes());
        Receipt { statement: self, public_key: signer.public_key(), signature }
    }
}

impl Receipt {
    /// Whether the owner of its own key made it as it stands. Whether that key is Laurel's is for
    /// whoever knows the published one.
    pub fn is_sound(&self) -> bool {
        is_signed_by(&self.public_key, &self.signature, &self.statement.bytes())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn statement() -> Statement {
        Statement {
            format: FORMAT.to_owned(),
            dossier_id: "0".to_owned(),
            number: "2027-A-01-01".to_owned(),
            round: 2027,
            society_id: "A-01".to_owned(),
            society: "某学会".to_owned(),
            category: "NAT".to_owned(),
            grade: "second".to_owned(),
            title: "界面".to_owned(),
            attempt: 1,
            version: 7,
            digest: "00".to_owned(),
            attachments: 2,
            form: FormName { id: "nat-1".to_owned(), digest: "11".to_owned() },
            rule_set: RuleSetName { name: "规则集".to_owned(), digest: "22".to_owned() },
            rule_book: Some(RuleSetName { name: "FC-1".to_owned(), digest: "44".to_owned() }),
            findings_digest: "33".to_owned(),
            submitted_at: "2027-05-01T08:00:00.123456Z".parse().unwrap(),
        }
    }

    #[tokio::test]
    async fn a_receipt_holds_as_it_stands_and_not_when_a_word_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::open(&folder.path().join("key")).await.unwrap();
        let receipt = statement().sign(&signer);
        let text = serde_json::to_string_pretty(&receipt).unwrap();
        let read: Receipt = serde_json::from_str(&text).unwrap();
        assert!(read.is_sound());
        for (from, to) in
            [("界面", "界靣"), ("second", "first"), ("08:00:00", "08:00:01"), ("\"44\"", "\"45\"")]
        {
            assert!(text.contains(from));
            let forged: Receipt = serde_json::from_str(&text.replace(from, to)).unwrap();
            assert!(!forged.is_sound(), "{from} → {to}");
        }
    }

    #[tokio::test]
    async fn a_receipt_of_before_the_rules_were_named_holds_still() {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::open(&folder.path().join("key")).await.unwrap();
        let earlier = Statement { rule_book: None, ..statement() }.sign(&signer);
        let text = serde_json::to_string(&earlier).unwrap();
        assert!(!text.contains("rule_book"), "{text}");
        let read: Receipt = serde_json::from_str(&text).unwrap();
        assert!(read.is_sound());
        let added = Statement { rule_book: statement().rule_book, ..read.statement.clone() };
        assert!(!Receipt { statement: added, ..read }.is_sound(), "nothing is stated afterwards");
    }
}
