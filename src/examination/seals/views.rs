//! What does an examiner see of the sealed and signed pages of a dossier?

use serde::Serialize;
use utoipa::ToSchema;

use super::red::Seal;
use crate::shared::Bilingual;

/// Something that looks like a red round seal; places and sizes as shares of the page, from its upper left.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SeenSeal)]
pub struct SealView {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// How much of the area is red, 0 to 1.
    pub red_share: f64,
    /// How sure, 0 to 1.
    pub confidence: f64,
}

impl From<Seal> for SealView {
    fn from(seal: Seal) -> Self {
        let Seal { x, y, width, height, red_share, confidence } = seal;
        Self { x, y, width, height, red_share, confidence }
    }
}

/// A page where a seal or a signature is due, or the place that names none.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SealPage)]
pub struct SealPageView {
    /// From 1; its picture is `/seals/{number}.png`, its file `/seals/{number}.pdf`.
    pub number: u32,
    /// Address of the field.
    pub address: String,
    /// What the field is called.
    pub label: Bilingual,
    /// The person or unit whose page it is.
    pub owner: Option<String>,
    /// What is due: `seal`, `signature`.
    pub marks: Vec<String>,
    /// The clause that asks for it.
    pub clause: String,
    /// Number of the attachment; none where the field names none.
    pub attachment: Option<u32>,
    /// Its name.
    pub file: Option<String>,
    /// Page of the file, from 1.
    pub page: Option<u32>,
    /// Whether there is a picture of the page; else it is looked at in the file.
    pub has_picture: bool,
    /// What looks like a seal, the surest first. Evidence, no verdict.
    pub seals: Vec<SealView>,
}

/// The sealed and signed pages of a dossier.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SealGallery)]
pub struct SealGalleryView {
    /// The pages in the order of the form.
    pub pages: Vec<SealPageView>,
}
