//! Can a picture be read, and is anything on it?

use std::io::Cursor;

use image::{DynamicImage, ImageError, ImageFormat, ImageReader, error::LimitErrorKind};

use super::{Kind, PageFault, Refusal};
use crate::files::limits::FileLimits;

/// Most bytes that a picture takes when it is decoded: three or four for each pixel, and as much again.
const BYTES_PER_PIXEL: u64 = 8;
/// A share of pixels that may differ from the rest on a blank page, in hundred-thousandths: specks of dust.
const SPECKS: u64 = 30;
/// How far a grey value may lie from the most frequent one and still be background.
const NEAR: usize = 24;

/// What is wrong with a picture that stands for itself.
///
/// # Errors
/// More pixels than allowed.
pub(super) fn inspect(
    bytes: &[u8],
    kind: Kind,
    limits: &FileLimits,
) -> Result<Option<PageFault>, Refusal> {
    let format = if kind == Kind::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    match decode(bytes, format, limits)? {
        None => Ok(Some(PageFault::Unreadable)),
        Some(picture) => {
            if is_blank(&picture) {
                return Ok(Some(PageFault::Blank));
            }
            Ok(coarse(picture.width(), picture.height(), limits))
        }
    }
}

/// The fault of a scan with too few pixels.
pub(super) fn coarse(width: u32, height: u32, limits: &FileLimits) -> Option<PageFault> {
    let longer_side = width.max(height);
    (longer_side < limits.least_side_pixels).then_some(PageFault::Coarse { longer_side })
}

/// The picture, its size looked at before anything of it is decoded; none for one that is damaged.
///
/// # Errors
/// More pixels than allowed.
pub(super) fn decode(
    bytes: &[u8],
    format: ImageFormat,
    limits: &FileLimits,
) -> Result<Option<DynamicImage>, Refusal> {
    let Ok((width, height)) =
        ImageReader::with_format(Cursor::new(bytes), format).into_dimensions()
    else {
        return Ok(None);
    };
    if u64::from(width) * u64::from(height) > limits.most_pixels {
        return Err(Refusal::Bomb);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.most_pixels.saturating_mul(BYTES_PER_PIXEL));
    reader.limits(bounds);
    match reader.decode() {
        Ok(picture) => Ok(Some(picture)),
        Err(ImageError::Limits(limit))
            if matches!(
                limit.kind(),
                LimitErrorKind::InsufficientMemory | LimitErrorKind::DimensionError
            ) =>
        {
            Err(Refusal::Bomb)
        }
        Err(_) => Ok(None),
    }
}

/// Whether a picture shows one colour and specks of dust.
pub(super) fn is_blank(picture: &DynamicImage) -> bool {
    is_even(picture.to_luma8().as_raw(), 1)
}

/// Whether samples are nearly all alike in each of `channels` that alternate.
pub(super) fn is_even(samples: &[u8], channels: usize) -> bool {
    if samples.is_empty() {
        return false;
    }
    (0..channels).all(|channel| {
        let mut counts = [0_u64; 256];
        for sample in samples.iter().skip(channel).step_by(channels) {
            if let Some(count) = counts.get_mut(usize::from(*sample)) {
                *count += 1;
            }
        }
        let all: u64 = counts.iter().sum();
        let most = counts.iter().enumerate().max_by_key(|(_, count)| **count);
        let most = most.map_or(0, |(value, _)| value);
        let away: u64 = counts
            .iter()
            .enumerate()
            .filter(|(value, _)| value.abs_diff(most) > NEAR)
            .map(|(_, count)| *count)
            .sum();
        away.saturating_mul(100_000) <= all.saturating_mul(SPECKS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_with_specks_is_blank_and_one_with_a_line_is_not() {
        let mut page = vec![250_u8; 100_000];
        assert!(is_even(&page, 1));
        page[..20].fill(0);
        assert!(is_even(&page, 1), "dust");
        page[..400].fill(0);
        assert!(!is_even(&page, 1), "a line of text");
        let coloured: Vec<u8> = std::iter::repeat_n([10, 120, 240], 1000).flatten().collect();
        assert!(is_even(&coloured, 3) && !is_even(&coloured, 1));
    }
}
