//! How do the form and its attachments become one file? (合订本)

use super::{cover::Cover, print};
use crate::{
    exchange::pdf::{Attached, Budget, PdfError},
    nominations::{dossier::Content, forms::Form},
};

/// How much a bundle takes in: more than the largest list of attachments that the forms allow.
const BUDGET: Budget = Budget { pages: 1_500, bytes: 200 * 1024 * 1024 };

/// An attachment as it is put into a bundle.
#[derive(Clone, Debug)]
pub struct BundleFile {
    /// Its number within the dossier.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Why it is not to be opened, where a check found a fault in it.
    pub fault: Option<String>,
}

/// The form with its attachments behind it, in the order of their numbers, each named in the outline.
/// A file that cannot be taken in is named on a page in its place. The digest on the pages is that
/// of the content alone, until it is that of what was handed in.
///
/// # Errors
/// The library refuses, which is a fault of ours: foreign files are tried one by one before.
pub fn bundle_pdf(
    form: &Form,
    content: &Content,
    cover: &Cover,
    mut files: Vec<BundleFile>,
) -> Result<Vec<u8>, PdfError> {
    let mut document = print::document(form, content, cover);
    let mut budget = BUDGET;
    files.sort_by_key(|file| file.number);
    for file in files {
        let title = format!("附件 {}　{}", file.number, file.name);
        document.attach(match file.fault {
            Some(fault) => Attached::refused(&title, &fault),
            None => Attached::open(&title, &file.media_type, file.bytes, &mut budget),
        });
    }
    document.render()
}
