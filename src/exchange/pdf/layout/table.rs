//! How does a table run over pages?

use super::{
    super::document::{Align, Column, Table},
    Ink, Mark, Setter,
};

const PADDING: f32 = 4.0;

/// The lines of each cell of a row.
pub(super) type Cells = Vec<Vec<String>>;

pub(super) fn tallest(cells: &Cells) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or_default().max(1)
}

/// What is repeated where a table runs on.
struct Header {
    cells: Cells,
    widths: Vec<f32>,
}

impl Setter {
    /// The height of a cell with so many lines.
    pub(super) fn cell_height(&self, lines: usize) -> f32 {
        lines as f32 * self.m.line(self.m.cell) + 2.0 * PADDING
    }

    /// The widths of the columns, by their shares.
    fn widths(&self, columns: &[Column]) -> Vec<f32> {
        let shares: f32 = columns.iter().map(|column| f32::from(column.share)).sum();
        let shares = shares.max(1.0);
        columns.iter().map(|column| self.measure() * f32::from(column.share) / shares).collect()
    }

    fn cells<'t>(&self, texts: impl Iterator<Item = &'t str>, widths: &[f32]) -> Cells {
        let size = self.m.cell;
        texts
            .zip(widths)
            .map(|(text, width)| self.lines(text, size, (width - 2.0 * PADDING).max(size)))
            .collect()
    }

    pub(super) fn table(&mut self, table: &Table) {
        let widths = self.widths(&table.columns);
        let titles = table.columns.iter().map(|column| column.title.as_str());
        let header = Header { cells: self.cells(titles, &widths), widths };
        // The header is followed by a row at least.
        self.want(self.cell_height(tallest(&header.cells)) + self.cell_height(2));
        self.header(&header);
        for row in &table.rows {
            let texts = (0..header.widths.len()).map(|at| row.get(at).map_or("", String::as_str));
            let mut cells = self.cells(texts, &header.widths);
            while !cells.is_empty() {
                cells = self.row(&cells, table, &header);
            }
        }
        self.y += 8.0;
    }

    fn header(&mut self, header: &Header) {
        let height = self.cell_height(tallest(&header.cells));
        let shade = Mark::Shade { x: self.m.left, y: self.y, width: self.measure(), height };
        self.mark(shade);
        self.put(&header.cells, &header.widths, &[], true);
    }

    /// Sets what fits of a row and returns the rest.
    fn row(&mut self, cells: &Cells, table: &Table, header: &Header) -> Cells {
        let of_page =
            self.height - self.m.head - self.m.foot - self.cell_height(tallest(&header.cells));
        let (now, rest) = self.fitting(cells, of_page, |setter| setter.header(header));
        self.put(&now, &header.widths, &table.columns, false);
        rest
    }

    /// What of a row stands here, and the rest: a row that is taller than `of_page` is torn, any other
    /// goes to the next page whole, under the header.
    pub(super) fn fitting(
        &mut self,
        cells: &Cells,
        of_page: f32,
        turn: impl FnOnce(&mut Self),
    ) -> (Cells, Cells) {
        let needed = tallest(cells);
        let height = self.cell_height(needed);
        if self.room() < height {
            let is_torn = height > of_page && self.room() > self.cell_height(3);
            if !is_torn {
                self.turn();
                turn(self);
            }
        }
        let room = self.room();
        let fitting =
            (1..=needed).take_while(|lines| self.cell_height(*lines) <= room).count().max(1);
        let now = cells.iter().map(|lines| lines.iter().take(fitting).cloned().collect()).collect();
        if needed <= fitting {
            return (now, Vec::new());
        }
        let rest = cells.iter().map(|lines| lines.iter().skip(fitting).cloned().collect());
        (now, rest.collect())
    }

    fn put(&mut self, cells: &Cells, widths: &[f32], columns: &[Column], is_header: bool) {
        let (height, size) = (self.cell_height(tallest(cells)), self.m.cell);
        let mut left = self.m.left;
        for (at, (lines, width)) in cells.iter().zip(widths).enumerate() {
            self.border((left, self.y), (*width, height));
            let align = if is_header {
                self.m.header
            } else {
                columns.get(at).map_or(Align::Left, |column| column.align)
            };
            for (line_at, line) in lines.iter().enumerate() {
                let room = width - self.face.width(line, size);
                let x = match align {
                    Align::Left => left + PADDING,
                    Align::Right => left + room - PADDING,
                    Align::Middle => left + room / 2.0,
                };
                let top = self.y + PADDING + self.m.line(size) * line_at as f32;
                self.write((x, top), size, is_header, Ink::Black, line);
            }
            left += width;
        }
        self.y += height;
    }
}
