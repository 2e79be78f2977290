//! Has something changed that everybody sees? A number that goes up, so that copies know that they are old.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Counts in this process what was released to the public. Another process learns of it by looking.
#[derive(Clone, Debug, Default)]
pub struct Edition(Arc<AtomicU64>);

impl Edition {
    /// Something was released.
    pub fn turn(&self) {
        self.0.fetch_add(1, Ordering::Release);
    }

    /// The present number.
    pub fn number(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}
