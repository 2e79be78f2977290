//! What may be said of a mark that was seen? Where it stood and of which kind it was: never a word of the text.

/// Characters of a name in a place that may be said; longer ones are nobody's names of fields.
const MOST_NAME: usize = 40;
/// Digits of a number in a place that may be said: a line, a row, a position, and no number of a person.
const MOST_DIGITS: usize = 6;

/// Which kind of mark it was, by the level that it names (保守国家秘密法 art. 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// 绝密
    TopSecret,
    /// 机密
    Secret,
    /// 秘密
    Confidential,
    /// A mark that names no level.
    Other,
}

impl MarkKind {
    /// The kind of a mark that names `level`.
    pub(super) fn of_level(level: &str) -> Self {
        match level {
            "绝密" => Self::TopSecret,
            "机密" => Self::Secret,
            "秘密" => Self::Confidential,
            _ => Self::Other,
        }
    }

    /// A word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TopSecret => "top_secret",
            Self::Secret => "secret",
            Self::Confidential => "confidential",
            Self::Other => "other",
        }
    }

    /// What people call it, in Chinese and English.
    pub const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::TopSecret => ("绝密", "top secret"),
            Self::Secret => ("机密", "secret"),
            Self::Confidential => ("秘密", "confidential"),
            Self::Other => ("未注明密级", "no level named"),
        }
    }
}

/// A mark that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    place: String,
    kind: MarkKind,
}

impl Sighting {
    /// A mark of a kind at a place: a JSON pointer, or names and numbers between slashes. Whatever in it may
    /// have been typed by somebody (a name of a column or of a sheet) is left out.
    pub fn at(place: &str, kind: MarkKind) -> Self {
        let parts = place.replace("~1", "/").replace("~0", "~");
        let parts = parts.split('/').map(|part| if is_plain(part) { part } else { "*" });
        Self { place: parts.collect::<Vec<_>>().join("/"), kind }
    }

    /// Where it stood.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Of which kind it was.
    pub const fn kind(&self) -> MarkKind {
        self.kind
    }
}

impl std::fmt::Display for Sighting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.place, self.kind.as_str())
    }
}

/// A name of ours or a small number: the names of fields, sections and columns are in lower case.
fn is_plain(part: &str) -> bool {
    let is_number = part.len() <= MOST_DIGITS && part.bytes().all(|one| one.is_ascii_digit());
    let is_of_name =
        |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || matches!(one, b'_' | b'.');
    let is_name = part.len() <= MOST_NAME
        && part.starts_with(|one: char| one.is_ascii_lowercase())
        && part.bytes().all(is_of_name);
    is_number || is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_nothing_that_somebody_typed() {
        for (place, said) in [
            ("/edits/3", "/edits/3"),
            ("project.title", "project.title"),
            ("completers.items/Zq3x_aB/name", "completers.items/*/name"),
            ("/values/completers.items~1p1~1name", "/values/completers.items/p1/name"),
            ("/sheets/示范名单/12/工作单位", "/sheets/*/12/*"),
            ("/source/2/Unit of Falcon", "/source/2/*"),
            ("/11010519491231002", "/*"),
            ("", ""),
        ] {
            assert_eq!(Sighting::at(place, MarkKind::Other).place(), said, "{place}");
        }
        let seen = Sighting::at("/reason", MarkKind::TopSecret);
        assert_eq!(seen.to_string(), "/reason top_secret");
    }
}
