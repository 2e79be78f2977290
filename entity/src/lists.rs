//! Lists kept inside one column as JSON.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

/// An ordered list of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct StringList(pub Vec<String>);

impl From<Vec<String>> for StringList {
    fn from(list: Vec<String>) -> Self {
        Self(list)
    }
}
