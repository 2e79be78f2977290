//! What do the pages of a PDF look like? Each is drawn by an outside program, a point a pixel, and looked at: text within
//! its frame, and nothing in the margins.

use std::ops::Range;

use super::{
    Cover, form_pdf,
    tests::{cover, filled, of_fifty_pages, read_by},
};
use crate::nominations::{
    dossier::Content,
    forms::{self, Form},
};

/// What is as dark as letters: the rules of tables are not.
const LETTERS: u8 = 140;
/// What is darker than paper; between letters and paper lie rules and shades.
const PAPER: u8 = 200;
/// Where text may stand on a page of a form, and where its head and foot do (see `exchange::pdf`), in points.
const COLUMNS: Range<usize> = 68..557;
const ROWS: Range<usize> = 56..788;
const HEAD: Range<usize> = 32..50;
const FOOT: Range<usize> = 795..814;
/// So many dark points are a few letters, and so large a share of the frame, in hundredths, is more than any text.
const FEW: usize = 40;
const MOST: usize = 30;

/// A page in grey.
struct Picture {
    width: usize,
    grey: Vec<u8>,
}

impl Picture {
    /// How many points of an area are darker than `grey`.
    fn darker(&self, columns: &Range<usize>, rows: &Range<usize>, grey: u8) -> usize {
        let lines = self.grey.chunks(self.width).take(rows.end).skip(rows.start);
        let of = |line: &[u8]| {
            let end = columns.end.min(line.len());
            line[columns.start..end].iter().filter(|point| **point < grey).count()
        };
        lines.map(of).sum()
    }

    /// What is wrong with the page.
    fn faults(&self) -> Vec<&'static str> {
        let (width, height) = (self.width, self.grey.len() / self.width);
        let all = 0..width;
        let letters = self.darker(&COLUMNS, &ROWS, LETTERS);
        let is_clean =
            |columns: Range<usize>, rows: Range<usize>| self.darker(&columns, &rows, PAPER) == 0;
        let looks = [
            ("nothing to read", letters >= FEW),
            ("black", letters * 100 <= MOST * COLUMNS.len() * ROWS.len()),
            ("over the left edge", is_clean(0..COLUMNS.start, 0..height)),
            ("over the right edge", is_clean(COLUMNS.end..width, 0..height)),
            ("over the head", is_clean(all.clone(), 0..HEAD.start)),
            ("into the head", is_clean(all.clone(), HEAD.end..ROWS.start)),
            ("into the foot", is_clean(all.clone(), ROWS.end..FOOT.start)),
            ("over the foot", is_clean(all, FOOT.end..height)),
        ];
        looks.into_iter().filter(|(_, is_so)| !is_so).map(|(fault, _)| fault).collect()
    }
}

/// The pages of a PDF; none where no program draws them.
fn pictures_of(bytes: &[u8]) -> Option<Vec<Picture>> {
    let drawn = read_by("pdftoppm", &["-gray", "-r", "72", "document.pdf"], bytes)?;
    let (mut rest, mut pictures) = (drawn.as_slice(), Vec::new());
    while !rest.is_empty() {
        // Picture after picture: `P5`, the sides, the lightest grey, the points row by row.
        let parts: Vec<&[u8]> = rest.splitn(4, |byte| *byte == b'\n').collect();
        let [b"P5", sides, b"255", points] = parts.as_slice() else { panic!("no picture in grey") };
        let sides = std::str::from_utf8(sides).unwrap().split(' ');
        let [width, height] = sides.map(|side| side.parse().unwrap()).collect::<Vec<usize>>()[..]
        else {
            panic!("a picture has two sides")
        };
        let (grey, others) = points.split_at(width * height);
        pictures.push(Picture { width, grey: grey.to_vec() });
        rest = others;
    }
    Some(pictures)
}

/// Prints a form as it is handed in, and demands pages that look as they should.
fn check(form: &Form, content: &Content) {
    let cover = Cover { submitted_at: Some(chrono::DateTime::UNIX_EPOCH), ..cover(form, content) };
    let bytes = form_pdf(form, content, &cover).unwrap();
    let Some(pictures) = pictures_of(&bytes) else { return };
    let pages = lopdf::Document::load_mem(&bytes).unwrap().get_pages().len();
    assert_eq!(pictures.len(), pages, "{}", form.id);
    for (picture, number) in pictures.iter().zip(1..) {
        assert_eq!(picture.faults(), Vec::<&str>::new(), "{}, page {number}", form.id);
    }
}

#[test]
fn every_page_of_every_form_has_text_within_white_margins() {
    for form in forms::shipped() {
        check(form, &filled(form));
    }
}

#[test]
fn every_page_of_a_long_and_of_an_empty_dossier_has_text_within_white_margins() {
    let form = forms::find("nat-1").unwrap();
    check(form, &of_fifty_pages(form));
    check(form, &Content::default());
}

#[test]
fn a_page_that_is_blank_black_or_runs_over_is_found() {
    const WIDTH: usize = 596;
    const HEIGHT: usize = 842;
    let drawn = |areas: &[(Range<usize>, Range<usize>)]| {
        let mut grey = vec![255; WIDTH * HEIGHT];
        for (columns, rows) in areas {
            for row in rows.clone() {
                grey[row * WIDTH + columns.start..row * WIDTH + columns.end].fill(0);
            }
        }
        Picture { width: WIDTH, grey }.faults()
    };
    let text = || (100..110, 100..110);
    let framed = (71..553, 35..49);
    assert_eq!(drawn(&[text()]), Vec::<&str>::new());
    assert_eq!(drawn(&[framed]), ["nothing to read"]);
    assert_eq!(drawn(&[(70..550, 60..780)]), ["black"]);
    for (area, fault) in [
        ((60..69, 200..210), "over the left edge"),
        ((550..560, 200..210), "over the right edge"),
        ((100..110, 30..33), "over the head"),
        ((100..110, 50..60), "into the head"),
        ((100..110, 780..790), "into the foot"),
        ((100..110, 810..816), "over the foot"),
    ] {
        assert_eq!(drawn(&[text(), area]), [fault]);
    }
}
