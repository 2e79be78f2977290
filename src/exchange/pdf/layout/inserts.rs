//! Where on the pages does what other files show stand?

use super::{
    super::attached::{Attached, Source},
    Ink, LONG_SIDE, SHORT_SIDE, Setter,
};

/// The letters of the caption above a page of another file.
const CAPTION: f32 = 10.5;

/// A page of an attached file, or a picture, within a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Insert {
    /// Which of the attached files.
    pub(crate) file: usize,
    /// Which of its pages; 0 for a picture.
    pub(crate) page: usize,
    /// Upper left corner.
    pub(crate) at: (f32, f32),
    /// Width and height.
    pub(crate) size: (f32, f32),
}

impl Setter {
    /// Sets every page of every attached file on a page of its own, under the file's caption.
    pub(super) fn inserts(&mut self, attached: &[Attached]) {
        for (file, one) in attached.iter().enumerate() {
            match &one.source {
                Source::Pages { sizes, .. } => self.insert(one, file, sizes),
                Source::Picture { size, .. } => self.insert(one, file, &[*size]),
                Source::Refused(why) => {
                    (self.width, self.height) = (SHORT_SIDE, LONG_SIDE);
                    self.turn();
                    self.heading(&one.title, 0);
                    self.text(why, self.m.body, Ink::Black);
                }
            }
        }
    }

    fn insert(&mut self, attached: &Attached, file: usize, sizes: &[(f32, f32)]) {
        for (page, size) in sizes.iter().enumerate() {
            // A page that lies on its long side is shown on one that does.
            let is_lying = size.0 > size.1;
            (self.width, self.height) =
                if is_lying { (LONG_SIDE, SHORT_SIDE) } else { (SHORT_SIDE, LONG_SIDE) };
            self.turn();
            if page == 0 {
                self.bookmark(0, &attached.title);
            }
            let caption = match sizes.len() {
                1 => attached.title.clone(),
                pages => format!("{}（{} / {pages}）", attached.title, page + 1),
            };
            let caption = self.lines(&caption, CAPTION, self.measure()).into_iter().next();
            let caption = caption.unwrap_or_default();
            self.write((self.m.left, self.y), CAPTION, true, Ink::Black, &caption);
            self.y += self.m.line(CAPTION) + 4.0;
            let scale = (self.measure() / size.0).min(self.room() / size.1).min(1.0);
            let shown = (size.0 * scale, size.1 * scale);
            let at = (self.m.left + (self.measure() - shown.0) / 2.0, self.y);
            if let Some(last) = self.pages.last_mut() {
                last.insert = Some(Insert { file, page, at, size: shown });
            }
        }
    }
}
