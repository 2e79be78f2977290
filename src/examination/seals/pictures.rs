//! Which picture is a page? Scans are taken out of a PDF as they lie in it; a page that is drawn from letters and
//! lines has none, and is looked at in the file itself. The bytes were looked into before they were kept.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbImage, imageops::FilterType};
use lopdf::{Document, Object, ObjectId};

/// Most bytes that a picture may take while it is decoded.
const MOST_BYTES: u64 = 320 << 20;
/// Most samples of an uncompressed picture.
const MOST_SAMPLES: usize = 160 << 20;

/// A file, opened.
#[derive(Debug)]
pub(super) enum Opened {
    /// Its pages.
    Pdf(Box<Document>, Vec<ObjectId>),
    /// It is a picture.
    Picture(Vec<u8>, ImageFormat),
    /// Nothing that can be opened here: encrypted, damaged.
    Closed,
}

impl Opened {
    /// Opens a file.
    pub(super) fn of(bytes: Vec<u8>, media_type: &str) -> Self {
        match media_type {
            "image/png" => Self::Picture(bytes, ImageFormat::Png),
            "image/jpeg" => Self::Picture(bytes, ImageFormat::Jpeg),
            _ => match Document::load_mem(&bytes) {
                Ok(document) if !document.is_encrypted() => {
                    let pages = document.get_pages().into_values().collect();
                    Self::Pdf(Box::new(document), pages)
                }
                _ => Self::Closed,
            },
        }
    }

    /// How many pages there are, one at the least.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Pdf(_, pages) => pages.len().max(1),
            Self::Picture(..) | Self::Closed => 1,
        }
    }

    /// The picture of a page, counted from 0; none where it is drawn, or coded as nothing here decodes.
    pub(super) fn picture(&self, page: usize) -> Option<RgbImage> {
        match self {
            Self::Picture(bytes, format) if page == 0 => decoded(bytes, *format),
            Self::Pdf(document, pages) => scan(document, *pages.get(page)?),
            Self::Picture(..) | Self::Closed => None,
        }
    }
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Option<RgbImage> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    reader.decode().ok().map(|picture| picture.to_rgb8())
}

/// The largest picture that a page shows.
fn scan(document: &Document, page: ObjectId) -> Option<RgbImage> {
    let pictures = document.get_page_images(page).ok()?;
    let largest = pictures.iter().max_by_key(|picture| picture.width * picture.height)?;
    let stream = document.get_object(largest.id).and_then(Object::as_stream).ok()?;
    let (width, height) = (u32::try_from(largest.width).ok()?, u32::try_from(largest.height).ok()?);
    match stream.filters().unwrap_or_default().as_slice() {
        [b"DCTDecode"] => decoded(&stream.content, ImageFormat::Jpeg),
        [b"FlateDecode" | b"LZWDecode"] => {
            let samples = stream.decompressed_content_with_limit(MOST_SAMPLES).ok()?;
            of_samples(samples, (width, height))
        }
        [] => of_samples(stream.content.clone(), (width, height)),
        // Fax codes and wavelets are not decoded here.
        _ => None,
    }
}

/// A picture of samples of eight bits: three, or one, for each pixel.
fn of_samples(samples: Vec<u8>, (width, height): (u32, u32)) -> Option<RgbImage> {
    let pixels = usize::try_from(u64::from(width) * u64::from(height)).ok()?;
    if samples.len() == pixels * 3 {
        return RgbImage::from_raw(width, height, samples);
    }
    if samples.len() == pixels {
        let grey = image::GrayImage::from_raw(width, height, samples)?;
        return Some(DynamicImage::ImageLuma8(grey).to_rgb8());
    }
    None
}

/// A picture whose longer side is `side` at the most.
pub(super) fn scaled(picture: &RgbImage, side: u32) -> RgbImage {
    let longer = picture.width().max(picture.height()).max(1);
    if longer <= side {
        return picture.clone();
    }
    let of = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    image::imageops::resize(
        picture,
        of(picture.width()),
        of(picture.height()),
        FilterType::Triangle,
    )
}

/// A picture as PNG.
pub(super) fn png(picture: RgbImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}
