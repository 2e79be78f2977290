//! How does a table run over pages?

use super::{
    super::document::{Align, Column, Table},
    Ink, LEADING, Mark, SIDE, Setter,
};

const SIZE: f32 = 9.0;
const PADDING: f32 = 4.0;
const LINE: f32 = SIZE * LEADING;

/// The lines of each cell of a row.
type Cells = Vec<Vec<String>>;

fn height(lines: usize) -> f32 {
    lines as f32 * LINE + 2.0 * PADDING
}

fn tallest(cells: &Cells) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or_default().max(1)
}

impl Setter {
    /// The widths of the columns, by their shares.
    fn widths(&self, columns: &[Column]) -> Vec<f32> {
        let shares: f32 = columns.iter().map(|column| f32::from(column.share)).sum();
        let shares = shares.max(1.0);
        columns.iter().map(|column| self.measure() * f32::from(column.share) / shares).collect()
    }

    fn cells<'t>(&self, texts: impl Iterator<Item = &'t str>, widths: &[f32]) -> Cells {
        texts
            .zip(widths)
            .map(|(text, width)| self.lines(text, SIZE, (width - 2.0 * PADDING).max(SIZE)))
            .collect()
    }

    pub(super) fn table(&mut self, table: &Table) {
        let widths = self.widths(&table.columns);
        let titles = table.columns.iter().map(|column| column.title.as_str());
        let header = self.cells(titles, &widths);
        // The header is followed by a row at least.
        self.want(height(tallest(&header)) + height(2));
        self.header(&header, &widths);
        for row in &table.rows {
            let texts = (0..widths.len()).map(|at| row.get(at).map_or("", String::as_str));
            let mut cells = self.cells(texts, &widths);
            while !cells.is_empty() {
                cells = self.row(&cells, table, &widths, &header);
            }
        }
        self.y += 8.0;
    }

    fn header(&mut self, header: &Cells, widths: &[f32]) {
        let height = height(tallest(header));
        let shade = Mark::Shade { x: SIDE, y: self.y, width: self.measure(), height };
        self.mark(shade);
        self.put(header, widths, &[], true);
    }

    /// Sets what fits of a row and returns the rest: a row that fits on no page is torn, any other
    /// goes to the next page whole.
    fn row(&mut self, cells: &Cells, table: &Table, widths: &[f32], header: &Cells) -> Cells {
        let needed = tallest(cells);
        if self.room() < height(needed) {
            let of_page = self.height - super::HEAD - super::FOOT - height(tallest(header));
            let is_torn = height(needed) > of_page && self.room() > height(3);
            if !is_torn {
                self.turn();
                self.header(header, widths);
            }
        }
        let room = self.room();
        let fitting = (1..=needed).take_while(|lines| height(*lines) <= room).count().max(1);
        let now: Cells =
            cells.iter().map(|lines| lines.iter().take(fitting).cloned().collect()).collect();
        self.put(&now, widths, &table.columns, false);
        if needed <= fitting {
            return Vec::new();
        }
        cells.iter().map(|lines| lines.iter().skip(fitting).cloned().collect()).collect()
    }

    fn put(&mut self, cells: &Cells, widths: &[f32], columns: &[Column], is_bold: bool) {
        let height = height(tallest(cells));
        let mut left = SIDE;
        for (at, (lines, width)) in cells.iter().zip(widths).enumerate() {
            self.border(left, self.y, *width, height);
            let is_right = columns.get(at).is_some_and(|column| column.align == Align::Right);
            for (line_at, line) in lines.iter().enumerate() {
                let x = if is_right {
                    left + width - PADDING - self.face.width(line, SIZE)
                } else {
                    left + PADDING
                };
                let top = self.y + PADDING + LINE * line_at as f32;
                self.write((x, top), SIZE, is_bold, Ink::Black, line);
            }
            left += width;
        }
        self.y += height;
    }
}
