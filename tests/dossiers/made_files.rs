//! Files that the tests hand in: made here, so that what is in them is known.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use lopdf::{Document, Object, Stream, dictionary};

/// The content of a page that says something.
const TEXT: &str = "BT /F1 12 Tf 72 720 Td (A page) Tj ET";

fn document(contents: &[&str]) -> Document {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let kids: Vec<Object> = contents
        .iter()
        .map(|content| {
            let stream = Stream::new(dictionary! {}, content.as_bytes().to_vec());
            let content = document.add_object(stream);
            let page = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content,
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

/// A PDF of one page that says `words`, so that no two need be alike.
pub(super) fn pdf(words: &str) -> Vec<u8> {
    let page = format!("BT /F1 12 Tf 72 720 Td ({words}) Tj ET");
    let mut bytes = Vec::new();
    document(&[&page]).save_to(&mut bytes).unwrap();
    bytes
}

/// A PDF whose second page is blank.
pub(super) fn pdf_with_a_blank_page() -> Vec<u8> {
    let mut bytes = Vec::new();
    document(&[TEXT, "q Q"]).save_to(&mut bytes).unwrap();
    bytes
}

/// A PDF whose script lies in a compressed stream of objects.
pub(super) fn pdf_with_a_hidden_script() -> Vec<u8> {
    let mut document = document(&[TEXT]);
    let script =
        dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    let script = document.add_object(script);
    document.catalog_mut().unwrap().set("OpenAction", script);
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).unwrap();
    assert!(!bytes.windows(10).any(|window| window == b"JavaScript"), "it is hidden");
    bytes
}

/// A PDF of a few kilobytes whose page has forty megabytes.
pub(super) fn pdf_bomb() -> Vec<u8> {
    let mut document = document(&[TEXT]);
    let page = document.get_page_contents(document.get_pages()[&1])[0];
    let mut content = Stream::new(dictionary! {}, vec![b' '; 40 << 20]);
    content.compress().unwrap();
    document.objects.insert(page, content.into());
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert!(bytes.len() < 100_000);
    bytes
}

/// A scan of a page, with lines on it or blank.
pub(super) fn scan(is_blank: bool, format: ImageFormat) -> Vec<u8> {
    let page = GrayImage::from_fn(1200, 900, |_, y| {
        Luma([if !is_blank && y % 40 < 4 { 20 } else { 245 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(page).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG that claims 60,000 by 60,000 pixels.
pub(super) fn jpeg_bomb() -> Vec<u8> {
    let mut bytes = scan(false, ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|window| window == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    bytes
}
