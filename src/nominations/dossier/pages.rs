//! How many printed pages do texts take up? To set them costs about a millisecond a page, and the same texts are asked
//! about whenever a dossier is read or checked: what was counted once is remembered.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, RwLock},
};

use crate::{
    exchange::pdf::{Setting, framed_pages},
    shared::hex_sha256,
};

/// How many counts are remembered: those of a round, in a few megabytes.
const MOST: usize = 20_000;

static COUNTED: LazyLock<RwLock<BTreeMap<String, usize>>> = LazyLock::new(RwLock::default);

/// The pages that texts take up as the made form sets them, one below the other from the head of a page on.
pub(super) fn pages(texts: &[&str]) -> usize {
    let key = hex_sha256(&serde_json::to_vec(texts).unwrap_or_default());
    let known = COUNTED.read().ok().and_then(|counted| counted.get(&key).copied());
    if let Some(count) = known {
        return count;
    }
    let count = framed_pages(Setting::Form, texts);
    if let Ok(mut counted) = COUNTED.write() {
        if counted.len() >= MOST {
            counted.clear();
        }
        counted.insert(key, count);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_counted_and_of_the_same_texts() {
        let (whole, long) = ("字".repeat(30), "字".repeat(38 * 80));
        let (whole, long) = (whole.as_str(), long.as_str());
        let apart = vec!["字"; 30];
        for texts in [vec![whole], apart.clone(), vec![long], vec![whole, long], vec![long, whole]]
        {
            let counted = framed_pages(Setting::Form, &texts);
            assert_eq!([pages(&texts), pages(&texts)], [counted; 2]);
        }
        assert!(pages(&apart) > pages(&[whole]), "each has a frame of its own");
    }
}
