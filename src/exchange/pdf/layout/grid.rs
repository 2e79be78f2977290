//! How are labels with values, and long texts, set within rules?

use super::{Ink, Mark, Setter, table::Cells};

const LABEL: f32 = 96.0;
const PADDING: f32 = 5.0;
/// What a framed text is moved in, and how many letters its paragraphs begin in.
const INSET: f32 = 8.0;

/// A row of a sheet: the texts of its cells, with how wide each is; labels stand at the even places.
struct GridRow {
    cells: Cells,
    widths: Vec<f32>,
}

/// A line of a framed text: how far in it begins, and what is added behind each letter.
struct Line {
    indent: f32,
    gap: f32,
    text: String,
}

impl Setter {
    pub(super) fn grid(&mut self, facts: &[(String, String)]) {
        for row in self.grid_rows(facts) {
            let mut cells = row.cells;
            while !cells.is_empty() {
                cells = self.grid_row(&cells, &row.widths);
            }
        }
        self.y += 8.0;
    }

    /// Two short facts share a row; a long one has its own.
    fn grid_rows(&self, facts: &[(String, String)]) -> Vec<GridRow> {
        let half = self.measure() / 2.0 - LABEL;
        let size = self.m.cell;
        let is_short = |value: &str| {
            !value.contains('\n') && self.face.width(value, size) <= half - 2.0 * PADDING
        };
        let mut rows = Vec::new();
        let mut facts = facts.iter().peekable();
        while let Some(one) = facts.next() {
            let other = facts.next_if(|other| is_short(&one.1) && is_short(&other.1));
            let texts = [Some(one), other].into_iter().flatten();
            let width = if other.is_some() { half } else { self.measure() - LABEL };
            let mut row = GridRow { cells: Vec::new(), widths: Vec::new() };
            for (label, value) in texts {
                row.cells.push(self.balanced(label, size, LABEL - 2.0 * PADDING));
                row.cells.push(self.lines(value, size, width - 2.0 * PADDING));
                row.widths.extend([LABEL, width]);
            }
            rows.push(row);
        }
        rows
    }

    /// Sets what fits of a row and returns the rest.
    fn grid_row(&mut self, cells: &Cells, widths: &[f32]) -> Cells {
        let (now, rest) = self.fitting(cells, self.height - self.m.head - self.m.foot, |_| {});
        let height = self.cell_height(super::table::tallest(&now));
        let mut left = self.m.left;
        for (at, (lines, width)) in now.iter().zip(widths).enumerate() {
            let is_label = at % 2 == 0;
            if is_label {
                self.mark(Mark::Shade { x: left, y: self.y, width: *width, height });
            }
            self.border((left, self.y), (*width, height));
            let line = self.m.line(self.m.cell);
            let block = lines.len() as f32 * line;
            // A label and a single line stand in the middle of their cell.
            let top = if is_label || lines.len() == 1 { (height - block) / 2.0 } else { PADDING };
            for (line_at, text) in lines.iter().enumerate() {
                let y = self.y + top + line * line_at as f32;
                let inset = if is_label {
                    (width - self.face.width(text, self.m.cell)) / 2.0
                } else {
                    PADDING
                };
                self.write((left + inset, y), self.m.cell, false, Ink::Black, text);
            }
            left += width;
        }
        self.y += height;
        rest
    }

    /// A long text within a frame that is closed where the text ends and runs on over pages.
    pub(super) fn framed(&mut self, text: &str) {
        let (size, line) = (self.m.body, self.m.line(self.m.body));
        let width = self.measure() - 2.0 * INSET;
        let mut lines = Vec::new();
        for paragraph in text.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
            lines.extend(self.indented(paragraph, size, width));
        }
        let mut lines = lines.into_iter().peekable();
        self.want(2.0 * line + 2.0 * PADDING);
        loop {
            let top = self.y;
            self.y += PADDING;
            while self.room() >= line + PADDING {
                let Some(Line { indent, gap, text }) = lines.next() else { break };
                let at = (self.m.left + INSET + indent, self.y);
                self.spaced(at, size, (false, Ink::Black, gap), &text);
                self.y += line;
            }
            self.y += PADDING;
            self.border((self.m.left, top), (self.measure(), self.y - top));
            if lines.peek().is_none() {
                break;
            }
            self.turn();
        }
        self.y += 8.0;
    }

    /// The lines of a paragraph: the first begins two letters in, all but the last reach the edge.
    fn indented(&self, text: &str, size: f32, width: f32) -> Vec<Line> {
        // Two wide letters that are taken off again hold the place of the indent.
        const HELD: &str = "国国";
        let indent = self.face.width(HELD, size);
        let lines = self.lines(&format!("{HELD}{}", text.trim()), size, width);
        let last = lines.len().saturating_sub(1);
        let line = |(at, text): (usize, String)| {
            let indent = if at == 0 { indent } else { 0.0 };
            let text = match text.strip_prefix(HELD).filter(|_| at == 0) {
                Some(rest) => rest.trim_start().to_owned(),
                None => text,
            };
            let rest = width - indent - self.face.width(&text, size);
            let gaps = text.chars().count().saturating_sub(1).max(1) as f32;
            // A line that ends early, before a long word, is not torn apart.
            let gap = if at == last || rest > 4.0 * size { 0.0 } else { rest.max(0.0) / gaps };
            Line { indent, gap, text }
        };
        lines.into_iter().enumerate().map(line).collect()
    }
}
