//! Are the files that a publicity or a resolution names there, and the same for everybody who reads of them?

use entity::ids::DossierId;

use super::{
    errors::{ProcessError, Rule},
    step::Held,
};
use crate::{
    nominations::attachments::{self, Attachment},
    persistence::WriteTx,
};

/// The file of a number as somebody wrote it.
fn found<'f>(files: &'f [Attachment], text: &str) -> Option<&'f Attachment> {
    let number: u32 = text.parse().ok()?;
    files.iter().find(|file| file.number == number)
}

/// The numbers of the proofs of a publicity, each of a file of the dossier.
///
/// # Errors
/// A number that no file has, the records failing.
pub(super) async fn of_publicity(
    tx: &WriteTx,
    id: DossierId,
    numbers: Vec<String>,
) -> Result<Vec<String>, ProcessError> {
    let mut named = Vec::with_capacity(numbers.len());
    if numbers.is_empty() {
        return Ok(named);
    }
    let files = attachments::of_dossier(&**tx, id).await?;
    for text in numbers {
        let Some(file) = found(&files, &text) else {
            return Err(ProcessError::at("/proofs", Rule::NoFile(text)));
        };
        named.push(file.number.to_string());
    }
    Ok(named)
}

/// The number of the file with the minutes: in each dossier of the resolution the same file has it.
///
/// # Errors
/// A number that no file has, or that another file has in another dossier; the records failing.
pub(super) async fn of_resolution(
    tx: &WriteTx,
    number: Option<String>,
    all: &[(usize, Held)],
) -> Result<Option<String>, ProcessError> {
    let text = number.unwrap_or_default().trim().to_owned();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |rule| ProcessError::at("/minutes_attachment", rule);
    let mut same: Option<(u32, String)> = None;
    for (_, held) in all {
        let files = attachments::of_dossier(&**tx, held.dossier.id).await?;
        let Some(file) = found(&files, &text) else { return Err(wrong(Rule::NoFile(text))) };
        if same.is_some_and(|(_, digest)| digest != file.digest) {
            return Err(wrong(Rule::OtherFile(text)));
        }
        same = Some((file.number, file.digest.clone()));
    }
    Ok(same.map(|(number, _)| number.to_string()))
}
