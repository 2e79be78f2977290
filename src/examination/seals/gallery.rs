//! Which pages of a dossier does an examiner look at for seals and signatures?

use std::collections::BTreeMap;

use entity::ids::{DossierId, NominationId};
use rayon::prelude::*;

use super::{
    due::{Due, due},
    pictures::{Opened, png, scaled},
    red::{Seal, seals},
    rules::IN_FORCE,
    views::{SealGalleryView, SealPageView},
};
use crate::{
    app::App,
    nominations::{Attachment, DossierError, attachments_of, find_dossier, place, said},
};

/// A page of a place where a mark is due.
struct Page<'d> {
    due: &'d Due,
    /// The file and the page, from 0.
    file: Option<(&'d Attachment, usize)>,
}

/// The places of a submitted dossier, with its files, opened.
struct Ground {
    due: Vec<Due>,
    files: Vec<Attachment>,
    opened: BTreeMap<u32, Opened>,
}

impl Ground {
    /// None for a dossier that was never submitted: it is its society's alone.
    async fn of(app: &App, id: DossierId) -> Result<Option<Self>, DossierError> {
        let tx = app.database.begin_read().await?;
        if place(&tx, NominationId(id.0)).await?.is_none() {
            return Ok(None);
        }
        let Some(reached) = find_dossier(&*tx, id).await? else { return Ok(None) };
        let content = said(app, &*tx, &reached).await?.content;
        let files = attachments_of(&*tx, id).await?;
        drop(tx);
        let due = due(reached.form, &content, &IN_FORCE);
        Ok(Some(Self { due, files, opened: BTreeMap::new() }))
    }

    fn file(&self, number: u32) -> Option<&Attachment> {
        self.files.iter().find(|file| file.number == number)
    }

    /// Opens the files that places name; one that the store does not give stays closed.
    async fn open(&mut self, app: &App) {
        let mut opened = BTreeMap::new();
        for number in self.due.iter().flat_map(|due| due.attachments.iter().copied()) {
            let Some(file) = self.file(number) else { continue };
            if opened.contains_key(&number) {
                continue;
            }
            let bytes = app.files.get(&file.digest).await.unwrap_or_else(|error| {
                tracing::warn!(%error, number, "a file of a dossier is not in the store");
                Vec::new()
            });
            let media_type = file.media_type.clone();
            let file = tokio::task::block_in_place(|| Opened::of(bytes, &media_type));
            opened.insert(number, file);
        }
        self.opened = opened;
    }

    /// The pages in order: of a place without a file one that says so.
    fn pages(&self) -> Vec<Page<'_>> {
        let mut pages = Vec::new();
        for due in &self.due {
            let files = due.attachments.iter().filter_map(|number| self.file(*number));
            let before = pages.len();
            for file in files {
                let count = self.opened.get(&file.number).map_or(1, Opened::pages);
                let shown = 0..count.min(IN_FORCE.pages.most_of_a_file);
                pages.extend(shown.map(|page| Page { due, file: Some((file, page)) }));
            }
            if pages.len() == before {
                pages.push(Page { due, file: None });
            }
        }
        pages
    }

    fn picture(&self, page: &Page<'_>) -> Option<image::RgbImage> {
        let (file, number) = page.file?;
        self.opened.get(&file.number)?.picture(number)
    }
}

fn seen(ground: &Ground, page: &Page<'_>) -> (bool, Vec<Seal>) {
    match ground.picture(page) {
        Some(picture) => (true, seals(&picture, &IN_FORCE.red)),
        None => (false, Vec::new()),
    }
}

fn view(number: u32, page: &Page<'_>, (has_picture, seals): (bool, Vec<Seal>)) -> SealPageView {
    let due = page.due;
    SealPageView {
        number,
        address: due.address.clone(),
        label: due.label.clone(),
        owner: due.owner.clone(),
        marks: due.marks.iter().map(|mark| mark.as_str().to_owned()).collect(),
        clause: due.clause.clone(),
        attachment: page.file.map(|(file, _)| file.number),
        file: page.file.map(|(file, _)| file.name.clone()),
        page: page.file.map(|(_, page)| u32::try_from(page).unwrap_or(u32::MAX) + 1),
        has_picture,
        seals: seals.into_iter().map(Into::into).collect(),
    }
}

/// The pages of a submitted dossier where a seal or a signature is due; none where there is no such dossier.
///
/// # Errors
/// The records failing.
pub async fn gallery(app: &App, id: DossierId) -> Result<Option<SealGalleryView>, DossierError> {
    let Some(mut ground) = Ground::of(app, id).await? else { return Ok(None) };
    ground.open(app).await;
    let pages = tokio::task::block_in_place(|| {
        let pages = ground.pages();
        let numbered: Vec<(u32, Page<'_>)> = (1..).zip(pages).collect();
        numbered.par_iter().map(|(number, page)| view(*number, page, seen(&ground, page))).collect()
    });
    Ok(Some(SealGalleryView { pages }))
}

/// The picture of a page of the gallery as PNG; none where there is no such page, or it is drawn from letters.
///
/// # Errors
/// The records failing.
pub async fn picture(
    app: &App,
    id: DossierId,
    number: u32,
) -> Result<Option<Vec<u8>>, DossierError> {
    let Some(mut ground) = Ground::of(app, id).await? else { return Ok(None) };
    ground.open(app).await;
    let at = usize::try_from(number).unwrap_or_default().checked_sub(1);
    Ok(tokio::task::block_in_place(|| {
        let page = ground.pages().into_iter().nth(at?)?;
        let picture = ground.picture(&page)?;
        png(scaled(&picture, IN_FORCE.pages.shown_side))
    }))
}

/// The file in which a page of the gallery lies, if it is a PDF: its drawn pages have no picture.
///
/// # Errors
/// The records failing.
pub async fn file(
    app: &App,
    id: DossierId,
    number: u32,
) -> Result<Option<(String, Vec<u8>)>, DossierError> {
    let Some(mut ground) = Ground::of(app, id).await? else { return Ok(None) };
    ground.open(app).await;
    let at = usize::try_from(number).unwrap_or_default().checked_sub(1);
    let pages = ground.pages();
    let page = at.and_then(|at| pages.get(at));
    let Some((file, _)) = page.and_then(|page| page.file) else { return Ok(None) };
    if file.media_type != "application/pdf" {
        return Ok(None);
    }
    let bytes = app.files.get(&file.digest).await.ok();
    Ok(bytes.map(|bytes| (file.name.clone(), bytes)))
}
