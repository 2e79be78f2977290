//! Is a red round seal seen on scans, and nothing else taken for one? On pages that are drawn here.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pictures are made of whole pixels"
)]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use lopdf::{Document, Object, Stream, dictionary};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{
    due::due,
    pictures::Opened,
    red::{Seal, seals},
    rules::{IN_FORCE, Mark},
};
use crate::nominations::{
    dossier::{Content, Value},
    forms,
};

/// An A4 page at 100 dpi.
const PAGE: (u32, u32) = (827, 1169);
const RED: [u8; 3] = [206, 38, 50];
const BLUE: [u8; 3] = [40, 60, 190];

struct Scan {
    picture: RgbImage,
    chance: ChaCha8Rng,
}

impl Scan {
    /// A page with lines of text and the noise of a scanner.
    fn new(seed: u64) -> Self {
        let mut scan = Self {
            picture: RgbImage::from_pixel(PAGE.0, PAGE.1, Rgb([247, 246, 242])),
            chance: ChaCha8Rng::seed_from_u64(seed),
        };
        for line in 0..28 {
            let y = 90 + line * 36;
            let mut x = 80;
            while x < 740 {
                let width = scan.chance.random_range(6..24);
                scan.fill((x, y), (width, 13), [45, 45, 48], 0.7);
                x += width + scan.chance.random_range(3..9);
            }
        }
        for _ in 0..4000 {
            let (x, y) = (scan.chance.random_range(0..PAGE.0), scan.chance.random_range(0..PAGE.1));
            let grey = scan.chance.random_range(120..255);
            scan.picture.put_pixel(x, y, Rgb([grey; 3]));
        }
        scan
    }

    /// Ink on paper: what lies under it shows through, and some of it is missing.
    fn ink(&mut self, (x, y): (f64, f64), colour: [u8; 3], cover: f64) {
        if !(0.0..f64::from(PAGE.0)).contains(&x) || !(0.0..f64::from(PAGE.1)).contains(&y) {
            return;
        }
        if !self.chance.random_bool(cover) {
            return;
        }
        let pixel = self.picture.get_pixel_mut(x as u32, y as u32);
        for (under, ink) in pixel.0.iter_mut().zip(colour) {
            *under =
                (f64::from(*under) * 0.25 + f64::from(ink) * 0.75).min(f64::from(*under)) as u8;
        }
        // Red ink on paper stays red: the paper's own red is kept.
        pixel.0[0] = pixel.0[0].max(colour[0].min(pixel.0[0].saturating_add(20)));
    }

    fn fill(
        &mut self,
        (x, y): (u32, u32),
        (width, height): (u32, u32),
        colour: [u8; 3],
        cover: f64,
    ) {
        for dx in 0..width {
            for dy in 0..height {
                self.ink((f64::from(x + dx), f64::from(y + dy)), colour, cover);
            }
        }
    }

    /// A ring with a star in it and strokes like characters along it.
    fn seal(&mut self, centre: (f64, f64), radius: f64, colour: [u8; 3], cover: f64) {
        let thick = radius * 0.07;
        let steps = (radius * 14.0) as u32;
        for step in 0..steps {
            let turn = f64::from(step) / f64::from(steps) * std::f64::consts::TAU;
            let mut at = radius - thick;
            while at < radius {
                self.ink((centre.0 + at * turn.cos(), centre.1 + at * turn.sin()), colour, cover);
                at += 0.5;
            }
        }
        for number in 0..12 {
            let turn = std::f64::consts::PI * (0.9 + f64::from(number) / 11.0 * 1.2);
            let at = (centre.0 + radius * 0.72 * turn.cos(), centre.1 + radius * 0.72 * turn.sin());
            for _ in 0..6 {
                let (dx, dy) =
                    (self.chance.random_range(-5.0..5.0), self.chance.random_range(-7.0..7.0));
                for step in 0..8 {
                    self.ink((at.0 + dx, at.1 + dy + f64::from(step) - 4.0), colour, cover);
                    self.ink((at.0 + dx + 1.0, at.1 + dy + f64::from(step) - 4.0), colour, cover);
                }
            }
        }
        let star = radius * 0.22;
        for y in -30..30 {
            for x in -30..30 {
                let (x, y) = (f64::from(x), f64::from(y));
                if x.abs() + y.abs() < star {
                    self.ink((centre.0 + x, centre.1 + y), colour, cover);
                }
            }
        }
    }

    /// As a scanner writes it.
    fn jpeg(&self, quality: u8) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        DynamicImage::ImageRgb8(self.picture.clone()).write_with_encoder(encoder).unwrap();
        bytes.into_inner()
    }

    fn seen(&self) -> Vec<Seal> {
        let bytes = self.jpeg(70);
        let picture = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
        seals(&picture.decode().unwrap().to_rgb8(), &IN_FORCE.red)
    }
}

/// A page with a seal somewhere, of the sizes and inks that there are.
fn sealed(seed: u64) -> Scan {
    let mut scan = Scan::new(seed);
    let radius = scan.chance.random_range(62.0..100.0);
    let centre = (scan.chance.random_range(150.0..680.0), scan.chance.random_range(200.0..1000.0));
    let cover = scan.chance.random_range(0.35..1.0);
    scan.seal(centre, radius, RED, cover);
    scan
}

