//! By which key does Laurel sign what it gives out, and how does anyone check it?

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::{key_file, seal::SealError};

/// Signs receipts and other documents (Ed25519, RFC 8032) by a key that lies in a file outside the
/// database.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Signer(***)")
    }
}

impl Signer {
    /// The signer of the key in `file`, which is made with a new key when absent.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds no key.
    pub async fn open(file: &Path) -> Result<Self, SealError> {
        Ok(Self(SigningKey::from_bytes(&key_file::read_or_make(file).await?)))
    }

    /// The signature of `bytes`, 64 bytes in base64.
    pub fn sign(&self, bytes: &[u8]) -> String {
        STANDARD.encode(self.0.sign(bytes).to_bytes())
    }

    /// The public key that checks the signatures, 32 bytes in base64.
    pub fn public_key(&self) -> String {
        STANDARD.encode(self.0.verifying_key().to_bytes())
    }
}

/// Whether `signature` of `bytes` was made by the owner of `public_key`; false for what is none.
pub fn is_signed_by(public_key: &str, signature: &str, bytes: &[u8]) -> bool {
    let read = |text: &str| STANDARD.decode(text.trim()).ok();
    let key: Option<[u8; 32]> = read(public_key).and_then(|key| key.try_into().ok());
    let signature: Option<[u8; 64]> = read(signature).and_then(|sign| sign.try_into().ok());
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    // Strict: a weak key or a signature with a second form is none.
    VerifyingKey::from_bytes(&key)
        .is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(&signature)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_signature_holds_for_its_bytes_and_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::open(&folder.path().join("key")).await.unwrap();
        let other = Signer::open(&folder.path().join("other")).await.unwrap();
        let signature = signer.sign(b"receipt");
        let holds = |key: &str, signature: &str, bytes: &[u8]| is_signed_by(key, signature, bytes);
        assert!(holds(&signer.public_key(), &signature, b"receipt"));
        assert!(!holds(&signer.public_key(), &signature, b"receipts"));
        assert!(!holds(&other.public_key(), &signature, b"receipt"));
        assert!(
            !holds("", &signature, b"receipt") && !holds(&signer.public_key(), "x", b"receipt")
        );
        let again = Signer::open(&folder.path().join("key")).await.unwrap();
        assert_eq!(again.public_key(), signer.public_key());
    }

    #[test]
    fn the_first_example_of_rfc_8032_holds() {
        let decode = |text: &str| STANDARD.encode(hex::decode(text).unwrap());
        let key = decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let signature = decode(concat!(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ));
        assert!(is_signed_by(&key, &signature, b""));
    }
}
