//! How is a bundle written and signed?

use serde::{Deserialize, Serialize};

use super::body::{Body, encode};
use crate::{
    persistence::{Signer, is_signed_by},
    shared::{Bilingual, hex_sha256},
};

/// The second line of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// SHA-256 of the first line.
    pub digest: String,
    /// Signature of the first line, 64 bytes in base64 (Ed25519, RFC 8032).
    pub signature: String,
    /// The key that checks it, 32 bytes in base64.
    pub public_key: String,
}

/// A bundle: its body, its seal, each a line.
pub fn sealed(body: &Body, signer: &Signer) -> Vec<u8> {
    let mut bytes = encode(body);
    let seal = Seal {
        digest: hex_sha256(&bytes),
        signature: signer.sign(&bytes),
        public_key: signer.public_key(),
    };
    bytes.push(b'\n');
    bytes.extend(serde_json::to_vec(&seal).unwrap_or_default());
    bytes.push(b'\n');
    bytes
}

/// The two lines of a bundle: its body, unread, and its seal.
///
/// # Errors
/// There are not two lines, or the second is no seal as it is written.
pub(super) fn opened(bytes: &[u8]) -> Result<(&[u8], Seal), Bilingual> {
    let wrong = || {
        Bilingual::new("应恰为两行：内容和签名", "two lines are expected: the body and its seal")
    };
    let whole = bytes.strip_suffix(b"\n").ok_or_else(wrong)?;
    let mut lines = whole.split(|byte| *byte == b'\n');
    let (Some(body), Some(second), None) = (lines.next(), lines.next(), lines.next()) else {
        return Err(wrong());
    };
    let seal: Seal = serde_json::from_slice(second).map_err(|_| wrong())?;
    let again = serde_json::to_vec(&seal).unwrap_or_default();
    if again == second { Ok((body, seal)) } else { Err(wrong()) }
}

impl Seal {
    /// Whether it is the digest of this line.
    pub(super) fn is_of(&self, body: &[u8]) -> bool {
        hex_sha256(body) == self.digest
    }

    /// Whether the owner of its key signed this line.
    pub(super) fn signs(&self, body: &[u8]) -> bool {
        is_signed_by(&self.public_key, &self.signature, body)
    }
}
