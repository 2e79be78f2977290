//! How is the certificate of a run kept small? By gzip: ids and prices repeat themselves.

use std::io::{Read as _, Result, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};

/// The largest certificate that is read again.
const MOST_BYTES: u64 = 1 << 30;

/// Packs bytes.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    // Writing into memory cannot fail.
    let _infallible = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}

/// Unpacks what was packed.
///
/// # Errors
/// The bytes are damaged.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_what_is_damaged_is_refused() {
        let text = "{\"nomination_id\":\"N-1\"}".repeat(500);
        let packed = pack(text.as_bytes());
        assert!(packed.len() * 10 < text.len(), "{}", packed.len());
        assert_eq!(unpack(&packed).unwrap(), text.as_bytes());
        assert!(unpack(&packed[..packed.len() / 2]).is_err());
    }
}
