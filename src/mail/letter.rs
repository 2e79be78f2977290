//! What is a letter, and what may be said of an address?

use chrono::{DateTime, Utc};
use lettre::Address;

use crate::shared::Secret;

/// A letter to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    /// A word that stays the same when the letter is tried again: its `Message-ID`.
    pub id: String,
    /// The address of the one it is for. Neither printed nor logged.
    pub to: Secret,
    /// The subject.
    pub subject: String,
    /// The text, which may bring a link that only the recipient may know.
    pub body: Secret,
    /// The instant that it bears.
    pub at: DateTime<Utc>,
}

/// Whether `text` is one e-mail address and nothing else.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok_and(|one| one.domain().contains('.'))
}

/// An address as its owner knows it again and nobody else learns it: `z***@example.org`.
pub fn masked(address: &str) -> String {
    let Some((user, domain)) = address.rsplit_once('@') else {
        return "***".to_owned();
    };
    let first: String = user.chars().take(1).collect();
    format!("{first}***@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_and_its_mask_hides_the_name() {
        for good in ["zhang@example.org", "a.b+c@mail.example.cn"] {
            assert!(is_address(good), "{good}");
        }
        for bad in
            ["", "zhang", "@example.org", "a@b@example.org", "a@localhost", "a b@example.org"]
        {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(
            !is_address("a@example.org, b@example.org") && !is_address("a@example.org\r\nBcc: b")
        );
        assert_eq!(masked("zhang@example.org"), "z***@example.org");
        assert_eq!(masked("nothing"), "***");
        let letter = Letter {
            id: "1".to_owned(),
            to: Secret::new("zhang@example.org"),
            subject: String::new(),
            body: Secret::default(),
            at: DateTime::UNIX_EPOCH,
        };
        assert!(!format!("{letter:?}").contains("zhang"));
    }
}
