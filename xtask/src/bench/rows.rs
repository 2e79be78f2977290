//! What stands in a CSV file?

use std::path::Path;

use anyhow::{Context, Result};

/// Reads the named columns of a CSV file, one array for each row; a column that is not there is
/// an error, and so is a row that cannot be read.
pub(crate) fn columns<const N: usize>(path: &Path, names: [&str; N]) -> Result<Vec<[String; N]>> {
    let shown = path.display();
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot open {shown}"))?;
    let header = reader.headers().with_context(|| format!("{shown} has no header"))?.clone();
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        *place = header
            .iter()
            .position(|column| column.trim_start_matches('\u{feff}') == name)
            .with_context(|| format!("{shown} has no column {name}"))?;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("cannot read {shown}"))?;
        rows.push(places.map(|place| record.get(place).unwrap_or_default().to_owned()));
    }
    Ok(rows)
}
