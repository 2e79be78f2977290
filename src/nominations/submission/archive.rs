//! What is a dossier as one file, from which it can be made again and its digest computed by anyone?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    nominations::{
        dossier::{Content, Value},
        forms::Form,
    },
    shared::hex_sha256,
};

/// What every archive says it is.
pub const FORMAT: &str = "laurel-dossier/1";

/// A dossier as one file. Its digest is that of everything but `files`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DossierArchive)]
pub struct Archive {
    /// `laurel-dossier/1`.
    pub format: String,
    /// Random: without it, whoever knows a dossier but for one identity number would find the number
    /// from the digest by trying them all.
    pub salt: String,
    /// Year of the round.
    pub round: i32,
    /// Code of the society.
    pub society_id: String,
    /// Number of the dossier.
    pub number: String,
    /// The form.
    pub form: FormName,
    /// The values by address, blank ones and rows that were taken out left away.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub values: BTreeMap<String, Value>,
    /// The attachments by number.
    pub attachments: Vec<ArchivedFile>,
    /// The bytes of the attachments in base64, by digest; empty in an archive without them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// A form by name and text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ArchiveForm)]
pub struct FormName {
    /// Its name with its version.
    pub id: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// An attachment of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchivedFile {
    /// Its number within the dossier.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How many bytes.
    pub size_bytes: i64,
    /// SHA-256 of the bytes.
    pub digest: String,
}

/// Whose archive is made.
#[derive(Clone, Debug)]
pub struct Label {
    /// See [`Archive::salt`].
    pub salt: String,
    /// Year of the round.
    pub round: i32,
    /// Code of the society.
    pub society_id: String,
    /// Number of the dossier.
    pub number: String,
}

impl Archive {
    /// The archive of a dossier, without the bytes of its attachments.
    pub fn of(
        label: Label,
        form: &Form,
        content: &Content,
        attachments: Vec<ArchivedFile>,
    ) -> Self {
        let said = content.places(form).into_iter().filter_map(|(address, _)| {
            let value = content.get(&address).filter(|value| !value.is_blank())?;
            Some((address.to_string(), value.clone()))
        });
        Self {
            format: FORMAT.to_owned(),
            salt: label.salt,
            round: label.round,
            society_id: label.society_id,
            number: label.number,
            form: FormName { id: form.id.clone(), digest: form.digest.clone() },
            values: said.collect(),
            attachments,
            files: BTreeMap::new(),
        }
    }

    /// SHA-256 of the archive without `files`, as JSON without blanks, keys in the order of this
    /// record and values by address.
    pub fn digest(&self) -> String {
        let without = Self { files: BTreeMap::new(), ..self.clone() };
        hex_sha256(&serde_json::to_vec(&without).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    fn archive(values: &[(&str, &str)]) -> Archive {
        let form = find("nat-1").unwrap();
        let content = Content(
            values
                .iter()
                .map(|(address, text)| (address.parse().unwrap(), Value::Text((*text).to_owned())))
                .collect(),
        );
        let label = Label {
            salt: "salt".to_owned(),
            round: 2027,
            society_id: "A-01".to_owned(),
            number: "2027-A-01-01".to_owned(),
        };
        Archive::of(label, form, &content, Vec::new())
    }

    #[test]
    fn an_archive_reads_back_to_the_same_digest_with_and_without_files() {
        let mut one = archive(&[("project.title", "甲"), ("project.title_en", " ")]);
        assert_eq!(one.values.len(), 1, "a blank says nothing");
        let digest = one.digest();
        one.files.insert("00".to_owned(), "AA==".to_owned());
        let text = serde_json::to_string_pretty(&one).unwrap();
        let read: Archive = serde_json::from_str(&text).unwrap();
        assert_eq!((&read, read.digest()), (&one, digest.clone()));
        assert_ne!(archive(&[("project.title", "乙")]).digest(), digest);
        let salted = Archive { salt: "other".to_owned(), ..one };
        assert_ne!(salted.digest(), digest);
    }
}
