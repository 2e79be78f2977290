//! Where do keys come from? Time-ordered UUIDs (RFC 9562, version 7).

use uuid::Uuid;

/// Makes the keys of new rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdSource;

impl IdSource {
    /// A new key, later than every earlier one of this process.
    pub fn next<T: From<Uuid>>(self) -> T {
        #[expect(clippy::disallowed_methods, reason = "the one place that makes keys")]
        let id = Uuid::now_v7();
        T::from(id)
    }
}
