//! Into which panels is a round divided, for whoever seats them?

use entity::ids::RoundId;
use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::panels::PanelView,
    divisions::{find_division, newest_standing},
};

/// A panel of the division that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatedPanel {
    /// Its name.
    pub name: String,
    /// The numbers of its nominations.
    pub nominations: Vec<String>,
    /// The codes of its experts.
    pub experts: Vec<String>,
}

impl SeatedPanel {
    fn of(panel: PanelView) -> Self {
        Self {
            name: panel.name,
            nominations: panel.nominations.into_iter().map(|one| one.nomination_id).collect(),
            experts: panel.experts.into_iter().map(|one| one.expert_id).collect(),
        }
    }
}

/// The panels of the newest division of a round that was not taken back; none where there is none.
///
/// # Errors
/// The records failing; panels that cannot be read.
pub async fn standing_division(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<Vec<SeatedPanel>>, DbErr> {
    let Some(id) = newest_standing(database, round).await? else { return Ok(None) };
    let Some(row) = find_division(database, id).await? else { return Ok(None) };
    let panels: Vec<PanelView> = serde_json::from_value(row.panels)
        .map_err(|error| DbErr::Custom(format!("the panels of a division: {error}")))?;
    Ok(Some(panels.into_iter().map(SeatedPanel::of).collect()))
}
