//! Is a byte of the round's bundle anybody's to change? Bits are turned at random, anywhere in the file.

use std::time::Instant;

use anyhow::ensure;
use laurel::results::bundle::check;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Bits that are turned, one at a time.
const FLIPS: usize = 10_000;
const SEED: u64 = 20_270_002;

/// Turns the bits and checks each time; says how it went.
pub(crate) fn refused(bundle: &[u8]) -> anyhow::Result<String> {
    ensure!(check(bundle, None).is_ok(), "the bundle itself does not hold");
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut other = bundle.to_vec();
    let begun = Instant::now();
    for _ in 0..FLIPS {
        let (at, bit) = (random.random_range(0..other.len()), 1_u8 << random.random_range(0..8));
        if let Some(byte) = other.get_mut(at) {
            *byte ^= bit;
        }
        ensure!(
            check(&other, None).is_err(),
            "bit {bit:#010b} of byte {at} was turned, and the bundle holds"
        );
        if let Some(byte) = other.get_mut(at) {
            *byte ^= bit;
        }
    }
    let (bytes, took) = (bundle.len(), begun.elapsed().as_secs());
    Ok(format!("{FLIPS} random flips in a bundle of {bytes} bytes: {FLIPS} refused, in {took} s"))
}
