//! What was sent with a form that carries files? Texts by name, files without names, and no more of
//! either than is looked at.

use std::collections::BTreeMap;

use axum::extract::{
    Multipart,
    multipart::{Field, MultipartError},
};

/// Bytes of a whole form: every file at its largest, and a reserve.
pub const LARGEST_FORM: usize = 40 * 1024 * 1024;
/// Bytes of a text: the longest is 8000 characters.
const LARGEST_TEXT: usize = 64 * 1024;
const MOST_PARTS: usize = 64;

/// A form as it was sent.
#[derive(Debug, Default)]
pub struct Posted {
    texts: BTreeMap<String, String>,
    /// The files in the order in which they were chosen; one that is too large is cut one byte after.
    pub files: Vec<Vec<u8>>,
    /// The form was larger than what is read.
    pub is_cut: bool,
}

impl Posted {
    /// Reads the form; what cannot be read any more is left out.
    pub async fn read(mut form: Multipart, most_bytes: usize) -> Self {
        let mut posted = Self::default();
        for _ in 0..MOST_PARTS {
            match form.next_field().await {
                Ok(Some(field)) => {
                    if posted.take(field, most_bytes).await.is_err() {
                        posted.is_cut = true;
                        break;
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    posted.is_cut = true;
                    break;
                }
            }
        }
        posted
    }

    async fn take(
        &mut self,
        mut field: Field<'_>,
        most_bytes: usize,
    ) -> Result<(), MultipartError> {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let most = if is_file { most_bytes + 1 } else { LARGEST_TEXT };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            let room = most.saturating_sub(bytes.len()).min(chunk.len());
            bytes.extend_from_slice(chunk.get(..room).unwrap_or_default());
        }
        if !is_file {
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            self.texts.insert(name, text);
        } else if !bytes.is_empty() {
            // A browser sends an empty file where none was chosen.
            self.files.push(bytes);
        }
        Ok(())
    }

    /// A text, empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}
