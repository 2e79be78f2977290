//! By which keys are the same paper, person or address recognised, however they are written?

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Titles with fewer letters than this are too general to stand for one paper.
const SHORTEST_TITLE: usize = 8;

/// Key of a DOI: lower case, without resolver; none if the text is no DOI.
pub(super) fn doi_key(raw: &str) -> Option<String> {
    let folded: String =
        raw.nfkc().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect();
    let at = folded.find("10.")?;
    let (_, doi) = folded.split_at(at);
    let doi = doi.trim_end_matches(['.', ',', ';']);
    doi.contains('/').then(|| doi.to_owned())
}

/// Key of a title: letters and digits only, simplified, lower case; none if too short to tell.
pub(super) fn title_key(raw: &str) -> Option<String> {
    let folded: String = raw
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric() && !is_combining_mark(*letter))
        .collect();
    let key = fast2s::convert(&folded);
    (key.chars().count() >= SHORTEST_TITLE).then_some(key)
}

/// Key of an ORCID: its sixteen digits; none if there are not as many.
pub fn orcid_key(raw: &str) -> Option<String> {
    let bare = raw.trim().rsplit('/').next().unwrap_or_default();
    let key: String = bare
        .chars()
        .filter(|letter| !matches!(letter, '-' | ' '))
        .flat_map(char::to_uppercase)
        .collect();
    let digits = key.trim_end_matches('X');
    (key.len() == 16 && digits.len() >= 15 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some(key)
}

/// Key of a mail address: lower case; none if it is none.
pub fn mail_key(raw: &str) -> Option<String> {
    let key = raw.trim().to_lowercase();
    let (name, domain) = key.split_once('@')?;
    (!name.is_empty() && domain.contains('.')).then(|| key.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_of_one_thing_agree() {
        let doi = doi_key("10.1000/ab.12");
        assert!(doi.is_some());
        assert_eq!(doi_key("https://doi.org/10.1000/AB.12"), doi);
        assert_eq!(doi_key("doi: 10.1000/ab.12."), doi);
        let title = title_key("青松固碳机理研究：以北坡为例");
        assert!(title.is_some());
        assert_eq!(title_key("青松固碳機理研究—以北坡為例"), title);
        let orcid = orcid_key("0000-0002-1825-009X");
        assert!(orcid.is_some());
        assert_eq!(orcid_key("https://orcid.org/000000021825009x"), orcid);
        assert_eq!(mail_key(" A@B.cn "), mail_key("a@b.cn"));
    }

    #[test]
    fn what_is_no_key_is_none() {
        assert_eq!(doi_key("11.1000/ab"), None);
        assert_eq!(doi_key("10.1000"), None);
        assert_eq!(title_key("绪论"), None);
        assert_eq!(orcid_key("0000-0002-1825"), None);
        assert_eq!(orcid_key("0000-0002-1825-00XX"), None);
        assert_eq!(mail_key("a@b"), None);
        assert_eq!(mail_key("无"), None);
    }

    proptest! {
        #[test]
        fn keys_are_idempotent(raw in "\\PC{0,24}", doi in "10\\.[0-9]{4}/[a-zA-Z0-9.]{1,9}") {
            if let Some(key) = title_key(&raw) {
                prop_assert_eq!(title_key(&key), Some(key.clone()));
            }
            let key = doi_key(&doi);
            prop_assert!(key.as_deref().is_none_or(|key| doi_key(key).as_deref() == Some(key)));
        }
    }
}
