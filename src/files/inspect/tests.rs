//! Files that are what they say, and files that are made to harm.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::*;

/// A document with a page for each content.
fn document(contents: &[&str]) -> Document {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let kids: Vec<Object> = contents
        .iter()
        .map(|content| {
            let stream = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
            let content = document.add_object(stream);
            let page = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content,
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Saved with its objects in compressed streams.
fn packed(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).unwrap();
    bytes
}

fn look(bytes: &[u8]) -> Result<Found, Refusal> {
    inspect(bytes, &LIMITS.file)
}

fn picture(width: u32, height: u32, is_blank: bool, format: ImageFormat) -> Vec<u8> {
    let page = GrayImage::from_fn(width, height, |_, y| {
        Luma([if !is_blank && y % 40 < 4 { 20 } else { 245 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(page).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

const TEXT: &str = "BT /F1 12 Tf 72 720 Td (A page) Tj ET";

#[test]
fn pages_are_counted_and_the_blank_ones_named() {
    for save in [saved, packed] {
        let found = look(&save(document(&[TEXT, "q Q", TEXT, ""]))).unwrap();
        assert_eq!((found.kind, found.pages), (Kind::Pdf, Some(4)));
        assert_eq!(found.page_faults, [(2, PageFault::Blank), (4, PageFault::Blank)]);
    }
}

#[test]
fn a_page_that_shows_a_blank_scan_is_blank_and_a_coarse_one_is_told() {
    for (is_blank, side, fault) in [
        (true, 1200, Some(PageFault::Blank)),
        (false, 300, Some(PageFault::Coarse { longer_side: 300 })),
        (false, 1200, None),
    ] {
        let mut document = document(&["q /Im0 Do Q"]);
        let jpeg = picture(side, side, is_blank, ImageFormat::Jpeg);
        let side = i64::from(side);
        let stream = Stream::new(
            dictionary! {
                "Subtype" => "Image", "Width" => side, "Height" => side, "ColorSpace" => "DeviceGray",
                "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            },
            jpeg,
        );
        let picture = document.add_object(stream);
        let page = document.get_pages()[&1];
        let resources = dictionary! { "XObject" => dictionary! { "Im0" => picture } };
        document.get_dictionary_mut(page).unwrap().set("Resources", resources);
        let found = look(&saved(document)).unwrap();
        assert_eq!(
            found.page_faults,
            fault.map(|fault| (1, fault)).into_iter().collect::<Vec<_>>()
        );
    }
}

#[test]
fn whatever_acts_is_refused_however_it_is_hidden() {
    let action =
        |kind: &str| dictionary! { "S" => kind, "JS" => Object::string_literal("app.alert(1)") };
    let with = |value: Dictionary| {
        let mut document = document(&[TEXT]);
        let value = document.add_object(value);
        document.catalog_mut().unwrap().set("OpenAction", value);
        document
    };
    for save in [saved, packed] {
        for kind in ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE"] {
            assert_eq!(look(&save(with(action(kind)))), Err(Refusal::Active), "{kind}");
        }
        let form = dictionary! { "Type" => "Anything", "XFA" => Object::string_literal("<xdp/>") };
        assert_eq!(look(&save(with(form))), Err(Refusal::Active));
        let file =
            dictionary! { "Type" => "Filespec", "EF" => dictionary! { "F" => Object::Integer(1) } };
        assert_eq!(look(&save(with(file))), Err(Refusal::Active));
        // What only shows another page does nothing.
        assert!(look(&save(with(dictionary! { "S" => "GoTo", "D" => "first" }))).is_ok());
    }
    let packed = packed(with(action("JavaScript")));
    assert!(!packed.windows(10).any(|bytes| bytes == b"JavaScript"), "it is hidden in there");
}

#[test]
fn an_action_that_the_table_leaves_out_is_found() {
    let mut bytes = saved(document(&[TEXT]));
    let hidden = b"\n900 0 obj\n<< /S /Java#53cript /J#53 (x) >>\nendobj\n";
    let at = bytes.windows(4).position(|window| window == b"xref").unwrap();
    bytes.splice(at..at, hidden.iter().copied());
    assert_eq!(look(&bytes), Err(Refusal::Active));
}

#[test]
fn an_encrypted_file_is_kept_with_that_fault() {
    let mut encrypted = document(&[TEXT]);
    encrypted.trailer.set("Encrypt", dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2 });
    let found = look(&saved(encrypted)).unwrap();
    assert_eq!((found.is_encrypted, found.pages), (true, None));
}

#[test]
fn contents_that_swell_are_refused() {
    use std::io::Write as _;
    let deflated = |bytes: usize| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..bytes / 65_536 {
            encoder.write_all(&vec![b' '; 65_536]).unwrap();
        }
        encoder.finish().unwrap()
    };
    let mut page = document(&[TEXT]);
    let id = page.get_page_contents(page.get_pages()[&1])[0];
    let bomb = Stream::new(dictionary! { "Filter" => "FlateDecode" }, deflated(40 << 20));
    page.objects.insert(id, bomb.into());
    let bytes = saved(page);
    assert!(bytes.len() < 100_000);
    assert_eq!(look(&bytes), Err(Refusal::Bomb), "a page");

    let mut objects = document(&[TEXT]);
    let bomb = Stream::new(
        // Without its type, which the writer would leave out.
        dictionary! { "N" => 1, "First" => 4, "Filter" => "FlateDecode" },
        deflated(8 << 20),
    );
    objects.add_object(bomb);
    assert_eq!(look(&saved(objects)), Err(Refusal::Bomb), "a stream of objects");

    let mut wide = document(&["q /Im0 Do Q"]);
    wide.add_object(Stream::new(
        dictionary! { "Subtype" => "Image", "Width" => 60_000, "Height" => 60_000 },
        vec![0],
    ));
    assert_eq!(look(&saved(wide)), Err(Refusal::Bomb), "a picture");
}

#[test]
fn a_stream_of_countless_objects_is_refused() {
    let mut document = document(&[TEXT]);
    let many = "1 0 ".repeat(100_000);
    let length = i64::try_from(many.len()).unwrap();
    document.add_object(Stream::new(
        // It need not say that it is one for the parser to take it as one.
        dictionary! { "N" => 100_000, "First" => length },
        (many + "0 ").into_bytes(),
    ));
    assert_eq!(look(&saved(document)), Err(Refusal::Bomb));
}

#[test]
fn pictures_are_looked_at() {
    for (kind, format) in [(Kind::Png, ImageFormat::Png), (Kind::Jpeg, ImageFormat::Jpeg)] {
        let found = |bytes: &[u8]| look(bytes).unwrap();
        let good = found(&picture(1200, 800, false, format));
        assert_eq!((good.kind, good.pages, good.page_faults), (kind, Some(1), vec![]));
        let blank = found(&picture(1200, 800, true, format));
        assert_eq!(blank.page_faults, [(1, PageFault::Blank)]);
        let coarse = found(&picture(400, 300, false, format));
        assert_eq!(coarse.page_faults, [(1, PageFault::Coarse { longer_side: 400 })]);
        let mut broken = picture(1200, 800, false, format);
        let end = broken.len() - 16;
        broken[60..end].fill(0xab);
        let found = found(&broken);
        assert_eq!(found.page_faults, [(1, PageFault::Unreadable)], "{kind:?}");
    }
}

#[test]
fn a_picture_that_claims_too_many_pixels_is_refused_before_it_is_decoded() {
    let mut png = picture(64, 64, false, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(look(&png), Err(Refusal::Bomb));
    let mut jpeg = picture(64, 64, false, ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|bytes| bytes == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(look(&jpeg), Err(Refusal::Bomb));
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut checksum = flate2::Crc::new();
    checksum.update(bytes);
    checksum.sum()
}

#[test]
fn what_is_no_file_of_ours_is_refused() {
    for (bytes, refusal) in [
        (&b""[..], Refusal::Empty),
        (b"PK\x03\x04 a zip named .pdf", Refusal::Kind),
        (b"<html><script>", Refusal::Kind),
        (b"GIF89a", Refusal::Kind),
        (b"%PDF-1.7\n1 0 obj", Refusal::CutOff),
        (b"%PDF-1.7\nnothing that a PDF is made of\n%%EOF", Refusal::Damaged),
        (b"\xff\xd8\xff\xe0", Refusal::CutOff),
    ] {
        assert_eq!(look(bytes), Err(refusal), "{bytes:?}");
    }
}

#[test]
fn no_file_that_is_bent_breaks_the_checks() {
    let whole = packed(document(&[TEXT, "q Q"]));
    for at in (0..whole.len()).step_by(7) {
        let mut bent = whole.clone();
        bent[at] ^= 0x15;
        let _told = look(&bent);
        let _told = look(&whole[..at]);
    }
}
