//! How are bytes named by what they hold, and where do unguessable words come from?

use base64::Engine as _;
use rand::TryRngCore as _;
use sha2::{Digest as _, Sha256};

/// SHA-256 of `bytes` in lower-case hexadecimal.
pub fn hex_sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// An unguessable word of `bytes` random bytes from the operating system, URL-safe base64.
///
/// # Panics
/// When the operating system gives no random bytes.
pub fn random_token(bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    #[expect(clippy::expect_used, reason = "without the system's randomness nothing is safe")]
    rand::rngs::OsRng.try_fill_bytes(&mut buffer).expect("the operating system gives random bytes");
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(buffer)
}
