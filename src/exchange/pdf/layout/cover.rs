//! How does the first page of an official form look?

use super::{super::document::Cover, Ink, Mark, Setter};

/// 小初, nearly: the title; 三号: under it; 四号: the lines.
const TITLE: f32 = 30.0;
const SUBTITLE: f32 = 16.0;
const FACT: f32 = 14.0;
/// How far apart the lines are, and how wide their labels.
const STEP: f32 = 34.0;
const LABELS: f32 = 120.0;

impl Setter {
    pub(super) fn cover(&mut self, cover: &Cover) {
        self.bookmark(0, &cover.title);
        for line in &cover.above {
            let x = self.m.left + self.measure() - self.face.width(line, self.m.body);
            self.write((x, self.y), self.m.body, false, Ink::Black, line);
            self.y += self.m.line(self.m.body);
        }
        self.y = self.height * 0.2;
        self.centred(&cover.title, TITLE, true);
        self.y += 10.0;
        if !cover.subtitle.is_empty() {
            self.centred(&cover.subtitle, SUBTITLE, false);
        }
        self.y = self.y.max(self.height * 0.2) + 84.0;
        for (label, value) in &cover.facts {
            self.ruled(label, value);
        }
        let lines = cover.below.len() as f32 * self.m.line(FACT);
        self.y = self.y.max(self.height - self.m.foot - lines - 40.0);
        for line in &cover.below {
            self.centred(line, FACT, false);
        }
        self.turn();
    }

    /// Lines in the middle of the page.
    fn centred(&mut self, text: &str, size: f32, is_bold: bool) {
        for line in self.balanced(text, size, self.measure()) {
            let x = self.m.left + (self.measure() - self.face.width(&line, size)) / 2.0;
            self.write((x, self.y), size, is_bold, Ink::Black, &line);
            self.y += self.m.line(size);
        }
    }

    /// A label with its value on a line; a long value takes several.
    fn ruled(&mut self, label: &str, value: &str) {
        let inset = 24.0;
        let (left, width) = (self.m.left + inset, self.measure() - 2.0 * inset);
        let spread = self.spread(label, LABELS - 16.0);
        for (x, letter) in spread {
            self.write((left + x, self.y), FACT, false, Ink::Black, &letter);
        }
        for line in self.lines(value, FACT, width - LABELS - 8.0) {
            self.write((left + LABELS + 4.0, self.y), FACT, false, Ink::Black, &line);
            let y = self.y + self.m.line(FACT) + 1.0;
            let (from, to) = ((left + LABELS, y), (left + width, y));
            self.mark(Mark::Line { from, to });
            self.y += STEP;
        }
    }

    /// The letters of a label over the whole of a width, as official forms set them.
    fn spread(&self, label: &str, width: f32) -> Vec<(f32, String)> {
        let letters: Vec<char> = label.chars().collect();
        let full = self.face.width(label, FACT);
        let is_wide = label.is_ascii() || full >= width || letters.len() < 2;
        let gap = if is_wide { 0.0 } else { (width - full) / (letters.len() as f32 - 1.0) };
        if is_wide {
            return vec![(0.0, label.to_owned())];
        }
        let mut x = 0.0;
        letters
            .into_iter()
            .map(|letter| {
                let (at, text) = (x, letter.to_string());
                x += self.face.width(&text, FACT) + gap;
                (at, text)
            })
            .collect()
    }
}
