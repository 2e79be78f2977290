//! What is a copy without names in the records?

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, RedactedCopyId},
    vocabulary::RedactionState,
};
use serde::{Deserialize, Serialize};

use super::find::Why;
use crate::{
    nominations::{CopyDocument, CopyText, Span},
    reviews::BadField,
    shared::Bilingual,
};

/// Faults of one request that are told.
const MOST_TOLD: usize = 50;
const PDF: &str = "application/pdf";

/// An attachment that was made without names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::reviews) struct RedactedFile {
    /// Number of the attachment in whose place it is given.
    pub(in crate::reviews) number: u32,
    /// SHA-256 of its bytes.
    pub(in crate::reviews) digest: String,
    /// Pages.
    pub(in crate::reviews) pages: Option<u32>,
}

/// A copy without names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reviews) struct Redacted {
    pub(in crate::reviews) id: RedactedCopyId,
    pub(in crate::reviews) nomination: NominationId,
    /// From 1, of the nomination.
    pub(in crate::reviews) number: i32,
    /// SHA-256 of what it was made from.
    pub(in crate::reviews) base: String,
    /// What is left out of the texts.
    pub(in crate::reviews) spans: Vec<Span>,
    /// The files in the place of attachments; what has none is not given.
    pub(in crate::reviews) files: Vec<RedactedFile>,
    pub(in crate::reviews) state: RedactionState,
    /// Who changed it last.
    pub(in crate::reviews) made_by: String,
    pub(in crate::reviews) made_at: DateTime<Utc>,
    pub(in crate::reviews) checked_by: Option<String>,
    pub(in crate::reviews) checked_at: Option<DateTime<Utc>>,
    pub(in crate::reviews) version: i64,
}

impl Redacted {
    /// The files as a reader is given them: by number, without a name.
    pub(in crate::reviews) fn documents(&self) -> Vec<CopyDocument> {
        let given = |file: &RedactedFile| CopyDocument {
            key: format!("file-{}", file.number),
            name: format!("附件 {}.pdf", file.number),
            media_type: PDF.to_owned(),
            digest: file.digest.clone(),
            pages: file.pages,
        };
        self.files.iter().map(given).collect()
    }

    /// Puts a file in the place of an attachment.
    pub(super) fn put(&mut self, file: RedactedFile) {
        self.files.retain(|one| one.number != file.number);
        self.files.push(file);
        self.files.sort_by_key(|one| one.number);
    }
}

/// Spans that stand in no text, by their places in the request.
pub(super) fn span_faults(spans: &[Span], texts: &[CopyText]) -> Vec<BadField> {
    let long = |field: &str| {
        let found = texts.iter().find(|one| one.address == field)?;
        u32::try_from(found.text.chars().count()).ok()
    };
    let is_right = |span: &Span| {
        long(&span.field).is_some_and(|long| span.from < span.to && span.to <= long)
            && Why::WORDS.contains(&span.why.as_str())
    };
    let wrong = spans.iter().enumerate().filter(|(_, span)| !is_right(span)).take(MOST_TOLD);
    let told = wrong.map(|(at, _)| {
        let words = Bilingual::new(
            "须为现有文本中的一段，并写明缘由 name、unit、address 或 number",
            "a stretch of a text that is there, with its reason: name, unit, address or number",
        );
        BadField::new(format!("/spans/{at}"), "span", words)
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_stands_in_a_text_and_says_why() {
        let texts = [CopyText {
            address: "summary.text".to_owned(),
            label: Bilingual::default(),
            text: "示范甲".to_owned(),
        }];
        let span = |field: &str, from: u32, to: u32, why: &str| Span {
            field: field.to_owned(),
            from,
            to,
            why: why.to_owned(),
        };
        let right = span("summary.text", 0, 3, "name");
        assert_eq!(span_faults(std::slice::from_ref(&right), &texts), []);
        for wrong in [
            span("summary.text", 2, 2, "name"),
            span("summary.text", 0, 4, "name"),
            span("project.title", 0, 1, "name"),
            span("summary.text", 0, 1, "colour"),
        ] {
            let told = span_faults(&[right.clone(), wrong], &texts);
            assert_eq!(told.len(), 1);
            assert_eq!(told[0].pointer, "/spans/1");
        }
    }
}
