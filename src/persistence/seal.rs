//! How is a personal datum kept so that the database alone does not tell it?

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, AeadCore as _, KeyInit as _, OsRng, Payload},
};

use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};

use super::key_file;

/// What a sealed text begins with.
const MARK: &str = "sealed:1:";
const NONCE_BYTES: usize = 24;

/// Seals and opens single values (XChaCha20-Poly1305, RFC 8439 with the extended nonce) by a key that
/// lies in a file outside the database.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    fingerprints: Hmac<Sha256>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sealer(***)")
    }
}

/// Why values cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The file of the key cannot be read or made.
    #[error("无法读取密钥文件 {path} / cannot read the key file {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file holds no key.
    #[error("密钥文件 {0} 应恰为 32 字节 / the key file {0} must hold exactly 32 bytes")]
    Key(String),
    /// The value was sealed by another key, for another place, or is damaged.
    #[error("加密字段无法解密：密钥不符或数据已损坏 / a sealed value cannot be opened")]
    Foreign,
}

impl Sealer {
    /// The sealer of the key in `file`, which is made with a new key when absent.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds no key.
    pub async fn open(file: &Path) -> Result<Self, SealError> {
        let bytes = key_file::read_or_make(file).await?;
        let wrong = || SealError::Key(file.display().to_string());
        let cipher = XChaCha20Poly1305::new_from_slice(&bytes).map_err(|_| wrong())?;
        // A key of its own, so that a fingerprint tells nothing of what is sealed.
        let apart = Sha256::digest([b"fingerprints of ".as_slice(), &bytes].concat());
        let fingerprints = <Hmac<Sha256> as Mac>::new_from_slice(&apart).map_err(|_| wrong())?;
        Ok(Self { cipher, fingerprints })
    }

    /// HMAC-SHA-256 of `bytes` in hexadecimal: the same for the same bytes, and of no use to somebody
    /// who would find short personal data by trying them all.
    pub fn fingerprint(&self, bytes: &[u8]) -> String {
        let mut mac = self.fingerprints.clone();
        mac.update(bytes);
        hex::encode(mac.finalize().into_bytes())
    }

    /// Seals `text` for one place, so that it opens nowhere else.
    ///
    /// # Errors
    /// The text is longer than the cipher takes.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, SealError> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&nonce, payload).map_err(|_| SealError::Foreign)?;
        Ok(format!("{MARK}{}", STANDARD_NO_PAD.encode([&nonce[..], &sealed].concat())))
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// Sealed by another key, for another place, or damaged.
    pub fn open_sealed(&self, place: &str, text: &str) -> Result<String, SealError> {
        let bytes = text
            .strip_prefix(MARK)
            .and_then(|text| STANDARD_NO_PAD.decode(text).ok())
            .ok_or(SealError::Foreign)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Foreign)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let text =
            self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Foreign)?;
        String::from_utf8(text).map_err(|_| SealError::Foreign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_sealed_opens_by_its_key_at_its_place_only() {
        let folder = tempfile::tempdir().unwrap();
        let sealer = Sealer::open(&folder.path().join("key")).await.unwrap();
        let again = Sealer::open(&folder.path().join("key")).await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
        let kept = sealer.seal("a", "110105194912310021").unwrap();
        assert!(
            !kept.contains("110105") && kept != sealer.seal("a", "110105194912310021").unwrap()
        );
        assert_eq!(again.open_sealed("a", &kept).unwrap(), "110105194912310021");
        assert_eq!(again.fingerprint(b"1"), sealer.fingerprint(b"1"));
        assert_ne!(again.fingerprint(b"1"), again.fingerprint(b"2"));
        assert!(again.open_sealed("b", &kept).is_err());
        let other = Sealer::open(&folder.path().join("other")).await.unwrap();
        assert!(other.open_sealed("a", &kept).is_err());
        std::fs::write(folder.path().join("short"), b"x").unwrap();
        assert!(Sealer::open(&folder.path().join("short")).await.is_err());
    }
}
