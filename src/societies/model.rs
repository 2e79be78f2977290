//! What is a society? The record that files and store share.

use serde::{Deserialize, Serialize};

/// A national learned society (全国学会), as a row of the `societies` file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Society {
    /// CAST's code, such as `A-01`, unique.
    pub society_id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Discipline group (理科, 工科, 农科, 医科, 交叉学科).
    pub group: Option<String>,
    /// Standing with CAST, such as `member`.
    pub status: Option<String>,
}
