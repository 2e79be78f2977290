//! What became of one case? The fact that every indicator is a sum of.

/// One measure of one case of a society in a round: nomination `2023-自-0012` of society `D-A-01`
/// passed the first review. The counts of a society are the sums of its facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseFact {
    /// Code of the society.
    pub society_id: String,
    /// Year of the round.
    pub round: i32,
    /// Number of the nomination, or of another item that belongs to the society; never empty here.
    pub case_ref: String,
    /// What it is called.
    pub case_title: String,
    /// The measure, such as `first_review_passed`; `quota` for the places of the round.
    pub measure: String,
    /// How much of it, mostly 1.
    pub value: u32,
}
