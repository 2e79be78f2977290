//! Is there a red round seal on a scan? Red that hangs together, about as high as it is wide, on a ring.

use std::collections::VecDeque;

use image::RgbImage;

use super::{pictures::scaled, rules::RedRules};

/// What looks like a seal; places and sizes as shares of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seal {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// How much of the area is red.
    pub(super) red_share: f64,
    /// How much of the ring is there, 0 to 1, less where the area is no circle.
    pub(super) confidence: f64,
}

/// Pixels of a cell: red within a cell or its neighbours hangs together.
const CELL: usize = 4;
/// How many cells apart red may be and still hang together.
const REACH: usize = 2;
/// Fewer red pixels are specks.
const LEAST_PIXELS: usize = 80;
/// Parts of the ring that are looked at.
const SECTORS: usize = 48;
/// The ring, by the distance from the centre as a share of the radius.
const RING: std::ops::RangeInclusive<f64> = 0.84..=1.06;

/// Red pixels by their places.
struct Red {
    width: usize,
    height: usize,
    pixels: Vec<(usize, usize)>,
}

fn red(picture: &RgbImage, rules: &RedRules) -> Red {
    let size = |length: u32| usize::try_from(length).unwrap_or_default();
    let is_red = |pixel: &image::Rgb<u8>| {
        let [red, green, blue] = pixel.0;
        red >= rules.least_red && i32::from(red) - i32::from(green.max(blue)) >= rules.least_excess
    };
    let pixels = picture
        .enumerate_pixels()
        .filter(|(_, _, pixel)| is_red(pixel))
        .map(|(x, y, _)| (size(x), size(y)))
        .collect();
    Red { width: size(picture.width()), height: size(picture.height()), pixels }
}

/// Red that hangs together.
fn blobs(red: &Red) -> Vec<Vec<(usize, usize)>> {
    let (columns, rows) = (red.width / CELL + 1, red.height / CELL + 1);
    let mut cells: Vec<Vec<(usize, usize)>> = vec![Vec::new(); columns * rows];
    for &(x, y) in &red.pixels {
        if let Some(cell) = cells.get_mut(y / CELL * columns + x / CELL) {
            cell.push((x, y));
        }
    }
    let mut blobs = Vec::new();
    for start in 0..cells.len() {
        let mut blob = Vec::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(at) = waiting.pop_front() {
            let Some(cell) = cells.get_mut(at).map(std::mem::take) else { continue };
            if cell.is_empty() {
                continue;
            }
            blob.extend(cell);
            let (column, row) = (at % columns, at / columns);
            for row in row.saturating_sub(REACH)..=(row + REACH).min(rows - 1) {
                let first = column.saturating_sub(REACH);
                let last = (column + REACH).min(columns - 1);
                waiting.extend((first..=last).map(|column| row * columns + column));
            }
        }
        if blob.len() >= LEAST_PIXELS {
            blobs.push(blob);
        }
    }
    blobs
}

/// A length in pixels.
fn length(count: usize) -> f64 {
    count as f64
}

/// How much of a ring a blob draws, and how much of its red lies there.
fn on_ring(blob: &[(usize, usize)], centre: (f64, f64), radius: f64) -> (f64, f64) {
    let mut sectors = [false; SECTORS];
    let mut count = 0_usize;
    for &(x, y) in blob {
        let (dx, dy) = (length(x) - centre.0, length(y) - centre.1);
        if RING.contains(&(dx.hypot(dy) / radius)) {
            count += 1;
            let turn = dy.atan2(dx) / std::f64::consts::TAU + 0.5;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and the number of sectors"
            )]
            let sector = (turn * SECTORS as f64) as usize % SECTORS;
            if let Some(sector) = sectors.get_mut(sector) {
                *sector = true;
            }
        }
    }
    let covered = sectors.iter().filter(|is_there| **is_there).count();
    (length(covered) / length(SECTORS), length(count) / length(blob.len().max(1)))
}

fn seal(blob: &[(usize, usize)], red: &Red, rules: &RedRules) -> Option<Seal> {
    let (left, right) = (blob.iter().map(|at| at.0).min()?, blob.iter().map(|at| at.0).max()?);
    let (top, bottom) = (blob.iter().map(|at| at.1).min()?, blob.iter().map(|at| at.1).max()?);
    let (width, height) = (length(right - left + 1), length(bottom - top + 1));
    let longer = length(red.width.max(red.height));
    let size = width.max(height) / longer;
    let red_share = length(blob.len()) / (width * height);
    if size < rules.least_size || size > rules.most_size || red_share > rules.most_red_share {
        return None;
    }
    let aspect = width.min(height) / width.max(height);
    let centre = (length(left + right) / 2.0, length(top + bottom) / 2.0);
    let (covered, on_ring) = on_ring(blob, centre, f64::midpoint(width, height) / 2.0);
    // A circle is as high as it is wide; of the red of a seal a good part is its ring.
    let round = ((aspect - 0.6) / 0.3).clamp(0.0, 1.0);
    let ringed = (on_ring / 0.2).clamp(0.0, 1.0);
    let confidence = covered * round * ringed;
    (confidence >= rules.least_confidence).then(|| Seal {
        x: length(left) / length(red.width),
        y: length(top) / length(red.height),
        width: width / length(red.width),
        height: height / length(red.height),
        red_share,
        confidence,
    })
}

/// What looks like a seal, the surest first.
pub(super) fn seals(picture: &RgbImage, rules: &RedRules) -> Vec<Seal> {
    let red = red(&scaled(picture, rules.side), rules);
    let mut seals: Vec<Seal> =
        blobs(&red).iter().filter_map(|blob| seal(blob, &red, rules)).collect();
    seals.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    seals
}
