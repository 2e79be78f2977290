//! What of a dossier stands outside its content, and still on its pages?

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Serialize;
use serde_json::json;

use crate::{
    nominations::forms::Form,
    shared::{Language, hex_sha256},
};

/// Raised when documents come to look otherwise, so that no earlier one is taken for the new.
const LAYOUT: u32 = 1;

/// What a copy for a reviewer is called.
pub(super) const REVIEW_COPY: &str = "评审用副本";

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The nomination form (提名书).
    Form,
    /// The form with its attachments (提名书及附件).
    Bundle,
    /// The contents of the publicity (公示内容).
    Publicity,
}

/// Who nominates, under which number, and what the codes in the content mean.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cover {
    /// Number of the dossier.
    pub number: String,
    /// Year of the round.
    pub year: i32,
    /// Version of the dossier; of what was handed in, the one that its receipt states.
    pub version: i64,
    /// Name of the nominator.
    pub nominator: String,
    /// SHA-256 of the content; of what was handed in, that of the archive, as its receipt states it.
    pub digest: String,
    /// When it was submitted, by its receipt; a draft is marked as one on every page.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether personal data stand there whole, as in the copy for the award office; masked otherwise.
    pub is_whole: bool,
    /// Names of the disciplines by code.
    pub disciplines: BTreeMap<String, String>,
    /// Names of the attachments by number.
    pub files: BTreeMap<String, String>,
    /// What is written across every page of a reviewer's copy: a word that is no name. Such a copy says neither when
    /// the dossier was handed in nor in which version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<String>,
}

impl Cover {
    /// SHA-256 of everything that a document of this kind is made from.
    pub fn key(&self, kind: Kind, form: &Form) -> String {
        let made_from =
            json!({ "layout": LAYOUT, "kind": kind, "form": form.digest, "cover": self });
        hex_sha256(made_from.to_string().as_bytes())
    }

    /// Number, version and standing, at the head of every page.
    pub(super) fn head(&self) -> String {
        if self.seat.is_some() {
            return format!("{}　{REVIEW_COPY}", self.number);
        }
        let standing = if self.submitted_at.is_some() { "已提交" } else { "草稿" };
        format!("{}　第 {} 版　{standing}", self.number, self.version)
    }

    /// What is written across every page.
    pub(super) fn watermark(&self) -> String {
        match &self.seat {
            Some(word) => word.clone(),
            None if self.submitted_at.is_some() => String::new(),
            None => "草稿 DRAFT".to_owned(),
        }
    }
}

/// An instant by the clocks of Beijing, to the minute.
pub(super) fn beijing(at: DateTime<Utc>) -> String {
    const EAST_S: i32 = 8 * 3600;
    let at = FixedOffset::east_opt(EAST_S)
        .map_or(at.naive_utc(), |zone| at.with_timezone(&zone).naive_local());
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// The language of the official documents.
pub(super) const LANGUAGE: Language = Language::Chinese;
