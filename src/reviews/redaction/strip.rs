//! What does a PDF say beside its pages, and how is that taken out? Author, metadata, bookmarks, notes, files within it,
//! and what a camera wrote into a picture (domain brief: names leak by metadata and file names).

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

use crate::files::Refusal;

/// Most bytes of one stream of objects, decompressed: the file was looked into before.
const STREAM_BYTES: usize = 4 << 20;
/// Most bytes of the content of one page, decompressed.
const PAGE_BYTES: usize = 16 << 20;
/// Pages that are read; no attachment has more.
const MOST_PAGES: usize = 1000;

/// What the trailer says of who made the file, and of the file that it once was.
const OF_TRAILER: [&[u8]; 4] = [b"Info", b"ID", b"Prev", b"XRefStm"];
/// What the catalogue says beside the pages (ISO 32000-1 §7.7.2).
const OF_CATALOG: [&[u8]; 14] = [
    b"Metadata",
    b"Names",
    b"Dests",
    b"Outlines",
    b"Threads",
    b"AcroForm",
    b"OpenAction",
    b"AA",
    b"URI",
    b"PieceInfo",
    b"StructTreeRoot",
    b"MarkInfo",
    b"AF",
    b"Collection",
];
/// What a page says beside its content (§7.7.3.3).
const OF_PAGE: [&[u8]; 9] = [
    b"Annots",
    b"B",
    b"Thumb",
    b"AA",
    b"Tabs",
    b"StructParents",
    b"PieceInfo",
    b"LastModified",
    b"Metadata",
];
/// What any other object may say.
const OF_OBJECT: [&[u8]; 3] = [b"Metadata", b"PieceInfo", b"LastModified"];

fn load(pdf: &[u8]) -> Result<Document, Refusal> {
    let options =
        LoadOptions { max_decompressed_size: Some(STREAM_BYTES), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(pdf, options).map_err(|_| Refusal::Damaged)?;
    if document.is_encrypted() { Err(Refusal::Damaged) } else { Ok(document) }
}

/// The pages of a PDF and nothing else, with new numbers of its objects.
///
/// # Errors
/// It cannot be read or written.
pub(super) fn strip(pdf: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut document = load(pdf)?;
    take_out(&mut document.trailer, &OF_TRAILER);
    take_out(document.catalog_mut().map_err(|_| Refusal::Damaged)?, &OF_CATALOG);
    let pages: Vec<_> = document.page_iter().collect();
    for page in pages {
        if let Ok(page) = document.get_dictionary_mut(page) {
            take_out(page, &OF_PAGE);
        }
    }
    document.traverse_objects(|object| match object {
        Object::Dictionary(dictionary) => take_out(dictionary, &OF_OBJECT),
        Object::Stream(stream) => bare(stream),
        _ => {}
    });
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|_| Refusal::Damaged)?;
    Ok(bytes)
}

fn take_out(dictionary: &mut Dictionary, keys: &[&[u8]]) {
    for key in keys {
        dictionary.remove(key);
    }
}

/// A stream without what is said of it; a photograph without what its camera wrote.
fn bare(stream: &mut Stream) {
    take_out(&mut stream.dict, &OF_OBJECT);
    let is_jpeg = stream.filters().is_ok_and(|filters| filters == [b"DCTDecode"]);
    if let Some(bytes) = is_jpeg.then(|| bare_jpeg(&stream.content)).flatten() {
        stream.set_content(bytes);
    }
}

/// A JPEG without the parts that programs and cameras add (Exif, XMP, IPTC, comments); none where it is no JPEG.
/// Its colours stay: those parts are kept (ITU T.81 §B.2.4.6, T.872).
fn bare_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const START_OF_SCAN: u8 = 0xda;
    let mut left = bytes.get(..2).filter(|start| *start == [0xff, 0xd8])?.to_vec();
    let mut at = 2;
    loop {
        let [mark, kind, high, low] = *bytes.get(at..at + 4)? else { return None };
        if mark != 0xff {
            return None;
        }
        if kind == START_OF_SCAN {
            left.extend_from_slice(bytes.get(at..)?);
            return Some(left);
        }
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        // APP1, APP3 to APP13, APP15 and comments; APP0, APP2 and APP14 tell how colours are meant.
        let is_talk = matches!(kind, 0xe1 | 0xe3..=0xed | 0xef | 0xfe);
        if !is_talk {
            left.extend_from_slice(bytes.get(at..end)?);
        }
        at = end;
    }
}

