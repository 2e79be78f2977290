//! What of a file that somebody handed in can stand behind a document?
//!
//! Such a file is foreign: it may be damaged, too long, or made to do harm. Its pages are taken as
//! pictures of what they show, so that no script, link or form of theirs comes along, and each file is
//! tried alone first: one that cannot be taken is named in the document and left out, the others stay.

use std::{
    io::{self, BufRead, BufReader, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use flate2::bufread::ZlibDecoder;
use krilla::{
    Document as File, SerializeSettings,
    configure::{ConfigurationBuilder, PdfVersion},
    geom::Size,
    image::Image,
    page::PageSettings,
    pdf::{Pdf, PdfDocument},
};

/// The most pixels of a picture that has to be unpacked: as much as a double page at 600 dots an inch.
const MOST_PIXELS: u64 = 80_000_000;
/// How many opening brackets may follow each other; a real file has few, the reader of one with
/// thousands would run out of its stack.
const DEEPEST: usize = 64;
/// What the packed parts of a PDF may unpack to, in bytes: more than pages of text and pictures come to,
/// less than a small file made to fill the memory.
const MOST_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Dots of a picture that make an inch on paper.
const DOTS: f32 = 150.0;

/// How much may be attached in all.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Pages of other files.
    pub pages: usize,
    /// Bytes of other files.
    pub bytes: usize,
}

/// A file behind a document.
#[derive(Clone, Debug)]
pub struct Attached {
    pub(super) title: String,
    pub(super) source: Source,
}

/// Where its pages come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A PDF, with width and height of each page in points.
    Pages { file: PdfDocument, sizes: Vec<(f32, f32)> },
    /// A picture, with its width and height in points.
    Picture { image: Image, size: (f32, f32) },
    /// Neither: what is said instead.
    Refused(String),
}

/// Settings under which every version of a file can be taken.
pub(super) fn settings() -> SerializeSettings {
    // A version without a validator is never refused.
    let newest = ConfigurationBuilder::new().with_version(PdfVersion::Pdf20).finish();
    SerializeSettings { configuration: newest.unwrap_or_default(), ..SerializeSettings::default() }
}

impl Attached {
    /// The file as it stands behind a document under `title`; what cannot be taken, or is beyond what
    /// `budget` has left, is said on a page in its place.
    pub fn open(title: &str, media_type: &str, bytes: Vec<u8>, budget: &mut Budget) -> Self {
        let source = Self::source(media_type, bytes, budget).unwrap_or_else(Source::Refused);
        Self { title: title.to_owned(), source }
    }

    /// A file that is not to be opened, and why.
    pub fn refused(title: &str, why: &str) -> Self {
        let why = format!("本附件未并入本文件：{why}。请另行查看原件。");
        Self { title: title.to_owned(), source: Source::Refused(why) }
    }

    /// Whether the file itself is shown.
    pub fn is_shown(&self) -> bool {
        !matches!(self.source, Source::Refused(_))
    }

    fn source(media_type: &str, bytes: Vec<u8>, budget: &mut Budget) -> Result<Source, String> {
        let refused = |why: &str| format!("本附件未并入本文件：{why}。请另行查看原件。");
        let Some(left) = budget.bytes.checked_sub(bytes.len()) else {
            return Err(refused("附件总大小超过合订本的上限"));
        };
        let opened = match media_type {
            "application/pdf" => pages(bytes),
            "image/png" | "image/jpeg" => picture(media_type, bytes),
            _ => Err("该类文件不能并入 PDF"),
        };
        let source = opened.map_err(refused)?;
        let count = match &source {
            Source::Pages { sizes, .. } => sizes.len(),
            Source::Picture { .. } | Source::Refused(_) => 1,
        };
        let Some(pages) = budget.pages.checked_sub(count) else {
            return Err(refused("附件总页数超过合订本的上限"));
        };
        *budget = Budget { pages, bytes: left };
        Ok(source)
    }
}

/// Whether brackets are opened within brackets, deeper than any real file does.
fn is_deep(bytes: &[u8]) -> bool {
    let mut run = 0_usize;
    bytes.iter().any(|byte| {
        match byte {
            b'[' | b'<' => run += 1,
            byte if byte.is_ascii_whitespace() => {}
            _ => run = 0,
        }
        run > DEEPEST
    })
}

/// What is left of `most` bytes after everything that `packed` unpacks to, packed twice or once; none
/// where it is more.
fn left_of(most: u64, packed: impl BufRead) -> Option<u64> {
    let mut once = BufReader::new(ZlibDecoder::new(packed));
    // What cannot be unpacked is no packed part, or a damaged one: it takes no memory either.
    let is_twice = once.fill_buf().is_ok_and(starts_packed);
    let count = |from: &mut dyn Read| {
        let mut counted = from.take(most + 1);
        // Where it breaks off it has still unpacked as much as was counted.
        drop(io::copy(&mut counted, &mut io::sink()));
        most + 1 - counted.limit()
    };
    let bytes = if is_twice { count(&mut ZlibDecoder::new(once)) } else { count(&mut once) };
    most.checked_sub(bytes)
}

