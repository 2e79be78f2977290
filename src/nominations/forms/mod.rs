//! The nomination forms (提名书) as data: which sections and fields each award asks for, with limits,
//! conditions, and the clause behind each rule. The forms themselves stand in `rules/forms`.

mod conditions;
mod counting;
mod field;
mod form;
mod store;

pub use counting::count_characters;
pub use field::{Condition, Field, FieldOption, Format, Kind, NamedDay, RowsBy};
pub use form::{Form, FormError, Section, UnknownForm, find, named, of_category, shipped, text_of};
pub use store::of_round;
pub(super) use store::{keep, kept, pin};
