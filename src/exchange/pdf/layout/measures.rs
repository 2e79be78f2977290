//! How large are margins, letters and lines?

use super::super::document::{Align, Setting};

/// A millimetre in points.
const MM: f32 = 72.0 / 25.4;

/// The measures of a setting, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measures {
    /// The margins.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) head: f32,
    pub(super) foot: f32,
    /// The size of letters in paragraphs, in remarks and boxes, in tables.
    pub(super) body: f32,
    pub(super) small: f32,
    pub(super) cell: f32,
    /// Size of a heading, and the room above it.
    pub(super) heading: (f32, f32),
    pub(super) subheading: (f32, f32),
    /// Where the titles of columns stand.
    pub(super) header: Align,
    /// The least distance of two lines of text.
    least_line: f32,
}

/// The height of a line over the size of its letters.
const LEADING: f32 = 1.6;

impl Measures {
    pub(super) fn of(setting: Setting) -> Self {
        match setting {
            Setting::Report => Self {
                left: 56.0,
                right: 56.0,
                head: 70.0,
                foot: 62.0,
                body: 10.5,
                small: 8.5,
                cell: 9.0,
                heading: (13.0, 14.0),
                subheading: (11.0, 8.0),
                header: Align::Left,
                least_line: 0.0,
            },
            // A4 with 257 by 170 mm of text and 25 mm to be bound at the left; 小四 is 12 points,
            // 五号 10.5, 三号 16.
            Setting::Form => Self {
                left: 25.0 * MM,
                right: 15.0 * MM,
                head: 20.0 * MM,
                foot: 20.0 * MM,
                body: 12.0,
                small: 10.5,
                cell: 10.5,
                heading: (16.0, 16.0),
                subheading: (12.0, 8.0),
                header: Align::Middle,
                least_line: 18.0,
            },
        }
    }

    /// The height of a line of letters of a size.
    pub(super) fn line(&self, size: f32) -> f32 {
        (size * LEADING).max(self.least_line)
    }
}