/// Whether bytes begin as packed ones do (RFC 1950 §2.2).
fn starts_packed(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0f == 8
        && (u16::from(*method) * 256 + u16::from(*flags)).is_multiple_of(31))
}

/// Whether the packed parts of a PDF unpack to more than `most` bytes of the memory.
fn is_bomb(bytes: &[u8], mut most: u64) -> bool {
    const BEGINS: &[u8] = b"stream";
    let starts = bytes.windows(BEGINS.len()).enumerate().filter(|(_, word)| *word == BEGINS);
    for (at, _) in starts {
        let part = bytes.get(at + BEGINS.len()..).unwrap_or_default().trim_ascii_start();
        if starts_packed(part) {
            let Some(left) = left_of(most, part) else { return true };
            most = left;
        }
    }
    false
}

fn pages(bytes: Vec<u8>) -> Result<Source, &'static str> {
    if is_deep(&bytes) {
        return Err("文件结构异常");
    }
    if is_bomb(&bytes, MOST_UNPACKED_BYTES) {
        return Err("文件展开后过大");
    }
    // The reader of foreign files is not ours: where it fails in a way that it did not foresee, this
    // one file is left out.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let pdf = Pdf::new(bytes).map_err(|_| "文件已加密或者损坏，无法读取")?;
        let mut sizes = Vec::new();
        for page in pdf.pages().iter() {
            sizes.push(page.render_dimensions());
        }
        let file = PdfDocument::new(pdf.into());
        embeds(&file, &sizes).then_some(Source::Pages { file, sizes }).ok_or("文件中有无法读取的页")
    }));
    opened.unwrap_or(Err("文件已损坏，无法读取"))
}

/// Whether every page can be taken.
fn embeds(file: &PdfDocument, sizes: &[(f32, f32)]) -> bool {
    let mut trial = File::new_with(settings());
    for (at, (width, height)) in sizes.iter().enumerate() {
        let (Some(page), Some(size)) =
            (PageSettings::from_wh(*width, *height), Size::from_wh(*width, *height))
        else {
            return false;
        };
        let mut page = trial.start_page_with(page);
        page.surface().draw_pdf_page(file, size, at);
    }
    !sizes.is_empty() && trial.finish().is_ok()
}

/// Width times height that the head of a PNG file gives.
fn png_pixels(bytes: &[u8]) -> Option<u64> {
    let side = |from: usize| -> Option<u64> {
        let side = bytes.get(from..from + 4)?;
        Some(u64::from(u32::from_be_bytes(side.try_into().ok()?)))
    };
    side(16)?.checked_mul(side(20)?)
}

fn picture(media_type: &str, bytes: Vec<u8>) -> Result<Source, &'static str> {
    // A JPEG is kept as it is; a PNG is unpacked, and a small file may claim to be a huge picture.
    let is_png = media_type == "image/png";
    if is_png && png_pixels(&bytes).is_none_or(|pixels| pixels > MOST_PIXELS) {
        return Err("图片尺寸超过上限");
    }
    let opened = catch_unwind(AssertUnwindSafe(|| {
        if is_png {
            Image::from_png(bytes.into(), true)
        } else {
            Image::from_jpeg(bytes.into(), true)
        }
    }));
    let image = opened.ok().and_then(Result::ok).ok_or("图片已损坏，无法读取")?;
    let (width, height) = image.size();
    let points = |dots: u32| dots as f32 * 72.0 / DOTS;
    Ok(Source::Picture { size: (points(width), points(height)), image })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn part(packed: &[u8]) -> Vec<u8> {
        [b"1 0 obj << /Filter /FlateDecode >> stream\r\n", packed, b"\nendstream"].concat()
    }

    #[test]
    fn a_part_that_would_fill_the_memory_is_found_though_packed_twice() {
        let most = 1 << 20;
        let fair = packed(&vec![b' '; 1 << 20]);
        assert!(!is_bomb(&part(&fair), most));
        assert!(!is_bomb(&part(&packed(&fair)), most));
        let huge = packed(&vec![b' '; (1 << 20) + 1]);
        assert!(is_bomb(&part(&huge), most));
        assert!(is_bomb(&part(&packed(&huge)), most));
        assert!(is_bomb(&[part(&fair), part(&packed(b"x"))].concat(), most), "all parts count");
        assert!(!is_bomb(b"stream\nnothing packed endstream", most));
    }

    #[test]
    fn what_is_beyond_the_budget_or_no_file_is_said_and_not_shown() {
        let mut budget = Budget { pages: 1, bytes: 100 };
        let large = Attached::open("甲", "image/png", vec![0; 101], &mut budget);
        let broken = Attached::open("乙", "application/pdf", b"%PDF-1.7".to_vec(), &mut budget);
        let deep = Attached::open("丙", "application/pdf", vec![b'['; 90], &mut budget);
        let claims = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0xff; 8]].concat();
        let claims = Attached::open("丁", "image/png", claims, &mut budget);
        for one in [large, broken, deep, claims] {
            assert!(!one.is_shown(), "{one:?}");
        }
        assert_eq!((budget.pages, budget.bytes), (1, 100), "what is not taken in costs nothing");
    }
}