/// The text of each page; what cannot be read as text says nothing.
///
/// # Errors
/// It cannot be read.
pub(super) fn texts(pdf: &[u8]) -> Result<Vec<String>, Refusal> {
    let document = load(pdf)?;
    let pages = document.get_pages().into_keys().take(MOST_PAGES);
    let text = |number: u32| {
        let pieces = document.extract_text_chunks_with_limit(&[number], PAGE_BYTES);
        pieces.into_iter().filter_map(Result::ok).collect()
    };
    Ok(pages.map(text).collect())
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;
    use crate::exchange::pdf::{Document as Printed, Meta};

    /// A file that says a name wherever one may say it, but on its page.
    fn talkative() -> Vec<u8> {
        let mut printed =
            Printed::new(Meta { title: "CV of Shifan Jia".to_owned(), ..Meta::default() });
        printed.paragraph("示范材料的合成");
        let mut document = Document::load_mem(&printed.render().unwrap()).unwrap();
        let said = || Object::string_literal("Shifan Jia");
        let info = document.add_object(dictionary! { "Author" => said() });
        document.trailer.set("Info", info);
        let note = document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Text", "Contents" => said(),
        });
        let notes = vec![Object::Reference(note)];
        let page = document.page_iter().next().unwrap();
        document.get_dictionary_mut(page).unwrap().set("Annots", notes);
        let xmp = Stream::new(dictionary! {}, b"<dc:creator>Shifan Jia</dc:creator>".to_vec());
        let xmp = document.add_object(xmp.with_compression(false));
        let first = document.add_object(dictionary! { "Title" => said() });
        let outlines = document.add_object(dictionary! { "First" => first });
        let catalog = document.catalog_mut().unwrap();
        catalog.set("Metadata", xmp);
        catalog.set("Outlines", outlines);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn says(bytes: &[u8], word: &[u8]) -> bool {
        bytes.windows(word.len()).any(|window| window == word)
    }

    #[test]
    fn only_the_pages_are_left() {
        let before = talkative();
        assert!(says(&before, b"Shifan Jia"));
        let after = strip(&before).unwrap();
        assert!(!says(&after, b"Shifan"), "a name is left");
        let document = Document::load_mem(&after).unwrap();
        assert!(!document.trailer.has(b"Info") && !document.trailer.has(b"ID"));
        for key in OF_CATALOG {
            assert!(!document.catalog().unwrap().has(key), "{}", String::from_utf8_lossy(key));
        }
        let page = document.page_iter().next().unwrap();
        assert!(!document.get_dictionary(page).unwrap().has(b"Annots"));
    }

    #[test]
    fn what_stands_on_the_pages_stays() {
        let printed = talkative();
        let (before, after) = (texts(&printed).unwrap(), texts(&strip(&printed).unwrap()).unwrap());
        assert_eq!(before, after);
        let said: String = after.concat().split_whitespace().collect();
        assert!(said.contains("示范材料的合成"), "{said}");
    }

    #[test]
    fn a_photograph_loses_what_its_camera_wrote() {
        let part = |kind: u8, text: &[u8]| {
            let long = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
            [&[0xff, kind][..], &long, text].concat()
        };
        let scan = [&[0xff, 0xda, 0, 2][..], b"\x01\x02\xff\xd9"].concat();
        let colours = part(0xee, b"Adobe");
        let start = &[0xff, 0xd8][..];
        let exif = part(0xe1, b"Exif Shifan Jia");
        let comment = part(0xfe, b"by Shifan Jia");
        let photo = [start, &exif, &colours, &comment, &scan].concat();
        assert_eq!(bare_jpeg(&photo).unwrap(), [start, &colours, &scan].concat());
        assert_eq!(bare_jpeg(b"\xff\xd8\xff\xe1\0\xff"), None);
        assert_eq!(bare_jpeg(b"no picture"), None);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        assert_eq!(strip(b"%PDF-1.7 %%EOF"), Err(Refusal::Damaged));
        assert!(texts(b"").is_err());
    }
}
