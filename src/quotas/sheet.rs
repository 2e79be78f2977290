//! Which columns does the file of proposed quotas have?

use crate::exchange::{Cell, Column, Row, Sheet};
use crate::shared::Bilingual;

use super::engine::{Band, SocietyOutcome};

/// The proposal for one society, as a row of the `quotas` file.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaRow {
    /// Code of the society.
    pub society_id: String,
    /// Points.
    pub score: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// The word for the band.
    pub band: String,
    /// Places of the newest round.
    pub previous: u32,
    /// Places proposed.
    pub proposed: u32,
    /// Why, in both languages.
    pub reasons: Option<String>,
}

impl From<&SocietyOutcome> for QuotaRow {
    fn from(outcome: &SocietyOutcome) -> Self {
        let points = |micro: i64| micro as f64 / 1e6;
        Self {
            society_id: outcome.society_id.clone(),
            score: points(outcome.score),
            low: points(outcome.low),
            high: points(outcome.high),
            band: outcome.band.as_str().to_owned(),
            previous: outcome.previous,
            proposed: outcome.proposed,
            reasons: Some(outcome.reasons.to_string()),
        }
    }
}

impl Sheet for QuotaRow {
    const KIND: &'static str = "quotas";
    const COLUMNS: &'static [Column] = &[
        Column::required("society_id", "学会代码"),
        Column::required("score", "得分"),
        Column::required("low", "区间下限"),
        Column::required("high", "区间上限"),
        Column::required("band", "档次"),
        Column::required("previous", "原名额"),
        Column::required("proposed", "拟定名额"),
        Column::optional("reasons", "理由"),
    ];
    const UNIQUE: &'static [&'static str] = &["society_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        let band = row.line_of_text("band", 16);
        if !band.is_empty() && !Band::ALL.iter().any(|known| known.as_str() == band) {
            let allowed = Band::ALL.map(Band::as_str).join(", ");
            let Bilingual { zh, en } = Bilingual::new(allowed.as_str(), allowed.as_str());
            row.refuse_value("band", &band, &zh, &en);
        }
        let mut places =
            |column: &str| u32::try_from(row.integer(column, 0..=1_000_000)).unwrap_or_default();
        let (previous, proposed) = (places("previous"), places("proposed"));
        Self {
            society_id: row.id("society_id"),
            score: row.number("score", 0.0..=100.0),
            low: row.number("low", 0.0..=100.0),
            high: row.number("high", 0.0..=100.0),
            band,
            previous,
            proposed,
            reasons: row.optional_text("reasons", 200_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.society_id),
            Cell::from(self.score),
            Cell::from(self.low),
            Cell::from(self.high),
            Cell::from(&self.band),
            Cell::from(Some(self.previous)),
            Cell::from(Some(self.proposed)),
            Cell::from(&self.reasons),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_round_trip, paragraph, refusal};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn proposals_survive_a_round_trip(
            score in 0.0..=100.0, band in prop::sample::select(&Band::ALL[..]),
            previous in 0..9_u32, reasons in prop::option::of(paragraph()),
        ) {
            assert_round_trip(&[QuotaRow {
                society_id: "A-01".to_owned(), score, low: score / 2.0, high: 100.0,
                band: band.as_str().to_owned(), previous, proposed: previous + 1, reasons,
            }]);
        }
    }

    #[test]
    fn an_unknown_band_is_refused() {
        let text = "society_id,score,low,high,band,previous,proposed\nA,1,1,1,grow,1,1\n";
        assert!(refusal::<QuotaRow>("q.csv", text.as_bytes()).contains("q.csv:2 band:"));
    }
}
