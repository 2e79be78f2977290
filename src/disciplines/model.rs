//! What is a discipline? A code of GB/T 13745-2009 《学科分类与代码》.

use serde::{Deserialize, Serialize};

/// A discipline of GB/T 13745-2009, level 1 (three digits), 2 (five) or 3 (seven).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discipline {
    /// The code: three, five or seven digits.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// Level in the tree, 1 to 3.
    pub level: u8,
    /// Code of the discipline above; none at level 1.
    pub parent_code: Option<String>,
}
