//! Which pages of a PDF are blank, or scans that cannot be read?

use image::ImageFormat;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{
    PageFault, Refusal,
    marks::{self, Marks},
    picture,
};
use crate::files::limits::FileLimits;

/// Pages that are looked at; a file with more has a fault anyway.
const MOST_PAGES: usize = 1000;
/// Most bytes of the content of one page, and of all pages, once they are decompressed.
const PAGE_BYTES: usize = 16 << 20;
const ALL_BYTES: usize = 128 << 20;
/// Pixels that are decoded of one file: beyond them scans are taken as they are.
const MOST_DECODED: u64 = 300_000_000;
/// How deep one form may draw another.
const MOST_DEPTH: u32 = 4;
/// How many references lead to the resources of a page.
const MOST_STEPS: usize = 64;

/// What is left to spend on one file.
struct Purse<'l> {
    limits: &'l FileLimits,
    bytes: usize,
    pixels: u64,
}

/// What lies on a page beside its own marks.
#[derive(Default)]
struct Drawn<'d> {
    is_marked: bool,
    pictures: Vec<&'d Stream>,
}

/// The faults of the pages, each by its number from 1.
///
/// # Errors
/// Contents that are larger than any page needs.
pub(super) fn faults(
    document: &Document,
    limits: &FileLimits,
) -> Result<Vec<(u32, PageFault)>, Refusal> {
    let mut purse = Purse { limits, bytes: ALL_BYTES, pixels: MOST_DECODED };
    let mut faults = Vec::new();
    for (number, page) in document.get_pages().into_iter().take(MOST_PAGES) {
        if let Some(fault) = fault_of(document, page, &mut purse)? {
            faults.push((number, fault));
        }
    }
    Ok(faults)
}

fn fault_of(
    document: &Document,
    page: ObjectId,
    purse: &mut Purse<'_>,
) -> Result<Option<PageFault>, Refusal> {
    let Ok(dictionary) = document.get_dictionary(page) else {
        return Ok(Some(PageFault::Unreadable));
    };
    let room = purse.bytes.min(PAGE_BYTES);
    let content = document.get_page_content_with_limit(page, room).map_err(|_| Refusal::Bomb)?;
    purse.bytes = purse.bytes.saturating_sub(content.len());
    let mut drawn = Drawn::default();
    let resources = inherited(document, dictionary);
    look(document, &marks::of(&content), resources, (&mut drawn, purse), 0)?;
    // Stamps and signatures are laid over a page as annotations.
    let has_notes = dictionary
        .get_deref(b"Annots", document)
        .and_then(Object::as_array)
        .is_ok_and(|notes| !notes.is_empty());
    if drawn.is_marked || has_notes {
        return Ok(None);
    }
    scanned(&drawn.pictures, purse)
}

/// The resources of a page, or of the first of its parents that has some.
fn inherited<'d>(document: &'d Document, page: &'d Dictionary) -> Option<&'d Dictionary> {
    let mut node = page;
    for _ in 0..MOST_STEPS {
        let own = node.get_deref(b"Resources", document).and_then(Object::as_dict);
        if let Ok(own) = own {
            return Some(own);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// Follows what marks draw: pictures are gathered, forms looked into.
fn look<'d>(
    document: &'d Document,
    marks: &Marks,
    resources: Option<&'d Dictionary>,
    (drawn, purse): (&mut Drawn<'d>, &mut Purse<'_>),
    depth: u32,
) -> Result<(), Refusal> {
    drawn.is_marked |= marks.has_text || marks.has_drawing;
    let objects = resources
        .and_then(|resources| resources.get_deref(b"XObject", document).ok())
        .and_then(|objects| objects.as_dict().ok());
    let Some(objects) = objects else { return Ok(()) };
    for name in &marks.draws {
        if drawn.is_marked {
            return Ok(());
        }
        let object = objects.get_deref(name, document).and_then(Object::as_stream);
        let Ok(stream) = object else { continue };
        match stream.dict.get_deref(b"Subtype", document).and_then(Object::as_name) {
            Ok(b"Image") => drawn.pictures.push(stream),
            Ok(b"Form") if depth < MOST_DEPTH => {
                let room = purse.bytes.min(PAGE_BYTES);
                let content =
                    stream.decompressed_content_with_limit(room).map_err(|_| Refusal::Bomb)?;
                purse.bytes = purse.bytes.saturating_sub(content.len());
                let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict);
                let within = own.ok().or(resources);
                look(document, &marks::of(&content), within, (drawn, purse), depth + 1)?;
            }
            // What is drawn in a way that is not understood here is not blank.
            _ => drawn.is_marked = true,
        }
    }
    Ok(())
}

/// The width and height of a picture of a PDF.
pub(super) fn size_of(picture: &Dictionary) -> (u32, u32) {
    let side = |key: &[u8]| {
        let side = picture.get(key).and_then(Object::as_i64).unwrap_or_default();
        u32::try_from(side).unwrap_or(u32::MAX)
    };
    (side(b"Width"), side(b"Height"))
}

/// What is wrong with a page that shows nothing but pictures.
fn scanned(pictures: &[&Stream], purse: &mut Purse<'_>) -> Result<Option<PageFault>, Refusal> {
    for picture in pictures {
        let (width, height) = size_of(&picture.dict);
        if !is_blank(picture, u64::from(width) * u64::from(height), purse)? {
            let sizes = pictures.iter().map(|picture| size_of(&picture.dict));
            let (width, height) =
                sizes.max_by_key(|(width, height)| *width.max(height)).unwrap_or_default();
            return Ok(picture::coarse(width, height, purse.limits));
        }
    }
    Ok(Some(PageFault::Blank))
}

/// Whether a picture is known to be blank.
fn is_blank(picture: &Stream, pixels: u64, purse: &mut Purse<'_>) -> Result<bool, Refusal> {
    let filters = picture.filters().unwrap_or_default();
    if pixels > purse.pixels {
        return Ok(false);
    }
    purse.pixels -= pixels;
    match filters.as_slice() {
        [b"DCTDecode"] => {
            let decoded = picture::decode(&picture.content, ImageFormat::Jpeg, purse.limits)?;
            Ok(decoded.is_some_and(|picture| picture::is_blank(&picture)))
        }
        [b"FlateDecode" | b"LZWDecode"] | [] => {
            let most = purse.limits.most_pixels.saturating_mul(4);
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let samples =
                picture.decompressed_content_with_limit(most).map_err(|_| Refusal::Bomb)?;
            let of_each = u64::try_from(samples.len()).unwrap_or_default() / pixels.max(1);
            let channels = usize::try_from(of_each.clamp(1, 4)).unwrap_or(1);
            Ok(picture::is_even(&samples, channels))
        }
        // Fax codes and wavelets are not decoded here.
        _ => Ok(false),
    }
}