/// A page without one, with what may be mistaken for it.
fn unsealed(seed: u64) -> Scan {
    let mut scan = Scan::new(seed);
    match seed % 8 {
        0 => {}
        // A red heading with a line under it.
        1 => {
            for number in 0..9 {
                scan.fill((150 + number * 60, 60), (44, 50), RED, 0.6);
            }
            scan.fill((80, 130), (660, 5), RED, 1.0);
        }
        // The square name stamp of a person.
        2 => {
            for (at, size) in [
                ((300, 500), (90, 6)),
                ((300, 584), (90, 6)),
                ((300, 500), (6, 90)),
                ((384, 500), (6, 90)),
                ((316, 516), (26, 58)),
                ((350, 516), (22, 58)),
            ] {
                scan.fill(at, size, RED, 0.9);
            }
        }
        // A round mark in full red.
        3 => {
            for y in -60..60 {
                for x in -60..60 {
                    if x * x + y * y < 3600 {
                        scan.ink((f64::from(400 + x), f64::from(400 + y)), RED, 1.0);
                    }
                }
            }
        }
        // A blue stamp.
        4 => scan.seal((400.0, 700.0), 80.0, BLUE, 0.9),
        // Red handwriting.
        5 => {
            let mut at = (300.0, 700.0);
            for _ in 0..900 {
                at.0 += scan.chance.random_range(-2.5..3.5);
                at.1 += scan.chance.random_range(-3.5..3.5);
                scan.ink(at, RED, 1.0);
                scan.ink((at.0 + 1.0, at.1), RED, 1.0);
            }
        }
        // A table ruled in red.
        6 => {
            for row in 0..6 {
                scan.fill((100, 300 + row * 50), (600, 3), RED, 1.0);
                scan.fill((100 + row * 120, 300), (3, 250), RED, 1.0);
            }
        }
        // A red picture.
        _ => scan.fill((200, 300), (220, 150), RED, 0.95),
    }
    scan
}

#[test]
fn seals_on_generated_scans_are_seen_and_nothing_else_is() {
    const EACH: u64 = 24;
    let seen = |scan: fn(u64) -> Scan, first: u64| -> Vec<bool> {
        (first..first + EACH).into_par_iter().map(|seed| !scan(seed).seen().is_empty()).collect()
    };
    let found = seen(sealed, 1000).into_iter().filter(|is_seen| *is_seen).count() as f64;
    let unsealed = seen(unsealed, 0).into_iter().enumerate();
    let mistaken: Vec<usize> =
        unsealed.filter(|(_, is_seen)| *is_seen).map(|(seed, _)| seed % 8).collect();
    let recall = found / EACH as f64;
    let precision = found / (found + mistaken.len() as f64);
    println!("seals on {EACH} + {EACH} scans: recall {recall:.3}, precision {precision:.3}");
    assert!(recall >= 0.95, "recall {recall}");
    assert!(precision >= 0.95, "taken for seals: {mistaken:?}");
}

#[test]
fn a_seal_is_seen_where_it_is() {
    let mut scan = Scan::new(7);
    scan.seal((600.0, 900.0), 80.0, RED, 0.8);
    let seen = scan.seen();
    let [seal] = seen.as_slice() else { panic!("{seen:?}") };
    assert!((seal.x - 520.0 / 827.0).abs() < 0.02, "{seal:?}");
    assert!((seal.y - 820.0 / 1169.0).abs() < 0.02, "{seal:?}");
    assert!((seal.width - 160.0 / 827.0).abs() < 0.03, "{seal:?}");
    assert!(seal.red_share > 0.05 && seal.red_share < 0.5, "{seal:?}");
    assert!(seal.confidence > 0.8, "{seal:?}");
}

/// A PDF whose pages are scans.
fn pdf(scans: &[Vec<u8>]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let kids: Vec<Object> = scans
        .iter()
        .map(|jpeg| {
            let picture = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(PAGE.0),
                "Height" => i64::from(PAGE.1), "ColorSpace" => "DeviceRGB",
                "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            };
            let picture = document.add_object(Stream::new(picture, jpeg.clone()));
            let content = Stream::new(dictionary! {}, b"595 0 0 842 0 0 cm /P Do".to_vec());
            let content = document.add_object(content);
            let page = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
            };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_scans_of_a_pdf_are_its_pages() {
    let file = pdf(&[unsealed(0).jpeg(70), sealed(1001).jpeg(70)]);
    let opened = Opened::of(file, "application/pdf");
    assert_eq!(opened.pages(), 2);
    let seen = |page| seals(&opened.picture(page).unwrap(), &IN_FORCE.red).len();
    assert_eq!((seen(0), seen(1)), (0, 1));
    assert!(opened.picture(2).is_none());
    let broken = Opened::of(b"%PDF-1.4 broken".to_vec(), "application/pdf");
    assert_eq!((broken.pages(), broken.picture(0).is_none()), (1, true));
}

#[test]
fn every_form_has_places_where_a_mark_is_due() {
    for form in forms::shipped() {
        let found = due(form, &Content::default(), &IN_FORCE);
        let has = |mark: Mark| found.iter().any(|due| due.marks.contains(&mark));
        assert!(has(Mark::Seal) && has(Mark::Signature), "{}", form.id);
    }
}

#[test]
fn a_place_says_whose_page_it_is_and_which_files_stand_there() {
    let form = forms::find("nat-1").unwrap();
    let values = [
        ("completers.items", Value::List(vec!["a".into()])),
        ("completers.items/a/name", Value::Text("示范甲".into())),
        ("completers.items/a/seal_file", Value::Text("3".into())),
    ];
    let content =
        Content(values.into_iter().map(|(at, value)| (at.parse().unwrap(), value)).collect());
    let found = due(form, &content, &IN_FORCE);
    let seal = found.iter().find(|due| due.address == "completers.items/a/seal_file").unwrap();
    assert_eq!(seal.owner.as_deref(), Some("示范甲"));
    assert_eq!((seal.attachments.as_slice(), seal.marks.as_slice()), (&[3][..], &[Mark::Seal][..]));
}
