//! Which of many texts may be like one? Those with a band of the sketch in common, found by looking it up.

use super::sketch::Sketch;

/// The bands of many sketches.
#[derive(Clone, Debug)]
pub struct Bands {
    rows: usize,
    /// Band and sketch, sorted.
    entries: Vec<(u64, u32)>,
}

impl Bands {
    /// The bands of `sketches`, each of `rows` components; a text that is not compared has no sketch.
    pub fn of<'s>(sketches: impl IntoIterator<Item = Option<&'s Sketch>>, rows: usize) -> Self {
        let mut entries: Vec<(u64, u32)> = Vec::new();
        for (at, sketch) in (0..).zip(sketches) {
            entries
                .extend(sketch.into_iter().flat_map(|one| one.bands(rows)).map(|band| (band, at)));
        }
        entries.sort_unstable();
        Self { rows, entries }
    }

    /// The places of the sketches that share a band with `sketch`, in their order.
    pub fn sharing(&self, sketch: &Sketch) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for band in sketch.bands(self.rows) {
            let first = self.entries.partition_point(|(other, _)| *other < band);
            let same = self.entries.get(first..).unwrap_or_default();
            let same = same.iter().take_while(|(other, _)| *other == band);
            found.extend(same.filter_map(|(_, at)| usize::try_from(*at).ok()));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
