//! What became of a batch of imported rows?

use crate::shared::Bilingual;

/// What a batch of rows did to the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Rows that made a new record.
    pub inserted: u64,
    /// Rows that changed a record.
    pub updated: u64,
    /// Rows that said what was known.
    pub unchanged: u64,
    /// Rows that cannot be taken.
    pub refused: Vec<Refusal>,
    /// Rows that are right and none of the records' business, with why: told, and no fault.
    pub passed_over: Vec<Refusal>,
}

/// A row that is not taken, found against the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Place of the row in its batch, from 0.
    pub index: usize,
    /// The column that decides it.
    pub column: &'static str,
    /// What is wrong and what is allowed.
    pub why: Bilingual,
}

impl Applied {
    /// Refuses the row at `index` for naming something that is not there.
    pub fn refuse_unknown(
        &mut self,
        index: usize,
        column: &'static str,
        value: &str,
        hint: &Bilingual,
    ) {
        let why = Bilingual::new(
            format!("“{value}”不存在，{}", hint.zh),
            format!("\"{value}\" does not exist, {}", hint.en),
        );
        self.refused.push(Refusal { index, column, why });
    }
}
