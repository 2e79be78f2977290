//! What is a unit (单位)? An organisation under every name that people write for it.

use serde::{Deserialize, Serialize};

/// A unit and one of its other names, as a row of the `units` file gives it. A unit with several
/// aliases takes several rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The unit's standard name.
    pub unit: String,
    /// Another name of the same unit: a short form, a former or English name, its credit code, or its
    /// mail domain.
    pub alias: Option<String>,
    /// The unit above it, by standard name.
    pub parent: Option<String>,
}
