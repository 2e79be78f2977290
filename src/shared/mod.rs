//! Values that every room uses: time and keys from outside, secrets that do not print.

mod calendar;
mod ciphers;
mod clock;
mod digest;
mod edition;
mod id_source;
mod language;
mod secret;

pub use calendar::{beijing, end_of_day_after};
pub use ciphers::choose_ciphers;
pub use clock::{Clock, HeldClock, MockClock, SystemClock, china_day};
pub use digest::{hex_sha256, random_token};
pub use edition::Edition;
pub use id_source::IdSource;
pub use language::{Bilingual, Language};
pub use secret::Secret;
