//! How does a file without names come into the place of an attachment?

use super::{
    check,
    copies::{CopyKey, ground, hold, keep, reopened},
    kept::RedactedFile,
    show::Ground,
    store, strip,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    files::{self, Content, Kind, Refusal},
    nominations::Hidden,
    reviews::{BadField, ReviewError},
    shared::Bilingual,
};

/// Where in the request the file stands.
const FILE: &str = "/file";

fn refused(why: Refusal) -> ReviewError {
    ReviewError::Invalid(vec![BadField::new(FILE, why.code(), why.what())])
}

fn inside(error: &dyn std::fmt::Display) -> ReviewError {
    ReviewError::Inside(error.to_string())
}

/// A file that is fit to be given: nothing but its pages, with no name on them.
struct Fit {
    content: Content,
    bytes: Vec<u8>,
    pages: Option<u32>,
}

/// Looks into a file, takes out what it says beside its pages, and reads the pages for names.
///
/// # Errors
/// No PDF that may be kept, a name that is left.
async fn fitted(bytes: Vec<u8>, hidden: Hidden) -> Result<Fit, ReviewError> {
    let looked = files::look_into(bytes).await.map_err(|error| inside(&error))?;
    let (found, bytes) = looked.map_err(refused)?;
    if found.kind != Kind::Pdf || found.is_encrypted {
        let words = Bilingual::new(
            "隐名附件须为未加密的 PDF 文件",
            "a file without names is a PDF without a password",
        );
        return Err(ReviewError::Invalid(vec![BadField::new(FILE, "wrong_kind", words)]));
    }
    let work = move || -> Result<(Vec<u8>, Vec<BadField>), Refusal> {
        let bare = strip::strip(&bytes)?;
        let left = check::of_pages(&strip::texts(&bare)?, &hidden);
        Ok((bare, left))
    };
    let done = tokio::task::spawn_blocking(work).await;
    let (bytes, left) = match done {
        Ok(done) => done.map_err(refused)?,
        // A parser that gives up by a panic was given something made to break it.
        Err(error) if error.is_panic() => return Err(refused(Refusal::Damaged)),
        Err(error) => return Err(inside(&error)),
    };
    if !left.is_empty() {
        return Err(ReviewError::Invalid(left));
    }
    let content = files::check(&bytes).map_err(|error| {
        let told = error.to_string();
        ReviewError::field(FILE, "file", &told, &told)
    })?;
    Ok(Fit { content, bytes, pages: found.pages })
}

/// Puts a file in the place of an attachment; the copy has to be checked again.
///
/// # Errors
/// Not granted, no such copy or attachment, another version, a copy that is released, a file that may not be given.
pub(super) async fn put(
    app: &App,
    actor: &Actor,
    (key, seen): (CopyKey, i64),
    (number, bytes): (u32, Vec<u8>),
) -> Result<(), ReviewError> {
    let ground = ground(app, actor, key.0).await?;
    if !ground.found.files.iter().any(|file| file.number == number) {
        return Err(ReviewError::NotFound);
    }
    let fit = fitted(bytes, ground.found.hidden).await?;
    let digest = fit.content.digest.clone();
    // Before the transaction: bytes that no row names do no harm, a row without bytes would.
    app.files.put(&fit.content, fit.bytes).await.map_err(|error| inside(&error))?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut copy = hold(&tx, (key, seen)).await?;
    reopened(&mut copy, (&actor.username, now))?;
    files::record(&*tx, &fit.content, now).await?;
    copy.put(RedactedFile { number, digest, pages: fit.pages });
    keep(app, &tx, (&actor.username, "put_copy_file"), &mut copy).await?;
    Ok(tx.commit().await?)
}

/// A file of a copy, for the office to look at.
///
/// # Errors
/// Not granted, no such copy or file, a nomination from which the reader is kept, the store of files failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    (key, number): (CopyKey, u32),
) -> Result<Vec<u8>, ReviewError> {
    let tx = app.database.begin_read().await?;
    Ground::of(app, &tx, (actor, Action::ReadReviews), key.0).await?;
    let copy = store::find(&*tx, key).await?.ok_or(ReviewError::NotFound)?;
    drop(tx);
    let file = copy.files.iter().find(|file| file.number == number);
    let digest = &file.ok_or(ReviewError::NotFound)?.digest;
    app.files.get(digest).await.map_err(|error| inside(&error))
}
