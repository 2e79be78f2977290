//! Which rules keep a publicity from being drafted, changed or released?

use chrono::{DateTime, Utc};

/// A rule that a deed breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing would be shown.
    Nothing,
    /// So many nominations are meant only when their number is typed.
    Unconfirmed(usize),
    /// It opens before everybody can know of it.
    OpensTooSoon(DateTime<Utc>),
    /// It closes before the round's timetable lets it.
    ClosesTooSoon(DateTime<Utc>, u32),
    /// It was released: nothing of it is changed any more.
    Released,
    /// It was not released yet.
    NotReleased,
    /// Whoever drafted does not release.
    SamePerson,
    /// Nominations that changed since the draft was made.
    Changed(Vec<String>),
    /// Nominations that another publicity of the kind shows.
    ShownElsewhere(Vec<String>),
    /// The entry shows no such field, or not in that form.
    NoField(String),
    /// The correction says the same as what stands.
    NothingNew,
    /// A personal datum stands in a text that would be public.
    Private(&'static str),
}
