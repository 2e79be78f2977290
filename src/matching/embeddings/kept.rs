//! Where are vectors kept that an endpoint once made, and how are they found again?
//!
//! One file for each endpoint, model and dimension; records of the text's digest and the numbers, one
//! after another, appended whole. A record that a crash cut off is passed over and overwritten.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use tokio::{
    fs,
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _, BufReader},
};

use super::TextDigest;
use crate::config::EmbeddingsConfig;

const DIGEST: usize = 32;
const NUMBER: usize = 4;

/// The vectors of one endpoint, model and dimension.
pub(super) struct Kept {
    folder: PathBuf,
    file: PathBuf,
    record: usize,
}

impl Kept {
    /// Those of the endpoint that `config` names.
    pub(super) fn of(folder: &Path, config: &EmbeddingsConfig) -> Self {
        let who = format!("{}\n{}\n{}", config.url, config.model, config.dimension);
        let name = hex::encode(Sha256::digest(who));
        Self {
            folder: folder.to_owned(),
            file: folder.join(format!("{name}.vectors")),
            record: DIGEST + config.dimension * NUMBER,
        }
    }

    /// The vectors of the texts that are wanted and kept.
    pub(super) async fn read(
        &self,
        wanted: BTreeSet<TextDigest>,
    ) -> Result<BTreeMap<TextDigest, Vec<f32>>, io::Error> {
        let mut known = BTreeMap::new();
        let file = match fs::File::open(&self.file).await {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(known),
            Err(error) => return Err(error),
        };
        let records = file.metadata().await?.len() / self.record as u64;
        let mut reader = BufReader::new(file);
        let mut record = vec![0; self.record];
        for _ in 0..records {
            reader.read_exact(&mut record).await?;
            let (digest, numbers) = record.split_at(DIGEST);
            let Ok(digest) = TextDigest::try_from(digest) else { continue };
            if wanted.contains(&digest) {
                let (numbers, _) = numbers.as_chunks::<NUMBER>();
                known.insert(digest, numbers.iter().copied().map(f32::from_le_bytes).collect());
            }
        }
        Ok(known)
    }

    /// Keeps vectors that were made.
    pub(super) async fn append(&self, made: &[(TextDigest, Vec<f32>)]) -> Result<(), io::Error> {
        fs::create_dir_all(&self.folder).await?;
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(false).open(&self.file).await?;
        let whole = file.metadata().await?.len() / self.record as u64 * self.record as u64;
        file.set_len(whole).await?;
        file.seek(io::SeekFrom::Start(whole)).await?;
        let mut bytes = Vec::with_capacity(made.len() * self.record);
        for (digest, vector) in made {
            bytes.extend_from_slice(digest);
            bytes.extend(vector.iter().flat_map(|number| number.to_le_bytes()));
        }
        file.write_all(&bytes).await?;
        file.flush().await
    }
}
