//! By which model card does this process match? That which ships, or the file that a setting names.

use super::affinity::{AffinityModel, ModelError};
use crate::config::AffinityConfig;

/// Why the model card that a setting names cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The file cannot be read.
    #[error(
        "affinity.model: 无法读取模型卡 {path} / the model card {path} cannot be read: {error}"
    )]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// It is no model card.
    #[error("affinity.model: {path}: {error}")]
    Wrong {
        /// The file.
        path: String,
        /// Why.
        error: ModelError,
    },
}

/// The model card in force: `rules/affinity/default.toml`, or the file that `affinity.model` names. It is
/// read anew for every run, whose report says its id, version and digest.
///
/// # Errors
/// [`CardError`] where the setting names a file that is no model card.
pub async fn affinity_card(config: &AffinityConfig) -> Result<AffinityModel, CardError> {
    if config.model.as_os_str().is_empty() {
        return Ok(AffinityModel::default());
    }
    let path = || config.model.display().to_string();
    let text = tokio::fs::read_to_string(&config.model).await;
    let text = text.map_err(|error| CardError::Unreadable { path: path(), error })?;
    AffinityModel::from_toml(&text).map_err(|error| CardError::Wrong { path: path(), error })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const CARD: &str = include_str!("../../rules/affinity/default.toml");

    #[tokio::test]
    async fn a_setting_names_the_card_and_what_is_none_is_told_with_its_file() {
        let shipped = affinity_card(&AffinityConfig { model: PathBuf::new() }).await.unwrap();
        assert_eq!(shipped, AffinityModel::default());
        let folder = tempfile::tempdir().unwrap();
        let config = AffinityConfig { model: folder.path().join("own.toml") };
        let absent = affinity_card(&config).await.unwrap_err().to_string();
        assert!(absent.contains("own.toml"), "{absent}");
        let write = |text: String| std::fs::write(&config.model, text).unwrap();
        write(CARD.replace("id = \"lexical\"", "id = \"own\""));
        let own = affinity_card(&config).await.unwrap();
        assert_eq!(own.id, "own");
        assert_ne!(own.digest(), shipped.digest());
        write(CARD.replace("nearest = 4", "nearest = 40"));
        let wrong = affinity_card(&config).await.unwrap_err().to_string();
        assert!(wrong.contains("own.toml") && wrong.contains("aggregate.nearest"), "{wrong}");
    }
}
