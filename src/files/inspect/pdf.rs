//! What is in a PDF? The library that parses it is given bounds, and the bytes are looked at before it
//! for what would make it take more memory than the bounds say.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use lopdf::{DecompressError, Document, Error, LoadOptions, Object};

use super::{Found, Kind, Refusal, active, names, pages, text};
use crate::files::limits::FileLimits;

/// Most bytes of one stream of objects or of cross-references, decompressed.
const STREAM_BYTES: usize = 4 << 20;
/// Most bytes of all streams of objects, decompressed.
const OBJECT_BYTES: u64 = 48 << 20;
/// Most objects of a file, and most numbers at the start of one stream of objects: two for each.
const MOST_OBJECTS: usize = 200_000;
const MOST_NUMBERS: usize = 60_000;
/// Most tables of cross-references: one for each time that a file was saved on.
const MOST_TABLES: usize = 64;

/// Looks into a PDF.
///
/// # Errors
/// Active content, a bomb, a file that cannot be read.
pub(super) fn inspect(bytes: &[u8], limits: &FileLimits) -> Result<Found, Refusal> {
    if active::is_named(bytes) {
        return Err(Refusal::Active);
    }
    // Before anything is parsed: the parser would try the empty password and go on without bounds.
    if names::holds(bytes, &[b"Encrypt"]) {
        return Ok(Found {
            kind: Kind::Pdf,
            pages: None,
            is_encrypted: true,
            page_faults: Vec::new(),
        });
    }
    weigh(bytes)?;
    let document = load(bytes, false)?;
    // Objects that its table leaves out, which a viewer may find where the table is broken.
    let rebuilt = load(bytes, true)?;
    if active::is_active(&document) || active::is_active(&rebuilt) {
        return Err(Refusal::Active);
    }
    drop(rebuilt);
    let too_many = |stream: &lopdf::Stream| {
        let (width, height) = pages::size_of(&stream.dict);
        u64::from(width) * u64::from(height) > limits.most_pixels
    };
    let is_picture = |stream: &&lopdf::Stream| {
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
    };
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    if streams.filter(is_picture).any(too_many) {
        return Err(Refusal::Bomb);
    }
    // Before its text is read: the contents of its pages are within bounds.
    let page_faults = pages::faults(&document, limits)?;
    if let Some(kind) = text::mark(&document) {
        return Err(Refusal::Classified(kind));
    }
    let count = document.page_iter().count();
    let pages = Some(u32::try_from(count).unwrap_or(u32::MAX));
    Ok(Found { kind: Kind::Pdf, pages, is_encrypted: false, page_faults })
}

fn load(bytes: &[u8], force_reconstruct: bool) -> Result<Document, Refusal> {
    let options = LoadOptions {
        max_decompressed_size: Some(STREAM_BYTES),
        force_reconstruct,
        ..LoadOptions::default()
    };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Refusal::Bomb,
            _ => Refusal::Damaged,
        })?;
    if document.objects.len() > MOST_OBJECTS {
        return Err(Refusal::Bomb);
    }
    Ok(document)
}

/// Whether a file, by its bytes, stays within bounds once its streams of objects are opened.
fn weigh(bytes: &[u8]) -> Result<(), Refusal> {
    if names::count(bytes, &[b"XRef"], MOST_TABLES + 1) > MOST_TABLES {
        return Err(Refusal::Bomb);
    }
    let mut left = OBJECT_BYTES;
    let mut before = bytes;
    while let Some(at) = find(before, b"stream") {
        let (dictionary, body) = before.split_at_checked(at).unwrap_or((before, &[]));
        let body = body.get(b"stream".len()..).unwrap_or_default();
        // A stream of objects has a first object, whatever it calls itself.
        if !dictionary.ends_with(b"end") && names::holds(last_object(dictionary), &[b"First"]) {
            left = left.checked_sub(opened(last_object(dictionary), body)?).ok_or(Refusal::Bomb)?;
        }
        before = body;
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// What stands after the last beginning of an object: the dictionary of the stream that follows.
fn last_object(bytes: &[u8]) -> &[u8] {
    let at = bytes.windows(3).rposition(|window| window == b"obj");
    at.and_then(|at| bytes.get(at + 3..)).unwrap_or(bytes)
}

/// How many bytes a stream of objects has once it is decompressed, with no more objects than allowed.
fn opened(dictionary: &[u8], body: &[u8]) -> Result<u64, Refusal> {
    // What else than deflation is used here is used to hide something.
    const OTHER: [&[u8]; 8] = [
        b"ASCIIHexDecode",
        b"AHx",
        b"ASCII85Decode",
        b"A85",
        b"LZWDecode",
        b"LZW",
        b"RunLengthDecode",
        b"RL",
    ];
    if names::holds(dictionary, &OTHER) || names::count(dictionary, &[b"FlateDecode"], 2) > 1 {
        return Err(Refusal::Bomb);
    }
    let body = body.strip_prefix(b"\r").unwrap_or(body);
    let body = body.strip_prefix(b"\n").unwrap_or(body);
    let mut content = Vec::new();
    if names::holds(dictionary, &[b"FlateDecode", b"Fl"]) {
        let most = u64::try_from(STREAM_BYTES + 1).unwrap_or(u64::MAX);
        // What cannot be decompressed to its end cannot be by the parser either.
        let _broken = ZlibDecoder::new(body).take(most).read_to_end(&mut content);
    } else {
        let end = find(body, b"endstream").unwrap_or(body.len());
        content.extend_from_slice(body.get(..end).unwrap_or(body));
    }
    if content.len() > STREAM_BYTES || numbers(&content) > MOST_NUMBERS {
        return Err(Refusal::Bomb);
    }
    Ok(u64::try_from(content.len()).unwrap_or(u64::MAX))
}

/// How many numbers stand at the start.
fn numbers(content: &[u8]) -> usize {
    let words = content.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.take_while(|word| word.iter().all(u8::is_ascii_digit)).count()
}
