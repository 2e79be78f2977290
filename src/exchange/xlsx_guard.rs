//! Is this workbook safe to open? Asked before any reader of spreadsheets sees it.
//!
//! The sizes that a ZIP file declares are not believed: everything is inflated once and counted.

use std::io::{BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::faults::{Problem, excerpt};
use super::read::Trouble;

/// How much a workbook may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes of the file.
    pub(super) file_bytes: u64,
    /// Bytes of all entries unpacked.
    pub(super) inflated_bytes: u64,
    /// Entries.
    pub(super) entries: usize,
    /// Unpacked bytes for each packed one.
    pub(super) ratio: u64,
    /// Below this size a high ratio is no danger, and small repetitive sheets have one.
    pub(super) ratio_floor_bytes: u64,
}

/// What every workbook is held to.
pub(super) const LIMITS: Limits = Limits {
    file_bytes: 200 * 1024 * 1024,
    inflated_bytes: 512 * 1024 * 1024,
    entries: 10_000,
    ratio: 200,
    ratio_floor_bytes: 10 * 1024 * 1024,
};

/// Parts that run, or hide what runs.
const ACTIVE_PARTS: [&str; 4] = ["vbaproject", "macrosheets/", "activex/", "embeddings/"];

/// Refuses a workbook that is too large, unpacks to too much, is encrypted, or carries macros.
pub(super) fn inspect<R: Read + Seek>(file: &mut R, limits: Limits) -> Result<(), Trouble> {
    let size = file.seek(SeekFrom::End(0))?;
    if size > limits.file_bytes {
        return Err(Trouble::whole(Problem::FileTooLarge { limit_bytes: limits.file_bytes }));
    }
    let too_many = || too_much(format!("{} entries", limits.entries));
    if most_declared_entries(file, size)? > limits.entries {
        return Err(too_many());
    }
    file.rewind()?;
    let mut archive = ZipArchive::new(BufReader::new(&mut *file)).map_err(broken)?;
    if archive.len() > limits.entries {
        return Err(too_many());
    }
    refuse_active_content(&archive)?;
    let mut total = Inflated { bytes: 0, packed: size };
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        count(entry, &mut total, limits)?;
    }
    Ok(())
}

/// Bytes unpacked so far, and the bytes from which they came.
struct Inflated {
    bytes: u64,
    packed: u64,
}

impl Inflated {
    fn add(&mut self, bytes: u64, limits: Limits) -> Result<(), Trouble> {
        self.bytes += bytes;
        if self.bytes > limits.inflated_bytes {
            return Err(too_much(format!("{} bytes", limits.inflated_bytes)));
        }
        let most = self.packed.saturating_mul(limits.ratio).max(limits.ratio_floor_bytes);
        if self.bytes > most {
            return Err(too_much(format!("1:{}", limits.ratio)));
        }
        Ok(())
    }
}

fn refuse_active_content<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<(), Trouble> {
    for name in archive.file_names() {
        let name = name.map_err(broken)?;
        let lower = name.to_lowercase();
        if ACTIVE_PARTS.iter().any(|part| lower.contains(part)) {
            return Err(Trouble::whole(Problem::ActiveContent { part: excerpt(&name) }));
        }
    }
    Ok(())
}

/// Unpacks an entry and counts, and stops as soon as a limit is passed.
fn count<R: Read>(
    mut entry: ZipFile<'_, R>,
    total: &mut Inflated,
    limits: Limits,
) -> Result<(), Trouble> {
    let mut own = Inflated { bytes: 0, packed: entry.compressed_size() };
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = entry.read(&mut buffer).map_err(|error| damaged(&error.to_string()))? as u64;
        if read == 0 {
            return Ok(());
        }
        own.add(read, limits)?;
        total.add(read, limits)?;
    }
}

/// The most entries that any end record in the last 64 KiB speaks of, read before the archive
/// is, because the reader would make room for all of them.
fn most_declared_entries<R: Read + Seek>(file: &mut R, size: u64) -> Result<usize, Trouble> {
    const TAIL_BYTES: u64 = 64 * 1024 + 22;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL_BYTES)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL_BYTES).read_to_end(&mut tail)?;
    let most = tail
        .windows(12)
        .filter_map(|bytes| match bytes {
            [b'P', b'K', 5, 6, _, _, _, _, _, _, low, high] => {
                Some(usize::from(u16::from_le_bytes([*low, *high])))
            }
            _ => None,
        })
        .max();
    Ok(most.unwrap_or_default())
}

fn too_much(limit: String) -> Trouble {
    Trouble::whole(Problem::Inflation { limit })
}

fn damaged(reason: &str) -> Trouble {
    Trouble::whole(Problem::BrokenWorkbook { reason: excerpt(reason) })
}

fn broken(error: ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Trouble::whole(Problem::EncryptedWorkbook)
        }
        other => damaged(&other.to_string()),
    }
}
