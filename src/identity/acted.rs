//! What are those called who acted in what a reader is told?

use std::collections::BTreeMap;

/// Something that a reader is told, and that says by user names who acted in it.
pub trait Acted {
    /// The user names of those who acted, as far as the reader is told of them.
    fn actors(&self) -> Vec<&str>;

    /// Where it says what they are called, by user name.
    fn names(&mut self) -> &mut BTreeMap<String, String>;

    /// Says of its own actors what they are called. Who has no account any more has no name.
    fn name(&mut self, known: &BTreeMap<String, String>) {
        let own = self
            .actors()
            .into_iter()
            .filter_map(|username| known.get_key_value(username))
            .map(|(username, name)| (username.clone(), name.clone()))
            .collect();
        *self.names() = own;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Told(Vec<&'static str>, BTreeMap<String, String>);

    impl Acted for Told {
        fn actors(&self) -> Vec<&str> {
            self.0.clone()
        }

        fn names(&mut self) -> &mut BTreeMap<String, String> {
            &mut self.1
        }
    }

    #[test]
    fn only_those_are_named_of_whom_it_tells_and_who_are_known() {
        let known = ["clerk", "head", "officer"].map(|one| (one.to_owned(), format!("{one} 名")));
        let mut told = Told(vec!["head", "gone", "head"], BTreeMap::new());
        told.name(&known.into());
        assert_eq!(told.1, BTreeMap::from([("head".to_owned(), "head 名".to_owned())]));
    }
}
